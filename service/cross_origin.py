"""Lets pages of other sites read what is open, and answers their question whether they may.

In: requests for data (never for pages with a form). Out: the same answers with CORS headers; an
OPTIONS is answered here with the methods that the routes take. No cookie is ever let through.

Source: Fetch Standard, section 3.2; RFC 9110, section 9.3.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.answering import CORS, preflight

OPEN: Final = ("/api/", "/id/", "/graph/", "/def", "/.well-known/", "/health/")
EXPOSED: Final = f"{CORS['Access-Control-Expose-Headers']}, Link, Content-Disposition"
_ASKED: Final = ("GET", "POST", "PUT", "DELETE")


class CrossOrigin:
    """The layer that opens `OPEN` to other sites; `routes` say which methods an address takes."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight, or pass the request on."""
        if scope["type"] != "http" or not scope["path"].startswith(OPEN):
            await self.app(scope, receive, send)
            return
        methods = self._methods(scope) if scope["method"] == "OPTIONS" else []
        if methods:
            response = preflight(", ".join([*methods, "OPTIONS"]))
            await response(scope, receive, send)
            return

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Access-Control-Expose-Headers"] = EXPOSED
            await send(message)

        await self.app(scope, receive, send_open)

    def _methods(self, scope: Scope) -> list[str]:
        """What the address takes; empty when there is nothing."""
        found = [method for method in _ASKED if self._takes({**scope, "method": method})]
        if "GET" in found:
            found.insert(1, "HEAD")
        return found

    def _takes(self, scope: Scope) -> bool:
        return any(route.matches(scope)[0] is Match.FULL for route in self.routes)
