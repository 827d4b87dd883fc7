"""What the protocol endpoints share: reading a body within its limit, and answering in pieces.

In: ASGI requests. Out: bytes of a reader, whole or streamed. An answer that breaks off ends as an
aborted transfer, never as a clean end, so that no client takes a part for the whole.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from graph.asking import Asking, Opened
from graph.requests import QueryRequest
from ontology.errors import BeleidsgraafError
from service.errors import LOG, PROBLEM_TYPE, describe_problem, one_line

FIRST_BYTES: Final = 64 * 1024  # an answer smaller than this is sent whole, with its length
_UPLOAD: Final = (
    "BELEIDSGRAAF_MAX_UPLOAD_BYTES allows more; send it in pieces, or stop the service and use "
    "`beleidsgraaf load`"
)
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
RawHeaders = list[tuple[bytes, bytes]]
CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Location, Retry-After, Server-Timing",
}


def preflight(methods: str) -> Response:
    """The answer to OPTIONS: what a page of another site may do here."""
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers={**CORS, **headers})


def refusal(error: Exception, path: str) -> Response:
    """An error as problem+json that a page of another site may read."""
    problem = describe_problem(error)
    if problem.status >= 500:
        LOG.warning("%s: %s", path, problem.detail)
    headers = {**CORS, **SECURITY_HEADERS, **problem.headers}
    return Response(problem.as_json(path), problem.status, headers, PROBLEM_TYPE)


async def read_body(request: Request, limit: int) -> bytes:
    """The body of an update or a graph, or 413 as soon as it is known to be too large."""
    length = request.headers.get("content-length", "")
    return await receive_body(request.receive, length, limit, _UPLOAD)


async def receive_body(
    receive: Receive, length: str, limit: int, setting: str = "BELEIDSGRAAF_MAX_BODY_BYTES"
) -> bytes:
    """The body of a request that says this length, or 413 as soon as it is known to be too large.

    `setting` tells the client what allows more.

    Raises:
        ClientDisconnect: when the client leaves before the end.
    """
    if length.isdigit() and int(length) > limit:
        raise _too_large(limit, setting)
    pieces = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body: bytes = message.get("body", b"")
        if len(pieces) + len(body) > limit:
            raise _too_large(limit, setting)
        if not message.get("more_body", False):
            return bytes(pieces + body) if pieces else body
        pieces += body


def _too_large(limit: int, setting: str) -> HTTPException:
    return HTTPException(413, f"the body is larger than {limit} bytes ({setting})")


def client_of(scope: Scope) -> str:
    """Whose turn in the queue it is: the address of the client. Empty is the service itself."""
    client = scope.get("client")
    return client[0] if client else "?"


def encode_headers(headers: Mapping[str, str]) -> RawHeaders:
    """Headers as ASGI wants them."""
    return [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers.items()]


class Answer:
    """One answer on its way out: whole when it is small, else in pieces."""

    def __init__(
        self,
        scope: Scope,
        send: Send,
        headers: Mapping[str, str] | RawHeaders,
        began: float | None = None,
    ) -> None:
        self._send = send
        self._headers = headers if isinstance(headers, list) else encode_headers(headers)
        self._head_only = scope["method"] == "HEAD"
        self._began = time.perf_counter() if began is None else began
        self.whole: bytes | None = None  # the answer, when it was sent whole
        self.was_quick = False  # to evaluate
        self.sent_headers: RawHeaders = []

    async def give(self, pieces: AsyncGenerator[bytes, None]) -> None:
        """Send the answer. Raises what the pieces raise as long as nothing was sent."""
        async with aclosing(pieces):
            first = await anext(pieces, b"")
            if len(first) < FIRST_BYTES:
                rest = [piece async for piece in pieces]
                await self._whole(b"".join([first, *rest]))
            else:
                await self._in_pieces(first, pieces)

    async def ask(self, pool: Asking[Any], query: QueryRequest, client: str) -> None:
        """Ask and send the answer, as `give` does; a small one without ado."""
        running = await pool.open(query, client)
        try:
            first = await running.link.next_piece() or b""
            is_whole = running.link.is_complete
            self.was_quick = running.link.was_quick
        except BaseException:
            pool.close(running)
            raise
        if is_whole:
            pool.close(running)  # the reader need not wait for the client
            await self._whole(first)
            return
        await self.give(_go_on(pool, running, first))

    async def _whole(self, body: bytes) -> None:
        self.whole = body
        await self._send(self._start((b"content-length", b"%d" % len(body))))
        sent = b"" if self._head_only else body
        await self._send({"type": "http.response.body", "body": sent, "more_body": False})

    async def _in_pieces(self, first: bytes, pieces: AsyncGenerator[bytes, None]) -> None:
        await self._send(self._start())
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

    def _start(self, *more: tuple[bytes, bytes]) -> Message:
        took_ms = (time.perf_counter() - self._began) * 1000
        timing = (b"server-timing", b"query;dur=%.1f" % took_ms)
        self.sent_headers = [*self._headers, *more, timing]
        return {"type": "http.response.start", "status": 200, "headers": self.sent_headers}

    async def _body(self, data: bytes, *, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": data, "more_body": more})


async def _go_on(pool: Asking[Any], running: Opened, first: bytes) -> AsyncGenerator[bytes, None]:
    """The pieces of an answer whose first piece is there."""
    try:
        yield first
        while (piece := await running.link.next_piece()) is not None:
            yield piece
    finally:
        pool.close(running)
