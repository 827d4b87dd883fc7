"""Goals of different levels that may belong together, ranked by what they visibly share.

In: rows of the saved query `cascade-candidates`. Out: Candidates, best first. A shared indicator
weighs 3, a shared place 2, a shared theme 1, each shared word of their labels 1. A person decides;
nothing is recorded here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]{5,}")
_COMMON: Final = 0.1  # a word in more than this share of the labels says nothing
_FEW: Final = 5  # labels in which a word may always stand


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two goals without a recorded relation, and what they share."""

    lower: str
    upper: str
    lower_label: str
    upper_label: str
    lower_document: str
    upper_document: str
    themes: tuple[str, ...]  # IRIs
    theme_labels: tuple[str, ...]
    places: int
    indicators: int
    words: tuple[str, ...]

    @property
    def score(self) -> int:
        """How much they share."""
        shared = len(self.themes) + len(self.words)
        return shared + 2 * self.places + 3 * self.indicators


def rank_candidates(
    rows: Iterable[Mapping[str, str]], themes: Mapping[str, str], region: str = ""
) -> list[Candidate]:
    """Pairs that share more than one theme alone, by score and then by label.

    `themes` has the label of each theme by IRI; words of the name of the region say nothing.
    """
    rows = list(rows)
    labels = {row[end]: row[f"{end}Label"] for row in rows for end in ("lower", "upper")}
    words = {iri: _words(label) for iri, label in labels.items()}
    spread = Counter(word for some in words.values() for word in some)
    most = max(_FEW, _COMMON * len(labels))
    telling = {word for word, count in spread.items() if count <= most} - _words(region)
    found = [_candidate(row, themes, words, telling) for row in rows]
    fit = [one for one in found if one.words or one.places or one.indicators or len(one.themes) > 1]
    return sorted(fit, key=lambda one: (-one.score, one.lower_label, one.upper_label, one.lower))


def _candidate(
    row: Mapping[str, str],
    themes: Mapping[str, str],
    words: Mapping[str, frozenset[str]],
    telling: set[str],
) -> Candidate:
    shared = tuple(sorted(row["shared"].split()))
    return Candidate(
        lower=row["lower"],
        upper=row["upper"],
        lower_label=row["lowerLabel"] or row["lower"].rpartition("/")[2],
        upper_label=row["upperLabel"] or row["upper"].rpartition("/")[2],
        lower_document=row["lowerDocument"],
        upper_document=row["upperDocument"],
        themes=shared,
        theme_labels=tuple(sorted(themes.get(theme, theme) for theme in shared)),
        places=int(row["places"]),
        indicators=int(row["indicators"]),
        words=tuple(sorted(words[row["lower"]] & words[row["upper"]] & telling)),
    )


def _words(label: str) -> frozenset[str]:
    """Words of five letters or more, in small letters."""
    return frozenset(word.lower() for word in _WORD.findall(label))
