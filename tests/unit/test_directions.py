"""Directions: growth, shrinkage, no addition, staying the same, with subject and period."""

from __future__ import annotations

import pytest

from ingest.directions import find_directions
from tests.unit.small_document import make_document


def directions(text: str) -> list[tuple[str, str, int | None, int | None]]:
    """Way, subject and period of each direction in a text of 2027."""
    document = make_document(f"{text}\n", date="2027")
    return [(d.way, d.slug, d.since, d.until) for d in find_directions(document)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Na 2041 daalt het aantal banen in Merenland.", ("less", "banen", 2041, None)),
        ("We verwachten tot 2040 groei van het aantal inwoners.", ("more", "inwoners", None, 2040)),
        (
            "Er komt geen netto uitbreiding van sociale huurwoningen.",
            ("none", "sociale-huur", None, None),
        ),
        ("Voor woningen is de tijd van uitbreiding voorbij.", ("none", "woningen", None, None)),
        ("Er worden geen nieuwe kantoren toegevoegd.", ("none", "kantoren", None, None)),
        ("Het aantal huishoudens blijft tot 2045 gelijk.", ("same", "huishoudens", None, 2045)),
        ("Tussen 2030 en 2040 neemt de werkgelegenheid toe.", ("more", "banen", 2030, 2040)),
        ("De streek krijgt te maken met krimp.", ("less", "inwoners", None, None)),
    ],
)
def test_direction(text: str, expected: tuple[str, str, int | None, int | None]) -> None:
    """Each way of saying it gives the way, the subject and the years."""
    assert [expected] == directions(text)


@pytest.mark.parametrize(
    "text",
    [
        "Moet het aantal banen groeien?",
        "Sinds 2011 zijn de banen gegroeid.",
        "De vraag naar woningen neemt toe.",
        "Het aandeel kleine huishoudens neemt toe.",
        "Groei van de toegevoegde waarde is belangrijk.",
        "De dorpen mogen niet aan elkaar groeien.",
    ],
)
def test_no_direction(text: str) -> None:
    """A question, the past, a demand, a share and a direction of nothing known do not count."""
    assert [] == directions(text)


def test_afterwards_starts_where_the_year_before_it_ends() -> None:
    """`Daarna` opens the period that the year before it closes."""
    found = directions("De bevolking groeit tot 2035 en zal daarna afnemen.")

    assert {("more", "inwoners", None, 2035), ("less", "inwoners", 2035, None)} == set(found)
