"""The service's side of the readers: one template process and one connection to each reader.

In: requests as bytes. Out: pieces of answers, or an error. Never waits in the queue and sets no
limits on time: `graph.workers` does.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Final
from urllib.parse import quote

from graph.worker_frames import END, ERROR, HEADER, MAX_FRAME, PIECE, WHOLE, decode_error
from graph.worker_loop import WorkerLimits
from ontology.errors import BeleidsgraafError, LimitError, StoreError

_HIGH_WATER: Final = 1 << 20  # bytes held for a slow client before the reader has to wait
_START_S: Final = 300.0
_FORK_S: Final = 30.0
_GRACE_S: Final = 0.5
_ROOT: Final = Path(__file__).resolve().parent.parent


class ReaderLink(asyncio.Protocol):
    """The connection to one reader; holds the pieces of the answer that is coming in."""

    def __init__(self, name: str, path: Path | None = None) -> None:
        self.name = name
        self.path = path  # the store folder it reads
        self.is_open = True
        self.is_slowed = False  # a process cannot raise its priority again, so it is not used again
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._pieces: deque[bytes] = deque()
        self._held_bytes = 0
        self._is_complete = True
        self._is_paused = False
        self._error: BeleidsgraafError | None = None
        self._waiter: asyncio.Future[None] | None = None

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
                raise self._error
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
        if self._held_bytes > _HIGH_WATER and not self._is_paused and self._transport:
            self._is_paused = True
            self._transport.pause_reading()

    def _take(self, kind: bytes, payload: bytes) -> None:
        if kind in {PIECE, WHOLE} and payload and self._error is None:
            self._pieces.append(payload)
            self._held_bytes += len(payload)
        if kind == ERROR and self._error is None:
            self._pieces.clear()
            self._held_bytes = 0
            self._error = decode_error(payload)
        if kind in {WHOLE, END, ERROR}:
            self._is_complete = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class TemplateProcess:
    """One template with one checkpoint; forks and kills readers."""

    def __init__(self, path: Path | None, limits: WorkerLimits) -> None:
        self.path = path
        self.in_memory = False
        self.quads = 0
        self.is_alive = False
        self.links: dict[str, ReaderLink] = {}
        self._limits = limits
        self._serial = 0
        self._held = b""
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._ready: asyncio.Future[None] | None = None
        self._forks: dict[str, asyncio.Future[None]] = {}

    async def start(self) -> None:
        """Start the process and wait until it holds the checkpoint.

        Raises:
            StoreError: when it cannot read it.
        """
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            self._process = self._spawn(theirs.fileno())
        self._control = ours
        self._ready = loop.create_future()
        loop.add_reader(ours.fileno(), self._read)
        try:
            async with asyncio.timeout(_START_S):
                await self._ready
        except TimeoutError as error:
            await self.stop()
            raise StoreError(f"the store was not read within {_START_S:.0f} s") from error
        except StoreError:
            await self.stop()
            raise
        self.is_alive = True

    def _spawn(self, control: int) -> subprocess.Popen[bytes]:
        settings = {
            "path": str(self.path) if self.path else "",
            "limits": asdict(self._limits),
        }
        known = os.environ.get("PYTHONPATH")
        paths = [str(_ROOT), *([known] if known else [])]
        return subprocess.Popen(
            [sys.executable, "-m", "graph.worker_template", str(control), json.dumps(settings)],
            pass_fds=[control],
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )

    async def fork(self, path: Path | None = None) -> ReaderLink:
        """A new reader of this store folder, from disk unless it is the template's own.

        Raises:
            StoreError: when the template is gone or cannot fork.
        """
        if self._control is None or not self.is_alive:
            raise StoreError("the process that readers are forked from is gone")
        loop = asyncio.get_running_loop()
        self._serial += 1
        name = str(self._serial)
        ours, theirs = socket.socketpair()
        forked = self._forks[name] = loop.create_future()
        other = quote(str(path)) if path is not None and path != self.path else "-"
        with theirs:
            socket.send_fds(self._control, [f"fork {name} {other}\n".encode()], [theirs.fileno()])
        _, link = await loop.create_connection(lambda: ReaderLink(name, path), sock=ours)
        self.links[name] = link
        try:
            # Not wait_for: in Python 3.11 that loses a cancellation that comes with the result.
            async with asyncio.timeout(_FORK_S):
                await forked
        except (TimeoutError, asyncio.CancelledError):
            self.kill(link)
            raise
        finally:
            self._forks.pop(name, None)
        return link

    def slow_down(self, link: ReaderLink) -> None:
        """Give way to other readers: this one has a long query."""
        link.is_slowed = True
        self._tell(f"slow {link.name}\n")

    def kill(self, link: ReaderLink) -> None:
        """Kill a reader at once."""
        link.close()
        if self._control is not None and self.links.pop(link.name, None) is not None:
            self._tell(f"kill {link.name}\n")

    async def stop(self) -> None:
        """End the readers and the template."""
        self._lost()
        process = self._process
        if process is not None:
            try:
                await asyncio.to_thread(process.wait, 5)
            except subprocess.TimeoutExpired:
                process.kill()
                await asyncio.to_thread(process.wait)
            self._process = None

    def _tell(self, line: str) -> None:
        try:
            if self._control is not None:
                self._control.send(line.encode())
        except OSError:
            self._lost()

    def _read(self) -> None:
        """Called by the event loop: lines of the template."""
        if self._control is None:
            return
        try:
            data = self._control.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lost()
            return
        *lines, self._held = (self._held + data).split(b"\n")
        for line in lines:
            word, _, rest = line.decode(errors="replace").partition(" ")
            handle: Callable[[str], None] = {
                "ready": self._on_ready,
                "failed": self._on_failed,
                "forked": self._on_forked,
                "ended": self._on_ended,
            }[word]
            handle(rest)

    def _on_ready(self, rest: str) -> None:
        mode, quads = rest.split()
        self.in_memory, self.quads = mode == "memory", int(quads)
        if self._ready is not None and not self._ready.done():
            self._ready.set_result(None)

    def _on_failed(self, rest: str) -> None:
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(StoreError(rest))

    def _on_forked(self, rest: str) -> None:
        waiter = self._forks.get(rest.split()[0])
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    def _on_ended(self, rest: str) -> None:
        name, status = rest.split()
        if link := self.links.pop(name, None):
            link.fail(LimitError(self._explain(int(status))))
            link.close()

    def _explain(self, status: int) -> str:
        how = f"signal {-status}" if status < 0 else f"status {status}"
        return (
            f"the reader process ended ({how}), most likely over its limit of "
            f"{self._limits.max_memory_mb} MB of memory; ask for less"
        )

    def _lost(self) -> None:
        """The template is gone, or about to be: nothing can be forked or answered any more."""
        self.is_alive = False
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control.fileno())
            self._control.close()
            self._control = None
        gone = StoreError("the process that readers are forked from is gone")
        for waiter in [self._ready, *self._forks.values()]:
            if waiter is not None and not waiter.done():
                waiter.set_exception(gone)
        for link in list(self.links.values()):
            link.fail(LimitError("the reader process ended, and its template with it; try again"))
            link.close()
        self.links.clear()
