"""The page Netwerk: usable by keyboard alone, the same each time, and offline."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
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
