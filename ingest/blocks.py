"""Joins printed lines into blocks and says what kind each block is.

In: lines. Out: blocks in text order that hold every line once. A line begins a block when a cue
says so (marker, number, empty line, a line that was ended on purpose); else it continues one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest import markers
from ingest.cues import (
    OPENERS,
    TITLE_LINES,
    TITLE_WIDTH,
    closes_letter,
    ends_sentence,
    is_loose,
    is_mixed_case,
    is_scanned_title,
    starts_low,
    starts_sentence,
)
from ingest.lines import Line
from ingest.numbering import (
    find_bare_chapters,
    find_list_numbers,
    find_lost_bullets,
    find_title_end,
)
from ingest.titles import Block, looks_like_title, name_headings, name_label_runs, set_levels

_HYPHENS: Final = "-‐\xad/–"
_NAME_WIDTH: Final = 30
_WINDOW: Final = 5
_FITS: Final = 0.85
_CONTENTS: Final = re.compile(r"\.{4,}\s*\d{1,4}$")


def build_blocks(text: str, lines: Sequence[Line]) -> list[Block]:
    """All lines as blocks, with kind, marker and level."""
    blocks = _Joiner(text, lines).join()
    name_headings(blocks)
    name_label_runs(blocks)
    set_levels(blocks)
    return blocks


class _Joiner:
    """One pass over the lines; holds what is known of all lines and the open block."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self.text = text
        self.lines = lines
        self.blocks: list[Block] = []
        amounts = [markers.is_amount_row(line) for line in lines]
        dates = [markers.opens_with_date(line) for line in lines]
        cells = [markers.has_cells(line) for line in lines]
        self.amount_rows = _with_neighbours(lines, amounts)
        self.date_rows = _with_neighbours(lines, dates)
        self.cell_rows = _with_neighbours(lines, cells)
        self.list_numbers = find_list_numbers(lines)
        self.lost_bullets = find_lost_bullets(lines)
        self.bare_chapters = find_bare_chapters(lines)
        inner = [line for line in lines if line.text[-1:].islower()]
        self.marks_ends = sum(line.trailing for line in inner) >= 0.75 * max(1, len(inner)) and any(
            not line.trailing for line in lines
        )

    def join(self) -> list[Block]:
        for index, line in enumerate(self.lines):
            block = self._open_block(index, line)
            if block is not None:
                self.blocks.append(block)
            elif not self.blocks or self._breaks(index, line):
                self.blocks.append(self._plain_block(line))
            else:
                self.blocks[-1].lines.append(line)
        return self.blocks

    def _open_block(self, index: int, line: Line) -> Block | None:
        """The block a line opens by its own looks, None when it has none."""
        if "...." in line.text and _CONTENTS.search(line.text):
            return Block([line], "row", closed=True)
        if index in self.bare_chapters:
            return Block([line], "heading", line.text.split(None, 1)[0], 0, closed=True)
        if index in self.lost_bullets:
            return Block([line], "item", "•")
        if markers.is_ruler(line):
            return Block([line], "furniture", closed=True)
        if markers.is_page_number(line):
            return self._number_block(index, line)
        if hashes := markers.find_hashes(line):
            return Block([line], "heading", hashes, len(hashes) - 1, closed=True)
        if markers.is_caption(line):
            return Block([line], "caption")
        if row := self._row(index, line):
            return row
        if number := markers.find_heading_number(line):
            if find_title_end(self.lines, index) is not None:
                return Block([line], "heading", number, number.count("."))
        elif (note := markers.find_footnote(line, self.text)) and self._is_set_off(line):
            return Block([line], "footnote", note)
        return self._item(index, line)

    def _number_block(self, index: int, line: Line) -> Block:
        around = [*self.lines[max(0, index - 1) : index], *self.lines[index + 1 : index + 2]]
        alone = not any(re.fullmatch(r"[-–]?[\d.,]+", other.text) for other in around)
        return Block([line], "furniture" if alone else "row", closed=True)

    def _row(self, index: int, line: Line) -> Block | None:
        marker = markers.find_marker(line)
        if marker:
            return None
        if self.cell_rows[index] and not markers.find_heading_number(line):
            return Block([line], "row")
        if self.date_rows[index] and (self._is_set_off(line) or self._in_row()):
            return Block([line], "row")
        if not self.amount_rows[index]:
            return None
        if self._name_above(line):
            above = self.blocks.pop()
            return Block([*above.lines, line], "row")
        return Block([line], "row") if self._is_set_off(line) or self._in_row() else None

    def _name_above(self, line: Line) -> bool:
        """Whether the open block is the first half of the name in this row."""
        if not self.blocks or line.blanks or self.blocks[-1].kind != "paragraph":
            return False
        above = self.blocks[-1]
        return (
            len(above.lines) == 1
            and above.last.width <= _NAME_WIDTH
            and not ends_sentence(above.last)
        )

    def _in_row(self) -> bool:
        return bool(self.blocks) and self.blocks[-1].kind == "row"

    def _is_set_off(self, line: Line) -> bool:
        """Whether white space, a page start or a full stop divides a line from what precedes."""
        if not self.blocks or line.blanks or line.opens_page or self.blocks[-1].closed:
            return True
        return self._ended_on_purpose(self.blocks[-1].last, line)

    def _item(self, index: int, line: Line) -> Block | None:
        marker = markers.find_marker(line)
        chapter = markers.find_chapter_number(line)
        roman = markers.find_roman(line)
        titled = bool(chapter or roman) and find_title_end(self.lines, index) is not None
        if chapter and titled and index not in self.list_numbers:
            return Block([line], "heading", chapter, 0)
        if roman and titled:
            return Block([line], "heading", roman, 2)
        if marker is None or (marker[-1] in "-–—" and self._is_dash_in_text(line)):
            return None
        if marker[0].isdigit() and not self._may_number(index, line):
            return None
        return Block([line], "item", marker)

    def _is_dash_in_text(self, line: Line) -> bool:
        if not self.blocks or line.blanks or self.blocks[-1].kind != "paragraph":
            return False
        return line.text[1:].lstrip()[:1].islower() and self.blocks[-1].last.text[-1] not in ".:;,"

    def _may_number(self, index: int, line: Line) -> bool:
        """Whether a number at the start of a line opens an item and is not prose that wrapped."""
        if index in self.list_numbers or "\t" in line.text[:6]:
            return True
        if not self.blocks or self.blocks[-1].kind in ("heading", "item"):
            return True
        return self._is_set_off(line)

    def _breaks(self, index: int, line: Line) -> bool:
        """Whether a plain line begins a new block."""
        block = self.blocks[-1]
        if block.closed:
            return True
        if block.kind == "heading":
            return self._breaks_heading(block, line)
        last = block.last
        if (
            last.text[-1] in _HYPHENS
            and last.blanks <= 1
            and line.blanks <= 1
            and not ends_sentence(last)
        ):
            return False
        if block.kind == "footnote":
            return line.opens_page or line.blanks > 0
        if block.kind == "caption" and line.text[0].isupper() and not is_loose(last):
            return True
        if line.blanks > 1 and not starts_low(line):
            return True
        if line.blanks or line.opens_page:
            return not self._goes_on_over_gap(block, line)
        if (
            closes_letter(line)
            or is_scanned_title(line)
            or (len(block.lines) == 1 and is_scanned_title(last))
        ):
            return True
        return self._breaks_without_gap(index, block, line)

    def _breaks_heading(self, block: Block, line: Line) -> bool:
        last = block.last
        if len(block.lines) >= TITLE_LINES or line.blanks or line.opens_page:
            return not (last.text[-1] == "-" and not line.blanks)
        if line.indent > 1 or is_loose(last) or last.text[-1] in "-/,":
            return False
        goes_on = starts_low(line) and not ends_sentence(last)
        return not (goes_on and (block.marker is not None or not line.text.islower()))

    def _goes_on_over_gap(self, block: Block, line: Line) -> bool:
        last = block.last
        if ends_sentence(last) or looks_like_title(block):
            return False
        return starts_low(line) or is_loose(last) or (last.text[-1] == "," and len(block.lines) > 1)

    def _breaks_without_gap(self, index: int, block: Block, line: Line) -> bool:
        last = block.last
        purpose = self._ended_on_purpose(last, line)
        if block.kind == "row":
            return self._leaves_row(index, line, purpose=purpose)
        if starts_low(line):
            return ends_sentence(last) and purpose and self._is_low_title(index)
        if not line.text[0].isupper() and line.text[0] not in OPENERS:
            return False
        if is_loose(last):
            return False
        if last.text[-1] == ",":
            return purpose and len(block.lines) == 1 and starts_sentence(line)
        if len(block.lines) == 1 and starts_sentence(line) and (last.blanks or last.opens_page):
            return True
        if ends_sentence(last):
            return purpose or (self.marks_ends and not last.trailing)
        if len(block.lines) > 2 or block.lines[0].width > TITLE_WIDTH:
            return self.marks_ends and not last.trailing and purpose
        return purpose or (self.marks_ends and not last.trailing)

    def _leaves_row(self, index: int, line: Line, *, purpose: bool) -> bool:
        """Whether a line under an amount row begins something else: half a name, or new text."""
        if not line.text[0].isupper() or not markers.is_amount_row(self.blocks[-1].last):
            return False
        halves = index + 1 < len(self.lines) and self.amount_rows[index + 1]
        return purpose or (halves and line.width <= _NAME_WIDTH)

    def _is_low_title(self, index: int) -> bool:
        """Whether a lower-case line is a title: short, no stop, running text or a list below."""
        line = self.lines[index]
        below = self.lines[index + 1] if index + 1 < len(self.lines) else None
        if below is None or ends_sentence(line) or line.text[-1] == "," or is_loose(line):
            return False
        short = not line.trailing if self.marks_ends else self._ended_on_purpose(line, below)
        return short and not starts_low(below)

    def _ended_on_purpose(self, line: Line, below: Line) -> bool:
        """Whether the first word below would have fitted on this line."""
        if below.start - line.end > 40:
            return True
        index = self._index_of(line)
        first, last = max(0, index - _WINDOW), index + _WINDOW + 1
        width = max(other.width for other in self.lines[first:last])
        word = below.text.split(None, 1)[0]
        return line.width + 1 + len(word) <= _FITS * width

    def _index_of(self, line: Line) -> int:
        low, high = 0, len(self.lines) - 1
        while low < high:
            middle = (low + high) // 2
            if self.lines[middle].start < line.start:
                low = middle + 1
            else:
                high = middle
        return low

    def _plain_block(self, line: Line) -> Block:
        """A block without looks of its own; after a cut it takes the kind of what it goes on."""
        before = self._interrupted(line)
        if before is not None:
            return Block([line], before.kind, None, before.level)
        return Block([line])

    def _interrupted(self, line: Line) -> Block | None:
        """The item that furniture or a note cut off and that this line goes on with."""
        if not starts_low(line) or is_mixed_case(line.text):
            return None
        for block in self.blocks[:-6:-1]:
            if block.kind in ("furniture", "footnote", "caption") or looks_like_title(block):
                continue
            if block.kind in ("item", "row") and not ends_sentence(block.last):
                return block
            return None
        return None


def _with_neighbours(lines: Sequence[Line], flags: Sequence[bool]) -> list[bool]:
    return [flag and markers.has_neighbour(lines, index, flags) for index, flag in enumerate(flags)]
