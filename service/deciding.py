"""The pages where people decide on findings: the list with boxes, and the form of one finding.

In: requests of reviewers and editors. Out: the pages of findings.py with a form. They stand below
`/redactie`, where the session of a visitor is known; the public pages are the same for everyone.
"""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from service.access import Role
from service.decision_form import decision_fields, read_decision
from service.decisions import MAX_AT_ONCE, VERDICTS, Decision, decide, list_roles
from service.deps import Services, ServicesDep
from service.desk import read_checked, session_of, show, to_login
from service.findings import FilterDep, finding_context, list_context
from service.sessions import PATH
from service.views import translator_of

router = APIRouter(include_in_schema=False)
_FIELDS = MAX_AT_ONCE + 10  # of a form: a box for each finding, and the decision


@router.get(f"{PATH}/bevindingen")
async def choose_findings(request: Request, services: ServicesDep, wanted: FilterDep) -> Response:
    """The list, with a box before each finding and one decision below."""
    if session_of(request) is None:
        return to_login(request)
    context = await list_context(services, wanted, translator_of(request))
    return await show(
        request, "findings.html", {**context, "decide": await decision_fields(request, VERDICTS)}
    )


@router.post(f"{PATH}/bevindingen")
async def decide_on_several(request: Request, services: ServicesDep, wanted: FilterDep) -> Response:
    """One decision on the findings whose boxes are ticked."""
    _, form = await read_checked(request, Role.REVIEWER, _FIELDS)
    chosen = [one for one in form.getlist("bevinding") if isinstance(one, str)]
    given = read_decision(form)
    wrong = await _problems(services, request, given)
    if not 0 < len(chosen) <= MAX_AT_ONCE:
        wrong["bevinding"] = "decide.wrong_choice"
    if wrong:
        context = await list_context(services, wanted, translator_of(request))
        decision = await decision_fields(request, VERDICTS, given, wrong, chosen)
        return await show(request, "findings.html", {**context, "decide": decision}, 422)
    await decide(services, chosen, given)
    done = urlencode({"klaar": len(chosen)})
    return RedirectResponse(f"{PATH}/bevindingen?{wanted.address()}&{done}", 303)


@router.get(f"{PATH}/bevindingen/{{slug}}")
async def show_form(request: Request, services: ServicesDep, slug: str) -> Response:
    """The page of one finding with its form."""
    if session_of(request) is None:
        return to_login(request)
    context = await finding_context(services, slug, translator_of(request))
    return await show(
        request, "finding.html", {**context, "decide": await decision_fields(request, VERDICTS)}
    )


@router.post(f"{PATH}/bevindingen/{{slug}}")
async def decide_on_one(request: Request, services: ServicesDep, slug: str) -> Response:
    """A decision on this finding; the page again, with what is wrong, when it cannot be used."""
    _, form = await read_checked(request, Role.REVIEWER)
    given = read_decision(form)
    if wrong := await _problems(services, request, given):
        context = await finding_context(services, slug, translator_of(request))
        decision = await decision_fields(request, VERDICTS, given, wrong)
        return await show(request, "finding.html", {**context, "decide": decision}, 422)
    await decide(services, [slug], given)
    return RedirectResponse(f"{PATH}/bevindingen/{slug}?klaar=1#besluit", 303)


async def _problems(services: Services, request: Request, given: Decision) -> dict[str, str]:
    roles = await list_roles(services, translator_of(request).language)
    return given.problems([slug for slug, _ in roles])
