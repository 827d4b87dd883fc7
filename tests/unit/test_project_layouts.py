"""Projects in other layouts than a list below a lead-in: tables, lines, headings, sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.mentions import Gazetteer
from ingest.named import find_named
from ingest.projects import EXTRACTOR
from ingest.registered import REGISTERED
from ontology.records import Iri, Label, RegisterEntry
from ontology.terms import BG, SKOS, SOSA
from tests.unit.small_document import extract, make_document, slug_of, value

TABLE = """1. Sleutelprojecten

| Gemeente | Project | Nieuwe woningen |
|---|---|---|
| Aalbeek | Molenpark | 120 |
| Beltum | Lange Wal | 45 |
"""
FLAT = """1. Stand van zaken

Tabel 1: Overzicht sleutelprojecten
Project Gemeente Aantal woningen
Blauwe Kwartier Aalbeek 140
Tramremise Beltum 32
"""
HEADED = """3 Projecten
De volgende projecten krijgen voorrang:
Aalbeek
- Kloosterhof, Cadier: 140 woningen
- Zonneveld (30 woningen)
Beltum
- Kade 7
"""
LINES = """2. Locaties

Aalbeek: Zusterhuis
Beltum: Pastorietuin en Kerkweg Oost
"""
TOLD = """5. Gebieden in voorbereiding

In Aalbeek werken we aan het Zilverpark en de Lange Wal. In Beltum ligt de bouw van Zuid stil.
"""


def places(text: str) -> dict[str, str | None]:
    """The municipality of each project, by the project's name."""
    return {
        value(element, SKOS.prefLabel) or slug_of(element.iri): value(element, BG.scopePlace)
        for element in extract(EXTRACTOR, text)
        if element.type == BG.KeyProject
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TABLE, {"Molenpark": "aalbeek", "Lange Wal": "beltum"}),
        (FLAT, {"Blauwe Kwartier": "aalbeek", "Tramremise": "beltum"}),
        (HEADED, {"Kloosterhof": "aalbeek", "Zonneveld": "aalbeek", "Kade 7": "beltum"}),
        (LINES, {"Zusterhuis": "aalbeek", "Pastorietuin": "beltum", "Kerkweg Oost": "beltum"}),
        (TOLD, {"Zilverpark": "aalbeek", "Lange Wal": "aalbeek"}),
    ],
    ids=["table", "flat", "headed", "lines", "told"],
)
def test_layout_gives_names_and_municipalities(text: str, expected: dict[str, str]) -> None:
    """Whatever the layout, each project has its own name and its municipality."""
    assert expected == places(text)


UNKNOWN = """Sleutellocaties:
- Aalbeek: Molenpark
- Zandwijk: Oude Veer (40 woningen)
"""
TAILS = """1. Projecten

- Kloosterhof in Aalbeek, 30 woningen
- Zonneveld (Beltum)
- Kade 7 – Cadier
- Veerhaven (Zandwijk)
- Kleine plekken met een eigen gezicht, zoals de Brug en de Sluis in Aalbeek.

Bij ons in Zandwijk staat de veerpont stil.
"""
COLUMN = """1. Sleutelprojecten

| Kern | Project |
|---|---|
| Zandwijk | Oude Veer |
| Aalbeek | Molenpark |
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (UNKNOWN, {"Molenpark": "aalbeek", "Oude Veer": "nota-plaats-zandwijk"}),
        (
            TAILS,
            {
                "Kloosterhof": "aalbeek",
                "Zonneveld": "beltum",
                "Kade 7": "cadier",
                "Veerhaven": "nota-plaats-zandwijk",
            },
        ),
        (COLUMN, {"Oude Veer": "nota-plaats-zandwijk", "Molenpark": "aalbeek"}),
    ],
    ids=["beside a known place", "behind the name", "in a column of places"],
)
def test_place_the_register_lacks_is_proposed(text: str, expected: dict[str, str]) -> None:
    """A village that nobody registered is the place of its project, as a proposal."""
    assert expected == places(text)


def test_proposed_place_is_an_element() -> None:
    """What is proposed as a place has the name that the text gives it."""
    found = [element for element in extract(EXTRACTOR, UNKNOWN) if element.type == BG.Place]

    assert ["Zandwijk"] == [value(element, SKOS.prefLabel) for element in found]


def test_word_before_a_colon_is_no_place() -> None:
    """A subject before a colon is no place: nothing in the text says so."""
    assert {} == places("1. Projecten\n\n- Wonen: Oude Veer\n- Werken: Kade Zuid\n")


def test_column_of_dwellings() -> None:
    """The number below the head that an indicator names is the project's."""
    found = {slug_of(element.iri): element for element in extract(EXTRACTOR, TABLE)}

    assert "120" == value(found["waarneming/nota-woningen-molenpark"], SOSA.hasSimpleResult)


def test_table_of_money_holds_no_projects() -> None:
    """A table without a word for projects is about something else."""
    text = "1. Kosten\n\nGemeente Bijdrage\nAalbeek 48.000\nBeltum 12.000\nTotaal 60.000\n"

    assert {} == places(text)


def test_sentence_elsewhere_names_no_unknown_project() -> None:
    """Outside a section about projects a capitalised name in a sentence is nothing yet."""
    assert {} == places("Inleiding\n\nIn Aalbeek werken we aan het Zilverpark voor iedereen.\n")


def test_sentence_gives_a_known_project_its_place() -> None:
    """A project of the register that a sentence places is placed there."""
    text = "Inleiding\n\nIn Beltum werken we aan de Melkfabriek en aan meer groen.\n"

    assert {"project/melkfabriek": "beltum"} == places(text)


@pytest.mark.parametrize("change", [("\n", " \n"), ("Aalbeek", "Cadier")], ids=["ends", "swap"])
@pytest.mark.parametrize("text", [TABLE, FLAT, LINES, TOLD], ids=["table", "flat", "lines", "told"])
def test_altered_copy_gives_the_same_projects(text: str, change: tuple[str, str]) -> None:
    """Other line ends change nothing; another municipality changes the municipality alone."""
    old, new = change
    altered = {
        name: new.lower() if place == old.lower() else place for name, place in places(text).items()
    }

    assert altered == places(text.replace(old, new))


def test_name_of_elsewhere_is_not_the_registered_project() -> None:
    """A project that by its name lies in Cadier is not meant in a list of Aalbeek."""
    cadier = next(e for e in make_document("x\n").register.values() if e.preferred == "De Hoven")
    text = "Projecten\n\nDit zijn de locaties:\n• Aalbeek: Hoven-Zuid\n"
    document = make_document(text)
    entry = type(cadier)(
        **{
            field: getattr(cadier, field)
            for field in cadier.__dataclass_fields__
            if field not in {"preferred", "labels"}
        },
        preferred="Hoven-Zuid Cadier",
        labels=(type(cadier.labels[0])(text="Hoven-Zuid"),),
    )
    gazetteer = Gazetteer([*(e for e in document.register.values() if e != cadier), entry])
    moved = type(document)(
        card=document.card,
        names=document.names,
        text=document.text,
        file_hash=document.file_hash,
        passages=document.passages,
        mentions=gazetteer.find(document.text, document.passages),
        register=gazetteer.by_iri,
        concepts=document.concepts,
    )

    assert ["voorstel/nota-hoven-zuid"] == [slug_of(e.iri) for e in EXTRACTOR.extract(moved)]
    assert entry.iri not in {e.iri for e in REGISTERED.extract(moved)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deze nota is klaar.", "document/nota"),
        ("De Merenvisie ligt er. Deze visie is goed.", "document/merenvisie"),
        ("Deze agenda is vol.", None),
    ],
)
def test_what_deze_means(text: str, expected: str | None) -> None:
    """The document itself by a word of its title, or what was named just before by that word."""
    document = make_document(f"{text}\n")
    start = text.rfind("Deze")
    found = [
        slug_of(thing.iri)
        for thing in document.once(find_named).inside(document.passages[0].span)
        if thing.span.start == start
    ]

    assert ([expected] if expected else []) == found


def test_mark_of_a_line_is_no_project() -> None:
    """A project with a name such as `A1` is not named where lines count on: `A1`, `A2`."""
    road = RegisterEntry(
        iri=Iri("https://example.org/id/project/a1"),
        kind="project",
        type=BG.KeyProject,
        preferred="A1",
        labels=(Label(text="A1", exact=True),),
    )
    gazetteer = Gazetteer([road])
    found = []
    for text in ("A1 Brug maken\nA2 Weg maken\n", "De A1 wordt breder.\n"):
        document = make_document(text)
        read = replace(
            document,
            mentions=gazetteer.find(text, document.passages),
            register=gazetteer.by_iri,
        )
        found.append([element.iri for element in REGISTERED.extract(read)])

    assert [[], [road.iri]] == found


def test_places_in_brackets_vouch_for_one_another() -> None:
    """Beside two places in brackets a third that nothing else tells of is a place as well."""
    text = "1. Projecten\n\n- Veerhaven (Aalbeek)\n- Kade Oost (Beltum)\n- Lange Wal (Zandwijk)\n"

    assert "nota-plaats-zandwijk" == places(text)["Lange Wal"]


UNKNOWN_HEADINGS = """Artikel 5 Kernprojecten

De gemeente Zandeveen en de gemeente Kromhaven wijzen deze aan. Zij gaan voor.

Kromhaven
- Touwslagerij: 900 woningen
Zandeveen
- Veenpark: huizen rond een plas
Kromhaven en Zandeveen samen
- Lage Polder: berging
"""


def test_headings_may_be_places_that_nobody_registered() -> None:
    """A heading that is the name of a municipality gives the place of the list below it."""
    found = extract(EXTRACTOR, UNKNOWN_HEADINGS)
    places = {
        value(one, SKOS.prefLabel): value(one, BG.scopePlace)
        for one in found
        if one.type == BG.KeyProject
    }

    assert {
        "Touwslagerij": "nota-plaats-kromhaven",
        "Veenpark": "nota-plaats-zandeveen",
        "Lage Polder": "nota-plaats-kromhaven",
    } == places
