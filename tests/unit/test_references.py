"""References: known and unknown documents that a text cites."""

from __future__ import annotations

import pytest

from ingest.document import Document
from ingest.issues import find_publisher, find_year
from ingest.mentions import Gazetteer
from ingest.references import extract_references
from ingest.segment import segment
from ontology.iris import Names
from ontology.records import (
    Element,
    Iri,
    Label,
    Literal,
    RegisterEntry,
    Sha256,
    SourceCard,
    Span,
)
from ontology.terms import BG, CITO, DCT
from tests.unit.small_document import make_document, slug_of

NAMES = Names("https://example.org/")
KNOWN = RegisterEntry(
    iri=NAMES.document("ram"),
    kind="document",
    type=BG.Document,
    preferred="Regionale Agenda Merenland",
    labels=(Label(text="Regionale Agenda Merenland"), Label(text="RAM", exact=True)),
)


def read(text: str, title: str = "Raadsbrief") -> dict[Iri, Element]:
    """The elements that references finds in a text, by IRI."""
    passages = segment(text)
    gazetteer = Gazetteer([KNOWN])
    document = Document(
        card=SourceCard(id="brief", title=title, short="Brief"),
        names=NAMES,
        text=text,
        file_hash=Sha256("0" * 64),
        passages=passages,
        mentions=gazetteer.find(text, passages),
        register=gazetteer.by_iri,
    )
    return {element.iri: element for element in extract_references(document)}


def cited(text: str, title: str = "Raadsbrief") -> list[str]:
    """Slugs of what a text cites."""
    own = read(text, title).get(NAMES.document("brief"))
    statements = own.statements if own else ()
    return [
        str(item.object).rsplit("/", 1)[1] for item in statements if item.predicate == CITO.cites
    ]


def titles(text: str, title: str = "Raadsbrief") -> list[str]:
    """Titles of the documents that the register lacks."""
    return [
        statement.object.value
        for element in read(text, title).values()
        for statement in element.statements
        if statement.predicate == DCT.title and isinstance(statement.object, Literal)
    ]


def test_known_document_is_cited() -> None:
    """A document of the register is cited by its own IRI, at the exact place."""
    text = "Wij volgen de RAM in alles."
    own = read(text)[NAMES.document("brief")]
    assert [(KNOWN.iri, (Span(14, 17),))] == [
        (item.object, item.evidence) for item in own.statements
    ]


def test_own_document_is_not_cited() -> None:
    """A document that names itself does not cite itself."""
    assert [] == cited("Dit is de Woonagenda Merenland.", title="Woonagenda Merenland 2030")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Dat staat in de Regionale Woonvisie Merenland.", "Regionale Woonvisie Merenland"),
        ("Zie het rapport ‘Ruimte voor Groen’ d.d. mei 2023.", "Ruimte voor Groen"),
        (
            "Wij gebruiken de Omgevingsagenda Oost-\nMerenland daarbij.",
            "Omgevingsagenda Oost-Merenland",
        ),
        ("Zo volgt uit het Mobiliteitsplan Merenland en meer.", "Mobiliteitsplan Merenland"),
        ("Wij lezen de Monitor Gezond Bouwen ieder jaar.", "Monitor Gezond Bouwen"),
        ("Over het Plan van aanpak Merenland is gestemd.", "Plan van aanpak Merenland"),
        ("Gelezen is:\n\n• Merenland in 2100, NIV (2021)\n• Iets\n", "Merenland in 2100"),
    ],
)
def test_unknown_title_is_proposed(text: str, title: str) -> None:
    """A capitalised name with a kind of document in it becomes a proposal with that title."""
    assert title in titles(text)


@pytest.mark.parametrize(
    "text",
    [
        "Deze agenda helpt ons verder.",
        "De omgevingsvisie volgt nog.",
        "Planvorming is belangrijk.",
        "We maken in deze Woonagenda afspraken.",
        "De strategie van Noord is anders.",
    ],
)
def test_bare_kind_is_no_reference(text: str) -> None:
    """A common noun, or the document itself, is no title."""
    assert [] == titles(text)


def test_listed_sources_are_titles() -> None:
    """Names between commas after `bronnen:` are titles, also without a kind in them."""
    assert ["Agenda voor Merenland", "Kracht van Noord"] == sorted(
        titles("Geraadpleegde bronnen: Agenda voor Merenland, Kracht van Noord.")
    )


def test_items_under_a_heading_of_documents_are_titles() -> None:
    """A list under a heading that speaks of documents holds titles."""
    text = "2.1 Gebruikte beleidsdocumenten\n\n• Noord Vooruit, versie twee\n• Water Voorop\n"
    assert ["Noord Vooruit", "Water Voorop"] == sorted(titles(text))


@pytest.mark.parametrize(
    ("after", "year"),
    [
        (" (2023) is klaar", "2023"),
        (" (begin 2025)", "2025"),
        (" van 5 juni 2024 zegt", "2024"),
        ("’ d.d. mei 2020.", "2020"),
        (", Merenboard (2019)", "2019"),
        (" geldt tot 2030", None),
        (". In het jaar (2022)", None),
    ],
)
def test_year_stands_right_after_the_name(after: str, year: str | None) -> None:
    """Only a year in brackets or a date at once after the name is its year of issue."""
    assert year == find_year(make_document(f"Nota{after}\n"), Span(0, 4))


def test_year_of_proposal_is_claimed() -> None:
    """The year that a text gives a document is a claim of that text."""
    element = read("Zie de Regionale Woonvisie Merenland (2024).")[
        NAMES.proposal("brief", "Regionale Woonvisie Merenland")
    ]
    assert [Literal.date("2024")] == [
        item.object for item in element.statements if item.predicate == DCT.issued and item.claimed
    ]


def test_titles_are_names_not_sentences() -> None:
    """No title has more than eight words."""
    text = "Het Plan Aan Bos Cel Dal Eik Fee Gat Hak Iep Jas Kar Lat Mes volgt."
    assert all(len(title.split()) <= 8 for title in titles(text))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("- Nota, Bureau Halm, oktober 2021\n", "2021"),
        ("De Nota van de provincie uit 2022 zegt dat.\n", "2022"),
        ("De Nota, door het Rijk in 2020 uitgebracht, zegt dat.\n", "2020"),
        ("De in 2019 vastgestelde Nota zegt dat.\n", "2019"),
        ("De Nota van vorig jaar zegt dat.\n", "2026"),
        ("De Nota, waar in 2020 veel over is gezegd, ligt er.\n", None),
    ],
)
def test_year_told_beside_the_name(text: str, year: str | None) -> None:
    """Years in lists, with the party that made it, before the name, and `vorig jaar`."""
    at = text.index("Nota")
    assert year == find_year(make_document(text), Span(at, at + 4))


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("De Nota (gemeente Aalbeek, 2023) is klaar.\n", "gemeente/aalbeek"),
        ("De Nota van de provincie is klaar.\n", "provincie/waterland"),
        ("- Nota, gemeente Beltum, 2021\n", "gemeente/beltum"),
        ("De Nota, gemeente Beltum en het Rijk tellen mee.\n", None),
    ],
)
def test_publisher_told_beside_the_name(text: str, publisher: str | None) -> None:
    """The actor in brackets, after `van`, or in the item of a list."""
    at = text.index("Nota")
    found = find_publisher(make_document(text), Span(at, at + 4))
    assert publisher == (slug_of(found) if found else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wij volgen de Toeristische Visie Wadmark uit 2027.", ["Toeristische Visie Wadmark"]),
        ("Ook het Integraal Waterplan Noord telt.", ["Integraal Waterplan Noord"]),
        ("Zo staat het in het coalitieakkoord 2026-2030.", ["Coalitieakkoord 2026-2030"]),
        ("Zo zegt de Milieuverkenning Kust1 dat.", ["Milieuverkenning Kust"]),
        ("Bronnen\n\n- Bureau Halm (2030), Beheer van duinen\n", ["Beheer van duinen"]),
    ],
)
def test_title_is_whole_and_clean(text: str, expected: list[str]) -> None:
    """Adjectives stay, words before the article, footnote numbers and authors do not."""
    assert expected == titles(text)
