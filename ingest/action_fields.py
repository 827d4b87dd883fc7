"""What an action says of itself: by when, by whom and with whom.

A deadline is the last year or date the action is due (`tot 2031`, `in 2031`, a cell `Planning`); a
yearly date, a year between brackets, in a clause about something else (`wijken die voor 2031 …`)
and the horizon of a vision or assumption are none. The lead is the party that opens the action or
stands behind `Trekker:` or in such a column; parties named with it are involved. A party inside the
name of something else, or that only says where (`nabij …`, `de terreinen …`), takes no part.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.action_items import ActionItem
from ingest.dates import find_dates, find_years, may_hold_date
from ingest.document import Document
from ingest.guarded import guard
from ingest.newcomers import find_newcomers
from ingest.segment import sentences
from ontology.records import Iri, Literal, MentionKind, Span, Statement
from ontology.terms import BG

VERB_END: Final = r"(?=\w*[tn]\b)"
"""How each of the verbs below ends: most other words are passed over by that alone."""
DOING: Final = (
    r"stel(?:t|len)|maakt|maken|richt(?:en)?|onderzoekt|onderzoeken|ontwikkelt|ontwikkelen|"
    r"voert|voeren|legt|leggen|start(?:en)?|begint|beginnen|organiseert|organiseren|werkt|werken|"
    r"brengt|brengen|neemt|nemen|sluit(?:en)?|bouwt|bouwen|realiseert|realiseren|zet(?:ten)?|"
    r"investeert|investeren|plant(?:en)?|opent|openen|verlengt|verlengen|vernieuwt|vernieuwen|"
    r"herziet|herzien|evalueert|evalueren|actualiseert|actualiseren|publiceert|publiceren|"
    r"verkent|verkennen|inventariseert|inventariseren|levert|leveren|bereidt|bereiden|"
    r"verzwaart|verzwaren|herstelt|herstellen|renoveert|renoveren|verdeelt|verdelen|"
    r"koopt|kopen|meldt|melden|betaalt|betalen|herijkt|herijken|sloopt|slopen|"
    r"geeft|geven|komt|komen|houdt|houden|biedt|bieden|doet|doen|rondt|ronden|gaat|gaan"
)
_SUBJECT_GAP: Final = re.compile(r"(?:\s|,|en|de|het|een|vertegenwoordiging|van|samen|met|\()+")
_LEADING: Final = re.compile(
    r"\s*(?:(?:\d{1,3}|[A-Z]{1,3}[.-]?\d{1,2})[.)]?\s*|[^\w\s]\s*|[A-Z][a-z]+\s+\d{1,3}\s*[:.–-]\s*)?"
    r"(?:(?:de|het|een|alle|gemeenten\s+en)\s+)*",
    re.IGNORECASE,
)
_MUNICIPALITIES: Final = re.compile(r"\s*(?:\d{1,3}[.)]?\s*)?(?:De\s+|Alle\s+)?([Gg]emeenten)\b")
_RECURRING: Final = guard(r"\b(?:jaarlijks|elk jaar|ieder jaar|periodiek)\b", re.IGNORECASE)
_HORIZON: Final = re.compile(
    r"\b(?:visie|\w*verkenning|scenario\w*|prognoses?|opties|doorkijk|"
    r"ga(?:an|at)\s+(?:we\s+|wij\s+)?uit\s+van|uitgangspunt\w*|periode)\b|\?",
    re.IGNORECASE,
)
_AND_YEAR: Final = re.compile(r"\b(?:in|tot)\s+20\d\d\s+(?:en|of)\s+$", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_CLAUSE: Final = re.compile(
    r"(?:(?<=\w)\s+|,\s+)(?:die|dat|waar\w*|wie|zodra|omdat|doordat)\s[^,.;:]*", re.IGNORECASE
)
_MAIN_AFTER: Final = re.compile(r"\b(?:af|zodat|spreken|afspreken|akkoord)\b", re.IGNORECASE)
_WHERE: Final = re.compile(
    r"\b(?:gebieden|gebied|locaties?|terreinen|terrein|omgeving|rondom|nabij|rond|bij|tussen|"
    r"langs|station|knooppunt)\s+(?:(?:van|de|het|met|en|rond|[A-ZÀ-Þ][\w-]*|,)[\s,]*){0,14}$"
)
_TIME_FIELD: Final = guard(
    r"\b(?:planning|termijn|wanneer|deadline|gereed|looptijd|realisatie)\s*:\s*(?P<rest>[^\n;]*)",
    re.I,
)
_LEAD_FIELD: Final = guard(
    r"\b(?:trekkers?|kartrekker|verantwoordelijke?n?|eigenaar|initiatief(?:nemers?)?|door|wie)"
    r"\s*:\s*(?P<rest>[^.\n;]*)",
    re.IGNORECASE,
)
_NAMED: Final = frozenset[MentionKind](("instrument", "programme", "document", "project", "place"))


@dataclass(frozen=True, slots=True)
class Party:
    """A place where a party stands: of the register, or proposed."""

    span: Span
    iri: Iri


def read_deadline(document: Document, item: ActionItem) -> Iterator[Statement]:
    """The last date the action is due, if any."""
    dues: list[tuple[str, Span]] = []
    if item.due is not None:
        dues.extend((due, item.due) for due in _any_date(document.quote(item.due)))
    for part in item.parts if item.due is None else ():
        for sentence in sentences(document.text, part.span):
            quote = document.quote(sentence)
            field = _TIME_FIELD.search(quote)
            if field is not None:
                dues.extend((due, sentence) for due in _any_date(field["rest"]))
            text = _blank_clauses(_blank_brackets(quote))
            if not _RECURRING.search(text) or find_years(text):
                dues.extend((due, sentence) for due in _dues(text))
    if dues:
        due, sentence = max(dues, key=lambda found: (found[0][:4], len(found[0]), found[0]))
        yield Statement(predicate=BG.deadline, object=Literal.date(due), evidence=(sentence,))


def find_dues(text: str) -> tuple[str, ...]:
    """The dates by which the main clause of a sentence is due."""
    return tuple(_dues(_blank_clauses(_blank_brackets(text)))) if may_hold_date(text) else ()


def _any_date(text: str) -> Iterator[str]:
    """Every date and year of a cell about time."""
    dates = find_dates(text)
    for date in dates:
        if date.year is not None:
            yield date.end()
    for year in find_years(text):
        if not any(date.span.overlaps(year.span) for date in dates):
            yield f"{year.year:04d}"


def _dues(text: str) -> Iterator[str]:
    dates = find_dates(text)
    for date in dates:
        if date.year is not None:
            yield date.end()
    for year in find_years(text):
        if any(date.span.overlaps(year.span) for date in dates):
            continue
        again = bool(_AND_YEAR.search(text[: year.span.start]))
        if (year.aim in {"by", "in"} or again) and not _HORIZON.search(text[: year.span.start]):
            yield f"{year.year:04d}"


def _blank_brackets(text: str) -> str:
    """The text with what stands between brackets blanked: asides hold no deadline."""
    return _BRACKETS.sub(lambda match: " " * len(match[0]), text)


def _blank_clauses(text: str) -> str:
    """The text with relative clauses blanked: what they date is something else."""
    return _CLAUSE.sub(
        lambda match: match[0] if _MAIN_AFTER.search(match[0][-8:]) else " " * len(match[0]), text
    )


def read_actors(document: Document, item: ActionItem) -> Iterator[Statement]:
    """Lead and involved parties, each with the sentence or cell that says so."""
    parties = [
        party
        for part in item.parts
        for party in find_parties(document, part.span)
        if _stands_free(document, party)
    ]
    lead = _leads(document, item, parties)
    general = () if lead else tuple(_general_subject(document, item))
    yield from general
    for party in lead:
        yield Statement(
            predicate=BG.leadActor, object=party.iri, evidence=around(document, item, party.span)
        )
    seen = {statement.object for statement in general}
    for party in parties:
        if party.iri not in seen:
            seen.add(party.iri)
            yield Statement(
                predicate=BG.involvedActor,
                object=party.iri,
                evidence=around(document, item, party.span),
            )


def find_parties(document: Document, span: Span) -> list[Party]:
    """Parties named in a span, in text order."""
    known = [Party(m.span, m.entity) for m in document.mentions_in(span, {"actor"})]
    starts, new = document.once(_new_parties)
    near = new[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
    own = [party for party in near if span.contains(party.span)]
    return sorted([*known, *own], key=lambda party: party.span)


def _new_parties(document: Document) -> tuple[list[int], list[Party]]:
    """Where the document names parties that the register lacks, in text order, and their starts."""
    found = [
        Party(place, newcomer.iri)
        for newcomer in document.once(find_newcomers)
        for place in newcomer.spans
    ]
    found.sort(key=lambda party: party.span)
    return [party.span.start for party in found], found


def _stands_free(document: Document, party: Party) -> bool:
    """Whether a name stands for the party itself, not inside the name of something else."""
    start, end = party.span.start, party.span.end
    window = Span(max(0, start - 60), min(len(document.text), end + 60))
    if _WHERE.search(document.text, max(0, start - 120), start):
        return False
    return not any(
        other.span.contains(party.span) and other.span != party.span
        for other in document.mentions_in(window, _NAMED)
    )


def _leads(document: Document, item: ActionItem, parties: Sequence[Party]) -> tuple[Party, ...]:
    """Who leads: the cell or field that says so, else who opens the action."""
    if item.lead is not None:
        return _once(party for party in parties if item.lead.contains(party.span))
    fields = [
        Span(part.span.start + match.start("rest"), part.span.start + match.end("rest") + 1)
        for part in item.parts
        for match in _LEAD_FIELD.finditer(document.quote(part.span))
    ]
    if fields:
        return _once(p for p in parties if any(field.contains(p.span) for field in fields))
    return _subject(document, item, parties)


def _once(parties: Iterator[Party]) -> tuple[Party, ...]:
    found: dict[Iri, Party] = {}
    for party in parties:
        found.setdefault(party.iri, party)
    return tuple(found.values())


def _subject(document: Document, item: ActionItem, parties: Sequence[Party]) -> tuple[Party, ...]:
    """The parties that open the item: `De provincie, het Rijk en … hebben …`."""
    start = item.start
    lead: list[Party] = []
    for party in parties:
        gap = document.text[lead[-1].span.end if lead else start : party.span.start]
        pattern = _SUBJECT_GAP if lead else _LEADING
        if gap and not pattern.fullmatch(gap):
            break
        if party.iri not in {found.iri for found in lead}:
            lead.append(party)
    return tuple(lead)


def _general_subject(document: Document, item: ActionItem) -> Iterator[Statement]:
    """`Gemeenten` without a name, as subject: the group of municipalities that publishes."""
    quote = document.quote(item.parts[0].span)
    match = _MUNICIPALITIES.match(quote)
    if match is None:
        return
    for iri in document.card.publisher:
        entry = document.register.get(iri)
        if entry is not None and entry.members and "gemeenten" in entry.preferred.lower():
            start = item.parts[0].span.start
            span = Span(start + match.start(1), start + match.end(1))
            yield Statement(predicate=BG.leadActor, object=iri, evidence=(span,))
            yield Statement(predicate=BG.involvedActor, object=iri, evidence=(span,))
            return


def around(document: Document, item: ActionItem, span: Span) -> tuple[Span, ...]:
    """The sentence of the action in which a name stands."""
    for part in item.parts:
        if part.span.contains(span):
            for sentence in sentences(document.text, part.span):
                if sentence.contains(span):
                    return (sentence,)
            return (part.span,)
    return (span,)
