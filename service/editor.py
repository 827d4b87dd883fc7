"""The SPARQL page for people: a plain form, the saved queries as examples, the answer as a table.

In: an operation, or none for a bare visit. Out: a page that works without script. An answer too
large to show is offered as a download instead of being cut short.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from graph.requests import QueryRequest, answer_kind
from ontology.errors import BeleidsgraafError
from queries.results import Solutions, parse_boolean, parse_solutions
from service.answering import client_of
from service.deps import Services
from service.errors import find_outcome, one_line
from service.offers import offers_for
from service.protocol import Operation
from service.views import render

MAX_SHOWN_BYTES: Final = 2 * 1024 * 1024
_STARTER: Final = """SELECT ?type (COUNT(?thing) AS ?count) WHERE {
  ?thing a ?type .
} GROUP BY ?type ORDER BY DESC(?count)"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of an answer: one of the four, or nothing on a bare visit."""

    solutions: Solutions | None = None
    boolean: bool | None = None
    turtle: str | None = None
    problem: str | None = None
    too_large: bool = False
    status: int = 200


async def answer_editor(
    request: Request, services: Services, operation: Operation | None
) -> Response:
    """The page, with the answer when a query was given."""
    shown = Shown() if operation is None else await _ask(request, services, operation)
    context = {
        "query": operation.query if operation else _STARTER,
        "shown": shown,
        "downloads": _downloads(operation) if operation and not shown.problem else (),
        "examples": services.catalog.in_group("analysis"),
    }
    return await render(request, "sparql.html", context, shown.status)


async def _ask(request: Request, services: Services, operation: Operation) -> Shown:
    try:
        kind = answer_kind(operation.query)
        query = QueryRequest(
            text=operation.query,
            media_type="turtle" if kind == "graph" else "json",
            default_graphs=operation.default_graphs,
            named_graphs=operation.named_graphs,
            base_iri=str(request.url.replace(query="", fragment="")),
        )
        data = await _read(services, query, client_of(request.scope))
    except BeleidsgraafError as error:
        return Shown(problem=one_line(error), status=find_outcome(error).status)
    if data is None:
        return Shown(too_large=True)
    if kind == "graph":
        return Shown(turtle=data.decode())
    if kind == "boolean":
        return Shown(boolean=parse_boolean(data))
    return Shown(solutions=parse_solutions(data))


async def _read(services: Services, query: QueryRequest, client: str) -> bytes | None:
    """The answer, or None as soon as it is too large to show."""
    found = bytearray()
    async with aclosing(services.pool.stream(query, client)) as pieces:
        async for piece in pieces:
            found += piece
            if len(found) > MAX_SHOWN_BYTES:
                return None
    return bytes(found)


def _downloads(operation: Operation) -> tuple[tuple[str, str], ...]:
    """Name of each format with the address of the same answer in it."""
    fields = [
        ("query", operation.query),
        *(("default-graph-uri", graph) for graph in operation.default_graphs),
        *(("named-graph-uri", graph) for graph in operation.named_graphs),
    ]
    return tuple(
        (offer.name, f"/sparql?{urlencode([*fields, ('format', offer.suffixes[0])])}")
        for offer in offers_for(answer_kind(operation.query))
    )
