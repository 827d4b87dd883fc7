"""The service's side of one reader: sends a request, takes the frames of its answer apart.

In: requests as bytes. Out: pieces of answers, or an error. Never waits in the queue and sets no
limits on time: `graph.workers` does.
"""

from __future__ import annotations

import asyncio
from collections import deque
from copy import copy
from pathlib import Path
from typing import Final

from graph.cpu_time import cpu_s
from graph.worker_frames import END, ERROR, HEADER, MAX_FRAME, PIECE, QUICK, WHOLE, decode_error
from ontology.errors import BeleidsgraafError, LimitError

_HIGH_WATER: Final = 1 << 20  # bytes held for a slow client before the reader has to wait
_GRACE_S: Final = 0.5
_WITH_DATA: Final = frozenset({PIECE, WHOLE, QUICK})
_LAST: Final = frozenset({WHOLE, QUICK, END, ERROR})


class ReaderLink(asyncio.Protocol):
    """The connection to one reader; holds the pieces of the answer that is coming in."""

    def __init__(self, name: str, path: Path | None = None) -> None:
        self.name = name
        self.path = path  # the store folder it reads
        self.process = 0
        self.is_open = True
        self.is_slowed = False  # a process cannot raise its priority again, so it is not used again
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._pieces: deque[bytes] = deque()
        self._held_bytes = 0
        self._is_complete = True
        self.was_quick = False  # the last answer took little of a processor
        self._is_paused = False
        self._error: BeleidsgraafError | None = None
        self._waiter: asyncio.Future[None] | None = None

    def cpu_s(self) -> float:
        """Processor time of the reader so far; wall time where the system does not tell."""
        return cpu_s(self.process)

    @property
    def is_complete(self) -> bool:
        """Whether nothing more of the last answer is to come."""
        return self._is_complete and not self._pieces and self._error is None

    @property
    def is_idle(self) -> bool:
        """Whether the last answer came in whole, so that the reader can take another."""
        return self.is_open and self._is_complete and not self._pieces and not self.is_slowed

    def send(self, request: bytes) -> None:
        """Start a request; the answer comes from `next_piece`."""
        self._is_complete = False
        self._error = None
        if self._transport is not None and self.is_open:
            self._transport.write(request)

    async def next_piece(self) -> bytes | None:
        """The next piece, or None when the answer is complete.

        Raises:
            BeleidsgraafError: what the reader, a limit or its death says.
        """
        while not self._pieces:
            if self._error is not None:
                # a copy, for what is raised holds the frames it passed, and they hold this link:
                # a circle that keeps a large answer until the collector comes by
                raise copy(self._error)
            if self._is_complete:
                return None
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        piece = self._pieces.popleft()
        self._held_bytes -= len(piece)
        if self._is_paused and self._held_bytes < _HIGH_WATER and self._transport:
            self._is_paused = False
            self._transport.resume_reading()
        return piece

    def fail(self, error: BeleidsgraafError) -> None:
        """End the answer that is coming in with this error, unless it is complete."""
        if not self._is_complete and self._error is None:
            self._pieces.clear()
            self._error = error
            self._wake()

    def close(self) -> None:
        """Drop the connection; the reader ends when it next looks at it."""
        self.is_open = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the event loop."""
        if isinstance(transport, asyncio.Transport) or hasattr(transport, "pause_reading"):
            self._transport = transport  # type: ignore[assignment]  # uvloop's is no subclass

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the event loop: the reader died or was closed."""
        self.is_open = False
        gone = LimitError("the reader process ended before the answer was complete; ask for less")
        # the template knows how it ended and tells so within moments
        asyncio.get_running_loop().call_later(_GRACE_S, self.fail, gone)

    def data_received(self, data: bytes) -> None:
        """Called by the event loop: take the frames apart."""
        buffer = self._buffer
        if not buffer and len(data) >= HEADER.size:  # nearly always one frame, and small
            kind, length = HEADER.unpack_from(data)
            if len(data) == HEADER.size + length:
                self._take(kind, data[HEADER.size :])
                return
        buffer += data
        at, size = 0, len(buffer)
        while size - at >= HEADER.size:
            kind, length = HEADER.unpack_from(buffer, at)
            if length > MAX_FRAME:
                self.close()
                return
            if size - at < HEADER.size + length:
                break
            start = at + HEADER.size
            at = start + length
            self._take(kind, bytes(buffer[start:at]))
        del buffer[:at]

    def _hold_back(self) -> None:
        """Let the reader wait when the client takes its answer slowly."""
        if not self._is_paused and self._transport:
            self._is_paused = True
            self._transport.pause_reading()

    def _take(self, kind: bytes, payload: bytes) -> None:
        if kind in _WITH_DATA and payload and self._error is None:
            self._pieces.append(payload)
            self._held_bytes += len(payload)
            if self._held_bytes > _HIGH_WATER:
                self._hold_back()
        if kind == ERROR and self._error is None:
            self._pieces.clear()
            self._held_bytes = 0
            self._error = decode_error(payload)
        if kind in _LAST:
            self._is_complete = True
            self.was_quick = kind == QUICK
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
