"""Places whose names stand in other names: `Bergdorp` in `gemeenteraad van Bergdorp`.

In: a register and a name. Out: the entries of places with the longest name found in it. Mentions
do not tell, for there the longer name hides the shorter one.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.folding import fold_label
from ingest.once import Register
from ontology.records import RegisterEntry

_WORD: Final = re.compile(r"[^\s(),/]+")
_MAX_WORDS: Final = 3  # of the name of a place


def find_place_names(register: Register, name: str) -> list[RegisterEntry]:
    """The places that a name holds, all of one length in words; empty when it holds none."""
    places = register.once(_by_name)
    words = _WORD.findall(fold_label(name))
    for size in range(_MAX_WORDS, 0, -1):
        found = [
            entry
            for first in range(len(words) - size + 1)
            for entry in places.get(" ".join(words[first : first + size]), ())
        ]
        if found:
            return found
    return []


def _by_name(register: Register) -> dict[str, list[RegisterEntry]]:
    names: dict[str, list[RegisterEntry]] = {}
    for entry in register.of_kind("place"):
        names.setdefault(fold_label(entry.preferred), []).append(entry)
    return names
