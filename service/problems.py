"""Sends errors to clients: problem+json to programs, a page to browsers.

In: an exception a route raised. Out: a response. Which error means what stands in errors.py.
"""

from __future__ import annotations

from html import escape
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from ontology.errors import BeleidsgraafError, InputError
from service.errors import LOG, PROBLEM_TYPE, Problem, describe_problem
from service.negotiate import prefers_html
from service.views import render, translator_of

_MACHINE_PATHS: Final = ("/api", "/sparql", "/health", "/static")


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every exception of every route with a problem."""
    for kind in (HTTPException, BeleidsgraafError, RequestValidationError, Exception):
        app.add_exception_handler(kind, answer_problem)


async def answer_problem(request: Request, error: Exception) -> Response:
    """The answer to a request that failed: a page for a browser on a page, else problem+json."""
    if isinstance(error, RequestValidationError):
        error = InputError(_describe_validation(error))
    problem = describe_problem(error)
    if problem.status >= 500:
        LOG.error("%s %s: %s", request.method, request.url.path, problem.detail)
    if _wants_page(request):
        return await _page(request, problem)
    return Response(
        problem.as_json(request.url.path), problem.status, dict(problem.headers), PROBLEM_TYPE
    )


def _wants_page(request: Request) -> bool:
    is_page = not request.url.path.startswith(_MACHINE_PATHS)
    return is_page and prefers_html(request.headers.get("accept"))


def _describe_validation(error: RequestValidationError) -> str:
    found = error.errors()[:3]
    return "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in found)


async def _page(request: Request, problem: Problem) -> HTMLResponse:
    """The error page in the frame of the site, or a bare one when the frame cannot be filled."""
    language = translator_of(request).language
    title, detail = problem.title, problem.detail
    if language == "nl":
        title = _TITLES_NL.get(problem.status, _TITLE_NL)
        detail = f"{title}. ({problem.detail})"
    context = {"title": title, "detail": detail, "status": problem.status}
    try:
        page = await render(request, "error.html", context, problem.status)
    except BeleidsgraafError:
        shown = {name: escape(str(value)) for name, value in context.items()}
        page = HTMLResponse(_PLAIN.format(language=language, **shown), problem.status)
    page.headers.update(problem.headers)
    return page


_TITLE_NL: Final = "Er ging iets mis"
_TITLES_NL: Final = {
    400: "Deze vraag kan zo niet worden beantwoord",
    404: "Niet gevonden in deze versie",
    405: "Dit kan op dit adres niet",
    406: "Dit formaat is er niet",
    503: "Dat lukt nu niet; probeer het zo nog eens",
}
_PLAIN: Final = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title} – beleidsgraaf</title></head>
<body><main><h1>{title}</h1><p>{detail} ({status})</p><p><a href="/">beleidsgraaf</a></p></main>
</body></html>
"""
