"""Actions outside numbered lists: labels, codes, bullets, tables; time and parties of each."""

from __future__ import annotations

import pytest

from ingest.actions import EXTRACTOR
from ontology.records import Element
from ontology.terms import BG, SKOS
from tests.unit.small_document import extract, value, values


def read(text: str) -> dict[str | None, Element]:
    """Actions by their label."""
    return {value(element, SKOS.prefLabel): element for element in extract(EXTRACTOR, text)}


LABELLED = """Uitvoering

Actie 1: De provincie maakt in 2031 een kaart.

Trekker: gemeente Beltum

Actie 2: Wij planten bomen langs de weg.
"""
CODED = """Zorg

A.1 Elk dorp krijgt in 2031 een zuster. Trekker: gemeente Beltum.
A.2 We rijden ouderen naar de winkel.
"""
BULLETS = """Wat gaan we doen?

- We maken een kaart van de bomen.
◦ eerst de eiken
- We knippen de heg.

Wat is er gedaan?

- De heg is geknipt.
"""
TABLE = """Plan

| Nr | Actie | Trekker | Partners | Planning |
|---|---|---|---|---|
| 1 | Loket openen | gemeente Beltum | het Rijk | najaar 2031 |
| 2 | Kaart maken |  | gemeente Cadier | 2033 |
"""


def test_label_gives_the_number() -> None:
    """`Actie 2:` is action 2, and a line about the lead belongs to the action above it."""
    actions = read(LABELLED)

    assert ["Actie 1", "Actie 2"] == list(actions)
    assert ["beltum"] == values(actions["Actie 1"], BG.leadActor)


def test_code_is_kept_as_name() -> None:
    """`A.1` is no whole number, so it names the action and does not number it."""
    actions = read(CODED)

    assert ["Actie A.1", "Actie A.2"] == list(actions)
    assert None is value(actions["Actie A.1"], BG.actionNumber)
    assert "2031" == value(actions["Actie A.1"], BG.deadline)


def test_roads_are_no_codes() -> None:
    """Codes of roads that say nothing of who does what are no actions."""
    assert {} == read("Wegen\n\nA1 Lang en breed\n\nA2 Kort en smal\n")


def test_bullets_below_what_will_be_done() -> None:
    """Each bullet is an action, its sub-bullets are part of it; those of the past are none."""
    actions = read(BULLETS)

    assert ["Actie bij Wat gaan we doen", "Actie bij Wat gaan we doen (2)"] == list(actions)
    (span,) = actions["Actie bij Wat gaan we doen"].evidence
    assert BULLETS[span.start : span.end].endswith("eerst de eiken")


def test_rows_of_a_table_of_actions() -> None:
    """Columns say who leads, who takes part and when; an empty cell shifts nothing."""
    actions = read(TABLE)

    assert ["1", "2"] == [value(one, BG.actionNumber) for one in actions.values()]
    assert ["beltum"] == values(actions["Actie 1"], BG.leadActor)
    assert ["beltum", "rijk"] == values(actions["Actie 1"], BG.involvedActor)
    assert ["2031-12", "2033"] == [value(one, BG.deadline) for one in actions.values()]
    assert [] == values(actions["Actie 2"], BG.leadActor)


@pytest.mark.parametrize(
    "words",
    [
        "De gemeente Beltum maakt een plan voor wijken die voor 2030 van het gas gaan.",
        "In de plannen gaan we uit van schone huizen in 2050.",
    ],
)
def test_year_of_something_else_is_no_deadline(words: str) -> None:
    """A year in a relative clause, or of an assumption, is not when the action is due."""
    assert None is value(read(f"Acties\n\n1. {words}\n")["Actie 1"], BG.deadline)


def test_party_that_says_where_takes_no_part() -> None:
    """A name in a list of areas is a place there."""
    text = "Acties\n\n1. We bouwen in de gebieden Noord, Zuid met het Rijk en Oost.\n"

    assert [] == values(read(text)["Actie 1"], BG.involvedActor)


@pytest.mark.parametrize(
    ("words", "modality"),
    [
        ("We onderzoeken de partners die willen bouwen.", BG.Voornemen),
        ("We spreken af dat ieder betaalt.", BG.Afspraak),
        ("We bouwen, mits het Rijk betaalt.", BG.Voorwaarde),
        ("De provincie is blij met de brug.", BG.Voornemen),
    ],
)
def test_action_is_at_least_intended(words: str, modality: str) -> None:
    """Only what the main clause says makes it more than an intention."""
    assert modality == read(f"Acties\n\n1. {words}\n")["Actie 1"].modality


WIDE = """5. Actielijst

Nr    Actie                        Wie                 Partners          Wanneer
A1    Loket openen in de haven     Gemeente Beltum     Zwaluw            1 maart 2031
A2    Kaart van de bomen maken                         Schoon Water      2032
"""
DECIDED = """3. Water

Besluit 3.1: De provincie stelt een meetnet in.
Besluit 3.2: De gemeenten leveren een kaart aan.
"""


def test_table_with_wide_gaps() -> None:
    """In text of a PDF a cell belongs to the head below which it begins."""
    actions = read(WIDE)

    assert ["Actie A.1", "Actie A.2"] == list(actions)
    assert ["2031-03-01", "2032"] == [value(one, BG.deadline) for one in actions.values()]
    assert ["beltum"] == values(actions["Actie A.1"], BG.leadActor)
    assert [] == values(actions["Actie A.2"], BG.leadActor)


def test_decisions_by_their_label() -> None:
    """What a meeting decides, numbered by point and decision, are actions."""
    assert ["Actie 3.1", "Actie 3.2"] == list(read(DECIDED))


def test_heading_with_a_code_and_title() -> None:
    """A heading needs no sign between the code and its title; running text does."""
    found = read(
        "Plan\n\nActie A.1 Beek herstellen\n\nDe provincie koopt grond.\n\nActie 3 Dorpen\n"
    )

    assert "Actie A.1" in found


@pytest.mark.parametrize("mark", ["3.2", "1a"])
def test_cell_may_hold_a_code_of_the_table(mark: str) -> None:
    """`3.2` or `1a` in a column of numbers names the action."""
    table = (
        f"Plan\n\n| Nr | Actie | Trekker |\n|---|---|---|\n| {mark} | Beek graven | het Rijk |\n"
    )

    assert [f"Actie {mark}"] == list(read(table))
