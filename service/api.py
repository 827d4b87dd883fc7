"""The JSON interface: release, saved queries, coverage, documents with their passages, health.

In: typed parameters. Out: records of models.py, or the answer of a saved query as CSV, TSV, XLSX
or standard SPARQL results. Errors are problem+json.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from graph.requests import QueryRequest
from ontology.errors import NotFoundError
from service.deps import ServicesDep
from service.models import (
    Coverage,
    CoverageSummary,
    DocumentInfo,
    Health,
    ListedValue,
    Passages,
    QueryInfo,
    ReleaseInfo,
    ValueList,
)
from service.negotiate import Offer, choose
from service.paging import PageDep
from service.passages import read_passages
from service.saved import answer_saved, describe_query
from service.tables import build_coverage, build_documents, build_summary
from service.value_lists import find_values

_PROBLEM: Final = {
    "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}
}
PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"description": "a parameter does not fit", "content": _PROBLEM},
    404: {"description": "there is no such thing", "content": _PROBLEM},
    406: {"description": "the format is not offered", "content": _PROBLEM},
    503: {"description": "a limit was reached, or no reader is free", "content": _PROBLEM},
}

_JSON: Final = Offer("json", "application/json", ("json",))


async def check_accept(request: Request) -> None:
    """Refuse an Accept that rules JSON out.

    Raises:
        FormatError: naming what is offered.
    """
    choose(request.headers.get("accept"), (_JSON,))


router = APIRouter(responses=PROBLEMS)
ONLY_JSON: Final = [Depends(check_accept)]
PerParameter = Annotated[
    Literal["document", "bestuurslaag", "gemeente", "programma", "actor"],
    Query(description="whose coverage: of documents, or derived for another subject"),
]
Lang = Annotated[Literal["nl", "en"], Query(description="language of labels")]


@router.get("/api/release", tags=["release"], dependencies=ONLY_JSON)
async def get_release(services: ServicesDep) -> ReleaseInfo:
    """The release that is served, with counts by graph and class."""
    release = services.release
    if release is None:
        return ReleaseInfo(name=None)
    known = {k: v for k, v in release.manifest.items() if k in ReleaseInfo.model_fields}
    return ReleaseInfo.model_validate({**known, "name": release.name, "iri": release.iri})


@router.get("/api/queries", tags=["queries"], dependencies=ONLY_JSON)
async def list_queries(services: ServicesDep) -> list[QueryInfo]:
    """The saved queries, by group and name."""
    found = services.catalog.queries.values()
    return [
        describe_query(services, one)
        for one in sorted(found, key=lambda one: (one.group, one.name))
    ]


@router.get("/api/queries/{name}", tags=["queries"], response_model=None)
async def ask_query(request: Request, services: ServicesDep, name: str, page: PageDep) -> Response:
    """The answer of a saved query.

    Its parameters are given by name and bound as terms. `format` (json, csv, tsv, xlsx, srj, srx,
    geojson where a column holds a geometry) wins over Accept; JSON is paged by `limit` and
    `offset` and has labels beside IRIs, the other formats hold every row.
    """
    return await answer_saved(request, services, services.catalog.get(name), page)


@router.get("/api/queries/{name}/values/{parameter}", tags=["queries"], dependencies=ONLY_JSON)
async def list_values(
    services: ServicesDep, name: str, parameter: str, lang: Lang = "nl"
) -> ValueList:
    """The values a parameter of a saved query may take in this release."""
    query = services.catalog.get(name)
    if parameter not in query.parameters:
        raise NotFoundError(f"{query.name} has no parameter '{parameter}'")
    found = await find_values(services, query, lang, only=parameter)
    return ValueList(
        query=query.name,
        parameter=parameter,
        release=services.release.iri if services.release else None,
        values=[ListedValue(value=one.value, label=one.label) for one in found[parameter]],
    )


@router.get("/api/coverage", tags=["coverage"], dependencies=ONLY_JSON)
async def get_coverage(
    services: ServicesDep, lang: Lang = "nl", per: PerParameter = "document"
) -> Coverage | CoverageSummary:
    """The coverage matrix: how deeply each document, or another subject, treats each theme."""
    if per == "document":
        return await build_coverage(services, lang)
    return await build_summary(services, per, lang)


@router.get("/api/documents", tags=["documents"], dependencies=ONLY_JSON)
async def list_documents(services: ServicesDep) -> list[DocumentInfo]:
    """Every document the graph knows; those that were read have a version."""
    return await build_documents(services)


@router.get("/api/documents/{document}/passages", tags=["documents"], dependencies=ONLY_JSON)
async def list_passages(
    request: Request,
    response: Response,
    services: ServicesDep,
    document: str,
    page: PageDep,
) -> Passages:
    """The passages of a document in text order, with quotes where the text is at hand."""
    found = await read_passages(services, document, page)
    response.headers.update(page.links(request, found.total))
    return found


@router.get("/health/live", tags=["health"])
async def live() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/health/ready", tags=["health"])
async def ready(services: ServicesDep) -> Health:
    """A reader answers too; 503 when none does within two seconds."""
    await services.pool.query(QueryRequest("ASK {}", timeout_s=2.0))
    return Health(status="ok")
