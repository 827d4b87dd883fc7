"""The made-up policy graph is the same each time and can be published with the rules."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Store

from benchmarks.policy import NAMES, THEMES, policy_quads, publish_policy
from graph.release import current_release
from graph.search_names import open_names
from graph.search_query import parse_wanted
from ontology.terms import BG, RDF


def test_same_seed_same_graph() -> None:
    """Two runs give the same quads; another seed gives others."""
    assert list(policy_quads(1)) == list(policy_quads(1))
    assert list(policy_quads(1)) != list(policy_quads(1, seed=2))


def test_release_has_coverage_and_names(tmp_path: Path) -> None:
    """A published graph covers every theme of each document and can be searched."""
    publish_policy(tmp_path, 2)
    release = current_release(tmp_path)
    assert release is not None
    store = Store.read_only(str(release.path))
    covers = NamedNode(BG.ThemeCoverage)
    found = list(store.quads_for_pattern(None, NamedNode(RDF.type), covers, DefaultGraph()))
    names = open_names(release.path.parent)

    assert 2 * len(THEMES) == len(found)
    assert release.iri == NAMES.mint("uitgave", "2026-01-01")
    assert names is not None
    assert names.find(parse_wanted("partij 12")).total > 0
