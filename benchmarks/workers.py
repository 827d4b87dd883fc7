"""What reader processes cost and protect: overhead, start, a point query beside endless ones."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.region import NAMES, region_quads
from graph.release import build_release
from graph.requests import QueryRequest
from graph.store import EmbeddedReader, load_memory
from graph.workers import Pool
from ontology.errors import LimitError

_ROUNDS = 2000
POINT = QueryRequest(f"SELECT ?p ?o {{ <{NAMES.mint('actie', 'plan-0-7')}> ?p ?o }}")
LARGE = QueryRequest("SELECT * { ?s ?p ?o }")
ENDLESS = QueryRequest("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout_s=5)


def report() -> list[str]:
    """Lines on overhead, start and isolation, all in one run over one release."""
    with tempfile.TemporaryDirectory() as folder:
        made = build_release(
            Path(folder),
            region_quads(5, 250),
            release_date="2026-03-01",
            base=NAMES,
            manifest={},
        )
        return asyncio.run(_measure(made.path))


async def _measure(path: Path) -> list[str]:
    begin = time.perf_counter()
    pool = Pool(path, workers=2, queue_s=60)  # the endless ones go to the slow lane
    await pool.start()
    started = time.perf_counter() - begin
    lines = [f"pool ready over {pool.quads} quads: {started:.2f} s (memory: {pool.in_memory})"]
    try:
        reader = EmbeddedReader(load_memory(path))
        for name, request, rounds in (("point", POINT, _ROUNDS), ("large", LARGE, 5)):
            lines.append(await _overhead(pool, reader, name, request, rounds))
        lines.append(await _isolation(pool))
    finally:
        await pool.stop()
    return lines


async def _overhead(
    pool: Pool, reader: EmbeddedReader, name: str, request: QueryRequest, rounds: int
) -> str:
    inside, outside = [], []
    for _ in range(rounds):  # turn by turn, so that both see the same machine
        begin = time.perf_counter()
        reader.query(request)
        middle = time.perf_counter()
        await pool.query(request)
        inside.append(middle - begin)
        outside.append(time.perf_counter() - middle)
    one, two = statistics.median(inside) * 1e3, statistics.median(outside) * 1e3
    return f"{name} query: in process {one:.3f} ms, by a reader {two:.3f} ms, ratio {two / one:.2f}"


async def _isolation(pool: Pool) -> str:
    alone = await _p95(pool)
    stop = asyncio.Event()

    async def endless() -> None:
        while not stop.is_set():
            try:
                await pool.query(ENDLESS, "somebody")
            except LimitError:
                continue

    tasks = [asyncio.create_task(endless()) for _ in range(4)]
    await asyncio.sleep(1.5)  # until they are known to be heavy
    beside = await _p95(pool)
    stop.set()
    await asyncio.gather(*tasks)
    return (
        f"point query, p95: alone {alone:.2f} ms, beside 4 endless queries {beside:.2f} ms, "
        f"ratio {beside / alone:.1f}"
    )


async def _p95(pool: Pool) -> float:
    """The 95th percentile in milliseconds."""
    found = []
    for _ in range(500):
        begin = time.perf_counter()
        await pool.query(POINT, "somebody else")
        found.append(time.perf_counter() - begin)
    return statistics.quantiles(found, n=20)[-1] * 1e3
