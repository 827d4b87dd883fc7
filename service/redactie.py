"""The page Redactie: log in, see what is going on, decide on names, have a new release built.

In: requests of editors and reviewers. Out: HTML. Decisions go to the data folder; they count in the
next release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from graph.register import load_region
from ontology.errors import InputError, NotFoundError
from ontology.records import Iri
from service.access import Role
from service.candidates import (
    KINDS,
    Candidate,
    accept,
    list_accepted,
    read_rows,
    reject,
    without_judged,
)
from service.deps import Services, ServicesDep
from service.desk import (
    Desk,
    desk_of,
    lifespan,
    read_checked,
    read_form,
    session_of,
    show,
    text_of_field,
    way_back,
)
from service.folders import OWN_REGISTER
from service.jobs import Job
from service.quotations import title_of
from service.reviews import count_waiting, latest_reviews
from service.sessions import PATH, set_cookie
from service.views import ask, translator_of

router = APIRouter(include_in_schema=False, lifespan=lifespan)

_LOGIN_BYTES: Final = 16 * 1024
_SHOWN_JOBS: Final = 8
_MAX_CANDIDATES: Final = 200
# What the page says after a step, by the value of ?klaar=
DONE: Final = {
    "ingelogd": "editing.logged_in",
    "uitgelogd": "editing.logged_out",
    "opgenomen": "editing.accepted",
    "afgewezen": "editing.rejected",
    "beoordeeld": "review.saved",
}
KIND_TEXTS: Final = {
    "actor": "kind.actor",
    "place": "kind.place",
    "programme": "kind.programme",
    "project": "kind.project",
    "document": "kind.document",
    "body": "kind.body",
    "instrument": "editing.kind_instrument",
}
STATES: Final = {
    "waiting": "task.waiting",
    "running": "task.running",
    "done": "task.done",
    "failed": "task.failed",
    "stopped": "task.stopped",
}


@dataclass(frozen=True, slots=True)
class NameToJudge:
    """One name, with the candidates it stands for and the documents that have it."""

    candidate: Candidate
    documents: tuple[tuple[str, str], ...]  # slug, title


@router.get(PATH)
async def show_desk(
    request: Request, services: ServicesDep, klaar: str = "", verder: str = "", fout: str = ""
) -> HTMLResponse:
    """Redactie: tasks, names and decisions; the form to log in for who is not."""
    session = session_of(request)
    common = {"done": DONE.get(klaar, ""), "onward": way_back(verder), "problem": fout[:300]}
    if session is None:
        return await show(
            request, "redactie-login.html", {**common, "is_on": bool(services.grants)}
        )
    desk = desk_of(request)
    candidates = await find_open(services)
    waiting = await _waiting(services)
    context = {
        **common,
        "jobs": [(job, STATES[job.state]) for job in islice(desk.jobs, _SHOWN_JOBS)],
        "active": len(desk.jobs.active),
        "names": group_names(services, candidates)[:_MAX_CANDIDATES],
        "kinds": KIND_TEXTS,
        "waiting": waiting,
        "reviews": await latest_reviews(services, translator_of(request).language),
    }
    return await show(request, "redactie.html", context)


@router.post(f"{PATH}/inloggen")
async def log_in(request: Request, services: ServicesDep) -> Response:
    """Begin a session with a token; the page again, with what is wrong, when it is not known."""
    form = await read_form(request, _LOGIN_BYTES)
    begun = desk_of(request).sessions.begin(services.grants, text_of_field(form, "token"))
    onward = way_back(form.get("verder"))
    if begun is None:
        context = {
            "done": "",
            "onward": onward,
            "problem": "token",
            "is_on": bool(services.grants),
        }
        return await show(request, "redactie-login.html", context, 403)
    response = RedirectResponse(onward if onward != PATH else f"{PATH}?klaar=ingelogd", 303)
    set_cookie(request, response, begun[0])
    return response


@router.post(f"{PATH}/uitloggen")
async def log_out(request: Request) -> Response:
    """End the session."""
    await read_checked(request, Role.REVIEWER)
    response = RedirectResponse(f"{PATH}?klaar=uitgelogd", 303)
    desk_of(request).sessions.end(request, response)
    return response


@router.post(f"{PATH}/bouwen")
async def build_now(request: Request) -> Response:
    """Put a build in the queue, unless one is waiting already."""
    await read_checked(request, Role.EDITOR)
    job = queue_build(desk_of(request))
    return RedirectResponse(f"{PATH}/taken/{job.id}", 303)


@router.post(f"{PATH}/kandidaten")
async def judge_name(request: Request, services: ServicesDep) -> Response:
    """Accept or reject one name."""
    _, form = await read_checked(request, Role.EDITOR)
    wanted = text_of_field(form, "kandidaat")
    found = next((one for one in await find_open(services) if one.id == wanted), None)
    if found is None:
        raise NotFoundError(f"'{wanted[:80]}' does not wait for a decision")
    data, overlay = services.settings.data, services.settings.data / OWN_REGISTER
    if text_of_field(form, "besluit") == "afwijzen":
        reject(found, data)
        return RedirectResponse(f"{PATH}?klaar=afgewezen#namen", 303)
    region = load_region(services.region.folder, overlay)
    try:
        accept(
            found,
            data,
            region.names,
            region.subjects,
            name=text_of_field(form, "naam") or None,
            kind=text_of_field(form, "soort") or None,
        )
    except InputError:
        return RedirectResponse(f"{PATH}?fout=naam#namen", 303)
    return RedirectResponse(f"{PATH}?klaar=opgenomen#namen", 303)


async def find_open(services: Services) -> list[Candidate]:
    """The names of the served release that nobody judged yet."""
    if services.release is None:
        return []
    known = {Iri(iri) for iri, _ in list_accepted(services.settings.data, services.region.names)}
    rows = read_rows(await ask(services, "candidates"))
    return without_judged(
        rows,
        services.settings.data,
        frozenset(known) | services.region.subjects,
        services.region.names,
    )


def group_names(services: Services, candidates: Sequence[Candidate]) -> list[NameToJudge]:
    """One entry for each name and kind, with every document that has it."""
    groups: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for one in candidates:
        groups[one.key].append(one)
    return [
        NameToJudge(
            own[0],
            tuple((one, title_of(services, one)) for one in sorted({c.document for c in own})),
        )
        for own in groups.values()
    ]


async def _waiting(services: Services) -> int:
    """Decisions that the served release does not show yet."""
    accepted = list_accepted(services.settings.data, services.region.names)
    names = sum(iri not in services.region.subjects for iri, _ in accepted)
    return names + await count_waiting(services)


def queue_build(desk: Desk) -> Job:
    """The build that waits already, else a new one."""
    waiting = [job for job in desk.jobs.active if job.kind == "build" and job.state == "waiting"]
    if waiting:
        return waiting[0]
    job, _ = desk.jobs.make_room("build")
    return desk.jobs.submit("build", "", job, {})


assert KIND_TEXTS.keys() == KINDS.keys()
