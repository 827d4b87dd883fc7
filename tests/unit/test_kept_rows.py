"""Answers that pages asked before: the same graph gives them again, another one does not."""

from __future__ import annotations

from service.kept_rows import KeptRows, Rows

ONE: Rows = ({"a": "1", "b": "2"},)


def test_the_same_question_of_the_same_graph_has_the_same_answer() -> None:
    """What was kept is given back."""
    kept = KeptRows()
    kept.keep(1, "goals", ONE)

    assert ONE == kept.find(1, "goals")


def test_another_graph_has_no_answers_yet() -> None:
    """After a change nothing of before is given."""
    kept = KeptRows()
    kept.keep(1, "goals", ONE)

    assert kept.find(2, "goals") is None


def test_answers_of_before_are_thrown_away() -> None:
    """Nobody gets them back by going back."""
    kept = KeptRows()
    kept.keep(1, "goals", ONE)
    kept.keep(2, "bodies", ONE)

    assert kept.find(1, "goals") is None


def test_what_was_not_used_for_longest_goes_first() -> None:
    """A full store gives up the answer that nobody asked for."""
    kept = KeptRows(most_cells=8)
    for name in ("goals", "bodies"):
        kept.keep(1, name, ONE)
    kept.find(1, "goals")
    kept.keep(1, "actions", ONE)

    assert (ONE, None) == (kept.find(1, "goals"), kept.find(1, "bodies"))


def test_a_large_answer_is_not_kept() -> None:
    """One answer never fills more than half."""
    kept = KeptRows(most_cells=8)
    kept.keep(1, "network", ONE * 2)

    assert kept.find(1, "network") is None
