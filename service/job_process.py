"""The process of one task of the pages: adds a document or builds, and tells how far it is.

In: a task as JSON, the first line of standard input, which stays open as long as anyone wants the
outcome. Out: JSON lines on standard output: steps, then a report or an error. When the input closes
or SIGTERM comes, everything is put back as it was. Run as `python -m service.job_process`.
"""

from __future__ import annotations

import _thread
import json
import os
import signal
import sys
import threading
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any, Final

from ontology.errors import BeleidsgraafError
from service.adding import one_at_a_time
from service.additions import Known
from service.build import BuildPlan, build
from service.config import build_settings
from service.errors import one_line
from service.folders import find_region_folder, find_sources_folder
from service.intake import take_in

_NICE: Final = 5  # readers of the site go first


def main() -> int:
    """Do one task; 0 when it is done, 1 when it failed, 130 when it was stopped."""
    task = json.loads(sys.stdin.readline())
    signal.signal(signal.SIGTERM, _interrupt)
    threading.Thread(target=_watch, daemon=True).start()
    os.nice(_NICE)
    try:
        _tell({"report": _do(task)})
    except (BeleidsgraafError, OSError) as error:
        _tell({"error": one_line(error)})
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _do(task: dict[str, Any]) -> dict[str, Any]:
    settings = build_settings(
        data=task["data"], sources=task.get("sources"), region=task.get("region")
    )
    plan = BuildPlan(
        region=find_region_folder(settings.region),
        data=settings.data,
        sources=find_sources_folder(settings.sources, Path.cwd()),
        release_date=date.today().isoformat(),
        model=settings.language_model(),
    )
    if task["kind"] == "build":
        with one_at_a_time(plan.data):
            return build(plan, _step).as_json()
    known = Known(
        title=task.get("title") or None,
        publisher=tuple(task.get("publisher") or ()),
        date=task.get("date") or None,
        document_type=task.get("document_type") or None,
        is_new_version=bool(task.get("is_new_version")),
    )
    return take_in(plan, [Path(task["file"])], known, _step).as_json()


def _step(what: str, done: int, total: int) -> None:
    _tell({"step": what, "done": done, "total": total})


def _tell(message: dict[str, Any]) -> None:
    try:
        print(json.dumps(message, ensure_ascii=False), flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _watch() -> None:
    """Stop when nobody waits for the outcome any more."""
    sys.stdin.read()
    _thread.interrupt_main()


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
