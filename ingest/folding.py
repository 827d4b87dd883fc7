"""Text made comparable: one case, no accents, single spaces, no hyphens inside words.

`fold(text)` keeps a map back, so that a match in the folded text gives an exact span in the text
as delivered. `Berg-\\nDal`, `BERG-DAL` and `be\xadrg-dal` fold alike.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

_SAME: Final = {"’": "'", "‘": "'", "‚": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"'}
_DASHES: Final = "\\-‐‑–\xad"  # escaped for use in a class of characters
_UNSEEN: Final = r"\u200b-\u200d\ufeff"
_ACCENTS: Final = r"\u0300-\u036f"
_GAP: Final = re.compile(  # one class first, by which most characters are passed over fast
    rf"[{_DASHES}{_UNSEEN}{_ACCENTS}\s](?:"
    rf"(?<=[^\W\d_][{_DASHES}])[\s{_DASHES}{_UNSEEN}]*(?=[^\W\d_])"
    rf"|(?<=[\xad{_UNSEEN}])[\xad{_UNSEEN}]*|(?<=[{_ACCENTS}])[{_ACCENTS}]*|(?<=\s)\s+)"
)
_SPACED_DASH: Final = re.compile(r"\s")


class _Table(dict[int, int]):
    """Code point → folded code point, always one for one; filled as characters turn up."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        plain = _SAME.get(char, char)
        base = unicodedata.normalize("NFD", plain)[0].lower()
        folded = " " if plain.isspace() else base if len(base) == 1 else plain
        self[code] = ord(folded)
        return self[code]


_TABLE: Final = _Table()


@dataclass(frozen=True, slots=True)
class FoldedText:
    """Folded text and, for each stretch that was copied, where it began in both texts."""

    text: str
    folded_starts: list[int]
    starts: list[int]

    def locate(self, index: int) -> int:
        """The offset in the text as delivered of a folded character."""
        stretch = bisect_right(self.folded_starts, index) - 1
        return self.starts[stretch] + index - self.folded_starts[stretch]


def fold(text: str) -> FoldedText:
    """A text folded, in linear time."""
    mapped = text.translate(_TABLE)
    pieces: list[str] = []
    folded_starts, starts = [0], [0]
    length = done = 0
    for gap in _GAP.finditer(text):
        keep = _replacement(gap.group())
        piece = mapped[done : gap.start()] + keep
        pieces.append(piece)
        length += len(piece)
        done = gap.end()
        folded_starts.append(length)
        starts.append(done)
    pieces.append(mapped[done:])
    return FoldedText("".join(pieces), folded_starts, starts)


def fold_label(label: str) -> str:
    """A label as it must appear in folded text."""
    return fold(label.strip()).text


def _replacement(gap: str) -> str:
    if gap.isspace():
        return " "
    if gap[0] in _DASHES and _SPACED_DASH.search(gap[1:]) and "\n" not in gap and "\r" not in gap:
        return "- "  # 'woon- en werk': a hyphen that stands for a word left out
    return ""
