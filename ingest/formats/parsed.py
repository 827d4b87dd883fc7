"""What every format reader gives back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class ParsedText:
    """Canonical text; `page_starts` are offsets of the pages, empty when there are none."""

    text: str
    media_type: str
    page_starts: tuple[int, ...] = ()

    @property
    def empty_pages(self) -> tuple[int, ...]:
        """Pages without any text, counted from 1: blank, or a scan nobody recognised."""
        bounds = pairwise((*self.page_starts, len(self.text)))
        return tuple(
            number
            for number, (start, end) in enumerate(bounds, start=1)
            if not self.text[start:end].strip()
        )
