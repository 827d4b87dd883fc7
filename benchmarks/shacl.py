"""How long the shapes of the ontology take over the made-up region."""

from __future__ import annotations

import time
from pathlib import Path

from pyoxigraph import Quad, Store

from benchmarks.region import region_quads
from graph.shapes import validate


def report() -> list[str]:
    """Lines for a usual graph: triples and seconds."""
    shapes = sorted(Path("ontology/shapes").glob("*.ttl"))
    store = Store()
    store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in region_quads(5, 250))
    begin = time.perf_counter()
    found = validate(store, shapes)
    seconds = time.perf_counter() - begin
    return [f"SHACL over {len(store)} triples: {seconds:.1f} s, {len(found)} results"]
