"""Takes Dutch compounds apart: `woningbouwopgave` is also about `woningbouw` and `opgave`.

In: words that stand on their own somewhere in what is searched. Out: the parts of a longer word.
Careful on purpose: a part must be such a word, known to the dictionary, long or frequent, and no
affix; a first part of six letters may also be known to the dictionary only. So a word that only
looks like two others mostly stays whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from graph.words import base_form, is_known

_SHORTEST: Final = 4  # letters of a part
_LINKS: Final = ("", "s", "e", "en", "n")  # what may stand between two parts
_OFTEN: Final = 3  # times that makes a word of what the dictionary lacks
_SURE: Final = 6  # letters of a first part that only the dictionary has to know
_LONG: Final = 8  # letters of a word that is hardly there by chance
_MOST_WORDS: Final = 300_000
_MOST_KEPT: Final = 300_000  # words whose parts are remembered
_FIRST_AFFIXES: Final = """
achter alle anti beneden boven binnen buiten door hier inter meer mede mee mits naar neder niet
onder ooit over rond samen sinds tegen terug trans tussen vast veel verder voor voort vrij waar weer
zelf zonder
"""
_LAST_AFFIXES: Final = """
achtig atie baar baren eren eerd ering ende heden heid ieve ings isch iseren komst lijk lijke loos
loze name pend rijk rijke sche schap schappen sten stig ting voud waarts waart werp zaam zame zijds
"""
_NO_FIRST: Final = frozenset(_FIRST_AFFIXES.split())
_NO_LAST: Final = frozenset(_LAST_AFFIXES.split())


class Vocabulary:
    """The words of a body of texts or labels, with how often each stands on its own."""

    def __init__(self, counts: Counter[str]) -> None:
        kept = counts.most_common(_MOST_WORDS) if len(counts) > _MOST_WORDS else counts.items()
        self._counts = {word: n for word, n in kept if word.isalpha()}
        self._known = Counter[str]()
        for word, n in self._counts.items():
            if len(word) >= _SHORTEST:
                self._known[base_form(word)] += n
        self._splits: dict[str, tuple[str, str] | None] = {}
        self._parts: dict[str, tuple[str, ...]] = {}

    @property
    def counts(self) -> dict[str, int]:
        """How often each folded word stands on its own."""
        return self._counts

    def split(self, word: str) -> tuple[str, str] | None:
        """The two parts of a compound as folded words; None for a word that is not one.

        Of several ways the one with the longest shorter part is taken.
        """
        if word not in self._splits:
            if len(self._splits) > _MOST_KEPT:
                self._splits.clear()
            self._splits[word] = found = self._split(word)
            return found
        return self._splits[word]

    def halves(self, word: str) -> tuple[str, ...]:
        """The two parts of a compound in their base forms; () for a word that is not one."""
        return tuple(base_form(half) for half in self.split(word) or ())

    def _split(self, word: str) -> tuple[str, str] | None:
        word = word.removesuffix("'s")
        found = [
            (min(len(first), len(last)), self._times(last), first, last)
            for first, last in _cuts(word)
            if self._is_first(first) and self._is_last(last)
        ]
        if not found:
            return None
        _, _, first, last = max(found)
        return first, last

    def parts(self, word: str) -> tuple[str, ...]:
        """Every part of a compound in its base form, parts of parts too; () when it is none."""
        if word not in self._parts:
            if len(self._parts) > _MOST_KEPT:
                self._parts.clear()
            self._parts[word] = tuple(dict.fromkeys(self._iter_parts(word, 3)))
        return self._parts[word]

    def _iter_parts(self, word: str, depth: int) -> Iterator[str]:
        halves = self.split(word) if depth else None
        for half in halves or ():
            yield base_form(half)
            yield from self._iter_parts(half, depth - 1)

    def _times(self, word: str) -> int:
        return self._known.get(base_form(word), 0)

    def _is_first(self, word: str) -> bool:
        if word in _NO_FIRST:
            return False
        return self._is_word(word) or (len(word) >= _SURE and is_known(word))

    def _is_last(self, word: str) -> bool:
        return word not in _NO_LAST and self._is_word(word)

    def _is_word(self, word: str) -> bool:
        times = self._times(word)
        if not times or len(word) < _SHORTEST:
            return False
        sure = times >= _OFTEN or len(word) >= _LONG
        return sure or is_known(word) or self.split(word) is not None


def count_words(texts: Iterable[Iterable[str]]) -> Counter[str]:
    """How often each folded word occurs in lists of words."""
    found: Counter[str] = Counter()
    for words in texts:
        found.update(words)
    return found


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    """Every way to cut a word in two, with and without a linking sound."""
    if not word.isalpha():
        return
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        for link in _LINKS:
            first = word[: at - len(link)]
            if len(first) >= _SHORTEST and word[:at].endswith(link):
                yield first, word[at:]
