"""Finds the entries of the register in a text: one pass, exact spans, linear time.

Counts: whole words in any case, over line breaks and soft hyphens; plurals and adjectives
(`Betuwse` for Betuwe); for themes also compounds (`woningbouwopgave` for woningbouw).
Does not count: a shorter name inside a longer one of the same kind (`Berg` in
`Berg-Dal`), a label inside a negative label (`Bergen (Limburg)`), an abbreviation in
another case, a lower-case word for a name (`wierden`), a bare `provincie` before another name.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ahocorasick_rs import AhoCorasick

from ingest import parties
from ingest.cues import is_mixed_case
from ingest.folding import FoldedText, fold, fold_label
from ingest.inflection import DERIVED, VERB_PREFIXES, inflect_name, inflect_noun
from ingest.once import Register
from ingest.spans import PassageIndex
from ontology.records import Label, Mention, MentionKind, Passage, RegisterEntry, Span

VERSION = "0.1.0"

_NAMES: Final = frozenset[MentionKind](("place", "actor", "project"))
_MIN_COMPOUND: Final = 5
_MIN_HEAD_REST: Final = 4
_MIN_MODIFIER_REST: Final = 3
_MIN_INFLECTED: Final = 4
_VETO_REACH: Final = 8
_NEXT_NAME: Final = re.compile(r"[ \t]*(?:\r?\n)?[ \t]*(?<=\s)[A-ZÀ-Þ][a-zà-ÿ]")
_NOTE_NUMBER: Final = re.compile(r"\d{1,2}(?![\w])")


@dataclass(frozen=True, slots=True)
class _Term:
    """What a pattern stands for."""

    entry: int
    label: Label
    negative: bool = False
    joined: bool = False  # spaces left out: only right where the text has hyphens


@dataclass(frozen=True, slots=True)
class _Hit:
    span: Span
    entry: int
    preferred: bool
    compound: bool = False


class Gazetteer:
    """All labels of a register as one automaton. Building is the slow part: share it."""

    def __init__(self, entries: Iterable[RegisterEntry]) -> None:
        self.entries = tuple(sorted(entries, key=lambda entry: entry.iri))
        self.by_iri = Register((entry.iri, entry) for entry in self.entries)
        terms: dict[str, list[_Term]] = defaultdict(list)
        for index, entry in enumerate(self.entries):
            for pattern, term in _patterns(index, entry):
                if pattern and term not in terms[pattern]:
                    terms[pattern].append(term)
        patterns = [pattern for pattern in terms if pattern]
        self._terms = [tuple(terms[pattern]) for pattern in patterns]
        self._only_whole = frozenset(  # patterns that count as whole words alone
            number
            for number, terms_of in enumerate(self._terms)
            if not any(term.negative or self._may_compound(term) for term in terms_of)
        )
        self._automaton = AhoCorasick(patterns) if patterns else None
        self._governors = self.by_iri.once(parties.find_governors)

    def find(self, text: str, passages: Sequence[Passage] = ()) -> tuple[Mention, ...]:
        """Mentions in text order. With passages, a mention never runs from one into the next."""
        if self._automaton is None:
            return ()
        folded = fold(text)
        index = PassageIndex(text, passages)
        hits, vetoes = self._hits(folded, text, index)
        kept = [hit for hit in hits if not _is_vetoed(hit, vetoes.get(hit.entry, ()))]
        chosen = self._choose(kept)
        mentions = [self._mention(hit) for hit in chosen]
        mentions = parties.tell_apart(text, mentions, self._governors, index)
        mentions = parties.leave_out_strangers(text, mentions, self.by_iri)
        return tuple(sorted(mentions, key=lambda item: (item.span, item.kind, item.entity)))

    def _mention(self, hit: _Hit) -> Mention:
        entry = self.entries[hit.entry]
        return Mention(span=hit.span, entity=entry.iri, kind=entry.kind)

    def _hits(
        self, folded: FoldedText, text: str, index: PassageIndex
    ) -> tuple[list[_Hit], dict[int, list[Span]]]:
        assert self._automaton is not None
        hits: list[_Hit] = []
        vetoes: dict[int, list[Span]] = defaultdict(list)
        found = self._automaton.find_matches_as_indexes(folded.text, overlapping=True)
        for pattern, start, end in found:
            span = Span(folded.locate(start), folded.locate(end - 1) + 1)
            whole = _is_whole(text, span)
            if not whole and pattern in self._only_whole:
                continue
            for term in self._terms[pattern]:
                if term.negative:
                    vetoes[term.entry].append(span)
                    continue
                if not whole and not self._may_compound(term):
                    continue
                if not index.holds(span):
                    continue
                hit = self._judge(text, span, term, index, whole=whole)
                if hit is not None:
                    hits.append(hit)
        return hits, {entry: sorted(spans) for entry, spans in vetoes.items()}

    def _may_compound(self, term: _Term) -> bool:
        label = term.label
        is_theme = self.entries[term.entry].kind == "theme"
        is_word = label.text.isalpha() and len(label.text) >= _MIN_COMPOUND
        return is_theme and is_word and not label.exact

    def _judge(
        self, text: str, span: Span, term: _Term, index: PassageIndex, *, whole: bool
    ) -> _Hit | None:
        entry, label = self.entries[term.entry], term.label
        preferred = label.text == entry.preferred
        if not whole:
            word = _compound(text, span)
            return _Hit(word, term.entry, preferred, compound=True) if word else None
        quote = text[span.start : span.end]
        if term.joined and "-" not in quote:
            return None
        if label.exact and _plain(quote) != _plain(label.text):
            return None
        if _is_proper(entry, label) and not _is_named(quote, label, index, span):
            return None
        if _is_generic(entry, label) and _names_another(text, span):
            return None
        return _Hit(span, term.entry, preferred)

    def _choose(self, hits: Iterable[_Hit]) -> list[_Hit]:
        """The longest per kind; of two entries with one span the one that prefers the label."""
        by_kind: dict[MentionKind, list[_Hit]] = defaultdict(list)
        for hit in hits:
            by_kind[self.entries[hit.entry].kind].append(hit)
        chosen: list[_Hit] = []
        for kind, group in by_kind.items():
            chosen.extend(_longest(group, shared=kind == "theme"))
        return chosen


def _patterns(index: int, entry: RegisterEntry) -> Iterable[tuple[str, _Term]]:
    for phrase in entry.negative:
        yield fold_label(phrase), _Term(index, Label(text=phrase), negative=True)
    for label in entry.labels:
        folded = fold_label(label.text)
        if not folded:
            continue
        term = _Term(index, label)
        forms = frozenset({folded})
        if not label.exact and len(folded) >= _MIN_INFLECTED:
            forms = inflect_name(folded) if entry.kind in _NAMES else inflect_noun(folded)
            if entry.kind == "actor" and label.text[:1].islower():
                forms = inflect_noun(folded)
        for form in sorted(forms):
            yield form, term
        if " " in folded and folded.count(" ") <= 2:
            yield folded.replace(" ", ""), _Term(index, label, joined=True)


def _longest(hits: Sequence[_Hit], *, shared: bool) -> list[_Hit]:
    """Greedy by length. `shared`: entries may have one and the same span."""
    ordered = sorted(
        hits,
        key=lambda hit: (
            hit.compound,
            hit.span.start - hit.span.end,
            hit.span.start,
            not hit.preferred,
            hit.entry,
        ),
    )
    taken: dict[int, Span] = {}
    chosen: list[_Hit] = []
    seen: set[tuple[Span, int]] = set()
    for hit in ordered:
        if (hit.span, hit.entry) in seen:
            continue
        clash = taken.get(hit.span.start) or taken.get(hit.span.end - 1)
        if clash is not None and not (shared and clash == hit.span):
            continue
        seen.add((hit.span, hit.entry))
        chosen.append(hit)
        for offset in range(hit.span.start, hit.span.end):
            taken.setdefault(offset, hit.span)
    return chosen


def _is_vetoed(hit: _Hit, spans: Sequence[Span]) -> bool:
    """Whether a negative label, of those that begin just before, holds the hit."""
    last = bisect_right(spans, Span(hit.span.start, sys.maxsize))
    return any(span.contains(hit.span) for span in spans[max(0, last - _VETO_REACH) : last])


def _is_whole(text: str, span: Span) -> bool:
    """Whether a span begins and ends at word boundaries; a footnote number may follow."""
    if span.start and text[span.start - 1].isalnum():
        return False
    if span.end >= len(text) or not text[span.end].isalnum():
        return True
    glued = text[span.end].isdigit() and not text[span.end - 1].isdigit()
    return glued and span.end - span.start > 2 and bool(_NOTE_NUMBER.match(text, span.end))


def _compound(text: str, span: Span) -> Span | None:
    """The word around a label when the label is its head or its modifier."""
    start, end = span.start, span.end
    while start and text[start - 1].isalpha() and span.start - start < 40:
        start -= 1
    while end < len(text) and text[end].isalpha() and end - span.end < 40:
        end += 1
    before, after = text[start : span.start].lower(), text[span.end : end].lower()
    if before and after:
        return None
    if after:
        short = len(after) < _MIN_MODIFIER_REST
        return None if short or DERIVED.fullmatch(after) else Span(start, end)
    if len(before) < _MIN_HEAD_REST or before in VERB_PREFIXES:
        return None
    return Span(start, end)


def _plain(quote: str) -> str:
    return re.sub(r"\s+", " ", quote.replace("\xad", "").replace("’", "'"))


def _is_proper(entry: RegisterEntry, label: Label) -> bool:
    """Whether a label is one capitalised word, so that a lower-case word is not it."""
    return entry.kind in _NAMES and " " not in label.text and label.text[:1].isupper()


def _is_named(quote: str, label: Label, index: PassageIndex, span: Span) -> bool:
    """Whether the text writes it as a name; scanned headings lose their capitals."""
    if any(char.isupper() for char in quote):
        return True
    passage = index.text_around(span)
    return len(label.text) >= _MIN_COMPOUND and is_mixed_case(passage)


def _is_generic(entry: RegisterEntry, label: Label) -> bool:
    """Whether a label is a common noun that stands for one body of the region: `provincie`."""
    words = label.text.split()
    return entry.kind in ("actor", "body") and len(words) <= 2 and label.text.islower()


def _names_another(text: str, span: Span) -> bool:
    """Whether a capitalised name follows at once: `provincie Gelderland` is not `provincie`."""
    return bool(_NEXT_NAME.match(text, span.end))
