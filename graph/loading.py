"""Loads files of RDF into the live store of a data folder, however large they are.

In: files, plain or gzipped. Out: a new state of the live store, in one step: when a file is broken
or the load is killed, nothing has changed. Reads as it goes, so memory does not grow with the file.
Only where no service writes the folder.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from graph.faults import shorten
from graph.formats import GRAPH_FORMATS, Format
from graph.live import FOLDER, STATE, LiveStore
from graph.lock import exclusive, is_held
from ontology.errors import InputError, StoreError
from ontology.records import Iri

Told = Callable[[str, int, int], None]  # file, bytes read, bytes in all
_BATCH: Final = 100_000  # quads; the engine takes about 1 kB for each while it sorts them
_ALSO: Final = {"owl": "rdfxml", "xml": "rdfxml"}  # extensions beside the usual ones


def load_files(
    data: Path, reviews: Iri, files: Sequence[Path], graph: Iri | None, tell: Told
) -> int:
    """Add all quads of the files to the live store of a data folder; how many were read.

    They are on disk when this returns. Triples go to the default graph, or to `graph`; quads keep
    the graph they name. Blank nodes of different files differ. `reviews` is the graph whose
    triples outlive a new release.

    Raises:
        InputError: when a file cannot be read or does not parse; nothing has changed.
        StoreError: when a service writes the folder, or the disk is full; nothing has changed.
    """
    known = [(file, _format_of(file)) for file in files]
    target = _target(graph)
    if is_held(data / FOLDER):
        raise StoreError(
            f"a service writes {data}: stop it, load, and start it again; or send the files in "
            "pieces to its /store (docs/scale.md)"
        )
    with exclusive(data / FOLDER):
        is_new = not (data / FOLDER / STATE).exists()
        live = LiveStore(data, reviews)
        try:
            read = sum(_load(live, file, wanted, target, tell) for file, wanted in known)
            live.settle()
        except BaseException as error:
            if is_new:  # else a service would think that there are edits
                (data / FOLDER / STATE).unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise StoreError(f"{data} cannot be written: {error}; nothing changed") from error
            raise
        finally:
            live.discard()
    return read


def _load(live: LiveStore, file: Path, wanted: Format, target: NamedNode | None, tell: Told) -> int:
    """Add one file in batches."""
    count = 0
    try:
        raw, size = file.open("rb"), file.stat().st_size
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error
    with raw:
        packed = gzip.GzipFile(fileobj=raw) if _is_packed(file) else raw
        quads = _quads(file, cast("IO[bytes]", packed), wanted, target)
        while (first := next(quads, None)) is not None:
            batch = list(chain((first,), islice(quads, _BATCH - 1)))
            live.extend(batch)
            count += len(batch)
            tell(file.name, raw.tell(), size)
    return count


def _quads(
    file: Path, stream: IO[bytes], wanted: Format, target: NamedNode | None
) -> Iterator[Quad]:
    """The quads of a file as they are read; those without a graph get the target."""
    base = target.value if target is not None else None
    assert isinstance(wanted.engine, RdfFormat)
    try:
        found = parse(stream, wanted.engine, base_iri=base, rename_blank_nodes=True)
        if target is None:
            yield from found
            return
        for quad in found:
            is_free = isinstance(quad.graph_name, DefaultGraph)
            yield Quad(quad.subject, quad.predicate, quad.object, target) if is_free else quad
    except SyntaxError as error:
        raise InputError(
            f"{file} does not parse as {wanted.name}: {shorten(str(error))}; nothing was loaded"
        ) from error
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise InputError(f"{file} cannot be read: {error}; nothing was loaded") from error


def _is_packed(file: Path) -> bool:
    return file.suffix.lower() == ".gz"


def _format_of(file: Path) -> Format:
    """The format that the name of a file says.

    Raises:
        InputError: when it says none, or there is no such file.
    """
    if not file.is_file():
        raise InputError(f"{file}: there is no file of that name")
    name = file.with_suffix("") if _is_packed(file) else file
    extension = name.suffix.lower().lstrip(".")
    for found in GRAPH_FORMATS:
        if found.extension == extension or found.name == _ALSO.get(extension):
            return found
    known = ", ".join(f".{found.extension}" for found in GRAPH_FORMATS)
    raise InputError(f"{file}: the name says no format; it may end in {known}, and .gz after that")


def _target(graph: Iri | None) -> NamedNode | None:
    try:
        return NamedNode(graph) if graph is not None else None
    except ValueError as error:
        raise InputError(f"--graph '{shorten(str(graph))}' is no IRI: {error}") from error
