"""Describes in OpenAPI what FastAPI does not know: the protocol endpoints and addresses of things.

In: nothing. Out: path items that name exactly the formats and statuses that are served.

Source: OpenAPI Specification 3.1; SPARQL 1.1 Protocol, section 2; Graph Store HTTP Protocol.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from graph.formats import GRAPH_FORMATS, RESULT_FORMATS
from service.errors import PROBLEM_TYPE
from service.models import ProblemDetails

TOKEN: Final = {
    "type": "http",
    "scheme": "bearer",
    "description": "a token made with `beleidsgraaf token create`",
}
_TEXT: Final = {"schema": {"type": "string"}}
_PROBLEM: Final = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
_GRAPHS: Final = tuple(found.media_type for found in GRAPH_FORMATS)
_RESULTS: Final = tuple(found.media_type for found in RESULT_FORMATS)
_SPARQL_QUERY: Final = "application/sparql-query"
_REASONS: Final = {
    304: "the client has this answer already",
    400: "the query does not parse, or a parameter or body does not fit",
    401: "no token, or one that is not known",
    403: "the role of the token does not reach, or writing is off",
    404: "not in this release",
    406: "the format is not offered",
    413: "the body is too large",
    415: "the media type of the body is not taken",
    503: "a limit was reached, or nothing is free to answer",
}
SCHEMAS: Final = {"ProblemDetails": ProblemDetails.model_json_schema()}
RESPONSES: Final = {
    f"status{status}": {
        "description": reason,
        **({"content": _PROBLEM} if status >= 400 else {}),
    }
    for status, reason in _REASONS.items()
}
_ASKED: Final = (304, 400, 406, 503)
_POSTED: Final = (400, 406, 413, 415, 503)
_FOUND: Final = (304, 400, 404, 406, 503)
_WRITTEN: Final = (400, 401, 403, 413, 415, 503)
Operation = dict[str, Any]


def describe_graph_routes() -> dict[str, Any]:
    """The path items of the protocols, of things and of the description of the dataset."""
    both = _RESULTS + _GRAPHS
    return {
        "/sparql": {
            "get": _reading("Ask a SPARQL query", both, _ASKED, _query_parameters()),
            "post": {
                **_reading("Ask a SPARQL query", both, _POSTED, []),
                "requestBody": _body(_query_bodies()),
            },
        },
        "/update": {
            "post": {
                **_writing("Change the graph by SPARQL Update", (204,), _WRITTEN, []),
                "requestBody": _body(_update_bodies()),
            }
        },
        "/store": _graph_store(_store_parameters()),
        "/id/{type}/{slug}": {
            "get": _reading(
                "A thing of the region, as a page or as RDF",
                ("text/html", *_GRAPHS),
                _FOUND,
                [_path("type", "thema"), _path("slug", "wonen")],
            )
        },
        "/id/vraag/{name}": {
            "get": _reading(
                "A saved query: its text, or the way to its page",
                (_SPARQL_QUERY,),
                _FOUND,
                [_path("name", "coverage")],
                extra={"303": {"description": "the page of the query, for browsers"}},
            )
        },
        "/graph/{name}": {
            **_graph_store([_path("name", "register")]),
            "get": _reading(
                "A named graph", ("text/html", *_GRAPHS), _FOUND, [_path("name", "register")]
            ),
        },
        "/def": {"get": _reading("The vocabulary", ("text/html", *_GRAPHS), _FOUND, [])},
        "/.well-known/void": {
            "get": _reading("What the dataset holds, in VoID", _GRAPHS, (304, 404, 406, 503), [])
        },
    }


def _graph_store(parameters: list[Any]) -> dict[str, Operation]:
    rdf = _body(_typed(_GRAPHS))
    forms = {"multipart/form-data": {"schema": {"type": "object"}}}
    return {
        "get": _reading("A graph", _GRAPHS, _FOUND, parameters),
        "put": {
            **_writing("Replace a graph", (201, 204), (*_WRITTEN, 404), parameters),
            "requestBody": rdf,
        },
        "post": {
            **_writing("Add to a graph, or make one", (201, 204), (*_WRITTEN, 404), parameters),
            "requestBody": _body({**rdf["content"], **forms}),
        },
        "delete": _writing("Remove a graph", (204,), (*_WRITTEN, 404), parameters),
    }


def refusals(statuses: Iterable[int]) -> dict[str, Any]:
    """The answers of these statuses, which stand in RESPONSES; all but 304 are problems."""
    return {str(one): {"$ref": f"#/components/responses/status{one}"} for one in statuses}


def _reading(
    summary: str,
    formats: Iterable[str],
    statuses: Iterable[int],
    parameters: list[Any],
    extra: Mapping[str, Any] | None = None,
) -> Operation:
    answer = {"description": summary, "content": _typed(formats)}
    return {
        "tags": ["graph"],
        "summary": summary,
        "parameters": parameters,
        "responses": {"200": answer, **(extra or {}), **refusals(statuses)},
    }


def _writing(
    summary: str, done: Iterable[int], statuses: Iterable[int], parameters: list[Any]
) -> Operation:
    success = {str(status): {"description": "done, and on disk"} for status in done}
    return {
        "tags": ["writing"],
        "summary": summary,
        "parameters": parameters,
        "security": [{"token": []}],
        "responses": {**success, **refusals(statuses)},
    }


def _query_parameters() -> list[dict[str, Any]]:
    return [
        {
            **_in_query("query", "without it the answer is the description of the service"),
            "example": "SELECT * WHERE { ?s ?p ?o } LIMIT 10",
        },
        _graphs("default-graph-uri"),
        _graphs("named-graph-uri"),
        _in_query("format", "a file suffix such as csv; wins over Accept"),
    ]


def _query_bodies() -> dict[str, Any]:
    fields = {found["name"]: found["schema"] for found in _query_parameters()}
    form = {"type": "object", "properties": fields, "required": ["query"]}
    return {"application/x-www-form-urlencoded": {"schema": form}, _SPARQL_QUERY: _TEXT}


def _update_bodies() -> dict[str, Any]:
    graphs = [_graphs("using-graph-uri"), _graphs("using-named-graph-uri")]
    fields = {"update": {"type": "string"}, **{one["name"]: one["schema"] for one in graphs}}
    form = {"type": "object", "properties": fields, "required": ["update"]}
    return {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/sparql-update": _TEXT,
    }


def _store_parameters() -> list[dict[str, Any]]:
    default = _in_query("default", "the default graph; takes no value")
    graph = {"type": "string", "format": "iri", "minLength": 1}
    return [
        {**_in_query("graph", "IRI of the graph"), "schema": graph},
        {**default, "allowEmptyValue": True, "schema": {"type": "string", "maxLength": 0}},
    ]


def _typed(formats: Iterable[str]) -> dict[str, Any]:
    """Media types with their schemas: anything for JSON, else text."""
    return {one: {} if one.endswith("json") else _TEXT for one in formats}


def _body(content: Mapping[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": dict(content)}


def _in_query(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "string"}}


def _graphs(name: str) -> dict[str, Any]:
    items = {"type": "string", "format": "iri"}
    return {"name": name, "in": "query", "schema": {"type": "array", "items": items}}


def _path(name: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string", "minLength": 1},
        "example": example,
    }
