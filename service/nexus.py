"""How themes hang together, how firmly they are promised, and which side of prosperity they touch.

In: answers of `nexus-themes`, `commitment-themes` and `nexus-wellbeing`. Out: records for the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from service.coverage import label_in
from service.views import Answer, slug_of

STRENGTHS: Final = ("decisions", "agreements", "intentions", "ambitions", "expectations")


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two themes: passages that name both, and goals, actions, programmes, projects with both."""

    passages: int
    elements: int

    @property
    def band(self) -> int:
        """Shade 0–4: never, once, up to 5, up to 20, more (passages and elements together)."""
        count = self.passages + self.elements
        return sum(count >= edge for edge in (1, 2, 6, 21))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Themes against themes; `meetings[a][b]` is None on the diagonal."""

    themes: tuple[tuple[str, str], ...]  # slug, label
    meetings: Mapping[str, Mapping[str, Meeting | None]]
    apart: tuple[tuple[str, str], ...]  # labels of pairs that never meet


def build_pairs(rows: Answer, themes: Answer, language: str) -> Pairs:
    """The matrix of `nexus-themes`, both ways round."""
    order = tuple((slug_of(row["theme"]), label_in(row, language)) for row in themes)
    labels = dict(order)
    found: dict[tuple[str, str], Meeting] = {}
    for row in rows:
        a, b = slug_of(row["a"]), slug_of(row["b"])
        meeting = Meeting(int(row["passages"]), int(row["elements"]))
        found[a, b] = found[b, a] = meeting
    meetings = {a: {b: found.get((a, b)) for b, _ in order} for a, _ in order}
    apart = tuple((labels[a], labels[b]) for (a, b), one in found.items() if a < b and not one.band)
    return Pairs(order, meetings, apart)


def strengths_of(rows: Answer) -> Mapping[str, Sequence[int]]:
    """Theme slug → counts in the order of STRENGTHS."""
    return {slug_of(row["theme"]): [int(row[name]) for name in STRENGTHS] for row in rows}


@dataclass(frozen=True, slots=True)
class Dimension:
    """Here and now, later or elsewhere: its themes with goals and targets."""

    label: str
    themes: tuple[tuple[str, int, int], ...]  # slug, goals, targets


def dimensions_of(rows: Answer, language: str) -> tuple[Dimension, ...]:
    """The dimensions in the order of the answer."""
    return tuple(
        Dimension(
            label_in(own[0], language),
            tuple((slug_of(row["theme"]), int(row["goals"]), int(row["targets"])) for row in own),
        )
        for own in (list(group) for _, group in groupby(rows, key=lambda row: row["dimension"]))
    )
