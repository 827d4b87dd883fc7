"""What a release holds, told in VoID: counts by class and property, vocabularies, examples.

In: a store before its record is added, or the manifest of a release. Out: counts for the manifest
and quads-to-be as (subject, predicate, object). Makes no blank nodes.

Source: Describing Linked Datasets with the VoID Vocabulary, W3C Interest Group Note, 2011.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph.formats import GRAPH_FORMATS
from ontology.iris import Names
from ontology.records import Iri
from ontology.terms import RDF, XSD

VOID: Final = "http://rdfs.org/ns/void#"
_PROPERTIES: Final = "SELECT ?of (COUNT(*) AS ?count) WHERE { ?s ?of ?o } GROUP BY ?of"
_EXAMPLES: Final = """SELECT ?of (MIN(STR(?s)) AS ?first) WHERE {
  ?s a ?of FILTER(ISIRI(?s) && STRSTARTS(STR(?s), ?base)) } GROUP BY ?of"""
_SUBJECTS: Final = "SELECT (COUNT(DISTINCT ?s) AS ?count) WHERE { ?s ?p ?o }"

Triple = tuple[str, str, NamedNode | Literal]


def describe_content(store: Store, names: Names) -> dict[str, Any]:
    """What the manifest says of the published triples, beside their classes.

    `properties` counts triples by property, `examples` names one thing of the region for each
    class, `subjects` counts all things that something is said about.
    """
    examples = f"{_EXAMPLES.replace('?base', str(Literal(names.base)))}"
    return {
        "properties": {one: int(count) for one, count in _pairs(store, _PROPERTIES, "count")},
        "examples": dict(_pairs(store, examples, "first")),
        "subjects": int(next(iter(_rows(store, _SUBJECTS)))["count"].value),
    }


def iter_void(manifest: Mapping[str, Any], names: Names) -> Iterator[Triple]:
    """The triples about the dataset that the release in this manifest is."""
    release = str(manifest["iri"])
    classes: Mapping[str, int] = manifest["classes"]
    properties: Mapping[str, int] = manifest.get("properties", {})
    yield release, RDF.type, NamedNode(VOID + "Dataset")
    yield release, VOID + "sparqlEndpoint", NamedNode(names.base + "sparql")
    yield release, VOID + "uriSpace", Literal(names.base)
    yield release, VOID + "triples", count_literal(manifest["graphs"].get("default", 0))
    yield release, VOID + "classes", count_literal(len(classes))
    if properties:
        yield release, VOID + "properties", count_literal(len(properties))
    if "subjects" in manifest:
        yield release, VOID + "distinctSubjects", count_literal(manifest["subjects"])
    for found in GRAPH_FORMATS:
        yield release, VOID + "feature", NamedNode(found.iri)
    for vocabulary in sorted({_namespace(one) for one in (*classes, *properties)}):
        yield release, VOID + "vocabulary", NamedNode(vocabulary)
    for example in sorted(set(manifest.get("examples", {}).values())):
        yield release, VOID + "exampleResource", NamedNode(example)
    yield from _partitions(release, "class", "entities", classes)
    yield from _partitions(release, "property", "triples", properties)


def count_literal(value: int) -> Literal:
    """A number of things."""
    return Literal(str(value), datatype=NamedNode(XSD.integer))


def _partitions(
    release: str, kind: str, counted: str, counts: Mapping[str, int]
) -> Iterator[Triple]:
    """The part of the dataset for each class or property, with its count."""
    for term, count in counts.items():
        part = f"{release}#{sha256(f'{kind} {term}'.encode()).hexdigest()[:12]}"
        yield release, f"{VOID}{kind}Partition", NamedNode(part)
        yield part, RDF.type, NamedNode(VOID + "Dataset")
        yield part, VOID + kind, NamedNode(term)
        yield part, VOID + counted, count_literal(count)


def _namespace(term: str) -> str:
    """A term's IRI up to its last `#` or `/`."""
    head, mark, _ = term.rpartition("#")
    return head + mark if mark else term.rpartition("/")[0] + "/"


def _pairs(store: Store, text: str, column: str) -> list[tuple[Iri, str]]:
    return sorted((Iri(row["of"].value), row[column].value) for row in _rows(store, text))


def _rows(store: Store, text: str) -> QuerySolutions:
    return cast("QuerySolutions", store.query(text))
