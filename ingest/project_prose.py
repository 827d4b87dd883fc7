"""Sentences that tell which projects are worked on where.

Counts: a sentence with a place, a verb of working on it, and names behind that verb (`In Aalbeek
werken we aan het Molenpark en de Lange Wal`). Outside a section about projects only names that the
register knows, or sentences that call them key projects.
Does not count: what is denied, asked or only possible (`niet`, `geen`, `eventueel`), names of
places, parties and documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ingest.document import Document
from ingest.guarded import guard
from ingest.segment import sentences
from ontology.records import Iri, Mention, MentionKind, Span

_KEY: Final = guard(r"\bsleutelproject(?:en)?\b", re.IGNORECASE)
_WORK: Final = re.compile(
    r"\b(?:werk(?:t|en)?\s+(?:\w+\s+){0,3}?aan|wordt\s+(?:\w+\s+){0,3}?gewerkt\s+aan"
    r"|(?:her)?ontwikkel(?:t|en)?|bouw(?:t|en)|realise(?:ert|ren)|transforme(?:ert|ren)"
    r"|zijn|is|komt|komen|verrijst|verrijzen|betreft|gaat\s+het\s+om)\b",
    re.IGNORECASE,
)
_WEAK: Final = re.compile(r"^(?:zijn|is|komt|komen|betreft|gaat)", re.IGNORECASE)
_DENIED: Final = guard(r"\b(?:niet|geen|nergens|stil|eventueel|nooit)\b", re.IGNORECASE)
_WORD: Final = r"[A-ZÀ-Þ0-9][\w’'&/-]*"
_NAME: Final = re.compile(
    rf"(?<![\w-])[A-ZÀ-Þ][\w’'&/-]*(?:\s+(?:(?:van|op|aan|in|bij|over)\s+(?:(?:de|het|den)\s+)?"
    rf"|(?:de|het|den)\s+)?{_WORD}){{0,4}}"
)
_LONGER: Final = re.compile(r"\b[A-ZÀ-Þ][\w-]*\s+$")  # the name goes on to the left
_GOVERNS: Final = frozenset[MentionKind](("place", "actor"))
_OTHERS: Final = frozenset[MentionKind](
    ("place", "actor", "body", "document", "programme", "instrument")
)
_MAX_SENTENCE: Final = 600
_MAX_NAMES: Final = 12


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence with the place and the names of projects in it."""

    sentence: Span
    place: Iri
    names: tuple[Span, ...]


def find_told(document: Document, passage: Span, *, listed: bool) -> Iterator[Told]:
    """The sentences of a passage that tell so; `listed` in a section about projects."""
    for sentence in sentences(document.text, passage):
        quote = document.quote(sentence)
        if len(quote) > _MAX_SENTENCE or quote.endswith("?") or _DENIED.search(quote):
            continue
        key = bool(_KEY.search(quote))
        found = _place(document, sentence)
        if found is None:
            continue
        where, place = found
        work = _work(document.text, where.span.end, sentence.end, weak=key)
        if work is None:
            continue
        behind = Span(work, sentence.end)
        names = tuple(_names(document, behind, unknown=listed or key))
        if names:
            yield Told(sentence, place, names)


def _place(document: Document, sentence: Span) -> tuple[Mention, Iri] | None:
    """The first place or governing party, when the sentence begins with it."""
    for mention in document.mentions_in(sentence, _GOVERNS):
        entry = document.register.get(mention.entity)
        if entry is not None and entry.place is not None:
            return mention, entry.place
    return None


def _work(text: str, start: int, end: int, *, weak: bool) -> int | None:
    """Where the verb ends; `is` and the like only where the sentence names key projects."""
    for match in _WORK.finditer(text, start, end):
        if (weak or not _WEAK.match(match.group())) and match.end() < end:
            return match.end()
    return None


def _names(document: Document, span: Span, *, unknown: bool) -> Iterator[Span]:
    known = [
        mention.span
        for mention in document.mentions_in(span, {"project"})
        if not _LONGER.search(document.text[span.start : mention.span.start])
    ]
    yield from known
    if not unknown:
        return
    others = [mention.span for mention in document.mentions_in(span, _OTHERS)]
    count = 0
    for match in _NAME.finditer(document.text, span.start, span.end):
        name = Span(*match.span())
        if any(name.overlaps(one) for one in known) or any(one.contains(name) for one in others):
            continue
        count += 1
        if count > _MAX_NAMES:
            return
        yield name
