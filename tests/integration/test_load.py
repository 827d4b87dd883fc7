"""The command `load`: RDF of others into a data folder, in bounded memory and in one step."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph.loading import load_files
from ontology.errors import InputError, StoreError
from ontology.records import Iri
from tests.integration.served import Region, environment, region, run, serving
from tests.integration.writable import AUTH, SETTINGS, ask, update, values

__all__ = ["region"]

REVIEWS = Iri("http://example.org/reviews")
TRIPLE = "<http://example.org/s> <http://example.org/p> 1"
COUNT = "SELECT (COUNT(*) AS ?x) WHERE { ?s ?p ?o }"
MOST_MB = 500


def test_loaded_quads_are_served(region: Region, tmp_path: Path) -> None:
    """Triples go to the default graph, quads keep theirs, and packed files are read."""
    plain, packed = tmp_path / "a.ttl", tmp_path / "b.nq.gz"
    plain.write_text("[] <x:p> 1, 2 .")
    packed.write_bytes(gzip.compress(b"<x:s> <x:p> <x:o> <x:g> .\n_:b <x:p> <x:o> .\n"))
    done = run(region, "load", plain, packed, "--data", tmp_path / "data")
    with serving(region, tmp_path / "data") as client:
        found = (values(client, COUNT), ask(client, "GRAPH <x:g> { <x:s> <x:p> <x:o> }"))

    assert b"loaded 4 quads of 2 file(s)" in done.stdout
    assert (["3"], True) == found


def test_triples_may_go_to_a_graph(region: Region, tmp_path: Path) -> None:
    """`--graph` takes what names no graph; a quad keeps its own."""
    file = tmp_path / "a.nq"
    file.write_text("<x:s> <x:p> <x:o> .\n<x:s> <x:p> <x:o> <x:other> .\n")
    done = run(region, "load", file, "--graph", "x:mine", "--data", tmp_path / "data", "--json")
    with serving(region, tmp_path / "data") as client:
        found = [ask(client, f"GRAPH <x:{name}> {{ ?s ?p ?o }}") for name in ("mine", "other")]
        found.append(ask(client, "?s ?p ?o"))

    assert b'"quads": 2' in done.stdout
    assert [True, True, False] == found


def test_a_load_adds_to_a_release_and_to_edits(region: Region, tmp_path: Path) -> None:
    """What was there before stays: what an earlier load brought, and what was edited since."""
    data = tmp_path / "data"
    for number in (1, 2):
        file = tmp_path / f"{number}.ttl"
        file.write_text(f"<x:s> <x:loaded> {number} .")
        assert run(region, "load", file, "--data", data).returncode == 0
        with serving(region, data, **SETTINGS) as client:
            update(client, f"INSERT DATA {{ <x:s> <x:edited> {number} }}")
            found = values(client, COUNT)

    assert ["4"] == found


def test_a_running_service_shows_what_was_loaded(region: Region, tmp_path: Path) -> None:
    """A service that has written nothing takes it up within seconds."""
    file = tmp_path / "a.ttl"
    file.write_text("<x:s> <x:p> 1 .")
    with serving(region, tmp_path / "data") as client:
        done = run(region, "load", file, "--data", tmp_path / "data")
        until = time.monotonic() + 20
        while not ask(client, "<x:s> <x:p> 1") and time.monotonic() < until:
            time.sleep(0.2)

        assert (0, True) == (done.returncode, ask(client, "<x:s> <x:p> 1"))


def test_a_folder_that_is_written_is_refused(region: Region, tmp_path: Path) -> None:
    """While a service writes, one line says what to do, and nothing changes."""
    file = tmp_path / "a.ttl"
    file.write_text("<x:s> <x:p> 1 .")
    with serving(region, tmp_path / "data", **SETTINGS) as client:
        update(client, f"INSERT DATA {{ {TRIPLE} }}")
        done = run(region, "load", file, "--data", tmp_path / "data")

        assert (1, ["1"]) == (done.returncode, values(client, COUNT))
    assert b"a service writes" in done.stderr
    assert b"stop it" in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.ttl", b"<x:s> <x:p> 1 .\n<x:s> <x:p> .", "line 2"),
        ("a.nq.gz", b"<x:s> <x:p> <x:o> .", "cannot be read"),
        ("a.nt.gz", gzip.compress(b"<x:s> <x:p> <x:o> .\n" * 9999, mtime=0)[:60], "cannot be read"),
        ("a.csv", b"", "no format"),
        ("absent.ttl", None, "no file"),
    ],
)
def test_a_broken_file_changes_nothing(
    tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    """The reason is told with the file, and what an earlier file of the same load had is not kept."""
    data, good, bad = tmp_path / "data", tmp_path / "good.ttl", tmp_path / name
    good.write_text("<x:s> <x:p> 1 .")
    if content is not None:
        bad.write_bytes(content)
    with pytest.raises(InputError, match=f"{name}.*{reason}"):
        load_files(data, REVIEWS, [good, bad], None, lambda *_: None)
    assert not (data / "live" / "state.json").exists()
    read = load_files(data, REVIEWS, [good], None, lambda *_: None)

    assert 1 == read
    assert [] == list(data.glob("live/store-*"))


def test_a_killed_load_changes_nothing(region: Region, tmp_path: Path) -> None:
    """Killed while it reads, it leaves the store as it was, and the next load cleans up."""
    data, large, small = tmp_path / "data", tmp_path / "a.nq", tmp_path / "b.ttl"
    large.write_text("".join(_lines(300_000)))
    small.write_text("<x:s> <x:p> 1 .")
    command = [sys.executable, "-m", "service.cli", "load", large, "--data", data]
    with subprocess.Popen([str(word) for word in command], env=environment(region)) as child:
        until = time.monotonic() + 60
        while not list(data.glob("live/store-*/*.sst")) and time.monotonic() < until:
            time.sleep(0.02)
        child.kill()
    assert -9 == child.returncode
    load_files(data, REVIEWS, [small], None, lambda *_: None)
    with serving(region, data) as client:
        found = (values(client, COUNT), ask(client, "GRAPH ?g { ?s ?p ?o }"))

    assert (["1"], False) == found


def test_a_faulty_graph_is_refused(tmp_path: Path) -> None:
    """What is no IRI names no graph."""
    file = tmp_path / "a.ttl"
    file.write_text("")
    with pytest.raises(InputError, match="--graph"):
        load_files(tmp_path / "data", REVIEWS, [file], Iri("no iri"), lambda *_: None)


def test_a_folder_of_another_is_refused(tmp_path: Path) -> None:
    """A path that is a file is no data folder."""
    file = tmp_path / "a.ttl"
    file.write_text("")
    with pytest.raises(StoreError):
        load_files(file, REVIEWS, [file], None, lambda *_: None)


_PEAK_OF_CHILD = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(region: Region, tmp_path: Path) -> None:
    """A file of 300,000 quads is loaded within the memory of any larger one."""
    file = tmp_path / "a.nq.gz"
    with gzip.open(file, "wt") as out:
        out.writelines(_lines(300_000))
    command = [sys.executable, "-m", "service.cli", "load", file, "--data", tmp_path / "data"]
    # A child's ru_maxrss starts at what its parent held: this parent is small, the test run is not.
    measured = [sys.executable, "-c", _PEAK_OF_CHILD, *map(str, command)]
    done = subprocess.run(
        measured, env=environment(region), capture_output=True, text=True, check=True
    )

    assert MOST_MB > int(done.stdout.split()[-1]) / 1024


def _lines(count: int) -> Iterator[str]:
    for number in range(count):
        yield f'<http://example.org/{number % 999}> <x:p{number % 7}> "{number}" <x:g{number % 3}> .\n'


def test_a_graph_too_large_for_http_names_the_way(region: Region, tmp_path: Path) -> None:
    """413 names the setting that allows more, and the command that needs none."""
    with serving(region, tmp_path, **SETTINGS) as client:
        body = b"#" * 70_000
        kind = {"Content-Type": "text/turtle", **AUTH}
        response: httpx.Response = client.put("/store?default", content=body, headers=kind)

    assert 413 == response.status_code
    assert "BELEIDSGRAAF_MAX_UPLOAD_BYTES" in response.json()["detail"]
    assert "beleidsgraaf load" in response.json()["detail"]
