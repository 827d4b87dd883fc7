"""Speakers: the council a letter addresses, who signs, groups that the register lacks."""

from __future__ import annotations

import pytest

from ingest.speakers import SPEAKERS
from ontology.records import Element
from ontology.terms import SKOS
from tests.unit.small_document import NAMES, extract, slug_of, value

AALBEEK = (NAMES.mint("gemeente", "aalbeek"),)


def read(text: str, **given: object) -> dict[str, Element]:
    """What speakers finds, by slug."""
    return {slug_of(element.iri): element for element in extract(SPEAKERS, text, **given)}


def test_council_of_the_publisher_is_addressed() -> None:
    """In a letter to a council, `uw raad` is the council of the municipality that writes."""
    found = read("Geachte leden van de raad,\n\nWij vragen uw raad om input.\n", publisher=AALBEEK)

    assert 2 == len(found["organisatie/raad-aalbeek"].evidence)


def test_council_is_nobody_when_none_is_addressed() -> None:
    """A plan that only names councils speaks of none in particular."""
    assert {} == read("De gemeenteraad bepaalt het beleid.\n", publisher=AALBEEK)


def test_offices_sign_below_the_executive() -> None:
    """Offices below the signature are parties; persons are not."""
    text = (
        "Burgemeester en Wethouders van Aalbeek,\nde secretaris, de burgemeester,\n\nA. de Boer\n"
    )

    assert ["Secretaris van Aalbeek", "Burgemeester van Aalbeek"] == [
        value(element, SKOS.prefLabel) for element in read(text).values()
    ]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Dit vroeg de fractie van de LWP ons.\n", "Fractie van de LWP"),
        ("Dit vroeg de LWP-fractie ons.\n", "Fractie van LWP"),
        ("Samen met de overige 9 gemeenten.\n", "9 overige gemeenten"),
        ("Samen met de andere elf gemeenten.\n", "elf overige gemeenten"),
    ],
)
def test_party_without_entry_is_a_proposal(text: str, label: str) -> None:
    """A party group or the rest of a group gets a name of its own."""
    assert [label] == [value(element, SKOS.prefLabel) for element in read(text).values()]


def test_group_the_register_knows_is_no_proposal() -> None:
    """Words that are a label of the register stay with that entry."""
    assert {} == read("Samen met de overige 3 gemeenten.\n")
