"""The questions that the graph must answer, asked of the real graph."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from queries.catalog import Catalog
from queries.results import text_of
from tests.integration.conftest import ROOT, RealGraph

QUESTIONS = ROOT.parent / "shared" / "competency" / "questions.json"
IN_ORDER = {"CQ10"}
COUNT = 20


def _questions() -> list[dict[str, Any]]:
    if not QUESTIONS.is_file():
        return []
    found: list[dict[str, Any]] = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    return found


def _file_names() -> Mapping[str, str]:
    """Names of the competency queries by the id they begin with."""
    names = [query.name for query in Catalog.load().in_group("competency")]
    return {name.partition("-")[0].upper(): name for name in names}


def normalise(name: object) -> str:
    """A name or number as answers are compared: case, spaces and marks of thousands left out."""
    if isinstance(name, bool):
        return str(name).lower()
    text = " ".join(str(name).split()).casefold()
    return re.sub(r"(?<=\d)\.(?=\d{3}\b)", "", text)


def fold(names: Sequence[object], accept: Mapping[str, Sequence[str]]) -> list[str]:
    """Names with every accepted alternative told by the expected name."""
    same = {
        normalise(other): normalise(name) for name, others in accept.items() for other in others
    }
    return [same.get(normalise(name), normalise(name)) for name in names]


def test_every_question_has_one_file() -> None:
    """Twenty files, each named after the question it answers."""
    names = [query.name for query in Catalog.load().in_group("competency")]

    assert (COUNT, COUNT) == (len(names), len(_file_names()))


@pytest.mark.parametrize("name", sorted(_file_names().values()))
def test_first_column_is_the_answer(name: str) -> None:
    """Whatever is asked, the answer stands in the first column."""
    assert "answer" == Catalog.load().get(name).columns[0]


@pytest.mark.parametrize("name", sorted(_file_names().values()))
def test_no_query_lists_its_answer(name: str) -> None:
    """A query names what the question names: never two or more texts to choose from."""
    text = Catalog.load().get(name).text

    assert [] == re.findall(r'VALUES[^{]*\{[^}]*"', text)


@pytest.mark.sources
@pytest.mark.skipif(not QUESTIONS.is_file(), reason="the expected answers are not at hand")
@pytest.mark.parametrize("question", _questions(), ids=lambda question: question["id"])
def test_question_is_answered(question: dict[str, Any], real_graph: RealGraph) -> None:
    """The answer over the real graph is the expected one, no more and no less."""
    rows = real_graph.ask(_file_names()[question["id"]])
    accept = question.get("accept", {})
    expected = fold(question["expected"], accept)
    found = fold([text_of(row["answer"]) for row in rows if "answer" in row], accept)
    if question["id"] not in IN_ORDER:
        expected, found = sorted(expected), sorted(found)

    assert expected == found


@pytest.mark.sources
@pytest.mark.skipif(not QUESTIONS.is_file(), reason="the expected answers are not at hand")
@pytest.mark.parametrize("question", _questions(), ids=lambda question: question["id"])
def test_question_is_that_of_the_file(question: dict[str, Any]) -> None:
    """The head of a file asks its question in nearly the same words."""
    asked = set(normalise(question["question_nl"]).strip("?").split())
    told = set(
        normalise(Catalog.load().get(_file_names()[question["id"]]).question.nl).strip("?").split()
    )

    assert len(asked & told) / len(asked) >= 0.7
