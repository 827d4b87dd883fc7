"""Lends connections of clients to readers, which then answer their quick queries by themselves.

A query costs two switches of processes less that way, which is more than a short one takes. In:
connections whose requests are quick and alike. Out: the same ones, as soon as anything else comes
on them, a query takes long, or the graph changes. Belongs to one event loop; Linux only.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from graph.connection_reader import ConnectionReader, Lender
from graph.request_form import RequestForm
from graph.worker_process import TemplateProcess
from ontology.errors import StoreError

# A query that takes more is stopped, and asked again where it may: of a processor, and in all.
CPU_LIMIT_S: Final = 0.15
LIMIT_S: Final = 1.0
BARRED_S: Final = 60.0  # after such a query its client is not lent a reader
_LOOK_S: Final = 0.05
_MOST_BARRED: Final = 1_000
_LOG: Final = logging.getLogger(__name__)


class Lending:
    """Up to `most` readers that answer on connections, all of one template and store folder.

    `in_use` is called every now and then while any connection is lent.
    """

    def __init__(self, most: int, limit_s: float, in_use: Callable[[], None]) -> None:
        self._most = most if sys.platform == "linux" else 0
        self._in_use = in_use
        self._limit_s = min(limit_s, LIMIT_S)
        self._template: TemplateProcess | None = None
        self._path: Path | None = None
        self._readers: list[ConnectionReader] = []
        self._starting: asyncio.Task[None] | None = None
        self._clock: asyncio.TimerHandle | None = None
        self._barred: dict[str, float] = {}  # until when, by client

    def lend(
        self,
        template: TemplateProcess,
        path: Path | None,
        lender: Lender,
        forms: tuple[RequestForm, ...],
        client: str,
    ) -> bool:
        """Lend a connection to a reader of this store folder; False when none can take it now."""
        if self._barred.get(client, 0.0) > time.monotonic():
            return False
        if template is not self._template or path != self._path:
            self.recall()
            self._template, self._path = template, path
        reader = min(self._readers, key=len, default=None)
        if len(self._readers) < self._most and (reader is None or len(reader)):
            self._start_another(template, path)  # soon one is there that has no connection yet
            return False
        if reader is None or not reader.lend(lender, forms, client):
            return False
        if self._clock is None:
            self._clock = asyncio.get_running_loop().call_later(_LOOK_S, self._look)
        return True

    def recall(self) -> None:
        """Have every connection back; from now on no query on them is begun."""
        readers, self._readers = self._readers, []
        for reader in readers:
            reader.recall()
            if self._template is not None:
                self._template.kill_named(reader.name)
        self._template = None

    async def stop(self) -> None:
        """The same, for good."""
        self.recall()
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)

    def _start_another(self, template: TemplateProcess, path: Path | None) -> None:
        if self._starting is None:
            self._starting = asyncio.get_running_loop().create_task(self._start(template, path))

    async def _start(self, template: TemplateProcess, path: Path | None) -> None:
        try:
            reader = await template.fork_for_connections(path, self._forget)
        except StoreError as error:
            _LOG.warning("no reader for connections: %s", error)
            return
        finally:
            self._starting = None
        if template is self._template and path == self._path and reader.is_open:
            self._readers.append(reader)
        else:
            template.kill_named(reader.name)

    def _forget(self, reader: ConnectionReader) -> None:
        if reader in self._readers:
            self._readers.remove(reader)

    def _look(self) -> None:
        """Called by the event loop, as long as any connection is lent."""
        for reader in list(self._readers):
            if (client := reader.overdue(CPU_LIMIT_S, self._limit_s)) is None:
                continue
            self._bar(client)
            self._forget(reader)
            reader.recall()
            if self._template is not None:
                self._template.kill_named(reader.name)
        if is_lent := any(len(reader) for reader in self._readers):
            self._in_use()
        loop = asyncio.get_running_loop()
        self._clock = loop.call_later(_LOOK_S, self._look) if is_lent else None

    def _bar(self, client: str) -> None:
        now = time.monotonic()
        if len(self._barred) >= _MOST_BARRED:
            self._barred = {one: until for one, until in self._barred.items() if until > now}
        if len(self._barred) < _MOST_BARRED:
            self._barred[client] = now + BARRED_S
