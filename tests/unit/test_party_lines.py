"""Shares of parties on loose lines without a total."""

from __future__ import annotations

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
