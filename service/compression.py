"""Answers as Brotli or gzip for clients that ask for it, piece by piece.

In: the messages of any application below. Out: the same, compressed when the client accepts one
of the two and the answer is text of more than 1 kB. An answer that is broken off stays broken
off: the last piece of the compression is written only when the application has said that the
answer is complete.

Source: RFC 9110, sections 8.4 and 12.5.3. A compressed answer is not the same bytes, so its ETag
becomes a weak one.
"""

from __future__ import annotations

import asyncio
import re
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.codings import CODINGS, LEAST_BYTES, Compressor

_IN_THREAD_BYTES: Final = 128 * 1024  # longer pieces would hold up the event loop
_TEXT: Final = re.compile(
    r"text/|application/(?:[\w.-]+\+)?(?:json|xml)\b|application/(?:javascript|trig|n-triples|n-quads)"
    r"|image/svg\+xml"
)


class Compression:
    """The layer that compresses."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer back as the client wants it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _Answer(send, scope["method"] == "HEAD", _find_coding(scope))
        await self.app(scope, receive, answer.send)


def compressing(scope: Scope, send: Send) -> Send:
    """Compress what is sent, if the client wants it; the application tells of Vary itself."""
    coding = _find_coding(scope)
    return _Answer(send, scope["method"] == "HEAD", coding).send if coding else send


class _Answer:
    """One answer; its start is held back until the first piece tells how much there is."""

    def __init__(self, send: Send, is_head: bool, coding: str) -> None:
        self._send = send
        self._is_head = is_head
        self._coding = coding
        self._start: Message | None = None
        self._compressor: Compressor | None = None

    async def send(self, message: Message) -> None:
        """Take one message of the application."""
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            await self._body(message.get("body", b""), more=message.get("more_body", False))
        else:
            await self._send(message)

    async def _body(self, data: bytes, *, more: bool) -> None:
        if self._start is not None:
            start, self._start = self._start, None
            self._choose(start, data, more=more)
            await self._send(start)
        if self._compressor is not None:
            data = await self._compress(self._compressor, data, more=more)
        await self._send({"type": "http.response.body", "body": data, "more_body": more})

    def _choose(self, start: Message, data: bytes, *, more: bool) -> None:
        """Decide, and write the headers accordingly."""
        headers = MutableHeaders(scope=start)
        is_told = "accept-encoding" in headers.get("vary", "").lower()
        if not is_told and (start["status"] == 304 or _is_text(headers)):
            headers.add_vary_header("Accept-Encoding")
        if not self._coding or start["status"] != 200 or not _is_text(headers):
            return
        length = headers.get("content-length", "" if more else str(len(data)))
        if length and int(length) < LEAST_BYTES:
            return
        headers["Content-Encoding"] = self._coding
        del headers["Content-Length"]
        if (tag := headers.get("etag", "")).startswith('"'):
            headers["ETag"] = f"W/{tag}"
        if not self._is_head:
            self._compressor = CODINGS[self._coding]()

    async def _compress(self, compressor: Compressor, data: bytes, *, more: bool) -> bytes:
        if len(data) > _IN_THREAD_BYTES:
            return await asyncio.to_thread(_piece, compressor, data, more)
        return _piece(compressor, data, more)


def _piece(compressor: Compressor, data: bytes, more: bool) -> bytes:
    """What the client can read on from here: a piece that waits in a buffer helps nobody."""
    written = compressor.compress(data)
    return written + (compressor.flush() if more else compressor.finish())


def coding_for(scope: Scope, content_type: str) -> str:
    """The coding of a longer answer of this type to this client; empty for none."""
    return _find_coding(scope) if _TEXT.match(content_type) else ""


def _is_text(headers: Headers) -> bool:
    kind = headers.get("content-type", "")
    return "content-encoding" not in headers and bool(_TEXT.match(kind))


def _find_coding(scope: Scope) -> str:
    """The coding the client likes best, by name or by `*`; empty when it takes neither."""
    given = [value for name, value in scope["headers"] if name == b"accept-encoding"]
    if not given:
        return ""
    header = b",".join(given)
    found: dict[str, float] = {}
    for part in header.decode("latin-1").lower().split(",")[:50]:
        name, _, parameter = part.partition(";")
        key, _, value = parameter.partition("=")
        found[name.strip()] = _quality(value) if key.strip() == "q" else 1.0
    liked = {name: found.get(name, found.get("*", 0.0)) for name in CODINGS}
    best = max(CODINGS, key=lambda name: liked[name])
    return best if liked[best] > 0 else ""


def _quality(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
