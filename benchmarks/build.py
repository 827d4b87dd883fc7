"""How long a build takes and how much memory, in a process of its own; and what SHACL takes."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_CHILD = """
import json, resource, sys, time
from pathlib import Path
from benchmarks.region import NAMES, region_quads
from graph.release import build_release
steps, begin = [], time.perf_counter()
shapes = sorted(Path("ontology/shapes").glob("*.ttl")) if sys.argv[3] == "shapes" else []
def tell(line):
    steps.append((line.split(":")[0], time.perf_counter() - begin))
failed = ""
try:
    made = build_release(Path(sys.argv[1]), region_quads(5, int(sys.argv[2])), shapes=shapes,
                         release_date="2026-03-01", base=NAMES, manifest={}, on_progress=tell)
except Exception as error:
    failed = type(error).__name__
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": time.perf_counter() - begin, "peak_mb": peak, "steps": steps,
                  "quads": 0 if failed else made.manifest["quads"], "failed": failed}))
"""


def measure_build(actions: int, shapes: str = "none") -> dict[str, Any]:
    """Build 5 documents with so many actions each; seconds, peak megabytes, quads, steps."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, folder, str(actions), shapes],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).resolve().parent.parent,
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def report() -> list[str]:
    """Lines for a small, a usual and a large graph."""
    lines = []
    for actions in (50, 250, 1000):
        found = measure_build(actions)
        speed = found["quads"] / found["seconds"]
        lines.append(
            f"build of {found['quads']:>7} quads: {found['seconds']:5.1f} s, "
            f"peak {found['peak_mb']:4.0f} MB, {speed:7.0f} quads/s"
        )
    return lines
