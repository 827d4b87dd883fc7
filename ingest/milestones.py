"""Dated moments in a process: planning rows, council meetings, adoptions, earlier letters.

Counts: a row or item that opens with a date, with its body and what is done there; a full date,
month or season in a sentence that tells an event (`vastgesteld`, `wordt geopend`, `ter inzage`).
A bare year counts when something is done in it (`in 2031 stellen we regels op`, `uiterlijk 2032
geëvalueerd`, `in 2031 en 2032 gaan we aan de slag`, `vorig jaar`, by the date of the document),
with less confidence; and so do the months a process takes. Between brackets or after `d.d.` a date
needs a word of the process of decision, or right before it what was then said (`het advies (mei
2031)`).
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
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from ingest.dates import DateMention, find_dates, find_opening, write_dutch
from ingest.document import Document, Extractor
from ingest.guarded import guard
from ingest.issue_dates import issue_date, issue_year
from ingest.modality import judge_modality
from ingest.numbers import find_numbers
from ingest.segment import sentences
from ontology.iris import mint_slug
from ontology.records import Element, Iri, Literal, Mention, MentionKind, Passage, Span, Statement
from ontology.terms import BG, DCT, SKOS, TIME

VERSION: Final = "0.3.0"
_METHOD: Final = f"milestones {VERSION}"
_ROW: Final = Decimal("0.95")
_SENTENCE: Final = Decimal("0.85")
_CARRIED: Final = Decimal("0.6")
_EVENT: Final = guard(
    r"\b(?:vastgesteld|vaststell\w+|ter vaststelling|besproken|bespreken|besprek\w+|voorgelegd|"
    r"voor te leggen|aangeboden|geagendeerd|agenda|geïnformeerd|bijgepraat|bijeenkomst\w*|brief|"
    r"raadsbrief|behandel\w*|bespreekt|beslis\w*|stelt|afgesproken|besloten|besluit\w*|"
    r"ondertekend|gepubliceerd|gehouden|overleg|"
    r"vergadering\w*|verkiezingen|\w*verkiezingen|stemt|gestart|opgeleverd|kamerbrief|"
    r"stellen\b[^.]{0,100}\bvast|in beeld|ontving|kreeg|gezet|stelden?|werden|start)\b",
    re.IGNORECASE,
)
_HAPPENS: Final = guard(
    r"\b(?:ter inzage|volgt|volgen|aanbieden|opent|openen|begint|beginnen|eindigt|"
    r"vindt\b[^.]{0,60}\bplaats|vinden\b[^.]{0,60}\bplaats|beschikbaar|betalen|betaald|uiterlijk|kregen|ontvangen|"
    r"(?:word(?:t|en)|zijn|is|werd(?:en)?|heeft|hebben|had(?:den)?)\b[^.;]{0,160}?"
    r"\b(?:\w{0,6}ge\w{3,}|(?:her|ver|be|ont)\w{2,})(?:d|t|en)|"
    r"herzien|overeengekomen|vragen|"
    r"ga(?:at|an)\s+(?:in|van start)|treedt|treden|gereed|klaar)\b",
    re.IGNORECASE,
)
_DONE: Final = guard(
    r"\b(?:(?:her|ver|op|uit|aan|af|in|voor|vast)?(?:ge)?(?:stel(?:t|len|d|de|den)|"
    r"[eë]valu(?:eert|eren|eerd|atie)|zien|ziet|ijk(?:t|en|ing)|actualis(?:eert|eren|eerd|atie)|"
    r"onderzo(?:ekt|eken|cht)|lever(?:t|en|d|de|den)|rond(?:t|en|de)?|start(?:te|en|ten)?|"
    r"begin(?:t|nen)|begonnen|op(?:en|ent|enen|end)|beslui(?:t|ten)|besloten|"
    r"bespr(?:eekt|eken|oken)|bied(?:t|en)|boden|leg(?:t|gen|d)|publice(?:ert|ren|erd)|"
    r"teken(?:t|en|d)|werk(?:t|en|te|ten)|maakt?|maken|organise(?:ert|ren|erd)|"
    r"voer(?:t|en|de|den|d)|rich(?:t|ten|tte)|presente(?:ert|ren|erd)|kom(?:t|en)|"
    r"kreeg|kregen|ontving\w*|plaats|monito(?:rt|ren)|toets(?:t|en)|review|zoek(?:t|en)|"
    r"neem(?:t|en)|nemen|breng(?:t|en)|gebracht|breid(?:t|en)|stem(?:t|men)))\b",
    re.IGNORECASE,
)  # something is done: the words that a year alone needs
_IN_YEAR: Final = re.compile(
    r"\b(?:in|(?P<latest>uiterlijk(?:\s+in)?)|vóór|(?P<ahead>voor)|vanaf|eind|begin|medio)\s+(?P<year>(?:19|20|21)\d\d)"
    r"(?![\d.,/-]\d|\s*[-–/]\s*\d|\w)",
    re.IGNORECASE,
)
_STATE: Final = re.compile(
    r"\b(?:sinds|geldt|gelden|gold|golden|ongewijzigd|verwacht\w*|prognos\w+|scenario\w*|"
    r"vergeleken|ten opzichte van|groei\w*|daalt|dalen|telt|telde\w*|bedr\w+|bepaald door|"
    r"visie op|toekomstbeeld|droom|dromen)\b|\?",
    re.IGNORECASE,
)
_FAR: Final = 10  # years after the document: a year alone that lies further is a horizon
_AHEAD: Final = 2
_MEASURED: Final = 20
_APART: Final = 60  # code points after a number, from which a year that ends the sentence is free
_RELATIVE_CLAUSE: Final = re.compile(r"\b(?:die|dat|waar)\s+$", re.IGNORECASE)
_SPENT: Final = re.compile(r"\b(?:middelen|begrot\w+|budget\w*|bedrag\w*|kosten|tarie\w+)\b", re.I)
_FORCE: Final = re.compile(
    r"\b(?:geldende|wet|regelgeving|in werking|van kracht|treedt|treden|ingevoerd|verplicht|ingaan|gaat in)\b",
    re.IGNORECASE,
)  # a law that begins to hold
_SPOKEN: Final = re.compile(
    r"\b(?:opgave|advies|uitspraak|motie|akkoord|convenant|brief|besluit|mededeling|"
    r"toezegging)(?:\s+(?:van|door)(?:\s+(?:de|het))?(?:\s+\w+){1,3})?\s*\(\s*$",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(r"\b(?:v(?:oo|óó)r|uiterlijk)(?:\s+(?:op|in))?\s+$", re.IGNORECASE)
_DATED: Final = re.compile(r"\b(?:d\.d\.|dd\.?|gedateerd)\s*$", re.IGNORECASE)
_SINCE: Final = re.compile(r"\b(?:sinds|vanaf|na|dan in|tegen)\s*$", re.IGNORECASE)
_HELD: Final = re.compile(r"\b(?:gold|golden|geldt|gelden|sinds)\b", re.IGNORECASE)
_DECIDES: Final = re.compile(
    r"\b(?:vaststell\w+|vastgesteld|besluit\w*(?!\s+(?:om|over)\b)|besloten|"
    r"stel(?:t|len) vast)\b",
    re.IGNORECASE,
)
_EVENT_YEAR: Final = guard(
    r"(?:verkiezingen|vastgesteld|ondertekend|besloten|aangeboden|opgeleverd|gepubliceerd)\s+"
    r"(?:(?:in|van)\s+)?(?P<year>(?:19|20|21)\d\d)(?![\d.,-]\d|\w)",
    re.IGNORECASE,
)
_WORK: Final = guard(
    r"\b(?:aan de slag|werken\b[^.]{0,80}\baan|openen|"
    r"leggen\b[^.]{0,80}\baan|voeren\b[^.]{0,80}\buit|opdracht gegeven|begonnen|afgerond)\b",
    re.IGNORECASE,
)
_RUNS: Final = guard(r"\b(?:doorlooptijd|looptijd|duurt|nemen\b[^.]{0,40}\bjaar)\b", re.I)
_YEARS: Final = guard(
    r"\b(?:In|tussen|van)\s+(?P<first>20\d\d)\s+(?:en|tot(?:\s+en\s+met)?|t/m)\s+"
    r"(?P<last>20\d\d)\b"
    r"|\b(?P<relative>dit\s+jaar\s+en\s+volgend\s+jaar|vorig\s+jaar|dit\s+jaar|volgend\s+jaar)\b",
    re.IGNORECASE,
)
_RELATIVE: Final = {
    "dit jaar en volgend jaar": (0, 1),
    "vorig jaar": (-1, -1),
    "dit jaar": (0, 0),
    "volgend jaar": (1, 1),
}  # years after that of the document
_LAW: Final = re.compile(r"\b(?:per|met ingang van|peildatum)\s*$", re.IGNORECASE)
_YEARLY: Final = guard(r"\b(?:jaarlijks|elk jaar|ieder jaar)\b", re.IGNORECASE)
_COMING: Final = re.compile(
    r"\b(?:wordt|worden|zal|zullen|gaat|gaan|staat|vóór|voor|na|dit|deze|komend|komende|"
    r"aankomend|aankomende|eind|begin|uiterlijk|te)\b",
    re.I,
)
_DEICTIC: Final = re.compile(r"\b(?:dit|deze|komende?|aankomende?)\s+$", re.IGNORECASE)
_PAST: Final = re.compile(
    r"\b(?:hebben|heeft|had|hadden|is|zijn|was|waren|werd|werden)\b[^.;]{0,160}?"
    r"\b(?:\w{0,6}ge\w{3,}|(?:her|ver|be|ont)\w{2,})(?:d|t|en)\b(?!\s+(?:word|zal|zull))",
    re.IGNORECASE,
)
_SUBJECTS: Final[tuple[MentionKind, ...]] = ("document", "programme", "project")
_OPENING: Final = re.compile(
    r"(?:[-–•*\uf0b7]\s*|\d{1,2}[.)]\s+)?(?:(?:begin|eind|medio|op|in)\s+)?$", re.I
)
_LINE: Final = re.compile(r"^(?=\S)", re.MULTILINE)
_ENDED: Final = re.compile(r"(?:[.:;!?][\"'’”)]*|\n)\s*\n\s*$")
_ROW_START: Final = 60  # code points of a line in which its date stands
_CLAUSE: Final = 120  # code points on both sides of a date in which its verb stands
_NAMES: Final = frozenset[MentionKind](("document", "programme", "instrument"))
_MAX_PERIOD: Final = 18  # months; a longer period is a programme, not a moment
_MAX_CLAUSE: Final = 400
_MAX_SPANS: Final = 5
_ASIDE: Final = frozenset({"footnote", "furniture", "caption"})
_TITLE: Final = 120
_PRECISIONS: Final = {4: TIME.inXSDgYear, 7: TIME.inXSDgYearMonth, 10: TIME.inXSDDate}


@dataclass(frozen=True, slots=True)
class _Moment:
    """A dated moment; `date.span` lies in the document, `span` is its row or clause."""

    date: DateMention
    span: Span
    year: int
    confidence: Decimal
    in_row: bool


@dataclass(slots=True)
class _Entry:
    """A moment with its body and subject, and every clause that tells it."""

    moment: _Moment
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
        intervals.extend(_interval(entry.moment, element))
        yield element
    yield from intervals


def _entries(document: Document) -> list[_Entry]:
    """Rows one by one; in running text the same moment of the same body or thing once."""
    told: dict[tuple[str, Iri | None, Iri | Literal | None], _Entry] = {}
    entries: list[_Entry] = []
    for moment in _find(document):
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


def _find(document: Document) -> Iterator[_Moment]:
    latest = _latest_year(document)
    above: tuple[int, int] | None = None  # year and month of the row above
    for passage in document.passages:
        if passage.kind in _ASIDE:
            continue
        last_row = passage.kind == "heading" and above is not None
        for row in _rows(document, passage):
            dates = _dates(document, row)
            opening = _opening_date(document, row, dates)
            if opening is not None and opening not in dates:
                dates = [opening, *dates]
            if last_row and opening is None:
                above = None
            if (row.kind != "row" and not last_row) or opening is None:
                above = None if row.kind == "paragraph" else above
                yield from _in_text(document, row, dates, opening, latest)
                continue
            year = opening.year or _carry_down(opening, above)
            if year is not None:
                above = ((opening.last_year or year), opening.last[0])
                confidence = _ROW if opening.year else _CARRIED
                yield _Moment(opening, row.span, year, confidence, in_row=True)


def _rows(document: Document, passage: Passage) -> Iterator[Passage]:
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


def _dates(document: Document, passage: Passage) -> list[DateMention]:
    """The dates of a passage, with spans in the document."""
    start = passage.span.start
    return [
        replace(date, span=Span(date.span.start + start, date.span.end + start))
        for date in find_dates(document.quote(passage.span))
    ]


def _latest_year(document: Document) -> int | None:
    """The year of an undated coming moment: of the document, or the latest it dates a day in."""
    years = [
        date.last_year or date.year
        for passage in document.passages
        if passage.kind not in {"footnote", "furniture"}
        for date in _dates(document, passage)
        if date.year is not None
    ]
    issued = issue_year(document)
    published = [issued] if issued else []
    known = [year for year in years if year is not None]
    return max(published or known, default=None)


def _carry_down(date: DateMention, above: tuple[int, int] | None) -> int | None:
    if above is None:
        return None
    year, month = above
    return year if date.first[0] >= month else year + 1


def _opening_date(
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
    if not dates or _is_long(dates[0]):
        return None
    date = dates[0]
    before = document.text[passage.span.start : date.span.start]
    if not _OPENING.fullmatch(before):
        return None
    after = document.text[date.span.end : passage.span.end]
    return date if re.search(r"[^\W\d]", after) else None


def _in_text(
    document: Document,
    passage: Passage,
    dates: Sequence[DateMention],
    opening: DateMention | None,
    latest: int | None,
) -> Iterator[_Moment]:
    """Moments in sentences; the date an item opens with needs no event verb."""
    for sentence in sentences(document.text, passage.span):
        quote = document.quote(sentence)
        inside = [date for date in dates if sentence.contains(date.span)]
        inside.extend(_event_years(document, sentence, inside))
        working = dict(_years_of_work(document, sentence))
        inside.extend(
            date for date in working if not any(d.span.overlaps(date.span) for d in inside)
        )
        inside.extend(_years_done(document, passage, sentence, inside, working))
        if not inside:
            continue
        inside.sort(key=lambda date: date.span)
        decided = bool(_EVENT.search(quote))
        told = (decided or bool(_HAPPENS.search(quote))) and not _YEARLY.search(quote)
        runs = bool(_RUNS.search(quote))
        for number, date in enumerate(inside):
            if date in working:
                clause = _clause(document, sentence, inside, number)
                yield _Moment(date, clause, date.year or 0, working[date], in_row=False)
                continue
            if runs and _is_long(date) and date.year is not None:
                yield _Moment(date, date.span, date.year, _SENTENCE, in_row=False)
                continue
            if not date.first[0] and date.year and not _YEARLY.search(quote):
                clause = _clause(document, sentence, inside, number)
                yield _Moment(date, clause, date.year, _CARRIED, in_row=False)
                continue
            if (
                date == opening
                or _is_issue(document, date)
                or (
                    (told or _is_deadline(document, sentence, date))
                    and _is_event(document, sentence, date)
                    and (decided or not _is_aside(document, sentence, date))
                )
            ):
                clause = _clause(document, sentence, inside, number)
                yield from _moment(document, date, clause, quote, latest)


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
    if not _WORK.search(quote):
        return
    for match in _YEARS.finditer(quote):
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
    for match in _EVENT_YEAR.finditer(document.text, sentence.start, sentence.end):
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
    if passage.kind == "heading" or working or not _IN_YEAR.search(quote) or _STATE.search(quote):
        return
    done = _DONE.search(quote)
    measured = [
        number.span.end
        for number in find_numbers(quote)
        if number.value >= _MEASURED or number.unit != "count"
    ]
    issued = issue_year(document)
    named = [mention.span for mention in document.mentions_in(sentence, _NAMES)]
    for match in _IN_YEAR.finditer(quote):
        year = int(match["year"])
        if not (done or match["latest"]):
            continue
        at = Span(sentence.start + match.start("year"), sentence.start + match.end("year"))
        if issued is not None and not -_FAR <= year - issued < _FAR:
            continue
        is_last = not quote[match.end() :].strip(" .;)")
        if measured and not (is_last and match.start() - max(measured) > _APART):
            continue  # the year of a number
        if match["ahead"] and _RELATIVE_CLAUSE.search(quote, 0, match.start()):
            continue
        if match["ahead"] and (issued is None or year - issued < _AHEAD or _SPENT.search(quote)):
            continue  # 'voor 2031' may be the year of a budget
        depth = quote.count("(", 0, match.start()) - quote.count(")", 0, match.start())
        if depth > 0 or any(other.overlaps(at) for other in named):
            continue
        if not any(date.span.overlaps(at) for date in dates):
            yield DateMention(at, year, (0, None), (0, None))


def _is_event(document: Document, sentence: Span, date: DateMention) -> bool:
    start = max(sentence.start, date.span.start - _CLAUSE)
    lead = document.text[start : date.span.start]
    tail = document.text[date.span.end : min(sentence.end, date.span.end + _CLAUSE)]
    if _LAW.search(lead):
        return bool(_FORCE.search(lead + tail))
    return not (_SINCE.search(lead) or _HELD.search(lead + tail) or _is_long(date))


def _is_deadline(document: Document, sentence: Span, date: DateMention) -> bool:
    """Whether something must be done before a date: `vóór 1 oktober 2031`, `uiterlijk in mei`."""
    lead = document.text[sentence.start : date.span.start]
    return date.year is not None and not date.is_period and bool(_BEFORE.search(lead))


def _is_aside(document: Document, sentence: Span, date: DateMention) -> bool:
    """Whether a date stands between brackets or after `d.d.`: it dates what stands before it."""
    lead = document.text[sentence.start : date.span.start]
    inside = lead.count("(") > lead.count(")") and not _SPOKEN.search(lead)
    return inside or bool(_DATED.search(lead))


def _is_long(date: DateMention) -> bool:
    if date.year is None or date.last_year is None:
        return False
    return (date.last_year - date.year) * 12 + date.last[0] - date.first[0] > _MAX_PERIOD


def _moment(
    document: Document, date: DateMention, clause: Span, quote: str, latest: int | None
) -> Iterator[_Moment]:
    if date.year is not None:
        yield _Moment(date, clause, date.year, _SENTENCE, in_row=False)
        return
    issued = issue_date(document)
    if issued is not None and _DEICTIC.search(document.text[: date.span.start][-20:]):
        yield _Moment(date, clause, issued[0], _CARRIED, in_row=False)
    elif issued is not None and issued[1] is not None and _PAST.search(quote):
        year = issued[0] if date.first[0] <= issued[1] else issued[0] - 1
        yield _Moment(date, clause, year, _CARRIED, in_row=False)
    elif latest is not None and _COMING.search(quote):
        yield _Moment(date, clause, latest, _CARRIED, in_row=False)


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


def _element(document: Document, entry: _Entry, slug: str) -> Element:
    moment, body, subject, due = entry.moment, entry.body, entry.subject, entry.due
    statements = [
        Statement(predicate=BG.deadline, object=Literal.date(due), evidence=(moment.date.span,)),
    ]
    iri = document.names.mint("mijlpaal", slug)
    if moment.date.is_period:
        interval = Iri(f"{iri}#tijd")
        statements.append(Statement(predicate=TIME.hasTime, object=interval, claimed=False))
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
        modality=judge_modality(document.quote(moment.span)),
    )


def _tail(iri: Iri) -> str:
    return mint_slug(iri.rsplit("/", 1)[-1])


def _body(document: Document, moment: _Moment) -> Mention | None:
    """The body nearest after the date, else the nearest before it in the same clause."""
    bodies = document.mentions_in(moment.span, {"body"})
    after = [body for body in bodies if body.span.start >= moment.date.span.end]
    if moment.in_row:
        return after[0] if after else None
    return after[0] if after else (bodies[-1] if bodies else None)


def _interval(moment: _Moment, milestone: Element) -> Iterator[Element]:
    """The period of a milestone with its begin and end, when the source gives a range."""
    if not moment.date.is_period:
        return
    ends = (
        (TIME.hasBeginning, f"{milestone.iri}#van", moment.date.begin(moment.year)),
        (TIME.hasEnd, f"{milestone.iri}#tot", moment.date.end(moment.year)),
    )
    bounds = tuple(
        Statement(predicate=predicate, object=Iri(iri), claimed=False) for predicate, iri, _ in ends
    )
    yield replace(
        milestone,
        iri=Iri(f"{milestone.iri}#tijd"),
        type=TIME.ProperInterval,
        evidence=(moment.date.span,),
        statements=bounds,
        modality=None,
        claimed=False,
    )
    for _, iri, date in ends:
        predicate = _PRECISIONS[len(date)]
        at = Statement(predicate=predicate, object=Literal.date(date), claimed=False)
        yield replace(
            milestone,
            iri=Iri(iri),
            type=TIME.Instant,
            evidence=(moment.date.span,),
            statements=(at,),
            modality=None,
            claimed=False,
        )


def _subject(document: Document, moment: _Moment, body: Mention | None) -> Statement | None:
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
    document: Document, moment: _Moment, body: Mention | None, subject: Statement | None
) -> Statement:
    """When, and which body or what it is about: `3 mei 2031: Merenraad`."""
    about = body.entity if body else subject.object if subject else None
    entry = document.register.get(about) if about and not isinstance(about, Literal) else None
    first, last = moment.date.begin(moment.year), moment.date.end(moment.year)
    when = write_dutch(last)
    if moment.date.is_period and first != last:
        when = f"{write_dutch(first)} tot en met {when}"
    text = f"{when}: {entry.preferred}" if entry else when
    return Statement(predicate=SKOS.prefLabel, object=Literal.text(text, "nl"), claimed=False)


EXTRACTOR: Final = Extractor("milestones", VERSION, extract)
