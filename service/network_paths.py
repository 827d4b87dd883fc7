"""The page of a path: how two things hang together, as drawing and as sentences.

In: two things by name, IRI or `type/slug`. Out: the shortest paths with the passages behind each
step.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from graph.drawing import Positions, write_standalone
from graph.layout import place_layers
from graph.network import Network, write_network
from graph.paths import MAX_STEPS, Path, find_paths, keep_paths
from ontology.errors import NotFoundError
from service.deps import Services, ServicesDep
from service.network_parts import (
    Relation,
    as_json,
    branches_of,
    full_name,
    kinds_in,
    merge_edges,
    network_of,
    pack,
    short_name,
    words_of,
)
from service.network_views import tabs
from service.views import own_query, release_name, render, translator_of

router = APIRouter()
_MAX_NAMES: Final = 1_500  # offered while typing, the best connected
_MAX_LENGTH: Final = 300
_EXPORTS: Final = {"graphml": "application/graphml+xml", "gexf": "application/gexf+xml"}


@dataclass(frozen=True, slots=True)
class Ends:
    """What was asked for; '' when it was not found, with the nearest names."""

    source: str
    target: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One path: its nodes, and for each step the relations that make it."""

    nodes: Path
    steps: tuple[tuple[Relation, ...], ...]


def find_thing(network: Network, name: str, base: str) -> str:
    """The node of an IRI, a `type/slug` or a name; '' when there is none.

    Of several with one name the best connected one.
    """
    iri = full_name(name.strip(), base)
    if iri in network:
        return iri
    wanted = name.strip().casefold()
    found = [n for n, data in network.nodes(data=True) if data["label"].casefold() == wanted]
    return min(found, key=lambda node: (-network.degree(node), node), default="")


def find_ends(network: Network, source: str, target: str, base: str) -> Ends:
    """Both ends, and names like those that were not found."""
    first, last = (find_thing(network, name[:_MAX_LENGTH], base) for name in (source, target))
    missed = [n for n, found in ((source, first), (target, last)) if n and not found]
    labels = sorted({data["label"] for _, data in network.nodes(data=True)}) if missed else []
    near = [one for name in missed for one in get_close_matches(name[:_MAX_LENGTH], labels, n=3)]
    return Ends(first, last, tuple(dict.fromkeys(near)))


def ways_of(part: Network, paths: tuple[Path, ...]) -> list[Way]:
    """Each path with the relations of its steps, in a fixed order."""
    relations: dict[frozenset[str], list[Relation]] = {}
    for edge in merge_edges(part):
        relations.setdefault(frozenset((edge.source, edge.target)), []).append(edge)
    return [
        Way(path, tuple(tuple(relations[frozenset(step)]) for step in pairwise(path)))
        for path in paths
    ]


def place_paths(paths: tuple[Path, ...]) -> Positions:
    """From the first thing on the left to the last on the right, one column for each step."""
    layers = {node: step for path in paths for step, node in enumerate(path)}
    return place_layers(layers, [step for path in paths for step in pairwise(path)])


@dataclass(frozen=True, slots=True)
class _Found:
    ends: Ends
    documents: bool
    paths: tuple[Path, ...]
    part: Network


async def _find(request: Request, services: Services, source: str, target: str) -> _Found:
    network = await network_of(request.app, services)
    base = services.region.names.base
    ends = await asyncio.to_thread(find_ends, network, source, target, base)
    over = request.query_params.get("via") == "documenten"
    for documents in (True,) if over else (False, True):  # over documents when there is no other
        paths = await asyncio.to_thread(
            find_paths, network, ends.source, ends.target, documents=documents
        )
        if paths:
            return _Found(ends, documents, paths, keep_paths(network, paths))
    return _Found(ends, over, (), keep_paths(network, ()))


async def show_path(request: Request, services: Services, source: str, target: str) -> HTMLResponse:
    """Netwerk as the shortest paths between two things."""
    network = await network_of(request.app, services)
    base = services.region.names.base
    found = await _find(request, services, source, target)
    part = found.part
    data = as_json(part, place_paths(found.paths))
    label: Mapping[str, str] = {node: str(d["label"]) for node, d in network.nodes(data=True)}
    strongest = sorted(network, key=lambda node: (-network.degree(node), node))[:_MAX_NAMES]
    asked: dict[str, str] = {
        "van": short_name(found.ends.source, base) or source,
        "naar": short_name(found.ends.target, base) or target,
    }
    if found.documents:
        asked["via"] = "documenten"
    context = {
        "view": "pad",
        "tabs": tabs(services, translator_of(request)),
        "given": {
            "van": label.get(found.ends.source, source),
            "naar": label.get(found.ends.target, target),
        },
        "asked": bool(source and target),
        "ends": found.ends,
        "documents": found.documents,
        "ways": ways_of(part, found.paths),
        "most": MAX_STEPS,
        "names": sorted({label[node] for node in strongest}, key=str.lower),
        "data": data,
        "packed": {**pack(data, network), "layout": "layers"},
        "branches": branches_of(part, found.ends.source),
        "labels": label,
        "kind_of": {node: d["kind"] for node, d in part.nodes(data=True)},
        "kinds": kinds_in(part),
        "edge_data": "/api/network/edge",
        "file": "/netwerk/pad/export",
        "json": "/api/network/path",
        "address": urlencode(asked, safe="/"),
        "query": own_query(services, "network"),
        "words": words_of(request),
    }
    return await render(request, "network_path.html", context)


@router.get("/api/network/path", tags=["network"], summary="Shortest paths between two things")
async def get_path(
    request: Request, services: ServicesDep, van: str, naar: str, via: str = ""
) -> dict[str, Any]:
    """At most 12 shortest paths of at most 6 steps; with `via=documenten` also over documents."""
    del via  # read from the request, where the page has it too
    found = await _find(request, services, van, naar)
    drawn = as_json(found.part, place_paths(found.paths))
    return {**drawn, "paths": found.paths, "documents": found.documents}


@router.get("/netwerk/pad/export.{extension}", include_in_schema=False)
async def export_path(
    request: Request, services: ServicesDep, extension: str, van: str, naar: str
) -> Response:
    """Paths as a file: html (standalone), graphml or gexf."""
    found = await _find(request, services, van, naar)
    release = release_name(services)
    name = f"netwerk-pad-{services.region.slug}-{release}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if extension == "html":
        text = translator_of(request)
        page = await asyncio.to_thread(
            write_standalone,
            found.part,
            text("network.path_export"),
            text("network.export_note", release=release),
            place_paths(found.paths),
        )
        return Response(page, media_type="text/html; charset=utf-8", headers=headers)
    if extension not in _EXPORTS:
        raise NotFoundError(f"a path is exported as html, graphml or gexf, not as {extension}")
    data = await asyncio.to_thread(write_network, found.part, extension)  # type: ignore[arg-type]
    return Response(data, media_type=_EXPORTS[extension], headers=headers)
