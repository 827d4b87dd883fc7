"""Look-ups from an offset to the passage around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ontology.records import Passage, Span


class PassageIndex:
    """Passages of one text, by offset. Without passages the whole text counts as one."""

    def __init__(self, text: str, passages: Sequence[Passage]) -> None:
        self.text = text
        self.passages = passages
        self._starts = [passage.span.start for passage in passages]

    def find(self, offset: int) -> Passage | None:
        """The passage that holds an offset."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.passages[index].span.end:
            return self.passages[index]
        return None

    def holds(self, span: Span) -> bool:
        """Whether a span lies in one passage."""
        if not self.passages:
            return True
        passage = self.find(span.start)
        return passage is not None and passage.span.contains(span)

    def text_around(self, span: Span) -> str:
        """The text of the passage around a span."""
        passage = self.find(span.start)
        if passage is None:
            return self.text[max(0, span.start - 200) : span.end + 200]
        return self.text[passage.span.start : passage.span.end]
