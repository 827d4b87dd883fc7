"""Numbers: values, hedges, ranges, spans, and figures that are no numbers."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from ingest.numbers import Number, find_numbers, parse_figure


def only(text: str, *counted: str) -> Number:
    """The one number of a text."""
    (number,) = find_numbers(text, counted)
    return number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("er komen 4.250 bomen", "4250"),
        ("voor € 2,4 miljoen", "2400000"),
        ("samen 81.000 euro", "81000"),
        ("dat is 48 cent", "0.48"),
        ("een kwart, dus 25%", "25"),
        ("zo'n 7 ha", "7"),
        ("elk 2/5 deel", "0.4"),
        ("vier torens", "4"),
        ("een saldo van -12", "-12"),
        ("ruim 1.234.567 stuks", "1234567"),
    ],
)
def test_value(text: str, value: str) -> None:
    """Dots part thousands, a comma starts decimals, scale words and cents multiply."""
    assert Decimal(value) == only(text).value


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("minstens 300 bomen", 300, None),
        ("meer dan 300 bomen", 300, None),
        ("300 plus bomen", 300, None),
        ("hooguit 300 bomen", None, 300),
        ("niet meer dan 300 bomen", None, 300),
        ("300 tot 450 bomen", 300, 450),
        ("300-450 bomen", 300, 450),
        ("300 – 450 bomen", 300, 450),
        ("tussen 300 en 450 bomen", 300, 450),
        ("precies 300 bomen", 300, 300),
    ],
)
def test_limits(text: str, low: int | None, high: int | None) -> None:
    """A hedge opens one end and a range closes two."""
    number = only(text)

    assert (low, high) == (number.low, number.high)


@pytest.mark.parametrize("hedge", ["circa", "ruim", "zo’n", "ongeveer", "bijna", "ca."])
def test_approximate(hedge: str) -> None:
    """Words that blur a number make it approximate, with both ends kept."""
    number = only(f"{hedge} 500 bomen")

    assert (True, 500, 500) == (number.approximate, number.low, number.high)


@pytest.mark.parametrize(
    "text",
    [
        "op 3 mei 2031", "per 1-1-2030", "in 2031", "tussen 2030 en 2040", "de A18 en de N36",
        "zie paragraaf 4.2", "artikel 12", "bijlage 3", "1. eerste punt", "de 3e keer",
        "bel 053-1234567", "postcode 7500 AB", "§ 3.4", "NPX1", "een 65-jarige",
    ],
)  # fmt: skip
def test_no_number(text: str) -> None:
    """Dates, years, roads, references, markers and addresses are no numbers."""
    assert () == find_numbers(text)


def test_year_before_counted_word_is_a_number() -> None:
    """A figure that looks like a year counts when what it counts follows."""
    assert 2035 == only("er komen 2035 bomen", "bomen").value


def test_list_is_no_range() -> None:
    """Numbers with commas and `of` between them stay apart."""
    assert [10, 20, 30] == [n.value for n in find_numbers("10, 20 of 30 bomen")]


def test_scale_holds_for_both_ends() -> None:
    """In `2 tot 3 miljoen` the first figure counts in millions too."""
    number = only("2 tot 3 miljoen euro")

    assert (2_000_000, 3_000_000) == (number.low, number.high)


def test_span_runs_over_hedge_and_line_end() -> None:
    """The span starts at the hedge and may run over the end of a line."""
    text = "wel minstens \n4.000 \nprocent"
    number = only(text)

    assert "minstens \n4.000 \nprocent" == text[number.span.start : number.span.end]


@settings(deadline=None)  # the first to ask waits for the words of all guards
@given(st.integers(min_value=0, max_value=10**9))
def test_written_number_reads_back(value: int) -> None:
    """A number written with Dutch dots reads back as itself."""
    assert value == parse_figure(f"{value:,}".replace(",", "."))


@settings(deadline=None)  # the first to ask waits for the words of all guards
@given(
    st.integers(min_value=3000, max_value=10**8),
    st.sampled_from(["", "circa ", "minstens ", "de "]),
    st.text(alphabet="bcdf \n", max_size=12),
)
def test_span_slices_back(value: int, hedge: str, before: str) -> None:
    """Whatever stands before, the figure lies inside the span and gives the value."""
    figure = f"{value:,}".replace(",", ".")
    text = f"{before} {hedge}{figure} bomen"
    number = only(text)

    assert text[number.value_start : number.span.end] == figure
    assert value == number.value


@settings(deadline=None)  # the first to ask waits for the words of all guards
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text makes the reader fail; spans never overlap and lie in the text."""
    numbers = find_numbers(text)

    assert all(a.span.end <= b.span.start for a, b in pairwise(numbers))
    assert all(number.span.end <= len(text) for number in numbers)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("wij wekken 1,62 TWh op", "1.62", "TWh"),
        ("met 210 MW wind", "210", "MW"),
        ("een vraag van 11,4 PJ", "11.4", "PJ"),
        ("op 12.500 m² grond", "12500", "square metre"),
        ("binnen 40 minuten", "40", "minute"),
        ("er kwam 3,4 Mton vrij", "3400000", "tonne"),
        ("6 ton afval", "6", "tonne"),
        ("het Rijk betaalt 6 ton", "600000", "euro"),
        ("anderhalf miljoen euro", "1500000", "euro"),
        ("een half miljoen reizigers", "500000", "count"),
        ("vijfentwintig dorpen", "25", "count"),
        ("tweeënveertig dorpen", "42", "count"),
    ],
)
def test_units_and_words(text: str, value: str, unit: str) -> None:
    """Measures keep their unit, tonnes of money are euros, words go up to a hundred."""
    number = only(text)

    assert (Decimal(value), unit) == (number.value, number.unit)


def test_one_out_of_so_many_is_a_share() -> None:
    """`Vier op de vijf` is one percentage; `drie van de zeven` stays two numbers."""
    assert [(80, "percent")] == [(n.value, n.unit) for n in find_numbers("Vier op de vijf dorpen")]
    assert [3, 7] == [n.value for n in find_numbers("Drie van de zeven dorpen")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("een stijging van 30 centimeter", "centimetre"),
        ("tot 48 dB(A) geluid", "decibel"),
        ("hooguit 2,2 mg/l nitraat", "milligram per litre"),
        ("een afvoer van 12 m3/s", "cubic metre per second"),
        ("niet harder dan 30 km/u", "kilometre per hour"),
        ("60 mm regen", "millimetre"),
        ("warmer dan 25 °C", "degree"),
    ],
)
def test_further_units(text: str, unit: str) -> None:
    """Water, sound, speed and warmth are measured in units of their own."""
    assert unit == only(text).unit


def test_amount_after_an_amount_is_money() -> None:
    """`euro` stands once: what follows in millions is money as well."""
    found = find_numbers("4,5 miljoen euro in 2029, 19 miljoen in 2030 en 3 miljoen bomen")

    assert ["euro", "euro", "count"] == [number.unit for number in found]


@pytest.mark.parametrize("text", ["een kwart in 2045", "een kwart meer dan toen"])
def test_share_before_a_year_or_comparison(text: str) -> None:
    """A part in words needs no `van` when a year or a comparison follows."""
    assert (25, "percent") == (only(text).value, only(text).unit)


def test_number_after_a_numbered_name_is_a_number() -> None:
    """`fase 4, 310 woningen`: the phase has a number, the dwellings are counted."""
    assert [310] == [number.value for number in find_numbers("Molenpark fase 4, 310 woningen")]


def test_two_thirds_are_a_share() -> None:
    """`twee derde van` is a part, not the number two."""
    assert "percent" == only("twee derde van de nieuwbouw").unit


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("bijna 8 per 1.000 inwoners", ["8"]),
        ("van 38 naar 29 minuten", ["38", "29"]),
        ("de stichting De Drie Beuken kocht 5 huizen", ["5"]),
        ("zie Kamerstuk 34 682, nr. 215 over 7 wegen", ["7"]),
        ("ruim een kwart daarvan, 27 procent", ["27"]),
        ("ruim een kwart daarvan is groen", ["25"]),
    ],
)
def test_numbers_of_a_phrase(text: str, values: list[str]) -> None:
    """A base, a name, a paper and a rough share before the precise one are no numbers."""
    assert [Decimal(value) for value in values] == [n.value for n in find_numbers(text)]


def test_share_before_a_comparison() -> None:
    """`Twee derde ouder dan …` is a share as well."""
    assert Decimal("66.67") == only("van de kades is twee derde ouder dan nu").value
