"""Checks part of the shapes in a process of its own, because SHACL takes longest of a build.

In: shape files, later the dump of a graph. Out: what `graph.shapes.validate` gives for its default
graph. The process learns the shapes while the graph is still being made. Run as a program it reads
the path of the dump from standard input and writes JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pyoxigraph as engine

from graph.child_environment import child_environment
from graph.shapes import Violation, validate
from ontology.errors import StoreError


def part(files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The largest file, and the others, for two processes; the shapes of a file stand alone."""
    ordered = sorted(files, key=lambda file: (-file.stat().st_size, file.name))
    return ordered[:1], ordered[1:]


class Apart:
    """The process; there is none when there are no files. Ask once, then take the result."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._process = self._start(files) if files else None

    @staticmethod
    def _start(files: Sequence[Path]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "graph.shapes_apart", *map(str, files)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=child_environment(),
            text=True,
        )

    def look_at(self, dump: Path) -> None:
        """Begin with the graph in this file of N-Quads."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(f"{dump}\n")
            self._process.stdin.flush()

    def result(self) -> tuple[Violation, ...]:
        """What was found.

        Raises:
            StoreError: when the process failed.
        """
        if self._process is None:
            return ()
        written, errors = self._process.communicate()
        if self._process.returncode:
            reason = errors.strip().splitlines()[-1:] or ["it was killed"]
            raise StoreError(f"the shapes could not be checked: {reason[0]}")
        return tuple(Violation(**fields) for fields in json.loads(written))

    def stop(self) -> None:
        """End it, wherever it is."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


@contextmanager
def apart(files: Sequence[Path]) -> Iterator[Apart]:
    """The process for these files, ended on leaving."""
    process = Apart(files)
    try:
        yield process
    finally:
        process.stop()


def main(files: Sequence[str]) -> int:
    """Check the graph whose path comes in; 0 also when it breaks the shapes."""
    dump = sys.stdin.readline().strip()
    if dump:
        found = validate(_published(Path(dump)), [Path(file) for file in files])
        json.dump([asdict(one) for one in found], sys.stdout)
    return 0


def _published(dump: Path) -> Iterator[engine.Quad]:
    for quad in engine.parse(path=dump, format=engine.RdfFormat.N_QUADS, lenient=True):
        if isinstance(quad.graph_name, engine.DefaultGraph):
            yield quad


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
