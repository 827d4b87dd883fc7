"""Positions that stay, and one page that loads nothing."""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest

from graph import drawing
from graph.drawing import find_outside_references, place_nodes, write_standalone
from graph.network import Network, build_network
from ontology.errors import FormatError
from ontology.terms import BG


def make_network(nodes: int) -> Network:
    """A tree of that many nodes, two names that need escaping, and one part apart."""
    rows = [_row(place, max(0, (place - 1) // 3)) for place in range(1, nodes)]
    return build_network([*rows, _row(900, 901)])


def _row(source: int, target: int) -> dict[str, str]:
    return {
        "source": f"https://example.org/{source}",
        "sourceLabel": f'<b>"{source}"</b> & meer',
        "sourceType": BG.KeyProject,
        "target": f"https://example.org/{target}",
        "targetLabel": f"plaats {target}",
        "targetType": BG.Place,
        "predicate": "https://example.org/def#bij",
        "predicateLabel": "ligt bij",
        "claims": str(1 + source % 4),
    }


def test_every_node_has_a_position() -> None:
    """Nothing is left out."""
    network = make_network(60)

    assert set(network) == set(place_nodes(network))


def test_positions_do_not_depend_on_the_order_of_rows() -> None:
    """The same network, told in another order, stands the same."""
    rows = [_row(place, (place - 1) // 2) for place in range(1, 40)]

    assert place_nodes(build_network(rows)) == place_nodes(build_network(rows[::-1]))


def test_nodes_do_not_stand_on_each_other() -> None:
    """Any two nodes keep a distance at which both can be chosen."""
    places = place_nodes(make_network(150)).values()

    assert min(math.dist(one, other) for one, other in combinations(places, 2)) > 20


def test_an_empty_network_has_no_positions() -> None:
    """Nothing in, nothing out."""
    assert {} == place_nodes(build_network([]))


def test_the_standalone_page_loads_nothing() -> None:
    """No tag and no style of the page names another host."""
    page = write_standalone(make_network(20), "Netwerk", "release 1")

    assert () == find_outside_references(page)
    assert [] == re.findall(r"""(?:src|href)\s*=\s*["']https?:""", page)


def test_the_standalone_page_is_a_whole_dutch_document() -> None:
    """Doctype, language, one title and one heading, escaped."""
    page = write_standalone(make_network(5), "Net <werk>", "uit & thuis")

    assert page.startswith('<!doctype html>\n<html lang="nl">')
    assert 1 == page.count("<title>Net &lt;werk&gt;</title>")
    assert ["<h1>Net &lt;werk&gt;</h1>"] == re.findall(r"<h1>.*?</h1>", page)
    assert "<p>uit &amp; thuis</p>" in page


def test_the_standalone_page_has_the_positions_of_the_live_page() -> None:
    """Nodes are put where the page puts them."""
    network = make_network(5)
    node, (x, y) = next(iter(place_nodes(network).items()))
    page = write_standalone(network, "Netwerk")

    assert re.search(rf'"id": "{re.escape(node)}".*?"x": {x}, "y": {y}', page)


def test_a_page_that_would_load_something_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the library writes other tags than the ones known, no page is given out."""
    monkeypatch.setattr(drawing, "_OUTSIDE", ())

    with pytest.raises(FormatError, match="would load"):
        write_standalone(make_network(5), "Netwerk")


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://example.org/a.js"></script>',
        "<link rel=stylesheet href=//example.org/a.css>",
        '<img\nsrc="http://example.org/a.png">',
        "<style>@import 'https://example.org/a.css'</style>",
        "<style>p{background:url(https://example.org/a.png)}</style>",
    ],
)
def test_outside_references_are_found(page: str) -> None:
    """Each way to load from another host is recognised."""
    assert 1 == len(find_outside_references(page))


def test_a_link_to_follow_is_no_outside_reference() -> None:
    """A link loads nothing until someone follows it."""
    assert () == find_outside_references('<a href="https://example.org/">bron</a>')
