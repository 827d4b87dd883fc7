"""The web application: routers, the raw SPARQL endpoint, static files, security headers.

In: Services. Out: a FastAPI application made by a function; importing this module makes nothing.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.deps import Services
from service.problems import add_problem_handlers

STATIC: Final = Path(__file__).parent / "static"
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class Edge:
    """The outermost layer: security headers on every answer."""

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

        await self.app(scope, receive, send_guarded)


def create_app(services: Services) -> FastAPI:
    """The application that serves these services."""
    app = FastAPI(
        title="beleidsgraaf",
        summary="Regional policy documents as a graph: statements with their passages",
        version=version("beleidsgraaf"),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.services = services
    app.add_middleware(Edge)
    add_problem_handlers(app)
    _add_routes(app)
    return app


def _add_routes(app: FastAPI) -> None:
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
