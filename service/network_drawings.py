"""A view as a network with positions: the rows of its query, drawn and told.

In: a View and the rows of its query. Out: a Drawing: network, positions, sentences in the
visitor's language. The same rows give the same drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote as quote_part

import networkx as nx

from graph.drawing import Positions, place_nodes
from graph.layout import place_circle, place_layers, place_rows
from graph.network import Network, kind_of
from service.i18n import Translator
from service.network_description import Style, View
from service.views import slug_of

MAX_EDGES: Final = 600  # drawn; the heaviest, and the page says how many there are
_HEAD: Final = 56.0  # above the first node, in drawing units
_ROW_HEAD: Final = 40.0  # left of the first node
_FIELD: Final = re.compile(r"\{(\w+)\}")

Row = Mapping[str, str]
Head = tuple[float, float, str, str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A view, ready to be shown.

    `heads` are x, y, words and alignment of what stands above layers and before rows; `total`
    counts the edges there are.
    """

    network: Network
    positions: Positions
    heads: tuple[Head, ...]
    total: int

    @property
    def left_out(self) -> int:
        """Edges that are not drawn."""
        return max(0, self.total - self.network.number_of_edges())


def draw(view: View, rows: Iterable[Row], titles: Mapping[str, str], text: Translator) -> Drawing:
    """The network of these rows; `titles` are names of documents by slug that win over labels."""
    unique = _unique(view, rows)
    kept = sorted(unique, key=lambda row: -_weight(row))[:MAX_EDGES]
    network = _build(view, kept, titles, text)
    layers = _layers(kept) if view.description.layers else {}
    positions = _place(view, network, layers)
    return Drawing(
        network, positions, _heads(view, layers, (network, positions), text), len(unique)
    )


def _unique(view: View, rows: Iterable[Row]) -> list[Row]:
    """One row for each edge: a thing with two themes or classes comes once."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        if row["style"] in view.description.styles and row["source"] and row["target"]:
            key = (row["source"], row["target"], row["style"], row.get("finding", ""))
            found.setdefault(key, row)
    return list(found.values())


def _weight(row: Row) -> int:
    return max(1, int(float(row["weight"] or 1)))


def _build(view: View, rows: list[Row], titles: Mapping[str, str], text: Translator) -> Network:
    network: Any = nx.MultiDiGraph()
    types: dict[str, set[str]] = {}
    for row in sorted(rows, key=lambda row: (row["source"], row["target"], row["style"])):
        names = {}
        for end in ("source", "target"):
            iri = row[end]
            types.setdefault(iri, set()).add(row.get(f"{end}Type", ""))
            label = _worded(row, f"{end}Label", text)
            names[end] = _label(iri, label, titles)
            network.add_node(iri, label=names[end])
        style = view.description.styles[row["style"]]
        network.add_edge(
            row["source"],
            row["target"],
            key=f"{row['style']} {row.get('finding', '')}".strip(),
            predicate=row["style"],
            relation=style.word.in_language(text.language),
            document="",
            claims=_weight(row),
            line=style.line,
            sentence=tell(style, row, names, text),
            opens=address(style, row),
        )
    for node, found in types.items():
        network.nodes[node]["kind"] = kind_of(found)
    drawn: Network = network
    return drawn


def _label(iri: str, label: str, titles: Mapping[str, str]) -> str:
    slug = slug_of(iri)
    if "/document/" in iri and slug in titles:
        return titles[slug]
    return label or slug.replace("-", " ")


def tell(style: Style, row: Row, names: Mapping[str, str], text: Translator) -> str:
    """The sentence of a row, beginning with a capital."""

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        return names.get(name) or text.number(_worded(row, name, text))

    sentence = _FIELD.sub(fill, style.sentence.in_language(text.language))
    return sentence[:1].upper() + sentence[1:]


def _worded(row: Row, column: str, text: Translator) -> str:
    """A column in the language of the visitor, where the query has it in both."""
    english = row.get(f"{column}En", "") if text.language == "en" else ""
    return english or row.get(column, "")


def address(style: Style, row: Row) -> str:
    """Where the page of an edge leads: its `opens` with the last part of each IRI."""
    return _FIELD.sub(lambda match: quote_part(slug_of(row.get(match[1], ""))), style.opens)


def _place(view: View, network: Network, layers: Mapping[str, int]) -> Positions:
    match view.description.layout:
        case "circle":
            return place_circle(network)
        case "rows":
            return place_rows(layers, {node: node.partition("#")[0] for node in network})
        case "layers":
            return place_layers(layers, sorted({(s, t) for s, t in network.edges()}))
        case "free":
            return place_nodes(network)


def _layers(rows: Iterable[Row]) -> dict[str, int]:
    """The layer of each node; the lowest when rows differ."""
    layers: dict[str, int] = {}
    for row in rows:
        for end in ("source", "target"):
            layer = int(row[f"{end}Layer"] or 0)
            layers[row[end]] = min(layer, layers.get(row[end], layer))
    return layers


def _heads(
    view: View, layers: Mapping[str, int], drawn: tuple[Network, Positions], text: Translator
) -> tuple[Head, ...]:
    """Names above the layers, where a layer has nodes, and before the rows."""
    network, positions = drawn
    steps = view.description.layers
    if steps is None or not positions:
        return ()
    top = min(y for _, y in positions.values()) - _HEAD
    lefts: dict[int, float] = {}
    for node, layer in layers.items():
        lefts[layer] = min(positions[node][0], lefts.get(layer, positions[node][0]))
    names = steps.in_language(text.language)
    above = [(lefts[n], top, names[n], "center") for n in sorted(lefts) if n < len(names)]
    return (*above, *_row_heads(network, positions)) if _is_rows(view) else tuple(above)


def _is_rows(view: View) -> bool:
    return view.description.layout == "rows"


def _row_heads(network: Network, positions: Positions) -> list[Head]:
    """What the labels of a row begin with, once, before its first node."""
    left = min(x for x, _ in positions.values()) - _ROW_HEAD
    rows = {positions[node][1]: str(network.nodes[node]["label"]) for node in network}
    return [(left, y, label.partition(" · ")[0], "right") for y, label in sorted(rows.items())]
