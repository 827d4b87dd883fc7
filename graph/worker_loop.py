"""What a reader process does: take a request, evaluate, write frames, again. Runs in a sandbox.

In: requests on one socket. Out: frames on the same socket. Never opens a socket, never writes a
file, and ends when the socket closes.
"""

from __future__ import annotations

import select
import socket
import time
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Store

from graph.evaluate import PIECE_BYTES, evaluate
from graph.requests import QueryRequest
from graph.worker_frames import (
    END,
    HEADER,
    LENGTH,
    PIECE,
    QUICK,
    QUICK_S,
    WHOLE,
    decode_request,
    encode_error,
)
from ontology.errors import BeleidsgraafError, LimitError

_READ: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one reader may use: bytes of one answer, megabytes beyond what it starts with."""

    max_result_bytes: int
    max_memory_mb: int
    keep_in_memory: bool = True  # share a copy of the checkpoint when it fits max_memory_mb
    kept_bytes: int = 0  # of answers that a reader with connections of its own may give again


def serve_requests(channel: socket.socket, store: Store, limits: WorkerLimits) -> None:
    """Answer requests until the other side closes."""
    held = bytearray()
    # A reader that slept in `recv` would be woken once more when its answer is fetched, since Linux
    # wakes whoever waits on a socket when there is room to write; `poll` sleeps on.
    requests = select.poll()
    requests.register(channel, select.POLLIN)
    while True:
        while len(held) < LENGTH.size or len(held) < _needed(held):
            requests.poll()
            data = channel.recv(_READ)
            if not data:
                return
            held += data
        end = _needed(held)
        request = decode_request(bytes(held[LENGTH.size : end]))
        del held[:end]
        _answer(channel, store, request, limits.max_result_bytes)


def _needed(held: bytearray) -> int:
    return LENGTH.size + int(LENGTH.unpack_from(held)[0])


def _answer(
    channel: socket.socket, store: Store, request: QueryRequest, max_result_bytes: int
) -> None:
    answer = _Answer(channel, max_result_bytes)
    try:
        evaluate(store, request, answer.write)
    except BeleidsgraafError as error:
        channel.sendall(encode_error(error))
    except MemoryError:
        channel.sendall(encode_error(LimitError("the query took too much memory; ask for less")))
    else:
        answer.finish()


class _Answer:
    """Frames for one answer; one that fits in a piece goes out as a single frame."""

    def __init__(self, channel: socket.socket, max_result_bytes: int) -> None:
        self._channel = channel
        self._limit = max_result_bytes
        self._bytes = 0
        self._last = b""  # only the last piece is smaller than PIECE_BYTES
        self._is_parted = False
        self._began = time.thread_time()

    def write(self, piece: bytes) -> None:
        self._bytes += len(piece)
        if self._bytes > self._limit:
            raise LimitError(
                f"the answer is larger than {self._limit} bytes; ask for less or use LIMIT"
            )
        if len(piece) < PIECE_BYTES:
            self._last = piece
            return
        self._is_parted = True
        self._channel.sendall(HEADER.pack(PIECE, len(piece)))
        self._channel.sendall(piece)

    def finish(self) -> None:
        if not self._is_parted:
            kind = QUICK if time.thread_time() - self._began < QUICK_S else WHOLE
            self._channel.sendall(HEADER.pack(kind, len(self._last)) + self._last)
            return
        last = HEADER.pack(PIECE, len(self._last)) + self._last if self._last else b""
        self._channel.sendall(last + HEADER.pack(END, 0))
