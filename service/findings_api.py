"""Findings as JSON: `/api/findings` with filters, and a decision on one of them.

In: typed parameters. Out: a page of findings with the places they rest on; quotes are read from
the local text at that moment and checked by hash. A decision needs the token of a reviewer.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.access import Role
from service.api import ONLY_JSON, PROBLEMS
from service.decisions import MAX_REASON, Decision, decide
from service.deps import ServicesDep
from service.findings import Filter, FindingView, choose, view_finding
from service.i18n import Translator
from service.models import Answer
from service.paging import PageDep

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


class DecisionInput(BaseModel):
    """What is decided; `role` is the last part of the IRI of a role, never a name of a person."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["open", "explained", "accepted", "dismissed"]
    reason: Annotated[str, Field(max_length=MAX_REASON)] = ""
    role: Annotated[str, Field(max_length=100, pattern="^[a-z0-9-]+$")]


class DecisionInfo(Answer):
    """A decision that was written."""

    finding: str
    status: Literal["open", "explained", "accepted", "dismissed"]
    reason: str | None
    role: str
    page: str


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
    theme: Slug = None,
    new: Annotated[bool, Query(description="first seen in this release")] = False,
) -> Findings:
    """What the checks found, with what people decided on it."""
    wanted = Filter(
        category or "",
        severity or "",
        status or "",
        check or "",
        document or "",
        theme or "",
        is_new=new,
    )
    rows = await choose(services, wanted)
    response.headers.update(page.links(request, len(rows)))
    return Findings(
        release=services.release.iri if services.release else None,
        query="/api/queries/findings",
        total=len(rows),
        offset=page.offset,
        findings=[
            _describe(
                view_finding(services, row, Translator(page.language), with_quotes=True),
                page.language,
            )
            for row in page.of(rows)
        ],
    )


@router.post("/api/findings/{slug}/decision", status_code=201, tags=["findings"])
async def decide_finding(
    request: Request,
    response: Response,
    services: ServicesDep,
    slug: Annotated[str, Path(max_length=200, pattern="^[a-z0-9-]+$")],
    given: DecisionInput,
) -> DecisionInfo:
    """Decide on a finding: written before this answers, and seen by the next question."""
    services.grants.require(request.headers.get("authorization"), Role.REVIEWER)
    decision = Decision(given.status, " ".join(given.reason.split()), given.role)
    await decide(services, [slug], decision)
    response.headers["Location"] = f"/bevindingen/{slug}"
    return DecisionInfo(
        finding=services.region.names.mint("bevinding", slug),
        status=given.status,
        reason=decision.reason or None,
        role=decision.role,
        page=f"/bevindingen/{slug}",
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
