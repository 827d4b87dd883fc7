"""What the figures of a grid of years measure, and where.

Counts: rows named after a place, by its name or by its first letter when only one place inside the
area of the document starts with it; a row of totals is the area itself. The title above the grid
names the indicator; with rows of differences the other rows are a stock.
Does not count: rows of anything but places, rows of differences, a grid without indicator above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.document import Document
from ingest.folding import fold_label
from ingest.tables import YearGrid, find_year_grids
from ontology.records import Iri, MentionKind, RegisterEntry, Span
from ontology.terms import BG

_TITLE: Final = 260  # code points above a grid in which its title stands
_TOTAL: Final = re.compile(r"tot(?:aal|\.)?(?:\s+\w{1,20}\.?)?", re.IGNORECASE)
_DIFFERENCE: Final = re.compile(r"verschil|toename|groei|mutatie|saldo", re.IGNORECASE)
_INDICATORS: Final = frozenset[MentionKind](("indicator",))
_PLACES: Final = frozenset[MentionKind](("place",))


@dataclass(frozen=True, slots=True)
class GridValue:
    """One figure with its indicator, place and year."""

    span: Span
    value: Decimal
    indicator: RegisterEntry
    place: Iri
    year: int


def find_grid_values(document: Document) -> Iterator[GridValue]:
    """The figures of all grids whose indicator and place are known, in text order."""
    for grid in find_year_grids(document.text):
        indicator = _indicator(document, grid)
        if indicator is None:
            continue
        for cell in grid.cells:
            place = _place(document, grid, cell.label)
            if place is not None:
                yield GridValue(cell.span, cell.value, indicator, place, cell.year)


def _title(grid: YearGrid) -> Span | None:
    start = max(0, grid.above - _TITLE)
    return Span(start, grid.above) if start < grid.above else None


def _indicator(document: Document, grid: YearGrid) -> RegisterEntry | None:
    title = _title(grid)
    mentions = document.mentions_in(title, _INDICATORS) if title else ()
    if title is None or not mentions:
        return None
    entry = document.register[mentions[-1].entity]
    labels = [document.quote(label) for label in grid.labels]
    if entry.mode == BG.Increment and any(_DIFFERENCE.fullmatch(label) for label in labels):
        return _stock(document, entry, fold_label(document.quote(title))) or entry
    return entry


def _stock(document: Document, entry: RegisterEntry, title: str) -> RegisterEntry | None:
    """The stock with the longest label in the title and the unit of what is added."""
    found: list[tuple[int, RegisterEntry]] = []
    for other in document.register.values():
        if other.kind == "indicator" and other.mode == BG.Stock and other.unit == entry.unit:
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
    mentions = document.mentions_in(label, _PLACES)
    if len(mentions) == 1 and mentions[0].span == label:
        return mentions[0].entity
    return None


def _area(document: Document, grid: YearGrid) -> Iri | None:
    """The place in the title, else the area of the document."""
    title = _title(grid)
    mentions = document.mentions_in(title, _PLACES) if title else ()
    return document.card.default_place or (mentions[-1].entity if mentions else None)


def _by_letter(document: Document, grid: YearGrid, letter: str) -> Iri | None:
    area = _area(document, grid)
    governed = {entry.place for entry in document.register.values() if entry.kind == "actor"}
    found = [
        entry.iri
        for entry in document.register.values()
        if entry.kind == "place"
        and area in entry.within
        and entry.iri in governed
        and entry.preferred.startswith(letter)
    ]
    return found[0] if len(found) == 1 else None
