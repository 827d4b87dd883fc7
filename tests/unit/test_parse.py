"""Parsing: each kind of file gives its text, or one line that says why not."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.formats import docx as docx_format, pdf as pdf_format
from ingest.parse import hash_bytes, is_supported, parse_bytes
from ontology.errors import SourceError

_BRIEF = Path(__file__).parents[1] / "data" / "brief"


def make_pdf(*pages: str) -> bytes:
    """A PDF with one line of text for each line of each page."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for page in pages:
        for number, line in enumerate(page.split("\n")):
            canvas.drawString(72, 760 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_docx() -> bytes:
    """A Word document with one heading, two numbered items and a merged table."""
    document = docx.Document()
    document.add_heading("Acties", 2)
    document.add_paragraph("Bouwen", "List Number")
    document.add_paragraph("Slopen", "List Number")
    document.add_paragraph("los punt", "List Bullet")
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Samen"
    table.cell(0, 2).text = "5"
    for column in range(3):
        table.cell(1, column).text = f"cel {column}"
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@given(st.text(min_size=1).filter(lambda text: text.strip("\ufeff \t\r\n\f") != ""))
def test_plain_text_is_kept_as_delivered(text: str) -> None:
    """Offsets hold in the file itself: nothing is added, dropped or moved."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    if is_supported(data) and not data.lstrip().lower().startswith((b"<html", b"<!doc", b"<?xml")):
        assert text.replace("\r\n", " \n") == parse_bytes(data, "x.txt").text


def test_carriage_return_of_a_line_end_counts_as_a_space() -> None:
    """Windows line ends keep every offset, and readers see one kind of line end."""
    assert "een \ntwee" == parse_bytes(b"een\r\ntwee", "x.txt").text


def test_byte_order_mark_counts_as_a_character() -> None:
    """The mark stays at offset 0, as a reader of the file with encoding UTF-8 sees it."""
    assert "\ufeffeen" == parse_bytes(b"\xef\xbb\xbfeen", "x.txt").text


def test_hash_is_that_of_the_bytes() -> None:
    """A version is named by the sha256 of the file as delivered."""
    assert sha256(b"abc").hexdigest() == hash_bytes(b"abc")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t ", "is empty"),
        (b"\xef\xbb\xbf  ", "is empty"),
        (b"goed en dan \xc3( fout", "not UTF-8 at byte 12"),
        (b"caf\xc3\xa9 en caf\xc3", "not UTF-8 at byte 12"),
        ("привет".encode("windows-1251"), "not UTF-8 at byte 0"),
        (b"\xff\xfeh\x00o\x00i", "not UTF-16 at byte 6"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "unknown kind of file"),
        (b"%PDF-1.7 maar verder niets", "cannot be opened"),
        (b"PK\x03\x04 word/ maar verder niets", "damaged"),
        (b"<!doctype html><html><body><script>x</script></body></html>", "no text"),
        (b"<!doctype html><p>caf\x81</p>", "not UTF-8 at byte 21"),
    ],
)
def test_bad_file_is_refused_with_its_name(data: bytes, words: str) -> None:
    """What cannot be read gives one line with the file's name and the reason."""
    with pytest.raises(SourceError, match=rf"brief\.txt: .*{words}"):
        parse_bytes(data, "brief.txt")


def test_large_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file above the limit is refused before it is parsed."""
    monkeypatch.setattr("ingest.parse.MAX_BYTES", 10)
    with pytest.raises(SourceError, match="larger than"):
        parse_bytes(b"elf tekens!", "x.txt")


def test_kind_is_told_by_content_not_name() -> None:
    """A PDF with another suffix is still read as PDF."""
    assert (
        "application/pdf" == parse_bytes(make_pdf("Een regel met tekst erin"), "x.txt").media_type
    )


def test_pdf_pages_have_starts() -> None:
    """Each page begins at its offset in the text."""
    parsed = parse_bytes(make_pdf("Eerste bladzijde hier", "Tweede bladzijde hier"), "x.pdf")
    assert ["Eerste", "Tweede"] == [parsed.text[start:].split()[0] for start in parsed.page_starts]


def test_pdf_without_text_is_refused() -> None:
    """A scan is refused with the advice to recognise its text."""
    with pytest.raises(SourceError, match="scan without text"):
        parse_bytes(make_pdf("", ""), "scan.pdf")


def test_pdf_loses_running_heads() -> None:
    """Lines that every page begins or ends with are left out, page numbers alike."""
    pages = [f"Nota Ruimte\nDit is de inhoud van deel {n} ervan.\nBladzijde {n}" for n in "1234"]
    lines = parse_bytes(make_pdf(*pages), "x.pdf").text.split("\n")
    assert [f"Dit is de inhoud van deel {n} ervan." for n in "1234"] == [
        line for line in lines if line.strip()
    ]


def test_pdf_keeps_equal_lines_on_few_pages() -> None:
    """Two pages are too few to tell a running head from text."""
    text = parse_bytes(
        make_pdf("Nota Ruimte\nInhoud een", "Nota Ruimte\nInhoud twee"), "x.pdf"
    ).text
    assert 2 == text.count("Nota Ruimte")


@pytest.mark.parametrize(
    ("broken", "whole"),
    [("de woning-\nbouw gaat door", "woningbouw"), ("in Oost-\nHolten is ruimte", "Oost-Holten")],
)
def test_pdf_words_are_whole_again(broken: str, whole: str) -> None:
    """A hyphen at a line end goes, unless a capital follows."""
    assert whole in parse_bytes(make_pdf(broken), "x.pdf").text


def test_pdf_with_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document above the limit of pages is refused."""
    monkeypatch.setattr(pdf_format, "MAX_PAGES", 1)
    with pytest.raises(SourceError, match="more than 1 pages"):
        parse_bytes(make_pdf("een hele regel", "nog een regel"), "x.pdf")


def test_docx_becomes_marked_lines() -> None:
    """Headings, numbers, bullets and rows of cells, a merged cell once."""
    assert (
        "## Acties\n\n1. Bouwen\n2. Slopen\n• los punt\n\nSamen\t5\ncel 0\tcel 1\tcel 2\n"
        == parse_bytes(make_docx(), "x.docx").text
    )


def test_docx_that_unpacks_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size after unpacking is checked before anything is unpacked."""
    monkeypatch.setattr(docx_format, "MAX_UNPACKED", 1000)
    with pytest.raises(SourceError, match="unpacks to more"):
        parse_bytes(make_docx(), "x.docx")


def test_docx_that_declares_entities_is_refused() -> None:
    """Word never writes a DOCTYPE; whoever does wants entities unpacked or fetched."""
    buffer = BytesIO(make_docx())
    with ZipFile(buffer, "a") as archive:
        archive.writestr("word/extra.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    with pytest.raises(SourceError, match="a DOCTYPE in this DOCX"):
        parse_bytes(buffer.getvalue(), "x.docx")


def test_docx_with_a_table_in_a_table_keeps_its_words() -> None:
    """What stands in a table inside a cell belongs to that cell."""
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "buiten"
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "binnen"
    buffer = BytesIO()
    document.save(buffer)
    assert "buiten binnen\n" == parse_bytes(buffer.getvalue(), "x.docx").text


def test_docx_with_a_table_of_endless_width_is_refused() -> None:
    """A cell may claim any number of columns; what no page holds is refused at once."""
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "breed"
    cell._tc.grid_span = 900_000
    buffer = BytesIO()
    document.save(buffer)
    with pytest.raises(SourceError, match="more than 1000 columns"):
        parse_bytes(buffer.getvalue(), "x.docx")


def test_locked_pdf_is_refused() -> None:
    """A PDF with a password is refused with that reason."""
    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt="geheim")
    canvas.drawString(72, 700, "Een regel met tekst")
    canvas.save()
    with pytest.raises(SourceError, match="locked with a password"):
        parse_bytes(buffer.getvalue(), "x.pdf")


def test_page_nested_too_deep_is_refused() -> None:
    """Text that would be lost below too many blocks is not left out in silence."""
    page = b"<!doctype html><html><body>" + b"<div>" * 300 + b"diep"
    with pytest.raises(SourceError, match="nested more than 200 deep"):
        parse_bytes(page, "x.html")


def test_control_character_far_in_is_refused() -> None:
    """A file that turns into something else half-way is no text."""
    with pytest.raises(SourceError, match="control character"):
        parse_bytes(b"tekst " * 20_000 + b"\0", "x.txt")


def test_text_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the file, its text has a limit of its own."""
    monkeypatch.setattr("ingest.parse.MAX_CHARS", 10)
    with pytest.raises(SourceError, match="more than 10 characters of text"):
        parse_bytes(b"elf tekens!", "x.txt")


def test_zip_that_is_no_word_document_is_refused() -> None:
    """An archive with a folder `word` but no document is refused."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("word/iets.txt", "tekst")
    with pytest.raises(SourceError, match="no Word document"):
        parse_bytes(buffer.getvalue(), "x.docx")


def test_html_becomes_marked_lines() -> None:
    """Headings, items and rows are kept, menus and scripts are not."""
    page = (
        b"<!doctype html><html><body><nav>menu</nav><h2>Acties</h2><p>Een <b>vette</b>\nzin.</p>"
        b"<ol start='3'><li>drie</li><li>vier</li></ol><table><tr><th>a</th><td>b</td></tr></table>"
        b"<script>x()</script></body></html>"
    )
    assert (
        "## Acties\n\nEen vette zin.\n\n3. drie\n4. vier\n\na\tb\n" == parse_bytes(page, "x").text
    )


@pytest.mark.parametrize("name", ["brief.md", "brief.docx", "brief.pdf"])
def test_sample_letter_is_read_in_every_format(name: str) -> None:
    """The letter that the read-me walks through can be read in all its formats."""
    assert "woningbouwprogramma" in parse_bytes((_BRIEF / name).read_bytes(), name).text


def test_same_bytes_give_the_same_text() -> None:
    """Parsing has no memory and no chance in it."""
    data = (_BRIEF / "brief.pdf").read_bytes()
    assert parse_bytes(data, "a.pdf") == parse_bytes(data, "a.pdf")
