"""Measure the extractors against gold: precision, recall and F1 per kind and per extractor.

In: readings, curated elements, the register, and gold written by reading (`ingest.gold`). Out: a
`Report` (`ingest.scores`). What counts as found is in `ingest.matching`. Recall is over all gold of
a kind; precision over the elements of its types that lie in the part the gold covers completely.
Curated elements count in a column of their own and never for precision.

    python -m ingest.evaluate --gold FILE|DIR --sources DIR [--region DIR] [--without KIND ...]
    python -m ingest.evaluate --sample DIR --sources DIR   # precision, by verdicts of people

`--without document` leaves the documents out of the register: how well would a text be read that
names things nobody has registered yet?
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from graph.register import DEFAULT_REGION, load_region
from ingest.batch import read_every
from ingest.candidates import find_candidates
from ingest.cards import load_cards
from ingest.curated import CURATED_FILE, CuratedReading, anchor, load_curated
from ingest.found import Found, Register, collect_found
from ingest.gold import Gold, load_gold_folder
from ingest.matching import RULES
from ingest.pipeline import Reader, find_sources, load_text
from ingest.sample import draw_kinds
from ingest.scores import EXAMPLES, Report, format_report, report_json
from ingest.tallies import Tallies, make_score, measure
from ingest.verdicts import Precision, format_precision, score_samples
from ontology.errors import BeleidsgraafError, SourceError
from ontology.records import Element, Reading


def evaluate(
    readings: Sequence[Reading],
    gold: Sequence[Gold],
    register: Register,
    curated: Sequence[CuratedReading] = (),
) -> Report:
    """The scores of the readings on the gold; a document with gold but no reading is named."""
    read = {reading.document: reading for reading in readings}
    people = {reading.document: reading for reading in curated}
    tallies: Tallies = {}
    names = {name for reading in readings for name in _names(reading)}
    measured = [one for one in gold if one.document in read]
    for one in measured:
        reading = read[one.document]
        extracted = collect_found(reading, (), register).values()
        elements = people[one.document].elements if one.document in people else ()
        both = collect_found(reading, elements, register).values()
        apart = _split(reading, sorted(names), register)
        for kind in RULES:
            measure(one, kind, extracted, both, tallies)
            for extractor, own in apart.items():
                measure(one, kind, own, (), tallies, extractor)
    shown = [key for key, tally in tallies.items() if not key[2] or tally.found or tally.judged]
    return Report(
        documents=tuple(one.document for one in measured),
        scores=tuple(
            make_score(key, tallies[key])
            for key in sorted(shown, key=lambda key: (list(RULES).index(key[0]), key[2], key[1]))
        ),
        skipped=tuple(one.document for one in gold if one.document not in read),
    )


def evaluate_folder(
    gold_path: Path,
    readings: Sequence[Reading],
    register: Register,
    curated: Sequence[CuratedReading] = (),
) -> Report:
    """The scores of the readings on the gold of a file or folder.

    Raises:
        SourceError: when there is no gold, or a file breaks the format.
    """
    return evaluate(readings, load_gold_folder(gold_path), register, curated)


def _names(reading: Reading) -> set[str]:
    return {element.method.split(" ")[0] for element in reading.elements}


def _split(
    reading: Reading, names: Iterable[str], register: Register
) -> dict[str, Collection[Found]]:
    """What each extractor found by itself, by its name."""
    own: dict[str, list[Element]] = {name: [] for name in names}
    for element in reading.elements:
        own[element.method.split(" ")[0]].append(element)
    return {
        name: collect_found(replace(reading, elements=tuple(elements)), (), register).values()
        for name, elements in own.items()
    }


def read_for_evaluation(
    sources: Path, region_folder: Path, without: Collection[str] = ()
) -> tuple[list[Reading], list[CuratedReading], Register]:
    """Readings, anchored curated files and register of a region, for the texts in a folder.

    Entries of the kinds in `without` (`document`, `project`, …) are kept from the readers.

    Raises:
        BeleidsgraafError: when a text, card, curated file or the region cannot be used.
    """
    region = load_region(region_folder)
    cards = load_cards(region.sources_folder, region.names)
    found, _ = find_sources(sources, cards)
    reader = Reader(
        region.names,
        tuple(entry for entry in region.entries.values() if entry.kind not in without),
        concepts=tuple(region.concepts.values()),
    )
    readings = list(read_every(found, reader))
    curated = []
    for source, reading in zip(found, readings, strict=True):
        path = region.sources_folder / source.card.id / CURATED_FILE
        if path.is_file():
            written = load_curated(path, region.names)
            text = load_text(source.path).parsed.text
            curated.append(anchor(written, text, reading.sha256, source.card, region.names))
    return readings, curated, region.entries


def score_verdicts(readings: Iterable[Reading], folder: Path) -> tuple[Precision, ...]:
    """The precision of a sample of each extracted kind, by the verdicts in a folder.

    Raises:
        SourceError: when there are no verdicts, or a file of them breaks the format.
    """
    if not any(folder.glob("*.json")):
        raise SourceError(f"{folder}: no verdicts here; make them with python -m ingest.judging")
    found = find_candidates(readings)
    return score_samples(draw_kinds(found), found, folder)


def main(arguments: Sequence[str]) -> int:
    """Print the scores; 2 with one line when something given cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m ingest.evaluate", description="Measure.")
    parser.add_argument("--gold", type=Path, help="a gold file, or a folder of them")
    parser.add_argument("--sample", type=Path, help="folder with verdicts on a sample")
    parser.add_argument("--sources", type=Path, required=True, help="folder with the texts")
    parser.add_argument("--region", type=Path, default=DEFAULT_REGION, help="folder of a region")
    parser.add_argument(
        "--without", nargs="+", default=(), metavar="KIND", help="kinds of entries to leave out"
    )
    parser.add_argument("--json", action="store_true", help="everything, as JSON")
    parser.add_argument("--examples", type=int, default=EXAMPLES, help="examples of each sort")
    given = parser.parse_args(arguments)
    if given.gold is None and given.sample is None:
        parser.error("say what to measure: --gold, --sample or both")
    try:
        readings, curated, register = read_for_evaluation(
            given.sources, given.region, given.without
        )
        if given.gold is not None:
            report = evaluate_folder(given.gold, readings, register, curated)
            text = report_json(report) if given.json else format_report(report, given.examples)
            print(text, end="")
        if given.sample is not None:
            print(format_precision(score_verdicts(readings, given.sample)), end="")
    except BeleidsgraafError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
