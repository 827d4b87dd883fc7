"""The page to judge a claim: what a passage was read to say, and whether that is right.

In: a place in a document. Out: its claims with a form each; a review goes through the writer.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from ontology.errors import InputError
from ontology.records import Span
from service.access import Role
from service.deps import Services, ServicesDep
from service.desk import read_checked, session_of, show, text_of_field, to_login
from service.quotations import quote
from service.reviews import add_review, claims_at
from service.sessions import PATH
from service.views import translator_of
from service.whole_numbers import WholeNumber

router = APIRouter(include_in_schema=False)
Place = Annotated[WholeNumber, Query(ge=0, le=100_000_000)]
VERDICT_TEXTS = {
    "niet-juist": "review.wrong",
    "klopt": "review.right",
    "betwist": "review.disputed",
}


@router.get(f"{PATH}/beoordelen")
async def show_claims(
    request: Request, services: ServicesDep, document: str, start: Place, end: Place
) -> Response:
    """The claims of one passage."""
    if session_of(request) is None:
        return to_login(request)
    return await _show(request, services, document, _span(start, end))


@router.post(f"{PATH}/beoordelen")
async def judge_claim(
    request: Request, services: ServicesDep, document: str, start: Place, end: Place
) -> Response:
    """Take a verdict; the page again, with what is wrong, when it cannot be used."""
    session, form = await read_checked(request, Role.REVIEWER)
    claim, verdict = text_of_field(form, "bewering"), text_of_field(form, "oordeel")
    reason = text_of_field(form, "reden")
    try:
        await add_review(services, claim, verdict, reason, session.role)
    except InputError:
        wrong = {"claim": claim, "verdict": verdict, "reason": reason}
        return await _show(request, services, document, _span(start, end), wrong)
    return RedirectResponse(f"{PATH}?klaar=beoordeeld#oordelen", 303)


def _span(start: int, end: int) -> Span:
    if start >= end:
        raise InputError("a place has a start before its end")
    return Span(start, end)


async def _show(
    request: Request,
    services: Services,
    document: str,
    span: Span,
    wrong: dict[str, str] | None = None,
) -> Response:
    language = translator_of(request).language
    claims = await claims_at(services, document, span, language)
    assert services.release is not None
    digest = services.release.manifest["sources"][document]["sha256"]
    version = services.region.names.version(document, digest)
    row = {"document": document, "version": version, "start": str(span.start), "end": str(span.end)}
    context = {
        "claims": claims,
        "quotation": quote(services, row),
        "verdicts": VERDICT_TEXTS,
        "wrong": wrong or {"claim": "", "verdict": "", "reason": ""},
        "address": f"{PATH}/beoordelen?document={document}&start={span.start}&end={span.end}",
    }
    return await show(request, "redactie-beoordelen.html", context, 422 if wrong else 200)
