"""What every drawing of the network shares: things, relations, positions and words for the script.

In: a network. Out: lists for a template, a dictionary for a program, and the same packed for the
script of the page. Knows no address of a page.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request

from graph.drawing import Positions, place_nodes
from graph.network import KINDS, Kind, Network, build_network
from service.deps import Services
from service.views import ask, release_name, slug_of, translator_of

SCRIPT_TEXTS: Final = (  # what the script shows, by the last part of the key
    "this",
    "loading",
    "none",
    "failed",
    "open_thing",
    "focus_here",
    "expand",
    "passages",
    "empty",
    "opens",
    "no_passage",
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One edge as a sentence: source, relation, target, with the number of passages behind it."""

    source: str
    target: str
    predicate: str
    relation: str
    claims: int
    documents: tuple[str, ...]
    line: str = "full"  # or dotted, dashed, heavy, faint
    sentence: str = ""  # in the words of a view; "" for source, relation, target
    opens: str = ""  # path of the page that tells more

    @property
    def key(self) -> str:
        """What tells this edge from every other one."""
        return f"{self.source} {slug_of(self.predicate)} {self.target}"

    def href(self, base: str, page: str = "/netwerk/verband") -> str:
        """The page with the sentences behind this edge; IRIs below `base` are shortened."""
        query = {
            "source": short_name(self.source, base),
            "target": short_name(self.target, base),
            "predicate": slug_of(self.predicate),
        }
        return f"{page}?{urlencode(query, safe='/')}"


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with the number of relations it takes part in, for the tree."""

    iri: str
    label: str
    kind: Kind
    relations: int


async def network_of(app: FastAPI, services: Services) -> Network:
    """The whole network of the served release; built on first use."""
    kept: tuple[str, Network] | None = getattr(app.state, "network", None)
    release = release_name(services)
    if kept is None or kept[0] != release:
        rows = await ask(services, "network")
        kept = (release, await asyncio.to_thread(build_network, rows))
        app.state.network = kept
    return kept[1]


def short_name(iri: str, base: str) -> str:
    """`…/id/thema/wonen` → `thema/wonen`, which every address of this page understands."""
    return iri.removeprefix(f"{base}id/")


def full_name(name: str, base: str, segment: str = "") -> str:
    """`wonen` → `…/id/thema/wonen`; `thema/wonen` → the same; a full IRI and '' as they are."""
    if not name or ":" in name:
        return name
    return f"{base}id/{name}" if "/" in name or not segment else f"{base}id/{segment}/{name}"


def merge_edges(part: Network) -> list[Relation]:
    """One relation for each source, predicate and target, over all documents, in a fixed order."""
    claims: Counter[tuple[str, str, str]] = Counter()
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for source, target, data in part.edges(data=True):
        key = (source, data["predicate"], target)
        claims[key] += data["claims"]
        found.setdefault(key, []).append(data)
    return [_relation(key, count, found[key]) for key, count in sorted(claims.items())]


def _relation(key: tuple[str, str, str], claims: int, edges: list[dict[str, Any]]) -> Relation:
    source, predicate, target = key
    return Relation(
        source,
        target,
        predicate,
        edges[-1]["relation"],
        claims,
        tuple(sorted(slug_of(edge["document"]) for edge in edges)),
        line=edges[0].get("line", "full"),
        sentence=" ".join(dict.fromkeys(edge.get("sentence", "") for edge in edges)).strip(),
        opens=edges[0].get("opens", ""),
    )


def as_json(part: Network, positions: Positions | None = None) -> dict[str, Any]:
    """Nodes with positions and edges with the number of claims, as the drawing reads them.

    An edge of a view also has `line`, `sentence` and `opens`.
    """
    places = place_nodes(part) if positions is None else positions
    nodes = [
        {
            "id": node,
            "label": data["label"],
            "kind": data["kind"],
            "x": places[node][0],
            "y": places[node][1],
        }
        for node, data in part.nodes(data=True)
    ]
    return {"nodes": nodes, "edges": [_edge_json(edge) for edge in merge_edges(part)]}


def _edge_json(edge: Relation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": edge.key,
        "source": edge.source,
        "target": edge.target,
        "predicate": edge.predicate,
        "relation": edge.relation,
        "claims": edge.claims,
        "documents": edge.documents,
    }
    if edge.sentence:
        found |= {"line": edge.line, "sentence": edge.sentence, "opens": edge.opens}
    return found


def pack(data: dict[str, Any], known: Collection[str] | None = None) -> dict[str, Any]:
    """The same for the script of the page: ends by number, no key said twice.

    `known` are the things that can be put in the centre; by default all.
    """
    place = {node["id"]: number for number, node in enumerate(data["nodes"])}
    relations = dict.fromkeys(
        (edge["predicate"], edge["relation"], edge.get("line", "full")) for edge in data["edges"]
    )
    named = {one[0]: number for number, one in enumerate(relations)}
    return {
        "nodes": [
            [n["id"], n["label"], n["kind"], n["x"], n["y"]]
            if known is None
            else [n["id"], n["label"], n["kind"], n["x"], n["y"], n["id"] in known]
            for n in data["nodes"]
        ],
        "relations": list(relations),
        "edges": [
            [place[e["source"]], place[e["target"]], named[e["predicate"]], e["claims"]]
            + ([e["sentence"]] if "sentence" in e else [])
            for e in data["edges"]
        ],
    }


def branches_of(part: Network, focus: str) -> list[Branch]:
    """Every node with its number of relations: the focus first, then by kind and name."""
    found = Counter(end for edge in merge_edges(part) for end in (edge.source, edge.target))
    branches = [
        Branch(node, data["label"], data["kind"], found[node])
        for node, data in part.nodes(data=True)
    ]
    return sorted(
        branches,
        key=lambda one: (one.iri != focus, KINDS.index(one.kind), one.label.lower(), one.iri),
    )


def kinds_in(part: Network) -> list[Kind]:
    """The kinds of things in a network, in the order they are always shown."""
    found = {data["kind"] for _, data in part.nodes(data=True)}
    return [kind for kind in KINDS if kind in found]


def words_of(request: Request) -> dict[str, str]:
    """The texts the script shows."""
    text = translator_of(request)
    words = {key: text(f"network.js.{key}") for key in SCRIPT_TEXTS}
    for name in ("layer.extracted", "layer.curated", "layer.inferred"):
        words[name] = text(name)
    for name in ("unreviewed", "accepted", "corrected", "rejected", "disputed"):
        words[f"status.{name}"] = text(f"status.{name}")
    words |= {f"quote.{name}": text(f"quote.{name}") for name in ("absent", "changed", "verified")}
    words["quote.confidence"] = text("quote.confidence", value="{value}")
    return words
