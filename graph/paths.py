"""The shortest ways from one thing to another over relations that documents state.

In: a network and two nodes. Out: paths of nodes, shortest first, bounded in length and number.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any, Final

import networkx as nx

from graph.network import Network

MAX_STEPS: Final = 6
MAX_PATHS: Final = 12
_MOST_LOOKED_AT: Final = 400  # of the shortest paths, before the strongest are chosen

Path = tuple[str, ...]


def find_paths(
    network: Network, source: str, target: str, *, documents: bool = False
) -> tuple[Path, ...]:
    """At most 12 shortest paths of at most 6 steps, those with the most passages first.

    Directions do not count. Without `documents` a path runs over no document but those at its
    ends: nearly everything is named in one document or another. No path gives ().
    """
    if source not in network or target not in network or source == target:
        return ()
    around = _around(network, {source, target}, documents=documents)
    try:
        steps = nx.shortest_path_length(around, source, target)
        if steps > MAX_STEPS:
            return ()
        looked_at = list(islice(_all(around, source, target), _MOST_LOOKED_AT))
    except nx.NetworkXNoPath:
        return ()
    order = sorted(looked_at, key=lambda path: (-_strength(around, path), path))
    return tuple(order[:MAX_PATHS])


def _around(network: Network, ends: set[str], *, documents: bool) -> Any:
    """Each pair once, with the number of passages; documents in between left out if so asked."""
    around: Any = nx.Graph()
    kept = {
        node
        for node, data in network.nodes(data=True)
        if documents or data["kind"] != "document" or node in ends
    }
    around.add_nodes_from(sorted(kept & ends))
    for source, target, data in network.edges(data=True):
        if source in kept and target in kept:
            before = around.get_edge_data(source, target, {"claims": 0})["claims"]
            around.add_edge(source, target, claims=before + data["claims"])
    return around


def _all(around: Any, source: str, target: str) -> Iterator[Path]:
    for path in nx.all_shortest_paths(around, source, target):
        yield tuple(path)


def _strength(around: Any, path: Path) -> int:
    """The passages of its weakest step: a path is as strong as that."""
    steps = pairwise(path)
    return min(int(around.edges[one, other]["claims"]) for one, other in steps)


def keep_paths(network: Network, paths: tuple[Path, ...]) -> Network:
    """The part of a network with the relations between the steps of these paths."""
    pairs = {frozenset(step) for path in paths for step in pairwise(path)}
    edges: Any = [
        (source, target, key)
        for source, target, key in network.edges(keys=True)
        if frozenset((source, target)) in pairs
    ]
    part: Any = nx.MultiDiGraph()
    part.add_nodes_from(
        (node, dict(network.nodes[node])) for node in sorted({n for path in paths for n in path})
    )
    part.add_edges_from((s, t, k, dict(network.edges[s, t, k])) for s, t, k in sorted(edges))
    kept: Network = part
    return kept
