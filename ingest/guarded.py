r"""Patterns that are only tried where they can match: the text must hold one of their words.

Most sentences hold nothing that a given reader looks for. `guard(r"\b(?:doel|ambitie) is\b")`
tells by itself that each match holds `doel is` or `ambitie is`, and looks for these first: a tenth
of the time that the pattern takes to fail. The matches are those of the pattern itself (in texts
whose digits are 0-9). Texts are compared in lower case, each run of white space and soft hyphens
as one space.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import product
from re import _constants as codes, _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

from ahocorasick_rs import AhoCorasick

from ingest.once import remember

_MAX_WORDS: Final = 600
_MAX_WRITTEN: Final = 80  # words of one run of parts
_MIN_WORTH: Final = 2
_MAX_TIMES: Final = 3  # `x{2,3}` is written out, `x+` is not
_MAX_RANGE: Final = 10  # `[1-9]` is written out, `[a-z]` is not
_AHEAD: Final = 1  # of an assertion: what stands behind it
_SOFT_HYPHEN: Final = "\xad"  # may stand for a space, in patterns that allow for it
_COMMON_SIGNS: Final = frozenset(" ,.-–")
_REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_DIGIT: Final = (codes.CATEGORY, codes.CATEGORY_DIGIT)
_SPACE: Final = (codes.CATEGORY, codes.CATEGORY_SPACE)
_DIGITS: Final = frozenset("0123456789")
_NOTHING: Final = frozenset(("",))


class Guarded:
    """A compiled pattern that knows of which words any match holds at least one."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.number = _ALL.add(self)
        _held.cache_clear()  # what was told of a text did not count with this one

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words, in lower case; none when a match can do without any."""
        return find_words(self.pattern)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match, as `re.Pattern.search` gives it."""
        may = self.number in _held(text[start:end])
        return self.pattern.search(text, start, end) if may else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at `start`, as `re.Pattern.match` gives it."""
        may = self.number in _held(text[start:end])
        return self.pattern.match(text, start, end) if may else None

    def finditer(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        """All matches, as `re.Pattern.finditer` gives them."""
        may = self.number in _held(text[start:end])
        return self.pattern.finditer(text, start, end) if may else iter(())

    def may_match(self, text: str) -> bool:
        """Whether a text holds one of the words; true when none are known."""
        return self.number in _held(text)


class GuardedList:
    """Guarded patterns that are tried one after another, asked all at once."""

    def __init__(self, patterns: Iterable[Guarded]) -> None:
        self.patterns = tuple(patterns)
        self._places = {one.number: place for place, one in enumerate(self.patterns)}
        self._numbers = frozenset(self._places)

    def which(self, text: str) -> list[int]:
        """The places in the list, ascending, of the patterns that may match a text."""
        return sorted(self._places[number] for number in _held(text) & self._numbers)


class _AllWords:
    """The words of all guarded patterns as one automaton, so that a text is gone through once."""

    def __init__(self) -> None:
        self._guards: list[Guarded] = []
        self._automaton: AhoCorasick | None = None
        self._found: list[frozenset[int]] = []  # by word
        self._always: frozenset[int] = frozenset()

    def add(self, guarded: Guarded) -> int:
        """The number of a new guard."""
        self._automaton = None
        self._guards.append(guarded)
        return len(self._guards) - 1

    def held(self, text: str) -> frozenset[int]:
        """The guards of which a text holds a word, and those without words."""
        automaton = self._automaton or self._learn()
        plain = f" {' '.join(text.lower().replace(_SOFT_HYPHEN, ' ').split())} "
        hits = automaton.find_matches_as_indexes(plain, overlapping=True)
        return self._always.union(*(self._found[word] for word in {hit[0] for hit in hits}))

    def _learn(self) -> AhoCorasick:
        """The automaton, built when the first text is asked about: that takes 0.2 seconds."""
        guards: dict[str, set[int]] = {}
        for number, guarded in enumerate(self._guards):
            for word in guarded.words:
                guards.setdefault(word, set()).add(number)
        self._found = [frozenset(numbers) for numbers in guards.values()]
        self._always = frozenset(
            number for number, guarded in enumerate(self._guards) if not guarded.words
        )
        self._automaton = AhoCorasick(list(guards))
        return self._automaton


_ALL: Final = _AllWords()


@remember(16_384)  # more than the sentences and passages of a long document
def _held(text: str) -> frozenset[int]:
    return _ALL.held(text)


def learn_words() -> None:
    """Find the words of all patterns now, which the first text would else have to wait for."""
    _held("")


def guard(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Guarded:
    """A guarded pattern."""
    return Guarded(re.compile(pattern, flags))


def find_words(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Words of which every match holds one, the best that can be told; none when none can."""
    words = _of_sequence(list(parser.parse(pattern.pattern, pattern.flags)), _NOTHING)
    if _worth(words) < _MIN_WORTH:
        return ()
    return tuple(sorted(_shortest(words)))


def _shortest(words: frozenset[str]) -> frozenset[str]:
    """The words that hold no other: who holds a longer one holds these."""
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(short in word for short in kept):
            kept.append(word)
    return frozenset(kept)


def _worth(words: frozenset[str]) -> int:
    """How few sentences hold one of the words: the least of any; 0 when none or too many."""
    if not 0 < len(words) <= _MAX_WORDS:
        return 0
    return min(map(_worth_of_word, words))


@lru_cache(4_096)
def _worth_of_word(word: str) -> int:
    """Its length; a figure counts for little, a sign that is rare, such as a bracket, as four."""
    if word.strip().isdigit():
        return _MIN_WORTH
    signs = {char for char in word if not char.isalnum()}
    figures = any(map(str.isdigit, word))
    return len(word) + (0 if signs <= _COMMON_SIGNS else 3) + figures


def _of_sequence(items: Sequence[Any], before: frozenset[str]) -> frozenset[str]:
    """The best words of parts that must all match, behind one of the words before.

    Words grow as long as all that a part can match can be written out: `(?:de|het) doel` gives
    `de doel` and `het doel`.
    """
    found: list[frozenset[str]] = []
    run = before
    for code, given in items:
        written = _written(code, given)
        if written is not None and len(run) * len(written) <= _MAX_WRITTEN:
            run = _joined(run, written)
            continue
        found.append(run)
        found.append(_of_part(code, given, run))
        run = written or _NOTHING
    found.append(run)
    return max(
        found, key=lambda words: (_worth(words), min(map(len, words), default=0), -len(words))
    )


def _of_part(code: Any, given: Any, before: frozenset[str]) -> frozenset[str]:
    if code is codes.SUBPATTERN:
        return _of_sequence(list(given[-1]), before)
    if code is codes.BRANCH:
        branches = [_of_sequence(list(branch), before) for branch in given[1]]
        worth = all(map(_worth, branches))
        return _shortest(frozenset().union(*branches)) if worth else frozenset()
    if code in _REPEATS and given[0] > 0:
        return _of_sequence(list(given[2]), before)
    if code is codes.ASSERT and given[0] == _AHEAD:
        return _of_sequence(list(given[1]), before)
    return frozenset()


def _written(code: Any, given: Any) -> frozenset[str] | None:
    """All that a part can match, written out; none when that is too much or without end."""
    if code is codes.LITERAL:
        char = chr(given)
        return frozenset((" " if char.isspace() or char == _SOFT_HYPHEN else char.lower(),))
    if code in (codes.AT, codes.ASSERT_NOT):
        return _NOTHING
    if code is codes.IN:
        return _written_class(given)
    if code is codes.SUBPATTERN:
        return _written_out(list(given[-1]))
    if code is codes.BRANCH:
        branches = [_written_out(list(branch)) for branch in given[1]]
        return _few(frozenset().union(*(one for one in branches if one))) if all(branches) else None
    if code in _REPEATS:
        return _written_times(*given)
    return None


def _written_class(members: Sequence[Any]) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for code, given in members:
        if code is codes.LITERAL:
            found |= _written(code, given) or frozenset()
        elif (code, given) == _SPACE:
            found |= {" "}
        elif (code, given) == _DIGIT:
            found |= _DIGITS
        elif code is codes.RANGE and given[1] - given[0] < _MAX_RANGE:
            found |= {chr(number).lower() for number in range(given[0], given[1] + 1)}
        else:
            return None
    return found


def _written_times(least: int, most: int, items: Any) -> frozenset[str] | None:
    once = _written_out(list(items))
    if once is None:
        return None
    if once == {" "}:  # however many, one in the text that is searched
        return once if least else once | _NOTHING
    if most > _MAX_TIMES:
        return None
    found: frozenset[str] = frozenset()
    times = _NOTHING
    for number in range(most + 1):
        found |= times if number >= least else frozenset()
        times = _joined(times, once)
    return _few(found)


def _written_out(items: Sequence[Any]) -> frozenset[str] | None:
    """All that a sequence can match, written out."""
    run = _NOTHING
    for code, given in items:
        written = _written(code, given)
        if written is None or len(run) * len(written) > _MAX_WRITTEN:
            return None
        run = _joined(run, written)
    return run


def _joined(first: frozenset[str], second: frozenset[str]) -> frozenset[str]:
    """Each word of the first with each of the second behind it, no two spaces in a row."""
    return frozenset(
        one + (other.removeprefix(" ") if one.endswith(" ") else other)
        for one, other in product(first, second)
    )


def _few(words: frozenset[str]) -> frozenset[str] | None:
    return words if len(words) <= _MAX_WRITTEN else None
