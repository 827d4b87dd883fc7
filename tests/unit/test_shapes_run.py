"""Running SHACL: the same results from the triples the shapes need as from all of them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as engine
import pytest

from graph.shapes import _iter_needed, load_shapes, validate
from ontology.errors import RegisterError

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
DATA = """
PREFIX ex: <http://example.org/>
INSERT DATA { ex:a a ex:Action ; ex:number 1 ; ex:note "x" . ex:b a ex:Action ; ex:note "y" .
              ex:c a ex:Goal ; ex:note "z" . }"""
NUMBER = (
    PREFIXES
    + """
ex:S a sh:NodeShape ; sh:targetClass ex:Action ; sh:property ex:S-number .
ex:S-number sh:path ex:number ; sh:minCount 1 ; sh:message "A number is needed." .
"""
)
CLOSED = (
    PREFIXES
    + """
ex:S a sh:NodeShape ; sh:targetClass ex:Action ; sh:closed true ;
  sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ;
  sh:property [ sh:path ex:number ] .
"""
)
SPARQL = (
    PREFIXES
    + """
ex:S a sh:NodeShape ; sh:targetClass ex:Goal ; sh:sparql [
  sh:message "No notes." ;
  sh:select "SELECT $this WHERE { $this <http://example.org/note> ?x }" ] .
"""
)
ANY = (
    PREFIXES
    + """
ex:S a sh:NodeShape ; sh:targetClass ex:Goal ; sh:sparql [
  sh:message "No texts." ;
  sh:select "SELECT $this ?p WHERE { $this ?p ?x FILTER(isLiteral(?x)) }" ] .
"""
)
WARNING = NUMBER.replace("sh:minCount 1", "sh:minCount 1 ; sh:severity sh:Warning")


@pytest.fixture
def store() -> engine.Store:
    """Two actions, one of them without a number, and a goal."""
    found = engine.Store()
    found.update(DATA)
    return found


def shape(tmp_path: Path, text: str) -> list[Path]:
    """A file with these shapes."""
    path = tmp_path / "shapes.ttl"
    path.write_text(text)
    return [path]


def needed(store: engine.Store, files: list[Path]) -> int:
    """How many triples the validator gets."""
    return len(list(_iter_needed(store, load_shapes(files))))


def test_violation_names_focus_shape_path_and_message(tmp_path: Path, store: engine.Store) -> None:
    """A result tells which node breaks which shape, where and why."""
    (found,) = validate(store, shape(tmp_path, NUMBER))
    assert "http://example.org/b" == found.focus
    assert "http://example.org/S-number" == found.shape
    assert "http://example.org/number" == found.path
    assert ("A number is needed.", "Violation") == (found.message, found.severity)


def test_only_triples_the_shapes_name_are_looked_at(tmp_path: Path, store: engine.Store) -> None:
    """Of seven triples the three types and the number are handed on."""
    assert 4 == needed(store, shape(tmp_path, NUMBER))


def test_closed_shape_gets_all_of_its_nodes(tmp_path: Path, store: engine.Store) -> None:
    """A property a closed shape does not know is found, though no shape names it."""
    found = validate(store, shape(tmp_path, CLOSED))
    assert ["http://example.org/a", "http://example.org/b"] == [one.focus for one in found]
    assert ["http://example.org/note"] * 2 == [one.path for one in found]


def test_sparql_constraint_gets_the_predicates_it_names(
    tmp_path: Path, store: engine.Store
) -> None:
    """An IRI inside the text of a SPARQL constraint counts as named."""
    found = validate(store, shape(tmp_path, SPARQL))
    assert ["http://example.org/c"] == [one.focus for one in found]
    assert 6 == needed(store, shape(tmp_path, SPARQL))


def test_sparql_constraint_over_any_predicate_gets_everything(
    tmp_path: Path, store: engine.Store
) -> None:
    """A variable predicate means that no triple may be left out."""
    found = validate(store, shape(tmp_path, ANY))
    assert ["http://example.org/c"] == [one.focus for one in found]
    assert 7 == needed(store, shape(tmp_path, ANY))


def test_severity_is_kept(tmp_path: Path, store: engine.Store) -> None:
    """A warning is reported as a warning, so that it need not stop a release."""
    assert ["Warning"] == [one.severity for one in validate(store, shape(tmp_path, WARNING))]


def test_quads_are_validated_whatever_their_graph(tmp_path: Path, store: engine.Store) -> None:
    """Loose quads of named graphs count as one graph."""
    graph = engine.NamedNode("http://example.org/g")
    quads = [engine.Quad(q.subject, q.predicate, q.object, graph) for q in store]
    assert 1 == len(validate(quads, shape(tmp_path, NUMBER)))


def test_without_shapes_nothing_is_wrong(store: engine.Store) -> None:
    """No files, no results."""
    assert () == validate(store, [])


def test_broken_shape_file_is_named(tmp_path: Path, store: engine.Store) -> None:
    """A file that is no Turtle is reported with its path."""
    with pytest.raises(RegisterError, match=r"shapes\.ttl cannot be read"):
        validate(store, shape(tmp_path, "ex:S a"))
