"""The page Planning & overleg of a made-up region, and the way of a decision in the real graph."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.integration.conftest import RealGraph
from tests.integration.served import DOCUMENT, make_region, run, serving

PLANNING = """
3 Planning

Op 4 maart 2031 bespreekt de Regiotafel Zandland de nota.
In september 2032 stelt de raad van Eikhoven de nota vast.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service over a region whose letter names two moments."""
    region = make_region(tmp_path_factory.mktemp("planning"))
    text = region.texts / f"{DOCUMENT}.txt"
    text.write_text(text.read_text(encoding="utf-8") + PLANNING, encoding="utf-8")
    data = region.folder.parent / "data"
    assert 0 == run(region, "build", "--data", data, "--date", "2031-06-01").returncode
    with serving(region, data) as client:
        yield client


def test_what_is_to_come_stands_before_what_was(site: httpx.Client) -> None:
    """The later moment is to come on the day of the release, the earlier one is past."""
    page = site.get("/planning").text
    places = [page.index(words) for words in ("september 2032 <", "maart 2031 <")]

    assert sorted(places) == places
    assert ("komt nog" in page, "geweest" in page) == (True, True)


def test_a_body_filter_keeps_its_moments(site: httpx.Client) -> None:
    """Only what is planned at that body stays."""
    page = site.get("/planning", params={"overleg": "regiotafel"}).text

    assert (True, False) == ("maart 2031 <" in page, "september 2032 <" in page)


def test_a_moment_leads_to_its_passage(site: httpx.Client) -> None:
    """The source of a row is a place in the reader."""
    assert f'href="/documenten/{DOCUMENT}#p-' in site.get("/planning").text


def test_a_choice_of_nothing_says_what_to_do(site: httpx.Client) -> None:
    """An unknown document leaves no moment; the page leads back to all."""
    page = site.get("/planning", params={"document": "bestaat-niet"})

    assert (200, True) == (page.status_code, "Toon alle momenten" in page.text)


def test_without_a_way_the_page_says_so(site: httpx.Client) -> None:
    """Nothing is drawn that no document says."""
    assert "Geen document zegt welk overleg" in site.get("/planning").text


@pytest.mark.sources
def test_every_step_of_a_decision_has_its_passage(real_graph: RealGraph) -> None:
    """From the team that prepares to the table with the State, each step with a place."""
    found = real_graph.rows("decision-route")
    steps = {(row["body"], row["next"]) for row in found if row["relation"] == "prepares"}

    assert {
        ("overleg/kernteam", "overleg/do"),
        ("overleg/do", "overleg/bo"),
        ("overleg/bo", "overleg/bol"),
    } <= steps
    assert all(row["start"] and row["quoteHash"] for row in found)
