"""Readings as JSON: what was read from a document, without its text, for shipping and diffing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from ontology.errors import SourceError
from ontology.records import Reading

MAX_BYTES: Final = 50 * 1024 * 1024
_ADAPTER: Final = TypeAdapter(Reading)


def dump_reading(reading: Reading) -> str:
    """A reading as JSON with sorted keys; the same reading always gives the same text."""
    plain = _ADAPTER.dump_python(reading, mode="json", exclude_defaults=True)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def load_reading(path: Path) -> Reading:
    """The reading in a file that `dump_reading` wrote.

    Raises:
        SourceError: when the file is missing, too large, or no reading.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"{path.name}: larger than {MAX_BYTES // 1024 // 1024} MB")
        return _ADAPTER.validate_json(path.read_bytes())
    except OSError as problem:
        raise SourceError(f"{path.name}: cannot be read ({problem.strerror})") from None
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise SourceError(f"{path.name}: no reading: {where}: {first['msg']}") from None
