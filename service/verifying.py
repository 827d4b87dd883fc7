"""The commands `verify` and `diff`: is the served release what its sources give, and what changed?

In: the data folder and the same inputs as a build. Out: reports. `verify` builds anew in a folder
of its own and touches nothing that is served.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from graph.compare import Comparison, compare_releases
from graph.release import Release, current_release, load_release
from ontology.errors import NotFoundError
from service.build import BuildPlan, build
from service.console import Step
from service.folders import OWN_CARDS, OWN_REGISTER, OWN_TEXTS

_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """What differs between two releases: files by document, things that came and went."""

    before: str
    after: str
    same: bool
    files: tuple[str, ...]  # one line a document whose file, text or extractors differ
    added_quads: int
    removed_quads: int
    classes: dict[str, tuple[int, int]]
    new_things: tuple[str, ...]
    gone_things: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything, as JSON can hold it."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """For a person."""
        yield from self.files
        for name, (before, after) in self.classes.items():
            yield f"{name.rpartition('#')[2].rpartition('/')[2]}: {before} → {after}"
        for sign, things in (("+", self.new_things), ("-", self.gone_things)):
            yield from (f"{sign} {thing}" for thing in things[:_SHOWN])
            if len(things) > _SHOWN:
                yield f"{sign} … and {len(things) - _SHOWN} more; --json lists them all"
        yield f"{self.added_quads} quads came, {self.removed_quads} went"
        verdict = "the same" if self.same else "different"
        yield f"{self.before} and {self.after}: {verdict}"


def verify(plan: BuildPlan, step: Step) -> ChangeReport:
    """Build anew from the sources at hand and compare with what is served.

    Raises:
        NotFoundError: when nothing is served.
        BeleidsgraafError: when the sources cannot be built.
    """
    served = _served(plan.data)
    with tempfile.TemporaryDirectory(prefix="beleidsgraaf-") as aside:
        data = Path(aside) / "data"
        for own in (OWN_CARDS, OWN_TEXTS, OWN_REGISTER):
            if (plan.data / own).is_dir():
                shutil.copytree(plan.data / own, data / own)
        data.mkdir(exist_ok=True)
        again = replace(
            plan, data=data, release_date=str(served.manifest["date"]), reviewed=served.path
        )
        build(again, step)
        return _report(served, _served(data), "served", "rebuilt")


def diff(data: Path, before: str, after: str) -> ChangeReport:
    """What changed from one kept release to another, by their names.

    Raises:
        NotFoundError: when one of them is not kept; names those that are.
    """
    return _report(_named(data, before), _named(data, after), before, after)


def _served(data: Path) -> Release:
    release = current_release(data)
    if release is None:
        raise NotFoundError(f"no release in {data}; run 'beleidsgraaf build' first")
    return release


def _named(data: Path, name: str) -> Release:
    kept = sorted(path.name for path in (data / "releases").glob("*") if path.is_dir())
    if name not in kept:
        raise NotFoundError(f"no release '{name}' in {data}; kept are {', '.join(kept) or 'none'}")
    return load_release(data / "releases" / name)


def _report(old: Release, new: Release, before: str, after: str) -> ChangeReport:
    found: Comparison = compare_releases(old, new)
    files = tuple(_changed_files(old.manifest["sources"], new.manifest["sources"]))
    return ChangeReport(
        before=before,
        after=after,
        same=found.is_same and not files,
        files=files,
        added_quads=len(found.added),
        removed_quads=len(found.removed),
        classes=found.classes,
        new_things=tuple(found.new_things()),
        gone_things=tuple(found.gone_things()),
    )


def _changed_files(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    words = {"sha256": "the file", "text_sha256": "its text", "extractors": "the readers"}
    for document in sorted({*old, *new}):
        if document not in new or document not in old:
            yield f"{document}: {'new' if document in new else 'gone'}"
            continue
        changed = [what for key, what in words.items() if old[document][key] != new[document][key]]
        if changed:
            yield f"{document}: {' and '.join(changed)} changed"
