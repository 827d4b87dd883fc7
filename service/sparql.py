"""The SPARQL endpoint as a bare ASGI callable: strict in what it takes, streaming what it gives.

In: an HTTP request at /sparql. Out: bytes a worker process serialised, or problem+json. The event
loop never touches a term. An answer that breaks off ends as an aborted transfer, never as a
clean end, so that no client takes a part for the whole.

Source: SPARQL 1.1 Protocol; RFC 9110 on methods, conditions and negotiation.
"""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Final, NamedTuple

from starlette.datastructures import URL
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from graph.entity_tags import answer_tag
from graph.formats import AnswerKind
from graph.kept_answers import Kept, KeptAnswers
from graph.request_form import Answered
from graph.requests import QueryRequest, answer_kind, is_unsteady
from ontology.errors import BeleidsgraafError
from service.answering import (
    CORS,
    SECURITY_HEADERS,
    Answer,
    RawHeaders,
    client_of,
    encode_headers,
    preflight,
    receive_body,
    refusal,
)
from service.compression import coding_for
from service.conditions import has_current, not_modified, served_state
from service.departures import Departures
from service.deps import Services
from service.description import describe_service
from service.editor import answer_editor
from service.lending import CONNECTION, Connection, note_answer
from service.negotiate import Offer, choose, get_offer, prefers_html
from service.offers import offers_for
from service.protocol import METHODS, QUERY_TYPE, Operation, read_get, read_post

PATHS: Final = frozenset({"/sparql", "/sparql/"})


class Asked(NamedTuple):
    """All of a request that its answer depends on. Headers are empty when they are not there."""

    is_post: bool
    endpoint: str
    query_string: bytes
    content_type: str
    accept: str
    body: bytes


def is_for_program(scope: Scope) -> bool:
    """Whether a request to this endpoint is a query of a program: never answered with a page."""
    if scope["path"] not in PATHS:
        return False
    if scope["method"] == "POST":
        return True
    if scope["method"] not in ("GET", "HEAD") or not scope["query_string"]:
        return False
    return not any(name == b"accept" and b"html" in value for name, value in scope["headers"])


class SparqlEndpoint:
    """Answers queries over HTTP. Holds no state of a request, but answers that may come again."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._clients = Departures()
        self._kept = KeptAnswers(services.settings.answer_cache_mb * 1024 * 1024)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; errors of ours become problem+json here, others pass."""
        try:
            await self._dispatch(scope, receive, send)
        except (HTTPException, BeleidsgraafError) as error:
            await refusal(error, "/sparql")(scope, receive, send)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        method, headers = scope["method"], dict(scope["headers"])
        if method == "OPTIONS":
            await preflight(METHODS)(scope, receive, send)
            return
        asked = await self._read(scope, receive, headers)
        state = served_state(self._services)
        kept = self._kept.find(state, asked)
        connection: Connection | None = scope.get(CONNECTION)
        if kept is not None and b"if-none-match" not in headers:
            if connection is not None:
                connection.habit.note_kept()
            await _send_kept(method, send, kept)
            return
        operation = _operation(asked)
        if method == "GET" and _is_visit(asked, operation):
            page = await answer_editor(Request(scope, receive), self._services, operation)
            await page(scope, receive, send)
            return
        query, offer = _prepare(asked, operation, self._services)
        is_steady = not is_unsteady(query.text)
        tag = answer_tag(query, state[1]) if is_steady and not asked.is_post else None
        if tag is not None and has_current(Request(scope, receive), tag):
            await not_modified(tag, {**CORS, **SECURITY_HEADERS})(scope, receive, send)
            return
        answer = Answer(scope, send, _headers(offer.content_type, tag), began)
        with self._clients.while_connected(receive):
            await answer.ask(self._services.pool, query, client_of(scope))
        is_same = state[0] == self._services.pool.generation
        if is_steady and answer.whole is not None and is_same:
            size = len(asked.body) + len(asked.query_string)
            self._kept.keep(state, asked, size, Kept(answer.sent_headers, answer.whole))
            if connection is not None:
                is_direct = asked.content_type == QUERY_TYPE
                coding = coding_for(scope, offer.content_type)
                answered = Answered(query, state[1], tag is not None, is_direct, coding)
                is_quick = answer.was_quick
                note_answer(self._services.pool, connection, client_of(scope), answered, is_quick)

    async def _read(self, scope: Scope, receive: Receive, headers: dict[bytes, bytes]) -> Asked:
        method, body = scope["method"], b""
        if method == "POST":
            length = headers.get(b"content-length", b"").decode("latin-1")
            body = await receive_body(receive, length, self._services.settings.max_body_bytes)
        elif method not in ("GET", "HEAD"):
            raise HTTPException(405, f"{method} is not taken here", {"Allow": METHODS})
        return Asked(
            method == "POST",
            _endpoint(scope, headers),
            scope["query_string"],
            headers.get(b"content-type", b"").decode("latin-1"),
            headers.get(b"accept", b"").decode("latin-1"),
            body,
        )


def _endpoint(scope: Scope, headers: dict[bytes, bytes]) -> str:
    """The address that was asked, without parameters."""
    if (host := headers.get(b"host")) is None:
        return str(URL(scope=scope).replace(query="", fragment=""))
    return f"{scope['scheme']}://{host.decode('latin-1')}{scope['path']}"


def _operation(asked: Asked) -> Operation | None:
    if asked.is_post:
        return read_post(asked.query_string, asked.content_type, asked.body)
    return read_get(asked.query_string)


async def _send_kept(method: str, send: Send, kept: Kept) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
    body = b"" if method == "HEAD" else kept.body
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _is_visit(asked: Asked, operation: Operation | None) -> bool:
    """Whether a person looks, so that a page is the answer; a named format is for a program."""
    wants_file = operation is not None and operation.format is not None
    return not wants_file and prefers_html(asked.accept or None)


def _prepare(
    asked: Asked, operation: Operation | None, services: Services
) -> tuple[QueryRequest, Offer]:
    """The request for a reader and the format it will be answered in."""
    endpoint = asked.endpoint
    operation = operation or Operation(
        describe_service(endpoint, update=_update_address(services, endpoint))
    )
    kind, named = answer_kind(operation.query), operation.format
    offer = get_offer(offers_for(kind), named) if named else _choose(asked.accept, kind)
    defaults, named_graphs = operation.default_graphs, operation.named_graphs
    query = QueryRequest(operation.query, offer.media_type, defaults, named_graphs, endpoint)
    return query, offer


def _update_address(services: Services, endpoint: str) -> str | None:
    """Where updates go, beside this endpoint; None while nobody may write."""
    return endpoint.rstrip("/").removesuffix("/sparql") + "/update" if services.grants else None


@lru_cache(maxsize=256)
def _choose(accept: str, kind: AnswerKind) -> Offer:
    """The format of an answer; programs send few different headers."""
    return choose(accept, offers_for(kind))


@lru_cache(maxsize=64)
def _fixed_headers(content_type: str) -> RawHeaders:
    given = {"Content-Type": content_type, "Vary": "Accept, Accept-Encoding"}
    return encode_headers({**CORS, **SECURITY_HEADERS, **given})


def _headers(content_type: str, tag: str | None) -> RawHeaders:
    fixed = _fixed_headers(content_type)
    if tag is None:
        return fixed
    return [*fixed, (b"etag", tag.encode()), (b"cache-control", b"no-cache")]
