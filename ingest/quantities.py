"""Numbers: targets where the words aim at an indicator, observations otherwise.

Counts: a number whose sentence names an indicator of the register. With place, year and mode known
and words that aim (ambition, agreement, task, need: `nodig`, `toevoegen`, `realiseren`, `ambieert`)
it is a bg:Target; a forecast, stock, plan capacity, option or undated number is an observation.
What has no indicator is a plain observation (`ingest.counts`), a year to work towards a horizon
(`ingest.horizons`).
Does not count: rows of amounts, dwellings of a listed project.
The same number of the same indicator in one document is one element; where it is given without year
or place it takes those of its fuller statement. Figures of a table by year are observations.
Example that counts: `minstens 4.200 banen nodig in 2031`. Does not: `de 7 gemeenten`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from ingest.action_tables import find_table_actions
from ingest.contributions import find_budget_spans
from ingest.counts import Count, Leftover, count_elements, find_counts, is_rate, write_amount
from ingest.document import Document, Extractor
from ingest.grids import GridValue, find_grid_values, find_kind_values
from ingest.guarded import guard
from ingest.horizons import find_horizons, horizon_elements
from ingest.indicators import added_or_there, find_continued, find_indicator, grown, reworked
from ingest.intervals import interval_elements, interval_of
from ingest.issue_dates import issue_year
from ingest.modality import is_need, judge_modality
from ingest.numbers import Number, Unit, find_numbers
from ingest.once import Register
from ingest.party_tables import find_party_tables, find_scale
from ingest.place_rows import place_elements
from ingest.projects import find_project_spans
from ingest.promises import aims, promises
from ingest.scopes import Scope, find_headings, find_place, find_year
from ingest.shares import find_shared_costs
from ingest.statements import Sentence, find_sentences
from ingest.tables import find_amount_tables
from ingest.units import MEASURES
from ontology.iris import mint_slug
from ontology.records import (
    Element,
    Iri,
    Literal,
    Mention,
    MentionKind,
    RegisterEntry,
    Span,
    Statement,
)
from ontology.terms import BG, DCT, QUDT, SKOS, SOSA, UNIT

VERSION: Final = "0.3.0"
_METHOD: Final = f"quantities {VERSION}"
_SURE: Final = Decimal("0.9")
_GRID: Final = Decimal("0.8")
_INDICATORS: Final = frozenset[MentionKind](("indicator",))
_ACTORS: Final = frozenset[MentionKind](("actor", "body"))
_PER_UNIT: Final = guard(
    r"\b(?:per project|per contract|ieder|iedere|elke?|leveren daarom|geldt geen)\b", re.IGNORECASE
)
_EVERY_YEAR: Final = guard(r"\b(?:jaarlijks|elk jaar|ieder jaar)\s+$", re.IGNORECASE)
_YEARLY: Final = re.compile(r"[\s)]*(?:per jaar|jaarlijks|elk jaar)\b", re.IGNORECASE)
_TOLD: Final = guard(r"\b(?:bedraagt|bedragen|bedroeg|telt|tellen|huidige)\b", re.IGNORECASE)
_EXISTING: Final = guard(r"\b(?:bestaande|huidige)\s[^.;]*$", re.IGNORECASE)
_COMMON: Final = frozenset[Unit](("count", "percent", "part", "euro"))
_NORM: Final = re.compile(r"\b(?:een|elke?|iedere?|per)\s+\w+\s+(?:van\s+)?$", re.IGNORECASE)
_LISTED: Final = re.compile(r"\b(?:ambities|streefdoelen)\b[^.:;\n]{0,40}:\s*\n", re.IGNORECASE)
_NEXT_SECTION: Final = re.compile(r"\w[.!?]\s*\n")
_SCALED: Final = re.compile(r"\b(?:miljoen|mln|duizend|miljard|mld|ton)\b", re.IGNORECASE)
_MAX_SPANS: Final = 5
_LEAD_IN: Final = 400  # code points before an item in which its list is introduced
_LINE: Final = 40
_MIN_COUNTED: Final = 5
_FEW: Final = 10


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A number with what is known of it."""

    span: Span
    sentence: tuple[Span, ...]
    low: Decimal | None
    high: Decimal | None
    approximate: bool
    indicator: RegisterEntry
    mode: Iri | None
    unit: Iri | None
    year: Scope[int] | None
    place: Scope[Iri] | None
    aims: bool
    modality: Iri | None
    is_told: bool  # whether the words say what there is
    confidence: Decimal
    is_need: bool = False  # whether the words say that it is needed
    category: str | None = None  # part of the indicator that a row of a table names
    since: int | None = None  # of a change over a whole period: its first year

    @property
    def values(self) -> tuple[Iri, Decimal | None, Decimal | None, str | None]:
        """What makes two statements the same number."""
        return self.indicator.iri, self.low, self.high, self.category


def extract(document: Document) -> Iterator[Element]:
    """Targets and observations in order of first appearance, then counts and horizons."""
    grids = [*find_grid_values(document), *find_kind_values(document)]
    found, leftovers = _in_sentences(document, {value.span for value in grids})
    yield from place_elements(document, _METHOD)
    groups = _group(_complete([*found, *_in_grids(grids)]))
    numbers = _numbered(document, groups)
    for group, number in zip(groups, numbers, strict=True):
        element, first = _element(document, group, number), _surest(group)
        yield element
        if first.since and first.year:
            years = (f"{first.since:04d}", f"{first.year.value:04d}")
            yield from interval_elements(element, *years, first.span)
    plain = list(find_counts(document, leftovers))
    counts = [*plain, *_unnamed_cells(document, grids), *_costs(document)]
    yield from count_elements(document, counts, _METHOD)
    sentences = [*find_sentences(document), *_titles(document)]
    horizons = find_horizons(document, sentences, _dated([*found, *plain]))
    yield from horizon_elements(document, horizons, _METHOD)


def _in_sentences(
    document: Document, cells: Collection[Span]
) -> tuple[list[_Quantity], list[Leftover]]:
    """Numbers with an indicator, and those without; not those in the cells of a grid."""
    counted = document.register.once(_counted_words)
    projects, tables = find_project_spans(document), tuple(_table_spans(document))
    costs = find_shared_costs(document)
    shared = {start for cost in costs for start in cost.starts}
    paid = {cost.sentence.start: cost.shares[0].span for cost in costs if not cost.is_joint}
    totals = find_budget_spans(document)
    found: list[_Quantity] = []
    leftovers: list[Leftover] = []
    carried: dict[Unit, tuple[Span, Mention]] = {}  # what was last measured in a unit
    for sentence in [*find_sentences(document), *_titles(document)]:
        first = sentence.spans[0]
        if any(span.overlaps(first) for span in tables) or sentence.start in shared:
            continue
        in_project = any(span.overlaps(first) for span in projects)
        mentions = sentence.mentions(document, _INDICATORS)
        numbers = [n for span in sentence.spans for n in _numbers(document, span, counted)]
        numbers = [n for n in numbers if n.span not in cells and not _is_cell(document, n.span)]
        if (share := paid.get(sentence.start)) is not None:
            numbers = [n for n in numbers if n.unit != "euro" or not share.overlaps(n.span)]
        text = sentence.text(document)
        for number in numbers:
            measured = bool(mentions) and not _is_rate(document, number, numbers)
            mention = find_indicator(document, number, mentions, numbers) if measured else None
            if mention is not None and _is_idle(document, number, mention.span):
                mention = None
            if mention is None and not mentions:
                mention = _carried(document, carried, sentence, number)
            if mention is not None:
                carried[number.unit] = (sentence.passage.span, mention)
            small = _is_small(number) or number.unit != "count"
            if in_project and (mention is not None or not small):
                continue
            if number.span in totals and not _YEARLY.match(document.text, number.span.end):
                continue  # a budget
            if mention is None:
                leftovers.append(Leftover(sentence, number, numbers))
                continue
            entry = reworked(document, grown(document, number, mention, text), text)
            if entry.iri == mention.entity:
                there = added_or_there(document, mention, entry, _context(document, sentence))
                if there is None:
                    leftovers.append(Leftover(sentence, number, numbers))
                    continue
                entry = there
            found.append(_quantity(document, sentence, number, mention.span, entry, numbers))
    return found, leftovers


def _is_rate(document: Document, number: Number, numbers: Sequence[Number]) -> bool:
    """Whether it, or the number that it goes on from, is so many for every thousand."""
    if is_rate(document, number):
        return True
    before = find_continued(document, number, numbers)
    return before is not None and is_rate(document, before)


def _carried(
    document: Document,
    carried: Mapping[Unit, tuple[Span, Mention]],
    sentence: Sentence,
    number: Number,
) -> Mention | None:
    """In a sentence without indicator, what the sentences before it measured in the same unit."""
    if number.unit in _COMMON or number.unit not in carried:
        return None
    passage, mention = carried[number.unit]
    is_norm = _NORM.search(_lead(document, number.span))
    return mention if passage == sentence.passage.span and not is_norm else None


def _context(document: Document, sentence: Sentence) -> str:
    """The sentence; of an item or row also what leads up to it."""
    text = sentence.text(document)
    if sentence.passage.kind not in {"item", "row"}:
        return text
    headings = " ".join(document.quote(h.span) for h in find_headings(document, sentence.passage))
    start = max(0, sentence.start - _LEAD_IN)
    return f"{headings} {document.text[start : sentence.start]} {text}"


def _is_small(number: Number) -> bool:
    return number.unit == "count" and number.value < _FEW


def _dated(found: Sequence[_Quantity | Count]) -> dict[int, frozenset[int]]:
    """The years of numbers, by the start of the sentence that gives the year."""
    years: dict[int, frozenset[int]] = {}
    for quantity in found:
        if quantity.year is not None:
            where = quantity.sentence if isinstance(quantity, _Quantity) else quantity.year.evidence
            start = where[0].start
            years[start] = years.get(start, frozenset()) | {quantity.year.value}
    return years


def _titles(document: Document) -> Iterator[Sentence]:
    """Headings, each as a sentence of its own."""
    for passage in document.passages:
        if passage.kind == "heading":
            yield Sentence((passage.span,), passage, None)


def _numbers(document: Document, span: Span, counted: frozenset[str]) -> Iterator[Number]:
    """The numbers of a span, with spans in the document."""
    for number in find_numbers(document.quote(span), counted):
        at = Span(number.span.start + span.start, number.span.end + span.start)
        yield replace(number, span=at, value_start=number.value_start + span.start)


def _table_spans(document: Document) -> Iterator[Span]:
    """Rows of amounts: their figures are money."""
    for table in find_amount_tables(document):
        yield from (row.span for row in table.rows)
    for money in find_party_tables(document):
        yield from (row.span for row in (*money.rows, money.totals))


def _is_cell(document: Document, span: Span) -> bool:
    """Whether a figure stands alone on its line, as the cell of a table."""
    before = document.text[max(0, span.start - _LINE) : span.start].rstrip(" \t")
    after = document.text[span.end : span.end + _LINE].lstrip(" \t")
    return before[-1:] in {"", "\n"} and after[:1] in {"", "\n"} and not _starts_text(after)


def _starts_text(after: str) -> bool:
    """Whether the next line goes on in lower case, as the rest of a sentence."""
    return after.lstrip()[:1].islower()


def _counted_words(register: Register) -> frozenset[str]:
    """Labels of one word, such as `banen`: before them a year-like figure is a number."""
    return frozenset(
        label.text.lower()
        for entry in register.of_kind("indicator")
        for label in entry.labels
        if label.text.isalpha() and len(label.text) >= _MIN_COUNTED
    )


def _is_idle(document: Document, number: Number, label: Span) -> bool:
    """A number word counts only right before its label: `twee banen`, not `die twee en banen`."""
    return number.worded and bool(document.text[number.span.end : label.start].strip())


def _quantity(
    document: Document,
    sentence: Sentence,
    number: Number,
    label: Span,
    entry: RegisterEntry,
    numbers: Sequence[Number],
) -> _Quantity:
    text = sentence.text(document)
    spans = [other.span for other in numbers]
    span = _phrase(number.span, label, spans)
    aiming = aims(text, _lead(document, number.span))
    year = find_year(document, sentence, number.span, spans, under_heading=aiming)
    if year is not None and year.evidence != sentence.spans and _is_existing(document, number.span):
        year = None  # what there is now is not of the year the plan aims at
    place = find_place(document, sentence, number.span)
    if place is not None and not place.evidence and _PER_UNIT.search(text):
        place = None  # a norm for each project or contract, not a number of the area
    if (
        place is not None
        and sentence.passage.kind == "heading"
        and place.evidence != sentence.spans
    ):
        place = None  # a title repeats a number that the text below it places
    yearly = entry.mode == BG.AnnualFlow or _is_yearly(document, sentence, span)
    if yearly:
        entry = _flow(document, document.quote(label)) or entry
    unit = UNIT.NUM_PER_YR if yearly and entry.unit == UNIT.NUM else entry.unit
    factors = [scope.confidence for scope in (year, place) if scope]
    return _Quantity(
        span=span,
        sentence=sentence.spans,
        low=number.low,
        high=number.high,
        approximate=number.approximate,
        indicator=entry,
        mode=BG.AnnualFlow if yearly else entry.mode,
        unit=unit,
        year=year,
        place=place,
        aims=aiming or _promises(document, sentence, number.span, year),
        modality=_judge(document, sentence, text),
        is_need=is_need(text),
        is_told=not aiming and bool(_TOLD.search(text)),
        confidence=_SURE * min(factors, default=Decimal(1)),
    )


def _judge(document: Document, sentence: Sentence, text: str) -> Iri | None:
    """The modality of a sentence; an item of a list of ambitions is an ambition."""
    if sentence.passage.kind in {"item", "heading"}:
        start = max(0, sentence.start - _LEAD_IN)
        leads = list(_LISTED.finditer(document.text, start, sentence.start))
        if leads and not _NEXT_SECTION.search(document.text, leads[-1].end(), sentence.start):
            return BG.Ambitie
    return judge_modality(text)


def _is_existing(document: Document, number: Span) -> bool:
    lead = document.text[max(0, number.start - 2 * _LINE) : number.start]
    return bool(_EXISTING.search(lead))


def _is_yearly(document: Document, sentence: Sentence, span: Span) -> bool:
    """Whether `per jaar` stands right after the phrase or opens the sentence."""
    opens = _YEARLY.match(sentence.text(document))
    leads = _EVERY_YEAR.search(_lead(document, span))
    return bool(opens or leads or _YEARLY.match(document.text, span.end))


def _flow(document: Document, label: str) -> RegisterEntry | None:
    """The indicator of what there is of the label each year, such as `banen per jaar`."""
    wanted = f"{label} per jaar".lower()
    for entry in document.register.of_kind("indicator"):
        if entry.mode == BG.AnnualFlow and any(
            other.text.lower() == wanted for other in entry.labels
        ):
            return entry
    return None


def _lead(document: Document, number: Span) -> str:
    return document.text[max(0, number.start - _LINE) : number.start]


def _promises(
    document: Document, sentence: Sentence, number: Span, year: Scope[int] | None
) -> bool:
    """Whether the sentence promises the number for a year after the document."""
    issued = issue_year(document)
    if year is None or issued is None or year.value <= issued:
        return False
    has_actor = bool(sentence.mentions(document, _ACTORS))
    return promises(sentence.text(document), _lead(document, number), has_actor=has_actor)


def _phrase(number: Span, label: Span, others: Sequence[Span]) -> Span:
    """From the hedge to the end of the label when it follows closely, else the number."""
    near = label.start < number.end + 30 and label.end > number.start
    if any(number.end <= other.start < label.start for other in others):
        return number
    return Span(number.start, label.end) if near and label.end > number.end else number


def _in_grids(values: Iterable[GridValue]) -> Iterator[_Quantity]:
    for value in values:
        if value.indicator is None:
            continue
        evidence = (value.span,)
        yield _Quantity(
            span=value.span,
            sentence=evidence,
            low=value.value,
            high=value.value,
            approximate=False,
            indicator=value.indicator,
            mode=value.indicator.mode,
            unit=value.indicator.unit,
            year=Scope(value.year, Decimal(1), evidence) if value.year else None,
            place=Scope(value.place, Decimal(1), evidence) if value.place else None,
            aims=False,
            modality=None,
            is_told=True,
            confidence=_GRID,
            category=value.category,
            since=value.since,
        )


def _unnamed_cells(document: Document, values: Iterable[GridValue]) -> Iterator[Count]:
    """Figures of a grid whose title names no indicator: named by their row."""
    for value in values:
        if value.indicator is None:
            evidence = (value.span,)
            yield Count(
                span=value.span,
                low=value.value,
                high=value.value,
                approximate=False,
                noun=_noun(value),
                unit=UNIT.NUM if value.unit in {None, "count"} else MEASURES[value.unit][1],
                year=Scope(value.year, Decimal(1), evidence) if value.year else None,
                place=Scope(value.place, Decimal(1), evidence) if value.place else None,
            )


def _noun(value: GridValue) -> str:
    """What a figure without indicator counts: its unit, and the name of its row."""
    measure = "" if value.unit in {None, "count", "percent"} else MEASURES[value.unit][0]
    category = f"({value.category})" if value.category else ""
    return f"{measure} {category}".strip()


def _costs(document: Document) -> Iterator[Count]:
    """What a table of actions says that each costs; a scale holds for tables below."""
    head = scale = 0
    for item in find_table_actions(document):
        if item.cost is None:
            continue
        if item.head != head:
            above = find_scale(document, item.head + 1)
            head, scale = item.head, above if above > 1 else max(scale, 1)
        start = item.cost.start
        for number in find_numbers(document.quote(item.cost))[:1]:
            if number.unit not in {"count", "euro"}:
                continue
            factor = 1 if _SCALED.search(document.quote(item.cost)) else scale
            low, high = (None if end is None else end * factor for end in (number.low, number.high))
            span = Span(start + number.span.start, start + number.span.end)
            yield Count(span, low, high, number.approximate, "euro", UNIT.CCY_EUR)


def _complete(found: Sequence[_Quantity]) -> list[_Quantity]:
    """A repeated number without year takes the year and place of its fuller statement."""
    fuller: dict[object, _Quantity] = {}
    for quantity in found:
        if quantity.year is not None and quantity.place is not None:
            fuller.setdefault(quantity.values, quantity)
    return [_filled(quantity, fuller.get(quantity.values)) for quantity in found]


def _filled(quantity: _Quantity, other: _Quantity | None) -> _Quantity:
    if other is None or quantity.aims != other.aims:
        return quantity
    if quantity.year is not None and (quantity.place or quantity.year.value != _year(other)):
        return quantity
    own, there = quantity.place, other.place
    if own is not None and own.evidence and there is not None and own.value != there.value:
        return quantity
    return replace(quantity, year=other.year, place=there, confidence=other.confidence)


def _year(quantity: _Quantity) -> int | None:
    return quantity.year.value if quantity.year else None


def _group(found: Sequence[_Quantity]) -> list[list[_Quantity]]:
    """Statements of one and the same number together, in order of first appearance."""
    groups: dict[object, list[_Quantity]] = {}
    for quantity in found:
        key = (
            quantity.values,
            _year(quantity),
            quantity.place.value if quantity.place else None,
            quantity.mode,
            quantity.since,
        )
        groups.setdefault(key, []).append(quantity)
    return list(groups.values())


def _numbered(document: Document, groups: Sequence[Sequence[_Quantity]]) -> list[int]:
    """Which of several numbers of one indicator, place and year: the smallest first."""
    stems = [_segment(group) + _slug(document, _surest(group)) for group in groups]
    order = sorted(range(len(groups)), key=lambda index: _size(groups[index][0]))
    used: Counter[str] = Counter()
    numbers = [0] * len(groups)
    for index in order:
        used[stems[index]] += 1
        numbers[index] = used[stems[index]]
    return numbers


def _size(quantity: _Quantity) -> tuple[Decimal, Decimal]:
    low, high = quantity.low, quantity.high
    some = low if low is not None else high
    assert some is not None  # a number has one end at least
    return some, high if high is not None else some


def _surest(group: Sequence[_Quantity]) -> _Quantity:
    return max(group, key=lambda quantity: quantity.confidence)


def _segment(group: Sequence[_Quantity]) -> str:
    is_target = _is_target(_surest(group)) and any(quantity.aims for quantity in group)
    return "streefwaarde" if is_target else "waarneming"


def _modality(group: Sequence[_Quantity], *, is_target: bool) -> Iri | None:
    """As the words say; a state that is aimed at is no finding, and what there is no ambition."""
    found = next((quantity.modality for quantity in group if quantity.modality), None)
    if is_target:
        if found is None and any(quantity.is_need for quantity in group):
            return None
        return BG.Ambitie if found in {None, BG.Constatering} else found
    told = found in {BG.Ambitie, BG.Voornemen} and any(quantity.is_told for quantity in group)
    return BG.Constatering if told else found


def _element(document: Document, group: Sequence[_Quantity], number: int) -> Element:
    first, segment = _surest(group), _segment(group)
    is_target = segment == "streefwaarde"
    stem = _slug(document, first)
    spans = tuple(dict.fromkeys(quantity.span for quantity in group))[:_MAX_SPANS]
    iri = document.names.mint(segment, stem if number == 1 else f"{stem}-{number}")
    return Element(
        iri=iri,
        type=BG.Target if is_target else BG.IndicatorObservation,
        evidence=spans,
        method=_METHOD,
        confidence=first.confidence.quantize(Decimal("0.001")),
        layer=BG.Extracted,
        statements=(
            *((interval_of(iri),) if first.since else ()),
            *_statements(first, group, is_target=is_target),
        ),
        modality=_modality(group, is_target=is_target),
    )


def _is_target(quantity: _Quantity) -> bool:
    known = quantity.year, quantity.place, quantity.mode, quantity.unit
    return all(value is not None for value in known)


def _slug(document: Document, quantity: _Quantity) -> str:
    parts = [document.id, _tail(quantity.indicator.iri)]
    if quantity.category:
        parts.append(mint_slug(quantity.category))
    if quantity.place:
        parts.append(_tail(quantity.place.value))
    if quantity.year:
        years = (quantity.since, quantity.year.value)
        parts.append("-".join(str(year) for year in years if year))
    return "-".join(parts)


@cache
def _tail(iri: Iri) -> str:
    return mint_slug(iri.rsplit("/", 1)[-1])


def _statements(
    quantity: _Quantity, group: Sequence[_Quantity], *, is_target: bool
) -> Iterator[Statement]:
    spans = quantity.sentence
    yield Statement(predicate=BG.forIndicator, object=quantity.indicator.iri)
    if quantity.place:
        where = quantity.place.evidence or spans
        yield Statement(predicate=BG.scopePlace, object=quantity.place.value, evidence=where)
        if not is_target:
            interest = SOSA.hasFeatureOfInterest
            yield Statement(predicate=interest, object=quantity.place.value, claimed=False)
    if quantity.year and not quantity.since:
        predicate = BG.targetYear if is_target else DCT.date
        value = Literal.date(f"{quantity.year.value:04d}")
        yield Statement(predicate=predicate, object=value, evidence=quantity.year.evidence)
    yield from _values(quantity, group, is_target=is_target)
    if quantity.mode:
        yield Statement(predicate=BG.measureMode, object=quantity.mode)
    if quantity.unit:
        yield Statement(predicate=QUDT.hasUnit, object=quantity.unit)
    for theme in quantity.indicator.themes:
        yield Statement(predicate=BG.hasTheme, object=theme, claimed=False)
    label = Literal.text(_label(quantity), "nl")
    yield Statement(predicate=SKOS.prefLabel, object=label, claimed=False)


def _values(
    quantity: _Quantity, group: Sequence[_Quantity], *, is_target: bool
) -> Iterator[Statement]:
    low, high = quantity.low, quantity.high
    if low is not None:
        yield Statement(predicate=BG.lowerBound, object=Literal.decimal(low))
    if high is not None:
        yield Statement(predicate=BG.upperBound, object=Literal.decimal(high))
    result = low if low is not None else high
    if not is_target and result is not None:
        yield Statement(predicate=SOSA.hasSimpleResult, object=Literal.decimal(result))
    if any(other.approximate for other in group):
        yield Statement(predicate=BG.isApproximate, object=Literal.boolean(True))


def _label(quantity: _Quantity) -> str:
    """A name in our own words, such as `minstens 4200 banen (2031)`."""
    low, high = quantity.low, quantity.high
    amount = write_amount(low, high)
    since = f"{quantity.since} tot en met " if quantity.since else ""
    year = f" ({since}{quantity.year.value})" if quantity.year else ""
    part = f", {quantity.category}" if quantity.category else ""
    return f"{quantity.indicator.preferred}{part}: {amount}{year}"


EXTRACTOR: Final = Extractor("quantities", VERSION, extract)
