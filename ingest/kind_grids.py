"""Tables with a row for each place or thing and a column for each kind of number, without years.

Counts: a head of at least two cells in words, and at least two rows below it of a name and as many
figures as the head has columns (`Gemeente`, `Woningen`, `Sociale huur` above `Aalbeek`, `1.200`,
`30%`), divided by bars, tabs or three spaces; a cell may be empty in words (`n.v.t.`). The head
names what a column counts and may give its unit (`Groen (ha)`); the line above gives the year.
Does not count: a head of years (`ingest.tables`), rows of words, listed actions, projects, money
that parties pay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.dates import find_years
from ingest.document import Document
from ingest.numbers import Unit, parse_figure, read_unit
from ingest.party_tables import find_cell_lines, find_column_tables, find_scale
from ingest.tables import find_amount_tables
from ontology.records import Span

_FIGURE: Final = re.compile(
    r"(?P<euro>€\s*)?(?P<figure>-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?)\s?(?P<unit>%|ha|km|m2|m²)?"
)
_NOTHING: Final = re.compile(r"[-–.?]+|n\.?v\.?t\.?|p\.?m\.?|onbekend|nnb", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"\s*[(\[]\s*(?:in\s+)?(?P<unit>[^()\[\]]{1,20})[)\]]\s*$")
_NUMBERED: Final = re.compile(
    r"nr\.?|no\.?|nummer|#|code|actie|maatregel|project|jaar|periode", re.I
)
_MONEY: Final = re.compile(r"€|\beuro\b|\bbedrag\w*|\bkosten\b|\bbijdrage\w*|\bbudget\w*", re.I)
_TOTAL: Final = re.compile(
    r"(?:sub)?tota(?:al|len)(?:\s+\w+){0,3}|samen|gemiddelde?", re.IGNORECASE
)
_PLACE_HEAD: Final = re.compile(
    r"(?P<kind>gemeenten?|kern(?:en)?|plaats(?:en)?|wijk(?:en)?|regio(?:['’]?s)?|gebied(?:en)?|"
    r"dorp(?:en)?|buurt(?:en)?|subregio(?:['’]?s)?|provincies?)",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20|21)\d\d")
_MAX_COLUMNS: Final = 20
_MAX_ROWS: Final = 400
_MIN_ROWS: Final = 2
_MAX_HEAD: Final = 60  # code points
_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class KindCell:
    """One figure: what its column and row are called, its unit and the year of the table."""

    span: Span
    value: Decimal
    unit: Unit
    head: Span
    row: Span
    year: int | None
    of_place: bool  # whether the head says that rows are places
    is_total: bool


def find_kind_cells(document: Document) -> tuple[KindCell, ...]:
    """The figures of all such tables, in text order; worked out once."""
    return document.once(_find)


def find_place_rows(document: Document) -> Iterator[Span]:
    """The names of rows under a head that says that they are places, once each."""
    seen: set[Span] = set()
    for cell in find_kind_cells(document):
        if cell.of_place and not cell.is_total and cell.row not in seen:
            seen.add(cell.row)
            yield cell.row


def is_place_head(words: str) -> bool:
    """Whether the head of a first column says that its rows are places."""
    return bool(_PLACE_HEAD.fullmatch(words.strip()))


def _find(document: Document) -> tuple[KindCell, ...]:
    paid = [
        Span(table.rows[0].span.start, table.totals.span.end)
        for table in find_column_tables(document)
        if table.is_money
    ]
    paid += [Span(table.above, table.total.span.end) for table in find_amount_tables(document)]
    lines = find_cell_lines(document)
    found: list[KindCell] = []
    index = 0
    while index < len(lines):
        rows = _rows(document, lines, index)
        if len(rows) >= _MIN_ROWS and not any(span.overlaps(rows[0][0]) for span in paid):
            found.extend(_cells(document, lines[index], rows))
        index += 1 + len(rows)
    return tuple(found)


def _rows(document: Document, lines: Sequence[Sequence[Span]], index: int) -> list[Sequence[Span]]:
    """The rows below a line when that is the head of such a table."""
    head = lines[index]
    if not 2 <= len(head) <= _MAX_COLUMNS or not _is_head(document, head):
        return []
    rows: list[Sequence[Span]] = []
    for cells in lines[index + 1 : index + 1 + _MAX_ROWS]:
        if cells and not any(c.isalnum() for cell in cells for c in document.quote(cell)):
            continue  # a ruler
        if len(cells) != len(head) or not _is_row(document, cells):
            break
        rows.append(cells)
    return rows


def _is_head(document: Document, head: Sequence[Span]) -> bool:
    quotes = [document.quote(cell) for cell in head]
    if _NUMBERED.fullmatch(quotes[0]) or any(len(quote) > _MAX_HEAD for quote in quotes):
        return False
    return all(_names(quote) for quote in quotes) and not _is_row(document, head)


def _names(quote: str) -> bool:
    """Whether a cell names a column: words, and no year that dates it."""
    return any(c.isalpha() for c in quote) and not find_years(quote)


def _is_row(document: Document, cells: Sequence[Span]) -> bool:
    quotes = [document.quote(cell) for cell in cells]
    figures = [bool(_FIGURE.fullmatch(quote)) for quote in quotes[1:]]
    empty = [bool(_NOTHING.fullmatch(quote)) for quote in quotes[1:]]
    named = any(c.isalpha() for c in quotes[0]) and len(quotes[0]) <= _MAX_HEAD
    return named and any(figures) and all(a or b for a, b in zip(figures, empty, strict=True))


def _cells(
    document: Document, head: Sequence[Span], rows: Sequence[Sequence[Span]]
) -> Iterator[KindCell]:
    title = (
        document.text[max(0, head[0].start - _TITLE) : head[0].start].rstrip().rsplit("\n", 1)[-1]
    )
    years = {year.year for year in find_years(title)}
    year = years.pop() if len(years) == 1 else None
    scale = find_scale(document, rows[0][0].start)
    of_place = is_place_head(document.quote(head[0]))
    for cells in rows:
        dated = [int(document.quote(cell)) for cell in cells[1:] if _is_year(document, cell)]
        of_row = dated[0] if len(dated) == 1 else year
        is_total = bool(_TOTAL.fullmatch(document.quote(cells[0])))
        for column, cell in zip(head[1:], cells[1:], strict=True):
            match = _FIGURE.fullmatch(document.quote(cell))
            if match is None or _is_year(document, cell):
                continue
            unit, factor = _unit(document.quote(column), title, match, scale)
            value = parse_figure(match["figure"]) * factor
            yield KindCell(cell, value, unit, column, cells[0], of_row, of_place, is_total)


def _is_year(document: Document, cell: Span) -> bool:
    """Whether a cell says when, as the column `Gereed` does."""
    return bool(_YEAR.fullmatch(document.quote(cell)))


def _unit(head: str, title: str, match: re.Match[str], scale: int) -> tuple[Unit, Decimal]:
    """The unit of a figure: its own sign, else what its column says, else what the table says."""
    own = read_unit(match["unit"]) if match["unit"] else None
    bracket = _IN_BRACKETS.search(head)
    stated = own or (read_unit(bracket["unit"]) if bracket else None)
    if stated is not None:
        return stated
    if match["euro"] or _MONEY.search(head):
        return "euro", Decimal(scale)
    return "count", Decimal(scale if scale > 1 and not _MONEY.search(title) else 1)


def head_words(head: str) -> str:
    """What a column counts, without its unit between brackets."""
    return " ".join(_IN_BRACKETS.sub("", head).split())
