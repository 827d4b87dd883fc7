"""The shipped layer: what a machine without the texts has instead of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.register import DEFAULT_REGION, load_region
from graph.release import current_release
from ingest.readings import dump_reading
from service.build import EXTRACTED_FILE, BuildPlan, build
from service.shipping import read_region
from tests.integration.conftest import RealGraph

pytestmark = pytest.mark.sources


def test_shipped_layer_is_what_the_readers_read(real_graph: RealGraph) -> None:
    """Each extracted.json equals a fresh reading; run `make extracted` when it does not."""
    region = load_region(DEFAULT_REGION)
    stale = [
        reading.document
        for reading in read_region(region, real_graph.sources)
        if dump_reading(reading)
        != (region.sources_folder / reading.document / EXTRACTED_FILE).read_text("utf-8")
    ]

    assert [] == stale


def test_graph_without_texts_is_the_same(real_graph: RealGraph, tmp_path: Path) -> None:
    """A build from the shipped layers alone has the hash of the build from the texts."""
    build(
        BuildPlan(
            region=DEFAULT_REGION,
            data=tmp_path,
            release_date=str(real_graph.release.manifest["date"]),
        ),
        lambda *_: None,
    )
    made = current_release(tmp_path)

    assert made is not None
    assert real_graph.release.manifest["graph_sha256"] == made.manifest["graph_sha256"]
