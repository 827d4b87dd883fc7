"""Dates and years: precision, periods, missing years, impossible days."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from ingest.dates import MONTHS, DateMention, find_dates, find_opening, find_years


def only(text: str) -> DateMention:
    """The one date of a text."""
    (date,) = find_dates(text)
    return date


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("13 mei 2031", "2031-05-13", "2031-05-13"),
        ("1-12-2031", "2031-12-01", "2031-12-01"),
        ("2031-12-01", "2031-12-01", "2031-12-01"),
        ("Mei 2031", "2031-05", "2031-05"),
        ("Mei/juni 2031", "2031-05", "2031-06"),
        ("december/januari 2032", "2031-12", "2032-01"),
        ("maart 2031-mei 2032", "2031-03", "2032-05"),
        ("najaar 2031", "2031-09", "2031-12"),
        ("eerste kwartaal van 2031", "2031-01", "2031-03"),
        ("eind 2031", "2031-09", "2031-12"),
        ("7 \n\nmei 2031", "2031-05-07", "2031-05-07"),
    ],
)
def test_precision_is_kept(text: str, begin: str, end: str) -> None:
    """A date is as precise as it is written; a period has a begin and an end."""
    date = only(text)

    assert (begin, end) == (date.begin(), date.end())


@pytest.mark.parametrize("text", ["voor 1 juli", "op 3 mei", "Mei/juni overleg", "in juli"])
def test_year_may_be_missing(text: str) -> None:
    """A date without year says so, and takes the year it is given."""
    date = only(text)

    assert date.year is None
    assert date.end(2031).startswith("2031-0")


def test_unknown_year_cannot_be_written() -> None:
    """Without any year there is nothing to write."""
    with pytest.raises(ValueError, match="without a year"):
        only("op 3 mei").begin()


@pytest.mark.parametrize("text", ["31 april 2031", "30-2-2031", "45 mei", "mei", "12.031 bomen"])
def test_no_date(text: str) -> None:
    """Days that do not exist and bare words are no dates."""
    assert () == find_dates(text)


@pytest.mark.parametrize(
    ("text", "year", "since", "aim"),
    [
        ("tot 2031", 2031, None, "by"),
        ("in 2031", 2031, None, "in"),
        ("richting 2031", 2031, None, "by"),
        ("tussen 2021 en 2031", 2031, 2021, "between"),
        ("2021-2031", 2031, 2021, "between"),
        ("tussen nu en 2031", 2031, None, "by"),
        ("na 2031", 2031, None, "from"),
        ("van heden tot 2031", 2031, None, "by"),
        ("tot het jaar 2031", 2031, None, "by"),
    ],
)
def test_year_with_its_aim(text: str, year: int, since: int | None, aim: str) -> None:
    """A year comes with the small word that says how it is meant."""
    (found,) = find_years(text)

    assert (year, since, aim) == (found.year, found.since, found.aim)


@settings(deadline=None)  # the first to ask waits for the words of all guards
@given(st.integers(1, 28), st.sampled_from(MONTHS), st.integers(1950, 2149))
def test_written_date_reads_back(day: int, month: str, year: int) -> None:
    """A date written out reads back with its exact span."""
    text = f"Op {day} {month} {year} was het."
    date = only(text)

    assert f"{day} {month} {year}" == text[date.span.start : date.span.end]
    assert f"{year}-{MONTHS.index(month) + 1:02d}-{day:02d}" == date.begin()


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("voor de zomer van 2031", "2031-06", "2031-06"),
        ("na het zomerreces van 2031", "2031-09", "2031-09"),
        ("3 tot en met 14 mei 2031", "2031-05-03", "2031-05-14"),
        ("Q3-2031", "2031-07", "2031-09"),
        ("2e kwartaal 2031", "2031-04", "2031-06"),
        ("halverwege 2031", "2031-05", "2031-08"),
        ("einde 2031", "2031-09", "2031-12"),
    ],
)
def test_seasons_quarters_and_days(text: str, begin: str, end: str) -> None:
    """Limits by a season, quarters in several spellings, ranges of days."""
    date = only(text)

    assert (begin, end) == (date.begin(), date.end())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Maart stuurgroep", "Maart"),
        ("- 2035: herijking", "2035"),
        ("2031\tStart", "2031"),
        ("2035 - 2040", None),
        ("2031 woningen", None),
        ("maart", None),
    ],
)
def test_opening_of_a_row(text: str, found: str | None) -> None:
    """A month or year opens a row only when words follow."""
    date = find_opening(text)

    assert found == (text[date.span.start : date.span.end] if date else None)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("week 47 van 2029", "2029-11-19", "2029-11-25"),
        ("voor het einde van het jaar 2031", "2031-12", "2031-12"),
    ],
)
def test_weeks_and_the_end_of_a_year(text: str, begin: str, end: str) -> None:
    """A week runs from Monday to Sunday; before the end of the year is December."""
    date = only(text)

    assert (begin, end) == (date.begin(2031), date.end(2031))


def test_week_without_year_is_a_month() -> None:
    """Without a year only the month of a week is known."""
    assert "2030-11" == only("in week 47").begin(2030)


def test_week_that_does_not_exist() -> None:
    """Week 54 and week 53 of a shorter year are no dates."""
    assert () == find_dates("week 54 en week 53 van 2029")


def test_two_years_open_a_row() -> None:
    """`2034/2035` at the head of a row runs over both years."""
    opening = find_opening("2034/2035: aanleg van de weg")

    assert opening is not None
    assert ("2034", "2035") == (opening.begin(), opening.end())
