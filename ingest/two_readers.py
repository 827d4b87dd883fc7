"""How far two people who read the same document agree.

In: the gold of both. Out: per kind that both have, how many records each has where the other's
complete parts reach, and how many they share. Two records are the same when they stand in the same
place (half of the shorter span) and give the same value, date, amount or theme, or when they name
the same thing; each counts once, a thing that is named twice too. A kind that a reader lists
without calling any part complete is taken as read everywhere: say with `--kind` what to compare.

    python -m ingest.two_readers FIRST SECOND [--kind KIND ...]      # files of one document
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.agreement import fits_span
from ingest.found import words
from ingest.gold import Gold, GoldRecord, load_gold
from ontology.errors import BeleidsgraafError

_NAMES: Final = ("canonical", "name", "title", "abbr")
_NAMED: Final = frozenset(
    ("actor", "programme", "governance_body", "document_reference", "product", "project")
)
_VALUES: Final = {"quantity": "value", "milestone": "date", "finance": "amount", "theme": "slug"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What two readers have of one kind in what both cover."""

    kind: str
    first: int
    second: int
    shared: int

    @property
    def share(self) -> float:
        """Twice what they share, of all that they have: 1 when they agree on everything."""
        total = self.first + self.second
        return 2 * self.shared / total if total else 1.0


def compare(first: Gold, second: Gold) -> tuple[Agreement, ...]:
    """The agreement per kind, over the records of each that the other covers."""
    kinds = sorted({one.kind for one in first.records} & {one.kind for one in second.records})
    return tuple(_compare(kind, first, second) for kind in kinds)


def _compare(kind: str, first: Gold, second: Gold) -> Agreement:
    ours = _distinct([one for one in first.records if one.kind == kind], second)
    theirs = _distinct([one for one in second.records if one.kind == kind], first)
    left = list(theirs)
    shared = 0
    for test in (_same_place, _same_name):
        for one in list(ours):
            match = next((other for other in left if test(one, other)), None)
            if match is not None:
                left.remove(match)
                ours.remove(one)
                shared += 1
    return Agreement(kind=kind, first=len(ours) + shared, second=len(theirs), shared=shared)


def _distinct(records: Sequence[GoldRecord], other: Gold) -> list[GoldRecord]:
    """The records that the other covers; of a named thing only the first mention."""
    seen: set[frozenset[str]] = set()
    kept = []
    for one in records:
        names = _names(one) if one.kind in _NAMED else frozenset()
        if (other.covers(one.kind, one.span) or _reads_all(other, one.kind)) and not names & seen:
            kept.append(one)
            seen |= names
    return kept


def _reads_all(gold: Gold, kind: str) -> bool:
    """Whether a reader lists a kind without saying that the list is complete: taken as whole."""
    return not any(kind in scope.kinds for scope in gold.scopes)


def _names(one: GoldRecord) -> frozenset[frozenset[str]]:
    return frozenset(words(name) for name in one.names(*_NAMES))


def _same_value(one: GoldRecord, other: GoldRecord) -> bool:
    key = _VALUES.get(one.kind)
    return key is None or one.fields.get(key) == other.fields.get(key)


def _same_place(one: GoldRecord, other: GoldRecord) -> bool:
    return fits_span(one.span, (other.span,)) and _same_value(one, other)


def _same_name(one: GoldRecord, other: GoldRecord) -> bool:
    return one.kind in _NAMED and bool(_names(one) & _names(other))


def format_agreement(parts: Sequence[Agreement]) -> str:
    """A table for the terminal."""
    lines = ["kind                  first  second  shared  agreement"]
    for one in parts:
        counts = f"{one.first:>6} {one.second:>7} {one.shared:>7}"
        lines.append(f"{one.kind:<20} {counts} {one.share:>10.2f}")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Print the agreement; 2 with one line when a file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m ingest.two_readers", description="Compare.")
    parser.add_argument("first", type=Path, help="gold of one reader")
    parser.add_argument("second", type=Path, help="gold of another reader")
    parser.add_argument("--kind", nargs="+", default=(), metavar="KIND", help="these kinds only")
    given = parser.parse_args(arguments)
    try:
        parts = compare(load_gold(given.first), load_gold(given.second))
    except BeleidsgraafError as problem:
        print(problem, file=sys.stderr)
        return 2
    shown = [one for one in parts if not given.kind or one.kind in given.kind]
    print(format_agreement(shown), end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
