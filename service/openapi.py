"""Describes in OpenAPI what FastAPI does not know: the SPARQL endpoint and the addresses of things.

In: nothing. Out: path items that name exactly the formats and statuses that are served.

Source: OpenAPI Specification 3.1; SPARQL 1.1 Protocol, section 2.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from graph.formats import GRAPH_FORMATS, RESULT_FORMATS
from service.errors import PROBLEM_TYPE

_TEXT: Final = {"schema": {"type": "string"}}
_PROBLEM: Final = {PROBLEM_TYPE: {"schema": {"type": "object"}}}
_GRAPHS: Final = tuple(found.media_type for found in GRAPH_FORMATS)
_RESULTS: Final = tuple(found.media_type for found in RESULT_FORMATS)
_REASONS: Final = {
    400: "the query does not parse, or a parameter does not fit",
    404: "not in this release",
    406: "the format is not offered",
    413: "the body is too large",
    415: "the media type of the body is not taken",
    503: "a limit was reached, or no reader is free",
}
_ASKED: Final = (400, 406, 413, 415, 503)
_FOUND: Final = (404, 406, 503)


def describe_graph_routes() -> dict[str, Any]:
    """The path items of `/sparql`, `/id/…`, `/graph/…` and `/def`."""
    return {
        "/sparql": {
            "get": _operation(
                "Ask a SPARQL query", _RESULTS + _GRAPHS, _ASKED, _query_parameters()
            ),
            "post": {
                **_operation("Ask a SPARQL query", _RESULTS + _GRAPHS, _ASKED, []),
                "requestBody": {"required": True, "content": _bodies()},
            },
        },
        "/id/{type}/{slug}": {
            "get": _operation(
                "A thing of the region, as a page or as RDF",
                ("text/html", *_GRAPHS),
                _FOUND,
                [_path("type", "thema"), _path("slug", "wonen")],
            )
        },
        "/graph/{name}": {
            "get": _operation(
                "A named graph", ("text/html", *_GRAPHS), _FOUND, [_path("name", "register")]
            )
        },
        "/def": {"get": _operation("The vocabulary", ("text/html", *_GRAPHS), _FOUND, [])},
    }


def _operation(
    summary: str, formats: Iterable[str], refusals: Iterable[int], parameters: list[Any]
) -> dict[str, Any]:
    answer = {"description": summary, "content": dict.fromkeys(formats, _TEXT)}
    problems = {str(n): {"description": _REASONS[n], "content": _PROBLEM} for n in refusals}
    return {
        "tags": ["graph"],
        "summary": summary,
        "parameters": parameters,
        "responses": {"200": answer, **problems},
    }


def _query_parameters() -> list[dict[str, Any]]:
    graphs = {"type": "array", "items": {"type": "string", "format": "uri"}}
    return [
        {"name": "query", "in": "query", "schema": {"type": "string"}},
        {"name": "default-graph-uri", "in": "query", "schema": graphs},
        {"name": "named-graph-uri", "in": "query", "schema": graphs},
        {"name": "format", "in": "query", "schema": {"type": "string"}},
    ]


def _bodies() -> dict[str, Any]:
    fields = {found["name"]: found["schema"] for found in _query_parameters()}
    return {
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "properties": fields, "required": ["query"]}
        },
        "application/sparql-query": _TEXT,
    }


def _path(name: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
        "example": example,
    }
