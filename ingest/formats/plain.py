"""Plain text and Markdown: each character where it stands in the file.

UTF-8; UTF-16 where a byte order mark says so; Windows-1252 where the bytes are no UTF-8 and make
sense as such (`één`, `€ 5`, `’`), not where a UTF-8 file was damaged.
A carriage return before a line feed is read as a space: every offset stays what it is in the file,
and readers see one kind of line end.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from ingest.formats.parsed import ParsedText
from ontology.errors import SourceError

_PROBE: Final = 64 * 1024
_MARKDOWN: Final = frozenset({".md", ".markdown"})
_BOM: Final = "\ufeff"
_UTF16: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_UTF8_PAIR: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xf4][\x80-\xbf]{2}")
_FOREIGN_WORD: Final = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")
_SENSIBLE_WORD: Final = re.compile(r"[\wÀ-ÿ]*[A-Za-z][\wÀ-ÿ]*|[àÀéÉ]")
_MAX_FOREIGN: Final = 0.3  # share of characters beyond ASCII


def is_plain(data: bytes) -> bool:
    """Whether the bytes hold no control characters that text never has."""
    head = data[:_PROBE]
    if head[:2] in _UTF16:
        return True
    return not any(byte < 9 or 13 < byte < 27 for byte in set(head))


def read_plain(data: bytes, name: str) -> ParsedText:
    """The file decoded, as long as it is delivered.

    A byte order mark stays, as one character at offset 0.

    Raises:
        SourceError: naming the first byte that cannot be decoded, or when nothing is printed.
    """
    text = decode_bytes(data, name).replace("\r\n", " \n")
    if not text.strip(_BOM + " \t\r\n\f"):
        raise SourceError(f"{name}: the file is empty; put the text of the document in it")
    if "\0" in text:
        raise SourceError(
            f"{name}: a control character (NUL) at {text.index(chr(0))}; is this a text?"
        )
    markdown = PurePath(name).suffix.lower() in _MARKDOWN
    return ParsedText(text, "text/markdown" if markdown else "text/plain")


def decode_bytes(data: bytes, name: str) -> str:
    """The text of a file in UTF-8, UTF-16 with a mark, or Windows-1252.

    Raises:
        SourceError: naming the first byte that cannot be decoded.
    """
    encoding = _UTF16.get(data[:2], "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        text = _decode_windows(data) if encoding == "utf-8" else None
        if text is not None:
            return text
        raise SourceError(
            f"{name}: not {encoding[:6].upper()} at byte {problem.start}; "
            "save the file with encoding UTF-8"
        ) from None


def _decode_windows(data: bytes) -> str | None:
    """The text, if it was written as Windows-1252: letters beyond ASCII are few and in words."""
    if _UTF8_PAIR.search(data):
        return None
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        return None
    foreign = sum(byte > 127 for byte in data)
    words = (match[0] for match in _FOREIGN_WORD.finditer(text))
    sensible = foreign <= _MAX_FOREIGN * len(text) and all(
        _SENSIBLE_WORD.fullmatch(word) for word in words
    )
    return text if sensible and text[-1].isascii() else None
