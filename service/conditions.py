"""Conditional requests: whether a client has an answer already.

In: what is served, and a tag (`graph.entity_tags`). Out: the decision for 304.

Source: RFC 9110, section 13.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from service.deps import Services


def release_key(services: Services) -> str:
    """What changes whenever the served content may have changed: the release and the edits."""
    release = services.release
    name = "empty" if release is None else f"{release.name} {release.manifest['graph_sha256']}"
    return f"{name} {services.writer.revision}"


def served_state(services: Services) -> tuple[int, str]:
    """What an answer that is kept belongs to: it may be given again while this stays the same."""
    return services.pool.generation, release_key(services)


def has_current(request: Request, tag: str) -> bool:
    """Whether a GET or HEAD says that it holds this very answer."""
    if request.method not in ("GET", "HEAD"):
        return False
    if not (given := request.headers.get("if-none-match", "")):
        return False
    held = {one.strip().removeprefix("W/") for one in given.split(",")}
    return tag in held or "*" in held


def not_modified(tag: str, headers: Mapping[str, str]) -> Response:
    """The 304 for a client that has the answer."""
    return Response(status_code=304, headers={**headers, "ETag": tag, "Vary": "Accept"})
