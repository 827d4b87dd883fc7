"""What the front page of a document tells of it: title, date and publisher, as a guess.

In: the text of a document and the entries of a register. Out: a Guess with None where nothing was
found. Looks at the first pages only; whoever shows a guess says that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ingest.dates import find_dates
from ingest.formats.parsed import ParsedText
from ingest.mentions import Gazetteer
from ingest.segment import segment
from ontology.records import Iri, Passage, RegisterEntry

_FRONT: Final = 4_000  # code points that count as the front of a document
_TOP: Final = 1_500  # where a publisher stands
_MAX_TITLE: Final = 120
_SUBJECT: Final = re.compile(
    r"^[ \t]*(?:onderwerp|betreft|titel|subject|title)[ \t]*:[ \t]*(?P<title>\S.{3,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_LETTERS: Final = re.compile(r"[^\W\d_]{3,}")
_NO_TITLE: Final = re.compile(
    r"inhoud(?:sopgave)?|colofon|voorwoord|samenvatting|inleiding|bijlagen?"
)


@dataclass(frozen=True, slots=True)
class Guess:
    """What was found; `date` as YYYY-MM-DD or YYYY-MM."""

    title: str | None = None
    date: str | None = None
    publisher: Iri | None = None


def guess(parsed: ParsedText, entries: Iterable[RegisterEntry]) -> Guess:
    """What the front of a document tells of it."""
    front = parsed.text[:_FRONT]
    passages = segment(front, tuple(at for at in parsed.page_starts if at < len(front)))
    return Guess(_title(front, passages), find_date(front), _publisher(front, entries))


def find_date(text: str) -> str | None:
    """The first date with a day and a year, else the first month with a year."""
    dated = [one for one in find_dates(text) if one.year is not None and not one.is_period]
    exact = [one for one in dated if one.first[1] is not None]
    found = exact or [one for one in dated if one.first[0]]
    return found[0].begin() if found else None


def _title(text: str, passages: Iterable[Passage]) -> str | None:
    """What follows `Onderwerp:`, else the first heading, else the first short line."""
    if subject := _SUBJECT.search(text):
        return _clean(subject["title"])
    shown = [one for one in passages if one.kind != "furniture"]
    for kinds in (("heading",), ("paragraph", "caption")):
        for passage in shown:
            title = _clean(text[passage.span.start : passage.span.end])
            if passage.kind in kinds and _is_title(title):
                return title
    return None


def _is_title(title: str) -> bool:
    long_enough = bool(_LETTERS.search(title)) and len(title) <= _MAX_TITLE
    return long_enough and not title.endswith(".") and not _NO_TITLE.fullmatch(title.lower())


def _clean(title: str) -> str:
    return " ".join(title.lstrip("#").split())[: _MAX_TITLE + 1].strip(" .:*_")


def _publisher(text: str, entries: Iterable[RegisterEntry]) -> Iri | None:
    """The first actor named at the top, else the one that governs a place named there."""
    known = tuple(entries)
    actors = [one for one in known if one.kind == "actor"]
    top = text[:_TOP]
    found = Gazetteer(known).find(top, segment(top, ()))
    named = [mention.entity for mention in found if mention.kind == "actor"]
    if named:
        return named[0]
    governs = {one.place: one.iri for one in actors if one.place is not None}
    places = [mention.entity for mention in found if mention.entity in governs]
    return governs[places[0]] if places else None
