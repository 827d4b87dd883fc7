"""Reading with several processes, with a cluster, and again: always the same graph."""

from __future__ import annotations

import importlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from graph.register import load_region
from ingest.batch import Batch, Work, read_batch, read_sources
from ingest.document import Document, Extractor
from ingest.executors import open_executor
from ingest.extractors import EXTRACTORS
from ingest.pipeline import Reader, Source
from ingest.quads import iter_reading_quads
from ingest.reading_cache import ReadingCache
from ontology.errors import InputError
from ontology.records import Element, Label, SourceCard

REGION = load_region(Path(__file__).parents[1] / "data" / "region-small")
READER = Reader(
    REGION.names,
    tuple(REGION.entries.values()),
    concepts=tuple(REGION.concepts.values()),
)
TEXT = """Brief {n} over Zandland

1 Wonen

De gemeente Eikhoven bouwt {n}00 nieuwe woningen aan de Havenkade, en Beekdam volgt in 203{d}.

Acties
1. De Regiotafel Zandland stelt vóór 1 juli 203{d} een plan vast.
2. De provincie betaalt {n}.000 euro.
"""


def make_sources(folder: Path, count: int) -> list[Source]:
    """Documents that differ in their numbers; the second cannot be read."""
    sources = []
    for n in range(1, count + 1):
        path = folder / f"brief-{n:03}.txt"
        path.write_text(TEXT.format(n=n, d=n % 10), encoding="utf-8")
        sources.append(Source(path, SourceCard(id=path.stem, title=f"Brief {n}", short="Brief")))
    sources[1].path.write_bytes(b"\xe9\xe9")
    return sources


def canonical(batch: Batch) -> list[str]:
    """The graphs of a batch as sorted N-Quads; they hold no blank nodes."""
    return sorted(
        str(quad)
        for source, reading in batch.read
        for quad in iter_reading_quads(reading, source.card, REGION.names)
    )


@pytest.mark.slow
def test_jobs_give_the_graph_of_one_process(tmp_path: Path) -> None:
    """Two processes give the quads, the order and the issues of one."""
    sources = make_sources(tmp_path, 9)
    alone = read_batch(sources, READER)
    with open_executor(jobs=2) as executor:
        together = read_batch(sources, READER, executor=executor)
    assert (canonical(alone), alone) == (canonical(together), together)


def test_order_is_that_of_the_sources(tmp_path: Path) -> None:
    """Readings come in the order they were asked for, the bad one left out with its reason."""
    batch = read_batch(make_sources(tmp_path, 3), READER)
    assert (["brief-001", "brief-003"], ["brief-002.txt"]) == (
        [reading.document for reading in batch.readings],
        [issue.where for issue in batch.issues],
    )


@pytest.mark.parametrize("jobs", [0, -1, 257])
def test_number_of_jobs_is_bounded(jobs: int) -> None:
    """A number of jobs that makes no sense is refused."""
    with pytest.raises(InputError, match=f"--jobs {jobs}: give a number from 1 to 256"):
        open_executor(jobs).__enter__()


def _lose_worker(_: Document) -> Iterator[Element]:
    """Kills the process above its own, as a lack of memory may, but only in a pool's worker."""
    parent = os.getppid()
    if "spawn_main" in Path(f"/proc/{parent}/cmdline").read_text():
        os.kill(parent, signal.SIGKILL)
        time.sleep(5)
    yield from ()


@pytest.mark.slow
def test_documents_of_a_lost_worker_are_read_all_the_same(tmp_path: Path) -> None:
    """When a process of the pool is killed, the caller reads what is left."""
    reader = Reader(REGION.names, (), (Extractor("loser", "1", _lose_worker),))
    sources = make_sources(tmp_path, 3)
    with open_executor(jobs=2) as executor:
        batch = read_batch(sources, reader, executor=executor)
    assert ["brief-001", "brief-003"] == [reading.document for reading in batch.readings]


# A cluster --------------------------------------------------------------------------------------

needs_dask = pytest.mark.skipif(
    find_spec("distributed") is None, reason="distributed is not installed (extra `dask`)"
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler with two workers, each a process of its own on loopback."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def start_cluster(folder: Path) -> Iterator[Cluster]:
    """Start and in the end stop the cluster; its workers have no nanny to start them anew."""
    note = folder / "scheduler.json"
    everywhere = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=everywhere,
            cwd=folder,
        )

    local = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = start("dask_scheduler", *local, "--port", "0", "--scheduler-file", str(note))
    workers: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(300):
            if note.is_file() and note.read_text():
                break
            time.sleep(0.1)
        address = re.findall(r"tcp://127\.0\.0\.1:\d+", note.read_text())[0]
        alone = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
        workers += [start("dask_worker", address, *alone) for _ in range(2)]
        with importlib.import_module("distributed").Client(address) as client:
            client.wait_for_workers(2, timeout=60)
        yield Cluster(address, workers)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


@needs_dask
@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # what the library warns of is not ours
def test_cluster_gives_the_graph_of_one_process(tmp_path: Path) -> None:
    """Two workers of a real scheduler give the quads, the order and the issues of one process."""
    sources = make_sources(tmp_path, 6)
    alone = read_batch(sources, READER)
    with start_cluster(tmp_path) as cluster, open_executor(dask=cluster.address) as executor:
        together = read_batch(sources, READER, executor=executor)
    assert (canonical(alone), alone) == (canonical(together), together)


@needs_dask
@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_graph_is_the_same_when_a_worker_is_killed(tmp_path: Path) -> None:
    """A worker that is killed half-way costs time only: its documents are read by the other."""
    sources = make_sources(tmp_path, 12)
    alone = read_batch(sources, READER)
    killed: list[str] = []
    with start_cluster(tmp_path) as cluster, open_executor(dask=cluster.address) as executor:

        def kill_one(document: str) -> None:
            if not killed:
                cluster.workers[0].send_signal(signal.SIGKILL)
                killed.append(document)

        together = read_batch(sources, READER, executor=executor, on_progress=kill_one)
    assert (1, canonical(alone), alone) == (len(killed), canonical(together), together)


@pytest.mark.skipif(find_spec("distributed") is not None, reason="distributed is installed")
def test_missing_library_is_said_in_one_line() -> None:
    """Without the extra, the line says what to install."""
    with pytest.raises(InputError, match=r"install beleidsgraaf\[dask\]"):
        open_executor(dask="tcp://127.0.0.1:1").__enter__()


# Again ------------------------------------------------------------------------------------------


def with_label(reader: Reader) -> Reader:
    """The reader with one more label in its register."""
    first = reader.entries[0]
    more = replace(first, labels=(*first.labels, Label(text="Anders")))
    return replace(reader, entries=(more, *reader.entries[1:]))


def with_version(reader: Reader) -> Reader:
    """The reader with a new version of one extractor."""
    first = replace(EXTRACTORS[0], version="99.0.0")
    return replace(reader, extractors=(first, *reader.extractors[1:]))


CHANGES = {
    "label": lambda s, r: (s, with_label(r)),
    "extractor": lambda s, r: (s, with_version(r)),
    "concept": lambda s, r: (s, replace(r, concepts=r.concepts[1:])),
    "strict": lambda s, r: (s, replace(r, strict=True)),
    "card": lambda s, r: (replace(s, card=replace(s.card, date="2031")), r),
    "place": lambda s, r: (replace(s, card=replace(s.card, default_place=r.entries[0].iri)), r),
}


@pytest.mark.parametrize("change", CHANGES)
def test_change_that_matters_reads_anew(tmp_path: Path, change: str) -> None:
    """Another register, extractor, card or manner of reading gives another key."""
    source = make_sources(tmp_path, 2)[0]
    changed = CHANGES[change](source, READER)
    assert ReadingCache(tmp_path, READER).key(source) != ReadingCache(tmp_path, changed[1]).key(
        changed[0]
    )


def test_changed_text_reads_anew(tmp_path: Path) -> None:
    """One other character in the file gives another key."""
    source, cache = make_sources(tmp_path, 2)[0], ReadingCache(tmp_path, READER)
    before = cache.key(source)
    source.path.write_text("Anders")
    assert before != cache.key(source)


def test_register_in_another_order_is_the_same_register(tmp_path: Path) -> None:
    """The order of entries does not matter to what is read, nor to the key."""
    source = make_sources(tmp_path, 2)[0]
    turned = replace(READER, entries=tuple(reversed(READER.entries)))
    assert ReadingCache(tmp_path, READER).key(source) == ReadingCache(tmp_path, turned).key(source)


def _refuse(_: Document) -> Iterator[Element]:
    raise AssertionError("was read again")
    yield


def test_unchanged_document_is_not_read_again(tmp_path: Path) -> None:
    """The second time the reading comes from the folder: the child would have failed."""
    source = make_sources(tmp_path, 2)[0]
    folder = tmp_path / "readings"
    first = read_batch([source], READER, cache=ReadingCache(folder, READER))
    bad = replace(EXTRACTORS[0], extract=_refuse)  # the same name and version
    trap = replace(READER, extractors=(bad, *READER.extractors[1:]))
    assert first == read_batch([source], trap, cache=ReadingCache(folder, trap))


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b'{"sha256": "x", "reading":\n{}}\n'])
def test_damaged_file_is_read_anew(tmp_path: Path, damage: bytes) -> None:
    """A file that was cut or overwritten counts as absent, and is made whole."""
    source = make_sources(tmp_path, 2)[0]
    cache = ReadingCache(tmp_path / "readings", READER)
    first = read_batch([source], READER, cache=cache)
    file = next((tmp_path / "readings").glob("*.json"))
    whole = file.read_bytes()
    file.write_bytes(damage)
    again = read_batch([source], READER, cache=cache)
    assert (first, whole) == (again, file.read_bytes())


def test_one_changed_figure_in_the_folder_is_noticed(tmp_path: Path) -> None:
    """A file whose content does not fit its hash is not trusted."""
    source = make_sources(tmp_path, 2)[0]
    cache = ReadingCache(tmp_path / "readings", READER)
    read_batch([source], READER, cache=cache)
    file = next((tmp_path / "readings").glob("*.json"))
    file.write_text(file.read_text().replace('"length": ', '"length": 1'))
    assert cache.get(file.stem) is None


def test_refused_document_is_tried_again(tmp_path: Path) -> None:
    """A failure is not kept: the next run tries anew."""
    cache = ReadingCache(tmp_path / "readings", READER)
    read_batch(make_sources(tmp_path, 2)[1:], READER, cache=cache)
    assert [] == list((tmp_path / "readings").glob("*"))


def test_folder_stays_bounded(tmp_path: Path) -> None:
    """What was not used for longest goes first."""
    cache = ReadingCache(tmp_path / "readings", READER)
    sources = make_sources(tmp_path, 5)
    for age, source in enumerate(sources):
        read_batch([source], READER, cache=cache)
        if (path := tmp_path / "readings" / f"{cache.key(source)}.json").is_file():
            os.utime(path, (1000 + age, 1000 + age))
    cache.trim(max_files=2)
    assert {f"{cache.key(source)}.json" for source in sources[3:]} == {
        path.name for path in (tmp_path / "readings").iterdir()
    }


def test_work_keeps_what_it_read(tmp_path: Path) -> None:
    """A run with a folder leaves the readings of what could be read, and gives the same batch."""
    sources = make_sources(tmp_path, 3)
    done = read_sources(sources, READER, Work(kept=tmp_path / "readings"))
    assert (read_batch(sources, READER), 2) == (done, len(list((tmp_path / "readings").iterdir())))


def test_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    """A full or read-only disk does not stop the reading."""
    (tmp_path / "readings").write_text("a file where the folder should be")
    source = make_sources(tmp_path, 2)[0]
    batch = read_batch([source], READER, cache=ReadingCache(tmp_path / "readings", READER))
    assert 1 == len(batch.read)
