"""Goals that may belong together, ranked by what they share."""

from __future__ import annotations

from service.alignment import rank_candidates

THEMES = {"t/wonen": "wonen", "t/energie": "energie"}


def row(lower: str, upper: str, **more: str) -> dict[str, str]:
    """One row of `cascade-candidates`, sharing the theme housing unless said otherwise."""
    return {
        "lower": f"doel/{lower}",
        "upper": f"doel/{upper}",
        "lowerLabel": lower,
        "upperLabel": upper,
        "lowerDocument": "document/onder",
        "upperDocument": "document/boven",
        "shared": "t/wonen",
        "places": "0",
        "indicators": "0",
        **more,
    }


def test_one_shared_theme_alone_is_no_candidate() -> None:
    """Nearly all goals share some theme; that says too little."""
    assert [] == rank_candidates([row("huizen bouwen", "duurzaam leven")], THEMES)


def test_shared_words_are_named() -> None:
    """The words that two labels share are the reason a person reads."""
    (found,) = rank_candidates([row("betaalbare huizen", "Betaalbare buurten")], THEMES)

    assert ("betaalbare",) == found.words


def test_an_indicator_weighs_more_than_a_place() -> None:
    """The best candidate shares what is hardest to share by chance."""
    found = rank_candidates(
        [row("aa", "bb", places="1"), row("cc", "dd", indicators="1")],
        THEMES,
    )

    assert [("cc", 4), ("aa", 3)] == [(one.lower_label, one.score) for one in found]


def test_the_name_of_the_region_says_nothing() -> None:
    """Every goal is about the region; its name is no shared word."""
    rows = [row("Zandland groeit", "Zandland bloeit")]

    assert [] == rank_candidates(rows, THEMES, "Zandland")


def test_a_word_in_most_labels_says_nothing() -> None:
    """A word that stands in more than a tenth of the labels, and in more than five, is common."""
    rows = [row(f"groene wijk {n}", f"groene stad {n}") for n in range(10)]

    assert [] == rank_candidates(rows, THEMES)


def test_two_shared_themes_are_a_candidate() -> None:
    """Two goals with the same pair of themes are worth a look, and the themes are named."""
    (found,) = rank_candidates([row("aa", "bb", shared="t/wonen t/energie")], THEMES)

    assert ("energie", "wonen") == found.theme_labels
