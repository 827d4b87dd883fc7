"""The description of the interface, and saved queries as pages, addresses and operations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest
from schemathesis.specs.openapi import definitions

from queries.catalog import Catalog
from tests.integration.served import BASE, DOCUMENT, Region, region, release, run, site

__all__ = ["region", "release", "site"]

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
VOID = "http://rdfs.org/ns/void#"


@pytest.fixture(scope="module")
def described(site: httpx.Client) -> dict[str, Any]:
    """The description as it is served."""
    found: dict[str, Any] = site.get("/api/openapi.json").json()
    return found


def _query(described: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = described["paths"][f"/api/queries/{name}"]["get"]
    return found


def test_description_meets_the_meta_schema(described: dict[str, Any]) -> None:
    """It is OpenAPI 3.1 by the schema of the specification itself."""
    validator = jsonschema_rs.validator_for(definitions.OPENAPI_31)

    assert [] == [error.message[:300] for error in validator.iter_errors(described)]


def test_each_saved_query_is_an_operation(described: dict[str, Any]) -> None:
    """Every query that gives rows has an address of its own; rules have none."""
    queries = Catalog.load().queries.values()
    expected = {f"/api/queries/{one.name}" for one in queries if one.group != "rules"}
    found = {path for path in described["paths"] if path.count("/") == 3 and "{" not in path}

    assert expected == {path for path in found if path.startswith("/api/queries/")}


def test_operation_has_typed_parameters_with_values(described: dict[str, Any]) -> None:
    """A parameter says its type, and values that the graph has."""
    found = {
        one["name"]: one for one in _query(described, "elements")["parameters"] if "name" in one
    }

    assert "iri" == found["document"]["schema"]["format"]
    assert [f"{BASE}id/document/{DOCUMENT}"] == [
        one["value"] for one in found["document"]["examples"].values()
    ]


def test_operation_names_the_columns(described: dict[str, Any]) -> None:
    """The schema of the answer knows the columns of the query."""
    content = _query(described, "coverage")["responses"]["200"]["content"]
    row = content["application/json"]["schema"]["properties"]["rows"]["items"]

    assert ["document", "theme", "level"] == list(row["properties"])[:3]


def test_every_described_format_of_a_query_is_served(
    site: httpx.Client, described: dict[str, Any]
) -> None:
    """What the description offers is given when it is asked for."""
    content = _query(described, "themes")["responses"]["200"]["content"]
    served = {
        kind: site.get("/api/queries/themes", headers={"Accept": kind}).headers["content-type"]
        for kind in content
    }

    assert {kind: kind for kind in content} == {k: v.split(";")[0] for k, v in served.items()}


@pytest.mark.parametrize("path", ["/sparql", "/update", "/store", "/.well-known/void"])
def test_protocols_are_described(described: dict[str, Any], path: str) -> None:
    """The protocol endpoints stand beside the JSON interface."""
    assert path in described["paths"]


def test_writing_needs_a_token_by_the_description(described: dict[str, Any]) -> None:
    """A client can see which operations want a token."""
    assert [{"token": []}] == described["paths"]["/update"]["post"]["security"]


def test_answer_can_be_cited_and_asked_again(site: httpx.Client) -> None:
    """JSON names the query, its parameters and the release."""
    document = f"{BASE}id/document/{DOCUMENT}"
    found = site.get("/api/queries/elements", params={"document": document}).json()

    assert (f"{BASE}id/vraag/elements", {"document": document}, f"{BASE}id/uitgave/2031-06-01") == (
        found["query_iri"],
        found["parameters"],
        found["release"],
    )


@pytest.mark.parametrize("wanted", ["json", "csv", "xlsx", "srj"])
def test_every_format_links_to_query_and_release(site: httpx.Client, wanted: str) -> None:
    """A file that has no room for it says in its headers what it answers."""
    links = site.get("/api/queries/themes", params={"format": wanted}).links

    assert (f"{BASE}id/vraag/themes", f"{BASE}id/uitgave/2031-06-01") == (
        links["cite-as"]["url"],
        links["describedby"]["url"],
    )


def test_links_to_pages_do_not_repeat_a_made_up_host(site: httpx.Client) -> None:
    """The Host of a request never comes back in a link."""
    headers = {"Host": "evil.example"}
    found = site.get("/api/queries/themes", params={"limit": 1}, headers=headers)

    assert "/api/queries/themes?offset=1&limit=1" == found.links["next"]["url"]


def test_values_of_a_parameter_have_labels(site: httpx.Client) -> None:
    """A list to choose from names what people call each value."""
    found = site.get("/api/queries/elements/values/document").json()["values"]

    assert [("Brief over Zandland", f"{BASE}id/document/{DOCUMENT}")] == [
        (one["label"], one["value"]) for one in found
    ]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/queries/elements/values/nothing", 404),
        ("/api/queries/elements?document=", 400),
        ("/api/queries/quantities?year=٢٠٣٠", 400),
        ("/api/queries/elements?format=", 406),
        ("/api/queries/elements?format=geojson", 406),
        ("/vragen/no-such-question", 404),
        ("/vragen/elements?document=no-iri", 400),
        ("/id/vraag/no-such-question", 404),
    ],
)
def test_faulty_requests_are_refused(site: httpx.Client, path: str, status: int) -> None:
    """What cannot be answered is refused with a reason."""
    assert status == site.get(path).status_code


def test_iri_of_a_query_leads_to_text_and_page(site: httpx.Client) -> None:
    """Programs get the query itself, people its page."""
    text = site.get("/id/vraag/coverage")
    page = site.get("/id/vraag/coverage", headers=BROWSER)

    assert Catalog.load().get("coverage").text == text.text
    assert "application/sparql-query" == text.headers["content-type"].split(";")[0]
    assert (303, "/vragen/coverage") == (page.status_code, page.headers["location"])


def test_every_query_has_a_page(site: httpx.Client) -> None:
    """The list leads to a page for each, with a form where there is something to choose."""
    listing = site.get("/vragen").text
    queries = Catalog.load().queries.values()

    assert [] == [one.name for one in queries if f'href="/vragen/{one.name}"' not in listing]
    assert '<select id="p-document"' in site.get("/vragen/elements").text


def test_page_answers_what_its_form_says(site: httpx.Client) -> None:
    """Fields left empty say nothing; a chosen value is kept and sought."""
    document = f"{BASE}id/document/{DOCUMENT}"
    page = site.get("/vragen/elements", params={"document": document, "type": ""}).text

    assert f'<option value="{document}" selected>' in page
    assert "<table" in page


def test_page_escapes_what_it_is_given(site: httpx.Client) -> None:
    """A value never becomes markup."""
    page = site.get("/vragen/elements", params={"document": '"><script>alert(1)</script>'}).text

    assert "<script>alert" not in page


def test_interface_can_be_read_across_sites(site: httpx.Client) -> None:
    """A page of another site may read the interface, and may ask whether it may."""
    asked = site.options("/api/queries/themes", headers={"Origin": "https://elsewhere.example"})
    found = site.get("/api/queries/themes")

    assert (204, "GET, HEAD, OPTIONS") == (asked.status_code, asked.headers["allow"])
    assert "*" == found.headers["access-control-allow-origin"]


def test_pages_with_a_session_cannot_be_read_across_sites(site: httpx.Client) -> None:
    """What needs a login is not opened to other sites."""
    assert "access-control-allow-origin" not in site.get("/redactie", headers=BROWSER).headers


@pytest.mark.parametrize("path", ["/api/coverage", "/api/release", "/", "/vragen", "/documenten"])
def test_same_answer_again_is_304(site: httpx.Client, path: str) -> None:
    """Who has an answer already gets no body."""
    tag = site.get(path).headers["etag"]
    again = site.get(path, headers={"If-None-Match": tag})

    assert (304, b"") == (again.status_code, again.content)


def test_void_tells_what_the_release_holds(site: httpx.Client) -> None:
    """The record at its well-known address counts by class and property, with this endpoint."""
    found = site.get("/.well-known/void", headers={"Accept": "application/n-triples"}).text
    release = f"<{BASE}id/uitgave/2031-06-01>"

    assert (
        f"{release} <{VOID}sparqlEndpoint> <{site.base_url}/sparql> .".replace(
            "//sparql", "/sparql"
        )
        in found
    )
    for term in ("classPartition", "propertyPartition", "exampleResource", "vocabulary"):
        assert f"{release} <{VOID}{term}> <" in found


def test_example_resources_can_be_looked_up(site: httpx.Client) -> None:
    """Every example of the record is there."""
    query = f"SELECT ?x {{ ?d <{VOID}exampleResource> ?x }}"
    rows = site.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    paths = ["/" + row["x"]["value"].removeprefix(BASE) for row in rows]

    assert (True, []) == (
        len(paths) > 5,
        [path for path in paths if site.get(path).status_code != 200],
    )


def test_service_description_counts_the_graphs(site: httpx.Client) -> None:
    """The endpoint says how many triples its graphs hold."""
    found = site.get("/sparql", headers={"Accept": "application/n-triples"}).text

    assert f"#default-graph> <{VOID}triples> " in found
    assert f"<{VOID}propertyPartition>" in found


def test_geojson_is_served_for_queries_with_a_place(
    site: httpx.Client, described: dict[str, Any]
) -> None:
    """A query with a geometry can be had as features, one for each row."""
    rows = site.get("/api/queries/places").json()["total"]
    response = site.get("/api/queries/places", params={"format": "geojson"})

    assert ("application/geo+json", rows) == (
        response.headers["content-type"],
        len(response.json()["features"]),
    )
    assert "application/geo+json" in _query(described, "places")["responses"]["200"]["content"]


def test_build_tells_of_queries_with_few_rows(region: Region, tmp_path: Path) -> None:
    """Each publish counts the rows; a small region has fewer than the heads expect."""
    built = run(region, "build", "--data", tmp_path, "--date", "2031-06-01", "--json")
    codes = {issue["code"] for issue in json.loads(built.stdout)["issues"]}

    assert "few-rows" in codes
