r"""Patterns that are only tried where they can match: the text must hold one of their words.

Most sentences hold nothing that a given reader looks for. `guard(r"\b(?:doel|ambitie) is\b")`
tells by itself that each match holds ` is`, and looks for that first: a tenth of the time that the
pattern takes to fail. The matches are those of the pattern itself (in texts whose digits are 0-9).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from re import _constants as codes, _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

from ahocorasick_rs import AhoCorasick

from ingest.once import remember

_MAX_WORDS: Final = 80
_MIN_LENGTH: Final = 2
_REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT)
_DIGIT: Final = [(codes.CATEGORY, codes.CATEGORY_DIGIT)]
_DIGITS: Final = frozenset("0123456789")


class Guarded:
    """A compiled pattern and the words, in lower case, of which any match holds at least one."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.words = find_words(pattern)
        self._number = _ALL.add(self.words) if self.words else None

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match, as `re.Pattern.search` gives it."""
        may = self.may_match(text, start, end)
        return self.pattern.search(text, start, end) if may else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at `start`, as `re.Pattern.match` gives it."""
        may = self.may_match(text, start, end)
        return self.pattern.match(text, start, end) if may else None

    def finditer(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        """All matches, as `re.Pattern.finditer` gives them."""
        may = self.may_match(text, start, end)
        return self.pattern.finditer(text, start, end) if may else iter(())

    def may_match(self, text: str, start: int = 0, end: int = sys.maxsize) -> bool:
        """Whether that part of a text holds one of the words; true when none are known."""
        return self._number is None or self._number in _held(text[start:end])


class _AllWords:
    """The words of all guarded patterns as one automaton, so that a text is gone through once."""

    def __init__(self) -> None:
        self._guards: dict[str, set[int]] = {}
        self._count = 0
        self._automaton: AhoCorasick | None = None
        self._found: list[frozenset[int]] = []

    def add(self, words: Sequence[str]) -> int:
        """The number of a new guard with these words."""
        self._automaton = None
        for word in words:
            self._guards.setdefault(word, set()).add(self._count)
        self._count += 1
        return self._count - 1

    def held(self, text: str) -> frozenset[int]:
        """The guards of which a text holds a word."""
        if self._automaton is None:
            self._automaton = AhoCorasick(list(self._guards))
            self._found = [frozenset(guards) for guards in self._guards.values()]
        hits = self._automaton.find_matches_as_indexes(text.lower(), overlapping=True)
        return frozenset().union(*(self._found[word] for word in {hit[0] for hit in hits}))


_ALL: Final = _AllWords()


@remember(4_096)
def _held(text: str) -> frozenset[int]:
    return _ALL.held(text)


def guard(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Guarded:
    """A guarded pattern."""
    return Guarded(re.compile(pattern, flags))


def find_words(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Words of which every match holds one, the longest that can be told; none when none can."""
    words = _of_sequence(list(parser.parse(pattern.pattern, pattern.flags)))
    if _worth(words) < _MIN_LENGTH:
        return ()
    short = [word for word in words if not any(other in word for other in words - {word})]
    return tuple(sorted(short))


def _worth(words: frozenset[str]) -> int:
    """The length of the shortest word; 0 when there are none or too many.

    A figure counts double: few sentences hold one, so one alone is worth looking for.
    """
    if not 0 < len(words) <= _MAX_WORDS:
        return 0
    return min(2 * len(word) if word.isdigit() else len(word) for word in words)


def _of_sequence(items: Sequence[Any]) -> frozenset[str]:
    """The best words among those of each part: all parts must match."""
    found: list[frozenset[str]] = []
    run = ""
    for code, given in items:
        if code is codes.LITERAL:
            run += chr(given).lower()
            continue
        found.append(frozenset((run,)) if run else frozenset())
        run = ""
        found.append(_of_part(code, given))
    found.append(frozenset((run,)) if run else frozenset())
    return max(found, key=lambda words: (_worth(words), -len(words)))


def _of_part(code: Any, given: Any) -> frozenset[str]:
    if code is codes.SUBPATTERN:
        return _of_sequence(list(given[-1]))
    if code is codes.BRANCH:
        branches = [_of_sequence(list(branch)) for branch in given[1]]
        return frozenset().union(*branches) if all(map(_worth, branches)) else frozenset()
    if code is codes.IN and given == _DIGIT:
        return _DIGITS
    if code in _REPEATS and given[0] > 0:
        return _of_sequence(list(given[2]))
    return frozenset()
