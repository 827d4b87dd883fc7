"""The SPARQL endpoint as a bare ASGI callable: strict in what it takes, streaming what it gives.

In: an HTTP request at /sparql. Out: bytes a worker process serialised, or problem+json. The event
loop never touches a term. An answer that breaks off ends as an aborted transfer, never as a
clean end, so that no client takes a part for the whole.

Source: SPARQL 1.1 Protocol; RFC 9110 on methods, conditions and negotiation.
"""

from __future__ import annotations

import re
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from graph.requests import QueryRequest, answer_kind
from ontology.errors import BeleidsgraafError
from ontology.records import Iri
from service.answering import CORS, Answer, preflight, read_body, refusal, while_connected
from service.conditions import entity_tag, has_current, not_modified, release_key
from service.deps import Services
from service.description import describe_service
from service.editor import answer_editor
from service.negotiate import Offer, choose, get_offer, prefers_html
from service.offers import offers_for
from service.protocol import METHODS, Operation, read_get, read_post

_UNSTEADY: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)


class SparqlEndpoint:
    """Answers queries over HTTP. Holds no state of a request."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; errors of ours become problem+json here, others pass."""
        request = Request(scope, receive)
        try:
            await self._dispatch(request, send)
        except (HTTPException, BeleidsgraafError) as error:
            await refusal(error, "/sparql")(scope, receive, send)

    async def _dispatch(self, request: Request, send: Send) -> None:
        if request.method == "OPTIONS":
            await preflight(METHODS)(request.scope, request.receive, send)
            return
        operation = await self._read(request)
        if _is_visit(request, operation):
            page = await answer_editor(request, self._services, operation)
            await page(request.scope, request.receive, send)
            return
        query, offer = _prepare(request, operation, self._services)
        tag = _tag(query, release_key(self._services))
        if tag is not None and has_current(request, tag):
            await not_modified(tag, CORS)(request.scope, request.receive, send)
            return
        answer = Answer(request, send, _headers(offer, tag))
        await while_connected(request, answer.give(self._services.pool.stream(query)))

    async def _read(self, request: Request) -> Operation | None:
        query_string: bytes = request.scope.get("query_string", b"")
        if request.method in ("GET", "HEAD"):
            return read_get(query_string)
        if request.method == "POST":
            body = await read_body(request, self._services.settings.max_body_bytes)
            return read_post(query_string, request.headers.get("content-type"), body)
        raise HTTPException(405, f"{request.method} is not taken here", {"Allow": METHODS})


def _is_visit(request: Request, operation: Operation | None) -> bool:
    """Whether a person looks, so that a page is the answer; a named format is for a program."""
    wants_file = operation is not None and operation.format is not None
    is_browser = prefers_html(request.headers.get("accept"))
    return request.method == "GET" and is_browser and not wants_file


def _prepare(
    request: Request, operation: Operation | None, services: Services
) -> tuple[QueryRequest, Offer]:
    """The request for a reader and the format it will be answered in."""
    endpoint = str(request.url.replace(query="", fragment=""))
    operation = operation or Operation(
        describe_service(endpoint, update=_update_address(services, endpoint))
    )
    offers = offers_for(answer_kind(operation.query))
    named = operation.format
    offer = get_offer(offers, named) if named else choose(request.headers.get("accept"), offers)
    query = QueryRequest(
        text=operation.query,
        media_type=offer.media_type,
        default_graphs=tuple(Iri(graph) for graph in operation.default_graphs),
        named_graphs=tuple(Iri(graph) for graph in operation.named_graphs),
        base_iri=endpoint,
    )
    return query, offer


def _update_address(services: Services, endpoint: str) -> str | None:
    """Where updates go, beside this endpoint; None while nobody may write."""
    return endpoint.rstrip("/").removesuffix("/sparql") + "/update" if services.grants else None


def _headers(offer: Offer, tag: str | None) -> dict[str, str]:
    headers = {**CORS, "Content-Type": offer.content_type, "Vary": "Accept"}
    return {**headers, "ETag": tag, "Cache-Control": "no-cache"} if tag else headers


def _tag(query: QueryRequest, release: str) -> str | None:
    """What names this very answer; None when it may differ from one time to the next."""
    if _UNSTEADY.search(query.text):
        return None
    graphs = ("default", *query.default_graphs, "named", *query.named_graphs)
    return entity_tag(release, query.text, query.media_type, query.base_iri or "", *graphs)
