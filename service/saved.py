"""Saved queries over HTTP: what each asks, and its answer in the format a client wants.

In: a SavedQuery and the parameters of a request. Out: JSON with labels beside IRIs, CSV, TSV,
XLSX, GeoJSON, or standard SPARQL results. Parameters become bound terms, never text of a query.
Every answer says which query and which release it comes from.

Source: RFC 6596 and RFC 8574 (rel="cite-as"), POWDER (rel="describedby").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from graph.entity_tags import entity_tag
from graph.formats import JSON_RESULTS
from graph.kept_answers import Kept
from ontology.errors import QueryError
from ontology.records import Iri, Literal
from queries.catalog import Bilingual, SavedQuery
from queries.geojson import write_geojson
from queries.results import Solutions, Term, parse_solutions, text_of, write_xlsx
from queries.run import bind, request_for
from service.conditions import (
    has_current,
    not_modified,
    release_key,
    served_state,
)
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
GEOJSON: Final = Offer("geojson", "application/geo+json", ("geojson",))
_OWN_PARAMETERS: Final = frozenset({"format", "limit", "offset", "lang"})
SEGMENT: Final = "vraag"  # of the IRIs of saved queries


def offers_of(query: SavedQuery) -> tuple[Offer, ...]:
    """The formats its answer can be had in; GeoJSON where a column holds a geometry."""
    if query.group == "rules":
        return ()
    return (_JSON, *_STANDARD, XLSX, *((GEOJSON,) if query.head.geometry else ()))


def query_iri(services: Services, query: SavedQuery) -> Iri:
    """What to cite a saved query by."""
    return services.region.names.mint(SEGMENT, query.name)


def describe_query(services: Services, query: SavedQuery) -> QueryInfo:
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
        iri=query_iri(services, query),
        formats=[offer.suffixes[0] for offer in offers_of(query)],
        href=f"/api/queries/{query.name}",
        page=f"/vragen/{query.name}",
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
        HTTPException: 400 when a parameter is given twice, or the query is a rule.
    """
    if query.group == "rules":
        raise HTTPException(400, f"'{query.name}' is a rule: it fills the graph and has no rows")
    offers = offers_of(query)
    named = request.query_params.get("format")
    accept = request.headers.get("accept")
    offer = choose(accept, offers) if named is None else get_offer(offers, named)
    given = _given(request, query)
    bound = bind(query, given)
    tag = entity_tag(release_key(services), query.text, str(request.url), offer.media_type)
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    headers |= _origin(services, query)
    if has_current(request, tag):
        return not_modified(tag, headers)
    state = served_state(services)
    if (kept := services.kept_saved.find(state, tag)) is not None:
        return _as_response(kept)
    if offer in _STANDARD:
        body = await _read(services, query, given, offer.media_type)
    else:
        solutions = parse_solutions(await _read(services, query, given))
        if offer is _JSON:
            if more := page.links(request, len(solutions)):
                headers["Link"] += ", " + more["Link"]
            found = await _page_of(services, query, bound, solutions, page)
            body = found.model_dump_json(exclude_none=True).encode()
        elif offer is GEOJSON and query.head.geometry:
            body = write_geojson(solutions, query.head.geometry, _members(services, query))
        else:
            body = write_xlsx(solutions, query.title.in_language(page.language))
    if offer is not _JSON:
        headers["Content-Disposition"] = f'inline; filename="{query.name}.{offer.suffixes[0]}"'
    response = Response(body, headers=headers, media_type=offer.content_type)
    if state == served_state(services) and not services.settings.store:
        services.kept_saved.keep(state, tag, len(tag), Kept(list(response.raw_headers), body))
    return response


async def _read(
    services: Services, query: SavedQuery, given: Mapping[str, str], media_type: str = JSON_RESULTS
) -> bytes:
    """What a reader answers; kept as well, since several formats and pages are made of it."""
    asked = (query.name, tuple(sorted(given.items())), media_type)
    state = served_state(services)
    if (kept := services.kept_saved.find(state, asked)) is not None:
        return kept.body
    body = await services.pool.query(request_for(query, given, media_type))
    if state == served_state(services) and not services.settings.store:
        services.kept_saved.keep(state, asked, sum(map(len, map(str, asked))), Kept([], body))
    return body


def _as_response(kept: Kept) -> Response:
    """A kept answer as it was sent before."""
    response = Response(kept.body)
    response.raw_headers = list(kept.headers)
    return response


def _origin(services: Services, query: SavedQuery) -> dict[str, str]:
    """Which question this answers, and from which release."""
    links = [f'<{query_iri(services, query)}>; rel="cite-as"']
    if services.release:
        links.append(f'<{services.release.iri}>; rel="describedby"')
    return {"Link": ", ".join(links)}


def _members(services: Services, query: SavedQuery) -> dict[str, str]:
    found: dict[str, str] = {"query": query_iri(services, query)}
    return found | ({"release": services.release.iri} if services.release else {})


def _given(request: Request, query: SavedQuery) -> dict[str, str]:
    """The parameters of the query in the address.

    Raises:
        QueryError: when one is there without a value of its type.
        HTTPException: 400 when one is given twice.
    """
    given: dict[str, str] = {}
    seen: set[str] = set()
    for name, value in request.query_params.multi_items():
        if name in seen:
            raise HTTPException(400, f"the parameter '{name}' is given more than once")
        seen.add(name)
        if name in _OWN_PARAMETERS:
            continue
        kind = query.parameters[name].type if name in query.parameters else "text"
        if not value and kind != "text":
            raise QueryError(f"{query.name}: {name} is empty; leave it out, or give it a value")
        given[name] = value
    return given


async def _page_of(
    services: Services,
    query: SavedQuery,
    bound: Mapping[str, Term],
    solutions: Solutions,
    page: Page,
) -> QueryAnswer:
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

    return QueryAnswer(
        query=query.name,
        query_iri=query_iri(services, query),
        parameters={name: text_of(term) for name, term in bound.items()},
        release=services.release.iri if services.release else None,
        columns=list(solutions.columns),
        total=len(solutions),
        offset=page.offset,
        rows=[{name: cell(term) for name, term in row.items()} for row in rows],
    )


def _words(text: Bilingual) -> Words:
    return Words(nl=text.nl, en=text.en)
