"""The record of a release in DCAT and VoID, without blank nodes. Goes into `graph:meta`.

In: the manifest of a release. Out: quads for `graph:meta` and, alike, for the default graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from graph.void import VOID, Triple, count_literal, iter_void
from ontology.iris import Names
from ontology.records import Iri
from ontology.terms import DCAT, DCT, RDF, XSD


def release_record(manifest: Mapping[str, Any], names: Names) -> Iterator[Quad]:
    """What is known of a release: date, version, previous one, counts by graph and class."""
    meta = NamedNode(names.graph("meta"))
    for subject, predicate, value in _triples(manifest, names):
        yield Quad(NamedNode(subject), NamedNode(predicate), value, meta)
        yield Quad(NamedNode(subject), NamedNode(predicate), value, DefaultGraph())


def release_date(release: Iri, date: str) -> Iterator[Quad]:
    """That this release is one, and of which day (YYYY-MM-DD), in the default graph."""
    for predicate, value in (
        (RDF.type, NamedNode(DCAT.Dataset)),
        (DCT.issued, Literal(date, datatype=NamedNode(XSD.date))),
    ):
        yield Quad(NamedNode(release), NamedNode(predicate), value, DefaultGraph())


def _triples(manifest: Mapping[str, Any], names: Names) -> Iterator[Triple]:
    release = str(manifest["iri"])
    name = str(manifest["release"])
    yield release, RDF.type, NamedNode(DCAT.Dataset)
    yield release, DCT.title, Literal(f"Uitgave {name}", language="nl")
    yield release, DCT.title, Literal(f"Release {name}", language="en")
    yield release, DCT.issued, Literal(str(manifest["date"]), datatype=NamedNode(XSD.date))
    yield release, DCAT.version, Literal(name)
    yield release, DCT.identifier, Literal(f"sha256:{manifest['graph_sha256']}")
    if manifest.get("previous"):
        yield release, DCAT.previousVersion, NamedNode(str(manifest["previous"]))
    yield from iter_void(manifest, names)
    graphs: Mapping[str, int] = manifest["graphs"]
    for graph, count in graphs.items():
        if graph.startswith("http"):
            yield release, VOID + "subset", NamedNode(graph)
            yield graph, VOID + "triples", count_literal(count)
