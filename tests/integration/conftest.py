"""Releases that are built once for all tests that ask them something: the real graph, a small one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import Store

from graph.release import Release, current_release
from graph.store import EmbeddedReader, load_memory
from queries.catalog import Catalog
from queries.results import Solutions, text_of
from queries.run import run
from service.build import BuildPlan, build
from service.folders import find_region_folder
from service.report import BuildReport
from tests.integration.served import make_region, run as run_command

ROOT = Path(__file__).parents[2]
RELEASE_DATE = "2026-01-01"


def find_sources() -> Path | None:
    """The folder with the texts: as the environment says, else beside or above the checkout."""
    given = os.environ.get("BELEIDSGRAAF_SOURCES")
    places = [Path(given)] if given else [ROOT / "sources", ROOT.parent / "shared" / "sources"]
    return next((place for place in places if any(place.glob("*.txt"))), None)


@dataclass(frozen=True)
class RealGraph:
    """A release of the shipped region with the texts it was read from."""

    sources: Path
    release: Release
    report: BuildReport
    store: Store
    catalog: Catalog

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts by document id, with their line breaks as delivered."""
        return {
            path.stem: path.read_bytes().decode("utf-8")
            for path in sorted(self.sources.glob("*.txt"))
        }

    def ask(self, name: str, **given: str) -> Solutions:
        """The answer to a saved query."""
        return run(self.catalog.get(name), EmbeddedReader(self.store), given)

    def rows(self, name: str, **given: str) -> list[dict[str, str]]:
        """The answer to a saved query as plain texts, region and vocabulary cut off."""
        return [
            {column: shorten(text_of(term)) for column, term in row.items()}
            for row in self.ask(name, **given)
        ]


def shorten(text: str) -> str:
    """An IRI of the region or the vocabulary without its base; other text as it is."""
    return text.rpartition("/id/")[2] if "/id/" in text else text.rpartition("/def#")[2]


@pytest.fixture(scope="session")
def real_graph(tmp_path_factory: pytest.TempPathFactory) -> RealGraph:
    """The real graph, built aside in a temporary folder; skipped where the texts are absent."""
    sources = find_sources()
    if sources is None:
        pytest.skip("the source texts are not at hand; set BELEIDSGRAAF_SOURCES to their folder")
    data = tmp_path_factory.mktemp("real")
    plan = BuildPlan(
        region=find_region_folder("twente"),
        data=data,
        sources=sources,
        release_date=RELEASE_DATE,
    )
    report = build(plan, lambda *_: None)
    release = current_release(data)
    assert release is not None
    return RealGraph(sources, release, report, load_memory(release.path), Catalog.load())


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one release of the made-up region, built once; tests get copies of it."""
    root = tmp_path_factory.mktemp("built")
    data = root / "data"
    done = run_command(make_region(root), "build", "--data", data, "--date", "2031-06-01")
    assert done.returncode == 0, done.stderr.decode()
    return data
