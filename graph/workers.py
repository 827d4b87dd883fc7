"""A pool of reader processes that can be killed: every query of others is answered here.

In: requests. Out: serialised answers, whole or in pieces. Limits: wall time, bytes, memory, time
in the queue. An answer that is cut off raises; it never ends quietly. Belongs to one event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from graph.asking import Asking
from graph.connection_reader import Lender
from graph.lanes import Lanes
from graph.lending import Lending
from graph.reader_link import ReaderLink
from graph.request_form import RequestForm
from graph.requests import QueryRequest
from graph.running import Running, Watch
from graph.worker_frames import encode_request
from graph.worker_loop import WorkerLimits
from graph.worker_process import TemplateProcess
from ontology.errors import StoreError

QUIET_S: Final = 2.0  # without changes, before a copy of the newest state is made in memory
_COPIES: Final = 2  # attempts, since a process may be lost for reasons outside the store
_LOG: Final = logging.getLogger(__name__)


class Pool(Asking[Running]):
    """Readers over one release at a time. Call `start` before the first query, `stop` at the end.

    `release_path` is the store folder of a release, or None for an empty graph. `workers` is the
    number of fresh queries that run at once; twice as many slow ones may run beside them.
    `max_memory_mb` is the size up to which a release is held in memory (unless `keep_in_memory`
    is off), and what each reader may take beyond that. A query that takes `slow_log_s` is logged.
    Readers to which connections are lent, at most `workers` more, keep answers of `kept_mb` in all.
    """

    def __init__(
        self,
        release_path: Path | None,
        *,
        workers: int = 2,
        query_timeout_s: float = 30.0,
        max_result_bytes: int = 256 * 1024 * 1024,
        max_memory_mb: int = 1024,
        queue_s: float = 10.0,
        keep_in_memory: bool = True,
        slow_log_s: float = 5.0,
        kept_mb: int = 0,
    ) -> None:
        self._path = release_path
        self._timeout_s = query_timeout_s
        self._queue_s = queue_s
        kept_bytes = (kept_mb << 20) // workers
        self._limits = WorkerLimits(max_result_bytes, max_memory_mb, keep_in_memory, kept_bytes)
        self._lanes = Lanes(workers)
        self.running = Watch(self._lanes, slow_log_s)
        limit_s = min(query_timeout_s, slow_log_s)
        self._lending = Lending(workers, limit_s, self.running.let_others_go)
        self._generation = 0
        self._idle: list[ReaderLink] = []
        self._template: TemplateProcess | None = None
        self._busy: dict[TemplateProcess, int] = {}  # running queries by template
        self._stopping: set[asyncio.Task[None]] = set()
        self._starting = asyncio.Lock()
        self._before: Callable[[], Awaitable[None]] | None = None
        self._settling: asyncio.Task[None] | None = None  # makes the copy in memory
        self._loading: Path | None = None

    @property
    def generation(self) -> int:
        """Counts what is served: an answer belongs to one generation."""
        return self._generation

    @property
    def in_memory(self) -> bool:
        """Whether readers share the release in memory, instead of reading it from disk."""
        return self._template is not None and self._template.in_memory

    @property
    def quads(self) -> int:
        """Quads in the release that is served."""
        return self._template.quads if self._template else 0

    @property
    def paths_in_use(self) -> set[Path]:
        """Store folders that a query reads, or that the next one will."""
        links = [
            link
            for template in (self._template, *self._busy)
            if template
            for link in template.links.values()
        ]
        templates = [template.path for template in (self._template, *self._busy) if template]
        found = [self._path, self._loading, *templates, *(link.path for link in links)]
        return {path for path in found if path is not None}

    def wait_before_query(self, before: Callable[[], Awaitable[None]] | None) -> None:
        """Await this before each query: somebody may have to call `advance` first."""
        if before is not None:
            self._lending.recall()
        self._before = before

    def advance(self, path: Path) -> None:
        """Answer new queries from a newer checkpoint, at once and from disk.

        Running queries finish on the old one. When no other checkpoint comes for a while, a copy
        is made in memory, if it fits.
        """
        self._path = path
        self._generation += 1
        self._lending.recall()
        self._drop_idle()
        if self._settling is not None:
            self._settling.cancel()
        self._settling = asyncio.get_running_loop().create_task(self._settle())

    async def start(self) -> None:
        """Load the release and fork a first reader.

        Raises:
            StoreError: when the release cannot be read.
        """
        template = self._living() or await self._current()
        self._idle.append(await template.fork(self._path))

    async def stop(self) -> None:
        """End every reader; running queries fail."""
        if self._settling is not None:
            self._settling.cancel()
            await asyncio.gather(self._settling, return_exceptions=True)
        await self._lending.stop()
        self._idle.clear()
        templates = [self._template, *self._busy]
        self._template = None
        for template in dict.fromkeys(templates):
            if template is not None:
                await template.stop()
        if self._stopping:
            await asyncio.gather(*self._stopping, return_exceptions=True)

    async def switch(self, release_path: Path | None) -> None:
        """Answer new queries from another release; running ones finish on the old one.

        Raises:
            StoreError: when the release cannot be read; the old one stays.
        """
        before = self._path
        fresh = await self._load(release_path)
        if self._path == before:  # else something newer came in the meantime
            self._path = release_path
            self._generation += 1
        self._exchange(fresh)
        if self._template is fresh and not self._idle:
            self._idle.append(await fresh.fork(self._path))

    async def _settle(self) -> None:
        """Follow `advance` with a copy in memory, once changes have become rare."""
        for _ in range(_COPIES):
            await asyncio.sleep(QUIET_S)
            try:
                fresh = await self._load(self._path)
            except StoreError as error:
                _LOG.warning("readers stay on disk: %s", error)
                continue
            self._exchange(fresh)
            return

    async def _load(self, path: Path | None) -> TemplateProcess:
        fresh = TemplateProcess(path, self._limits)
        self._loading = path
        try:
            await fresh.start()
        except BaseException:
            await fresh.stop()
            raise
        finally:
            self._loading = None
        return fresh

    def _exchange(self, fresh: TemplateProcess) -> None:
        """Fork readers from another template from now on."""
        old, self._template = self._template, fresh
        self._lending.recall()
        self._idle.clear()
        if old is not None and not self._busy.get(old):
            self._retire(old)

    def _drop_idle(self) -> None:
        idle, self._idle = self._idle, []
        for link in idle:
            if self._template is not None:
                self._template.kill(link)

    async def open(self, request: QueryRequest, client: str = "") -> Running:
        """Start a query, in a reader; see `Asking.open`."""
        if self._before is not None:
            await self._before()
        lanes = self._lanes
        place = lanes.try_enter(client) or await lanes.enter(client, self._queue_s)
        link: ReaderLink | None = None
        template: TemplateProcess | None = None
        try:
            template = self._living() or await self._current()
            self._busy[template] = self._busy.get(template, 0) + 1
            link = self._take(template) or await template.fork(self._path)
        except BaseException:
            self._give_back(template, link)
            lanes.leave(place)
            raise
        seconds = min(request.timeout_s or self._timeout_s, self._timeout_s)
        running = self.running.begin(request, place, template, link, seconds)
        link.send(encode_request(request))
        return running

    def lend(self, lender: Lender, forms: tuple[RequestForm, ...], client: str) -> bool:
        """Let a reader answer a connection of a client; see `Asking.lend`."""
        template = self._living()
        if template is None or self._before is not None:
            return False
        return self._lending.lend(template, self._path, lender, forms, client)

    def close(self, running: Running) -> None:
        """End a query, done or not; its reader is free again, or killed."""
        self.running.end(running)
        self._give_back(running.template, running.link)
        self._lanes.leave(running.place)

    def _living(self) -> TemplateProcess | None:
        template = self._template
        return template if template is not None and template.is_alive else None

    async def _current(self) -> TemplateProcess:
        """The template of the release that is served, started again when it died."""
        async with self._starting:
            if (template := self._living()) is not None:
                return template
            if self._template is not None:
                _LOG.warning("the template process ended; starting another")
                await self._template.stop()
            self._idle.clear()
            fresh = TemplateProcess(self._path, self._limits)
            await fresh.start()
            self._template = fresh
            return fresh

    def _take(self, template: TemplateProcess) -> ReaderLink | None:
        """A reader that waits for work."""
        while self._idle and template is self._template:
            link = self._idle.pop()
            if link.is_idle and link.path is self._path:
                return link
            template.kill(link)
        return None

    def _give_back(self, template: TemplateProcess | None, link: ReaderLink | None) -> None:
        if template is None:
            return
        self._busy[template] -= 1
        if link is not None:
            if link.is_idle and template is self._template and link.path is self._path:
                self._idle.append(link)
            else:
                template.kill(link)
        if not self._busy[template]:
            del self._busy[template]
            if template is not self._template:
                self._retire(template)

    def _retire(self, template: TemplateProcess) -> None:
        """Stop a template nobody uses, without making anybody wait."""
        task = asyncio.get_running_loop().create_task(template.stop())
        self._stopping.add(task)
        task.add_done_callback(self._stopping.discard)


def run_query(path: Path, request: QueryRequest, *, query_timeout_s: float = 30.0) -> bytes:
    """One answer from a reader process of its own, for a command line; errors as `Pool.query`."""

    async def answer() -> bytes:
        pool = Pool(path, workers=1, query_timeout_s=query_timeout_s, keep_in_memory=False)
        await pool.start()
        try:
            return await pool.query(request)
        finally:
            await pool.stop()

    return asyncio.run(answer())
