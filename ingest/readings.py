"""Readings as JSON: what was read from a document, without its text, for shipping and diffing.

Between processes readings and parsed texts travel as JSON too, in the short form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from ingest.formats.parsed import ParsedText
from ontology.errors import SourceError
from ontology.records import Reading, Sha256

MAX_BYTES: Final = 50 * 1024 * 1024
_ADAPTER: Final = TypeAdapter(Reading)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as read: its text and the hashes that name it."""

    parsed: ParsedText
    file_hash: Sha256
    text_hash: Sha256


_TEXTS: Final = TypeAdapter(SourceText)


def dump_reading(reading: Reading) -> str:
    """A reading as JSON, one line an item; the same reading always gives the same text."""
    plain = _ADAPTER.dump_python(reading, mode="json", exclude_defaults=True)
    return "{\n" + ",\n".join(_lines(plain)) + "\n}\n"


def _lines(plain: dict[str, object]) -> Iterator[str]:
    """Each key with its value; a list has each of its items on a line of its own."""
    for key, value in sorted(plain.items()):
        if isinstance(value, list):
            items = ",\n".join(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in value)
            yield f"{json.dumps(key)}: [\n{items}\n]"
        else:
            yield f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, sort_keys=True)}"


def load_reading(path: Path) -> Reading:
    """The reading in a file that `dump_reading` wrote.

    Raises:
        SourceError: when the file is missing, too large, or no reading.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"{path.name}: larger than {MAX_BYTES // 1024 // 1024} MB")
        content = path.read_bytes()
    except OSError as problem:
        raise SourceError(f"{path.name}: cannot be read ({problem.strerror})") from None
    return decode_reading(content, path.name)


def encode_reading(reading: Reading) -> bytes:
    """A reading as JSON on one line, for another process."""
    return _ADAPTER.dump_json(reading, exclude_defaults=True)


def decode_reading(content: bytes, name: str) -> Reading:
    """The reading that `encode_reading` or `dump_reading` wrote; `name` is for the message.

    Raises:
        SourceError: when it is no reading.
    """
    try:
        return _ADAPTER.validate_json(content)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise SourceError(f"{name}: no reading: {where}: {first['msg']}") from None


def encode_text(text: SourceText) -> bytes:
    """A parsed text as JSON, for another process."""
    return _TEXTS.dump_json(text)


def decode_text(content: bytes) -> SourceText:
    """The parsed text that `encode_text` wrote."""
    return _TEXTS.validate_json(content)
