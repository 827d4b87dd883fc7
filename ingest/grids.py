"""What the figures of a grid of years measure, and where.

Counts: rows named after a place, by its name or by its first letter when only one place inside the
area of the document starts with it; a row of totals is the area itself; rows of anything else keep
their name as a category of the area. The title above the grid names the indicator; with rows
of differences the other rows are a stock, and a row of differences belongs to the row whose figures
differ by them, else to the row in the same order or right above; its last column is the whole
period.
Does not count: differences without a row of a place, a grid without indicator above it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from ingest.document import Document
from ingest.folding import fold_label
from ingest.kind_grids import find_kind_cells, head_words
from ingest.numbers import Unit, read_unit
from ingest.party_tables import find_scale, scale_of
from ingest.place_rows import find_new_places
from ingest.tables import Cell, YearGrid, find_grids
from ingest.units import suits
from ontology.records import Iri, MentionKind, RegisterEntry, Span
from ontology.terms import BG, UNIT

_TITLE: Final = 260  # code points above a grid in which its title stands
_TOTAL: Final = re.compile(r"tot(?:aal|\.)?(?:\s+\w{1,20}\.?)?|samen", re.IGNORECASE)
_DIFFERENCE: Final = re.compile(r"verschil|toename|groei|mutatie|saldo", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"^[ \t#*]*(?:Tabel|Figuur|Grafiek)\s+\d", re.MULTILINE)
_NOTE: Final = re.compile(r"\s*\n\s*(?:\(|\*|(?:Alle\s+)?[Bb]edragen\b)[^\n]{1,80}")
_MONEY: Final = re.compile(
    r"€|\beuro\b|\bbedrag\w*|\b(?:lasten|baten|kosten|uitgaven|inkomsten|begroting|middelen)\b",
    re.IGNORECASE,
)
_INDICATORS: Final = frozenset[MentionKind](("indicator",))
_GOVERNED: Final = frozenset[MentionKind](("place", "actor"))  # a row may name who governs it
_PLACES: Final = frozenset[MentionKind](("place",))


@dataclass(frozen=True, slots=True)
class GridValue:
    """One figure with its indicator, place and year."""

    span: Span
    value: Decimal
    indicator: RegisterEntry | None  # None when the title names none of the register
    place: Iri | None
    year: int | None  # None in a column for today
    category: str | None = None  # name of a row that is no place
    since: int | None = None  # of a figure for all columns together: the first year
    unit: Unit | None = None  # as its row, its sign or the title gives it


def find_grid_values(document: Document) -> Iterator[GridValue]:
    """The figures of all grids, grid by grid."""
    for grid in find_grids(document):
        for value, written in _values(document, grid):
            yield _in_unit(document, grid, value, written)


def find_kind_values(document: Document) -> Iterator[GridValue]:
    """The figures of tables with a kind of number in each column."""
    for cell in find_kind_cells(document):
        mentions = document.mentions_in(cell.head, _INDICATORS)
        entry = document.register[mentions[-1].entity] if mentions else None
        indicator = entry if entry is not None and suits(cell.unit, entry.unit) else None
        place = None if cell.is_total else _governed(document, cell.row)
        words = "" if place or cell.is_total else " ".join(document.quote(cell.row).split())
        noun = "" if indicator else head_words(document.quote(cell.head))
        category = " ".join(
            part for part in (noun, f"({words})" if noun and words else words) if part
        )
        yield GridValue(
            cell.span,
            cell.value,
            indicator,
            place or (document.card.default_place if cell.is_total else None),
            cell.year,
            category or None,
            unit=cell.unit,
        )


def _values(document: Document, grid: YearGrid) -> Iterator[tuple[GridValue, str]]:
    """The figures of a grid as they stand, each with the unit that its row gives."""
    stated = _stated(document, grid)
    indicator = _indicator(document, grid, stated) if stated else None
    if indicator is not None and all(cell.since for cell in grid.cells):
        indicator = _added(document, grid, indicator)  # a figure for a period is a change
    rows = _by_row(grid)
    for cell in grid.now:
        place, category = _row(document, grid, cell.label)
        yield GridValue(cell.span, cell.value, indicator, place, None, category), cell.unit
    for number, cells in rows.items():
        if _is_difference(document, cells):
            if stated is None or stated.mode == BG.Increment:
                for value in _differences(document, grid, stated, number, rows):
                    yield value, cells[0].unit
            continue
        place, category = _row(document, grid, cells[0].label)
        ends = Counter(cell.year for cell in cells)
        wide = min((cell.since for cell in cells if cell.since), default=None)
        for cell in cells:
            since = wide if cell.since == wide and ends[cell.year] > 1 else None
            value = GridValue(cell.span, cell.value, indicator, place, cell.year, category, since)
            yield value, cell.unit


def _row(document: Document, grid: YearGrid, label: Span) -> tuple[Iri | None, str | None]:
    """The place a row is about, and what else it names."""
    place = _place(document, grid, label)
    text = re.sub(r"\s+", " ", document.quote(label).strip())
    category = None if place else text
    return place or _area(document, grid), category


def _in_unit(document: Document, grid: YearGrid, value: GridValue, written: str) -> GridValue:
    """The figure in the unit of its row, of its own sign, or of the money that the title says."""
    indicator = value.indicator
    stated = read_unit("%" if document.text[value.span.end - 1] == "%" else written)
    scale, below = find_scale(document, grid.labels[0].start), ""
    if scale == 1:
        below = _below(document, grid)
        scale = scale_of(below)
    if stated is not None:
        unit, factor = stated
        fits = indicator is not None and suits(unit, indicator.unit)
        return replace(
            value, value=value.value * factor, unit=unit, indicator=indicator if fits else None
        )
    is_money = scale > 1 and _MONEY.search(_head(document, grid) + below)
    if is_money or (indicator is not None and indicator.unit == UNIT.CCY_EUR):
        fits = indicator is not None and indicator.unit == UNIT.CCY_EUR
        return replace(
            value, value=value.value * scale, unit="euro", indicator=indicator if fits else None
        )
    return replace(value, value=value.value * scale)


def _below(document: Document, grid: YearGrid) -> str:
    """The line right below a grid that says what its figures are: `(bedragen x € 1.000)`."""
    match = _NOTE.match(document.text, max(cell.span.end for cell in grid.cells))
    return match[0] if match else ""


def _head(document: Document, grid: YearGrid) -> str:
    start = max(0, grid.above - _TITLE)
    return document.text[start : grid.labels[0].start]


def _added(document: Document, grid: YearGrid, entry: RegisterEntry) -> RegisterEntry:
    """What is added to a stock, as far as a word of the title names it."""
    title = _title(grid)
    if entry.mode != BG.Stock or title is None:
        return entry
    words = set(fold_label(document.quote(title)).split())
    for other in document.register.of_kind("indicator"):
        fits = other.mode == BG.Increment and other.unit == entry.unit
        if fits and any(fold_label(label.text) in words for label in other.labels):
            return other
    return entry


def _by_row(grid: YearGrid) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell)
    return rows


def _differences(
    document: Document,
    grid: YearGrid,
    indicator: RegisterEntry | None,
    number: int,
    rows: Mapping[int, Sequence[Cell]],
) -> Iterator[GridValue]:
    """What was added in each period, for the row they belong to."""
    other = _row_of_differences(document, number, rows)
    place = _place(document, grid, other[0].label) if other else None
    if other is None or place is None:
        return
    years = [*(cell.year for cell in other[1:]), other[-1].year]
    whole = other[0].year if len(other) > 2 else None
    for index, (cell, year) in enumerate(zip(rows[number], years, strict=True), start=1):
        kind = None if indicator else document.quote(cell.label).strip()
        since = whole if index == len(years) else None
        yield GridValue(cell.span, cell.value, indicator, place, year, kind, since)


def _row_of_differences(
    document: Document, number: int, rows: Mapping[int, Sequence[Cell]]
) -> Sequence[Cell] | None:
    """The row a row of differences belongs to: by its figures, else by the order of the rows."""
    figures = [cell.value for cell in rows[number]]
    plain = [row for row, cells in rows.items() if not _is_difference(document, cells)]
    for row in plain:
        if _steps(rows[row]) == figures:
            return rows[row]
    turned = [row for row in rows if row not in plain]
    if len(turned) == len(plain):
        return rows[plain[turned.index(number)]]
    return rows[number - 1] if number - 1 in plain else None


def _is_difference(document: Document, cells: Sequence[Cell]) -> bool:
    return bool(_DIFFERENCE.fullmatch(document.quote(cells[0].label).strip()))


def _steps(cells: Sequence[Cell]) -> list[Decimal]:
    """From each figure to the next, and from the first to the last."""
    values = [cell.value for cell in cells]
    return [*(after - before for before, after in pairwise(values)), values[-1] - values[0]]


def _title(grid: YearGrid) -> Span | None:
    start = max(0, grid.above - _TITLE)
    return Span(start, grid.above) if start < grid.above else None


def _title_in(document: Document, grid: YearGrid) -> Span | None:
    """What heads a grid: from the line that numbers it, where there is one right above."""
    title = _title(grid)
    if title is None:
        return None
    numbered = [match.start() for match in _NUMBERED.finditer(document.text, *_ends(title))]
    return Span(numbered[-1], grid.above) if numbered else title


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _stated(document: Document, grid: YearGrid) -> RegisterEntry | None:
    """The last indicator named above the grid."""
    title = _title_in(document, grid)
    mentions = document.mentions_in(title, _INDICATORS) if title else ()
    return document.register[mentions[-1].entity] if mentions else None


def _indicator(document: Document, grid: YearGrid, entry: RegisterEntry) -> RegisterEntry:
    """What the rows of figures measure: a stock, when other rows give what was added to it."""
    title = _title(grid)
    labels = [document.quote(label) for label in grid.labels]
    if title and entry.mode == BG.Increment and any(_DIFFERENCE.fullmatch(text) for text in labels):
        return _stock(document, entry, fold_label(document.quote(title))) or entry
    return entry


def _stock(document: Document, entry: RegisterEntry, title: str) -> RegisterEntry | None:
    """The stock with the longest label in the title and the unit of what is added."""
    found: list[tuple[int, RegisterEntry]] = []
    for other in document.register.of_kind("indicator"):
        if other.mode == BG.Stock and other.unit == entry.unit:
            sizes = [len(label.text) for label in other.labels if fold_label(label.text) in title]
            if sizes:
                found.append((max(sizes), other))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _place(document: Document, grid: YearGrid, label: Span) -> Iri | None:
    text = document.quote(label).strip()
    if _TOTAL.fullmatch(text):
        return _area(document, grid)
    if _DIFFERENCE.fullmatch(text):
        return None
    if len(text) == 1 and text.isupper():
        return _by_letter(document, grid, text)
    return _governed(document, label)


def _governed(document: Document, label: Span) -> Iri | None:
    """The place that a row is named after, or that the actor governs whom it names."""
    for mention in document.mentions_in(label, _GOVERNED):
        entry = document.register.get(mention.entity)
        if mention.span == label and entry is not None and entry.place is not None:
            return entry.place
    return document.once(find_new_places).of_row(label)


def _area(document: Document, grid: YearGrid) -> Iri | None:
    """The place in the title, else the area of the document."""
    title = _title(grid)
    mentions = document.mentions_in(title, _PLACES) if title else ()
    return document.card.default_place or (mentions[-1].entity if mentions else None)


def _by_letter(document: Document, grid: YearGrid, letter: str) -> Iri | None:
    area = _area(document, grid)
    governed = {entry.place for entry in document.register.of_kind("actor")}
    found = [
        entry.iri
        for entry in document.register.of_kind("place")
        if area in entry.within and entry.iri in governed and entry.preferred.startswith(letter)
    ]
    return found[0] if len(found) == 1 else None
