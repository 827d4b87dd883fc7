"""Heads and bodies of answers on a real connection, and what a client sees of broken ones."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from service.http_protocol import HeadWithBody, LendingProtocol


def _start(length: int | None = None, status: int = 200) -> dict[str, object]:
    headers = [] if length is None else [(b"content-length", b"%d" % length)]
    return {"type": "http.response.start", "status": status, "headers": headers}


def _piece(data: bytes, *, more: bool = False) -> dict[str, object]:
    return {"type": "http.response.body", "body": data, "more_body": more}


def _converse(
    app: Callable[[Scope, Receive, Send], Awaitable[None]],
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bytes]],
) -> bytes:
    """What `talk` gives, on one connection to this application."""

    async def whole(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await app(scope, receive, send)

    async def run(served: ASGIApp) -> bytes:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            config = uvicorn.Config(
                served, http=LendingProtocol, ws="none", lifespan="off", log_config=None
            )
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve([listener]))
            while not server.started:
                await asyncio.sleep(0.01)
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            try:
                async with asyncio.timeout(10):
                    return await talk(reader, writer)
            finally:
                writer.close()
                server.should_exit = True
                await serving

    return asyncio.run(run(whole))


def _ask(method: bytes = b"GET", more: bytes = b"") -> bytes:
    return method + b" / HTTP/1.1\r\nHost: here\r\n" + more + b"\r\n"


async def _short(scope: Scope, receive: Receive, send: Send) -> None:
    await send(_start(5))
    await send(_piece(b"short"))


class _Transport:
    """Notes what is written, each write apart."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.is_closing = lambda: False

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def writelines(self, pieces: tuple[bytes, ...]) -> None:
        self.written.append(b"".join(pieces))

    def close(self) -> None:
        self.written.append(b"closed")


@pytest.fixture
def transport() -> _Transport:
    """A transport that notes what is written."""
    return _Transport()


def test_head_and_body_leave_in_one_write(transport: _Transport) -> None:
    """The head waits for the first piece of the body."""
    held = HeadWithBody(transport)  # type: ignore[arg-type]
    held.write(b"head ")
    held.write(b"body ")
    held.write(b"more")
    assert [b"head body ", b"more"] == transport.written


def test_head_without_body_leaves_at_the_end(transport: _Transport) -> None:
    """An answer that has no body is sent when it is complete."""
    held = HeadWithBody(transport)  # type: ignore[arg-type]
    held.write(b"head")
    before = list(transport.written)
    held.end_answer()
    assert ([], [b"head"]) == (before, transport.written)


def test_continue_is_not_held_back(transport: _Transport) -> None:
    """A client that asks whether to go on hears it at once; the head after it is held."""
    held = HeadWithBody(transport)  # type: ignore[arg-type]
    held.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    held.write(b"head ")
    held.write(b"body")
    assert [b"HTTP/1.1 100 Continue\r\n\r\n", b"head body"] == transport.written


def test_closing_sends_what_is_held(transport: _Transport) -> None:
    """A head is not lost when the connection is closed after it."""
    held = HeadWithBody(transport)  # type: ignore[arg-type]
    held.write(b"head")
    held.close()
    assert [b"head", b"closed"] == transport.written


def test_each_answer_on_a_connection_has_its_own_head() -> None:
    """Two requests at once on one connection get two whole answers."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(_ask() + _ask(more=b"Connection: close\r\n"))
        return await reader.read()

    got = _converse(_short, talk)
    assert (2, 2) == (got.count(b"HTTP/1.1 200 OK\r\n"), got.count(b"\r\n\r\nshort"))


@pytest.mark.parametrize("method", [b"HEAD", b"GET"])
def test_answer_without_body_arrives(method: bytes) -> None:
    """HEAD, and a 204, are answered though nothing follows the head."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        is_head = scope["method"] == "HEAD"
        await send(_start(5) if is_head else _start(status=204))
        await send(_piece(b""))

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(_ask(method))
        return await reader.readuntil(b"\r\n\r\n")

    assert _converse(app, talk).startswith(b"HTTP/1.1 20")


def test_first_piece_does_not_wait_for_the_second() -> None:
    """A stream begins at its client as soon as there is something to see."""
    seen = asyncio.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send(_start())
        await send(_piece(b"first", more=True))
        await seen.wait()
        await send(_piece(b"second"))

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(_ask())
        first = await reader.readuntil(b"first\r\n")
        seen.set()
        return first + await reader.readuntil(b"0\r\n\r\n")

    assert _converse(app, talk).endswith(b"first\r\n6\r\nsecond\r\n0\r\n\r\n")


def test_body_after_continue_is_taken() -> None:
    """A client that waits for "100 Continue" gets it before it sends its body."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body = (await receive())["body"] or (await receive())["body"]
        await send(_start(len(body)))
        await send(_piece(body))

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(_ask(b"POST", b"Content-Length: 4\r\nExpect: 100-continue\r\n"))
        await reader.readuntil(b"100 Continue\r\n\r\n")
        writer.write(b"sent")
        return await reader.readuntil(b"\r\n\r\nsent")

    assert _converse(app, talk).startswith(b"HTTP/1.1 200 OK\r\n")


def test_answer_that_breaks_off_is_no_whole_one() -> None:
    """A client sees that an application gave up: the connection ends before the last chunk."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send(_start())
        await send(_piece(b"part", more=True))

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(_ask())
        return await reader.read()

    assert _converse(app, talk).endswith(b"4\r\npart\r\n")


def test_bad_request_is_told() -> None:
    """What is no HTTP gets 400 and a closed connection."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"no http at all\r\n\r\n")
        return await reader.read()

    assert _converse(_short, talk).startswith(b"HTTP/1.1 400 ")
