"""A paper as DOCX, with headings, tables and quotes; footer with release and page of origin."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as Made
from docx.shared import Pt

from service.i18n import Translator
from service.papers.paper import Item, Paper, Table

_MAX_CELL = 2_000  # characters of one cell


def write_docx(paper: Paper, text: Translator) -> bytes:
    """The paper as the bytes of a .docx file."""
    document = Document()
    document.core_properties.title = paper.title
    document.core_properties.author = "beleidsgraaf"
    document.styles["Normal"].font.size = Pt(10.5)
    document.add_heading(paper.title, level=0)
    document.add_paragraph(paper.lead)
    for section in paper.sections:
        document.add_heading(section.heading, level=1)
        if section.lead:
            document.add_paragraph(section.lead)
        if section.is_empty and section.empty:
            document.add_paragraph(section.empty)
        for item in section.items:
            _add_item(document, item)
        for table in section.tables:
            _add_table(document, table, text)
    footer = document.sections[0].footer.paragraphs[0]
    footer.text = f"{paper.release} · {paper.date} · {paper.path}"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _add_item(document: Made, item: Item) -> None:
    document.add_paragraph(item.text, style="List Bullet").add_run(f" ({item.note})").italic = True
    for quotation in item.quotations:
        place = f"{quotation.document_title}, {quotation.start}–{quotation.end}"
        words = f"“{quotation.before}{quotation.text}{quotation.after}” " if quotation.text else ""
        document.add_paragraph(f"{words}({place})", style="Intense Quote")


def _add_table(document: Made, table: Table, text: Translator) -> None:
    if not table.rows:
        return
    grid = document.add_table(rows=1, cols=len(table.columns), style="Light Grid Accent 1")
    for cell, name in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.text = name
    for row in table.rows:
        for cell, value in zip(grid.add_row().cells, row, strict=True):
            cell.text = value.text[:_MAX_CELL]
    if table.left_out:
        document.add_paragraph(text("paper.left_out", n=text.number(table.left_out)))
