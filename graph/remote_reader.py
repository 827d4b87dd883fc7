"""Asks a SPARQL server elsewhere, one query after another: for scripts and for publishing.

In: a `Remote` and requests. Out: serialised answers, whole or in pieces. Keeps connections open.
A service asks through `graph.remote_pool` instead.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import httpx

from graph.remote import CONNECT_S, Remote
from graph.remote_changes import encode_update
from graph.remote_dialect import PLAIN, Dialect, find_dialect
from graph.remote_faults import MOST_BYTES, explain_failure, explain_status, too_slow
from graph.remote_query import ANY, Asked, Incoming, graphs_of, prepare, prepare_listing
from graph.requests import QueryRequest
from ontology.errors import NotFoundError, QueryError, StoreError

PIECE_BYTES: Final = 64 * 1024
MAX_BYTES: Final = 1024 * 1024 * 1024


class RemoteReader:
    """A `graph.store.Reader` over HTTP. The server is asked who it is when this is made.

    `timeout_s` bounds one answer from call to last byte; `max_bytes` bounds its size.

    Raises:
        StoreError: when the server does not answer, or is no SPARQL server.
    """

    def __init__(
        self, remote: Remote, *, timeout_s: float = 300.0, max_bytes: int = MAX_BYTES
    ) -> None:
        self.remote = remote
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._client = httpx.Client(**remote.options)
        self._graphs: tuple[str, ...] = ()
        self.dialect: Dialect = PLAIN
        try:
            self._meet()
        except BaseException:
            self._client.close()
            raise

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def query(self, request: QueryRequest) -> bytes:
        """The whole answer.

        Raises:
            QueryError: when the server refuses the query.
            FormatError: when the wanted format cannot hold this kind of answer.
            LimitError: when it takes too long or is too large.
            StoreError: when the server is away or fails.
        """
        pieces: list[bytes] = []
        self.stream(request, pieces.append)
        return b"".join(pieces)

    def stream(self, request: QueryRequest, write: Callable[[bytes], None]) -> None:
        """The answer in pieces; errors as in `query`, also half-way."""
        seconds = min(request.timeout_s or self._timeout_s, self._timeout_s)
        asked = prepare(request, self.remote, self.dialect, self._graphs, seconds)
        self._give(asked, write, seconds)

    def _give(self, asked: Asked, write: Callable[[bytes], None], seconds: float) -> None:
        incoming = Incoming(asked, self.dialect, self._max_bytes)
        until = time.monotonic() + seconds
        with self._post(self.remote.query_url, asked.form, asked.headers, seconds) as response:
            incoming.begin(response.headers)
            for piece in response.iter_bytes(PIECE_BYTES):
                if passed := incoming.take(piece):
                    write(passed)
                if time.monotonic() > until:
                    raise too_slow(seconds)
        if rest := incoming.end():
            write(rest)

    def update(self, text: str, timeout_s: float | None = None) -> None:
        """Run an update; the server makes all of it or nothing, as far as it can.

        Raises:
            QueryError: when the server refuses it.
            LimitError: when it takes too long or is too large.
            StoreError: when the server is away, refuses us or fails.
        """
        seconds = timeout_s or self._timeout_s
        data, headers = encode_update(text, self.remote, self.dialect)
        with self._post(self.remote.update_url, data, headers, seconds) as response:
            for _ in response.iter_bytes(PIECE_BYTES):
                pass
        self.look_again()

    def look_again(self) -> None:
        """Learn the named graphs anew, where queries must name them."""
        if self.dialect.names_dataset and self.remote.default_graph:
            self._graphs = self.graphs

    @property
    def graphs(self) -> tuple[str, ...]:
        """The named graphs of this server that hold something, sorted."""
        pieces: list[bytes] = []
        self._give(prepare_listing(self.remote, self.dialect), pieces.append, self._timeout_s)
        return graphs_of(b"".join(pieces), self.remote, self.dialect)

    def _meet(self) -> None:
        """Find out which server this is."""
        asked = prepare(ANY, self.remote, PLAIN)
        try:
            with self._post(self.remote.query_url, asked.form, asked.headers, 30.0) as response:
                response.read()
                self.dialect = find_dialect(response.headers)
                Incoming(asked, self.dialect, MOST_BYTES).begin(response.headers)
        except (NotFoundError, QueryError) as error:
            raise StoreError(f"there is no SPARQL server: {error}") from error
        self.look_again()

    @contextmanager
    def _post(
        self, url: str, data: bytes, headers: Mapping[str, str], seconds: float
    ) -> Iterator[httpx.Response]:
        """A successful answer, to be read within the block."""
        limits = httpx.Timeout(seconds, connect=min(CONNECT_S, seconds))
        try:
            with self._client.stream(
                "POST", url, content=data, headers=dict(headers), timeout=limits
            ) as response:
                if response.status_code >= 300:
                    body = b"".join(_first(response.iter_bytes(PIECE_BYTES)))
                    raise explain_status(response.status_code, body, url)
                yield response
        except httpx.HTTPError as error:
            raise explain_failure(error, url, seconds) from error


def _first(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """As many pieces as an explanation may take."""
    taken = 0
    for piece in pieces:
        yield piece
        taken += len(piece)
        if taken >= MOST_BYTES:
            return
