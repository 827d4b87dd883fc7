"""What the commands say: results on stdout, everything else on stderr, errors as one line.

In: lines, records and exceptions. Out: text for a person, or one JSON object with `--json`.
Progress is shown in a terminal only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.errors import one_line


class Step(Protocol):
    """Tells how far a long task is: what it does now, how much is done of how much."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Report; cheap enough to call for each document."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How one command speaks. With `as_json` stdout carries exactly one JSON object."""

    as_json: bool = False

    def say(self, line: str) -> None:
        """A line for a person; nothing with `--json`."""
        if not self.as_json:
            print(line, file=sys.stdout, flush=True)

    def note(self, line: str) -> None:
        """A remark beside the result, on stderr."""
        print(line, file=sys.stderr, flush=True)

    def report(self, record: dict[str, Any]) -> None:
        """The result as JSON; nothing without `--json`."""
        if self.as_json:
            print(json.dumps(record, ensure_ascii=False, indent=2), flush=True)

    def fail(self, error: BaseException, code: int) -> None:
        """One line on stderr; with `--json` also an object with `error` on stdout."""
        line = one_line(error)
        self.report({"error": line, "kind": type(error).__name__, "exit_code": code})
        self.note(f"beleidsgraaf: {line}")

    @contextmanager
    def progress(self) -> Iterator[Step]:
        """A bar on stderr while the block runs; silent when stderr is no terminal."""
        console = Console(stderr=True)
        bar = Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        with bar:
            task = bar.add_task("", total=None)

            def step(what: str, done: int, total: int) -> None:
                bar.update(task, description=what, completed=done, total=total)

            yield step
