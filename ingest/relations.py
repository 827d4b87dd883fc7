"""Relations between two named things that a sentence states in so many words.

Counts: the last thing named before a fixed phrase and the first one named after it in the same
sentence: `is bouwsteen voor`, `is voorwaarde voor`, `bouwt voort op`, `sluit aan op`, `ligt in`,
`wordt uitgewerkt in`, `hangt boven`, `vervangt`, `voorheen` (when the old name is an entry of its
own). The direction is that of the words, or turned round where the phrase says so (`vormt de basis
voor`). What contributes to a goal is for `ingest.goals`.
Does not count: things that only stand in one sentence, a phrase that is denied or asked, a phrase
with many words to either side of it.
Example that counts: `De nota bouwt voort op de visie`. Does not: `de nota en de visie`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.document import Document, Extractor
from ingest.modality import judge_modality
from ingest.statements import Sentence, find_sentences
from ontology.records import Element, Iri, Mention, MentionKind, Span, Statement
from ontology.terms import BG, DCT

VERSION: Final = "0.2.0"
_METHOD: Final = f"relations {VERSION}"
_SURE: Final = Decimal("0.85")
_REACH: Final = 60  # code points between a phrase and the thing on either side
_MAX_PER_SENTENCE: Final = 10
_DENIED: Final = re.compile(r"\b(?:niet|geen)\b", re.IGNORECASE)
_DOCUMENTS: Final = frozenset[MentionKind](("document",))
_PLANS: Final = frozenset[MentionKind](("document", "programme"))
_ELEMENTS: Final = frozenset[MentionKind](("programme", "project", "instrument"))
_PLACES: Final = frozenset[MentionKind](("place",))
_ANY: Final = _PLANS | _ELEMENTS | _PLACES


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that state a relation, which kinds may stand before and after, and the direction."""

    words: re.Pattern[str]
    predicate: Iri
    before: frozenset[MentionKind]
    after: frozenset[MentionKind]
    turned: bool = False  # the thing after the words is the subject


def _phrase(
    words: str,
    predicate: Iri,
    before: frozenset[MentionKind],
    after: frozenset[MentionKind],
    *,
    turned: bool = False,
) -> _Phrase:
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    return _Phrase(pattern, predicate, before, after, turned)


_PHRASES: Final = (
    _phrase(
        r"(?:is|vormt|zijn|biedt|bieden|dient als|als)\s+(?:een\s+|de\s+)?bouwste(?:en|nen)\s+voor",
        BG.buildingBlockFor,
        _DOCUMENTS,
        _DOCUMENTS,
    ),
    _phrase(
        r"vormt\s+(?:een\s+|de\s+)?(?:belangrijke\s+)?basis\s+voor|is\s+de\s+basis\s+voor",
        BG.buildsOn,
        _DOCUMENTS,
        _DOCUMENTS,
        turned=True,
    ),
    _phrase(
        r"bouw(?:t|en)\s+voort\s+op|is\s+gebaseerd\s+op|volgt\s+uit|volgende\s+uit",
        BG.buildsOn,
        _DOCUMENTS,
        _DOCUMENTS,
    ),
    _phrase(
        r"sluit(?:en)?\s+(?:goed\s+)?aan\s+(?:op|bij)|is\s+afgestemd\s+(?:op|met)",
        BG.alignedWith,
        _PLANS,
        _PLANS,
    ),
    _phrase(
        r"word(?:t|en)\s+(?:verder\s+)?uitgewerkt\s+in", BG.elaboratedIn, _DOCUMENTS, _DOCUMENTS
    ),
    _phrase(r"hangt\s+boven", BG.standsAbove, _DOCUMENTS, _DOCUMENTS),
    _phrase(
        r"(?:is|vormt|zijn|vormen)\s+(?:een\s+)?(?:belangrijke\s+)?(?:rand)?voorwaarden?\s+voor",
        BG.isConditionFor,
        _ELEMENTS,
        _ELEMENTS,
    ),
    _phrase(
        r"(?:is|vormt)\s+(?:een\s+)?onderdeel\s+van|maakt\s+deel\s+uit\s+van",
        BG.partOf,
        _ELEMENTS,
        _ELEMENTS,
    ),
    _phrase(r"voorheen", DCT.replaces, _PLANS, _PLANS),
    _phrase(r"vervangt", DCT.replaces, _DOCUMENTS, _DOCUMENTS),
    _phrase(r"word(?:t|en)\s+vervangen\s+door", DCT.isReplacedBy, _DOCUMENTS, _DOCUMENTS),
    _phrase(
        r"(?:ligt|liggen|gelegen)\s+in",
        BG.scopePlace,
        frozenset[MentionKind](("project",)),
        _PLACES,
    ),
)


def extract(document: Document) -> Iterator[Element]:
    """One element for each relation, with the relation as its only statement."""
    seen: set[tuple[Iri, Iri, Iri]] = set()
    for sentence in find_sentences(document):
        if _is_question(document, sentence):
            continue
        for subject, predicate, value in _relations(document, sentence):
            key = (subject.entity, predicate, value.entity)
            if key not in seen and subject.entity != value.entity:
                seen.add(key)
                yield _element(document, sentence, subject, predicate, value)


def _is_question(document: Document, sentence: Sentence) -> bool:
    return document.quote(sentence.spans[-1]).rstrip().endswith("?")


def _relations(document: Document, sentence: Sentence) -> Iterator[tuple[Mention, Iri, Mention]]:
    mentions = sentence.mentions(document, _ANY)
    if len(mentions) < 2:
        return
    found = 0
    for phrase in _PHRASES:
        for span in _occurrences(document, sentence.spans, phrase):
            pair = _sides(document, phrase, span, mentions)
            if pair is not None and found < _MAX_PER_SENTENCE:
                found += 1
                first, second = pair
                yield (
                    (second, phrase.predicate, first)
                    if phrase.turned
                    else (
                        first,
                        phrase.predicate,
                        second,
                    )
                )


def _occurrences(document: Document, spans: Sequence[Span], phrase: _Phrase) -> Iterator[Span]:
    for span in spans:
        for match in phrase.words.finditer(document.text, span.start, span.end):
            yield Span(*match.span())


def _sides(
    document: Document, phrase: _Phrase, span: Span, mentions: Sequence[Mention]
) -> tuple[Mention, Mention] | None:
    before = [
        mention
        for mention in mentions
        if mention.kind in phrase.before and mention.span.end <= span.start
    ]
    after = [
        mention
        for mention in mentions
        if mention.kind in phrase.after and mention.span.start >= span.end
    ]
    if not before or not after:
        return None
    first, second = before[-1], after[0]
    if span.start - first.span.end > _REACH or second.span.start - span.end > _REACH:
        return None
    around = document.text[first.span.end : second.span.start]
    return None if _DENIED.search(around) else (first, second)


def _element(
    document: Document, sentence: Sentence, subject: Mention, predicate: Iri, value: Mention
) -> Element:
    entry = document.register[subject.entity]
    return Element(
        iri=subject.entity,
        type=entry.type,
        evidence=(subject.span,),
        method=_METHOD,
        confidence=_SURE,
        layer=BG.Extracted,
        statements=(
            Statement(
                predicate=predicate,
                object=value.entity,
                evidence=sentence.spans,
                modality=judge_modality(sentence.text(document)),
            ),
        ),
    )


EXTRACTOR: Final = Extractor("relations", VERSION, extract)
