"""Which blocks are headings, what depth they have, and how deep items are nested."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from ingest.cues import TITLE_WIDTH, ends_sentence, is_loose, is_mixed_case
from ingest.lines import Line
from ingest.markers import MONTHS
from ontology.records import PassageKind

_FIGURE_LABELS: Final = 4
_STEP: Final = 2  # spaces by which a bullet stands further in than the one it is part of
_SUBJECTS: Final = frozenset({"We", "Wij", "Er", "Dit", "Ik", "U", "Zij"})  # open a sentence
_INITIALS: Final = re.compile(r"\(?(?:[A-Z]\.){1,4}\s?[A-Z(]")
_TWO_SENTENCES: Final = re.compile(r"\s[a-zà-ÿ]{4,}\.\s+[A-ZÀ-Þ]")
_DATELINE: Final = re.compile(rf",\s*\d{{1,2}}\s+(?:{MONTHS})\s+\d{{4}}$", re.I)


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


def looks_like_title(block: Block) -> bool:
    """Whether a block could be a heading: short, no stop at the end, not running text."""
    if block.kind == "heading":
        return True
    if block.kind != "paragraph" or len(block.lines) > 2:
        return False
    last, first = block.last, block.lines[0]
    if ends_sentence(last) and not _is_asked_or_short(block):
        return False
    if last.text[-1] == "," or is_loose(last) or _INITIALS.match(first.text):
        return False
    if _DATELINE.search(last.text) or _TWO_SENTENCES.search(first.text):
        return False
    if first.text[0].isdigit() or first.text.split(None, 1)[0] in _SUBJECTS:
        return False
    if is_mixed_case(first.text) and first.width <= TITLE_WIDTH // 2:
        return True
    if not first.text[0].isupper() and not is_mixed_case(first.text):
        short = first.width <= TITLE_WIDTH * 3 // 4
        return len(block.lines) == 1 and short and not first.trailing
    return sum(line.width for line in block.lines) <= TITLE_WIDTH + 20


def _is_asked_or_short(block: Block) -> bool:
    """A title that ends in a sign: `Hoe gaan we verder?`, `Acties:`, alone on its line."""
    line = block.lines[0]
    if len(block.lines) > 1 or not (line.blanks or line.opens_page):
        return False
    if line.text[-1] == "?":
        return line.text.count("?") == 1 and "." not in line.text
    return line.text[-1] == ":" and len(line.text.split()) <= 2


def name_headings(blocks: Sequence[Block]) -> None:
    """Make headings of paragraphs that look like a title and have something below."""
    for block, below in pairwise(blocks):
        if block.kind == "paragraph" and below.kind != "furniture" and looks_like_title(block):
            block.kind = "heading"
            block.level = -1


def name_label_runs(blocks: Sequence[Block]) -> None:
    """Unnumbered titles in a row are labels of a figure; those right above rows head a table."""
    run: list[Block] = []
    titled = False
    for block in [*blocks, None]:
        if block is not None and block.kind == "heading" and block.marker is None:
            run.append(block)
            continue
        over_table = block is not None and block.kind == "row"
        first = 0 if len(run) >= _FIGURE_LABELS or titled else 1
        if over_table or len(run) >= _FIGURE_LABELS:
            for label in run[first:]:
                label.kind, label.level = "row", 0
        run = []
        titled = block is not None and block.kind == "heading"


def set_levels(blocks: Sequence[Block]) -> None:
    """Depth of headings by their numbers, of items by their markers and how far these stand in."""
    depth, stack = -1, list[tuple[str, int]]()
    for block in blocks:
        if block.kind == "heading":
            if block.level >= 0:
                depth = block.level
            block.level = block.level if block.level >= 0 else depth + 1
            stack = []
        elif block.kind == "item":
            if block.marker is not None:
                _nest(stack, _marker_class(block.marker), block.lines[0].indent)
            block.level = max(0, len(stack) - 1)
        elif block.kind == "paragraph":
            stack = []


def _nest(stack: list[tuple[str, int]], kind: str, indent: int) -> None:
    """Put an item below those it belongs to; a bullet that stands further in is below its like."""
    counts = kind.startswith("digit")
    if counts and all(kind != above for above, _ in stack):
        stack.clear()  # a bullet may stand under a number, never a number under a bullet
    for place in range(len(stack) - 1, -1, -1):
        above, edge = stack[place]
        if above != kind or (not counts and indent >= edge + _STEP):
            continue
        if counts or indent > edge - _STEP or all(k != kind for k, _ in stack[:place]):
            del stack[place:]
            break
    stack.append((kind, indent))


def _marker_class(marker: str) -> str:
    if marker[-1] in ".)":
        core = marker.strip("().")
        return ("digit" if core.isdigit() else "letter") + marker[-1]
    return marker
