"""Dated moments in a text: which dates tell that something happens, and in which clause.

In: a Document. Out: `Moment` records in text order. The policy stands in `ingest.milestones`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ingest.action_tables import find_table_actions
from ingest.dates import DateMention, find_dates
from ingest.document import Document
from ingest.event_words import (
    BEFORE,
    COMING,
    COUNTED,
    DATED,
    DEICTIC,
    DONE,
    EVENT,
    EVENT_YEAR,
    FIRST,
    FORCE,
    FROM,
    HAPPENS,
    HELD,
    IN_YEAR,
    INDEFINITE,
    IS_SO,
    LAW,
    LIKELY,
    LIMIT,
    MEETING_LINE,
    ON_DAY,
    PAPER,
    PAST,
    RELATIVE_CLAUSE,
    RUNS,
    SINCE,
    SPENT,
    SPOKEN,
    STATE,
    TO_BE,
    TOLD,
    WORK,
    YEARLY,
    YEARS,
)
from ingest.issue_dates import issue_date, issue_year
from ingest.numbers import find_numbers
from ingest.planning_rows import carry_down, dates_in, is_long, opening_date, split_rows
from ingest.recurrences import Recurrence, find_recurrence
from ingest.segment import sentences
from ontology.records import MentionKind, Passage, Span

_ROW: Final = Decimal("0.95")
_SENTENCE: Final = Decimal("0.85")
_CARRIED: Final = Decimal("0.6")
_RELATIVE: Final = {
    "dit jaar en volgend jaar": (0, 1),
    "vorig jaar": (-1, -1),
    "dit jaar": (0, 0),
    "volgend jaar": (1, 1),
}  # years after that of the document
_FAR: Final = 10  # years after the document: a year alone that lies further is a horizon
_AHEAD: Final = 2
_MEASURED: Final = 20
_APART: Final = 60  # code points after a number, from which a year that ends the sentence is free
_CLAUSE: Final = 120  # code points on both sides of a date in which its verb stands
_NAMES: Final = frozenset[MentionKind](("document", "programme", "instrument"))
_MAX_CLAUSE: Final = 400
_ASIDE: Final = frozenset({"footnote", "furniture", "caption"})
_TITLE: Final = 120


_DUE_YEAR: Final = re.compile(
    r"(?:^|[-–/]\s?|\b(?:eind|medio|begin|tot|in|uiterlijk)\s)(?P<year>20\d\d)$"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A dated moment; `date.span` lies in the document, `span` is its row or clause."""

    date: DateMention
    span: Span
    year: int
    confidence: Decimal
    in_row: bool
    again: Recurrence | None = None  # how often it comes back, from then on
    since: bool = False  # only known is from which year on it comes back


def find_moments(document: Document) -> tuple[Moment, ...]:
    """Rows of plannings and moments in sentences, in text order; worked out once."""
    return document.once(_all_moments)


def _all_moments(document: Document) -> tuple[Moment, ...]:
    found = list(_iter_moments(document))
    seen = {moment.date.span for moment in found}
    due = [moment for moment in _in_tables(document) if moment.date.span not in seen]
    return tuple(sorted([*found, *due], key=lambda moment: moment.span) if due else found)


def _in_tables(document: Document) -> Iterator[Moment]:
    """The last date in the column of a table of actions that says when each is done."""
    for item in find_table_actions(document):
        if item.due is None:
            continue
        start, cell = item.due.start, document.quote(item.due)
        dates = [date for date in find_dates(cell) if date.year is not None]
        plain = _DUE_YEAR.search(cell)
        if not dates and plain is not None:
            year = int(plain["year"])
            dates = [DateMention(Span(*plain.span("year")), year, (0, None), (0, None))]
        for date in dates[-1:]:
            at = replace(date, span=Span(start + date.span.start, start + date.span.end))
            yield Moment(at, item.parts[0].span, date.year or 0, _SENTENCE, in_row=True)


def _iter_moments(document: Document) -> Iterator[Moment]:
    latest = _latest_year(document)
    above: tuple[int, int] | None = None  # year and month of the row above
    for passage in document.passages:
        if passage.kind in _ASIDE:
            continue
        last_row = passage.kind == "heading" and above is not None
        for row in split_rows(document, passage):
            dates = dates_in(document, row)
            opening = opening_date(document, row, dates)
            if opening is not None and opening not in dates:
                dates = [opening, *dates]
            if last_row and opening is None:
                above = None
            if (row.kind != "row" and not last_row) or opening is None:
                above = None if row.kind == "paragraph" else above
                yield from _in_text(document, row, dates, opening, latest)
                continue
            year = opening.year or carry_down(opening, above)
            if year is not None:
                above = ((opening.last_year or year), opening.last[0])
                confidence = _ROW if opening.year else _CARRIED
                yield Moment(opening, row.span, year, confidence, in_row=True)


def _latest_year(document: Document) -> int | None:
    """The year of an undated coming moment: of the document, or the latest it dates a day in."""
    years = [
        date.last_year or date.year
        for passage in document.passages
        if passage.kind not in {"footnote", "furniture"}
        for date in find_dates(document.quote(passage.span))
        if date.year is not None
    ]
    issued = issue_year(document)
    published = [issued] if issued else []
    known = [year for year in years if year is not None]
    return max(published or known, default=None)


def _in_text(
    document: Document,
    passage: Passage,
    dates: Sequence[DateMention],
    opening: DateMention | None,
    latest: int | None,
) -> Iterator[Moment]:
    """Moments in sentences; the date an item opens with needs no event verb."""
    known = 0  # the last year that the passage gave
    for sentence in sentences(document.text, passage.span):
        quote = document.quote(sentence)
        inside = [date for date in dates if sentence.contains(date.span)]
        again = find_recurrence(quote)
        if again is not None:
            yield from _recurring(document, sentence, inside, again)
            continue
        inside.extend(_event_years(document, sentence, inside))
        working = dict(_years_of_work(document, sentence))
        inside.extend(
            date for date in working if not any(d.span.overlaps(date.span) for d in inside)
        )
        inside.extend(_years_done(document, passage, sentence, inside, working))
        if not inside:
            continue
        inside.sort(key=lambda date: date.span)
        decided = bool(EVENT.search(quote))
        told = (decided or bool(HAPPENS.search(quote))) and not YEARLY.search(quote)
        runs = bool(RUNS.search(quote))
        for number, date in enumerate(inside):
            known = date.last_year or date.year or known
            if date in working:
                clause = _clause(document, sentence, inside, number)
                yield Moment(date, clause, date.year or 0, working[date], in_row=False)
                continue
            if runs and is_long(date) and date.year is not None:
                yield Moment(date, date.span, date.year, _SENTENCE, in_row=False)
                continue
            if not date.first[0] and date.year and not YEARLY.search(quote):
                clause = _clause(document, sentence, inside, number)
                yield Moment(date, clause, date.year, _CARRIED, in_row=False)
                continue
            if (
                date == opening
                or _is_issue(document, date)
                or _comes_into_force(document, sentence, date)
                or _is_announced(document, sentence, date, quote)
                or (
                    (told or _is_deadline(document, sentence, date))
                    and _is_event(document, sentence, date)
                    and (decided or not _is_aside(document, sentence, date))
                )
            ):
                clause = _clause(document, sentence, inside, number)
                yield from _moment(document, date, clause, quote, max(known, latest or 0) or None)


def _recurring(
    document: Document, sentence: Span, dates: Sequence[DateMention], again: Recurrence
) -> Iterator[Moment]:
    """The first time of what comes back: the day that is given, the first after the document."""
    quote = document.quote(sentence)
    issued = issue_date(document)
    first = FIRST.search(quote)
    own = [date for date in dates if not is_long(date)]
    if first is not None:
        year: int | None = int(first["year"])
    else:
        year = next((date.year for date in own if date.year is not None), None)
    for date in own[:1]:
        at = year
        if at is None and issued is not None:
            at = issued[0] + (issued[1] is not None and date.last[0] <= issued[1])
        if at is not None:
            yield Moment(date, sentence, at, _CARRIED, in_row=False, again=again)
    if own or (year is None and issued is None):
        return
    word = Span(sentence.start + again.span.start, sentence.start + again.span.end)
    at = year or (issued[0] if issued else 0)
    date = DateMention(word, at, (0, None), (0, None))
    yield Moment(date, sentence, at, _CARRIED, in_row=False, again=again, since=first is None)


def _is_announced(document: Document, sentence: Span, date: DateMention, quote: str) -> bool:
    """Whether a date needs no verb: a meeting in a line of its own, `het voorstel van 3 mei 2031`,
    a day on which something was, or a month, season or day to come."""
    if not date.first[0] or is_long(date):
        return False
    limit = bool(LIMIT.match(document.text, date.span.start))
    if date.year is None:
        return limit
    lead = document.text[max(0, date.span.start - _CLAUSE) : date.span.start]
    if MEETING_LINE.search(lead):
        return True
    if date.first[1] and PAPER.search(lead[-(date.span.start - sentence.start) :]):
        return True
    lead = document.text[sentence.start : date.span.start]
    starts = FROM.search(lead) and _comes(document, date)
    since = SINCE.search(lead) and not starts
    if _is_aside(document, sentence, date) or since or COUNTED.search(quote):
        return False
    if date.first[1] and ON_DAY.search(lead) and _comes(document, date):
        return True
    if STATE.search(LIKELY.sub("", quote)) or _measured(quote):
        return False
    if LAW.search(lead):
        return _comes(document, date) and bool(TO_BE.search(quote))
    if date.first[1] and date.first != (1, 1) and ON_DAY.search(lead):
        return True
    return _comes(document, date) and (limit or bool(TOLD.search(lead)))


def _comes(document: Document, date: DateMention) -> bool:
    """Whether a date lies after the document, as far as that tells its own date."""
    issued = issue_date(document)
    if issued is None or date.year is None:
        return False
    return (date.year, date.first[0]) > (issued[0], issued[1] or 12)


def _is_issue(document: Document, date: DateMention) -> bool:
    """Whether a full date stands right after the name of a document: when it was issued."""
    if not date.first[1] or date.span.start == 0:
        return False
    before = Span(max(0, date.span.start - _TITLE), date.span.start)
    named = document.mentions_in(before, {"document"})
    return bool(named) and not document.text[named[-1].span.end : date.span.start].strip(" \n,(")


def _years_of_work(document: Document, sentence: Span) -> Iterator[tuple[DateMention, Decimal]]:
    """Years in which work is done, in figures or relative to the date of the document."""
    quote = document.quote(sentence)
    issued = issue_year(document)
    if not WORK.search(quote):
        return
    for match in YEARS.finditer(quote):
        span = Span(sentence.start + match.start(), sentence.start + match.end())
        if match["relative"]:
            if issued is None:
                continue
            first, last = _RELATIVE[" ".join(match["relative"].lower().split())]
            years, confidence = (issued + first, issued + last), _CARRIED
        else:
            years, confidence = (int(match["first"]), int(match["last"])), _SENTENCE
        yield DateMention(span, years[0], (0, None), (0, None), years[1]), confidence


def _event_years(
    document: Document, sentence: Span, dates: Sequence[DateMention]
) -> Iterator[DateMention]:
    """A year right after an event: `verkiezingen van 2031`."""
    for match in EVENT_YEAR.finditer(document.text, sentence.start, sentence.end):
        span = Span(match.start("year"), match.end("year"))
        if not any(date.span.overlaps(span) for date in dates):
            yield DateMention(span, int(match["year"]), (0, None), (0, None))


def _years_done(
    document: Document,
    passage: Passage,
    sentence: Span,
    dates: Sequence[DateMention],
    working: Collection[DateMention],
) -> Iterator[DateMention]:
    """Bare years in which the sentence says that something is done."""
    quote = document.quote(sentence)
    if passage.kind == "heading" or working or not IN_YEAR.search(quote) or STATE.search(quote):
        return
    done = DONE.search(quote)
    numbers = _measured(quote)
    issued = issue_year(document)
    named = [mention.span for mention in document.mentions_in(sentence, _NAMES)]
    for match in IN_YEAR.finditer(quote):
        year = int(match["year"])
        if not (done or match["latest"]):
            continue
        at = Span(sentence.start + match.start("year"), sentence.start + match.end("year"))
        if issued is not None and not -_FAR <= year - issued < _FAR:
            continue
        clause = (
            quote.rfind(";", 0, match.start()),
            quote.find(";", match.end()) % (len(quote) + 1),
        )
        measured = [end for end in numbers if clause[0] < end <= clause[1]]
        is_last = not quote[match.end() :].strip(" .;)")
        if measured and not (is_last and match.start() - max(measured) > _APART):
            continue  # the year of a number
        if match["ahead"] and RELATIVE_CLAUSE.search(quote, 0, match.start()):
            continue
        if match["ahead"] and (issued is None or year - issued < _AHEAD or SPENT.search(quote)):
            continue  # 'voor 2031' may be the year of a budget
        depth = quote.count("(", 0, match.start()) - quote.count(")", 0, match.start())
        if depth > 0 or any(other.overlaps(at) for other in named):
            continue
        if not any(date.span.overlaps(at) for date in dates):
            yield DateMention(at, year, (0, None), (0, None))


def _measured(quote: str) -> list[int]:
    """Where the numbers end that measure something: large ones and those with a unit."""
    return [
        number.span.end
        for number in find_numbers(quote)
        if number.value >= _MEASURED or not number.value or number.unit != "count"
    ]


def _is_event(document: Document, sentence: Span, date: DateMention) -> bool:
    start = max(sentence.start, date.span.start - _CLAUSE)
    lead = document.text[start : date.span.start]
    tail = document.text[date.span.end : min(sentence.end, date.span.end + _CLAUSE)]
    if LAW.search(lead):
        return _comes_into_force(document, sentence, date)
    return not (SINCE.search(lead) or HELD.search(lead + tail) or is_long(date))


def _comes_into_force(document: Document, sentence: Span, date: DateMention) -> bool:
    """Whether a rule begins to hold then: `treedt per 1 januari 2031 in werking`."""
    start = max(sentence.start, date.span.start - _CLAUSE)
    lead = document.text[start : date.span.start]
    tail = document.text[date.span.end : min(sentence.end, date.span.end + _CLAUSE)]
    begins = LAW.search(lead) and FORCE.search(lead + tail)
    return bool(begins and date.year is not None and not date.is_period)


def _is_deadline(document: Document, sentence: Span, date: DateMention) -> bool:
    """Whether something must be done before a date: `vóór 1 oktober 2031`, `uiterlijk in mei`."""
    lead = document.text[sentence.start : date.span.start]
    edge = document.quote(date.span).lower().startswith(("begin", "medio", "eind"))
    edge = edge and not IS_SO.search(document.quote(sentence))
    exact = edge or not date.is_period
    return date.year is not None and exact and bool(BEFORE.search(lead))


def _is_aside(document: Document, sentence: Span, date: DateMention) -> bool:
    """Whether a date stands between brackets or after `d.d.`: it dates what stands before it."""
    lead = document.text[sentence.start : date.span.start]
    inside = lead.count("(") > lead.count(")") and not SPOKEN.search(lead)
    return inside or bool(DATED.search(lead))


def _moment(
    document: Document, date: DateMention, clause: Span, quote: str, latest: int | None
) -> Iterator[Moment]:
    if date.year is not None:
        yield Moment(date, clause, date.year, _SENTENCE, in_row=False)
        return
    issued = issue_date(document)
    if INDEFINITE.search(document.text[: date.span.start][-20:]):
        return  # 'na een zomer vol gesprekken'
    if issued is not None and DEICTIC.search(document.text[: date.span.start][-20:]):
        yield Moment(date, clause, issued[0], _CARRIED, in_row=False)
    elif issued is not None and issued[1] is not None and PAST.search(quote):
        year = issued[0] if date.first[0] <= issued[1] else issued[0] - 1
        yield Moment(date, clause, year, _CARRIED, in_row=False)
    elif latest is not None and COMING.search(quote):
        yield Moment(date, clause, latest, _CARRIED, in_row=False)


def _clause(document: Document, sentence: Span, dates: Sequence[DateMention], number: int) -> Span:
    """The sentence, or from one date to the next when it has several."""
    start = sentence.start if number == 0 else dates[number].span.start
    end = sentence.end if number + 1 == len(dates) else dates[number + 1].span.start
    end = min(end, max(start + _MAX_CLAUSE, dates[number].span.end))
    while end > start + 1 and document.text[end - 1].isspace():
        end -= 1
    date = dates[number].span
    rest = document.text[start : date.start] + document.text[date.end : end]
    return Span(start, end) if re.search(r"\w{3}", rest) else date
