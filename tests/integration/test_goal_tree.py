"""Goals of a made-up region on the page Doelenboom, and those of the real graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.integration.conftest import RealGraph
from tests.integration.served import DOCUMENT, TEXT, make_region, run, serving

DIRECTION = """
De ambitie is om een groenere regio te worden.

Met een schaalsprong worden we als regio sterker, houden we meer talent vast en blijven de scholen
open.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service over a region whose letter says what a means brings."""
    region = make_region(tmp_path_factory.mktemp("doelen"))
    text = region.texts / f"{DOCUMENT}.txt"
    text.write_text(text.read_text(encoding="utf-8") + DIRECTION, encoding="utf-8")
    data = region.folder.parent / "data"
    assert 0 == run(region, "build", "--data", data, "--date", "2031-06-01").returncode
    with serving(region, data) as client:
        yield client


def rows(site: httpx.Client, name: str) -> list[dict[str, Any]]:
    """The answer to a saved query as plain texts."""
    found = site.get(f"/api/queries/{name}").json()["rows"]
    return [{key: cell["value"] for key, cell in row.items() if cell} for row in found]


def test_a_means_contributes_to_its_ends(site: httpx.Client) -> None:
    """The leap in scale is the means, holding talent the end; never the other way round."""
    words = {
        row["goal"]: (TEXT + DIRECTION)[int(row["start"]) : int(row["end"])]
        for row in rows(site, "goals")
    }
    links = {(words[row["goal"]], words[row["other"]]) for row in rows(site, "goal-links")}
    means = {one for one, _ in links}
    talent = {other for _, other in links if "talent" in other}

    assert ({"schaalsprong"}, 1) == (means, len(talent))


def test_proposals_stay_away_until_asked_for(site: httpx.Client) -> None:
    """What a rule found is not on the page, and the switch says how much it is."""
    page = site.get("/doelenboom").text

    assert (False, True) == ("Schaalsprong" in page, "doelen die een regel vond" in page)


def test_a_proposal_is_marked(site: httpx.Client) -> None:
    """With the switch on it is shown, and nobody takes it for reviewed."""
    page = site.get("/doelenboom", params={"voorstellen": "ja"}).text

    assert "Schaalsprong" in page
    assert "gevonden door een regel, niet beoordeeld" in page


def test_what_is_missing_is_told_in_words(site: httpx.Client) -> None:
    """A goal without action, target or ambition says so."""
    page = site.get("/doelenboom", params={"voorstellen": "ja"}).text

    assert "geen actie gevonden" in page
    assert "geen ambitie erboven gevonden" in page


def test_a_choice_of_nothing_says_what_to_do(site: httpx.Client) -> None:
    """An unknown theme leaves no goal; the page leads back to all."""
    page = site.get("/doelenboom", params={"thema": "bestaat-niet"})

    assert (200, True) == (page.status_code, "Toon alle doelen" in page.text)


def test_no_house_is_drawn_that_no_document_draws(site: httpx.Client) -> None:
    """The house is a view of what the graph holds, not a fixed picture."""
    assert (
        "tekent zijn doelen als een huis" in site.get("/doelenboom?beeld=huis&voorstellen=ja").text
    )


@pytest.mark.sources
def test_the_house_has_a_foundation_and_three_pillars(real_graph: RealGraph) -> None:
    """As the answer to the competency question on pillars, with the foundation beside it."""
    house = real_graph.rows("goal-houses")
    pillars = {row["part"] for row in house if row["role"] == "pillar"}

    assert pillars == {row["pillar"] for row in real_graph.rows("cq20-pillars")}
    assert (1, 3) == (len(house) - len(pillars), len(pillars))


@pytest.mark.sources
def test_the_leap_in_scale_is_a_means_in_the_real_graph(real_graph: RealGraph) -> None:
    """People read it the same way in the plan: it serves talent, and talent does not serve it."""
    links = {
        (row["goal"], row["other"])
        for row in real_graph.rows("goal-links")
        if row["relation"] == "contributesTo"
    }

    assert ("doel/schaalsprong", "doel/talent-vasthouden") in links
    assert ("doel/talent-vasthouden", "doel/schaalsprong") not in links
