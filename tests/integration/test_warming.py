"""Pages are opened before the first visitor comes."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import httpx
import pytest

from graph.register import load_region
from service.app import create_app
from service.composition import open_services
from service.config import build_settings
from service.views import NAVIGATION
from tests.integration.served import Region, region, release, site

__all__ = ["region", "release", "site"]

SOON_S = 30.0


@pytest.mark.parametrize("query", ["coverage", "findings", "network"])
def test_pages_of_a_release_are_ready_before_they_are_asked_for(
    region: Region, release: Path, query: str
) -> None:
    """A service that nobody asked anything keeps the rows of its main pages soon after start."""
    settings = build_settings(data=release, region=str(region.folder), sources=region.texts)

    async def run() -> bool:
        services = open_services(settings, load_region(region.folder))
        app = create_app(services)
        async with app.router.lifespan_context(app):
            until = time.monotonic() + SOON_S
            while time.monotonic() < until:
                state = (services.pool.generation, services.writer.revision)
                if services.kept_rows.find(state, (query,)) is not None:
                    return True
                await asyncio.sleep(0.05)
        return False

    assert asyncio.run(run())


@pytest.mark.parametrize("page", [path for path, _ in NAVIGATION])
def test_every_page_of_the_navigation_opens_beside_that(site: httpx.Client, page: str) -> None:
    """A visitor who comes while pages are made ready gets his page."""
    assert 200 == site.get(page).status_code
