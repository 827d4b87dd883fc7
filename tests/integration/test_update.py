"""SPARQL Update over real HTTP: who may, what is taken, and that nothing accepted is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from graph.workers import QUIET_S
from tests.integration.served import BASE, Region, region, run, serving
from tests.integration.writable import (
    AUTH,
    REVIEWER,
    SETTINGS,
    TOKEN,
    UPDATE,
    ask,
    empty,
    folder,
    store,
    update,
    values,
)

__all__ = ["empty", "folder", "region", "store"]

S = "<http://example.org/s> <http://example.org/p>"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
COUNT = "SELECT (COUNT(*) AS ?x) WHERE { ?s ?p ?o }"
ENDLESS = "INSERT { ?a ?b ?l } WHERE { " + " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(9)) + " }"


def test_an_update_is_seen_by_the_next_query(empty: httpx.Client) -> None:
    """What was accepted is read at once, twenty times in a row."""
    seen = []
    for number in range(20):
        update(empty, f"INSERT DATA {{ {S} {number} }}")
        seen.append(values(empty, COUNT))

    assert [[str(number)] for number in range(1, 21)] == seen


def test_old_checkpoints_are_removed(empty: httpx.Client, folder: Path) -> None:
    """Only what is read, and what the next start needs, stays on disk."""
    for number in range(10):
        update(empty, f"INSERT DATA {{ {S} {number} }}")
        assert ask(empty, f"{S} {number}")

    assert len(list((folder / "live" / "checkpoints").iterdir())) <= 4


def test_readers_return_to_memory_when_writing_rests(empty: httpx.Client) -> None:
    """After a quiet while the answers are the same, empty graphs included."""
    update(empty, f"CREATE GRAPH <x:g> ; INSERT DATA {{ {S} 1 . <x:s> <x:p> [] }}")
    pattern = "{ ?s ?p ?o BIND(ISBLANK(?o) AS ?b) } UNION { GRAPH ?g {} }"
    query = {"query": f"SELECT ?s ?p ?b ?g WHERE {{ {pattern} }} ORDER BY ?s ?p ?b"}
    before = empty.get("/sparql", params={**query, "format": "tsv"}).text
    time.sleep(QUIET_S + 2)

    assert before == empty.get("/sparql", params={**query, "format": "tsv"}).text
    assert 4 == len(before.splitlines())


def test_an_update_as_form_is_taken(empty: httpx.Client) -> None:
    """The field `update` of a form does the same as a body."""
    response = empty.post("/update", data={"update": f"INSERT DATA {{ {S} 1 }}"}, headers=AUTH)

    assert (204, True) == (response.status_code, ask(empty, f"{S} 1"))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": f"Bearer {REVIEWER}"}, 403),
        (AUTH, 204),
    ],
)
def test_only_an_editor_may_update(
    empty: httpx.Client, headers: dict[str, str], status: int
) -> None:
    """Without a known token 401 with a challenge, with a lesser role 403, and nothing changes."""
    kind = {"Content-Type": "application/sparql-update"}
    text = f"INSERT DATA {{ {S} 1 }}"
    response = empty.post("/update", content=text, headers={**kind, **headers})

    assert status == response.status_code
    assert (status == 204) is ask(empty, f"{S} 1")
    assert (status == 401) is ("www-authenticate" in response.headers)
    assert TOKEN not in response.text


def test_writing_is_off_without_a_token(region: Region, tmp_path: Path) -> None:
    """A service that was given no token refuses every write, and does not offer updates."""
    with serving(region, tmp_path) as client:
        response = client.post("/update", content="CLEAR ALL", headers=UPDATE)
        description = client.get("/sparql", headers={"Accept": "text/turtle"}).text

    assert (403, False) == (response.status_code, "SPARQL11Update" in description)


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("GET", "/update?update=CLEAR%20ALL", {}, b"", 405),
        ("PUT", "/update", UPDATE, b"CLEAR ALL", 405),
        ("POST", "/update", {}, b"CLEAR ALL", 415),
        ("POST", "/update", {"Content-Type": "text/plain"}, b"CLEAR ALL", 415),
        ("POST", "/update", {"Content-Type": "application/sparql-query"}, b"CLEAR ALL", 415),
        (
            "POST",
            "/update",
            {"Content-Type": "application/sparql-update; charset=UTF-16"},
            "CLEAR ALL".encode("utf-16"),
            415,
        ),
        ("POST", "/update", UPDATE, "CLEAR ALL".encode("utf-16"), 400),
        ("POST", "/update", UPDATE, b"CLEAR", 400),
        ("POST", "/update", UPDATE, b"ASK {}", 400),
        ("POST", "/update", UPDATE, b"DROP GRAPH <http://example.org/none>", 400),
        ("POST", "/update", UPDATE, b"LOAD <http://127.0.0.1:1/x>; CLEAR ALL", 400),
        ("POST", "/update", UPDATE, b"CLEAR ALL; LOAD <file:///etc/passwd>", 400),
        (
            "POST",
            "/update",
            UPDATE,
            b"DELETE { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
            400,
        ),
        ("POST", "/update", FORM, b"update=CLEAR%20ALL&update=CLEAR%20ALL", 400),
        ("POST", "/update", FORM, b"query=ASK%20%7B%7D", 400),
        ("POST", "/update", FORM, b"update=CLEAR%20ALL&query=ASK%20%7B%7D", 400),
        ("POST", "/update?update=CLEAR%20ALL", UPDATE, b"CLEAR ALL", 400),
        ("POST", "/update?using-graph-uri=not%20an%20iri", UPDATE, b"CLEAR ALL", 400),
        ("POST", "/update", UPDATE, b"CLEAR ALL" + b" " * 70_000, 413),
        ("POST", "/sparql", UPDATE, b"CLEAR ALL", 415),
        ("POST", "/sparql", FORM, b"update=CLEAR%20ALL", 400),
        ("GET", "/sparql?query=CLEAR%20ALL", {}, b"", 400),
    ],
)
def test_a_refused_update_changes_nothing(
    empty: httpx.Client, method: str, path: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    """Whatever is wrong with a request, the data stays and the client is told in one problem."""
    update(empty, f"INSERT DATA {{ {S} 1 . GRAPH <http://example.org/g> {{ {S} 2 }} }}")
    response = empty.request(method, path, headers={**AUTH, **headers}, content=body)

    assert status == response.status_code, response.text
    assert "application/problem+json" == response.headers["content-type"]
    assert ask(empty, f"{S} 1 . GRAPH <http://example.org/g> {{ {S} 2 }}")


def test_a_failing_part_undoes_the_whole(empty: httpx.Client) -> None:
    """Operations of one request are one transaction."""
    text = f"INSERT DATA {{ {S} 1 }} ; DROP GRAPH <http://example.org/none>"
    response = empty.post("/update", content=text, headers=UPDATE)

    assert (400, False) == (response.status_code, ask(empty, S + " ?o"))


@pytest.mark.parametrize(
    ("text", "parameter", "expected"),
    [
        (f"INSERT {{ {S} ?o }} WHERE {{ ?s ?p ?o }}", "using-graph-uri", ["1"]),
        (f"INSERT {{ {S} ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}", "using-graph-uri", []),
        (
            f"INSERT {{ {S} ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            "using-named-graph-uri",
            ["1"],
        ),
        (f"INSERT {{ {S} ?o }} WHERE {{ ?s ?p ?o }}", "using-named-graph-uri", []),
        (
            f"# WHERE {{\nINSERT {{ {S} ?o }} WHERE {{ ?s ?p ?o FILTER(STR(?o) != 'WHERE {{') }}",
            "using-graph-uri",
            ["1"],
        ),
    ],
)
def test_the_dataset_of_the_request_is_what_where_sees(
    empty: httpx.Client, text: str, parameter: str, expected: list[str]
) -> None:
    """Graph parameters limit the WHERE part, wherever the word stands in the text."""
    update(
        empty,
        "INSERT DATA { GRAPH <http://example.org/g1> { <x:s> <x:p> 1 } "
        "GRAPH <http://example.org/g2> { <x:s> <x:p> 2 } }",
    )
    update(empty, text, **{parameter: "http://example.org/g1"})

    assert expected == values(empty, f"SELECT ?x WHERE {{ {S} ?x }}")


def test_the_short_delete_takes_a_dataset(empty: httpx.Client) -> None:
    """DELETE WHERE {…} with a graph parameter looks in that graph and deletes from the default."""
    update(empty, "INSERT DATA { <x:s> <x:p> 1, 2 . GRAPH <x:g> { <x:s> <x:p> 1 } }")
    update(empty, "DELETE WHERE { ?s ?p ?o }", **{"using-graph-uri": "x:g"})

    assert ["2"] == values(empty, "SELECT ?x WHERE { ?s ?p ?x }")


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT {{ {S} 1 }} USING <http://example.org/g> WHERE {{}}",
        f"WITH <http://example.org/g> INSERT {{ {S} 1 }} WHERE {{}}",
    ],
)
def test_two_datasets_are_refused(empty: httpx.Client, text: str) -> None:
    """A graph parameter beside USING or WITH is a 400."""
    query = "using-named-graph-uri=" + quote("http://example.org/g", safe="")
    response = empty.post(f"/update?{query}", content=text, headers=UPDATE)

    assert (400, False) == (response.status_code, ask(empty, S + " ?o"))


def test_an_answer_is_not_304_after_a_write(empty: httpx.Client) -> None:
    """The tag of an answer changes with every accepted change."""
    first = empty.get("/sparql", params={"query": COUNT})
    update(empty, f"INSERT DATA {{ {S} 1 }}")
    again = empty.get(
        "/sparql", params={"query": COUNT}, headers={"If-None-Match": first.headers["etag"]}
    )

    assert 200 == again.status_code


def test_an_unknown_function_is_an_error_of_its_expression(empty: httpx.Client) -> None:
    """BIND with a function nobody defined leaves its variable unbound, in updates as well."""
    update(empty, f"INSERT {{ {S} ?x }} WHERE {{ BIND(<x:f>(1) AS ?x) }}")
    update(empty, f"INSERT {{ {S} 2 }} WHERE {{ BIND(<x:f>(1) AS ?x) FILTER(!BOUND(?x)) }}")

    assert ["2"] == values(empty, f"SELECT ?x WHERE {{ {S} ?x }}")


def test_an_endless_update_is_stopped_and_holds_up_nobody(empty: httpx.Client) -> None:
    """Readers go on beside it; it ends with 503 and changes nothing; writing goes on after it."""
    update(empty, "INSERT DATA { " + " ".join(f"<x:s> <x:p> {n} ." for n in range(60)) + " }")
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(empty.post, "/update", content=ENDLESS, headers=UPDATE)
        time.sleep(0.5)
        took = empty.get("/sparql", params={"query": COUNT}).elapsed.total_seconds()
        status = slow.result().status_code
    update(empty, f"INSERT DATA {{ {S} 1 }}")

    assert (503, ["61"], True) == (status, values(empty, COUNT), took < 1)


def test_writes_of_many_are_all_kept(empty: httpx.Client) -> None:
    """Sixteen writers at once: each sees its own write, and none is lost."""

    def write(number: int) -> bool:
        update(empty, f"INSERT DATA {{ {S} {number} }}")
        return ask(empty, f"{S} {number}")

    with ThreadPoolExecutor(16) as pool:
        seen = list(pool.map(write, range(64)))

    assert ([True] * 64, ["64"]) == (seen, values(empty, COUNT))


def test_a_restart_keeps_what_was_accepted(region: Region, tmp_path: Path) -> None:
    """After a clean stop, edits are served again."""
    with serving(region, tmp_path, **SETTINGS) as client:
        update(client, f"INSERT DATA {{ {S} 1 }}")
    with serving(region, tmp_path, **SETTINGS) as client:
        assert ["1"] == values(client, f"SELECT ?x WHERE {{ {S} ?x }}")


def test_a_killed_service_keeps_what_was_accepted(region: Region, tmp_path: Path) -> None:
    """Killed at any moment, every change that was answered is there, in order and once."""
    with serving(region, tmp_path, **SETTINGS) as client:
        update(client, f"INSERT DATA {{ {S} 0 }}")
        for number in range(1, 30):
            update(
                client,
                f"DELETE {{ {S} ?n }} INSERT {{ {S} ?m }} WHERE {{ {S} ?n BIND(?n + 1 AS ?m) }}",
            )
            if number % 10 == 0:
                _kill_writer(tmp_path)
        _kill_writer(tmp_path)
        assert ["29"] == values(client, f"SELECT ?x WHERE {{ {S} ?x }}")


def test_a_torn_journal_line_is_dropped(region: Region, tmp_path: Path) -> None:
    """What a crash left half-written was never acknowledged, and does not hinder the start."""
    with serving(region, tmp_path, **SETTINGS) as client:
        update(client, f"INSERT DATA {{ {S} 1 }}")
        _kill_writer(tmp_path)
        with (tmp_path / "live" / "journal").open("ab") as journal:
            journal.write(b'0badc0de {"sequence":2,"kind":"upd')
        update(client, f"INSERT DATA {{ {S} 2 }}")
        assert ["2"] == values(client, COUNT)


def test_a_new_release_wins_but_reviews_stay(region: Region, tmp_path: Path) -> None:
    """After a build, edits of the release's graphs are gone; reviews and own graphs are kept."""
    _build(region, tmp_path, "2031-06-01")
    with serving(region, tmp_path, **SETTINGS) as client:
        for graph in (f"{BASE}graph/reviews", f"{BASE}graph/register", "http://example.org/own"):
            update(client, f"INSERT DATA {{ GRAPH <{graph}> {{ {S} 1 }} }}")
        update(client, f"INSERT DATA {{ {S} 1 }}")
        before = client.get("/api/release").json()
        region.card.write_text(
            region.card.read_text(encoding="utf-8").replace("Brief over", "Brief nu over"),
            encoding="utf-8",
        )
        _build(region, tmp_path, "2031-07-01")
        deadline = time.monotonic() + 20
        while client.get("/api/release").json() == before and time.monotonic() < deadline:
            time.sleep(0.2)
        kept = values(client, f"SELECT ?x WHERE {{ GRAPH ?x {{ {S} 1 }} }} ORDER BY ?x")
        published = ask(client, f"{S} 1")

    assert ["http://example.org/own", f"{BASE}graph/reviews"] == kept
    assert not published


def test_two_services_do_not_write_one_folder(region: Region, tmp_path: Path) -> None:
    """The second is refused with one line that names the first."""
    with serving(region, tmp_path, **SETTINGS) as first:
        update(first, f"INSERT DATA {{ {S} 1 }}")
        second = run(region, "serve", "--data", tmp_path, "--port", "0", **SETTINGS)

    assert (1, True) == (second.returncode, b"is being written by process" in second.stderr)


def _build(region: Region, data: Path, day: str) -> None:
    built = run(region, "build", "--data", data, "--date", day)
    assert built.returncode == 0, built.stderr.decode()


def _kill_writer(data: Path) -> None:
    """Kill the process that holds the lock of the live store."""
    process = int((data / "live" / "LOCK").read_text(encoding="utf-8"))
    command = subprocess.run(
        ["ps", "-o", "args=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    if "graph.writer_loop" in command.stdout:
        os.kill(process, signal.SIGKILL)
        time.sleep(0.2)
