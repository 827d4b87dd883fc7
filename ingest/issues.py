"""When a document was issued and by whom, as told right beside its name.

Counts: a year in brackets behind the name, or after `van`, `uit`, `in` with or without day and
month; at the end of a footnote or list item (`Naam, uitgever, mei 2020`); `door het Rijk in 2030
uitgebracht`, `de in 2029 vastgestelde …`, `van vorig jaar` counted from the year of the document;
the year in the name of what is made anew each time (`Monitor 2021`, not `Visie 2040`).
A publisher is an actor of the register in those brackets, in that item, or after `van` and `door`.
Does not count: a year further on in the sentence, the name of an actor before the title.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.document import Document
from ingest.markers import MONTHS
from ontology.records import Iri, Passage, Span

_YEAR: Final = r"((?:19|20)\d\d)(?!\d)"
_DATE: Final = rf"(?:\d{{1,2}}\s+)?(?:(?:{MONTHS})\s+)?{_YEAR}"
_MADE: Final = r"(?:uitgebracht|vastgesteld|gepubliceerd|opgesteld|verschenen|gemaakt|geschreven)"
_IN_BRACKETS: Final = re.compile(rf"[^.;\n()]{{0,40}}\(([^()]{{0,60}}?){_YEAR}\)")
_DATED: Final = re.compile(rf"\W{{0,3}}\s*(?:van|d\.d\.|uit|in)\s+{_DATE}\b")
_OF_PARTY: Final = re.compile(
    rf"(?:\s*\([^()]{{1,30}}\))?\s+(?:van|door)\s+(?:(?:de|het)\s+)?[^.,;:()]{{3,40}}?"
    rf"\s+(?:uit|van|d\.d\.)\s+{_DATE}\b"
)
_BY_PARTY: Final = re.compile(
    rf",?\s+(?:die\s+|dat\s+)?door\s+[^.,;:()]{{2,50}}?\s+(?:in\s+)?{_DATE}\s+(?:\w+\s+)?{_MADE}"
)
_AT_END: Final = re.compile(
    rf"\d{{0,2}},\s+(?:[^.;()]{{2,60}}?,\s+)?{_DATE}(?=[.;]?\s*$|[.;]\s)", re.MULTILINE
)
_BEFORE: Final = re.compile(rf"(?:in|uit)\s+{_DATE}\s+{_MADE}e\s+$")
_LAST_YEAR: Final = re.compile(r"\s+van\s+(?:vorig|afgelopen)\s+jaar\b")
_LAST_YEAR_BEFORE: Final = re.compile(rf"\b(?:vorig|afgelopen)\s+jaar\s+{_MADE}e\s+$")
_IN_TITLE: Final = re.compile(  # made each year anew; of a vision the year is its horizon
    r"(?:afspraken|begroting|monitor|rapportage|verslag|deal|onderzoek|prognose|enquête|kadernota|"
    r"voorjaarsnota|najaarsnota|perspectiefnota|zomernota|jaarrekening|jaarstukken|jaarplan)\b"
    rf"[^\d]{{0,60}}\s{_YEAR}$",
    re.IGNORECASE,
)
_PARTY: Final = re.compile(
    r"\d{0,2}(?:\s*\([A-Z][\w-]{1,9}\))?(?:\s*\((?:\w+\s+)?|,\s+|,?\s+(?:van|door)\s+(?:(?:de|het)\s+)?)"
)
_LISTS: Final = frozenset({"item", "footnote"})
_AHEAD: Final = 90
_BACK: Final = 60


def find_year(document: Document, span: Span) -> str | None:
    """The year of issue given beside a name, as four digits."""
    after = document.text[span.end : span.end + _AHEAD]
    before = document.text[max(0, span.start - _BACK) : span.start]
    patterns = [_DATED, _OF_PARTY, _BY_PARTY]
    if _is_listed(document.find_passage(span.start)):
        patterns.append(_AT_END)
    for pattern in patterns:
        if match := pattern.match(after):
            return match[match.lastindex or 1]
    if match := _BEFORE.search(before):
        return match[1]
    if _LAST_YEAR.match(after) or _LAST_YEAR_BEFORE.search(before):
        return _year_before(document.card.date)
    if bracket := _IN_BRACKETS.match(after):
        return bracket[2]
    titled = _IN_TITLE.search(document.quote(span))
    return titled[1] if titled else None


def find_publisher(document: Document, span: Span) -> Iri | None:
    """The actor of the register named right behind a name."""
    match = _PARTY.match(document.text, span.end, min(len(document.text), span.end + _AHEAD))
    if match is None:
        return None
    comma = "," in match.group() and "(" not in match.group()
    if comma and not _is_listed(document.find_passage(span.start)):
        return None
    first = match.end() + len("gemeente ")
    for actor in document.mentions_in(Span(span.end, span.end + _AHEAD), {"actor"}):
        return actor.entity if actor.span.start <= first else None
    return None


def _is_listed(passage: Passage | None) -> bool:
    return passage is not None and passage.kind in _LISTS


def _year_before(date: str | None) -> str | None:
    return str(int(date[:4]) - 1) if date and date[:4].isdigit() else None
