"""The long run: 10,000 requests from OpenAPI and 5,000 mutants over a made-up region.

`python -m tests.fuzz [--mutants N] [--examples N] [--seed N]` prints what was answered and ends
with 1 when anything came that should not.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.measure import count_memory, find_started, find_tree
from tests.fuzz.runs import run_interface, run_mutants
from tests.integration.served import make_region, run, serving

_TOKEN = "the-token-of-a-fuzzer"
_MOST_PROCESSES = 7  # the service, its template, four workers, the writer
_SETTINGS = {"WORKERS": "4", "UPDATE_TOKEN": _TOKEN, "QUERY_TIMEOUT_S": "1", "ANSWER_CACHE_MB": "0"}
_WARM_UP = 300


def main() -> int:
    """Build, serve, fuzz, and measure before and after."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=5_000)
    parser.add_argument("--examples", type=int, default=8, help="for each operation")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return _fuzz(Path(folder), options)


def _fuzz(folder: Path, options: argparse.Namespace) -> int:
    region, data = make_region(folder), folder / "data"
    run(region, "build", "--data", data, "--date", "2031-06-01")
    before = find_tree(os.getpid())
    with serving(region, data, **_SETTINGS) as client:
        service = find_started(os.getpid(), before)
        run_mutants(client, _TOKEN, _WARM_UP, seed=options.seed + 1)
        processes, memory = _rest(service)
        tally = run_mutants(client, _TOKEN, options.mutants, seed=options.seed)
        print(f"mutants: {tally.total}, by status {dict(sorted(tally.statuses.items()))}")
        processes_after, memory_after = _rest(service)
        share = memory_after / memory
        print(f"processes {processes} → {processes_after}, memory {share:.3f} of that before")
        phases = ("examples", "coverage", "fuzzing")
        address = str(client.base_url).rstrip("/")
        found = run_interface(address, _TOKEN, folder, options.examples, phases=phases)
        print(f"interface: {found.requests} requests, {found.failures} failures")
        _, memory_last = _rest(service)
        print(f"memory after all: {memory_last / memory:.3f}")
    faults = [*tally.faults[:20], *([found.report] if found.failures else [])]
    print("\n".join(faults))
    return 1 if faults or processes_after > _MOST_PROCESSES or share > 1.1 else 0


def _rest(service: int) -> tuple[int, int]:
    time.sleep(3)
    tree = find_tree(service)
    return len(tree), count_memory(tree)


if __name__ == "__main__":
    sys.exit(main())
