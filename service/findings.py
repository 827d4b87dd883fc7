"""The page Bevindingen: what the checks found, with both quotes, and one page for each finding.

In: a request. Out: HTML, from the answer of the query `findings`. A finding asks; it does not
accuse, and 'not found' is never shown as 'does not exist'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from ontology.errors import NotFoundError
from queries.catalog import Catalog, SavedQuery
from service.deps import Services, ServicesDep
from service.i18n import Translator
from service.quotations import Quotation, quote, title_of
from service.views import Answer, ask, own_query, render, slug_of, translator_of

router = APIRouter(include_in_schema=False)

CATEGORIES: Final = (
    *("consistency", "cascade", "coverage", "governance"),
    *("evidence", "linkage", "tone"),
)
SEVERITIES: Final = ("conflict", "warning", "notice")
STATUSES: Final = ("open", "explained", "accepted", "dismissed", "solved")
_SHOWN: Final = 20  # findings of one check on the list; the rest on request

Choice = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding as people read it; `status` may be 'solved'."""

    iri: str
    check: SavedQuery
    category: str
    severity: str
    status: str
    message: str
    documents: tuple[tuple[str, str], ...]  # slug, title
    quotations: tuple[Quotation, ...]
    first: str
    last: str
    reason: str
    role: str

    @property
    def slug(self) -> str:
        """The last part of its IRI."""
        return slug_of(self.iri)

    @property
    def href(self) -> str:
        """Its own page."""
        return f"/bevindingen/{self.slug}"


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """The findings of one check, as many as are shown at once."""

    check: SavedQuery
    findings: tuple[FindingView, ...]
    total: int

    @property
    def left_out(self) -> int:
        """Findings that are not shown."""
        return self.total - len(self.findings)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a visitor wants to see; an empty text means all."""

    category: str = ""
    severity: str = ""
    status: str = ""
    check: str = ""
    document: str = ""

    def keeps(self, row: Mapping[str, str]) -> bool:
        """Whether a row of the query `findings` is wanted."""
        documents = {slug_of(row["document1"]), slug_of(row["document2"])}
        return (
            self.category in ("", category_of(row))
            and self.severity in ("", slug_of(row["severity"]).lower())
            and self.status in ("", row["status"])
            and self.check in ("", slug_of(row["check"]))
            and (not self.document or self.document in documents)
        )


def category_of(row: Mapping[str, str]) -> str:
    """The group of a row's check, such as `consistency`."""
    return slug_of(row["category"]).removeprefix("Category").lower()


@router.get("/bevindingen")
async def show_findings(
    request: Request,
    services: ServicesDep,
    categorie: Choice = "",
    ernst: Choice = "",
    status: Choice = "open",
    toets: Choice = "",
    document: Choice = "",
) -> HTMLResponse:
    """Bevindingen: filtered, grouped by check; `status=` (empty) shows all."""
    text = translator_of(request)
    rows = await ask(services, "findings")
    wanted = Filter(categorie, ernst, status, toets, document)
    shown = [row for row in rows if wanted.keeps(row)]
    groups = list(_groups(services, shown, text, limit=None if toets else _SHOWN))
    context = {
        "groups": groups,
        "total": len(shown),
        "filter": wanted,
        "counts": Counter(row["status"] for row in rows),
        "documents": _documents(services, rows),
        "checks": services.catalog.in_group("checks"),
        "choices": {"category": CATEGORIES, "severity": SEVERITIES, "status": STATUSES},
        "query": own_query(services, "findings"),
    }
    return await render(request, "findings.html", context)


@router.get("/bevindingen/{slug}")
async def show_finding(request: Request, services: ServicesDep, slug: str) -> HTMLResponse:
    """One finding: both quotes side by side, what was decided, and the query behind it."""
    text = translator_of(request)
    row = await find_finding(services, slug)
    finding = view_finding(services, row, text)
    context = {
        "finding": finding,
        "history": await ask(services, "finding-history", finding=row["finding"]),
        "focus": await ask(services, "finding-focus", finding=row["finding"]),
        "query": own_query(services, finding.check.name),
    }
    return await render(request, "finding.html", context)


async def find_finding(services: Services, slug: str) -> Mapping[str, str]:
    """The row of the query `findings` whose IRI ends in this slug.

    Raises:
        NotFoundError: when there is none.
    """
    iri = services.region.names.mint("bevinding", slug)
    for row in await ask(services, "findings"):
        if row["finding"] == iri:
            return row
    raise NotFoundError(f"finding '{slug}' is not in this release; see /bevindingen")


def view_finding(services: Services, row: Mapping[str, str], text: Translator) -> FindingView:
    """One row for people, in their language."""
    english = row["messageEn"] if text.language == "en" else ""
    documents = dict.fromkeys(slug_of(row[key]) for key in ("document1", "document2") if row[key])
    return FindingView(
        iri=row["finding"],
        check=_check_of(services.catalog, row),
        category=category_of(row),
        severity=slug_of(row["severity"]).lower(),
        status=row["status"],
        message=english or row["message"],
        documents=tuple((one, title_of(services, one, short=True)) for one in documents),
        quotations=tuple(_quotations(services, row)),
        first=slug_of(row["first"]),
        last=slug_of(row["last"]),
        reason=row["reason"],
        role=slug_of(row["role"]),
    )


def _check_of(catalog: Catalog, row: Mapping[str, str]) -> SavedQuery:
    return catalog.get(slug_of(row["check"]))


def _quotations(services: Services, row: Mapping[str, str]) -> Iterator[Quotation]:
    for n in ("1", "2"):
        if row[f"start{n}"]:
            yield quote(
                services,
                {
                    "document": row[f"document{n}"],
                    "version": row[f"version{n}"],
                    "start": row[f"start{n}"],
                    "end": row[f"end{n}"],
                    "quoteHash": row[f"hash{n}"],
                },
            )


def _groups(
    services: Services, rows: Sequence[Mapping[str, str]], text: Translator, limit: int | None
) -> Iterator[CheckGroup]:
    """By check, heaviest first, then in the order of the categories."""

    def order(row: Mapping[str, str]) -> tuple[int, int, str]:
        severity = SEVERITIES.index(slug_of(row["severity"]).lower())
        return severity, CATEGORIES.index(category_of(row)), row["check"]

    for _, found in groupby(sorted(rows, key=order), key=lambda row: row["check"]):
        own = list(found)
        views = tuple(view_finding(services, row, text) for row in own[:limit])
        yield CheckGroup(views[0].check, views, len(own))


def _documents(services: Services, rows: Answer) -> list[tuple[str, str]]:
    slugs = {slug_of(row[key]) for row in rows for key in ("document1", "document2") if row[key]}
    return sorted(((one, title_of(services, one, short=True)) for one in slugs), key=lambda p: p[1])
