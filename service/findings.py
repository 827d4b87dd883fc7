"""The page Bevindingen: what the checks found, with both quotes, and one page for each finding.

In: a request. Out: HTML, from the answers of `findings` and `finding-themes`. A finding asks; it
does not accuse, and 'not found' is never shown as 'does not exist'. What these pages show is shared
with the pages where people decide (deciding.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from ontology.errors import NotFoundError
from queries.catalog import Catalog, SavedQuery
from service.decisions import list_roles
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
    quotations: tuple[Quotation, ...]  # none on the list, which shows no words of a text
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
    theme: str = ""
    is_new: bool = False  # first seen in the served release

    def keeps(self, row: Mapping[str, str]) -> bool:
        """Whether a row of the query `findings` is wanted, as far as the row can tell."""
        documents = {slug_of(row["document1"]), slug_of(row["document2"])}
        return (
            self.category in ("", category_of(row))
            and self.severity in ("", slug_of(row["severity"]).lower())
            and self.status in ("", row["status"])
            and self.check in ("", slug_of(row["check"]))
            and (not self.document or self.document in documents)
        )

    def address(self, **changed: str) -> str:
        """The same choice as a query string, with some of it changed."""
        values = {
            "categorie": self.category,
            "ernst": self.severity,
            "status": self.status,
            "toets": self.check,
            "document": self.document,
            "thema": self.theme,
            "nieuw": "ja" if self.is_new else "",
            **changed,
        }
        return urlencode({key: text for key, text in values.items() if text or key == "status"})


async def read_filter(
    categorie: Choice = "",
    ernst: Choice = "",
    status: Choice = "open",
    toets: Choice = "",
    document: Choice = "",
    thema: Choice = "",
    nieuw: Choice = "",
) -> Filter:
    """The choice in an address; `status=` (empty) shows all."""
    return Filter(categorie, ernst, status, toets, document, thema, nieuw == "ja")


FilterDep = Annotated[Filter, Depends(read_filter)]


async def choose(services: Services, wanted: Filter) -> list[Mapping[str, str]]:
    """The rows of the query `findings` that a filter keeps."""
    rows = [row for row in await ask(services, "findings") if wanted.keeps(row)]
    if wanted.theme:
        theme = services.region.names.mint("thema", wanted.theme)
        about = await ask(services, "finding-themes")
        having = {row["finding"] for row in about if row["theme"] == theme}
        rows = [row for row in rows if row["finding"] in having]
    if wanted.is_new:
        release = services.release.iri if services.release else ""
        rows = [row for row in rows if row["first"] == release]
    return rows


def category_of(row: Mapping[str, str]) -> str:
    """The group of a row's check, such as `consistency`."""
    return slug_of(row["category"]).removeprefix("Category").lower()


@router.get("/bevindingen")
async def show_findings(request: Request, services: ServicesDep, wanted: FilterDep) -> HTMLResponse:
    """Bevindingen: filtered, grouped by check."""
    context = await list_context(services, wanted, translator_of(request))
    return await render(request, "findings.html", {**context, "decide": None})


@router.get("/bevindingen/{slug}")
async def show_finding(request: Request, services: ServicesDep, slug: str) -> HTMLResponse:
    """One finding: both quotes side by side, what was decided, and the query behind it."""
    context = await finding_context(services, slug, translator_of(request))
    return await render(request, "finding.html", {**context, "decide": None})


async def list_context(services: Services, wanted: Filter, text: Translator) -> dict[str, Any]:
    """What the list shows, for everyone alike."""
    rows = await ask(services, "findings")
    shown = await choose(services, wanted)
    return {
        "groups": list(_groups(services, shown, text, limit=None if wanted.check else _SHOWN)),
        "total": len(shown),
        "filter": wanted,
        "counts": Counter(row["status"] for row in rows),
        "documents": _documents(services, rows),
        "themes": await _themes(services, text),
        "checks": services.catalog.in_group("checks"),
        "choices": {"category": CATEGORIES, "severity": SEVERITIES, "status": STATUSES},
        "query": own_query(services, "findings"),
    }


async def finding_context(services: Services, slug: str, text: Translator) -> dict[str, Any]:
    """What the page of one finding shows, for everyone alike.

    Raises:
        NotFoundError: when this release has no such finding.
    """
    row = await find_finding(services, slug)
    finding = view_finding(services, row, text, with_quotes=True)
    roles = await list_roles(services, text.language)
    return {
        "finding": finding,
        "history": await ask(services, "finding-history", finding=row["finding"]),
        "focus": await ask(services, "finding-focus", finding=row["finding"]),
        "role_labels": dict(roles),
        "query": own_query(services, finding.check.name),
    }


async def _themes(services: Services, text: Translator) -> list[tuple[str, str]]:
    """The themes that findings are about, as choices."""
    english = text.language == "en"
    found = {
        slug_of(row["theme"]): (row["labelEn"] if english else "") or row["label"]
        for row in await ask(services, "finding-themes")
    }
    return sorted(
        ((slug, label or slug) for slug, label in found.items()), key=lambda pair: pair[1].lower()
    )


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


def view_finding(
    services: Services, row: Mapping[str, str], text: Translator, *, with_quotes: bool = False
) -> FindingView:
    """One row for people, in their language; quotes are read from the texts only when asked."""
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
        quotations=tuple(_quotations(services, row)) if with_quotes else (),
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
