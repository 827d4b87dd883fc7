"""Source cards: a strict schema whose errors say where and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.cards import default_card, load_card, load_cards, resolve_reference
from ontology.errors import SourceError
from ontology.iris import Names
from ontology.records import SourceCard

NAMES = Names("https://example.org/streek/")
MINIMAL = "id: brief\ntitle: Een brief\nshort: Brief\n"


def _write(folder: Path, text: str, slug: str = "brief") -> Path:
    path = folder / slug / "source.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_minimal_card_has_empty_rest(tmp_path: Path) -> None:
    """Id, title and short are enough."""
    expected = SourceCard(id="brief", title="Een brief", short="Brief")

    assert expected == load_card(_write(tmp_path, MINIMAL), NAMES)


def test_identifiers_become_iris(tmp_path: Path) -> None:
    """Prefixed, relative and full identifiers all end as absolute IRIs."""
    text = MINIMAL + "publisher: [gm:gm0141, organisatie/raad, https://ror.org/x]\n"

    card = load_card(_write(tmp_path, text), NAMES)

    assert (
        "https://identifier.overheid.nl/tooi/id/gemeente/gm0141",
        "https://example.org/streek/id/organisatie/raad",
        "https://ror.org/x",
    ) == card.publisher


def test_date_keeps_its_precision(tmp_path: Path) -> None:
    """A month stays a month, also when YAML would make a number or a date of it."""
    assert "2025-04-01" == load_card(_write(tmp_path, MINIMAL + "date: 2025-04-01\n"), NAMES).date
    assert "2025" == load_card(_write(tmp_path, MINIMAL + "date: 2025\n"), NAMES).date


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (MINIMAL + "tittle: x\n", r"brief/source\.yml:4: unknown key 'tittle'.*'title'"),
        ("id: brief\ntitle: x\n", r"key 'short' is missing"),
        (MINIMAL + "horizon: later\n", r":4: horizon: expected a year, found 'later'"),
        (MINIMAL + "sha256: 12ab\n", r":4: sha256: expected 64 small hex digits"),
        (MINIMAL + "publisher: [xx:1]\n", r"prefix 'xx:' is unknown"),
        (MINIMAL + "publisher: De Raad\n", r"'De Raad' is no identifier"),
        (MINIMAL + "date: april 2025\n", r"expected YYYY, YYYY-MM or YYYY-MM-DD"),
        (MINIMAL + "file: ../elders.txt\n", r"expected a file name without folder"),
        (MINIMAL + "expected: {Goal: many}\n", r"Goal: expected a whole number"),
        (MINIMAL + "id: brief\n", r":4: key 'id' stands here twice"),
        (MINIMAL.replace("Brief", "Een veel te lange kop"), r"at most 16 characters"),
        ("- a\n", r":1: expected keys and values, found a list"),
        ("title: [\n", r"not valid YAML"),
        ("", r"empty"),
    ],
)
def test_schema_breach_is_named(tmp_path: Path, text: str, message: str) -> None:
    """A card that breaks the schema says which file, line and key, and what is allowed."""
    with pytest.raises(SourceError, match=message):
        load_card(_write(tmp_path, text), NAMES)


def test_unreadable_bytes_are_named(tmp_path: Path) -> None:
    """A card in another encoding is refused with the place of the first bad byte."""
    path = _write(tmp_path, "")
    path.write_bytes(b"title: caf\xe9\n")

    with pytest.raises(SourceError, match="not UTF-8 at byte 10"):
        load_card(path, NAMES)


def test_folder_of_cards_is_read_by_id(tmp_path: Path) -> None:
    """Each folder with a source.yml gives one card; others are left alone."""
    _write(tmp_path, MINIMAL)
    (tmp_path / "leeg").mkdir()

    assert ["brief"] == list(load_cards(tmp_path, NAMES))


def test_id_must_be_the_folder_name(tmp_path: Path) -> None:
    """A card that was copied without changing its id is refused."""
    _write(tmp_path, MINIMAL, slug="nota")

    with pytest.raises(SourceError, match="id 'brief' differs from the name of its folder"):
        load_cards(tmp_path, NAMES)


def test_two_cards_cannot_claim_one_file(tmp_path: Path) -> None:
    """One file belongs to one document."""
    _write(tmp_path, MINIMAL + "file: a.txt\n")
    _write(tmp_path, MINIMAL.replace("brief", "nota") + "file: a.txt\n", slug="nota")

    with pytest.raises(SourceError, match=r"file 'a\.txt' is also claimed by brief"):
        load_cards(tmp_path, NAMES)


def test_missing_folder_is_an_error(tmp_path: Path) -> None:
    """A wrong folder is said, not read as no cards."""
    with pytest.raises(SourceError, match="folder of source cards not found"):
        load_cards(tmp_path / "weg", NAMES)


def test_default_card_comes_from_the_file_name() -> None:
    """A file without card gets slug and title from its name."""
    expected = SourceCard(
        id="nota-groen-en-water",
        title="Nota groen en water",
        short="Nota groen en wa",
        file="nota_groen-en-water.pdf",
    )

    assert expected == default_card(Path("map/nota_groen-en-water.pdf"))


def test_nameless_file_is_refused() -> None:
    """A name without letters or digits gives no slug."""
    with pytest.raises(SourceError, match="letters or digits"):
        default_card(Path("---.txt"))


def test_reference_with_capitals_is_refused() -> None:
    """A relative identifier is a Dutch segment and a slug."""
    with pytest.raises(ValueError, match="is no identifier"):
        resolve_reference("thema/Wonen", NAMES)
