"""The pages for editors in a real browser: accessible, narrow enough, by keyboard, without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.integration.desk import TEXT, make_token
from tests.integration.served import make_region, run, serving

pytestmark = pytest.mark.browser

PATIENCE_MS = 90_000
NAMES = ("login", "desk", "add", "add-wrong", "task", "review")


class Place:
    """A service over a made-up region, with a token of an editor."""

    def __init__(self, site: httpx.Client, token: str) -> None:
        self.address = str(site.base_url)
        self.token = token


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The service, with one release."""
    root = tmp_path_factory.mktemp("desk")
    region, data = make_region(root), root / "data"
    assert 0 == run(region, "build", "--data", data).returncode
    token = make_token(region, data)
    with serving(region, data) as site:
        yield Place(site, token)


@pytest.fixture(scope="module")
def task(place: Place, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a task that added a document."""
    file = tmp_path_factory.mktemp("files") / "visie.txt"
    file.write_text(TEXT, encoding="utf-8")
    context = browser.new_context()
    page = _log_in(context, place)
    _send(page, place, file, "Visie op de haven")
    page.wait_for_selector("text=De pagina’s laten nu release", timeout=PATIENCE_MS)
    found = page.url.removeprefix(place.address.rstrip("/"))
    context.close()
    return found


def _log_in(context: BrowserContext, place: Place) -> Page:
    page = context.new_page()
    page.goto(f"{place.address}/redactie")
    page.fill("#token", place.token)
    page.keyboard.press("Enter")
    page.wait_for_url("**/redactie?klaar=ingelogd")
    return page


def _send(page: Page, place: Place, file: Path, title: str) -> None:
    page.goto(f"{place.address}/redactie/toevoegen")
    page.set_input_files("#file", file)
    page.fill("#title", title)
    page.get_by_role("button", name="Voeg toe").click()


def _open(page: Page, place: Place, name: str, task: str) -> None:
    """One of the pages, by its short name."""
    paths = {"login": "", "desk": "", "add": "/toevoegen", "add-wrong": "/toevoegen"}
    if name == "login":
        page.context.clear_cookies(name="redactie")
    if name == "task":
        page.goto(place.address.rstrip("/") + task)
    elif name == "review":
        page.goto(f"{place.address}/documenten/visie-op-de-haven")
        link = page.locator('a[href^="/redactie/beoordelen"]').first.get_attribute("href")
        page.goto(f"{place.address}{link}")
    else:
        page.goto(f"{place.address}/redactie{paths[name]}")
    if name == "add-wrong":
        page.fill("#date", "ooit")
        page.evaluate("document.querySelector('#file').required = false")
        page.get_by_role("button", name="Voeg toe").click()
        page.wait_for_selector(".problems")


def _serious(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical", "moderate")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_page_has_no_accessibility_violation(
    name: str, scheme: str, place: Place, browser: Browser, task: str
) -> None:
    """axe finds nothing of weight, in both colour schemes."""
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]  # its two names
    page = _log_in(context, place)
    _open(page, place, name, task)
    found = _serious(page)
    context.close()

    assert [] == found


@pytest.mark.parametrize("name", NAMES)
def test_page_fits_a_phone(name: str, place: Place, browser: Browser, task: str) -> None:
    """At 360 px nothing makes the page itself scroll sideways."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = _log_in(context, place)
    _open(page, place, name, task)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert width <= 360


@pytest.mark.parametrize("name", NAMES)
def test_page_speaks_english_too(name: str, place: Place, browser: Browser, task: str) -> None:
    """No Dutch word of the frame or the buttons is left."""
    context = browser.new_context()
    page = _log_in(context, place)
    page.goto(f"{place.address}/redactie?lang=en")
    _open_english(page, place, name, task)
    shown = page.locator("main").inner_text()
    language = page.locator("html").get_attribute("lang")
    context.close()

    assert ("en", None) == (language, re.search(r"\b(niet|het|een|wordt|kies)\b", _own(shown)))


def _open_english(page: Page, place: Place, name: str, task: str) -> None:
    if name != "add-wrong":
        _open(page, place, name, task)
        return
    page.goto(f"{place.address}/redactie/toevoegen")
    page.fill("#date", "ooit")
    page.evaluate("document.querySelector('#file').required = false")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector(".problems")


def _own(shown: str) -> str:
    """What we say ourselves: without lines that a document or the register says."""
    return "\n".join(line for line in shown.splitlines() if "Beekdam" not in line)


def test_progress_is_shown_without_loading_the_page_again(
    place: Place, context: BrowserContext, tmp_path: Path, task: str
) -> None:
    """The phases change by themselves, and the report follows."""
    file = tmp_path / "tweede.txt"
    file.write_text(f"{TEXT}\nTweede versie.\n", encoding="utf-8")
    page = _log_in(context, place)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    _send(page, place, file, "Tweede visie")
    expect(page.locator("#stand")).to_contain_text(re.compile("aan de beurt|Bezig"))
    page.wait_for_selector("text=Wat is er gevonden?", timeout=PATIENCE_MS)
    page.get_by_role("link", name="Lees het document").click()

    assert ([], "Tweede visie") == (errors, page.locator("h1").inner_text())


def test_everything_works_without_script(
    place: Place, browser: Browser, tmp_path: Path, task: str
) -> None:
    """The page of a task reloads itself until the report is there."""
    file = tmp_path / "derde.txt"
    file.write_text(f"{TEXT}\nDerde versie.\n", encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = _log_in(context, place)
    _send(page, place, file, "Derde visie")
    page.wait_for_selector("text=Wat is er gevonden?", timeout=PATIENCE_MS)
    found = page.locator('a[href="/documenten/derde-visie"]').count()
    context.close()

    assert 1 == found


def test_the_form_is_filled_in_by_keyboard_alone(
    place: Place, context: BrowserContext, tmp_path: Path
) -> None:
    """Tab goes from field to field in reading order, to the button that sends."""
    page = _log_in(context, place)
    page.goto(f"{place.address}/redactie/toevoegen")
    page.focus("#file")
    order = []
    for _ in range(8):
        order.append(page.evaluate("document.activeElement.id || document.activeElement.type"))
        page.keyboard.press("Tab")

    assert ["file", "title", "publisher", "date"] == order[:4]
    assert ["new_version", "submit"] == [one for one in order if one in ("new_version", "submit")]


def test_the_summary_of_what_is_wrong_leads_to_the_field(
    place: Place, context: BrowserContext, task: str
) -> None:
    """It has the focus, and its link moves the focus to the field."""
    page = _log_in(context, place)
    _open(page, place, "add-wrong", task)
    focused = page.evaluate("document.activeElement.id")
    page.get_by_role("link", name="Kies een bestand.").click()

    assert ("problemen", "file") == (focused, page.evaluate("document.activeElement.id"))
