"""Which way something goes: growth, shrinkage, no (net) addition, or staying the same.

Counts: a word for a direction with what it is about near it (`groei van het aantal banen`,
`de bevolking krimpt`, `geen netto uitbreiding van …`, `de tijd van uitbreiding is voorbij`), with
the years for which it is said (`na 2031`, `tot 2031`, `daarna`). Each becomes an open interval of
what is added: growth is at least 1, shrinkage at most -1, no addition at most 0, the same 0; so
directions and numbers are compared alike. One element for each subject, direction, place, period.
Does not count: a question, what happened in the past, a demand (`vraag naar`), a share
(`aandeel`), a direction without a subject.
Example that counts: `Na 2031 daalt het aantal banen`. Does not: `sinds 2011 zijn de banen
gegroeid`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.dates import find_years
from ingest.document import Document, Extractor
from ingest.guarded import guard
from ingest.issue_dates import issue_year
from ingest.modality import judge_modality
from ingest.scopes import Scope, find_place
from ingest.statements import Sentence, find_sentences
from ontology.iris import mint_slug
from ontology.records import Element, Iri, Literal, Span, Statement
from ontology.terms import BG, DCT, SKOS

VERSION: Final = "0.1.0"
_METHOD: Final = f"directions {VERSION}"
_NAMED: Final = Decimal("0.85")  # the subject is said of the direction itself
_NEARBY: Final = Decimal("0.75")
_MAX_SPANS: Final = 8
_S: Final = r"\s+"
_MORE: Final = (
    r"\w*groei|toename|stijging|uitbreiding(?:en)?|toevoeging(?:en)?|vergroting|verhoging|"
    r"schaalsprong"
)
_LESS: Final = r"\w*krimp|afname|daling|vermindering|inkrimping|terugloop"
_NET: Final = rf"(?:(?:netto|verdere?|extra|nieuwe|grootschalige|per{_S}saldo){_S}){{0,2}}"
_BUILT: Final = r"(?:toegevoegd|toe\s+te\s+voegen|bijgebouwd|uitgebreid|toegestaan)"
_SIGNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "none",
        re.compile(
            rf"\bgeen{_S}{_NET}(?:ruimtelijke{_S})?(?:{_MORE})\b"
            rf"|\btijd{_S}van{_S}[^.;]{{0,60}}?\b(?:{_MORE})\b[^.;]{{0,60}}?\b(?:is{_S})?voorbij\b"
            rf"|\bgeen{_S}{_NET}[^.;,]{{3,60}}?{_S}{_BUILT}\b"
            rf"|\b(?:niet|geen){_S}(?:\w+{_S}){{0,2}}(?:meer{_S}|verder{_S})?"
            rf"(?:toeneemt|toenemen|groeien|groeit|uitbreiden|uitgebreid)\b"
            rf"|\b(?:stop(?:t|pen)?|einde){_S}(?:met|aan){_S}(?:de{_S})?(?:{_MORE}|uitbreiden)\b"
            rf"|\b(?:{_MORE})\b[^.;,]{{0,50}}?\b(?:niet{_S}(?:meer{_S})?(?:nodig|toegestaan|"
            rf"gewenst|aan{_S}de{_S}orde)|is{_S}voorbij)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "same",
        re.compile(
            rf"\bblij(?:ft|ven){_S}(?:\w+{_S}){{0,3}}(?:gelijk|stabiel|constant)\b"
            rf"|\bstabiliseert\b|\bgelijkblijvend\w*\b",
            re.IGNORECASE,
        ),
    ),
    (
        "less",
        re.compile(
            rf"\b(?:{_LESS})\b|\b(?:krimpt|krimpen|krimpende?|daalt|dalen|dalende?|slinkt)\b"
            rf"|\bneemt\b[^.;,]{{0,60}}?\baf\b|\bnemen\b[^.;,]{{0,60}}?\baf\b"
            rf"|\b(?:afnemen|afneemt|afnemende?)\b|\bloopt\b[^.;,]{{0,40}}?\bterug\b",
            re.IGNORECASE,
        ),
    ),
    (
        "more",
        re.compile(
            rf"\b(?:{_MORE})\b|\b(?:groeit|groeien|groeiende?|stijgt|stijgen|stijgende?)\b"
            rf"|\bneemt\b[^.;,]{{0,60}}?\btoe\b|\bnemen\b[^.;,]{{0,60}}?\btoe\b"
            rf"|\b(?:toenemen|toeneemt|toenemende?|uitbreiden|uit{_S}te{_S}breiden|toevoegen|"
            rf"toe{_S}te{_S}voegen|bijbouwen)\b|\bbreid(?:t|en)\b[^.;,]{{0,60}}?\buit\b",
            re.IGNORECASE,
        ),
    ),
)
_GUARD: Final = guard(
    r"groei|toename|stijg|uitbreid|breid|toevoeg|voegen|vergroting|verhoging|schaalsprong|krimp|"
    r"afname|daling|dalen|daalt|verminder|terug|afne|neemt|nemen|toegevoegd|blijft|blijven|"
    r"stabiliseert|gelijkblijvend|bijbouwen|bijgebouwd|slinkt|toene|geen",
    re.IGNORECASE,
)
_SUBJECTS: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = tuple(
    (slug, label, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE))
    for slug, label, words in (
        (
            "sociale-huur",
            "sociale huur",
            rf"sociale?{_S}huur\w*|huur\w*{_S}\(?(?:\w+{_S})?sociaal|sociale{_S}woning\w*",
        ),
        ("beroepsbevolking", "beroepsbevolking", r"(?:potentiële\s)?beroepsbevolking"),
        ("plancapaciteit", "plancapaciteit", r"plancapaciteit|bouwplannen"),
        (
            "inwoners",
            "inwoners",
            r"bevolking|bevolkings(?:omvang|aantal|groei|krimp)|inwoners?|inwonertal|inwoneraantal|"
            r"inwonersaantal|mensen|bewoners",
        ),
        ("huishoudens", "huishoudens", r"huishoudens|huishoudensgroei|huishoudensontwikkeling"),
        (
            "woningen",
            "woningen",
            r"(?:nieuwe\s)?woningen|woningvoorraad|woningaantal|woonlocaties|woningbouw(?:productie)?",
        ),
        (
            "banen",
            "banen",
            r"banen|banengroei|werkgelegenheid|werkgelegenheidsgroei|arbeidsplaatsen",
        ),
        (
            "bedrijventerrein",
            "bedrijventerrein",
            r"bedrijven?terrein(?:en)?|bedrijfslocaties|werklocaties|bedrijfsgrond",
        ),
        ("kantoren", "kantoren", r"kantoren|kantoorruimte|kantorenvoorraad"),
        ("winkels", "winkels", r"winkels|winkelruimte|detailhandel|winkelvloeroppervlak"),
        ("veestapel", "veestapel", r"veestapel|vee|aantal\sdieren"),
        ("studenten", "studenten", r"studenten|studentenaantal(?:len)?"),
        ("autoverkeer", "autoverkeer", r"autoverkeer|automobiliteit|autogebruik"),
        ("goederenvervoer", "goederenvervoer", r"goederenvervoer|vrachtverkeer"),
        ("luchtvaart", "luchtvaart", r"luchtvaart|vliegverkeer|vliegbewegingen|luchthaven"),
        ("uitstoot", "uitstoot", r"uitstoot|emissies?|stikstofdepositie"),
        ("energiegebruik", "energiegebruik", r"energie(?:ge|ver)bruik|energievraag"),
        ("windenergie", "windenergie", r"wind(?:energie|molens|turbines)"),
        ("zonnevelden", "zonnevelden", r"zonne(?:velden|parken|weides)"),
        ("natuur", "natuur", r"natuur(?:gebied(?:en)?|areaal)?|bosareaal"),
        ("voorzieningen", "voorzieningen", r"voorzieningen(?:niveau)?"),
    )
)
_OF: Final = re.compile(
    rf"(?:{_S}en{_S}\w+)?{_S}(?:van|aan|in){_S}(?:(?:het|de|onze|hun){_S})?"
    rf"(?:(?:aantal|omvang{_S}van){_S})?(?:(?:de|het){_S})?",
    re.IGNORECASE,
)
_DEMAND: Final = guard(
    r"\b(?:\w*vraag|\w*behoefte|aandeel|noodzaak|trek|tekort)\b[^.;,]{0,45}$"
    r"|\bneemt\b[^.;,]*\b(?:\w*vraag|\w*behoefte|aandeel|noodzaak)\b[^.;,]*$",
    re.IGNORECASE,
)
_ADJECTIVE: Final = re.compile(r"\w+ende?", re.IGNORECASE)
_NOT_OF_THINGS: Final = guard(r"\baan\s+elkaar\s+groeien\b|\bgroei(?:en)?\s+door\b", re.I)
_STOP: Final = re.compile(r"[.;:]\s")
_PAST: Final = guard(
    r"\b(?:sinds|afgelopen|voorbije|daalde|steeg|groeide|kromp|nam(?:en)?\b[^.;,]{0,40}\b(?:toe|af)"
    r"|is\s+(?:\w+\s+){0,4}(?:gegroeid|gedaald|gekrompen|toegenomen|afgenomen|gestegen))\b",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"\s*(?:,|en|of)\s+(?:\w+\s+)?", re.IGNORECASE)
_THEN: Final = re.compile(r"\b(?:daarna|nadien|vervolgens)\b[^.;,]{0,30}$", re.IGNORECASE)
_ENDS: Final = frozenset({"by", "between", "in"})
_BEFORE: Final = 110  # code points in which a subject stands before its direction
_AFTER: Final = 70
_CLOSE: Final = 35  # code points between `van` or an adjective and what it is about
_WIDE: Final = 16
_WORDS: Final = {
    "more": "groei",
    "less": "krimp",
    "none": "geen toevoeging",
    "same": "gelijk blijven",
}
_BOUNDS: Final[dict[str, tuple[int | None, int | None]]] = {
    "more": (1, None),
    "less": (None, -1),
    "none": (None, 0),
    "same": (0, 0),
}


@dataclass(frozen=True, slots=True)
class Direction:
    """One statement of a direction; `since` and `until` are years, None for an open end."""

    way: str
    slug: str
    subject: str
    place: Scope[Iri] | None
    since: int | None
    until: int | None
    spans: tuple[Span, ...]
    modality: Iri | None
    confidence: Decimal

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two statements the same direction."""
        place = self.place.value if self.place else None
        return self.way, self.slug, place, self.since, self.until


def extract(document: Document) -> Iterator[Element]:
    """The directions of a document in order of first appearance."""
    groups: dict[tuple[object, ...], list[Direction]] = {}
    for direction in find_directions(document):
        groups.setdefault(direction.key, []).append(direction)
    for group in groups.values():
        yield _element(document, group)


def find_directions(document: Document) -> Iterator[Direction]:
    """Each statement of a direction, one for each subject it is about."""
    for sentence in find_sentences(document):
        text = sentence.text(document)
        if len(sentence.spans) > 1 or not _GUARD.search(text, 0, len(text)):
            continue
        if text.rstrip().endswith("?") or _PAST.search(text):
            continue
        yield from _in_sentence(document, sentence, text)


def _in_sentence(document: Document, sentence: Sentence, text: str) -> Iterator[Direction]:
    taken: list[Span] = []
    for way, pattern in _SIGNS:
        for match in pattern.finditer(text):
            sign = Span(*match.span())
            if any(sign.overlaps(other) for other in taken):
                continue
            taken.append(sign)
            for slug, label, confidence in _subjects(text, sign, way):
                yield _direction(document, sentence, text, sign, way, slug, label, confidence)


def _subjects(text: str, sign: Span, way: str) -> list[tuple[str, str, Decimal]]:
    """What a direction is about: in its own words, right behind, else nearest before or after."""
    word = text[sign.start : sign.end]
    if _NOT_OF_THINGS.search(text, max(0, sign.start - _WIDE), sign.end):
        return []
    if _DEMAND.search(word):
        return []
    inside = _named(text, sign.start, sign.end)
    if inside:
        return [(slug, label, _NAMED) for slug, label, _ in inside]
    of = _OF.match(text, sign.end)
    if of is not None:
        behind = _named(text, of.end(), of.end() + _AFTER)
        near = behind and behind[0][2].start - of.end() <= _CLOSE
        return [(slug, label, _NAMED) for slug, label, _ in _joined(text, behind)] if near else []
    if word.lower() == "krimp":
        return [("inwoners", "inwoners", _NEARBY)]  # without `van`: of the population
    if _ADJECTIVE.fullmatch(word):
        behind = _named(text, sign.end, sign.end + _CLOSE)
        if behind and _DEMAND.search(text[sign.end : behind[0][2].start]):
            return []
        return [(slug, label, _NAMED) for slug, label, _ in behind[:1]]
    return _around(text, sign, way)


def _around(text: str, sign: Span, way: str) -> list[tuple[str, str, Decimal]]:
    """The nearest subjects before a direction, in its clause, else the first one behind it."""
    start = 0
    if way != "none":
        stops = (match.end() for match in _STOP.finditer(text, 0, sign.start))
        start = max([max(0, sign.start - _BEFORE), *stops])
    before = _named(text, start, sign.start)
    if before:
        if way != "none" and _DEMAND.search(text[start : before[-1][2].start]):
            return []
        listed = _joined(text, before[::-1])
        return [(slug, label, _NEARBY) for slug, label, _ in listed]
    after = _named(text, sign.end, sign.end + _AFTER)
    if not after or _STOP.search(text, sign.end, after[0][2].start):
        return []
    slug, label, at = after[0]
    return [] if _DEMAND.search(text[sign.end : at.start]) else [(slug, label, _NEARBY)]


def _named(text: str, start: int, end: int) -> list[tuple[str, str, Span]]:
    """The subjects named in a stretch of text, in order; a longer name holds its parts."""
    found: list[tuple[str, str, Span]] = []
    for slug, label, pattern in _SUBJECTS:
        for match in pattern.finditer(text, start, min(end, len(text))):
            at = Span(*match.span())
            if not any(other.overlaps(at) for _, _, other in found):
                found.append((slug, label, at))
    return sorted(found, key=lambda item: item[2].start)


def _joined(text: str, named: Sequence[tuple[str, str, Span]]) -> list[tuple[str, str, Span]]:
    """The first name and those joined to it by `en` or a comma; each subject once."""
    chosen = [named[0]]
    for item in named[1:]:
        first, last = sorted((chosen[-1][2], item[2]), key=lambda span: span.start)
        if not _AND.fullmatch(text[first.end : last.start]):
            break
        chosen.append(item)
    return list({slug: (slug, label, at) for slug, label, at in chosen}.values())


def _direction(
    document: Document,
    sentence: Sentence,
    text: str,
    sign: Span,
    way: str,
    slug: str,
    label: str,
    confidence: Decimal,
) -> Direction:
    since, until = _period(document, text, sign)
    at = Span(sentence.start + sign.start, sentence.start + sign.end)
    place = find_place(document, sentence, at)
    factor = place.confidence if place else Decimal(1)
    return Direction(
        way=way,
        slug=slug,
        subject=label,
        place=place,
        since=since,
        until=until,
        spans=sentence.spans,
        modality=judge_modality(text),
        confidence=(confidence * factor).quantize(Decimal("0.001")),
    )


def _period(document: Document, text: str, sign: Span) -> tuple[int | None, int | None]:
    """The years for which a direction is said: the nearest in its sentence, or what follows it."""
    years = find_years(text)
    if not years:
        return None, None
    before = [year for year in years if year.span.end <= sign.start]
    if before and _THEN.search(text, before[-1].span.end, sign.end):
        return before[-1].year, None
    nearest = min(years, key=lambda y: max(y.span.start - sign.end, sign.start - y.span.end, 0))
    if nearest.aim == "from":
        return nearest.year, None
    issued = issue_year(document)
    if issued is not None and nearest.year <= issued:
        return None, None
    return nearest.since, nearest.year if nearest.aim in _ENDS or nearest.since else None


def _element(document: Document, group: Sequence[Direction]) -> Element:
    first = max(group, key=lambda direction: direction.confidence)
    place = first.place.value.rsplit("/", 1)[-1] if first.place else ""
    years = "-".join(str(year) if year else "" for year in (first.since, first.until)).strip("-")
    parts = (document.id, "richting", first.slug, mint_slug(_WORDS[first.way]), place, years)
    spans = tuple(dict.fromkeys(span for direction in group for span in direction.spans))
    return Element(
        iri=document.names.mint("uitspraak", "-".join(part for part in parts if part)),
        type=BG.PolicyElement,
        evidence=spans[:_MAX_SPANS],
        method=_METHOD,
        confidence=first.confidence,
        layer=BG.Extracted,
        statements=tuple(_statements(document, first)),
        modality=next((one.modality for one in group if one.modality), None),
    )


def _statements(document: Document, direction: Direction) -> Iterator[Statement]:
    yield Statement(predicate=DCT.subject, object=Literal.text(direction.subject, "nl"))
    added = document.register.get(document.names.mint("indicator", f"{direction.slug}-toegevoegd"))
    same = added or document.register.get(document.names.mint("indicator", direction.slug))
    if same is not None:
        yield Statement(predicate=BG.forIndicator, object=same.iri)
        for theme in same.themes:
            yield Statement(predicate=BG.hasTheme, object=theme, claimed=False)
    yield Statement(predicate=BG.measureMode, object=BG.Increment)
    low, high = _BOUNDS[direction.way]
    if low is not None:
        yield Statement(predicate=BG.lowerBound, object=Literal.decimal(low))
    if high is not None:
        yield Statement(predicate=BG.upperBound, object=Literal.decimal(high))
    if direction.place is not None:
        where = direction.place.evidence
        yield Statement(predicate=BG.scopePlace, object=direction.place.value, evidence=where)
    if direction.since is not None:
        yield Statement(predicate=BG.baselineYear, object=Literal.date(f"{direction.since:04d}"))
    if direction.until is not None:
        yield Statement(predicate=BG.targetYear, object=Literal.date(f"{direction.until:04d}"))
    label = Literal.text(_label(direction), "nl")
    yield Statement(predicate=SKOS.prefLabel, object=label, claimed=False)


def _label(direction: Direction) -> str:
    """A name in our own words, such as `krimp: inwoners (na 2031)`."""
    match direction.since, direction.until:
        case None, None:
            period = ""
        case int(), None:
            period = f" (na {direction.since})"
        case None, int():
            period = f" (tot {direction.until})"
        case _:
            period = f" ({direction.since}–{direction.until})"
    return f"{_WORDS[direction.way]}: {direction.subject}{period}"


EXTRACTOR: Final = Extractor("directions", VERSION, extract)
