"""When a connection of a client is lent to a reader."""

from __future__ import annotations

from graph.request_form import RequestForm
from service.lending import Habit

FORM = RequestForm("target", b"", b"", "SELECT {", "json", "", b"", "", "")


def quick(habit: Habit, times: int, opening: str = "SELECT {", release: str = "r1") -> None:
    """So many quick answers."""
    for _ in range(times):
        if habit.note(opening, release, True):
            habit.learn(opening, FORM._replace(opening=opening))


def test_connection_is_lent_after_four_quick_answers() -> None:
    """Three are not enough."""
    habit = Habit()
    quick(habit, 3)
    before = habit.is_steady
    quick(habit, 1)

    assert (False, True) == (before, habit.is_steady)


def test_slow_answer_begins_the_count_anew_and_its_form_is_forgotten() -> None:
    """What took long once is not answered by a reader to which a connection is lent."""
    habit = Habit()
    quick(habit, 8)
    habit.note("SELECT {", "r1", False)

    assert (False, ()) == (habit.is_steady, habit.forms)


def test_kept_answer_begins_the_count_anew() -> None:
    """It says nothing about how long the next one takes."""
    habit = Habit()
    quick(habit, 8)
    habit.note_kept()

    assert not habit.is_steady


def test_loan_that_bore_little_fruit_makes_the_next_one_later() -> None:
    """After a short loan eight quick answers are needed; after a long one four again."""
    habit = Habit()
    habit.note_loan(1)
    quick(habit, 7)
    before = habit.is_steady
    quick(habit, 1)
    after = habit.is_steady
    habit.note_loan(1_000)
    quick(habit, 4)

    assert (False, True, True) == (before, after, habit.is_steady)


def test_loan_that_was_ended_from_outside_says_nothing() -> None:
    """After a write or the death of a reader a connection is lent again as soon as the first time."""
    habit = Habit()
    habit.note_loan(None)
    quick(habit, 4)

    assert habit.is_steady


def test_forms_of_another_release_are_forgotten() -> None:
    """They hold the name of what was served."""
    habit = Habit()
    quick(habit, 3, "ASK {")
    quick(habit, 1, release="r2")

    assert ["SELECT {"] == [form.opening for form in habit.forms]


def test_few_forms_are_held() -> None:
    """The oldest goes when there are more than eight."""
    habit = Habit()
    for number in range(20):
        quick(habit, 1, f"SELECT ?v{number} {{")

    assert [f"SELECT ?v{number} {{" for number in range(12, 20)] == [
        form.opening for form in habit.forms
    ]
