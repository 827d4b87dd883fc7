"""What answers the queries of a service, and how an answer is taken from it.

In: requests. Out: serialised answers, whole or in pieces. `graph.workers` answers from readers on
this machine, `graph.remote_pool` from a server elsewhere. An answer that is cut off raises; it
never ends quietly.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Protocol, TypeVar

from graph.connection_reader import Lender
from graph.request_form import RequestForm
from graph.requests import QueryRequest


class Link(Protocol):
    """Where the pieces of one answer come in."""

    @property
    def was_quick(self) -> bool:
        """Whether the answer came in whole and took little of a processor, as far as is known."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing more of the answer is to come."""

    async def next_piece(self) -> bytes | None:
        """The next piece, or None when the answer is complete; raises what ended it."""


class Opened(Protocol):
    """One query that was started and not yet closed."""

    @property
    def link(self) -> Link:
        """Gives the pieces of its answer."""


R = TypeVar("R", bound=Opened)


class Asking(Protocol[R]):
    """Answers queries of many clients at once. `start` before the first one, `stop` at the end."""

    @property
    @abstractmethod
    def generation(self) -> int:
        """Counts what is served: an answer belongs to one generation."""

    @abstractmethod
    async def start(self) -> None:
        """Get ready. Raises StoreError when the graph cannot be read."""

    @abstractmethod
    async def stop(self) -> None:
        """End; running queries fail."""

    @abstractmethod
    async def switch(self, release_path: Path | None) -> None:
        """Answer new queries from another release. Raises StoreError when it cannot be read."""

    @abstractmethod
    async def open(self, request: QueryRequest, client: str = "") -> R:
        """Start a query; its link gives the pieces of the answer. `close` it, whatever happens.

        `client` says whose turn it is; empty is the service itself, which asks for its pages.
        Errors as in `query`; those of the query itself come from the link.
        """

    @abstractmethod
    def close(self, running: R) -> None:
        """End a query, done or not; its place is free again."""

    def lend(self, lender: Lender, forms: tuple[RequestForm, ...], client: str) -> bool:
        """Let a reader answer the requests of these forms that come on a connection of a client.

        The lender reads nothing until it takes the connection back. False when no reader can.
        """
        return False

    async def query(self, request: QueryRequest, client: str = "") -> bytes:
        """The whole answer.

        Raises:
            QueryError: when the query does not parse or may not run.
            FormatError: when the wanted format cannot hold this kind of answer.
            LimitError: when time, bytes or memory ran out, or the reader died.
            BusyError: when no place came free in time.
            StoreError: when a server elsewhere is away or fails.
        """
        running = await self.open(request, client)
        found = []
        try:
            while (piece := await running.link.next_piece()) is not None:
                found.append(piece)
        finally:
            self.close(running)
        return found[0] if len(found) == 1 else b"".join(found)

    async def stream(self, request: QueryRequest, client: str = "") -> AsyncGenerator[bytes, None]:
        """The answer in pieces of 64 kB; closing the iterator early ends the query.

        Errors as in `query`; one may also come after some pieces, and then the answer is cut.
        """
        running = await self.open(request, client)
        try:
            while (piece := await running.link.next_piece()) is not None:
                yield piece
        finally:
            self.close(running)
