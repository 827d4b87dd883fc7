"""Reading a store: the `Reader` that everything above asks, and the one that reads in process.

In: the folder of a checkpoint. Out: serialised answers. Never writes. An `EmbeddedReader` has no
time limit: for queries of others use `graph.workers`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from pyoxigraph import RdfFormat, Store

from graph.evaluate import evaluate
from graph.requests import QueryRequest
from ontology.errors import NotFoundError, StoreError

DUMP: Final = "graph.nq"  # beside the store: all its quads as sorted canonical N-Quads


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
    """A copy of a checkpoint in memory: about 425 MB and 3 s for each million quads.

    Read from the dump that a release keeps beside its store: four times faster than the store.
    """
    copy = Store()
    dump = path.parent / DUMP
    if dump.is_file():
        copy.bulk_load(path=dump, format=RdfFormat.N_QUADS, lenient=True)
    else:
        copy.bulk_extend(iter(open_checkpoint(path)))
    return copy


def count_dump(path: Path) -> int | None:
    """The number of quads in the dump beside a store, or None when there is no dump."""
    dump = path.parent / DUMP
    if not dump.is_file():
        return None
    with dump.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
