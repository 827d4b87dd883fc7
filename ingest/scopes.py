"""Which year and which place a number is about: first its own sentence, then what stands around it.

Year: the nearest year after the number, or before it when the years lead the numbers; else carried
from the sentence before when this one goes on from it (`Daarvoor …`), else from the heading.
Place: the nearest place in the sentence, else the area an actor there governs, else carried from
earlier in the paragraph, else the heading, else the area the document is about.
A survey between brackets (`(Reisonderzoek 2031)`) dates what it found.
Does not count: a year in the name of a document, another year between brackets, `na 2031`, a
deadline that lies before the document itself. Whatever is carried has less confidence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final, Generic, TypeVar

from ingest.dates import YearMention, find_years
from ingest.document import Document
from ingest.issue_dates import issue_year
from ingest.once import Register
from ingest.place_names import find_place_names
from ingest.place_rows import find_new_places
from ingest.statements import Sentence
from ontology.records import Iri, Mention, MentionKind, Passage, Span

_SURE: Final = Decimal(1)
_CARRIED: Final = Decimal("0.85")
_HEADING: Final = Decimal("0.75")
_DEFAULT: Final = Decimal("0.7")
_ON: Final = re.compile(
    r"\W*(?:daar\w*|hier\w*|dit|dat|deze|die|zo|het gaat|aanvullend|ook|concreet|dat betekent|"
    r"er|zij|waarvan)\b",
    re.IGNORECASE,
)
_THEN: Final = re.compile(r"\b(?:toen|destijds|in dat jaar|dat jaar)\b", re.IGNORECASE)
_LAST_YEAR: Final = re.compile(r"\b(?:vorig|afgelopen) jaar\b", re.IGNORECASE)
_WAS: Final = re.compile(r"eind\b", re.IGNORECASE)  # `eind 2030 waren er` is no deadline
_TITLED: Final = re.compile(
    r"\b[A-ZÀ-Þ]\w*(?:visie|agenda|nota|plan|programma|akkoord|strategie|koers|deal|monitor|"
    r"afspraken|begroting|convenant|kompas|perspectief|verkenning)(?:\s[A-ZÀ-Þ][\w-]+){0,4}\s$"
)
_CONTRAST: Final = re.compile(
    r"\b(?:tegen|terwijl|tegenover|maar|en\s+(?:moet|moeten|zal|zullen|gaat|gaan))\b", re.IGNORECASE
)
_NOW: Final = re.compile(r"\b(?:nu|al|momenteel|op dit moment|reeds|thans|inmiddels)\b", re.I)
_CLAUSE: Final = 160  # code points before a number in which its clause begins
_BASELINE: Final = re.compile(
    r"\b(?:ten opzichte van|t\.o\.v\.?|vergeleken met|dan(?: in)?)\s+"
    r"(?:het jaar\s+|(?:het )?peiljaar\s+)?$",
    re.IGNORECASE,
)
_ROUTE: Final = re.compile(r"\s+(?:naar|en)\s+(?:de\s+|het\s+)?", re.IGNORECASE)
_ROUTE_START: Final = re.compile(r"\b(?:van|tussen)\s+(?:de\s+|het\s+)?$", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_SURVEY: Final = re.compile(
    r"\([^()]{0,60}(?:onderzoek|monitor|enquête|telling|meting|statistiek|CBS)[^()]{0,30}?"
    r"\b((?:19|20)\d\d)\)"
)
_INHABITANTS: Final = re.compile(r"\b([A-ZÀ-Þ]\w{3,}?)(?:naren|nares|ers)\b")
_NAMED: Final = frozenset[MentionKind](("document", "programme", "instrument"))
_PLACES: Final = frozenset[MentionKind](("place",))
_ACTORS: Final = frozenset[MentionKind](("actor",))
_OF_PLACES: Final = frozenset[MentionKind](("actor", "body"))
_NEAR: Final = 60
_IN: Final = re.compile(r"^[^.;,]*\b(?:in|van|voor|binnen|te)\s+(?:de\s+|het\s+)?$")
_COMPARED: Final = re.compile(
    r"\b(?:dan|buiten|vanuit|tegenover|richting)\s+(?:(?:in|de|het|rest|van)\s+)*$", re.IGNORECASE
)
_HEAD: Final = 300  # code points at the top of a document
_NATIONAL: Final = re.compile(r"\b(?:landelijk|nationa)\w*", re.IGNORECASE)
_MAX_BACK: Final = 3  # sentences from which a year may be carried
_MAX_HEADINGS: Final = 6


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scope(Generic[T]):
    """A value with how sure it is, as a factor, and where it stands."""

    value: T
    confidence: Decimal
    evidence: tuple[Span, ...]


def find_year(
    document: Document,
    sentence: Sentence,
    number: Span,
    others: Sequence[Span],
    *,
    under_heading: bool,
) -> Scope[int] | None:
    """The year a number is about.

    Args:
        document: the document version.
        sentence: where the number stands.
        number: its span.
        others: the spans of all numbers of the sentence, itself included.
        under_heading: whether the year of the heading may date it.
    """
    years = list(_years(document, sentence.spans, number))
    if years:
        chosen = _choose(document, years, number, others)
        if chosen is not None:
            return Scope(chosen.year, _SURE, sentence.spans)
    told = _LAST_YEAR.search(sentence.text(document))
    issued = issue_year(document)
    if told is not None and issued is not None:
        return Scope(issued - 1, _CARRIED, sentence.spans)
    measured = _measured_year(document, sentence)
    if measured is not None:
        return measured
    carried = _carried_year(document, sentence)
    if carried is None and under_heading:
        return _heading_year(document, sentence)
    return carried


def _measured_year(document: Document, sentence: Sentence) -> Scope[int] | None:
    """The year of the survey that gives a number: `(Reisonderzoek 2031)`."""
    match = _SURVEY.search(sentence.text(document))
    return Scope(int(match[1]), _CARRIED, sentence.spans) if match else None


def _years(document: Document, spans: Sequence[Span], number: Span | None) -> Iterator[YearMention]:
    """The years of a sentence that can date a number, with spans in the document."""
    issued = issue_year(document) or 0
    for span in spans:
        quote = document.quote(span)
        asides = [
            Span(span.start + m.start(), span.start + m.end()) for m in _BRACKETS.finditer(quote)
        ]
        named = [mention.span for mention in document.mentions_in(span, _NAMED)]
        for year in find_years(quote):
            at = Span(year.span.start + span.start, year.span.end + span.start)
            aside = next((found for found in asides if found.contains(at)), None)
            if aside is not None and (number is None or not aside.contains(number)):
                continue
            if any(name.overlaps(at) for name in named) or year.aim == "from":
                continue
            if any(_follows(document, name, at) for name in named):
                continue
            if year.aim == "by" and year.year < issued and not _WAS.match(document.quote(at)):
                continue
            if _TITLED.search(document.text, max(span.start, at.start - _NEAR), at.start):
                continue  # `de Woonvisie Oost 2040`
            if _BASELINE.search(document.text, max(span.start, at.start - _NEAR), at.start):
                continue
            yield YearMention(at, year.year, year.aim, year.since)


def _follows(document: Document, name: Span, year: Span) -> bool:
    """Whether a year dates the thing named right before it: `een kader in 2031`."""
    return name.end <= year.start and not document.text[name.end : year.start].strip()


def _clause_before(document: Document, number: Span) -> str:
    return re.split(r"[;.]\s", document.text[max(0, number.start - _CLAUSE) : number.start])[-1]


def _choose(
    document: Document, years: Sequence[YearMention], number: Span, others: Sequence[Span]
) -> YearMention | None:
    """The year in the clause of a number; None when all years stand in a clause further on."""
    before = [year for year in years if year.span.end <= number.start]
    after = [year for year in years if year.span.start >= number.end]
    after = [year for year in after if ";" not in document.text[number.end : year.span.start]]
    if before and after and _CONTRAST.search(document.text, number.end, after[0].span.start):
        after = []  # that year dates the next number
    if _NOW.search(_clause_before(document, number)):
        clause = number.start - len(_clause_before(document, number))
        before = [year for year in before if year.span.start >= clause]
    if not before and not after:
        return years[0] if years[0].span.overlaps(number) else None
    first_number = min((other.start for other in others), default=number.start)
    last_number = max((other.start for other in others), default=number.start)
    leads = years[0].span.start < first_number and years[-1].span.start < last_number
    if before and (leads or not after):
        return before[-1]
    return after[0] if after else years[0]


def _carried_year(document: Document, sentence: Sentence) -> Scope[int] | None:
    current = sentence
    for _ in range(_MAX_BACK):
        text = current.text(document)
        if current.before is None or not (_ON.match(text) or _THEN.search(text)):
            return None
        current = current.before
        years = list(_years(document, current.spans, None))
        if years:
            return Scope(years[-1].year, _CARRIED, current.spans)
    return None


def _heading_year(document: Document, sentence: Sentence) -> Scope[int] | None:
    """A heading that dates what stands below it; only the nearest one."""
    for heading in find_headings(document, sentence.passage)[:1]:
        years = [year for year in _years(document, (heading.span,), None) if year.aim == "by"]
        if years:
            return Scope(years[-1].year, _HEADING, (heading.span,))
    return None


def find_place(document: Document, sentence: Sentence, number: Span) -> Scope[Iri] | None:
    """The place a number is about; None when nothing tells and the document has no area."""
    mentions = [
        mention
        for mention in (one for span in sentence.spans for one in _places_in(document, span))
        if not _is_compared(document, sentence, mention.span)
    ]
    mentions = _without_routes(document, mentions)
    chosen = _nearest_place(document, mentions, number) if mentions else None
    if chosen is not None:
        near = _inhabitants(document, sentence, number, _distance(chosen.span, number))
        return Scope(near or chosen.entity, _SURE, sentence.spans)
    people = _inhabitants(document, sentence, number, None)
    if people is not None:
        return Scope(people, _SURE, sentence.spans)
    if _NATIONAL.search(document.text, max(0, number.start - _NEAR // 2), number.end + _NEAR // 2):
        return None
    actors = sentence.mentions(document, _ACTORS)
    actors.sort(key=lambda mention: _distance(mention.span, number))
    governed = _governed(document, actors)
    if governed is not None:
        return Scope(governed, _CARRIED, sentence.spans)
    return _carried_place(document, sentence) or _default_place(document)


def _places_in(document: Document, span: Span) -> list[Mention]:
    """The places named in a span: of the register, and those that only a table names."""
    known = list(document.mentions_in(span, _PLACES))
    named = document.once(find_new_places).inside(span)
    if not named:
        return known
    new = [
        Mention(span=one.span, entity=one.iri, kind="place")
        for one in named
        if not document.mentions_in(one.span, _NAMED | _OF_PLACES)
    ]
    return sorted([*known, *new], key=lambda mention: mention.span)


def _is_compared(document: Document, sentence: Sentence, place: Span) -> bool:
    """Whether a place is only what another is held against: `lager dan in …`, `vanuit …`."""
    start = max(sentence.start, place.start - _NEAR)
    return bool(_COMPARED.search(document.text[start : place.start]))


def _without_routes(document: Document, places: Sequence[Mention]) -> list[Mention]:
    """Places without the two ends of a route: `van A naar B`, `tussen A en B`."""
    ends: set[Span] = set()
    for one, other in pairwise(places):
        lead = document.text[max(0, one.span.start - _NEAR) : one.span.start]
        between = document.text[one.span.end : other.span.start]
        if _ROUTE_START.search(lead) and _ROUTE.fullmatch(between):
            ends |= {one.span, other.span}
    return [place for place in places if place.span not in ends]


def _nearest_place(document: Document, mentions: Sequence[Mention], number: Span) -> Mention | None:
    """The place that follows closely (`400 woningen in …`), else the last before, else the next."""
    after = [mention for mention in mentions if mention.span.start >= number.end]
    before = [mention for mention in mentions if mention.span.end <= number.start]
    near = [m for m in after if ";" not in document.text[number.end : m.span.start]]
    if not near and not before:
        return None  # all places stand in a clause further on
    after = near
    if after and after[0].span.start - number.end <= _NEAR:
        between = document.text[number.end : after[0].span.start]
        if _IN.search(between):
            return after[0]
    if before:
        return before[-1]
    return after[0]


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _inhabitants(
    document: Document, sentence: Sentence, number: Span, limit: int | None
) -> Iri | None:
    """The place whose people are named near the number, such as `Bergdorpers`."""
    for span in sentence.spans:
        for match in _INHABITANTS.finditer(document.text, span.start, span.end):
            gap = _distance(Span(*match.span()), number)
            if limit is not None and gap >= limit:
                continue
            place = document.register.once(_places_by_label).get(match[1].lower())
            if place is not None:
                return place
    return None


def _places_by_label(register: Register) -> dict[str, Iri]:
    places: dict[str, Iri] = {}
    for entry in register.of_kind("place"):
        for label in entry.labels:
            places.setdefault(label.text.lower(), entry.iri)
    return places


def _governed(document: Document, mentions: Sequence[Mention]) -> Iri | None:
    for mention in mentions:
        entry = document.register.get(mention.entity)
        if entry is not None and entry.place is not None:
            return entry.place
    return None


def _carried_place(document: Document, sentence: Sentence) -> Scope[Iri] | None:
    """The last place named before it in its paragraph, else in the headings above."""
    passage = sentence.passage
    if passage.span.start < sentence.start:
        above = _places_in(document, Span(passage.span.start, sentence.start))
        settled = _without_routes(document, above)
        if settled:
            return Scope(settled[-1].entity, _CARRIED, (settled[-1].span,))
    for heading in find_headings(document, passage):
        places = document.mentions_in(heading.span, _PLACES)
        place = places[0].entity if places else None
        place = place or _governed(document, document.mentions_in(heading.span, _ACTORS))
        if place is not None:
            return Scope(place, _HEADING, (heading.span,))
    return None


def _default_place(document: Document) -> Scope[Iri] | None:
    place = document.card.default_place or document.once(_place_of_head)
    return Scope(place, _DEFAULT, ()) if place else None


def _place_of_head(document: Document) -> Iri | None:
    """The one place that the head of a document names: of whom it is or whom it addresses."""
    for end in (document.text.find("\n", 1), _HEAD):
        head = Span(0, max(end, 1))
        named = {mention.entity for mention in document.mentions_in(head, _PLACES)}
        actors = document.mentions_in(head, _ACTORS)
        named |= {place for actor in actors if (place := _governed(document, [actor]))}
        bodies = document.mentions_in(head, _OF_PLACES)
        named |= {place for body in bodies if (place := _place_in_name(document, body))}
        if len(named) == 1:
            return named.pop()
    return None


def _place_in_name(document: Document, mention: Mention) -> Iri | None:
    """The one place in the name of an actor or body: `gemeenteraad van Bergdorp`."""
    entry = document.register.get(mention.entity)
    if entry is None or entry.place is not None:
        return None
    places = find_place_names(document.register, entry.preferred)
    return places[0].iri if len(places) == 1 else None


def find_headings(document: Document, passage: Passage) -> list[Passage]:
    """The headings a passage stands under, nearest first, each higher than the one before it."""
    starts, headings, higher = document.once(_headings)
    found: list[Passage] = []
    at = bisect_left(starts, passage.span.start) - 1
    while at >= 0 and len(found) < _MAX_HEADINGS:
        found.append(headings[at])
        at = higher[at]
    return found


def _headings(document: Document) -> tuple[list[int], list[Passage], list[int]]:
    """Where headings start, the headings, and of each the index of the one above it, or -1."""
    headings = [passage for passage in document.passages if passage.kind == "heading"]
    higher: list[int] = []
    open_ones: list[int] = []  # each higher than the next
    for index, heading in enumerate(headings):
        while open_ones and headings[open_ones[-1]].level >= heading.level:
            open_ones.pop()
        higher.append(open_ones[-1] if open_ones else -1)
        open_ones.append(index)
    return [heading.span.start for heading in headings], headings, higher
