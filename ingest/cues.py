"""Cues at the ends of a line that tell a title from running text.

Pure questions about one line; what to make of the answers is for `blocks` and `titles`.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.lines import Line

OPENERS: Final = "(\"'“‘„«["
TITLE_WIDTH: Final = 80  # characters of a title on one line
TITLE_LINES: Final = 3
_STOPS: Final = ".!?:;"
_CLOSERS: Final = ")]»”’\"'"
_LOOSE_ENDS_WORDS: Final = (
    "de het een en of van voor in op met te tot naar bij door als om aan uit over dat die "
    "onder tussen per ten ter der den"
)
_LOOSE_ENDS: Final = frozenset(_LOOSE_ENDS_WORDS.split())
_SENTENCE_OPENERS_WORDS: Final = (
    "De Het Een Om We Wij In Als Voor Dit Deze Die Op Met Bij Er Via Naast Daarnaast Door"
)
_SENTENCE_OPENERS: Final = frozenset(_SENTENCE_OPENERS_WORDS.split())
_CLOSINGS: Final = re.compile(r"(?:hoogachtend|met vriendelijke groet(?:en)?)\b", re.I)
_OCR_MIX: Final = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")


def ends_sentence(line: Line) -> bool:
    """Whether a line ends in a stop, colon or semicolon."""
    return line.text.rstrip(_CLOSERS)[-1:] in tuple(_STOPS)


def is_mixed_case(text: str) -> bool:
    """Whether capitals stand inside words, as in scanned headings: `saMenvatting`."""
    return bool(_OCR_MIX.search(text))


def closes_letter(line: Line) -> bool:
    """Whether a line is the formal end of a letter: `Hoogachtend,`."""
    return bool(_CLOSINGS.match(line.text))


def starts_sentence(line: Line) -> bool:
    """Whether a line opens with a capitalised word that opens sentences, not names."""
    return line.text.split(None, 1)[0] in _SENTENCE_OPENERS


def is_scanned_title(line: Line) -> bool:
    """Whether a short line has capitals inside words and was ended on purpose."""
    return is_mixed_case(line.text) and not line.trailing and line.width <= TITLE_WIDTH // 2


def starts_low(line: Line) -> bool:
    """Whether a line begins as only the rest of a sentence does."""
    stripped = line.text.lstrip(OPENERS)
    return (
        stripped[:1].islower()
        or line.text[0] in ",;&+)=%"
        or (stripped[:1] in "-–" and bool(stripped[1:2].strip()))
    )


def is_loose(line: Line) -> bool:
    """Whether a line ends in a word that cannot end a sentence."""
    return line.text.rsplit(None, 1)[-1].lower() in _LOOSE_ENDS
