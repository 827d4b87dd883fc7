"""The page of one task: how far it is, and at the end what was found or what went wrong.

In: a task of the queue. Out: HTML; the part that changes also by itself, for a script that asks for
it. Without script the page reloads itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from ontology.terms import BG_NS
from service.access import Role
from service.deps import Services, ServicesDep
from service.desk import desk_of, read_checked, require, session_of, show, to_login
from service.i18n import Translator
from service.jobs import Job
from service.labels import find_labels, label_of
from service.redactie import KIND_TEXTS, STATES
from service.sessions import PATH
from service.views import translator_of

router = APIRouter(include_in_schema=False)

_MAX_ISSUES: Final = 20
# The phases of a build: a text, and how the steps of that phase begin.
PHASES: Final = (
    ("task.phase_read", ("reading", "read ", "asked")),
    ("task.phase_graph", ("loading", "publishing")),
    ("task.phase_check", ("running", "checking", "nothing", "violation")),
    ("task.phase_write", ("writing", "release")),
)
# Why a document was refused: part of the reason, and the text that explains it.
CAUSES: Final = (
    ("scan without text", "task.why_scan"),
    ("already here", "task.why_known"),
    ("is that of document", "task.why_known"),
    ("there is another document", "task.why_name"),
    ("larger than", "task.why_large"),
    ("more than", "task.why_large"),
    ("empty", "task.why_empty"),
    ("unknown kind", "task.why_kind"),
    ("not UTF-8", "task.why_encoding"),
    ("building or adding", "task.why_busy"),
    ("being written by process", "task.why_busy"),
    ("restarted", "task.why_restart"),
    ("violations", "task.why_shapes"),
)
REMARKS: Final = {
    ("title", "document"): "task.title_guessed",
    ("title", "file-name"): "task.title_from_name",
    ("date", "document"): "task.date_guessed",
    ("date", "nowhere"): "task.date_unknown",
    ("publisher", "document"): "task.publisher_guessed",
    ("publisher", "nowhere"): "task.publisher_unknown",
    ("version", "replaces"): "task.replaces",
}


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of the work: `state` is 'over', 'now' or 'later'."""

    text: str
    state: str


@router.get(f"{PATH}/taken/{{job}}")
async def show_task(request: Request, services: ServicesDep, job: str) -> Response:
    """One task."""
    if session_of(request) is None:
        return to_login(request)
    require(session_of(request), Role.EDITOR)
    found = desk_of(request).jobs.get(job)
    return await show(request, "redactie-taak.html", await _context(request, services, found))


@router.get(f"{PATH}/taken/{{job}}/stand")
async def show_progress(request: Request, services: ServicesDep, job: str) -> Response:
    """The part of that page that changes; `X-Klaar: 1` says that it is the last one."""
    require(session_of(request), Role.EDITOR)
    found = desk_of(request).jobs.get(job)
    context = await _context(request, services, found)
    response = await show(request, "redactie-stand.html", context)
    response.headers["X-Klaar"] = "0" if context["goes_on"] else "1"
    return response


@router.post(f"{PATH}/taken/{{job}}/stoppen")
async def stop_task(request: Request, job: str) -> Response:
    """Stop a task; whatever it began is undone."""
    await read_checked(request, Role.EDITOR)
    jobs = desk_of(request).jobs
    await jobs.cancel(jobs.get(job))
    return RedirectResponse(f"{PATH}/taken/{job}", 303)


async def _context(request: Request, services: Services, job: Job) -> dict[str, Any]:
    translate = translator_of(request)
    release = str(job.report.get("release", ""))
    is_served = services.release is not None and services.release.name == release
    # The service looks for a new release each second; a later one may have taken its place.
    goes_on = not job.is_over or (
        job.state == "done" and not is_served and _is_newest(request, job)
    )
    return {
        "job": job,
        "state": STATES[job.state],
        "goes_on": goes_on,
        "before": desk_of(request).jobs.place(job),
        "phases": list(_phases(job)),
        "causes": [text for part, text in CAUSES if part in job.error][:1],
        "runs": await _runs(services, job, translate) if job.state == "done" else [],
        "is_served": is_served,
        "kinds": KIND_TEXTS,
        "remarks": REMARKS,
    }


def _is_newest(request: Request, job: Job) -> bool:
    done = [one.id for one in desk_of(request).jobs if one.state == "done"]
    return bool(done) and done[0] == job.id


def _phases(job: Job) -> list[Phase]:
    now = next((at for at, (_, begins) in enumerate(PHASES) if job.step.startswith(begins)), 0)
    return [
        Phase(text, "over" if at < now else "now" if at == now else "later")
        for at, (text, _) in enumerate(PHASES)
    ]


async def _runs(services: Services, job: Job, translate: Translator) -> list[dict[str, Any]]:
    """What came of each document, with kinds in words and the remarks that are about it."""
    added: list[dict[str, Any]] = list(job.report.get("added", ()))
    kinds = {BG_NS + found["kind"] for run in added for found in run["found"]}
    labels = await find_labels(services, kinds)
    return [
        {
            **run,
            "found": [
                {**found, "label": label_of(labels, BG_NS + found["kind"], translate.language)}
                for found in run["found"]
            ],
            "issues": _issues(job.report, run["added"]["id"]),
        }
        for run in added
    ]


def _issues(report: Mapping[str, Any], document: str) -> list[str]:
    own = [one for one in report.get("issues", ()) if str(one["where"]).split(":")[0] == document]
    return [str(one["message"]) for one in own[:_MAX_ISSUES]]
