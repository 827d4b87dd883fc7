"""The JSON interface and the frame of the service, over real HTTP on a made-up region."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.integration.served import BASE, DOCUMENT, TEXT, Region, region, release, run, site

__all__ = ["region", "release", "site"]

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PASSAGES = f"/api/documents/{DOCUMENT}/passages"


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health(site: httpx.Client, path: str) -> None:
    """A service that answers says so."""
    assert {"status": "ok"} == site.get(path).json()


def test_release_has_name_and_counts(site: httpx.Client) -> None:
    """The release says what it is and how large."""
    found = site.get("/api/release").json()

    assert ("2031-06-01", True) == (found["name"], found["quads"] > 1000)


def test_queries_are_listed_with_their_columns(site: httpx.Client) -> None:
    """Each saved query tells what it asks in two languages, and where it is answered."""
    found = {one["name"]: one for one in site.get("/api/queries").json()}

    assert "/api/queries/elements" == found["elements"]["href"]
    assert ["element", "type", "label", "document"] == found["elements"]["columns"][:4]
    assert {"nl", "en"} == set(found["elements"]["question"])


def test_query_answers_json_with_labels(site: httpx.Client) -> None:
    """IRIs in the answer carry what people call them."""
    answer = site.get("/api/queries/documents").json()
    cell = answer["rows"][0]["document"]

    assert (f"{BASE}id/document/{DOCUMENT}", "Brief over Zandland") == (
        cell["value"],
        cell["label"],
    )


@pytest.mark.parametrize(
    ("wanted", "media_type"),
    [
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
        ("srj", "application/sparql-results+json"),
        ("srx", "application/sparql-results+xml"),
        ("json", "application/json"),
    ],
)
def test_query_answers_in_each_format(site: httpx.Client, wanted: str, media_type: str) -> None:
    """`format` names the file one wants."""
    response = site.get("/api/queries/themes", params={"format": wanted})

    assert (200, media_type) == (
        response.status_code,
        response.headers["content-type"].split(";")[0],
    )


def test_query_answers_as_spreadsheet(site: httpx.Client) -> None:
    """XLSX is a real workbook."""
    response = site.get("/api/queries/themes", params={"format": "xlsx"})

    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(response.content)).namelist()


def test_query_negotiates(site: httpx.Client) -> None:
    """Without `format` the Accept header decides."""
    response = site.get("/api/queries/themes", headers={"Accept": "text/csv"})

    assert response.headers["content-type"].startswith("text/csv")


def test_query_parameter_is_bound(site: httpx.Client) -> None:
    """A typed parameter narrows the answer."""
    place = f"{BASE}id/plaats/beekdam"
    answer = site.get("/api/queries/elements", params={"element": place}).json()

    assert {place} == {row["element"]["value"] for row in answer["rows"]}


@pytest.mark.parametrize(
    "value", ["x> } DROP ALL {", "not an iri", '"', "http://e/ } UNION { ?s ?p ?o"]
)
def test_query_parameter_cannot_inject(site: httpx.Client, value: str) -> None:
    """A parameter that is no IRI is refused, never put into the query."""
    assert 400 == site.get("/api/queries/elements", params={"element": value}).status_code


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/queries/nothing", 404),
        ("/api/queries/elements?colour=red", 400),
        ("/api/queries/elements?document=a&document=b", 400),
        ("/api/queries/elements?limit=0", 400),
        ("/api/queries/elements?offset=%2B0.0", 400),
        ("/api/queries/elements?limit=x", 400),
        ("/api/queries/elements?format=docx", 406),
        ("/api/queries/goal-closure", 400),
        ("/api/documents/nothing/passages", 404),
        ("/api/documents/%00/passages", 404),
        ("/api/documents/a%20b%3E/passages", 404),
        ("/api/nothing", 404),
    ],
)
def test_faulty_requests_are_problems(site: httpx.Client, path: str, status: int) -> None:
    """A refusal is problem+json with the status, never a traceback."""
    response = site.get(path, headers=BROWSER)

    assert (status, "application/problem+json", False) == (
        response.status_code,
        response.headers["content-type"],
        "Traceback" in response.text,
    )


def test_pages_of_an_answer_are_linked(site: httpx.Client) -> None:
    """Following `next` gives every row once, and `total` says how many there are."""
    first = site.get("/api/queries/elements", params={"limit": 5})
    rows = first.json()["rows"]
    at = first
    while "next" in at.links:
        at = site.get(at.links["next"]["url"])
        rows += at.json()["rows"]

    assert first.json()["total"] == len(rows) == len({str(row) for row in rows})


def test_passages_hold_verified_quotes(site: httpx.Client) -> None:
    """A quote is exactly the text between the offsets."""
    found = site.get(PASSAGES, params={"limit": 1000}).json()["passages"]

    assert found
    assert [TEXT[one["start"] : one["end"]] for one in found] == [one["quote"] for one in found]


def test_passages_name_what_they_mention(site: httpx.Client) -> None:
    """The passage about the quarter names it and its municipality."""
    found = site.get(PASSAGES, params={"limit": 1000}).json()["passages"]
    names = {one["label"] for passage in found for one in passage["entities"]}

    assert {"Molenkwartier", "Beekdam"} <= names


def test_coverage_is_a_matrix(site: httpx.Client) -> None:
    """Grades lie in 0–6, over documents that were read and themes of the region."""
    found = site.get("/api/coverage").json()
    themes = {one["iri"] for one in found["themes"]}

    assert f"{BASE}id/thema/wonen" in themes
    assert found["cells"]
    assert all(0 <= cell["level"] <= 6 and cell["theme"] in themes for cell in found["cells"])


def test_documents_tell_which_were_read(site: httpx.Client) -> None:
    """A document with a version has an address for its passages."""
    found = {one["id"]: one for one in site.get("/api/documents").json()}

    assert PASSAGES == found[DOCUMENT]["passages_href"]
    assert found["toekomstvisie-zandland"]["version"] is None


def test_openapi_describes_errors_and_needs_nothing_from_outside(site: httpx.Client) -> None:
    """The description is OpenAPI 3.1 and never speaks of 422."""
    found = site.get("/api/openapi.json").json()
    responses = found["paths"]["/api/coverage"]["get"]["responses"]

    assert "3.1" == found["openapi"][:3]
    assert "422" not in responses
    assert "application/problem+json" in responses["503"]["content"]


def test_openapi_describes_every_address_for_programs(site: httpx.Client) -> None:
    """The endpoint, things, graphs and the vocabulary stand beside the JSON interface."""
    found = site.get("/api/openapi.json").json()["paths"]

    assert set() == {
        ("/sparql", "get"),
        ("/sparql", "post"),
        ("/id/{type}/{slug}", "get"),
        ("/graph/{name}", "get"),
        ("/def", "get"),
        ("/api/coverage", "get"),
    } - {(path, method) for path, item in found.items() for method in item}


@pytest.mark.parametrize("path", ["/api/release", "/api/queries", "/api/coverage", PASSAGES])
def test_json_is_not_forced_on_who_cannot_read_it(site: httpx.Client, path: str) -> None:
    """An Accept that rules JSON out is refused, naming what is offered."""
    response = site.get(path, headers={"Accept": "image/png"})

    assert (406, True) == (response.status_code, "application/json" in response.json()["detail"])


@pytest.mark.parametrize("path", ["/", "/dekking", "/sparql?query=ASK{}", "/api/release", "/def"])
def test_head_is_taken_wherever_get_is(site: httpx.Client, path: str) -> None:
    """HEAD gives the headers of GET and no body."""
    head, get = site.head(path), site.get(path)

    assert (200, get.headers["content-type"], b"") == (
        head.status_code,
        head.headers["content-type"],
        head.content,
    )


def test_an_address_that_is_nowhere_says_where_to_go(site: httpx.Client) -> None:
    """The refusal of an unknown address leads on."""
    assert "/api/openapi.json" in site.get("/nergens").json()["detail"]


@pytest.mark.parametrize("path", ["/", "/dekking", "/documenten", "/sparql", "/api/release"])
def test_answers_forbid_outside_resources(site: httpx.Client, path: str) -> None:
    """Pages may load from this server only, and no answer is sniffed."""
    headers = site.get(path, headers=BROWSER).headers

    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert "nosniff" == headers["x-content-type-options"]


def test_a_browser_gets_an_error_page_on_a_page(site: httpx.Client) -> None:
    """Somebody who follows a dead link sees a page in Dutch with a way back."""
    response = site.get("/dekking/bestaat-niet/nergens", headers=BROWSER)

    assert (404, True, True) == (
        response.status_code,
        "Niet gevonden" in response.text,
        'href="/"' in response.text,
    )


def test_quotes_say_when_the_text_has_changed(site: httpx.Client, region: Region) -> None:
    """A file that is not the one that was read gives no quote but a reason; back again, it does."""
    text = region.texts / f"{DOCUMENT}.txt"
    before = text.read_bytes()
    try:
        text.write_bytes(before.replace(b"Eikhoven", b"Elzhoven"))
        changed = site.get(PASSAGES).json()["passages"][0]
        text.unlink()
        absent = site.get(PASSAGES).json()["passages"][0]
    finally:
        text.write_bytes(before)

    assert [("changed", None), ("absent", None)] == [
        (one["missing"], one["quote"]) for one in (changed, absent)
    ]


def test_a_new_release_is_served_without_restart(
    site: httpx.Client, region: Region, release: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Adding a document by the command line shows up in the running service."""
    added = tmp_path_factory.mktemp("more") / "nieuwe-nota.txt"
    added.write_text("Nota over Beekdam\n\nIn Beekdam komt ruimte voor energie.\n", "utf-8")
    done = run(region, "ingest", added, "--data", str(release))
    assert done.returncode == 0, done.stderr.decode()

    for _ in range(100):
        if any(one["id"] == "nieuwe-nota" for one in site.get("/api/documents").json()):
            break
        time.sleep(0.1)
    else:
        pytest.fail("the new document is not served")
    assert site.get("/api/documents/nieuwe-nota/passages").json()["passages"][0]["quote"]


def test_each_address_is_documented(site: httpx.Client) -> None:
    """docs/http.md names every path of the API; saved queries share one line."""
    text = (Path(__file__).parents[2] / "docs" / "http.md").read_text("utf-8")
    queries = {one["href"] for one in site.get("/api/queries").json()}
    paths = [p for p in site.get("/api/openapi.json").json()["paths"] if "network" not in p]

    assert [] == [path for path in paths if path not in queries and f"`{path}`" not in text]
