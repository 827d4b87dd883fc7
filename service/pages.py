"""The pages Overzicht and Documenten, and that of a thing with an outside IRI.

In: a request. Out: HTML, from the answers of saved queries. Every number on a page can be had by
asking the query the page shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ontology.errors import NotFoundError
from ontology.records import Iri
from service.cascade import build_chains
from service.changes import find_changes
from service.coverage import build_matrix, label_in
from service.deps import Services, ServicesDep
from service.dossier import read_dossier
from service.findings import (
    CATEGORIES,
    SEVERITIES,
    Filter,
    FindingView,
    category_of,
    choose,
    view_finding,
)
from service.i18n import Translator
from service.views import Answer, ask, own_query, render, slug_of, translator_of

router = APIRouter(include_in_schema=False)

_URGENT: Final = 7  # findings the overview leads with
_OF_ONE_CHECK: Final = 2


@router.get("/")
async def show_overview(request: Request, services: ServicesDep) -> HTMLResponse:
    """Overzicht: what asks for a decision, what is missing, what changed, what was read."""
    text = translator_of(request)
    language = text.language
    coverage = await ask(services, "coverage")
    themes = await ask(services, "themes")
    chains = build_chains(await ask(services, "cascade"), themes, language)
    expected = await ask(services, "coverage-expected")
    context = {
        "kinds": _kinds(await ask(services, "kinds"), language),
        "matrix": build_matrix(coverage, themes, services, language, accounts=False),
        "gaps": sum(row["result"] in ("missing", "weak") for row in expected),
        "broken": sum(bool(chain.breaks) for chain in chains),
        "urgent": await _urgent(services, text),
        "documents": _read_first(await ask(services, "document-list")),
        "open": {
            slug_of(row["severity"]).lower(): int(row["findings"])
            for row in await ask(services, "finding-counts")
            if row["status"] == "open"
        },
        "changes": find_changes(services),
        "query": own_query(services, "kinds"),
    }
    return await render(request, "overview.html", context)


async def _urgent(services: Services, text: Translator) -> list[FindingView]:
    """The open findings that weigh most, at most two of one check, those of consistency first."""
    rows = await choose(services, Filter(status="open"))
    weighed = sorted(rows, key=lambda row: (_weight(row), row["check"], row["finding"]))
    seen: Counter[str] = Counter()
    chosen = []
    for row in weighed:
        seen[row["check"]] += 1
        if seen[row["check"]] <= _OF_ONE_CHECK:
            chosen.append(row)
    return [view_finding(services, row, text) for row in chosen[:_URGENT]]


def _weight(row: Mapping[str, str]) -> tuple[int, bool]:
    severity = slug_of(row["severity"]).lower()
    return SEVERITIES.index(severity), category_of(row) != CATEGORIES[0]


def _kinds(rows: Answer, language: str) -> list[dict[str, str]]:
    return [
        {"type": row["type"], "label": label_in(row, language), "things": row["things"]}
        for row in rows
    ]


def _read_first(rows: Answer) -> list[Mapping[str, str]]:
    unique = {row["document"]: row for row in reversed(rows)}
    return sorted(
        unique.values(),
        key=lambda row: (not row["version"], row["title"].lower(), row["document"]),
    )


@router.get("/ding")
async def show_outside_thing(request: Request, services: ServicesDep, iri: str) -> HTMLResponse:
    """The page of a thing whose IRI is not below the region's base, such as a public body."""
    dossier = await read_dossier(services, Iri(iri), translator_of(request).language)
    if not dossier.facts and not dossier.types and not dossier.incoming:
        raise NotFoundError(f"{iri} is not in this release")
    return await render(request, "entity.html", {"dossier": dossier, "suffixes": ()})


@router.get("/documenten")
async def show_documents(request: Request, services: ServicesDep) -> HTMLResponse:
    """Documenten: what was read, what is known by facts, and what by name only."""
    documents = _read_first(await ask(services, "document-list"))
    cited = Counter(slug_of(row["cited"]) for row in await ask(services, "references"))
    context = {
        "read": [row for row in documents if row["version"]],
        "accounts": [row for row in documents if not row["version"] and row["facts"]],
        "unread": [row for row in documents if not row["version"] and not row["facts"]],
        "cited": cited,
        "query": own_query(services, "document-list"),
    }
    return await render(request, "documents.html", context)
