"""The Graph Store Protocol over real HTTP: each method, each format, each way to name a graph."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from graph.formats import GRAPH_FORMATS
from tests.integration.served import BASE, region
from tests.integration.writable import (
    AUTH,
    REVIEWER,
    ask,
    empty,
    folder,
    store,
    update,
    values,
)

__all__ = ["empty", "folder", "region", "store"]

G = {"graph": "http://example.org/g"}
TURTLE = {"Content-Type": "text/turtle", **AUTH}
TRIPLE = '<http://example.org/s> <http://example.org/p> "één" .\n'
ONE = TRIPLE.encode()
NEEDS_GRAPH = "GRAPH <http://example.org/g>"


def put(client: httpx.Client, body: bytes = ONE, **parameters: str) -> httpx.Response:
    """Put a graph with the token of an editor."""
    return client.put("/store", params=parameters or G, content=body, headers=TURTLE)


def test_put_makes_and_replaces(empty: httpx.Client) -> None:
    """201 with the address for a new graph, 204 for an old one, whose triples go."""
    first, second = put(empty), put(empty, b"<x:s> <x:p> 2 .")

    assert (201, 204) == (first.status_code, second.status_code)
    assert empty.get(first.headers["location"]).is_success
    assert ["x:s"] == values(empty, f"SELECT ?x WHERE {{ {NEEDS_GRAPH} {{ ?x ?p ?o }} }}")


def test_post_adds(empty: httpx.Client) -> None:
    """A graph that is posted to keeps what it has; its blank nodes stay apart."""
    for _ in "ab":
        empty.post("/store", params=G, content=b"_:b <x:p> 1 .", headers=TURTLE)

    assert ["2"] == values(
        empty, f"SELECT (COUNT(*) AS ?x) WHERE {{ {NEEDS_GRAPH} {{ ?s ?p ?o }} }}"
    )


def test_delete_takes_a_graph_away(empty: httpx.Client) -> None:
    """204 and then 404 for reading it or deleting it again."""
    put(empty)
    found = [
        empty.delete("/store", params=G, headers=AUTH).status_code,
        empty.get("/store", params=G).status_code,
        empty.delete("/store", params=G, headers=AUTH).status_code,
    ]

    assert [204, 404, 404] == found


def test_head_has_the_headers_of_get(empty: httpx.Client) -> None:
    """HEAD of a graph says what GET would; of no graph it is 404."""
    put(empty)
    head, get = empty.head("/store", params=G), empty.get("/store", params=G)
    compared = ("content-type", "content-length", "etag")

    assert ([get.headers[name] for name in compared], b"") == (
        [head.headers[name] for name in compared],
        head.content,
    )
    assert 404 == empty.head("/store", params={"graph": "http://example.org/none"}).status_code


def test_the_default_graph_always_exists(empty: httpx.Client) -> None:
    """It is read as 200 when empty, put as 204, and emptied by DELETE."""
    found = [
        empty.get("/store?default").status_code,
        put(empty, default="").status_code,
        empty.delete("/store?default", headers=AUTH).status_code,
    ]

    assert ([200, 204, 204], False) == (found, ask(empty, "?s ?p ?o"))


def test_an_empty_graph_exists(empty: httpx.Client) -> None:
    """A graph that was put without triples is found, until it is deleted."""
    put(empty, b"")

    assert 200 == empty.get("/store", params=G).status_code


@pytest.mark.parametrize("written", GRAPH_FORMATS, ids=lambda found: found.name)
def test_every_format_goes_in_and_out(empty: httpx.Client, written: object) -> None:
    """What is read in a format can be put back in that format and is the same graph."""
    media_type = written.media_type  # type: ignore[attr-defined]
    put(empty, b'<x:s> <x:p> "a", "\\u00e9"@nl, 1, true ; <x:q> <x:o> .')
    read = empty.get("/store", params=G, headers={"Accept": media_type})
    kind = {**AUTH, "Content-Type": media_type}
    back = empty.put("/store", params={"graph": "x:copy"}, content=read.content, headers=kind)
    copied = empty.get(
        "/store", params={"graph": "x:copy"}, headers={"Accept": "application/n-triples"}
    )
    first = empty.get("/store", params=G, headers={"Accept": "application/n-triples"})

    assert media_type == read.headers["content-type"].split(";")[0]
    assert (201, 5) == (back.status_code, len(first.text.splitlines()))
    assert sorted(first.text.splitlines()) == sorted(copied.text.splitlines())


def test_post_to_the_store_makes_a_graph(empty: httpx.Client) -> None:
    """201 with the address of the new graph, which is also its name."""
    made = empty.post("/store", content=ONE, headers=TURTLE)
    address = made.headers["location"]

    assert (201, True) == (made.status_code, empty.get(address).is_success)
    assert ask(empty, f"GRAPH <{address}> {{ ?s ?p ?o }}")


def test_a_form_with_files_is_posted_as_one(empty: httpx.Client) -> None:
    """Each part has a media type of its own."""
    files = {
        "one": ("one.ttl", ONE, "text/turtle; charset=utf-8"),
        "two": ("two.nt", b"<x:s> <x:p> <x:o> .\n", "application/n-triples"),
    }
    response = empty.post("/store", params=G, files=files, headers=AUTH)

    assert (201, True) == (
        response.status_code,
        ask(empty, f'{NEEDS_GRAPH} {{ ?s ?p "één" . <x:s> <x:p> <x:o> }}'),
    )


def test_an_address_names_its_graph(empty: httpx.Client) -> None:
    """Below /store the address itself is the name, with its percent signs as they were sent."""
    for path in ("/store/person/1.ttl", "/store/person/%31.ttl", "/store/person/%2531.ttl"):
        assert 201 == empty.put(path, content=ONE, headers=TURTLE).status_code
    names = values(empty, "SELECT ?x WHERE { GRAPH ?x { ?s ?p ?o } }")

    assert {
        str(empty.base_url.join("/store/person/")) + n for n in ("1.ttl", "%31.ttl", "%2531.ttl")
    } == set(names)


def test_a_parameter_is_decoded_once(empty: httpx.Client) -> None:
    """`%2531` in a parameter is the name `%31`, and `%31` is `1`."""
    for name in ("http://example.org/%2531", "http://example.org/%31"):
        empty.put(f"/store?graph={name}", content=ONE, headers=TURTLE)

    assert ["http://example.org/%31", "http://example.org/1"] == values(
        empty, "SELECT ?x WHERE { GRAPH ?x { ?s ?p ?o } } ORDER BY ?x"
    )


def test_a_graph_of_the_region_is_written_at_its_address(empty: httpx.Client) -> None:
    """PUT, POST and DELETE at /graph/{name} change the graph that GET shows there."""
    found = [
        empty.put("/graph/proef", content=ONE, headers=TURTLE).status_code,
        empty.get("/graph/proef.ttl").status_code,
        ask(empty, f"GRAPH <{BASE}graph/proef> {{ ?s ?p ?o }}"),
        empty.delete("/graph/proef", headers=AUTH).status_code,
        empty.get("/graph/proef.ttl").status_code,
    ]

    assert [201, 200, True, 204, 404] == found


def test_relative_iris_resolve_against_the_graph(empty: httpx.Client) -> None:
    """`<#it>` in a body is a thing of that graph."""
    put(empty, b"<#it> <x:p> 1 .")

    assert ask(empty, f"{NEEDS_GRAPH} {{ <http://example.org/g#it> ?p ?o }}")


@pytest.mark.parametrize(
    ("method", "query", "headers", "body", "status"),
    [
        ("PUT", "", TURTLE, ONE, 400),
        ("GET", "", {}, b"", 400),
        ("DELETE", "default&graph=http://example.org/g", AUTH, b"", 400),
        ("DELETE", "graph=http://example.org/g&graph=http://example.org/h", AUTH, b"", 400),
        ("DELETE", "default=1", AUTH, b"", 400),
        ("PUT", "graph=", TURTLE, ONE, 400),
        ("PUT", "graph=g", TURTLE, ONE, 400),
        ("GET", "graph=not%20an%20iri", {}, b"", 400),
        ("GET", "grahp=http://example.org/g", {}, b"", 400),
        ("PUT", "graph=http://example.org/g", TURTLE, b"<a> <b> oops .", 400),
        (
            "PUT",
            "graph=http://example.org/g",
            {**AUTH, "Content-Type": "application/n-quads"},
            b"<x:s> <x:p> <x:o> <x:g> .",
            400,
        ),
        ("PUT", "graph=http://example.org/g", {**AUTH, "Content-Type": "image/png"}, b"x", 415),
        ("PUT", "graph=http://example.org/g", AUTH, ONE, 415),
        (
            "PUT",
            "graph=http://example.org/g",
            {**AUTH, "Content-Type": "text/turtle; charset=latin-1"},
            ONE,
            415,
        ),
        (
            "PUT",
            "graph=http://example.org/g",
            {**AUTH, "Content-Type": "multipart/form-data; boundary=x"},
            ONE,
            415,
        ),
        (
            "POST",
            "graph=http://example.org/g",
            {**AUTH, "Content-Type": "multipart/form-data; boundary=x"},
            ONE,
            400,
        ),
        ("PUT", "graph=http://example.org/g", TURTLE, b"#" * 70_000, 413),
        ("PATCH", "graph=http://example.org/g", TURTLE, ONE, 405),
        ("GET", "graph=http://example.org/g", {"Accept": "image/png"}, b"", 406),
        ("PUT", "graph=http://example.org/g", {"Content-Type": "text/turtle"}, b"", 401),
        ("DELETE", "graph=http://example.org/g", {"Authorization": "Bearer no"}, b"", 401),
        ("POST", "graph=http://example.org/g", {"Authorization": f"Bearer {REVIEWER}"}, b"", 403),
    ],
)
def test_a_refused_request_changes_nothing(
    empty: httpx.Client, method: str, query: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    """What is missing, doubled, unreadable or not allowed is a problem, and the graph stays."""
    put(empty)
    response = empty.request(method, f"/store?{query}", headers=headers, content=body)

    assert status == response.status_code, response.text
    assert "application/problem+json" == response.headers["content-type"]
    assert ask(empty, f'{NEEDS_GRAPH} {{ ?s ?p "één" }}')


def test_options_tells_what_may_be_done(empty: httpx.Client) -> None:
    """A page of another site may send a token."""
    response = empty.options("/store", headers={"Origin": "https://example.com"})

    assert (204, True, True) == (
        response.status_code,
        "PUT" in response.headers["access-control-allow-methods"],
        "Authorization" in response.headers["access-control-allow-headers"],
    )


def test_the_same_graph_again_is_304_until_it_changes(empty: httpx.Client) -> None:
    """The tag holds as long as nothing was written."""
    put(empty)
    tag = {"If-None-Match": empty.get("/store", params=G).headers["etag"]}
    before = empty.get("/store", params=G, headers=tag).status_code
    update(empty, "INSERT DATA { <x:s> <x:p> 1 }")

    assert (304, 200) == (before, empty.get("/store", params=G, headers=tag).status_code)


def test_every_graph_in_the_description_is_served(empty: httpx.Client) -> None:
    """The description names the graphs there are, and nothing else."""
    put(empty)
    response = empty.get("/sparql", headers={"Accept": "application/n-triples"})
    names = [line.split()[2] for line in response.text.splitlines() if "description#name>" in line]

    assert ["<http://example.org/g>"] == names
    assert empty.get(f"/store?graph={quote(names[0][1:-1], safe='')}").is_success


@pytest.mark.parametrize("written", GRAPH_FORMATS, ids=lambda found: found.name)
def test_every_advertised_input_format_is_taken(empty: httpx.Client, written: object) -> None:
    """Each sd:inputFormat of the description is a format the store takes."""
    description = empty.get("/sparql", headers={"Accept": "application/n-triples"}).text
    iri, media_type = written.iri, written.media_type  # type: ignore[attr-defined]
    body = b"[]" if "json" in media_type else b""
    if "rdf+xml" in media_type:
        body = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    response = empty.put(
        "/store", params=G, content=body, headers={**AUTH, "Content-Type": media_type}
    )

    assert (True, 201) == (f"#inputFormat> <{iri}>" in description, response.status_code)
