"""The address of a SPARQL server elsewhere: where to ask, where to write, and as whom.

In: URLs and credentials of the settings or a script. Out: a `Remote`, and clients of httpx for it.
Sends nothing. A password or token goes over https, or to this machine, and nowhere else.
"""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from ontology.errors import InputError
from ontology.records import Iri

AGENT: Final = "beleidsgraaf"
CONNECT_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Remote:
    """Any server that speaks the SPARQL 1.1 Protocol. Make it with `locate`.

    `default_graph` names the graph that stands for the default graph at a server that has none of
    its own (Virtuoso); None where the server has one, as the standard says.
    """

    query_url: str
    update_url: str
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    default_graph: Iri | None = None

    @property
    def auth(self) -> httpx.Auth | None:
        """How requests say who we are: a bearer token, or a name and password."""
        if self.token:
            return _Bearer(self.token)
        return _Password(self.user, self.password) if self.user else None

    @property
    def options(self) -> dict[str, Any]:
        """What both kinds of client of httpx are made with; a proxy is not used for loopback."""
        return {
            "auth": self.auth,
            "headers": {"User-Agent": AGENT, "Accept-Encoding": "identity"},
            "trust_env": not _is_loopback(httpx.URL(self.query_url)),
            "follow_redirects": False,
        }


def locate(
    url: str,
    *,
    update_url: str = "",
    user: str = "",
    password: str = "",
    token: str = "",
    default_graph: str = "",
) -> Remote:
    """The server at this address of its query endpoint.

    Without `update_url`, updates go to `update` beside it: `…/sparql` or `…/query` → `…/update`.

    Raises:
        InputError: when an address cannot be used, or would carry a secret in the open.
    """
    asked = _read_url(url)
    if not asked.path.strip("/"):
        raise InputError(f"{url}: name the query endpoint itself, such as {url.rstrip('/')}/sparql")
    written = _read_url(update_url) if update_url else asked.join("./update")
    if token and user:
        raise InputError("give either a user with a password or a token for the store, not both")
    for place in (asked, written):
        if (user or token) and place.scheme != "https" and not _is_loopback(place):
            raise InputError(
                f"{place}: a password or token is sent over https or within this machine only"
            )
    graph = Iri(default_graph) if default_graph else None
    return Remote(str(asked), str(written), user, password, token, graph)


def _read_url(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text.strip())
    except httpx.InvalidURL as error:
        raise InputError(f"'{text}' is no address: {error}") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise InputError(f"'{text}' is no address of a server: it starts with http:// or https://")
    if url.userinfo:
        raise InputError("leave user and password out of the address; there are settings for them")
    return url.copy_with(fragment=None)


def _is_loopback(url: httpx.URL) -> bool:
    if url.host == "localhost":
        return True
    try:
        return ipaddress.ip_address(url.host).is_loopback
    except ValueError:
        return False


class _Bearer(httpx.Auth):
    """A token in every request."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send once, with the token."""
        request.headers["Authorization"] = self._header
        yield request


class _Password(httpx.Auth):
    """Name and password the way the server asks for them: Digest, else Basic."""

    requires_request_body = True

    def __init__(self, user: str, password: str) -> None:
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._basic = f"Basic {pair}"
        self._digest = httpx.DigestAuth(user, password)
        self._is_basic = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send, and once more when the server asks who we are."""
        if self._is_basic:
            request.headers["Authorization"] = self._basic
            yield request
            return
        flow = self._digest.auth_flow(request)
        response = yield next(flow)
        challenge = response.headers.get("www-authenticate", "")
        if response.status_code == 401 and not challenge.lower().startswith("digest"):
            self._is_basic = True
            request.headers["Authorization"] = self._basic
            yield request
            return
        try:
            yield flow.send(response)
        except StopIteration:
            return
