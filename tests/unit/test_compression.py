"""Compression: what is compressed, what is not, and that an aborted answer stays aborted."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from typing import Any

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from starlette.types import Message, Receive, Scope, Send

from service.compression import Compression

LONG = b"regel\n" * 1000


def answer(
    pieces: list[bytes],
    *,
    accept: str = "gzip",
    kind: str = "text/plain",
    status: int = 200,
    is_whole: bool = True,
    **headers: str,
) -> tuple[dict[str, str], list[Message]]:
    """The headers and messages a client gets of an answer in these pieces."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        given = {"content-type": kind, **headers}
        raw = [(k.encode(), v.encode()) for k, v in given.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        for number, piece in enumerate(pieces, 1):
            more = number < len(pieces) or not is_whole
            await send({"type": "http.response.body", "body": piece, "more_body": more})

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "headers": [(b"accept-encoding", accept.encode())]}
    asyncio.run(Compression(app)(scope, receive, send))
    found = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
    return found, sent[1:]


def joined(messages: list[Message]) -> bytes:
    """The body of an answer."""
    return b"".join(message["body"] for message in messages)


@pytest.mark.parametrize("pieces", [[LONG], [LONG, LONG, b""], [LONG, b"", LONG]])
def test_a_long_text_is_compressed(pieces: list[bytes]) -> None:
    """In one piece or several, it comes out as it went in."""
    headers, messages = answer(pieces)

    assert ("gzip", b"".join(pieces)) == (
        headers["content-encoding"],
        gzip.decompress(joined(messages)),
    )


def test_each_piece_can_be_read_when_it_comes() -> None:
    """A stream does not wait in a buffer."""
    _, messages = answer([LONG, b"laatste"])
    reader = zlib.decompressobj(31)

    assert LONG == reader.decompress(messages[0]["body"])


@pytest.mark.parametrize(
    ("accept", "coding"),
    [("gzip, br", "br"), ("*", "br"), ("gzip, br;q=0.5", "gzip"), ("br;q=0, gzip", "gzip")],
)
def test_the_coding_that_the_client_likes_best(accept: str, coding: str) -> None:
    """Brotli, unless the client prefers gzip."""
    headers, _ = answer([LONG], accept=accept)
    assert coding == headers["content-encoding"]


@pytest.mark.parametrize("pieces", [[LONG], [LONG, LONG, b""]])
def test_brotli_can_be_read(pieces: list[bytes]) -> None:
    """In one piece or several, it comes out as it went in."""
    _, messages = answer(pieces, accept="br")
    assert b"".join(pieces) == brotli.decompress(joined(messages))


def test_an_aborted_answer_has_no_end() -> None:
    """Where the application stops without its last message, the compressed data is not whole."""
    _, messages = answer([LONG], is_whole=False)

    assert messages[-1]["more_body"] is True
    with pytest.raises(EOFError):
        gzip.decompress(joined(messages))


@pytest.mark.parametrize(
    ("pieces", "given"),
    [
        ([LONG], {"accept": ""}),
        ([LONG], {"accept": "gzip;q=0"}),
        ([LONG], {"accept": "zstd, *;q=0"}),
        ([LONG], {"kind": "image/png"}),
        ([LONG], {"content-encoding": "br"}),
        ([LONG], {"status": 404}),
        ([b"kort"], {}),
    ],
)
def test_other_answers_are_left_alone(pieces: list[bytes], given: dict[str, Any]) -> None:
    """Unasked, refused, short, failed or compressed already: the bytes stay."""
    _, messages = answer(pieces, **given)

    assert pieces[0] == joined(messages)


def test_a_compressed_answer_has_a_weak_tag_and_no_length() -> None:
    """It is not the same bytes; caches are told that it depends on Accept-Encoding."""
    headers, _ = answer([LONG], etag='"a"', **{"content-length": str(len(LONG))})

    assert ('W/"a"', None, "Accept-Encoding") == (
        headers["etag"],
        headers.get("content-length"),
        headers["vary"],
    )
