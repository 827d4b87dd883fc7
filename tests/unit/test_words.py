"""Words as search compares them, and compounds taken apart."""

from __future__ import annotations

from collections import Counter

import pytest

from graph.compounds import Vocabulary
from graph.words import base_form, iter_words


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["wonen", "en", "werken"], "Wonen en werken"),
        (["coordinatie"], "Coördinatie"),
        (["20000", "woningen"], "20.000 woningen"),
        (["water", "klimaat"], "water-klimaat"),
        (["2", "5"], "2,5"),
        ([], " … – "),
    ],
)
def test_words_are_folded(expected: list[str], text: str) -> None:
    """Small letters, no accents, numbers without thousands signs."""
    assert expected == [word.form for word in iter_words(text)]


def test_words_know_their_place() -> None:
    """A word can be cut out of the text it came from."""
    text = "De Coördinatie, van 1.250 plannen"

    assert ["De", "Coördinatie", "van", "1.250", "plannen"] == [
        text[word.start : word.end] for word in iter_words(text)
    ]


@pytest.mark.parametrize(
    ("expected", "word"),
    [("woning", "woningen"), ("stad", "steden"), ("2050", "2050"), ("qwzx", "qwzx")],
)
def test_base_forms(expected: str, word: str) -> None:
    """Plurals go to their singular; what is no word stays."""
    assert expected == base_form(word)


WORDS = "woningbouw opgave woning bouw regio visie markt land best uur over heid dorpen raad"


@pytest.fixture
def vocabulary() -> Vocabulary:
    """A vocabulary in which each of these words stands on its own once."""
    return Vocabulary(Counter(WORDS.split()))


@pytest.mark.parametrize(
    ("expected", "word"),
    [
        ({"woningbouw", "opgave", "woning", "bouw"}, "woningbouwopgave"),
        ({"woning", "markt"}, "woningmarkt"),
        ({"regio", "visie"}, "regiovisie"),
        ({"dorp", "raad"}, "dorpsraad"),
        (set(), "bestuur"),  # not 'best' and 'uur': a part has four letters
        (set(), "overheid"),  # 'over' begins no compound, 'heid' ends none
        (set(), "landlijk"),
        (set(), "woning"),
        (set(), "20000"),
    ],
)
def test_compounds(expected: set[str], word: str, vocabulary: Vocabulary) -> None:
    """A compound has all its parts, in their base form; what only looks like one has none."""
    assert expected == set(vocabulary.parts(word))


def test_a_part_must_stand_on_its_own() -> None:
    """A word nobody uses by itself is no part."""
    assert () == Vocabulary(Counter({"woning": 9})).parts("woningmarkt")
