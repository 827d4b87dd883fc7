"""Answers that are kept in memory for whoever asks the same again.

In: small whole answers, with what they depend on. Out: the same, as long as what is served has
not changed. Holds a fixed number of bytes; what was not used for longest goes first. An answer
counts with its question, because both are kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 256 * 1024  # of one answer
_OVERHEAD: Final = 1_000  # bytes of Python objects around one answer, roughly


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer: its headers as they were sent before, and its body."""

    headers: list[tuple[bytes, bytes]]
    body: bytes


class KeptAnswers:
    """The answers of one state of the store; `max_bytes` 0 keeps none, `most_bytes` is of one."""

    def __init__(self, max_bytes: int, most_bytes: int = MOST_BYTES) -> None:
        self._max_bytes = max_bytes
        self._most_bytes = most_bytes
        self._bytes = 0
        self._state: Hashable = None
        self._answers: OrderedDict[Hashable, tuple[int, Kept]] = OrderedDict()

    def find(self, state: Hashable, asked: Hashable) -> Kept | None:
        """What was answered to this in this state."""
        if state != self._state:
            return None
        if (found := self._answers.get(asked)) is None:
            return None
        self._answers.move_to_end(asked)
        return found[1]

    def keep(self, state: Hashable, asked: Hashable, asked_bytes: int, kept: Kept) -> None:
        """Keep an answer, unless it is large; another state throws all others away."""
        size = len(kept.body) + asked_bytes + _OVERHEAD
        if len(kept.body) > self._most_bytes or size > self._max_bytes:
            return
        if state != self._state:
            self._answers.clear()
            self._bytes, self._state = 0, state
        if asked in self._answers:
            self._bytes -= self._answers.pop(asked)[0]
        self._answers[asked] = (size, kept)
        self._bytes += size
        while self._bytes > self._max_bytes:
            self._bytes -= self._answers.popitem(last=False)[1][0]
