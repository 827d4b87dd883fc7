"""The record of a release in VoID."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.record import release_record
from graph.void import VOID, describe_content, iter_void
from ontology.iris import Names
from ontology.terms import RDF

NAMES = Names("https://example.org/zandland/")
RELEASE = "https://example.org/zandland/id/uitgave/2031-06-01"
KIND = "https://example.org/def#Thing"
NAME = "https://example.org/def#name"


def _store() -> Store:
    """Two things below the base, of which one has two names, and one thing from outside."""
    store = Store()
    ours = [NamedNode(NAMES.mint("thema", slug)) for slug in ("wonen", "energie")]
    for thing in (*ours, NamedNode("https://elsewhere.example/x")):
        store.add(Quad(thing, NamedNode(RDF.type), NamedNode(KIND)))
    for text in ("a", "b"):
        store.add(Quad(ours[0], NamedNode(NAME), Literal(text)))
    return store


def _manifest() -> dict[str, object]:
    return {
        "iri": RELEASE,
        "release": "2031-06-01",
        "date": "2031-06-01",
        "graph_sha256": "0" * 64,
        "graphs": {"default": 5, "https://example.org/zandland/graph/register": 3},
        "classes": {KIND: 3},
        **describe_content(_store(), NAMES),
    }


def test_content_counts_triples_and_subjects() -> None:
    """Properties are counted by triples, subjects once each."""
    found = describe_content(_store(), NAMES)

    assert ({NAME: 2, RDF.type: 3}, 3) == (found["properties"], found["subjects"])


def test_example_is_the_first_thing_of_the_region() -> None:
    """An example can be looked up here, so it is never a thing from outside."""
    assert {KIND: NAMES.mint("thema", "energie")} == describe_content(_store(), NAMES)["examples"]


def test_record_is_the_same_each_time() -> None:
    """The same manifest gives the same triples in the same order."""
    assert list(iter_void(_manifest(), NAMES)) == list(iter_void(_manifest(), NAMES))


def test_property_partition_counts_triples() -> None:
    """Each property has a part of the dataset that tells how many triples use it."""
    triples = {(s, p): o for s, p, o in iter_void(_manifest(), NAMES)}
    part = next(s for (s, p), o in triples.items() if p == VOID + "property" and o.value == NAME)

    assert "2" == triples[part, VOID + "triples"].value


def test_vocabularies_are_the_namespaces_in_use() -> None:
    """What classes and properties begin with is named as a vocabulary, once each."""
    found = [o.value for _, p, o in iter_void(_manifest(), NAMES) if p == VOID + "vocabulary"]

    assert ["http://www.w3.org/1999/02/22-rdf-syntax-ns#", "https://example.org/def#"] == found


def test_record_stands_in_meta_and_default_graph() -> None:
    """Whoever asks the default graph finds the same record as in graph:meta."""
    quads = list(release_record(_manifest(), NAMES))
    graphs = {str(quad.graph_name) for quad in quads}

    assert {"DEFAULT", f"<{NAMES.graph('meta')}>"} == graphs
