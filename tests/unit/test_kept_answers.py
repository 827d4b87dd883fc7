"""Answers kept in memory: for one state only, and no more bytes than allowed."""

from __future__ import annotations

from graph.kept_answers import MOST_BYTES, Kept, KeptAnswers


def kept(size: int) -> Kept:
    """An answer of this many bytes."""
    return Kept([], b"x" * size)


def test_an_answer_is_found_again_in_the_same_state() -> None:
    """The very object that was kept."""
    answers, one = KeptAnswers(10_000), kept(10)
    answers.keep("a", "q", 5, one)
    assert one is answers.find("a", "q")


def test_another_state_has_none_of_them() -> None:
    """What was kept before a change is gone, also when the old state would come back."""
    answers = KeptAnswers(10_000)
    answers.keep("a", "q", 5, kept(10))
    answers.keep("b", "r", 5, kept(10))
    assert [None, None] == [answers.find("b", "q"), answers.find("a", "q")]


def test_the_one_not_used_for_longest_goes_first() -> None:
    """Room for two: the third takes the place of the one nobody asked for."""
    answers = KeptAnswers(4_000)
    for name in "qr":
        answers.keep("a", name, 0, kept(500))
    answers.find("a", "q")
    answers.keep("a", "s", 0, kept(500))
    assert [True, False, True] == [answers.find("a", name) is not None for name in "qrs"]


def test_bytes_of_questions_count() -> None:
    """A question that does not fit is not kept with its answer."""
    answers = KeptAnswers(4_000)
    answers.keep("a", "q", 3_500, kept(1))
    assert answers.find("a", "q") is None


def test_a_large_answer_is_not_kept() -> None:
    """One answer never fills the memory for all."""
    answers = KeptAnswers(10 * MOST_BYTES)
    answers.keep("a", "q", 0, kept(MOST_BYTES + 1))
    assert answers.find("a", "q") is None


def test_same_question_again_counts_once() -> None:
    """Keeping it a hundred times leaves room for another."""
    answers = KeptAnswers(4_000)
    for _ in range(100):
        answers.keep("a", "q", 0, kept(500))
    answers.keep("a", "r", 0, kept(500))
    assert answers.find("a", "q") is not None
