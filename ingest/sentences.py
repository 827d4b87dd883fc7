"""Sentences of Dutch running text, by full stops that are not abbreviations or numbers.

`sentences(text, span)` gives spans that slice back to the text. It counts: `. ! ?` before white
space and a capital, digit, quote or bracket. It does not count: `o.a. de`, `nr. 7`, `12.000`,
`J.H. Dijkstra`, `d.d. mei 2020`.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.once import remember
from ontology.records import Span

_ABBREVIATIONS_WORDS: Final = (
    "a.h.v. a.d.h.v. art. bijl. bijv. b.v. blz. ca. c.q. cf. d.d. dd. d.m.v. d.w.z. dhr. "
    "dr. drs. e.a. e.d. e.v. evt. excl. fig. gem. i.c.m. i.h.k.v. i.o. i.o.m. i.p.v. i.s.m. "
    "i.v.m. incl. ing. ir. jl. max. m.b.t. m.b.v. m.i.v. m.n. m.u.v. mevr. min. mln. mld. "
    "mr. n.a.v. n.t.b. nl. nr. nrs. o.a. o.b.v. o.g.v. o.i.d. o.l.v. o.m. p.j. p.m. par. "
    "pag. plm. prof. resp. sr. st. t.a.v. t.b.v. t.g.v. t.h.v. t.m. t.n.v. t.o.v. tel. v.a. "
    "vgl. v.w.b. w.o. z.s.m. zgn."
)
ABBREVIATIONS: Final = frozenset(_ABBREVIATIONS_WORDS.split())
_STOP: Final = re.compile(r"[.!?]+[)\]»”’\"']*(?=\s)")
_WORD_BEFORE: Final = re.compile(r"[^\s(\[]+$")
_OPENING: Final = "(\"'“‘„«[•-–"
_LOOK_BACK: Final = 24


@remember(16_384)  # several extractors ask the same
def sentences(text: str, span: Span) -> tuple[Span, ...]:
    """The sentences inside a span, without the white space around them, in text order."""
    found: list[Span] = []
    start = span.start
    for stop in _STOP.finditer(text, span.start, span.end):
        if not _ends_sentence(text, stop.start(), stop.end(), span.end):
            continue
        _append(found, text, start, stop.end())
        start = stop.end()
    _append(found, text, start, span.end)
    return tuple(found)


def _append(found: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Span(start, end))


def _ends_sentence(text: str, stop: int, after: int, limit: int) -> bool:
    follower = next(
        (char for char in text[after : min(limit, after + 80)] if not char.isspace()), ""
    )
    if not (follower.isupper() or follower.isdigit() or follower in _OPENING):
        return not follower
    if text[stop] != ".":
        return True
    match = _WORD_BEFORE.search(text[max(0, stop - _LOOK_BACK) : stop + 1])
    word = match.group() if match else ""
    if word.lower() in ABBREVIATIONS:
        return False
    if re.fullmatch(r"(?:[A-Z]\.)+", word):  # initials of a person
        return False
    return not re.fullmatch(r"(?:\d{1,2}|[a-z])\.", word)  # '7.' opens an item, not a sentence
