"""Every kind of page: sound, accessible, narrow enough, in two languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Troubles

pytestmark = [pytest.mark.browser, pytest.mark.sources]

NAMES = (
    *("overzicht", "dekking", "dekking-vakje", "dekking-leeg", "dekking-bestuurslaag"),
    *("dekking-gemeente", "dekking-programma", "dekking-actor", "dekking-thema"),
    *("dekking-laag-vakje", "doorwerking", "doorwerking-thema", "bevindingen", "bevinding"),
    *("cijfers", "doelenboom", "doelenboom-huis", "planning", "netwerk", "netwerk-focus"),
    *("verband", "beeld-dekking", "beeld-gaten", "beeld-spanning", "beeld-doorwerking"),
    *("beeld-doelenboom", "beeld-koppelkansen", "beeld-actoren"),
    *("netwerk-pad", "netwerk-analyse", "documenten", "document", "thema", "rapporten"),
    *(
        "rapport-thema",
        "rapport-gemeente",
        "rapport-agenda",
        "rapport-wijzigingen",
        "vragen",
        "vraag",
        "zoeken",
    ),
    *("sparql", "sparql-antwoord", "redactie", "fout"),
)


def test_every_kind_of_page_is_listed(pages: dict[str, str]) -> None:
    """What can be opened and what is tested are the same."""
    assert set(NAMES) == set(pages)


@pytest.mark.parametrize("name", NAMES)
def test_page_loads_without_errors_or_outside_requests(
    name: str, page: Page, address: str, pages: dict[str, str], troubles: Troubles
) -> None:
    """A page logs no error, asks no other host, and has one h1 and one main."""
    page.goto(address + pages[name], wait_until="networkidle")

    assert ([], []) == (troubles.errors, troubles.outside)
    assert (1, 1) == (page.locator("h1").count(), page.locator("main").count())


def _violations(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("name", NAMES)
def test_page_has_no_serious_accessibility_violation(
    name: str, browser: Browser, address: str, pages: dict[str, str]
) -> None:
    """axe finds nothing serious or critical, in light and in dark colours."""
    found = {}
    for scheme in ("light", "dark"):
        tab = browser.new_page(bypass_csp=True)
        tab.goto(address + pages[name] + ("&" if "?" in pages[name] else "?") + f"kleur={scheme}")
        found[scheme] = _violations(tab)
        tab.close()

    assert {"light": [], "dark": []} == found


@pytest.mark.parametrize("name", NAMES)
def test_page_fits_a_phone(
    name: str, browser: Browser, address: str, pages: dict[str, str]
) -> None:
    """At 360 px nothing makes the page itself scroll sideways."""
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    tab.goto(address + pages[name])
    width = tab.evaluate("document.documentElement.scrollWidth")
    tab.close()

    assert width <= 360


@pytest.mark.parametrize("name", [name for name in NAMES if name != "fout"])
def test_page_works_without_script(
    name: str, browser: Browser, address: str, pages: dict[str, str]
) -> None:
    """With JavaScript off a page still has its heading and links to go on."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address + pages[name])
    links = tab.locator("main a[href]").count()
    context.close()

    assert links > 0


def test_language_switch_is_kept(page: Page, address: str) -> None:
    """After choosing English the next page is English as well."""
    page.goto(address + "/dekking")
    page.get_by_role("link", name="EN", exact=True).click()
    page.get_by_role("link", name="Documents", exact=True).click()

    assert "en" == page.locator("html").get_attribute("lang")


def test_the_tabs_stand_on_one_line(browser: Browser, address: str) -> None:
    """At 1280 px no tab goes to a second line, on a page of the group too, in both languages."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tops = {}
    for path in ("/?lang=nl", "/doorwerking?lang=nl", "/planning?lang=en"):
        tab.goto(address + path)
        tops[path] = tab.eval_on_selector_all(
            ".tabs > *", "all => new Set(all.map(one => Math.round(one.offsetTop))).size"
        )
    tab.close()

    assert {1} == set(tops.values()), tops


@pytest.mark.parametrize("script", [True, False])
def test_the_group_of_tabs_opens_by_keyboard(browser: Browser, address: str, script: bool) -> None:
    """With and without script: Enter opens it, Tab goes on to its first page, Enter goes there."""
    context = browser.new_context(java_script_enabled=script)
    tab = context.new_page()
    tab.goto(address + "/documenten")
    tab.locator(".menu summary").focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/dekking")
    told = tab.locator(".menu summary").inner_text()
    context.close()

    assert "Integraliteit: Dekking" in told


def test_the_group_of_tabs_closes_with_escape(page: Page, address: str) -> None:
    """Focus comes back to its button."""
    page.goto(address + "/documenten")
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    assert page.locator(".menu[open]").count() == 0
    assert "SUMMARY" == page.evaluate("document.activeElement.tagName")


def test_dark_colours_are_kept(page: Page, address: str) -> None:
    """After choosing dark the next page has a dark background."""
    page.goto(address + "/?kleur=dark")
    page.goto(address + "/dekking")

    assert "rgb(20, 24, 29)" == page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_no_iri_is_shown_as_text(page: Page, address: str, pages: dict[str, str]) -> None:
    """Pages for people show labels; IRIs stay in addresses, queries and citations."""
    for name in ("overzicht", "dekking", "dekking-vakje", "netwerk", "documenten", "document"):
        page.goto(address + pages[name])
        text = page.locator("main").evaluate(
            "main => { const copy = main.cloneNode(true);"
            " copy.querySelectorAll('.foot, script').forEach(part => part.remove());"
            " return copy.textContent; }"
        )

        assert [] == re.findall(r"https?://w3id\.org\S*", text), name


def test_a_coverage_cell_leads_to_quotes_that_equal_the_source(
    page: Page, address: str, pages: dict[str, str]
) -> None:
    """The passages behind a filled cell are shown and marked as equal to the source."""
    page.goto(address + pages["dekking-vakje"])

    assert page.locator(".quote blockquote").count() > 0
    assert page.locator(".quote blockquote").count() == page.locator(".quote .verified").count()


def test_an_empty_cell_says_what_was_searched(
    page: Page, address: str, pages: dict[str, str]
) -> None:
    """An empty cell says 'not found in this version' and never 'does not exist'."""
    page.goto(address + pages["dekking-leeg"])
    text = page.locator("main").inner_text()

    assert "niet gevonden in deze versie" in text.lower()
    assert "bestaat niet" not in text


def test_a_coverage_number_equals_the_rows_of_its_own_query(
    page: Page, address: str, pages: dict[str, str]
) -> None:
    """The passages counted in a cell are as many as the shown query has of them."""
    page.goto(address + "/dekking")
    cell = page.locator(f"a.cell[href='{pages['dekking-vakje']}'] small")
    count = int(re.sub(r"\D", "", cell.inner_text()))
    page.goto(address + pages["dekking-vakje"])
    href = page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    lines = page.request.get(address + str(href)).text().splitlines()
    column = lines[0].split(",").index("aspect")
    mentions = [line for line in lines[1:] if ",mentions," in line]

    assert column >= 0
    assert len(mentions) == count


def test_the_reader_opens_at_a_passage(page: Page, address: str, pages: dict[str, str]) -> None:
    """The link of a quote lands on its anchor in the reader."""
    page.goto(address + pages["dekking-vakje"])
    href = str(page.locator(".quote figcaption a").first.get_attribute("href"))
    page.goto(address + href)

    assert 1 == page.locator(f"[id='{href.partition('#')[2]}']").count()


def test_a_highlight_can_be_turned_off(page: Page, address: str, pages: dict[str, str]) -> None:
    """Unticking every kind leaves no highlight."""
    page.goto(address + pages["document"])
    assert page.locator("#text mark.hl:not(.off)").count() > 0
    for box in page.locator("#legend input").all():
        box.uncheck()

    assert 0 == page.locator("#text mark.hl:not(.off)").count()
