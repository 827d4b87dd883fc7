"""Four more documents of regions that no register knows: goals, actions, parties, programmes.

The texts and their gold are ours, the gold written before anything was read; all names are made up.
The strategy and the college programme were at hand while the readers were made. The letter and the
agenda were read once, before anything was mended for them. First figures of the letter: recall 1.00
for actions, parties and programmes, 0.75 for goals at a precision of 0.86. Of the agenda: actions
and programmes 1.00, goals 0.75 at 0.90, parties 0.79 at 0.75.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from graph.register import load_region
from ingest.agreement import fits_span
from ingest.evaluate import evaluate
from ingest.gold import load_gold
from ingest.pipeline import Reader, Source
from ingest.scores import Report
from ontology.records import Reading, SourceCard
from ontology.terms import BG

FOLDER = Path(__file__).parents[1] / "data" / "unseen"
DOCUMENTS = (
    "landschap-zuiderveld",
    "collegeprogramma-oosterlo",
    "raadsbrief-lindebeek",
    "recreatieagenda-delta",
)
RECALL: dict[str, float] = {"action": 0.97, "actor": 0.9, "programme": 0.85, "goal": 0.75}
PRECISION: dict[str, float] = {"action": 0.9, "actor": 0.9, "programme": 0.9}


@cache
def read(document: str) -> Reading:
    """What is read with a register that knows none of the names."""
    region = load_region()
    reader = Reader(
        region.names, tuple(region.entries.values()), concepts=tuple(region.concepts.values())
    )
    card = SourceCard(id=document, title=document, short="Ongezien", date="2031")
    return reader.read(Source(FOLDER / f"{document}.txt", card))


@cache
def measure(document: str) -> Report:
    """The measurement on the gold of one document."""
    gold = load_gold(FOLDER / f"{document}.json")
    return evaluate([read(document)], [gold], load_region().entries)


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("kind", RECALL)
def test_found(document: str, kind: str) -> None:
    """At least the part that the bar asks for is found."""
    score = measure(document).score(kind)
    assert RECALL[kind] <= (score.recall or 0), score.misses


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("kind", PRECISION)
def test_not_overread(document: str, kind: str) -> None:
    """What is found is there."""
    score = measure(document).score(kind)
    assert PRECISION[kind] <= (score.precision or 0), score.false_hits


@pytest.mark.parametrize("document", DOCUMENTS)
def test_actions_without_number(document: str) -> None:
    """Bullets, codes, rows and promises are found as well."""
    assert 1.0 == measure(document).score("action", "without number").recall


@pytest.mark.parametrize("document", DOCUMENTS)
def test_goals_are_goals(document: str) -> None:
    """Nine of ten goals that are proposed stand in the gold."""
    gold = [one for one in load_gold(FOLDER / f"{document}.json").records if one.kind == "goal"]
    goals = [element for element in read(document).elements if element.type == BG.Goal]
    right = [e for e in goals if any(fits_span(one.span, e.evidence) for one in gold)]
    assert 0.9 <= len(right) / len(goals)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_province_of_another_region_is_not_ours(document: str) -> None:
    """`De provincie` is the one the document names, not the one of the register."""
    region = load_region()
    provinces = {
        iri for iri, entry in region.entries.items() if entry.preferred.startswith("provincie ")
    }
    assert set() == provinces & {mention.entity for mention in read(document).mentions}
