"""The page Netwerk: usable by keyboard alone, the same each time, and offline."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Troubles
from tests.browser.serving import get_json

pytestmark = [pytest.mark.browser, pytest.mark.sources]


def test_500_nodes_become_interactive(page: Page, address: str, troubles: Troubles) -> None:
    """A drawing of up to 500 nodes answers, without an error or a request to elsewhere.

    How soon is measured by benchmarks/network_page.py.
    """
    page.goto(address + "/netwerk?limit=500")
    page.wait_for_selector("#explorer[data-ready]")

    assert 1 == page.evaluate("performance.getEntriesByName('network-ready').length")
    assert ([], []) == (troubles.errors, troubles.outside)


def test_keyboard_alone_reaches_the_sentence_behind_an_edge(
    page: Page, address: str, pages: dict[str, str]
) -> None:
    """Tab to the tree, arrows to a relation, Enter: the quote and its place appear, with focus."""
    page.goto(address + pages["netwerk-focus"])
    page.wait_for_selector("#explorer[data-ready]")
    page.locator("#save-png").focus()
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "treeitem":
            break
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("#side figure.quote")

    assert page.locator("#side figure.quote blockquote").first.inner_text().strip()
    assert page.locator("#side figcaption a").first.get_attribute("href")
    assert "side-title" == page.evaluate("document.activeElement.id")


def _network_of(address: str, url: str) -> Any:
    return get_json(address, "/api/network?" + url.partition("?")[2])


def test_tree_sentences_and_picture_hold_the_same_edges(
    page: Page, address: str, pages: dict[str, str]
) -> None:
    """Every edge of the drawing is once a sentence and twice, once for each end, in the tree."""
    page.goto(address + pages["netwerk-focus"])
    drawn = page.evaluate("JSON.parse(document.getElementById('network-data').textContent).edges")
    edges = [edge["id"] for edge in _network_of(address, page.url)["edges"]]
    for item in page.locator("#tree > li").all():
        item.locator(".row").first.click()
    in_tree = page.locator("#tree [data-edge]").evaluate_all("all => all.map(e => e.dataset.edge)")

    assert sorted(edges * 2) == sorted(in_tree)
    assert len(edges) == len(drawn)
    assert len(edges) == page.locator(".sentences li").count()


def test_positions_are_the_same_each_time(address: str) -> None:
    """Two requests give equal coordinates."""
    first, second = (get_json(address, "/api/network?limit=150") for _ in range(2))

    assert first == second


def test_a_filter_keeps_only_its_kind(address: str) -> None:
    """`types=theme` and `types=document` leave themes and documents."""
    found = get_json(address, "/api/network?types=theme&types=document")

    assert {"theme", "document"} == {node["kind"] for node in found["nodes"]}


def test_every_edge_has_the_passages_it_counts(address: str) -> None:
    """The endpoint of an edge gives at least one passage, each with document, place and layer."""
    for edge in get_json(address, "/api/network?limit=60")["edges"][:20]:
        query = urlencode({name: edge[name] for name in ("source", "target", "predicate")})
        found = get_json(address, f"/api/network/edge?{query}")
        places = {(one["document"], one["start"], one["end"]) for one in found["sentences"]}

        assert edge["claims"] == len(places), edge["id"]
        assert all(one["layer"] and one["quote"] for one in found["sentences"]), edge["id"]


def test_neighbours_can_be_added(page: Page, address: str, pages: dict[str, str]) -> None:
    """'Show all neighbours' of a document adds relations that were not drawn."""
    page.goto(address + pages["netwerk-focus"] + "&types=document")
    page.wait_for_selector("#explorer[data-ready]")
    before = page.locator("#side li").count()
    page.evaluate("document.getElementById('explorer').dataset.address = ''")
    page.get_by_role("button", name="Toon alle buren").click()
    expect(page.locator("#side li")).not_to_have_count(before)

    assert page.locator("#side li").count() > before


def test_the_standalone_file_opens_offline(
    page: Page, browser: Browser, address: str, tmp_path: Path
) -> None:
    """The exported HTML draws without network, asks nothing and logs no error."""
    page.goto(address + "/netwerk?limit=60")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="HTML", exact=True).click()
    file = tmp_path / "network.html"
    waiting.value.save_as(file)
    context = browser.new_context(offline=True)
    tab, troubles = context.new_page(), Troubles()
    troubles.watch(tab, "file:")
    tab.goto(file.as_uri())
    tab.wait_for_selector("canvas")
    shown = tab.evaluate("[document.documentElement.lang, nodes.length, document.compatMode]")
    context.close()

    assert ([], []) == (troubles.errors, troubles.outside)
    assert ["nl", True, "CSS1Compat"] == [shown[0], shown[1] > 10, shown[2]]


VIEWS = ("dekking", "gaten", "spanning", "doorwerking", "doelenboom", "koppelkansen", "actoren")


@pytest.mark.parametrize("width", [1280, 375])
def test_every_view_is_drawn(page: Page, address: str, troubles: Troubles, width: int) -> None:
    """Each view has things and lines, logs no error, asks nothing outside and fits the width."""
    page.set_viewport_size({"width": width, "height": 800})
    listed = [one["view"] for one in get_json(address, "/api/network/views")]

    assert set(VIEWS) <= set(listed)
    for view in listed:
        page.goto(f"{address}/netwerk?beeld={view}")
        page.wait_for_selector("#explorer[data-ready]")
        drawn = page.evaluate("JSON.parse(document.getElementById('network-data').textContent)")
        reach = page.evaluate("document.documentElement.scrollWidth")

        assert drawn["nodes"], view
        assert drawn["edges"], view
        assert reach <= width, view
    assert ([], []) == (troubles.errors, troubles.outside)


@pytest.mark.parametrize("path", [*(f"beeld={view}" for view in VIEWS), "beeld=analyse"])
def test_views_are_accessible(page: Page, address: str, path: str) -> None:
    """axe finds nothing serious or critical on any view."""
    page.goto(f"{address}/netwerk?{path}")
    found = Axe().run(page).response["violations"]

    assert [] == [one["id"] for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("view", VIEWS)
def test_drawing_table_and_sentences_hold_the_same(page: Page, address: str, view: str) -> None:
    """Every line of the drawing is a row of the table and a sentence."""
    page.goto(f"{address}/netwerk?beeld={view}")
    drawn = page.evaluate("JSON.parse(document.getElementById('network-data').textContent).edges")

    assert len(drawn) == page.locator("ul.sentences > li").count()
    assert len(drawn) == page.locator("section[aria-labelledby=table-title] tbody tr").count()


def test_a_tension_opens_both_quotes(page: Page, address: str) -> None:
    """By keyboard alone: an edge of the view spanning shows a quote of either side."""
    page.goto(f"{address}/netwerk?beeld=spanning")
    page.wait_for_selector("#explorer[data-ready]")
    page.locator("#tree > li").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("#side figure.quote")

    assert page.locator("#side figure.quote blockquote").count() >= 2
    assert "side-title" == page.evaluate("document.activeElement.id")


def test_positions_of_a_view_stay(address: str) -> None:
    """Two visits give the same picture."""
    for view in VIEWS:
        first, again = (get_json(address, f"/api/network/views/{view}") for _ in range(2))

        assert first == again, view


def test_an_edge_of_a_view_has_a_page(page: Page, address: str) -> None:
    """Without script each sentence leads to the page with what is behind it."""
    page.goto(f"{address}/netwerk?beeld=dekking&theme=wonen")
    page.locator("ul.sentences a").first.click()

    assert page.locator("figure.quote, .empty").count()
    assert page.locator("h1").inner_text()


def test_a_path_is_drawn_and_told(page: Page, address: str, pages: dict[str, str]) -> None:
    """From one thing to another: the form finds names, the page shows steps with passages."""
    names = [node["label"] for node in get_json(address, "/api/network/views/actoren")["nodes"]]
    page.goto(f"{address}/netwerk?van=&naar=")
    page.locator("#van").fill(names[0])
    page.locator("#naar").fill(names[-1])
    page.get_by_role("button", name="Zoek een pad").click()
    page.wait_for_selector("#explorer[data-ready]")

    assert page.locator(".ways > li").count()
    assert page.locator(".ways ul a").first.get_attribute("href").startswith("/netwerk/verband?")


def test_an_unknown_name_is_helped(page: Page, address: str) -> None:
    """A name with a slip gets the nearest names."""
    label = next(
        node["label"]
        for node in get_json(address, "/api/network?limit=60")["nodes"]
        if len(node["label"]) > 8
    )
    page.goto(f"{address}/netwerk?{urlencode({'van': label[:-1] + 'q', 'naar': label})}")

    assert label in page.locator(".empty ul").inner_text()


def test_the_analysis_names_documents_that_carry_a_theme(page: Page, address: str) -> None:
    """What falls away with a document is told for each theme, with links to both."""
    page.goto(f"{address}/netwerk?beeld=analyse")
    first = page.locator("section[aria-labelledby=bearing] ul > li").first

    assert first.locator("a").count() >= 2


@pytest.mark.parametrize(
    ("extension", "mark"), [("html", "<canvas"), ("graphml", "<graphml"), ("gexf", "<gexf")]
)
def test_a_view_can_be_kept(page: Page, address: str, extension: str, mark: str) -> None:
    """Each view is a file in three formats."""
    answer = page.request.get(f"{address}/netwerk/beeld/spanning/export.{extension}")

    assert answer.ok
    assert mark.strip("<") in answer.text()
