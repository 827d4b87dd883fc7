"""Two readers of one document: what they share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.gold import Gold, GoldRecord, Scope
from ingest.two_readers import Agreement, compare, main
from ontology.records import Span


def record(kind: str, start: int, **fields: Any) -> GoldRecord:
    """A record of twenty characters."""
    return GoldRecord(
        document="nota", kind=kind, label="iets", span=Span(start, start + 20), fields=fields
    )


def gold(*records: GoldRecord, scopes: tuple[Scope, ...] = ()) -> Gold:
    """The gold of one reader."""
    return Gold("nota", records, scopes)


def shared(first: Gold, second: Gold) -> tuple[int, int, int]:
    """What each has and what they share, of the only kind."""
    (one,) = compare(first, second)
    return (one.first, one.second, one.shared)


def test_readers_agree_on_a_place() -> None:
    """Half of the shorter span is the same place."""
    assert (2, 1, 1) == shared(gold(record("goal", 0), record("goal", 50)), gold(record("goal", 8)))


def test_readers_disagree_on_another_value_in_the_same_place() -> None:
    """A number is shared only when both read the same number."""
    one, other = record("quantity", 0, value=3), record("quantity", 0, value=4)
    assert (1, 1, 0) == shared(gold(one), gold(other))


def test_readers_agree_on_a_name_wherever_it_stands() -> None:
    """Who named a party at another mention named the same party."""
    one = record("actor", 0, canonical="gemeente Wijk")
    other = record("actor", 300, canonical="de Wijk", aliases=["Wijk"])
    assert (1, 1, 1) == shared(gold(one), gold(other))


def test_a_thing_named_twice_counts_once() -> None:
    """A reader who lists each mention has not read more parties."""
    twice = gold(record("actor", 0, canonical="Wijk"), record("actor", 90, canonical="Wijk"))
    assert (1, 1, 1) == shared(twice, gold(record("actor", 0, canonical="Wijk")))


def test_each_record_is_shared_once() -> None:
    """Two records of one reader cannot both be the same one of the other."""
    assert (2, 1, 1) == shared(gold(record("goal", 0), record("goal", 4)), gold(record("goal", 2)))


def test_only_what_the_other_covers_is_compared() -> None:
    """What lies outside the other reader's part says nothing about agreement."""
    part = Scope(Span(0, 100), frozenset(("milestone",)))
    first = gold(record("milestone", 0, date="2031"), record("milestone", 500, date="2032"))
    second = gold(record("milestone", 0, date="2031"), scopes=(part,))
    assert (1, 1, 1) == shared(first, second)


def test_kinds_that_one_reader_has_not_are_left_out() -> None:
    """A kind that only one reader looked for is not compared."""
    assert () == compare(gold(record("goal", 0)), gold(record("actor", 0)))


def test_agreement_is_twice_the_shared_of_all() -> None:
    """One when everything is shared, and when there is nothing to share."""
    assert 0.5 == Agreement(kind="goal", first=3, second=1, shared=1).share
    assert 1.0 == Agreement(kind="goal", first=0, second=0, shared=0).share


def test_the_command_prints_the_kinds_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for each kind, with the share."""
    item = {"label_nl": "iets", "start": 0, "end": 5}
    for name in ("een.json", "twee.json"):
        rows = [item | {"kind": "goal"}, item | {"kind": "theme"}]
        (tmp_path / name).write_text(json.dumps(rows), encoding="utf-8")
    paths = [str(tmp_path / "een.json"), str(tmp_path / "twee.json")]
    assert 0 == main([*paths, "--kind", "goal"])
    lines = capsys.readouterr().out.splitlines()
    assert [["goal", "1", "1", "1", "1.00"]] == [line.split() for line in lines[1:]]


def test_a_file_that_is_no_gold_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The user reads which file cannot be opened."""
    assert 2 == main([str(tmp_path / "een.json"), str(tmp_path / "twee.json")])
    assert capsys.readouterr().err.startswith("een.json: cannot be opened")
