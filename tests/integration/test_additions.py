"""Adding documents by the command line: what is guessed, reported, refused and taken back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # it ships no types

from ontology.errors import StoreError
from service.adding import NOTES, Additions, one_at_a_time
from tests.integration.desk import TEXT
from tests.integration.served import Region, environment, make_region, region, release, run

__all__ = ["region", "release"]


@pytest.fixture
def fresh(tmp_path: Path) -> tuple[Region, Path]:
    """A region of its own with an empty data folder."""
    return make_region(tmp_path), tmp_path / "data"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A text that its author named badly."""
    path = tmp_path / "v3-def.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def said(region: Region, *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""
    done = run(region, *arguments)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def files_of(data: Path) -> list[str]:
    """What a user put below the data folder."""
    kept = [path for name in ("texts", "sources") for path in (data / name).rglob("*")]
    return sorted(path.relative_to(data).as_posix() for path in kept if path.is_file())


def candidates(region: Region, data: Path) -> dict[str, str]:
    """Names that wait for a decision, with their kind."""
    found = json.loads(run(region, "candidates", "--data", data, "--json").stdout)["candidates"]
    return {one["name"]: one["kind"] for one in found}


def test_what_is_not_said_is_taken_from_the_document_and_told(
    fresh: tuple[Region, Path], letter: Path
) -> None:
    """Title, date and publisher come from the first page, and the report says so."""
    region, data = fresh
    _, out, _ = said(region, "ingest", letter, "--data", data, "--json")
    added = json.loads(out)["added"][0]["added"]

    assert [
        ("title", "document", "Visie op Beekdam"),
        ("date", "document", "2031-05-03"),
        ("publisher", "document", "Beekdam"),
    ] == [(one["subject"], one["source"], one["value"]) for one in added["remarks"]]


def test_what_is_said_wins_and_is_written_as_cards_are(
    fresh: tuple[Region, Path], letter: Path
) -> None:
    """A name of the register and a date in words become an identifier and an ISO date."""
    region, data = fresh
    said(
        region, "ingest", letter, "--data", data, "--title", "Toekomst van Beekdam",
        "--publisher", "gemeente Eikhoven", "--date", "14 januari 2027",
    )  # fmt: skip
    card = (data / "sources" / "toekomst-van-beekdam" / "source.yml").read_text("utf-8")

    assert (True, True) == ("organisatie/eikhoven" in card, "date: '2027-01-14'" in card)


def test_the_report_gives_counts_with_the_precision_of_each_kind(
    fresh: tuple[Region, Path], letter: Path
) -> None:
    """Measured kinds have a precision and how many were judged; others say they have none."""
    region, data = fresh
    _, out, _ = said(region, "ingest", letter, "--data", data)
    lines = [line.strip() for line in out.splitlines()]
    programmes = next(line for line in lines if line.startswith("Programme:"))
    places = next(line for line in lines if line.startswith("Place:"))

    assert (True, True) == ("judged)" in programmes, places.endswith("(precision not measured)"))


@pytest.mark.parametrize(
    ("option", "value", "hint"),
    [
        ("--date", "2031-02-30", "no such day"),
        ("--date", "binnenkort", "YYYY-MM-DD"),
        ("--publisher", "gemeente Eikhove", "did you mean"),
        ("--publisher", "organisatie/nergens", "not in the register"),
        ("--type", "pamflet", "no kind of document"),
        ("--title", "  ", "empty"),
        ("--id", "Met Hoofdletters", "met-hoofdletters"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_hint(
    fresh: tuple[Region, Path], letter: Path, option: str, value: str, hint: str
) -> None:
    """One line names the option and helps; nothing is written."""
    region, data = fresh
    code, _, errors = said(region, "ingest", letter, "--data", data, option, value)

    assert (2, True, 1, []) == (code, hint in errors, len(errors.splitlines()), files_of(data))


def test_the_same_file_twice_is_refused(fresh: tuple[Region, Path], letter: Path) -> None:
    """It is told which document it is already; nothing changes."""
    region, data = fresh
    said(region, "ingest", letter, "--data", data)
    before = files_of(data)
    code, _, errors = said(region, "ingest", letter, "--data", data, "--title", "Anders genoemd")

    assert (2, True, before) == (code, "'v3-def'" in errors, files_of(data))


def test_another_text_under_a_taken_name_needs_a_word(
    fresh: tuple[Region, Path], letter: Path
) -> None:
    """Without --id it is refused; with it, it is a new version and the report says of what."""
    region, data = fresh
    said(region, "ingest", letter, "--data", data)
    letter.write_text(TEXT.replace("300", "450"), encoding="utf-8")
    refused, _, errors = said(region, "ingest", letter, "--data", data)
    taken, out, _ = said(region, "ingest", letter, "--data", data, "--id", "v3-def")

    assert (2, True, 0, True) == (
        refused, "--id v3-def" in errors, taken, "new version" in out
    )  # fmt: skip


def test_a_scan_is_refused_with_that_reason(fresh: tuple[Region, Path], tmp_path: Path) -> None:
    """A PDF without text asks for text recognition."""
    region, data = fresh
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.rect(50, 50, 300, 500, fill=1)
    canvas.save()
    code, _, errors = said(region, "ingest", tmp_path / "scan.pdf", "--data", data)

    assert (2, True, []) == (code, "scan" in errors, files_of(data))


def test_the_ending_of_the_kept_file_tells_its_kind(
    fresh: tuple[Region, Path], tmp_path: Path
) -> None:
    """HTML that is called .txt is kept as .html."""
    region, data = fresh
    file = tmp_path / "pagina.txt"
    file.write_text(f"<!doctype html><html><body><p>{TEXT}</p></body></html>", encoding="utf-8")
    said(region, "ingest", file, "--data", data)

    assert "texts/pagina.html" in files_of(data)


def test_an_accepted_name_is_recognised_from_the_next_build_on(
    fresh: tuple[Region, Path], letter: Path
) -> None:
    """It is no candidate any more, and stays in the register through later builds."""
    region, data = fresh
    said(region, "ingest", letter, "--data", data)
    before = candidates(region, data)
    said(region, "accept", "Programma Warme Buurten", "--data", data)
    for day in ("2031-06-01", "2031-06-02"):
        said(region, "build", "--data", data, "--date", day)
    code, out, _ = said(region, "query", "elements", "--data", data, "--format", "csv")

    assert ("programme", False, 0, True) == (
        before["Programma Warme Buurten"],
        "Programma Warme Buurten" in candidates(region, data),
        code,
        "/id/programma/programma-warme-buurten" in out,
    )


def test_an_accepted_name_can_be_corrected(fresh: tuple[Region, Path], letter: Path) -> None:
    """Another name and kind; the name as the document has it is recognised too."""
    region, data = fresh
    said(region, "ingest", letter, "--data", data)
    said(
        region, "accept", "Programma Warme Buurten", "--as", "project", "--name", "Warme Buurten",
        "--data", data,
    )  # fmt: skip
    entry = (data / "register" / "project-warme-buurten.ttl").read_text("utf-8")

    assert (True, True) == ("KeyProject" in entry, '"Programma Warme Buurten"@nl' in entry)


def test_a_rejected_name_does_not_come_back(fresh: tuple[Region, Path], letter: Path) -> None:
    """Neither at once nor after another build."""
    region, data = fresh
    said(region, "ingest", letter, "--data", data)
    assert "Programma Warme Buurten" in candidates(region, data)
    said(region, "reject", "Programma Warme Buurten", "--data", data)
    said(region, "build", "--data", data, "--date", "2031-06-03")

    assert "Programma Warme Buurten" not in candidates(region, data)


def test_a_name_that_is_no_candidate_is_refused(region: Region, release: Path) -> None:
    """One line says where the names are listed."""
    code, _, errors = said(region, "accept", "Bestaat niet", "--data", release)

    assert (2, True) == (code, "candidates" in errors)


def test_an_ingest_that_is_killed_leaves_no_trace(fresh: tuple[Region, Path], letter: Path) -> None:
    """After SIGKILL the next command puts everything back as it was."""
    region, data = fresh
    said(region, "build", "--data", data)
    process = subprocess.Popen(
        [sys.executable, "-m", "service.cli", "ingest", str(letter), "--data", str(data)],
        env=environment(region),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    ends = time.monotonic() + 60
    while not (data / "texts" / "v3-def.txt").exists() and time.monotonic() < ends:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    killed_in_time = bool(list(data.glob(f"{NOTES}*")))
    said(region, "build", "--data", data)

    assert (True, []) == (killed_in_time, files_of(data))


def test_what_was_published_before_a_kill_is_kept(fresh: tuple[Region, Path], letter: Path) -> None:
    """A note left behind by a process that had published its document undoes nothing."""
    region, data = fresh
    said(region, "ingest", letter, "--data", data)
    before = files_of(data)
    digest = json.loads((data / "releases" / _current(data) / "manifest.json").read_text("utf-8"))[
        "sources"
    ]["v3-def"]["sha256"]
    card = data / "sources" / "v3-def" / "source.yml"
    content = card.read_bytes()
    card.unlink()
    Additions(data).write(card, content, "v3-def", digest)
    said(region, "build", "--data", data)

    assert (before, []) == (files_of(data), list(data.glob(f"{NOTES}*")))


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    """The second is told to wait."""
    with (
        one_at_a_time(tmp_path),
        pytest.raises(StoreError, match="try again"),
        one_at_a_time(tmp_path),
    ):
        pass


def test_a_token_is_shown_once_and_kept_as_a_hash(region: Region, tmp_path: Path) -> None:
    """The file is for its owner only and holds no token; the list shows none."""
    data = tmp_path / "data"
    _, token, _ = said(
        region, "token", "create", "--role", "editor", "--name", "Kern", "--data", data
    )
    kept = (data / "tokens.json").read_text("utf-8")
    _, listed, _ = said(region, "token", "list", "--data", data)

    assert (False, False, True, 0o600) == (
        token.strip() in kept,
        token.strip() in listed,
        "editor" in listed and "Kern" in listed,
        (data / "tokens.json").stat().st_mode & 0o777,
    )


def test_a_revoked_token_is_gone(region: Region, tmp_path: Path) -> None:
    """By its name; a second time there is nothing to revoke."""
    data = tmp_path / "data"
    said(region, "token", "create", "--role", "reviewer", "--name", "Kern", "--data", data)
    codes = [said(region, "token", "revoke", "Kern", "--data", data)[0] for _ in range(2)]

    assert ([0, 2], {}) == (codes, json.loads((data / "tokens.json").read_text("utf-8")))


def _current(data: Path) -> str:
    return (data / "CURRENT").read_text("utf-8").strip()
