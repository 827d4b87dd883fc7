"""Where the nodes of a view with an order stand: in layers, in rows or on a circle.

In: nodes, edges and the layer of each node. Out: positions that are the same each time. Free
networks are placed by drawing.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from graph.drawing import Positions

_COLUMN: float = 420.0  # between layers, in drawing units (px at scale 1)
_SLOPE: float = 0.75  # layers stand apart by this share of the tallest one
_STEP: float = 190.0  # between the columns of one layer
_CELL: float = 84.0  # between the steps of a row; rows are a little nearer
_LINE: float = 46.0  # between nodes of one layer
_MOST: int = 26  # nodes under each other before a layer takes another column
_SWEEPS: int = 6  # of putting nodes near their neighbours
_LEAST_RADIUS: float = 240.0

Edges = Sequence[tuple[str, str]]


def place_layers(layers: Mapping[str, int], edges: Edges) -> Positions:
    """Layers from left to right, nodes in each as near to their neighbours as they fit.

    A layer of more than 26 nodes takes several columns. Equal input gives equal positions.
    """
    columns = _columns(layers)
    near = _neighbours(edges)
    for _ in range(_SWEEPS):
        for number in sorted(columns):
            places = {
                node: at / len(col) for col in columns.values() for at, node in enumerate(col)
            }
            columns[number].sort(key=lambda node: (_middle(near.get(node, ()), places, node), node))
    positions: Positions = {}
    left = 0.0
    tallest = max((min(len(column), _MOST) for column in columns.values()), default=0)
    apart = max(_COLUMN, tallest * _LINE * _SLOPE)
    for number in sorted(columns):
        parts = _parts(columns[number])
        for index, part in enumerate(parts):
            top = -_LINE * (len(part) - 1) / 2
            shift = _LINE / 2 * (index % 2)
            for at, node in enumerate(part):
                positions[node] = (
                    round(left + index * _STEP, 1),
                    round(top + at * _LINE + shift, 1),
                )
        left += apart + (len(parts) - 1) * _STEP
    return positions


def _columns(layers: Mapping[str, int]) -> dict[int, list[str]]:
    columns: dict[int, list[str]] = {}
    for node in sorted(layers):
        columns.setdefault(layers[node], []).append(node)
    return columns


def _neighbours(edges: Edges) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for source, target in edges:
        near.setdefault(source, []).append(target)
        near.setdefault(target, []).append(source)
    return near


def _middle(near: Iterable[str], places: Mapping[str, float], node: str) -> float:
    found = [places[other] for other in near if other in places]
    return sum(found) / len(found) if found else places[node]


def _parts(column: Sequence[str]) -> list[list[str]]:
    count = math.ceil(len(column) / _MOST)
    size = math.ceil(len(column) / count)
    return [list(column[at : at + size]) for at in range(0, len(column), size)]


def place_rows(layers: Mapping[str, int], rows: Mapping[str, str]) -> Positions:
    """Each row from left to right by layer, rows under each other in the order of their names."""
    order = {row: number for number, row in enumerate(sorted(set(rows.values())))}
    return {
        node: (round(layers[node] * _CELL, 1), round(order[rows[node]] * _CELL * 0.85, 1))
        for node in sorted(layers)
    }


def place_circle(nodes: Iterable[str]) -> Positions:
    """Nodes on a circle from the top, in a fixed order; large enough to keep them apart."""
    names = sorted(set(nodes))
    radius = max(_LEAST_RADIUS, len(names) * _LINE / math.pi)
    positions: Positions = {}
    for number, node in enumerate(names):
        angle = 2 * math.pi * number / len(names) - math.pi / 2
        positions[node] = (round(radius * math.cos(angle), 1), round(radius * math.sin(angle), 1))
    return positions
