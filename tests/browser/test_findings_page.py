"""Findings, goals and planning in a real browser: accessible, narrow enough, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.integration.desk import make_token
from tests.integration.served import DOCUMENT, make_region, run, serving
from tests.integration.test_goal_tree import DIRECTION
from tests.integration.test_planning import PLANNING

pytestmark = pytest.mark.browser

PUBLIC = {
    "list": "/bevindingen",
    "goals": "/doelenboom?voorstellen=ja",
    "house": "/doelenboom?beeld=huis&voorstellen=ja",
    "planning": "/planning",
}
NAMES = (*PUBLIC, "form", "form-wrong", "several")


class Place:
    """A service over a made-up region, with a token of a reviewer and a finding."""

    def __init__(self, address: str, token: str, finding: str) -> None:
        self.address = address
        self.token = token
        self.finding = finding


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The service, with one release."""
    root = tmp_path_factory.mktemp("bevindingen")
    region, data = make_region(root), root / "data"
    text = region.texts / f"{DOCUMENT}.txt"
    added = text.read_text(encoding="utf-8") + DIRECTION + PLANNING
    text.write_text(added, encoding="utf-8")
    assert 0 == run(region, "build", "--data", data, "--date", "2031-06-01").returncode
    token = make_token(region, data, "reviewer")
    with serving(region, data) as site:
        page = str(site.get("/api/findings").json()["findings"][0]["page"])
        yield Place(str(site.base_url).rstrip("/"), token, page)


def _open(page: Page, place: Place, name: str) -> None:
    """One of the pages, by its short name."""
    if name in PUBLIC:
        page.goto(place.address + PUBLIC[name])
        return
    path = "/redactie/bevindingen" if name == "several" else f"/redactie{place.finding}"
    page.goto(place.address + path)
    page.fill("#token", place.token)
    page.keyboard.press("Enter")
    page.wait_for_selector("#reden")
    if name == "form-wrong":
        page.get_by_role("button", name="Leg het besluit vast").click()
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
    name: str, scheme: str, place: Place, browser: Browser
) -> None:
    """axe finds nothing of weight, in both colour schemes."""
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]  # its two names
    page = context.new_page()
    _open(page, place, name)
    found = _serious(page)
    context.close()

    assert [] == found


@pytest.mark.parametrize("name", NAMES)
def test_page_fits_a_phone(name: str, place: Place, browser: Browser) -> None:
    """At 360 px nothing makes the page itself scroll sideways."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    _open(page, place, name)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert width <= 360


def test_a_goal_opens_by_keyboard(place: Place, context: BrowserContext) -> None:
    """Enter on a goal that is closed shows what belongs to it."""
    page = context.new_page()
    page.goto(place.address + PUBLIC["goals"])
    closed = page.locator(".tree details:not([open]) > summary").first
    mark = closed.evaluate("summary => { summary.parentElement.id = 'dicht'; return true; }")
    closed.focus()
    page.keyboard.press("Enter")

    assert (True, True) == (mark, page.evaluate("document.querySelector('#dicht').open"))


def test_a_decision_is_recorded_by_keyboard(place: Place, context: BrowserContext) -> None:
    """Choose, type, choose a role, press the button: the page says it is recorded."""
    page = context.new_page()
    _open(page, place, "form")
    page.focus("#status-open")
    page.keyboard.press("ArrowDown")
    page.focus("#reden")
    page.keyboard.type("Een ander gebied.")
    page.focus("#rol")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice.good")

    assert "Een ander gebied." in page.locator("main").inner_text()


def test_what_is_wrong_leads_to_the_field(place: Place, context: BrowserContext) -> None:
    """The link of a problem moves the focus to its field."""
    page = context.new_page()
    _open(page, place, "form-wrong")
    page.get_by_role("link", name="Kies een rol.").click()

    assert "rol" == page.evaluate("document.activeElement.id")


@pytest.mark.parametrize("name", PUBLIC)
def test_page_speaks_english_too(name: str, place: Place, context: BrowserContext) -> None:
    """The heading of each page is English when English is chosen."""
    page = context.new_page()
    path = PUBLIC[name]
    page.goto(place.address + path + ("&" if "?" in path else "?") + "lang=en")

    assert page.locator("h1").inner_text().split()[0] in ("What", "Which", "When")
