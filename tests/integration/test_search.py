"""Searching a served release: things, questions, passages of the texts at hand."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.served import (  # fixtures
    DOCUMENT,
    Region,
    region as region,
    release as release,
    serving,
)

WAIT_S = 30.0


def ask(site: httpx.Client, q: str, **given: str) -> dict[str, Any]:
    """The answer of `/api/search`, once the texts are indexed."""
    until = time.monotonic() + WAIT_S
    while True:
        response = site.get("/api/search", params={"q": q, **given})
        assert 200 == response.status_code, response.text
        answer: dict[str, Any] = response.json()
        if answer["texts"] != "coming" or time.monotonic() > until:
            return answer
        time.sleep(0.2)


@pytest.fixture(scope="module")
def site(region: Region, release: Path) -> Iterator[httpx.Client]:
    """A client of the served release with its text at hand."""
    with serving(region, release) as client:
        yield client


def test_things_come_first(site: httpx.Client) -> None:
    """A name gives the thing of that name, then passages that name it."""
    kinds = [hit["kind"] for hit in ask(site, "Molenkwartier")["hits"]]

    assert "passage" != kinds[0]
    assert "passage" == kinds[-1]


def test_passages_lead_to_the_reader(site: httpx.Client) -> None:
    """A passage has its document, section and place, and the found word is marked."""
    (hit,) = ask(site, "toekomst", kind="passage")["hits"]
    target = site.get(hit["href"].partition("#")[0])

    assert [DOCUMENT] == hit["documents"]
    assert ["toekomst"] == [piece["text"] for piece in hit["pieces"] if piece["found"]]
    assert f'id="{hit["href"].partition("#")[2]}"' in target.text


def test_checks_and_questions_are_found(site: httpx.Client) -> None:
    """A saved question is found by its title and leads to its page."""
    hits = ask(site, "Dekking", kind="query")["hits"]

    assert "/vragen/coverage" in [hit["href"] for hit in hits]


def test_a_document_limits_the_hits(site: httpx.Client) -> None:
    """Only what that document holds; another one holds nothing."""
    assert ask(site, "wonen", document=DOCUMENT)["documents"] == {DOCUMENT: 1}
    assert 0 == ask(site, "wonen", document="ander-stuk")["total"]


def test_pages_of_hits_follow_each_other(site: httpx.Client) -> None:
    """Two pages of one hit are the first two hits, and the first links to the second."""
    both = [hit["href"] for hit in ask(site, "energie", limit="2")["hits"]]
    first = site.get("/api/search", params={"q": "energie", "limit": 1})
    second = ask(site, "energie", limit="1", offset="1")

    assert both == [first.json()["hits"][0]["href"], second["hits"][0]["href"]]
    assert 'rel="next"' in first.headers["link"]


def test_near_spellings_are_offered(site: httpx.Client) -> None:
    """A word that is nowhere is answered with the nearest that is."""
    answer = ask(site, "Beekdan")

    assert (0, ["beekdam"]) == (answer["total"], answer["suggestions"])


def test_some_of_the_words_when_none_has_all(site: httpx.Client) -> None:
    """When nothing has all words, hits with some of them are given and said to be so."""
    answer = ask(site, "wonen ruimtevaart")

    assert answer["loose"]
    assert answer["total"] > 0


@pytest.mark.parametrize("q", ['"', "*", "a:b^2 (c", "\u0000", "'; DROP", "-", "x" * 1000, ""])
def test_nothing_typed_is_an_error(q: str, site: httpx.Client) -> None:
    """Page and interface answer whatever is typed."""
    assert 200 == site.get("/zoeken", params={"q": q}).status_code
    assert 200 == site.get("/api/search", params={"q": q}).status_code


@pytest.mark.parametrize(
    "path",
    [
        "/api/search",
        "/api/search?q=a&kind=onzin",
        "/api/search?q=a&limit=0",
        f"/api/search?q={'x' * 1001}",
    ],
)
def test_faulty_parameters_are_problems(path: str, site: httpx.Client) -> None:
    """A missing question, an unknown kind or a limit out of bounds is a 400."""
    assert 400 == site.get(path).status_code


def test_page_marks_and_groups(site: httpx.Client) -> None:
    """The page works without script: things, marked sentence, document, and the box in the frame."""
    ask(site, "toekomst")  # waits for the texts
    page = site.get("/zoeken?q=toekomst").text

    assert "<mark>toekomst</mark>" in page
    assert f'href="/documenten/{DOCUMENT}"' in page
    assert 'action="/zoeken"' in site.get("/documenten").text


def test_page_says_what_was_not_found(site: httpx.Client) -> None:
    """An empty answer says what was searched and what to do, and escapes what was typed."""
    page = site.get("/zoeken", params={"q": "<b>qwzx</b>"}).text

    assert "Niet gevonden in deze versie" in page
    assert "<b>qwzx" not in page


def test_texts_stay_out_of_the_release(site: httpx.Client, release: Path) -> None:
    """Words of a text are in the local index only, not in the folder of the release."""
    ask(site, "toekomst")
    word = b"belang"
    in_release = [
        p for p in (release / "releases").rglob("*") if p.is_file() and word in p.read_bytes()
    ]

    assert [] == in_release
    assert (release / "search").is_dir()


def test_without_texts_only_names_are_found(region: Region, release: Path, tmp_path: Path) -> None:
    """A service without texts finds names and says that texts are not searched."""
    data = tmp_path / "data"
    shutil.copytree(release, data, ignore=shutil.ignore_patterns("search.new", "live", "LOCK"))
    shutil.rmtree(data / "search", ignore_errors=True)
    empty = tmp_path / "none"
    empty.mkdir()
    with serving(Region(region.folder, empty), data) as client:
        answer = ask(client, "toekomst")
        page = client.get("/zoeken?q=toekomst").text

    assert ("none", {}) == (answer["texts"], answer["documents"])
    assert [DOCUMENT] == answer["absent"]
    assert "geen teksten van documenten" in page
