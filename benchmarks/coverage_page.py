"""How fast the pages Dekking and Doorwerking are over a made-up graph of a million quads.

Publishes the graph of policy.py with every rule and times whole pages of the real service, one
after another: the first (nothing kept) and the median of the next. The bar is 300 ms of server time
for the matrix. `BENCHMARK_QUADS` is 1000000 unless set.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx

from benchmarks.policy import QUADS_OF_DOCUMENT, publish_policy
from benchmarks.questions import _our_server

_ROUNDS: Final = 7
_BAR_MS: Final = 300
_PAGES: Final = (
    "/dekking",
    "/dekking?per=bestuurslaag",
    "/dekking?per=gemeente",
    "/dekking?per=programma",
    "/dekking?per=thema",
    "/doorwerking",
)


def report() -> Iterator[str]:
    """One line for each page."""
    documents = max(1, int(os.environ.get("BENCHMARK_QUADS", "1000000")) // QUADS_OF_DOCUMENT)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        quads = publish_policy(Path(folder), documents)
        took = time.perf_counter() - began
        yield f"{quads} quads, {documents} documents, {took:.0f} s to publish"
        with _our_server(Path(folder)) as site, httpx.Client(base_url=site, timeout=130) as client:
            for page in _PAGES:
                yield _time(client, page)


def _time(client: httpx.Client, page: str) -> str:
    took = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        answer = client.get(page)
        took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            return f"{page}: status {answer.status_code} after {took[-1]:.0f} ms"
    later = statistics.median(took[1:])
    bar = f", bar {_BAR_MS} ms" if page == _PAGES[0] else ""
    return f"{page}: first {took[0]:.0f} ms, then {later:.0f} ms (median of {_ROUNDS - 1}){bar}"
