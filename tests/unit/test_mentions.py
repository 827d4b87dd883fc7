"""Mentions: labels found in text as it comes, with exact spans."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ingest.mentions import Gazetteer
from ingest.segment import segment
from ontology.records import Iri, Label, Mention, MentionKind, RegisterEntry

_BASE = "https://example.org/id/"


def entry(
    slug: str,
    kind: MentionKind,
    *labels: str,
    exact: tuple[str, ...] = (),
    negative: tuple[str, ...] = (),
    place: str | None = None,
) -> RegisterEntry:
    """A register entry; the first label is the preferred one."""
    return RegisterEntry(
        iri=Iri(_BASE + slug),
        kind=kind,
        type=Iri(_BASE + kind),
        preferred=labels[0],
        labels=tuple(Label(text=label) for label in labels)
        + tuple(Label(text=label, exact=True) for label in exact),
        negative=negative,
        place=Iri(_BASE + place) if place else None,
    )


ENTRIES = (
    entry("wonen", "theme", "wonen", "woningbouw", "woning", negative=("WoON Merenland",)),
    entry("economie", "theme", "economie", "werkgelegenheid", "baan"),
    entry("water", "theme", "water", negative=("waterschap",)),
    entry("lindewold", "place", "Lindewold", negative=("Lindewold (Duinen)",)),
    entry("oost-holten", "place", "Oost-Holten"),
    entry("oost", "place", "Oost"),
    entry("merenland", "place", "Merenland"),
    entry("borgen", "place", "Borgen"),
    entry("gemeente-lindewold", "actor", "gemeente Lindewold", place="lindewold"),
    entry("gemeente-borgen", "actor", "gemeente Borgen", place="borgen"),
    entry("provincie", "actor", "provincie Waterland", "provincie"),
    entry("woon", "actor", "WoON Merenland"),
    entry("visie", "document", "Regionale Agenda Merenland", exact=("RAM",)),
)
GAZETTEER = Gazetteer(ENTRIES)


def found(text: str) -> list[tuple[str, str]]:
    """Entity slugs with the words they were found in."""
    return [
        (item.entity.removeprefix(_BASE), text[item.span.start : item.span.end])
        for item in GAZETTEER.find(text, segment(text))
    ]


def slugs(text: str) -> list[str]:
    """Entity slugs in text order."""
    return [slug for slug, _ in found(text)]


_BREAKS = st.sampled_from(["", "\xad", "\xad\n", "-\n"])
_SPACES = st.sampled_from([" ", "  ", "\n", " \n ", "\t"])


@given(st.lists(_BREAKS, min_size=8, max_size=8), st.text("Zxq ", max_size=12))
def test_name_with_breaks_inside_is_found_exactly(breaks: list[str], before: str) -> None:
    """Soft hyphens and line breaks inside a name change nothing but the span."""
    name = "Lindewold"
    written = name[0] + "".join(
        broken + char for broken, char in zip(breaks, name[1:], strict=True)
    )
    text = f"{before} {written} ligt daar."
    mentions = GAZETTEER.find(text)
    assert [written] == [text[item.span.start : item.span.end] for item in mentions]


@given(_SPACES, _SPACES)
def test_white_space_inside_a_name_does_not_matter(one: str, other: str) -> None:
    """Any run of white space counts as one space."""
    text = f"In de Regionale{one}Agenda{other}Merenland staat het."
    assert f"Regionale{one}Agenda{other}Merenland" in [
        text[item.span.start : item.span.end] for item in GAZETTEER.find(text)
    ]


@given(st.text(max_size=200))
def test_spans_lie_in_the_text(text: str) -> None:
    """No text gives a span outside it, and mentions are sorted."""
    mentions = GAZETTEER.find(text)
    spans = [item.span for item in mentions]
    assert spans == sorted(spans)
    assert all(span.end <= len(text) for span in spans)


def test_longest_name_wins() -> None:
    """A shorter name inside a longer one of its kind is not found."""
    assert [("oost-holten", "Oost-Holten")] == found("Het ligt in Oost-Holten.")


def test_negative_label_vetoes() -> None:
    """A label inside a negative label is not found."""
    assert [] == slugs("Het dorp Lindewold (Duinen) is een ander.")


def test_label_beside_negative_label_is_found() -> None:
    """A negative label elsewhere in the text vetoes nothing here."""
    assert [("lindewold", "Lindewold")] == found("Niet Lindewold (Duinen) maar het oude Lindewold.")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("De woningbouwopgave groeit.", "woningbouwopgave"),
        ("Er zijn banen nodig.", "banen"),
        ("Er komen woningen bij.", "woningen"),
        ("De bio-economie groeit.", "economie"),
        ("Een kringloopeconomie ontstaat.", "kringloopeconomie"),
        ("De Merenlandse gemeenten zijn er.", "Merenlandse"),
        ("Merenlands trots is dat.", "Merenlands"),
        ("Over wOnen en meer.", "wOnen"),
        ("OVER WONEN EN MEER.", "WONEN"),
    ],
)
def test_forms_of_a_label(text: str, word: str) -> None:
    """Plurals, adjectives, compounds and any case are found as the whole word."""
    assert word in [quote for _, quote in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Dit is gewoonlijk zo.",
        "De bewoner vertrekt.",
        "Het waterschap komt.",
        "Zij borgen dat het lukt.",
        "De ram loopt in de wei.",
        "Dit ramt de deur.",
        "Een waterig sop.",
    ],
)
def test_words_that_only_look_alike(text: str) -> None:
    """Derived words, verbs and abbreviations in another case are not found."""
    assert [] == slugs(text)


def test_exact_label_matches_case() -> None:
    """An abbreviation is found in its own case, also with a footnote number behind it."""
    assert [("visie", "RAM"), ("visie", "RAM")] == found("De RAM en RAM1. Niet de Ram.")


def test_bare_name_is_a_place() -> None:
    """A municipality's name alone is a place."""
    assert ["lindewold"] == slugs("Er wordt gebouwd in Lindewold.")


@pytest.mark.parametrize(
    "text",
    [
        "De gemeente Lindewold besluit.",
        "Het college van Lindewold besluit.",
        "De raad van Lindewold besluit.",
        "Burgemeester en wethouders: wethouders van Lindewold.",
        "De provincie, Lindewold en anderen betalen.",
    ],
)
def test_party_is_an_actor(text: str) -> None:
    """With an office, or among parties, the name stands for the municipality."""
    assert "gemeente-lindewold" in slugs(text)
    assert "lindewold" not in slugs(text)


def test_parties_in_a_list_are_actors() -> None:
    """All names in an enumeration after `gemeenten` are municipalities."""
    assert ["gemeente-lindewold", "gemeente-borgen", "provincie"] == slugs(
        "Door de gemeenten Lindewold, Borgen en de provincie."
    )


def test_row_with_amount_begins_with_an_actor() -> None:
    """The name that opens a row with an amount is a municipality."""
    text = "Bijdragen\n\nLindewold 12.000 vast\nBorgen 11.000 vast\n"
    assert ["gemeente-lindewold", "gemeente-borgen"] == slugs(text)


def test_place_inside_a_name_is_no_mention() -> None:
    """The region in the name of a document or actor is not named as a place."""
    assert ["woon", "visie"] == slugs("Aan WoON Merenland en de Regionale Agenda Merenland.")


def test_theme_inside_a_name_is_no_mention() -> None:
    """A theme's word in the name of an actor says nothing about the theme."""
    assert ["provincie"] == slugs("Zo doet de provincie Waterland het.")


def test_generic_label_before_another_name_is_not_found() -> None:
    """`provincie` means the region's province only when no other name follows."""
    assert [] == slugs("Ook de provincie Zuiderzee doet mee.")


def test_mention_does_not_run_into_next_passage() -> None:
    """A heading and the paragraph below do not make one name."""
    text = "2.1 Over de gemeente\n\nLindewold is mooi, zegt men.\n"
    assert ["lindewold"] == slugs(text)


def test_theme_words_may_belong_to_two_themes() -> None:
    """A word that two themes claim is found for both."""
    both = Gazetteer([entry("a", "theme", "zorgwonen"), entry("b", "theme", "zorgwonen")])
    assert [_BASE + "a", _BASE + "b"] == [item.entity for item in both.find("Over zorgwonen.")]


def test_order_of_entries_does_not_matter() -> None:
    """The same register in another order gives the same mentions."""
    text = "De provincie en de gemeenten Lindewold en Borgen bouwen woningen in Merenland."
    expected: tuple[Mention, ...] = GAZETTEER.find(text)
    assert expected == Gazetteer(reversed(ENTRIES)).find(text)


def test_empty_register_finds_nothing() -> None:
    """Without entries there are no mentions."""
    assert () == Gazetteer(()).find("De provincie bouwt.")
