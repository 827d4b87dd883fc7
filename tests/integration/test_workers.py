"""Readers that can be killed: limits, isolation, release switch. Real processes, no stand-ins."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from benchmarks.region import NAMES, region_quads
from graph.formats import format_for
from graph.release import build_release
from graph.requests import QueryRequest
from graph.worker_template import NICE, NICER
from graph.workers import Pool, run_query
from ontology.errors import BusyError, FormatError, LimitError, QueryError, StoreError
from ontology.terms import BG

T = TypeVar("T")

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ACTIONS = f"SELECT (COUNT(*) AS ?n) {{ ?a a <{BG.Action}> }}"
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
BOMB = (
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g)); separator='') AS ?x) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
)


@pytest.fixture(scope="module")
def release_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a small release: 2 documents with 20 actions each."""
    return build(tmp_path_factory.mktemp("data"), actions=20)


def build(data: Path, actions: int, date: str = "2026-03-01") -> Path:
    """Build a release of the made-up region."""
    quads = region_quads(2, actions)
    return build_release(data, quads, release_date=date, base=NAMES, manifest={}).path


def with_pool(path: Path | None, work: Callable[[Pool], Awaitable[T]], **limits: float | bool) -> T:
    """Run work with a started pool and stop it."""

    async def run() -> T:
        pool = Pool(path, **limits)  # type: ignore[arg-type]
        await pool.start()
        try:
            return await work(pool)
        finally:
            await pool.stop()

    return asyncio.run(run())


def csv(text: str) -> QueryRequest:
    """A request for CSV."""
    return QueryRequest(text, "csv")


@pytest.mark.parametrize("keep_in_memory", [True, False])
def test_pool_answers_from_memory_and_from_disk(release_path: Path, keep_in_memory: bool) -> None:
    """The same answer comes from readers that share memory and from readers on disk."""

    async def work(pool: Pool) -> tuple[bool, bytes]:
        return pool.in_memory, await pool.query(csv(ACTIONS))

    found = with_pool(release_path, work, keep_in_memory=keep_in_memory)
    assert (keep_in_memory, b"n\r\n40\r\n") == found


def test_release_too_big_for_the_memory_limit_is_read_from_disk(release_path: Path) -> None:
    """A checkpoint that does not fit max_memory_mb is opened by each reader itself."""

    async def work(pool: Pool) -> tuple[bool, bytes]:
        return pool.in_memory, await pool.query(csv(ACTIONS))

    # 3,500 quads are estimated at 1.7 MB; a reader needs room for the engine as well
    assert (True, b"n\r\n40\r\n") == with_pool(release_path, work, max_memory_mb=200)
    big = build(release_path.parents[2] / "big", actions=1200)
    assert (False, b"n\r\n2400\r\n") == with_pool(big, work, max_memory_mb=64)


def test_empty_pool_answers_like_an_empty_store() -> None:
    """Without a release the graph is empty, not an error."""

    async def work(pool: Pool) -> bytes:
        return await pool.query(csv("SELECT ?s { ?s ?p ?o }"))

    assert b"s\r\n" == with_pool(None, work)


def test_missing_store_is_refused_at_the_start(tmp_path: Path) -> None:
    """A folder without a store gives one clear error and no process stays."""

    async def work(pool: Pool) -> bytes:
        return await pool.query(csv(ACTIONS))

    with pytest.raises(StoreError, match="no store in"):
        with_pool(tmp_path, work)


def test_endless_query_is_stopped_and_the_next_is_normal(release_path: Path) -> None:
    """An endless query ends with a LimitError that names the seconds; the next one works."""

    async def work(pool: Pool) -> bytes:
        with pytest.raises(LimitError, match=r"longer than 0\.5 s"):
            await pool.query(csv(ENDLESS))
        return await pool.query(csv(ACTIONS))

    assert b"n\r\n40\r\n" == with_pool(release_path, work, workers=1, query_timeout_s=0.5)


def test_request_may_shorten_the_limit_but_not_lengthen_it(release_path: Path) -> None:
    """timeout_s of a request counts only when it is below the pool's."""

    async def work(pool: Pool) -> None:
        with pytest.raises(LimitError, match=r"longer than 0\.2 s"):
            await pool.query(QueryRequest(ENDLESS, "csv", timeout_s=0.2))
        with pytest.raises(LimitError, match=r"longer than 0\.6 s"):
            await pool.query(QueryRequest(ENDLESS, "csv", timeout_s=60))

    with_pool(release_path, work, workers=1, query_timeout_s=0.6)


def test_memory_bomb_is_stopped_and_the_next_is_normal(release_path: Path) -> None:
    """A query that takes too much memory kills its reader only."""

    async def work(pool: Pool) -> bytes:
        with pytest.raises(LimitError, match="reader process ended"):
            await pool.query(csv(BOMB))
        return await pool.query(csv(ACTIONS))

    assert b"n\r\n40\r\n" == with_pool(
        release_path, work, workers=1, max_memory_mb=200, query_timeout_s=30
    )


def test_answer_over_the_byte_limit_is_an_error(release_path: Path) -> None:
    """A large answer is refused whole and the reader stays usable."""

    async def work(pool: Pool) -> bytes:
        with pytest.raises(LimitError, match="larger than 100000 bytes"):
            await pool.query(csv(LONG))
        return await pool.query(csv(ACTIONS))

    assert b"n\r\n40\r\n" == with_pool(release_path, work, max_result_bytes=100_000)


def test_cut_stream_raises_and_never_ends_quietly(release_path: Path) -> None:
    """Pieces that came before the limit are followed by an error, not by an end."""

    async def work(pool: Pool) -> None:
        async def read() -> list[bytes]:
            return [piece async for piece in pool.stream(csv(LONG))]

        with pytest.raises(LimitError, match="larger than"):
            await read()

    with_pool(release_path, work, max_result_bytes=250_000)


def test_streamed_answer_equals_the_whole_one(release_path: Path) -> None:
    """A long answer arrives complete and in order, in pieces of at least 64 kB but the last."""

    async def work(pool: Pool) -> tuple[bytes, list[bytes]]:
        request = csv("SELECT * { ?a ?b ?c . ?d a ?e } LIMIT 40000")
        return await pool.query(request), [piece async for piece in pool.stream(request)]

    whole, pieces = with_pool(release_path, work)
    assert whole == b"".join(pieces)
    assert len(pieces) > 3
    assert min(len(piece) for piece in pieces[:-1]) >= 64 * 1024


def test_slow_client_holds_the_reader_back(release_path: Path) -> None:
    """What waits for a client that does not read stays below a few megabytes."""

    async def work(pool: Pool) -> int:
        stream = pool.stream(csv(LONG))
        await anext(stream)
        await asyncio.sleep(0.5)
        held = sum(running.link._held_bytes for running in pool.running)
        await stream.aclose()
        return held

    assert 0 < with_pool(release_path, work) < 4 * 1024 * 1024


def test_closing_a_stream_frees_its_reader(release_path: Path) -> None:
    """A client that goes away leaves no query running: the only place is free at once."""

    async def work(pool: Pool) -> bytes:
        stream = pool.stream(csv(LONG))
        await anext(stream)
        await stream.aclose()
        return await pool.query(csv(ACTIONS))

    assert b"n\r\n40\r\n" == with_pool(release_path, work, workers=1, queue_s=1)


def test_long_query_makes_way_and_its_reader_is_not_used_again(release_path: Path) -> None:
    """A long query of a client gets a lower priority, but no idle one; its reader goes after it."""

    async def work(pool: Pool) -> tuple[int, int, int]:
        template = pool._template
        assert template is not None
        assert template._process is not None
        task = asyncio.create_task(pool.query(csv(ENDLESS), "a client"))
        await asyncio.sleep(0.4)
        (slow,) = children(template._process.pid)
        low = await nice_beside_quick_ones(pool, slow)
        policy = os.sched_getscheduler(slow)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await pool.query(csv(ACTIONS))
        fresh = [one for one in children(template._process.pid) if one != slow]
        return low, policy, os.getpriority(os.PRIO_PROCESS, fresh[0])

    usual = min(os.getpriority(os.PRIO_PROCESS, 0) + NICE, 19)
    expected = (min(usual + NICER, 19), os.SCHED_OTHER, usual)
    assert expected == with_pool(release_path, work, workers=1)


def test_own_long_query_keeps_its_priority(release_path: Path) -> None:
    """A long query of the service itself, for a page, keeps its priority beside quick ones."""

    async def work(pool: Pool) -> int:
        template = pool._template
        assert template is not None
        assert template._process is not None
        task = asyncio.create_task(pool.query(csv(ENDLESS)))
        await asyncio.sleep(0.4)
        (slow,) = children(template._process.pid)
        until = cpu_s(slow) + 1.0  # twice what makes a query of a client heavy
        while cpu_s(slow) < until:
            await pool.query(csv(ACTIONS), "a client")
            await asyncio.sleep(0.05)
        found = os.getpriority(os.PRIO_PROCESS, slow)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return found

    usual = min(os.getpriority(os.PRIO_PROCESS, 0) + NICE, 19)
    assert usual == with_pool(release_path, work, workers=1)


async def nice_beside_quick_ones(pool: Pool, process: int) -> int:
    """The niceness of a reader once it changes while quick queries come; at most 10 s later."""
    usual = os.getpriority(os.PRIO_PROCESS, process)
    for _ in range(100):
        if os.getpriority(os.PRIO_PROCESS, process) != usual:
            break
        await pool.query(csv(ACTIONS), "a client")
        await asyncio.sleep(0.1)
    return os.getpriority(os.PRIO_PROCESS, process)


def cpu_s(process: int) -> float:
    """Processor time of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_cancelled_query_is_killed(release_path: Path) -> None:
    """Cancelling the task of an endless query frees its place within a second."""

    async def work(pool: Pool) -> bytes:
        task = asyncio.create_task(pool.query(csv(ENDLESS)))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await pool.query(csv(ACTIONS))

    assert b"n\r\n40\r\n" == with_pool(release_path, work, workers=1, queue_s=1)


def test_waiting_too_long_for_a_reader_is_busy(release_path: Path) -> None:
    """A query that finds all readers taken gets BusyError after queue_s."""

    async def work(pool: Pool) -> None:
        task = asyncio.create_task(pool.query(csv(ENDLESS)))
        await asyncio.sleep(0.1)
        with pytest.raises(BusyError, match=r"within 0\.1 s"):
            await pool.query(csv(ACTIONS))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    with_pool(release_path, work, workers=1, queue_s=0.1)


def test_slow_queries_leave_the_places_of_fresh_ones(release_path: Path) -> None:
    """As many endless queries as there are workers do not keep a point query waiting."""

    async def work(pool: Pool) -> bytes:
        tasks = [asyncio.create_task(pool.query(csv(ENDLESS))) for _ in range(2)]
        await asyncio.sleep(0.5)
        found = await pool.query(csv(ACTIONS))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return found

    assert b"n\r\n40\r\n" == with_pool(release_path, work, workers=2, queue_s=0)


def test_running_query_can_be_stopped_by_its_number(release_path: Path) -> None:
    """Whoever watches over the service ends one query; the others are not touched."""

    async def work(pool: Pool) -> list[bool]:
        task = asyncio.create_task(pool.query(csv(ENDLESS)))
        await asyncio.sleep(0.1)
        (running,) = pool.running
        stopped = [pool.running.stop(running.number), pool.running.stop(running.number + 1)]
        with pytest.raises(LimitError, match="stopped by"):
            await task
        return stopped

    assert [True, False] == with_pool(release_path, work)


def test_slow_query_is_logged_with_its_text(
    release_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A query over slow_log_s leaves one line with the text; a quick one leaves none."""

    async def work(pool: Pool) -> None:
        with pytest.raises(LimitError):
            await pool.query(QueryRequest(ENDLESS, "csv", timeout_s=0.3))
        await pool.query(csv(ACTIONS))

    with_pool(release_path, work, slow_log_s=0.2)
    (line,) = [one.getMessage() for one in caplog.records if one.name == "beleidsgraaf.slow"]
    assert " ".join(ENDLESS.split()) in line


def test_killed_reader_is_a_limit_error_and_is_replaced(release_path: Path) -> None:
    """A reader that dies by itself fails its own query and nothing else."""

    async def work(pool: Pool) -> bytes:
        task = asyncio.create_task(pool.query(csv(ENDLESS)))
        await asyncio.sleep(0.3)
        template = pool._template
        assert template is not None
        assert template._process is not None
        for child in children(template._process.pid):
            os.kill(child, 9)
        with pytest.raises(LimitError, match="the reader process ended"):
            await task
        return await pool.query(csv(ACTIONS))

    assert b"n\r\n40\r\n" == with_pool(release_path, work, workers=1)


def children(process: int) -> list[int]:
    """Ids of the child processes."""
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(one) for one in text.split()]


def test_template_that_dies_is_replaced(release_path: Path) -> None:
    """Killing the template costs the running queries, and the next one works."""

    async def work(pool: Pool) -> bytes:
        template = pool._template
        assert template is not None
        assert template._process is not None
        template._process.kill()
        await asyncio.sleep(0.2)
        return await pool.query(csv(ACTIONS))

    assert b"n\r\n40\r\n" == with_pool(release_path, work)


def test_stop_leaves_no_process(release_path: Path) -> None:
    """After stop neither template nor readers are there, even with an endless query running."""

    async def run() -> list[int]:
        pool = Pool(release_path, workers=2)
        await pool.start()
        task = asyncio.create_task(pool.query(csv(ENDLESS)))
        await asyncio.sleep(0.2)
        template = pool._template
        assert template is not None
        assert template._process is not None
        found = [template._process.pid, *children(template._process.pid)]
        await pool.stop()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(0.2)
        return found

    left = [process for process in asyncio.run(run()) if Path(f"/proc/{process}").exists()]
    assert left == []


def test_errors_of_a_reader_keep_their_class(release_path: Path) -> None:
    """Bad SPARQL and a wrong format arrive as the errors they are; an unknown function is none."""

    async def work(pool: Pool) -> None:
        with pytest.raises(QueryError, match="line 1, column"):
            await pool.query(csv("SELECT * { ?s ?p "))
        with pytest.raises(FormatError, match="no format 'turtle'"):
            await pool.query(QueryRequest(ACTIONS, "turtle"))
        unknown = csv("SELECT (<http://example.org/f>(1) AS ?x) {}")
        assert b"x\r\n\r\n" == await pool.query(unknown)

    with_pool(release_path, work)


def test_switch_under_load_drops_no_query(release_path: Path, tmp_path: Path) -> None:
    """While queries run without pause a switch fails none, and later ones see the new release."""
    other = build(tmp_path, actions=30)

    async def work(pool: Pool) -> tuple[set[bytes], bytes]:
        found: set[bytes] = set()
        done = asyncio.Event()

        async def ask() -> None:
            while not done.is_set():
                found.add(await pool.query(csv(ACTIONS)))

        clients = [asyncio.create_task(ask()) for _ in range(4)]
        await asyncio.sleep(0.2)
        await pool.switch(other)
        after = await pool.query(csv(ACTIONS))
        done.set()
        await asyncio.gather(*clients)
        return found, after

    found, after = with_pool(release_path, work, workers=2)
    assert b"n\r\n60\r\n" == after
    assert {b"n\r\n40\r\n", b"n\r\n60\r\n"} >= found


def test_query_that_runs_during_a_switch_finishes_on_the_old_release(
    release_path: Path, tmp_path: Path
) -> None:
    """A stream begun before the switch is complete, and its template is gone afterwards."""
    other = build(tmp_path, actions=1)

    async def work(pool: Pool) -> tuple[int, int]:
        request = csv("SELECT * { ?a ?b ?c . ?d a ?e } LIMIT 40000")
        whole = len(await pool.query(request))
        stream = pool.stream(request)
        size = len(await anext(stream))
        await pool.switch(other)
        async for piece in stream:
            size += len(piece)
        return whole, size

    whole, size = with_pool(release_path, work, workers=2)
    assert whole == size


class Listener:
    """A server on loopback that counts who connects."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.connections = 0
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self) -> None:
        """Stop listening."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


def test_service_is_refused_by_its_words(release_path: Path) -> None:
    """SERVICE gives a QueryError that says so, before anything runs."""

    async def work(pool: Pool) -> None:
        with pytest.raises(QueryError, match="SERVICE is switched off"):
            await pool.query(csv("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"))

    with_pool(release_path, work)


SANDBOXED = """
import json, sys
from pyoxigraph import Store
from graph.evaluate import run_query
from graph.requests import QueryRequest
from graph.sandbox import close_network
from ontology.errors import BeleidsgraafError
closed = close_network() if sys.argv[1] == "closed" else False
store = Store()
store.update("INSERT DATA { <a:a> <a:b> 1 }")
found = []
run_query(store, QueryRequest("ASK { ?s ?p ?o }", "csv"), found.append)
try:
    text = f"SELECT * {{ SERVICE <http://127.0.0.1:{sys.argv[2]}/> {{ ?s ?p ?o }} }}"
    run_query(store, QueryRequest(text, "csv"), found.append)
    error = ""
except BeleidsgraafError as caught:
    error = str(caught)
print(json.dumps([closed, b"".join(found).decode(), error]))
"""


@pytest.mark.parametrize(("mode", "connections"), [("open", 1), ("closed", 0)])
def test_sandbox_holds_where_the_words_were_missed(mode: str, connections: int) -> None:
    """Past the check on words SERVICE reaches loopback, unless the sandbox is on."""
    import subprocess
    import sys

    listener = Listener()
    try:
        done = subprocess.run(
            [sys.executable, "-c", SANDBOXED, mode, str(listener.port)],
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        closed, answer, error = json.loads(done.stdout)
        assert (mode == "closed", "true") == (closed, answer)
        assert "the query stopped" in error
        assert connections == listener.connections
    finally:
        listener.close()


def test_run_query_answers_without_an_event_loop(release_path: Path) -> None:
    """The command line gets an answer in the wanted format from one call."""
    assert b"n\r\n40\r\n" == run_query(release_path, csv(ACTIONS))


def test_run_query_stops_an_endless_query(release_path: Path) -> None:
    """The command line has the same limit on time."""
    with pytest.raises(LimitError, match="longer than"):
        run_query(release_path, csv(ENDLESS), query_timeout_s=0.3)


def test_construct_is_written_as_turtle(release_path: Path) -> None:
    """A graph comes in a graph format with the prefixes it needs."""

    async def work(pool: Pool) -> bytes:
        text = f"CONSTRUCT {{ ?a a <{BG.Action}> }} WHERE {{ ?a a <{BG.Action}> }} LIMIT 1"
        return await pool.query(QueryRequest(text, format_for("turtle", "graph").media_type))

    answer = with_pool(release_path, work)
    assert answer.startswith(b"@prefix")
    assert b" a bg:Action" in answer
