"""What holds a network together, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import centrality
from graph.centrality import FILE, analyse, read_analysis, write_analysis
from graph.network import Network, build_network
from ontology.errors import FormatError
from ontology.terms import BG
from tests.unit.test_network import BASE, row

BARBELL = [
    *(
        row(one, other, "hangtSamen", 2)
        for one, other in (("t1", "p1"), ("p1", "p2"), ("p2", "t1"))
    ),
    row("p2", "a1", "trekt", 2),
    *(
        row(one, other, "hangtSamen", 2)
        for one, other in (("a1", "p3"), ("p3", "p4"), ("p4", "a1"))
    ),
    row("p4", "p5", "hangtSamen"),
]


def short(iri: str) -> str:
    """A node by its short name."""
    return iri.removeprefix(BASE)


def barbell() -> Network:
    """Two triangles joined by one relation, with one thing at the end of the second."""
    return build_network(BARBELL)


def test_the_things_between_two_halves_are_central() -> None:
    """What lies on most of the shortest ways comes first."""
    assert {"a1", "p2"} == {short(one.iri) for one in analyse(barbell()).central[:2]}


def test_documents_do_not_connect() -> None:
    """Two things that only share a document that names them are not related."""
    found = analyse(build_network([row("d1", "t1"), row("d1", "p1"), row("p1", "p2", "deelVan")]))

    assert ({"t1"}, 2) == ({short(iri) for iri, _ in found.isolated_themes}, found.nodes)


def test_a_bridge_says_what_comes_loose() -> None:
    """Without the thing that joins both halves, the smaller half comes loose."""
    found = {short(one.iri): one.loose for one in analyse(barbell()).bridges}

    assert {"p2": 2, "a1": 3, "p4": 1} == found


def test_each_half_is_a_group() -> None:
    """Groups are the parts with more relations inside than outside."""
    groups = [{short(iri) for iri, _ in one.members} for one in analyse(barbell()).groups]

    assert [{"a1", "p3", "p4", "p5"}, {"t1", "p1", "p2"}] == groups


def test_a_relation_on_one_passage_is_told() -> None:
    """Only what one passage states once counts, as share of all relations."""
    found = analyse(barbell())

    assert [("p4", "p5")] == [(short(one.source), short(one.target)) for one in found.single]
    assert 0.125 == found.single_share


def test_namings_by_a_document_are_no_single_relations() -> None:
    """That a document names a thing is not a relation that hangs on one passage."""
    rows = [row("d1", "t1") | {"predicate": str(BG.mentions)}, row("p1", "t1", "heeftThema", 3)]

    assert ((), 0.0) == (
        analyse(build_network(rows)).single,
        analyse(build_network(rows)).single_share,
    )


def test_the_order_of_rows_does_not_matter() -> None:
    """The same network, told in another order, gives the same analysis."""
    assert analyse(barbell()) == analyse(build_network(BARBELL[::-1]))


def test_a_large_network_is_looked_at_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the bound the strongest things are looked at, and the analysis says how many."""
    monkeypatch.setattr(centrality, "MAX_NODES", 4)
    found = analyse(barbell())

    assert (7, 4) == (found.nodes, found.looked_at)


def test_an_empty_network_has_nothing_to_say() -> None:
    """No relations, no findings, no division by nothing."""
    found = analyse(build_network([]))

    assert (0, 0.0, (), ()) == (found.nodes, found.single_share, found.groups, found.central)


def test_it_reads_back(tmp_path: Path) -> None:
    """What is written beside a release is read as it was."""
    found = analyse(barbell())
    write_analysis(tmp_path, found)

    assert found == read_analysis(tmp_path)


def test_a_release_without_it_has_none(tmp_path: Path) -> None:
    """An older release is no error."""
    assert read_analysis(tmp_path) is None


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    """The message says which file, and what to do."""
    (tmp_path / FILE).write_text("{}", encoding="utf-8")

    with pytest.raises(FormatError, match=r"network\.json is not an analysis.*build again"):
        read_analysis(tmp_path)
