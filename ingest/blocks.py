"""Joins printed lines into blocks and says what kind each block is.

In: lines. Out: blocks in text order that hold every line once. A line begins a block when a cue
says so (marker, number, empty line, a line that was ended on purpose); else it continues one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from ingest import markers
from ingest.lines import Line
from ontology.records import PassageKind

_STOPS: Final = ".!?:;"
_CLOSERS: Final = ")]»”’\"'"
_HYPHENS: Final = "-‐\xad/–"
_OPENERS: Final = "(\"'“‘„«["
_LOOSE_ENDS_WORDS: Final = (
    "de het een en of van voor in op met te tot naar bij door als om aan uit over dat die "
    "onder tussen per ten ter der den"
)
_LOOSE_ENDS: Final = frozenset(_LOOSE_ENDS_WORDS.split())
_SENTENCE_OPENERS_WORDS: Final = (
    "De Het Een Om We Wij In Als Voor Dit Deze Die Op Met Bij Er Via Naast Daarnaast Door"
)
_SENTENCE_OPENERS: Final = frozenset(_SENTENCE_OPENERS_WORDS.split())
_SUBJECTS: Final = frozenset({"We", "Wij", "Er", "Dit", "Ik", "U", "Zij"})  # open a sentence
_OCR_MIX: Final = re.compile(r"[^\W\d_]*[a-zà-ÿ][A-ZÀ-Þ]{1,}[^\W\d_]*|\b[a-z]O+[a-z]")
_HEADING_WIDTH: Final = 80
_HEADING_LINES: Final = 3
_NAME_WIDTH: Final = 30
_WINDOW: Final = 5
_FITS: Final = 0.85
_LIST_REACH: Final = 14
_LONG_LIST_REACH: Final = 45
_INITIALS: Final = re.compile(r"\(?(?:[A-Z]\.){1,4}\s?[A-Z(]")
_CONTENTS: Final = re.compile(r"\.{4,}\s*\d{1,4}$")


@dataclass(slots=True)
class Block:
    """Lines that belong together. `level` counts nesting from 0."""

    lines: list[Line]
    kind: PassageKind = "paragraph"
    marker: str | None = None
    level: int = 0
    closed: bool = field(default=False)  # nothing may be added

    @property
    def last(self) -> Line:
        """The line the block ends with, so far."""
        return self.lines[-1]


def build_blocks(text: str, lines: Sequence[Line]) -> list[Block]:
    """All lines as blocks, with kind, marker and level."""
    blocks = _Joiner(text, lines).join()
    _name_headings(blocks)
    _name_label_runs(blocks)
    _set_levels(blocks)
    return blocks


def ends_sentence(line: Line) -> bool:
    """Whether a line ends in a stop, colon or semicolon."""
    return line.text.rstrip(_CLOSERS)[-1:] in tuple(_STOPS)


def is_mixed_case(text: str) -> bool:
    """Whether capitals stand inside words, as in scanned headings: `saMenvatting`."""
    return bool(_OCR_MIX.search(text))


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
        self.list_numbers = _find_list_numbers(lines)
        self.lost_bullets = _find_lost_bullets(lines)
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
        if _CONTENTS.search(line.text):
            return Block([line], "row", closed=True)
        if index in self.lost_bullets:
            return Block([line], "item", "•")
        if markers.is_page_number(line):
            return self._number_block(index, line)
        if hashes := markers.find_hashes(line):
            return Block([line], "heading", hashes, len(hashes) - 1, closed=True)
        if markers.is_caption(line):
            return Block([line], "caption")
        if row := self._row(index, line):
            return row
        if number := markers.find_heading_number(line):
            if self._may_head(index, line):
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
        if chapter and index not in self.list_numbers and self._may_head(index, line):
            return Block([line], "heading", chapter, 0)
        roman = markers.find_roman(line)
        if roman and self._may_head(index, line):
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

    def _may_head(self, index: int, line: Line) -> bool:
        """Whether a line and the lines that go on with it are short and lack a full stop."""
        title = re.sub(r"^[\d.ivx)]+\s*", "", line.text)
        if not any(char.isalpha() for char in title[:12]):
            return False
        end = index
        while end + 1 < len(self.lines) and self._title_goes_on(end):
            end += 1
            if end - index >= _HEADING_LINES:
                return False
        last = self.lines[end]
        return (
            not ends_sentence(last) and last.text[-1] != "," and line.width <= _HEADING_WIDTH + 10
        )

    def _title_goes_on(self, index: int) -> bool:
        here, below = self.lines[index], self.lines[index + 1]
        if below.blanks or below.opens_page or markers.find_marker(below):
            return False
        if below.indent >= 1 and (below.indent > 1 or here.indent):
            return True
        return (_starts_low(below) and not is_mixed_case(below.text)) or _is_loose(here)

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
        if line.blanks > 1 and not _starts_low(line):
            return True
        if line.blanks or line.opens_page:
            return not self._goes_on_over_gap(block, line)
        if _is_scanned_title(line) or (len(block.lines) == 1 and _is_scanned_title(last)):
            return True
        return self._breaks_without_gap(index, block, line)

    def _breaks_heading(self, block: Block, line: Line) -> bool:
        last = block.last
        if len(block.lines) >= _HEADING_LINES or line.blanks or line.opens_page:
            return not (last.text[-1] == "-" and not line.blanks)
        if line.indent > 1 or _is_loose(last) or last.text[-1] in "-/,":
            return False
        goes_on = _starts_low(line) and not ends_sentence(last)
        return not (goes_on and (block.marker is not None or not line.text.islower()))

    def _goes_on_over_gap(self, block: Block, line: Line) -> bool:
        last = block.last
        if ends_sentence(last) or _looks_like_title(block):
            return False
        return _starts_low(line) or _is_loose(last) or last.text[-1] == ","

    def _breaks_without_gap(self, index: int, block: Block, line: Line) -> bool:
        last = block.last
        purpose = self._ended_on_purpose(last, line)
        if block.kind == "row":
            return self._leaves_row(index, line, purpose=purpose)
        if _starts_low(line):
            return ends_sentence(last) and purpose and self._is_low_title(index)
        if not line.text[0].isupper() and line.text[0] not in _OPENERS:
            return False
        if _is_loose(last) or last.text[-1] == ",":
            return False
        if len(block.lines) == 1 and _starts_sentence(line) and (last.blanks or last.opens_page):
            return True
        if ends_sentence(last):
            return purpose or (self.marks_ends and not last.trailing)
        if len(block.lines) > 2 or block.lines[0].width > _HEADING_WIDTH:
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
        if below is None or ends_sentence(line) or line.text[-1] == "," or _is_loose(line):
            return False
        short = not line.trailing if self.marks_ends else self._ended_on_purpose(line, below)
        return short and not _starts_low(below)

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
        if not _starts_low(line) or is_mixed_case(line.text):
            return None
        for block in self.blocks[:-6:-1]:
            if block.kind in ("furniture", "footnote", "caption") or _looks_like_title(block):
                continue
            if block.kind in ("item", "row") and not ends_sentence(block.last):
                return block
            return None
        return None


def _with_neighbours(lines: Sequence[Line], flags: Sequence[bool]) -> list[bool]:
    return [flag and markers.has_neighbour(lines, index, flags) for index, flag in enumerate(flags)]


def _find_list_numbers(lines: Sequence[Line]) -> set[int]:
    """Lines that open with a number whose neighbour in counting stands near: a list."""
    numbered = [
        (index, int(marker[:-1]))
        for index, line in enumerate(lines)
        if (marker := markers.find_marker(line)) and marker[:-1].isdigit()
    ]
    found: set[int] = set()
    for (index, number), (below, following) in pairwise(numbered):
        if following == number + 1 and below - index <= _LIST_REACH + 6 * (number > 4):
            found |= {index, below}
    return found | _bridge(numbered, found)


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


def _find_lost_bullets(lines: Sequence[Line]) -> set[int]:
    """Lines of a list whose bullets the PDF's text lost: one space is left, line after line."""
    led = [
        index
        for index, line in enumerate(lines)
        if line.indent == 1
        and (line.text[0].isupper() or line.text[0] in _OPENERS)
        and markers.find_marker(line) is None
    ]
    found: set[int] = set()
    for index, below in pairwise(led):
        if below - index <= _WINDOW and not (index and _is_loose(lines[index - 1])):
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
    before_text = below is not None and not below.blanks and _starts_sentence(below)
    return after_text or (before_text and index + 1 not in bullets)


def _starts_sentence(line: Line) -> bool:
    return line.text.split(None, 1)[0] in _SENTENCE_OPENERS


def _is_scanned_title(line: Line) -> bool:
    return is_mixed_case(line.text) and not line.trailing and line.width <= _HEADING_WIDTH // 2


def _starts_low(line: Line) -> bool:
    stripped = line.text.lstrip(_OPENERS)
    return (
        stripped[:1].islower()
        or line.text[0] in ",;&+)=%"
        or (stripped[:1] in "-–" and bool(stripped[1:2].strip()))
    )


def _is_loose(line: Line) -> bool:
    """Whether a line ends in a word that cannot end a sentence."""
    return line.text.rsplit(None, 1)[-1].lower() in _LOOSE_ENDS


def _looks_like_title(block: Block) -> bool:
    """Whether a block could be a heading: short, no stop at the end, not running text."""
    if block.kind == "heading":
        return True
    if block.kind != "paragraph" or len(block.lines) > 2:
        return False
    last, first = block.last, block.lines[0]
    if ends_sentence(last) and not _is_asked_or_short(block):
        return False
    if last.text[-1] == "," or _is_loose(last) or _INITIALS.match(first.text):
        return False
    if first.text[0].isdigit() or first.text.split(None, 1)[0] in _SUBJECTS:
        return False
    if is_mixed_case(first.text) and first.width <= _HEADING_WIDTH // 2:
        return True
    if not first.text[0].isupper() and not is_mixed_case(first.text):
        short = first.width <= _HEADING_WIDTH * 3 // 4
        return len(block.lines) == 1 and short and not first.trailing
    return sum(line.width for line in block.lines) <= _HEADING_WIDTH + 20


def _is_asked_or_short(block: Block) -> bool:
    """A title that ends in a sign: `Hoe gaan we verder?`, `Acties:`, alone on its line."""
    line = block.lines[0]
    if len(block.lines) > 1 or not (line.blanks or line.opens_page):
        return False
    if line.text[-1] == "?":
        return line.text.count("?") == 1 and "." not in line.text
    return line.text[-1] == ":" and len(line.text.split()) <= 2


def _name_headings(blocks: Sequence[Block]) -> None:
    for block, below in pairwise(blocks):
        if block.kind == "paragraph" and below.kind != "furniture" and _looks_like_title(block):
            block.kind = "heading"
            block.level = -1


def _name_label_runs(blocks: Sequence[Block]) -> None:
    """Four or more unnumbered titles in a row are the labels of a figure, not headings."""
    run: list[Block] = []
    for block in [*blocks, None]:
        if block is not None and block.kind == "heading" and block.marker is None:
            run.append(block)
            continue
        in_figure = len(run) >= 4
        over_table = block is not None and block.kind == "row" and len(run) > 1
        for label in run if in_figure else run[1:] if over_table else ():
            label.kind, label.level = "row", 0
        run = []


def _set_levels(blocks: Sequence[Block]) -> None:
    depth, stack = -1, list[str]()
    for block in blocks:
        if block.kind == "heading":
            if block.level >= 0:
                depth = block.level
            block.level = block.level if block.level >= 0 else depth + 1
            stack = []
        elif block.kind == "item":
            if block.marker is not None:
                _nest(stack, _marker_class(block.marker))
            block.level = max(0, len(stack) - 1)
        elif block.kind == "paragraph":
            stack = []


def _nest(stack: list[str], kind: str) -> None:
    if kind.startswith("digit") and kind not in stack:
        stack.clear()  # a bullet may stand under a number, never a number under a bullet
    if kind in stack:
        del stack[stack.index(kind) + 1 :]
    else:
        stack.append(kind)


def _marker_class(marker: str) -> str:
    if marker[-1] in ".)":
        core = marker.strip("().")
        return ("digit" if core.isdigit() else "letter") + marker[-1]
    return marker
