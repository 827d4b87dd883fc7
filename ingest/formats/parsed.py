"""What every format reader gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParsedText:
    """Canonical text; `page_starts` are offsets of the pages, empty when there are none."""

    text: str
    media_type: str
    page_starts: tuple[int, ...] = ()
