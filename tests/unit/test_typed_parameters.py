"""Parameters of saved queries: which texts become which terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology.errors import QueryError
from ontology.records import Iri, Literal
from queries.catalog import SavedQuery, parse_query
from queries.run import bind


def _query_with(kind: str) -> SavedQuery:
    text = f"""#+ title: {{nl: Proef, en: Trial}}
#+ question: {{nl: "Wat is er?", en: "What is there?"}}
#+ columns: [x]
#+ parameters: {{x: {{type: {kind}, label: {{nl: x, en: x}}}}}}
SELECT ?x WHERE {{ ?s ?p ?x }}
"""
    return parse_query(text, Path("proef.rq"), "analysis")


@pytest.mark.parametrize(
    ("term", "kind", "text"),
    [
        (Iri("urn:a"), "iri", "urn:a"),
        (Literal.integer(-12), "integer", "-12"),
        (Literal.integer(2030), "year", "2030"),
        (Literal.boolean(True), "boolean", "true"),
        (Literal.text('"} UNION {'), "text", '"} UNION {'),
    ],
)
def test_a_text_becomes_a_term_of_its_type(term: Iri | Literal, kind: str, text: str) -> None:
    """What fits the type is bound as a term, never put into the query."""
    assert {"x": term} == bind(_query_with(kind), {"x": text})


@pytest.mark.parametrize(
    ("reason", "kind", "text"),
    [
        ("absolute IRI", "iri", "a b"),
        ("whole number", "integer", "+0.0"),
        ("whole number", "integer", "+5"),
        ("whole number", "integer", "9" * 19),
        ("four digits", "year", "30"),
        ("true or false", "boolean", "ja"),
        ("longer than", "text", "x" * 2_001),
    ],
)
def test_a_text_that_does_not_fit_is_refused(reason: str, kind: str, text: str) -> None:
    """What does not fit is refused with the name of the parameter and what is wanted."""
    with pytest.raises(QueryError, match=rf"x (is|must).*{reason}"):
        bind(_query_with(kind), {"x": text})
