"""The same conflicts with other numbers, other areas and in another order: none hangs on a value."""

from __future__ import annotations

from typing import Final

import pytest

from tests.integration.test_checks import ask, target
from tests.integration.test_checks_all import (
    HEAD,
    IN_A,
    ISSUED,
    NEED,
    PARTS,
    PER,
    TASK,
    number,
)

AREAS: Final = ("noord", "zuid", "dorp-aan-zee")
NUMBERS: Final = (7, 480, 123_456)


def _indexed(turtle: str, place: str, times: int) -> str:
    """The same triples about another area, with every bound so many times as large."""
    words = [
        _scale(word, times) for word in turtle.replace("plaats/streek", f"plaats/{place}").split()
    ]
    return " ".join(words)


def _scale(word: str, times: int) -> str:
    whole, point, rest = word.partition(".")
    return f"{int(whole) * times}.{rest}" if point and whole.isdigit() and rest.isdigit() else word


CONFLICTS: Final = {
    "disjoint-targets": target("x", "a", "bg:lowerBound 900.0")
    + target("y", "b", "bg:upperBound 700.0"),
    "document-disagrees-with-itself": target("x", "a", "bg:lowerBound 900.0")
    + target("y", "a", "bg:upperBound 700.0"),
    "figures-differ": number("x", "inwoners", 900) + number("y", "inwoners", 700, version="b"),
    "forecast-against-target": number("x", "woningen", -40, year=2045)
    + target("y", "b", "bg:lowerBound 900.0", year=2050)
    + ISSUED.format(year=2025),
    "need-exceeds-capacity": NEED + number("n", "vraag", 900) + number("c", "ruimte", 700),
    "parts-against-total": PARTS + TASK + number("c", "c", 200),
    "people-per-dwelling": PER + number("i", "erbij", 900) + number("w", "huizen-erbij", 100),
    "sum-differs": "<b/1> a bg:Budget ; bg:statedTotal 31.0 . "
    f"<d/1> bg:partOfBudget <b/1> ; bg:amount 30.0 . <b/1> {IN_A}",
}


@pytest.mark.parametrize("name", CONFLICTS)
@pytest.mark.parametrize(("place", "times"), list(zip(AREAS, NUMBERS, strict=True)))
def test_a_conflict_does_not_hang_on_its_numbers_or_area(name: str, place: str, times: int) -> None:
    """What is found of one area with small numbers is found of another with large ones."""
    assert ask(name, HEAD + _indexed(CONFLICTS[name], place, times))


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_conflict_does_not_hang_on_the_order(name: str) -> None:
    """The document that comes first may be either: the versions change places."""
    swapped = CONFLICTS[name].replace("versie/a", "versie/@").replace("versie/b", "versie/a")
    years = swapped.replace("versie/@", "versie/b").replace("document/a", "document/@")
    turned = years.replace("document/b", "document/a").replace("document/@", "document/b")

    assert ask(name, HEAD + turned)
