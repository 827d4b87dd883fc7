"""Everything a document names, known or not, and the document itself when it speaks of itself.

In: a Document. Out: `Named` records in text order: mentions of the register, documents, programmes
and projects that the register lacks (under the IRI of their proposal), and `deze visie`, `dit plan`
for the document itself.
Counts as itself: `deze` or `dit` with a word that its own title holds, `de` with a kind of document
that its title says or on which the first such word in it ends, or `dit document`; when what stands
before names another document or programme by that word, it is that one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.document import Document
from ingest.folding import fold_label
from ingest.guarded import guard
from ingest.programmes import find_programmes
from ingest.projects import find_misplaced_mentions, find_named_projects
from ingest.references import find_citations
from ontology.records import Iri, MentionKind, Span
from ontology.terms import BG

_KINDS: Final = (
    r"plan\s+van\s+aanpak|agenda|visie|nota|plan|brief|strategie|document|notitie|programma|"
    r"akkoord|voorstel|rapportage|rapport|kader|convenant|koers|deal|perspectief|monitor|barometer|"
    r"besluit|begroting|verordening|verkenning|handreiking|overeenkomst|regeling|atlas|verslag|jaarrekening"
)
_KIND: Final = re.compile(rf"(?P<word>{_KINDS})\b")
_ITSELF: Final = guard(
    r"\b(?P<how>(?:[Dd]eze|[Dd]it|[Oo]nze|[Dd]e|[Hh]et)\s+(?:voorliggend\w*\s+)?)"
    rf"(?P<kind>[a-zà-ÿ]*?(?P<word>{_KINDS}))"
    r"\b(?!\s+(?:van|voor)\s+[A-ZÀ-Þ])(?!\s+[A-ZÀ-Þ])"
)
_ARTICLE: Final = re.compile(r"(?:de|het)\s+", re.IGNORECASE)
_ALWAYS: Final = frozenset({"document"})
_PAPERS: Final = frozenset[MentionKind](("document", "programme"))
_BACK: Final = 240  # code points in which something else may be meant


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """One place where something is named."""

    span: Span
    iri: Iri
    kind: MentionKind
    type: Iri  # main class


class NamedThings:
    """What a document names, looked up by span."""

    def __init__(self, things: Sequence[Named]) -> None:
        self._things = sorted(things)
        self._starts = [thing.span.start for thing in self._things]

    def inside(self, span: Span) -> list[Named]:
        """Things wholly inside a span, in text order."""
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        return [thing for thing in self._things[first:last] if thing.span.end <= span.end]


def find_named(document: Document) -> NamedThings:
    """All that is named; for `document.once`."""
    things = [*_registered(document), *_proposed(document)]
    return NamedThings([*things, *_itself(document, NamedThings(things))])


def name_itself(document: Document, span: Span) -> Named:
    """The document where it speaks as `wij`."""
    own = document.names.document(document.id)
    entry = document.register.get(own)
    return Named(span, own, "document", entry.type if entry else BG.Document)


def _registered(document: Document) -> Iterator[Named]:
    misplaced = find_misplaced_mentions(document)
    for mention in document.mentions:
        entry = document.register.get(mention.entity)
        if entry is not None and mention not in misplaced:
            yield Named(mention.span, mention.entity, mention.kind, entry.type)


def _proposed(document: Document) -> Iterator[Named]:
    for one in document.once(find_citations):
        entry = document.register.get(one.iri)
        yield Named(one.span, one.iri, "document", entry.type if entry else BG.Document)
    for span, iri in find_programmes(document):
        yield Named(span, iri, "programme", BG.Programme)
    for project in document.once(find_named_projects):
        if project.label is not None:
            yield Named(project.span, project.iri, "project", BG.KeyProject)


def _itself(document: Document, others: NamedThings) -> Iterator[Named]:
    own = document.names.document(document.id)
    entry = document.register.get(own)
    title = fold_label(f"{document.card.title} {document.card.short}")
    for match in _ITSELF.finditer(document.text):
        word = " ".join(match["word"].lower().split())
        span = Span(*match.span())
        other = _meant(document, span, word, others)
        if _ARTICLE.fullmatch(match["how"]):  # 'de visie' only when the title says just that
            if other is not None and match["kind"] == word:
                yield Named(span, other.iri, other.kind, other.type)
            elif other is None and _is_called(title, match["kind"], word):
                yield Named(span, own, "document", entry.type if entry else BG.Document)
            continue
        if other is not None:
            yield Named(span, other.iri, other.kind, other.type)
        elif word in _ALWAYS or re.search(rf"{word}\b", title):
            yield Named(span, own, "document", entry.type if entry else BG.Document)


def _is_called(title: str, kind: str, word: str) -> bool:
    """Whether a title says just that, or the first kind of document in it ends on it."""
    if re.search(rf"(?<!\w){kind}(?!\w)", title):
        return True
    first = _KIND.search(title)
    return first is not None and " ".join(first["word"].split()) == word and kind == word


def _meant(document: Document, span: Span, word: str, others: NamedThings) -> Named | None:
    """The last thing named just before, when it carries that word in its name."""
    passage = document.find_passage(span.start)
    start = max(passage.span.start if passage else 0, span.start - _BACK)
    if start >= span.start:
        return None
    before = [one for one in others.inside(Span(start, span.start)) if one.kind in _PAPERS]
    if not before:
        return None
    name = fold_label(document.quote(before[-1].span))
    own = document.names.document(document.id)
    return before[-1] if before[-1].iri != own and re.search(rf"{word}\b", name) else None
