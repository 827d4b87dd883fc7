"""Seeing and stopping what runs, over real HTTP; and answers that are kept."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.integration.served import region
from tests.integration.writable import AUTH, empty, folder, store, update

__all__ = ["empty", "folder", "region", "store"]
LONG = "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(9)) + " }"
QUERY = {"Content-Type": "application/sparql-query"}
CSV = "text/csv; charset=utf-8"
ALL = "SELECT * WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"


def fill(client: httpx.Client) -> None:
    """Twenty triples."""
    triples = " . ".join(f"<http://example.org/s> <http://example.org/p> {n}" for n in range(20))
    update(client, f"INSERT DATA {{ {triples} }}")


def test_nobody_sees_the_queries_of_others(store: httpx.Client) -> None:
    """Without a token the list is refused, and so is stopping a query."""
    found = [store.get("/api/running").status_code, store.delete("/api/running/1").status_code]
    assert [401, 401] == found


def test_an_editor_stops_a_query(empty: httpx.Client) -> None:
    """The query is listed with its text; once stopped its client gets 503 with the reason."""
    fill(empty)
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(empty.get, "/sparql", params={"query": LONG})
        listed: list[dict[str, object]] = []
        until = time.monotonic() + 1.5
        while not listed and time.monotonic() < until:
            found = empty.get("/api/running", headers=AUTH).json()
            listed = [one for one in found if one["query"] == LONG]
        stopped = empty.delete(f"/api/running/{listed[0]['number']}", headers=AUTH)

    assert 204 == stopped.status_code
    assert (503, True) == (asked.result().status_code, "stopped by" in asked.result().text)


def test_stopping_what_does_not_run_is_404(store: httpx.Client) -> None:
    """A number that is not in the list."""
    assert 404 == store.delete("/api/running/999999999", headers=AUTH).status_code


def test_a_kept_answer_is_the_same_answer(empty: httpx.Client) -> None:
    """Asked again: the same bytes and tag; HEAD has no body; the tag gives 304; POST has none."""
    fill(empty)
    one, two = (empty.post("/sparql", content=ALL, headers=QUERY) for _ in "ab")
    gets = [empty.get("/sparql", params={"query": ALL}) for _ in "ab"]
    tag = gets[0].headers["etag"]
    head = empty.head("/sparql", params={"query": ALL})
    same = empty.get("/sparql", params={"query": ALL}, headers={"If-None-Match": tag})

    assert (one.content, tag) == (two.content, gets[1].headers["etag"])
    assert one.content == gets[1].content
    assert "etag" not in one.headers
    assert (200, b"", 304) == (head.status_code, head.content, same.status_code)


def test_a_kept_answer_is_not_given_for_another_format(empty: httpx.Client) -> None:
    """The same question with another Accept gets that format."""
    fill(empty)
    kinds = [
        empty.get("/sparql", params={"query": ALL}, headers={"Accept": accept}).headers[
            "content-type"
        ]
        for accept in ("text/csv", "application/sparql-results+xml", "text/csv")
    ]
    assert kinds == [CSV, "application/sparql-results+xml", CSV]


def test_a_write_ends_what_is_kept(empty: httpx.Client) -> None:
    """The answer after a write is never the one from before it."""
    sizes = []
    for number in range(5):
        update(empty, f"INSERT DATA {{ <http://example.org/s> <http://example.org/q> {number} }}")
        rows = [empty.post("/sparql", content=ALL, headers=QUERY).json() for _ in "ab"]
        sizes.append([len(one["results"]["bindings"]) for one in rows])
    assert [[n, n] for n in range(1, 6)] == sizes
