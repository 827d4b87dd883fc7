"""The pages of the saved queries: a list, and for each a form, its answer and its text.

In: `/vragen`, `/vragen/{name}` with the parameters of the query, `/id/vraag/{name}`. Out: HTML that
works without script, or the text of the query for programs. Parameters become bound terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from graph.entity_tags import entity_tag
from ontology.errors import BeleidsgraafError
from ontology.records import Literal
from queries.catalog import SavedQuery
from queries.results import Row, Solutions, Term, parse_solutions
from queries.run import request_for
from service.conditions import has_current, not_modified
from service.deps import Services, ServicesDep
from service.errors import find_outcome, one_line
from service.labels import Labels, find_labels, iris_in, label_of
from service.negotiate import HTML, Offer, choose, find_offer
from service.saved import SEGMENT, offers_of, query_iri
from service.value_lists import Value, find_values
from service.views import OwnQuery, render, translator_of
from service.whole_numbers import WholeNumber

router = APIRouter(include_in_schema=False)
PATH: Final = "/vragen"
ROWS: Final = 100  # on one page
_GROUPS: Final = ("analysis", "checks", "competency", "rules")
_SWITCHES: Final = frozenset({"lang", "kleur", "vanaf"})
_TEXT: Final = Offer("rq", "application/sparql-query", ("rq",), ("text/plain",))


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of an answer on the page, or why there is none."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    total: int = 0
    start: int = 0
    problem: str = ""
    status: int = 200

    @property
    def end(self) -> int:
        """The number of the last row shown."""
        return self.start + len(self.rows)


@router.get(PATH)
async def list_questions(request: Request, services: ServicesDep) -> HTMLResponse:
    """All saved queries by group."""
    groups = [(group, services.catalog.in_group(group)) for group in _GROUPS]
    return await render(request, "questions.html", {"groups": groups})


@router.get(PATH + "/{name}")
async def show_question(
    request: Request,
    services: ServicesDep,
    name: str,
    vanaf: Annotated[WholeNumber, Query(ge=0, le=10**9)] = 0,
) -> HTMLResponse:
    """One saved query: its form, and its answer for what the form says."""
    query = services.catalog.get(name)
    language = translator_of(request).language
    given = _given(request)
    shown = Shown() if query.group == "rules" else await _ask(services, query, given, vanaf)
    labels = await find_labels(services, iris_in(shown.rows))
    context = {
        "query": query,
        "iri": query_iri(services, query),
        "own": OwnQuery(query.name, query.text, given),
        "given": given,
        "values": await _values(services, query, language),
        "formats": [offer.suffixes[0] for offer in offers_of(query)],
        "shown": shown,
        "step": ROWS,
        "name_of": _Naming(labels, language),
    }
    return await render(request, "question.html", context, shown.status)


@router.get(f"/id/{SEGMENT}/{{name}}")
async def follow_question(request: Request, services: ServicesDep, name: str) -> Response:
    """What the IRI of a saved query leads to: its page for people, its text for programs."""
    slug, dot, suffix = name.rpartition(".")
    offers = (_TEXT, HTML)
    named = suffix if dot and find_offer(offers, suffix) else None
    query = services.catalog.get(slug if named else name)
    if choose(request.headers.get("accept"), offers, named) is HTML:
        return RedirectResponse(f"{PATH}/{query.name}", 303, {"Vary": "Accept"})
    tag = entity_tag(query.text)
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    if has_current(request, tag):
        return not_modified(tag, headers)
    return Response(query.text, headers=headers, media_type=f"{_TEXT.media_type}; charset=utf-8")


def _given(request: Request) -> dict[str, str]:
    """What the form says; an empty field says nothing."""
    found = request.query_params.multi_items()
    return {name: value for name, value in found if value and name not in _SWITCHES}


async def _ask(
    services: Services, query: SavedQuery, given: Mapping[str, str], start: int
) -> Shown:
    try:
        answer = await services.pool.query(request_for(query, given))
    except BeleidsgraafError as error:
        return Shown(problem=one_line(error), status=find_outcome(error).status)
    return _part(parse_solutions(answer), start)


def _part(solutions: Solutions, start: int) -> Shown:
    first = min(start, len(solutions))
    rows = solutions.rows[first : first + ROWS]
    return Shown(solutions.columns, rows, len(solutions), first)


async def _values(
    services: Services, query: SavedQuery, language: str
) -> dict[str, tuple[Value, ...]]:
    return await find_values(services, query, "en" if language == "en" else "nl")


@dataclass(frozen=True, slots=True)
class _Naming:
    """What to call a term in a cell."""

    labels: Mapping[str, Labels]
    language: str

    def __call__(self, term: Term) -> str:
        if isinstance(term, Literal):
            return term.value
        return label_of(self.labels, term, self.language)
