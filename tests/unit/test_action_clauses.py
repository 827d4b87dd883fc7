"""Actions in the clauses of an agreement: articles, their members, lettered agreements."""

from __future__ import annotations

import pytest

from ingest.action_clauses import acts
from ingest.actions import EXTRACTOR
from ontology.records import Element
from ontology.terms import BG, SKOS
from tests.unit.small_document import extract, value

LETTERED = """Artikel 2 Water

Partijen spreken af dat:
a) het waterschap een sluis bouwt;
b) er een team komt, dat
   i. elke maand oefent;
c) de gemeente bomen plant.

Verder geldt het volgende:
a) de zon schijnt;
b) het water stroomt.
"""
ARTICLE = """Artikel 3 Wonen

3.1 Partijen delen drie zorgen.
3.2 De gemeente Zandeveen plaatst in 2031 veertig huizen.
3.3 De provincie zal de bouw volgen.
3.4 De gemeente verhoogt haar bijdrage met 300 euro.
"""
MEMBERS = """Artikel 4 Werk

Lid 1. Partijen bouwen samen een brug.

Lid 2. De vereniging De Vlijt werft leden.
"""


def read(text: str) -> dict[str | None, Element]:
    """Actions by their label."""
    return {value(element, SKOS.prefLabel): element for element in extract(EXTRACTOR, text)}


def test_lettered_agreements_count_below_their_lead_in() -> None:
    """Letters below other words are no actions, and roman numbers belong to their letter."""
    assert ["Actie a", "Actie b", "Actie c"] == list(read(LETTERED))


def test_clause_counts_when_a_party_does_something() -> None:
    """What parties share, and what they pay, is no action."""
    assert ["Actie 3.2", "Actie 3.3"] == list(read(ARTICLE))


def test_clause_has_a_deadline() -> None:
    """The year in a clause is when it is due."""
    assert "2031" == value(read(ARTICLE)["Actie 3.2"], BG.deadline)


def test_numbered_paragraphs_below_other_headings_are_no_clauses() -> None:
    """Only articles and agreements bind."""
    assert {} == read(ARTICLE.replace("Artikel 3 Wonen", "Terugblik"))


def test_members_of_an_article_are_numbered() -> None:
    """`Lid 2.` is number two."""
    assert "2" == value(read(MEMBERS)["Actie 2"], BG.actionNumber)


@pytest.mark.parametrize(
    "text",
    [
        "De gemeente Zandeveen spant zich in om huizen te plaatsen.",
        "Partijen verplichten zich de dijk te sparen.",
        "De secretaris van de Grote Tafel maakt een plan.",
        "De provincie draagt er zorg voor dat het past.",
    ],
)
def test_party_binds_itself(text: str) -> None:
    """A party opens the clause and is bound to do something."""
    assert acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Partijen zijn tevreden.",
        "De provincie draagt 300 euro bij.",
        "Deze overeenkomst treedt in werking in 2031.",
        "De gemeente Zandeveen heeft veel huizen.",
    ],
)
def test_state_of_affairs_is_no_duty(text: str) -> None:
    """What is, who pays and when it starts bind nobody to act."""
    assert not acts(text)


def test_roman_numbers_count_below_decisions() -> None:
    """Below a heading of decisions they name actions, below another one they do not."""
    text = "Besluiten van 8 maart\n\nI. Het plan wordt gevolgd.\n\nII. De raad krijgt een brief.\n"

    assert ["Actie I", "Actie II"] == list(read(text))
    assert {} == read(text.replace("Besluiten", "Delen"))


def test_bullets_below_agreements_that_open_with_a_party() -> None:
    """A party and its verb make a bullet below `Afspraken` an action; a remark is none."""
    text = "Afspraken\n\n- Het Rijk start een studie.\n- De gemeente Zandeveen plant bomen.\n"
    text += "- Geen van deze plannen is nieuw.\n"

    assert 2 == len(read(text))
    assert {} == read(text.replace("Afspraken", "Achtergrond"))
