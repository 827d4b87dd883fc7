"""Turns a delivered file into the one text that all offsets count in.

In: bytes and a file name (for messages). Out: `ParsedText`. The kind of file is told by its
content. Plain text is kept as delivered, so offsets hold in the file itself; for PDF, DOCX and
HTML the text made here is canonical, and the same bytes always give the same text.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Final

from ingest.formats.docx import is_docx, read_docx
from ingest.formats.html import is_html, read_html
from ingest.formats.parsed import ParsedText
from ingest.formats.pdf import is_pdf, read_pdf
from ingest.formats.plain import is_plain, read_plain
from ontology.errors import SourceError
from ontology.records import Sha256

__all__ = ["MAX_BYTES", "ParsedText", "hash_bytes", "is_simple", "is_supported", "parse_bytes"]

MAX_BYTES: Final = 50 * 1024 * 1024
MAX_CHARS: Final = 10_000_000  # some 4,000 pages of print

_Probe = Callable[[bytes], bool]
_Reader = Callable[[bytes, str], ParsedText]
_FORMATS: Final[tuple[tuple[_Probe, _Reader], ...]] = (
    (is_pdf, read_pdf),
    (is_docx, read_docx),
    (is_html, read_html),
    (is_plain, read_plain),
)


def hash_bytes(data: bytes) -> Sha256:
    """The sha256 that names a version of a document."""
    return Sha256(sha256(data).hexdigest())


def is_supported(data: bytes) -> bool:
    """Whether some reader knows this kind of file. An empty file counts as plain text."""
    return not data or any(probe(data) for probe, _ in _FORMATS)


def is_simple(data: bytes) -> bool:
    """Whether parsing is no more than decoding: plain text, or a file that is refused at once."""
    found = next((read for probe, read in _FORMATS if probe(data)), read_plain)
    return found is read_plain


def parse_bytes(data: bytes, name: str) -> ParsedText:
    """The canonical text of a file.

    Raises:
        SourceError: when it is empty, too large, of an unknown kind, damaged, or without text.
    """
    if not data.strip():
        raise SourceError(f"{name}: the file is empty; put the text of the document in it")
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise SourceError(f"{name}: larger than {limit} MB; split the document")
    for probe, read in _FORMATS:
        if probe(data):
            parsed = read(data, name)
            if len(parsed.text) > MAX_CHARS:
                raise SourceError(
                    f"{name}: more than {MAX_CHARS:,} characters of text; split the document"
                )
            return parsed
    raise SourceError(f"{name}: unknown kind of file; give text, Markdown, HTML, PDF or DOCX")
