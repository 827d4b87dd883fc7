"""Our endpoint beside the native server of the same engine, in turns, in one run on one machine.

Starts and stops both, fills them with the synthetic graph of the shared benchmark, and has its
load generator ask both in turns (A B A B). Each query is measured twice: answers kept for who asks
again, as a service runs, and none kept. Without that folder beside the checkout there is nothing
to measure. `BENCHMARK_SCALE` is 1 (100,000 triples) unless set.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import httpx

BENCHMARK: Final = Path(__file__).resolve().parents[2] / "shared" / "benchmark"
_TOKEN: Final = "only-for-this-run"
_START_S: Final = 60.0
_LOAD_S: Final = 900.0
_SECONDS: Final = "2"
_ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_SETTINGS: Final = {
    "UPDATE_TOKEN": _TOKEN,
    "MAX_UPLOAD_BYTES": str(1 << 30),
    "MAX_MEMORY_MB": "8192",
    "QUERY_TIMEOUT_S": str(_LOAD_S),
}


def report() -> list[str]:
    """A line for each query: requests/s of both and their ratio, with and without kept answers."""
    if not BENCHMARK.is_dir():
        return [
            f"skipped: there is no {BENCHMARK.parent.name}/{BENCHMARK.name} beside the checkout"
        ]
    scale = f"{_scale():g}"
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        data = work / "data.nq"
        _run(sys.executable, str(BENCHMARK / "bench_data.py"), scale, str(data))
        lines = [f"scale {scale}, 4 clients, load average {os.getloadavg()[0]:.1f}"]
        with _native(work, data) as native:
            for kept_mb in ("64", "0"):
                kept = "kept answers" if kept_mb != "0" else "nothing kept"
                with _ours(work, kept_mb, data) as ours:
                    lines += [f"{kept}: {line}" for line in _compare(work, ours, native)]
                    lines.append(f"{kept}: {_beside_endless(work, ours)}")
        return [*lines, f"load average {os.getloadavg()[0]:.1f}"]


def _scale() -> float:
    return float(os.environ.get("BENCHMARK_SCALE", "1"))


def _compare(work: Path, ours: str, native: str) -> Iterator[str]:
    """Let the load generator ask both; an error or another number of rows is told."""
    found = work / "found.json"
    params = work / "data.params.json"
    script = str(BENCHMARK / "load.py")
    options = ["--params", str(params), "-c", "4", "-t", _SECONDS, "-r", "2", "--json", str(found)]
    printed = _run(sys.executable, script, ours, "--ab", native, *options)
    yield from (line for line in printed.splitlines() if "DIFFER" in line)
    for row in json.loads(found.read_text())["queries"]:
        ratio = row["a_rps"] / row["b_rps"] if row["b_rps"] else float("nan")
        yield f"{row['name']:22}{row['a_rps']:9.0f} /s{row['b_rps']:9.0f} /s   ratio {ratio:.2f}"


def _beside_endless(work: Path, ours: str) -> str:
    """The p95 of a point query of one client, alone and beside four endless queries."""
    alone = _point_p95(work, ours)
    stop = threading.Event()
    others = [threading.Thread(target=_ask_endless, args=(ours, stop)) for _ in range(4)]
    for other in others:
        other.start()
    time.sleep(2)  # until they are known to be heavy
    beside = _point_p95(work, ours)
    stop.set()
    for other in others:
        other.join()
    return (
        f"point query, p95: alone {alone:.2f} ms, beside 4 endless queries {beside:.2f} ms, "
        f"ratio {beside / alone:.1f}"
    )


def _point_p95(work: Path, ours: str) -> float:
    found = work / "found.json"
    script, params = str(BENCHMARK / "load.py"), str(work / "data.params.json")
    options = ["--only", "q01", "--mode", "each", "-c", "1", "-t", "4", "--json", str(found)]
    _run(sys.executable, script, ours, "--params", params, *options)
    p95: float = json.loads(found.read_text())["queries"][0]["p95"]
    return p95


def _ask_endless(ours: str, stop: threading.Event) -> None:
    """Ask, give up after a while, and ask again."""
    while not stop.is_set():
        with suppress(httpx.TimeoutException):
            httpx.get(ours, params={"query": _ENDLESS}, timeout=8)


@contextmanager
def _native(work: Path, data: Path) -> Iterator[str]:
    """The native server over a store on disk, optimised."""
    tool = str(Path(sys.executable).with_name("oxigraph"))
    store = str(work / "native")
    _run(tool, "load", "--location", store, "--file", str(data))
    _run(tool, "optimize", "--location", store)
    bind = f"127.0.0.1:{_free_port()}"
    with _running([tool, "serve-read-only", "--location", store, "--bind", bind], {}):
        _wait_for(f"http://{bind}/query?query=ASK%7B%7D")
        yield f"http://{bind}/query"


@contextmanager
def _ours(work: Path, kept_mb: str, data: Path) -> Iterator[str]:
    """Our service; the first one loads the data through the Graph Store Protocol."""
    folder = work / "ours"
    is_new = not folder.exists()
    folder.mkdir(exist_ok=True)
    port = str(_free_port())
    site = f"http://127.0.0.1:{port}"
    settings = {**_SETTINGS, "ANSWER_CACHE_MB": kept_mb}
    command = [sys.executable, "-m", "service.cli", "serve", "--data", str(folder), "--port", port]
    with _running(command, {f"BELEIDSGRAAF_{name}": value for name, value in settings.items()}):
        _wait_for(f"{site}/health/ready")
        if is_new:
            _put(site, data)
        time.sleep(3 + _scale())  # readers go on from the checkpoint on disk to a copy in memory
        httpx.get(f"{site}/sparql", params={"query": "ASK {}"}, timeout=_LOAD_S)
        yield f"{site}/sparql"


def _put(site: str, data: Path) -> None:
    headers = {"Authorization": f"Bearer {_TOKEN}", "Content-Type": "application/n-quads"}
    with data.open("rb") as body:
        httpx.put(
            f"{site}/store?default", content=body, headers=headers, timeout=_LOAD_S
        ).raise_for_status()


@contextmanager
def _running(command: list[str], settings: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **settings},
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout


def _wait_for(address: str) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until:
        try:
            if httpx.get(address, timeout=5).status_code < 500:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers at {address}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
