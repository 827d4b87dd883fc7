"""Actions: which lists count, and what an action says."""

from __future__ import annotations

import pytest

from ingest.actions import EXTRACTOR
from ontology.records import Element, Iri
from ontology.terms import BG
from tests.unit.small_document import NAMES, extract, slug_of, value, values

LIST = """Acties
1. Opstellen van een bouwkader in 2031.
2. De provincie en het Rijk betalen de helft.
3. Bomen planten tot 2035:
- eiken langs de weg
- beuken op het plein
"""


def read(text: str, publisher: tuple[Iri, ...] = ()) -> dict[str, Element]:
    """Actions by their number."""
    found = extract(EXTRACTOR, text, publisher=publisher)
    return {value(element, BG.actionNumber) or "": element for element in found}


def test_numbered_items_under_a_heading() -> None:
    """Each number under `Acties` is an action with the document in its IRI."""
    actions = read(LIST)

    assert ["1", "2", "3"] == list(actions)
    assert "actie/nota-2" == slug_of(actions["2"].iri)


def test_sub_items_belong_to_their_item() -> None:
    """The evidence of an item runs to the end of its last sub-item."""
    (span,) = read(LIST)["3"].evidence

    assert LIST[span.start : span.end].endswith("beuken op het plein")


@pytest.mark.parametrize(
    ("words", "deadline"),
    [
        ("Opstellen van een nota in 2031.", "2031"),
        ("Bouwen tot 2031, beginnend in 2029.", "2031"),
        ("Onderzoek doen tussen nu en 2033.", "2033"),
        ("Aanbieden aan de raad voor 1 juli 2031.", "2031-07-01"),
        ("Jaarlijks voor 1 juli verslag doen.", None),
        ("Voldoen aan de wet (per 1 januari 2031).", None),
        ("Toekomstverkenning: het dorp in 2100.", None),
        ("Bomen planten.", None),
    ],
)
def test_deadline(words: str, deadline: str | None) -> None:
    """The last date an item is due; yearly dates, asides and far horizons are none."""
    assert deadline == value(read(f"Acties\n1. {words}\n2. Nog iets doen.\n")["1"], BG.deadline)


def test_subject_leads_and_named_actors_take_part() -> None:
    """The actors that open the sentence lead; every actor named takes part."""
    action = read(LIST)["2"]

    assert ["waterland", "rijk"] == values(action, BG.leadActor)
    assert ["waterland", "rijk"] == values(action, BG.involvedActor)


def test_municipalities_without_name_are_the_group_that_publishes() -> None:
    """`Gemeenten` as subject stands for the group of municipalities of the card."""
    group = NAMES.mint("groep", "3-gemeenten")
    actions = read("Acties\n1. Gemeenten planten bomen.\n2. Klaar.\n", publisher=(group,))

    assert ["3-gemeenten"] == values(actions["1"], BG.leadActor)


def test_instrument_is_used() -> None:
    """An instrument named in the item is one it uses."""
    assert ["bouwkader"] == values(read(LIST)["1"], BG.usesInstrument)


def test_numbers_run_on_over_a_subheading() -> None:
    """A list goes on below a subheading when the numbers do."""
    text = (
        "Keuzes\n\nWe maken de volgende keuzes:\n\nWater\n\n1. We graven sloten.\n\n"
        "Bomen\n\n2. We planten eiken.\n3. We snoeien wilgen.\n"
    )

    assert ["1", "2", "3"] == list(read(text))


def test_other_numbered_lists_do_not_count() -> None:
    """A numbered list under another lead is no list of actions."""
    text = "Middelen\n\nDe middelen zijn nodig voor:\n\n1. Papier en inkt.\n2. Een nieuwe bank.\n"

    assert {} == read(text)


def test_second_use_of_a_number_is_kept_apart() -> None:
    """Two lists of one document may use a number twice; both stay."""
    text = f"{LIST}\nAfspraken\n1. Samen overleggen.\n2. Samen beslissen.\n"
    slugs = [slug_of(element.iri) for element in extract(EXTRACTOR, text)]

    assert ["actie/nota-1-2", "actie/nota-2-2"] == slugs[3:]


def test_points_of_a_decision_are_actions() -> None:
    """What a council decides, in points below `besluit:`, are numbered actions."""
    text = "De raad van Beltum;\ngelezen het voorstel;\n\nbesluit:\n1. Het plan vast te stellen.\n2. Een fonds in te stellen.\n"

    assert ["1", "2"] == [value(action, BG.actionNumber) for action in read(text).values()]


def test_lettered_choices_keep_their_code() -> None:
    """`1a.` and `1b.` below a word for choices are actions under that code."""
    text = "Keuzes\n1a. We bouwen een brug.\n1b. We sluiten de kade.\n\nLater volgt meer.\n"

    found = extract(EXTRACTOR, text)

    assert ["actie/nota-1a", "actie/nota-1b"] == [slug_of(element.iri) for element in found]
