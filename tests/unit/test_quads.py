"""Quads: readings become triples as docs/model.md says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox
import pytest

from ingest.quads import iter_curated_quads, iter_prov_quads, iter_reading_quads
from ontology.iris import Names
from ontology.records import (
    Element,
    Iri,
    Literal,
    Mention,
    Passage,
    Reading,
    Sha256,
    SourceCard,
    Span,
    Statement,
)
from ontology.terms import BG, DCT, OA, PROV, RDF, SKOS

NAMES = Names("https://w3id.org/beleidsgraaf/twente/")
HASH = Sha256("04a4a95a0cb689b67b7d90b7420a45a7e0b113f0b9622f4284b246976d122530")
DOCUMENT = "raadsbrief-almelo"
VERSION = NAMES.version(DOCUMENT, HASH)
TARGET = NAMES.mint("streefwaarde", "raadsbrief-almelo-woningen-toegevoegd-twente-2050")
CARD = SourceCard(id=DOCUMENT, title="Raadsbrief", short="Brief", date="2025-06", horizon=2050)
QUOTE = "sha256:" + "0" * 64
SPAN = Span(2434, 2555)


def make_element(**changes: object) -> Element:
    """The target of the contract's section 8.3."""
    element = Element(
        iri=TARGET,
        type=BG.Target,
        evidence=(SPAN,),
        method="quantities 0.1.0",
        confidence=Decimal("0.930"),
        layer=BG.Extracted,
        modality=BG.Ambitie,
        statements=(
            Statement(predicate=BG.lowerBound, object=Literal.decimal("69000.0")),
            Statement(predicate=SKOS.prefLabel, object=Literal.text("doel", "nl"), claimed=False),
        ),
    )
    return replace(element, **changes)  # type: ignore[arg-type]


def make_reading(*elements: Element) -> Reading:
    """A reading with one paragraph, two mentions and the given elements."""
    return Reading(
        document=DOCUMENT,
        sha256=HASH,
        text_sha256=HASH,
        length=6000,
        media_type="text/plain",
        passages=(
            Passage(
                span=Span(2400, 2600), kind="paragraph", quote_hash=QUOTE, section="1 Doel", page=2
            ),
        ),
        mentions=(
            Mention(span=Span(2440, 2446), entity=NAMES.mint("plaats", "twente"), kind="place"),
            Mention(span=Span(2450, 2455), entity=NAMES.mint("thema", "wonen"), kind="theme"),
        ),
        elements=elements,
        quote_hashes=((SPAN.start, SPAN.end, QUOTE), (10, 20, QUOTE)),
        extractors=("mentions 0.1.0", "quantities 0.1.0"),
    )


def write(*elements: Element) -> set[ox.Quad]:
    """The quads of a reading with these elements."""
    return set(iter_reading_quads(make_reading(*elements), CARD, NAMES))


def values(quads: set[ox.Quad], subject: Iri, predicate: Iri) -> set[str]:
    """What a subject has for a predicate."""
    return {
        quad.object.value
        for quad in quads
        if quad.subject.value == subject and quad.predicate.value == predicate
    }


def claims(quads: set[ox.Quad], predicate: Iri) -> set[str]:
    """IRIs of the claims about a predicate."""
    return {
        quad.subject.value
        for quad in quads
        if quad.predicate.value == RDF.predicate and quad.object.value == predicate
    }


def test_claim_has_the_name_of_the_contract() -> None:
    """The claim of the contract's section 8.3 is bewering/3d7a70aa727c2173."""
    assert {NAMES.mint("bewering", "3d7a70aa727c2173")} == claims(
        write(make_element()), BG.lowerBound
    )


def test_all_quads_stand_in_the_graph_of_the_version() -> None:
    """One version writes one graph and no other."""
    assert {NAMES.document_graph(DOCUMENT, HASH)} == {
        quad.graph_name.value for quad in write(make_element())
    }


def test_there_are_no_blank_nodes() -> None:
    """Every subject and object has a name of its own or is a literal."""
    assert not any(
        isinstance(term, ox.BlankNode)
        for quad in write(make_element())
        for term in (quad.subject, quad.object)
    )


def test_element_is_tied_to_version_and_passage() -> None:
    """An element says in which version it stands and where."""
    quads = write(make_element())
    assert ({VERSION}, {NAMES.passage(HASH, SPAN)}) == (
        values(quads, TARGET, BG.statedIn),
        values(quads, TARGET, BG.evidencedBy),
    )


def test_existence_is_claimed() -> None:
    """Each element has a claim of its type."""
    assert {NAMES.claim(TARGET, RDF.type, BG.Target, VERSION)} == claims(
        write(make_element()), RDF.type
    )


def test_labels_are_not_claimed() -> None:
    """Bookkeeping is written without a claim."""
    quads = write(make_element())
    assert (set(), {"doel"}) == (
        claims(quads, SKOS.prefLabel),
        values(quads, TARGET, SKOS.prefLabel),
    )


def test_extracted_claim_is_complete() -> None:
    """Layer, method, confidence, status, modality and passage are there."""
    quads = write(make_element())
    claim = NAMES.claim(TARGET, BG.lowerBound, Literal.decimal(69000), VERSION)
    assert [
        {BG.Extracted},
        {"quantities 0.1.0"},
        {"0.93"},
        {BG.Unreviewed},
        {BG.Ambitie},
        {NAMES.passage(HASH, SPAN)},
    ] == [
        values(quads, claim, predicate)
        for predicate in (
            BG.layer,
            BG.method,
            BG.confidence,
            BG.reviewStatus,
            BG.modality,
            BG.evidencedBy,
        )
    ]


def test_same_claim_by_two_readers_is_one() -> None:
    """Two readers of one fact give one claim with both places and the higher confidence."""
    other = make_element(
        evidence=(Span(10, 20),), confidence=Decimal("0.5"), method="tables 0.1.0", modality=None
    )
    quads = write(make_element(), other)
    claim = NAMES.claim(TARGET, RDF.type, BG.Target, VERSION)
    assert ({"0.93"}, 2) == (
        values(quads, claim, BG.confidence),
        len(values(quads, claim, BG.evidencedBy)),
    )


def test_first_label_wins() -> None:
    """An element has one preferred label for each language."""
    label = Statement(predicate=SKOS.prefLabel, object=Literal.text("anders", "nl"), claimed=False)
    quads = write(make_element(), make_element(statements=(label,)))
    assert {"doel"} == values(quads, TARGET, SKOS.prefLabel)


def test_evidence_takes_section_and_page_of_its_passage() -> None:
    """A sentence is found under the heading and on the page of its paragraph."""
    quads = write(make_element())
    passage = NAMES.passage(HASH, SPAN)
    assert ({"1 Doel"}, {"2"}, {QUOTE}) == (
        values(quads, passage, BG.sectionLabel),
        values(quads, passage, BG.pageNumber),
        values(quads, passage, BG.quoteHash),
    )


def test_selector_holds_offsets() -> None:
    """Start and end are integers on the selector of the passage."""
    quads = write(make_element())
    selector = Iri(NAMES.passage(HASH, SPAN) + "#sel")
    assert ({"2434"}, {"2555"}) == (
        values(quads, selector, OA.start),
        values(quads, selector, OA.end),
    )


def test_passage_says_what_it_mentions() -> None:
    """Themes and other entries are tied to the structural passage."""
    quads = write()
    passage = NAMES.passage(HASH, Span(2400, 2600))
    assert ({NAMES.mint("thema", "wonen")}, {NAMES.mint("plaats", "twente")}) == (
        values(quads, passage, BG.mentionsTheme),
        values(quads, passage, BG.mentions),
    )


def test_card_becomes_the_record_of_the_work() -> None:
    """Title, date and horizon of the card are written on the document."""
    quads = write()
    own = NAMES.document(DOCUMENT)
    assert [{"Raadsbrief"}, {"2025-06"}, {"2050"}] == [
        values(quads, own, predicate) for predicate in (DCT.title, DCT.issued, BG.planHorizon)
    ]


def test_own_document_makes_statements_but_does_not_occur() -> None:
    """A statement about the document itself is claimed, its existence is not."""
    own = NAMES.document(DOCUMENT)
    quads = write(
        make_element(
            iri=own,
            type=BG.Document,
            statements=(Statement(predicate=BG.buildsOn, object=NAMES.document("ram")),),
        )
    )
    assert (1, set(), set()) == (
        len(claims(quads, BG.buildsOn)),
        claims(quads, RDF.type),
        values(quads, own, BG.statedIn),
    )


def test_part_of_an_element_is_not_claimed_to_occur() -> None:
    """An element that is only a part of another has its type and statements, and no claim."""
    quads = write(make_element(claimed=False, type=BG.Milestone))
    assert ({BG.Milestone}, set(), set()) == (
        values(quads, TARGET, RDF.type),
        claims(quads, RDF.type),
        values(quads, TARGET, BG.statedIn),
    )


def test_evidence_without_hash_is_refused() -> None:
    """A reading that lacks a hash cannot become a graph that nobody can verify."""
    with pytest.raises(ValueError, match=r"no quote hash for evidence \[7, 9\)"):
        write(make_element(evidence=(Span(7, 9),)))


def test_curated_claims_are_scoped_by_their_graph() -> None:
    """What people read is hashed with the curated graph, attributed and accepted."""
    graph, role = NAMES.graph("curated"), NAMES.mint("rol", "analist")
    element = make_element(layer=BG.Curated, method="curated")
    quads = set(iter_curated_quads([element], role, DOCUMENT, HASH, {SPAN: QUOTE}, NAMES))
    claim = NAMES.claim(TARGET, RDF.type, BG.Target, graph)
    assert [{role}, {BG.Accepted}, {BG.Curated}, set()] == [
        values(quads, claim, predicate)
        for predicate in (PROV.wasAttributedTo, BG.reviewStatus, BG.layer, BG.confidence)
    ]


def test_curated_passages_stand_in_the_curated_graph() -> None:
    """The passages that curated statements rest on are written with them."""
    role = NAMES.mint("rol", "analist")
    quads = set(iter_curated_quads([make_element()], role, DOCUMENT, HASH, {SPAN: QUOTE}, NAMES))
    assert {QUOTE} == values(quads, NAMES.passage(HASH, SPAN), BG.quoteHash)


def test_run_names_its_programs() -> None:
    """A reading has a run that used the version and is associated with each extractor."""
    quads = set(iter_prov_quads([make_reading()], NAMES))
    run = NAMES.mint("run", f"{DOCUMENT}-{HASH[:12]}")
    assert (
        {VERSION},
        {NAMES.mint("software", "mentions-0-1-0"), NAMES.mint("software", "quantities-0-1-0")},
    ) == (
        values(quads, run, PROV.used),
        values(quads, run, PROV.wasAssociatedWith),
    )


def test_order_is_the_same_each_time() -> None:
    """The same reading gives the same quads in the same order."""
    reading = make_reading(make_element())
    assert list(iter_reading_quads(reading, CARD, NAMES)) == list(
        iter_reading_quads(reading, CARD, NAMES)
    )
