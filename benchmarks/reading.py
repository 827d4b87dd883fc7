"""How fast documents are read with a register of 50,000 labels, in how much memory.

Generated documents in plain words, as rich in names as policy documents are (some 20 in 1,000
characters); the whole way from file to quads, one child at a time. Times are processor time of
parent and child together, so that other work on the machine does not count; wall-clock time stands
beside it. The last line compares the time per document for many documents with that for few.
"""

from __future__ import annotations

import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.register import load_region
from ingest.batch import read_batch
from ingest.pipeline import LIMITS, Reader, Source
from ingest.quads import iter_reading_quads
from ingest.sandboxed import close_here, sandbox_here
from ontology.records import Label, RegisterEntry, RegisterKind, SourceCard
from ontology.terms import BG

LABELS: Final = 50_000
FEW, MANY = 100, 1_000
SEED: Final = 20_310_504
_SYLLABLES: Final = (
    *("aar", "bel", "dor", "eik", "fel", "gan", "hol", "ijs", "jor", "kem", "lin", "mos", "nes"),
    *("oud", "pol", "rik", "ste", "tun", "uit", "vel", "wes", "zan", "broek", "dam", "dijk"),
    *("hoek", "kerk", "loo", "meer", "rode", "veld", "zijl"),
)
_KINDS: Final[tuple[tuple[RegisterKind, str], ...]] = (
    ("place", BG.Place),
    ("actor", BG.Actor),
    ("programme", BG.Programme),
    ("project", BG.KeyProject),
    ("theme", BG.Theme),
    ("document", BG.PolicyDocument),
)
_SENTENCES: Final = (
    "De gemeente {name} bouwt tot en met 20{d}0 {n}.{n}00 woningen in {other}.",
    "In de periode 2026 tot 2031 draagt {name} {n}.000 euro bij aan {other}.",
    "Wij vinden dat de regio moet inzetten op goede verbindingen en op een gezonde leefomgeving.",
    "Uiterlijk 1 juli 203{d} stelt {name} samen met {other} een plan op.",
    "Het aantal inwoners groeit naar verwachting met {n} procent, en dat vraagt iets van ons.",
    "Zoals afgesproken komen de bestuurders in het najaar weer bij elkaar om hierover te spreken.",
    "Dat lukt alleen als iedereen meedoet: wie hier woont, wie hier werkt en wie hier wil komen.",
    "Eerder bleek dat plannen langer duren dan gedacht, omdat de vergunning op zich liet wachten.",
    "Een rustige straat met bomen is meer waard dan een brede weg waar niemand graag langs loopt.",
    "We kijken daarom elk voorjaar wat er klaar is, wat nog loopt en wat beter anders kan.",
    "Daarbij houden we rekening met water, bodem en landschap, en met wie er nu al woont.",
)


def make_reader(rng: random.Random, labels: int = LABELS) -> Reader:
    """The shipped region with so many labels of invented names added."""
    region = load_region()
    entries = list(region.entries.values())
    for number in range(labels // 2):
        kind, main = _KINDS[number % len(_KINDS)]
        name = make_name(rng) + str(number % 7 or "")
        entries.append(
            RegisterEntry(
                iri=region.names.mint("gemaakt", f"{kind}-{number}"),
                kind=kind,
                type=main,  # type: ignore[arg-type]  # every BG term is an IRI
                preferred=name,
                labels=(Label(text=name), Label(text=f"{name} {make_name(rng)}")),
            )
        )
    return Reader(region.names, tuple(entries), concepts=tuple(region.concepts.values()))


def make_name(rng: random.Random) -> str:
    """An invented name of two to four syllables."""
    return "".join(rng.choices(_SYLLABLES, k=rng.randrange(2, 5))).capitalize()


def make_text(rng: random.Random, names: list[str], size: int) -> str:
    """A document of about so many characters: chapters, paragraphs, items and a table."""
    pieces: list[str] = []
    length = chapter = 0
    while length < size:
        chapter += 1
        piece = "\n\n".join(
            [
                f"{chapter} {make_name(rng)} en verder",
                *(_paragraph(rng, names) for _ in range(4)),
                "\n".join(f"{n}. {_sentence(rng, names)}" for n in range(1, 5)),
                "\n".join(f"{rng.choice(names)} € {rng.randrange(9, 999)}.000" for _ in range(3)),
            ]
        )
        pieces.append(piece)
        length += len(piece) + 2
    return "\n\n".join(pieces) + "\n"


def _paragraph(rng: random.Random, names: list[str]) -> str:
    return " ".join(_sentence(rng, names) for _ in range(rng.randrange(2, 6)))


def _sentence(rng: random.Random, names: list[str]) -> str:
    return rng.choice(_SENTENCES).format(
        name=rng.choice(names),
        other=rng.choice(names),
        n=rng.randrange(2, 9),
        d=rng.randrange(2, 9),
    )


def make_sources(
    rng: random.Random, reader: Reader, folder: Path, count: int, size: int
) -> list[Source]:
    """So many documents of about so many characters, in a folder."""
    names = [entry.preferred for entry in reader.entries]
    sources = []
    for number in range(count):
        path = folder / f"stuk-{number:04}.txt"
        path.write_text(make_text(rng, names, size), encoding="utf-8")
        sources.append(Source(path, SourceCard(id=path.stem, title="Stuk", short="Stuk")))
    return sources


@dataclass(frozen=True, slots=True)
class _Cost:
    """Seconds of processor time and on the clock, and what came out."""

    cpu: float
    wall: float
    quads: int


def measure(sources: list[Source], reader: Reader) -> _Cost:
    """What it costs to get from files to quads."""
    child = sandbox_here(LIMITS)
    began, cpu = time.perf_counter(), time.process_time() + child.cpu_s()
    batch = read_batch(sources, reader)
    if batch.issues:
        raise RuntimeError(batch.issues[0].message)
    quads = sum(
        1
        for source, reading in batch.read
        for _ in iter_reading_quads(reading, source.card, reader.names)
    )
    spent = time.process_time() + child.cpu_s() - cpu
    return _Cost(spent, time.perf_counter() - began, quads)


def report() -> Iterator[str]:
    """Throughput, memory, and time per document."""
    rng = random.Random(SEED)
    reader = make_reader(rng)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        measure(make_sources(rng, reader, folder, 1, 2_000), reader)
        yield f"start, register of {LABELS:,} labels learnt: {time.perf_counter() - began:.1f} s"
        sources = make_sources(rng, reader, folder, 20, 200_000)
        size = sum(source.path.stat().st_size for source in sources) / 1e6
        cost = measure(sources, reader)
        yield (
            f"{size:.1f} MB in 20 documents: {size / cost.cpu * 60:.1f} MB a minute on one core "
            f"({cost.cpu:.1f} s of processor), {size / cost.wall * 60:.1f} on the clock at load "
            f"{os.getloadavg()[0]:.1f}; {cost.quads:,} quads; most memory: child "
            f"{sandbox_here(LIMITS).peak_mb()} MB"
        )
        sources = make_sources(rng, reader, folder, MANY, 10_000)
        few = measure(sources[:FEW], reader).cpu / FEW
        many = measure(sources, reader).cpu / MANY
        yield (
            f"per document of 10 kB: {few * 1000:.1f} ms of {FEW}, {many * 1000:.1f} ms of {MANY} "
            f"({many / few - 1:+.0%}); most memory: parent "
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB, child "
            f"{sandbox_here(LIMITS).peak_mb()} MB"
        )
    close_here()
