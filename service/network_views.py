"""Views of the network for integrality, and its analysis, as pages, JSON and files.

In: the name of a view in the address. Out: drawing, table and sentences of one saved query; the
passages behind an edge. Knows no view by name: each is a file in queries/analysis/.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from graph.centrality import Analysis, analyse, read_analysis
from graph.drawing import write_standalone
from graph.network import write_network
from ontology.errors import NotFoundError
from service.deps import Services, ServicesDep
from service.i18n import Translator
from service.labels import find_labels
from service.network_description import View, find_view, read_views
from service.network_drawings import Drawing, Row, address, draw, tell
from service.network_parts import (
    as_json,
    branches_of,
    full_name,
    kinds_in,
    merge_edges,
    network_of,
    pack,
    words_of,
)
from service.quotations import quote, title_of
from service.views import Answer, ask, own_query, release_name, render, slug_of, translator_of

router = APIRouter()

ANALYSIS: Final = "analyse"
_FILTERS: Final = {"theme": "thema", "document": "document"}
_ENDS: Final = ("source", "target")
_MAX_SENTENCES: Final = 60
_MAX_KEPT: Final = 24  # answers of views
_EXPORTS: Final = {"graphml": "application/graphml+xml", "gexf": "application/gexf+xml"}


def tabs(services: Services, text: Translator) -> list[tuple[str, str, str]]:
    """Slug, address and name of every view; the explorer first, the analysis last."""
    views = [
        (view.slug, f"/netwerk?beeld={view.slug}", view.description.name.in_language(text.language))
        for view in read_views(services.catalog).values()
    ]
    first = ("", "/netwerk", text("network.explore"))
    last = (ANALYSIS, f"/netwerk?beeld={ANALYSIS}", text("network.analysis"))
    path = ("pad", "/netwerk?van=&naar=", text("network.path"))
    return [first, *views, path, last]


def _given(request: Request, services: Services, view: View) -> dict[str, str]:
    """The parameters of the query that the address carries, as full IRIs."""
    base = services.region.names.base
    asked = {name: request.query_params.get(name, "") for name in _FILTERS}
    return {
        name: full_name(value, base, _FILTERS[name])
        for name, value in asked.items()
        if value and name in view.query.parameters
    }


def _titles(services: Services) -> Mapping[str, str]:
    return {slug: title_of(services, slug, short=True) for slug in services.cards}


async def _rows(
    request: Request, services: Services, view: View, given: Mapping[str, str]
) -> Answer:
    """The rows of a view; the last few answers are kept, since each edge needs them again."""
    kept: OrderedDict[tuple[str, ...], Answer]
    kept = request.app.state.__dict__.setdefault("view_rows", OrderedDict())
    language = translator_of(request).language
    about = (release_name(services), view.query.name, language)
    key = (*about, *map("=".join, sorted(given.items())))
    if key not in kept:
        rows = await ask(services, view.query.name, **given)
        kept[key] = await _in_english(services, rows) if language == "en" else rows
        if len(kept) > _MAX_KEPT:
            kept.popitem(last=False)
    return kept[key]


async def _in_english(services: Services, rows: Answer) -> Answer:
    """The rows with English names of their ends, for those the query does not name itself."""
    found = await find_labels(services, {row[end] for row in rows for end in _ENDS})
    names = {iri: labels["en"] for iri, labels in found.items() if "en" in labels}
    return tuple(
        {**{f"{end}LabelEn": names[row[end]] for end in _ENDS if row[end] in names}, **row}
        for row in rows
    )


async def _draw(request: Request, services: Services, slug: str) -> tuple[View, Drawing]:
    view = find_view(services.catalog, slug)
    rows = await _rows(request, services, view, _given(request, services, view))
    text = translator_of(request)
    return view, await asyncio.to_thread(draw, view, rows, _titles(services), text)


async def show_view(request: Request, services: Services, slug: str) -> HTMLResponse:
    """Netwerk as one view: drawing, legend, tree, table and sentences."""
    text = translator_of(request)
    view, drawing = await _draw(request, services, slug)
    whole = await network_of(request.app, services)
    part = drawing.network
    given = _given(request, services, view)
    data = as_json(part, drawing.positions)
    context = {
        "view": slug,
        "name": view.description.name.in_language(text.language),
        "question": view.query.question.in_language(text.language),
        "read": view.description.read.in_language(text.language),
        "legend": _legend(view, part, text),
        "data": data,
        "packed": {
            **pack(data, whole),
            "heads": drawing.heads,
            "layout": view.description.layout,
            "arrows": view.description.layers is not None,
        },
        "branches": branches_of(part, ""),
        "relations": merge_edges(part),
        "labels": {node: part.nodes[node]["label"] for node in part},
        "kind_of": {node: part.nodes[node]["kind"] for node in part},
        "kinds": kinds_in(part),
        "left_out": drawing.left_out,
        "edge_page": f"/netwerk/beeld/{slug}/verband",
        "edge_data": f"/api/network/views/{slug}/edge",
        "choices": await _choices(services, view),
        "chosen": {name: slug_of(iri) for name, iri in given.items()},
        "file": f"/netwerk/beeld/{slug}/export",
        "json": f"/api/network/views/{slug}",
        "address": urlencode({name: slug_of(iri) for name, iri in given.items()}),
        "query": own_query(services, view.query.name, **given),
        "words": words_of(request),
        "tabs": tabs(services, text),
    }
    return await render(request, "network_view.html", context)


def _legend(view: View, part: Any, text: Translator) -> list[tuple[str, str]]:
    """Line and words of each style that is drawn."""
    used = {data["predicate"] for _, _, data in part.edges(data=True)}
    return [
        (style.line, style.word.in_language(text.language))
        for name, style in view.description.styles.items()
        if name in used
    ]


async def _choices(services: Services, view: View) -> dict[str, list[tuple[str, str]]]:
    """What each filter of a view may be: slug and name."""
    found: dict[str, list[tuple[str, str]]] = {}
    if "theme" in view.query.parameters:
        rows = await ask(services, "themes")
        found["theme"] = [
            (slug_of(row["theme"]), row.get("label") or slug_of(row["theme"])) for row in rows
        ]
    if "document" in view.query.parameters:
        slugs = {slug_of(row["document"]) for row in await ask(services, "coverage")}
        found["document"] = sorted(
            ((slug, title_of(services, slug, short=True)) for slug in slugs), key=lambda p: p[1]
        )
    return found


@router.get("/api/network/views", tags=["network"], summary="The views of the network")
async def list_views(request: Request, services: ServicesDep) -> list[dict[str, str]]:
    """Name, question and query of each view."""
    language = translator_of(request).language
    return [
        {
            "view": view.slug,
            "name": view.description.name.in_language(language),
            "question": view.query.question.in_language(language),
            "query": view.query.name,
        }
        for view in read_views(services.catalog).values()
    ]


@router.get("/api/network/views/{view}", tags=["network"], summary="A view with positions")
async def get_view(
    request: Request, services: ServicesDep, view: str, theme: str = "", document: str = ""
) -> dict[str, Any]:
    """Nodes with positions, edges with line and sentence. `theme` and `document` narrow a view."""
    del theme, document  # read from the request, where the page has them too
    _, drawing = await _draw(request, services, view)
    return {**as_json(drawing.network, drawing.positions), "total": drawing.total}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is behind an edge of a view: its sentence, its page, and the rows with passages."""

    source: str
    target: str
    labels: tuple[str, str]
    word: str
    sentence: str
    opens: str
    query: str
    given: Mapping[str, str]
    rows: Answer


async def _evidence(
    request: Request, services: Services, slug: str, source: str, target: str, style: str
) -> Evidence:
    view = find_view(services.catalog, slug)
    text = translator_of(request)
    base = services.region.names.base
    ends = (full_name(source, base), full_name(target, base))
    rows = [
        row
        for row in await _rows(request, services, view, {})
        if (row["source"], row["target"]) == ends and style in ("", row["style"])
    ]
    if not rows:
        raise NotFoundError(f"{source} and {target} are not joined in the view '{slug}'")
    row = rows[0]
    chosen = view.description.styles[row["style"]]
    part = draw(view, rows, _titles(services), text).network
    labels = (part.nodes[ends[0]]["label"], part.nodes[ends[1]]["label"])
    asked = _parameters(chosen.evidence, row)
    name = chosen.evidence.get("query", "")
    return Evidence(
        *ends,
        labels=labels,
        word=chosen.word.in_language(text.language),
        sentence=" ".join(
            dict.fromkeys(
                tell(chosen, one, dict(zip(("source", "target"), labels, strict=True)), text)
                for one in rows
                if one["style"] == row["style"]
            )
        ),
        opens=address(chosen, row),
        query=name or view.query.name,
        given=asked[0] if name else {},
        rows=_places([row for one in asked for row in await ask(services, name, **one)])
        if name
        else (),
    )


def _parameters(evidence: Mapping[str, str], row: Row) -> list[dict[str, str]]:
    """What to ask the evidence query: once, or once for each of several columns."""
    columns = {key: names.split() for key, names in evidence.items() if key != "query"}
    return [
        {key: row[name] for key, name in zip(columns, chosen, strict=True)}
        for chosen in product(*columns.values())
    ]


def _places(rows: Iterable[Row]) -> Answer:
    """One row for each passage, in the order of the answer."""
    found: dict[tuple[str, str, str], Mapping[str, str]] = {}
    for row in rows:
        if row["start"]:
            found.setdefault((row["document"], row["start"], row["end"]), row)
    return tuple(found.values())


@router.get("/api/network/views/{view}/edge", tags=["network"], summary="What is behind an edge")
async def get_view_edge(
    request: Request,
    services: ServicesDep,
    view: str,
    source: str,
    target: str,
    predicate: str = "",
) -> dict[str, Any]:
    """The sentence of an edge, where it leads, and its passages with quotes."""
    found = await _evidence(request, services, view, source, target, predicate)
    shown = found.rows[:_MAX_SENTENCES]
    sentences = await asyncio.to_thread(lambda: [quote(services, row).as_json() for row in shown])
    return {
        "source": found.source,
        "target": found.target,
        "message": found.sentence,
        "opens": found.opens,
        "count": len(found.rows),
        "shown": len(sentences),
        "sentences": sentences,
    }


@router.get("/netwerk/beeld/{view}/verband", include_in_schema=False)
async def show_view_edge(
    request: Request,
    services: ServicesDep,
    view: str,
    source: str,
    target: str,
    predicate: str = "",
) -> HTMLResponse:
    """What is behind an edge of a view as a page of its own."""
    found = await _evidence(request, services, view, source, target, predicate)
    description = find_view(services.catalog, view).description
    shown = found.rows[:_MAX_SENTENCES]
    context = {
        "view": view,
        "name": description.name.in_language(translator_of(request).language),
        "edge": found,
        "quotations": await asyncio.to_thread(lambda: [quote(services, row) for row in shown]),
        "count": len(found.rows),
        "query": own_query(services, found.query, **found.given),
    }
    return await render(request, "network_view_edge.html", context)


@router.get("/netwerk/beeld/{view}/export.{extension}", include_in_schema=False)
async def export_view(
    request: Request, services: ServicesDep, view: str, extension: str
) -> Response:
    """A view as a file: html (standalone), graphml or gexf."""
    found, drawing = await _draw(request, services, view)
    text = translator_of(request)
    release = release_name(services)
    name = f"netwerk-{view}-{services.region.slug}-{release}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if extension == "html":
        title = text("network.view_export", name=found.description.name.in_language(text.language))
        read = found.description.read.in_language(text.language)
        note = text("network.view_note", release=release, read=read)
        page = await asyncio.to_thread(
            write_standalone, drawing.network, title, note, drawing.positions
        )
        return Response(page, media_type="text/html; charset=utf-8", headers=headers)
    if extension not in _EXPORTS:
        raise NotFoundError(f"a view is exported as html, graphml or gexf, not as {extension}")
    data = await asyncio.to_thread(write_network, drawing.network, extension)  # type: ignore[arg-type]
    return Response(data, media_type=_EXPORTS[extension], headers=headers)


async def analysis_of(request: Request, services: Services) -> Analysis:
    """The analysis made with the release, else made now, as for a store that is elsewhere."""
    kept: tuple[str, Analysis] | None = getattr(request.app.state, "analysis", None)
    release = release_name(services)
    if kept is None or kept[0] != release:
        found = None
        if services.release is not None:
            found = await asyncio.to_thread(read_analysis, services.release.path.parent)
        if found is None:
            network = await network_of(request.app, services)
            found = await asyncio.to_thread(analyse, network)
        kept = (release, found)
        request.app.state.analysis = kept
    return kept[1]


async def show_analysis(request: Request, services: Services) -> HTMLResponse:
    """What holds the network together, in sentences."""
    text = translator_of(request)
    titles = _titles(services)
    rows = await ask(services, "view-dragende-documenten")
    context = {
        "view": ANALYSIS,
        "tabs": tabs(services, text),
        "analysis": await analysis_of(request, services),
        "bearing": _bearing(rows, titles, text),
        "title_of": lambda iri: titles.get(slug_of(iri), slug_of(iri).replace("-", " ")),
        "query": own_query(services, "view-dragende-documenten"),
    }
    return await render(request, "network_analysis.html", context)


def _bearing(
    rows: Answer, titles: Mapping[str, str], text: Translator
) -> list[tuple[str, str, list[tuple[str, str, str, int]]]]:
    """Document, title, and what falls away with it: theme, its name, kind, number of things."""
    found: dict[str, list[tuple[str, str, str, int]]] = {}
    for row in rows:
        english = row["kindLabelEn"] if text.language == "en" else ""
        kind = (english or row["kindLabel"] or slug_of(row["kind"])).lower()
        label = row["themeLabel"] or slug_of(row["theme"])
        found.setdefault(row["document"], []).append(
            (row["theme"], label, kind, int(row["things"]))
        )
    named = [
        (iri, titles.get(slug_of(iri)) or slug_of(iri).replace("-", " "), lost)
        for iri, lost in found.items()
    ]
    return sorted(named, key=lambda one: (-len(one[2]), one[1].lower()))
