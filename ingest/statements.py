"""Sentences as statements: whole again where a footnote or page break cut them, with their context.

In: a Document. Out: `Sentence` records in text order, each with the spans it consists of, the
passage it ends in and the sentence before it. Headings, notes and page furniture are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ingest.document import Document
from ingest.segment import sentences
from ontology.records import Mention, MentionKind, Passage, Span

_TEXT: Final = frozenset({"paragraph", "item", "row"})
_ASIDE: Final = frozenset({"footnote", "furniture", "caption"})
_ENDED: Final = re.compile(r"[.!?:;][\"'’”)\]]*$")


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence over one or more spans; `before` is the sentence before it in its passage."""

    spans: tuple[Span, ...]
    passage: Passage
    before: Sentence | None

    @property
    def start(self) -> int:
        """Where the sentence begins."""
        return self.spans[0].start

    def text(self, document: Document) -> str:
        """Its text, with what stands in between left out."""
        if len(self.spans) == 1:  # nearly always
            return document.quote(self.spans[0])
        return " ".join(document.quote(span) for span in self.spans)

    def mentions(self, document: Document, kinds: frozenset[MentionKind]) -> list[Mention]:
        """Mentions in all its spans, in text order."""
        return [mention for span in self.spans for mention in document.mentions_in(span, kinds)]


def find_sentences(document: Document) -> tuple[Sentence, ...]:
    """All sentences of paragraphs, items and rows."""
    return document.once(_sentences)


def _sentences(document: Document) -> tuple[Sentence, ...]:
    return tuple(_iter_sentences(document))


def _iter_sentences(document: Document) -> Iterator[Sentence]:
    open_end: Sentence | None = None  # a sentence whose passage breaks off
    for passage in document.passages:
        if passage.kind in _ASIDE:
            continue
        if passage.kind not in _TEXT:
            if open_end is not None:
                yield open_end
            open_end = None
            continue
        spans = sentences(document.text, passage.span)
        before: Sentence | None = None
        for number, span in enumerate(spans):
            if open_end is not None and number == 0:
                if _goes_on(document, span, passage):
                    joined = (*open_end.spans, span)
                    sentence = Sentence(joined, passage, open_end.before)
                else:
                    yield open_end
                    sentence = Sentence((span,), passage, None)
                open_end = None
            else:
                sentence = Sentence((span,), passage, before)
            if number + 1 == len(spans) and _breaks_off(document, span, passage):
                open_end = sentence
            else:
                yield sentence
            before = sentence
    if open_end is not None:
        yield open_end


def _breaks_off(document: Document, span: Span, passage: Passage) -> bool:
    return passage.kind == "paragraph" and not _ENDED.search(document.quote(span))


def _goes_on(document: Document, span: Span, passage: Passage) -> bool:
    return passage.kind == "paragraph" and document.text[span.start].islower()
