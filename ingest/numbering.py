"""Numbers at the start of lines: do they count the items of a list or the chapters of a text?

Also finds the items of a list whose bullets were lost when the PDF became text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from ingest import markers
from ingest.cues import (
    OPENERS,
    TITLE_LINES,
    TITLE_WIDTH,
    ends_sentence,
    is_loose,
    is_mixed_case,
    starts_low,
    starts_sentence,
)
from ingest.lines import Line

_LIST_REACH: Final = 14
_LONG_LIST_REACH: Final = 45
_BULLET_REACH: Final = 5
_MAX_DEPTH: Final = 8  # lists inside lists
_MIN_CHAPTERS: Final = 3
_BARE: Final = re.compile(r"(\d{1,2})[ \t]+(?=[A-ZÀ-Þ][^\W\d_])")
_NUMBER: Final = re.compile(r"^[\d.ivx)]+\s*")


def find_list_numbers(lines: Sequence[Line]) -> set[int]:
    """Lines that open with a number whose neighbour in counting stands near: a list."""
    numbered = _numbered(lines)
    found: set[int] = set()
    for (index, number), (below, following) in pairwise(numbered):
        if following == number + 1 and below - index <= _LIST_REACH + 6 * (number > 4):
            found |= {index, below}
    return (found | _bridge(numbered, found)) - _find_chapters(lines, numbered)


def find_bare_chapters(lines: Sequence[Line]) -> set[int]:
    """Titles numbered without a stop (`3 Projecten`) that count from 1 through the whole text.

    Each is set off from what stands above it, has no stop at its end, and has text below.
    """
    found: list[int] = []
    for index, line in enumerate(lines):
        match = _BARE.match(line.text)
        if match is None or int(match[1]) != len(found) + 1 or not (line.blanks or not index):
            continue
        if line.width <= TITLE_WIDTH // 2 and _is_bare_title(lines, index):
            found.append(index)
    return set(found) if len(found) >= _MIN_CHAPTERS else set()


def _is_bare_title(lines: Sequence[Line], index: int) -> bool:
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is None or below.text[0].islower() or markers.holds_amount(lines[index]):
        return False
    return find_title_end(lines, index) == index and not markers.opens_with_date(lines[index])


def find_title_end(lines: Sequence[Line], index: int) -> int | None:
    """The last line of the title that begins on a line; None when it is no title.

    A title is short, has no stop at its end, and may run over a few lines.
    """
    title = _NUMBER.sub("", lines[index].text)
    if not any(char.isalpha() for char in title[:12]):
        return None
    end = index
    while end + 1 < len(lines) and _title_goes_on(lines[end], lines[end + 1]):
        end += 1
        if end - index >= TITLE_LINES:
            return None
    last = lines[end]
    if ends_sentence(last) or is_loose(last) or last.text[-1] == ",":
        return None
    if lines[index].width > TITLE_WIDTH + 10:
        return None
    return end


def _title_goes_on(here: Line, below: Line) -> bool:
    if below.blanks or below.opens_page or markers.find_marker(below):
        return False
    if below.indent >= 1 and (below.indent > 1 or here.indent):
        return True
    return (starts_low(below) and not is_mixed_case(below.text)) or is_loose(here)


def _numbered(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Lines that open with a number and a stop: (line, number)."""
    return [
        (index, int(marker[:-1]))
        for index, line in enumerate(lines)
        if (marker := markers.find_marker(line)) and marker[:-1].isdigit()
    ]


@dataclass(slots=True)
class _Chain:
    """Numbers that count on, with lists that begin anew left out."""

    titled: bool
    indices: list[int] = field(default_factory=list)
    last: int = 0


def _find_chapters(lines: Sequence[Line], numbered: Sequence[tuple[int, int]]) -> set[int]:
    """Numbered titles that each have text of their own before the next number follows."""
    chapters: set[int] = set()
    for chain in _chains(lines, numbered):
        if len(chain.indices) > 1 and all(_has_text(lines, index) for index in chain.indices):
            chapters |= set(chain.indices)
    return chapters


def _chains(lines: Sequence[Line], numbered: Sequence[tuple[int, int]]) -> list[_Chain]:
    """Counting runs; a 1 opens a run inside the one before, a number that fits closes it.

    Where a number fits two runs it joins the one whose lines look alike: titles, or items.
    """
    chains: list[_Chain] = []
    open_chains: list[_Chain] = []
    for index, number in numbered:
        titled = find_title_end(lines, index) is not None
        fitting = [depth for depth, chain in enumerate(open_chains) if chain.last + 1 == number]
        alike = [depth for depth in fitting if open_chains[depth].titled == titled]
        if number == 1 or not fitting:
            del open_chains[:-_MAX_DEPTH]
            open_chains.append(_Chain(titled=titled))
            chains.append(open_chains[-1])
        else:
            del open_chains[max(alike or fitting) + 1 :]
        open_chains[-1].indices.append(index)
        open_chains[-1].last = number
    return chains


def _has_text(lines: Sequence[Line], index: int) -> bool:
    """Whether a numbered title is followed by text, a table or a list that begins anew."""
    end = find_title_end(lines, index)
    if end is None:
        return False
    if end + 1 >= len(lines):
        return True
    below = lines[end + 1]
    marker = markers.find_marker(below)
    return marker is None or (marker == "1." and lines[index].text[:2] != "1.")


def _bridge(numbered: Sequence[tuple[int, int]], found: set[int]) -> set[int]:
    """Numbers that join two runs of one list over a long item: 1, 2 … 3, 4."""
    bridged: set[int] = set()
    for (index, number), (below, following) in pairwise(numbered):
        if (
            following == number + 1
            and below - index <= _LONG_LIST_REACH
            and (index in found or below in found)
        ):
            bridged |= {index, below}
    return bridged


def find_lost_bullets(lines: Sequence[Line]) -> set[int]:
    """Lines of a list whose bullets the PDF's text lost: one space is left, line after line."""
    led = [
        index
        for index, line in enumerate(lines)
        if line.indent == 1
        and (line.text[0].isupper() or line.text[0] in OPENERS)
        and markers.find_marker(line) is None
    ]
    found: set[int] = set()
    for index, below in pairwise(led):
        if below - index <= _BULLET_REACH and not (index and is_loose(lines[index - 1])):
            found |= {index, below}
    return {index for index in found if not _is_page_title(lines, index, found)}


def _is_page_title(lines: Sequence[Line], index: int, bullets: set[int]) -> bool:
    """Whether a line that begins with a space is the title on top of a page, not an item."""
    line = lines[index]
    if ends_sentence(line) or line.text[-1] == ",":
        return False
    above = lines[index - 1] if index else None
    below = lines[index + 1] if index + 1 < len(lines) else None
    after_text = above is not None and not line.blanks and above.text[-1] == "."
    before_text = below is not None and not below.blanks and starts_sentence(below)
    return after_text or (before_text and index + 1 not in bullets)
