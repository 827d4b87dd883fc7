"""The shortest ways between two things."""

from __future__ import annotations

import pytest

from graph.network import Network, build_network
from graph.paths import MAX_PATHS, MAX_STEPS, find_paths, keep_paths
from tests.unit.test_network import BASE, row


def chain(steps: int) -> Network:
    """Projects in a line, that many steps long."""
    return build_network([row(f"p{n}", f"p{n + 1}", "bij") for n in range(steps)])


def names(paths: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    """Paths by the short names of their nodes."""
    return [[node.removeprefix(BASE) for node in path] for path in paths]


def test_directions_do_not_count() -> None:
    """A relation is walked from either end."""
    network = build_network([row("p1", "t1"), row("p1", "a1")])

    assert [["t1", "p1", "a1"]] == names(find_paths(network, BASE + "t1", BASE + "a1"))


@pytest.mark.parametrize(("expected", "steps"), [(1, MAX_STEPS), (0, MAX_STEPS + 1)])
def test_a_path_has_at_most_six_steps(expected: int, steps: int) -> None:
    """What is further away is not joined."""
    assert expected == len(find_paths(chain(steps), BASE + "p0", f"{BASE}p{steps}"))


def test_no_path_over_a_document_unless_asked() -> None:
    """A document that names both is no relation between them, unless one wants it."""
    network = build_network([row("d1", "t1"), row("d1", "p1")])
    ends = (BASE + "t1", BASE + "p1")

    assert () == find_paths(network, *ends)
    assert [["t1", "d1", "p1"]] == names(find_paths(network, *ends, documents=True))


def test_a_document_may_be_an_end() -> None:
    """A path from a document begins there."""
    network = build_network([row("d1", "t1"), row("p1", "t1")])

    assert [["d1", "t1", "p1"]] == names(find_paths(network, BASE + "d1", BASE + "p1"))


def test_the_strongest_path_comes_first() -> None:
    """Of equally short paths the one whose weakest step has most passages."""
    strong = [row("t1", "p2", claims=3), row("p2", "a1", claims=3)]
    network = build_network([row("t1", "p1", claims=9), row("p1", "a1", claims=1), *strong])

    assert ["p2", "p1"] == [
        path[1] for path in names(find_paths(network, BASE + "t1", BASE + "a1"))
    ]


def test_many_paths_are_bounded() -> None:
    """However many there are, a handful is given."""
    rows = [row("t1", f"p{n}") for n in range(50)] + [row(f"p{n}", "a1") for n in range(50)]

    assert MAX_PATHS == len(find_paths(build_network(rows), BASE + "t1", BASE + "a1"))


@pytest.mark.parametrize("ends", [("p0", "p0"), ("p0", "x"), ("x", "p0")])
def test_nothing_for_the_same_or_an_unknown_thing(ends: tuple[str, str]) -> None:
    """Both ends must be there and differ."""
    assert () == find_paths(chain(2), BASE + ends[0], BASE + ends[1])


def test_only_relations_between_steps_are_kept() -> None:
    """The drawing of a path holds its steps, with every relation between them, and nothing else."""
    network = build_network(
        [row("p1", "t1"), row("t1", "p1", "terug"), row("p1", "a1"), row("p2", "a1")]
    )
    part = keep_paths(network, find_paths(network, BASE + "t1", BASE + "a1"))

    assert (3, 3) == (part.number_of_nodes(), part.number_of_edges())
