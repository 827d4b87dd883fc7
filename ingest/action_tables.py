"""Actions in a table: a column says what, another who or when.

Rows are lines whose cells are divided by tabs or bars, as tables of DOCX, HTML and Markdown come,
or by wide gaps as in text of a PDF: there a cell belongs to the head below which it begins.
Counts: `Actie | Trekker | Planning` above `Loket openen | gemeente Beltum | 2031`.
Does not count: a table without a column for who or when, rows of amounts, a planning of moments
(`Wanneer | Waar | Wat`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.action_items import ActionItem
from ingest.document import Document
from ontology.records import Passage, Span

_BAR: Final = re.compile(r"[\t|]")
_GAP: Final = re.compile(r" {2,}")
_NEAR: Final = 3  # code points that a cell may begin before its head
_WHAT: Final = re.compile(
    r"(?:acties?|actiepunt(?:en)?|maatregel(?:en)?|activiteit(?:en)?|inspanning(?:en)?|afspra\w+|"
    r"wat|wat gaan we doen\??|omschrijving actie)",
    re.IGNORECASE,
)
_WHO: Final = re.compile(
    r"(?:trekkers?|kartrekker|wie|verantwoordelijk\w*|initiatief\w*|eigenaar|lead|"
    r"uitvoerder|organisatie|partij(?:en)?|door(?: wie)?)",
    re.IGNORECASE,
)
_WITH: Final = re.compile(r"(?:partners?|betrokken\w*(?: partijen)?|samen met|met wie)", re.I)
_WHEN: Final = re.compile(
    r"(?:planning|wanneer|termijn|gereed|deadline|jaar|periode|looptijd|realisatie|uitvoering)",
    re.IGNORECASE,
)
_COST: Final = re.compile(
    r"(?:kosten|bedrag|budget|raming|investering(?:en)?|begrot(?:ing|e\s+kosten)|middelen|geld)"
    r"(?:\s*\(?[^()\w]*(?:x|×|in|€)[^()]*\)?)?",
    re.IGNORECASE,
)
_MARK: Final = re.compile(r"(?:nr\.?|nummer|#|no\.?)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(\d{1,3})[.)]?(?=\s|$)")
_CODE: Final = re.compile(
    r"(?:(?P<letters>[A-Z]{1,3})[.-]?(?P<number>\d{1,2}(?:\.\d{1,2})?)|(?P<plain>\d{1,2}(?:\.\d{1,2}|[a-z])))"
    r"[.):]?(?=\s|$)"
)
_BLANK: Final = re.compile(r"\s*\n\s*\n")
_MAX_ROWS: Final = 500
_MIN_NAME: Final = 3


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cell of a row says what; None for a column that the table lacks."""

    what: int
    who: int | None
    partners: int | None
    when: int | None
    mark: int | None
    cost: int | None = None
    head: int = 0  # where the head begins in the text
    starts: tuple[int, ...] = ()  # of a table with wide gaps: where each head begins in its line


def find_table_actions(document: Document) -> tuple[ActionItem, ...]:
    """One item for each row of each table of actions; worked out once."""
    return document.once(_all_items)


def is_head(text: str) -> bool:
    """Whether words may head a column of a table of actions."""
    return any(one.fullmatch(text) for one in (_WHAT, _WHO, _WITH, _WHEN, _COST, _MARK))


def is_what(text: str) -> bool:
    """Whether words head the column that says what is done."""
    return bool(_WHAT.fullmatch(text))


def _all_items(document: Document) -> tuple[ActionItem, ...]:
    return tuple(_iter_items(document))


def _iter_items(document: Document) -> Iterator[ActionItem]:
    columns: Columns | None = None
    rows = 0
    for passage in document.passages:
        if passage.kind != "row":
            columns = columns if passage.kind in {"furniture", "footnote"} else None
            continue
        passage = _own_lines(document, passage)
        cells = _cells(document, passage)
        if columns is not None and columns.starts:
            cells = _below_heads(passage, cells, columns.starts)
        heads = find_columns([document.quote(cell) if cell else "" for cell in cells])
        if heads is not None:
            wide = not _BAR.search(document.quote(passage.span))
            starts = tuple(one.start - passage.span.start for one in cells if one)
            heads = replace(heads, head=passage.span.start, starts=starts if wide else ())
            columns, rows = heads, 0
        elif columns is not None and rows < _MAX_ROWS:
            rows += 1
            yield from read_row(document, passage, cells, columns)


def _own_lines(document: Document, passage: Passage) -> Passage:
    """A row without the text below a blank line that was taken into it."""
    gap = _BLANK.search(document.text, passage.span.start, passage.span.end)
    if gap is None:
        return passage
    return replace(passage, span=Span(passage.span.start, gap.start()))


def _cells(document: Document, passage: Passage) -> list[Span | None]:
    """The cells of a row, without white space around them; None for an empty one."""
    found: list[Span | None] = []
    text = document.quote(passage.span)
    divider = _BAR if _BAR.search(text) else _GAP
    start = len(text) - len(text.lstrip(" |")) if text.startswith((" ", "|")) else 0
    for match in [*divider.finditer(text, start), None]:
        end = match.start() if match else len(text)
        cell = text[start:end].strip()
        at = passage.span.start + start + (text[start:end].index(cell) if cell else 0)
        found.append(Span(at, at + len(cell)) if cell else None)
        start = match.end() if match else end
    return found


def _below_heads(
    passage: Passage, cells: list[Span | None], starts: tuple[int, ...]
) -> list[Span | None]:
    """The cells of a line with wide gaps, each below its head; none where two share a head."""
    found: list[Span | None] = [None] * len(starts)
    for cell in cells:
        if cell is None:
            continue
        at = cell.start - passage.span.start + _NEAR
        column = max((n for n, start in enumerate(starts) if start <= at), default=0)
        if found[column] is not None:
            return [cell for cell in cells if cell]
        found[column] = cell
    return found


def find_columns(heads: Sequence[str]) -> Columns | None:
    """Which column says what, by the heads; None when these are no heads of a table of actions."""

    def find(pattern: re.Pattern[str]) -> int | None:
        return next((n for n, head in enumerate(heads) if pattern.fullmatch(head)), None)

    what = find(_WHAT)
    who, when = find(_WHO), find(_WHEN)
    if what is None or (who is None and when is None):
        return None
    if who is None and heads[what].strip().lower() == "wat":
        return None  # when and what, and nobody who does it: a planning of moments
    return Columns(what, who, find(_WITH), when, find(_MARK), find(_COST))


def read_row(
    document: Document, passage: Passage, cells: Sequence[Span | None], columns: Columns
) -> Iterator[ActionItem]:
    """The action of a row, by its cells; none when the cell that says what is empty."""

    def cell(column: int | None) -> Span | None:
        return cells[column] if column is not None and column < len(cells) else None

    what = cell(columns.what)
    if what is None or what.end - what.start < _MIN_NAME:
        return
    mark = cell(columns.mark) or what
    number = _NUMBER.match(document.quote(mark))
    code = None if number else _CODE.match(document.quote(mark))
    yield ActionItem(
        [passage],
        int(number[1]) if number else None,
        _code(code) if code else None,
        lead=cell(columns.who),
        partners=cell(columns.partners),
        due=cell(columns.when),
        cost=cell(columns.cost),
        head=columns.head,
    )


def _code(match: re.Match[str]) -> str:
    """A code as actions are named: `A.1`, or as it stands: `3.2`, `1a`."""
    return match["plain"] or f"{match['letters']}.{match['number']}"
