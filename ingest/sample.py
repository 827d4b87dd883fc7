"""The sample of what was extracted that people judge by reading.

In: candidates (`ingest.candidates`). Out: at most so many of each kind, spread over the documents.
The draw is seeded and stable: each document orders its elements by a hash, so a change in one
place leaves the rest of the sample as it is. `ingest.judging` prints it and stores the verdicts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from ingest.candidates import KINDS, Candidate

SIZE: Final = 100
SEED: Final = "1"
_LEAST: Final = 5  # of each document that has them


def draw(found: Iterable[Candidate], size: int = SIZE, seed: str = SEED) -> tuple[Candidate, ...]:
    """At most `size` of one kind: of each document its share and at least five, by seeded hash."""
    by_document: dict[str, list[Candidate]] = defaultdict(list)
    for one in found:
        by_document[one.document].append(one)
    total = sum(map(len, by_document.values()))
    if total <= size:
        return tuple(sorted(one for group in by_document.values() for one in group))
    tiers: tuple[list[Candidate], ...] = ([], [], [])
    for group in by_document.values():
        group.sort(key=lambda one: _rank(one, seed))
        share = max(_LEAST, len(group) * size // total)
        for tier, part in zip(
            tiers, (group[:_LEAST], group[_LEAST:share], group[share:]), strict=True
        ):
            tier += part
    ordered = [one for tier in tiers for one in sorted(tier, key=lambda one: _rank(one, seed))]
    return tuple(sorted(ordered[:size]))


def _rank(one: Candidate, seed: str) -> str:
    text = f"{seed} {one.document} {one.span.start} {one.span.end} {one.kind} {one.key}"
    return sha256(text.encode()).hexdigest()


def draw_kinds(found: Iterable[Candidate], size: int = SIZE) -> dict[str, tuple[Candidate, ...]]:
    """The sample of each kind that has candidates."""
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for one in found:
        groups[one.kind].append(one)
    return {kind: draw(groups[kind], size) for kind in KINDS if kind in groups}
