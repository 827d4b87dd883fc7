"""Shares of parties on loose lines without a total."""

from __future__ import annotations

import pytest

from ingest.contributions import EXTRACTOR
from ontology.terms import BG, SKOS
from tests.unit.small_document import extract, value

LINES = """De gemeente Zandeveen doet mee.

Voor het bureau geldt deze verdeling per jaar:
Zandeveen
210.000
2032 en later
Stichting De Vlijt
105.000
2032 en later
"""


def test_groups_of_lines_are_shares() -> None:
    """A name and the amount below it are what that party pays."""
    found = [one for one in extract(EXTRACTOR, LINES) if one.type == BG.FinancialContribution]

    assert ["210000", "105000"] == [value(one, BG.amount) for one in found]


def test_municipality_is_named_in_full() -> None:
    """A bare name is the municipality of that name when the text names it so."""
    actors = [one for one in extract(EXTRACTOR, LINES) if one.type == BG.Actor]

    assert "gemeente Zandeveen" == value(actors[0], SKOS.prefLabel)


def test_other_lines_are_no_shares() -> None:
    """Figures below a lead-in that is not about money stay figures."""
    assert [] == list(extract(EXTRACTOR, LINES.replace("verdeling", "telling")))


def test_brackets_behind_a_name_are_no_part_of_it() -> None:
    """The fund between brackets is not the name of who pays."""
    table = "Bijdragen\n\nPartij | 2031 | Totaal\nEuropa (Fonds) | € 500 | € 500\n"
    table += "Zandeveen | € 300 | € 300\nTotaal | € 800 | € 800\n"
    actors = [one for one in extract(EXTRACTOR, table) if one.type == BG.Actor]

    assert ["Europa", "Zandeveen"] == [value(one, SKOS.prefLabel) for one in actors]


def test_province_of_another_region_is_not_the_own() -> None:
    """`De provincie` is the one province that the text names."""
    text = "De provincie Noorderkwartel doet mee.\n\nDe provincie schenkt 300 euro.\n"
    (actor,) = (one for one in extract(EXTRACTOR, text) if one.type == BG.Actor)

    assert "provincie Noorderkwartel" == value(actor, SKOS.prefLabel)


INLINE = """Verdeling van de inleg
Zandeveen: € 2.100
Kromhaven: € 1.600
Overige gemeenten: € 900
"""


def test_lines_with_name_and_amount_are_shares() -> None:
    """Below a title about who pays, a line has its party and amount; `overige` is nobody."""
    found = [one for one in extract(EXTRACTOR, INLINE) if one.type == BG.FinancialContribution]

    assert ["2100", "1600"] == [value(one, BG.amount) for one in found]


def test_lines_below_another_title_are_none() -> None:
    """Prices of things are no shares."""
    assert [] == list(extract(EXTRACTOR, INLINE.replace("Verdeling van de inleg", "Prijzen")))


@pytest.mark.parametrize(
    ("text", "name", "amount"),
    [
        ("De zes gemeenten leggen gezamenlijk € 600 in.", "zes gemeenten", "600"),
        ("De provincie Westerdiep neemt € 900 voor haar rekening.", "provincie Westerdiep", "900"),
        ("De rest, € 700, komt van het bedrijfsleven.", "bedrijfsleven", "700"),
        ("De provincie Westerdiep reserveert maximaal € 50.", "provincie Westerdiep", "50"),
        ("Stichting Doen Samen schenkt 250 euro.", "Stichting Doen Samen", "250"),
    ],
)
def test_one_party_pays_in_other_words(text: str, name: str, amount: str) -> None:
    """Groups, names and trades that pay are proposed as actors."""
    found = list(extract(EXTRACTOR, f"Geld\n\n{text}\n"))

    assert [name] == [value(one, SKOS.prefLabel) for one in found if one.type == BG.Actor]
    assert [amount] == [
        value(one, BG.amount) for one in found if one.type == BG.FinancialContribution
    ]


@pytest.mark.parametrize(
    "text",
    [
        "De zes gemeenten kosten € 600 meer.",
        "De provincie Westerdiep neemt € 900 op in haar begroting.",
        "De bond kreeg € 700, zegt het bedrijfsleven.",
    ],
)
def test_amount_that_nobody_pays(text: str) -> None:
    """Amounts beside a party are no share of it without words that say so."""
    assert [] == list(extract(EXTRACTOR, f"Geld\n\n{text}\n"))
