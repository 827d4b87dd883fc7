"""What changed between two releases, and the way in for a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from benchmarks.region import NAMES, region_quads
from graph import QueryRequest, open_graph
from graph.compare import compare_releases
from graph.release import Release, build_release, load_release
from ontology.errors import NotFoundError
from ontology.terms import BG, RDF, SKOS

GOAL = NAMES.mint("doel", "groei")


def releases(data: Path) -> tuple[Release, Release]:
    """Two releases; the second has a goal more and an action's label changed."""
    graph = NamedNode(NAMES.graph("curated"))
    goal = Quad(NamedNode(GOAL), NamedNode(RDF.type), NamedNode(BG.Goal), graph)
    first = list(region_quads())
    label = next(one for one in first if one.predicate.value == SKOS.prefLabel)
    new = Quad(label.subject, label.predicate, Literal("Anders", language="nl"), label.graph_name)
    second = [one for one in first if one != label] + [new, goal]
    for date, quads in (("2026-03-01", first), ("2026-04-01", second)):
        build_release(data, quads, release_date=date, base=NAMES, manifest={})
    found = sorted((data / "releases").iterdir())
    return load_release(found[0]), load_release(found[1])


def test_release_equals_itself(tmp_path: Path) -> None:
    """Nothing came or went between a release and itself."""
    before, _ = releases(tmp_path)
    assert compare_releases(before, before).is_same


def test_new_things_and_counts_are_named(tmp_path: Path) -> None:
    """A new goal is found by IRI and by the count of its class; a changed label is no new thing."""
    before, after = releases(tmp_path)
    found = compare_releases(before, after)
    assert [GOAL] == found.new_things()
    assert [] == found.gone_things()
    assert {BG.Goal: (0, 1)} == found.classes


def test_lines_hold_only_what_changed(tmp_path: Path) -> None:
    """Two quads for the goal, two for the label that came, two for the label that went."""
    before, after = releases(tmp_path)
    found = compare_releases(before, after)
    assert (4, 2) == (len(found.added), len(found.removed))


def test_open_graph_reads_the_served_release(tmp_path: Path) -> None:
    """A data folder is enough to ask a question."""
    releases(tmp_path)
    answer = open_graph(tmp_path).query(QueryRequest(f"ASK {{ <{GOAL}> ?p ?o }}", "csv"))
    assert b"true" == answer


def test_open_graph_reads_a_store_folder(tmp_path: Path) -> None:
    """The store folder of one release can be opened too."""
    before, _ = releases(tmp_path)
    answer = open_graph(before.path).query(QueryRequest(f"ASK {{ <{GOAL}> ?p ?o }}", "csv"))
    assert b"false" == answer


def test_open_graph_says_that_nothing_was_built(tmp_path: Path) -> None:
    """An empty folder is reported as such."""
    with pytest.raises(NotFoundError, match="no release in"):
        open_graph(tmp_path)
