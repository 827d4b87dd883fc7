"""The one mapping of readings and curated statements to quads (docs/model.md).

In: records. Out: quads in a fixed order, without blank nodes and without source text. Pure: no
file is read and no store is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Final

import pyoxigraph as ox

from ingest.spans import PassageIndex
from ontology.iris import Names, mint_slug, n_triples
from ontology.records import (
    Element,
    Iri,
    Literal,
    Passage,
    Reading,
    Sha256,
    SourceCard,
    Span,
    Statement,
)
from ontology.terms import BG, DCAT, DCT, OA, PROV, RDF, RDFS, SKOS, XSD

CURATED_GRAPH: Final = "curated"
PROV_GRAPH: Final = "prov"

Quad = ox.Quad


class _Nodes(dict[str, ox.NamedNode]):
    """IRI → node, made when first asked for."""

    def __missing__(self, iri: str) -> ox.NamedNode:
        node = self[iri] = ox.NamedNode(iri)
        return node


_VOCABULARY: Final = _Nodes()  # predicates and datatypes, the same for every graph
_TYPE: Final = _VOCABULARY[RDF.type]
_IS: Final = f"<{RDF.type}> "
_INTEGER: Final = f"^^<{XSD.integer}>"
_MAX_PASSAGES: Final = 500  # held as N-Quads at a time
_Place = tuple[Span, str, Passage | None]  # with the hash of its text and the passage around


def iter_reading_quads(reading: Reading, card: SourceCard, names: Names) -> Iterator[ox.Quad]:
    """Everything of one document version, in the graph of that version.

    Raises:
        ValueError: when a span of evidence has no quote hash in the reading.
    """
    version, own = names.version(reading.document, reading.sha256), names.document(reading.document)
    writer = GraphWriter(
        names, reading.sha256, names.document_graph(reading.document, reading.sha256)
    )
    run = _run(reading, names)
    yield from iter_card_quads(writer, card, own)
    yield from _version_quads(writer, reading, own, version, run)
    hashes = {Span(start, end): quote for start, end, quote in reading.quote_hashes}
    places = PassageIndex("", reading.passages)
    structural = {passage.span: passage for passage in reading.passages}
    evidence = sorted(
        {span for element in reading.elements for span in _spans(element)} - structural.keys()
    )
    yield from writer.passages(
        version,
        chain(
            ((passage.span, passage.quote_hash, passage) for passage in reading.passages),
            ((span, _hash_of(hashes, span), places.find(span.start)) for span in evidence),
        ),
    )
    yield from _mention_quads(writer, reading, places)
    yield from _element_quads(writer, reading.elements, version, own)
    claims = _gather_claims(reading.elements, version, names, own)
    for claim in claims:
        yield from writer.claim(claim)
        yield from writer.extracted(claim, run)


def iter_curated_quads(
    elements: Iterable[Element],
    role: Iri,
    document: str,
    file_hash: Sha256,
    quote_hashes: Mapping[Span, str],
    names: Names,
) -> Iterator[ox.Quad]:
    """Curated elements of one document version, in the graph of curated statements.

    `quote_hashes` holds the hash of every span of evidence; `hash_evidence` makes it from text.

    Raises:
        ValueError: when a span of evidence has no quote hash.
    """
    elements = tuple(elements)
    graph = names.graph(CURATED_GRAPH)
    version, own = names.version(document, file_hash), names.document(document)
    writer = GraphWriter(names, file_hash, graph)
    evidence = sorted({span for element in elements for span in _spans(element)})
    yield from writer.passages(
        version, ((span, _hash_of(quote_hashes, span), None) for span in evidence)
    )
    yield from _element_quads(writer, elements, version, own)
    for claim in _gather_claims(elements, graph, names, own):
        yield from writer.claim(claim)
        yield writer.quad(claim.iri, PROV.wasAttributedTo, role)
        yield writer.quad(claim.iri, BG.reviewStatus, BG.Accepted)


def iter_prov_quads(readings: Iterable[Reading], names: Names) -> Iterator[ox.Quad]:
    """Which program read which version: one run for each reading, one agent for each extractor."""
    seen: set[Iri] = set()
    for reading in readings:
        writer = GraphWriter(names, reading.sha256, names.graph(PROV_GRAPH))
        run = _run(reading, names)
        yield writer.quad(run, RDF.type, BG.ExtractionRun)
        yield writer.quad(run, PROV.used, names.version(reading.document, reading.sha256))
        for extractor in reading.extractors:
            agent = names.mint("software", mint_slug(extractor))
            yield writer.quad(run, PROV.wasAssociatedWith, agent)
            if agent not in seen:
                seen.add(agent)
                yield writer.quad(agent, RDF.type, PROV.SoftwareAgent)
                yield writer.quad(agent, RDFS.label, Literal.text(extractor))


@dataclass(slots=True)
class _Claim:
    """One statement of one version, over all elements that make it."""

    iri: Iri
    subject: Iri
    predicate: Iri
    value: Iri | Literal
    layer: Iri
    method: str
    confidence: Decimal
    modality: Iri | None
    evidence: set[Span] = field(default_factory=set)

    def merge(self, other: _Claim) -> None:
        """Take in the same claim by another reader; the surest gives method and modality."""
        self.evidence |= other.evidence
        if (other.confidence, other.method) > (self.confidence, self.method):
            self.confidence, self.method = other.confidence, other.method
            self.modality = other.modality or self.modality
        self.modality = self.modality or other.modality


class GraphWriter:
    """Makes quads of one graph; IRIs become nodes once."""

    def __init__(self, names: Names, file_hash: Sha256, graph: Iri) -> None:
        self.names = names
        self.file_hash = file_hash
        self._nodes = _Nodes()
        self._graph = ox.NamedNode(graph)
        self._end = f" <{graph}> .\n"
        self._passages: dict[Span, Iri] = {}
        self._methods: dict[str, ox.Literal] = {}
        self._confidences: dict[Decimal, ox.Literal] = {}

    def quad(self, subject: Iri, predicate: Iri, value: Iri | Literal) -> ox.Quad:
        """One statement in the writer's graph."""
        nodes = self._nodes
        return ox.Quad(nodes[subject], _VOCABULARY[predicate], self._term(value), self._graph)

    def _term(self, value: Iri | Literal) -> ox.NamedNode | ox.Literal:
        return _literal(value) if isinstance(value, Literal) else self._nodes[value]

    def passage_iri(self, span: Span) -> Iri:
        """The IRI of a span of this version."""
        iri = self._passages.get(span)
        if iri is None:
            iri = self._passages[span] = self.names.passage(self.file_hash, span)
        return iri

    def passages(self, version: Iri, found: Iterable[_Place]) -> Iterator[ox.Quad]:
        """Passages with their selectors; the passage around gives section and page.

        They are written as N-Quads and parsed, since a quad with a literal costs ten times as much
        when it is made by its constructor, and here every other quad has one.
        """
        written: list[str] = []
        for place in found:
            written.append(self._passage_lines(version, *place))
            if len(written) > _MAX_PASSAGES:
                yield from _parse(written)
                written.clear()
        yield from _parse(written)

    def _passage_lines(
        self, version: Iri, span: Span, quote_hash: str, around: Passage | None
    ) -> str:
        iri, end = self.passage_iri(span), self._end
        passage, selector = f"<{iri}> ", f"<{iri}#sel> "
        lines = (
            f"{passage}{_IS}<{BG.Passage}>{end}"
            f"{passage}<{OA.hasSource}> <{version}>{end}"
            f"{passage}<{OA.hasSelector}> {selector}{end}"
            f'{passage}<{BG.quoteHash}> "{quote_hash}"{end}'
            f"{selector}{_IS}<{OA.TextPositionSelector}>{end}"
            f'{selector}<{OA.start}> "{span.start}"{_INTEGER}{end}'
            f'{selector}<{OA.end}> "{span.end}"{_INTEGER}{end}'
        )
        if around is not None and around.section:
            section = n_triples(Literal.text(around.section))
            lines += f"{passage}<{BG.sectionLabel}> {section}{end}"
        if around is not None and around.page:
            lines += f'{passage}<{BG.pageNumber}> "{around.page}"{_INTEGER}{end}'
        return lines

    def claim(self, claim: _Claim) -> list[ox.Quad]:
        """What claims of every layer have in common."""
        nodes, known, graph, quad = self._nodes, _VOCABULARY, self._graph, ox.Quad
        node = nodes[claim.iri]
        quads = [
            quad(node, _TYPE, known[BG.Claim], graph),
            quad(node, known[RDF.subject], nodes[claim.subject], graph),
            quad(node, known[RDF.predicate], nodes[claim.predicate], graph),
            quad(node, known[RDF.object], self._term(claim.value), graph),
            quad(node, known[BG.layer], nodes[claim.layer], graph),
            quad(node, known[BG.method], self._method(claim.method), graph),
        ]
        if claim.modality is not None:
            quads.append(quad(node, known[BG.modality], nodes[claim.modality], graph))
        evidenced = known[BG.evidencedBy]
        for span in sorted(claim.evidence):
            quads.append(quad(node, evidenced, nodes[self.passage_iri(span)], graph))
        return quads

    def extracted(self, claim: _Claim, run: Iri) -> list[ox.Quad]:
        """What a claim that a run read has besides."""
        known, graph, node = _VOCABULARY, self._graph, self._nodes[claim.iri]
        sure = self._confidences.get(claim.confidence)
        if sure is None:
            sure = _literal(Literal.decimal(claim.confidence))
            self._confidences[claim.confidence] = sure
        return [
            ox.Quad(node, known[BG.reviewStatus], known[BG.Unreviewed], graph),
            ox.Quad(node, known[BG.confidence], sure, graph),
            ox.Quad(node, known[PROV.wasGeneratedBy], self._nodes[run], graph),
        ]

    def _method(self, method: str) -> ox.Literal:
        if method not in self._methods:
            self._methods[method] = ox.Literal(method)
        return self._methods[method]


def _literal(value: Literal) -> ox.Literal:
    if value.language:
        return ox.Literal(value.value, language=value.language)
    if value.datatype == XSD.string:
        return ox.Literal(value.value)
    return ox.Literal(value.value, datatype=_VOCABULARY[value.datatype])


def _parse(written: Iterable[str]) -> Iterator[ox.Quad]:
    """N-Quads of our own making; `lenient` leaves out the check of IRIs that were minted here."""
    return ox.parse("".join(written), format=ox.RdfFormat.N_QUADS, lenient=True)


def _hash_of(hashes: Mapping[Span, str], span: Span) -> str:
    try:
        return hashes[span]
    except KeyError:
        raise ValueError(f"no quote hash for evidence [{span.start}, {span.end})") from None


def _run(reading: Reading, names: Names) -> Iri:
    return names.mint("run", f"{reading.document}-{reading.sha256[:12]}")


def _spans(element: Element) -> Iterator[Span]:
    yield from element.evidence
    for statement in element.statements:
        yield from statement.evidence


def iter_card_quads(writer: GraphWriter, card: SourceCard, document: Iri) -> Iterator[ox.Quad]:
    """The record of the work, from its card."""
    yield writer.quad(document, RDF.type, BG.Document)
    yield writer.quad(document, DCT.title, Literal.text(card.title, "nl"))
    yield writer.quad(document, SKOS.altLabel, Literal.text(card.short, "nl"))
    yield writer.quad(document, DCT.identifier, Literal.text(card.id))
    for publisher in card.publisher:
        yield writer.quad(document, DCT.publisher, publisher)
    if card.date:
        yield writer.quad(document, DCT.issued, Literal.date(card.date))
    for predicate, value in (
        (BG.documentType, card.document_type),
        (BG.adoptionStatus, card.adoption_status),
        (BG.instrumentStatus, card.instrument_status),
    ):
        if value:
            yield writer.quad(document, predicate, value)
    if card.horizon:
        yield writer.quad(document, BG.planHorizon, Literal.date(f"{card.horizon:04}"))
    if card.licence:
        yield writer.quad(document, DCT.license, _iri_or_text(card.licence))
    if card.landing_page:
        yield writer.quad(document, DCAT.landingPage, Iri(card.landing_page))


def _iri_or_text(value: str) -> Iri | Literal:
    return Iri(value) if value.startswith(("http://", "https://")) else Literal.text(value)


def _version_quads(
    writer: GraphWriter, reading: Reading, document: Iri, version: Iri, run: Iri
) -> Iterator[ox.Quad]:
    yield writer.quad(version, RDF.type, BG.DocumentVersion)
    yield writer.quad(version, DCT.isVersionOf, document)
    yield writer.quad(version, BG.sha256, Literal.text(reading.sha256))
    yield writer.quad(version, DCT.format, Literal.text(reading.media_type))
    yield writer.quad(version, DCT.language, Literal.text("nl"))
    yield writer.quad(version, PROV.wasGeneratedBy, run)


def _mention_quads(
    writer: GraphWriter, reading: Reading, places: PassageIndex
) -> Iterator[ox.Quad]:
    """What each structural passage mentions."""
    found: set[tuple[Span, Iri, Iri]] = set()
    for mention in reading.mentions:
        passage = places.find(mention.span.start)
        if passage is not None:
            predicate = BG.mentionsTheme if mention.kind == "theme" else BG.mentions
            found.add((passage.span, predicate, mention.entity))
    for span, predicate, entity in sorted(found):
        yield writer.quad(writer.passage_iri(span), predicate, entity)


def _element_quads(
    writer: GraphWriter, elements: Iterable[Element], version: Iri, own: Iri
) -> Iterator[ox.Quad]:
    """Elements with their types, places in the text and statements; every quad once."""
    seen: set[tuple[Iri, Iri, Iri | Literal]] = set()
    named: set[tuple[Iri, str | None]] = set()
    for element in elements:
        occurrence = () if element.iri == own else _occurrence(writer, element, version)
        stated = ((statement.predicate, statement.object) for statement in element.statements)
        for predicate, value in (*occurrence, *stated):
            if predicate == SKOS.prefLabel and isinstance(value, Literal):
                if (element.iri, value.language) in named:
                    continue
                named.add((element.iri, value.language))
            if (element.iri, predicate, value) not in seen:
                seen.add((element.iri, predicate, value))
                yield writer.quad(element.iri, predicate, value)


def _occurrence(
    writer: GraphWriter, element: Element, version: Iri
) -> Iterator[tuple[Iri, Iri | Literal]]:
    """That this version brings in or names the element, and where; of parts only the type."""
    for kind in (element.type, *element.extra_types):
        yield RDF.type, kind
    if not element.claimed:
        return
    yield BG.statedIn, version
    for span in element.evidence:
        yield BG.evidencedBy, writer.passage_iri(span)


def _gather_claims(elements: Iterable[Element], scope: Iri, names: Names, own: Iri) -> list[_Claim]:
    """Claims in order of first appearance; one for each statement, whoever read it.

    A document makes statements about itself, but does not bring itself in.
    """
    claims: dict[Iri, _Claim] = {}
    for element in elements:
        occurs = Statement(predicate=RDF.type, object=element.type)
        for statement in (occurs, *element.statements):
            if not statement.claimed or (statement is occurs and not _occurs(element, own)):
                continue
            claim = _claim(element, statement, scope, names)
            if claim.iri in claims:
                claims[claim.iri].merge(claim)
            else:
                claims[claim.iri] = claim
    return list(claims.values())


def _occurs(element: Element, own: Iri) -> bool:
    return element.claimed and element.iri != own


def _claim(element: Element, statement: Statement, scope: Iri, names: Names) -> _Claim:
    return _Claim(
        iri=names.claim(element.iri, statement.predicate, statement.object, scope),
        subject=element.iri,
        predicate=statement.predicate,
        value=statement.object,
        layer=element.layer,
        method=element.method,
        confidence=element.confidence,
        modality=statement.modality or element.modality,
        evidence=set(statement.evidence or element.evidence),
    )
