"""The pipeline: files matched to cards, read one by one or by several processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Extractor
from ingest.pipeline import Reader, Source, find_sources, load_text, read_all
from ingest.readings import dump_reading, load_reading
from ingest.references import REFERENCES
from ingest.registered import MAX_SPANS, REGISTERED
from ontology.errors import SourceError
from ontology.iris import Names, quote_hash
from ontology.records import Label, Reading, RegisterEntry, Sha256, SourceCard
from ontology.terms import BG

NAMES = Names("https://example.org/")
TEXT = "Kop van het stuk\n\nMerenland bouwt en de Regionale Woonvisie Oost helpt.\n"
PLACE = RegisterEntry(
    iri=NAMES.mint("plaats", "merenland"),
    kind="place",
    type=BG.Place,
    preferred="Merenland",
    labels=(Label(text="Merenland"),),
)
PROGRAMME = RegisterEntry(
    iri=NAMES.mint("programma", "groei"),
    kind="programme",
    type=BG.Programme,
    preferred="Programma Groei",
    labels=(Label(text="Programma Groei"),),
    themes=(NAMES.mint("thema", "economie"),),
)
EXTRACTORS: tuple[Extractor, ...] = (REGISTERED, REFERENCES)
READER = Reader(NAMES, (PLACE, PROGRAMME), EXTRACTORS)


def make_file(folder: Path, name: str = "stuk.txt", text: str = TEXT) -> Path:
    """A file with text in a folder."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def make_card(**changes: object) -> SourceCard:
    """A card for the document `stuk`."""
    return SourceCard(id="stuk", title="Het stuk", short="Stuk", **changes)  # type: ignore[arg-type]


def read(folder: Path, text: str = TEXT, card: SourceCard | None = None) -> Reading:
    """The reading of one file with this text."""
    return READER.read(Source(make_file(folder, text=text), card or make_card()))


def test_missing_folder_is_an_error(tmp_path: Path) -> None:
    """A folder that is not there is named, with the option that sets it."""
    with pytest.raises(SourceError, match=r"nergens; give it with --sources"):
        find_sources(tmp_path / "nergens", {})


def test_file_belongs_to_card_that_names_it(tmp_path: Path) -> None:
    """The file name on a card decides, whatever the stem."""
    make_file(tmp_path, "anders.txt")
    card = make_card(file="anders.txt")
    assert ("stuk",) == tuple(
        source.card.id for source in find_sources(tmp_path, {"stuk": card})[0]
    )


def test_file_belongs_to_card_of_its_stem(tmp_path: Path) -> None:
    """Without a file name on the card the stem is the id."""
    make_file(tmp_path)
    assert "Het stuk" == find_sources(tmp_path, {"stuk": make_card()})[0][0].card.title


def test_file_without_card_gets_one(tmp_path: Path) -> None:
    """A new document is read under a card made from its name."""
    make_file(tmp_path, "Nieuwe brief.txt")
    assert "nieuwe-brief" == find_sources(tmp_path, {})[0][0].card.id


@pytest.mark.parametrize("name", ["feiten.yaml", "README.md", ".verborgen.txt", "make.py"])
def test_files_that_are_no_documents_are_passed_over(tmp_path: Path, name: str) -> None:
    """Cards, read-mes and hidden files are no sources and no problem."""
    make_file(tmp_path, name)
    assert ((), ()) == find_sources(tmp_path, {})


def test_unknown_kind_is_skipped_and_reported(tmp_path: Path) -> None:
    """A picture between the texts is said to be skipped."""
    (tmp_path / "kaart.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    sources, issues = find_sources(tmp_path, {})
    assert ((), ["unknown-type"]) == (sources, [issue.code for issue in issues])


def test_two_files_of_one_document_are_reported(tmp_path: Path) -> None:
    """The first by name is read, the other is named."""
    make_file(tmp_path, "stuk.md")
    make_file(tmp_path, "stuk.txt")
    sources, issues = find_sources(tmp_path, {})
    assert (["stuk.md"], ["duplicate-document"]) == (
        [source.path.name for source in sources],
        [issue.code for issue in issues],
    )


def test_plain_text_has_the_hash_of_its_file(tmp_path: Path) -> None:
    """For plain text the canonical text is the file."""
    text = load_text(make_file(tmp_path))
    assert text.file_hash == text.text_hash


def test_new_version_is_said_in_one_line(tmp_path: Path) -> None:
    """A file that is not the version of its card is read, and that is said."""
    reading = read(tmp_path, card=make_card(sha256=Sha256("0" * 64)))
    assert [("new-version", "info")] == [(i.code, i.severity) for i in reading.issues]


def test_strict_refuses_a_new_version(tmp_path: Path) -> None:
    """With strict the file must be the version of its card."""
    source = Source(make_file(tmp_path), make_card(sha256=Sha256("0" * 64)))
    with pytest.raises(SourceError, match=r"stuk\.txt: a new version"):
        Reader(NAMES, (), EXTRACTORS, strict=True).read(source)


def test_same_version_is_silent(tmp_path: Path) -> None:
    """A file that is the version of its card gives no issue."""
    expected = load_text(make_file(tmp_path)).file_hash
    assert () == read(tmp_path, card=make_card(sha256=expected)).issues


def test_every_span_of_evidence_has_its_hash(tmp_path: Path) -> None:
    """Hashes are those of the text at the spans, so that a quote can be verified."""
    reading = read(tmp_path)
    assert reading.quote_hashes
    assert all(quote_hash(TEXT[start:end]) == quote for start, end, quote in reading.quote_hashes)


def test_registered_entry_becomes_an_element(tmp_path: Path) -> None:
    """A place that is named is an element of the version, at its exact span."""
    place = next(item for item in read(tmp_path).elements if item.iri == PLACE.iri)
    assert ["Merenland"] == [TEXT[span.start : span.end] for span in place.evidence]


def test_evidence_of_an_entry_is_bounded(tmp_path: Path) -> None:
    """However often an entry is named, at most five spans are kept."""
    place = next(
        item for item in read(tmp_path, "Merenland is mooi. " * 9).elements if item.iri == PLACE.iri
    )
    assert MAX_SPANS == len(place.evidence)


def test_programme_brings_its_themes(tmp_path: Path) -> None:
    """The themes of a programme are copied from the register, without a claim."""
    found = {item.iri: item for item in read(tmp_path, "Het Programma Groei loopt.").elements}
    assert [(BG.hasTheme, NAMES.mint("thema", "economie"), False)] == [
        (item.predicate, item.object, item.claimed) for item in found[PROGRAMME.iri].statements
    ]


def test_progress_names_each_document(tmp_path: Path) -> None:
    """The caller hears of every document that was read."""
    heard: list[str] = []
    read_all([Source(make_file(tmp_path), make_card())], READER, on_progress=heard.append)
    assert ["stuk"] == heard


def test_damaged_source_is_named(tmp_path: Path) -> None:
    """An unreadable file stops the reading with its name."""
    path = tmp_path / "stuk.txt"
    path.write_bytes(b"\xe9\xe9")
    with pytest.raises(SourceError, match=r"stuk\.txt: not UTF-8 at byte 0"):
        read_all([Source(path, make_card())], READER)


def test_reading_survives_json(tmp_path: Path) -> None:
    """A reading written as JSON and read back is the same."""
    reading = read(tmp_path)
    path = tmp_path / "extracted.json"
    path.write_text(dump_reading(reading), encoding="utf-8")
    assert reading == load_reading(path)


def test_json_is_stable(tmp_path: Path) -> None:
    """The same text gives the same JSON, byte for byte."""
    assert dump_reading(read(tmp_path)) == dump_reading(read(tmp_path))


def test_json_holds_no_text(tmp_path: Path) -> None:
    """A shipped reading holds offsets, names and hashes, never a sentence."""
    assert "bouwt en de" not in dump_reading(read(tmp_path))


@pytest.mark.parametrize("content", ["{", "{}", '{"document": 3}'])
def test_damaged_json_is_refused(tmp_path: Path, content: str) -> None:
    """A file that is no reading gives one line."""
    path = tmp_path / "extracted.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=r"extracted\.json: no reading"):
        load_reading(path)


def test_missing_json_is_refused(tmp_path: Path) -> None:
    """A file that is not there gives one line."""
    with pytest.raises(SourceError, match="cannot be read"):
        load_reading(tmp_path / "extracted.json")
