"""Draws trees of goals: where each goal stands and which lines join them. Positions only.

In: roots with children, as goal_tree.py plants them. Out: a Drawing in px for the template. The
same goals give the same drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

ROW: Final = 22  # px between two goals
COLUMN: Final = 300  # px between two levels
_MARGIN: Final = 14
_MAX_LABEL: Final = 38  # characters that fit in a column
_MAX_DEPTH: Final = 20
_LETTER: Final = 6.6  # px, roughly


class Node(Protocol):
    """What is drawn of a goal."""

    @property
    def iri(self) -> str:
        """Which goal it is."""
        ...

    @property
    def label(self) -> str:
        """What it is called."""
        ...

    @property
    def level(self) -> str:
        """Its level."""
        ...

    @property
    def gaps(self) -> Sequence[str]:
        """What is missing."""
        ...

    @property
    def children(self) -> Sequence[Node]:
        """What hangs under it."""
        ...

    @property
    def others(self) -> Sequence[Node]:
        """Parents it does not hang under."""
        ...


@dataclass(frozen=True, slots=True)
class Dot:
    """A goal in the drawing; `text` is its label, cut to the column."""

    x: float
    y: float
    text: str
    level: str
    has_gap: bool


@dataclass(slots=True)
class Drawing:
    """Goals, the lines to their parents and, dashed, those to other parents; size in px."""

    dots: list[Dot] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # of an SVG path
    across: list[str] = field(default_factory=list)
    width: int = 0
    height: int = 0


def draw(roots: Sequence[Node]) -> Drawing:
    """Every tree below the one before; a parent stands in the middle of its children."""
    drawing = Drawing()
    places: dict[str, tuple[float, float]] = {}
    nodes: list[Node] = []
    row = 0

    def place(node: Node, depth: int) -> float:
        nonlocal row
        nodes.append(node)
        below = node.children if depth < _MAX_DEPTH else ()
        heights = [place(child, depth + 1) for child in below]
        if not heights:
            heights = [_MARGIN + row * ROW]
            row += 1
        x, y = _MARGIN + depth * COLUMN, (heights[0] + heights[-1]) / 2
        places[node.iri] = (x, y)
        drawing.width = max(drawing.width, int(x + COLUMN))
        for child in below:
            drawing.lines.append(_line(places[child.iri], (x, y), node.label))
        return y

    for root in roots:
        place(root, 0)
        row += 1
    for node in nodes:
        x, y = places[node.iri]
        drawing.dots.append(Dot(x, y, _short(node.label), node.level, bool(node.gaps)))
        for other in node.others:
            if other.iri in places:
                drawing.across.append(_line((x, y), places[other.iri], other.label))
    drawing.height = _MARGIN + row * ROW
    return drawing


def _line(child: tuple[float, float], parent: tuple[float, float], label: str) -> str:
    """From the left of a goal to the end of the label of the one above it."""
    (x, y), (to, height) = child, parent
    ends = to + _MARGIN + _LETTER * len(_short(label))
    if x <= to:  # in the same column, or further left: around the right of both
        aside = max(x + _MARGIN, ends) + 40
        return (
            f"M{ends:g} {height:g}C{aside:g} {height:g} {aside:g} {y:g} {x + COLUMN - 40:g} {y:g}"
        )
    bend, turn = x - 24, to + COLUMN - 40
    return f"M{x - 8:g} {y:g}C{bend:g} {y:g} {bend:g} {height:g} {turn:g} {height:g}H{ends:g}"


def _short(label: str) -> str:
    return label if len(label) <= _MAX_LABEL else label[: _MAX_LABEL - 1].rstrip() + "…"
