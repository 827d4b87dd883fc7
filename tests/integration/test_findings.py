"""Findings of a made-up region over two releases, on pages and as JSON."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.integration.conftest import RealGraph
from tests.integration.served import Region, make_region, region, release, run, serving, site

__all__ = ["region", "release", "site"]


def first(site: httpx.Client, **wanted: str) -> dict[str, object]:
    """The first finding with these properties."""
    found: dict[str, object] = site.get("/api/findings", params=wanted).json()["findings"][0]
    return found


def test_every_finding_has_a_page(site: httpx.Client) -> None:
    """The page of a finding shows the sentence that the list shows."""
    finding = first(site)

    assert str(finding["message"]) in site.get(str(finding["page"])).text


def test_filter_leaves_out_the_others(site: httpx.Client) -> None:
    """Asked for one category, no other comes."""
    found = site.get("/api/findings", params={"category": "coverage"}).json()["findings"]

    assert {"coverage"} == {one["category"] for one in found}


def test_list_shows_what_the_filter_keeps(site: httpx.Client) -> None:
    """The page counts as many findings as the interface."""
    total = site.get("/api/findings", params={"severity": "warning"}).json()["total"]

    assert f"{total} bevinding" in site.get("/bevindingen", params={"ernst": "warning"}).text


def test_unknown_finding_is_404(site: httpx.Client) -> None:
    """A finding that no release had is not there."""
    assert 404 == site.get("/bevindingen/geen-toets-000000000000").status_code


def test_unknown_category_is_400(site: httpx.Client) -> None:
    """A group that does not exist is refused by name."""
    response = site.get("/api/findings", params={"category": "weer"})

    assert (400, True) == (response.status_code, "category" in response.text)


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> tuple[Region, Path]:
    """A region built twice; the second text also names a theme that the first left out."""
    region = make_region(tmp_path_factory.mktemp("hersteld"))
    data = region.folder.parent / "data"
    assert run(region, "build", "--data", data, "--date", "2031-06-01").returncode == 0
    return region, data


def test_identity_and_first_sight_last_over_releases(mended: tuple[Region, Path]) -> None:
    """What is found again keeps its IRI and first release; what is gone reads 'solved'."""
    region, data = mended
    with serving(region, data) as site:
        before = {one["iri"]: one for one in site.get("/api/findings").json()["findings"]}
    text = region.texts / "brief-eikhoven.txt"
    added = "\nDe gemeente wil het landschap en de natuur sterker maken.\n"
    text.write_text(text.read_text(encoding="utf-8") + added, encoding="utf-8")
    assert run(region, "build", "--data", data, "--date", "2031-07-01").returncode == 0
    with serving(region, data) as site:
        after = {one["iri"]: one for one in site.get("/api/findings").json()["findings"]}

    assert set(before) <= set(after)
    assert {"2031-06-01"} == {after[iri]["first_seen"] for iri in before}


@pytest.mark.sources
def test_known_contradictions_have_both_passages(real_graph: RealGraph) -> None:
    """The two letters that name another number of dwellings are quoted side by side."""
    rows = [row for row in real_graph.rows("findings") if "disjoint-targets" in row["finding"]]

    assert [("document/raadsbrief-almelo", "document/raadsbrief-enschede")] == [
        (row["document1"], row["document2"]) for row in rows
    ]
    assert all(row["start1"] and row["start2"] for row in rows)


def test_figures_have_a_page(site: httpx.Client) -> None:
    """The page of figures answers, also when a choice leaves nothing."""
    page = site.get("/cijfers", params={"indicator": "bestaat-niet"})

    assert (200, True) == (page.status_code, "Geen cijfers gevonden" in page.text)


def test_rebuilding_gives_the_kept_findings_too(mended: tuple[Region, Path]) -> None:
    """A release with findings of an earlier one is what its sources give."""
    region, data = mended
    text = region.texts / "brief-eikhoven.txt"
    text.write_text(text.read_text(encoding="utf-8") + "\nEinde.\n", encoding="utf-8")
    assert run(region, "build", "--data", data, "--date", "2031-08-01").returncode == 0

    assert b"the same" in run(region, "verify", "--data", data).stdout


def test_a_theme_keeps_the_findings_about_it(site: httpx.Client) -> None:
    """As many as the query of themes has for that theme, and not all of them."""
    rows = site.get("/api/queries/finding-themes").json()["rows"]
    theme = rows[0]["theme"]["value"]
    about = {row["finding"]["value"] for row in rows if row["theme"]["value"] == theme}
    total = site.get("/api/findings", params={"theme": theme.rpartition("/")[2]}).json()["total"]

    assert (len(about), True) == (total, total < site.get("/api/findings").json()["total"])


def test_everything_is_new_in_a_first_release(site: httpx.Client) -> None:
    """The filter keeps what this release was the first to show."""
    total = site.get("/api/findings").json()["total"]

    assert total == site.get("/api/findings", params={"new": "true"}).json()["total"]


def test_what_an_earlier_release_showed_is_not_new(mended: tuple[Region, Path]) -> None:
    """After another build only what it brings is new."""
    region, data = mended
    text = region.texts / "brief-eikhoven.txt"
    added = "\nDe gemeente wil de haven en het spoor beter maken.\n"
    text.write_text(text.read_text(encoding="utf-8") + added, encoding="utf-8")
    assert run(region, "build", "--data", data, "--date", "2031-09-01").returncode == 0
    with serving(region, data) as site:
        found = site.get("/api/findings", params={"new": "true"}).json()["findings"]

    assert {one["first_seen"] for one in found} <= {"2031-09-01"}


def test_the_list_quotes_nothing(site: httpx.Client) -> None:
    """Words of a text stand on the page of a finding only."""
    assert "<blockquote" not in site.get("/bevindingen", params={"status": ""}).text
