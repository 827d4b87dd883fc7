"""Print the sample of what was extracted, so that a person can judge it, and store the verdicts.

    python -m ingest.judging --sources DIR --verdicts DIR --drawn FILE [--kind KIND] [--todo]
    python -m ingest.judging --verdicts DIR --drawn FILE --kind KIND --judge FILE

The first prints each drawn element with its passage, on the screen only, and writes what was drawn
(places and keys) to a file. The second reads lines `number verdict reason` (the number that was
printed, or a range `3-7`; right, wrong or unsure; the reason in own words) and adds them to
`{kind}.json`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from graph.register import DEFAULT_REGION, load_region
from ingest.candidates import KINDS, Candidate, find_candidates
from ingest.cards import load_cards
from ingest.evaluate import read_for_evaluation
from ingest.pipeline import find_sources, load_text
from ingest.sample import SIZE, draw_kinds
from ingest.verdicts import Verdict, find_verdict, load_verdicts, save_verdicts
from ontology.errors import BeleidsgraafError, SourceError
from ontology.records import Span

_AROUND: Final = 70  # characters shown before and after
_MAX_SHOWN: Final = 420
_MAX_LINES: Final = 10_000
_LINE: Final = re.compile(r"(?P<first>\d+)(?:-(?P<last>\d+))?\s+(?P<verdict>\w+)\s*(?P<reason>.*)")


def show(one: Candidate, text: str) -> str:
    """The candidate with what stands around it, its spans between brackets; for the screen."""
    start = max(0, one.span.start - _AROUND)
    end = min(len(text), max(span.end for span in one.spans or (one.span,)) + _AROUND)
    end = min(end, start + _MAX_SHOWN)
    pieces, at = [], start
    for span in sorted(one.spans):
        if at <= span.start < end:
            pieces += [text[at : span.start], "【", text[span.start : min(span.end, end)], "】"]
            at = min(span.end, end)
    line = text.count("\n", 0, one.span.start) + 1
    passage = " ".join("".join([*pieces, text[at:end]]).split())
    return f"{one.document}:{line} <{one.key}>\n    {passage}"


def read_lines(path: Path, sample: Sequence[Candidate]) -> list[Verdict]:
    """The verdicts in a file of lines `number verdict reason`, for a numbered sample.

    Raises:
        SourceError: naming the line that breaks the format.
    """
    given: dict[int, Verdict] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[:_MAX_LINES], 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        last = int(match["last"] or match["first"]) if match else 0
        if match is None or not 1 <= int(match["first"]) <= last <= len(sample):
            raise SourceError(
                f"{path.name}: line {number}: expected a number from 1 to {len(sample)}, "
                "then right, wrong or unsure, then a reason"
            )
        for index in range(int(match["first"]), last + 1):
            given[index] = Verdict.of(sample[index - 1], match["verdict"], match["reason"])
    return [given[index] for index in sorted(given)]


def load_texts(sources: Path, region_folder: Path) -> Mapping[str, str]:
    """The canonical text of each document in a folder, by document."""
    region = load_region(region_folder)
    found, _ = find_sources(sources, load_cards(region.sources_folder, region.names))
    return {one.card.id: load_text(one.path).parsed.text for one in found}


def write_drawn(path: Path, samples: Mapping[str, Sequence[Candidate]]) -> None:
    """Note what was drawn, in the order in which it is printed."""
    rows = [
        [one.kind, one.document, one.span.start, one.span.end, one.key]
        for sample in samples.values()
        for one in sample
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def read_drawn(path: Path, kind: str) -> tuple[Candidate, ...]:
    """What was drawn of one kind.

    Raises:
        SourceError: when the file is not one that `write_drawn` wrote.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Candidate(document=document, span=Span(start, end), kind=of, key=key)
            for of, document, start, end, key in rows[:_MAX_LINES]
            if of == kind
        )
    except (OSError, ValueError, TypeError):
        raise SourceError(f"{path.name}: no sample was drawn here; draw one first") from None


def main(arguments: Sequence[str]) -> int:
    """Print a sample or store verdicts; 2 with one line when something given cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m ingest.judging", description="Judge.")
    parser.add_argument("--sources", type=Path, help="folder with the texts")
    parser.add_argument("--verdicts", type=Path, required=True, help="folder of the verdicts")
    parser.add_argument("--drawn", type=Path, required=True, help="file for what was drawn")
    parser.add_argument("--region", type=Path, default=DEFAULT_REGION, help="folder of a region")
    parser.add_argument("--kind", choices=KINDS, help="one kind only")
    parser.add_argument("--size", type=int, default=SIZE, help="how many of each kind")
    parser.add_argument("--judge", type=Path, help="file with verdicts to store")
    parser.add_argument("--todo", action="store_true", help="only what has no verdict yet")
    given = parser.parse_args(arguments)
    try:
        return _judge(given) if given.judge is not None else _draw(given)
    except BeleidsgraafError as problem:
        print(problem, file=sys.stderr)
        return 2


def _judge(given: argparse.Namespace) -> int:
    if given.kind is None:
        raise SourceError("--judge: say which --kind the numbers are of")
    verdicts = read_lines(given.judge, read_drawn(given.drawn, given.kind))
    save_verdicts(given.verdicts / f"{given.kind}.json", verdicts)
    print(f"{len(verdicts)} verdicts on {given.kind} stored")
    return 0


def _draw(given: argparse.Namespace) -> int:
    if given.sources is None:
        raise SourceError("--sources: say where the texts are")
    readings, _, _ = read_for_evaluation(given.sources, given.region)
    found = find_candidates(readings)
    if given.kind is not None:
        found = tuple(one for one in found if one.kind == given.kind)
    samples = draw_kinds(found, given.size)
    write_drawn(given.drawn, samples)
    texts = load_texts(given.sources, given.region)
    for kind, sample in samples.items():
        known = load_verdicts(given.verdicts / f"{kind}.json")
        print(f"== {kind} ({len(sample)})")
        for number, one in enumerate(sample, 1):
            if not given.todo or find_verdict(one, known) is None:
                print(f"{number} {show(one, texts[one.document])}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
