"""A service under load, with writes and killed readers, fails nobody else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.processes import command_of, descendants, is_alive, resident_mb
from benchmarks.soak import Tally, soak

SECONDS = float(os.environ.get("SOAK_SECONDS", "40"))
pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs /proc")


@pytest.mark.slow
def test_nobody_fails_but_who_asked_a_killed_reader() -> None:
    """No failed request, no stale answer, no process left behind, no memory lost."""
    tally = soak(SECONDS)

    assert [] == tally.failures
    assert tally.done["writes"] > 0
    assert tally.done["readers killed"] > 0
    assert tally.done["queries"] > tally.done["writes"]


def test_a_failure_is_told() -> None:
    """A failure is counted, and stands in the report."""
    tally = Tally()
    tally.fail("stale after write 3")

    assert 1 == tally.done["failures"]
    assert "FAILED: stale after write 3" in list(tally.lines(60))


def test_processes_are_found_and_seen_to_end() -> None:
    """A child is listed with its command and memory; after its end it is not alive."""
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    found = (child.pid in descendants(os.getpid()), "input()" in command_of(child.pid))
    used = resident_mb(child.pid)
    child.communicate(b"\n")

    assert (True, True) == found
    assert used > 0
    assert not is_alive(child.pid)
