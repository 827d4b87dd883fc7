"""Describes in OpenAPI each saved query as an operation of its own.

In: the catalogue and, by query and parameter, values that the graph holds. Out: path items with
typed parameters and the columns of the answer in every format it is served in.

Source: OpenAPI Specification 3.1; SPARQL 1.1 Query Results JSON Format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from queries.catalog import Catalog, Parameter, ParameterType, SavedQuery
from queries.run import ABSOLUTE_IRI, MAX_PARAMETER_LENGTH
from service.models import Cell
from service.openapi import refusals
from service.paging import MAX_PAGE
from service.saved import GEOJSON, XLSX, offers_of
from service.value_lists import Value

_MOST_EXAMPLES: Final = 10
_STATUSES: Final = (304, 400, 406, 503)
_CELL: Final = "#/components/schemas/Cell"
_TYPES: Final[Mapping[ParameterType, dict[str, Any]]] = {
    "iri": {
        "type": "string",
        "format": "iri",
        "pattern": f"^{ABSOLUTE_IRI.pattern}$".replace(r"\"", '"'),
        "maxLength": MAX_PARAMETER_LENGTH,
    },
    "text": {"type": "string", "maxLength": MAX_PARAMETER_LENGTH},
    "integer": {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
    "year": {"type": "integer", "minimum": 1000, "maximum": 9999},
    "boolean": {"type": "boolean"},
}
SCHEMAS: Final = {"Cell": Cell.model_json_schema()}
Values = Mapping[str, Mapping[str, Sequence[Value]]]  # by query, then by parameter


def describe_queries(catalog: Catalog, values: Values) -> dict[str, Any]:
    """The path items of all saved queries that give rows, by group and name."""
    found = sorted(catalog.queries.values(), key=lambda query: (query.group, query.name))
    return {
        f"/api/queries/{query.name}": {"get": _operation(query, values.get(query.name, {}))}
        for query in found
        if query.group != "rules"
    }


def _operation(query: SavedQuery, values: Mapping[str, Sequence[Value]]) -> dict[str, Any]:
    head = query.head
    parameters = [
        _parameter(query, name, one, values.get(name, ())) for name, one in head.parameters.items()
    ]
    answer = {
        "description": head.question.en,
        "headers": {
            "Link": {
                "description": "cite-as: the query; describedby: the release; next, prev, first",
                "schema": {"type": "string"},
            }
        },
        "content": _content(query),
    }
    return {
        "operationId": f"query-{query.name}",
        "tags": [query.group],
        "summary": head.title.en,
        "description": f"{head.question.en} ({head.question.nl})",
        "externalDocs": {
            "url": f"/vragen/{query.name}",
            "description": "the same as a page with a form",
        },
        "parameters": [*parameters, *_common(query)],
        "responses": {"200": answer, **refusals(_STATUSES)},
    }


def _parameter(
    query: SavedQuery, name: str, parameter: Parameter, values: Sequence[Value]
) -> dict[str, Any]:
    schema = dict(_TYPES[parameter.type])
    if parameter.default is not None:
        schema["default"] = parameter.default
    listed = f"/api/queries/{query.name}/values/{name}"
    found = {
        "name": name,
        "in": "query",
        "required": not parameter.optional and parameter.default is None,
        "description": f"{parameter.label.en} ({parameter.label.nl}); its values: {listed}",
        "schema": schema,
        "x-values": listed,
    }
    if values and parameter.type in ("iri", "text"):
        found["examples"] = {
            f"value{number}": {"summary": one.label, "value": one.value}
            for number, one in enumerate(values[:_MOST_EXAMPLES], start=1)
        }
    return found


def _common(query: SavedQuery) -> list[dict[str, Any]]:
    names = [offer.suffixes[0] for offer in offers_of(query)]
    choice = _in_query("format", "wins over Accept", {"type": "string", "enum": names})
    return [choice, *({"$ref": f"#/components/parameters/{name}"} for name in PARAMETERS)]


def _in_query(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


_WHOLE: Final = "of JSON; the other formats hold every row"
PARAMETERS: Final = {  # of every saved query
    "limit": _in_query(
        "limit",
        f"rows on a page {_WHOLE}",
        {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1000},
    ),
    "offset": _in_query(
        "offset",
        f"rows to skip {_WHOLE}",
        {"type": "integer", "minimum": 0, "maximum": 10**9, "default": 0},
    ),
    "lang": _in_query(
        "lang", "language of labels", {"type": "string", "enum": ["nl", "en"], "default": "nl"}
    ),
}


def _content(query: SavedQuery) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for offer in offers_of(query):
        found[offer.media_type] = {"schema": {"type": "string"}}
    found["application/json"] = {"schema": _page(query.columns)}
    found["application/sparql-results+json"] = {"schema": _standard(query.columns)}
    found[XLSX.media_type] = {"schema": {"type": "string", "format": "binary"}}
    if query.head.geometry:
        found[GEOJSON.media_type] = {"schema": {"type": "object"}}
    return found


def _page(columns: Sequence[str]) -> dict[str, Any]:
    """What models.QueryAnswer is, with the columns of this query."""
    cells = {name: {"$ref": _CELL} for name in columns}
    text, number = {"type": "string"}, {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "required": ["query", "query_iri", "parameters", "columns", "total", "offset", "rows"],
        "properties": {
            "query": text,
            "query_iri": {"type": "string", "format": "iri"},
            "parameters": {"type": "object", "additionalProperties": text},
            "release": {"type": "string", "format": "iri"},
            "columns": {"type": "array", "items": {"enum": list(columns)}},
            "total": number,
            "offset": number,
            "rows": {
                "type": "array",
                "items": {"type": "object", "properties": cells, "additionalProperties": False},
            },
        },
        "additionalProperties": False,
    }


def _standard(columns: Sequence[str]) -> dict[str, Any]:
    names = {"type": "array", "items": {"enum": list(columns)}}
    rows = {"type": "array", "items": {"type": "object"}}
    return {
        "type": "object",
        "required": ["head", "results"],
        "properties": {
            "head": {"type": "object", "properties": {"vars": names}},
            "results": {"type": "object", "properties": {"bindings": rows}},
        },
    }
