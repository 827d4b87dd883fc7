"""Answers the queries of a service from a SPARQL server elsewhere; asked like `graph.workers.Pool`.

In: requests. Out: serialised answers, whole or in pieces. Limits: queries at once, time in the
queue, wall time and bytes. An answer that is cut off raises. Belongs to one event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Final

import httpx

from graph.asking import Asking
from graph.lanes import Lanes
from graph.remote import CONNECT_S, Remote
from graph.remote_changes import encode_update
from graph.remote_dialect import PLAIN, Dialect, find_dialect
from graph.remote_faults import MOST_BYTES, explain_failure, explain_status, too_slow
from graph.remote_link import RemoteLink, RemoteRunning
from graph.remote_query import ANY, Asked, Incoming, graphs_of, prepare, prepare_listing
from graph.requests import QueryRequest, refuse_outward
from ontology.errors import LimitError, NotFoundError, QueryError, StoreError
from ontology.records import Iri

PIECE_BYTES: Final = 64 * 1024
_MEET_S: Final = 10.0
_LIST_BYTES: Final = 64 * 1024 * 1024  # of the names of all graphs


class RemotePool(Asking[RemoteRunning]):
    """Connections to one server. Call `start` before the first query, `stop` at the end.

    `workers` is the number of queries that run at once; SERVICE and LOAD are refused here, since
    the server would run them.
    """

    def __init__(
        self,
        remote: Remote,
        *,
        workers: int = 2,
        query_timeout_s: float = 30.0,
        max_result_bytes: int = 256 * 1024 * 1024,
        queue_s: float = 10.0,
    ) -> None:
        self.remote = remote
        self.dialect: Dialect = PLAIN
        self._workers = workers
        self._timeout_s = query_timeout_s
        self._max_bytes = max_result_bytes
        self._queue_s = queue_s
        self._lanes = Lanes(workers)
        self._serial = count()
        self._closing: set[asyncio.Task[None]] = set()
        self._client: httpx.AsyncClient | None = None
        self._graphs: tuple[str, ...] = ()

    @property
    def generation(self) -> int:
        """Never the same twice: others may write to the server, so no answer is kept here."""
        return next(self._serial)

    async def start(self) -> None:
        """Open connections and find out which server this is.

        Raises:
            StoreError: when the server does not answer, or is no SPARQL server.
        """
        limits = httpx.Limits(
            max_connections=4 * self._workers + 4, max_keepalive_connections=self._workers + 4
        )
        self._client = httpx.AsyncClient(limits=limits, **self.remote.options)
        try:
            await self._meet()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Close the connections; running queries fail."""
        if self._closing:
            await asyncio.gather(*self._closing, return_exceptions=True)
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def switch(self, release_path: Path | None = None) -> None:
        """Learn what a new release or a change brought: the named graphs, where they are named."""
        if self.dialect.names_dataset and self.remote.default_graph:
            asked = prepare_listing(self.remote, self.dialect)
            async with aclosing(self._give(asked, self._timeout_s, _LIST_BYTES)) as pieces:
                tsv = b"".join([piece async for piece in pieces])
            self._graphs = graphs_of(tsv, self.remote, self.dialect)

    async def has_graph(self, graph: Iri) -> bool:
        """Whether a named graph is there; at some servers an empty one is not."""
        if self.dialect.names_dataset:
            return graph in self._graphs
        asked = QueryRequest("ASK { GRAPH ?graph { } }", "tsv", bindings={"graph": graph})
        return (await self.query(asked)).strip() == b"true"

    async def open(self, request: QueryRequest, client: str = "") -> RemoteRunning:
        """Start a query at the server; see `Asking.open`."""
        refuse_outward(request.text)
        seconds = min(request.timeout_s or self._timeout_s, self._timeout_s)
        asked = prepare(request, self.remote, self.dialect, self._graphs, seconds)
        place = self._lanes.try_enter(client) or await self._lanes.enter(client, self._queue_s)
        return RemoteRunning(
            request, place, RemoteLink(self._give(asked, seconds, self._max_bytes))
        )

    def close(self, running: RemoteRunning) -> None:
        """End a query, done or not; its connection is closed, or free again."""
        running.end(self._lanes)
        if not running.link.is_complete:
            task = asyncio.get_running_loop().create_task(running.link.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def update(self, text: str, timeout_s: float) -> None:
        """Run an update; errors as `RemoteReader.update`."""
        data, headers = encode_update(text, self.remote, self.dialect)
        try:
            async with (
                asyncio.timeout(timeout_s),
                self._post(self.remote.update_url, data, headers) as response,
            ):
                async for _ in response.aiter_bytes(PIECE_BYTES):
                    pass
        except TimeoutError:
            raise LimitError(
                f"the change took longer than {timeout_s:g} s; the server may still make it"
            ) from None

    async def _give(
        self, asked: Asked, seconds: float, max_bytes: int
    ) -> AsyncGenerator[bytes, None]:
        incoming = Incoming(asked, self.dialect, max_bytes)
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        try:
            async with asyncio.timeout_at(until) as clock:
                posted = self._post(self.remote.query_url, asked.form, asked.headers)
                async with posted as response:
                    incoming.begin(response.headers)
                    async for piece in response.aiter_bytes(PIECE_BYTES):
                        if passed := incoming.take(piece):
                            clock.reschedule(None)  # whoever reads the answer is not timed here
                            yield passed
                            if loop.time() > until:
                                raise too_slow(seconds)
                            clock.reschedule(until)
            if rest := await asyncio.to_thread(incoming.end):
                yield rest
        except TimeoutError:
            raise too_slow(seconds) from None

    async def _meet(self) -> None:
        asked = prepare(ANY, self.remote, PLAIN)
        try:
            async with (
                asyncio.timeout(_MEET_S),
                self._post(self.remote.query_url, asked.form, asked.headers) as response,
            ):
                await response.aread()
                self.dialect = find_dialect(response.headers)
                Incoming(asked, self.dialect, MOST_BYTES).begin(response.headers)
        except TimeoutError:
            raise StoreError(f"{self.remote.query_url} does not answer in {_MEET_S:g} s") from None
        except (NotFoundError, QueryError) as error:
            raise StoreError(f"there is no SPARQL server: {error}") from error
        require_default_graph(self.remote, self.dialect)
        await self.switch()

    @asynccontextmanager
    async def _post(
        self, url: str, data: bytes, headers: Mapping[str, str]
    ) -> AsyncGenerator[httpx.Response, None]:
        """A successful answer, to be read within the block."""
        if self._client is None:
            raise StoreError("the connections to the store are closed")
        limits = httpx.Timeout(None, connect=CONNECT_S)
        try:
            async with self._client.stream(
                "POST", url, content=data, headers=dict(headers), timeout=limits
            ) as response:
                if response.status_code >= 300:
                    body = b""
                    async for piece in response.aiter_bytes(PIECE_BYTES):
                        body += piece
                        if len(body) >= MOST_BYTES:
                            break
                    raise explain_status(response.status_code, body, url)
                yield response
        except httpx.HTTPError as error:
            raise explain_failure(error, url, CONNECT_S) from error


def require_default_graph(remote: Remote, dialect: Dialect) -> None:
    """Refuse to serve from, or publish to, a server without a default graph of its own.

    Raises:
        StoreError: unless a graph was named that stands for it.
    """
    if dialect.names_dataset and not remote.default_graph:
        raise StoreError(
            f"{dialect.name} has no default graph of its own: say which named graph stands for "
            "it with BELEIDSGRAAF_STORE_DEFAULT_GRAPH"
        )
