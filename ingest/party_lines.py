"""Shares of parties on loose lines below a lead-in, without a total.

So some PDFs give a small table: the name of a party, below it the amount, below that a remark.
Counts: at least two such groups right below a line that ends in a colon and is about contributions
(`De verdeling per jaar is:`), and lines `Beltum: € 300` there or below such a title.
Does not count: lines below another lead-in, a group whose first line is no name, who is not named
(`Overige gemeenten`), tables with a total (`tables` reads those).
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
_TITLE: Final = re.compile(
    r"\b(?:bijdragen?|verdeling|verdeelsleutel|inleg|dekking|cofinanciering)\b", re.IGNORECASE
)
_ROW: Final = re.compile(r"(?P<name>[^:€\d]{3,80}?)\s*[:–-]\s*(?P<amount>€\s*\d[^;]*?)[;,.]?")
_NOBODY: Final = re.compile(r"(?:overige?|diverse|andere|nader|nog|onvoorzien)\b", re.IGNORECASE)
_LOOSE: Final = re.compile(r"\n[ \t]*(?:€[ \t]*\d|\d{1,3}(?:\.\d{3})+)[^\n]{0,20}\n")
_BESIDE: Final = re.compile(r"€(?<=[:–-][ \t]€)")  # an amount right behind the sign of a row
_TOTAL: Final = re.compile(r"(?:eind|sub)?totaal\b|samen\b", re.IGNORECASE)
_MIN_ROWS: Final = 2
_MAX_ROWS: Final = 200
_MAX_LINE: Final = 80
_MAX_LEAD: Final = 160


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party and its amount in euro; `span` holds both."""

    name: Span
    amount: Decimal
    span: Span


def find_party_lines(document: Document) -> Iterator[tuple[PartyLine, ...]]:
    """Each run of such groups, in text order."""
    if not (_LOOSE.search(document.text) or _BESIDE.search(document.text)):
        return
    lines = _lines(document)
    index = 0
    while index < len(lines):
        rows: list[PartyLine] = []
        if lines[index].end - lines[index].start <= _MAX_LEAD:
            quote = document.quote(lines[index]).rstrip()
            if _LEAD.search(quote):
                rows = _rows(document, lines, index + 1) or _inline(document, lines, index + 1)
            elif _TITLE.search(quote) and quote[-1] not in ".;,":
                rows = _inline(document, lines, index + 1)
        index += 1
        if len(rows) >= _MIN_ROWS:
            yield tuple(rows)
            while index < len(lines) and lines[index].start < rows[-1].span.end:
                index += 1


def _lines(document: Document) -> list[Span]:
    """The lines of all text but notes and furniture."""
    found: list[Span] = []
    for passage in document.passages:
        if passage.kind in {"paragraph", "row", "heading"}:
            text = document.quote(passage.span)
            found += [
                Span(passage.span.start + one.start(), passage.span.start + one.end())
                for one in re.finditer(r"\S[^\n]*", text)
            ]
    return found


def _rows(document: Document, lines: Sequence[Span], at: int) -> list[PartyLine]:
    """Groups of a name, an amount and at most one line more; none when a total ends them."""
    rows: list[PartyLine] = []
    while at + 1 < len(lines) and len(rows) < _MAX_ROWS:
        name, below = document.quote(lines[at]).strip(), document.quote(lines[at + 1]).strip()
        amount = _AMOUNT.fullmatch(below)
        if amount is None or not _is_name(name):
            break
        if _TOTAL.match(name):
            return []
        rows.append(PartyLine(lines[at], _value(amount), Span(lines[at].start, lines[at + 1].end)))
        at += 2
        if at + 1 < len(lines) and not _AMOUNT.fullmatch(document.quote(lines[at + 1]).strip()):
            at += 1  # a remark
    return rows


def _inline(document: Document, lines: Sequence[Span], at: int) -> list[PartyLine]:
    """Lines `name: € amount`; none when a total ends them."""
    rows: list[PartyLine] = []
    for line in lines[at : at + _MAX_ROWS]:
        match = _ROW.fullmatch(document.quote(line).strip())
        amount = _AMOUNT.fullmatch(match["amount"]) if match else None
        if match is None or amount is None or not _is_name(match["name"]):
            break
        if _TOTAL.match(match["name"]):
            return []
        if not _NOBODY.match(match["name"]):
            name = Span(line.start, line.start + len(match["name"]))
            rows.append(PartyLine(name, _value(amount), line))
    return rows


def _is_name(words: str) -> bool:
    return len(words) <= _MAX_LINE and bool(_NAME.fullmatch(words))


def _value(amount: re.Match[str]) -> Decimal:
    value = parse_figure(amount["euro"] or amount["plain"])
    return value * 1_000_000 if amount["million"] else value
