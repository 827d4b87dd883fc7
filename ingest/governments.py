"""Municipalities, provinces and water boards by the names that the text itself gives them.

Counts: `provincie Zeewold`, `het waterschap De Geer`. With these a bare name (`Beltum` in a table)
is the municipality of that name, and `de provincie` the one province that the text names.
Does not count: `de provincie` in a text that names two.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.document import Document

_ARTICLE: Final = re.compile(r"^(?:de|het)\s+", re.IGNORECASE)
_NAME: Final = (
    r"\s(?P<name>(?:(?:De|Het|Den) )?[A-ZÀ-Þ][\w-]+"
    r"(?: (?:(?:aan|op|bij|van|en) )?(?:(?:de|den|der) )?(?!Gemeente|Provincie|Rijk|Waterschap)"
    r"[A-ZÀ-Þ][\w-]+){0,3})"
)
_KINDS: Final = {  # without their first letter, for a search by fixed letters is much faster
    kind: re.compile(kind[1:] + _NAME) for kind in ("gemeente", "provincie", "waterschap")
}


def name_in_full(document: Document, words: str) -> str:
    """The words, or with the kind or name of the government that they stand for."""
    named = document.once(_named)
    kind = _ARTICLE.sub("", words).lower()
    if kind in named:
        own = named[kind]
        return f"{kind} {next(iter(own))}" if len(own) == 1 else words
    return f"gemeente {words}" if words in named.get("gemeente", ()) else words


def _named(document: Document) -> dict[str, frozenset[str]]:
    """The names that the text gives, by kind."""
    text = document.text
    found: dict[str, set[str]] = {}
    for kind, pattern in _KINDS.items():
        for match in pattern.finditer(text):
            start = match.start() - 1
            if text[start : start + 1].lower() == kind[0] and not text[start - 1 : start].isalnum():
                found.setdefault(kind, set()).add(" ".join(match["name"].split()))
    return {kind: frozenset(names) for kind, names in found.items()}
