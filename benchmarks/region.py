"""A made-up region as quads in the shape of docs/model.md, of any size. The same for each seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ontology.iris import Names
from ontology.records import Iri, Span
from ontology.terms import BG, DCT, OA, RDF, SKOS, XSD

NAMES: Final = Names("https://example.org/laagland/")
_PLACES: Final = ("veldhorst", "zandwoude", "kleibeek", "lindeveen")
_THEMES: Final = ("wonen", "economie", "natuur", "bereikbaarheid", "energie")
_INTEGER: Final = NamedNode(XSD.integer)


def region_quads(documents: int = 2, actions: int = 20, seed: int = 1) -> Iterator[Quad]:
    """Register, themes and for each document one graph with actions, claims and passages.

    About 26 quads for each action.
    """
    yield from _register()
    for number in range(documents):
        yield from _document(number, actions, random.Random(seed * 1000 + number))


def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


def _register() -> Iterator[Quad]:
    register, themes = _node(NAMES.graph("register")), _node(NAMES.graph("themes"))
    for place in _PLACES:
        iri = _node(NAMES.mint("plaats", place))
        yield Quad(iri, _node(RDF.type), _node(BG.Place), register)
        yield Quad(iri, _node(SKOS.prefLabel), Literal(place.title(), language="nl"), register)
    for theme in _THEMES:
        iri = _node(NAMES.mint("thema", theme))
        yield Quad(iri, _node(RDF.type), _node(BG.Theme), themes)
        yield Quad(iri, _node(SKOS.prefLabel), Literal(theme.title(), language="nl"), themes)


def _document(number: int, actions: int, chance: random.Random) -> Iterator[Quad]:
    name = f"plan-{number}"
    digest = sha256(name.encode()).hexdigest()
    graph = _node(NAMES.document_graph(name, digest))
    version = NAMES.version(name, digest)
    document = _node(NAMES.document(name))
    yield Quad(document, _node(RDF.type), _node(BG.PolicyDocument), graph)
    yield Quad(document, _node(DCT.title), Literal(f"Plan {number}", language="nl"), graph)
    yield Quad(_node(version), _node(RDF.type), _node(BG.DocumentVersion), graph)
    yield Quad(_node(version), _node(DCT.isVersionOf), document, graph)
    yield Quad(_node(version), _node(BG.sha256), Literal(digest), graph)
    for action in range(1, actions + 1):
        start = action * 200
        yield from _action(name, digest, action, Span(start, start + 80), chance)


def _action(
    name: str, digest: str, number: int, span: Span, chance: random.Random
) -> Iterator[Quad]:
    graph = _node(NAMES.document_graph(name, digest))
    version = NAMES.version(name, digest)
    action = NAMES.mint("actie", f"{name}-{number}")
    passage = NAMES.passage(digest, span)
    theme = NAMES.mint("thema", chance.choice(_THEMES))
    place = NAMES.mint("plaats", chance.choice(_PLACES))
    confidence = chance.choice(("0.95", "0.9", "0.8", "0.6"))

    def quad(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
        return Quad(_node(subject), _node(predicate), value, graph)

    yield quad(action, RDF.type, _node(BG.Action))
    yield quad(action, BG.statedIn, _node(version))
    yield quad(action, BG.evidencedBy, _node(passage))
    yield quad(action, SKOS.prefLabel, Literal(f"Actie {number}", language="nl"))
    yield quad(action, BG.actionNumber, Literal(str(number), datatype=_INTEGER))
    yield quad(action, BG.hasTheme, _node(theme))
    yield quad(action, BG.scopePlace, _node(place))
    yield from _passage(passage, version, span, graph)
    for predicate, value in (
        (RDF.type, BG.Action),
        (BG.hasTheme, Iri(theme)),
        (BG.scopePlace, Iri(place)),
    ):
        claim = NAMES.claim(Iri(action), predicate, value, version)
        yield from _claim(claim, (action, predicate, value), passage, confidence, graph)


def _passage(passage: str, version: str, span: Span, graph: NamedNode) -> Iterator[Quad]:
    node, selector = _node(passage), _node(f"{passage}#sel")
    digest = "sha256:" + sha256(passage.encode()).hexdigest()
    yield Quad(node, _node(RDF.type), _node(BG.Passage), graph)
    yield Quad(node, _node(OA.hasSource), _node(version), graph)
    yield Quad(node, _node(OA.hasSelector), selector, graph)
    yield Quad(node, _node(BG.quoteHash), Literal(digest), graph)
    yield Quad(selector, _node(RDF.type), _node(OA.TextPositionSelector), graph)
    yield Quad(selector, _node(OA.start), Literal(str(span.start), datatype=_INTEGER), graph)
    yield Quad(selector, _node(OA.end), Literal(str(span.end), datatype=_INTEGER), graph)


def _claim(
    claim: str, said: tuple[str, str, str], passage: str, confidence: str, graph: NamedNode
) -> Iterator[Quad]:
    subject, predicate, value = said
    node = _node(claim)
    decimal = _node(XSD.decimal)
    for name, term in (
        (RDF.type, _node(BG.Claim)),
        (RDF.subject, _node(subject)),
        (RDF.predicate, _node(predicate)),
        (RDF.object, _node(value)),
        (BG.layer, _node(BG.Extracted)),
        (BG.method, Literal("actions 0.1.0")),
        (BG.confidence, Literal(confidence, datatype=decimal)),
        (BG.reviewStatus, _node(BG.Unreviewed)),
        (BG.evidencedBy, _node(passage)),
    ):
        yield Quad(node, _node(name), term, graph)
