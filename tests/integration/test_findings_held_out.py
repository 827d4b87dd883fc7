"""Contradictions that a reader listed from the texts before looking at what the checks find.

A contradiction counts as found when one finding of a check cites a passage on each of its sides
(one side is enough where the other is a number of things, or a date that has passed), or is about
the things it names. Not found so far: expansion that is dropped against a search for places to
expand, a share that is only right of the whole stock, and two directions of demand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conftest import RealGraph, shorten

LIST = Path(__file__).parents[1] / "gold" / "findings" / "held-out.json"
RECALL = 0.85
PLACES = """
PREFIX bg: <https://w3id.org/beleidsgraaf/def#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?finding ?document ?start ?end WHERE {
  ?finding a bg:Finding ; prov:wasDerivedFrom ?passage .
  ?passage oa:hasSource ?version ; oa:hasSelector ?selector .
  ?version dct:isVersionOf ?document . ?selector oa:start ?start ; oa:end ?end }"""
THINGS = """
PREFIX bg: <https://w3id.org/beleidsgraaf/def#>
SELECT ?finding ?thing WHERE { ?finding a bg:Finding ; bg:focusNode ?thing }"""

Place = tuple[str, int, int]


@pytest.fixture(scope="module")
def listed() -> list[dict[str, Any]]:
    """The contradictions: id, kind, what in own words, sides with places, things it is about."""
    found: list[dict[str, Any]] = json.loads(LIST.read_text(encoding="utf-8"))
    return found


def _cited(graph: RealGraph) -> Mapping[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for row in _rows(graph, PLACES):
        place = (row["document"].rpartition("/")[2], int(row["start"]), int(row["end"]))
        found.setdefault(row["finding"], []).append(place)
    return found


def _things(graph: RealGraph) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in _rows(graph, THINGS):
        found.setdefault(row["finding"], set()).add(row["thing"])
    return found


def _rows(graph: RealGraph, text: str) -> Iterable[dict[str, str]]:
    answer: Any = graph.store.query(text)
    names = [variable.value for variable in answer.variables]
    return [{name: shorten(row[name].value) for name in names} for row in answer]


def _touches(places: Iterable[Place], side: Iterable[Mapping[str, Any]]) -> bool:
    return any(
        (document, True) == (one["document"], start < one["end"] and one["start"] < end)
        for document, start, end in places
        for one in side
    )


def test_most_of_the_held_out_contradictions_are_found(
    real_graph: RealGraph, listed: list[dict[str, Any]]
) -> None:
    """At least 85% of the list shows up as a finding with its passages."""
    cited, things = _cited(real_graph), _things(real_graph)

    def is_found(one: Mapping[str, Any]) -> bool:
        if "about" in one:
            document = f"document/{one['sides'][0][0]['document']}"
            return any({*one["about"], document} <= about for about in things.values())
        return any(
            all(_touches(places, side) for side in one["sides"]) for places in cited.values()
        )

    missed = [one["id"] for one in listed if not is_found(one)]

    assert 1 - len(missed) / len(listed) >= RECALL, missed


def test_the_list_is_long_enough_and_lies_within_the_texts(
    real_graph: RealGraph, listed: list[dict[str, Any]]
) -> None:
    """At least twenty contradictions, in own words, each place inside its document."""
    texts = real_graph.texts
    outside = [
        one["id"]
        for one in listed
        for side in one["sides"]
        for place in side
        if not 0 <= place["start"] < place["end"] <= len(texts[place["document"]])
    ]

    assert (True, []) == (len(listed) >= 20, outside)
