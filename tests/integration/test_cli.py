"""The command line in processes of its own: what it prints, what it refuses, its exit codes."""

from __future__ import annotations

import csv
import io
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.integration.served import (
    BASE,
    DOCUMENT,
    Region,
    environment,
    make_region,
    region,
    release,
    run,
    serving,
)

__all__ = ["region", "release"]

BRIEF = Path(__file__).parents[1] / "data" / "brief"
COMMANDS = ("ingest", "build", "check", "verify", "diff", "evaluate", "query", "serve", "export")
Done = subprocess.CompletedProcess[bytes]


def complaint(done: Done) -> str:
    """What was said on stderr, which must be one line and no traceback."""
    text = done.stderr.decode().strip()
    assert text.startswith("beleidsgraaf: ")
    assert "\n" not in text
    assert "Traceback" not in text
    return text


@pytest.fixture
def fresh(tmp_path: Path) -> Region:
    """A region of its own for a test that changes files."""
    return make_region(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(region: Region, command: str) -> None:
    """Each command explains itself."""
    done = run(region, command, "--help")

    assert (0, True) == (done.returncode, b"Example: beleidsgraaf " in done.stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_documented(command: str) -> None:
    """docs/cli.md has a heading for the command."""
    text = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")

    assert f"## `beleidsgraaf {command}" in text


def test_version(region: Region) -> None:
    """The version is printed."""
    assert run(region, "--version").stdout.startswith(b"beleidsgraaf 0.")


def test_build_reports_what_it_found(region: Region, tmp_path: Path) -> None:
    """One line for each document, and the release."""
    done = run(region, "build", "--data", tmp_path, "--date", "2031-06-01")
    text = done.stdout.decode()

    assert (0, True, True) == (
        done.returncode,
        f"{DOCUMENT}: read" in text,
        "release 2031-06-01 (new)" in text,
    )


def test_build_as_json(region: Region, release: Path) -> None:
    """With --json stdout is one object with the counts."""
    found = json.loads(run(region, "build", "--data", release, "--json").stdout)

    assert (DOCUMENT, "text") == (found["documents"][0]["id"], found["documents"][0]["origin"])


def test_build_again_changes_nothing(region: Region, release: Path) -> None:
    """The same input gives the release that is there."""
    done = run(region, "build", "--data", release, "--date", "2031-07-01", "--json")

    assert ("2031-06-01", False) == (
        (found := json.loads(done.stdout))["release"],
        found["is_new"],
    )


def test_same_input_gives_the_same_bytes(region: Region, release: Path, tmp_path: Path) -> None:
    """A build elsewhere exports byte-identical N-Quads."""
    run(region, "build", "--data", tmp_path, "--date", "2031-06-01")
    first, second = (run(region, "export", "--data", data).stdout for data in (release, tmp_path))

    assert first
    assert first == second


@pytest.mark.parametrize("wanted", ["trig", "turtle", "ntriples", "jsonld", "rdfxml", "n3"])
def test_export_formats(region: Region, release: Path, wanted: str) -> None:
    """The release comes in each format."""
    done = run(region, "export", "--data", release, "--format", wanted)

    assert (0, True) == (done.returncode, b"molenkwartier" in done.stdout)


def test_check_passes(region: Region, release: Path) -> None:
    """A published release has no violations."""
    done = run(region, "check", "--data", release, "--json")

    assert (0, []) == (done.returncode, json.loads(done.stdout)["violations"])


def test_query_by_name_as_csv(region: Region, release: Path) -> None:
    """A saved query prints standard CSV."""
    done = run(region, "query", "documents", "--data", release, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))

    assert [f"{BASE}id/document/{DOCUMENT}"] == [row["document"] for row in rows]


def test_query_with_parameter(region: Region, release: Path) -> None:
    """A parameter of type IRI may be written short."""
    done = run(
        region, "query", "elements", "--data", release, "--format", "json",
        "--param", "element=project/havenkade",
    )  # fmt: skip
    rows = json.loads(done.stdout)["results"]["bindings"]

    assert {f"{BASE}id/project/havenkade"} == {row["element"]["value"] for row in rows}


def test_query_from_stdin(region: Region, release: Path) -> None:
    """`-` reads the query from standard input."""
    done = run(region, "query", "-", "--data", release, given=b"ASK {}")

    assert b"yes\n" == done.stdout


def test_query_from_file_as_turtle(region: Region, release: Path, tmp_path: Path) -> None:
    """A file without head is asked as plain SPARQL, and that is said."""
    file = tmp_path / "own.rq"
    file.write_text("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 1")
    done = run(region, "query", file, "--data", release, "--format", "turtle")

    assert (0, True, True) == (
        done.returncode,
        b" a " in done.stdout,
        b"no head" in done.stderr,
    )


def test_ingest_adds_a_document(fresh: Region, tmp_path: Path) -> None:
    """A PDF becomes a document with a card, a version and passages."""
    data = tmp_path / "data"
    done = run(
        fresh, "ingest", BRIEF / "brief.pdf", "--data", data, "--title", "Voorbeeldbrief",
        "--publisher", "organisatie/beekdam", "--date", "2031-03-01",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    found = run(fresh, "query", "document-list", "--data", data, "--format", "csv").stdout

    assert b"Voorbeeldbrief" in found
    assert (data / "texts" / "voorbeeldbrief.pdf").is_file()


@pytest.mark.parametrize("suffix", ["docx", "md"])
def test_ingest_reads_other_kinds(fresh: Region, tmp_path: Path, suffix: str) -> None:
    """DOCX and Markdown are read too."""
    done = run(fresh, "ingest", BRIEF / f"brief.{suffix}", "--data", tmp_path / "data")

    assert (0, b"") == (done.returncode, done.stderr)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("leeg.txt", b"", "leeg.txt"),
        ("scheef.txt", b"caf\xff\xfe \xff", "scheef.txt"),
        ("plaatje.png", b"\x89PNG\r\n\x1a\n\0\0\0\0", "plaatje.png"),
        ("kapot.pdf", b"%PDF-1.7 nothing", "kapot.pdf"),
    ],
)
def test_ingest_refuses_what_it_cannot_read(
    fresh: Region, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    """One line names the file; nothing is added."""
    file, data = tmp_path / name, tmp_path / "data"
    file.write_bytes(content)
    done = run(fresh, "ingest", file, "--data", data)

    assert (2, True, False) == (
        done.returncode,
        said in complaint(done),
        (data / "texts").exists(),
    )


def test_ingest_that_fails_takes_back_what_it_wrote(fresh: Region, tmp_path: Path) -> None:
    """A faulty date leaves no card and no text behind."""
    data = tmp_path / "data"
    done = run(fresh, "ingest", BRIEF / "brief.md", "--data", data, "--date", "yesterday")

    assert (2, []) == (done.returncode, [path for path in data.rglob("*") if path.is_file()])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "--sources", "/nowhere/at/all"), "/nowhere/at/all"),
        (("build", "--date", "soon"), "soon"),
        (("build", "--colour", "red"), "--colour"),
        (("build", "--region", "atlantis"), "atlantis"),
        (("query", "elementz"), "did you mean 'elements'"),
        (("query", "nowhere.rq"), "nowhere.rq"),
        (("query", "elements", "--param", "colour=red"), "colour"),
        (("query", "elements", "--param", "document"), "name=value"),
        (("query", "elements", "--format", "docx"), "docx"),
        (("ingest", "nowhere.pdf"), "nowhere.pdf"),
        (("export", "--format", "docx"), "docx"),
        (("serve", "--port", "99999"), "port"),
        (("nothing",), "nothing"),
    ],
)
def test_faulty_arguments_are_one_line(
    region: Region, release: Path, arguments: tuple[str, ...], said: str
) -> None:
    """What cannot be used is named in one line, with exit code 2."""
    data = () if arguments == ("nothing",) else ("--data", str(release))
    done = run(region, *arguments, *data)

    assert (2, True) == (done.returncode, said in complaint(done))


def test_invalid_sparql_names_line_and_column(region: Region, release: Path) -> None:
    """The fault in a query is placed."""
    done = run(region, "query", "-", "--data", release, given=b"SELECT *\nWHERE { ?s ?p")

    assert (2, True) == (done.returncode, "line 2" in complaint(done))


def test_query_without_release_says_what_to_do(region: Region, tmp_path: Path) -> None:
    """An empty data folder has nothing to ask."""
    done = run(region, "query", "elements", "--data", tmp_path)

    assert "build" in complaint(done)


def test_errors_as_json(region: Region, tmp_path: Path) -> None:
    """With --json the error is an object on stdout too."""
    done = run(region, "check", "--data", tmp_path, "--json")

    assert (2, 2) == (done.returncode, json.loads(done.stdout)["exit_code"])


def test_faulty_setting_is_one_line(region: Region) -> None:
    """A variable that does not fit is named."""
    assert "BELEIDSGRAAF_PORT" in complaint(run(region, "check", PORT="many"))


def test_unknown_key_in_a_card(fresh: Region, tmp_path: Path) -> None:
    """A misspelt key in source.yml stops the build, naming file and key."""
    fresh.card.write_text(fresh.card.read_text() + "titel: x\n")
    done = run(fresh, "build", "--data", tmp_path / "data")

    assert (2, True) == (done.returncode, "titel" in complaint(done))


def test_new_version_is_built_and_said(fresh: Region, tmp_path: Path) -> None:
    """Another text than the card's is a new version: one line, exit code 0."""
    text = fresh.texts / f"{DOCUMENT}.txt"
    text.write_text(text.read_text("utf-8") + "\nEikhoven groeit.\n", "utf-8")
    done = run(fresh, "build", "--data", tmp_path / "data")

    assert (0, 1) == (done.returncode, done.stdout.count(b"a new version"))


def test_strict_refuses_a_new_version(fresh: Region, tmp_path: Path) -> None:
    """With --strict the text must be the one of the card."""
    text = fresh.texts / f"{DOCUMENT}.txt"
    text.write_text(text.read_text("utf-8") + "\nEikhoven groeit.\n", "utf-8")
    done = run(fresh, "build", "--data", tmp_path / "data", "--strict")

    assert (2, True) == (done.returncode, "new version" in complaint(done))


def test_curated_quote_that_is_gone_is_reported(fresh: Region, tmp_path: Path) -> None:
    """The build goes on without the statement, and says which one and where."""
    curated = fresh.card.with_name("curated.yml")
    gone = "sha256:" + "0" * 64
    curated.write_text(
        f"document: {DOCUMENT}\nrole: rol/analist\nelements:\n"
        f"  - id: doel/zon\n    type: Goal\n    label: {{nl: Zon op elk dak}}\n"
        f"    goalLevel: Ambition\n"
        f"    evidence: [{{start: 10, end: 30, quote: '{gone}', length: 20}}]\n"
    )
    done = run(fresh, "build", "--data", tmp_path / "data", "--json")
    assert done.returncode == 0, done.stderr.decode()
    codes = [issue["code"] for issue in json.loads(done.stdout)["issues"]]

    assert "quote-gone" in codes


def test_failed_build_keeps_the_release(fresh: Region, tmp_path: Path) -> None:
    """After a build that fails, the release of before is still the one."""
    data = tmp_path / "data"
    run(fresh, "build", "--data", data, "--date", "2031-06-01")
    (fresh.texts / f"{DOCUMENT}.txt").write_bytes(b"")
    failed = run(fresh, "build", "--data", data)

    assert (2, 0) == (failed.returncode, run(fresh, "check", "--data", data).returncode)


def test_broken_file_beside_good_ones_is_one_line(fresh: Region, tmp_path: Path) -> None:
    """A new file that is empty is named on stderr, the others are published, the code is 1."""
    (fresh.texts / "leeg.txt").write_bytes(b"")
    done = run(fresh, "build", "--data", tmp_path / "data")

    assert (1, True) == (done.returncode, b"leeg.txt" in done.stderr)
    assert b"" == run(fresh, "check", "--data", tmp_path / "data").stderr


def test_unknown_kind_of_file_is_skipped_with_a_reason(fresh: Region, tmp_path: Path) -> None:
    """A picture among the texts stops nothing, and is named."""
    (fresh.texts / "plaatje.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\0")
    done = run(fresh, "build", "--data", tmp_path / "data")

    assert (0, True) == (done.returncode, b"plaatje.png" in done.stdout)


def test_shipped_layer_stands_in_for_an_absent_text(fresh: Region, tmp_path: Path) -> None:
    """Without the text the graph is the same; with neither, the document is not read."""
    from graph.register import load_region
    from ingest.cards import load_cards
    from ingest.pipeline import Reader, find_sources, read_all
    from ingest.readings import dump_reading

    found = load_region(fresh.folder)
    cards = load_cards(found.sources_folder, found.names)
    sources, _ = find_sources(fresh.texts, cards)
    reader = Reader(found.names, tuple(found.entries.values()))
    reading = read_all(sources, reader)[0]
    fresh.card.with_name("extracted.json").write_text(dump_reading(reading), "utf-8")
    exports = []
    for name in ("with", "without"):
        run(fresh, "build", "--data", tmp_path / name, "--date", "2031-06-01")
        exports.append(run(fresh, "export", "--data", tmp_path / name).stdout)
        shutil.rmtree(fresh.texts, ignore_errors=True)
        fresh.texts.mkdir()

    assert exports[0] == exports[1]


def test_second_start_builds_nothing(fresh: Region, tmp_path: Path) -> None:
    """With a release and unchanged sources `serve --build` leaves the note of the build alone."""
    data = tmp_path / "data"
    run(fresh, "build", "--data", data)
    before = (data / "build.json").stat().st_mtime_ns
    with serving(fresh, data, ["--build"]) as client:
        assert 200 == client.get("/api/release").status_code

    assert before == (data / "build.json").stat().st_mtime_ns


def test_verify_finds_the_same(fresh: Region, tmp_path: Path) -> None:
    """A rebuild from unchanged sources gives the served graph."""
    run(fresh, "build", "--data", tmp_path / "data")
    done = run(fresh, "verify", "--data", tmp_path / "data")

    assert (0, True) == (done.returncode, b"the same" in done.stdout)


def test_verify_names_the_changed_file(fresh: Region, tmp_path: Path) -> None:
    """One changed byte makes verify name the document, and leaves the served release alone."""
    data = tmp_path / "data"
    run(fresh, "build", "--data", data)
    served = run(fresh, "export", "--data", data).stdout
    text = fresh.texts / f"{DOCUMENT}.txt"
    text.write_text(text.read_text("utf-8") + "\nEikhoven groeit.\n", "utf-8")
    done = run(fresh, "verify", "--data", data)

    assert (1, True) == (done.returncode, f"{DOCUMENT}: the file".encode() in done.stdout)
    assert served == run(fresh, "export", "--data", data).stdout


def test_diff_of_two_releases(fresh: Region, tmp_path: Path) -> None:
    """Two kept releases are compared by name; an unknown name is one line."""
    data = tmp_path / "data"
    run(fresh, "build", "--data", data, "--date", "2031-06-01")
    text = fresh.texts / f"{DOCUMENT}.txt"
    text.write_text(text.read_text("utf-8") + "\nEikhoven groeit.\n", "utf-8")
    run(fresh, "build", "--data", data, "--date", "2031-07-01")
    done = run(fresh, "diff", "2031-06-01", "2031-07-01", "--data", data)

    assert (1, True) == (done.returncode, b"different" in done.stdout)
    assert 2 == run(fresh, "diff", "2031-06-01", "x", "--data", data).returncode


def test_serve_builds_when_a_source_changed(fresh: Region, tmp_path: Path) -> None:
    """A changed text is noticed at the start."""
    data = tmp_path / "data"
    run(fresh, "build", "--data", data, "--date", "2031-06-01")
    text = fresh.texts / f"{DOCUMENT}.txt"
    text.write_text(text.read_text("utf-8") + "\nEikhoven groeit.\n", "utf-8")
    with serving(fresh, data, ["--build"]) as client:
        assert "2031-06-01" != client.get("/api/release").json()["name"]


def test_empty_folder_serves_an_empty_store(region: Region, tmp_path: Path) -> None:
    """Without a release every query is answered over nothing."""
    with serving(region, tmp_path) as client:
        answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})

        assert (False, None) == (
            answer.json()["boolean"],
            client.get("/api/release").json()["name"],
        )
        assert 200 == client.get("/", headers={"Accept": "text/html"}).status_code


def test_taken_port_is_one_line(region: Region, release: Path) -> None:
    """A port that is in use is named, with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(region, "serve", "--data", release, "--port", str(port))

    assert (2, True) == (done.returncode, str(port) in complaint(done))


def test_interrupted_build_says_so(fresh: Region, tmp_path: Path) -> None:
    """Ctrl-C ends a build with one line and leaves nothing half done."""
    process = subprocess.Popen(
        [sys.executable, "-m", "service.cli", "build", "--data", tmp_path / "data"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(fresh),
        # a shell starts what runs in the background with SIGINT ignored, and that is inherited
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    for _ in range(200):
        if (tmp_path / "data" / "LOCK").exists():
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)

    assert (130, True) == (process.returncode, b"Traceback" not in errors)
    assert not (tmp_path / "data" / "CURRENT").exists()


@pytest.mark.parametrize("day", ["2026-13-01", "1 mei", "20260501"])
def test_build_refuses_a_date_that_is_none(fresh: Region, day: str) -> None:
    """The name of a release is a day; anything else is told and builds nothing."""
    done = run(fresh, "build", "--date", day)

    assert (2, True) == (done.returncode, "YYYY-MM-DD" in complaint(done))
