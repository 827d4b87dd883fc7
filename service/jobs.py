"""Tasks that the pages give out: adding a document, building. One at a time, each in a process.

In: tasks. Out: jobs whose state, step and outcome can be looked at. What is waiting survives a
restart; the process of a job is killed when somebody stops it, when it takes too long, and with
the service. Lies in `data/jobs/`: `{id}.json`, and the file that was sent in `{id}/`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any, Final, Literal as OneOf

from graph.child_environment import child_environment
from ontology.errors import BusyError, NotFoundError
from service.config import model_environment

FOLDER: Final = "jobs"
State = OneOf["waiting", "running", "done", "failed", "stopped"]
MAX_WAITING: Final = 20
_KEPT: Final = 30  # jobs that are over
_LONGEST_S: Final = 1800.0
_GRACE_S: Final = 10.0  # to put everything back
_MAX_LINE: Final = 64 * 1024 * 1024  # a report
_LOG: Final = logging.getLogger(__name__)


@dataclass
class Job:
    """One task and what became of it. `task` is what the process is told."""

    id: str
    kind: OneOf["add", "build"]
    title: str
    task: dict[str, Any]
    state: State = "waiting"
    created: str = ""  # ISO 8601, UTC
    step: str = ""
    done: int = 0
    total: int = 0
    error: str = ""
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ("done", "failed", "stopped")


class Jobs:
    """The tasks of one service. `settings` are what every task is told: folders and region."""

    def __init__(self, data: Path, settings: Mapping[str, Any]) -> None:
        self._folder = data / FOLDER
        self._settings = dict(settings)
        self._jobs: dict[str, Job] = {}
        self._wake = asyncio.Event()
        self._process: Process | None = None
        self._stopping: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Take up what was waiting when the service ended, and begin."""
        for path in sorted(self._folder.glob("*.json")):
            job = _load(path)
            if job is None:
                continue
            if job.state == "running":
                job.state, job.error = "stopped", "the service was restarted"
                self._save(job)
            self._jobs[job.id] = job
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """End the process that runs; what waits goes on at the next start."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self._end_process()

    def __iter__(self) -> Iterator[Job]:
        return iter(sorted(self._jobs.values(), key=lambda job: job.id, reverse=True))

    def get(self, job: str) -> Job:
        """One job.

        Raises:
            NotFoundError: when there is none of that id.
        """
        if job not in self._jobs:
            raise NotFoundError(f"task '{job[:40]}' is not here; old ones are removed")
        return self._jobs[job]

    @property
    def active(self) -> list[Job]:
        """What runs and what waits, in order."""
        return [job for job in reversed(list(self)) if not job.is_over]

    def place(self, job: Job) -> int:
        """How many go before it."""
        return [one.id for one in self.active].index(job.id) if not job.is_over else 0

    def make_room(self, name: str) -> tuple[str, Path]:
        """An id for a new job and where the file that was sent can be put.

        Raises:
            BusyError: when too many are waiting.
        """
        if len(self.active) >= MAX_WAITING:
            raise BusyError(f"{MAX_WAITING} tasks are waiting already; try again later")
        job = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{token_hex(3)}"
        folder = self._folder / job
        folder.mkdir(parents=True)
        return job, folder / name

    def submit(
        self, kind: OneOf["add", "build"], title: str, job: str, task: Mapping[str, Any]
    ) -> Job:
        """Put a task in the queue; `job` comes from `make_room`."""
        made = Job(
            id=job,
            kind=kind,
            title=title,
            task={"kind": kind, **task},
            created=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        self._jobs[job] = made
        self._save(made)
        self._trim()
        self._wake.set()
        return made

    async def cancel(self, job: Job) -> None:
        """Stop a job; whatever it began is undone."""
        if job.state == "waiting":
            job.state = "stopped"
            self._finish(job)
        elif job.state == "running":
            self._stopping.add(job.id)
            await self._end_process()

    async def _run(self) -> None:
        while True:
            job = next((one for one in self.active if one.state == "waiting"), None)
            if job is None:
                self._wake.clear()
                await self._wake.wait()
                continue
            try:
                async with asyncio.timeout(_LONGEST_S):
                    await self._do(job)
            except TimeoutError:
                await self._end_process()
                job.state, job.error = "failed", f"took longer than {_LONGEST_S:.0f} s"
            except (OSError, ValueError) as error:
                await self._end_process()
                job.state, job.error = "failed", f"the task could not be run: {error}"
                _LOG.warning("task %s: %s", job.id, error)
            self._finish(job)

    async def _do(self, job: Job) -> None:
        job.state = "running"
        self._save(job)
        process = self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "service.job_process",
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env={**child_environment(), **model_environment()},
            limit=_MAX_LINE,
            start_new_session=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({**self._settings, **job.task}).encode() + b"\n")
        await process.stdin.drain()
        while line := await process.stdout.readline():
            _take(job, json.loads(line))
        code = await process.wait()
        self._process = None
        _settle(job, code, was_stopped=job.id in self._stopping)

    async def _end_process(self) -> None:
        """Ask the process to put everything back, and kill it and its children when it does not."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
            try:
                async with asyncio.timeout(_GRACE_S):
                    await process.wait()
            except TimeoutError:
                os.killpg(process.pid, signal.SIGKILL)
                await process.wait()

    def _finish(self, job: Job) -> None:
        self._stopping.discard(job.id)
        shutil.rmtree(self._folder / job.id, ignore_errors=True)
        self._save(job)

    def _save(self, job: Job) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        aside = self._folder / f".{job.id}.part"
        aside.write_text(json.dumps(asdict(job), ensure_ascii=False), encoding="utf-8")
        aside.replace(self._folder / f"{job.id}.json")

    def _trim(self) -> None:
        for job in [job for job in self if job.is_over][_KEPT:]:
            del self._jobs[job.id]
            (self._folder / f"{job.id}.json").unlink(missing_ok=True)


def _take(job: Job, message: Mapping[str, Any]) -> None:
    if "step" in message:
        job.step = str(message["step"])
        job.done, job.total = int(message["done"]), int(message["total"])
    elif "report" in message:
        job.report = dict(message["report"])
    elif "error" in message:
        job.error = str(message["error"])


def _settle(job: Job, code: int, *, was_stopped: bool) -> None:
    """What the end of the process means."""
    if job.report:
        job.state = "done"
    elif was_stopped:
        job.state, job.error = "stopped", ""
    else:
        job.state = "failed"
        job.error = job.error or f"the process ended ({code}) without saying why"


def _load(path: Path) -> Job | None:
    """A job as it was kept; None for a file of another make."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        names = {one.name for one in fields(Job)}
        return Job(**{name: value for name, value in content.items() if name in names})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
