"""Measure the extractors against gold: precision, recall and F1 per kind and per extractor.

In: readings, curated elements, the register, and gold written by reading (`ingest.gold`). Out: a
`Report` (`ingest.scores`). What counts as found is in `ingest.matching`. Recall is over all gold of
a kind; precision over the elements of its types that lie in the part the gold covers completely.
Curated elements count in a column of their own and never for precision.

    python -m ingest.evaluate --gold FILE|DIR --sources DIR [--region DIR] [--without KIND ...]

`--without document` leaves the documents out of the register: how well would a text be read that
names things nobody has registered yet?
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from graph.register import DEFAULT_REGION, load_region
from ingest.cards import load_cards
from ingest.curated import CURATED_FILE, CuratedReading, anchor, load_curated
from ingest.found import Found, Register, collect_found
from ingest.gold import Gold, GoldRecord, load_gold_folder
from ingest.matching import RULES, Rule
from ingest.pipeline import Reader, find_sources, load_text, read_all
from ingest.scores import EXAMPLES, Place, Report, Score, format_report, report_json
from ontology.errors import BeleidsgraafError
from ontology.records import Iri, Reading

_OWN: Final = "document"


@dataclass(slots=True)
class _Tally:
    """What was counted for one kind, part or extractor so far."""

    gold: int = 0
    found: int = 0
    with_curated: int = 0
    all_right: int = 0
    judged: int = 0
    right: int = 0
    misses: list[Place] = field(default_factory=list)
    half_right: list[Place] = field(default_factory=list)
    false_hits: list[Place] = field(default_factory=list)


def evaluate(
    readings: Sequence[Reading],
    gold: Sequence[Gold],
    register: Register,
    curated: Sequence[CuratedReading] = (),
) -> Report:
    """The scores of the readings on the gold; a document with gold but no reading is named."""
    read = {reading.document: reading for reading in readings}
    people = {reading.document: reading for reading in curated}
    tallies: dict[tuple[str, str, str], _Tally] = {}
    measured = [one for one in gold if one.document in read]
    for one in measured:
        reading = read[one.document]
        extracted = collect_found(reading, (), register)
        elements = people[one.document].elements if one.document in people else ()
        both = collect_found(reading, elements, register)
        for kind, rule in RULES.items():
            _measure(one, kind, rule, (extracted, both), tallies)
    for kind, _, extractor in [key for key in tallies if key[2]]:
        tallies[kind, "", extractor].gold = _tally(tallies, kind, "").gold
    return Report(
        documents=tuple(one.document for one in measured),
        scores=tuple(
            _score(key, tallies[key])
            for key in sorted(tallies, key=lambda key: (list(RULES).index(key[0]), key[2], key[1]))
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


def _measure(
    gold: Gold,
    kind: str,
    rule: Rule,
    found: tuple[Mapping[Iri, Found], Mapping[Iri, Found]],
    tallies: dict[tuple[str, str, str], _Tally],
) -> None:
    own = f"/{_OWN}/{gold.document}"
    candidates, with_curated = (
        [one for one in given.values() if _suits(one, rule, own)] for given in found
    )
    parts = [(record, rule.part(record)) for record in gold.records if record.kind == kind]
    for record, part in parts:
        if part is not None:
            hits = [one for one in candidates if rule.agrees(record, one)]
            curated_too = bool(hits) or any(rule.agrees(record, one) for one in with_curated)
            _count_record(record, rule, hits, _tally(tallies, kind, part), curated_too)
            if not part:
                _credit(record, hits, kind, tallies)
    for one in candidates:
        spans = [span for span in one.spans if gold.covers(kind, span)]
        if rule.judged & one.types and spans:
            right = any(_justifies(record, one, kind, rule) for record in gold.records)
            place = Place(
                document=gold.document,
                span=spans[0],
                label=one.iri.rsplit("/", 1)[-1],
                note=", ".join(sorted(one.methods)),
            )
            for extractor in ("", *sorted(one.methods)):
                _judge(_tally(tallies, kind, "", extractor), place, right=right)


def _justifies(record: GoldRecord, one: Found, kind: str, rule: Rule) -> bool:
    if record.kind == kind:
        return (rule.allows or rule.agrees)(record, one)
    return record.kind in rule.also and RULES[record.kind].agrees(record, one)


def _suits(one: Found, rule: Rule, own: str) -> bool:
    return (not rule.types or bool(rule.types & one.types)) and not one.iri.endswith(own)


def _tally(
    tallies: dict[tuple[str, str, str], _Tally], kind: str, part: str, extractor: str = ""
) -> _Tally:
    return tallies.setdefault((kind, part, extractor), _Tally())


def _count_record(
    record: GoldRecord, rule: Rule, hits: Sequence[Found], tally: _Tally, curated_too: bool
) -> None:
    place = Place(document=record.document, span=record.span, label=record.label)
    tally.gold += 1
    tally.found += bool(hits)
    tally.with_curated += curated_too
    if not hits:
        tally.misses.append(place)
    elif rule.strict is not None:
        right = any(rule.strict(record, one) for one in hits)
        tally.all_right += right
        if not right:
            tally.half_right.append(place)


def _credit(
    record: GoldRecord,
    hits: Iterable[Found],
    kind: str,
    tallies: dict[tuple[str, str, str], _Tally],
) -> None:
    for extractor in {method for one in hits for method in one.methods}:
        _tally(tallies, kind, "", extractor).found += 1


def _judge(tally: _Tally, place: Place, *, right: bool) -> None:
    tally.judged += 1
    tally.right += right
    if not right:
        tally.false_hits.append(place)


def _score(key: tuple[str, str, str], tally: _Tally) -> Score:
    kind, part, extractor = key
    strict = RULES[kind].strict is not None and not part and not extractor
    return Score(
        kind=kind,
        part=part,
        extractor=extractor,
        gold=tally.gold,
        found=tally.found,
        with_curated=tally.with_curated,
        all_right=tally.all_right if strict else None,
        judged=tally.judged,
        right=tally.right,
        misses=tuple(tally.misses),
        half_right=tuple(tally.half_right) if strict else (),
        false_hits=tuple(tally.false_hits),
    )


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
    readings = read_all(found, reader)
    curated = []
    for source, reading in zip(found, readings, strict=True):
        path = region.sources_folder / source.card.id / CURATED_FILE
        if path.is_file():
            written = load_curated(path, region.names)
            text = load_text(source.path).parsed.text
            curated.append(anchor(written, text, reading.sha256, source.card, region.names))
    return readings, curated, region.entries


def main(arguments: Sequence[str]) -> int:
    """Print the scores; 2 with one line when something given cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m ingest.evaluate", description="Measure.")
    parser.add_argument("--gold", type=Path, required=True, help="a gold file, or a folder of them")
    parser.add_argument("--sources", type=Path, required=True, help="folder with the texts")
    parser.add_argument("--region", type=Path, default=DEFAULT_REGION, help="folder of a region")
    parser.add_argument(
        "--without", nargs="+", default=(), metavar="KIND", help="kinds of entries to leave out"
    )
    parser.add_argument("--json", action="store_true", help="everything, as JSON")
    parser.add_argument("--examples", type=int, default=EXAMPLES, help="examples of each sort")
    given = parser.parse_args(arguments)
    try:
        readings, curated, register = read_for_evaluation(
            given.sources, given.region, given.without
        )
        report = evaluate_folder(given.gold, readings, register, curated)
    except BeleidsgraafError as problem:
        print(problem, file=sys.stderr)
        return 2
    print(report_json(report) if given.json else format_report(report, given.examples), end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
