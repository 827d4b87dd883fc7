"""Plain text and Markdown: UTF-8, each character where it stands in the file.

A carriage return before a line feed is read as a space: every offset stays what it is in the file,
and readers see one kind of line end.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from ingest.formats.parsed import ParsedText
from ontology.errors import SourceError

_PROBE: Final = 64 * 1024
_MARKDOWN: Final = frozenset({".md", ".markdown"})
_BOM: Final = "\ufeff"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def is_plain(data: bytes) -> bool:
    """Whether the bytes hold no control characters that text never has."""
    head = data[:_PROBE]
    if head.startswith(_UTF16):
        return True  # text, but in another encoding: the reader says so
    return not any(byte < 9 or 13 < byte < 27 for byte in set(head))


def read_plain(data: bytes, name: str) -> ParsedText:
    """The file decoded as UTF-8, as long as it is delivered.

    A byte order mark stays, as one character at offset 0.

    Raises:
        SourceError: naming the first byte that is not UTF-8, or when nothing is printed.
    """
    try:
        text = data.decode("utf-8").replace("\r\n", " \n")
    except UnicodeDecodeError as problem:
        raise SourceError(
            f"{name}: not UTF-8 at byte {problem.start}; save the file with encoding UTF-8"
        ) from None
    if not text.strip(_BOM + " \t\r\n\f"):
        raise SourceError(f"{name}: the file is empty; put the text of the document in it")
    if "\0" in text:
        raise SourceError(
            f"{name}: a control character (NUL) at {text.index(chr(0))}; is this a text?"
        )
    markdown = PurePath(name).suffix.lower() in _MARKDOWN
    return ParsedText(text, "text/markdown" if markdown else "text/plain")
