"""HTTP on one connection as uvicorn speaks it, with two differences.

A head leaves together with its body: uvicorn sends the head of an answer as soon as the application
gives it, in a packet of its own; for a short answer that costs both sides as much again as the
answer. The standard asks servers to wait for the first piece of the body. And a connection may be
lent to a reader between two requests (`graph.lending`): uvicorn reads nothing meanwhile, and goes
on with what comes back.

In: bytes of a client. Out: answers of the application.

Source: ASGI HTTP message format, "Response Start - send event".
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graph.request_form import MOST_REQUEST_BYTES
from service.lending import CONNECTION, Habit

_CONTINUE: Final = b"HTTP/1.1 100 "  # asks the client for its body, so it cannot wait


class HeadWithBody:
    """The transport of one connection; holds back a head until there is something to send with it.

    What is written first after `end_answer` is a head; all else of a transport is the real one's.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""
        self._is_between = True  # no answer has begun
        self.last_head = b""
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
            self._head = self.last_head = data
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


class LendingProtocol(HttpToolsProtocol):
    """uvicorn's protocol over such a transport; WebSockets would need the real one."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called by the event loop: a client is there."""
        self.habit = Habit()
        self._request: bytes | None = b""  # as it came in; None when it is too long to be lent
        self._is_answered = False
        self._real = transport
        self._held = HeadWithBody(transport)
        super().connection_made(self._held)  # type: ignore[arg-type]  # all that uvicorn uses is there

    def data_received(self, data: bytes) -> None:
        """Called by the event loop, and with what a reader gives back."""
        if self._is_answered:
            self._is_answered, self._request = False, b""
        if self._request is not None:
            is_short = len(self._request) + len(data) <= MOST_REQUEST_BYTES
            self._request = self._request + data if is_short else None
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Called by the parser: another request begins."""
        super().on_message_begin()
        self.scope[CONNECTION] = self  # type: ignore[typeddict-unknown-key]

    def on_response_complete(self) -> None:
        """Called when the application has given its whole answer."""
        self._held.end_answer()
        self._is_answered = True
        super().on_response_complete()

    def exchanged(self) -> tuple[bytes, bytes] | None:
        """The last request and the head of its answer, while nothing more is to be sent or read."""
        if not self._is_answered or not self._request or self.pipeline:
            return None
        if self._real.is_closing() or self._real.get_write_buffer_size():
            return None
        return self._request, self._held.last_head

    def handle(self) -> int:
        """The connection, for a reader."""
        handle: int = self._real.get_extra_info("socket").fileno()
        return handle

    def hold(self) -> None:
        """Read nothing until the connection comes back."""
        self._unset_keepalive_if_required()
        self._real.pause_reading()

    def take_back(self, unread: bytes, unsent: bytes, answered: int | None) -> None:
        """Called when a reader gives the connection back."""
        self.habit.note_loan(answered)
        if self._real.is_closing():
            return
        self._real.resume_reading()
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )
        if unsent:
            self._real.write(unsent)
        if unread:
            self.data_received(unread)

    def break_off(self) -> None:
        """Called when a reader died in the middle of an answer."""
        self._real.abort()
