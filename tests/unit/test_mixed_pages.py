"""PDF files of which some pages hold no text: read, and said which pages were not."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.mentions import Gazetteer
from ingest.parse import parse_bytes
from ingest.pipeline import Source, read_source
from ontology.records import Reading, SourceCard
from tests.unit.small_document import NAMES


def make_pdf(pages: list[str]) -> bytes:
    """A PDF with a line of text on each page, and a drawing where there is none."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for text in pages:
        if text:
            canvas.drawString(72, 700, text)
        else:
            canvas.rect(72, 400, 300, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read(tmp_path: Path, pages: list[str]) -> Reading:
    """What is read of such a file."""
    path = tmp_path / "gemengd.pdf"
    path.write_bytes(make_pdf(pages))
    card = SourceCard(id="gemengd", title="Gemengd", short="Gemengd")
    return read_source(Source(path, card), Gazetteer(()), NAMES, ())


def test_pages_without_text_are_known() -> None:
    """Page numbers count from 1, and only pages without any text are given."""
    parsed = parse_bytes(
        make_pdf(["Wij bouwen een brug in de kern.", "", "Dat is klaar.", ""]), "a"
    )

    assert (2, 4) == parsed.empty_pages


def test_plain_text_has_no_pages() -> None:
    """A format without pages has none that are empty."""
    assert () == parse_bytes(b"Wij bouwen een brug in de kern.", "a.txt").empty_pages


def test_pages_without_text_are_reported(tmp_path: Path) -> None:
    """The rest of the file is read, and the report names the pages that were not."""
    reading = read(tmp_path, ["Wij bouwen een brug in de kern.", "", "Dat is klaar."])
    (issue,) = reading.issues

    assert ("pages-without-text", "warning", "gemengd") == (issue.code, issue.severity, issue.where)
    assert "no text on page 2;" in issue.message
    assert reading.passages


def test_file_with_text_on_each_page_is_not_reported(tmp_path: Path) -> None:
    """A whole file has nothing to report."""
    assert () == read(tmp_path, ["Wij bouwen een brug in de kern.", "Dat is klaar."]).issues
