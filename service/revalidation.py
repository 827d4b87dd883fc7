"""304 for answers a client already has: names each whole answer by its bytes.

In: GET requests. Out: the same answers with an ETag, or 304 without body. What is streamed, private
or named already passes untouched. The answer is made all the same; what is spared is its way over
the network, and no rule about what an answer depends on can be wrong.

Source: RFC 9110, sections 8.8.3 and 13.1.2.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PRIVATE: Final = ("/redactie", "/api/running", "/health", "/static", "/sparql", "/store")
_DIGITS: Final = 32
_KEPT: Final = frozenset(
    {"cache-control", "content-location", "etag", "link", "vary", "set-cookie"}
)


class Revalidation:
    """The layer that names answers; lies below compression, which makes the names weak."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; hold back the start of the answer until its body is there."""
        is_read = scope["type"] == "http" and scope["method"] == "GET"
        if not is_read or scope["path"].startswith(_PRIVATE):
            await self.app(scope, receive, send)
            return
        held = Headers(scope=scope).get("if-none-match", "")
        await self.app(scope, receive, _Named(send, held).send)


class _Named:
    def __init__(self, send: Send, held: str) -> None:
        self._send = send
        self._held = {one.strip().removeprefix("W/") for one in held.split(",") if one.strip()}
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        """Take one message of the application."""
        if message["type"] == "http.response.start":
            if message["status"] != 200 or "etag" in Headers(raw=message["headers"]):
                await self._send(message)
            else:
                self._start = message
            return
        if self._start is not None:
            start, self._start = self._start, None
            if not message.get("more_body", False):
                message = self._name(start, message)
            await self._send(start)
        await self._send(message)

    def _name(self, start: Message, body: Message) -> Message:
        """Write the tag into the headers; turn both into a 304 when the client has it."""
        headers = MutableHeaders(scope=start)
        if "no-store" in headers.get("cache-control", ""):
            return body
        tag = f'"{sha256(body.get("body", b"")).hexdigest()[:_DIGITS]}"'
        headers["ETag"] = tag
        headers.setdefault("Cache-Control", "no-cache")
        if headers.get("content-type", "").startswith("text/html"):
            headers.add_vary_header("Accept, Cookie")
        if not (tag in self._held or "*" in self._held):
            return body
        start["status"] = 304
        start["headers"] = [(k, v) for k, v in start["headers"] if k.decode().lower() in _KEPT]
        return {**body, "body": b""}
