"""terms.py and the Turtle of the vocabulary name the same terms."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph

from ontology.terms import BG, BG_NS, CV, RDF, UNIT

ROOT = Path(__file__).parents[2] / "ontology"


def constants(terms: type) -> dict[str, str]:
    """The IRIs of one class of constants by the name of the constant; `NS` is no term."""
    return {
        name: str(value)
        for name, value in vars(terms).items()
        if not name.startswith("_") and name != "NS"
    }


def subjects(*folders: str) -> set[str]:
    """All IRIs in `bg:` that the Turtle in these folders describes."""
    graph = Graph()
    for folder in folders:
        for path in sorted((ROOT / folder).glob("*.ttl")):
            graph.parse(path)
    return {str(subject) for subject in graph.subjects() if str(subject).startswith(BG_NS)}


def test_every_constant_is_in_the_turtle() -> None:
    """A constant without term would let code write triples that mean nothing."""
    assert set() == set(constants(BG).values()) - subjects("core", "schemes")


def test_every_term_of_the_turtle_is_a_constant() -> None:
    """A term without constant would be written by hand somewhere."""
    assert set() == subjects("core", "schemes") - set(constants(BG).values())


def test_a_constant_is_named_as_its_term() -> None:
    """`BG.Goal` is bg:Goal, so that a search for one finds the other."""
    misnamed = {name: iri for name, iri in constants(BG).items() if iri != BG_NS + name}
    assert {} == misnamed


def test_constants_are_full_iris() -> None:
    """A constant is the whole IRI, in the namespace of its vocabulary."""
    assert "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" == RDF.type
    assert "http://data.europa.eu/m8g/frequency" == CV.frequency


def test_every_unit_has_a_stub() -> None:
    """A unit that code may write is described among the outside concepts."""
    graph = Graph().parse(ROOT / "reference.ttl")
    described = {str(subject) for subject in graph.subjects()}
    assert set() == set(constants(UNIT).values()) - described
