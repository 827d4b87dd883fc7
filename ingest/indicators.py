"""Which indicator of the register a number measures.

Counts: the label right after the number (`400 woningen`), unless a longer label leads up to it
(`zachte plannen (circa 400 woningen)`); without one after, the label before or further on; in a
list of numbers (`10, 20 of 30 banen`) the label of the last one.
Does not count: a label of another kind of unit (a percentage is no number of dwellings).
A stock of which the words say that it grows by the number becomes the indicator of what is added
(the register names it after the stock, with `-toegevoegd`); what is renovated of it is no addition
(`-te-verduurzamen`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.document import Document
from ingest.numbers import Number
from ingest.once import Register
from ingest.units import suits
from ontology.records import Iri, Mention, RegisterEntry, Span
from ontology.terms import BG, UNIT

_NEXT: Final = re.compile(r"[\s(]*(?:(?!en\b|of\b|in\b|tot\b|voor\b)[a-zà-ÿ-]+[\s)]+){0,2}")
_LEADS: Final = re.compile(
    r"[\s(:‘’'\",]*(?:(?:van|voor|is|zijn|was|bedraagt|bedragen|wordt|op|met|in|totaal|nog|eens|"
    r"de|het|een|om|te|verwachten|regio|naar|[A-ZÀ-Þ][\w-]*)[\s(:,]*){0,6}"
)
_SEPARATOR: Final = re.compile(r"\s*(?:,|of|en|,\s*of)\s+")
_GROWS: Final = re.compile(r"\b(?:groei\w*|gegroeid|toe(?:name|neemt|nemen|genomen)|stijg\w*)\b")
_BY: Final = re.compile(r"\bmet\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_ADDED_BEFORE: Final = re.compile(r"^[\s(]*(?:nieuwe|extra)\b", re.IGNORECASE)
_ADDED_AFTER: Final = re.compile(r"^[\s)]*(?:erbij|extra|meer)\b", re.IGNORECASE)
_NO_NOUN: Final = re.compile(
    r"\s*(?:$|[.,;:)]|(?:vormt|is|zijn|was|waren|betreft|bedraagt|dient|per|en|of|in|tot)\b)"
)
_STATES: Final = re.compile(
    r"\b(?:bedraagt|bedragen|omvat|telt)\s+(?:nu\s+|al\s+)?$", re.IGNORECASE
)
_GOES_ON: Final = re.compile(
    r"(?:[^.;:]|\.(?=\d)){0,60}?(?:\bnaar|,\s*tegen(?:over)?|\s+tegen(?:over)?|"
    r",\s*(?:en\s+)?in\s+(?:19|20|21)\d\d)\s+",
    re.IGNORECASE,
)
_AGE: Final = re.compile(r"\s+jaar\b", re.IGNORECASE)
_PLACED_LIST: Final = re.compile(  # `200 in Aalbeek, 100 in Beltum en 50`
    r"\s+(?:[a-zà-ÿ]+\s+){0,2}in\s+"
    r"[A-ZÀ-Þ][\w-]+(?:\s(?:aan\s|op\s|van\s|de\s){0,2}[A-ZÀ-Þ][\w-]+){0,2}(?:,|\s+en)\s+"
)
_BECOMES: Final = re.compile(r"\s*(?:zijn|is|worden|wordt|bedragen)\b")
_REWORKS: Final = re.compile(
    r"\b(?:verduurza\w+|isoler\w+|renov\w+|bouwjaar|gebouwd vóó?r|van vóó?r (?:1[89]|20)\d\d|"
    r"van voor (?:1[89]|20)\d\d)\b"
)
_ADDS: Final = re.compile(
    r"\b(?:toe(?:voeg\w*|gevoegd\w*|name|nemen|neemt| te voegen)|\w*bouw\w*|nieuwe?|extra|erbij|"
    r"realis\w+|gerealiseerd|oplever\w*|opgeleverd|lever\w*|nodig|benodigd\w*|\w*behoefte|"
    r"\w*opgaven?|\w*ambities?|doel\w*|streven|streeft|\w*groei\w*|plan|plannen|\w*capaciteit|"
    r"gepland\w*|\w*programma\w*|versnel\w+|ontwikkel\w+|kom(?:en|t) er|taakstelling|afspra\w+|"
    r"creëren|bijdra\w+|voorzien|tekort|ruimte voor|locaties?)\b",
    re.IGNORECASE,
)
_STOCK_BECOMES: Final = re.compile(  # `de voorraad groeide tot ruim 900 woningen`
    r"voorraad\b[^.;:]{0,60}\b(?:tot|naar)\s+(?:[a-z]+\s+)?\d[\d.]*\s+$", re.IGNORECASE
)
_THERE: Final = re.compile(
    r"\b(?:sta(?:an|at)|stond(?:en)?|tel(?:t|len|de|den)|heeft|hebben|bezit\w*|(?:is|zijn) er|"
    r"nu|momenteel|op dit moment|huidige|bestaande|\w*voorraad|bedraagt|waren|was|"
    r"wonen|woont|woonden?|leven|leefden?|van de|waarvan|in totaal|aantal)\b",
    re.IGNORECASE,
)
_SUBJECT_REACH: Final = 250
_FAR_AFTER: Final = 80
_FAR_BEFORE: Final = 60


def find_indicator(
    document: Document, number: Number, mentions: Sequence[Mention], numbers: Sequence[Number]
) -> Mention | None:
    """The mention of the indicator a number measures; all spans lie in the document.

    Args:
        document: the document version.
        number: the number, in a sentence.
        mentions: the indicators of that sentence, in text order.
        numbers: the numbers of that sentence, in text order.
    """
    fitting = [
        mention
        for mention in mentions
        if _fits(document, number, mention) and not number.span.contains(mention.span)
    ]
    after = _right_after(document, number, fitting)
    before = _leading(document, number, fitting, numbers)
    if after and before:
        return _stronger(document, number, after, before)
    if after or before:
        return after or before
    listed = _of_list(document, number, mentions, numbers)
    if listed is None:
        listed = _continued(document, number, mentions, numbers)
    if listed is None and _stands_alone(document, number):
        lead = document.text[max(0, number.span.start - _FAR_BEFORE) : number.span.start]
        return _further(number, fitting, numbers, lead)
    return listed


def _entry(document: Document, mention: Mention) -> RegisterEntry:
    return document.register[mention.entity]


def _fits(document: Document, number: Number, mention: Mention) -> bool:
    unit = _entry(document, mention).unit
    if number.unit == "count" and unit != UNIT.YR and _AGE.match(document.text, number.span.end):
        return False  # `75 jaar en ouder` counts years, nothing else
    return suits(number.unit, unit)


def _right_after(document: Document, number: Number, mentions: Sequence[Mention]) -> Mention | None:
    for mention in mentions:
        if mention.span.start < number.span.end:
            if mention.span.overlaps(number.span) and mention.span.end > number.span.end:
                return mention  # 'plus inwoners erbij' shares a word with the number
            continue
        gap = document.text[number.span.end : mention.span.start]
        return mention if _NEXT.fullmatch(gap) else None
    return None


def _leading(
    document: Document, number: Number, mentions: Sequence[Mention], numbers: Sequence[Number]
) -> Mention | None:
    """The label before the number when only small words and names stand between."""
    before = [mention for mention in mentions if mention.span.end <= number.span.start]
    if not before:
        return None
    mention = before[-1]
    if any(mention.span.end <= other.span.start < number.span.start for other in numbers):
        return None
    gap = document.text[mention.span.end : number.span.start]
    return mention if len(gap) <= _FAR_BEFORE and _LEADS.fullmatch(gap) else None


def _stronger(document: Document, number: Number, after: Mention, before: Mention) -> Mention:
    gap = document.text[before.span.end : number.span.start]
    grows = _entry(document, before).mode == BG.Stock and re.search(r"\b(?:met|naar)\b", gap)
    longer = _length(before) > _length(after)
    return before if longer and not grows else after


def _length(mention: Mention) -> int:
    return mention.span.end - mention.span.start


def _of_list(
    document: Document, number: Number, mentions: Sequence[Mention], numbers: Sequence[Number]
) -> Mention | None:
    """In `10, 20 of 30 banen` the numbers share what the last one counts."""
    current = number
    for other in numbers[numbers.index(number) + 1 :]:
        if not _SEPARATOR.fullmatch(document.text[current.span.end : other.span.start]):
            return None
        found = _right_after(document, other, mentions)
        if found is not None:
            return found if _fits(document, number, found) else None
        current = other
    return None


def _continued(
    document: Document, number: Number, mentions: Sequence[Mention], numbers: Sequence[Number]
) -> Mention | None:
    """In `van 10 in 2031 naar 20` the second number counts what the first does."""
    previous = find_continued(document, number, numbers)
    return find_indicator(document, previous, mentions, numbers) if previous else None


def find_continued(document: Document, number: Number, numbers: Sequence[Number]) -> Number | None:
    """The number before that this one goes on from: `van 10 naar 20`, `19 doden, tegen 14`."""
    index = numbers.index(number)
    if not index or numbers[index - 1].unit != number.unit:
        return None
    between = document.text[numbers[index - 1].span.end : number.span.start]
    is_measure = number.unit not in {"count", "percent", "euro"} and len(between) < _FAR_AFTER
    goes_on = _GOES_ON.fullmatch(between) or _PLACED_LIST.fullmatch(between)
    return numbers[index - 1] if is_measure or goes_on else None


def _stands_alone(document: Document, number: Number) -> bool:
    """Whether no other noun is counted: `7 gemeenten` counts municipalities, nothing else."""
    if number.unit != "count":
        return True
    tail = document.text[number.span.end : number.span.end + _FAR_BEFORE]
    fits = _BECOMES if number.worded else _NO_NOUN
    return bool(fits.match(tail))


def _further(
    number: Number, mentions: Sequence[Mention], numbers: Sequence[Number], lead: str
) -> Mention | None:
    """A label further on in the sentence, or well before, with no other number in between.

    After `bedraagt` the label may be the subject of the sentence, further away.
    """
    if _STATES.search(lead):
        mentions = [mention for mention in mentions if mention.span.end <= number.span.start]
    for mention in mentions:
        gap = mention.span.start - number.span.end
        if 0 <= gap <= _FAR_AFTER and not _between(number.span, mention.span, numbers):
            return mention
    reach = _SUBJECT_REACH if _STATES.search(lead) else _FAR_BEFORE
    for mention in reversed(mentions):
        gap = number.span.start - mention.span.end
        if 0 <= gap <= reach and not _between(mention.span, number.span, numbers):
            return mention
    return None


def _between(first: Span, second: Span, numbers: Sequence[Number]) -> bool:
    return any(first.end <= other.span.start < second.start for other in numbers)


def reworked(document: Document, entry: RegisterEntry, sentence: str) -> RegisterEntry:
    """The entry, or what is made sustainable of it when the words are about existing things."""
    if entry.mode != BG.Increment or not _REWORKS.search(sentence):
        return entry
    stem = entry.iri.removesuffix("-toegevoegd")
    return document.register.get(Iri(f"{stem}-te-verduurzamen"), entry)


def added_or_there(
    document: Document, mention: Mention, entry: RegisterEntry, context: str
) -> RegisterEntry | None:
    """What a bare noun counts that stands for a stock as well as for what is added to it.

    `900 woningen` is an addition only where the words add, build, need or aim; it is the stock
    where they say what there is; else it is a plain count, and None.

    Args:
        document: the document version.
        mention: the label at the number.
        entry: what it would measure.
        context: the sentence, with what leads up to it.
    """
    noun = document.quote(mention.span).lower()
    if entry.mode != BG.Increment or not noun.isalpha():
        return entry
    stock = _stock_of(document, noun, entry)
    stock = stock or _basis(document, entry)
    lead = document.text[max(0, mention.span.start - _SUBJECT_REACH) : mention.span.start]
    if stock is not None and _STOCK_BECOMES.search(lead):
        return stock
    if stock is None or _ADDS.search(context):
        return entry
    return stock if _THERE.search(context) else None


def _stock_of(document: Document, noun: str, entry: RegisterEntry) -> RegisterEntry | None:
    """The stock that the same noun names, by the label that says least besides."""
    stocks = document.register.once(_stocks_by_noun).get(noun, ())
    return next((stock for stock in stocks if stock.unit == entry.unit), None)


def _basis(document: Document, entry: RegisterEntry) -> RegisterEntry | None:
    """The stock that an indicator of additions is named after."""
    stem = entry.iri.removesuffix("-toegevoegd")
    return document.register.get(Iri(stem)) if stem != entry.iri else None


def _stocks_by_noun(register: Register) -> dict[str, tuple[RegisterEntry, ...]]:
    """The stocks whose labels have a word, those with the shortest label first."""
    found: dict[str, list[tuple[int, Iri]]] = {}
    for entry in register.of_kind("indicator"):
        if entry.mode == BG.Stock:
            for label in entry.labels:
                for word in label.text.lower().split():
                    found.setdefault(word, []).append((len(label.text), entry.iri))
    return {word: tuple(register[iri] for _, iri in sorted(pairs)) for word, pairs in found.items()}


def grown(document: Document, number: Number, mention: Mention, sentence: str) -> RegisterEntry:
    """The entry a number measures: of a stock that grows by it, what is added."""
    entry = _entry(document, mention)
    if entry.mode != BG.Stock:
        return entry
    added = document.register.get(Iri(f"{entry.iri}-toegevoegd"))
    if added is None:
        return entry
    lead = document.text[max(0, number.span.start - 24) : number.span.start]
    tail = document.text[mention.span.end : mention.span.end + 12]
    between = document.text[number.span.end : max(number.span.end, mention.span.start)]
    by = _GROWS.search(sentence) and _BY.search(lead)
    plus = _ADDED_BEFORE.match(between) or _ADDED_AFTER.match(tail)
    return added if by or plus else entry
