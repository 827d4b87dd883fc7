"""Cuts a text into the blocks a reader sees: headings, paragraphs, items, rows, notes, furniture.

Every printed character lies in exactly one passage; spans never overlap and are in text order.
An item or paragraph that page furniture cuts in two gives two passages: the second has the kind
and level of the first and no marker. A row goes on over the lines that belong to it.
Counts as heading: `2.1 Opgaven`, a short line without full stop before running text. Does not:
`1. Toevoegen van woningen` in a list of numbers that follow each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.blocks import build_blocks
from ingest.lines import split_lines
from ingest.sections import locate
from ingest.sentences import sentences
from ingest.titles import Block
from ontology.iris import quote_hash
from ontology.records import Passage, Span

__all__ = ["segment", "sentences"]

VERSION = "0.1.0"


def segment(text: str, page_starts: Sequence[int] = ()) -> tuple[Passage, ...]:
    """The passages of a text. `page_starts` are offsets where pages begin, from the first page."""
    blocks = build_blocks(text, split_lines(text, page_starts))
    return tuple(
        _passage(text, block, section)
        for block, section in zip(blocks, locate(text, blocks), strict=True)
    )


def _passage(text: str, block: Block, section: str | None) -> Passage:
    start, end = block.lines[0].start, block.lines[-1].end
    return Passage(
        span=Span(start, end),
        kind=block.kind,
        quote_hash=quote_hash(text[start:end]),
        section=section,
        page=block.lines[0].page,
        level=block.level,
        marker=block.marker,
    )
