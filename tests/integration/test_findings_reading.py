"""What a reader made of a sample of 60 findings of the real graph, drawn at random.

At least one of each check that found anything. One developer read each with its passages, as a
member of the core team would; no second reader.
"""

import json
from pathlib import Path

import pytest

from queries.catalog import Catalog

READING = Path(__file__).parents[1] / "gold" / "findings" / "real-graph.json"


@pytest.fixture(scope="module")
def verdicts() -> list[dict[str, str]]:
    """The verdicts: finding, check, verdict and reason."""
    found: list[dict[str, str]] = json.loads(READING.read_text(encoding="utf-8"))
    return found


def test_four_in_five_are_useful(verdicts: list[dict[str, str]]) -> None:
    """At least 80% of the sample of 60 says something that its reader can act on."""
    useful = [one for one in verdicts if one["verdict"] == "useful"]

    assert (60, True) == (len(verdicts), len(useful) / len(verdicts) >= 0.8)


def test_each_verdict_is_of_a_check_and_has_a_reason(verdicts: list[dict[str, str]]) -> None:
    """No verdict is about a check that is gone, and none stands without a reason."""
    checks = {check.name for check in Catalog.load().in_group("checks")}

    assert [] == [one for one in verdicts if one["check"] not in checks or not one["reason"]]
