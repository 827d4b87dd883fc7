"""The lines of a document as printed: where they lie, what stands between them, how they start.

In: text. Out: `Line` records without text. Knows nothing of paragraphs or headings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_LINE: Final = re.compile(r"[^\r\n\f]+|\r\n|\n|\r|\f")
_BARE_END: Final = re.compile(r"(?<![ \r])[\r\n]")
_BLANK: Final = " \t\xa0\ufeff\u200b\u200c\u200d\xad\u2007\u202f"
_DOUBLE_SPACED_SHARE: Final = 0.6
_OPEN_SHARE: Final = 0.4  # of the lines end inside a sentence
_LOW_SHARE: Final = 0.2  # of the lines go on with one
_FEW_LINES: Final = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line that holds more than white space.

    `start` and `end` bound what is printed; `blanks` counts the empty lines before it, after
    correction for double spacing; `width` is the number of printed characters.
    """

    start: int
    end: int
    text: str
    blanks: int
    page: int | None
    opens_page: bool
    indent: int
    trailing: bool  # a space after the last word: most writers of PDF text leave it inside lines

    @property
    def width(self) -> int:
        """Number of printed characters."""
        return self.end - self.start


def split_lines(text: str, page_starts: Sequence[int] = ()) -> list[Line]:
    """Every printed line in text order; double-spaced documents read as single-spaced ones."""
    lines = _scan(text, page_starts)
    return _single_spaced(lines) if _is_double_spaced(lines) else lines


def _scan(text: str, page_starts: Sequence[int]) -> list[Line]:
    lines: list[Line] = []
    breaks, fed, page = 0, True, 0
    last = -1 if _BARE_END.search(text) else -2  # a space that ends every line says nothing
    for match in _LINE.finditer(text):
        raw = match.group()
        if raw[0] in "\r\n\f":
            breaks += 1
            fed = fed or raw == "\f"
            continue
        body = raw.strip().strip(_BLANK).strip()
        if not body:
            continue
        start = match.start() + raw.index(body)
        number = bisect_right(page_starts, start) if page_starts else None
        opens = fed or (number is not None and number != page)
        opens = opens or (raw[0] == " " and start == match.start() + 1 and bool(lines))
        lines.append(
            Line(
                start=start,
                end=start + len(body),
                text=body,
                blanks=max(0, breaks - 1) if lines else 1,
                page=number,
                opens_page=opens,
                indent=start - match.start(),
                trailing=len(raw) >= -last and raw[last].isspace(),
            )
        )
        breaks, fed, page = 0, False, number or 0
    return lines


def _is_double_spaced(lines: Sequence[Line]) -> bool:
    """Whether an empty line follows nearly every line, so that it separates nothing."""
    gaps = [line.blanks for line in lines[1:]]
    if len(gaps) < _FEW_LINES:
        return False
    open_ends = sum(line.text[-1].islower() or line.text[-1] == "," for line in lines)
    low_starts = sum(line.text[0].islower() for line in lines)
    return (
        sum(gap == 1 for gap in gaps) >= _DOUBLE_SPACED_SHARE * len(gaps)
        and open_ends >= _OPEN_SHARE * len(lines)
        and low_starts >= _LOW_SHARE * len(lines)
    )


def _single_spaced(lines: Sequence[Line]) -> list[Line]:
    return [
        Line(
            start=line.start,
            end=line.end,
            text=line.text,
            blanks=max(0, line.blanks - 1),
            page=line.page,
            opens_page=line.opens_page,
            indent=line.indent,
            trailing=line.trailing,
        )
        for line in lines
    ]
