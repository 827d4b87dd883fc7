"""Whole numbers in an address."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from service.whole_numbers import WholeNumber

_NUMBER = TypeAdapter(WholeNumber)


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (5, "05"), (-3, "-3"), (10**9, str(10**9))])
def test_figures_are_a_number(number: int, text: str) -> None:
    """What is written in figures is taken."""
    assert number == _NUMBER.validate_python(text)


@pytest.mark.parametrize(
    "text", ["", "+0.0", "5.0", "1_0", " 5", "5\n", "+5", "1e3", "٣", "9" * 19]
)
def test_anything_else_is_refused(text: str) -> None:
    """Other spellings, which the description of the interface does not allow, are refused."""
    with pytest.raises(ValidationError, match="in figures only"):
        _NUMBER.validate_python(text)


def test_the_interface_describes_an_integer() -> None:
    """The description says what any client understands."""
    assert {"type": "integer"} == _NUMBER.json_schema()
