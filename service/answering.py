"""What the protocol endpoints share: reading a body within its limit, and answering in pieces.

In: ASGI requests. Out: bytes of a reader, whole or streamed. An answer that breaks off ends as an
aborted transfer, never as a clean end, so that no client takes a part for the whole.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import aclosing
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Send

from ontology.errors import BeleidsgraafError
from service.errors import LOG, PROBLEM_TYPE, describe_problem, one_line

FIRST_BYTES: Final = 64 * 1024  # an answer smaller than this is sent whole, with its length
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


def refusal(error: HTTPException | BeleidsgraafError, path: str) -> Response:
    """An error as problem+json that a page of another site may read."""
    problem = describe_problem(error)
    if problem.status >= 500:
        LOG.warning("%s: %s", path, problem.detail)
    headers = {**CORS, **problem.headers}
    return Response(problem.as_json(path), problem.status, headers, PROBLEM_TYPE)


async def read_body(request: Request, limit: int) -> bytes:
    """The body, or 413 as soon as it is known to be too large."""
    refused = HTTPException(413, f"the body is larger than {limit} bytes")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        raise refused
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise refused
    return bytes(body)


class Answer:
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


async def while_connected(request: Request, answering: Coroutine[None, None, None]) -> None:
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
