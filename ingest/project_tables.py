"""Rows of a table of projects: which words name the project, which the place.

A table counts when its title or the head of a column names projects, locations or areas. Cells are
told apart by bars, tabs or wide gaps; without these the name of a place divides the row.
Example that counts: `Molenzicht Aalbeek 120` below `Project Gemeente Woningen`. Example that does
not: `Aalbeek 48.000` below `Gemeente Bijdrage`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.document import Document
from ingest.numbers import find_numbers
from ontology.records import Iri, MentionKind, Passage, Span

_BETWEEN: Final = re.compile(r"[ \xa0]*(?:\||\t|[ \xa0]{3,})[ \xa0|\t]*")
_NAME_HEAD: Final = re.compile(r"\b\w*(?:project|locatie|gebied|plannaam)\w*\b", re.IGNORECASE)
_PLACE_HEAD: Final = re.compile(r"\b(?:gemeente|plaats|kern|waar)\b", re.IGNORECASE)
_CATEGORY_HEAD: Final = re.compile(r"\b(?:categorie|thema|soort|type)\b", re.IGNORECASE)
_PLACES: Final = frozenset[MentionKind](("place", "actor"))
_INDICATORS: Final = frozenset[MentionKind](("indicator",))
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_TAIL: Final = re.compile(r"[\s|]*(?:circa\s+|ca\.?\s+)?\d[\d.,\s–/-]*$")
_MAX_ROW: Final = 300
_MAX_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Cells:
    """One row: where the name, the place and what else is known stand."""

    row: Span
    name: Span
    place: Span
    category: Span | None = None
    count: Span | None = None
    counted: Iri | None = None  # indicator of the column with the number
    headed: bool = False  # whether the head of the column says that it holds places


@dataclass(frozen=True, slots=True)
class _Head:
    """The columns as the first row names them; -1 is a column that is not there."""

    name: int
    place: int
    category: int
    count: int
    counted: Iri | None
    names_projects: bool
    last: bool  # the column with the number is the last one


def find_cells(document: Document, rows: Sequence[Passage], *, titled: bool) -> Iterator[Cells]:
    """The rows of one table that name a project and a place; none when it is of something else."""
    lines = [line for row in rows for line in _lines(document.text, row.span)]
    if len(lines) < 2:
        return
    head = _read_head(document, lines[0])
    if not titled and not head.names_projects:
        return
    for line in lines[1:] if _is_head(document, lines[0]) else lines:
        cells = _divide(document.text, line)
        found = (
            _by_columns(document, line, cells, head)
            if len(cells) > 1
            else _by_place(document, line, head)
        )
        if found is not None:
            yield found


def _lines(text: str, span: Span) -> Iterator[Span]:
    for match in re.finditer(r"[^\r\n\f]*[^\s|]", text[span.start : span.end]):
        start = span.start + match.start()
        start += len(match[0]) - len(match[0].lstrip(" \t|"))
        if start < span.start + match.end() and match.end() - match.start() <= _MAX_ROW:
            yield Span(start, span.start + match.end())


def _divide(text: str, line: Span) -> list[Span | None]:
    """The cells of a line, None for an empty one."""
    cells: list[Span | None] = []
    start = line.start
    for match in [*_BETWEEN.finditer(text, line.start, line.end), None]:
        end = match.start() if match else line.end
        cells.append(Span(start, end) if start < end else None)
        if match:
            start = match.end()
            cells.extend([None] * (match.group().count("|") - 1))
    return cells


def _read_head(document: Document, line: Span) -> _Head:
    cells = _divide(document.text, line)
    texts = [document.quote(cell) if cell else "" for cell in cells]
    counted: Iri | None = None
    count = -1
    for number, cell in enumerate(cells):
        named = document.mentions_in(cell, _INDICATORS) if cell else ()
        if named:
            count, counted = number, named[-1].entity
    labels = document.mentions_in(line, _INDICATORS)
    return _Head(
        name=_column(texts, _NAME_HEAD),
        place=_column(texts, _PLACE_HEAD),
        category=_column(texts, _CATEGORY_HEAD),
        count=count,
        counted=counted,
        names_projects=bool(_NAME_HEAD.search(document.quote(line))),
        last=bool(labels) and labels[-1].span.end >= line.end - 1,
    )


def _column(texts: Sequence[str], pattern: re.Pattern[str]) -> int:
    return next((number for number, text in enumerate(texts) if pattern.search(text)), -1)


def _is_head(document: Document, line: Span) -> bool:
    text = document.quote(line)
    heads = sum(bool(one.search(text)) for one in (_NAME_HEAD, _PLACE_HEAD, _CATEGORY_HEAD))
    return heads > 0 and not document.mentions_in(line, _PLACES) and not re.search(r"\d", text)


def _by_columns(
    document: Document, line: Span, cells: Sequence[Span | None], head: _Head
) -> Cells | None:
    def cell(number: int) -> Span | None:
        return cells[number] if 0 <= number < len(cells) else None

    place = cell(head.place) or _place_cell(document, cells)
    name = cell(head.name) or _name_cell(document.text, [one for one in cells if one != place])
    if place is None or name is None or name == place:
        return None
    headed = place == cell(head.place)
    return Cells(line, name, place, cell(head.category), cell(head.count), head.counted, headed)


def _place_cell(document: Document, cells: Sequence[Span | None]) -> Span | None:
    for cell in cells:
        named = document.mentions_in(cell, _PLACES) if cell else ()
        if cell and named and named[0].span.start - cell.start <= len("gemeente "):
            return cell
    return None


def _name_cell(text: str, cells: Sequence[Span | None]) -> Span | None:
    return next((one for one in cells if one and _LETTERS.search(text, one.start, one.end)), None)


def _by_place(document: Document, line: Span, head: _Head) -> Cells | None:
    """A row without visible cells: the name stands before its place, or after it."""
    mentions = document.mentions_in(line, _PLACES)
    if not mentions:
        return None
    place = mentions[-1].span  # a place in the name of a project comes first
    before = Span(line.start, place.start) if place.start > line.start else None
    name = _trim(document.text, before) if before else None
    if name is None:
        place = mentions[0].span
        name = _trim(document.text, Span(place.end, line.end)) if place.end < line.end else None
    if name is None or name.end - name.start > _MAX_NAME:
        return None
    count = _last_number(document, line) if head.last else None
    return Cells(line, name, place, None, count, head.counted or None)


def _trim(text: str, span: Span) -> Span | None:
    """The span without white space and numbers around it; None when no word is left."""
    quote = text[span.start : span.end]
    tail = _TAIL.search(quote)
    end = span.start + len(quote[: tail.start()] if tail else quote.rstrip())
    start = span.start
    while start < end and not text[start].isalpha():
        start += 1
    if start >= end or not _LETTERS.search(text, start, end):
        return None
    while end > start and text[end - 1] in " \t|:,;–-":
        end -= 1
    return Span(start, end)


def _last_number(document: Document, line: Span) -> Span | None:
    numbers = list(find_numbers(document.quote(line)))
    if not numbers:
        return None
    span = numbers[-1].span
    return Span(line.start + span.start, line.start + span.end)
