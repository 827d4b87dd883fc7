"""The pages Overzicht, Dekking and Documenten.

In: a request. Out: HTML, from the answers of saved queries. Every number on a page can be had by
asking the query the page shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ontology.errors import NotFoundError
from ontology.records import Iri
from service.deps import Services, ServicesDep
from service.dossier import read_dossier
from service.facts import group_facts
from service.quotations import Quotation, quote, title_of
from service.views import Answer, ask, find_row, own_query, render, slug_of, translator_of

router = APIRouter(include_in_schema=False)

ASPECTS: Final = ("indicator", "project", "programme", "goal", "mentions")
_MAX_QUOTES: Final = 40  # in one group; more on request
_MAX_ALL: Final = 2_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One document under one theme. `level` is 0–6, or None when it was not processed."""

    document: str
    theme: str
    level: int | None
    aspects: tuple[str, ...]
    passages: int
    account: bool = False  # known by facts from other sources, not read
    facts: int = 0

    @property
    def href(self) -> str:
        """Where its passages are."""
        return f"/dekking/{self.document}/{self.theme}"


@dataclass(frozen=True, slots=True)
class Line:
    """One theme over all documents."""

    theme: str
    label: str
    definition: str
    cells: tuple[Cell, ...]

    @property
    def passages(self) -> int:
        """Passages about this theme in all documents together."""
        return sum(cell.passages for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Themes down, documents across."""

    documents: tuple[tuple[str, str, str], ...]  # slug, short title, full title
    lines: tuple[Line, ...]
    accounts: frozenset[str] = frozenset()  # slugs of documents that are known by facts only

    def total(self, column: int) -> int:
        """Passages with a theme in one document; a passage with two themes counts twice."""
        return sum(line.cells[column].passages for line in self.lines)


def build_matrix(
    coverage: Answer,
    themes: Answer,
    services: Services,
    language: str = "nl",
    *,
    accounts: bool = True,
) -> Matrix:
    """The matrix of the query `coverage`, themes in the order of the query `themes`.

    Documents that were read come first; those known by facts follow when `accounts` is set.
    """
    known = frozenset(slug_of(row["document"]) for row in coverage if row["basis"] == "facts")
    found = {(slug_of(row["document"]), slug_of(row["theme"])): row for row in coverage}
    documents = sorted(
        {document for document, _ in found if accounts or document not in known},
        key=lambda document: (document in known, document),
    )
    lines = [
        Line(
            theme=slug_of(row["theme"]),
            label=label_in(row, language),
            definition=row.get("definition", ""),
            cells=tuple(
                _cell(
                    document,
                    slug_of(row["theme"]),
                    found.get((document, slug_of(row["theme"]))),
                    account=document in known,
                )
                for document in documents
            ),
        )
        for row in themes
    ]
    heads = tuple(
        (document, title_of(services, document, short=True), title_of(services, document))
        for document in documents
    )
    return Matrix(heads, tuple(lines), known)


def label_in(row: Mapping[str, str], language: str) -> str:
    """The English label of a row for 'en' when there is one, else the Dutch one."""
    english = row.get("labelEn") if language == "en" else None
    return english or row.get("label") or slug_of(next(iter(row.values())))


def _cell(
    document: str, theme: str, row: Mapping[str, str] | None, *, account: bool = False
) -> Cell:
    if row is None:
        return Cell(document, theme, None, (), 0, account)
    return Cell(
        document,
        theme,
        int(row["level"]),
        aspects=tuple(sorted(part for part in row.get("aspects", "").split("+") if part)),
        passages=int(row.get("passages", 0)),
        account=row["basis"] == "facts",
        facts=int(row["facts"]),
    )


@router.get("/")
async def show_overview(request: Request, services: ServicesDep) -> HTMLResponse:
    """Overzicht: what is in this release, and where to go."""
    language = translator_of(request).language
    coverage = await ask(services, "coverage")
    context = {
        "kinds": _kinds(await ask(services, "kinds"), language),
        "matrix": build_matrix(
            coverage, await ask(services, "themes"), services, language, accounts=False
        ),
        "documents": _read_first(await ask(services, "document-list")),
        "query": own_query(services, "kinds"),
    }
    return await render(request, "overview.html", context)


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


@router.get("/dekking")
async def show_coverage(
    request: Request, services: ServicesDep, feiten: Literal["ja", "nee"] = "ja"
) -> HTMLResponse:
    """Dekking: how deeply each document treats each theme; `feiten=nee` leaves out accounts."""
    language = translator_of(request).language
    coverage = await ask(services, "coverage")
    matrix = build_matrix(
        coverage, await ask(services, "themes"), services, language, accounts=feiten == "ja"
    )
    context = {"matrix": matrix, "facts": feiten, "query": own_query(services, "coverage")}
    return await render(request, "coverage.html", context)


@dataclass(frozen=True, slots=True)
class Group:
    """The evidence for one aspect: quotations, each with the things it is about."""

    aspect: str
    entries: tuple[tuple[Quotation, tuple[tuple[str, str], ...]], ...]
    left_out: int

    @property
    def count(self) -> int:
        """All passages of this aspect, shown or not."""
        return len(self.entries) + self.left_out


@router.get("/dekking/{document}/{theme}")
async def show_cell(
    request: Request, services: ServicesDep, document: str, theme: str, alles: bool = False
) -> HTMLResponse:
    """The passages behind one cell, grouped by aspect, or what was searched and not found."""
    text = translator_of(request)
    coverage = await ask(services, "coverage")
    themes = await ask(services, "themes")
    here = find_row(coverage, "document", document)["document"]
    topic = find_row(themes, "theme", theme)
    rows = await ask(services, "coverage-evidence", document=here, theme=topic["theme"])
    cell = _find_cell(coverage, document, theme)
    facts = await ask(services, "facts", document=here) if cell.account else ()
    context = {
        "document": document,
        "title": title_of(services, document),
        "theme": topic,
        "label": label_in(topic, text.language),
        "cell": cell,
        "groups": _group(services, rows, _MAX_ALL if alles else _MAX_QUOTES),
        "facts": group_facts(facts, theme=topic["theme"]),
        "elsewhere": _elsewhere(services, coverage, theme, document),
        "query": own_query(services, "coverage-evidence", document=here, theme=topic["theme"]),
    }
    return await render(request, "cell.html", context)


def _find_cell(coverage: Answer, document: str, theme: str) -> Cell:
    for row in coverage:
        if slug_of(row["document"]) == document and slug_of(row["theme"]) == theme:
            return _cell(document, theme, row)
    raise NotFoundError(f"{document} was not searched for {theme}; see /dekking")


def _group(services: Services, rows: Answer, limit: int) -> list[Group]:
    groups = []
    for aspect in ASPECTS:
        own = [row for row in rows if row["aspect"] == aspect]
        by_place = [
            (place, list(found))
            for place, found in groupby(own, key=lambda row: (int(row["start"]), int(row["end"])))
        ]
        entries = tuple(
            (quote(services, found[0]), _things(found)) for _, found in by_place[:limit]
        )
        if entries:
            groups.append(Group(aspect, entries, len(by_place) - len(entries)))
    return groups


def _things(rows: Sequence[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    named = {
        row["element"]: row.get("label") or slug_of(row["element"])
        for row in rows
        if row["element"]
    }
    return tuple(sorted(named.items(), key=lambda pair: pair[1].lower()))


def _elsewhere(
    services: Services, coverage: Answer, theme: str, document: str
) -> list[tuple[Cell, str]]:
    cells = [
        _cell(slug_of(row["document"]), theme, row)
        for row in coverage
        if slug_of(row["theme"]) == theme and slug_of(row["document"]) != document
    ]
    found = [cell for cell in cells if cell.level]
    return [(cell, title_of(services, cell.document)) for cell in found]


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
