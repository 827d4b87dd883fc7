"""Saved queries over HTTP: what each asks, and its answer in the format a client wants.

In: a SavedQuery and the parameters of a request. Out: JSON with labels beside IRIs, CSV, TSV,
XLSX, or standard SPARQL results. Parameters become bound terms, never text of a query.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ontology.records import Literal
from queries.catalog import Bilingual, SavedQuery
from queries.results import Solutions, Term, parse_solutions, write_xlsx
from queries.run import request_for
from service.conditions import entity_tag, has_current, not_modified, release_key
from service.deps import Services
from service.labels import find_labels, iris_in, label_of
from service.models import Cell, ParameterInfo, QueryAnswer, QueryInfo, Words
from service.negotiate import Offer, choose, get_offer
from service.offers import RESULT_OFFERS
from service.paging import Page

XLSX: Final = Offer(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)
)
_JSON: Final = Offer("json", "application/json", ("json",))
_STANDARD: Final = tuple(
    Offer(offer.suffixes[0], offer.media_type, offer.suffixes[:1]) for offer in RESULT_OFFERS
)
OFFERS: Final = (_JSON, *_STANDARD, XLSX)
_OWN_PARAMETERS: Final = frozenset({"format", "limit", "offset", "lang"})


def describe_query(query: SavedQuery) -> QueryInfo:
    """What a client needs to know to ask it."""
    head = query.head
    return QueryInfo(
        name=query.name,
        group=query.group,
        title=_words(head.title),
        question=_words(head.question),
        columns=list(query.columns),
        parameters=[
            ParameterInfo(
                name=name,
                type=one.type,
                label=_words(one.label),
                required=not one.optional,
                default=one.default,
                values=one.values,
            )
            for name, one in query.parameters.items()
        ],
        view=head.view,
        category=head.category,
        severity=head.severity,
        href=f"/api/queries/{query.name}",
    )


async def ask(services: Services, name: str, given: Mapping[str, str] | None = None) -> Solutions:
    """All rows of a saved query."""
    query = services.catalog.get(name)
    return parse_solutions(await services.pool.query(request_for(query, given)))


async def answer_saved(
    request: Request, services: Services, query: SavedQuery, page: Page
) -> Response:
    """The answer in the format that `format` names, or that Accept prefers.

    Raises:
        QueryError: for an unknown or faulty parameter.
        FormatError: when the format is not offered.
        HTTPException: 400 when a parameter is given twice.
    """
    if query.group == "rules":
        raise HTTPException(400, f"'{query.name}' is a rule: it fills the graph and has no rows")
    named = request.query_params.get("format")
    accept = request.headers.get("accept")
    offer = get_offer(OFFERS, named) if named else choose(accept, OFFERS)
    given = _given(request)
    tag = entity_tag(release_key(services), query.text, str(request.url), offer.media_type)
    if has_current(request, tag):
        return not_modified(tag, {})
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    if offer in _STANDARD:
        body = await services.pool.query(request_for(query, given, offer.media_type))
    else:
        solutions = parse_solutions(await services.pool.query(request_for(query, given)))
        if offer is _JSON:
            headers |= page.links(request, len(solutions))
            body = (await _page_of(services, query, solutions, page)).encode()
        else:
            body = write_xlsx(solutions, query.title.in_language(page.language))
    if offer is not _JSON:
        headers["Content-Disposition"] = f'inline; filename="{query.name}.{offer.suffixes[0]}"'
    return Response(body, headers=headers, media_type=offer.content_type)


def _given(request: Request) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in given:
            raise HTTPException(400, f"the parameter '{name}' is given more than once")
        if name not in _OWN_PARAMETERS:
            given[name] = value
    return given


async def _page_of(services: Services, query: SavedQuery, solutions: Solutions, page: Page) -> str:
    rows = page.of(solutions.rows)
    labels = await find_labels(services, iris_in(rows))

    def cell(term: Term) -> Cell:
        if isinstance(term, Literal):
            datatype = None if term.language else term.datatype
            return Cell(type="literal", value=term.value, datatype=datatype, language=term.language)
        if term.startswith("_:"):
            return Cell(type="bnode", value=term)
        label = label_of(labels, term, page.language) if term in labels else None
        return Cell(type="iri", value=term, label=label)

    answer = QueryAnswer(
        query=query.name,
        release=services.release.iri if services.release else None,
        columns=list(solutions.columns),
        total=len(solutions),
        offset=page.offset,
        rows=[{name: cell(term) for name, term in row.items()} for row in rows],
    )
    return answer.model_dump_json(exclude_none=True)


def _words(text: Bilingual) -> Words:
    return Words(nl=text.nl, en=text.en)
