"""The short locator of each block: the heading it stands under, at most six words.

A locator is for finding the place, not a quotation: it is cut with `…` and its case is mended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.cues import is_mixed_case
from ingest.titles import Block

_MAX_WORDS: Final = 6
_MAX_CHARS: Final = 60


def locate(text: str, blocks: Sequence[Block]) -> list[str | None]:
    """For each block the locator of its nearest heading above; a heading has its own."""
    found: list[str | None] = []
    current: str | None = None
    for block in blocks:
        if block.kind == "heading":
            current = shorten(text[block.lines[0].start : block.lines[-1].end])
        found.append(current)
    return found


def shorten(heading: str) -> str:
    """A heading as locator: one line, at most six words and sixty characters."""
    words = re.sub(r"^#+\s*", "", heading.replace("\xad", "")).split()
    cut = len(words) > _MAX_WORDS
    line = " ".join(words[:_MAX_WORDS])
    if is_mixed_case(line):
        line = _mend_case(line)
    if len(line) > _MAX_CHARS - 1:
        line, cut = line[: _MAX_CHARS - 1].rstrip(), True
    return line + "…" if cut else line


def _mend_case(line: str) -> str:
    lowered = line.lower()
    first = next((index for index, char in enumerate(lowered) if char.isalpha()), 0)
    return lowered[:first] + lowered[first].upper() + lowered[first + 1 :]
