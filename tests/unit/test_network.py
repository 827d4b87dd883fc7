"""The network: built from rows, narrowed by a selection, written in open formats."""

from __future__ import annotations

import io

import networkx as nx
import pytest

from graph.network import Network, Selection, build_network, kind_of, select, write_network
from ontology.errors import InputError
from ontology.terms import BG

BASE = "https://example.org/id/"


def row(
    source: str, target: str, predicate: str = "noemt", claims: int = 1, **more: str
) -> dict[str, str]:
    """A row of the query `network`; a name's first letter gives its class."""
    types = {"t": BG.Theme, "d": BG.PolicyDocument, "p": BG.KeyProject, "a": BG.Actor}
    return {
        "source": BASE + source,
        "sourceLabel": source.upper(),
        "sourceType": types[source[0]],
        "target": BASE + target,
        "targetLabel": target.upper(),
        "targetType": types[target[0]],
        "predicate": f"https://example.org/def#{predicate}",
        "claims": str(claims),
        "document": BASE + "d1",
        **more,
    }


@pytest.fixture
def network() -> Network:
    """Two documents, two themes, a chain of projects and an actor."""
    return build_network(
        [
            row("d1", "t1", claims=5),
            row("d2", "t1", claims=2, document=BASE + "d2"),
            row("d1", "t2"),
            row("p1", "t1", "heeftThema", 3),
            row("p2", "p1", "deelVan"),
            row("a1", "p2", "trekt"),
        ]
    )


def names(part: Network) -> set[str]:
    """The nodes by their short names."""
    return {node.removeprefix(BASE) for node in part}


def test_label_and_kind_come_from_the_row(network: Network) -> None:
    """A node is called by its label and drawn by its class."""
    assert {"label": "T1", "kind": "theme"} == network.nodes[BASE + "t1"]


def test_a_thing_without_label_is_called_by_its_slug() -> None:
    """No node shows an IRI."""
    found = build_network([row("p1", "t1", sourceLabel="") | {"source": BASE + "hart-van-zuid"}])

    assert "hart van zuid" == found.nodes[BASE + "hart-van-zuid"]["label"]


def test_a_thing_with_two_classes_counts_its_claims_once() -> None:
    """A row for each class makes one edge."""
    found = build_network([row("d1", "t1", claims=4), row("d1", "t1", claims=4, sourceType="x")])

    assert [4] == [claims for _, _, claims in found.edges(data="claims")]


def test_two_documents_make_two_edges() -> None:
    """Each document keeps its own count."""
    found = build_network([row("p1", "t1"), row("p1", "t1", document=BASE + "d2")])

    assert 2 == found.number_of_edges()


def test_a_relation_with_itself_is_left_out() -> None:
    """A loop says nothing in a drawing."""
    assert 0 == len(build_network([row("d1", "d1")]))


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        ("document", [BG.Document, BG.PolicyDocument]),
        ("body", [BG.Actor, BG.GovernanceBody]),
        ("other", ["https://example.org/Onbekend"]),
        ("other", []),
    ],
)
def test_kind_of_classes(kind: str, types: list[str]) -> None:
    """The most telling class wins; an unknown one is 'other'."""
    assert kind == kind_of(types)


@pytest.mark.parametrize(
    ("expected", "depth"),
    [
        ({"p1", "t1", "p2"}, 1),
        ({"p1", "t1", "p2", "a1", "d1", "d2"}, 2),
        ({"p1", "t1", "p2", "a1", "d1", "d2", "t2"}, 3),
    ],
)
def test_focus_and_depth(network: Network, expected: set[str], depth: int) -> None:
    """A focus keeps what is that many steps away, in either direction."""
    assert expected == names(select(network, Selection(focus=BASE + "p1", depth=depth)))


def test_a_focus_stays_whatever_its_kind(network: Network) -> None:
    """Choosing themes only does not drop the project in the centre."""
    found = select(network, Selection(focus=BASE + "p1", kinds=frozenset({"theme"})))

    assert {"p1", "t1"} == names(found)


def test_kinds(network: Network) -> None:
    """Only nodes of the chosen kinds stay, and only with a relation among them."""
    found = select(network, Selection(kinds=frozenset({"project", "actor"})))

    assert {"p1", "p2", "a1"} == names(found)


def test_theme_keeps_its_neighbours(network: Network) -> None:
    """A theme keeps what is tied to it."""
    assert {"t2", "d1"} == names(select(network, Selection(theme=BASE + "t2")))


def test_document_keeps_what_it_says(network: Network) -> None:
    """A document keeps the relations it states itself."""
    assert {"d2", "t1"} == names(select(network, Selection(document=BASE + "d2")))


def test_limit_keeps_the_strongest(network: Network) -> None:
    """Fewer nodes: those in the most passages."""
    assert {"t1", "d1"} == names(select(network, Selection(limit=2)))


def test_an_unknown_focus_gives_an_empty_part(network: Network) -> None:
    """What is not there has no neighbours."""
    assert set() == names(select(network, Selection(focus=BASE + "x")))


@pytest.mark.parametrize("wanted", [Selection(limit=0), Selection(limit=9_999), Selection(depth=4)])
def test_a_selection_out_of_bounds_is_refused(network: Network, wanted: Selection) -> None:
    """Limit and depth have bounds, and the message names them."""
    with pytest.raises(InputError, match="must be 1 to"):
        select(network, wanted)


def test_graphml_reads_back(network: Network) -> None:
    """GraphML holds every node, edge and label."""
    found = nx.read_graphml(io.BytesIO(write_network(network, "graphml")), force_multigraph=True)

    assert (7, 6) == (found.number_of_nodes(), found.number_of_edges())
    assert "T1" == found.nodes[BASE + "t1"]["label"]


def test_gexf_reads_back(network: Network) -> None:
    """GEXF holds every node and edge."""
    found = nx.read_gexf(io.BytesIO(write_network(network, "gexf")))

    assert (7, 6) == (found.number_of_nodes(), found.number_of_edges())


def test_another_format_is_refused(network: Network) -> None:
    """An unknown format is named in the message."""
    with pytest.raises(InputError, match="not as dot"):
        write_network(network, "dot")  # type: ignore[arg-type]
