"""The SPARQL endpoint over real HTTP: what it takes, what it refuses, how it answers."""

from __future__ import annotations

import csv
import http.client
import io
import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest

from graph.formats import GRAPH_FORMATS, RESULT_FORMATS
from service.offers import GRAPH_OFFERS, RESULT_OFFERS
from tests.integration.served import BASE, region, release, site

__all__ = ["region", "release", "site"]

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
ASK = "ASK {}"
SELECT = "SELECT ?theme WHERE { ?theme a <https://w3id.org/beleidsgraaf/def#Theme> }"
CONSTRUCT = "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 3"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LONG = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
REGISTER = BASE + "graph/register"


def problem(response: httpx.Response) -> str:
    """The detail of a problem+json answer."""
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == response.status_code
    return str(response.json()["detail"])


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_get_answers(site: httpx.Client, path: str) -> None:
    """A query by GET is answered on both spellings of the path."""
    assert site.get(path, params={"query": ASK}).json()["boolean"] is True


def test_post_form_answers(site: httpx.Client) -> None:
    """A query as a form field is answered."""
    assert site.post("/sparql", data={"query": ASK}).json()["boolean"] is True


def test_post_direct_answers(site: httpx.Client) -> None:
    """A query as the body is answered; a charset of UTF-8 is fine."""
    headers = {"Content-Type": "application/sparql-query; charset=UTF-8"}

    assert site.post("/sparql", content=ASK, headers=headers).json()["boolean"] is True


@pytest.mark.parametrize(
    ("method", "query", "headers", "body", "status"),
    [
        ("GET", "query=", {}, b"", 400),
        ("GET", "other=1", {}, b"", 400),
        ("GET", "query=ASK%20%7B%7D&query=ASK%20%7B%7D", {}, b"", 400),
        ("GET", "query=ASK%20%7B", {}, b"", 400),
        ("GET", "query=%FF", {}, b"", 400),
        ("GET", "update=CLEAR%20ALL", {}, b"", 400),
        ("GET", "query=CLEAR%20ALL", {}, b"", 400),
        (
            "GET",
            "query=" + quote("ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"),
            {},
            b"",
            400,
        ),
        ("GET", "query=ASK%20%7B%7D&default-graph-uri=not%20an%20iri", {}, b"", 400),
        ("POST", "", FORM, b"update=CLEAR%20ALL", 400),
        ("POST", "", FORM, b"query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400),
        ("POST", "", FORM, b"", 400),
        ("POST", "query=ASK%20%7B%7D", DIRECT, b"ASK {}", 400),
        ("POST", "", DIRECT, "ASK {}".encode("utf-16"), 400),
        ("POST", "", DIRECT, b"", 400),
        ("POST", "", {}, b"query=ASK%20%7B%7D", 415),
        ("POST", "", {"Content-Type": "text/plain"}, b"ASK {}", 415),
        ("POST", "", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 415),
        ("POST", "", {"Content-Type": "application/sparql-query; charset=UTF-16"}, b"x", 415),
        ("POST", "", DIRECT, b"ASK {}" + b" " * 5000, 413),
        ("PUT", "query=ASK%20%7B%7D", {}, b"", 405),
        ("DELETE", "", {}, b"", 405),
    ],
)
def test_faulty_requests_are_refused(
    site: httpx.Client, method: str, query: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    """What is missing, repeated, out of place or unreadable is refused with a problem."""
    url = f"/sparql?{query}" if query else "/sparql"
    response = site.request(method, url, headers=headers, content=body)

    assert (status, True) == (response.status_code, bool(problem(response)))


def test_a_syntax_error_names_line_and_column(site: httpx.Client) -> None:
    """The problem says where the query breaks."""
    detail = problem(site.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p"}))

    assert "line 2" in detail
    assert "column" in detail


def test_405_says_what_is_allowed(site: httpx.Client) -> None:
    """A method that is not taken gets Allow."""
    assert "GET, HEAD, POST, OPTIONS" == site.patch("/sparql").headers["allow"]


def test_impossible_accept_is_406_with_what_is_offered(site: httpx.Client) -> None:
    """The problem lists the media types."""
    response = site.get("/sparql", params={"query": ASK}, headers={"Accept": "image/png"})

    assert (406, True) == (response.status_code, "text/csv" in problem(response))


@pytest.mark.parametrize("offer", RESULT_OFFERS, ids=lambda offer: offer.name)
def test_each_result_format_is_served(site: httpx.Client, offer: object) -> None:
    """Every offered format is sent under its own media type."""
    media_type = offer.media_type  # type: ignore[attr-defined]
    response = site.get("/sparql", params={"query": SELECT}, headers={"Accept": media_type})

    assert (200, media_type) == (
        response.status_code,
        response.headers["content-type"].split(";")[0],
    )


@pytest.mark.parametrize("offer", GRAPH_OFFERS, ids=lambda offer: offer.name)
def test_each_graph_format_is_served(site: httpx.Client, offer: object) -> None:
    """Every offered format is sent under its own media type."""
    media_type = offer.media_type  # type: ignore[attr-defined]
    response = site.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": media_type})

    assert (200, media_type) == (
        response.status_code,
        response.headers["content-type"].split(";")[0],
    )


def test_json_xml_and_csv_agree(site: httpx.Client) -> None:
    """The same query gives the same values in three formats."""

    def get(accept: str) -> bytes:
        return site.get("/sparql", params={"query": SELECT}, headers={"Accept": accept}).content

    in_json = {
        row["theme"]["value"]
        for row in json.loads(get("application/sparql-results+json"))["results"]["bindings"]
    }
    in_xml = {
        node.text
        for node in ElementTree.fromstring(get("application/sparql-results+xml")).iter(
            "{http://www.w3.org/2005/sparql-results#}uri"
        )
    }
    in_csv = {row["theme"] for row in csv.DictReader(io.StringIO(get("text/csv").decode()))}

    assert in_json
    assert in_json == in_xml == in_csv


def test_format_parameter_names_a_file_suffix(site: httpx.Client) -> None:
    """Links can name the format."""
    response = site.get("/sparql", params={"query": SELECT, "format": "csv"})

    assert "text/csv; charset=utf-8" == response.headers["content-type"]


@pytest.mark.parametrize(
    ("query", "parameters", "expected"),
    [
        ("ASK { ?s ?p ?o }", {"default-graph-uri": REGISTER}, True),
        ("ASK { ?s ?p ?o }", {"default-graph-uri": BASE + "graph/none"}, False),
        ("ASK { ?s a <https://w3id.org/beleidsgraaf/def#Passage> }", {}, True),
        (
            "ASK { ?s a <https://w3id.org/beleidsgraaf/def#Passage> }",
            {"default-graph-uri": REGISTER},
            False,
        ),
        ("ASK { GRAPH ?g { ?s ?p ?o } }", {"default-graph-uri": REGISTER}, False),
        ("ASK { GRAPH ?g { ?s ?p ?o } }", {"named-graph-uri": REGISTER}, True),
        ("ASK { ?s ?p ?o }", {"named-graph-uri": REGISTER}, False),
        (
            f"ASK FROM <{BASE}graph/none> {{ ?s ?p ?o }}",
            {"default-graph-uri": REGISTER},
            True,
        ),
    ],
)
@pytest.mark.parametrize("method", ["get", "form", "direct"])
def test_dataset_of_the_request_is_the_whole_dataset(
    site: httpx.Client, method: str, query: str, parameters: dict[str, str], expected: bool
) -> None:
    """Graph parameters replace the dataset, whatever way the query comes; they win over FROM."""
    if method == "get":
        response = site.get("/sparql", params={"query": query, **parameters})
    elif method == "form":
        response = site.post("/sparql", data={"query": query, **parameters})
    else:
        response = site.post("/sparql", params=parameters, content=query, headers=DIRECT)

    assert expected is response.json()["boolean"]


def test_head_has_the_headers_of_get(site: httpx.Client) -> None:
    """HEAD says what GET would send, without a body."""
    params = {"query": SELECT}
    head, get = site.head("/sparql", params=params), site.get("/sparql", params=params)
    compared = ("content-type", "content-length", "etag")

    assert (b"", [get.headers[name] for name in compared]) == (
        head.content,
        [head.headers[name] for name in compared],
    )


def test_options_answers_a_preflight(site: httpx.Client) -> None:
    """A browser on another site may ask."""
    response = site.options("/sparql", headers={"Origin": "https://example.com"})

    assert (204, "*", True) == (
        response.status_code,
        response.headers["access-control-allow-origin"],
        "POST" in response.headers["access-control-allow-methods"],
    )


def test_an_error_may_be_read_across_sites(site: httpx.Client) -> None:
    """A refusal carries the same CORS header as an answer."""
    response = site.get("/sparql", params={"query": "nonsense"})

    assert "*" == response.headers["access-control-allow-origin"]


def test_same_question_again_is_304(site: httpx.Client) -> None:
    """A client that holds the answer does not get it twice."""
    first = site.get("/sparql", params={"query": SELECT})
    again = site.get(
        "/sparql", params={"query": SELECT}, headers={"If-None-Match": first.headers["etag"]}
    )

    assert (304, b"") == (again.status_code, again.content)


def test_tag_depends_on_format(site: httpx.Client) -> None:
    """CSV and JSON of one query have different tags."""
    tags = {
        site.get("/sparql", params={"query": SELECT, "format": name}).headers["etag"]
        for name in ("csv", "json")
    }

    assert 2 == len(tags)


def test_an_answer_that_changes_has_no_tag(site: httpx.Client) -> None:
    """A query with RAND() may differ each time."""
    response = site.get("/sparql", params={"query": "SELECT (RAND() AS ?r) {}"})

    assert "etag" not in response.headers


def test_server_timing_is_told(site: httpx.Client) -> None:
    """The answer says how long the query took."""
    timing = site.get("/sparql", params={"query": ASK}).headers["server-timing"]

    assert timing.startswith("query;dur=")


def test_an_endless_query_is_stopped_at_the_limit(site: httpx.Client) -> None:
    """At the time limit the client gets 503 that names the limit."""
    response = site.get("/sparql", params={"query": ENDLESS})

    assert (503, True) == (response.status_code, "2 s" in problem(response))


def test_others_are_served_beside_an_endless_query(site: httpx.Client) -> None:
    """One query that never ends holds up nobody else."""
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(site.get, "/sparql", params={"query": ENDLESS})
        time.sleep(0.3)
        took = [site.get("/sparql", params={"query": ASK}).elapsed.total_seconds() for _ in "abc"]

        assert (True, 503) == (max(took) < 2, slow.result().status_code)


def test_a_long_answer_that_is_cut_ends_as_an_aborted_transfer(site: httpx.Client) -> None:
    """At the limit, after the answer began, the connection breaks instead of ending cleanly."""
    url = httpx.URL(str(site.base_url))
    connection = http.client.HTTPConnection(url.host, url.port, timeout=30)
    connection.request("GET", f"/sparql?query={quote(LONG)}")
    response = connection.getresponse()

    assert 200 == response.status
    with pytest.raises(http.client.IncompleteRead):
        response.read()
    connection.close()


def test_a_compressed_answer_that_is_cut_is_aborted_too(site: httpx.Client) -> None:
    """Compression adds no clean end to an answer that has none."""
    with site.stream("GET", "/sparql", params={"query": LONG}) as response:
        assert "br" == response.headers["content-encoding"]
        with pytest.raises(httpx.RemoteProtocolError):
            response.read()


def test_a_long_answer_is_compressed_when_asked(site: httpx.Client) -> None:
    """The same rows come with and without compression."""
    params = {"query": "SELECT * WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 200"}
    plain = site.get("/sparql", params=params, headers={"Accept-Encoding": "identity"})
    small = site.get("/sparql", params=params, headers={"Accept-Encoding": "gzip"})

    assert (None, "gzip") == tuple(r.headers.get("content-encoding") for r in (plain, small))
    assert plain.content == small.content


def test_a_compressed_answer_is_304_as_well(site: httpx.Client) -> None:
    """The weak tag of a compressed answer is recognised."""
    params = {"query": "SELECT * WHERE { ?s ?p ?o } LIMIT 200"}
    first = site.get("/sparql", params=params)
    again = site.get("/sparql", params=params, headers={"If-None-Match": first.headers["etag"]})

    assert (True, 304) == (first.headers["etag"].startswith("W/"), again.status_code)


def test_a_client_that_leaves_frees_its_reader(site: httpx.Client) -> None:
    """After many clients left in the middle, the next query is answered at once."""
    url = httpx.URL(str(site.base_url))
    for _ in range(12):
        connection = http.client.HTTPConnection(url.host, url.port, timeout=30)
        connection.request("GET", f"/sparql?query={quote(ENDLESS)}")
        connection.close()

    assert site.get("/sparql", params={"query": ASK}).elapsed.total_seconds() < 1.5


def test_bare_get_describes_the_service(site: httpx.Client) -> None:
    """The description names the endpoint and exactly the formats that are served."""
    response = site.get("/sparql", headers={"Accept": "application/n-triples"})
    named = {line.split()[2] for line in response.text.splitlines() if "#resultFormat" in line}
    served = {f"<{found.iri}>" for found in (*RESULT_FORMATS, *GRAPH_FORMATS)}

    assert served == named
    assert f"#endpoint> <{site.base_url.join('/sparql')}>" in response.text


def test_a_browser_gets_the_editor(site: httpx.Client) -> None:
    """A visit with a browser shows a form with the saved queries."""
    response = site.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})

    assert ("text/html; charset=utf-8", True) == (
        response.headers["content-type"],
        "<textarea" in response.text,
    )


def test_a_browser_sees_the_fault_in_its_query(site: httpx.Client) -> None:
    """A faulty query in the editor is explained on the page, with the query kept."""
    response = site.get("/sparql", params={"query": "SELECT * {"}, headers={"Accept": "text/html"})

    assert (400, True, True) == (
        response.status_code,
        "does not parse" in response.text,
        "SELECT * {" in response.text,
    )


def test_base_iri_resolves_relative_iris(site: httpx.Client) -> None:
    """A relative IRI in a query resolves against the endpoint."""
    response = site.get("/sparql", params={"query": "SELECT ?x { BIND(<thing> AS ?x) }"})
    value = response.json()["results"]["bindings"][0]["x"]["value"]

    assert value.endswith("/thing")
