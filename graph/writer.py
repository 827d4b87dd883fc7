"""The one writer of a service: changes go through here, and the next query sees them.

In: changes from requests. Out: their outcome, once they are on disk. The work is done by a
process of its own, so that a change without end can be stopped. Belongs to one event loop.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from graph.changes import Change, Changing, Outcome, dump_line, encode_change
from graph.child_environment import child_environment
from graph.live import FOLDER, STATE
from graph.lock import is_held
from graph.workers import Pool
from ontology import errors
from ontology.errors import BeleidsgraafError, LimitError, StoreError
from ontology.records import Iri

_LOG: Final = logging.getLogger(__name__)
_OPEN_S: Final = 300.0
_MAX_LINE: Final = 1 << 20  # of an answer


@dataclass(frozen=True, slots=True)
class WriterLimits:
    """Longest time of one change, and memory of the writer process beyond the store."""

    update_timeout_s: float = 30.0
    max_memory_mb: int = 1024


class Writer(Changing):
    """Makes changes one after another and keeps a pool of readers up with them.

    `reviews` is the graph whose triples outlive a new release. Call `start` before the first
    query when there may be edits of an earlier run, and `stop` at the end.
    """

    def __init__(self, data: Path, pool: Pool, reviews: Iri, limits: WriterLimits) -> None:
        self._data = data.absolute()
        self._pool = pool
        self._reviews = reviews
        self._limits = limits
        self._lock = asyncio.Lock()
        self._process: Process | None = None
        self._fresh: asyncio.Future[None] | None = None  # set while readers are behind
        self._refreshing: asyncio.Task[None] | None = None
        self._epoch = ""
        self._sequence = 0
        self._seen = 0  # when the state was written that `look` last took up, in ns

    @property
    def has_edits(self) -> bool:
        """Whether this folder was ever written to by a service."""
        return (self._data / FOLDER / STATE).is_file()

    @property
    def revision(self) -> str:
        """What changes with every accepted change; empty while there are no edits."""
        return f"{self._epoch}-{self._sequence}" if self._epoch else ""

    async def start(self) -> None:
        """Bring back the edits of an earlier run, if there are any.

        Raises:
            StoreError: when they cannot be read, or another service writes this folder.
        """
        if self.has_edits and self._process is None:
            await self.rebase()

    async def look(self) -> None:
        """Take up what another process loaded into the folder meanwhile, if this one writes not.

        Raises:
            StoreError: when it cannot be read.
        """
        state = self._data / FOLDER / STATE
        if self._process is not None or not state.is_file() or is_held(self._data / FOLDER):
            return
        stamp = state.stat().st_mtime_ns
        if stamp != self._seen:
            self._seen = stamp  # whatever comes of it, it is not tried every second
            await self.rebase()

    async def write(self, change: Change) -> Outcome:
        """Make a change; when this returns it is on disk, and the next query sees it.

        Raises:
            QueryError: when an update does not parse or may not run; nothing was changed.
            InputError: when RDF does not parse; nothing was changed.
            NotFoundError: when a graph to be deleted is not there.
            LimitError: when it took too long or too much memory; nothing was changed.
            StoreError: when the disk fails or another service writes this folder.
        """
        # Shielded: a client that leaves does not break off a change half-way.
        return await asyncio.shield(asyncio.ensure_future(self._change(change)))

    async def rebase(self) -> None:
        """Go on from the newest release: it wins, but for reviews and graphs of others."""
        await asyncio.shield(asyncio.ensure_future(self._rebase()))

    async def stop(self) -> None:
        """Let the process settle its journal and end."""
        async with self._lock:
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
                try:
                    async with asyncio.timeout(10):
                        await self._process.wait()
                except TimeoutError:
                    await self._kill()
                self._process = None

    async def _change(self, change: Change) -> Outcome:
        async with self._lock:
            if self._fresh is not None and change.may_last:
                await self._checkpoint()  # nobody who reads waits for this change
            asked = {"do": "change", **encode_change(change)}
            answer = await self._ask(asked, self._limits.update_timeout_s)
            self._sequence = int(answer["sequence"])
            if self._fresh is None:
                self._fresh = asyncio.get_running_loop().create_future()
                self._pool.wait_before_query(self._catch_up)
            return Outcome(self._sequence, bool(answer["created"]))

    async def _rebase(self) -> None:
        async with self._lock:
            await self._follow("rebase")

    async def _catch_up(self) -> None:
        """Called by a query: return when readers see every change acknowledged so far."""
        if self._fresh is None:
            return
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.get_running_loop().create_task(self._refresh())
        await asyncio.shield(self._fresh)

    async def _refresh(self) -> None:
        async with self._lock:
            if self._fresh is not None:
                await self._checkpoint()

    async def _checkpoint(self) -> None:
        """Bring readers up to date; when that fails, those who wait are told and the next tries."""
        try:
            await self._follow("checkpoint")
        except (BeleidsgraafError, OSError, ValueError) as error:
            waiting, self._fresh = self._fresh, asyncio.get_running_loop().create_future()
            told = error if isinstance(error, BeleidsgraafError) else StoreError(str(error))
            if waiting is not None and not waiting.done():
                waiting.set_exception(told)
                waiting.exception()  # whoever waits has it; nobody else needs to know
            _LOG.warning("readers cannot follow the live store: %s", told)

    async def _follow(self, what: str) -> None:
        """Have a checkpoint made and let the readers go on to it."""
        keep = [str(path) for path in self._pool.paths_in_use]
        answer = await self._ask({"do": what, "keep": keep}, _OPEN_S)
        self._sequence = int(answer["sequence"])
        self._pool.advance(Path(answer["path"]))
        if self._fresh is not None:
            self._fresh.set_result(None)
            self._fresh = None
            self._pool.wait_before_query(None)

    async def _ask(self, asked: dict[str, Any], seconds: float) -> dict[str, Any]:
        """One question and its answer. After a failure of the process the next starts anew."""
        process = await self._running()
        assert process.stdin is not None
        try:
            async with asyncio.timeout(seconds):
                process.stdin.write(dump_line(asked))
                await process.stdin.drain()
                return await self._read(process)
        except TimeoutError:
            await self._kill()
            raise LimitError(
                f"the change took longer than {seconds:g} s and was stopped; nothing was changed"
            ) from None
        except (ConnectionError, EOFError) as error:
            await self._kill()
            raise LimitError(
                "the writer process ended, most likely over its limit of "
                f"{self._limits.max_memory_mb} MB of memory; nothing was changed"
            ) from error
        except StoreError:
            await self._kill()
            raise

    async def _running(self) -> Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        self._process = await self._spawn()
        try:
            async with asyncio.timeout(_OPEN_S):
                answer = await self._read(self._process)
        except (TimeoutError, EOFError, StoreError) as error:
            await self._kill()
            raise StoreError(f"the live store cannot be opened: {error}") from error
        self._epoch = token_hex(4)
        self._sequence = int(answer["sequence"])
        return self._process

    async def _spawn(self) -> Process:
        settings = {
            "data": str(self._data),
            "reviews": self._reviews,
            "max_memory_mb": self._limits.max_memory_mb,
            "parent": os.getpid(),
        }
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "graph.writer_loop",
            json.dumps(settings),
            stdin=PIPE,
            stdout=PIPE,
            env=child_environment(),
            limit=_MAX_LINE,
        )

    async def _read(self, process: Process) -> dict[str, Any]:
        assert process.stdout is not None
        line = await process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError("the process ended")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            kind = getattr(errors, str(answer["error"]), StoreError)
            raise kind(str(answer["message"]))
        return answer

    async def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            if process.returncode is None:
                process.kill()
            await process.wait()
