"""Finding a quote again by its hash, without having the quote.

In: a text, and where a quote of known length and hash used to stand. Out: where it stands now.
Text is compared as `ontology.iris.quote_hash` does: NFC, white space runs as one space.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import islice
from typing import Final

from ontology.iris import quote_hash
from ontology.records import Span

MAX_HASHES: Final = 3_000_000  # per text: some three seconds of searching
MAX_QUOTE: Final = 20_000  # code points of a normalised quote


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote stands: `quote` is its hash, `length` its normalised code points."""

    span: Span
    quote: str
    length: int

    @classmethod
    def of(cls, text: str, span: Span) -> Anchor:
        """The anchor of a span of a text.

        Raises:
            ValueError: when the span runs past the text or holds only white space.
        """
        quote = _normalise(text[span.start : span.end])
        if span.end > len(text) or not quote:
            raise ValueError(f"[{span.start}, {span.end}) holds no text (0 to {len(text)})")
        return cls(span, quote_hash(quote), len(quote))


class AnchorSearch:
    """Finds anchors in one text. Work over all searches is bounded by `max_hashes`.

    A quote is made of whole words. Of several places the one nearest to the old offset wins.
    Quotes that moved together are found by the shift of the last one, before searching widely.
    """

    def __init__(self, text: str, max_hashes: int = MAX_HASHES) -> None:
        self._text = text
        self._left = max_hashes
        self._shift = 0
        self._tables: dict[int, dict[str, list[int]]] = {}

    def find(self, anchor: Anchor) -> Span | None:
        """The span of the quote now: the old one when it still fits, else a moved one, else None.

        A span that still fits keeps its exact bounds, surrounding white space included.
        """
        span = anchor.span
        if span.end <= len(self._text) and self._fits(span, anchor.quote):
            return span
        if anchor.length > MAX_QUOTE:
            return None
        moved = self._try_shift(anchor) or self._search(anchor)
        if moved:
            self._shift = moved.start - span.start
        return moved

    def _fits(self, span: Span, quote: str) -> bool:
        return quote_hash(self._text[span.start : span.end]) == quote

    def _try_shift(self, anchor: Anchor) -> Span | None:
        start = anchor.span.start + self._shift
        end = anchor.span.end + self._shift
        if not 0 <= start < end <= len(self._text):
            return None
        span = Span(start, end)
        return span if self._fits(span, anchor.quote) else None

    def _search(self, anchor: Anchor) -> Span | None:
        if anchor.length not in self._tables:
            self._tables[anchor.length] = self._table(anchor.length)
        starts = self._tables[anchor.length].get(anchor.quote.removeprefix("sha256:"), [])
        expected = anchor.span.start + self._shift
        spans = [self._normal.span(start, anchor.length) for start in starts]
        return min(spans, key=lambda span: (abs(span.start - expected), span), default=None)

    def _table(self, length: int) -> dict[str, list[int]]:
        """Hash → normalised starts, of every run of this length made of whole words."""
        table: dict[str, list[int]] = {}
        text = self._normal.text
        starts = islice(self._normal.word_starts(len(text) - length), max(self._left, 0))
        for start in starts:
            self._left -= 1
            run = text[start : start + length]
            if self._normal.ends_word(start + length):
                table.setdefault(sha256(run.encode()).hexdigest(), []).append(start)
        return table

    @cached_property
    def _normal(self) -> _NormalText:
        return _NormalText.of(self._text)


@dataclass(frozen=True, slots=True)
class _NormalText:
    """A text in NFC with single spaces, and for each code point where it came from."""

    text: str
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, source: str) -> _NormalText:
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, end in _clusters(source):
            piece = source[start:end]
            normal = " " if piece.isspace() else unicodedata.normalize("NFC", piece)
            pieces.append(normal)
            starts += [start] * len(normal)
            ends += [end] * len(normal)
        return cls("".join(pieces), starts, ends)

    def word_starts(self, last: int) -> Iterator[int]:
        """Positions up to `last` that hold no space and do not stand inside a word."""
        for index in range(min(last + 1, len(self.text))):
            char = self.text[index]
            inside = index > 0 and char.isalnum() and self.text[index - 1].isalnum()
            if char != " " and not inside:
                yield index

    def ends_word(self, end: int) -> bool:
        """Whether a run may end here: not on a space and not inside a word."""
        last, following = self.text[end - 1], self.text[end : end + 1]
        return last != " " and not (last.isalnum() and following.isalnum())

    def span(self, start: int, length: int) -> Span:
        """The source span of a normalised run."""
        return Span(self.starts[start], self.ends[start + length - 1])


def _clusters(source: str) -> Iterator[tuple[int, int]]:
    """White space runs, and each other code point with the combining marks that follow it."""
    start = 0
    while start < len(source):
        end = start + 1
        if source[start].isspace():
            while end < len(source) and source[end].isspace():
                end += 1
        else:
            while end < len(source) and unicodedata.combining(source[end]):
                end += 1
        yield start, end
        start = end


def _normalise(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
