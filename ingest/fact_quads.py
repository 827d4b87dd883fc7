"""Facts as quads: a graph for each document that is known by facts only (docs/facts.md).

In: mapped facts. Out: quads in a fixed order. The version they hang on carries `dct:type`: an
account of the document, not its text. Its claims have `dct:source` and no passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ingest.fact_elements import FactElement, MappedFact
from ingest.facts import FactSheet
from ingest.quads import GraphWriter, Quad, iter_card_quads
from ontology.iris import Names
from ontology.records import Iri, Literal, Statement
from ontology.terms import BG, DCT, PROV, RDF

METHOD: Final = "facts"
ACCOUNT: Final = "weergave-uit-secundaire-bron"  # the concept that marks such a version


def facts_graph(document: str, names: Names) -> Iri:
    """The named graph of the facts about a document."""
    return names.graph(f"facts-{document}")


def facts_version(sheet: FactSheet, names: Names) -> Iri:
    """What stands for the document until it is read, named by the hash of the facts file."""
    return names.version(f"{sheet.card.id}-feiten", sheet.sha256)


def iter_fact_quads(
    sheet: FactSheet,
    mapped: Iterable[MappedFact],
    names: Names,
    replaced_by: Iri | None = None,
) -> Iterator[Quad]:
    """Everything known of one document by facts.

    `replaced_by` is the version that was read; then the facts stay in their graph, unpublished.
    """
    document, version = names.document(sheet.card.id), facts_version(sheet, names)
    writer = GraphWriter(names, sheet.sha256, facts_graph(sheet.card.id, names))
    yield from iter_card_quads(writer, sheet.card, document)
    yield writer.quad(version, RDF.type, BG.DocumentVersion)
    yield writer.quad(version, DCT.isVersionOf, document)
    yield writer.quad(version, BG.sha256, Literal.text(sheet.sha256))
    yield writer.quad(version, DCT.type, names.mint("begrip", ACCOUNT))
    if replaced_by:
        yield writer.quad(version, DCT.isReplacedBy, replaced_by)
    mapped = tuple(mapped)
    seen: set[tuple[Iri, Iri, Iri | Literal]] = set()
    for one in mapped:
        for element in one.elements:
            for predicate, value in _triples(element, version):
                if (element.iri, predicate, value) not in seen:
                    seen.add((element.iri, predicate, value))
                    yield writer.quad(element.iri, predicate, value)
    for claim in _claims(mapped, names, version).values():
        yield from _claim_quads(writer, claim, version, sheet.role, names)


def _triples(element: FactElement, version: Iri) -> Iterator[tuple[Iri, Iri | Literal]]:
    yield RDF.type, element.type
    if element.occurs:
        yield BG.statedIn, version
    for statement in element.statements:
        yield statement.predicate, statement.object


@dataclass(slots=True)
class _Claim:
    """One statement, with every fact of the document that makes it."""

    iri: Iri
    subject: Iri
    statement: Statement
    confidence: Decimal
    facts: set[str] = field(default_factory=set)
    sources: set[Iri] = field(default_factory=set)
    source_kinds: set[str] = field(default_factory=set)


def _claims(mapped: Iterable[MappedFact], names: Names, version: Iri) -> Mapping[Iri, _Claim]:
    claims: dict[Iri, _Claim] = {}
    for one in mapped:
        for element in one.elements:
            exists = Statement(predicate=RDF.type, object=element.type, claimed=element.occurs)
            for statement in (exists, *element.statements):
                if not statement.claimed:
                    continue
                made = (element.iri, statement.predicate, statement.object)
                iri = names.claim(*made, version)
                fresh = _Claim(iri, element.iri, statement, one.fact.confidence)
                claim = claims.setdefault(iri, fresh)
                claim.confidence = max(claim.confidence, one.fact.confidence)
                claim.facts.add(one.fact.id)
                claim.sources.update((one.fact.source, *one.fact.also))
                claim.source_kinds.add(one.fact.source_kind)
    return claims


def _claim_quads(
    writer: GraphWriter, claim: _Claim, version: Iri, role: Iri, names: Names
) -> Iterator[Quad]:
    yield writer.quad(claim.iri, RDF.type, BG.Claim)
    yield writer.quad(claim.iri, RDF.subject, claim.subject)
    yield writer.quad(claim.iri, RDF.predicate, claim.statement.predicate)
    yield writer.quad(claim.iri, RDF.object, claim.statement.object)
    yield writer.quad(claim.iri, BG.layer, BG.Curated)
    yield writer.quad(claim.iri, BG.method, Literal.text(METHOD))
    yield writer.quad(claim.iri, BG.reviewStatus, BG.Unreviewed)
    yield writer.quad(claim.iri, BG.confidence, Literal.decimal(claim.confidence))
    yield writer.quad(claim.iri, PROV.wasAttributedTo, role)
    yield writer.quad(claim.iri, BG.statedIn, version)
    for fact in sorted(claim.facts):
        yield writer.quad(claim.iri, DCT.identifier, Literal.text(fact))
    for source in sorted(claim.sources):
        yield writer.quad(claim.iri, DCT.source, source)
    for kind in sorted(claim.source_kinds):
        yield writer.quad(claim.iri, DCT.type, names.mint("begrip", f"bronsoort-{kind}"))
