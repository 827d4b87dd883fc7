"""What people decided, for a build: the reviews of the served release and of the live store.

In: a data folder. Out: the quads of `graph:reviews`, sorted. A service may be writing the live
store meanwhile; what it has acknowledged is read, and nothing of it is touched.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, Store

from graph.journal import read_entries
from graph.live import FOLDER, STATE, copy_checkpoint, read_state
from graph.release import current_release
from graph.store import open_checkpoint
from graph.transactions import make_change
from ontology.errors import StoreError
from ontology.records import Iri

_TRIES: Final = 5  # a writer that settles at this moment replaces its checkpoint


def read_reviews(data: Path, graph: Iri) -> list[Quad]:
    """Every review that was ever accepted here; the graph is append only, so both parts count.

    Raises:
        StoreError: when the release or the live store is damaged.
    """
    release = current_release(data)
    found = set(_live_reviews(data, graph))
    if release is not None:
        found.update(read_released_reviews(release.path, graph))
    return sorted(found, key=str)


def read_released_reviews(store: Path, graph: Iri) -> list[Quad]:
    """The reviews in the store of a release, sorted."""
    return sorted(_quads(open_checkpoint(store), graph), key=str)


def hash_reviews(quads: list[Quad]) -> str:
    """One hash over reviews; empty when there are none."""
    return sha256("\n".join(map(str, quads)).encode()).hexdigest() if quads else ""


def _live_reviews(data: Path, graph: Iri) -> list[Quad]:
    folder = data / FOLDER
    failed: Exception | None = None
    for _ in range(_TRIES):
        before = read_state(folder / STATE)
        if not before:
            return []
        try:
            found = _read_once(data, before, graph)
        except (OSError, StoreError) as error:
            failed = error
            continue
        if read_state(folder / STATE) == before:
            return found
    raise StoreError(
        f"the edits in {folder} cannot be read ({failed or 'they change all the time'}); try again"
    )


def _read_once(data: Path, state: dict[str, Any], graph: Iri) -> list[Quad]:
    """The reviews of the checkpoint that state.json names, with the journal since."""
    checkpoint = data / FOLDER / "checkpoints" / str(state["checkpoint"])
    entries = read_entries(data / FOLDER / "journal")
    since = [change for number, change in entries if number > int(state["sequence"])]
    if not since:
        return list(_quads(open_checkpoint(checkpoint), graph))
    aside = data / f"building-{os.getpid()}-{token_hex(4)}"
    try:
        copy_checkpoint(checkpoint, aside)
        store = Store(str(aside))
        for change in since:
            make_change(store, change)
        return list(_quads(store, graph))
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _quads(store: Store, graph: Iri) -> Iterator[Quad]:
    yield from store.quads_for_pattern(None, None, None, NamedNode(graph))
