"""Layers, rows and circles: the order is kept, and nothing stands on something else."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from graph.drawing import Positions
from graph.layout import place_circle, place_layers, place_rows


def nearest(places: Positions) -> float:
    """The smallest distance between two nodes."""
    return min(math.dist(one, other) for one, other in combinations(places.values(), 2))


def test_layers_run_from_left_to_right() -> None:
    """A node of a later layer stands to the right of every node of an earlier one."""
    layers = {f"{layer}-{n}": layer for layer in range(3) for n in range(40)}
    places = place_layers(layers, [])
    reach = [[places[node][0] for node in layers if layers[node] == n] for n in range(3)]

    assert max(reach[0]) < min(reach[1])
    assert max(reach[1]) < min(reach[2])


def test_nodes_of_a_full_layer_keep_apart() -> None:
    """A layer that takes several columns still leaves room for each node."""
    assert nearest(place_layers({f"n{n}": 0 for n in range(120)}, [])) > 30


def test_neighbours_stand_beside_each_other() -> None:
    """Lines that can run without crossing do: equal order on both sides."""
    edges = [("a", "z"), ("b", "y"), ("c", "x")]
    places = place_layers(dict.fromkeys("abc", 0) | dict.fromkeys("xyz", 1), edges)

    assert all(places[one][1] == places[other][1] for one, other in edges)


def test_layers_do_not_depend_on_the_order_given() -> None:
    """The same nodes and edges, told in another order, stand the same."""
    layers = {f"n{n}": n % 3 for n in range(30)}
    edges = [(f"n{n}", f"n{(n * 7 + 1) % 30}") for n in range(30)]

    assert place_layers(layers, edges) == place_layers(dict(reversed(layers.items())), edges[::-1])


def test_rows_keep_their_steps() -> None:
    """Things of one row stand at one height, things of one step under each other."""
    places = place_rows({"a0": 0, "a1": 1, "b1": 1}, {"a0": "a", "a1": "a", "b1": "b"})

    assert places["a0"][1] == places["a1"][1] < places["b1"][1]
    assert places["a0"][0] < places["a1"][0] == places["b1"][0]


@pytest.mark.parametrize("count", [1, 10, 90])
def test_a_circle_keeps_nodes_apart(count: int) -> None:
    """However many there are, each has its own place on the circle."""
    places = place_circle(f"n{n}" for n in range(count))

    assert count == len(places)
    assert count == 1 or nearest(places) > 40


def test_nothing_gives_nothing() -> None:
    """No nodes, no places."""
    assert ({}, {}, {}) == (place_layers({}, []), place_rows({}, {}), place_circle([]))
