"""One document version as the extractors see it: its text, passages, mentions and register.

In: what segmenting and matching found. Out: look-ups by span. Changes nothing, reads no file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from graph.entries import Concept
from ingest.once import Once, Register
from ontology.iris import Names
from ontology.records import (
    Element,
    Iri,
    Mention,
    MentionKind,
    Passage,
    Sha256,
    SourceCard,
    Span,
)


@dataclass(frozen=True)
class Document(Once):
    """A document version being read. Passages and mentions are sorted by start."""

    card: SourceCard
    names: Names
    text: str
    file_hash: Sha256
    passages: tuple[Passage, ...]
    mentions: tuple[Mention, ...]
    register: Register
    concepts: tuple[Concept, ...] = ()  # values of the region's open lists

    @property
    def id(self) -> str:
        """The slug of the document."""
        return self.card.id

    @property
    def version(self) -> Iri:
        """The IRI of this version."""
        return self.names.version(self.card.id, self.file_hash)

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [mention.span.start for mention in self.mentions]

    @cached_property
    def _passage_starts(self) -> list[int]:
        return [passage.span.start for passage in self.passages]

    @cached_property
    def plain(self) -> str:
        """The text in lower case, to see if a word is there at all; offsets may differ."""
        return self.text.lower()

    def quote(self, span: Span) -> str:
        """The text of a span, as delivered."""
        start, end = span
        return self.text[start:end]

    def mentions_in(
        self, span: Span, kinds: Collection[MentionKind] | None = None
    ) -> tuple[Mention, ...]:
        """Mentions that lie wholly inside a span, in text order, of the given kinds."""
        first = bisect_left(self._mention_starts, span.start)
        last = bisect_left(self._mention_starts, span.end, first)
        if first == last:
            return ()
        end = span.end
        return tuple(
            [
                mention
                for mention in self.mentions[first:last]
                if mention.span.end <= end and (kinds is None or mention.kind in kinds)
            ]
        )

    def passages_in(self, span: Span) -> tuple[Passage, ...]:
        """Passages that start inside a span, in text order."""
        first = bisect_left(self._passage_starts, span.start)
        last = bisect_left(self._passage_starts, span.end)
        return self.passages[first:last]

    def find_passage(self, offset: int) -> Passage | None:
        """The passage that holds an offset, if any."""
        index = bisect_right(self._passage_starts, offset) - 1
        if index >= 0 and offset < self.passages[index].span.end:
            return self.passages[index]
        return None


@dataclass(frozen=True, slots=True)
class Extractor:
    """A small reader for one kind of statement. `extract` is pure: same document, same elements.

    Its policy (what counts, what does not, with one example of each) is the module's docstring.
    """

    name: str  # singular trade word, e.g. 'quantities'
    version: str  # SemVer; a change of behaviour changes it
    extract: Callable[[Document], Iterable[Element]]

    @property
    def method(self) -> str:
        """What claims carry as bg:method, e.g. `quantities 0.1.0`."""
        return f"{self.name} {self.version}"
