"""Answers as rows and tables."""

import json

import pytest

from ontology.records import Iri, Literal
from queries.results import Solutions, format_table, parse_boolean, parse_solutions, write_xlsx

ANSWER = json.dumps(
    {
        "head": {"vars": ["a", "b"]},
        "results": {
            "bindings": [
                {
                    "a": {"type": "uri", "value": "urn:x"},
                    "b": {"type": "literal", "value": "wonen", "xml:lang": "nl"},
                },
                {
                    "b": {
                        "type": "literal",
                        "value": "3",
                        "datatype": "http://www.w3.org/2001/XMLSchema#integer",
                    }
                },
            ]
        },
    }
).encode()


def test_terms_keep_kind_language_and_datatype() -> None:
    """IRIs, language strings and numbers come back as such; unbound cells are absent."""
    solutions = parse_solutions(ANSWER)

    assert (
        {"a": Iri("urn:x"), "b": Literal.text("wonen", "nl")},
        {"b": Literal.integer(3)},
    ) == solutions.rows


def test_values_leave_out_unbound_cells() -> None:
    """A column lists its bound values as text."""
    assert ("urn:x",) == parse_solutions(ANSWER).values("a")


def test_answer_of_an_ask_is_no_table() -> None:
    """The answer of an ASK is refused as rows and read as a boolean."""
    data = b'{"head": {}, "boolean": true}'

    with pytest.raises(ValueError, match="not the answer of a SELECT"):
        parse_solutions(data)
    assert parse_boolean(data)


def test_table_is_aligned_and_cuts_long_cells() -> None:
    """Columns line up and a long cell ends in an ellipsis."""
    solutions = Solutions(("a",), ({"a": Literal("x" * 80)},))

    assert ["a", "-" * 60, "x" * 59 + "…"] == format_table(solutions).splitlines()


def test_sheet_is_a_zip_with_numbers() -> None:
    """The XLSX answer is a ZIP file, also for a title with signs a sheet may not have."""
    assert b"PK" == write_xlsx(parse_solutions(ANSWER), "a/b: [c]")[:2]
