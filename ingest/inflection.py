"""Forms under which a Dutch label may appear: plurals, adjectives, genitives, parts of compounds.

In: a folded label. Out: folded forms, the label itself included. Rules of spelling, no word list
but the lemmas of simplemma for labels given in the plural.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import simplemma

_VOWELS: Final = "aeiou"
_OPEN: Final = re.compile(r"([^aeiou])(aa|ee|oo|uu)([bcdfgklmnprstvz])$")
_CLOSED: Final = re.compile(r"(^|[^aeiou])([aeiou])([bdfgklmnprst])$")
_PLURAL_S: Final = ("el", "em", "en", "er", "je", "um", "or", "us")
_VOICED: Final = {"f": "v", "s": "z"}
_IRREGULAR: Final = {"stad": "steden", "lid": "leden", "schip": "schepen"}
_MIN_STEM: Final = 3

DERIVED: Final = re.compile(
    r"(?:s|en|e)?(?:schap|schappen|heid|heden|lijk|lijke|loos|loze|baar|bare|dom|ing|ingen|aar|"
    r"er|ers|ster|isch|ische|sel|achtig|achtige|end|ende|n|s)"
)
VERB_PREFIXES: Final = frozenset(
    {"aan", "achter", "bij", "door", "her", "mee", "om", "onder", "over", "toe", "uit", "ver"}
)


@lru_cache(maxsize=100_000)
def inflect_noun(label: str) -> frozenset[str]:
    """A label with its last word in singular, plural and with adjectival ending."""
    head, _, word = label.rpartition(" ")
    stems = {word}
    if len(word) > _MIN_STEM and word.isalpha():
        stems.add(simplemma.lemmatize(word, lang="nl").lower())
    forms = {form for stem in stems for form in {stem, *_plurals(stem)}} | {word}
    return frozenset(f"{head} {form}".strip() for form in forms)


@lru_cache(maxsize=100_000)
def inflect_name(label: str) -> frozenset[str]:
    """A proper name with its genitive and the adjective made of it: `Betuwe`, `Betuwse`."""
    if not label[-1:].isalpha() or len(label) < _MIN_STEM:
        return frozenset({label})
    forms = {label, label + "s", label + "'s", label + "se", label + "er"}
    if label.endswith("e"):
        forms.add(label[:-1] + "se")
    return frozenset(forms)


def _plurals(word: str) -> set[str]:
    if len(word) < _MIN_STEM or not word.isalpha():
        return set()
    if word in _IRREGULAR:
        return {_IRREGULAR[word]}
    if word.endswith("heid"):
        return {word[:-4] + "heden"}
    if word.endswith("e"):
        return {word + "n", word + "s"}
    if word[-1] in _VOWELS + "y":
        return {word + "'s", word + "s", word + "en"}
    forms = {_lengthen(word) + "en", _lengthen(word) + "e"}
    if word.endswith(_PLURAL_S):
        forms.add(word + "s")
    if word[-1] in _VOICED and len(word) > _MIN_STEM:
        forms.add(_lengthen(word)[:-1] + _VOICED[word[-1]] + "en")
    return forms


def _lengthen(word: str) -> str:
    """The stem before a vowel: `baan` → `ban`, `plan` → `plann`, `woning` → `woning`."""
    if _OPEN.search(word):
        return _OPEN.sub(r"\1\2\3", word)[:-3] + word[-2:]
    for suffix in ("ing", "lijk", "ig", "er", "el", "en"):
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            return word
    return word + word[-1] if _CLOSED.search(word) else word
