"""The network of things: nodes are named things, edges are relations that documents state.

In: rows of the saved query `network` as plain texts. Out: a networkx graph, parts of it, and files
in open formats. Knows no store, no page and no positions (those are in drawing.py).
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast, get_args

import networkx as nx

from ontology.errors import InputError
from ontology.terms import BG

Kind = Literal[
    "theme", "goal", "document", "programme", "project", "actor", "place", "action", "body", "other"
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

# A thing may have several classes; the first in this order names its kind.
_KIND_OF_TYPE: Final[Mapping[str, Kind]] = {
    BG.Theme: "theme",
    BG.GovernanceBody: "body",
    BG.Goal: "goal",
    BG.KeyProject: "project",
    BG.Action: "action",
    BG.Programme: "programme",
    BG.PolicyDocument: "document",
    BG.Document: "document",
    BG.Place: "place",
    BG.Actor: "actor",
}
_ORDER: Final = {kind: place for place, kind in enumerate(dict.fromkeys(_KIND_OF_TYPE.values()))}

Format = Literal["graphml", "gexf"]
MAX_NODES: Final = 2_000
MAX_DEPTH: Final = 3

if TYPE_CHECKING:
    Network: TypeAlias = nx.MultiDiGraph[str]
else:
    Network = nx.MultiDiGraph


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of a network is wanted. Empty means: no restriction.

    `focus`, `theme` and `document` are IRIs; `kinds` are kinds of nodes to keep (the focus stays
    whatever its kind); `depth` is the number of steps from the focus; `limit` the number of nodes.
    """

    focus: str = ""
    depth: int = 1
    kinds: frozenset[Kind] = frozenset()
    theme: str = ""
    document: str = ""
    limit: int = 150


def kind_of(types: Iterable[str]) -> Kind:
    """The kind of a thing with these classes; `other` when none is known."""
    found = [_KIND_OF_TYPE[one] for one in types if one in _KIND_OF_TYPE]
    return min(found, key=_ORDER.__getitem__, default="other")


def build_network(rows: Iterable[Mapping[str, str]]) -> Network:
    """One node for each thing, one edge for each relation and document.

    Nodes carry `label` and `kind`; edges `predicate`, `relation` (its label), `document` and
    `claims` (passages that say so, at least 1). A row that differs only in a class of its ends
    adds nothing. Relations of a thing with itself are left out.
    """
    network: Network = nx.MultiDiGraph()
    types: dict[str, set[str]] = {}
    for row in rows:
        source, target = row["source"], row["target"]
        if source == target:
            continue
        for end, column in ((source, "source"), (target, "target")):
            types.setdefault(end, set()).add(row.get(column + "Type", ""))
            network.add_node(end, label=row.get(column + "Label") or _last_part(end))
        key = f"{row['predicate']} {row.get('document', '')}".strip()
        network.add_edge(
            source,
            target,
            key=key,
            predicate=row["predicate"],
            relation=row.get("predicateLabel") or _last_part(row["predicate"]),
            document=row.get("document", ""),
            claims=int(row["claims"]),
        )
    for node, found in types.items():
        network.nodes[node]["kind"] = kind_of(found)
    return network


def _last_part(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2].rpartition("#")[2].replace("-", " ")


def select(network: Network, wanted: Selection) -> Network:
    """The part of a network that fits, strongest nodes first up to the limit, in a fixed order.

    Raises:
        InputError: when the limit or depth is out of bounds.
    """
    if not 1 <= wanted.limit <= MAX_NODES:
        raise InputError(f"limit must be 1 to {MAX_NODES}, not {wanted.limit}")
    if not 1 <= wanted.depth <= MAX_DEPTH:
        raise InputError(f"depth must be 1 to {MAX_DEPTH}, not {wanted.depth}")
    part = _of_document(network, wanted.document)
    kept = _near(part, wanted) & _of_kinds(part, wanted) & _of_theme(part, wanted.theme)
    kept |= {node for node in (wanted.focus,) if node in part}
    strongest = _strongest(part, kept, wanted)
    chosen: Network = nx.MultiDiGraph()
    chosen.add_nodes_from((node, dict(part.nodes[node])) for node in strongest)
    inside = set(strongest)
    inner: list[Any] = [
        edge for edge in part.edges(keys=True, data=True) if edge[0] in inside and edge[1] in inside
    ]
    chosen.add_edges_from(sorted(inner, key=lambda edge: edge[:3]))
    if not wanted.focus:
        chosen.remove_nodes_from([node for node, degree in chosen.degree() if degree == 0])
    return chosen


def _of_document(network: Network, document: str) -> Network:
    if not document:
        return network
    edges: Any = [
        (source, target, key)
        for source, target, key, data in network.edges(keys=True, data=True)
        if data["document"] == document
    ]
    return network.edge_subgraph(edges)


def _near(part: Network, wanted: Selection) -> set[str]:
    if not wanted.focus:
        return set(part.nodes)
    if wanted.focus not in part:
        return set()
    around = part.to_undirected(as_view=True)
    return set(nx.single_source_shortest_path_length(around, wanted.focus, cutoff=wanted.depth))


def _of_kinds(part: Network, wanted: Selection) -> set[str]:
    if not wanted.kinds:
        return set(part.nodes)
    return {node for node in part if part.nodes[node]["kind"] in wanted.kinds}


def _of_theme(part: Network, theme: str) -> set[str]:
    if not theme:
        return set(part.nodes)
    if theme not in part:
        return set()
    return {theme, *part.predecessors(theme), *part.successors(theme)}


def _strongest(part: Network, kept: Collection[str], wanted: Selection) -> list[str]:
    strength: Counter[str] = Counter()
    claims: int
    for source, target, claims in cast(Any, part.edges(data="claims")):
        if source in kept and target in kept:
            strength[source] += claims
            strength[target] += claims
    steps: Mapping[str, int] = {}
    if wanted.focus in part:
        around = part.to_undirected(as_view=True)
        steps = nx.single_source_shortest_path_length(around, wanted.focus, cutoff=wanted.depth)
    order = sorted(kept, key=lambda node: (steps.get(node, 0), -strength[node], node))
    return sorted(order[: wanted.limit])


def write_network(network: Network, name: Format) -> bytes:
    """The network as GraphML or GEXF, in UTF-8, nodes and edges in a fixed order.

    Raises:
        InputError: for another format.
    """
    buffer = io.BytesIO()
    if name == "graphml":
        nx.write_graphml(network, buffer, named_key_ids=True)
    elif name == "gexf":
        nx.write_gexf(network, buffer)
    else:
        raise InputError(f"a network is written as graphml or gexf, not as {name}")
    return buffer.getvalue()
