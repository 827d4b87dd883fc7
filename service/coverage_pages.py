"""The page Dekking with its switch, and one page for each cell.

In: a request. Out: HTML from saved queries. An empty cell says why it is empty; 'not found' is
never shown as 'does not exist'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Literal, get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ontology.errors import NotFoundError
from service.coverage import ASPECTS, REASONS, Cell, build_matrix, label_in, make_cell
from service.deps import Services, ServicesDep
from service.facts import group_facts
from service.nexus import STRENGTHS, build_pairs, dimensions_of, strengths_of
from service.quotations import Quotation, quote, title_of
from service.summaries import VIEWS, Per, build_table, find_share
from service.views import Answer, ask, find_row, own_query, render, slug_of, translator_of

router = APIRouter(include_in_schema=False)

_MAX_QUOTES: Final = 40  # in one group; more on request
_MAX_ALL: Final = 2_000
# The aspects of a summary, those of a document and what only a party or programme has.
SHARED_ASPECTS: Final = ("indicator", "project", "programme", "action", "goal")


@router.get("/dekking")
async def show_coverage(
    request: Request,
    services: ServicesDep,
    feiten: Literal["ja", "nee"] = "ja",
    per: Per = "document",
) -> HTMLResponse:
    """Dekking, by document or another subject; `feiten=nee` leaves out accounts."""
    language = translator_of(request).language
    context: dict[str, Any] = {"per": per, "views": get_args(Per)}
    if per == "thema":
        return await render(request, "nexus.html", {**context, **await _nexus(services, language)})
    if per != "document":
        table = await build_table(services, per, language)
        context |= {"table": table, "query": own_query(services, table.query)}
        return await render(request, "summaries.html", context)
    matrix = build_matrix(
        await ask(services, "coverage"),
        await ask(services, "themes"),
        services,
        language,
        accounts=feiten == "ja",
        expected=await ask(services, "coverage-expected"),
    )
    context |= {
        "matrix": matrix,
        "facts": feiten,
        "reasons": REASONS,
        "missing": matrix.missing(),
        "query": own_query(services, "coverage"),
        "expected": own_query(services, "coverage-expected"),
        "empty": own_query(services, "coverage-empty"),
    }
    return await render(request, "coverage.html", context)


async def _nexus(services: Services, language: str) -> dict[str, Any]:
    themes = await ask(services, "themes")
    return {
        "pairs": build_pairs(await ask(services, "nexus-themes"), themes, language),
        "strengths": STRENGTHS,
        "commitment": strengths_of(await ask(services, "commitment-themes")),
        "dimensions": dimensions_of(await ask(services, "nexus-wellbeing"), language),
        "query": own_query(services, "nexus-themes"),
        "others": (
            own_query(services, "commitment-themes"),
            own_query(services, "nexus-wellbeing"),
        ),
    }


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
    """The passages behind one cell, grouped by aspect, or why there are none."""
    text = translator_of(request)
    coverage = await ask(services, "coverage")
    topic = find_row(await ask(services, "themes"), "theme", theme)
    here = find_row(await ask(services, "document-list"), "document", document)["document"]
    asked = {"document": here, "theme": topic["theme"]}
    cell = await _cell(services, coverage, asked)
    rows = await ask(services, "coverage-evidence", **asked)
    facts = await ask(services, "facts", document=here) if cell.account else ()
    context = {
        "document": document,
        "title": title_of(services, document),
        "theme": topic,
        "label": label_in(topic, text.language),
        "cell": cell,
        "groups": group_evidence(services, rows, ASPECTS, _MAX_ALL if alles else _MAX_QUOTES),
        "facts": group_facts(facts, theme=topic["theme"]),
        "elsewhere": _elsewhere(services, coverage, theme, document),
        "query": own_query(services, "coverage-evidence", **asked),
    }
    return await render(request, "cell.html", context)


async def _cell(services: Services, coverage: Answer, asked: Mapping[str, str]) -> Cell:
    document, theme = slug_of(asked["document"]), slug_of(asked["theme"])
    expected = await ask(services, "coverage-expected", **asked)
    result = expected[0]["result"] if expected else ""
    account = False
    for row in coverage:
        if slug_of(row["document"]) == document:
            account = row["basis"] == "facts"
            if slug_of(row["theme"]) == theme:
                return make_cell(document, theme, row, expectation=result)
    empty = await ask(services, "coverage-empty", **asked)
    account = account or bool(empty and empty[0]["reason"] == "facts-only")
    return make_cell(document, theme, None, account=account, expectation=result)


def group_evidence(
    services: Services, rows: Answer, aspects: Sequence[str], limit: int
) -> list[Group]:
    """Rows of evidence as quotations by aspect; at most `limit` in each group."""
    groups = []
    for aspect in aspects:
        own = [row for row in rows if row["aspect"] == aspect and row["start"]]
        by_place = [
            (place, list(found))
            for place, found in groupby(
                own, key=lambda row: (row["document"], int(row["start"]), int(row["end"]))
            )
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
        if row.get("element")
    }
    return tuple(sorted(named.items(), key=lambda pair: pair[1].lower()))


def _elsewhere(
    services: Services, coverage: Answer, theme: str, document: str
) -> list[tuple[Cell, str]]:
    cells = [
        make_cell(slug_of(row["document"]), theme, row)
        for row in coverage
        if slug_of(row["theme"]) == theme and slug_of(row["document"]) != document
    ]
    found = [cell for cell in cells if cell.level]
    return [(cell, title_of(services, cell.document)) for cell in found]


@router.get("/dekking/per/{per}/{subject}/{theme}")
async def show_share(
    request: Request, services: ServicesDep, per: Per, subject: str, theme: str
) -> HTMLResponse:
    """What a level, municipality, programme, party or theme has on a theme, with its passages."""
    language = translator_of(request).language
    themes = await ask(services, "themes")
    topic = find_row(themes, "theme", theme)
    rows = themes if per == "thema" else await ask(services, _view(per))
    row = find_row(rows, "theme" if per == "thema" else "subject", subject)
    asked = {"subject": row["theme" if per == "thema" else "subject"], "theme": topic["theme"]}
    elements = await ask(services, "coverage-elements", **asked)
    passages = await ask(services, "coverage-passages", **asked)
    documents = await ask(services, "coverage-documents", **asked)
    evidence = (*elements, *({**one, "aspect": "mentions"} for one in passages))
    context = {
        "per": per,
        "label": label_in(topic, language),
        "subject": asked["subject"],
        "name": label_in(row, language),
        "share": None if per == "thema" else find_share(rows, subject, theme),
        "documents": [(one, title_of(services, slug_of(one["document"]))) for one in documents],
        "groups": group_evidence(services, evidence, (*SHARED_ASPECTS, "mentions"), _MAX_QUOTES),
        "things": _unquoted(elements),
        "theme": theme,
        "query": own_query(services, "coverage-elements", **asked),
    }
    return await render(request, "share.html", context)


def _view(per: str) -> str:
    if per not in VIEWS:
        raise NotFoundError(f"there is no overview per '{per}'; see /dekking")
    return VIEWS[per]


def _unquoted(rows: Answer) -> tuple[tuple[str, str], ...]:
    """Elements that are known by facts only, so without a passage."""
    quoted = {row["element"] for row in rows if row["start"]}
    return _things([row for row in rows if row["element"] not in quoted])
