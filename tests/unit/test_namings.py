"""Namings: documents and programmes that nobody registered, known by how they are written."""

from __future__ import annotations

import pytest

from ingest.namings import find_namings, find_shorts
from ingest.programmes import PROGRAMMES
from ingest.references import REFERENCES
from ontology.terms import BG, CITO, DCT, SKOS
from tests.unit.small_document import extract, value, values


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Zie de omgevingsvisie van Drieborg.", "Omgevingsvisie van Drieborg"),
        ("Zoals in de kantorennota staat.", "Kantorennota"),
        ("Dit past bij het Warmteakkoord.", "Warmteakkoord"),
        ("Dit past bij de provinciale waterverordening.", "Provinciale waterverordening"),
        ("We voldoen aan de ladder voor duurzame mobiliteit.", "Ladder voor duurzame mobiliteit"),
        ("Volgens de Wet ruimtelijke inrichting mag dat.", "Wet ruimtelijke inrichting"),
        ("U kreeg een brief over de start van het werk.", "Brief over de start van het werk"),
        ("Cijfers: samengesteld uit Regioprognoses, en meer.", "Regioprognoses"),
        ("Dit staat in de programmabegroting 2031.", "Programmabegroting 2031"),
        ("Zo staat het in ons coalitieakkoord 2026-2030.", "Coalitieakkoord 2026-2030"),
        ("Gelet op de Havenwet mag dat.", "Havenwet"),
        ("De buurt valt onder het bestemmingsplan Lange Wal.", "Bestemmingsplan Lange Wal"),
        ("Alle reacties staan in de Nota van zienswijzen.", "Nota van zienswijzen"),
        ("Wij tekenen een Bodemkaart Merenland.", "Bodemkaart Merenland"),
        ("Lees het rapport Varen op de Meren.", "Varen op de Meren"),
        ("Er lag een milieueffectrapport bij.", "Milieueffectrapport"),
        ("Dit vervangt het convenant uit 2024.", "Convenant uit 2024"),
    ],
)
def test_document_known_by_how_it_is_written(text: str, title: str) -> None:
    """Whose it is, a compound, a law, a letter or a source names one document."""
    assert [title] == [naming.title for naming in find_namings(text) if not naming.is_programme]


@pytest.mark.parametrize(
    "text",
    [
        "Zie de omgevingsvisie.",
        "Er zijn veel woonvisies.",
        "Dit is het programma.",
        "Zie de programmabegroting.",
        "De wet regelt dat.",
        "Wij tekenen een Bodemkaart.",
    ],
)
def test_bare_kind_is_no_name(text: str) -> None:
    """A kind of document without more names none."""
    assert [] == list(find_namings(text))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Wij doen mee aan het programma Groene Steden.", "Programma Groene Steden"),
        ("Het nationaal programma Ruimte voor Water.", "Nationaal programma Ruimte voor Water"),
        ("Zie ook het Beekprogramma.", "Beekprogramma"),
        ("Wij betalen dat uit het Meerfonds.", "Meerfonds"),
        ("Er komt een Dorpenfonds Merenland.", "Dorpenfonds Merenland"),
    ],
)
def test_programme_by_its_name(text: str, title: str) -> None:
    """The word and the name after it, or a compound written as a name."""
    assert [title] == [naming.title for naming in find_namings(text) if naming.is_programme]


def test_span_of_a_name_is_exact() -> None:
    """The offsets give the name as it stands."""
    text = "Zie de omgevingsvisie van Drieborg."
    (naming,) = find_namings(text, start=10)

    assert "omgevingsvisie van Drieborg" == text[naming.span.start - 10 : naming.span.end - 10]


def test_abbreviation_spells_its_name() -> None:
    """The name begins with the same capital and has the letters in order."""
    text = "Later volgt de Brede Stedelijke Waterstrategie (BSW) en iets anders (XYZ)."

    assert [("BSW", "Brede Stedelijke Waterstrategie", 15)] == list(find_shorts(text))


def test_abbreviation_is_the_document_wherever_it_stands() -> None:
    """A document is cited with the abbreviation as another name and all its places."""
    text = (
        "Wij werken aan de Brede Stedelijke Waterstrategie (BSW).\n\n"
        "De BSW van 2024 is er bijna. Na de BSW volgt meer.\n"
    )
    named, own = extract(REFERENCES, text)

    assert ("Brede Stedelijke Waterstrategie", "BSW", "2024", 4) == (
        value(named, DCT.title),
        value(named, SKOS.altLabel),
        value(named, DCT.issued),
        len(named.evidence),
    )
    assert ["nota-brede-stedelijke-waterstrategie"] == values(own, CITO.cites)


def test_short_title_is_the_longer_one_that_begins_with_it() -> None:
    """`de Groeiagenda` after `de Groeiagenda Drieborg` is the same document."""
    text = (
        "Dit volgt uit de Groeiagenda Drieborg 2030. In het licht van de Groeiagenda werken we.\n"
    )
    (named, _) = extract(REFERENCES, text)

    assert 2 == len(named.evidence)


def test_programme_with_former_name_and_abbreviation() -> None:
    """A proposal carries the other names the text gives."""
    text = (
        "Wij doen mee aan het Nationaal Programma Mooie Dorpen (NPMD) (voorheen Elk Dorp Anders).\n\n"
        "De NPMD loopt door.\n"
    )
    (programme,) = extract(PROGRAMMES, text)

    assert (BG.Programme, "Nationaal Programma Mooie Dorpen") == (
        programme.type,
        value(programme, SKOS.prefLabel),
    )
    assert {"Elk Dorp Anders", "NPMD"} == set(values(programme, SKOS.altLabel))


def test_listed_lines_of_a_programme_are_programmes() -> None:
    """Names behind `programmalijnen:` are each one."""
    text = "Er zijn drie programmalijnen: Blauwe Rug, Thuis in de Vallei en Samen Slim.\n"
    found = [value(one, SKOS.prefLabel) for one in extract(PROGRAMMES, text)]

    assert ["Blauwe Rug", "Thuis in de Vallei", "Samen Slim"] == found


def test_fund_with_its_name_is_a_programme() -> None:
    """A word that ends in `fonds` with a name behind it counts as a programme."""
    found = [value(one, SKOS.prefLabel) for one in extract(PROGRAMMES, "Zie het Beekfonds Oost.\n")]

    assert ["Beekfonds Oost"] == found


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("U nam de motie Ruimte voor wind (M31-2) aan.", "Motie Ruimte voor wind"),
        ("Dat staat in Kamerstuk 34 682, nr. 215.", "Kamerstuk 34 682, nr. 215"),
        ("Zie het rapport Geld in de grond.", "Geld in de grond"),
        ("Zie de Telling Weiden (Bureau Zee, 2031).", "Telling Weiden"),
        ("Zie de Staat van de Zee voor meer.", "Staat van de Zee"),
        ("Er kwam een peilbesluit voor de polder Oost.", "Peilbesluit voor de polder Oost"),
    ],
)
def test_document_by_its_maker_number_or_kind(text: str, title: str) -> None:
    """A motion, a paper of parliament, a report and what has maker and year are documents."""
    assert [title] == [naming.title for naming in find_namings(text)]
