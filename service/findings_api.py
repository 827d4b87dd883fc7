"""Findings as JSON: `/api/findings` with filters.

In: typed parameters. Out: a page of findings with the places they rest on; quotes are read from
the local text at that moment and checked by hash.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from service.api import ONLY_JSON, PROBLEMS
from service.deps import ServicesDep
from service.findings import Filter, FindingView, view_finding
from service.i18n import Translator
from service.models import Answer
from service.paging import PageDep
from service.views import ask

router = APIRouter(responses=PROBLEMS)

Category = Literal[
    "consistency", "cascade", "coverage", "governance", "evidence", "linkage", "tone"
]
Severity = Literal["conflict", "warning", "notice"]
Status = Literal["open", "explained", "accepted", "dismissed", "solved"]
Slug = Annotated[str | None, Query(max_length=100, pattern="^[a-z0-9-]+$")]


class FindingPlace(Answer):
    """A passage a finding rests on; `quote` is null where the text is not at hand."""

    document: str
    title: str
    start: int
    end: int
    quote: str | None = None


class FindingInfo(Answer):
    """One finding of a check."""

    iri: str
    check: str
    title: str
    category: Category
    severity: Severity
    status: Status
    message: str
    documents: list[str] = Field(description="slugs of the documents it is about")
    places: list[FindingPlace]
    first_seen: str = Field(description="first release that showed it")
    last_seen: str = Field(description="last release that showed it")
    reason: str | None = None
    role: str | None = None
    page: str = Field(description="path of its page")


class Findings(Answer):
    """Findings in the order of the query `findings`; `total` counts all that were asked for."""

    release: str | None
    query: str
    total: int
    offset: int
    findings: list[FindingInfo]


@router.get("/api/findings", tags=["findings"], dependencies=ONLY_JSON)
async def list_findings(
    request: Request,
    response: Response,
    services: ServicesDep,
    page: PageDep,
    category: Category | None = None,
    severity: Severity | None = None,
    status: Status | None = None,
    check: Slug = None,
    document: Slug = None,
) -> Findings:
    """What the checks found, with what people decided on it."""
    wanted = Filter(category or "", severity or "", status or "", check or "", document or "")
    rows = [row for row in await ask(services, "findings") if wanted.keeps(row)]
    response.headers.update(page.links(request, len(rows)))
    return Findings(
        release=services.release.iri if services.release else None,
        query="/api/queries/findings",
        total=len(rows),
        offset=page.offset,
        findings=[
            _describe(view_finding(services, row, Translator(page.language)), page.language)
            for row in page.of(rows)
        ],
    )


def _describe(finding: FindingView, language: str) -> FindingInfo:
    return FindingInfo.model_validate(
        {
            "iri": finding.iri,
            "check": finding.check.name,
            "title": finding.check.title.in_language(language),
            "category": finding.category,
            "severity": finding.severity,
            "status": finding.status,
            "message": finding.message,
            "documents": [slug for slug, _ in finding.documents],
            "places": [
                {
                    "document": quotation.document,
                    "title": quotation.document_title,
                    "start": quotation.start,
                    "end": quotation.end,
                    "quote": quotation.text,
                }
                for quotation in finding.quotations
            ],
            "first_seen": finding.first,
            "last_seen": finding.last,
            "reason": finding.reason or None,
            "role": finding.role or None,
            "page": finding.href,
        }
    )
