"""PDF files that hold text: pages in order, without running heads, words whole again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import pypdfium2

from ingest.formats.layout import read_layout
from ingest.formats.parsed import ParsedText
from ontology.errors import SourceError

MAX_PAGES: Final = 2_000
_MAGIC: Final = b"%PDF-"
_PROBE: Final = 1024
_MIN_CHARS: Final = 20
_MIN_PAGES_FOR_HEADS: Final = 3
_HEAD_SHARE: Final = 0.6
_HEAD_LINES: Final = 2
_BROKEN_WORD: Final = re.compile(r"[\ufffe\x02\xad]\n?|(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])")
_BROKEN_NAME: Final = re.compile(r"(?<=[^\W\d_])(?:[\ufffe\x02\xad]\n?|-\n)(?=[A-ZÀ-Þ])")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def is_pdf(data: bytes) -> bool:
    """Whether the bytes begin as a PDF does."""
    return _MAGIC in data[:_PROBE]


def read_pdf(data: bytes, name: str) -> ParsedText:
    """The text of all pages.

    Raises:
        SourceError: when it is damaged, locked, too long, or a scan without text.
    """
    pages = _read_pages(data, name)
    if sum(len(page.split()) for page in pages) == 0 or sum(map(len, pages)) < _MIN_CHARS:
        raise SourceError(f"{name}: a scan without text; recognise the text (OCR) first")
    texts = [_mend_words(page) for page in _drop_heads(pages)]
    starts: list[int] = []
    length = 0
    for text in texts:
        starts.append(length)
        length += len(text) + 1
    return ParsedText("\n".join(texts), "application/pdf", tuple(starts))


def _read_pages(data: bytes, name: str) -> list[str]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        if "password" in str(problem):
            raise SourceError(
                f"{name}: this PDF is locked with a password; save it without"
            ) from None
        raise SourceError(f"{name}: this PDF cannot be opened ({problem})") from None
    try:
        if len(document) > MAX_PAGES:
            raise SourceError(f"{name}: more than {MAX_PAGES} pages; split the document")
        return [_read_page(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as problem:
        raise SourceError(f"{name}: a page of this PDF is damaged ({problem})") from None
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    textpage = page.get_textpage()
    try:
        return read_layout(textpage)
    finally:
        textpage.close()
        page.close()


def _drop_heads(pages: Sequence[str]) -> list[str]:
    """Pages without the lines that most pages begin or end with (page numbers count as equal)."""
    if len(pages) < _MIN_PAGES_FOR_HEADS:
        return list(pages)
    lines = [page.split("\n") for page in pages]
    counts = Counter(
        key for page in lines for key in {_head_key(line) for line in _edge_lines(page)} if key
    )
    heads = {key for key, count in counts.items() if count >= _HEAD_SHARE * len(pages)}
    return ["\n".join(_without(page, heads)) for page in lines]


def _edge_lines(page: Sequence[str]) -> list[str]:
    printed = [line for line in page if line.strip()]
    return [*printed[:_HEAD_LINES], *printed[-_HEAD_LINES:]]


def _without(page: Sequence[str], heads: set[str]) -> list[str]:
    printed = [index for index, line in enumerate(page) if line.strip()]
    edges = {*printed[:_HEAD_LINES], *printed[-_HEAD_LINES:]}
    return [
        line
        for index, line in enumerate(page)
        if index not in edges or _head_key(line) not in heads
    ]


def _head_key(line: str) -> str:
    """A line without the page number it may begin or end with."""
    return re.sub(r"^\d+\b|\b\d+$", "#", " ".join(line.split()))


def _mend_words(page: str) -> str:
    """Words that a line end cut in two; the hyphen of a name before a capital stays."""
    page = _BROKEN_NAME.sub("-", page)
    page = _BROKEN_WORD.sub("", page)
    return _CONTROL.sub("", page)
