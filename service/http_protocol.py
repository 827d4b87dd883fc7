"""HTTP on one connection as uvicorn speaks it, except that a head leaves together with its body.

In: bytes of a client. Out: answers of the application. uvicorn sends the head of an answer as soon
as the application gives it, in a packet of its own; for a short answer that costs both sides as
much again as the answer. The standard asks servers to wait for the first piece of the body.

Source: ASGI HTTP message format, "Response Start - send event".
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_CONTINUE: Final = b"HTTP/1.1 100 "  # asks the client for its body, so it cannot wait


class HeadWithBody:
    """The transport of one connection; holds back a head until there is something to send with it.

    What is written first after `end_answer` is a head; all else of a transport is the real one's.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""
        self._is_between = True  # no answer has begun
        self.is_closing = transport.is_closing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Hold back a head; send anything else, after the head that is held."""
        if self._head:
            head, self._head = self._head, b""
            self._transport.writelines((head, data))
        elif self._is_between and not data.startswith(_CONTINUE):
            self._is_between = False
            self._head = data
        else:
            self._transport.write(data)

    def end_answer(self) -> None:
        """The answer is complete; a head without body leaves now."""
        self._is_between = True
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head)

    def close(self) -> None:
        """Send what is held and close."""
        self.end_answer()
        self._transport.close()


class OnePacketProtocol(HttpToolsProtocol):
    """uvicorn's protocol over such a transport; WebSockets would need the real one."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called by the event loop: a client is there."""
        self._held = HeadWithBody(transport)
        super().connection_made(self._held)  # type: ignore[arg-type]  # all that uvicorn uses is there

    def on_response_complete(self) -> None:
        """Called when the application has given its whole answer."""
        self._held.end_answer()
        super().on_response_complete()
