"""Opens the pages of each release before a visitor does, so that what they ask is kept by then.

In: the application. Out: nothing but what its pages keep. Begins when the service answers, asks one
page after another, and tries a page that fails only once for each release.
"""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from ontology.errors import BeleidsgraafError
from service.deps import Services
from service.errors import LOG
from service.views import NAVIGATION, ask, release_name

_LOOK_EVERY_S: Final = 1.0  # how often a new release is looked for
_NOTHING_KEPT: Final = frozenset({"/sparql", "/redactie"})
_MOST_HUBS: Final = 50  # of each kind
_HUBS: Final = (("themes", "theme"), ("top-actors", "actor"))  # saved query, and its column
_KEPT_ANYWAY: Final = "/netwerk"  # drawn once for a release, wherever the graph is


async def keep_warm(app: FastAPI) -> None:
    """Open the pages of the navigation for each new release, for ever."""
    services: Services = app.state.services
    done: str | None = None
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    async with AsyncClient(
        transport=transport, base_url="http://localhost", timeout=None
    ) as client:
        while True:
            if release_name(services) != done:
                done = release_name(services)
                await _open(client, _pages(services))
                await _open(client, await _hubs(services))
            await asyncio.sleep(_LOOK_EVERY_S)


def _pages(services: Services) -> list[str]:
    if services.settings.store:  # no answer of a server elsewhere is kept
        return [_KEPT_ANYWAY]
    return [path for path, _ in NAVIGATION if path not in _NOTHING_KEPT]


async def _hubs(services: Services) -> list[str]:
    """The neighbours of themes and of the busiest parties: these take longest to count."""
    if services.settings.store:
        return []
    hubs: list[str] = []
    try:
        for query, column in _HUBS:
            hubs += [row[column] for row in (await ask(services, query))[:_MOST_HUBS]]
    except BeleidsgraafError as problem:
        LOG.warning("not all neighbours could be made ready: %s", problem)
    given = ({"focus": hub, "format": "srj"} for hub in hubs)
    return [f"/api/queries/neighbourhood?{urlencode(one)}" for one in given]


async def _open(client: AsyncClient, paths: list[str]) -> None:
    for path in paths:
        answer = await client.get(path)
        if answer.status_code >= 500:
            LOG.warning("%s could not be made ready; its first visitor waits", path)
