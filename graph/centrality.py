"""What holds the network together: central things, groups, bridges, and what stands on one place.

In: the network of named things. Out: an Analysis, the same each time, and the same as JSON beside
the release. Bounded: of a larger network the strongest nodes are looked at, and it says so.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, cast

import networkx as nx
import rustworkx as rx
from pydantic import TypeAdapter, ValidationError
from pyoxigraph import QuerySolutions

from graph.network import Kind, Network, build_network
from graph.store import open_checkpoint
from ontology.errors import FormatError

FILE: Final = "network.json"
MAX_NODES: Final = 2_500  # betweenness takes nodes times edges
_SEED: Final = 20_241_107
_CENTRAL: Final = 15
_GROUPS: Final = 8
_MEMBERS: Final = 8
_BRIDGES: Final = 15
_SINGLE: Final = 60


@dataclass(frozen=True, slots=True)
class Central:
    """A thing by how often the shortest ways between others run over it.

    `share` lies in [0, 1]; `neighbours` counts things, `documents` those that relate it.
    """

    iri: str
    label: str
    kind: Kind
    share: float
    neighbours: int
    documents: int


@dataclass(frozen=True, slots=True)
class Group:
    """Things that hang together more than with others; the best connected members by name."""

    size: int
    members: tuple[tuple[str, str], ...]  # IRI, label
    documents: tuple[str, ...]  # IRIs of those that state most of its relations


@dataclass(frozen=True, slots=True)
class Bridge:
    """A thing without which others come loose from the rest, with some of those."""

    iri: str
    label: str
    kind: Kind
    loose: int
    some: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Single:
    """A relation that one passage states and no other."""

    source: str
    source_label: str
    target: str
    target_label: str
    predicate: str
    relation: str
    document: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is said of one network. Documents count as sources, not as things that connect."""

    nodes: int  # things with a relation to another thing
    edges: int
    looked_at: int  # nodes, fewer than `nodes` when the network is too large to look at whole
    central: tuple[Central, ...]
    groups: tuple[Group, ...]
    bridges: tuple[Bridge, ...]
    isolated_themes: tuple[tuple[str, str], ...]
    single_share: float  # of all relations but namings
    single: tuple[Single, ...]


def analyse(network: Network) -> Analysis:
    """Look at a network without its documents: they name everything and would join all."""
    things = _without_documents(network)
    related = sum(1 for _, degree in things.degree() if degree)
    looked_at = _strongest(things)
    links, index = _links(things, looked_at)
    lone = _single(network)
    stated = _stated(network)
    return Analysis(
        nodes=related,
        edges=len({(s, t, d["predicate"]) for s, t, d in things.edges(data=True)}),
        looked_at=len(looked_at),
        central=_central(things, links, index),
        groups=_groups(things, links, index),
        bridges=_bridges(things, links, index),
        isolated_themes=_isolated(network, things),
        single_share=round(len(lone) / stated, 4) if stated else 0.0,
        single=lone[:_SINGLE],
    )


def _without_documents(network: Network) -> Network:
    kept = [node for node, data in network.nodes(data=True) if data["kind"] != "document"]
    part: Network = network.subgraph(sorted(kept)).copy()  # a view is far slower to walk
    return part


def _strongest(things: Network) -> list[str]:
    strength = Counter(dict(things.degree()))
    connected = [node for node in things if strength[node] > 0]
    return sorted(sorted(connected, key=lambda node: (-strength[node], node))[:MAX_NODES])


def _links(things: Network, nodes: list[str]) -> tuple[Any, dict[str, int]]:
    """A plain graph of these nodes, by number; each pair once."""
    index = {node: number for number, node in enumerate(nodes)}
    links: Any = rx.PyGraph(multigraph=False)
    links.add_nodes_from(nodes)
    pairs = {
        (min(index[s], index[t]), max(index[s], index[t]))
        for s, t in things.edges()
        if s in index and t in index
    }
    links.add_edges_from([(one, other, None) for one, other in sorted(pairs)])
    return links, index


def _named(things: Network, nodes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((node, things.nodes[node]["label"]) for node in nodes)


def _central(things: Network, links: Any, index: Mapping[str, int]) -> tuple[Central, ...]:
    shares = rx.betweenness_centrality(links, normalized=True)
    order = sorted(index, key=lambda node: (-round(shares[index[node]], 9), node))
    return tuple(
        Central(
            iri=node,
            label=things.nodes[node]["label"],
            kind=things.nodes[node]["kind"],
            share=round(shares[index[node]], 4),
            neighbours=links.degree(index[node]),
            documents=len(_documents(things, {node})),
        )
        for node in order[:_CENTRAL]
        if shares[index[node]] > 0
    )


def _documents(things: Network, nodes: set[str]) -> Counter[str]:
    """Documents by the number of relations of these nodes that they state."""
    found: Counter[str] = Counter()
    for source, target, data in things.edges(nodes, data=True):
        if len(nodes) == 1 or (source in nodes and target in nodes):
            found[data["document"]] += 1
    if len(nodes) == 1:
        found.update(data["document"] for _, _, data in things.in_edges(nodes, data=True))
    found.pop("", None)
    return found


def _groups(things: Network, links: Any, index: Mapping[str, int]) -> tuple[Group, ...]:
    plain: Any = nx.Graph()
    plain.add_nodes_from(range(len(index)))
    plain.add_edges_from(links.edge_list())
    nodes = list(index)
    found: list[set[int]] = nx.community.louvain_communities(plain, seed=_SEED)
    named = [sorted(nodes[number] for number in group) for group in found if len(group) > 2]
    named.sort(key=lambda group: (-len(group), group))
    return tuple(
        Group(
            size=len(group),
            members=_named(
                things,
                sorted(group, key=lambda n: (-links.degree(index[n]), n))[:_MEMBERS],
            ),
            documents=tuple(
                document
                for document, _ in sorted(
                    _documents(things, set(group)).items(), key=lambda pair: (-pair[1], pair[0])
                )[:3]
            ),
        )
        for group in named[:_GROUPS]
    )


def _bridges(things: Network, links: Any, index: Mapping[str, int]) -> tuple[Bridge, ...]:
    """Cut points, by how many nodes come loose from the largest remaining part."""
    nodes = list(index)
    near = _neighbours(links)
    found = []
    for point in sorted(rx.articulation_points(links)):
        loose = _come_loose(near, point)
        if loose:
            found.append((point, loose))
    found.sort(key=lambda pair: (-len(pair[1]), nodes[pair[0]]))
    return tuple(
        Bridge(
            iri=nodes[point],
            label=things.nodes[nodes[point]]["label"],
            kind=things.nodes[nodes[point]]["kind"],
            loose=len(loose),
            some=_named(things, sorted(nodes[number] for number in loose)[:_MEMBERS]),
        )
        for point, loose in found[:_BRIDGES]
    )


def _neighbours(links: Any) -> dict[int, set[int]]:
    """Neighbours of each node by number, for walking."""
    return {number: set(links.neighbors(number)) for number in links.node_indices()}


def _come_loose(near: Mapping[int, set[int]], point: int) -> list[int]:
    """All parts around a cut point but the largest one."""
    parts: list[set[int]] = []
    seen = {point}
    for start in sorted(near[point]):
        if start in seen:
            continue
        part, edge = {start}, [start]
        seen.add(start)
        while edge:
            for other in near[edge.pop()]:
                if other not in seen:
                    seen.add(other)
                    part.add(other)
                    edge.append(other)
        parts.append(part)
    parts.sort(key=lambda part: (-len(part), min(part)))
    return sorted(number for part in parts[1:] for number in part)


def _isolated(network: Network, things: Network) -> tuple[tuple[str, str], ...]:
    """Themes that no relation joins to anything but documents that name them."""
    themes = sorted(node for node, data in network.nodes(data=True) if data["kind"] == "theme")
    return _named(network, [node for node in themes if things.degree(node) == 0])


def _stated(network: Network) -> int:
    return len({(s, t, d["predicate"]) for s, t, d in network.edges(data=True) if _is_stated(d)})


def _is_stated(data: Mapping[str, Any]) -> bool:
    return not str(data["predicate"]).endswith("#mentions")


def _single(network: Network) -> tuple[Single, ...]:
    """Relations with one passage in one document, in a fixed order; mere namings left out."""
    places: Counter[tuple[str, str, str]] = Counter()
    edges: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for source, target, data in network.edges(data=True):
        if _is_stated(data):
            key = (source, data["predicate"], target)
            places[key] += data["claims"]
            edges[key] = data
    label = {node: str(data["label"]) for node, data in network.nodes(data=True)}
    return tuple(
        Single(s, label[s], t, label[t], p, edges[s, p, t]["relation"], edges[s, p, t]["document"])
        for (s, p, t), count in sorted(places.items())
        if count == 1
    )


def record_analysis(store: Path, query: str) -> Analysis:
    """Analyse the network of a release, whose `store` folder this is, and write it beside.

    `query` is the saved query `network`.

    Raises:
        StoreError: when the store cannot be opened.
    """
    solutions = cast(QuerySolutions, open_checkpoint(store).query(query))
    names = [variable.value for variable in solutions.variables]
    rows = (
        {name: getattr(row[name], "value", "") if row[name] else "" for name in names}
        for row in solutions
    )
    analysis = analyse(build_network(rows))
    write_analysis(store.parent, analysis)
    return analysis


def write_analysis(folder: Path, analysis: Analysis) -> None:
    """Write the analysis beside a release, in one step."""
    text = json.dumps(asdict(analysis), ensure_ascii=False, indent=1, sort_keys=True)
    aside = folder / f"{FILE}.new"
    aside.write_text(text + "\n", encoding="utf-8")
    aside.replace(folder / FILE)


def read_analysis(folder: Path) -> Analysis | None:
    """The analysis beside a release, or None when there is none.

    Raises:
        FormatError: when the file is not an analysis.
    """
    file = folder / FILE
    if not file.is_file():
        return None
    try:
        return TypeAdapter(Analysis).validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]["msg"]
        raise FormatError(f"{file} is not an analysis of a network: {first}; build again") from None
