"""What changed between two releases, in lines and in things.

In: two releases. Out: counts by class and the quads that came and went. Never reads sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph.release import Release, export_nquads
from ontology.terms import RDF

_TYPE: Final = f"> <{RDF.type}> <".encode()


@dataclass(frozen=True, slots=True)
class Comparison:
    """From one release to another; lines are canonical N-Quads, things are IRIs."""

    added: tuple[bytes, ...]
    removed: tuple[bytes, ...]
    classes: dict[str, tuple[int, int]]  # class → published things before and after, if changed

    @property
    def is_same(self) -> bool:
        """Whether no quad came or went."""
        return not self.added and not self.removed

    def new_things(self) -> list[str]:
        """IRIs that got a type, sorted."""
        return _typed(self.added, self.removed)

    def gone_things(self) -> list[str]:
        """IRIs that lost a type, sorted."""
        return _typed(self.removed, self.added)


def compare_releases(before: Release, after: Release) -> Comparison:
    """Compare two releases, leaving out their own records (date, version, counts)."""
    records = {before.iri.encode(), after.iri.encode()}
    added: list[bytes] = []
    removed: list[bytes] = []
    for line, is_new in _differences(export_nquads(before), export_nquads(after)):
        if not any(record in line for record in records) and b"ns/void#" not in line:
            (added if is_new else removed).append(line)
    old, new = before.manifest["classes"], after.manifest["classes"]
    counts = {name: (old.get(name, 0), new.get(name, 0)) for name in {*old, *new}}
    changed = {name: pair for name, pair in sorted(counts.items()) if pair[0] != pair[1]}
    return Comparison(tuple(added), tuple(removed), changed)


def _differences(left: Iterator[bytes], right: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Lines in one of two sorted files; True for the right one. Holds two lines at a time."""
    one, two = next(left, None), next(right, None)
    while one is not None or two is not None:
        if one == two:
            one, two = next(left, None), next(right, None)
        elif two is None or (one is not None and one < two):
            if one is not None:
                yield one, False
            one = next(left, None)
        else:
            yield two, True
            two = next(right, None)


def _typed(lines: tuple[bytes, ...], others: tuple[bytes, ...]) -> list[str]:
    def subjects(some: tuple[bytes, ...]) -> set[str]:
        typed = (line for line in some if _TYPE in line)
        return {line.split(b"> ", 1)[0][1:].decode() for line in typed}

    return sorted(subjects(lines) - subjects(others))
