"""Who is logged in at the pages for editors: a cookie that names a session, kept in memory.

In: a token typed into a form. Out: a Session, or none. The cookie is HttpOnly and SameSite=Strict
and holds a random name only; every form carries the session's own secret, so that no other site
can send one. A session ends when its token is revoked, after twelve hours, and with the service.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from service.access import Grants, Role
from service.tokens import hash_token

COOKIE: Final = "redactie"
PATH: Final = "/redactie"
_LASTS_S: Final = 12 * 3600
_MAX_SESSIONS: Final = 1_000
_MAX_FAILURES: Final = 10  # wrong tokens in a minute, by anyone
_MINUTE_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is logged in; `form_secret` goes into every form. Secrets are not shown."""

    role: Role
    digest: str = field(repr=False)
    form_secret: str = field(repr=False)
    ends: float = 0.0

    @property
    def is_editor(self) -> bool:
        """Whether they may add documents and decide on names."""
        return self.role >= Role.EDITOR


class Sessions:
    """The sessions of one service. Belongs to one event loop."""

    def __init__(self) -> None:
        self._open: dict[str, Session] = {}
        self._failures: deque[float] = deque(maxlen=_MAX_FAILURES)

    def begin(self, grants: Grants, token: str) -> tuple[str, Session] | None:
        """A new session and the value of its cookie; None when the token is not known.

        Raises:
            HTTPException: 429 after ten wrong tokens in a minute.
        """
        now = time.monotonic()
        if len(self._failures) == _MAX_FAILURES and now - self._failures[0] < _MINUTE_S:
            raise HTTPException(429, "too many wrong tokens; wait a minute", {"Retry-After": "60"})
        role = grants.find_role(token)
        if role is None:
            self._failures.append(now)
            return None
        while len(self._open) >= _MAX_SESSIONS:
            del self._open[next(iter(self._open))]
        name = token_urlsafe(32)
        self._open[name] = Session(role, hash_token(token), token_urlsafe(24), now + _LASTS_S)
        return name, self._open[name]

    def find(self, request: Request, grants: Grants) -> Session | None:
        """The session of a request, as long as its token is known."""
        name = request.cookies.get(COOKIE, "")
        session = self._open.get(name)
        if session is None:
            return None
        if session.ends < time.monotonic() or session.digest not in grants.roles:
            del self._open[name]
            return None
        return session

    def end(self, request: Request, response: Response) -> None:
        """Log out."""
        self._open.pop(request.cookies.get(COOKIE, ""), None)
        response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="strict")


def set_cookie(request: Request, response: Response, name: str) -> None:
    """Give the browser its session; over https the cookie never travels without it."""
    response.set_cookie(
        COOKIE,
        name,
        max_age=_LASTS_S,
        path=PATH,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


def check_form(session: Session, secret: object) -> None:
    """Return when a form carries the secret of this session.

    Raises:
        HTTPException: 403 when it does not.
    """
    if not isinstance(secret, str) or not compare_digest(secret, session.form_secret):
        raise HTTPException(403, "this form is of another session; open the page again")


def refuse_other_sites(request: Request) -> None:
    """Return when a form was sent by a page of ours.

    Raises:
        HTTPException: 403 when the browser says it comes from elsewhere.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    ours = f"{request.url.scheme}://{request.url.netloc}"
    is_ours = site in ("same-origin", "none") if site is not None else origin in (None, ours)
    if not is_ours:
        raise HTTPException(403, "this form was sent by another site")
