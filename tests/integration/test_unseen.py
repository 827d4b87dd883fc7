"""A document of a region that no register knows: how much is read by rules alone.

The text and its gold, written by reading, are ours; every name in them is made up. The readers get
the shipped register, which knows none of these places, documents and programmes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.register import load_region
from ingest.evaluate import evaluate
from ingest.gold import load_gold
from ingest.pipeline import Reader, Source
from ingest.scores import Report
from ontology.records import Literal, Reading, SourceCard
from ontology.terms import BG, SKOS

FOLDER = Path(__file__).parents[1] / "data" / "unseen"
DOCUMENT = "woonvisie-veenkust"
RECALL: dict[str, float] = {
    "action": 1.0,
    "quantity": 0.9,
    "milestone": 0.9,
    "document_reference": 0.85,
    "programme": 0.9,
    "goal": 0.8,
}
PRECISION: dict[str, float] = {
    "action": 0.95,
    "quantity": 0.9,
    "finance": 0.95,
    "milestone": 0.9,
    "document_reference": 0.9,
    "programme": 0.95,
}


@pytest.fixture(scope="module")
def reading() -> Reading:
    """What is read with a register that knows none of the names."""
    region = load_region()
    reader = Reader(
        region.names, tuple(region.entries.values()), concepts=tuple(region.concepts.values())
    )
    card = SourceCard(
        id=DOCUMENT, title="Regionale woonvisie Veenkust", short="Woonvisie", date="2031"
    )
    return reader.read(Source(FOLDER / f"{DOCUMENT}.txt", card))


@pytest.fixture(scope="module")
def report(reading: Reading) -> Report:
    """The measurement on the gold of the unseen document."""
    return evaluate([reading], [load_gold(FOLDER / f"{DOCUMENT}.json")], load_region().entries)


@pytest.mark.parametrize("kind", RECALL)
def test_unseen_document_is_found(report: Report, kind: str) -> None:
    """Of a document nobody has seen, at least this part is found."""
    score = report.score(kind)
    assert RECALL[kind] <= (score.recall or 0), score.misses


@pytest.mark.parametrize("kind", PRECISION)
def test_unseen_document_is_not_overread(report: Report, kind: str) -> None:
    """What is found in a document nobody has seen is there."""
    score = report.score(kind)
    assert PRECISION[kind] <= (score.precision or 0), score.false_hits


def test_rows_of_an_unknown_table(report: Report, reading: Reading) -> None:
    """Every amount is read, from contributors that become proposals by their name."""
    score = report.score("finance", "budget or total")
    contributors = [
        element
        for element in reading.elements
        if element.type == BG.Actor and element.method.startswith("contributions ")
    ]

    assert 1.0 == score.recall
    assert ["Hemmerdam", "Klaaswerd", "Oudezijl", "Roodeschans", "Stavermond"] == sorted(
        statement.object.value
        for element in contributors
        for statement in element.statements
        if statement.predicate == SKOS.prefLabel and isinstance(statement.object, Literal)
    )


def test_nothing_of_the_register_is_read_into_it(reading: Reading) -> None:
    """No place of the register is named in a document about somewhere else."""
    assert [] == [mention for mention in reading.mentions if mention.kind == "place"]


def test_counts_are_never_targets(reading: Reading) -> None:
    """Without an indicator of the register for it, and a place, no number is a target."""
    assert [] == [element.iri for element in reading.elements if element.type == BG.Target]
