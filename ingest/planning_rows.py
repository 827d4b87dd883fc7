"""Rows of a planning: where they begin in a passage, and the date that opens them.

Counts: `12 mei 2031 Raad`, `Maart stuurgroep`, `2033: herijking`, also as lines of one passage.
Does not count: a date within a line, a period of years (`2030 - 2034`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ingest.dates import DateMention, find_dates, find_opening
from ingest.document import Document
from ontology.records import Passage, Span

_OPENING: Final = re.compile(
    r"(?:[-–•*\uf0b7]\s*|\d{1,2}[.)]\s+)?(?:(?:begin|eind|medio|op|in)\s+)?$", re.I
)
_LINE: Final = re.compile(r"^(?=\S)", re.MULTILINE)
_ENDED: Final = re.compile(r"(?:[.:;!?][\"'’”)]*|\n)\s*\n\s*$")
_ROW_START: Final = 60  # code points of a line in which its date stands
_MAX_PERIOD: Final = 18  # months; a longer period is a programme, not a moment


def split_rows(document: Document, passage: Passage) -> Iterator[Passage]:
    """The rows of a planning in a passage: from one line that opens with a date to the next."""
    if passage.kind not in {"row", "paragraph"}:
        yield passage
        return
    quote = document.quote(passage.span)
    starts = [match.start() for match in _LINE.finditer(quote) if _opens(quote, match.start())]
    if not starts or (len(starts) == 1 and not starts[0]):
        yield passage
        return
    if passage.kind == "paragraph":
        starts = [at for at in starts if not at or _ENDED.search(quote, max(0, at - 20), at)]
    first = passage.span.start
    for start, end in pairwise([*dict.fromkeys([0, *starts]), len(quote)]):
        span = Span(first + start, first + start + len(quote[start:end].rstrip()))
        if span.start < span.end:
            kind = "row" if start in starts else passage.kind
            yield replace(passage, span=span, kind=kind)


def _opens(quote: str, start: int) -> bool:
    line = quote[start : start + _ROW_START]
    if not (line[:1].isdigit() or line[:1].isupper()):
        return False
    dates = find_dates(line)
    return bool(dates and dates[0].span.start == 0) or find_opening(line) is not None


def dates_in(document: Document, passage: Passage) -> list[DateMention]:
    """The dates of a passage, with spans in the document."""
    start = passage.span.start
    return [
        replace(date, span=Span(date.span.start + start, date.span.end + start))
        for date in find_dates(document.quote(passage.span))
    ]


def opening_date(
    document: Document, passage: Passage, dates: Sequence[DateMention]
) -> DateMention | None:
    """The date a row or item opens with, as in a schedule."""
    if passage.kind not in {"row", "item", "heading"}:
        return None
    start = passage.span.start
    opening = find_opening(document.quote(passage.span)) if passage.kind != "heading" else None
    if opening is not None and not (dates and dates[0].span.start == start + opening.span.start):
        span = Span(opening.span.start + start, opening.span.end + start)
        return replace(opening, span=span)
    if not dates or is_long(dates[0]):
        return None
    date = dates[0]
    before = document.text[passage.span.start : date.span.start]
    if not _OPENING.fullmatch(before):
        return None
    after = document.text[date.span.end : passage.span.end]
    return date if re.search(r"[^\W\d]", after) else None


def carry_down(date: DateMention, above: tuple[int, int] | None) -> int | None:
    """The year of a row without one: that of the row above, or the next for an earlier month."""
    if above is None:
        return None
    year, month = above
    return year if date.first[0] >= month else year + 1


def is_long(date: DateMention) -> bool:
    """Whether a date is a period of years: a programme, not a moment."""
    if date.year is None or date.last_year is None:
        return False
    return (date.last_year - date.year) * 12 + date.last[0] - date.first[0] > _MAX_PERIOD
