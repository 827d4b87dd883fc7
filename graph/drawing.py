"""Where the nodes of a network stand, and the network as one page that needs nothing else.

In: a network. Out: positions that are the same each time, and standalone HTML by pyvis. Loads
nothing from outside and refuses to write a page that would.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt
import rustworkx as rx
from pyvis.network import Network as Pyvis

from graph.network import Kind, Network
from ontology.errors import FormatError

_SEED: Final = 20_241_107
_ITERATIONS: Final = 300
_SPACING: Final = 90.0  # distance between neighbours, in drawing units (px at scale 1)
_LEAST: Final = 46.0  # two nodes never stand nearer than this
_ROUNDS: Final = 60  # of pushing nodes apart
_GAP: Final = 120.0  # between parts that are not connected

Positions = dict[str, tuple[float, float]]
_Points = npt.NDArray[np.float64]


def place_nodes(network: Network) -> Positions:
    """x and y of each node, rounded to 0.1; equal networks get equal positions.

    Parts that are not connected are drawn apart, the largest on the left, packed in rows.
    """
    if not network:
        return {}
    parts = sorted(
        (sorted(part) for part in nx.weakly_connected_components(network)),
        key=lambda part: (-len(part), part),
    )
    drawn = [(part, _place_part(network, part)) for part in parts]
    return _pack(drawn)


def _place_part(network: Network, part: list[str]) -> _Points:
    if len(part) == 1:
        return np.zeros((1, 2))
    index = {node: place for place, node in enumerate(part)}
    links: rx.PyGraph[str, float] = rx.PyGraph(multigraph=False)
    links.add_nodes_from(part)
    pairs = sorted(
        {
            (min(index[s], index[t]), max(index[s], index[t]))
            for s, t in network.edges(part)
            if s in index and t in index
        }
    )
    links.add_edges_from([(s, t, 1.0) for s, t in pairs])
    spread = _SPACING * math.sqrt(len(part))
    start = {place: _spiral(place, len(part)) for place in range(len(part))}
    found = rx.spring_layout(
        links, pos=start, seed=_SEED, num_iter=_ITERATIONS, k=1.6 / math.sqrt(len(part))
    )
    points = np.array([found[place] for place in range(len(part))], dtype=np.float64)
    points -= points.mean(axis=0)
    size = float(np.abs(points).max()) or 1.0
    return _push_apart(points / size * spread)


def _spiral(place: int, count: int) -> tuple[float, float]:
    angle = place * math.pi * (3 - math.sqrt(5))
    radius = math.sqrt((place + 0.5) / count)
    return radius * math.cos(angle), radius * math.sin(angle)


def _push_apart(points: _Points) -> _Points:
    for _ in range(_ROUNDS):
        gaps = points[:, None, :] - points[None, :, :]
        distances = np.sqrt((gaps**2).sum(axis=2))
        np.fill_diagonal(distances, np.inf)
        close = distances < _LEAST
        if not close.any():
            break
        safe = np.maximum(distances, 1e-6)
        push = np.where(close, (_LEAST - distances) / 2 / safe, 0.0)
        np.fill_diagonal(push, 0.0)
        points = points + (gaps * push[:, :, None]).sum(axis=1) * 0.7
    return points


def _pack(drawn: list[tuple[list[str], _Points]]) -> Positions:
    boxes = [(part, points - points.min(axis=0)) for part, points in drawn]
    area = sum(float(np.prod(points.max(axis=0) + _GAP)) for _, points in boxes)
    row_width = max(math.sqrt(area) * 1.4, float(boxes[0][1][:, 0].max()))
    positions: Positions = {}
    left = top = height = 0.0
    for part, points in boxes:
        width, tall = (float(side) for side in points.max(axis=0))
        if left > 0 and left + width > row_width:
            left, top, height = 0.0, top + height + _GAP, 0.0
        for node, (x, y) in zip(part, points, strict=True):
            positions[node] = (round(left + float(x), 1), round(top + float(y), 1))
        left, height = left + width + _GAP, max(height, tall)
    return positions


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of node is drawn: a shape of vis-network and a colour (#rrggbb)."""

    shape: str
    colour: str


STYLES: Final[Mapping[Kind, Style]] = {
    "theme": Style("dot", "#1f5fa8"),
    "goal": Style("diamond", "#8a3ea8"),
    "document": Style("box", "#5b6672"),
    "programme": Style("hexagon", "#8a6100"),
    "actor": Style("triangle", "#b4460f"),
    "project": Style("square", "#2a7347"),
    "place": Style("ellipse", "#0f7480"),
    "action": Style("triangleDown", "#a8305c"),
    "body": Style("star", "#5a50b5"),
    "other": Style("dot", "#666055"),
}

_DASHES: Final[Mapping[str, list[int]]] = {"dashed": [10, 7], "dotted": [2, 6], "faint": [1, 10]}

# What pyvis writes and a page without internet must not hold, word for word.
_OUTSIDE: Final = (
    """<link
          href="https://cdn.jsdelivr.net/npm/bootstrap@5.0.0-beta3/dist/css/bootstrap.min.css"
          rel="stylesheet"
          integrity="sha384-eOJMYsd53ii+scO/bJGFsiCZc+5NDVN2yr8+0RDqr0Ql0h+rP48ckxlpbzKgwra6"
          crossorigin="anonymous"
        />""",
    """<script
          src="https://cdn.jsdelivr.net/npm/bootstrap@5.0.0-beta3/dist/js/bootstrap.bundle.min.js"
          integrity="sha384-JEW9xMcG8R+pH31jmWH6WWP0WintQrMb4s7ZOdauHnUtxwoG2vI5DkLtS3qm9Ekf"
          crossorigin="anonymous"
        ></script>""",
)
_EMPTY_HEADING: Final = re.compile(r"<center>\s*<h1></h1>\s*</center>")
_CHARSET: Final = '<meta charset="utf-8">'
_HEAD: Final = (
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<style>body{font-family:system-ui,sans-serif;margin:1rem}h1{font-size:1.4rem}</style>"
)
_LOADS: Final = re.compile(
    r"""<(?:link|script|img|iframe|source|audio|video|object|embed)\b[^>]*?\b(?:src|href|data)"""
    r"""\s*=\s*["']?\s*(?:https?:)?//|@import\s+(?:url\()?["']?(?:https?:)?//"""
    r"""|url\(\s*["']?(?:https?:)?//""",
    re.IGNORECASE,
)


def find_outside_references(page: str) -> tuple[str, ...]:
    """Every place in a page that would load something from another host."""
    return tuple(match.group() for match in _LOADS.finditer(page))


def write_standalone(
    network: Network, title: str, note: str = "", positions: Positions | None = None
) -> str:
    """The network as one HTML page in Dutch that loads nothing, with fixed positions.

    `note` stands below the title as plain text: where the network comes from. `positions` are
    those of a view; by default every node stands where `place_nodes` puts it. An edge may have a
    `sentence` and a `line`: full, dotted, dashed, heavy or faint.

    Raises:
        FormatError: when the page would load something from outside after all.
    """
    drawing = Pyvis(height="80vh", width="100%", directed=True, cdn_resources="in_line", heading="")
    places = place_nodes(network) if positions is None else positions
    for node, (x, y) in places.items():
        drawing.add_node(node, x=x, y=y, **_node_options(network.nodes[node]))
    for source, target, data in network.edges(data=True):
        drawing.add_edge(
            source,
            target,
            title=_edge_title(data),
            width=_edge_width(data["claims"]),
            dashes=_DASHES.get(data.get("line", "full"), False),
        )
    drawing.toggle_physics(False)
    return _clean(drawing.generate_html(notebook=False), title, note)


def _node_options(data: Mapping[str, Any]) -> dict[str, Any]:
    style = STYLES[data["kind"]]
    options: dict[str, Any] = {
        "label": data["label"],
        "title": data["label"],
        "shape": style.shape,
        "color": style.colour,
        "size": 14,
    }
    if style.shape in ("box", "ellipse"):
        options["font"] = {"color": "#ffffff"}
    return options


def _edge_title(data: Mapping[str, Any]) -> str:
    return data.get("sentence") or f"{data['relation']} ({data['claims']})"


def _edge_width(claims: int) -> float:
    return round(1 + math.log2(claims), 2)


def _clean(page: str, title: str, note: str) -> str:
    for tag in _OUTSIDE:
        page = page.replace(tag, "")
    page = _EMPTY_HEADING.sub("", page).lstrip()
    shown = f"<h1>{escape(title)}</h1><p>{escape(note)}</p>"
    page = page.replace("<html>", '<!doctype html>\n<html lang="nl">', 1)
    page = page.replace(_CHARSET, f"{_CHARSET}<title>{escape(title)}</title>{_HEAD}", 1)
    page = page.replace("<body>", f"<body>{shown}", 1)
    outside = find_outside_references(page)
    if outside:
        raise FormatError(f"the standalone page would load {outside[0]}; pyvis has changed")
    return page
