"""A build that is killed at any moment leaves a folder that opens and serves a whole release."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.region import NAMES, region_quads
from graph.release import build_release, current_release
from graph.requests import QueryRequest
from graph.store import EmbeddedReader
from ontology.terms import BG

KILLS = 20
BUILDS = """
import sys
from pathlib import Path
from benchmarks.region import NAMES, region_quads
from graph.release import build_release
for number in range(int(sys.argv[2]), 10_000):  # never what the round before published
    quads = region_quads(2, actions=5 + number % 37)
    made = build_release(Path(sys.argv[1]), quads, release_date="2026-03-01", base=NAMES, manifest={})
    print(made.name, flush=True)
"""


def test_killed_builds_never_harm_the_served_release(tmp_path: Path) -> None:
    """After each of 20 SIGKILLs the store opens, is complete and is the last one published."""
    begin = time.monotonic()
    build_release(tmp_path, region_quads(2, 4), release_date="2026-02-01", base=NAMES, manifest={})
    usual = min(time.monotonic() - begin, 0.5)  # seconds; keeps the kills inside builds anywhere
    chance = random.Random(20260301)
    seen: set[str] = set()
    for number in range(KILLS):
        told = kill_a_build(tmp_path, number, chance.uniform(0.0, 2 * usual))
        release = current_release(tmp_path)
        assert release is not None
        seen.add(release.name)
        if told:
            assert told[-1] == release.name or serial(release.name) == serial(told[-1]) + 1
        reader = EmbeddedReader(release.path)
        text = f"SELECT (COUNT(*) AS ?n) {{ ?a a <{BG.Action}> }}"
        expected = release.manifest["classes"][BG.Action]
        assert f"n\r\n{expected}\r\n".encode() == reader.query(QueryRequest(text, "csv"))
        lines = (release.path.parent / "graph.nq").read_bytes().count(b"\n")
        assert lines > release.manifest["quads"]
    assert len(seen) > KILLS // 2  # one before, and one at least every other time
    after = build_release(
        tmp_path, region_quads(1, 3), release_date="2026-04-01", base=NAMES, manifest={}
    )
    assert after.is_new
    assert [] == list(tmp_path.glob("building-*"))


def kill_a_build(data: Path, number: int, seconds: float) -> list[str]:
    """Start builds without end and kill them at a moment; what they told.

    The moment counts from the start of the first build, or, every other time, of the second.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", BUILDS, str(data), str(12 * number)],
        stdout=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 10
    while not list(data.glob(f"building-{process.pid}-*")) and time.monotonic() < deadline:
        time.sleep(0.002)
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(number % 2)]
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    output, _ = process.communicate()
    return [*told, *output.split()]


def serial(name: str) -> int:
    """The number of a release on its day."""
    return int(name[11:]) if len(name) > 10 else 1
