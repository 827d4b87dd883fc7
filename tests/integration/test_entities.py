"""Things by their IRI: pages for people, RDF for programs, on a made-up region."""

from __future__ import annotations

import httpx
import pytest

from service.offers import GRAPH_OFFERS
from tests.integration.served import BASE, DOCUMENT, region, release, site

__all__ = ["region", "release", "site"]

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
THING = "/id/project/molenkwartier"


@pytest.mark.parametrize("offer", GRAPH_OFFERS, ids=lambda offer: offer.name)
def test_thing_in_each_format_by_accept(site: httpx.Client, offer: object) -> None:
    """Accept decides in which format the triples come."""
    media_type = offer.media_type  # type: ignore[attr-defined]
    response = site.get(THING, headers={"Accept": media_type})

    assert (200, media_type) == (
        response.status_code,
        response.headers["content-type"].split(";")[0],
    )
    assert "molenkwartier" in response.text


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        ("ttl", "text/turtle"),
        ("nt", "application/n-triples"),
        ("jsonld", "application/ld+json"),
        ("json", "application/ld+json"),
        ("rdf", "application/rdf+xml"),
        ("html", "text/html"),
    ],
)
def test_suffix_wins_over_accept(site: httpx.Client, suffix: str, media_type: str) -> None:
    """A suffix in the path decides, whatever Accept says."""
    response = site.get(f"{THING}.{suffix}", headers={"Accept": "text/csv"})

    assert media_type == response.headers["content-type"].split(";")[0]


def test_rdf_holds_the_claims_with_their_passages(site: httpx.Client) -> None:
    """What is said of a thing comes with where it is said."""
    text = site.get(f"{THING}.nt").text

    assert f"<{BASE}id/project/molenkwartier>" in text
    assert "def#evidencedBy>" in text
    assert "oa#start>" in text


def test_page_shows_label_and_quote(site: httpx.Client) -> None:
    """The page names the thing and quotes the document."""
    page = site.get(THING, headers=HTML).text

    assert "<h1>Molenkwartier</h1>" in page
    assert "<blockquote" in page


def test_plain_client_gets_turtle(site: httpx.Client) -> None:
    """A program that takes anything gets data, not a page."""
    response = site.get(THING, headers={"Accept": "*/*"})

    assert response.headers["content-type"].startswith("text/turtle")


@pytest.mark.parametrize(
    "path",
    ["/id/project/niets", "/id/project/molenkwartier.xyz", "/id/x/%3E%20%7B", "/graph/niets"],
)
@pytest.mark.parametrize("accept", [HTML["Accept"], "text/turtle"])
def test_unknown_iri_is_404(site: httpx.Client, path: str, accept: str) -> None:
    """What is not in the release is not found: a page for a browser, a problem for a program."""
    response = site.get(path, headers={"Accept": accept})
    expected = "text/html" if "html" in accept else "application/problem+json"

    assert (404, expected) == (
        response.status_code,
        response.headers["content-type"].split(";")[0],
    )


def test_impossible_accept_is_406(site: httpx.Client) -> None:
    """The problem lists what is offered."""
    response = site.get(THING, headers={"Accept": "image/png"})

    assert (406, True) == (response.status_code, "text/turtle" in response.json()["detail"])


def test_named_graph_is_given_whole(site: httpx.Client) -> None:
    """The address of a graph gives that graph and no other."""
    text = site.get("/graph/register.nt").text

    assert f"<{BASE}id/project/havenkade>" in text
    assert "Passage>" not in text


def test_vocabulary_is_served(site: httpx.Client) -> None:
    """The classes and properties are described at /def."""
    response = site.get("/def", headers={"Accept": "text/turtle"})

    assert (200, True) == (response.status_code, "bg:Goal" in response.text)


def test_unchanged_thing_is_304(site: httpx.Client) -> None:
    """A program that holds the triples does not get them twice."""
    tag = site.get(f"{THING}.ttl").headers["etag"]

    assert 304 == site.get(f"{THING}.ttl", headers={"If-None-Match": tag}).status_code


def test_head_of_a_thing(site: httpx.Client) -> None:
    """HEAD tells that a thing exists."""
    assert (200, b"") == (
        (head := site.head(f"/id/document/{DOCUMENT}")).status_code,
        head.content,
    )
