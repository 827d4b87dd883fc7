"""What the dataset holds, in RDF, at the address where programs look for it.

In: GET `/.well-known/void`. Out: the record of the served release: counts by class and property,
named graphs, vocabularies, examples, and the query endpoint of this very server.

Source: VoID, section 6 (discovery); RFC 8615.
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from graph.entity_tags import entity_tag
from graph.requests import QueryRequest
from ontology.errors import NotFoundError
from service.conditions import has_current, not_modified, release_key
from service.deps import ServicesDep
from service.description import describe_dataset
from service.negotiate import choose
from service.offers import GRAPH_OFFERS

PATH: Final = "/.well-known/void"
router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def show_dataset(request: Request, services: ServicesDep) -> Response:
    """The record of the served release.

    Raises:
        NotFoundError: while nothing is published.
        FormatError: when no RDF format is acceptable.
    """
    if services.release is None:
        raise NotFoundError("nothing is published yet; run 'beleidsgraaf build'")
    offer = choose(request.headers.get("accept"), GRAPH_OFFERS)
    address = f"{request.url.scheme}://{request.url.netloc}/sparql"
    tag = entity_tag(release_key(services), address, offer.media_type)
    if has_current(request, tag):
        return not_modified(tag, {})
    query = QueryRequest(describe_dataset(services.release.iri, address), offer.media_type)
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    body = await services.pool.query(query)
    return Response(body, headers=headers, media_type=offer.content_type)
