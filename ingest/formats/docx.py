"""DOCX files: paragraphs, headings, numbered and bulleted items, footnotes, tables row by row.

Headings get the hash signs of Markdown, items their marker, cells of a row are parted by tabs.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

import docx
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ingest.formats.docx_text import Footnotes, accept_changes
from ingest.formats.parsed import ParsedText
from ontology.errors import SourceError

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_PARTS: Final = 10_000
MAX_COLUMNS: Final = 1_000
_MAIN_PART: Final = "word/document.xml"
_BULLET: Final = "•"
_DOCTYPE: Final = b"<!DOCTYPE"
_HEAD: Final = 64 * 1024
_MAX_REASON: Final = 100
_BROKEN: Final = (  # what python-docx, lxml and zipfile raise on a damaged file
    *(BadZipFile, KeyError, ValueError, AttributeError, TypeError, SyntaxError, OSError),
    *(EOFError, NotImplementedError, RuntimeError, zlib.error, IndexError),
)
_HEADINGS: Final = ("heading ", "kop ")
_MAX_LEVEL: Final = 6


def is_docx(data: bytes) -> bool:
    """Whether the bytes are a ZIP archive that looks like a Word document."""
    return data.startswith(b"PK\x03\x04") and b"word/" in data


def read_docx(data: bytes, name: str) -> ParsedText:
    """The text of the body, in order.

    Raises:
        SourceError: when the archive is damaged, unpacks too large, or holds no text.
    """
    _check_archive(data, name)
    try:
        document = docx.Document(BytesIO(data))
        text = "\n".join(_Walker(document).lines()).strip("\n") + "\n"
    except _TooWideError:
        raise SourceError(
            f"{name}: a table in this DOCX has more than {MAX_COLUMNS} columns"
        ) from None
    except _BROKEN as problem:
        reason = " ".join(str(problem).split())[:_MAX_REASON]
        raise SourceError(
            f"{name}: this DOCX is damaged; save it again ({type(problem).__name__}: {reason})"
        ) from None
    if not text.strip():
        raise SourceError(f"{name}: no text in this DOCX; is it a scan pasted as a picture?")
    return ParsedText(text, MEDIA_TYPE)


class _TooWideError(Exception):
    """A table claims more columns than any page holds."""


def _check_archive(data: bytes, name: str) -> None:
    """Refuse, before anything is unpacked, what no word processor writes."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_parts(parts, name)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        _check_doctype(file.read(_HEAD), name)
    except _BROKEN:
        raise SourceError(f"{name}: this DOCX is damaged; save it again") from None


def _check_doctype(head: bytes, name: str) -> None:
    if _DOCTYPE in head.upper():
        raise SourceError(f"{name}: a DOCTYPE in this DOCX, which Word never writes; refused")


def _check_parts(parts: Sequence[ZipInfo], name: str) -> None:
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        limit = MAX_UNPACKED // 1024 // 1024
        raise SourceError(f"{name}: unpacks to more than {limit} MB; remove pictures or split it")
    if _MAIN_PART not in {part.filename for part in parts}:
        raise SourceError(f"{name}: a ZIP archive that is no Word document")


class _Walker:
    """Writes the body as lines; counts the numbers of numbered items as Word does."""

    def __init__(self, document: DocxDocument) -> None:
        accept_changes(document.element.body)
        self._document = document
        self._notes = Footnotes(document)
        self._counters: dict[tuple[str, int], int] = defaultdict(int)
        self._formats = dict(_read_numbering(document))

    def lines(self) -> Iterator[str]:
        """Paragraphs parted by an empty line, items and rows directly below each other."""
        kind_before = ""
        notes: list[str] = []  # they wait until a list has ended
        for block in self._document.iter_inner_content():
            own = self._notes.place(block._element)
            if isinstance(block, Table):
                yield from _apart(notes)
                yield ""
                yield from _rows(block)
                kind_before, notes = "table", own
                continue
            line, kind = self._paragraph(block)
            if not line:
                continue
            if kind != "item" or kind_before != "item":
                yield from _apart(notes)
                notes = []
                yield ""
            yield line
            kind_before = kind
            notes += own
        yield from _apart(notes)

    def _paragraph(self, paragraph: Paragraph) -> tuple[str, str]:
        text = " ".join(paragraph.text.split())
        if not text:
            return "", ""
        style = (paragraph.style.name or "").lower() if paragraph.style else ""
        if style == "title":
            return f"# {text}", "heading"
        for prefix in _HEADINGS:
            if style.startswith(prefix) and style[len(prefix) :].strip().isdigit():
                level = min(int(style[len(prefix) :]), _MAX_LEVEL)
                return f"{'#' * level} {text}", "heading"
        marker = self._marker(paragraph)
        return (f"{marker} {text}", "item") if marker else (text, "text")

    def _marker(self, paragraph: Paragraph) -> str | None:
        numbering = _find_numbering(paragraph)
        if numbering is None:
            return None
        number, level = numbering
        form = self._formats.get((number, level), "bullet")
        if form == "bullet":
            return _BULLET
        self._counters[number, level] += 1
        for deeper in range(level + 1, level + 10):
            self._counters.pop((number, deeper), None)
        count = self._counters[number, level]
        letters = "abcdefghijklmnopqrstuvwxyz"
        if form in ("lowerLetter", "upperLetter") and count <= len(letters):
            return letters[count - 1] + "."
        return f"{count}."


def _apart(lines: Sequence[str]) -> Iterator[str]:
    """Each line after an empty one."""
    for line in lines:
        yield ""
        yield line


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        if sum(cell.grid_span for cell in row._tr.tc_lst) > MAX_COLUMNS:
            raise _TooWideError
        cells: list[str] = []
        seen: set[int] = set()
        for cell in row.cells:  # a merged cell is given once for each column it covers
            if id(cell._tc) in seen:
                continue
            seen.add(id(cell._tc))
            cells.append(" ".join(_cell_text(cell).split()))
        line = "\t".join(cells).strip("\t")
        if line:
            yield line


def _cell_text(cell: _Cell) -> str:
    """The words of a cell, those of tables inside it too."""
    if not cell.tables:
        return str(cell.text)
    words = (node.text for node in cell._tc.iter(qn("w:t")) if node.text)
    return " ".join(words)


def _find_numbering(paragraph: Paragraph) -> tuple[str, int] | None:
    """List id and level of a paragraph, from itself or its style."""
    style: Any = paragraph.style
    elements = [paragraph._p.pPr]
    while style is not None and len(elements) < 10:
        elements.append(style.element.pPr)
        style = style.base_style
    for properties in elements:
        found = properties.find(qn("w:numPr")) if properties is not None else None
        if found is None:
            continue
        number, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
        if number is None or number.get(qn("w:val")) == "0":
            return None
        depth = level.get(qn("w:val")) if level is not None else "0"
        return str(number.get(qn("w:val"))), int(depth or 0)
    return None


def _read_numbering(document: DocxDocument) -> Iterator[tuple[tuple[str, int], str]]:
    """For each list and level how it is numbered: `decimal`, `lowerLetter`, `bullet`."""
    try:
        root: Any = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return
    abstract = {item.get(qn("w:abstractNumId")): item for item in root.findall(qn("w:abstractNum"))}
    for number in root.findall(qn("w:num")):
        link = number.find(qn("w:abstractNumId"))
        levels = abstract.get(link.get(qn("w:val"))) if link is not None else None
        for level in levels.findall(qn("w:lvl")) if levels is not None else ():
            form = level.find(qn("w:numFmt"))
            if form is not None:
                key = (str(number.get(qn("w:numId"))), int(level.get(qn("w:ilvl"))))
                yield key, str(form.get(qn("w:val")))
