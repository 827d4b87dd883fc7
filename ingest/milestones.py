"""Dated moments in a process: planning rows, council meetings, adoptions, earlier letters.

Counts: a row or item that opens with a date, with its body and what is done there; a full date,
month or season in a sentence that tells an event (`vastgesteld`, `wordt geopend`, `ter inzage`).
A bare year counts when something is done in it (`in 2031 stellen we regels op`, `uiterlijk 2032
geëvalueerd`, `in 2031 en 2032 gaan we aan de slag`, `vorig jaar`, by the date of the document),
with less confidence; and so do the months a process takes. Between brackets or after `d.d.` a date
needs a word of the process of decision, or right before it what was then said (`het advies (mei
2031)`).
A day on which something was, a day, month or season to come, the line of a meeting
(`Raadsvergadering: 3 mei 2031`) and what is decided or asked on a day (`het voorstel van 3 mei
2031`) need no verb. What comes back (`jaarlijks voor 1 juli`) counts with how often, from its first
time after the document on; without a day it has only the year from which on (`recurrences`).
The column of a table of actions that says when each is done gives a moment for each row.
Does not count: a bare year beside a measured number or over ten years ahead, a date since which
something is so (`sinds`, `geldt`), the date of a statistic between brackets, the year a number is
about.
A date without a year takes it from the row above; in running text a coming moment takes the latest
year the document dates anything in, with less confidence.
Example that counts: `12 mei 2031 Raad stelt visie vast`. Example that does not: `groei tot 2031`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.dates import write_dutch
from ingest.document import Document, Extractor
from ingest.intervals import interval_elements, interval_of, open_interval
from ingest.modality import judge_modality
from ingest.moments import Moment, find_moments
from ontology.iris import mint_slug
from ontology.records import Element, Iri, Literal, Mention, MentionKind, Span, Statement
from ontology.terms import BG, CV, DCT, SKOS

VERSION: Final = "0.4.0"
_METHOD: Final = f"milestones {VERSION}"
_DECIDES: Final = re.compile(
    r"\b(?:vaststell\w+|vastgesteld|besluit\w*(?!\s+(?:om|over)\b)|besloten|"
    r"stel(?:t|len) vast)\b",
    re.IGNORECASE,
)
_SUBJECTS: Final[tuple[MentionKind, ...]] = ("document", "programme", "project")
_MAX_SPANS: Final = 5


@dataclass(slots=True)
class _Entry:
    """A moment with its body and subject, and every clause that tells it."""

    moment: Moment
    body: Mention | None
    subject: Statement | None
    spans: list[Span]

    @property
    def due(self) -> str:
        return self.moment.date.end(self.moment.year)


def extract(document: Document) -> Iterator[Element]:
    """One bg:Milestone for each row, and for each date and body in running text."""
    entries = _entries(document)
    slugs = _slugs(document, entries)
    intervals: list[Element] = []
    for entry, slug in sorted(zip(entries, slugs, strict=True), key=lambda pair: pair[0].spans[0]):
        element = _element(document, entry, slug)
        moment = entry.moment
        if moment.since:
            intervals.extend(open_interval(element, entry.due, moment.date.span))
        elif moment.date.is_period:
            first, last = moment.date.begin(moment.year), moment.date.end(moment.year)
            intervals.extend(interval_elements(element, first, last, moment.date.span))
        yield element
    yield from intervals


def _entries(document: Document) -> list[_Entry]:
    """Rows one by one; in running text the same moment of the same body or thing once."""
    told: dict[tuple[str, Iri | None, Iri | Literal | None], _Entry] = {}
    entries: list[_Entry] = []
    for moment in find_moments(document):
        body = _body(document, moment)
        subject = _subject(document, moment, body)
        entry = _Entry(moment, body, subject, [moment.span])
        about = subject.object if subject and not body else None
        key = (entry.due, body.entity if body else None, about)
        if not moment.in_row and key in told:
            told[key].spans.append(moment.span)
            continue
        if not moment.in_row:
            told[key] = entry
        entries.append(entry)
    return entries


def _slugs(document: Document, entries: Sequence[_Entry]) -> list[str]:
    """The end of the IRI of each: date and body, else a number that does not depend on order."""
    stems = [
        f"{document.id}-{entry.due}" + (f"-{_tail(entry.body.entity)}" if entry.body else "")
        for entry in entries
    ]
    words = [min(" ".join(document.quote(s).split()) for s in entry.spans) for entry in entries]
    numbers: dict[int, int] = {}
    used: Counter[str] = Counter()
    for index in sorted(range(len(entries)), key=lambda index: (stems[index], words[index])):
        used[stems[index]] += 1
        numbers[index] = used[stems[index]]
    return [
        stem if numbers[index] == 1 and entries[index].body else f"{stem}-{numbers[index]}"
        for index, stem in enumerate(stems)
    ]


def _element(document: Document, entry: _Entry, slug: str) -> Element:
    moment, body, subject, due = entry.moment, entry.body, entry.subject, entry.due
    statements = []
    if not moment.since:
        on = Literal.date(due)
        statements.append(Statement(predicate=BG.deadline, object=on, evidence=(moment.date.span,)))
    if moment.again is not None:
        statements.append(Statement(predicate=CV.frequency, object=moment.again.frequency))
    iri = document.names.mint("mijlpaal", slug)
    if moment.date.is_period or moment.since:
        statements.append(interval_of(iri))
    if body is not None:
        statements.append(
            Statement(predicate=BG.atBody, object=body.entity, evidence=(moment.span,))
        )
    if subject is not None:
        statements.append(subject)
    statements.append(_label(document, moment, body, subject))
    return Element(
        iri=iri,
        type=BG.Milestone,
        evidence=tuple(dict.fromkeys(entry.spans))[:_MAX_SPANS],
        method=_METHOD,
        confidence=moment.confidence,
        layer=BG.Extracted,
        statements=tuple(statements),
        modality=_judge(document, moment),
    )


def _judge(document: Document, moment: Moment) -> Iri | None:
    """How strongly it is said; what comes back from now on is at least a plan."""
    modality = judge_modality(document.quote(moment.span))
    is_told = moment.again is not None and modality == BG.Constatering
    return BG.Voornemen if is_told else modality


def _tail(iri: Iri) -> str:
    return mint_slug(iri.rsplit("/", 1)[-1])


def _body(document: Document, moment: Moment) -> Mention | None:
    """The body nearest after the date, else the nearest before it in the same clause."""
    bodies = document.mentions_in(moment.span, {"body"})
    after = [body for body in bodies if body.span.start >= moment.date.span.end]
    if moment.in_row:
        return after[0] if after else None
    return after[0] if after else (bodies[-1] if bodies else None)


def _subject(document: Document, moment: Moment, body: Mention | None) -> Statement | None:
    """What is decided or dealt with: the document, programme or project named nearest."""
    start = body.span.end if body and moment.in_row else moment.span.start
    if start >= moment.span.end:
        return None
    for kind in _SUBJECTS:
        named = [
            mention
            for mention in document.mentions_in(Span(start, moment.span.end), {kind})
            if body is None or not mention.span.overlaps(body.span)
        ]
        if named:
            chosen = min(named, key=lambda mention: _distance(mention.span, moment.date.span))
            decides = kind == "document" and _DECIDES.search(document.quote(moment.span))
            predicate = BG.decides if decides else DCT.subject
            return Statement(predicate=predicate, object=chosen.entity, evidence=(moment.span,))
    return None


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end)


def _label(
    document: Document, moment: Moment, body: Mention | None, subject: Statement | None
) -> Statement:
    """When, and which body or what it is about: `3 mei 2031: Merenraad`."""
    about = body.entity if body else subject.object if subject else None
    entry = document.register.get(about) if about and not isinstance(about, Literal) else None
    first, last = moment.date.begin(moment.year), moment.date.end(moment.year)
    when = write_dutch(last)
    if moment.date.is_period and first != last:
        when = f"{write_dutch(first)} tot en met {when}"
    if moment.again is not None:
        when = f"{moment.again.word}, vanaf {when}"
    text = f"{when}: {entry.preferred}" if entry else when
    return Statement(predicate=SKOS.prefLabel, object=Literal.text(text, "nl"), claimed=False)


EXTRACTOR: Final = Extractor("milestones", VERSION, extract)
