"""Files that are broken or mean harm: each gets its reason, and the run goes on."""

from __future__ import annotations

import contextlib
import os
import random
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.register import load_region
from ingest.batch import Batch, read_batch, read_every
from ingest.document import Document, Extractor
from ingest.pipeline import Reader, Source, find_sources, load_file, load_text
from ingest.registered import REGISTERED
from ingest.sandboxed import Limits, close_here
from ontology.errors import SourceError
from ontology.records import Element, Issue, SourceCard
from tests.integration.hostile import COUNT, make_bomb, make_files, make_pdf

SEED = 20_310_504
LIMITS = Limits(seconds=20, memory_mb=480)
REGION = load_region(Path(__file__).parents[1] / "data" / "region-small")
READER = Reader(
    REGION.names,
    tuple(REGION.entries.values()),
    concepts=tuple(REGION.concepts.values()),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What came of all files: the reason to expect of each, and what was said."""

    expected: dict[str, str | None]
    batch: Batch
    skipped: tuple[Issue, ...]
    seconds: float
    peak_mb: float

    @property
    def reasons(self) -> dict[str | None, str]:
        """What was said of each file that was not read."""
        return {issue.where: issue.message for issue in (*self.skipped, *self.batch.issues)}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All files read in one go."""
    folder = tmp_path_factory.mktemp("hostile")
    expected = dict(make_files(folder, SEED))
    began = time.monotonic()
    sources, skipped = find_sources(folder, {})
    done, peaks = threading.Event(), [0.0]
    watch = threading.Thread(target=_watch_children, args=(done, peaks))
    watch.start()
    try:
        batch = read_batch(sources, READER, limits=LIMITS)
    finally:
        done.set()
        watch.join()
    seconds = time.monotonic() - began
    close_here()
    return Run(expected, batch, skipped, seconds, max(peaks))


def _watch_children(done: threading.Event, peaks: list[float]) -> None:
    """Note the most memory in MB that each child of ours ever held, until told to stop.

    `ru_maxrss` will not do: it starts at what the parent held when the child was made.
    """
    own = Path("/proc/self/cmdline").read_bytes()
    while not done.wait(0.05):
        for children in Path("/proc/self/task").glob("*/children"):
            with contextlib.suppress(OSError):
                for child in children.read_text().split():
                    peaks.append(_peak_of(Path("/proc", child), own))


def _peak_of(process: Path, own: bytes) -> float:
    with contextlib.suppress(OSError):
        status = (process / "status").read_text()
        if (process / "cmdline").read_bytes() != own:  # it has become a program of its own
            found = re.search(r"VmHWM:\s+(\d+) kB", status)
            return int(found.group(1)) / 1024 if found else 0.0
    return 0.0


@pytest.mark.slow
def test_every_file_is_read_or_has_its_reason(run: Run) -> None:
    """Two hundred files go in, and none of them is lost without a word."""
    read = {source.path.name for source, _ in run.batch.read}
    assert (COUNT, set()) == (len(run.expected), set(run.expected) - read - set(run.reasons))


@pytest.mark.slow
def test_reason_fits_the_file(run: Run) -> None:
    """What is wrong with a file is what its line says."""
    wrong = {
        name: run.reasons.get(name, "was read")
        for name, words in run.expected.items()
        if words is not None and not re.search(words, run.reasons.get(name, "was read"))
    }
    assert {} == wrong


@pytest.mark.slow
def test_no_reason_is_a_fault_of_ours(run: Run) -> None:
    """No reader stumbles over its own code, whatever the file holds."""
    assert [] == [line for line in run.reasons.values() if "internal error" in line]


@pytest.mark.slow
def test_every_reason_is_one_printable_line(run: Run) -> None:
    """A reason can be shown as it is."""
    assert all(line.isprintable() and len(line) < 300 for line in run.reasons.values())


@pytest.mark.slow
def test_limits_hold_for_all_files(run: Run) -> None:
    """No child took more than half a gigabyte; how long all took together is printed."""
    print(f"{COUNT} files: {run.seconds:.0f} s, largest process {run.peak_mb:.0f} MB")
    assert 0 < run.peak_mb <= 500


def _hang(_: Document) -> Iterator[Element]:
    while True:
        time.sleep(1)
    yield  # type: ignore[unreachable]


def _swallow(_: Document) -> Iterator[Element]:
    held = [bytearray(64 * 1024 * 1024) for _ in range(64)]
    raise AssertionError(f"took {len(held)} pieces")
    yield


def _crash(_: Document) -> Iterator[Element]:
    os.abort()
    yield  # type: ignore[unreachable]


def _stumble(_: Document) -> Iterator[Element]:
    raise IndexError("words of the document")
    yield


def _call_out(_: Document) -> Iterator[Element]:
    with socket.socket() as out:
        out.connect(("127.0.0.1", 9))
    yield from ()


def _tell_environment(_: Document) -> Iterator[Element]:
    raise IndexError(os.environ["BELEIDSGRAAF_MODEL_KEY"])  # KeyError when it is not there
    yield


def _write(document: Document) -> Iterator[Element]:
    Path(document.card.title).write_text("x" * 10)
    yield from ()


BAD = {
    "hang": Extractor("hang", "1", _hang),
    "swallow": Extractor("swallow", "1", _swallow),
    "crash": Extractor("crash", "1", _crash),
    "stumble": Extractor("stumble", "1", _stumble),
    "call_out": Extractor("call-out", "1", _call_out),
    "write": Extractor("write", "1", _write),
}


def make_source(folder: Path, name: str = "stuk.txt") -> Source:
    """A short text with its card; the title is a file to write to."""
    path = folder / name
    path.write_text("Eikhoven bouwt door.\n", encoding="utf-8")
    return Source(path, SourceCard(id=path.stem, title=str(folder / "out"), short="S"))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("hang", r"stuk\.txt: not read within 3 seconds; split the document"),
        ("swallow", r"stuk\.txt: needs more than 300 MB of memory; split the document"),
        ("crash", r"stuk\.txt: reading it crashed \(SIGABRT\)"),
        ("stumble", r"stuk\.txt: cannot be read: internal error IndexError in \w+\.py:\d+"),
        ("call_out", r"internal error PermissionError"),
        ("write", r"internal error OSError"),
    ],
)
def test_fault_in_one_document_is_its_issue(tmp_path: Path, fault: str, reason: str) -> None:
    """Whatever a reader does, the document gets one line without its words."""
    reader = Reader(REGION.names, (), (BAD[fault],))
    batch = read_batch([make_source(tmp_path)], reader, limits=Limits(3, 300))
    assert re.search(reason, batch.issues[0].message)


def test_next_document_is_read_after_a_crash(tmp_path: Path) -> None:
    """A document that kills its child does not take the next one along."""
    sources = [make_source(tmp_path, name) for name in ("a.txt", "b.txt", "c.txt")]
    sources[1].path.write_bytes(make_bomb(random.Random(1)))
    batch = read_batch(sources, Reader(REGION.names, (), (REGISTERED,)), limits=Limits(20, 200))
    assert ["a", "c"] == [reading.document for reading in batch.readings]


def test_strict_run_stops_at_a_bad_file(tmp_path: Path) -> None:
    """With strict nothing is left out: the first bad file ends the run."""
    source = make_source(tmp_path)
    source.path.write_bytes(b"\xe9\x81")
    with pytest.raises(SourceError, match=r"stuk\.txt: not UTF-8 at byte 0"):
        read_batch([source], Reader(REGION.names, (), (REGISTERED,), strict=True))


def test_file_name_of_any_bytes_is_printed(tmp_path: Path) -> None:
    """A name that is no UTF-8 shows its bytes; the run goes on."""
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_bytes(b"\xe9\xe9")
    sources, skipped = find_sources(tmp_path, {})
    issues = (*skipped, *read_batch(sources, READER).issues)
    assert ["caf\\udce9.txt"] == [issue.where for issue in issues]


def test_text_of_a_pdf_is_parsed_in_a_child(tmp_path: Path) -> None:
    """Who asks for the text of a file is as safe as who reads it."""
    path = tmp_path / "stuk.pdf"
    path.write_bytes(make_bomb(random.Random(1)))
    with pytest.raises(SourceError, match=r"stuk\.pdf: "):
        load_text(path, Limits(20, 200))


def test_text_of_a_pdf_comes_back_whole(tmp_path: Path) -> None:
    """What the child parsed is what parsing here gives."""
    path = tmp_path / "stuk.pdf"
    path.write_bytes(make_pdf(random.Random(1)))
    assert load_file(path) == load_text(path)


def test_child_inherits_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the environment the child gets what it needs to run, no key and no token."""
    monkeypatch.setenv("BELEIDSGRAAF_MODEL_KEY", "zeer-geheim")
    reader = Reader(REGION.names, (), (Extractor("tell", "1", _tell_environment),))
    batch = read_batch([make_source(tmp_path)], reader, limits=Limits(20, 300))
    told = batch.issues[0].message
    assert ("KeyError", False) == (re.findall(r"KeyError|IndexError", told)[0], "geheim" in told)


def test_reading_every_source_stops_at_one_that_cannot_be_read(tmp_path: Path) -> None:
    """Who measures or ships needs all readings, so the reason of the first bad file is raised."""
    good, bad = make_source(tmp_path, "a.txt"), make_source(tmp_path, "b.txt")
    bad.path.write_bytes(b"\0")
    with pytest.raises(SourceError, match=r"b\.txt: "):
        read_every([good, bad], Reader(REGION.names, (), ()))
