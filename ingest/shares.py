"""Who pays how much, told in a sentence.

Counts: two or more parties, each before or after an amount of money, in a sentence that says that
they pay, contribute or invest (`Het Rijk draagt € 2 miljoen bij, de provincie € 1 miljoen`), and
those of the sentence right after it.
Does not count: one party alone, an amount per something, a table or list (`contributions` reads
those).
Example that counts: `de stad betaalt 40.000 euro en het dorp 10.000 euro`. Example that does not:
`de stad kocht voor 40.000 euro grond van het dorp`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.document import Document
from ingest.numbers import find_numbers
from ingest.parties import find_governors
from ingest.statements import Sentence, find_sentences
from ontology.records import Mention, MentionKind, Span

PAYS: Final = re.compile(
    r"\b(?:dra(?:agt|gen)\b.*\bbij|droeg(?:en)?\b.*\bbij|betaal\w*|betalen|bijdra\w+|bekostig\w+|"
    r"investe\w+|financ\w+|leg(?:t|gen)\b.*\b(?:in|bij)|stel(?:t|len)\b.*\bbeschikbaar|"
    r"kom(?:t|en)\b.*\b(?:van|uit)|breng(?:t|en)\b.*\bin|"
    r"vul(?:t|len)\b.*\baan|neemt\b.*\brekening|nemen\b.*\brekening)\b",
    re.IGNORECASE | re.DOTALL,
)
_PER: Final = re.compile(r"\s+(?:per|voor elke?|voor iedere?)\b", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[^.;€\d]{0,60}")
_UNKNOWN: Final = re.compile(
    r"\b(?:[Dd]e|[Hh]et)\s+(?P<name>(?:(?:gemeente|provincie|regio|stichting|waterschap)\s+)?"
    r"[A-ZÀ-Þ][\w-]+(?:\s+[A-ZÀ-Þ][\w-]+){0,3})\s+(?:(?:dra|beta|inve|leg)\w+\s+)?$"
)
_FROM: Final = re.compile(r"\s+(?:van|uit|door)\s+(?:(?:de|het)\s+)?", re.IGNORECASE)
_ARTICLE: Final = 4  # code points that a label may leave out before the name
_CAPITALS: Final = re.compile(
    r"(?P<name>(?:(?:gemeente|provincie|regio|stichting|waterschap)\s+)?"
    r"[A-ZÀ-Þ][\w-]+(?:\s+[A-ZÀ-Þ][\w-]+){0,3})"
)
_GROUP: Final = re.compile(
    r"\b(?P<name>(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|\d{1,2})\s+(?:\w+e\s+)?"
    r"(?:gemeenten|provincies|waterschappen|corporaties|partners|partijen|steden))\b[^.;€\d]{0,60}$",
    re.IGNORECASE,
)
_NAMED: Final = frozenset[MentionKind](("actor", "place"))
_MIN: Final = 2


@dataclass(frozen=True, slots=True)
class Share:
    """What one party pays; `span` holds its name and the amount."""

    name: Span
    amount: Decimal
    span: Span


@dataclass(frozen=True, slots=True)
class SharedCost:
    """The shares that one sentence tells."""

    sentence: Sentence
    shares: tuple[Share, ...]
    also: Sentence | None = None  # the sentence that goes on with more shares

    @property
    def last(self) -> Sentence:
        """The last sentence with a share."""
        return self.also or self.sentence

    @property
    def starts(self) -> frozenset[int]:
        """Where its sentences begin."""
        return frozenset((self.sentence.start, self.last.start))


def find_shared_costs(document: Document) -> tuple[SharedCost, ...]:
    """Every sentence with two or more shares, in text order."""
    return document.once(_find)


def _find(document: Document) -> tuple[SharedCost, ...]:
    found = []
    for sentence in find_sentences(document):
        if "€" not in (text := sentence.text(document)) and "euro" not in text:
            continue
        shares = tuple(_shares(document, sentence)) if PAYS.search(text) else ()
        known = [share for share in shares if _parties(document, share.name)]
        if len(shares) >= _MIN and known:
            found.append(SharedCost(sentence, shares))
        elif shares and found and sentence.before is found[-1].last:
            found[-1] = SharedCost(found[-1].sentence, (*found[-1].shares, *shares), sentence)
    return tuple(found)


def _shares(document: Document, sentence: Sentence) -> Iterator[Share]:
    for span in sentence.spans:
        start = span.start
        for number in find_numbers(document.quote(span)):
            at = Span(span.start + number.span.start, span.start + number.span.end)
            if number.unit != "euro" or number.low is None or _PER.match(document.text, at.end):
                continue
            name = _name_after(document, at.end, span.end) or _name(document, start, at.start)
            if name is not None:
                whole = Span(min(name.start, at.start), max(name.end, at.end))
                yield Share(name, number.low, whole)
            start = at.end


def _parties(document: Document, span: Span) -> list[Mention]:
    """Actors, and places that a municipality governs, in text order."""
    governors = document.register.once(find_governors)
    return [
        mention
        for mention in document.mentions_in(span, _NAMED)
        if mention.kind == "actor" or mention.entity in governors
    ]


def _name_after(document: Document, start: int, end: int) -> Span | None:
    """The party right after an amount that comes from it: `€ 2 miljoen van de provincie`."""
    source = _FROM.match(document.text, start, end)
    if source is None or source.end() >= end:
        return None
    parties = document.mentions_in(Span(start, end), {"actor"})
    if parties and parties[0].span.start <= source.end() + _ARTICLE:
        return parties[0].span
    match = _CAPITALS.match(document.text, source.end(), end)
    return Span(*match.span("name")) if match else None


def _name(document: Document, start: int, end: int) -> Span | None:
    """The party named last before an amount: of the register, else a name with a capital."""
    if start >= end:
        return None
    parties = _parties(document, Span(start, end))
    if parties and _BETWEEN.fullmatch(document.text, parties[-1].span.end, end):
        return parties[-1].span
    match = _UNKNOWN.search(document.text, start, end) or _GROUP.search(document.text, start, end)
    return Span(*match.span("name")) if match else None
