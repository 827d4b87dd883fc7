"""The page where people decide on alignments: the candidates with a box each, and one decision.

In: requests of reviewers and editors. Out: HTML. It stands below `/redactie`, where the session of
a visitor is known; the public page Doorwerking shows the same candidates to everyone.
"""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from service.access import Role
from service.aligning import MAX_AT_ONCE, VERDICTS, align, find_problems
from service.cascade import alignment_context
from service.decision_form import decision_fields, read_decision
from service.decisions import Decision, list_roles
from service.deps import Services, ServicesDep
from service.desk import read_checked, session_of, show, to_login
from service.sessions import PATH
from service.views import ask, slug_of, translator_of

router = APIRouter(include_in_schema=False)
_FIELDS = MAX_AT_ONCE + 10  # of a form: a box for each pair, and the decision


@router.get(f"{PATH}/doorwerking")
async def choose_alignments(request: Request, services: ServicesDep, thema: str = "") -> Response:
    """The candidates, with a box before each, what was decided before, and one decision below."""
    if session_of(request) is None:
        return to_login(request)
    return await _show(request, services, thema)


@router.post(f"{PATH}/doorwerking")
async def decide_on_alignments(
    request: Request, services: ServicesDep, thema: str = ""
) -> Response:
    """One decision on the pairs whose boxes are ticked; the page again when it cannot be used."""
    _, form = await read_checked(request, Role.REVIEWER, _FIELDS)
    chosen = [one for one in form.getlist("aansluiting") if isinstance(one, str)]
    given = read_decision(form)
    wrong = find_problems(given, [slug for slug, _ in await list_roles(services)])
    if not 0 < len(chosen) <= MAX_AT_ONCE:
        wrong["aansluiting"] = "align.wrong_choice"
    if wrong:
        return await _show(request, services, thema, (given, wrong, chosen))
    await align(services, chosen, given)
    done = urlencode({"thema": thema, "klaar": len(chosen)})
    return RedirectResponse(f"{PATH}/doorwerking?{done}", 303)


async def _show(
    request: Request,
    services: Services,
    theme: str,
    refused: tuple[Decision, dict[str, str], list[str]] | None = None,
) -> Response:
    language = translator_of(request).language
    themes = await ask(services, "themes")
    found = next((row["theme"] for row in themes if slug_of(row["theme"]) == theme), "")
    context = {
        **await alignment_context(services, themes, language, found),
        "theme": slug_of(found) if found else "",
        "choices": [(slug_of(row["theme"]), row["label"]) for row in themes],
        "decide": await decision_fields(request, VERDICTS, *(refused or ()), texts="align"),
    }
    return await show(request, "redactie-aansluitingen.html", context, 422 if refused else 200)
