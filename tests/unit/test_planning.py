"""The time line and the way of a decision: past and to come, positions, order."""

from __future__ import annotations

from datetime import date

import pytest

from service.planning import Moment, _depths, draw, order, tell_when

TODAY = date(2031, 6, 15)


def moment(text: str) -> Moment:
    """A moment at a date."""
    return Moment(text, text, text, tell_when(text, TODAY), (), "brief", "Brief", "")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("past", "2031-06-14"),
        ("now", "2031-06-15"),
        ("now", "2031-06"),
        ("now", "2031"),
        ("future", "2031-07"),
        ("future", "2032"),
        ("past", "2030"),
        ("unknown", ""),
        ("unknown", "voorjaar"),
    ],
)
def test_past_and_future_follow_the_release(expected: str, text: str) -> None:
    """A month or year that holds the day of the release is now."""
    assert expected == tell_when(text, TODAY)


def test_what_is_to_come_stands_first() -> None:
    """The nearest first; after it what was, the latest first."""
    shown = order([moment(text) for text in ("2029", "2030", "2032", "2033")])

    assert ["2032", "2033", "2030", "2029"] == [one.date for one in shown]


def test_moments_of_one_month_stand_above_one_another() -> None:
    """They share their place on the axis and not their height."""
    line = draw([moment("2031-02"), moment("2031-02-20")], TODAY)

    assert line is not None
    assert (2, 1) == (len({dot.y for dot in line.dots}), len({round(d.x) // 20 for d in line.dots}))


def test_a_time_line_needs_a_date() -> None:
    """Without dates nothing is drawn."""
    assert draw([moment("")], TODAY) is None


def test_the_axis_holds_every_moment_and_the_release() -> None:
    """The years run from the first moment to after the release."""
    line = draw([moment("2024"), moment("2026-03")], TODAY)

    assert line is not None
    assert (2024, 2032) == (line.years[0][1], line.years[-1][1])


def test_who_prepares_comes_before_who_decides() -> None:
    """The depth of a body is the longest way to it."""
    edges = {("team", "tafel"), ("tafel", "raad"), ("team", "raad")}

    assert {"team": 0, "tafel": 1, "raad": 2} == _depths(edges)


def test_a_circle_of_bodies_ends() -> None:
    """Bodies that prepare each other get a place all the same."""
    assert {"a", "b"} == set(_depths({("a", "b"), ("b", "a")}))
