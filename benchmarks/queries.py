"""How long the saved queries take on the real graph, against counting every published triple.

In: the texts at hand, else the shipped layers. Out: lines with the slowest queries in processor
time of one process with the graph in memory, each as a ratio to the count.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Final

from graph.release import current_release
from graph.requests import QueryRequest
from graph.store import EmbeddedReader, load_memory
from queries.catalog import Catalog
from queries.run import request_for
from service.build import BuildPlan, build
from service.folders import find_region_folder, find_sources_folder

COUNT: Final = QueryRequest("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
ROUNDS: Final = 3
SHOWN: Final = 8


def report() -> Iterator[str]:
    """The slowest saved queries, best of three runs each."""
    with tempfile.TemporaryDirectory() as folder:
        sources = find_sources_folder(None, Path.cwd())
        build(BuildPlan(find_region_folder(None), Path(folder), sources), lambda *_: None)
        release = current_release(Path(folder))
        if release is None:
            raise RuntimeError("the build published nothing")
        reader = EmbeddedReader(load_memory(release.path))
    peer = _seconds(reader, COUNT)
    yield f"counting {release.manifest['quads']} quads: {peer * 1000:.0f} ms"
    catalog = Catalog.load()
    groups = (catalog.in_group(name) for name in ("analysis", "checks", "competency"))
    taken = {
        query.name: _seconds(reader, request_for(query)) for group in groups for query in group
    }
    for name in sorted(taken, key=lambda one: -taken[one])[:SHOWN]:
        yield f"{name}: {taken[name] * 1000:.0f} ms, ratio to the count {taken[name] / peer:.1f}"


def _seconds(reader: EmbeddedReader, request: QueryRequest) -> float:
    times = []
    for _ in range(ROUNDS):
        began = process_time()
        reader.query(request)
        times.append(process_time() - began)
    return min(times)
