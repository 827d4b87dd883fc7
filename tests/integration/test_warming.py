"""Pages are opened before the first visitor comes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from graph.formats import JSON_RESULTS
from graph.register import load_region
from ontology.iris import Names
from service.app import create_app
from service.composition import open_services
from service.conditions import release_key
from service.config import build_settings
from service.deps import Services
from service.views import NAVIGATION
from tests.integration.served import BASE, Region, region, release, site

__all__ = ["region", "release", "site"]

SOON_S = 30.0


@pytest.mark.parametrize("query", ["coverage", "findings", "network"])
def test_pages_of_a_release_are_ready_before_they_are_asked_for(
    region: Region, release: Path, query: str
) -> None:
    """A service that nobody asked anything keeps the rows of its main pages soon after start."""

    def are_kept(services: Services) -> bool:
        state = (services.pool.generation, services.writer.revision)
        return services.kept_rows.find(state, (query,)) is not None

    assert comes_true(region, release, are_kept)


def test_the_neighbours_of_a_theme_are_ready_in_more_than_one_format(
    region: Region, release: Path
) -> None:
    """What every document mentions takes longest to count, so it is counted before."""
    theme = Names(BASE).mint("thema", "wonen")

    def are_kept(services: Services) -> bool:
        state = (services.pool.generation, release_key(services))
        asked = ("neighbourhood", (("focus", theme),), JSON_RESULTS)
        return services.kept_saved.find(state, asked) is not None

    assert comes_true(region, release, are_kept)


def comes_true(region: Region, release: Path, is_so: Callable[[Services], bool]) -> bool:
    """Whether something becomes so, soon after a service starts that nobody asks anything."""
    settings = build_settings(data=release, region=str(region.folder), sources=region.texts)

    async def run() -> bool:
        services = open_services(settings, load_region(region.folder))
        app = create_app(services)
        async with app.router.lifespan_context(app):
            until = time.monotonic() + SOON_S
            while not is_so(services) and time.monotonic() < until:
                await asyncio.sleep(0.05)
            return is_so(services)

    return asyncio.run(run())


@pytest.mark.parametrize("page", [path for path, _ in NAVIGATION])
def test_every_page_of_the_navigation_opens_beside_that(site: httpx.Client, page: str) -> None:
    """A visitor who comes while pages are made ready gets his page."""
    assert 200 == site.get(page).status_code
