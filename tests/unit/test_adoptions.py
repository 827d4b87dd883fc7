"""Adoptions: when a document is adopted, by its name, its kind or the noun it begins with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.adoptions import EXTRACTOR
from ingest.mentions import Gazetteer
from ontology.records import Iri, Label, RegisterEntry
from ontology.terms import BG, DCT
from tests.unit.small_document import NAMES, REGISTER, make_document, value, values

KIND = NAMES.mint("begrip", "documentsoort-plan-van-aanpak")
LONG = RegisterEntry(
    iri=NAMES.mint("document", "omgevingsvisie-aalbeek"),
    kind="document",
    type=BG.Document,
    preferred="Omgevingsvisie Aalbeek",
    labels=(Label(text="Omgevingsvisie Aalbeek"),),
)
GAZETTEER = Gazetteer((*REGISTER, LONG))


def adoptions(text: str, kind: Iri | None = None) -> list[tuple[str, str | None]]:
    """Document adopted and date, of a text of 2027."""
    plain = make_document(f"{text}\n", date="2027")
    document = replace(
        plain,
        card=replace(plain.card, document_type=kind),
        mentions=GAZETTEER.find(plain.text, plain.passages),
        register=GAZETTEER.by_iri,
    )
    found = EXTRACTOR.extract(document)
    return sorted((values(one, DCT.subject)[0], value(one, BG.deadline)) for one in found)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("2027-05-03", "De Merenvisie is op 3 mei 2027 vastgesteld door de raad."),
        ("2027-09", "In september 2027 wordt de Merenvisie ter vaststelling aangeboden."),
        ("2027-04", "Bij het vaststellen van de Merenvisie in april 2027 wordt geld geregeld."),
    ],
)
def test_a_named_document(expected: str, text: str) -> None:
    """The name may stand before the word or after it."""
    assert [("merenvisie", expected)] == adoptions(text)


def test_a_document_under_the_name_of_its_kind() -> None:
    """`Het plan van aanpak` is the document itself when it is one, and nothing when it is not."""
    text = "Met vaststelling van het plan van aanpak in april 2027 komt er geld."

    assert ([("nota", "2027-04")], []) == (adoptions(text, KIND), adoptions(text))


def test_a_short_name_means_the_document_named_before() -> None:
    """The noun that opens the sentence is the document last named whose name begins with it."""
    text = (
        "De Omgevingsvisie Aalbeek (vastgesteld op 4 maart 2027) is een basis voor de Waternota. "
        "De omgevingsvisie wordt op 23 juni 2027 besproken in de commissie en in juli 2027 "
        "voorgelegd aan de raad ter vaststelling."
    )

    assert [
        ("omgevingsvisie-aalbeek", "2027-03-04"),
        ("omgevingsvisie-aalbeek", "2027-07"),
    ] == adoptions(text)


@pytest.mark.parametrize(
    "text",
    [
        "Na vaststelling van de Merenvisie volgt de uitvoering.",
        "Op 3 mei 2027 is er een bijeenkomst over de Merenvisie.",
        "De begroting is op 3 mei 2027 vastgesteld.",
    ],
)
def test_what_does_not_count(text: str) -> None:
    """No date, no word of adoption, or no document that is known."""
    assert [] == adoptions(text)


def test_word_at_the_end_of_its_clause() -> None:
    """A clause that ends with the word of adoption, or begins with it, is read without an error."""
    assert (
        [] == adoptions("Gesproken op 4 maart 2031; vastgesteld") == adoptions("Vastgesteld 2031")
    )
