"""All that a page shows of one thing: names, facts, evidence with quotes, what points at it.

In: an IRI. Out: a Dossier of plain texts, ready for a template. Long lists are cut at a stated
number and say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.requests import QueryRequest
from ontology.records import Iri, Literal, Span
from ontology.terms import BG, DCT, OA, RDF, RDFS, SKOS
from queries.results import Row, Term, parse_solutions, text_of
from service.deps import Services
from service.labels import Labels, find_labels, iris_in, label_of
from service.texts import Quote

MAX_FACTS: Final = 500
MAX_EVIDENCE: Final = 200
MAX_INCOMING: Final = 200

_FACTS: Final = f"""SELECT ?predicate ?value WHERE {{ ?resource ?predicate ?value }}
ORDER BY ?predicate ?value LIMIT {MAX_FACTS + 1}"""
_EVIDENCE: Final = f"""SELECT ?predicate ?value ?layer ?status ?confidence ?document ?sha256
       ?start ?end ?section ?hash WHERE {{
  ?claim <{RDF.subject}> ?resource ; <{RDF.predicate}> ?predicate ; <{RDF.object}> ?value ;
         <{BG.evidencedBy}> ?passage .
  ?passage <{OA.hasSource}> ?version ; <{OA.hasSelector}> ?selector .
  ?selector <{OA.start}> ?start ; <{OA.end}> ?end .
  ?version <{DCT.isVersionOf}> ?document .
  OPTIONAL {{ ?version <{BG.sha256}> ?sha256 }}
  OPTIONAL {{ ?claim <{BG.layer}> ?layer }}
  OPTIONAL {{ ?claim <{BG.reviewStatus}> ?status }}
  OPTIONAL {{ ?claim <{BG.confidence}> ?confidence }}
  OPTIONAL {{ ?passage <{BG.sectionLabel}> ?section }}
  OPTIONAL {{ ?passage <{BG.quoteHash}> ?hash }}
}} ORDER BY ?document ?start ?end ?predicate ?value LIMIT {MAX_EVIDENCE + 1}"""
_ACCOUNTS: Final = f"""SELECT ?predicate ?value ?document ?source ?confidence WHERE {{
  ?claim <{RDF.subject}> ?resource ; <{RDF.predicate}> ?predicate ; <{RDF.object}> ?value ;
         <{DCT.source}> ?source ; <{BG.statedIn}> ?version .
  ?version <{DCT.type}> ?account ; <{DCT.isVersionOf}> ?document .
  OPTIONAL {{ ?claim <{BG.confidence}> ?confidence }}
}} ORDER BY ?document ?predicate ?value ?source LIMIT {MAX_EVIDENCE + 1}"""
_INCOMING: Final = f"""SELECT ?subject ?predicate WHERE {{
  ?subject ?predicate ?resource
  FILTER (?predicate NOT IN (<{RDF.subject}>, <{RDF.object}>))
}} ORDER BY ?predicate ?subject LIMIT {MAX_INCOMING + 1}"""
_NAMES: Final = frozenset({RDF.type, RDFS.label, SKOS.prefLabel, DCT.title})


@dataclass(frozen=True, slots=True)
class Value:
    """An IRI or literal as a page shows it; `iri` is None for a literal."""

    text: str
    iri: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One property with its value; `predicate` has the IRI of the property."""

    predicate: Value
    value: Value


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a document says something of the thing."""

    fact: Fact
    document: Value
    start: int
    end: int
    section: str | None
    layer: Value | None
    status: Value | None
    confidence: str | None
    quote: Quote


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says of the thing in the name of a document that was not read."""

    fact: Fact
    document: Value
    source: str
    confidence: str | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something that points at the thing, and how."""

    subject: Value
    predicate: Value


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of it. `cut` names the lists that hold more than is shown: facts, evidence, incoming."""

    iri: str
    label: str
    types: tuple[Value, ...]
    facts: tuple[Fact, ...]
    evidence: tuple[Evidence, ...]
    incoming: tuple[Incoming, ...]
    cut: frozenset[str]
    accounts: tuple[Said, ...] = ()


async def read_dossier(services: Services, resource: Iri, language: str) -> Dossier:
    """The dossier of a thing, with labels in a language."""
    facts = await _ask(services, _FACTS, resource)
    evidence = await _ask(services, _EVIDENCE, resource)
    accounts = await _ask(services, _ACCOUNTS, resource)
    incoming = await _ask(services, _INCOMING, resource)
    everything = [*facts, *evidence, *accounts, *incoming]
    labels = await find_labels(services, {resource, *iris_in(everything)})
    shown = _Showing(services, labels, language)
    lists = (
        ("facts", len(facts), MAX_FACTS),
        ("evidence", max(len(evidence), len(accounts)), MAX_EVIDENCE),
        ("incoming", len(incoming), MAX_INCOMING),
    )
    return Dossier(
        iri=resource,
        label=label_of(labels, resource, language),
        types=tuple(shown.value(row["value"]) for row in facts if row["predicate"] == RDF.type),
        facts=tuple(shown.fact(row) for row in facts[:MAX_FACTS] if row["predicate"] not in _NAMES),
        evidence=tuple(shown.evidence(row) for row in evidence[:MAX_EVIDENCE]),
        incoming=tuple(
            Incoming(shown.value(row["subject"]), shown.value(row["predicate"]))
            for row in incoming[:MAX_INCOMING]
        ),
        cut=frozenset(name for name, count, most in lists if count > most),
        accounts=tuple(shown.said(row) for row in accounts[:MAX_EVIDENCE]),
    )


async def _ask(services: Services, text: str, resource: Iri) -> Sequence[Row]:
    request = QueryRequest(text, bindings={"resource": resource})
    return parse_solutions(await services.pool.query(request)).rows


@dataclass(frozen=True)
class _Showing:
    """Turns terms into what a page shows."""

    services: Services
    labels: Mapping[str, Labels]
    language: str

    def value(self, term: Term) -> Value:
        if isinstance(term, Literal):
            return Value(term.value, language=term.language)
        return Value(label_of(self.labels, term, self.language), iri=term)

    def optional(self, row: Row, name: str) -> Value | None:
        return self.value(row[name]) if name in row else None

    def fact(self, row: Row) -> Fact:
        return Fact(self.value(row["predicate"]), self.value(row["value"]))

    def said(self, row: Row) -> Said:
        return Said(
            fact=self.fact(row),
            document=self.value(row["document"]),
            source=text_of(row["source"]),
            confidence=text_of(row["confidence"]) if "confidence" in row else None,
        )

    def evidence(self, row: Row) -> Evidence:
        start, end = int(text_of(row["start"])), int(text_of(row["end"]))
        return Evidence(
            fact=self.fact(row),
            document=self.value(row["document"]),
            start=start,
            end=end,
            section=text_of(row["section"]) if "section" in row else None,
            layer=self.optional(row, "layer"),
            status=self.optional(row, "status"),
            confidence=text_of(row["confidence"]) if "confidence" in row else None,
            quote=self._quote(row, Span(start, end)),
        )

    def _quote(self, row: Row, span: Span) -> Quote:
        if "sha256" not in row:
            return Quote(reason="absent")
        slug = text_of(row["document"]).rsplit("/", 1)[-1]
        expected = text_of(row["hash"]) if "hash" in row else None
        return self.services.texts.quote(slug, text_of(row["sha256"]), span, expected)
