"""The live store: where accepted changes go, one after another.

In: changes, and the release they start from. Out: checkpoints that readers open. Used in the
writer process only (`graph.writer_loop`). Lies in `data/live/`:

    state.json     the checkpoint to start from after a crash, and the release it came from
    journal        accepted changes since that checkpoint
    checkpoints/   what readers read, and the one that state.json names
    store-…/       the engine's own files; made anew from checkpoint and journal at each start
    replaced/      the last state before a new release took over, for whoever misses an edit
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, Store

from graph.changes import Change, Outcome
from graph.journal import Journal
from graph.release import Release, current_release
from graph.transactions import make_change
from ontology.errors import StoreError
from ontology.records import Iri

FOLDER: Final = "live"
STATE: Final = "state.json"
_MOST_ENTRIES: Final = 1_000  # of the journal, before a checkpoint takes their place
_MOST_BYTES: Final = 32 * 1024 * 1024


class LiveStore:
    """The one store that is written. Open it with `data/live/LOCK` held.

    `reviews` is the graph whose triples outlive a new release.
    """

    def __init__(self, data: Path, reviews: Iri) -> None:
        self._data = data
        self._reviews = NamedNode(reviews)
        self._folder = data / FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in [*self._folder.glob("store-*"), *self._folder.glob("checkpoints/*.tmp")]:
            shutil.rmtree(left, ignore_errors=True)
        (self._folder / "checkpoints").mkdir(exist_ok=True)
        self._journal = Journal(self._folder / "journal")
        self._state = read_state(self._folder / STATE)
        self.sequence = 0
        self._store_path = self._folder
        self._latest: str | None = None  # the checkpoint of the present state, if there is one
        self._store = self._recover() if self._state else self._begin(current_release(data))

    @property
    def release(self) -> str | None:
        """The name of the release that the edits are made on."""
        found: str | None = self._state["release"]
        return found

    def apply(self, change: Change) -> Outcome:
        """Make a change and put it on record; it is on disk when this returns.

        Raises:
            QueryError: when an update does not parse or may not run; nothing is changed.
            InputError: when RDF does not parse; nothing is changed.
            NotFoundError: when a graph to be deleted is not there.
            OSError: when the disk fails; open the store anew.
        """
        created = make_change(self._store, change)
        self.sequence += 1
        self._latest = None
        self._journal.append(self.sequence, change)
        is_long = self._journal.entries >= _MOST_ENTRIES or self._journal.bytes >= _MOST_BYTES
        if change.may_differ or is_long:
            self.settle()
        return Outcome(self.sequence, created)

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add many quads, past the journal: they count from the next `settle` on, or never.

        Raises:
            OSError: when the disk fails; `discard` what there is.
        """
        self._store.bulk_extend(quads)
        if self._latest is not None:
            self.sequence += 1
            self._latest = None

    def checkpoint(self, keep: Iterable[Path] = ()) -> Path:
        """A checkpoint of the present state; others go, but those that are kept or needed."""
        if self._latest is None:
            self._latest = f"{self.sequence:012d}-{token_hex(3)}"
            self._store.backup(str(self._path_of(self._latest)))
        needed = {self._latest, self._state.get("checkpoint"), *(path.name for path in keep)}
        for folder in (self._folder / "checkpoints").iterdir():
            if folder.name not in needed:
                shutil.rmtree(folder, ignore_errors=True)
        return self._path_of(self._latest)

    def settle(self) -> None:
        """Let the next start begin here: the state as a synced checkpoint, an empty journal."""
        keep = [path for path in (self._folder / "checkpoints").iterdir() if path.is_dir()]
        path = self.checkpoint(keep)
        for file in (*path.iterdir(), path, path.parent):
            _sync(file)
        self._write_state({**self._state, "checkpoint": path.name, "sequence": self.sequence})
        self._journal.clear()

    def rebase(self, keep: Iterable[Path] = ()) -> Path:
        """Go on from the newest release. Gives a checkpoint; `keep` as there.

        The release wins in every graph it or its predecessor has, and in the default graph.
        Reviews are kept, and so are graphs that no release knows.
        """
        release = current_release(self._data)
        if (release.name if release else None) == self.release:
            return self.checkpoint(keep)
        replaced = self._folder / "replaced"
        shutil.rmtree(replaced, ignore_errors=True)
        self._store.backup(str(replaced))
        kept = list(self._kept_quads({*self._state["graphs"], *_graphs_of(release)}))
        self._store = self._open(release.path if release else None)
        self._store.bulk_extend(kept)
        self._note_release(release)
        self.sequence += 1
        self._latest = None
        self.settle()
        return self.checkpoint(keep)

    def close(self) -> None:
        """Settle, so that the next start is quick."""
        if self._journal.entries:
            self.settle()
        self._journal.close()

    def discard(self) -> None:
        """Drop the engine's files; what was settled or journalled stays. Not to be used after."""
        self._journal.close()
        path = self._store_path
        del self._store
        shutil.rmtree(path, ignore_errors=True)

    def _kept_quads(self, known: set[str]) -> Iterator[Quad]:
        for graph in self._store.named_graphs():
            is_ours = graph == self._reviews or str(getattr(graph, "value", graph)) not in known
            if is_ours:
                yield from self._store.quads_for_pattern(None, None, None, graph)

    def _begin(self, release: Release | None) -> Store:
        store = self._open(release.path if release else None)
        self._store = store
        self._state = {}
        self._note_release(release)
        self.settle()
        return store

    def _recover(self) -> Store:
        self.sequence = int(self._state["sequence"])
        store = self._store = self._open(self._path_of(str(self._state["checkpoint"])))
        for sequence, change in self._journal.replay():
            if sequence > self.sequence:
                make_change(store, change)
                self.sequence = sequence
        return store

    def _open(self, path: Path | None) -> Store:
        """A store of our own that starts as a copy of this checkpoint."""
        folder = self._folder / f"store-{token_hex(4)}"
        if path is not None:
            copy_checkpoint(path, folder)
        try:
            store = Store(str(folder))
        except OSError as error:
            raise StoreError(f"the store in {folder} cannot be opened: {error}") from error
        self._store_path = folder
        return store

    def _path_of(self, checkpoint: str) -> Path:
        return (self._folder / "checkpoints" / checkpoint).absolute()

    def _note_release(self, release: Release | None) -> None:
        name = release.name if release else None
        self._state = {**self._state, "release": name, "graphs": sorted(_graphs_of(release))}

    def _write_state(self, state: dict[str, Any]) -> None:
        aside = self._folder / f"{STATE}.new"
        aside.write_text(json.dumps(state, indent=1) + "\n", encoding="utf-8")
        _sync(aside)
        aside.replace(self._folder / STATE)
        _sync(self._folder)
        self._state = state


def _graphs_of(release: Release | None) -> set[str]:
    return set(release.manifest.get("graphs", ())) if release else set()


def copy_checkpoint(source: Path, target: Path) -> None:
    """A store that may be written: its tables are shared, for the engine never changes one."""
    target.mkdir(parents=True)
    for file in source.iterdir():
        if file.suffix == ".sst":
            try:
                os.link(file, target / file.name)
                continue
            except OSError:
                pass  # another file system: a copy does as well
        shutil.copyfile(file, target / file.name)


def read_state(path: Path) -> dict[str, Any]:
    """What state.json says; empty when it is not there.

    Raises:
        StoreError: when it is damaged.
    """
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {name: found[name] for name in ("checkpoint", "sequence", "release", "graphs")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} is damaged: {error}; remove it to lose all edits") from error


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
