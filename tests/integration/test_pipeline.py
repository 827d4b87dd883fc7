"""The five source texts and the sample letter through the whole pipeline, with the real register."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from graph.register import load_region
from ingest.cards import load_cards
from ingest.document import Extractor
from ingest.extractors import EXTRACTORS
from ingest.parse import parse_bytes
from ingest.pipeline import Reader, find_sources, load_text, read_all
from ingest.quads import iter_reading_quads
from ingest.readings import dump_reading
from ingest.references import REFERENCES
from ingest.registered import REGISTERED
from ingest.segment import segment
from ontology.iris import quote_hash
from ontology.records import Mention, Passage, Reading

_ROOT = Path(__file__).parents[2]
_BRIEF = _ROOT / "tests" / "data" / "brief"
_BASIC: tuple[Extractor, ...] = (REGISTERED, REFERENCES)
_IDS = (
    "netwerkstad-twente-2040",
    "plan-van-aanpak-ros",
    "raadsbrief-almelo",
    "raadsbrief-enschede",
    "woonagenda-twente-2021-2025",
)


def find_folder() -> Path | None:
    """Where the source texts are: the environment, `sources`, or next to the checkout."""
    places = [_ROOT / "sources", _ROOT.parent / "shared" / "sources"]
    if given := os.environ.get("BELEIDSGRAAF_SOURCES"):
        places.insert(0, Path(given))
    return next((place for place in places if list(place.glob("*.txt"))), None)


needs_sources = pytest.mark.skipif(
    find_folder() is None, reason="the five source texts are not here (set BELEIDSGRAAF_SOURCES)"
)


@cache
def read_sources() -> tuple[Mapping[str, Reading], Mapping[str, str]]:
    """Readings and texts of the five documents, by id."""
    folder = find_folder()
    assert folder is not None
    region = load_region()
    sources, _ = find_sources(folder, load_cards(region.sources_folder, region.names))
    reader = Reader(region.names, tuple(region.entries.values()), _BASIC)
    readings = read_all(sources, reader)
    texts = {source.card.id: load_text(source.path).parsed.text for source in sources}
    return {reading.document: reading for reading in readings}, texts


def passages_of(document: str, kind: str) -> Iterator[Passage]:
    """Passages of one kind in a source text."""
    return (item for item in read_sources()[0][document].passages if item.kind == kind)


@pytest.mark.sources
@needs_sources
@pytest.mark.parametrize("document", _IDS)
def test_passages_cover_the_source(document: str) -> None:
    """Every printed character of a source lies in exactly one passage."""
    readings, texts = read_sources()
    text = texts[document]
    covered = sum(
        sum(not char.isspace() for char in text[item.span.start : item.span.end])
        for item in readings[document].passages
    )
    assert sum(not char.isspace() for char in text) == covered


@pytest.mark.sources
@needs_sources
@pytest.mark.parametrize("document", _IDS)
def test_hashes_verify_against_the_source(document: str) -> None:
    """Every hash of a passage and of evidence is that of the text at its span."""
    readings, texts = read_sources()
    text, reading = texts[document], readings[document]
    expected = [(p.span.start, p.span.end, p.quote_hash) for p in reading.passages]
    assert all(
        quote_hash(text[start:end]) == quote
        for start, end, quote in (*expected, *reading.quote_hashes)
    )


@pytest.mark.sources
@needs_sources
@pytest.mark.parametrize(
    ("document", "count"), [("woonagenda-twente-2021-2025", 40), ("netwerkstad-twente-2040", 19)]
)
def test_numbered_items_are_all_found(document: str, count: int) -> None:
    """Each number of the long list of actions or choices opens an item."""
    markers = {item.marker for item in passages_of(document, "item")}
    assert set() == {f"{number}." for number in range(1, count + 1)} - markers


@pytest.mark.sources
@needs_sources
def test_contribution_rows_are_all_found() -> None:
    """The table of contributions has seventeen rows and a total."""
    text = read_sources()[1]["plan-van-aanpak-ros"]
    rows = [text[p.span.start : p.span.end] for p in passages_of("plan-van-aanpak-ros", "row")]
    assert 18 == sum(any(char.isdigit() and "." in row for char in row) for row in rows)


@pytest.mark.sources
@needs_sources
def test_scanned_headings_are_headings() -> None:
    """Headings with misread case are headings with a readable locator."""
    sections = {item.section for item in passages_of("netwerkstad-twente-2040", "heading")}
    assert {"Samenvatting", "1.2 Doorbraak in twentse samenwerking"} <= sections


@pytest.mark.sources
@needs_sources
def test_all_municipalities_are_parties_in_the_table() -> None:
    """In the table of contributions each municipality is an actor."""
    readings, _ = read_sources()
    mentions: tuple[Mention, ...] = readings["plan-van-aanpak-ros"].mentions
    assert 14 == len({m.entity for m in mentions if "/gemeente/" in m.entity})


@pytest.mark.sources
@needs_sources
def test_known_documents_are_cited() -> None:
    """The plan cites the investment agenda and the position paper by their register IRIs."""
    reading = read_sources()[0]["plan-van-aanpak-ros"]
    cited = {
        str(statement.object).rsplit("/", 1)[1]
        for element in reading.elements
        for statement in element.statements
        if statement.predicate.endswith("cites")
    }
    assert {"rsia", "position-paper-twente-2050", "nota-ruimte"} <= cited


@pytest.mark.sources
@needs_sources
def test_reading_again_gives_the_same() -> None:
    """A second reading is the same, byte for byte."""
    folder = find_folder()
    assert folder is not None
    region = load_region()
    sources, _ = find_sources(folder, load_cards(region.sources_folder, region.names))
    reader = Reader(region.names, tuple(reversed(region.entries.values())), _BASIC)
    assert [dump_reading(r) for r in read_all(sources, reader)] == [
        dump_reading(read_sources()[0][source.card.id]) for source in sources
    ]


@pytest.mark.sources
@needs_sources
@pytest.mark.parametrize("document", _IDS)
def test_no_nine_words_in_a_row_reach_the_graph(document: str) -> None:
    """No literal of a document's graph repeats nine words of the source."""
    readings, texts = read_sources()
    region = load_region()
    card = load_cards(region.sources_folder, region.names)[document]
    source = " ".join(texts[document].lower().split())
    literals = {
        quad.object.value
        for quad in iter_reading_quads(readings[document], card, region.names)
        if hasattr(quad.object, "datatype") and " " in quad.object.value
    }
    long = [
        words[start : start + 9]
        for words in (literal.lower().split() for literal in literals)
        for start in range(len(words) - 8)
    ]
    assert [] == [" ".join(words) for words in long if " ".join(words) in source]


def read_letter(name: str) -> Reading:
    """The sample letter in one format, through all extractors and the real register."""
    region = load_region()
    sources, _ = find_sources(_BRIEF, {})
    path = _BRIEF / name
    source = next(item for item in sources)
    reader = Reader(region.names, tuple(region.entries.values()), EXTRACTORS)
    return reader.read(type(source)(path, source.card))


@cache
def letter_elements(name: str) -> Counter[tuple[str, str]]:
    """Elements of the letter as (type, IRI)."""
    return Counter((element.type, element.iri) for element in read_letter(name).elements)


@pytest.mark.parametrize("name", ["brief.docx", "brief.pdf"])
def test_letter_gives_the_same_elements_in_every_format(name: str) -> None:
    """What is read does not depend on the format that the letter came in."""
    assert letter_elements("brief.md") == letter_elements(name)


@pytest.mark.parametrize("name", ["brief.md", "brief.docx", "brief.pdf"])
def test_letter_has_the_same_outline_in_every_format(name: str) -> None:
    """Headings, numbered items and rows are found in every format."""
    parsed = parse_bytes((_BRIEF / name).read_bytes(), name)
    kinds = Counter(item.kind for item in segment(parsed.text, parsed.page_starts))
    assert (5, 5, 9) == (kinds["heading"], kinds["item"], kinds["row"])
