"""Reading a store in this process: answers, errors, datasets and bound variables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from pyoxigraph import Store

from graph.bindings import bind_variables
from graph.requests import QueryRequest
from graph.store import EmbeddedReader, load_memory, open_checkpoint
from ontology.errors import FormatError, NotFoundError, QueryError
from ontology.records import Iri, Literal

DATA = """
PREFIX : <http://example.org/>
INSERT DATA {
  :a a :Action ; :number 1 ; :label "een"@nl ; :theme :wonen .
  :b a :Action ; :number 2 ; :label "twee"@nl ; :theme :wonen ; :next :a .
  :c a :Goal ; :label "drie"@nl ; :theme :energie .
  GRAPH :g1 { :x :in 1 } GRAPH :g2 { :y :in 2 }
}"""
EX = "http://example.org/"


@pytest.fixture(scope="module")
def reader() -> EmbeddedReader:
    """A reader over a handful of triples."""
    store = Store()
    store.update(DATA)
    return EmbeddedReader(store)


def rows(reader: EmbeddedReader, text: str, **fields: object) -> set[str]:
    """The lines of the CSV answer without its head, IRIs shortened."""
    request = QueryRequest(f"PREFIX : <{EX}> {text}", "csv", **fields)  # type: ignore[arg-type]
    return set(reader.query(request).decode().replace(EX, ":").split("\r\n")[1:-1])


def test_answer_is_standard_json(reader: EmbeddedReader) -> None:
    """Without a wish the answer is SPARQL results in JSON."""
    answer = json.loads(reader.query(QueryRequest(f"SELECT ?n {{ <{EX}a> <{EX}number> ?n }}")))
    assert ["n"] == answer["head"]["vars"]
    assert "1" == answer["results"]["bindings"][0]["n"]["value"]


def test_turtle_declares_only_the_prefixes_it_uses(reader: EmbeddedReader) -> None:
    """A graph of two triples does not start with twenty prefixes."""
    text = "CONSTRUCT { <a:a> a <http://www.w3.org/2004/02/skos/core#Concept> } WHERE {}"
    answer = reader.query(QueryRequest(text, "turtle")).decode()
    assert ["@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."] == [
        line for line in answer.splitlines() if line.startswith("@prefix")
    ]


def test_pieces_are_large_and_complete(reader: EmbeddedReader) -> None:
    """A long answer comes in pieces of 64 kB that together are the whole."""
    request = QueryRequest("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "csv")
    pieces: list[bytes] = []
    reader.stream(request, pieces.append)
    assert min(len(piece) for piece in pieces[:-1]) >= 64 * 1024
    assert reader.query(request) == b"".join(pieces)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {\n ?s ?p ", r"line 2, column \d+"),
        ("SELECT * { ?s ?p ?o }}", "line 1, column"),
        ("SELECT * { ?s <rel ative> ?o }", "does not parse"),
        ("SELECT (<http://example.org/f>(DISTINCT 1) AS ?x) {}", "does not parse"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", "SERVICE is switched off"),
        ("DROP ALL", "this is an update"),
    ],
)
def test_bad_query_is_explained_in_one_line(
    reader: EmbeddedReader, text: str, message: str
) -> None:
    """What is wrong with a query is said with its place and reason, without a traceback."""
    with pytest.raises(QueryError, match=message) as caught:
        reader.query(QueryRequest(text))
    assert "\n" not in str(caught.value)


def test_format_that_cannot_hold_the_answer_is_refused(reader: EmbeddedReader) -> None:
    """Solutions are not written as Turtle."""
    with pytest.raises(FormatError, match="turtle"):
        reader.query(QueryRequest("SELECT * {}", "turtle"))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"default_graphs": (Iri(EX + "g1"),)}, {":x,1"}),
        ({"default_graphs": (Iri(EX + "g1"), Iri(EX + "g2"))}, {":x,1", ":y,2"}),
        ({"named_graphs": (Iri(EX + "g1"),)}, set()),
    ],
)
def test_dataset_of_the_request_is_the_whole_dataset(
    reader: EmbeddedReader, fields: dict[str, object], expected: set[str]
) -> None:
    """Default and named graphs of a request replace the store's, as the protocol says."""
    assert expected == rows(reader, "SELECT ?s ?o { ?s :in ?o }", **fields)


def test_folder_without_store_is_not_found(tmp_path: Path) -> None:
    """Opening an empty folder says that there is no store."""
    with pytest.raises(NotFoundError, match="no store in"):
        open_checkpoint(tmp_path)


def test_memory_copy_of_a_checkpoint_without_dump(tmp_path: Path) -> None:
    """A checkpoint is copied into memory also when no dump lies beside it."""
    store = Store(str(tmp_path / "live"))
    store.update(DATA)
    store.backup(str(tmp_path / "store"))
    assert set(store) == set(load_memory(tmp_path / "store"))


THEME = {"t": Iri(EX + "wonen")}


@pytest.mark.parametrize(
    ("text", "bindings", "expected"),
    [
        ("SELECT ?a { ?a :theme ?t }", THEME, {":a", ":b"}),
        ("SELECT ?a { ?a :label ?l }", {"l": Literal.text("een", "nl")}, {":a"}),
        ("SELECT ?a { ?a :number ?n }", {"n": Literal.integer(2)}, {":b"}),
        ("SELECT (COUNT(*) AS ?n) { ?a :theme ?t }", THEME, {"2"}),
        ("SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?a :theme ?t } } }", THEME, {"2"}),
        ("SELECT ?a { ?a :label ?l OPTIONAL { ?a :theme ?t } FILTER(BOUND(?t)) }", THEME,
         {":a", ":b"}),
        ("SELECT ?a { ?a :label ?l OPTIONAL { ?a :theme ?t } }", THEME, {":a", ":b"}),
        ("SELECT ?a { ?a :number ?n BIND(?n + 1 AS ?m) }", {"m": Literal.integer(3)}, {":b"}),
        ("SELECT ?a (?n + 1 AS ?m) { ?a :number ?n } ORDER BY ?a", {"m": Literal.integer(3)},
         {":b,3"}),
        ("SELECT ?a { { SELECT ?a (MAX(?n) AS ?m) { ?a :number ?n } GROUP BY ?a } }",
         {"m": Literal.integer(2)}, {":b"}),
        ("SELECT ?a { VALUES ?t { :wonen :energie } ?a :theme ?t }", THEME, {":a", ":b"}),
        ("SELECT ?a { ?a :label ?l FILTER NOT EXISTS { ?a :theme ?t } }", THEME, {":c"}),
        ("SELECT ?a { ?a :label ?l MINUS { ?a :theme ?t } }", THEME, {":c"}),
        ("SELECT ?a { { ?a :theme ?x FILTER(?x = ?t) } UNION { ?a :next ?b } }", THEME,
         {":a", ":b"}),
        ("SELECT ?a { { { ?a :number ?n } FILTER(?n > ?low) } }", {"low": Literal.integer(1)},
         {":b"}),
        ("SELECT ?a { ?a :theme ?t . VALUES ?t { :wonen :energie } }", THEME, {":a", ":b"}),
        ("SELECT ?s { GRAPH ?g { ?s :in ?o } }", {"g": Iri(EX + "g2")}, {":y"}),
        ("SELECT ?a WHERE { BIND(?t AS ?u) ?a :theme ?u }", THEME, {":a", ":b"}),
        ("SELECT ?c (COUNT(?a) AS ?n) { ?a a ?c ; :theme ?t } GROUP BY ?c HAVING(?t = ?t || true)",
         THEME, {":Action,2"}),
        ("SELECT ?a { ?a ?p ?t } # ?t {", THEME, {":a", ":b"}),
    ],
)  # fmt: skip
def test_bound_variable_counts_everywhere_in_a_query(
    reader: EmbeddedReader, text: str, bindings: dict[str, Iri | Literal], expected: set[str]
) -> None:
    """A parameter holds in patterns, filters, subqueries, unions and aggregates alike."""
    assert expected == rows(reader, text, bindings=bindings)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("CONSTRUCT WHERE { ?a :theme ?t }", 2),
        ("CONSTRUCT { ?t :of ?a } WHERE { ?a :theme ?t }", 2),
        ("CONSTRUCT { ?t :of :x } WHERE { }", 1),
        ("DESCRIBE ?t", 0),
        ("DESCRIBE ?a WHERE { ?a :theme ?t }", 9),
    ],
)
def test_bound_variable_in_graph_queries(reader: EmbeddedReader, text: str, count: int) -> None:
    """CONSTRUCT, its short form and DESCRIBE take parameters too."""
    request = QueryRequest(f"PREFIX : <{EX}> {text}", "ntriples", bindings=THEME)
    assert count == reader.query(request).count(b"\n")


def test_parameter_the_query_does_not_use_is_an_error() -> None:
    """A wrong parameter name is reported, not ignored."""
    with pytest.raises(QueryError, match=r"does not use the parameter \?them"):
        bind_variables("SELECT * { ?a ?b ?theme }", {"them": Iri("a:b")})


@pytest.mark.parametrize("iri", ["not an iri", "a:b> ?x ?y . <a:c", "", "a:{b}"])
def test_value_that_is_no_iri_is_refused(iri: str) -> None:
    """Text cannot leave the IRI it is given as."""
    with pytest.raises(QueryError, match="no valid RDF term"):
        bind_variables("SELECT * { ?a ?b ?c }", {"a": Iri(iri)})


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_comes_back_as_itself(value: str) -> None:
    """Quotes, braces, backslashes, line ends: a text is bound as a term, never as syntax."""
    request = QueryRequest(
        "SELECT ?x { FILTER(?x != 'a' || true) }", bindings={"x": Literal.text(value)}
    )
    answer = json.loads(EmbeddedReader(Store()).query(request))
    assert [value] == [row["x"]["value"] for row in answer["results"]["bindings"]]


def test_place_of_an_error_is_that_in_the_text_as_written(reader: EmbeddedReader) -> None:
    """Values that are put in do not move the column that is reported."""
    text = "SELECT ?a { ?a ?b ?t . FILTER( }"
    places = []
    for bindings in ({}, THEME):
        with pytest.raises(QueryError) as caught:
            reader.query(QueryRequest(text, bindings=bindings))
        places.append(str(caught.value))
    assert places[0] == places[1]
