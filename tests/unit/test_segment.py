"""Segmenting: spans that slice back, and the kinds of block a reader sees."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings, strategies as st

from ingest.segment import segment, sentences
from ontology.iris import quote_hash
from ontology.records import Passage, Span

_PIECES = st.sampled_from(
    [
        "Een zin over wonen die gewoon doorloopt.",
        "met een vervolg in kleine letters",
        "1. Eerste stap",
        "2. Tweede stap",
        "• punt",
        "-\tstreepje",
        "o\tsub",
        "2.1\tKop met nummer",
        "saMenvatting",
        "Noorddorp 12.500 vaste bijdrage",
        "Zuiddorp 9.100 vaste bijdrage",
        "April 2031 Stuurgroep Bespreken",
        "17",
        "Figuur 2: kaart",
        "a. onderdeel",
        "| cel | cel |",
        "|---|---|",
        " begin van een pagina",
        "Hoogachtend,",
        "\tin de inspringing",
        "Titel zonder punt",
        "woord-",
    ]
)
_SEPARATORS = st.sampled_from(["\n", "\n\n", " \n", "\r\n", "\n \n\n", "\f", "\r"])
_TEXTS = st.lists(st.tuples(_PIECES, _SEPARATORS), max_size=30).map(
    lambda parts: "".join(piece + separator for piece, separator in parts)
)
_ANY_TEXT = st.one_of(_TEXTS, st.text(max_size=300))


def kinds(text: str) -> list[str]:
    """The kinds of the passages of a text."""
    return [passage.kind for passage in segment(text)]


def quotes(text: str, kind: str) -> list[str]:
    """The passages of a kind, on one line each."""
    return [
        " ".join(text[item.span.start : item.span.end].split())
        for item in segment(text)
        if item.kind == kind
    ]


def first(text: str, kind: str) -> Passage:
    """The first passage of a kind."""
    return next(passage for passage in segment(text) if passage.kind == kind)


@given(_ANY_TEXT)
def test_passages_never_overlap_and_are_sorted(text: str) -> None:
    """Each passage begins at or after the end of the one before."""
    spans = [passage.span for passage in segment(text)]
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))


@given(_ANY_TEXT)
def test_passages_cover_every_printed_character(text: str) -> None:
    """What lies between passages is white space or invisible."""
    rest = list(text)
    for passage in segment(text):
        rest[passage.span.start : passage.span.end] = " " * (passage.span.end - passage.span.start)
    left = "".join(rest)
    assert "" == left.translate(dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\xad"))).strip()


@given(_TEXTS)
def test_quote_hash_is_that_of_the_slice(text: str) -> None:
    """The hash of a passage is the hash of what its span holds."""
    assert all(
        quote_hash(text[item.span.start : item.span.end]) == item.quote_hash
        for item in segment(text)
    )


@given(_TEXTS)
def test_passages_begin_and_end_with_print(text: str) -> None:
    """No passage begins or ends with white space."""
    quoted = [text[item.span.start : item.span.end] for item in segment(text)]
    assert quoted == [quote.strip() for quote in quoted]


@given(_TEXTS)
def test_section_is_short(text: str) -> None:
    """A locator has at most six words and sixty characters."""
    sections = [item.section or "" for item in segment(text)]
    assert all(len(section.split()) <= 6 and len(section) <= 60 for section in sections)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 500), min_size=1, max_size=5, unique=True).map(sorted))
def test_page_number_follows_page_starts(starts: list[int]) -> None:
    """A passage lies on the last page that begins at or before it."""
    text = "Een regel met tekst.\n\n" * 25
    found = segment(text, [0, *[start for start in starts if start]])
    pages = [0, *[start for start in starts if start]]
    assert all(sum(start <= item.span.start for start in pages) == item.page for item in found)


def test_numbered_heading_stands_over_text() -> None:
    """`2.1` and a title make a heading with its number as marker and its depth as level."""
    heading = first("Tekst vooraf.\n\n2.1\tOpgaven in de regio\n\nEr is veel te doen.\n", "heading")
    assert ("2.1", 1) == (heading.marker, heading.level)


def test_heading_runs_over_indented_line() -> None:
    """A title that goes on below an indent is one heading."""
    text = "2.2 Op weg naar later: kansen en \n  bedreigingen\nDe markt verandert snel.\n"
    assert ["2.2 Op weg naar later: kansen en bedreigingen"] == quotes(text, "heading")


def test_chapter_number_is_no_list_item() -> None:
    """Chapters that count far apart are headings."""
    body = "Dit is een alinea met gewone zinnen.\n" * 20
    text = f"1. Inleiding\n{body}\n2. Aanpak\n{body}"
    assert ["1. Inleiding", "2. Aanpak"] == quotes(text, "heading")


def test_short_chapters_around_a_list_are_headings() -> None:
    """Chapters stay headings when a list that counts from one stands between them."""
    text = (
        "1. Doel\nWe willen meer woningen bouwen.\n2. Acties\n1. Het rijk bouwt.\n"
        "2. De regio plant.\n3. Planning\nDe raad besluit in mei.\n"
    )
    assert ["1. Doel", "2. Acties", "3. Planning"] == quotes(text, "heading")


def test_numbers_that_follow_each_other_are_items() -> None:
    """Short numbered lines without stop are items when the next number follows."""
    text = "Dit zijn de ambities:\n\n1. Toevoegen van 500 woningen\n\n2. Inspelen op de vraag\n"
    assert ["1.", "2."] == [item.marker for item in segment(text) if item.kind == "item"]


def test_item_goes_on_over_lines() -> None:
    """Lines below an item that carry no marker belong to it."""
    text = "3.\tRealiseren van gebieden tot 2041 en \nuitwisseling van ervaringen.\n4.\tPlannen.\n"
    assert [
        "3. Realiseren van gebieden tot 2041 en uitwisseling van ervaringen.",
        "4. Plannen.",
    ] == quotes(text, "item")


def test_item_goes_on_over_column_break() -> None:
    """An empty line in the middle of a sentence does not end an item."""
    text = "2.\tRealiseren van gebieden en uitwisseling \n\nvan ervaringen. \n3.\tPlannen maken.\n"
    assert "2. Realiseren van gebieden en uitwisseling van ervaringen." == quotes(text, "item")[0]


def test_item_after_footnote_is_marked_as_continuation() -> None:
    """The rest of an item below a footnote is an item without marker."""
    text = (
        "Tekst met een noot1.\n\n4.\tOndersteuning bij het \n\n1 Noot: met een uitleg erbij\n"
        " realiseren van gebieden.\n"
    )
    assert [("4.", "item"), ("1", "footnote"), (None, "item")] == [
        (item.marker, item.kind) for item in segment(text)[1:]
    ]


def test_bullets_nest_under_numbers() -> None:
    """A bullet below a numbered item is one level deeper."""
    text = "1.\tWe zetten in op:\n-\tonderwijs;\n-\tbanen.\n2.\tWe bouwen.\n"
    assert [0, 1, 1, 0] == [item.level for item in segment(text) if item.kind == "item"]


@pytest.mark.parametrize("marker", ["•", "-", "o", "*", "\uf0b7", "a.", "12)"])
def test_marker_opens_item(marker: str) -> None:
    """Every usual list marker opens an item and is kept."""
    assert marker == first(f"De lijst:\n{marker}\teerste punt\n", "item").marker


def test_dash_inside_a_sentence_is_no_item() -> None:
    """A line that happens to begin with a dash goes on with its sentence."""
    text = "In deze agenda schetsen wij \n- gemeenten, corporaties en \nanderen - wat er komt.\n"
    assert ["paragraph"] == kinds(text)


def test_lost_bullets_are_items() -> None:
    """Lines that each begin with one space are items whose bullets were lost."""
    text = "Dit hoort erbij:\n\n Versterken van de economie;\n Bouwen van woningen;\n Defensie.\n"
    assert ["•", "•", "•"] == [item.marker for item in segment(text) if item.kind == "item"]


def test_double_spaced_paragraph_is_one_passage() -> None:
    """Where an empty line stands between all lines it divides nothing."""
    line = "een regel van gewone lengte die in het midden van een zin wordt afgebroken"
    text = (
        "Het begint met \n\n" + "\n\n".join([line] * 12) + " en eindigt.\n\n \n\nNu iets anders.\n"
    )
    assert ["paragraph", "paragraph"] == kinds(text)


def test_scanned_heading_has_its_case_mended() -> None:
    """A heading with capitals inside words gets a readable locator."""
    text = "De vraag neemt af.\n\nsaMenvatting\n\nHet aanbod verandert dus snel mee.\n"
    assert "Samenvatting" == first(text, "heading").section


def test_amount_rows_are_rows() -> None:
    """Name, amount and remark on one line make a row, also when the name is broken."""
    text = (
        "Bijdrage per organisatie\n\nRijk 90.000 bijdrage Rijk\nProvincie\nWaterland 81.900 "
        "Bijdrage provincie\nNoorddorp 12.345 Naar inwoneraantal\nTotaal 184.245\n"
    )
    assert [
        "Rijk 90.000 bijdrage Rijk",
        "Provincie Waterland 81.900 Bijdrage provincie",
        "Noorddorp 12.345 Naar inwoneraantal",
        "Totaal 184.245",
    ] == quotes(text, "row")


def test_planning_rows_take_their_continuation() -> None:
    """A planning row ends where the next date begins."""
    text = (
        "13 februari 2031 Stuurgroep Wonen Bespreken inhoud \nen vaststellen plan\n\n"
        "April 2031 Stuurgroep Wonen Bespreken uitgangspunten\n"
    )
    assert 2 == len(quotes(text, "row"))


def test_footnote_needs_its_reference() -> None:
    """A line that begins with a number is a footnote when a word carries that number."""
    assert ["paragraph", "footnote"] == kinds("Zie de NPV1.\n\n1 NPV: plan voor vitaliteit\n")


def test_page_number_is_furniture() -> None:
    """A number alone between texts is page furniture."""
    assert "furniture" in kinds("Het plan gaat verder\n\n\n29\n\nmet de uitvoering ervan.\n")


def test_caption_is_told_by_its_word() -> None:
    """`Figuur` and a number open a caption."""
    assert ["Figuur 1: Indeling van milieus"] == quotes(
        "Figuur 1: Indeling van milieus\n", "caption"
    )


def test_labels_of_a_figure_are_no_headings() -> None:
    """Many short lines in a row are labels, not headings."""
    text = "Noord\n\nZuid\n\nOost\n\nWest\n\nHier volgt weer gewone tekst met een punt.\n"
    assert [] == quotes(text, "heading")


def test_locator_is_cut_with_ellipsis() -> None:
    """A long heading is cut to six words."""
    text = "2.4 Onderwerpen die onderdeel uitmaken van het grote plan\n\nDit zijn er veel.\n"
    assert "2.4 Onderwerpen die onderdeel uitmaken van…" == first(text, "heading").section


def test_empty_text_has_no_passages() -> None:
    """White space holds no passage."""
    assert () == segment(" \n\t\r\n\ufeff")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dat is o.a. de Woonvisie. Nieuw is de rest.", 2),
        ("Het kost ca. 12.000 euro per jaar. Klaar.", 2),
        ("Zie nr. 7 en bijv. Almere. Daarna niet.", 2),
        ("Van J.H. Dijk is niets bekend. Echt?", 2),
        ("De nota d.d. 5 mei. Wat nu? Niets!", 3),
        ("Zonder punt aan het eind", 1),
    ],
)
def test_sentences_end_at_full_stops(text: str, count: int) -> None:
    """Abbreviations, initials and numbers with dots do not end a sentence."""
    assert count == len(sentences(text, Span(0, len(text))))


@given(_TEXTS.filter(bool))
def test_sentences_stay_inside_their_span(text: str) -> None:
    """Sentences are sorted, lie in the span, and hold all its print."""
    span = Span(0, len(text))
    found = sentences(text, span)
    joined = "".join("".join(text[item.start : item.end].split()) for item in found)
    assert "".join(text.split()) == joined


def test_chapters_numbered_without_a_stop_are_headings() -> None:
    """Titles that count from 1 through the text head chapters, with text or a list below."""
    text = "1 Inleiding\nEr is veel te doen.\n\n2 Projecten\n- Brug\n\n3 Geld\nEr is genoeg geld.\n"
    assert ["1 Inleiding", "2 Projecten", "3 Geld"] == quotes(text, "heading")


def test_two_numbers_alone_are_no_chapters() -> None:
    """A count at the start of a line is no title."""
    text = "Er komen:\n\n12 Bruggen over de beek, en dat is veel.\n"
    assert [] == [found for found in quotes(text, "heading") if found.startswith("12")]


def test_caption_ends_where_the_table_begins() -> None:
    """A line with a capital below a caption is not part of it."""
    text = "Tabel 1: Overzicht\nPlaats Aantal\nNoorddorp 12\nZuiddorp 14\n"
    assert ["Tabel 1: Overzicht"] == quotes(text, "caption")


@pytest.mark.parametrize(
    "text",
    ["Titel boven\n\nEen zin \ndie doorloopt \nnaar het eind.\nNog een.\n\n- punt\n- punt\n"],
)
def test_space_at_the_end_of_every_line_changes_nothing(text: str) -> None:
    """A file whose every line ends in one space more gives the same passages."""
    plain = [(one.kind, text[one.span.start : one.span.end]) for one in segment(text)]
    spaced = text.replace("\n", " \n")
    found = [
        (one.kind, spaced[one.span.start : one.span.end].replace(" \n", "\n"))
        for one in segment(spaced)
    ]
    assert plain == found


def test_bullet_that_stands_further_in_is_part_of_the_one_above() -> None:
    """The same sign at another indentation is another level, and back again."""
    text = "- een\n  - twee\n    - drie\n  - vier\n- vijf\n"

    assert [0, 1, 2, 1, 0] == [passage.level for passage in segment(text)]


def test_columns_of_spaces_are_rows() -> None:
    """Lines with at least two wide gaps are the rows of a table."""
    text = "Partij      Spoor A     Totaal\nRijk        20          30\nBeltum      5           6\n"

    assert ["row"] * 3 == [passage.kind for passage in segment(text)]
