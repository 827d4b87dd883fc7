"""Answers of saved queries for who asks the very same again, before any layer of the application.

In: requests. Out: what was sent to the same request before, byte for byte, as long as the same
graph is served; else what the application answers. Every header of a request counts, so nothing
here needs to know what an answer depends on.
"""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.kept_answers import Kept
from service.conditions import served_state
from service.deps import Services

_PATHS: Final = "/api/queries/"


def may_repeat(scope: Scope) -> bool:
    """Whether this is a question whose answer only the served graph can change."""
    return bool(scope["method"] == "GET" and scope["path"].startswith(_PATHS))


class Repeats:
    """Sends a kept answer, or listens to what `app` answers and keeps it when it is whole."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        kept_saved = self._services.kept_saved
        asked = (scope["path"], scope["query_string"], tuple(map(tuple, scope["headers"])))
        state = served_state(self._services)
        if (kept := kept_saved.find(state, asked)) is not None:
            await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
            await send({"type": "http.response.body", "body": kept.body})
            return
        heard = _Heard(send)
        await self._app(scope, receive, heard.send)
        is_lasting = not self._services.settings.store and state == served_state(self._services)
        if is_lasting and heard.whole is not None:
            kept_saved.keep(state, asked, len(repr(asked)), heard.whole)


class _Heard:
    """Passes an answer on; has it as a whole when it was good and came in one piece."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._headers: list[tuple[bytes, bytes]] | None = None
        self.whole: Kept | None = None

    async def send(self, message: Message) -> None:
        """Take one message of the application."""
        if message["type"] == "http.response.start":
            self._headers = list(message["headers"]) if message["status"] == 200 else None
        elif self._headers is not None and not message.get("more_body", False):
            self.whole = Kept(self._headers, message.get("body", b""))
        else:
            self._headers = None
        await self._send(message)
