"""Ask a saved query: typed parameters become bound terms, never text in the query.

In: a SavedQuery, parameter texts as a form or command line gives them. Out: a QueryRequest for
a reader, or the parsed answer. Knows no HTTP and no store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from graph.formats import JSON_RESULTS
from graph.requests import QueryRequest
from graph.store import Reader
from ontology.errors import QueryError
from ontology.records import Iri, Literal
from queries.catalog import Parameter, SavedQuery
from queries.results import Solutions, Term, parse_solutions

ABSOLUTE_IRI: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\x00-\x20\s<>\"{}|\\^`]+")
MAX_PARAMETER_LENGTH: Final = 2_000


def bind(query: SavedQuery, given: Mapping[str, str]) -> dict[str, Term]:
    """Turn parameter texts into terms of the declared types, with defaults filled in.

    Raises:
        QueryError: for an unknown parameter, a missing obligatory one, or a text that does not fit.
    """
    unknown = sorted(set(given) - set(query.parameters))
    if unknown:
        allowed = ", ".join(query.parameters) or "none"
        raise QueryError(f"{query.name} has no parameter '{unknown[0]}' (it has: {allowed})")
    bound: dict[str, Term] = {}
    for name, parameter in query.parameters.items():
        text = given.get(name)
        if text is None and parameter.default is not None:
            text = str(parameter.default)
        if text:
            bound[name] = _term(query.name, name, parameter, text)
        elif not parameter.optional:
            raise QueryError(f"{query.name} needs the parameter '{name}'")
    return bound


def _term(query: str, name: str, parameter: Parameter, text: str) -> Term:
    if len(text) > MAX_PARAMETER_LENGTH:
        raise QueryError(f"{query}: {name} is longer than {MAX_PARAMETER_LENGTH} characters")
    match parameter.type:
        case "iri":
            if not ABSOLUTE_IRI.fullmatch(text):
                raise QueryError(f"{query}: {name} must be an absolute IRI, not '{text}'")
            return Iri(text)
        case "integer":
            if not re.fullmatch(r"-?[0-9]{1,18}", text):
                raise QueryError(f"{query}: {name} must be a whole number, not '{text}'")
            return Literal.integer(int(text))
        case "year":
            if not re.fullmatch(r"[0-9]{4}", text):
                raise QueryError(f"{query}: {name} must be a year of four digits, not '{text}'")
            return Literal.integer(int(text))
        case "boolean":
            if text not in {"true", "false"}:
                raise QueryError(f"{query}: {name} must be true or false, not '{text}'")
            return Literal.boolean(text == "true")
        case "text":
            return Literal.text(text)


def request_for(
    query: SavedQuery,
    given: Mapping[str, str] | None = None,
    media_type: str = JSON_RESULTS,
    timeout_s: float | None = None,
) -> QueryRequest:
    """The request that asks this query with these parameters in this media type."""
    return QueryRequest(
        text=query.text,
        media_type=media_type,
        bindings=bind(query, given or {}),
        timeout_s=timeout_s,
    )


def run(query: SavedQuery, reader: Reader, given: Mapping[str, str] | None = None) -> Solutions:
    """Ask a SELECT and parse its answer."""
    return parse_solutions(reader.query(request_for(query, given)))
