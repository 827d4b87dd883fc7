"""A service under load for a long time: many clients, a write each second, killed readers.

`python -m benchmarks.soak --minutes 30` starts a service over a made-up region and asks it mixed
queries with 16 clients, four of which ask quick ones on connections of their own. Each second one
triple is written and read back at once: a stale answer is a failure. Every ten seconds a reader is
killed; the one query it had may fail, and no other. After it all, no process may be left and memory
must be what it was, within a tenth. Exit code 1 when anything failed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from benchmarks.processes import command_of, descendants, is_alive, resident_mb
from benchmarks.region import NAMES, region_quads
from graph.release import build_release

_TOKEN: Final = "only-for-this-run"
_CLIENTS: Final = 16
_STEADY: Final = 4  # of them
_KILL_EVERY_S: Final = 10.0
_WRITE_EVERY_S: Final = 1.0
_WARM_S: Final = 15.0  # before memory is looked at: caches, copies in memory, processes
_CALM_S: Final = 8.0  # after a load: the newest state goes to memory, old processes end
_ANSWER_S: Final = 60.0
_GROWTH: Final = 1.10
_MOST_TOLD: Final = 20
_CUT: Final = "the reader process ended"
_ITEM: Final = "<http://example.org/soak/s> <http://example.org/soak/p>"
_POINT: Final = f"SELECT ?p ?o {{ <{NAMES.mint('actie', 'plan-0-7')}> ?p ?o }}"
_ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_QUERIES: Final = (
    *(_POINT, _POINT, _POINT),
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?type (COUNT(?s) AS ?n) { ?s a ?type } GROUP BY ?type ORDER BY DESC(?n)",
    "SELECT ?s ?label { ?s ?p ?label FILTER(CONTAINS(LCASE(STR(?label)), 'plan')) } LIMIT 50",
    "SELECT ?s { ?s a ?t FILTER NOT EXISTS { ?s ?p ?x . ?x a ?t } } LIMIT 100",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 3000",
    "DESCRIBE <http://example.org/soak/s>",
    "ASK { ?s ?p ?o }",
)


@dataclass(slots=True)
class Tally:
    """What happened: how often what, and failures as lines."""

    done: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest_ms: float = 0.0
    written: int = 0  # the last write that was acknowledged
    asked_to_write: int = 0
    memory_mb: tuple[float, float] = (0.0, 0.0)  # before and after

    def fail(self, line: str) -> None:
        """Count a failure; the first ones are kept."""
        self.done["failures"] += 1
        if len(self.failures) < _MOST_TOLD:
            self.failures.append(line)

    def lines(self, seconds: float) -> Iterator[str]:
        """For a person."""
        counts = ", ".join(f"{count} {name}" for name, count in sorted(self.done.items()))
        rate = self.done["queries"] / seconds
        yield f"{seconds:.0f} s: {counts}; {rate:.0f} queries/s, slowest {self.slowest_ms:.0f} ms"
        yield "memory {:.0f} MB before, {:.0f} MB after".format(*self.memory_mb)
        yield from (f"FAILED: {line}" for line in self.failures)


def main(arguments: list[str]) -> int:
    """Run, print what happened, and give 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    seconds = parser.parse_args(arguments).minutes * 60
    tally = soak(seconds)
    for line in tally.lines(seconds):
        print(line, flush=True)
    return 1 if tally.failures else 0


def soak(seconds: float) -> Tally:
    """Start a service, load it for so many seconds, stop it, and tell what happened."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        quads = region_quads(5, 250)
        build_release(data, quads, release_date="2026-03-01", base=NAMES, manifest={})
        return asyncio.run(_run(data, seconds))


async def _run(data: Path, seconds: float) -> Tally:
    tally = Tally()
    async with _serving(data) as (service, client):
        before = await _load(client, service, min(_WARM_S, seconds), Tally())
        after = await _load(client, service, seconds, tally)
        started = descendants(service)
    tally.memory_mb = (before, after)
    if after > before * _GROWTH:
        tally.fail(f"memory grew from {before:.0f} to {after:.0f} MB")
    if left := [command_of(one) for one in started if is_alive(one)]:
        tally.fail(f"{len(left)} processes are left: {left[0]}")
    if tally.done["queries cut"] > tally.done["readers killed"]:
        tally.fail("more queries were cut than readers killed")
    return tally


@asynccontextmanager
async def _serving(data: Path) -> AsyncIterator[tuple[int, httpx.AsyncClient]]:
    """A running service, by its process, and a client of it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service.cli", "serve", "--data", str(data), "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "BELEIDSGRAAF_UPDATE_TOKEN": _TOKEN},
    )
    assert process.stdout is not None
    try:
        line = (await process.stdout.readline()).decode()
        if " ready at " not in line:
            raise RuntimeError(f"the service did not start: {line}")
        site = line.split(" ready at ")[1].split()[0]
        async with httpx.AsyncClient(base_url=site, timeout=_ANSWER_S) as client:
            yield process.pid, client
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await process.wait()


async def _load(client: httpx.AsyncClient, service: int, seconds: float, tally: Tally) -> float:
    """All at once, for so many seconds; the memory in MB when it is quiet again."""
    until = time.monotonic() + seconds
    async with asyncio.TaskGroup() as tasks:
        for number in range(_CLIENTS - _STEADY):
            tasks.create_task(_ask_on(client, until, tally, random.Random(number)))
        for _ in range(_STEADY):
            tasks.create_task(_ask_steadily(str(client.base_url), until, tally))
        tasks.create_task(_write_on(client, until, tally))
        tasks.create_task(_kill_on(client, service, until, tally))
    await asyncio.sleep(_CALM_S)
    return resident_mb(service)


async def _ask_on(
    client: httpx.AsyncClient, until: float, tally: Tally, chance: random.Random
) -> None:
    """One client: a query, its answer, the next."""
    while time.monotonic() < until:
        began = time.perf_counter()
        await _ask(client, chance.choice(_QUERIES), tally)
        tally.slowest_ms = max(tally.slowest_ms, (time.perf_counter() - began) * 1000)


async def _ask_steadily(site: str, until: float, tally: Tally) -> None:
    """One client with a connection of its own and quick queries that are all alike.

    What it reads is never older than what was acknowledged before it asked.
    """
    number = 0
    async with httpx.AsyncClient(base_url=site, timeout=_ANSWER_S) as client:
        while time.monotonic() < until:
            number += 1
            least = tally.written
            read = await _ask(client, f"SELECT ?o {{ {_ITEM} ?o }} # {number}", tally, "text/csv")
            tally.done["steady queries"] += 1
            found = [int(value) for value in (read or "").split()[1:]]
            is_fresh = len(found) == 1 and least <= found[0] <= tally.asked_to_write
            if read is not None and least and not is_fresh:
                tally.fail(f"{found} read, {least} to {tally.asked_to_write} were possible")


async def _write_on(client: httpx.AsyncClient, until: float, tally: Tally) -> None:
    """One write each second, and a query that must see it at once."""
    headers = {"Authorization": f"Bearer {_TOKEN}", "Content-Type": "application/sparql-update"}
    number = 0
    while time.monotonic() < until:
        number += 1
        pause = asyncio.create_task(asyncio.sleep(_WRITE_EVERY_S))
        tally.asked_to_write = number
        text = f"DELETE WHERE {{ {_ITEM} ?o }} ; INSERT DATA {{ {_ITEM} {number} }}"
        written = await client.post("/update", content=text, headers=headers)
        tally.done["writes"] += 1
        if written.status_code != 204:
            tally.fail(f"{written.status_code} for an update: {written.text[:200]}")
        else:
            tally.written = number
            read = await _ask(client, f"SELECT ?o {{ {_ITEM} ?o }}", tally, "text/csv")
            if read is not None and read.split() != ["o", str(number)]:
                tally.fail(f"stale after write {number}: {read[:100]!r}")
        await pause


async def _kill_on(client: httpx.AsyncClient, service: int, until: float, tally: Tally) -> None:
    """An endless query, and after some seconds the end of any reader; again and again."""
    chance = random.Random(0)
    while time.monotonic() < until:
        pause = asyncio.create_task(asyncio.sleep(_KILL_EVERY_S))
        asked = asyncio.create_task(client.get("/sparql", params={"query": _ENDLESS}))
        await asyncio.sleep(chance.uniform(0.1, _KILL_EVERY_S / 2))
        if readers := _readers(service):
            with suppress(ProcessLookupError):  # it ended by itself meanwhile
                os.kill(chance.choice(readers), signal.SIGKILL)
                tally.done["readers killed"] += 1
        await pause
        if asked.done():
            answer = asked.result()
            tally.done["queries cut"] += _CUT in answer.text
            if answer.status_code != 503:
                tally.fail(f"{answer.status_code} for an endless query: {answer.text[:200]}")
        else:
            asked.cancel()  # its client has had enough of it


def _readers(service: int) -> list[int]:
    """Processes that were forked from a template: they have its command, and it as parent."""
    found = [one for one in descendants(service) if "graph.worker_template" in command_of(one)]
    return [one for parent in found for one in descendants(parent) if one in found]


async def _ask(
    client: httpx.AsyncClient, query: str, tally: Tally, accept: str = "*/*"
) -> str | None:
    """The answer; None, and perhaps a failure, when there is none."""
    tally.done["queries"] += 1
    try:
        answer = await client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    except (httpx.RemoteProtocolError, httpx.ReadError):
        tally.done["queries cut"] += 1  # it had begun, so that it can only break off
        return None
    except httpx.HTTPError as error:
        tally.fail(f"{type(error).__name__} for {query}")
        return None
    if answer.status_code == 503 and _CUT in answer.text:
        tally.done["queries cut"] += 1
        return None
    if answer.status_code != 200:
        tally.fail(f"{answer.status_code} for {query}: {answer.text[:200]}")
        return None
    return answer.text


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
