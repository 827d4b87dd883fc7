"""Parsing of what word processors really write: columns, tables, notes, changes, encodings."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.parse import parse_bytes
from ingest.segment import segment

_LEFT = ("Langs de kade van Beltum komt", "een straat met bomen te liggen", "waar het stil is.")
_RIGHT = ("In Cadier wordt de markt weer", "een plein voor wie er woont en", "wie er werkt.")
_NOTE_PARTS = {
    "[Content_Types].xml": (
        "</Types>",
        '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.footnotes+xml"/></Types>',
    ),
    "word/_rels/document.xml.rels": (
        "</Relationships>",
        '<Relationship Id="rIdNotes" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/footnotes"/></Relationships>',
    ),
}


def read_pdf(draw: Callable[[Canvas], None], pages: int = 1) -> str:
    """The text of a PDF of which each page is drawn alike."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for _ in range(pages):
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return parse_bytes(buffer.getvalue(), "x.pdf").text


def read_docx(*blocks: str, notes: str = "") -> str:
    """The text of a Word document with these elements as its body."""
    document = docx.Document()
    for block in blocks:
        element: Any = parse_xml(block.replace(">", f" {nsdecls('w')}>", 1))
        document.element.body.insert(len(document.element.body) - 1, element)
    buffer, changed = BytesIO(), BytesIO()
    document.save(buffer)
    with ZipFile(buffer) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if notes and name in _NOTE_PARTS:
                content = content.decode().replace(*_NOTE_PARTS[name]).encode()
            new.writestr(name, content)
        if notes:
            new.writestr("word/footnotes.xml", f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>")
    return parse_bytes(changed.getvalue(), "x.docx").text


def paragraph(*runs: str) -> str:
    """A paragraph; what begins with `<` is taken as it is."""
    made = (run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p>{''.join(made)}</w:p>"


@pytest.mark.parametrize("by_row", [True, False])
def test_columns_are_read_one_after_the_other(*, by_row: bool) -> None:
    """Whether the program wrote line by line across or column by column, the order is a reader's."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 790, "Wat er in de dorpen gebeurt en wie dat doet")
        pairs = list(enumerate(zip(_LEFT * 2, _RIGHT * 2, strict=True)))
        spots = [(72, n, left) for n, (left, _) in pairs] + [(320, n, r) for n, (_, r) in pairs]
        for x, number, words in sorted(spots, key=lambda s: s[1]) if by_row else spots:
            canvas.drawString(x, 750 - 14 * number, words)
        canvas.drawString(
            72, 620, "Daarna loopt de tekst weer door over de hele breedte van het blad."
        )

    lines = read_pdf(draw).split("\n")
    assert [*_LEFT, *_LEFT, *_RIGHT, *_RIGHT] == lines[1:-1]


def test_longer_column_keeps_its_last_lines() -> None:
    """Lines of the left column below the end of the right one come before the right one."""

    def draw(canvas: Canvas) -> None:
        for number, words in enumerate(_LEFT * 3):
            canvas.drawString(72, 750 - 14 * number, words)
            if number < 5:
                canvas.drawString(320, 750 - 14 * number, (_RIGHT * 2)[number])

    lines = read_pdf(draw).split("\n")
    assert [*_LEFT * 3, *(_RIGHT * 2)[:5]] == lines


def test_cells_of_a_table_are_parted_by_tabs() -> None:
    """Rows that break at the same places are rows of cells, and become passages of that kind."""
    rows = (("Aalbeek", "€ 14.000", "2033"), ("Beltum", "€ 9.500", "2034"), ("Cadier", "€ 700", ""))

    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                canvas.drawString(72 + 150 * place, 750 - 14 * number, cell)

    text = read_pdf(draw)
    assert ["\t".join(row).strip() for row in rows] == text.split("\n")
    assert {"row"} == {passage.kind for passage in segment(text)}


def test_wide_space_behind_a_marker_parts_nothing() -> None:
    """The number or bullet of an item stands at a distance, but is no cell."""

    def draw(canvas: Canvas) -> None:
        for number, words in enumerate(_LEFT):
            canvas.drawString(72, 750 - 14 * number, f"{number + 1}.")
            canvas.drawString(110, 750 - 14 * number, words)

    assert f"1. {_LEFT[0]}" == read_pdf(draw).split("\n")[0]


def test_lone_wide_gap_is_a_space() -> None:
    """One line with a hole in it is no table."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 750, "Een regel met")
        canvas.drawString(300, 750, "een gat erin")

    assert "Een regel met een gat erin" == read_pdf(draw)


def test_running_head_in_two_halves_is_dropped() -> None:
    """Head and page number far apart on one line are still what every page begins with."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 800, "Kadevisie")
        canvas.drawString(450, 800, f"{canvas.getPageNumber()}")
        canvas.drawString(
            72, 700, f"Bladzijde {'abcd'[canvas.getPageNumber() - 1]} gaat over water."
        )

    assert "Kadevisie" not in read_pdf(draw, pages=4)


def test_docx_counts_tracked_changes_as_accepted() -> None:
    """What was put in is read, what was struck out is not; moved words stand where they went."""
    text = read_docx(
        paragraph(
            "Er komen ",
            "<w:del w:id='1'><w:r><w:delText>drie</w:delText></w:r></w:del>",
            "<w:ins w:id='2'><w:r><w:t>vier</w:t></w:r></w:ins>",
            "<w:moveFrom w:id='3'><w:r><w:t> oude</w:t></w:r></w:moveFrom>",
            " bruggen",
            "<w:moveTo w:id='4'><w:r><w:t> erbij</w:t></w:r></w:moveTo>",
        )
    )
    assert "Er komen vier bruggen erbij" == text.strip()


def test_docx_row_that_was_struck_out_is_gone() -> None:
    """A deleted row of a table is not read."""
    cell = "<w:tc>{}</w:tc>"
    kept, struck = cell.format(paragraph("blijft")), cell.format(paragraph("weg"))
    row = f"<w:tr>{kept}</w:tr><w:tr><w:trPr><w:del w:id='1'/></w:trPr>{struck}</w:tr>"
    assert "blijft" == read_docx(f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>{row}</w:tbl>").strip()


def test_docx_text_in_a_content_control_is_read() -> None:
    """A field to fill in holds text; a table of contents only repeats headings."""
    contents = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    text = read_docx(
        f"<w:sdt><w:sdtPr>{contents}</w:sdtPr><w:sdtContent>{paragraph('Inhoud')}</w:sdtContent></w:sdt>",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('Ingevuld')}</w:sdtContent></w:sdt>",
    )
    assert "Ingevuld" == text.strip()


def test_docx_footnote_stands_below_its_paragraph() -> None:
    """The number stands at the word, the note is a passage of its own kind after the list."""
    reference = "<w:r><w:footnoteReference w:id='7'/></w:r>"
    note = f"<w:footnote w:id='7'>{paragraph('Volgens de kaart van het waterschap.')}</w:footnote>"
    line = "<w:footnote w:id='0' w:type='separator'><w:p/></w:footnote>"
    text = read_docx(
        paragraph("De kade", reference, " ligt hoog genoeg voor de komende jaren."),
        paragraph("Daarna volgt het gemaal, dat ook ouder wordt."),
        notes=line + note,
    )
    found = [(one.kind, text[one.span.start : one.span.end][:9]) for one in segment(text)]
    assert [
        ("paragraph", "De kade1 "),
        ("footnote", "1 Volgens"),
        ("paragraph", "Daarna vo"),
    ] == found


def test_docx_footnote_behind_a_figure_leaves_the_figure_alone() -> None:
    """A number never grows by the number of a note."""
    reference = "<w:r><w:footnoteReference w:id='7'/></w:r>"
    note = f"<w:footnote w:id='7'>{paragraph('Geteld in maart.')}</w:footnote>"
    text = read_docx(paragraph("Er zijn er 250", reference), notes=note)
    assert ["Er zijn er 250", "", "Geteld in maart."] == text.strip().split("\n")


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1252"])
def test_text_of_another_editor_is_read(encoding: str) -> None:
    """Notepad and old Word save in their own ways."""
    words = "Eén café op de kade, 300 à 400 meter verder: ‘de Brug’ – € 5.\n"
    assert words == parse_bytes(words.encode(encoding), "x.txt").text.removeprefix("\ufeff")


def test_old_web_page_is_read() -> None:
    """A page in Windows-1252 gives its letters as they were meant."""
    page = "<!doctype html><html><body><p>Eén café op de kade.</p></body></html>"
    assert "Eén café op de kade." == parse_bytes(page.encode("windows-1252"), "x.html").text.strip()
