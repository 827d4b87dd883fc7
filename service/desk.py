"""What the pages for editors share: sessions, tasks, forms, and who may see what.

In: requests. Out: the Desk of the application, the session of a visitor, the fields of a form
within its limits. Put into the application by `lifespan`, a part of the routers that use it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message

from service.access import Role
from service.deps import Services
from service.folders import find_sources_folder
from service.jobs import Jobs
from service.sessions import PATH, Session, Sessions, check_form, refuse_other_sites
from service.views import render

SECRET: Final = "formulier"  # the field of every form that holds the secret of the session
_MAX_FIELDS: Final = 40
_MAX_FIELD_BYTES: Final = 64 * 1024
_DRAINED: Final = 4  # times the limit that is read and thrown away, so that the answer arrives


@dataclass
class Desk:
    """The part of the application that editors use."""

    sessions: Sessions
    jobs: Jobs


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Tasks run as long as the application does."""
    services: Services = app.state.services
    settings = services.settings
    sources = find_sources_folder(settings.sources, Path.cwd())
    told = {
        "data": str(settings.data.absolute()),
        "sources": str(sources.absolute()) if sources else None,
        "region": str(services.region.folder.absolute()),
    }
    desk = Desk(Sessions(), Jobs(settings.data, told))
    app.state.desk = desk
    desk.jobs.start()
    try:
        yield
    finally:
        await desk.jobs.stop()


def desk_of(request: Request) -> Desk:
    """The desk of the application that got this request."""
    desk: Desk = request.app.state.desk
    return desk


def session_of(request: Request) -> Session | None:
    """Who is logged in, if anyone."""
    services: Services = request.app.state.services
    return desk_of(request).sessions.find(request, services.grants)


def require(session: Session | None, role: Role) -> Session:
    """The session, when it may do this.

    Raises:
        HTTPException: 401 when nobody is logged in, 403 when the role does not reach.
    """
    if session is None:
        raise HTTPException(401, "log in first, at /redactie")
    if session.role < role:
        raise HTTPException(403, f"this needs the token of an {role.name.lower()}")
    return session


def to_login(request: Request) -> RedirectResponse:
    """Where somebody goes who must log in first; they come back to this page."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"{PATH}?{urlencode({'verder': here})}", 303)


def way_back(wanted: object) -> str:
    """A path of these pages to go on to; never another site."""
    text = wanted if isinstance(wanted, str) else ""
    is_ours = text.startswith((f"{PATH}/", f"{PATH}?")) and "\\" not in text and "//" not in text
    return text if is_ours else PATH


async def show(
    request: Request, template: str, context: Mapping[str, Any], status: int = 200
) -> HTMLResponse:
    """A page for editors: never kept by a cache."""
    session = session_of(request)
    known = {"session": session, "secret": session.form_secret if session else ""}
    response = await render(request, template, {**known, **context}, status)
    response.headers["Cache-Control"] = "no-store"
    return response


async def read_form(request: Request, limit: int, fields: int = _MAX_FIELDS) -> FormData:
    """The fields of a form that a page of ours sent, at most `fields` of them.

    Raises:
        HTTPException: 403 for a form of another site, 413 when it is larger than `limit` bytes.
    """
    refuse_other_sites(request)
    seen = 0

    async def receive() -> Message:
        nonlocal seen
        message = await request.receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            await _drain(request, seen, limit)
            raise HTTPException(413, f"more than {limit // 1024 // 1024} MB was sent")
        return message

    return await Request(request.scope, receive).form(
        max_files=1, max_fields=fields, max_part_size=_MAX_FIELD_BYTES
    )


async def read_checked(
    request: Request, role: Role, fields: int = _MAX_FIELDS
) -> tuple[Session, FormData]:
    """The session and the fields of a small form; refused when it is not of this session.

    Raises:
        HTTPException: 401, 403 or 413.
    """
    form = await read_form(request, _MAX_FIELD_BYTES * 4, fields)
    session = require(session_of(request), role)
    check_form(session, form.get(SECRET))
    return session, form


def text_of_field(form: FormData, name: str) -> str:
    """A field as one line of text; empty when it is absent."""
    value = form.get(name)
    return "" if value is None or isinstance(value, UploadFile) else " ".join(value.split())


async def _drain(request: Request, seen: int, limit: int) -> None:
    """Read on for a while: a browser looks at the answer only when it has sent everything."""
    more = True
    while more and seen < limit * _DRAINED:
        message = await request.receive()
        seen += len(message.get("body", b""))
        more = message["type"] == "http.request" and bool(message.get("more_body"))
