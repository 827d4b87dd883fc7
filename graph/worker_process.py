"""The service's side of one template process: starts it, and has it fork and kill readers.

In: a checkpoint and limits. Out: connections to readers. Asks nothing: `graph.workers` does.
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Final
from urllib.parse import quote

from graph.child_environment import child_environment
from graph.connection_reader import ConnectionReader
from graph.reader_link import ReaderLink
from graph.worker_loop import WorkerLimits
from ontology.errors import LimitError, StoreError

_START_S: Final = 300.0
_FORK_S: Final = 30.0


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
        self._forks: dict[str, asyncio.Future[int]] = {}

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
        return subprocess.Popen(
            [sys.executable, "-m", "graph.worker_template", str(control), json.dumps(settings)],
            pass_fds=[control],
            stdin=subprocess.DEVNULL,
            env=child_environment(),
        )

    async def fork(self, path: Path | None = None) -> ReaderLink:
        """A new reader of this store folder, from disk unless it is the template's own.

        Raises:
            StoreError: when the template is gone or cannot fork.
        """
        if self._control is None or not self.is_alive:
            raise StoreError("the process that readers are forked from is gone")
        name, forked = self._announce()
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(
                self._control, [f"fork {name} {self._other(path)}\n".encode()], [theirs.fileno()]
            )
        loop = asyncio.get_running_loop()
        _, link = await loop.create_connection(lambda: ReaderLink(name, path), sock=ours)
        self.links[name] = link
        try:
            # Not wait_for: in Python 3.11 that loses a cancellation that comes with the result.
            async with asyncio.timeout(_FORK_S):
                link.process = await forked
        except (TimeoutError, asyncio.CancelledError):
            self.kill(link)
            raise
        finally:
            self._forks.pop(name, None)
        return link

    async def fork_for_connections(
        self, path: Path | None, end: Callable[[ConnectionReader], None]
    ) -> ConnectionReader:
        """A new reader of this store folder to lend connections to; `end` as there.

        Raises:
            StoreError: when the template is gone or cannot fork.
        """
        if self._control is None or not self.is_alive:
            raise StoreError("the process that readers are forked from is gone")
        name, forked = self._announce()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        reader = ConnectionReader(name, ours, end)
        handles = [theirs.fileno(), reader.memory]
        with theirs:
            socket.send_fds(self._control, [f"lend {name} {self._other(path)}\n".encode()], handles)
        try:
            async with asyncio.timeout(_FORK_S):
                reader.process = await forked
        except BaseException as error:
            self.kill_named(name)
            reader.drop()
            if isinstance(error, TimeoutError):
                raise StoreError(f"no reader was forked within {_FORK_S:.0f} s") from error
            raise
        finally:
            self._forks.pop(name, None)
        return reader

    def _other(self, path: Path | None) -> str:
        """How the template is told of a store folder."""
        return quote(str(path)) if path is not None and path != self.path else "-"

    def _announce(self) -> tuple[str, asyncio.Future[int]]:
        """A name for another reader, and what tells when it is there."""
        self._serial += 1
        name = str(self._serial)
        forked = self._forks[name] = asyncio.get_running_loop().create_future()
        return name, forked

    def slow_down(self, link: ReaderLink) -> None:
        """Let others go before this reader: it has a long query of somebody else."""
        link.is_slowed = True
        self._tell(f"slow {link.name}\n")

    def kill(self, link: ReaderLink) -> None:
        """Kill a reader at once."""
        link.close()
        if self.links.pop(link.name, None) is not None:
            self.kill_named(link.name)

    def kill_named(self, name: str) -> None:
        """Kill the reader with this name, if it is there."""
        if self._control is not None:
            self._tell(f"kill {name}\n")

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
        name, process = rest.split()
        waiter = self._forks.get(name)
        if waiter is not None and not waiter.done():
            waiter.set_result(int(process))

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
