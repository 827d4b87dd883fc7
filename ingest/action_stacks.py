"""Actions in a table of which the text gives every cell on a line of its own.

So some PDFs give their tables: the heads below each other (`Maatregel`, `Trekker`, `Planning`),
then the cells of the first row below each other, and so on.
Counts: at least three such heads, one for what and one for who or when; rows that each have as many
lines as there are heads, or whose numbers or codes count on, where the cell that says what takes
the lines that are left.
Does not count: rows without mark in which no time or cost stands where its head is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.action_items import ActionItem
from ingest.action_tables import Columns, find_columns, is_head, is_what, read_row
from ingest.document import Document
from ontology.records import Span

_MARK: Final = re.compile(r"(?P<letters>[A-Z]{0,3})[.-]?(?P<number>\d{1,3})[.)]?(?=\s|$)")
_WHEN: Final = re.compile(
    r"\d|\b(?:doorlopend|jaarlijks|continu|kwartaal|voorjaar|zomer|najaar|winter|n\.?t\.?b|"
    r"gereed|gestart|loopt)\b",
    re.IGNORECASE,
)
_COST: Final = re.compile(r"\d|p\.?m\.?\b|n\.?t\.?b|geen|[-–]$", re.IGNORECASE)
_HEAD: Final = re.compile(  # a line with the head of who or when and nothing else
    r"\n[ \t]*(?i:trekkers?|kartrekker|wie|door|verantwoordelijk|initiatief|eigenaar|lead|"
    r"uitvoerder|organisatie|partij|planning|wanneer|termijn|gereed|deadline|jaar|periode|looptijd|"
    r"realisatie|uitvoering)[a-z ]{0,20}\??[ \t]*\n"
)
_MIN_HEADS: Final = 3
_MAX_HEADS: Final = 8
_MAX_HEAD: Final = 40  # code points
_MAX_CELL: Final = 160
_MAX_SURPLUS: Final = 4  # lines more than heads in one row
_MAX_ROWS: Final = 200

_Line = tuple[Span, str]


def find_stacked(document: Document) -> Iterator[ActionItem]:
    """The rows of such tables, in text order."""
    if not _HEAD.search(document.text):
        return
    lines = _lines(document)
    index = 0
    while index < len(lines):
        size = _head_size(lines, index)
        columns = find_columns([text for _, text in lines[index : index + size]]) if size else None
        if columns is None:
            index += max(1, size)
            continue
        index += size
        for row in _rows(lines, index, columns, size):
            index += len(row)
            yield from _action(document, row, columns, size)


def _lines(document: Document) -> list[_Line]:
    """The lines without page furniture; a blank one has no text."""
    found: list[_Line] = []
    last = 0
    for passage in document.passages:
        if passage.kind in {"furniture", "footnote"}:
            continue
        if found and "\n\n" in document.text[last : passage.span.start]:
            found.append((Span(last, last + 1), ""))
        text, at = document.quote(passage.span), passage.span.start
        for match in re.finditer(r"[^\n]+", text):
            line = match.group()
            start = at + match.start() + len(line) - len(line.lstrip())
            if line.strip():
                found.append((Span(start, start + len(line.strip())), line.strip()))
        last = passage.span.end
    return found


def _head_size(lines: Sequence[_Line], index: int) -> int:
    """How many heads stand below each other from here, of which one says what; else 0."""
    size = 0
    while (
        index + size < len(lines)
        and size < _MAX_HEADS
        and len(text := lines[index + size][1]) <= _MAX_HEAD
        and is_head(text)
    ):
        size += 1
    texts = [text for _, text in lines[index : index + size]]
    return size if size >= _MIN_HEADS and any(map(is_what, texts)) else 0


def _rows(
    lines: Sequence[_Line], index: int, columns: Columns, size: int
) -> Iterator[Sequence[_Line]]:
    """The lines of each row."""
    for _ in range(_MAX_ROWS):
        ends = _row_ends(lines, index, size)
        row = next((one for end in ends if _is_row(one := lines[index:end], columns, size)), None)
        if row is None:
            return
        yield row
        index += len(row)


def _row_ends(lines: Sequence[_Line], index: int, size: int) -> Sequence[int]:
    """Where a row that begins here may end: where the next mark stands, else after its cells.

    The last row of a table with marks may have more lines than there are heads.
    """
    first = index + size
    own = _MARK.match(lines[index][1]) if index < len(lines) else None
    if own is None:
        return (first,)
    reach = range(first, first + _MAX_SURPLUS + 1)
    for at in reach:
        mark = _MARK.match(lines[at][1]) if at < len(lines) else None
        if mark and mark["letters"] == own["letters"] and _counts_on(own, mark):
            return (at,)
    return reach


def _counts_on(one: re.Match[str], other: re.Match[str]) -> bool:
    return int(other["number"]) == int(one["number"]) + 1


def _is_row(row: Sequence[_Line], columns: Columns, size: int) -> bool:
    """Whether every line may be a cell, and a time and cost stand where their heads are."""
    if len(row) < size or any(len(text) > _MAX_CELL or not text for _, text in row):
        return False
    cells = [text for _, text in _divide(row, columns, size)]
    timed = columns.when is None or bool(_WHEN.search(cells[columns.when]))
    costs = columns.cost is None or bool(_COST.search(cells[columns.cost]))
    return timed and costs and not (columns.when is None and columns.cost is None)


def _divide(row: Sequence[_Line], columns: Columns, size: int) -> list[_Line]:
    """One cell for each head; what is done takes the lines that are left."""
    more = len(row) - size
    what = row[columns.what : columns.what + more + 1]
    joined = (Span(what[0][0].start, what[-1][0].end), " ".join(text for _, text in what))
    return [*row[: columns.what], joined, *row[columns.what + more + 1 :]]


def _action(
    document: Document, row: Sequence[_Line], columns: Columns, size: int
) -> Iterator[ActionItem]:
    start = row[0][0].start
    passage = document.find_passage(start)
    if passage is None:
        return
    whole = replace(passage, span=Span(start, row[-1][0].end), kind="row")
    yield from read_row(document, whole, [span for span, _ in _divide(row, columns, size)], columns)
