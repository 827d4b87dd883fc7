"""A made-up policy graph of any size in the vocabulary of docs/model.md, and a release of it.

In: a number of documents and a seed. Out: quads, the same for each seed; or a data folder that the
service can serve. A document has 200 elements (actions, goals, targets, projects, programmes,
observations) with claims and passages: about 26,000 quads in the store, as the real ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.manifest import count_classes, write_manifest
from graph.publish import publish
from graph.rules import Rule, run_rules
from graph.search_names import write_names
from ontology.iris import Names
from ontology.records import Span
from ontology.terms import BG, CITO, DCT, OA, ORG, QUDT, RDF, RDFS, SKOS, UNIT, XSD
from queries.catalog import Catalog

NAMES: Final = Names("https://example.org/waterland/")
ELEMENTS: Final = 200  # of a document
QUADS_OF_DOCUMENT: Final = 26_000  # in the store, the default graph included; roughly
THEMES: Final = (
    "economie",
    "wonen",
    "voorzieningen",
    "bereikbaarheid",
    "leefbaarheid",
    "landschap",
    "energie",
    "water",
    "veiligheid",
    "cultuur",
)
PLACES: Final = tuple(f"gemeente-{number}" for number in range(1, 61))
_ACTORS: Final = 400  # besides the municipalities
_INDICATORS: Final = 30
_TOOI: Final = "https://identifier.overheid.nl/tooi/def/ont/"
_FIRST: Final = (
    "woning water energie natuur bedrijf verkeer landschap dorp stad zorg onderwijs warmte"
)
_LAST: Final = (
    "opgave visie plan agenda programma beleid project aanpak strategie fonds netwerk team"
)
_KINDS: Final = (
    (BG.Action, "actie", 40),
    (BG.Goal, "doel", 15),
    (BG.Target, "streefwaarde", 15),
    (BG.IndicatorObservation, "waarneming", 17),
    (BG.KeyProject, "project", 10),
    (BG.Programme, "programma", 3),
)


@dataclass(frozen=True, slots=True)
class _Version:
    """One document that is being made up."""

    name: str
    digest: str
    graph: NamedNode
    iri: str
    chance: random.Random


def policy_quads(documents: int, seed: int = 1) -> Iterator[Quad]:
    """Vocabulary labels, register, themes, and one graph for each document."""
    yield from _register()
    for number in range(1, documents + 1):
        yield from _document(number, random.Random(seed * 1_000_003 + number))


def publish_policy(data: Path, documents: int, seed: int = 1) -> int:
    """Publish the graph with every rule and the index of names; gives the quads in the store.

    Built on disk. Checks, SHACL, the dump and its hash are left out: no question reads them.
    """
    folder = data / "releases" / "2026-01-01"
    work = data / "work"
    folder.mkdir(parents=True)
    store = Store(str(work))
    store.bulk_extend(policy_quads(documents, seed))
    publish(store, NAMES, 0.5)
    rules = [Rule(q.name, q.text, q.head.repeat) for q in Catalog.load().in_group("rules")]
    run_rules(store, rules, NAMES.graph("inferred"))
    store.optimize()
    store.backup(str(folder / "store"))
    write_names(store, folder)
    quads = len(store)
    known = {
        "release": "2026-01-01",
        "iri": NAMES.mint("uitgave", "2026-01-01"),
        "date": "2026-01-01",
        "previous": None,
        "region": "waterland",
        "sources": {},
        "graph_sha256": sha256(f"{documents} {seed}".encode()).hexdigest(),
        "quads": quads,
        "graphs": {},
        "classes": count_classes(store),
    }
    write_manifest(folder / "manifest.json", known)
    (data / "CURRENT").write_text("2026-01-01\n", encoding="utf-8")
    return quads


def place(number: int) -> str:
    """The IRI of a place."""
    return NAMES.mint("plaats", PLACES[number % len(PLACES)])


def actor(number: int) -> str:
    """The IRI of an actor: the municipalities first."""
    number %= _ACTORS + len(PLACES)
    slug = PLACES[number] if number < len(PLACES) else f"partij-{number}"
    return NAMES.mint("organisatie", slug)


def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


def _label(text: str) -> Literal:
    return Literal(text, language="nl")


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=_node(XSD.integer))


def _register() -> Iterator[Quad]:
    register, themes = _node(NAMES.graph("register")), _node(NAMES.graph("themes"))
    vocabulary = _node(NAMES.graph("ontology"))
    for property_ in (BG.leadActor, BG.scopePlace, BG.hasTheme, BG.contributesTo, CITO.cites):
        label = _label(property_.rpartition("#")[2].rpartition("/")[2])
        yield Quad(_node(property_), _node(RDFS.label), label, vocabulary)
    for theme in THEMES:
        iri = _node(NAMES.mint("thema", theme))
        yield Quad(iri, _node(RDF.type), _node(BG.Theme), themes)
        yield Quad(iri, _node(SKOS.prefLabel), _label(theme), themes)
    for number, slug in enumerate(PLACES):
        iri = _node(place(number))
        yield Quad(iri, _node(RDF.type), _node(BG.Place), register)
        yield Quad(iri, _node(SKOS.prefLabel), _label(slug.replace("-", " ").title()), register)
        yield Quad(iri, _node(BG.governedBy), _node(actor(number)), register)
    group = _node(NAMES.mint("groep", "alle"))
    yield Quad(group, _node(RDF.type), _node(BG.Actor), register)
    for number in range(_ACTORS + len(PLACES)):
        iri = _node(actor(number))
        yield Quad(iri, _node(RDF.type), _node(BG.Actor), register)
        yield Quad(iri, _node(SKOS.prefLabel), _label(f"Partij {number}"), register)
        if number < len(PLACES):
            yield Quad(iri, _node(RDF.type), _node(f"{_TOOI}Gemeente"), register)
            yield Quad(group, _node(ORG.hasMember), iri, register)
    for number in range(_INDICATORS):
        iri = _node(NAMES.mint("indicator", f"maat-{number}"))
        yield Quad(iri, _node(RDF.type), _node(BG.Indicator), register)
        yield Quad(iri, _node(SKOS.prefLabel), _label(f"Maat {number}"), register)


def _document(number: int, chance: random.Random) -> Iterator[Quad]:
    name = f"plan-{number}"
    digest = sha256(name.encode()).hexdigest()
    graph = _node(NAMES.document_graph(name, digest))
    one = _Version(name, digest, graph, NAMES.version(name, digest), chance)
    document = _node(NAMES.document(name))
    publisher = actor(chance.randrange(len(PLACES)))
    year = Literal(str(2015 + number % 12), datatype=_node(XSD.gYear))
    for subject, predicate, value in (
        (document, RDF.type, _node(BG.PolicyDocument)),
        (document, RDF.type, _node(BG.Document)),
        (document, DCT.title, _label(f"{_compound(chance).title()} {number}")),
        (document, DCT.publisher, _node(publisher)),
        (document, DCT.issued, year),
        (_node(one.iri), RDF.type, _node(BG.DocumentVersion)),
        (_node(one.iri), DCT.isVersionOf, document),
        (_node(one.iri), BG.sha256, Literal(digest)),
    ):
        yield Quad(subject, _node(predicate), value, graph)
    if number > 1:
        cited = NAMES.document(f"plan-{chance.randrange(1, number)}")
        passage = NAMES.passage(digest, Span(0, 40))
        yield from _passage(one, passage, Span(0, 40))
        yield Quad(document, _node(CITO.cites), _node(cited), graph)
        yield from _claim(one, (str(document.value), CITO.cites, _node(cited)), passage)
    themes = chance.sample(THEMES, 7)  # so that every document has gaps
    kinds = [kind[:2] for kind in _KINDS]
    weights = [kind[2] for kind in _KINDS]
    for index, (type_, segment) in enumerate(chance.choices(kinds, weights, k=ELEMENTS), 1):
        yield from _element(one, type_, segment, index, chance.choice(themes))


def _compound(chance: random.Random) -> str:
    return chance.choice(_FIRST.split()) + chance.choice(_LAST.split())


def _element(one: _Version, type_: str, segment: str, index: int, theme: str) -> Iterator[Quad]:
    chance, graph = one.chance, one.graph
    element = NAMES.mint(segment, f"{one.name}-{index}")
    span = Span(index * 200, index * 200 + 120)
    passage = NAMES.passage(one.digest, span)
    said: list[tuple[str, NamedNode | Literal]] = [
        (RDF.type, _node(type_)),
        (BG.hasTheme, _node(NAMES.mint("thema", theme))),
        (BG.scopePlace, _node(place(chance.randrange(len(PLACES))))),
        *_own(one, type_, index),
    ]
    label = f"{_compound(chance)} {chance.choice(_FIRST.split())} {one.name} {index}"
    yield Quad(_node(element), _node(BG.statedIn), _node(one.iri), graph)
    yield Quad(_node(element), _node(BG.evidencedBy), _node(passage), graph)
    yield Quad(_node(element), _node(SKOS.prefLabel), _label(label), graph)
    theme_iri = _node(NAMES.mint("thema", theme))
    yield Quad(_node(passage), _node(BG.mentionsTheme), theme_iri, graph)
    yield from _passage(one, passage, span)
    for predicate, value in said:
        yield Quad(_node(element), _node(predicate), value, graph)
        yield from _claim(one, (element, predicate, value), passage)


def _own(one: _Version, type_: str, index: int) -> Iterator[tuple[str, NamedNode | Literal]]:
    """What only this kind of element says."""
    chance = one.chance
    if type_ == BG.Action:
        yield BG.leadActor, _node(actor(int(chance.paretovariate(0.6))))
        yield BG.actionNumber, _number(index)
    elif type_ in (BG.Target, BG.IndicatorObservation):
        indicator = NAMES.mint("indicator", f"maat-{chance.randrange(_INDICATORS)}")
        yield BG.forIndicator, _node(indicator)
        yield BG.lowerBound, _number(chance.randrange(10, 20_000))
        yield QUDT.hasUnit, _node(UNIT.NUM)
    elif type_ == BG.Goal:
        yield BG.contributesTo, _node(NAMES.mint("doel", f"hoofd-{chance.randrange(20)}"))
    else:
        yield BG.involvedActor, _node(actor(chance.randrange(_ACTORS)))


def _passage(one: _Version, passage: str, span: Span) -> Iterator[Quad]:
    node, selector = _node(passage), _node(f"{passage}#sel")
    digest = "sha256:" + sha256(passage.encode()).hexdigest()
    for subject, predicate, value in (
        (node, RDF.type, _node(BG.Passage)),
        (node, OA.hasSource, _node(one.iri)),
        (node, OA.hasSelector, selector),
        (node, BG.quoteHash, Literal(digest)),
        (selector, RDF.type, _node(OA.TextPositionSelector)),
        (selector, OA.start, _number(span.start)),
        (selector, OA.end, _number(span.end)),
    ):
        yield Quad(subject, _node(predicate), value, one.graph)


def _claim(
    one: _Version, said: tuple[str, str, NamedNode | Literal], passage: str
) -> Iterator[Quad]:
    subject, predicate, value = said
    digest = sha256(f"{subject} {predicate} {value} {one.iri}".encode()).hexdigest()
    node = _node(NAMES.mint("bewering", digest[:16]))
    for name, term in (
        (RDF.type, _node(BG.Claim)),
        (RDF.subject, _node(subject)),
        (RDF.predicate, _node(predicate)),
        (RDF.object, value),
        (BG.layer, _node(BG.Extracted)),
        (BG.method, Literal("made up 1.0.0")),
        (BG.confidence, Literal("0.9", datatype=_node(XSD.decimal))),
        (BG.reviewStatus, _node(BG.Unreviewed)),
        (BG.evidencedBy, _node(passage)),
    ):
        yield Quad(node, _node(name), term, one.graph)
