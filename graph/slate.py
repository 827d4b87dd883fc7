"""A slate that a reader and the service share: what the reader is doing right now.

In: the request that the reader has taken. Out: the same, for the service, when the reader was
killed over it: nothing that a client has sent is lost. Lives in memory of both processes.
"""

from __future__ import annotations

import mmap
import os
import struct
import time
from enum import IntEnum
from typing import Final, NamedTuple

from graph.request_form import MOST_REQUEST_BYTES

# step, connection, bytes sent on it before, when it began, bytes of the request and of the answer
_FIELDS: Final = struct.Struct("=BQQdII")
_RECALLED_AT: Final = 63  # a byte of the service; all else is the reader's
_REQUEST_AT: Final = 64
_SIZE: Final = _REQUEST_AT + MOST_REQUEST_BYTES


class Step(IntEnum):
    """How far the reader is with a request."""

    IDLE = 0
    READING = 1
    EVALUATING = 2
    SENDING = 3


class Note(NamedTuple):
    """What stands on the slate; times are of the monotonic clock, in seconds."""

    step: Step
    connection: int
    sent_before: int
    began: float
    request: bytes
    answer_bytes: int


class Slate:
    """One reader's slate, over a file in memory that both processes hold."""

    def __init__(self, handle: int) -> None:
        self._map = mmap.mmap(handle, _SIZE)
        self._length = 0

    @property
    def is_recalled(self) -> bool:
        """Whether the reader may begin nothing more."""
        return self._map[_RECALLED_AT] != 0

    def recall(self) -> None:
        """From now on the reader begins nothing more."""
        self._map[_RECALLED_AT] = 1

    def expect(self, connection: int, sent_before: int) -> memoryview:
        """Note that a request is being fetched; gives the room for it, all zeros."""
        self._map[_REQUEST_AT : _REQUEST_AT + self._length] = bytes(self._length)
        self._write(Step.READING, connection, sent_before, 0, 0)
        return memoryview(self._map)[_REQUEST_AT:]

    def begin(self, connection: int, sent_before: int, length: int) -> bytes:
        """Note that a request of this length is there; gives it."""
        self._length = length
        self._write(Step.EVALUATING, connection, sent_before, length, 0)
        return self._map[_REQUEST_AT : _REQUEST_AT + length]

    def send(self, connection: int, sent_before: int, answer_bytes: int) -> None:
        """Note that the answer leaves now."""
        self._write(Step.SENDING, connection, sent_before, self._length, answer_bytes)

    def end(self) -> None:
        """Note that nothing is under way."""
        self._map[0] = Step.IDLE

    def read(self) -> Note:
        """What stands there."""
        step, connection, sent_before, began, length, answer = _FIELDS.unpack_from(self._map)
        request = self._map[_REQUEST_AT : _REQUEST_AT + min(length, MOST_REQUEST_BYTES)]
        if step == Step.READING:  # it may have come in just before the end
            request = self._map[_REQUEST_AT:].rstrip(b"\0")
        return Note(Step(step), connection, sent_before, began, request, answer)

    def close(self) -> None:
        """Let go of the memory."""
        self._map.close()

    def _write(self, step: Step, connection: int, sent: int, length: int, answer: int) -> None:
        now = time.monotonic()
        _FIELDS.pack_into(self._map, 0, step, connection, sent, now, length, answer)


def open_memory() -> int:
    """A handle of fresh memory for a slate. Linux only."""
    handle = os.memfd_create("slate")
    os.ftruncate(handle, _SIZE)
    return handle
