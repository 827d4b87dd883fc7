"""What people type into a search box, read so that nothing they type is an error.

In: a text of any kind. Out: words, phrases and beginnings that must be there, and words that must
not. `"in deze volgorde"` is a phrase, `woning*` a beginning, `-water` something to leave out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from graph.words import STOP_WORDS, iter_words

MAX_LETTERS: Final = 200  # of a question; the rest is not read
MAX_TERMS: Final = 12
_SHORTEST_BEGINNING: Final = 2
_PIECE: Final = re.compile(r'(-)?(?:"([^"]*)"?|“([^”]*)”?|([^\s"“”]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: a word, words in this order, or the beginning of a word."""

    kind: Literal["word", "phrase", "beginning"]
    words: tuple[str, ...]  # folded


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question: every term of `must` has to be there (one, with `loose`), none of `without`."""

    must: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    loose: bool = False

    def __bool__(self) -> bool:
        return bool(self.must)


def parse_wanted(text: str) -> Wanted:
    """The question in a text; an empty one when it holds no word. Never raises."""
    must: list[Term] = []
    without: list[Term] = []
    for found in _PIECE.finditer(text[:MAX_LETTERS]):
        minus, straight, curly, bare = found.groups()
        quoted = straight if straight is not None else curly
        terms = _phrase(quoted) if quoted is not None else _bare(bare)
        (without if minus else must).extend(terms)
    must = _without_stop_words(must)
    return Wanted(tuple(must[:MAX_TERMS]), tuple(without[:MAX_TERMS]))


def _phrase(text: str) -> list[Term]:
    words = tuple(word.form for word in iter_words(text))[:MAX_TERMS]
    if not words:
        return []
    return [Term("phrase", words)] if len(words) > 1 else [Term("word", words)]


def _bare(text: str) -> list[Term]:
    terms = [Term("word", (word.form,)) for word in iter_words(text)]
    if terms and text.endswith("*") and len(terms[-1].words[0]) >= _SHORTEST_BEGINNING:
        terms[-1] = Term("beginning", terms[-1].words)
    return terms


def _without_stop_words(terms: list[Term]) -> list[Term]:
    telling = [one for one in terms if one.kind != "word" or one.words[0] not in STOP_WORDS]
    return list(dict.fromkeys(telling or terms))
