"""Actions in tables of which every cell stands on a line of its own."""

from __future__ import annotations

from ingest.actions import EXTRACTOR
from ontology.records import Element
from ontology.terms import BG, SKOS
from tests.unit.small_document import extract, value, values

CODED = """Plan

Maatregel
Trekker
Planning
Kosten
C1. Brug bouwen
gemeente Beltum
2031-2032
€ 4 miljoen
C2. Bomen planten langs de vaart
en in het dorp
het Rijk
2033
€ 900.000

Daarna volgt een feest.
"""
PLAIN = """Plan

Actie
Trekker
Wanneer
Loket openen
gemeente Beltum
najaar 2031
Kaart maken
het Rijk
2033
Dit is een zin die geen cel is.
Nog een zin.
En nog een.
"""


def read(text: str) -> dict[str | None, Element]:
    """Actions by their label."""
    return {value(element, SKOS.prefLabel): element for element in extract(EXTRACTOR, text)}


def test_codes_divide_the_rows() -> None:
    """A row takes the lines up to the next code, also when its words take two."""
    found = read(CODED)

    assert ["Actie C.1", "Actie C.2"] == list(found)
    assert ["beltum"] == values(found["Actie C.1"], BG.leadActor)
    assert "2033" == value(found["Actie C.2"], BG.deadline)


def test_rows_without_code_have_a_line_for_each_head() -> None:
    """The table ends where no time stands below the head of times."""
    found = list(extract(EXTRACTOR, PLAIN))

    assert ["2031-12", "2033"] == [(value(one, BG.deadline) or "")[:7] for one in found]


def test_two_heads_are_no_table() -> None:
    """A word for actions above a word for parties heads no table."""
    assert {} == read(PLAIN.replace("Wanneer\n", ""))
