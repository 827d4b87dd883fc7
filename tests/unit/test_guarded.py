"""Guarded patterns: the words that a match must hold, and the same matches as without a guard."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings, strategies as st

from ingest.guarded import GuardedList, find_words, guard
from ingest.phrases import PHRASES


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(?:doel|ambitie)\b", ("ambitie", "doel")),
        (r"\bwij\s+willen\s+(?:bouwen|slopen)", ("wij willen bouwen", "wij willen slopen")),
        (r"(?:raads)?brief\w*", ("brief",)),
        (r"Brief|kamerbrief", ("brief",)),
        (r"(?:stad|dorp)+en", ("dorp", "stad")),
        (r"(?:stad)?\d+", tuple("0123456789")),
        (r"20\d\d", tuple(f"20{figure}" for figure in range(10))),
        (r"(?:de|onze) doel(?:en)?", ("de doel", "onze doel")),
        (r"[Rr]egio\s+is\b", ("regio is",)),
        (r"ons\s*plan", ("ons plan", "onsplan")),
        (r"plan[ \xad]van", ("plan van",)),
        (r"v[oó]{2}r", ("voor", "voór", "vóor", "vóór")),
        (r"zo\s+zorgen|zorgt", ("zo zorgen", "zorgt")),
        (r"[Dd]e\s\w+\s\(", (" (",)),
        (r"\w+(?=\s(?:dat|die))", (" dat", " die")),
        (r"(?<=na )de", ("de",)),
        (r"par\. [1-3]", ("par. 1", "par. 2", "par. 3")),
        (r"stad|\d{2}", (*"0123456789", "stad")),
        (r"(?:stad)?\w+", ()),
        (r"[^a]b", ()),
        (r"[ab]c|de", ("ac", "bc", "de")),
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


@settings(deadline=None)  # the first to ask waits for the words of all guards
@given(st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join))
def test_guard_changes_no_match(text: str) -> None:
    """Whatever the sentence, a guarded pattern finds what the pattern finds."""
    assert [
        [match.span() for match in phrase.words.pattern.finditer(text)] for phrase in PHRASES
    ] == [[match.span() for match in phrase.words.finditer(text)] for phrase in PHRASES]


def test_search_stays_within_its_bounds() -> None:
    """A word outside the part that is searched neither opens the guard nor matches."""
    assert guard("plan").search("plan en dan", 2) is None


@pytest.mark.parametrize("text", ["ons  plan", "ons\n plan", "Ons\u00a0Plan", "ons\xadplan"])
def test_white_space_of_any_kind_opens_a_guard(text: str) -> None:
    """A line end, hard space or soft hyphen stands between two words as a space does."""
    found = guard(r"(?i:ons)(?:\s|\xad)+(?i:plan)").search(text)
    assert (0, len(text)) == (found.span() if found else None)


def test_pattern_without_words_is_always_tried() -> None:
    """A guard that knows no words lets every text through."""
    assert guard(r"[a-z]+").search("x") is not None


def test_list_tells_which_patterns_may_match() -> None:
    """The places of those with a word in the text, and of those without words, in order."""
    listed = GuardedList([guard("weg"), guard("plan"), guard(r"\w+"), guard("dan")])
    assert [1, 2, 3] == listed.which("een plan en dan")


def test_guard_made_later_counts_for_a_text_seen_before() -> None:
    """What was told of a text is worked out again when there is a new guard."""
    guard("eerder").may_match("later gemaakt")
    assert guard("later").may_match("later gemaakt")
