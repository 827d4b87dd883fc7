"""What was found in a document, element by element, in a form that can be laid beside gold.

In: a reading, curated elements, the register. Out: `Found` by IRI, with all spans, names, numbers,
years and places of an element together, whichever extractor gave them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from ingest.folding import fold_label
from ontology.records import Element, Iri, Literal, Reading, RegisterEntry, Span, Statement
from ontology.terms import BG, DCT, SKOS, SOSA, TIME

NUMBERS: Final = (
    SOSA.hasSimpleResult,
    BG.lowerBound,
    BG.upperBound,
    BG.amount,
    BG.statedTotal,
    BG.seatCount,
    BG.meetingsPerYearMin,
    BG.meetingsPerYearMax,
)
YEARS: Final = (
    BG.targetYear,
    BG.horizonYear,
    BG.fiscalYear,
    DCT.date,
    DCT.issued,
    TIME.inXSDgYear,
)
PLACES: Final = (BG.scopePlace, SOSA.hasFeatureOfInterest, BG.contributor)
_NAMES: Final = (SKOS.prefLabel, SKOS.altLabel, DCT.title)
_WORD: Final = re.compile(r"\w+")
_EMPTY: Final = "de het een van der den voor in op en met aan over te gemeente provincie regio"
_EMPTY_WORDS: Final = frozenset(_EMPTY.split(" "))

Register = Mapping[Iri, RegisterEntry]


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a document names, as all extractors together describe it."""

    iri: Iri
    types: frozenset[Iri]
    spans: tuple[Span, ...]
    statements: tuple[Statement, ...]
    methods: frozenset[str]  # names of extractors, without version
    names: frozenset[frozenset[str]]  # each name as a set of words
    register: Register
    proposed: Mapping[Iri, frozenset[frozenset[str]]] = field(default_factory=dict)

    def objects(self, *predicates: Iri) -> Iterator[Iri | Literal]:
        """What it says by these predicates."""
        return (one.object for one in self.statements if one.predicate in predicates)

    def values(self, *predicates: Iri) -> frozenset[str]:
        """The literals it gives by these predicates, as text."""
        return frozenset(o.value for o in self.objects(*predicates) if isinstance(o, Literal))

    @property
    def numbers(self) -> frozenset[Decimal]:
        """Every amount, bound or count it gives."""
        return frozenset(number for text in self.values(*NUMBERS) for number in to_number(text))

    @property
    def years(self) -> frozenset[str]:
        """Every year it gives, as four digits."""
        return frozenset(text[:4] for text in self.values(*YEARS))

    def named(self, *predicates: Iri) -> frozenset[frozenset[str]]:
        """The names of what it points at by these predicates."""
        targets = (o for o in self.objects(*predicates) if not isinstance(o, Literal))
        return frozenset(
            name
            for target in targets
            for name in names_of(target, self.register) | self.proposed.get(target, frozenset())
        )


def to_number(text: str) -> tuple[Decimal, ...]:
    """The number in a literal, or nothing when it is no number."""
    try:
        return (Decimal(text),)
    except InvalidOperation:
        return ()


def words(name: str) -> frozenset[str]:
    """The words of a name that tell it apart, without case, accents and articles."""
    folded = frozenset(_WORD.findall(fold_label(name)))
    return (folded - _EMPTY_WORDS) or folded


def names_of(iri: Iri, register: Register) -> frozenset[frozenset[str]]:
    """The names of an entry; of what the register lacks, the end of its IRI."""
    entry = register.get(iri)
    if entry is None:
        return frozenset((words(iri.rsplit("/", 1)[-1].replace("-", " ")),))
    return frozenset(words(label.text) for label in entry.labels) | {words(entry.preferred)}


def collect_found(
    reading: Reading, extra: Iterable[Element], register: Register
) -> dict[Iri, Found]:
    """What a reading and extra (curated) elements bring, by IRI."""
    mentioned: dict[Iri, list[Span]] = {}
    for mention in reading.mentions:
        mentioned.setdefault(mention.entity, []).append(mention.span)
    groups: dict[Iri, list[Element]] = {}
    for element in (*reading.elements, *extra):
        groups.setdefault(element.iri, []).append(element)
    merged = {
        iri: _merge(iri, elements, mentioned.get(iri, []), register)
        for iri, elements in groups.items()
    }
    return {
        iri: _with_years(_with_places(_with_names(one, merged), merged), merged)
        for iri, one in merged.items()
    }


def _with_places(one: Found, all_found: Mapping[Iri, Found]) -> Found:
    """A number about a project is also about the municipality where that project is."""
    features = (all_found.get(Iri(str(o))) for o in one.objects(SOSA.hasFeatureOfInterest))
    places = [
        statement
        for feature in features
        if feature is not None
        for statement in feature.statements
        if statement.predicate == BG.scopePlace
    ]
    return replace(one, statements=(*one.statements, *places)) if places else one


def _with_years(one: Found, all_found: Mapping[Iri, Found]) -> Found:
    """What is about a period has the year in which it ends."""
    ends = [
        statement
        for interval in one.objects(TIME.hasTime)
        for end in _parts(interval, TIME.hasEnd, all_found)
        for statement in end.statements
    ]
    return replace(one, statements=(*one.statements, *ends)) if ends else one


def _parts(iri: Iri | Literal, predicate: Iri, all_found: Mapping[Iri, Found]) -> Iterator[Found]:
    whole = all_found.get(Iri(str(iri)))
    for part in whole.objects(predicate) if whole is not None else ():
        found = all_found.get(Iri(str(part)))
        if found is not None:
            yield found


def _with_names(one: Found, all_found: Mapping[Iri, Found]) -> Found:
    """With the names of the proposals that it points at."""
    given = {
        Iri(str(target)): all_found[Iri(str(target))].names
        for target in one.objects(BG.contributor, BG.scopePlace)
        if Iri(str(target)) in all_found
    }
    return replace(one, proposed=given) if given else one


def _merge(iri: Iri, elements: list[Element], mentioned: list[Span], register: Register) -> Found:
    statements = tuple(one for element in elements for one in element.statements)
    given = (o.object for o in statements if o.predicate in _NAMES)
    labels = frozenset(words(o.value) for o in given if isinstance(o, Literal))
    return Found(
        iri=iri,
        types=frozenset(t for element in elements for t in (element.type, *element.extra_types)),
        spans=tuple(sorted({*mentioned, *(s for element in elements for s in element.evidence)})),
        statements=statements,
        methods=frozenset(element.method.split(" ")[0] for element in elements),
        names=labels | names_of(iri, register),
        register=register,
    )
