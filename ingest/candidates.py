"""Everything extracted, one by one and by kind, so that a person can judge a sample of it.

In: readings. Out: `Candidate`: one thing that an extractor says about one place. Its `key` names
every field that has to be right, so that a verdict no longer counts once a field is read otherwise.
A name is judged place by place; an element once, by all its evidence; a relation by its statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ontology.records import Element, Iri, Literal, Mention, Reading, Span, Statement
from ontology.terms import BG, DCT, SKOS, SOSA

MAX_KEY: Final = 300
_MENTION_KINDS: Final[Mapping[str, str]] = {
    "actor": "actor",
    "body": "body",
    "programme": "programme",
    "document": "reference",
    "project": "named-project",
    "theme": "theme",
}
_ELEMENT_KINDS: Final[Mapping[Iri, str]] = {
    BG.Action: "action",
    BG.KeyProject: "project",
    BG.Budget: "contribution",
    BG.FinancialContribution: "contribution",
    BG.Milestone: "milestone",
    BG.Goal: "goal",
    BG.Actor: "actor",
    BG.GovernanceBody: "body",
    BG.Programme: "programme",
    BG.Document: "reference",
    BG.PolicyDocument: "reference",
    BG.Target: "quantity",
    BG.IndicatorObservation: "quantity",
}
_RELATIONS: Final = frozenset(
    (
        *(BG.leadActor, BG.involvedActor, BG.usesInstrument, BG.decides, BG.atBody),
        *(BG.contributesTo, BG.isConditionFor, BG.buildingBlockFor, BG.alignedWith, BG.buildsOn),
        *(BG.partOf, BG.elaboratedIn, BG.standsAbove),
        *(DCT.replaces, DCT.isReplacedBy),
    )
)
_SILENT: Final = frozenset((SKOS.prefLabel, SKOS.altLabel, BG.hasTheme, BG.goalLevel))
KINDS: Final = (
    *("action", "project", "named-project", "contribution", "quantity", "count", "horizon"),
    *("milestone", "reference", "actor", "body", "programme", "goal", "relation"),
    *("modality", "theme"),
)
_ENTITIES: Final = frozenset(
    (BG.Actor, BG.GovernanceBody, BG.Programme, BG.Document, BG.PolicyDocument)
)
_NAMED_BY: Final = ("mentions",)  # elements that only repeat what their mentions say


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Candidate:
    """One extracted thing: what is said, and where. `spans` is all evidence, `span` the first."""

    document: str
    span: Span
    kind: str
    key: str
    spans: tuple[Span, ...] = ()


def find_candidates(readings: Iterable[Reading]) -> tuple[Candidate, ...]:
    """Everything in the readings that can be judged, without doubles, in order."""
    found: set[Candidate] = set()
    for reading in readings:
        for mention in reading.mentions:
            if mention.kind in _MENTION_KINDS:
                found.add(_of_mention(mention, reading.document))
        for element in reading.elements:
            found.update(_of_element(element, reading.document))
    return tuple(sorted(found))


def _of_mention(mention: Mention, document: str) -> Candidate:
    return Candidate(
        document=document,
        span=mention.span,
        kind=_MENTION_KINDS[mention.kind],
        key=_tail(mention.entity),
        spans=(mention.span,),
    )


def _of_element(element: Element, document: str) -> Iterator[Candidate]:
    def say(kind: str, key: str) -> Candidate:
        spans = tuple(element.evidence)
        return Candidate(
            document=document, span=spans[0], kind=kind, key=key[:MAX_KEY], spans=spans
        )

    if element.method.split(" ")[0] in _NAMED_BY:
        return
    kind = _kind(element)
    if kind is not None:
        yield say(kind, _fields(element))
    if element.modality is not None:
        yield say("modality", _tail(element.modality))
    for statement in element.statements:
        if statement.predicate in _RELATIONS:
            yield say("relation", f"{_subject(element)} {_said(statement)}")


def _kind(element: Element) -> str | None:
    kind = _ELEMENT_KINDS.get(element.type)
    told = [one.predicate for one in element.statements]
    if element.type in _ENTITIES and told and _RELATIONS.issuperset(told):
        return None  # it is there to say a relation of what is named elsewhere
    if kind != "quantity":
        return kind
    indicators = [_tail(o) for o in _objects(element, BG.forIndicator)]
    if not indicators and element.type == BG.IndicatorObservation:
        return "count"
    return "horizon" if "horizon" in indicators else "quantity"


def _objects(element: Element, predicate: Iri) -> list[Iri | Literal]:
    return [one.object for one in element.statements if one.predicate == predicate]


def _subject(element: Element) -> str:
    """What a relation is about: an entity by name, the rest by class (an IRI with a number)."""
    return _tail(element.iri if element.type in _ENTITIES else element.type)


def _fields(element: Element) -> str:
    """What is said of an element, sorted; a count is told by its name, which is its noun."""
    told = [one for one in element.statements if one.predicate not in _SILENT | _RELATIONS]
    said = sorted({_said(statement) for statement in told})
    if element.type in _ENTITIES:
        said.insert(0, _tail(element.iri))
    if _objects(element, SOSA.hasSimpleResult) and not _objects(element, BG.forIndicator):
        said.append(_tail(element.iri))
    return "; ".join(said)


def _said(statement: Statement) -> str:
    return f"{_tail(statement.predicate)}={_tail(statement.object)}"


def _tail(term: Iri | Literal) -> str:
    if isinstance(term, Literal):
        return term.value
    return term.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
