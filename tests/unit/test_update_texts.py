"""What is written into an update before the engine sees it: datasets, and LOAD without effect."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from graph.datasets import with_dataset
from graph.loads import silence_loads
from ontology.errors import QueryError
from ontology.records import Iri

G = Iri("http://example.org/g")
USING = "USING <http://example.org/g>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CLEAR ALL", "CLEAR ALL"),
        ("INSERT DATA { <x:s> <x:p> 'WHERE' }", "INSERT DATA { <x:s> <x:p> 'WHERE' }"),
        ("INSERT {} WHERE {}", f"INSERT {{}}  {USING} WHERE {{}}"),
        ("DELETE WHERE { ?s ?p ?o }", f"DELETE  {{ ?s ?p ?o }} {USING} WHERE {{ ?s ?p ?o }}"),
        (
            "INSERT {} WHERE { SELECT * WHERE {} } ; DELETE {} WHERE {}",
            f"INSERT {{}}  {USING} WHERE {{ SELECT * WHERE {{}} }} ; DELETE {{}}  {USING} WHERE {{}}",
        ),
        (
            "PREFIX using: <x:> INSERT {} WHERE {}",
            f"PREFIX using: <x:> INSERT {{}}  {USING} WHERE {{}}",
        ),
    ],
)
def test_clauses_stand_before_each_where_of_an_operation(text: str, expected: str) -> None:
    """Only the WHERE of an operation gets them, never one in a string, comment or subquery."""
    found = with_dataset(text, [G], [])
    Store().update(found)

    assert expected.split() == found.split()


def test_without_graphs_nothing_is_written() -> None:
    """An update of a request that names no graphs stays as it is, USING and all."""
    text = "WITH <x:g> INSERT {} USING <x:h> WHERE {}"

    assert text == with_dataset(text, [], [])


@pytest.mark.parametrize(
    "text", ["WITH <x:g> INSERT {} WHERE {}", "INSERT {} using <x:g> WHERE {}"]
)
def test_two_datasets_are_refused(text: str) -> None:
    """The update may not name graphs as well."""
    with pytest.raises(QueryError, match="leave out one"):
        with_dataset(text, [G], [])


@pytest.mark.parametrize("graph", ["", "g", "http://example.org/> WHERE {} ; CLEAR ALL #"])
def test_what_is_no_iri_is_refused(graph: str) -> None:
    """Nothing of a request gets into the text unless the engine takes it for an IRI."""
    with pytest.raises(QueryError, match="no valid RDF term"):
        with_dataset("INSERT {} WHERE {}", [Iri(graph)], [])


@pytest.mark.parametrize(
    "text",
    [
        "LOAD SILENT <x:a>",
        "load silent <x:a> into graph <x:b> ; CLEAR ALL",
        "PREFIX x: <x:> LOAD SILENT x:a",
    ],
)
def test_a_silent_load_does_nothing(text: str) -> None:
    """It is replaced by an operation without effect, and the rest stays."""
    store, found = Store(), silence_loads(text)
    store.update(found)

    assert ("LOAD" in found.upper(), 0) == (False, len(store))


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <x:a>",
        "LOAD SILENT",
        "LOAD SILENT 'x'",
        "INSERT DATA { <x:s> <x:p> 'LOAD SILENT <x:a>' }",
    ],
)
def test_other_loads_are_left_alone(text: str) -> None:
    """One that is not silent, not whole, or a string is not touched."""
    assert text == silence_loads(text)
