"""Tables of money with a row for each party and several columns: lines of a programme, or years.

Counts: a head of at least three cells, rows of a name and as many figures as the head has columns,
divided by bars, tabs or three spaces, and a last row with the totals; the head or what stands right
above says that it is money. Figures are multiplied by what is said there (`bedragen x € 1.000`).
Does not count: a table of something else (`Gemeente`, `2027-2030`, woningen), a row with a gap.
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

_GAP: Final = re.compile(r"[ \u00a0]{3,}|[ \u00a0]*[\t|]+[ \u00a0\t|]*")
_FIGURE: Final = re.compile(
    r"(?:€\s*)?(?P<figure>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?:,-)?"
)
_NOTHING: Final = re.compile(r"[-–]|n\.?v\.?t\.?|p\.?m\.?", re.IGNORECASE)
_TOTAL: Final = re.compile(r"(?:eind)?totaal|totalen|samen|som", re.IGNORECASE)
_MONEY: Final = re.compile(
    r"€|\beuro\b|\bbijdragen?\b|\bbedrag(?:en)?\b|\bdekking\b|\bfinanci\w+|\bbegroting\b|\bcofinancier\w+",
    re.IGNORECASE,
)
_SCALE: Final = re.compile(
    r"(?:[x×*]|in|maal)\s*(?:€|euro)?\s*(?:(?P<thousand>1[.,]?000\b|duizend(?:en)?\b)|"
    r"(?P<million>1[.,]?000[.,]?000\b|(?:1\s+)?(?:miljoen(?:en)?|mln)\b))",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20|21)\d\d")
_REACH: Final = 3  # passages above a table that may say what its figures are
_MIN_COLUMNS: Final = 2
_MIN_ROWS: Final = 2
_MAX_LINES: Final = 400


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of a table, in euro."""

    span: Span
    value: Decimal


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party and its amounts, one for each column; None where the cell is empty or nought."""

    name: Span
    span: Span
    amounts: tuple[Amount | None, ...]


@dataclass(frozen=True, slots=True)
class PartyTable:
    """The columns by their heads, the rows, and the row with the totals below them."""

    columns: tuple[str, ...]
    rows: tuple[PartyRow, ...]
    totals: PartyRow
    is_money: bool

    def is_total(self, column: int) -> bool:
        """Whether a column adds up the others."""
        return bool(_TOTAL.fullmatch(self.columns[column]))

    def year(self, column: int) -> int | None:
        """The year that heads a column."""
        match = _YEAR.fullmatch(self.columns[column])
        return int(match[0]) if match else None


def find_party_tables(document: Document) -> tuple[PartyTable, ...]:
    """All such tables of money, in text order."""
    return tuple(table for table in find_column_tables(document) if table.is_money)


def find_column_tables(document: Document) -> tuple[PartyTable, ...]:
    """All tables of that form, of whatever they are."""
    return document.once(_find)


def find_scale(document: Document, offset: int) -> int:
    """By what the figures of a table at an offset are to be multiplied, 1 when nothing is said."""
    return scale_of(_above(document, offset))


def scale_of(words: str) -> int:
    """By what words multiply figures: `x € 1.000`, `in miljoenen`; 1 when they say nothing."""
    match = _SCALE.search(words)
    if match is None:
        return 1
    return 1_000_000 if match["million"] else 1_000


def _find(document: Document) -> tuple[PartyTable, ...]:
    tables: list[PartyTable] = []
    lines = find_cell_lines(document)
    index = 0
    while index < len(lines):
        table, used = _table(document, lines[index : index + _MAX_LINES])
        if table is not None:
            tables.append(table)
        index += used
    return tuple(tables)


def find_cell_lines(document: Document) -> Sequence[list[Span]]:
    """The lines that are divided into cells, each as its cells; worked out once."""
    return document.once(_cell_lines)


def _cell_lines(document: Document) -> tuple[list[Span], ...]:
    return tuple(_lines(document))


def _lines(document: Document) -> Iterator[list[Span]]:
    """The lines that are divided into cells, each as its cells; an empty list parts others."""
    for passage in document.passages:
        if passage.kind not in {"row", "heading", "paragraph"}:
            continue
        text = document.quote(passage.span)
        if "   " not in text and "|" not in text and "\t" not in text:
            yield []
            continue
        at = passage.span.start
        for line in re.finditer(r"[^\n]+", text):
            yield list(_cells(document.text, at + line.start(), at + line.end()))


def _cells(text: str, start: int, end: int) -> Iterator[Span]:
    for gap in [*_GAP.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if stop > start:
            yield Span(start, stop)
        start = gap.end() if gap else end


def _table(document: Document, lines: Sequence[list[Span]]) -> tuple[PartyTable | None, int]:
    """The table that begins with a line, and how many lines it takes."""
    head, size = lines[0], len(lines[0])
    if size <= _MIN_COLUMNS or any(_figure(document, cell) for cell in head[:2]):
        return None, 1
    rows: list[PartyRow] = []
    scale, is_money = 1, False
    for used, cells in enumerate(lines[1:], start=2):
        if cells and not any(c.isalnum() for cell in cells for c in document.quote(cell)):
            continue  # a ruler
        if len(cells) != size or not all(_is_cell(document, cell) for cell in cells[1:]):
            return None, max(1, used - 1)
        if not rows:
            words = _above(document, head[0].start) + _quotes(document, [*head, *cells])
            is_money = bool(_MONEY.search(words))
            scale = find_scale(document, cells[0].start)
        row = PartyRow(
            cells[0],
            Span(cells[0].start, cells[-1].end),
            tuple(_amount(document, cell, scale) for cell in cells[1:]),
        )
        if _TOTAL.match(document.quote(cells[0])):
            names = tuple(" ".join(document.quote(cell).split()) for cell in head[1:])
            if len(rows) < _MIN_ROWS:
                return None, used
            return PartyTable(names, tuple(rows), row, is_money), used
        rows.append(row)
    return None, len(lines)


def _quotes(document: Document, cells: Sequence[Span]) -> str:
    return " ".join(document.quote(cell) for cell in cells)


def _is_cell(document: Document, cell: Span) -> bool:
    quote = document.quote(cell)
    return bool(_FIGURE.fullmatch(quote) or _NOTHING.fullmatch(quote))


def _figure(document: Document, cell: Span) -> bool:
    quote = document.quote(cell)
    return bool(_FIGURE.fullmatch(quote)) and not _YEAR.fullmatch(quote)


def _amount(document: Document, cell: Span, scale: int) -> Amount | None:
    match = _FIGURE.fullmatch(document.quote(cell))
    value = parse_figure(match["figure"]) * scale if match else Decimal(0)
    return Amount(cell, value) if value else None


def _above(document: Document, offset: int) -> str:
    """The last words right above a table, with the line of its head."""
    above = document.passages_in(Span(0, offset + 1))[-_REACH:]
    return " ".join(document.quote(passage.span)[-300:] for passage in above)
