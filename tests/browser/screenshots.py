"""Every page as PNG in screenshots/: light, dark and on a phone.

    python -m tests.browser.screenshots [address]

Without an address it starts the service itself over a release it builds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from tests.browser.serving import CHROMIUM, find_pages, find_sources, serve_release

FOLDER: Final = Path("screenshots")
VIEWS: Final = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}


@contextmanager
def _address() -> Iterator[str]:
    if len(sys.argv) > 1:
        yield sys.argv[1].rstrip("/")
        return
    sources = find_sources()
    if sources is None:
        raise SystemExit("no source texts found; give the address of a running service")
    with TemporaryDirectory() as folder, serve_release(Path(folder), sources) as address:
        yield address


def take(browser: Browser, address: str) -> int:
    """Write all pictures; gives how many."""
    FOLDER.mkdir(exist_ok=True)
    count = 0
    for view, options in VIEWS.items():
        context = browser.new_context(**options)  # type: ignore[arg-type]
        page = context.new_page()
        for name, path in find_pages(address).items():
            page.goto(address + path)
            if page.locator("#explorer").count():
                page.wait_for_selector("#explorer[data-ready]")
            page.screenshot(path=FOLDER / f"{name}-{view}.png", full_page=name != "netwerk")
            count += 1
        context.close()
    return count


def main() -> None:
    """Start, take, say how many."""
    with _address() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        print(f"{take(browser, address)} pictures in {FOLDER}/")
        browser.close()


if __name__ == "__main__":
    main()
