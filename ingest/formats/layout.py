"""Reading order of a page: columns of text one after the other, cells of a table parted by tabs.

In: a page of a PDF as text with boxes. Out: its text. Two columns are lines that break at the same
place, with running text on both sides; other lines that break alike below each other are rows of a
table. A marker at the head of a line (`1.`, `•`) and a lone wide gap part nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

import pypdfium2

_NEW_LINE: Final = re.compile(r"\r\n|\r|\n")
_SPACES: Final = re.compile(r" +")
_MARKER: Final = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,4})?[.):]?|[^\w\s]")
_MIN_GAP: Final = 0.9  # of the height of a line
_MIN_SHARED: Final = 3.0  # points that the gaps of two lines have in common
_MIN_COLUMN_LINES: Final = 4
_MIN_COLUMN_CHARS: Final = 20


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text of a line between wide gaps, with where it begins and ends, in points."""

    text: str
    left: float
    right: float


_Line = tuple[_Piece, ...]
_Gap = tuple[float, float]
_NOTHING: Final = _Piece("", 0.0, 0.0)


def read_layout(page: pypdfium2.PdfTextPage) -> str:
    """The text of a page in reading order, lines ended by a line feed."""
    text = page.get_text_range()
    if len(text) != page.count_chars():  # characters and boxes cannot be told to belong together
        return _NEW_LINE.sub("\n", text)
    lines = [_split(page, text, start, end) for start, end in _iter_lines(text)]
    return "\n".join(_write(lines))


def _iter_lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for ending in _NEW_LINE.finditer(text):
        yield start, ending.start()
        start = ending.end()
    yield start, len(text)


def _split(page: pypdfium2.PdfTextPage, text: str, start: int, end: int) -> _Line:
    """A line cut at its wide gaps. Only spaces are looked at, so most boxes are never asked for."""
    cuts: list[tuple[int, int, float, float]] = []
    for spaces in _SPACES.finditer(text, start, end):
        if spaces.start() == start or spaces.end() == end:
            continue
        left, right = _gap(page, spaces.start(), spaces.end())
        if left < right:
            cuts.append((spaces.start(), spaces.end(), left, right))
    if start == end:
        return ()
    first, last = page.get_charbox(start)[0], page.get_charbox(end - 1)[2]
    begins = [(start, first), *((after, right) for _, after, _, right in cuts)]
    ends = [*((before, left) for before, _, left, _ in cuts), (end, last)]
    pieces = [
        _Piece(text[begin:stop], left, right)
        for (begin, left), (stop, right) in zip(begins, ends, strict=True)
    ]
    if _MARKER.fullmatch(pieces[0].text.strip()) and len(pieces) > 1:
        head = f"{pieces[0].text} {pieces[1].text}"
        pieces[:2] = [_Piece(head, pieces[0].left, pieces[1].right)]
    return tuple(pieces)


def _gap(page: pypdfium2.PdfTextPage, start: int, end: int) -> _Gap:
    """Where a wide gap begins and ends; of no width when it is but a space."""
    _, bottom, left, top = page.get_charbox(start - 1, loose=True)
    right = page.get_charbox(end, loose=True)[0]
    return (left, right) if right - left >= _MIN_GAP * (top - bottom) else (left, left)


def _write(lines: Sequence[_Line]) -> Iterator[str]:
    """Lines in reading order: runs of lines that break alike are columns or rows."""
    index = 0
    while index < len(lines):
        columns = _columns(lines, index)
        run = columns or _rows(lines, index)
        if columns:
            for side in (0, 1):
                yield from (line[side].text.strip() for line in run if line[side].text)
        elif len(run) > 1:
            yield from ("\t".join(piece.text.strip() for piece in line) for line in run)
        else:
            yield " ".join(piece.text for piece in run[0])
        index += len(run)


def _rows(lines: Sequence[_Line], index: int) -> Sequence[_Line]:
    """Lines from here on of which each has a gap below a gap of the line above."""
    end = index + 1
    while end < len(lines) and any(
        _shared(one, other)[0] + _MIN_SHARED <= _shared(one, other)[1]
        for one in _gaps(lines[end - 1])
        for other in _gaps(lines[end])
    ):
        end += 1
    return lines[index:end]


def _gaps(line: _Line) -> Iterator[_Gap]:
    for piece, following in pairwise(line):
        yield piece.right, following.left


def _shared(one: _Gap, other: _Gap) -> _Gap:
    return max(one[0], other[0]), min(one[1], other[1])


def _columns(lines: Sequence[_Line], index: int) -> Sequence[_Line]:
    """Two columns from here on, each line with both sides, one of them perhaps empty; else none.

    Both are running text. A line on one side of the gutter alone belongs to that side.
    """
    if len(lines[index]) != 2:
        return ()
    gutter = next(_gaps(lines[index]))
    found: list[_Line] = []
    for line in lines[index:]:
        if len(line) == 2:
            shared = _shared(gutter, next(_gaps(line)))
            if shared[1] - shared[0] < _MIN_SHARED:
                break
            gutter = shared
            found.append(line)
        elif len(line) == 1 and line[0].right <= gutter[1]:
            found.append((line[0], _NOTHING))
        elif len(line) == 1 and line[0].left >= gutter[0]:
            found.append((_NOTHING, line[0]))
        else:
            break
    sides = [[len(line[side].text) for line in found if line[side].text] for side in (0, 1)]
    both = sum(bool(left.text and right.text) for left, right in found)
    if both < _MIN_COLUMN_LINES or min(median(side) for side in sides) < _MIN_COLUMN_CHARS:
        return ()
    return found
