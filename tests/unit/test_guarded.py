"""Guarded patterns: the words that a match must hold, and the same matches as without a guard."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from ingest.guarded import find_words, guard
from ingest.phrases import PHRASES


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(?:doel|ambitie)\b", ("ambitie", "doel")),
        (r"\bwij\s+willen\s+(?:bouwen|slopen)", ("willen",)),
        (r"(?:raads)?brief\w*", ("brief",)),
        (r"Brief|kamerbrief", ("brief",)),
        (r"(?:stad|dorp)+en", ("dorp", "stad")),
        (r"(?:stad)?\d+", tuple("0123456789")),
        (r"(?:19|20)\d\d", ("19", "20")),
        (r"stad|\d{2}", (*"0123456789", "stad")),
        (r"(?:stad)?\w+", ()),
        (r"[ab]c|de", ()),
        (r"stad|\w+", ()),
    ],
)
def test_words_of_a_pattern_are_told(pattern: str, words: tuple[str, ...]) -> None:
    """Each match holds one of the words; where a match can do without any, there are none."""
    assert words == find_words(re.compile(pattern))


_WORDS = (
    "is",
    "een",
    "bouwsteen",
    "voor",
    "draagt",
    "bij",
    "AAN",
    "vervangt",
    "ligt in",
    "kan",
    "de",
)


@given(st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join))
def test_guard_changes_no_match(text: str) -> None:
    """Whatever the sentence, a guarded pattern finds what the pattern finds."""
    assert [
        [match.span() for match in phrase.words.pattern.finditer(text)] for phrase in PHRASES
    ] == [[match.span() for match in phrase.words.finditer(text)] for phrase in PHRASES]


def test_search_stays_within_its_bounds() -> None:
    """A word outside the part that is searched neither opens the guard nor matches."""
    assert guard("plan").search("plan en dan", 2) is None
