"""What is worked out once: of a document for all extractors, of the register for all documents.

`thing.once(make)` gives `make(thing)` and remembers it as long as the thing lives. `make` is a
function of a module, pure, and what it gives is never changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, cached_property, lru_cache
from typing import Any, Final, Self, TypeVar

from ontology.records import Iri, MentionKind, RegisterEntry

_Made = TypeVar("_Made")


class Once:
    """Something that remembers what was made of it."""

    @cached_property
    def _made(self) -> dict[Callable[[Any], Any], Any]:
        return {}

    def once(self, make: Callable[[Self], _Made]) -> _Made:
        """What a function makes of this, made at the first call."""
        if make not in self._made:
            self._made[make] = make(self)
        made: _Made = self._made[make]
        return made


class Register(dict[Iri, RegisterEntry], Once):
    """The entries of a register by IRI; no reader may walk them all, there may be 50,000."""

    @cached_property
    def _kinds(self) -> dict[MentionKind, tuple[RegisterEntry, ...]]:
        found: dict[MentionKind, list[RegisterEntry]] = {}
        for entry in self.values():
            found.setdefault(entry.kind, []).append(entry)
        return {kind: tuple(entries) for kind, entries in found.items()}

    def of_kind(self, kind: MentionKind) -> tuple[RegisterEntry, ...]:
        """The entries of one kind, in the order of the register."""
        return self._kinds.get(kind, ())


_FORGETFUL: Final[list[Callable[[], None]]] = []


def remember(size: int) -> Callable[[Callable[..., _Made]], _lru_cache_wrapper[_Made]]:
    """Remember so many answers of a pure function of texts, until the document has been read.

    A cache that outlived the document would hold its text.
    """

    def wrap(function: Callable[..., _Made]) -> _lru_cache_wrapper[_Made]:
        remembering = lru_cache(maxsize=size)(function)
        _FORGETFUL.append(remembering.cache_clear)
        return remembering

    return wrap


def forget() -> None:
    """Let go of all that `remember` holds."""
    for clear in _FORGETFUL:
        clear()
