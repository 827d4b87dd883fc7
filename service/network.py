"""The page Netwerk and what its drawing asks: positions, the sentences behind an edge, files.

In: a selection in the address. Out: HTML, JSON, GraphML, GEXF, standalone HTML. The graph is built
once for each release and kept; a selection is drawn anew, the same way each time.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from graph.drawing import write_standalone
from graph.network import (
    KINDS,
    MAX_DEPTH,
    MAX_NODES,
    Kind,
    Network,
    Selection,
    select,
    write_network,
)
from ontology.errors import NotFoundError
from service.deps import Services, ServicesDep
from service.network_parts import (
    SCRIPT_TEXTS,
    as_json,
    branches_of,
    full_name,
    merge_edges,
    network_of,
    pack,
    words_of,
)
from service.network_paths import router as paths_router, show_path
from service.network_views import ANALYSIS, router as views_router, show_analysis, show_view, tabs
from service.quotations import quote, title_of
from service.views import ask, own_query, release_name, render, slug_of, translator_of
from service.whole_numbers import WholeNumber

router = APIRouter()
router.include_router(views_router)
router.include_router(paths_router)
__all__ = ["SCRIPT_TEXTS", "router"]

LIMITS: Final = (60, 150, 300, 500)
_DEFAULT_LIMIT: Final = 150
_MAX_SENTENCES: Final = 60
_MAX_DRAWINGS: Final = 32
_EXPORTS: Final = {"graphml": "application/graphml+xml", "gexf": "application/gexf+xml"}


@dataclass(frozen=True, slots=True)
class Wish:
    """A selection as the address carries it; things are named by IRI or by `type/slug`."""

    focus: str
    depth: int
    types: tuple[Kind, ...]
    theme: str
    document: str
    limit: int

    def address(self, **changed: object) -> str:
        """The same selection as a query string, with some of it changed; '' for none."""
        values: dict[str, Any] = {
            "focus": self.focus,
            "depth": self.depth if self.depth != 1 else "",
            "types": list(self.types),
            "theme": self.theme,
            "document": self.document,
            "limit": self.limit if self.limit != _DEFAULT_LIMIT else "",
            **changed,
        }
        return urlencode({key: value for key, value in values.items() if value}, doseq=True)


def read_wish(
    focus: str = "",
    depth: Annotated[WholeNumber, Query(ge=1, le=MAX_DEPTH)] = 1,
    types: Annotated[list[Kind] | None, Query(max_length=len(KINDS))] = None,
    theme: str = "",
    document: str = "",
    limit: Annotated[WholeNumber, Query(ge=1, le=MAX_NODES)] = _DEFAULT_LIMIT,
) -> Wish:
    """The selection of a request."""
    return Wish(focus, depth, tuple(types or ()), theme, document, limit)


def selection_of(wish: Wish, services: Services) -> Selection:
    """The wish with full IRIs."""
    base = services.region.names.base
    return Selection(
        focus=full_name(wish.focus, base),
        depth=wish.depth,
        kinds=frozenset(wish.types),
        theme=full_name(wish.theme, base, "thema"),
        document=full_name(wish.document, base, "document"),
        limit=wish.limit,
    )


async def _part(app: FastAPI, services: Services, wish: Wish) -> Network:
    network = await network_of(app, services)
    wanted = selection_of(wish, services)
    if wanted.focus and wanted.focus not in network:
        raise NotFoundError(
            f"'{wish.focus}' is not in the network of this release; see /netwerk for what is"
        )
    return await asyncio.to_thread(select, network, wanted)


async def _drawn(app: FastAPI, services: Services, wish: Wish) -> dict[str, Any]:
    """The selection as JSON; the last few are kept, since a drawing takes a part of a second."""
    part = await _part(app, services, wish)
    kept: OrderedDict[tuple[str, Wish], dict[str, Any]]
    kept = app.state.__dict__.setdefault("drawings", OrderedDict())
    key = (release_name(services), wish)
    if key not in kept:
        kept[key] = await asyncio.to_thread(as_json, part)
        if len(kept) > _MAX_DRAWINGS:
            kept.popitem(last=False)
    return kept[key]


@router.get("/netwerk", include_in_schema=False)
async def show_network(request: Request, services: ServicesDep) -> HTMLResponse:
    """Netwerk: drawing, tree and sentences of one selection; else a view, the analysis or a path.

    `beeld` names a view, `van` and `naar` the ends of a path.
    """
    given = request.query_params
    if given.get("beeld") == ANALYSIS:
        return await show_analysis(request, services)
    if given.get("beeld"):
        return await show_view(request, services, given["beeld"])
    if "van" in given or "naar" in given:
        return await show_path(request, services, given.get("van", ""), given.get("naar", ""))
    wish = _wish_of(request)
    part = await _part(request.app, services, wish)
    network = await network_of(request.app, services)
    wanted = selection_of(wish, services)
    data = await _drawn(request.app, services, wish)
    relations = merge_edges(part)
    context = {
        "wish": wish,
        "wanted": wanted,
        "data": data,
        "branches": branches_of(part, wanted.focus),
        "relations": relations,
        "all_sentences": bool(request.query_params.get("zinnen")),
        "packed": pack(data),
        "labels": {node: part.nodes[node]["label"] for node in part},
        "kind_of": {node: part.nodes[node]["kind"] for node in part},
        "focus_label": network.nodes[wanted.focus]["label"] if wanted.focus else "",
        "kinds": KINDS,
        "limits": LIMITS,
        "themes": _choices(network, "theme"),
        "documents": _documents(network, services),
        "total": len(network),
        "query": own_query(services, "network", **_document_parameter(wanted)),
        "words": words_of(request),
        "tabs": tabs(services, translator_of(request)),
        "view": "",
    }
    return await render(request, "network.html", context)


def _wish_of(request: Request) -> Wish:
    """The selection of a page; what a form sends empty counts as not given."""
    given = request.query_params
    types = tuple(kind for kind in KINDS if kind in given.getlist("types"))
    return Wish(
        focus=given.get("focus", ""),
        depth=_bounded(given.get("depth"), 1, MAX_DEPTH),
        types=types,
        theme=given.get("theme", ""),
        document=given.get("document", ""),
        limit=_bounded(given.get("limit"), _DEFAULT_LIMIT, MAX_NODES),
    )


def _bounded(text: str | None, usual: int, most: int) -> int:
    return min(max(int(text), 1), most) if text and text.isdigit() and len(text) < 7 else usual


def _choices(network: Network, kind: Kind) -> list[tuple[str, str]]:
    found = [
        (slug_of(n), data["label"]) for n, data in network.nodes(data=True) if data["kind"] == kind
    ]
    return sorted(found, key=lambda pair: pair[1].lower())


def _documents(network: Network, services: Services) -> list[tuple[str, str]]:
    found = {slug_of(data["document"]) for _, _, data in network.edges(data=True)}
    return sorted((slug, title_of(services, slug)) for slug in found if slug)


def _document_parameter(wanted: Selection) -> Mapping[str, str]:
    return {"document": wanted.document} if wanted.document else {}


@router.get("/api/network", tags=["network"], summary="Nodes with positions, edges with claims")
async def get_network(
    request: Request,
    services: ServicesDep,
    focus: str = "",
    depth: Annotated[WholeNumber, Query(ge=1, le=MAX_DEPTH)] = 1,
    types: Annotated[list[Kind] | None, Query(max_length=len(KINDS))] = None,
    theme: str = "",
    document: str = "",
    limit: Annotated[WholeNumber, Query(ge=1, le=MAX_NODES)] = _DEFAULT_LIMIT,
) -> dict[str, Any]:
    """A part of the network. `focus`, `theme` and `document` are IRIs or `type/slug`."""
    return await _drawn(
        request.app, services, read_wish(focus, depth, types, theme, document, limit)
    )


@router.get("/api/network/edge", tags=["network"], summary="The sentences behind an edge")
async def get_edge(
    services: ServicesDep, source: str, target: str, predicate: str = "", document: str = ""
) -> dict[str, Any]:
    """Every passage that states the relation, with its quote when the text is at hand."""
    base = services.region.names.base
    given = {"source": full_name(source, base), "target": full_name(target, base)}
    if document:
        given["document"] = full_name(document, base, "document")
    rows = await ask(services, "relation-evidence", **given)
    kept = [row for row in rows if _is_about(row["predicate"], predicate)]
    sentences = await asyncio.to_thread(
        lambda: [quote(services, row).as_json() for row in kept[:_MAX_SENTENCES]]
    )
    return {**given, "count": len(kept), "shown": len(sentences), "sentences": sentences}


def _is_about(predicate: str, wanted: str) -> bool:
    """Whether a relation is the wanted one, given in full or by its last part; '' is any."""
    return not wanted or wanted in (predicate, slug_of(predicate))


@router.get("/netwerk/verband", include_in_schema=False)
async def show_edge(
    request: Request, services: ServicesDep, source: str, target: str, predicate: str = ""
) -> HTMLResponse:
    """The sentences behind an edge as a page of their own, for whoever has no script."""
    network = await network_of(request.app, services)
    base = services.region.names.base
    ends = {"source": full_name(source, base), "target": full_name(target, base)}
    for end in ends.values():
        if end not in network:
            raise NotFoundError(f"'{end}' is not in the network of this release; see /netwerk")
    rows = await ask(services, "relation-evidence", **ends)
    kept = [row for row in rows if _is_about(row["predicate"], predicate)]
    context = {
        "ends": {name: (iri, network.nodes[iri]["label"]) for name, iri in ends.items()},
        "kinds": {name: network.nodes[iri]["kind"] for name, iri in ends.items()},
        "relation": next((row["predicateLabel"] for row in kept), "") or slug_of(predicate),
        "quotations": [quote(services, row) for row in kept[:_MAX_SENTENCES]],
        "count": len(kept),
        "query": own_query(services, "relation-evidence", **ends),
    }
    return await render(request, "edge.html", context)


@router.get("/netwerk/export.{extension}", include_in_schema=False)
async def export_network(request: Request, services: ServicesDep, extension: str) -> Response:
    """The selection as a file: html (standalone), graphml or gexf."""
    part = await _part(request.app, services, _wish_of(request))
    name = f"netwerk-{services.region.slug}-{release_name(services)}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if extension == "html":
        text = translator_of(request)
        title = text("network.export_title", region=services.region.title["nl"])
        note = text("network.export_note", release=release_name(services))
        page = await asyncio.to_thread(write_standalone, part, title, note)
        return Response(page, media_type="text/html; charset=utf-8", headers=headers)
    if extension not in _EXPORTS:
        raise NotFoundError(f"a network is exported as html, graphml or gexf, not as {extension}")
    data = await asyncio.to_thread(write_network, part, extension)  # type: ignore[arg-type]
    return Response(data, media_type=_EXPORTS[extension], headers=headers)
