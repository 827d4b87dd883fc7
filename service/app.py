"""The web application: routers, the raw SPARQL endpoint, static files, security headers.

In: Services. Out: a FastAPI application made by a function; importing this module makes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import (
    aligning_pages,
    api,
    cascade,
    coverage_pages,
    dataset,
    deciding,
    entities,
    figures,
    findings,
    findings_api,
    goal_tree,
    interface,
    network,
    pages,
    planning,
    questions,
    reader,
    redactie,
    reviewing,
    running,
    search,
    taken,
    upload,
)
from service.answering import SECURITY_HEADERS, refusal
from service.composition import follow, start_services, stop_services
from service.compression import Compression, compressing
from service.cross_origin import CrossOrigin
from service.deps import Services
from service.errors import LOG, one_line
from service.graph_store import GraphStore
from service.papers import routes as papers
from service.problems import add_problem_handlers
from service.repeats import Repeats, may_repeat
from service.revalidation import Revalidation
from service.search_index import keep_searchable
from service.sparql import SparqlEndpoint, is_for_program
from service.update import UpdateEndpoint
from service.warming import keep_warm

RAW: Final = ("/sparql", "/store", "/update")  # these answer HEAD themselves
STATIC: Final = Path(__file__).parent / "static"


class Front:
    """What the server calls: queries of programs go straight to their endpoint, the rest to `app`.

    Every layer of the application costs as much as a short query, so they have none; their
    endpoint sets the headers of the other layers itself. Saved queries pass by `repeats` first.
    """

    def __init__(self, app: ASGIApp, sparql: ASGIApp, repeats: ASGIApp) -> None:
        self.app = app
        self.sparql = sparql
        self.repeats = repeats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http" or not is_for_program(scope):
            is_saved = scope["type"] == "http" and may_repeat(scope)
            await (self.repeats if is_saved else self.app)(scope, receive, send)
            return
        try:
            await self.sparql(scope, receive, compressing(scope, send))
        except Exception as error:  # noqa: BLE001  # the application's own layer does the same
            LOG.exception("a query failed in a way nobody thought of")
            await refusal(error, "/sparql")(scope, receive, send)


class Edge:
    """The outermost layer: security headers on every answer, and HEAD wherever GET is taken.

    A HEAD is answered as its GET; the server leaves the body out (RFC 9110, section 9.3.2).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add to its headers what a route has not set itself."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["method"] == "HEAD" and not scope["path"].startswith(RAW):
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send_guarded)


def create_front(services: Services) -> Front:
    """The application with the short way to its SPARQL endpoint."""
    app = create_app(services)
    return Front(app, app.state.sparql, Repeats(app, services))


def create_app(services: Services) -> FastAPI:
    """The application that serves these services."""
    app = FastAPI(
        lifespan=_lifespan,
        title="beleidsgraaf",
        summary="Regional policy documents as a graph: statements with their passages",
        version=version("beleidsgraaf"),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,  # service.interface describes it
    )
    app.state.services = services
    app.add_middleware(Revalidation)
    app.add_middleware(Compression)
    app.add_middleware(CrossOrigin, routes=app.routes)
    app.state.sparql = SparqlEndpoint(services)
    app.add_middleware(Edge)
    add_problem_handlers(app)
    _add_routes(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Readers run as long as the application does, and go on to each new release."""
    services: Services = app.state.services
    await start_services(services)
    tasks = [asyncio.create_task(follow(services)), asyncio.create_task(keep_warm(app))]
    tasks.append(asyncio.create_task(keep_searchable(app)))
    for task in tasks:
        task.add_done_callback(_tell_failure)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await stop_services(services)


def _tell_failure(task: asyncio.Task[None]) -> None:
    """Work beside the requests that ended by a fault: say so, and let the service live."""
    if not task.cancelled() and (error := task.exception()) is not None:
        LOG.error("work in the background ended: %s: %s", type(error).__name__, one_line(error))


def _add_routes(app: FastAPI) -> None:
    services: Services = app.state.services
    query: SparqlEndpoint = app.state.sparql
    update, store = UpdateEndpoint(services), GraphStore(services)
    raw: dict[str, ASGIApp] = {
        "/sparql": query,
        "/sparql/": query,
        "/update": update,
        "/update/": update,
        "/store": store,
        "/store/{path:path}": store,
    }
    for path, endpoint in raw.items():
        app.router.routes.append(Route(path, endpoint=endpoint, include_in_schema=False))
    writing = ["PUT", "POST", "DELETE"]
    app.router.routes.append(Route("/graph/{name}", endpoint=store, methods=writing))
    shown = (
        api,
        interface,
        dataset,
        questions,
        running,
        findings_api,
        entities,
        pages,
        coverage_pages,
        cascade,
        findings,
        figures,
        reader,
        network,
        papers,
        search,
    )
    editing = (redactie, upload, taken, reviewing, deciding, aligning_pages)
    for module in (*shown, goal_tree, planning, *editing):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
