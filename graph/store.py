"""Reading a store: the `Reader` that everything above asks, and the one that reads in process.

In: the folder of a checkpoint. Out: serialised answers. Never writes. An `EmbeddedReader` has no
time limit: for queries of others use `graph.workers`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from pyoxigraph import Store

from graph.evaluate import evaluate
from graph.requests import QueryRequest
from ontology.errors import NotFoundError, StoreError


class Reader(Protocol):
    """Answers queries over one release; bytes in the format that the request asks for."""

    def query(self, request: QueryRequest) -> bytes:
        """The whole answer."""
        ...

    def stream(self, request: QueryRequest, write: Callable[[bytes], None]) -> None:
        """The answer in pieces of at least 64 kB (the last may be smaller)."""
        ...


class EmbeddedReader:
    """A checkpoint opened read-only in this process, or a store in memory."""

    def __init__(self, source: Path | Store) -> None:
        self._store = source if isinstance(source, Store) else open_checkpoint(source)

    def query(self, request: QueryRequest) -> bytes:
        """The whole answer.

        Raises:
            QueryError: when the query does not parse or may not run.
            FormatError: when the wanted format cannot hold this kind of answer.
        """
        pieces: list[bytes] = []
        self.stream(request, pieces.append)
        return b"".join(pieces)

    def stream(self, request: QueryRequest, write: Callable[[bytes], None]) -> None:
        """The answer in pieces; errors as in `query`, also half-way."""
        evaluate(self._store, request, write)


def open_checkpoint(path: Path) -> Store:
    """Open a checkpoint read-only.

    Raises:
        NotFoundError: when there is no store in this folder.
        StoreError: when the store is damaged.
    """
    if not (path / "CURRENT").is_file():
        raise NotFoundError(f"no store in {path}; build one first")
    try:
        return Store.read_only(str(path))
    except OSError as error:
        raise StoreError(f"the store in {path} cannot be opened: {error}") from error


def load_memory(path: Path) -> Store:
    """A copy of a checkpoint in memory: about 425 MB and 2 s for each million quads."""
    source = open_checkpoint(path)
    copy = Store()
    copy.bulk_extend(iter(source))
    return copy
