"""Fixtures of the browser tests: one real release, one real service, one browser.

`address` is what most tests need; `page` is a fresh tab that remembers what went wrong in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.serving import CHROMIUM, build_release, find_pages, find_sources, serve


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder with a built release, and the folder of its source texts."""
    sources = find_sources()
    if sources is None:
        pytest.skip("needs the source texts: set BELEIDSGRAAF_SOURCES or fill ./sources")
    built = os.environ.get("TEST_RELEASE")  # a folder that was built before, to save its time
    if built:
        return Path(built), sources
    data = tmp_path_factory.mktemp("release")
    build_release(data, sources)
    return data, sources


@pytest.fixture(scope="session")
def address(release: tuple[Path, Path]) -> Iterator[str]:
    """Where the service listens."""
    with serve(*release) as found:
        yield found


@pytest.fixture(scope="session")
def pages(address: str) -> dict[str, str]:
    """One path for each kind of page."""
    return find_pages(address)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A headless Chromium, gone before other tests run: its event loop would be in their way."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"needs a chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@dataclass
class Troubles:
    """What went wrong in a tab: messages of the console, and requests to other hosts."""

    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def watch(self, page: Page, host: str) -> None:
        """Note every error, warning and outside request of a tab."""

        def note(text: str, url: str) -> None:
            if "404" not in text or "/static/" in url:
                self.errors.append(text)

        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda message: (
                note(message.text, str(message.location.get("url", "")))
                if message.type in ("error", "warning")
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((host, "data:", "blob:", "file:"))
                else self.outside.append(request.url)
            ),
        )


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: no cookies, a desktop-sized window."""
    found = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield found
    found.close()


@pytest.fixture
def troubles() -> Troubles:
    """What goes wrong in `page`."""
    return Troubles()


@pytest.fixture
def page(context: BrowserContext, address: str, troubles: Troubles) -> Page:
    """A fresh tab, watched."""
    found = context.new_page()
    troubles.watch(found, address)
    return found
