"""Relations between two named things that a sentence states in so many words.

Counts: the last thing named before a fixed phrase and the first one named after it in the same
sentence, known or proposed: `is bouwsteen voor`, `is voorwaarde voor`, `bouwt voort op`, `sluit aan
op`, `ligt in`, `loopt mee in`, `is trekker van`, `vervangt`, `voorheen` and the others of
`ingest.phrases`. Things in an enumeration (`A en B`) all count. `Deze visie` is the document
itself, and so is `we` in `sluiten we aan op`. The direction is that of the words, or turned round
where the phrase says so (`vormt de basis voor`). `A draagt bij aan …` makes what follows a goal,
unless `ingest.goals` has one there.
What may be (`kan bijdragen`) counts with less confidence.
Does not count: things that only stand in one sentence, a phrase that is denied or asked, a phrase
with many words to either side of it.
Example that counts: `De nota bouwt voort op de visie`. Does not: `de nota en de visie`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ingest import goals
from ingest.document import Document, Extractor
from ingest.modality import judge_modality
from ingest.named import Named, find_named, name_itself
from ingest.phrases import HEDGED, HELPERS, HELPS, Phrase, find_phrases
from ingest.segment import sentences
from ingest.statements import Sentence, find_sentences
from ontology.records import Element, Iri, Literal, MentionKind, Span, Statement
from ontology.terms import BG, SKOS

VERSION: Final = "0.3.0"
_METHOD: Final = f"relations {VERSION}"
_SURE: Final = Decimal("0.85")
_MAYBE: Final = Decimal("0.6")
_PROPOSED: Final = Decimal("0.7")
_MAX_BACK: Final = 3  # sentences with a pronoun, one after the other
_PRONOUN: Final = re.compile(r"\W*(?:Zij|Ze|Hij|Het|Dit|Deze)\s+(?:(?:ook|zo|verder|mede)\s+)?")
_OPENS: Final = re.compile(
    r"\W*(?:in\s+)?(?:(?:de|het|een|onze|dit|deze)\s+)?(?:\w+e\s+)?", re.IGNORECASE
)
_SUBJECTS: Final = frozenset[MentionKind](
    ("document", "programme", "instrument", "project", "actor", "body")
)
_REACH: Final = 60  # code points between a phrase and the thing on either side
_MAX_PER_SENTENCE: Final = 20
_OPENING: Final = 40  # code points of an item before its verb
_MAX_ITEMS: Final = 30
_MAX_GOAL: Final = 200
_MIN_GOAL: Final = 8
_MAX_LABEL: Final = 6  # words
_ARTICLE: Final = re.compile(r"(?:de|het|een|onze|hun)\s+", re.IGNORECASE)
_CLAUSE_END: Final = re.compile(r"[.;:?!]|,|\s(?:en|maar|terwijl|doordat|omdat|zodat|waarmee)\s")
_DENIED: Final = re.compile(r"\b(?:niet|geen|noch|nooit)\b", re.IGNORECASE)
_NEXT: Final = re.compile(
    r"\W*(?:\([^()]{1,60}\)\W*)?(?:(?:uit|van)\s+\d{4}\W*)?"
    r"(?:(?:en|alsook|evenals|of|zowel|als)\s+)?(?:(?:ook|daarna|vervolgens)\s+)?(?:(?:op|bij|met|voor|in|van|aan)\s+)?"
    r"(?:(?:de|het|een|gemeente|nationale|regionale|provinciale)\s+)*",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"(?:,|\ben)\s+(?:[a-z]+\s+)?\Z")
_WE: Final = re.compile(
    r"\b(?:we|wij)\b|\bword(?:t|en)\b(?=[^.]{0,70}\baangesloten\b)", re.IGNORECASE
)
_SMALL: Final = re.compile(
    r"(?:\s+(?:de|het|een|van|en|in|op|voor|met|die|dat|te|om|aan|naar|bij|tot|of))+$",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"\b(?:die|dat|waarin|waarvoor|waarmee)\s[^,.;:]*$")
_TOP: Final = re.compile(r",|\ben\b|\balsook\b|\bevenals\b|\bals\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Relation:
    """One relation as a sentence states it."""

    subject: Named
    predicate: Iri
    value: Iri
    hedged: bool


def extract(document: Document) -> Iterator[Element]:
    """One element for each relation, with the relation as its only statement; and goals helped."""
    seen: set[tuple[Iri, Iri, Iri]] = set()
    for sentence in find_sentences(document):
        text = sentence.text(document)
        if text.rstrip().endswith("?"):
            continue
        for found in _relations(document, sentence):
            key = (found.subject.iri, found.predicate, found.value)
            if key not in seen and found.subject.iri != found.value:
                seen.add(key)
                yield _element(found, sentence, judge_modality(text))
        yield from _helped(document, sentence, text)


def _relations(document: Document, sentence: Sentence) -> Iterator[_Relation]:
    spans = [
        (phrase, Span(*match.span()))
        for span in sentence.spans
        for phrase in find_phrases(document.quote(span))
        for match in phrase.words.pattern.finditer(document.text, span.start, span.end)
    ]
    if not spans:
        return
    things = [one for span in sentence.spans for one in document.once(find_named).inside(span)]
    found = 0
    subjects: list[Named] = []  # of the verb before, for `A volgt uit B en vervangt C`
    for phrase, at in sorted(spans, key=lambda pair: pair[1]):
        led = _lead(document, phrase, sentence, at)
        led = led or _meant(document, sentence, at.start, phrase.before)
        firsts, seconds = _sides(document, phrase, at, [*led, *things])
        joined = _AND.search(document.text, max(sentence.start, at.start - _REACH), at.start)
        again = (subjects or _opening(document, sentence, phrase.before)) if joined else []
        if again and again[0].kind in phrase.before and seconds:
            firsts = again
        subjects = firsts or subjects
        for first in firsts:
            for second in seconds:
                found += 1
                if found > _MAX_PER_SENTENCE:
                    return
                around = document.text[max(sentence.start, first.span.start) : second.span.start]
                one, other = (second, first) if phrase.turned else (first, second)
                yield _Relation(one, phrase.predicate, other.iri, bool(HEDGED.search(around)))


def _sides(
    document: Document, phrase: Phrase, at: Span, things: Sequence[Named]
) -> tuple[list[Named], list[Named]]:
    """What stands before and after a phrase; both empty when it is too far off, or denied."""
    before = [one for one in things if one.kind in phrase.before and one.span.end <= at.start]
    inside = [one for one in things if one.kind in phrase.before and at.contains(one.span)]
    voice = _WE.search(document.text, at.start, at.end)
    if voice and not inside and "document" in phrase.before:
        inside = [name_itself(document, Span(*voice.span()))]
    if inside:  # 'sluit de visie aan op': the subject stands in the middle
        before = inside[-1:]
    after = [one for one in things if one.kind in phrase.after and one.span.start >= at.end]
    if not before or not after:
        return [], []
    near = max(before, key=lambda one: (one.span.end, one.span.end - one.span.start))
    first = min(after, key=lambda one: (one.span.start, -one.span.end))
    gap = max(0, at.start - near.span.end)
    if gap > _REACH or first.span.start - at.end > _REACH:
        return [], []
    if _DENIED.search(document.text[near.span.end : first.span.start]):
        return [], []
    return _run(document, before[::-1], near)[::-1], _run(document, after, first)


def _lead(document: Document, phrase: Phrase, sentence: Sentence, at: Span) -> list[Named]:
    """What the sentence above a list names last, for an item that opens with the verb."""
    if sentence.passage.kind != "item" or at.start - sentence.start > _OPENING:
        return []
    opening = document.text[sentence.start : at.start + 1]
    if next((char for char in opening if char.isalpha()), "A").isupper():
        return []  # it names its own subject
    first = bisect_left(document.passages, sentence.passage.span, key=lambda one: one.span)
    for passage in reversed(document.passages[max(0, first - _MAX_ITEMS) : first]):
        if passage.kind in {"paragraph", "heading"}:
            last = sentences(document.text, passage.span)[-1]
            named = document.once(find_named).inside(last)
            fitting = [one for one in named if one.kind in phrase.before]
            # as if it stood at the head of the item
            head = Span(sentence.start, sentence.start + 1)
            return [replace(one, span=head) for one in fitting[-1:]]
    return []


def _opening(document: Document, sentence: Sentence, kinds: frozenset[MentionKind]) -> list[Named]:
    """The subject of a sentence, of which a second verb tells more: `A doet X en vervangt B`."""
    subject = _subject(document, sentence)
    if subject is not None:
        return [subject] if subject.kind in kinds else []
    return _meant(document, sentence, None, kinds)


def _meant(
    document: Document, sentence: Sentence, verb: int | None, kinds: frozenset[MentionKind]
) -> list[Named]:
    """What a pronoun (right before a verb) means: the subject of the sentence before."""
    current = sentence
    for _ in range(_MAX_BACK):
        opening = _PRONOUN.match(document.text, current.start, current.start + _OPENING)
        if opening is None or (verb and current is sentence and opening.end() != verb):
            return []
        if current.before is None:
            return []
        current = current.before
        subject = _subject(document, current)
        if subject is not None:
            head = Span(sentence.start, sentence.start + 1)  # as if it stood there
            return [replace(subject, span=head)] if subject.kind in kinds else []
    return []


def _subject(document: Document, sentence: Sentence) -> Named | None:
    """The thing with which a sentence opens, after at most an article."""
    first = sentence.spans[0]
    for one in document.once(find_named).inside(first):
        if not _OPENS.fullmatch(document.text, first.start, one.span.start):
            return None
        if one.kind in _SUBJECTS:
            return one
    return None


def _run(document: Document, things: Sequence[Named], start: Named) -> list[Named]:
    """The thing and those that follow it in an enumeration, away from the phrase."""
    run = [start]
    for one in things:
        last = run[-1]
        left, right = (last, one) if one.span.start >= last.span.end else (one, last)
        if left.span.end > right.span.start or one is start:
            continue
        between = document.text[left.span.end : right.span.start]
        if not _NEXT.fullmatch(between) or not _TOP.search(between):
            break
        run.append(one)
    return run


def _element(found: _Relation, sentence: Sentence, modality: Iri | None) -> Element:
    return Element(
        iri=found.subject.iri,
        type=found.subject.type,
        evidence=(found.subject.span,),
        method=_METHOD,
        confidence=_MAYBE if found.hedged else _SURE,
        layer=BG.Extracted,
        statements=(
            Statement(
                predicate=found.predicate,
                object=found.value,
                evidence=sentence.spans,
                modality=modality,
            ),
        ),
    )


# --- what helps a goal ------------------------------------------------------------------------


def _helped(document: Document, sentence: Sentence, text: str) -> Iterator[Element]:
    """`A draagt bij aan B`: a goal for B where there is none, and that A contributes to it."""
    for span in sentence.spans:
        for match in HELPS.finditer(document.text, span.start, span.end):
            near = Span(max(span.start, match.start() - 2 * _REACH), match.start() + 1)
            before = [one for one in document.once(find_named).inside(near) if one.kind in HELPERS]
            if not before and (meant := _meant(document, sentence, match.start(), HELPERS)):
                before = meant
            if not before or match.start() - before[-1].span.end > _REACH:
                continue
            if _DENIED.search(document.text[before[-1].span.end : match.end()]) or _CLAUSE.search(
                document.text, span.start, before[-1].span.start
            ):
                continue  # denied, or named inside a clause about something else
            goal = _goal(document, match.end(), span.end)
            if goal is None:
                continue
            iri, element = goal
            if element is not None:
                yield element
            hedged = bool(HEDGED.search(document.text[before[-1].span.end : match.end()]))
            for subject in _run(document, before[::-1], before[-1]):
                found = _Relation(subject, BG.contributesTo, iri, hedged)
                yield _element(found, sentence, judge_modality(text))


def _goal(document: Document, start: int, end: int) -> tuple[Iri, Element | None] | None:
    """The goal that the words from `start` name: one that was found there, else a proposal."""
    stop = _CLAUSE_END.search(document.text, start, end)
    last = min(stop.start() if stop else end, start + _MAX_GOAL)
    article = _ARTICLE.match(document.text, start, last)
    first = article.end() if article else start
    if last - first < _MIN_GOAL:
        return None
    span = Span(first, last)
    for known in document.once(_known_goals):
        if any(one.overlaps(span) for one in known.evidence):
            return known.iri, None
    words = document.quote(span).replace("\xad", "").split()[:_MAX_LABEL]
    label = _SMALL.sub("", " ".join(words)).rstrip(":,;. ")
    label = label[:1].upper() + label[1:]
    iri = document.names.proposal(document.id, f"doel {label}")
    themes = dict.fromkeys(one.entity for one in document.mentions_in(span, {"theme"}))
    return iri, Element(
        iri=iri,
        type=BG.Goal,
        evidence=(span,),
        method=_METHOD,
        confidence=_PROPOSED,
        layer=BG.Extracted,
        statements=(
            Statement(predicate=SKOS.prefLabel, object=Literal.text(label, "nl"), claimed=False),
            Statement(predicate=BG.goalLevel, object=BG.MainGoal),
            *(Statement(predicate=BG.hasTheme, object=theme) for theme in themes),
        ),
    )


def _known_goals(document: Document) -> tuple[Element, ...]:
    return tuple(one for one in goals.extract(document) if one.type == BG.Goal)


EXTRACTOR: Final = Extractor("relations", VERSION, extract)
