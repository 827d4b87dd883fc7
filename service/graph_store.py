"""The SPARQL 1.1 Graph Store Protocol: whole graphs to read, put, add to, make and delete.

In: requests at /store with `?graph=` or `?default`, at /store/… where the address is the name of
the graph, or writes at /graph/{name}. Out: RDF in any format, or what became of a change. Reads
are open, writes need a token. A graph's name is percent-decoded once from a parameter, and not
at all from a path.

Source: SPARQL 1.1 Graph Store HTTP Protocol.
"""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from secrets import token_hex
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph.changes import Change, ChangeKind, Part
from graph.entity_tags import entity_tag
from graph.formats import GRAPH_FORMATS
from graph.requests import QueryRequest
from ontology.errors import BeleidsgraafError, NotFoundError
from ontology.records import Iri
from queries.results import parse_boolean
from service.access import Role
from service.answering import (
    CORS,
    Answer,
    client_of,
    preflight,
    read_body,
    refusal,
)
from service.conditions import has_current, not_modified, release_key
from service.departures import Departures
from service.deps import Services
from service.negotiate import choose, get_offer
from service.offers import GRAPH_OFFERS
from service.protocol import parse_fields, read_media_type
from service.slugs import check_slug

METHODS: Final = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
MULTIPART: Final = "multipart/form-data"
_RDF_TYPES: Final = tuple(
    name for found in GRAPH_FORMATS for name in (found.media_type, *found.aliases)
)
_MAX_PARTS: Final = 100
_ALL: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_EXISTS: Final = "ASK { GRAPH ?graph { } }"
_KINDS: Final[dict[str, ChangeKind]] = {"PUT": "put", "POST": "post", "DELETE": "delete"}


class GraphStore:
    """Reads and changes graphs over HTTP. Holds no state of a request."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._clients = Departures()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; errors of ours become problem+json here, others pass."""
        request = Request(scope, receive)
        try:
            if request.method in ("GET", "HEAD"):
                response = await self._read(request, send)
            else:
                response = await self._change(request)
        except (HTTPException, BeleidsgraafError) as error:
            response = refusal(error, request.url.path)
        if response is not None:
            await response(scope, receive, send)

    async def _read(self, request: Request, send: Send) -> Response | None:
        """A graph; None when it was sent from here."""
        graph = self._name(request)
        named = _fields(request).get("format")
        accept = request.headers.get("accept")
        offer = get_offer(GRAPH_OFFERS, named) if named else choose(accept, GRAPH_OFFERS)
        key = release_key(self._services)  # before anything is looked at
        if graph is not None:
            exists = QueryRequest(_EXISTS, bindings={"graph": graph})
            if not parse_boolean(await self._services.pool.query(exists)):
                raise NotFoundError(f"{graph} is not in this store")
        tag = entity_tag(key, "graph", graph or "", offer.media_type)
        if has_current(request, tag):
            return not_modified(tag, CORS)
        query = QueryRequest(_ALL, offer.media_type, (graph,) if graph is not None else ())
        headers = {"Content-Type": offer.content_type, "ETag": tag, "Cache-Control": "no-cache"}
        answer = Answer(request.scope, send, {**CORS, **headers, "Vary": "Accept"})
        pieces = self._services.pool.stream(query, client_of(request.scope))
        with self._clients.while_connected(request.receive):
            await answer.give(pieces)
        return None

    async def _change(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return preflight(METHODS)
        if request.method not in _KINDS:
            raise HTTPException(405, f"{request.method} is not taken here", {"Allow": METHODS})
        self._services.grants.require(request.headers.get("authorization"), Role.EDITOR)
        makes = request.method == "POST" and _is_store(request) and not _fields(request)
        graph = (
            Iri(f"{_address(request).rstrip('/')}/{token_hex(8)}") if makes else self._name(request)
        )
        change = Change(
            _KINDS[request.method],
            graph=graph,
            base_iri=graph or _address(request),
            parts=() if request.method == "DELETE" else await self._parts(request),
        )
        outcome = await self._services.writer.write(change)
        if not outcome.created or graph is None:
            return Response(status_code=204, headers=CORS)
        return Response(
            status_code=201, headers={**CORS, "Location": graph if makes else _self(request)}
        )

    async def _parts(self, request: Request) -> tuple[Part, ...]:
        content_type = request.headers.get("content-type")
        body = await read_body(request, self._services.settings.max_upload_bytes)
        if request.method == "POST" and (content_type or "").lower().startswith(MULTIPART):
            return _split(content_type or "", body)
        return (Part(read_media_type(content_type, _RDF_TYPES), body),)

    def _name(self, request: Request) -> Iri | None:
        """The graph a request is about; None for the default graph."""
        if "name" in request.path_params:
            return self._services.region.names.graph(check_slug(request.path_params["name"]))
        fields = _fields(request)
        if not _is_store(request):
            if "graph" in fields or "default" in fields:
                raise HTTPException(400, "the address names the graph; leave out the parameter")
            return Iri(_address(request))
        if ("graph" in fields) == ("default" in fields):
            raise HTTPException(400, "say which graph: either ?graph=IRI or ?default")
        if fields.get("default"):
            raise HTTPException(400, "the parameter 'default' takes no value")
        if fields.get("graph") == "":
            raise HTTPException(400, "the parameter 'graph' is empty; give an IRI")
        return Iri(fields["graph"]) if "graph" in fields else None


def _fields(request: Request) -> dict[str, str]:
    """The parameters, each given once."""
    query_string: bytes = request.scope.get("query_string", b"")
    found = parse_fields(query_string, "the query string")
    names = [name for name, _ in found]
    for name in names:
        if name not in ("graph", "default", "format"):
            raise HTTPException(400, f"'{name[:40]}' is no parameter of this address")
        if names.count(name) > 1:
            raise HTTPException(400, f"the parameter '{name}' is given {names.count(name)} times")
    return dict(found)


def _is_store(request: Request) -> bool:
    """Whether the address is that of the store itself, not of one graph."""
    return not request.path_params.get("path") and "name" not in request.path_params


def _address(request: Request) -> str:
    """The address that was asked for, with its path as it was sent and without parameters."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    path = raw.split(b"?", 1)[0].decode("latin-1")
    return f"{request.url.scheme}://{request.url.netloc}{path}"


def _self(request: Request) -> str:
    query = request.url.query
    return f"{_address(request)}?{query}" if query else _address(request)


def _split(content_type: str, body: bytes) -> tuple[Part, ...]:
    """The files of a form, each with a media type of its own."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    form = message_from_bytes(head + body)
    parts = form.get_payload()
    if not isinstance(parts, list) or not 0 < len(parts) <= _MAX_PARTS:
        raise HTTPException(400, f"the form has no parts, or more than {_MAX_PARTS}")
    found = []
    for part in parts:
        data = part.get_payload(decode=True) if isinstance(part, Message) else None
        if not isinstance(part, Message) or not isinstance(data, bytes):
            raise HTTPException(400, "a part of the form is a form again")
        found.append(Part(read_media_type(part.get("Content-Type"), _RDF_TYPES), data))
    return tuple(found)
