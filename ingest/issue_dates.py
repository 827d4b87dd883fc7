"""When a document was written: as its source card says, else as its own head does.

Counts: the date of the card; without one a date after `Datum:`, `d.d.`, `Raadsvergadering:` or
`Vastgesteld …` in the first lines, or a day that has a line of its own there, with at most a place
before it (`Beltum, 12 mei 2031`). Does not count: any other date there, such as that of a meeting.
Example that counts: `Datum: 12 mei 2031`. Example that does not: `Op 12 mei 2031 besprak de raad`.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.dates import DateMention, find_dates
from ingest.document import Document

_HEAD: Final = 800  # code points in which a letter or report dates itself
_DATED: Final = re.compile(
    r"(?:\bdatum|\bd\.d\.|\bdd\.|\b(?:vastgesteld|opgesteld|vrijgegeven)\b[^.\n]{0,120}?\b(?:op|in)|"
    r"\b(?:versie|concept|raadsvergadering|vergaderdatum|ingediend\s+op))\s*[:|]?\s*"
    r"(?:(?:het|de)\s+|\w+dag,?\s+)?$",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(r"(?:^|\n)[ \t]*(?:[A-ZÀ-Þ][\w -]{2,30},[ \t]*)?$")
_LINE_END: Final = re.compile(r"[ \t]*(?:\n|$)")
_LEAD: Final = 160


def issue_date(document: Document) -> tuple[int, int | None] | None:
    """Year and month (None when only the year is known) in which a document was written."""
    return document.once(_issue_date)


def issue_year(document: Document) -> int | None:
    """The year in which a document was written."""
    date = issue_date(document)
    return date[0] if date else None


def _issue_date(document: Document) -> tuple[int, int | None] | None:
    card = document.card.date
    if card:
        return int(card[:4]), int(card[5:7]) if len(card) >= 7 else None
    head = document.text[:_HEAD]
    for date in find_dates(head):
        lead = head[max(0, date.span.start - _LEAD) : date.span.start]
        if date.year is None or date.last_year not in {None, date.year}:
            continue
        if _DATED.search(lead) or (date.first[1] and _stands_alone(head, date, lead)):
            return date.year, date.last[0] or None
    return None


def _stands_alone(head: str, date: DateMention, lead: str) -> bool:
    """Whether a day has a line of its own."""
    return bool(_ALONE.search(lead) and _LINE_END.match(head, date.span.end))
