"""Shares of parties on loose lines below a lead-in, without a total.

So some PDFs give a small table: the name of a party, below it the amount, below that a remark.
Counts: at least two such groups right below a line that ends in a colon and is about contributions
(`De verdeling per jaar is:`). Does not count: lines below another lead-in, a group whose first line
is no name, tables with a total (`tables` reads those).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.document import Document
from ingest.numbers import parse_figure
from ontology.records import Span

_LEAD: Final = re.compile(
    r"\b(?:bijdragen?|dra(?:agt|gen)\b.*\bbij|verdeling|kostenverdeling|verdeelsleutel|inleg|"
    r"betalen|betaalt|dekking)\b.*:\s*$",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(
    r"(?:€\s*(?P<euro>\d[\d.]*(?:,\d+)?)|(?P<plain>\d{1,3}(?:\.\d{3})+))(?:\s+euro)?"
    r"(?:\s+(?P<million>miljoen|mln))?(?:,-)?",
    re.IGNORECASE,
)
_NAME: Final = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'.-]*|(?:de|het|van|en|voor|der|den)\b)(?:\s+[\w’'.()-]+){0,6}"
)
_TOTAL: Final = re.compile(r"(?:eind|sub)?totaal\b|samen\b", re.IGNORECASE)
_MIN_ROWS: Final = 2
_MAX_ROWS: Final = 200
_MAX_LINE: Final = 80


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party and its amount in euro; `span` holds both."""

    name: Span
    amount: Decimal
    span: Span


def find_party_lines(document: Document) -> Iterator[tuple[PartyLine, ...]]:
    """Each run of such groups, in text order."""
    for passage in document.passages:
        if passage.kind not in {"paragraph", "row"}:
            continue
        text = document.quote(passage.span)
        if ":" not in text or text.count("\n") < _MIN_ROWS * 2:
            continue
        lines = [
            Span(passage.span.start + one.start(), passage.span.start + one.end())
            for one in re.finditer(r"\S[^\n]*", text)
        ]
        for index, line in enumerate(lines):
            if line.end - line.start > _MAX_LINE * 2 or not _LEAD.search(document.quote(line)):
                continue
            rows = tuple(_rows(document, lines[index + 1 :]))
            if len(rows) >= _MIN_ROWS:
                yield rows


def _rows(document: Document, lines: Sequence[Span]) -> Iterator[PartyLine]:
    """Groups of a name, an amount and at most one line more."""
    at = 0
    for _ in range(_MAX_ROWS):
        if at + 1 >= len(lines):
            return
        name, below = document.quote(lines[at]).strip(), document.quote(lines[at + 1]).strip()
        amount = _AMOUNT.fullmatch(below)
        if amount is None or len(name) > _MAX_LINE or not _NAME.fullmatch(name):
            return
        if _TOTAL.match(name):
            return
        value = parse_figure(amount["euro"] or amount["plain"])
        value *= 1_000_000 if amount["million"] else 1
        yield PartyLine(lines[at], value, Span(lines[at].start, lines[at + 1].end))
        at += 2
        if at + 1 < len(lines) and not _AMOUNT.fullmatch(document.quote(lines[at + 1]).strip()):
            at += 1  # a remark
