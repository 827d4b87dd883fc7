"""Definitions of checks as quads."""

from pathlib import Path

from pyoxigraph import Literal, NamedNode

from graph.checks import CheckDefinition, iter_check_quads
from graph.shapes import validate
from ontology.records import Iri

SHAPES = sorted((Path(__file__).parents[2] / "ontology" / "shapes").glob("*.ttl"))
CHECK = CheckDefinition(
    name="som-klopt-niet",
    title={"nl": "Som klopt niet", "en": "Sum is off"},
    question={"nl": "Welke som klopt niet?", "en": "Which sum is off?"},
    category="consistency",
    severity="warning",
)


def test_definition_meets_the_shapes() -> None:
    """A check with all its parts breaks no shape."""
    quads = list(iter_check_quads([CHECK], Iri("urn:graph")))

    assert () == tuple(v for v in validate(quads, SHAPES) if v.severity == "Violation")


def test_category_and_file_are_named() -> None:
    """The group becomes a value of the vocabulary and the file a path below queries/."""
    values = {quad.object for quad in iter_check_quads([CHECK], Iri("urn:graph"))}

    assert {
        NamedNode("https://w3id.org/beleidsgraaf/def#CategoryConsistency"),
        Literal("checks/som-klopt-niet.rq"),
    } <= values
