"""Words of a text as search compares them: small letters, no accents, base forms.

In: a text in Dutch or English. Out: words with their place. Knows no list of a region or document.

Source: simplemma 2.0 for Dutch base forms (woningen → woning, steden → stad).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import simplemma

_WORD: Final = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+|[^\W\d_]+(?:['’][^\W\d_]+)*")
_MOST_LETTERS: Final = 60  # a longer word is no word; its beginning counts
# What says nothing about the subject of a question; left out when there are other words.
_STOP_WORDS: Final = """
a aan al als and at bij by dan dat de deze die dit door een en er for from had have hebben heeft
het hoe i ik in is it je kan met mijn naar niet nog of om on onder ook op or over s te that the
this to tot uit van voor waar wat we welk welke wie with word worden wordt zich zijn zo
"""
STOP_WORDS: Final = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text; `start` and `end` are code points, half-open. `form` is folded."""

    form: str
    start: int
    end: int


def iter_words(text: str) -> Iterator[Word]:
    """The words and numbers of a text in order; `20.000` is the number 20000."""
    for found in _WORD.finditer(text):
        yield Word(fold(found.group()), found.start(), found.end())


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Small letters without accents: `Coördinatie` → `coordinatie`, `1.250` → `1250`."""
    if word[:1].isdigit():
        return word.replace(".", "")
    if word.isascii():
        return word.lower()[:_MOST_LETTERS]
    apart = unicodedata.normalize("NFKD", word.replace("’", "'").lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))[:_MOST_LETTERS]


@lru_cache(maxsize=200_000)
def base_form(word: str) -> str:
    """The base form of a Dutch word, folded; the folded word itself when none is known."""
    if word[:1].isdigit():
        return fold(word)
    return fold(simplemma.lemmatize(word.lower(), lang="nl"))


@lru_cache(maxsize=200_000)
def is_known(word: str) -> bool:
    """Whether the Dutch dictionary has the word or a form of it."""
    return bool(simplemma.is_known(word.lower(), lang="nl"))
