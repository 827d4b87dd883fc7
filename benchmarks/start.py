"""A first build of the real graph and a second start, each in a process of its own.

In: the texts at hand, else the shipped layers. Out: lines with wall-clock seconds, the most
memory one process held, and the second start as a ratio to the first.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from time import perf_counter
from typing import Final

COMMAND: Final = [sys.executable, "-m", "service.cli"]
LIMIT_S: Final = 300


def report() -> Iterator[str]:
    """Build, then `serve --build` until it says that it is ready; the first also builds."""
    with tempfile.TemporaryDirectory() as data:
        first = _until_ready(data)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        second = _until_ready(data)
    yield f"first start with build: {first:.1f} s, largest process {peak:.0f} MB"
    yield f"second start: {second:.1f} s, ratio to the first {second / first:.2f}"


def _until_ready(data: str) -> float:
    began = perf_counter()
    command = [*COMMAND, "serve", "--build", "--data", data, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "is ready at" in line or perf_counter() - began > LIMIT_S:
                break
        taken = perf_counter() - began
        process.terminate()
        process.communicate(timeout=30)
    return taken
