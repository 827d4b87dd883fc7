"""Numbers of which the register knows no indicator: counts, shares, periods, rates of money.

Counts: a number with the noun it counts, after at most three adjectives (`14 kleine gemeenten`,
`vijf jaar`, `2 keer per jaar`), a share (`80% klaar`, `de helft van de huizen`), a measure
(`50 km`), money per something (`48 cent per inwoner`) or in running text, a place in a row
(`eerste stap van drie`). They are bg:IndicatorObservation without bg:forIndicator, named by number
and noun; large numbers and measures have a year, as far as their own sentence gives it, and a
place; small counts have neither.
Does not count: a number without noun, one inside the name of a document, programme or project,
`één` before anything but a measure of time, opening hours, `in 1 keer`.
Example that counts: `drie scenario's`. Example that does not: `de drie zijn het eens`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.document import Document
from ingest.guarded import guard
from ingest.indicators import find_continued
from ingest.numbers import Number
from ingest.scopes import Scope, find_place, find_year
from ingest.statements import Sentence
from ingest.units import MEASURES
from ontology.iris import mint_slug
from ontology.records import Element, Iri, Literal, MentionKind, Span, Statement
from ontology.terms import BG, DCT, QUDT, SKOS, SOSA, UNIT

_CONFIDENCE: Final = Decimal("0.75")
_MAX_SPANS: Final = 12
_MAX_WORDS: Final = 4  # adjectives and the noun
_MAX_NAME: Final = 160  # code points of a name
_SMALL: Final = 100  # a plain count below this has no year and place of its own
_NAMES: Final = frozenset[MentionKind](("document", "programme", "instrument", "project", "body"))
_WORD: Final = re.compile(
    r"(?:[ \t\u00a0]*\n?[ \t\u00a0\n]{0,4}|-(?:\s{1,6}(?=[a-zà-ÿ]))?)([^\W\d_](?:[\w’'-]*\w)?)"
)
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n\s*(?=[A-ZÀ-Þ])")
_MAX_HEAD: Final = 30
_HEAD: Final = re.compile(r"\s+[A-ZÀ-Þ][^.;:!?]{0,80}\s*")
_EVERY: Final = guard(r"\b(?:jaarlijks|elk jaar|ieder jaar)\s+$", re.IGNORECASE)
_COVERS: Final = guard(r"\bdekking\b", re.IGNORECASE)
_PER: Final = re.compile(r"\s+(?:per|elk|ieder)\s+(\w{3,30})", re.IGNORECASE)
_RATE: Final = re.compile(
    r"(?:\s+(?P<noun>[a-zà-ÿ][\w-]{2,30}))?\s+per\s+(?P<base>10{2,6}|1\.000|10\.000|100\.000)\s+"
    r"(?P<of>[a-zà-ÿ][\w-]{2,30})"
)
_RATE_BEFORE: Final = re.compile(
    r"\b(?:per|op\s+(?:de|elke|iedere))\s+(?P<base>10{2,6}|1\.000|10\.000|100\.000)\s+"
    r"(?P<of>[a-zà-ÿ][\w-]{2,30})\b[^.;:\d]{0,40}$",
    re.IGNORECASE,
)
_INDEX: Final = re.compile(
    r"\b(\w*(?:index|indexcijfer|score|ratio))\b[^.;:]{0,60}\b"
    r"(?:op|is|was|naar|van|bedroeg|bedraagt)\s+$",
    re.IGNORECASE,
)
_COMPARED: Final = re.compile(r"\s+(minder|meer|hoger|lager)\b", re.IGNORECASE)
_IN_YEAR: Final = re.compile(r"\s+in\s+(?:19|20|21)\d\d(?!\d)")
_OF: Final = re.compile(r"\s+van\s+(?:(?:de|het|alle|onze|deze|die)\s+){0,2}", re.IGNORECASE)
_TOTAL_OF: Final = re.compile(
    r"\baantal\s+(?:\w+e\s+)?(\w+(?:en|s))\b(?:[^.;:\d]|\d{1,3}(?=\sjaar)|(?<=[A-Z])\d{1,3}){0,90}"
    r"(?:\bvan|\bnaar|\bis|\bwas|\bmet|\btot|"
    r"\bbedraagt|\bbedroeg|\bop)\s+$",
    re.IGNORECASE,
)
_ENDS_PHRASE: Final = re.compile(
    r"\s*(?:$|[.,;:)]|(?:is|wordt|komt|krijgt|heeft|gaat|in|op|van|voor|door|binnen|bij|naar)\b)"
)
_OF_MORE: Final = re.compile(r"\s+van\s+(?:de|onze|alle)\s+(?P<whole>\d[\d.]*)(?=\s+[a-zà-ÿ])")
_ORDINAL: Final = re.compile(r"\b(?:eerste|tweede|derde|laatste)\s+(\w{3,20})\s+van\s+$")
_ONE: Final = Decimal(1)
_MEASURE_WORDS: Final = "jaar maand maanden week weken minuten keer maal kwartaal decennia eeuw"
_MEASURES: Final = frozenset(_MEASURE_WORDS.split())
_STOP_WORDS: Final = (
    "een en of van voor in op met te tot naar bij door als om aan uit over dat die onder tussen "
    "per is was zijn waren worden wordt werden hebben heeft hadden had kunnen kan zullen zal "
    "moeten moet gaan gaat willen wil "
    "komen komt staan staat blijven samen binnen buiten alleen boven dus "
    "reeds sinds tevens eens alles iets niets geen niet ook nog al dan er we wij zij ze hun ons "
    "maken doen werken zetten stellen nemen geven vormen liggen leiden zien houden vinden krijgen "
    "laten de het hiervan daarvan ervan waarvan waarbij waaronder euro procent delen tegen plus "
    "woont wonen telt tellen deze dit volgens echter mogen hoeven daarnaast weten dag dagen "
    "uur"
)
_STOPS: Final = frozenset(_STOP_WORDS.split())
_TIMES: Final = frozenset(("keer", "maal"))


@dataclass(frozen=True, slots=True)
class Leftover:
    """A number of a sentence that no indicator claims; `numbers` are all of that sentence."""

    sentence: Sentence
    number: Number
    numbers: Sequence[Number]


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts: `noun` names it, in at most a few words."""

    span: Span
    low: Decimal | None
    high: Decimal | None
    approximate: bool
    noun: str
    unit: Iri
    year: Scope[int] | None = None
    place: Scope[Iri] | None = None


def is_rate(document: Document, number: Number) -> bool:
    """Whether it is so many for every thousand: `447 woningen per 1.000 inwoners`."""
    if number.unit != "count":
        return False
    return bool(_RATE.match(document.text, number.span.end) or _base(document, number))


def _base(document: Document, number: Number) -> re.Match[str] | None:
    """The base that stands before a number: `per 100 inwoners zijn er 31 banen`."""
    start = max(0, number.span.start - _MAX_NAME)
    return _RATE_BEFORE.search(document.text[start : number.span.start])


def find_counts(document: Document, leftovers: Iterable[Leftover]) -> Iterator[Count]:
    """What the numbers count that no indicator claims; numbers that count nothing are left out."""
    for leftover in leftovers:
        number = leftover.number
        near = Span(max(0, number.span.start - _MAX_NAME), number.span.end + _MAX_NAME)
        if any(
            mention.span.contains(number.span) for mention in document.mentions_in(near, _NAMES)
        ):
            continue
        if _is_head(document, number):
            continue
        count = _read(document, leftover)
        if count is not None:
            yield count


def _read(document: Document, leftover: Leftover) -> Count | None:
    number = leftover.number
    named = (
        _rated(document, number)
        or _named(document, number, leftover.sentence)
        or _stated(document, leftover)
    )
    if named is None:
        return None
    noun, end, unit = named
    factor = 100 if number.unit == "part" else 1
    low, high = (_times(value, factor) for value in (number.low, number.high))
    year, place = None, None
    if number.unit != "count" or number.value >= _SMALL:
        year, place = _scopes(document, leftover)
    elif _IN_YEAR.match(document.text, max(end, number.span.end)):
        year, _ = _scopes(document, leftover)
    span = Span(number.span.start, max(end, number.span.end))
    return Count(span, low, high, number.approximate, noun, unit, year, place)


def _is_head(document: Document, number: Number) -> bool:
    """Whether a line is the number and title of a section: `2 Afspraken`."""
    if number.worded or number.unit != "count" or number.value > _MAX_HEAD:
        return False
    start = document.text.rfind("\n", 0, number.span.start) + 1
    end = document.text.find("\n", number.span.end)
    line = document.text[number.span.end : end if end >= 0 else len(document.text)]
    before = document.text[start : number.span.start]
    return not before.strip() and bool(_HEAD.fullmatch(line))


def _times(value: Decimal | None, factor: int) -> Decimal | None:
    return None if value is None else round(value * factor, 2) if factor != 1 else value


def _scopes(document: Document, leftover: Leftover) -> tuple[Scope[int] | None, Scope[Iri] | None]:
    """The place, and the year as far as the sentence itself gives it."""
    sentence, number = leftover.sentence, leftover.number.span
    spans = [other.span for other in leftover.numbers]
    year = find_year(document, sentence, number, spans, under_heading=False)
    place = find_place(document, sentence, number)
    own_year = year if year and year.evidence == sentence.spans else None
    return own_year, place


def _rated(document: Document, number: Number) -> tuple[str, int, Iri] | None:
    """Money per something, or a bare sum of money in running text."""
    if number.unit != "euro":
        return None
    per = _PER.match(document.text, number.span.end)
    if per is not None:
        return f"euro per {per[1]}", per.end(), UNIT.CCY_EUR
    passage = document.find_passage(number.span.start)
    if passage is None or number.value < _SMALL:
        return None
    is_said = passage.kind == "item" and document.quote(passage.span).rstrip().endswith(".")
    if passage.kind != "paragraph" and not is_said:
        return None
    if document.quote(passage.span).rstrip().endswith(":") and _COVERS.search(
        document.quote(passage.span)
    ):
        return None  # the total above a list of contributions is a budget
    return "euro", number.span.end, UNIT.CCY_EUR


def _stated(document: Document, leftover: Leftover) -> tuple[str, int, Iri] | None:
    """A bare number: of what the number before it counts, or of the `aantal …` it is."""
    number = leftover.number
    if number.unit != "count" or (number.worded and number.value):
        return None
    previous = find_continued(document, number, leftover.numbers)
    if previous is not None:
        named = _read(document, Leftover(leftover.sentence, previous, leftover.numbers))
        return (named.noun, number.span.end, named.unit) if named else None
    first = max(leftover.sentence.start, number.span.start - _MAX_NAME)
    lead = document.text[first : number.span.start]
    total = _TOTAL_OF.search(lead) or _INDEX.search(lead)
    if total:
        return total[1], number.span.end, UNIT.NUM
    return _compared(document, leftover)


def _compared(document: Document, leftover: Leftover) -> tuple[str, int, Iri] | None:
    """`74 banen, 31 minder dan vorig jaar`: so many fewer of what the number before counts."""
    number, numbers = leftover.number, leftover.numbers
    match = _COMPARED.match(document.text, number.span.end)
    index = numbers.index(number)
    if match is None or not index or numbers[index - 1].unit != "count":
        return None
    named = _named(document, numbers[index - 1], leftover.sentence)
    return (f"{named[0]} {match[1].lower()}", match.end(), UNIT.NUM) if named else None


def _named(document: Document, number: Number, sentence: Sentence) -> tuple[str, int, Iri] | None:
    if number.unit == "euro":
        return None
    if number.unit != "count":
        name, unit = MEASURES[number.unit]
        of = _OF.match(document.text, number.span.end)
        noun = _noun(document, of.end() - 1 if of else number.span.end, number, measured=True)
        per = _PER.match(document.text, number.span.end)
        if per is not None:
            return f"{name} per {per[1]}", per.end(), unit
        return (f"{name} {noun[0]}", noun[1], unit) if noun else (name, number.span.end, unit)
    rate = _RATE.match(document.text, number.span.end)
    if rate is not None:
        base = rate["base"].replace(".", "")
        return f"{rate['noun'] or ''} per {base} {rate['of']}".strip(), rate.end(), UNIT.NUM
    whole = _OF_MORE.match(document.text, number.span.end)  # `twintig van de 34 panden`
    start = whole.end() if whole else number.span.end
    noun = _noun(document, start, number, measured=False)
    if noun is None:
        return _of_row(document, number, sentence)
    name, end = noun
    base = _base(document, number)
    if base is not None:
        return f"{name} per {base['base'].replace('.', '')} {base['of']}", end, UNIT.NUM
    per = _PER.match(document.text, end)
    if name in _TIMES and per is None:
        return None
    if per is not None and per[1].lower() == "jaar":
        return f"{name} per jaar", per.end(), UNIT.NUM_PER_YR
    if _EVERY.search(document.text, max(0, number.span.start - 12), number.span.start):
        return f"{name} per jaar", end, UNIT.NUM_PER_YR
    return name, end, UNIT.YR if name.lower() == "jaar" else UNIT.NUM


def _of_row(document: Document, number: Number, sentence: Sentence) -> tuple[str, int, Iri] | None:
    """`eerste stap van drie`: how many there are of what the ordinal counts."""
    lead = document.text[max(sentence.start, number.span.start - 40) : number.span.start]
    ordinal = _ORDINAL.search(lead)
    return (ordinal[1], number.span.end, UNIT.NUM) if ordinal else None


def _noun(
    document: Document, start: int, number: Number, *, measured: bool
) -> tuple[str, int] | None:
    """The first noun after the number, past words that look like adjectives."""
    at = start
    single = number.high == _ONE and number.low == _ONE
    for _ in range(_MAX_WORDS):
        match = _WORD.match(document.text, at)
        if match is None or match[1].lower() in _STOPS or _PARAGRAPH.match(document.text, at):
            return None
        word, at = match[1], match.end()
        if word.lower() in _MEASURES:
            return word.lower(), at
        if single and number.worded:
            return None
        if word[1:2] == "-":
            return None  # '3 D-printers' is a name
        if _is_adjective(word):
            if measured and _ENDS_PHRASE.match(document.text, at):
                return word, at  # `de helft van de opgave`
            continue
        if single or measured or _is_plural(word):
            return word, at
        return None
    return None


def _is_adjective(word: str) -> bool:
    return word.endswith("e") and len(word) > 3 and not word.endswith(("sie", "tie", "gie"))


def _is_plural(word: str) -> bool:
    return word.endswith(("en", "ën", "s")) and len(word) > 2


def count_elements(document: Document, counts: Iterable[Count], method: str) -> Iterator[Element]:
    """One observation for each different count, in order of first appearance."""
    groups: dict[object, list[Count]] = {}
    for count in counts:
        key = (count.low, count.high, _stem(count.noun), count.unit, *_scope_of(count))
        groups.setdefault(key, []).append(count)
    used: Counter[str] = Counter()
    for group in groups.values():
        yield _element(document, group, method, used)


def _stem(noun: str) -> str:
    """`stap` and `stappen` count the same."""
    plain = re.sub(r"(?:en|s)$", "", noun.lower())
    return re.sub(r"([^aeiou])\1$", r"\1", plain)


def _scope_of(count: Count) -> tuple[int | None, Iri | None]:
    return count.year.value if count.year else None, count.place.value if count.place else None


def _element(
    document: Document, group: Sequence[Count], method: str, used: Counter[str]
) -> Element:
    first = max(group, key=lambda count: (len(count.noun), count.noun))
    year, place = _scope_of(first)
    parts = [
        document.id,
        write_amount(first.low, first.high),
        first.noun,
        place.rsplit("/", 1)[-1] if place else "",
    ]
    slug = mint_slug(" ".join([*parts, str(year or "")]))
    used[slug] += 1
    spans = dict.fromkeys(count.span for count in group)
    return Element(
        iri=document.names.mint("waarneming", slug if used[slug] == 1 else f"{slug}-{used[slug]}"),
        type=BG.IndicatorObservation,
        evidence=tuple(spans)[:_MAX_SPANS],
        method=method,
        confidence=_CONFIDENCE,
        layer=BG.Extracted,
        statements=tuple(_statements(first, group)),
    )


def _statements(count: Count, group: Sequence[Count]) -> Iterator[Statement]:
    result = count.low if count.low is not None else count.high
    assert result is not None  # a number has one end at least
    yield Statement(predicate=SOSA.hasSimpleResult, object=Literal.decimal(result))
    for predicate, bound in ((BG.lowerBound, count.low), (BG.upperBound, count.high)):
        if bound is not None:
            yield Statement(predicate=predicate, object=Literal.decimal(bound))
    if any(other.approximate for other in group):
        yield Statement(predicate=BG.isApproximate, object=Literal.boolean(True))
    if count.place:
        where = count.place.value
        yield Statement(predicate=BG.scopePlace, object=where, evidence=count.place.evidence)
        yield Statement(predicate=SOSA.hasFeatureOfInterest, object=where, claimed=False)
    if count.year:
        value = Literal.date(f"{count.year.value:04d}")
        yield Statement(predicate=DCT.date, object=value, evidence=count.year.evidence)
    yield Statement(predicate=QUDT.hasUnit, object=count.unit)
    year = f" ({count.year.value})" if count.year else ""
    label = Literal.text(f"{write_amount(count.low, count.high)} {count.noun}{year}", "nl")
    yield Statement(predicate=SKOS.prefLabel, object=label, claimed=False)


def write_amount(low: Decimal | None, high: Decimal | None) -> str:
    """A number in words of our own, such as `minstens 40`, `10 tot 20` or `0,48`."""
    if low is not None and high is not None:
        return _plain(low) + ("" if low == high else f" tot {_plain(high)}")
    if low is not None:
        return f"minstens {_plain(low)}"
    assert high is not None  # a number has one end at least
    return f"hooguit {_plain(high)}"


def _plain(value: Decimal) -> str:
    """A figure as Dutch writes it without thousands dots: `0,48`."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
