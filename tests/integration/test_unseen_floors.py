"""Floors on texts that no extractor was made with: invented documents in styles of their own.

They are the nearest thing to a document that a team drops in. Raise a floor when the extractors get
better by form; never mend an extractor against the names in these texts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.register import load_region
from ingest.evaluate import evaluate_folder, read_for_evaluation
from ingest.scores import Report

UNSEEN = Path(__file__).parents[1] / "gold" / "unseen"

RECALL: dict[str, float] = {
    "action": 0.30,
    "project": 0.0,
    "quantity": 0.90,
    "finance": 0.60,
    "milestone": 0.55,
    "document_reference": 0.70,
    "actor": 0.60,
    "goal": 0.40,
}


@pytest.fixture(scope="module")
def report() -> Report:
    """The measurement on the invented texts, which are here with their gold."""
    readings, curated, register = read_for_evaluation(UNSEEN, load_region().folder)
    return evaluate_folder(UNSEEN, readings, register, curated)


def test_every_text_is_measured(report: Report) -> None:
    """No gold is left aside because its text was not read."""
    assert (len(list(UNSEEN.glob("*.json"))), ()) == (len(report.documents), report.skipped)


@pytest.mark.parametrize("kind", RECALL)
def test_recall_keeps_its_floor(report: Report, kind: str) -> None:
    """A text in a style of its own is read as well as it was."""
    assert RECALL[kind] <= (report.score(kind).recall or 0)
