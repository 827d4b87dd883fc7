"""Builds a release beside the served one and publishes it in one step.

In: quads in their named graphs, rules, shapes. Out: `data/releases/{name}/` with `store/`,
`graph.nq` and `manifest.json`, and `data/CURRENT` that names it. A build that fails or is killed
leaves only a `data/building-…` folder, which the next one removes. Never touches a published
store.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from graph.findings import Check, find_all, read_verdicts
from graph.lock import exclusive
from graph.manifest import (
    canonical_lines,
    count_classes,
    count_graphs,
    hash_lines,
    read_manifest,
    write_manifest,
)
from graph.publish import publish
from graph.record import release_date as date_of_release, release_record
from graph.rules import Rule, run_rules
from graph.search_names import write_names
from graph.shapes import Violation, validate
from graph.shapes_apart import Apart, apart, part
from graph.store import DUMP, open_checkpoint
from graph.void import describe_content
from ontology.errors import InputError, StoreError, ValidationError
from ontology.iris import Names
from ontology.records import Iri

Progress = Callable[[str], None]
_BUILDING: Final = re.compile(r"building-(\d+)-[0-9a-f]+")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
MEMORY_QUADS: Final = 500_000  # a build of more quads than this is made on disk, at 1 GB of memory
_SHOWN: Final = 5  # violations named in the error; the rest is counted
_TOLD: Final = 100  # violations told as progress


@dataclass(frozen=True, slots=True)
class Release:
    """A published graph; `path` is its store folder. `is_new` is False when a build found
    the same content as the release that is already served.
    """

    name: str  # '2026-03-01' or '2026-03-01-2'
    iri: Iri
    path: Path
    manifest: Mapping[str, Any]
    is_new: bool = False


def current_release(data: Path) -> Release | None:
    """The release that is served, or None before the first build.

    Raises:
        StoreError: when CURRENT names a release that is not there.
    """
    pointer = data / "CURRENT"
    if not pointer.is_file():
        return None
    name = pointer.read_text(encoding="utf-8").strip()
    folder = data / "releases" / name
    if not name or not (folder / "store").is_dir():
        raise StoreError(f"{pointer} names release '{name}', which is not in {data}; build again")
    return load_release(folder)


def load_release(folder: Path) -> Release:
    """The release in `data/releases/{name}`."""
    manifest = read_manifest(folder / "manifest.json")
    iri = Iri(str(manifest.get("iri", "")))
    return Release(folder.name, iri, folder / "store", manifest)


def build_release(
    data: Path,
    quads: Iterable[Quad],
    *,
    rules: Sequence[Rule] = (),
    shapes: Sequence[Path] = (),
    checks: Sequence[Check] = (),
    release_date: str,
    base: Names,
    manifest: Mapping[str, object],
    on_progress: Progress | None = None,
    threshold: float = 0.5,
    earlier: Path | None = None,
) -> Release:
    """Build, check and publish; `release_date` is YYYY-MM-DD, `threshold` lies in [0, 1].

    `earlier` is the store whose findings are carried on; by default that of the served release.

    The same content as the served release gives that release back with `is_new` False.

    Raises:
        InputError: when the date is no date.
        ValidationError: when the graph breaks its shapes; nothing is published.
        StoreError: when the folder is locked by another writer or cannot be written.
    """
    if not _DATE.fullmatch(release_date):
        raise InputError(f"a release date is YYYY-MM-DD, not '{release_date}'")
    tell = on_progress or _quiet
    plan = _Plan(base, release_date, threshold, rules, shapes, checks, manifest, tell, earlier)
    with exclusive(data), _store_errors(data):
        remove_leftovers(data)
        aside = data / f"building-{os.getpid()}-{token_hex(4)}"
        aside.mkdir()
        try:
            return _build(data, aside, quads, plan)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def remove_leftovers(data: Path) -> list[Path]:
    """Remove the folders of builds whose process is gone; gives what was removed."""
    found = []
    for folder in sorted(data.glob("building-*")):
        match = _BUILDING.fullmatch(folder.name)
        if match and not _is_alive(int(match.group(1))):
            shutil.rmtree(folder, ignore_errors=True)
            found.append(folder)
    return found


def export_nquads(release: Release) -> Iterator[bytes]:
    """The release as sorted canonical N-Quads: the same bytes for the same input and date."""
    with (release.path.parent / DUMP).open("rb") as lines:
        yield from lines


@dataclass(frozen=True, slots=True)
class _Plan:
    base: Names
    date: str
    threshold: float
    rules: Sequence[Rule]
    shapes: Sequence[Path]
    checks: Sequence[Check]
    manifest: Mapping[str, object]
    tell: Progress
    earlier: Path | None


def _quiet(_: str) -> None:
    """Say nothing."""


@contextmanager
def _store_errors(data: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"the build in {data} stopped: {error}") from error


def _build(data: Path, aside: Path, quads: Iterable[Quad], plan: _Plan) -> Release:
    far, near = part(plan.shapes)
    with apart(far) as helper:
        return _build_beside(data, aside, quads, plan, helper, near)


def _build_beside(
    data: Path, aside: Path, quads: Iterable[Quad], plan: _Plan, helper: Apart, near: list[Path]
) -> Release:
    """Build while a helper gets ready to check some shapes; the others are checked here."""
    before = current_release(data)
    plan.tell("loading quads")
    store = _load(aside / "live", quads)
    plan.tell("publishing the default graph")
    publish(store, plan.base, plan.threshold)
    run_rules(store, plan.rules, plan.base.graph("inferred"))
    lines = canonical_lines(store)
    content = {
        "graph_sha256": hash_lines(lines),
        "shapes_sha256": _hash_files(plan.shapes),
        "checks_sha256": sha256(repr(sorted(map(str, plan.checks))).encode()).hexdigest(),
    }
    if before and content.items() <= dict(before.manifest).items():
        plan.tell(f"nothing changed since release {before.name}; it stays")
        return before
    name = _next_name(plan.date, before)
    iri = plan.base.mint("uitgave", name)
    plan.tell("running the checks")
    findings = _find(plan, store, before, iri)
    known = _describe(plan, name, iri, before, content, store, lines)
    record = [*findings, *release_record(known, plan.base)]
    plan.tell("checking the shapes and writing the store")
    helper.look_at(_dump(aside, lines, record))
    with ThreadPoolExecutor(1) as pool:  # the engine writes while SHACL, which is slow, looks
        writing = pool.submit(_write, store, aside, known, record)
        found = validate(store, near)
        _refuse_violations((*found, *helper.result()), plan.tell)
        writing.result()
    del store
    if before and not _differs(before, content):
        plan.tell(f"nothing changed since release {before.name}; it stays")
        return before
    plan.tell(f"release {name}")
    return _switch(data, aside / "release", name, before)


def _differs(before: Release, content: Mapping[str, str]) -> bool:
    """Whether the graph or a check is another; new shapes alone make no release."""
    told = ("graph_sha256", "checks_sha256")
    return any(before.manifest.get(key) != content[key] for key in told)


def _find(plan: _Plan, store: Store, before: Release | None, release: Iri) -> list[Quad]:
    """The findings of the checks, joined with those of the release before; also in the store."""
    store.extend(date_of_release(release, plan.date))  # checks compare deadlines with it
    graph = NamedNode(plan.base.graph("findings"))
    earlier: Iterable[Quad] = ()
    past = plan.earlier or (before.path if before else None)
    if past and plan.checks:
        earlier = open_checkpoint(past).quads_for_pattern(None, None, None, graph)
    findings = find_all(store, plan.checks, earlier, release, plan.base)
    for check, kept in findings.cut.items():
        plan.tell(f"check {check} found more than {kept}; the first {kept} are kept")
    quads = list(findings.iter_quads(read_verdicts(store), plan.base))
    store.extend(quads)
    return quads


def _load(folder: Path, quads: Iterable[Quad]) -> Store:
    """The quads in a store: in memory while they are few (reading is 5 times faster), else on
    disk. Both hold the same and are written alike.
    """
    coming = iter(quads)
    first = list(islice(coming, MEMORY_QUADS))
    more = next(coming, None)
    if more is None:
        store = Store()
        store.bulk_extend(first)
        return store
    store = Store(str(folder))
    store.bulk_extend(chain(first, (more,), coming))
    return store


def _describe(
    plan: _Plan,
    name: str,
    iri: Iri,
    before: Release | None,
    content: Mapping[str, str],
    store: Store,
    lines: list[bytes],
) -> dict[str, Any]:
    """The manifest: what the caller knows of the sources, and what was counted here."""
    return {
        **plan.manifest,
        **content,
        "release": name,
        "iri": iri,
        "date": plan.date,
        "previous": before.iri if before else None,
        "quads": len(lines),
        "graphs": count_graphs(lines),
        "classes": count_classes(store),
        **describe_content(store, plan.base),
        "threshold": plan.threshold,
        "rules": [rule.name for rule in plan.rules],
    }


def _refuse_violations(found: Sequence[Violation], tell: Progress) -> None:
    broken = [one for one in found if one.severity == "Violation"]
    if not broken:
        return
    for one in broken[:_TOLD]:
        tell(f"violation: {one}")
    shown = "; ".join(str(one) for one in broken[:_SHOWN])
    more = f"; and {len(broken) - _SHOWN} more" if len(broken) > _SHOWN else ""
    raise ValidationError(f"nothing is published, {len(broken)} violations: {shown}{more}")


def _next_name(date: str, before: Release | None) -> str:
    """The date, with `-2`, `-3` … when the served release or the one before it has that name."""
    if before is None:
        return date
    previous = str(before.manifest.get("previous") or "").rsplit("/", 1)[-1]
    same_date = [name for name in (before.name, previous) if name[:10] == date]
    serials = [int(name[11:]) if name[11:].isdigit() else 1 for name in same_date]
    return f"{date}-{max(serials) + 1}" if serials else date


def _hash_files(files: Sequence[Path]) -> str:
    found = sha256()
    for file in sorted(files, key=lambda one: one.name):
        found.update(file.read_bytes())
    return found.hexdigest()


def _dump(aside: Path, lines: list[bytes], record: list[Quad]) -> Path:
    """The release folder with all quads of the release as sorted canonical N-Quads."""
    folder = aside / "release"
    folder.mkdir()
    added = serialize(record, format=RdfFormat.N_QUADS) or b""
    with (folder / DUMP).open("wb") as file:
        file.writelines(sorted({*lines, *added.splitlines(keepends=True)}))
    return folder / DUMP


def _write(store: Store, aside: Path, manifest: Mapping[str, object], record: list[Quad]) -> None:
    """The rest of the release folder: the store, the index of names, and the manifest."""
    folder = aside / "release"
    if (aside / "live").exists():
        store.extend(record)
    else:
        store = Store(str(aside / "live"))
        store.bulk_load(path=folder / DUMP, format=RdfFormat.N_QUADS, lenient=True)
    store.flush()
    store.backup(str(folder / "store"))
    write_names(store, folder)
    write_manifest(folder / "manifest.json", manifest)
    for path in [folder, *folder.rglob("*")]:
        _sync(path)


def _switch(data: Path, folder: Path, name: str, before: Release | None) -> Release:
    """Move the release into place and point CURRENT at it: either wholly done or not at all."""
    releases = data / "releases"
    releases.mkdir(exist_ok=True)
    _remove_releases(releases, keep={before.name} if before else set())
    folder.rename(releases / name)
    _sync(releases)
    pointer = data / "CURRENT.new"
    pointer.write_text(name + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.replace(data / "CURRENT")
    _sync(data)
    made = load_release(releases / name)
    return Release(made.name, made.iri, made.path, made.manifest, is_new=True)


def _remove_releases(releases: Path, keep: set[str]) -> None:
    """Drop what is neither served nor about to be, such as what a killed build left here."""
    for folder in releases.iterdir():
        if folder.is_dir() and folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
