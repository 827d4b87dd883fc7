"""SPARQL 1.1 Update over HTTP, for those who hold a token.

In: an HTTP request at /update. Out: 204 once the update is on disk and readable, or problem+json.
Evaluates nothing: the writer process does.

Source: SPARQL 1.1 Protocol, section 2.2.
"""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph.changes import Change
from graph.datasets import with_dataset
from ontology.errors import BeleidsgraafError
from ontology.records import Iri
from service.access import Role
from service.answering import CORS, preflight, read_body, refusal
from service.deps import Services
from service.protocol import read_update

METHODS: Final = "POST, OPTIONS"


class UpdateEndpoint:
    """Takes updates over HTTP. Holds no state of a request."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; errors of ours become problem+json here, others pass."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except (HTTPException, BeleidsgraafError) as error:
            response = refusal(error, "/update")
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return preflight(METHODS)
        if request.method != "POST":
            raise HTTPException(405, f"{request.method} is not taken here", {"Allow": METHODS})
        self._services.grants.require(request.headers.get("authorization"), Role.EDITOR)
        await self._services.writer.write(await self._read(request))
        return Response(status_code=204, headers=CORS)

    async def _read(self, request: Request) -> Change:
        body = await read_body(request, self._services.settings.max_upload_bytes)
        query_string: bytes = request.scope.get("query_string", b"")
        operation = read_update(query_string, request.headers.get("content-type"), body)
        using = [Iri(graph) for graph in operation.using]
        text = with_dataset(operation.update, using, [Iri(g) for g in operation.using_named])
        endpoint = str(request.url.replace(query="", fragment=""))
        return Change("update", text=text, base_iri=endpoint)
