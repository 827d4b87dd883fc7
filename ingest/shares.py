"""Who pays how much, told in a sentence.

Counts: two or more parties, each before or after an amount of money, in a sentence that says that
they pay, contribute or invest (`Het Rijk draagt € 2 miljoen bij, de provincie € 1 miljoen`), and
those of the sentence right after it; one party alone only where the words between it and the amount
say that it pays (`Beltum betaalt € 2 miljoen`, `een bijdrage van € 2 miljoen van het Rijk`).
Does not count: an amount per something, a table or list (`contributions` reads those).
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
from ingest.governments import name_in_full
from ingest.guarded import guard
from ingest.numbers import Number, find_numbers
from ingest.parties import find_governors
from ingest.statements import Sentence, find_sentences
from ontology.records import Mention, MentionKind, Span

PAYS: Final = re.compile(
    r"\b(?:dra(?:agt|gen)\b.*\bbij|droeg(?:en)?\b.*\bbij|betaal\w*|betalen|bijdra\w+|bekostig\w+|"
    r"investe\w+|financ\w+|reserve(?:ert|ren)|leg(?:t|gen|de|den)\b.*\b(?:in|bij)|"
    r"stel(?:t|len|de|den)\b.*\bbeschikbaar|"
    r"kom(?:t|en)\b.*\b(?:van|uit)|van\b.*\bkwam(?:en)?|kwam(?:en)?\b.*\bvan|"
    r"br(?:engt?|engen|acht|achten)\b.*\bin|"
    r"inleg(?:t|gen)|stort(?:en)?|schenk(?:t|en)|done(?:ert|ren)|sponsor(?:t|en)|"
    r"verho(?:ogt|gen)\b.*\bbijdrage|vul(?:t|len)\b.*\baan|neemt\b.*\brekening|nemen\b.*\brekening)\b",
    re.IGNORECASE | re.DOTALL,
)
_PER: Final = re.compile(r"\s+(?:per|voor elke?|voor iedere?)\b", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[^.;€\d]{0,60}")
_UNKNOWN: Final = re.compile(
    r"\b(?:[Dd]e|[Hh]et)\s+(?P<name>(?:(?:gemeente|provincie|regio|stichting|waterschap)\s+)?"
    r"[A-ZÀ-Þ][\w-]+(?:\s+[A-ZÀ-Þ][\w-]+){0,3})\s+(?:(?:dra|beta|inve|leg)\w+\s+)?$"
)
_PAY_VERB: Final = (
    r"(?:draagt|legt|betaalt|levert|investeert|stelt|brengt|geeft|bekostigt|financiert|reserveert|"
    r"dragen|leggen|betalen|leveren|investeren|stellen|brengen|geven|reserveren|subsidieert|"
    r"stort|storten|schenkt|schenken|doneert|doneren|sponsort|verstrekt|verstrekken|"
    r"betaalden?|droeg(?:en)?|legden?|leverden?|investeerden?|stelden?|bracht(?:en)?|gaf|gaven|"
    r"reserveerden?|bekostigden?|financierden?|subsidieerden?)"
)
_FILLER: Final = (
    r"(?:\s+(?:daarvan|daar|hiervan|hieraan|daaraan|hiervoor|daarvoor|ook|zelf|jaarlijks|eenmalig|samen|gezamenlijk|"
    r"voor\s+\d{4}|in\s+\d{4}|tot|met|en|maximaal|circa|ongeveer|ruim|elk|ieder|jaar|een\s+bedrag\s+van)){0,4}"
)
_PAYS_NOW: Final = re.compile(
    rf"\s+(?:{_PAY_VERB}|is\s+gevraagd(?:\s+om)?|(?:heeft|hebben)\s+toegezegd(?:\s+om)?|"
    rf"verho(?:ogt|gen)\s+(?:haar|zijn|hun|de)\s+bijdrage\s+met|(?:is|bedraagt))"
    rf"{_FILLER}\s+(?:circa\s+|maximaal\s+)?",
    re.IGNORECASE,
)
_PAID_AFTER: Final = re.compile(
    r"\s+(?:betaalt|betalen|betaalden?|bijdraagt|bijdragen|inlegt|inleggen|bijlegt|levert|investeert|"
    r"voor\s+(?:haar|zijn|hun)\s+rekening)\b"
)
_GETS: Final = re.compile(
    r"\b(?:bijdrage|subsidie|ontvang\w*|krijg\w*|toegezegd|vraagt|vragen)\b[^.;€]*$", re.IGNORECASE
)
_ASKED: Final = re.compile(
    r"\b(?:vragen|vraagt|verwacht\w*|ontvang\w*|krijg\w*|bijdrage|subsidie|[Vv]an|door)"
    r"(?:\s+(?:wij|we))?(?:\s+van)?\s+(?:de\s+|het\s+)?$"
)
_SUM: Final = re.compile(
    r"(?:[^.;€\d]{0,40}\s(?:bijdrage|subsidie)\s+(?:van|is|bedraagt)(?:\s+(?:circa|maximaal|ongeveer))?"
    r"|\s+(?:is|bedraagt))?\s+"
)
_PAYER: Final = re.compile(
    r"(?:^|[.;,:]\s+|\b(?:waarvan|en|van|dat)\s+)(?:(?:de|het)\s+|(?:De|Het)\s+(?=[a-z]))?"
    r"(?P<name>(?:(?:gemeente|provincie|regio|stichting|waterschap)\s+)?"
    r"[A-ZÀ-Þ][\w-]+(?:\s+[A-ZÀ-Þ][\w-]+){0,3})"
    rf"(?P<pays>\s+{_PAY_VERB}{_FILLER})?(?:\s+(?:neemt|nemen))?\s+$"
)
_BARE: Final = re.compile(
    r"(?:^(?:\d{1,2}(?:\.\d{1,2})?[.)]?\s+)?|[.;,:]\s+|\b(?:en|dat)\s+)(?:(?:de|het)\s+)?(?P<name>provincie|waterschap|gemeente)\s+"
    rf"(?:{_PAY_VERB}|(?:verhoogt)\s+(?:haar|zijn)\s+bijdrage\s+met){_FILLER}\s+$",
    re.IGNORECASE,
)
_ONE_PAYS: Final = guard(
    r"\b(?:draagt|dragen|legt|leggen|betaalt|betalen|levert|leveren|investeert|investeren|stelt|"
    r"stellen|brengt|brengen|geeft|geven|bekostigt|financiert|reserveert|subsidieert|bijdrage|"
    r"betaalden?|droeg(?:en)?|legden?|leverden?|investeerden?|stelden?|bracht(?:en)?|gaf|gaven|"
    r"subsidie|ontvangt|ontvangen|krijgt|krijgen|vraagt|vragen|inlegt|bijdraagt|bijlegt|"
    r"stort|storten|schenkt|schenken|doneert|doneren|sponsort|verstrekt|verstrekken|gevraagd|neemt|"
    r"nemen|verwachten|verwacht|komt|komen|"
    r"toegezegd)\b",
    re.IGNORECASE,
)
_NOT_PAID: Final = re.compile(r"\b(?:niet|geen|zou(?:den)?|kan|kunnen|leningen?)\b", re.IGNORECASE)
_LEAD: Final = 120
_FROM: Final = re.compile(r"\s+(?:van|uit|door)\s+(?:(?:de|het)\s+)?", re.IGNORECASE)
_ARTICLE: Final = 4  # code points that a label may leave out before the name
_CAPITALS: Final = re.compile(
    r"(?P<name>(?:(?:gemeente|provincie|regio|stichting|waterschap)\s+)?"
    r"[A-ZÀ-Þ][\w-]+(?:\s+[A-ZÀ-Þ][\w-]+){0,3})"
)
_MANY: Final = (
    r"gemeenten|provincies|waterschappen|(?:woning)?corporaties|partners|partijen|steden|"
    r"ontwikkelaars|ondernemers|vervoerders|zorgaanbieders|netbeheerders"
)
_COUNT: Final = (
    r"(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\d{1,2})\s+(?:\w+e\s+)?"
)
_EACH: Final = re.compile(r"\b(?:elk|ieder|allebei|beide)\b", re.IGNORECASE)
_ENUMERATED: Final = re.compile(
    r"(?<![\w-])(?P<names>[A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ][\w-]+)?"
    r"(?:,\s+[A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ][\w-]+)?){0,9})\s+en\s+(?:de\s+|het\s+)?$"
)
_NAME: Final = re.compile(r"[A-ZÀ-Þ][^,]*")
_GROUP: Final = re.compile(
    rf"\b(?:(?P<name>{_COUNT}(?:{_MANY}))|(?:de|alle)\s+(?P<all>{_MANY}))\b[^.;€\d]{{0,60}}$",
    re.IGNORECASE,
)
_GIVES: Final = re.compile(rf"\s+{_PAY_VERB}{_FILLER}\s+(?:circa\s+|maximaal\s+)?", re.IGNORECASE)
_EXPECTED: Final = re.compile(
    r"\b[Vv]an\s+(?:de|het)\s+[\w\s]{2,40}?\s(?:verwachten|vragen|ontvangen|krijgen)\s+(?:wij|we)\s+"
    r"(?:circa\s+|ongeveer\s+)?$"
)
_GROUP_PAYS: Final = re.compile(
    rf"\b(?P<name>{_COUNT}(?:{_MANY}))\s+{_PAY_VERB}{_FILLER}\s+$", re.IGNORECASE
)
_COMES: Final = re.compile(r",?\s+komt(?:\s+(?:daarbij|ook))?(?=\s+(?:van|uit)\b)", re.IGNORECASE)
_TRADE: Final = re.compile(
    r"(?P<name>bedrijfsleven|ondernemers|werkgevers|corporaties|woningcorporaties|waterschappen|"
    r"gemeenten|marktpartijen|fondsen|inwoners)\b"
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
    is_joint: bool = True  # whether two or more pay

    @property
    def last(self) -> Sentence:
        """The last sentence with a share."""
        return self.also or self.sentence

    @property
    def starts(self) -> frozenset[int]:
        """Where its sentences begin, of which all amounts are shares."""
        return frozenset((self.sentence.start, self.last.start) if self.is_joint else ())


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
        elif shares and found and found[-1].is_joint and sentence.before is found[-1].last:
            found[-1] = SharedCost(found[-1].sentence, (*found[-1].shares, *shares), sentence)
        elif alone := _alone(document, sentence, text):
            each = tuple(_each(document, sentence, alone))
            found.append(SharedCost(sentence, (*each, alone), is_joint=False))
    return tuple(found)


def _alone(document: Document, sentence: Sentence, text: str) -> Share | None:
    """The one share of a sentence in which the words right around the amount say who pays it."""
    is_list = sentence.passage.kind != "paragraph"
    if is_list or not _ONE_PAYS.search(text) or _NOT_PAID.search(text):
        return None
    for span in sentence.spans:
        for number in find_numbers(document.quote(span)):
            at = Span(span.start + number.span.start, span.start + number.span.end)
            if (
                number.unit != "euro"
                or (amount := _amount(number)) is None
                or _PER.match(document.text, at.end)
            ):
                continue
            name = _payer_after(document, at, span) or _payer(document, at, span)
            if name is not None:
                whole = Span(min(name.start, at.start), max(name.end, at.end))
                return Share(name, amount, whole)
    return None


def _each(document: Document, sentence: Sentence, last: Share) -> Iterator[Share]:
    """The others of an enumeration of which each pays as much: `A en B betalen elk € 2.000`."""
    text, name = document.text, last.name
    if not _EACH.search(text, name.end, last.span.end):
        return
    run = _ENUMERATED.search(text, max(sentence.start, name.start - _LEAD), name.start)
    for match in _NAME.finditer(text, *run.span("names")) if run else ():
        at = Span(match.start(), match.start() + len(match[0].rstrip()))
        yield Share(at, last.amount, Span(at.start, last.span.end))


def _payer_after(document: Document, at: Span, span: Span) -> Span | None:
    """Who gives the amount that somebody gets: `ontvangt € 2 miljoen van het Rijk`."""
    lead = document.text[max(span.start, at.start - _LEAD) : at.start]
    told = _GETS.search(lead) or _COMES.match(document.text, at.end, span.end)
    return _name_after(document, at.end, span.end) if told else None


def _payer(document: Document, at: Span, span: Span) -> Span | None:
    """The party before an amount when only words that pay stand between them."""
    text, first = document.text, max(span.start, at.start - _LEAD)
    expected = _EXPECTED.search(text, first, at.start)
    if expected is not None and (known := _parties(document, Span(first, at.start))):
        return known[-1].span
    behind = _PAID_AFTER.match(text, at.end, span.end)
    for party in reversed(_parties(document, Span(first, at.start))):
        if _PAYS_NOW.fullmatch(text, party.span.end, at.start):
            return party.span
        if behind and not text[party.span.end : at.start].strip():
            return party.span
        asked = _ASKED.search(text, first, party.span.start)
        if asked and _SUM.fullmatch(text, party.span.end, at.start):
            return party.span
    group = _GROUP_PAYS.search(text, first, at.start)
    if group is not None:
        return Span(*group.span("name"))
    bare = _BARE.search(text[first : at.start])
    if bare is not None and name_in_full(document, bare["name"]) != bare["name"]:
        return Span(first + bare.start("name"), first + bare.end("name"))
    match = _PAYER.search(text[first : at.start])  # cut, for the name may open the sentence
    if match is None or (not match["pays"] and not behind):
        return None
    return Span(first + match.start("name"), first + match.end("name"))


def _shares(document: Document, sentence: Sentence) -> Iterator[Share]:
    for span in sentence.spans:
        start = span.start
        for number in find_numbers(document.quote(span)):
            at = Span(span.start + number.span.start, span.start + number.span.end)
            if (
                number.unit != "euro"
                or (amount := _amount(number)) is None
                or _PER.match(document.text, at.end)
            ):
                continue
            name = (
                _gives(document, start, at.start)
                or _name_after(document, at.end, span.end)
                or _name(document, start, at.start)
            )
            if name is not None:
                whole = Span(min(name.start, at.start), max(name.end, at.end))
                yield Share(name, amount, whole)
            start = at.end


def _amount(number: Number) -> Decimal | None:
    """What is paid; of `maximaal € 2 miljoen` the upper end."""
    return number.high if number.low is None else number.low


def _gives(document: Document, start: int, end: int) -> Span | None:
    """A party that gives the amount, wherever it takes it from: `het Rijk legt € 2 miljoen`."""
    parties = _parties(document, Span(start, end)) if start < end else []
    if parties and _GIVES.fullmatch(document.text, parties[-1].span.end, end):
        return parties[-1].span
    return None


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
    comes = _COMES.match(document.text, start, end)
    start = comes.end() if comes else start
    source = _FROM.match(document.text, start, end)
    if source is None or source.end() >= end:
        return None
    parties = document.mentions_in(Span(start, end), {"actor"})
    if parties and parties[0].span.start <= source.end() + _ARTICLE:
        return parties[0].span
    match = _CAPITALS.match(document.text, source.end(), end)
    if match is None and comes is not None:
        match = _TRADE.match(document.text, source.end(), end)
    return Span(*match.span("name")) if match else None


def _name(document: Document, start: int, end: int) -> Span | None:
    """The party named last before an amount: of the register, else a name with a capital."""
    if start >= end:
        return None
    parties = _parties(document, Span(start, end))
    if parties and _BETWEEN.fullmatch(document.text, parties[-1].span.end, end):
        return parties[-1].span
    match = _UNKNOWN.search(document.text, start, end) or _GROUP.search(document.text, start, end)
    return Span(*match.span("name" if match["name"] else "all")) if match else None
