"""Things by their IRI: a page for people, RDF in every format for programs.

In: `/id/{type}/{slug}`, `/graph/{name}` and `/def`, perhaps with a suffix such as `.ttl`. Out: the
page `entity.html`, or the triples about the thing with the claims about it and their passages.
The base of a region's IRIs need not be this host: things are found by their path.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from graph.entity_tags import entity_tag
from graph.requests import QueryRequest
from ontology.errors import NotFoundError
from ontology.records import Iri
from ontology.terms import BG, BG_NS, OA, RDF
from queries.results import parse_boolean
from service.conditions import has_current, not_modified, release_key
from service.deps import Services, ServicesDep
from service.dossier import read_dossier
from service.negotiate import HTML, Offer, choose, find_offer
from service.offers import GRAPH_OFFERS
from service.slugs import check_slug
from service.views import render, translator_of

router = APIRouter(include_in_schema=False)
OFFERS: Final = (*GRAPH_OFFERS, HTML)
_CORS: Final = {"Access-Control-Allow-Origin": "*"}
_METHODS: Final = ["GET", "HEAD"]
VOCABULARY: Final = Iri(BG_NS.rstrip("#"))

_KNOWN: Final = "ASK { { ?resource ?p ?o } UNION { ?s ?q ?resource } }"
_ABOUT: Final = f"""CONSTRUCT {{
  ?resource ?p ?o .
  ?claim ?claimSays ?claimValue .
  ?passage ?passageSays ?passageValue .
  ?selector ?selectorSays ?selectorValue .
}} WHERE {{
  {{ ?resource ?p ?o }}
  UNION
  {{ ?claim <{RDF.subject}> ?resource ; a <{BG.Claim}> ; ?claimSays ?claimValue }}
  UNION
  {{ ?claim2 <{RDF.subject}> ?resource ; <{BG.evidencedBy}> ?passage .
     ?passage ?passageSays ?passageValue }}
  UNION
  {{ ?resource <{OA.hasSelector}> ?selector . ?selector ?selectorSays ?selectorValue }}
  UNION
  {{ ?claim3 <{RDF.subject}> ?resource ; <{BG.evidencedBy}> ?at .
     ?at <{OA.hasSelector}> ?selector . ?selector ?selectorSays ?selectorValue }}
}}"""
_ALL: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@router.api_route("/id/{segment}/{name}", methods=_METHODS)
async def show_thing(request: Request, services: ServicesDep, segment: str, name: str) -> Response:
    """A thing of the region."""
    slug, offer = _read_name(request, name)
    resource = services.region.names.mint(check_slug(segment), slug)
    if not await _exists(services, QueryRequest(_KNOWN, bindings={"resource": resource})):
        raise NotFoundError(f"{resource} is not in this release")
    if offer is HTML:
        return await _page(request, services, resource)
    return await _rdf(
        request, services, QueryRequest(_ABOUT, bindings={"resource": resource}), offer
    )


@router.api_route("/graph/{name}", methods=_METHODS)
async def show_graph(request: Request, services: ServicesDep, name: str) -> Response:
    """A named graph: all its triples, or a page that says what it is."""
    slug, offer = _read_name(request, name)
    return await _show_graph(request, services, services.region.names.graph(slug), offer)


@router.api_route("/def", methods=_METHODS)
@router.api_route("/def.{suffix}", methods=_METHODS)
async def show_vocabulary(
    request: Request, services: ServicesDep, suffix: str | None = None
) -> Response:
    """The vocabulary: what the classes and properties mean."""
    offer = choose(request.headers.get("accept"), OFFERS, suffix)
    if offer is HTML:
        return await _page(request, services, VOCABULARY)
    return await _show_graph(request, services, services.region.names.graph("ontology"), offer)


def _read_name(request: Request, name: str) -> tuple[str, Offer]:
    """The slug without a known suffix, and the format of the answer."""
    slug, dot, suffix = name.rpartition(".")
    if dot and find_offer(OFFERS, suffix):
        return check_slug(slug), choose(None, OFFERS, suffix)
    return check_slug(name), choose(request.headers.get("accept"), OFFERS)


async def _exists(services: Services, query: QueryRequest) -> bool:
    """Whether an ASK holds."""
    return parse_boolean(await services.pool.query(query))


async def _show_graph(request: Request, services: Services, graph: Iri, offer: Offer) -> Response:
    if not await _exists(services, QueryRequest("ASK { ?s ?p ?o }", default_graphs=(graph,))):
        raise NotFoundError(f"{graph} is not in this release")
    if offer is HTML:
        return await _page(request, services, graph)
    return await _rdf(request, services, QueryRequest(_ALL, default_graphs=(graph,)), offer)


async def _page(request: Request, services: Services, resource: Iri) -> Response:
    dossier = await read_dossier(services, resource, translator_of(request).language)
    suffixes = [offer.suffixes[0] for offer in GRAPH_OFFERS]
    return await render(request, "entity.html", {"dossier": dossier, "suffixes": suffixes})


async def _rdf(request: Request, services: Services, query: QueryRequest, offer: Offer) -> Response:
    tag = entity_tag(release_key(services), request.url.path, offer.media_type)
    if has_current(request, tag):
        return not_modified(tag, _CORS)
    wanted = QueryRequest(
        query.text, offer.media_type, query.default_graphs, bindings=query.bindings
    )
    headers = {**_CORS, "ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    return Response(
        await services.pool.query(wanted), headers=headers, media_type=offer.content_type
    )
