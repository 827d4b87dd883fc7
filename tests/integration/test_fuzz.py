"""A short run of both fuzzers over a running service; `python -m tests.fuzz` is the long one."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.fuzz.measure import count_memory, find_started, find_tree
from tests.fuzz.mutations import mutate
from tests.fuzz.runs import run_interface, run_mutants
from tests.integration.served import Region, region, release, serving

__all__ = ["region", "release"]

TOKEN = "the-token-of-a-fuzzer"
MOST_PROCESSES = 11  # the service, its template, twice four readers, the writer
SETTINGS = {"WORKERS": "4", "UPDATE_TOKEN": TOKEN, "QUERY_TIMEOUT_S": "1", "ANSWER_CACHE_MB": "0"}
MUTANTS = 400
WARM_UP = 200


@dataclass(frozen=True)
class Fuzzed:
    """A running service and the number of its process."""

    client: httpx.Client
    process: int


@pytest.fixture(scope="module")
def fuzzed(region: Region, release: Path) -> Iterator[Fuzzed]:
    """A service that takes writes and stops each query after a second."""
    before = find_tree(os.getpid())
    with serving(region, release, **SETTINGS) as client:
        yield Fuzzed(client, find_started(os.getpid(), before))


def test_mutants_are_the_same_each_time() -> None:
    """A seed names a run, so that a fault can be found again."""
    seeds = ["SELECT ?a { ?a ?b ?c }", "ASK { ?s a <urn:x> }"]

    assert list(mutate(seeds, 50, seed=3)) == list(mutate(seeds, 50, seed=3))


@pytest.mark.skipif(sys.platform != "linux", reason="processes and memory are read from /proc")
def test_mutated_queries_and_updates_leave_nothing_behind(fuzzed: Fuzzed) -> None:
    """Every mutant is answered with a result or a reason; no process is left over and memory is as before."""
    run_mutants(fuzzed.client, TOKEN, WARM_UP, seed=1)
    _, memory = _rest(fuzzed)
    tally = run_mutants(fuzzed.client, TOKEN, MUTANTS, seed=2)
    processes, memory_after = _rest(fuzzed)

    assert [] == tally.faults
    assert processes <= MOST_PROCESSES
    assert memory_after < 1.1 * memory
    assert 200 == fuzzed.client.get("/health/ready").status_code


def _rest(fuzzed: Fuzzed) -> tuple[int, int]:
    """Number of processes and memory, once nothing runs any more."""
    time.sleep(3)
    tree = find_tree(fuzzed.process)
    return len(tree), count_memory(tree)


def test_interface_keeps_its_word(fuzzed: Fuzzed, tmp_path: Path) -> None:
    """Answers to made-up requests are those the description names, and never a 500."""
    run = run_interface(
        str(fuzzed.client.base_url).rstrip("/"), TOKEN, tmp_path, 2, phases=("examples", "fuzzing")
    )

    assert (0, True) == (run.failures, run.requests > 300), run.report[-5_000:]
