"""What a language model says of a passage, checked before any of it is believed.

In: the text of an answer, and the part of a document it is about. Out: elements, and a code for
everything that was refused. Policy:

Counts: a finding whose every part is known. Its `tekst` occurs exactly once in the passage, code
point for code point, or at the `begin` it gives; its other fragments occur exactly once in
`tekst`; an indicator, place, document or project is one that the register recognises there; a
number and a year are read by our own readers; every other value is in a closed list.
Does not count: a fragment with another capital or blank, a piece of a word, an unknown field or
value (the whole finding is refused), a number that a rule has read already.
A name is kept only when all its words stand in the passage, at most eight, with no more than four
in a row as there; else a name is made from the kind and the document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from ingest.dates import find_years
from ingest.document import Document
from ingest.folding import fold_label
from ingest.model_prompt import (
    CHALLENGE,
    GOAL,
    LEVELS,
    MODALITIES,
    RELATION,
    RELATIONS,
    TARGET,
)
from ingest.numbers import Number, find_numbers
from ontology.iris import quote_hash
from ontology.records import Element, Iri, Literal, Mention, MentionKind, Span, Statement
from ontology.terms import BG, QUDT, SKOS, UNIT

MAX_FINDINGS: Final = 20
MAX_LABEL_WORDS: Final = 8
MAX_RUN: Final = 4  # words of a name in a row as in the passage
_MAX_LABEL: Final = 100
_MAX_SPAN: Final = 800  # code points
_MAX_THEMES: Final = 5
_FENCE: Final = re.compile(r"\s*```(?:json)?\n(.*?)\n?```\s*", re.DOTALL)
_LABEL: Final = re.compile(r"[^\W_]+(?:[ ,'’-]{1,2}[^\W_]+)*")
_WORD: Final = re.compile(r"[^\W_]+")
_FIELDS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {  # asked, allowed
    GOAL: (frozenset({"tekst", "niveau"}), frozenset({"themas", "naam"})),
    CHALLENGE: (frozenset({"tekst"}), frozenset({"themas", "naam"})),
    TARGET: (frozenset({"tekst", "getal", "indicator", "gebied", "jaar"}), frozenset()),
    RELATION: (frozenset({"tekst", "onderwerp", "relatie", "voorwerp"}), frozenset()),
}
_EVERYWHERE: Final = frozenset({"soort", "begin", "modaliteit"})
_UNITS: Final[Mapping[str, frozenset[Iri]]] = {
    "count": frozenset({UNIT.NUM, UNIT.NUM_PER_YR}),
    "percent": frozenset({UNIT.PERCENT}),
    "hectare": frozenset({UNIT.HA}),
    "kilometre": frozenset({UNIT.KiloM}),
    "euro": frozenset({UNIT.CCY_EUR}),
}
_SEGMENTS: Final = {GOAL: "doel", CHALLENGE: "opgave", TARGET: "streefwaarde"}
_CLASSES: Final = {GOAL: BG.Goal, CHALLENGE: BG.Challenge}
_NAMES: Final = {GOAL: "Mogelijk doel", CHALLENGE: "Mogelijke opgave"}


class RefusedError(ValueError):
    """A finding that is not believed; the only argument is its reason code."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What of one answer stands, and a reason code for each thing that does not."""

    elements: tuple[Element, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """The part of a document that a model was asked about, and what it may choose from."""

    document: Document
    span: Span
    method: str
    confidence: Decimal
    themes: Mapping[str, Iri]  # by slug
    known_numbers: Sequence[Span] = ()  # that rules have read in this document
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.document.quote(self.span))

    def within(self, span: Span) -> str:
        """The text of a span, whose offsets count from the start of the part."""
        return self.text[span.start : span.end]

    def place(self, span: Span) -> Span:
        """A span of the part as one of the document."""
        return Span(span.start + self.span.start, span.end + self.span.start)


def check_answer(answer: str, asked: Asked) -> Checked:
    """The findings of an answer that hold; never fails, whatever the answer is."""
    try:
        findings = _findings(answer)
    except RefusedError as refused:
        return Checked(refused=(str(refused),))
    reader = _FindingReader(asked)
    codes = ["too-many-findings"] if len(findings) > MAX_FINDINGS else []
    chosen = findings[:MAX_FINDINGS]
    elements: list[Element] = []
    for finding in sorted(chosen, key=_is_relation):  # may be about a goal of the same answer
        try:
            elements.append(reader.read(finding))
        except RefusedError as refused:
            codes.append(str(refused))
    return Checked(tuple(elements), (*codes, *reader.notes))


def _is_relation(finding: object) -> bool:
    return isinstance(finding, dict) and finding.get("soort") == RELATION


def _findings(answer: str) -> list[Any]:
    fenced = _FENCE.fullmatch(answer)
    try:
        found: Any = json.loads(fenced.group(1) if fenced else answer)
    except (ValueError, RecursionError):
        raise RefusedError("answer-not-json") from None
    if not isinstance(found, dict) or set(found) != {"vondsten"}:
        raise RefusedError("answer-other-form")
    if not isinstance(found["vondsten"], list):
        raise RefusedError("answer-other-form")
    return found["vondsten"]


class _FindingReader:
    """Reads findings of one answer; remembers goals and challenges for its relations."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._document = asked.document
        self._found: dict[tuple[str, Span], Iri] = {}
        self.notes: list[str] = []

    def read(self, finding: object) -> Element:
        """The element of a finding.

        Raises:
            RefusedError: with the reason code.
        """
        if not isinstance(finding, dict):
            raise RefusedError("finding-other-form")
        kind = finding.get("soort")
        if not isinstance(kind, str) or kind not in _FIELDS:
            raise RefusedError("kind-not-listed")
        asked, allowed = _FIELDS[kind]
        if not asked <= finding.keys():
            raise RefusedError("field-missing")
        if not finding.keys() <= asked | allowed | _EVERYWHERE:
            raise RefusedError("field-not-listed")
        span = _locate(finding["tekst"], self._asked.text, finding.get("begin"))
        modality = _choose(finding.get("modaliteit"), MODALITIES, "modality-not-listed")
        if kind == TARGET:
            return self._target(finding, span, modality)
        if kind == RELATION:
            return self._relation(finding, span, modality)
        return self._thing(kind, finding, span, modality)

    def _thing(
        self, kind: str, finding: dict[str, Any], span: Span, modality: Iri | None
    ) -> Element:
        """A goal or challenge."""
        themes = self._themes(finding.get("themas", []))
        statements = [Statement(predicate=BG.hasTheme, object=theme) for theme in themes]
        if kind == GOAL:
            level = _choose(finding["niveau"], LEVELS, "level-not-listed")
            if level is None:
                raise RefusedError("level-not-listed")
            statements.append(Statement(predicate=BG.goalLevel, object=level))
        label = Literal.text(self._label(kind, finding.get("naam"), span), "nl")
        statements.append(Statement(predicate=SKOS.prefLabel, object=label, claimed=False))
        iri = self._mint(kind, span)
        self._found[kind, span] = iri
        return self._element(iri, _CLASSES[kind], span, statements, modality)

    def _target(self, finding: dict[str, Any], span: Span, modality: Iri | None) -> Element:
        number = self._number(self._inside(finding["getal"], span))
        indicator = self._mention(self._inside(finding["indicator"], span), ("indicator",))
        area = self._mention(self._inside(finding["gebied"], span), ("place",))
        when = self._inside(finding["jaar"], span)
        years = {one.year for one in find_years(self._asked.text) if one.span.overlaps(when)}
        entry = self._document.register[indicator.entity]
        if len(years) != 1:
            raise RefusedError("year-not-read")
        if entry.unit is None or entry.mode is None:
            raise RefusedError("indicator-not-measured")
        if entry.unit not in _UNITS.get(number.unit, frozenset()):
            raise RefusedError("unit-differs")
        statements = [
            Statement(predicate=BG.forIndicator, object=indicator.entity),
            Statement(predicate=BG.scopePlace, object=area.entity),
            Statement(predicate=BG.targetYear, object=Literal.date(f"{years.pop():04d}")),
            *_bounds(number),
            Statement(predicate=BG.measureMode, object=entry.mode),
            Statement(predicate=QUDT.hasUnit, object=entry.unit),
        ]
        name = Literal.text(f"{entry.preferred}: {number.value:f}", "nl")
        statements.append(Statement(predicate=SKOS.prefLabel, object=name, claimed=False))
        return self._element(self._mint(TARGET, span), BG.Target, span, statements, modality)

    def _relation(self, finding: dict[str, Any], span: Span, modality: Iri | None) -> Element:
        name = finding["relatie"]
        if not isinstance(name, str) or name not in RELATIONS:
            raise RefusedError("relation-not-listed")
        kind = RELATIONS[name]
        first = self._inside(finding["onderwerp"], span)
        second = self._inside(finding["voorwerp"], span)
        subject, type_, where = self._end(first, kind.before, kind.before_found)
        value, _, _ = self._end(second, kind.after, kind.after_found)
        if subject == value:
            raise RefusedError("relation-with-itself")
        statement = Statement(
            predicate=kind.predicate,
            object=value,
            evidence=(self._asked.place(span),),
            modality=modality,
        )
        return self._element(subject, type_, where, [statement], None)

    def _end(
        self, span: Span, kinds: frozenset[MentionKind], found: frozenset[str]
    ) -> tuple[Iri, Iri, Span]:
        """The thing at one end of a relation, its class, and where it is named."""
        for kind in sorted(found):
            if (kind, span) in self._found:
                return self._found[kind, span], _CLASSES[kind], span
        mention = self._mention(span, tuple(sorted(kinds)))
        entry = self._document.register[mention.entity]
        start = self._asked.span.start
        return entry.iri, entry.type, Span(mention.span.start - start, mention.span.end - start)

    def _mention(self, span: Span, kinds: tuple[MentionKind, ...]) -> Mention:
        """The one register entry of these kinds that is named in a span."""
        mentions = self._document.mentions_in(self._asked.place(span), kinds)
        if len({mention.entity for mention in mentions}) != 1:
            raise RefusedError("name-not-in-register" if not mentions else "name-ambiguous")
        if mentions[0].entity not in self._document.register:
            raise RefusedError("name-not-in-register")
        return mentions[0]

    def _number(self, span: Span) -> Number:
        """The one number that overlaps a span, read with all that belongs to it."""
        numbers = [one for one in find_numbers(self._asked.text) if one.span.overlaps(span)]
        if len(numbers) != 1:
            raise RefusedError("number-not-read")
        place = self._asked.place(numbers[0].span)
        if any(place.overlaps(known) for known in self._asked.known_numbers):
            raise RefusedError("number-read-already")
        return numbers[0]

    def _inside(self, fragment: object, span: Span) -> Span:
        """Where a fragment stands in a span."""
        found = _locate(fragment, self._asked.within(span), None)
        return Span(found.start + span.start, found.end + span.start)

    def _themes(self, given: object) -> list[Iri]:
        if not isinstance(given, list) or len(given) > _MAX_THEMES:
            raise RefusedError("theme-not-listed")
        if not all(isinstance(one, str) and one in self._asked.themes for one in given):
            raise RefusedError("theme-not-listed")
        return [self._asked.themes[one] for one in dict.fromkeys(given)]

    def _label(self, kind: str, given: object, span: Span) -> str:
        if isinstance(given, str) and is_own_name(given, self._asked.text):
            return given
        if given is not None:
            self.notes.append("name-replaced")
        start = self._asked.place(span).start
        return f"{_NAMES[kind]} op plaats {start} ({self._document.card.short})"

    def _mint(self, kind: str, span: Span) -> Iri:
        digest = quote_hash(self._asked.within(span)).removeprefix("sha256:")[:12]
        return self._document.names.mint(_SEGMENTS[kind], f"{self._document.id}-model-{digest}")

    def _element(
        self,
        iri: Iri,
        type_: Iri,
        span: Span,
        statements: Sequence[Statement],
        modality: Iri | None,
    ) -> Element:
        return Element(
            iri=iri,
            type=type_,
            evidence=(self._asked.place(span),),
            method=self._asked.method,
            confidence=self._asked.confidence,
            layer=BG.Extracted,
            statements=tuple(statements),
            modality=modality,
        )


def is_own_name(name: str, passage: str) -> bool:
    """Whether a name is short, made of words of the passage, and no piece of it."""
    if len(name) > _MAX_LABEL or not _LABEL.fullmatch(name):
        return False
    given = _words(name)
    there = _words(passage)
    if not 0 < len(given) <= MAX_LABEL_WORDS or not set(given) <= set(there):
        return False
    runs = {tuple(there[i : i + MAX_RUN + 1]) for i in range(len(there) - MAX_RUN)}
    return not any(tuple(given[i : i + MAX_RUN + 1]) in runs for i in range(len(given) - MAX_RUN))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold_label(text))


def _locate(fragment: object, text: str, begin: object) -> Span:
    """Where a fragment stands in a text: at `begin`, else where it stands exactly once."""
    if not isinstance(fragment, str) or not fragment.strip() or fragment != fragment.strip():
        raise RefusedError("span-other-form")
    if len(fragment) > _MAX_SPAN:
        raise RefusedError("span-too-long")
    if begin is not None:
        if isinstance(begin, bool) or not isinstance(begin, int) or not 0 <= begin < len(text):
            raise RefusedError("offset-wrong")
        if not text.startswith(fragment, begin):
            raise RefusedError("offset-wrong" if fragment in text else "span-not-there")
        start = begin
    else:
        start = text.find(fragment)
        if start < 0:
            raise RefusedError("span-not-there")
        if text.find(fragment, start + 1) >= 0:
            raise RefusedError("span-more-than-once")
    span = Span(start, start + len(fragment))
    if _cuts_word(text, span.start) or _cuts_word(text, span.end):
        raise RefusedError("span-cuts-word")
    return span


def _cuts_word(text: str, offset: int) -> bool:
    return 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum()


def _choose(given: object, allowed: Mapping[str, Iri], code: str) -> Iri | None:
    """The value of a closed list; None when nothing was given."""
    if given is None:
        return None
    if not isinstance(given, str) or given not in allowed:
        raise RefusedError(code)
    return allowed[given]


def _bounds(number: Number) -> Iterator[Statement]:
    if number.low is not None:
        yield Statement(predicate=BG.lowerBound, object=Literal.decimal(number.low))
    if number.high is not None:
        yield Statement(predicate=BG.upperBound, object=Literal.decimal(number.high))
    if number.approximate:
        yield Statement(predicate=BG.isApproximate, object=Literal.boolean(True))
