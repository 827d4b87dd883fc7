"""The SPARQL endpoint as a bare ASGI callable: strict in what it takes, streaming what it gives.

In: an HTTP request at /sparql. Out: bytes a worker process serialised, or problem+json. The event
loop never touches a term. An answer that breaks off ends as an aborted transfer, never as a
clean end, so that no client takes a part for the whole.

Source: SPARQL 1.1 Protocol; RFC 9110 on methods, conditions and negotiation.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import aclosing
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph.requests import QueryRequest, answer_kind
from ontology.errors import BeleidsgraafError
from ontology.records import Iri
from service.conditions import entity_tag, has_current, not_modified, release_key
from service.deps import Services
from service.description import describe_service
from service.editor import answer_editor
from service.errors import LOG, PROBLEM_TYPE, describe_problem, one_line
from service.negotiate import Offer, choose, get_offer, prefers_html
from service.offers import offers_for
from service.protocol import METHODS, Operation, read_get, read_post

FIRST_BYTES: Final = 64 * 1024  # an answer smaller than this is sent whole, with its length
CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, Server-Timing",
}
_PREFLIGHT: Final = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
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
            await _problem(error)(scope, receive, send)

    async def _dispatch(self, request: Request, send: Send) -> None:
        if request.method == "OPTIONS":
            await Response(status_code=204, headers={**CORS, **_PREFLIGHT})(
                request.scope, request.receive, send
            )
            return
        operation = await self._read(request)
        if _is_visit(request, operation):
            page = await answer_editor(request, self._services, operation)
            await page(request.scope, request.receive, send)
            return
        query, offer = _prepare(request, operation)
        tag = _tag(query, release_key(self._services.release))
        if tag is not None and has_current(request, tag):
            await not_modified(tag, CORS)(request.scope, request.receive, send)
            return
        answer = _Answer(request, send, _headers(offer, tag))
        await _while_connected(request, answer.give(self._services.pool.stream(query)))

    async def _read(self, request: Request) -> Operation | None:
        query_string: bytes = request.scope.get("query_string", b"")
        if request.method in ("GET", "HEAD"):
            return read_get(query_string)
        if request.method == "POST":
            body = await _read_body(request, self._services.settings.max_body_bytes)
            return read_post(query_string, request.headers.get("content-type"), body)
        raise HTTPException(405, f"{request.method} is not taken here", {"Allow": METHODS})


class _Answer:
    """One answer on its way out: whole when it is small, else in pieces."""

    def __init__(self, request: Request, send: Send, headers: Mapping[str, str]) -> None:
        self._send = send
        self._headers = dict(headers)
        self._head_only = request.method == "HEAD"
        self._began = time.perf_counter()

    async def give(self, pieces: AsyncGenerator[bytes, None]) -> None:
        """Send the answer. Raises what the pieces raise as long as nothing was sent."""
        async with aclosing(pieces):
            first = await anext(pieces, b"")
            if len(first) < FIRST_BYTES:
                rest = [piece async for piece in pieces]
                await self._whole(b"".join([first, *rest]))
            else:
                await self._in_pieces(first, pieces)

    async def _whole(self, body: bytes) -> None:
        await self._start({"Content-Length": str(len(body))})
        await self._body(b"" if self._head_only else body, more=False)

    async def _in_pieces(self, first: bytes, pieces: AsyncGenerator[bytes, None]) -> None:
        await self._start({})
        if self._head_only:
            await self._body(b"", more=False)
            return
        try:
            await self._body(first, more=True)
            async for piece in pieces:
                await self._body(piece, more=True)
        except BeleidsgraafError as error:
            # Returning without a last message makes the server cut the connection.
            LOG.warning("answer cut off after it began: %s", one_line(error))
            return
        await self._body(b"", more=False)

    async def _start(self, more: Mapping[str, str]) -> None:
        took_ms = (time.perf_counter() - self._began) * 1000
        headers = {**self._headers, **more, "Server-Timing": f"query;dur={took_ms:.1f}"}
        encoded = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers.items()]
        await self._send({"type": "http.response.start", "status": 200, "headers": encoded})

    async def _body(self, data: bytes, *, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": data, "more_body": more})


def _is_visit(request: Request, operation: Operation | None) -> bool:
    """Whether a person looks, so that a page is the answer; a named format is for a program."""
    wants_file = operation is not None and operation.format is not None
    is_browser = prefers_html(request.headers.get("accept"))
    return request.method == "GET" and is_browser and not wants_file


def _prepare(request: Request, operation: Operation | None) -> tuple[QueryRequest, Offer]:
    """The request for a reader and the format it will be answered in."""
    endpoint = str(request.url.replace(query="", fragment=""))
    operation = operation or Operation(describe_service(endpoint))
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


def _headers(offer: Offer, tag: str | None) -> dict[str, str]:
    headers = {**CORS, "Content-Type": offer.content_type, "Vary": "Accept"}
    return {**headers, "ETag": tag, "Cache-Control": "no-cache"} if tag else headers


def _tag(query: QueryRequest, release: str) -> str | None:
    """What names this very answer; None when it may differ from one time to the next."""
    if _UNSTEADY.search(query.text):
        return None
    graphs = ("default", *query.default_graphs, "named", *query.named_graphs)
    return entity_tag(release, query.text, query.media_type, query.base_iri or "", *graphs)


async def _read_body(request: Request, limit: int) -> bytes:
    """The body, or 413 as soon as it is known to be too large."""
    refusal = HTTPException(413, f"the body is larger than {limit} bytes")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        raise refusal
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise refusal
    return bytes(body)


async def _while_connected(request: Request, answering: Coroutine[None, None, None]) -> None:
    """Answer, and stop at once when the client goes away, so that its worker comes free."""
    answer = asyncio.ensure_future(answering)
    gone = asyncio.ensure_future(_until_gone(request.receive))
    try:
        await asyncio.wait((answer, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not answer.done():
            answer.cancel()
    await asyncio.wait((answer,))
    if not answer.cancelled():
        answer.result()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _problem(error: HTTPException | BeleidsgraafError) -> Response:
    problem = describe_problem(error)
    if problem.status >= 500:
        LOG.warning("/sparql: %s", problem.detail)
    return Response(
        problem.as_json("/sparql"), problem.status, {**CORS, **problem.headers}, PROBLEM_TYPE
    )
