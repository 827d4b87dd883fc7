"""Names of documents and programmes that nobody registered, found by how they are written.

Counts: a law in one word, what is made for a year (`programmabegroting 2031`), a plan with its
area, a map or study by its name, a fund (`het Meerfonds`, as programme); a lower-case title with
whose it is (`omgevingsvisie van Beltum`, `de provinciale waterverordening`), a compound that
names one document (`de kantorenvisie`, `het Klimaatakkoord`), a law, an atlas, a ladder, a letter
about something, a study in a list of sources; a programme by its name (`Programma Mooi Land`,
`nationaal programma Vitaal Platteland`); and wherever it stands the abbreviation that the
document gives one of these between brackets.
Does not count: a bare kind (`de omgevingsvisie`, `het programma`), a plural (`woonvisies`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ingest.guarded import Guarded, GuardedList, guard
from ingest.once import remember
from ontology.records import Span

_GAP: Final = r"(?:[ \t]|\xad|\s*\n\s?)+"
_CAP: Final = r"[A-ZÀ-Þ][\w’'&/-]*"
_NAME_TAIL: Final = rf"{_CAP}(?:{_GAP}(?:(?:en|van|voor|der|de|het|in){_GAP}){{0,2}}{_CAP}){{0,4}}"
_KIND: Final = "visie|nota|akkoord|verordening|convenant|atlas|manifest|notitie|biografie"
_NAMED_KIND: Final = f"{_KIND}|agenda|strategie|document|kader"
_DATED_KIND: Final = "[Pp]rogrammering|[Kk]oers|[Kk]ompas|[Pp]act|[Aa]fspraken"
_YEARLY: Final = (
    "[Bb]egroting|[Aa]kkoord|nota|[Jj]aarrekening|[Jj]aarverslag|[Jj]aarstukken|jaarplan|"
    "uitvoeringsplan|beheerplan|beleidsplan"
)
_UNVERBAL: Final = (
    r"(?!(?:is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|geeft|geven|laat|laten|stelt|toont|"
    r"blijkt|blijken|die|dat|staat|staan|komt|kan|moet|zal|adviseert|wijst|zegt)\b)"
)
_PLAN: Final = (
    "(?:bestemmings|inpassings|omgevings|beleids|beheer|uitvoerings|structuur|verkeers|"
    "mobiliteits|master|peil)plan|projectbesluit|peilbesluit|legger|reglement|statuut"
)
GENERIC: Final = frozenset(
    f"{stem}{kind}"
    for stem in (
        *(
            "omgevings",
            "toekomst",
            "structuur",
            "woon",
            "beleids",
            "gebieds",
            "concept",
            "",
            "kader",
        ),
        *("voorjaars", "najaars", "perspectief", "start", "raads", "begrotings", "jaar", "zomer"),
    )
    for kind in ("visie", "nota", "notitie", "verordening", "document", "kader", "agenda")
)
_DOCUMENTS: Final = tuple(
    guard(pattern)
    for pattern in (
        # whose: 'omgevingsvisie van de gemeente Beltum', 'bedrijvennota Merenland'
        rf"(?<![\w-])[Cc]?[\w]{{4,}}(?:{_KIND})(?:{_GAP}[a-z]{{4,}}visie)?{_GAP}"
        rf"(?:van{_GAP}(?:de{_GAP})?)?(?:(?:gemeente|provincie|regio){_GAP})?{_CAP}"
        rf"(?:{_GAP}{_CAP})?",
        rf"(?<![\w-])(?:[Pp]rovinciale|[Rr]egionale|[Ll]andelijke|[Nn]ationale|[Gg]emeentelijke){_GAP}"
        rf"\w*(?:{_KIND})\b",
        rf"\b(?:de|het){_GAP}(?P<name>[a-z]{{5,}}(?:{_KIND}))\b(?!-)",
        # a compound written as a name inside a sentence
        rf"[a-zà-ÿ,(]{_GAP}(?P<name>[A-ZÀ-Þ][a-zà-ÿ]{{3,}}(?:{_NAMED_KIND}))\b(?!{_GAP}\()",
        rf"[a-z,(]{_GAP}(?P<name>(?:{_CAP}{_GAP}){{1,3}}(?:Agenda|Atlas|Nota|Akkoord|Strategie|Kader|Visie))\b",
        rf"(?<![\w-])(?:{_CAP}{_GAP}){{0,3}}\w*(?:{_DATED_KIND}){_GAP}(?:19|20)\d\d"
        r"(?:\s?[-–]\s?(?:19|20)\d\d)?(?![\d.,]\d)",
        rf"\b[Aa]tlas{_GAP}(?:van|voor){_GAP}(?:de{_GAP})?{_CAP}(?:{_GAP}[a-z]{{4,}})?",
        r"\b[Ll]adder\s+voor\s+[a-z]{5,}\s+[a-z]{5,}",
        r"(?<=[a-z] )Wet\s+(?:op\s+de\s+|op\s+het\s+)?[a-z]{5,}(?:\s+[a-z]{5,})?",
        rf"(?<![\w-])[a-z]*brief{_GAP}{_CAP}(?:{_GAP}[\w-]{{4,}})?",
    )
)
_GUARDED: Final = tuple(
    guard(pattern)
    for pattern in (
        # a plan with the area it is for, a law or map in one word, what answers others
        rf"(?<![\w-])[a-z]*(?:{_PLAN}){_GAP}(?:(?:voor|van){_GAP}(?:(?:de|het){_GAP}(?:[a-z]{{4,}}{_GAP})?)?)?{_CAP}"
        rf"(?:{_GAP}{_CAP}){{0,3}}",
        r"(?<![\w-])[A-ZÀ-Þ][a-zà-ÿ]{3,}wet\b(?!-)",
        rf"[a-zà-ÿ,(]{_GAP}(?P<name>[A-ZÀ-Þ][a-zà-ÿ]{{2,}}kaart(?:{_GAP}{_CAP}){{1,3}})",
        rf"\bNota{_GAP}van{_GAP}(?:zienswijzen|uitgangspunten|beantwoording|inlichtingen)\b",
        rf"\b(?:de|het|een|onze){_GAP}(?P<name>[a-z]*(?:visie|akkoord|convenant|nota|verordening|agenda|"
        rf"overeenkomst){_GAP}uit{_GAP}(?:19|20)\d\d)(?![\d-])",
        rf"\b(?:de|het|een){_GAP}(?P<name>milieueffectrapport(?:age)?|plan-?MER|planMER)\b",
        # a report by its name, to the end of the clause
        rf"\b(?:[Rr]apport|[Ss]tudie|[Oo]nderzoek|[Ee]valuatie|[Pp]ublicatie|[Bb]rochure|[Ee]ssay|"
        rf"[Aa]dvies|[Vv]erkenning){_GAP}"
        rf"(?P<name>{_CAP}(?:(?:{_GAP}(?:[a-z]{{2,6}}{_GAP}){{0,2}}{_CAP}){{1,4}}(?=\s?[.(,;])"
        rf"|(?:{_GAP}{_UNVERBAL}[\w-]+){{1,5}}(?=\s?[.(;])))",
        # a name with who made it and when: `de Staat van de Stad (Bureau Zee, 2031)`
        rf"\b(?:de|het|een|uit|in|op){_GAP}(?P<name>{_NAME_TAIL})"
        r"(?=\s\((?:[^().;\d]{2,60},\s)?(?:19|20)\d\d\))",
        rf"\b(?:de|het){_GAP}(?P<name>Staat{_GAP}van{_GAP}(?:(?:de|het){_GAP})?"
        rf"{_CAP}(?:{_GAP}{_CAP}){{0,2}})",
        # a motion by its name, a paper of parliament by its number
        rf"\b(?:de|een){_GAP}(?P<name>(?:motie|amendement){_GAP}[‘'“]?{_CAP}"
        rf"(?:{_GAP}{_UNVERBAL}[\w-]+){{0,6}}?)"
        r"(?=\s?[(.,;:’'”]|\s(?:die|dat|waarin|waarmee|van\s[A-ZÀ-Þ]))",
        r"\b(?P<name>[Kk]amerstuk(?:ken)?(?:\s(?:I{1,2}|EK|TK))?\s\d{2}[ .]?\d{3}"
        r"(?:[- ][A-Z]{1,4})?(?:,?\snr\.?\s?\d+)?)",
        # what is made for a year or a council's term
        rf"(?<![\w-])(?:{_CAP}{_GAP}){{0,3}}\w*(?:{_YEARLY}){_GAP}(?:19|20)\d\d"
        r"(?:\s?[-–]\s?(?:19|20)\d\d)?(?![\d.,]\d)",
    )
)
_LETTER: Final = guard(
    rf"(?<![\w-])(?:informati(?:ef|eve){_GAP})?(?P<kind>[a-z]*brief){_GAP}"
    rf"(?:(?:geïnformeerd{_GAP})?over|inzake|betreffende|"
    rf"in{_GAP}het{_GAP}kader{_GAP}van){_GAP}(?P<about>[^.;:,()]{{4,90}})"
)
_FIRST_WORDS: Final = re.compile(r"(?:\S+\s*){1,5}(?<=\S)")
_STUDY: Final = guard(
    r"(?<=[,:] )(?:[\w-]*-(?:onderzoek|studie|kaart|analyse)(?:\s[A-ZÀ-Þ]\w+)?"
    r"|[A-ZÀ-Þ][\w-]*(?:prognoses?|kaart|enquête|onderzoek)"
    r"|(?:onderzoek|studie)\s\w+\s\([A-ZÀ-Þ]\w+\))"
)
_SOURCE_LIST: Final = guard(
    r"\b(?:samengesteld uit|gebaseerd op|bron(?:nen)?\b|op basis van)", re.IGNORECASE
)
_FIRST_STUDY: Final = guard(r"[Ss]amengesteld uit ([A-ZÀ-Þ][\w-]*(?:prognoses?|kaart))")
_PROGRAMME: Final = guard(
    rf"(?<![\w-])(?:(?:[Nn]ationaal|[Rr]egionaal|[Pp]rovinciaal|[Ll]andelijk){_GAP})?"
    rf"[Pp]rogramma{_GAP}[‘'“]?(?P<name>{_NAME_TAIL})"
    rf"|(?<=[a-zà-ÿ,(] )[A-ZÀ-Þ][a-zà-ÿ]{{3,}}programma\b(?:{_GAP}{_NAME_TAIL})?"
)
_FUND: Final = guard(
    rf"(?:(?<=[Hh]et )|(?<=[Dd]e )|(?<=[a-zà-ÿ,(] )(?=\w+{_GAP}{_CAP}))"
    rf"[A-ZÀ-Þ][a-zà-ÿ]{{3,}}(?:fonds|subsidie)\b(?:{_GAP}{_NAME_TAIL})?"
    rf"|(?<=[Dd]e ){_CAP}{_GAP}[A-ZÀ-Þ][a-zà-ÿ]{{5,}}subsidie\b"
)
_ALL: Final = GuardedList(
    (_PROGRAMME, _FUND, _LETTER, *_GUARDED, *_DOCUMENTS, _SOURCE_LIST, _FIRST_STUDY)
)
_SHORT: Final = re.compile(
    r"\((?:(?:hierna|verder|afgekort|ook wel)(?:\s+te\s+noemen)?:?\s+)?[‘'“]?"
    r"(?P<short>[A-Z][A-Za-z]{0,2}[A-Z]{1,4})[’'”]?(?:,\s*(?:19|20)\d\d)?\)"
)
_STOP_TAIL: Final = re.compile(
    r"\s+(?:de|het|een|van|en|in|op|voor|met|die|dat|tussen|door|over|aan|naar|te|bij)$"
)
_LOOK_BACK: Final = 90
_MAX_SHORTS: Final = 50


@dataclass(frozen=True, slots=True)
class Naming:
    """A name in a text: a document, or a programme."""

    span: Span
    title: str
    is_programme: bool = False


@remember(4_096)  # two extractors ask the same
def find_namings(text: str, start: int = 0) -> tuple[Naming, ...]:
    """The names of documents and programmes in a text; `start` is added to every offset."""
    if not _ALL.which(text):
        return ()
    return (
        *_programmes(text, start),
        *_funds(text, start),
        *_letters(text, start),
        *(one for pattern in (*_GUARDED, *_DOCUMENTS) for one in _matches(pattern, text, start)),
        *_studies(text, start),
    )


def _programmes(text: str, start: int) -> Iterator[Naming]:
    for match in _PROGRAMME.finditer(text):
        yield _naming(match.start(), match.group(), start, is_programme=True)


def _funds(text: str, start: int) -> Iterator[Naming]:
    for match in _FUND.finditer(text):
        yield _naming(match.start(), match.group(), start, is_programme=True)


def _letters(text: str, start: int) -> Iterator[Naming]:
    for match in _LETTER.finditer(text):
        words = _FIRST_WORDS.match(match["about"])
        about = _cut(" ".join(words.group().split() if words else []))
        title = f"{match['kind'].capitalize()} over {about}"
        end = match.start("about") + (words.end() if words else 1)
        span = Span(start + match.start(), start + end)
        if len(title.split()) > 2:
            yield Naming(span, title)


def _matches(pattern: Guarded, text: str, start: int) -> Iterator[Naming]:
    for match in pattern.finditer(text):
        group = "name" if "name" in match.re.groupindex else 0
        if match[group].lower() not in GENERIC:
            yield _naming(match.start(group), match[group], start)


def _studies(text: str, start: int) -> Iterator[Naming]:
    if _SOURCE_LIST.search(text):
        for match in _STUDY.finditer(text):
            yield _naming(match.start(), match.group(), start)
        for match in _FIRST_STUDY.finditer(text):
            yield _naming(match.start(1), match[1], start)


def _naming(at: int, found: str, start: int, *, is_programme: bool = False) -> Naming:
    trimmed = _cut(found.rstrip(" ,;:’'”"))
    title = " ".join(re.sub(r"([-/])\s*\n\s*", r"\1", trimmed.replace("\xad", "")).split())
    title = title[:1].upper() + title[1:]
    return Naming(Span(start + at, start + at + len(trimmed)), title, is_programme)


def _cut(phrase: str) -> str:
    """The phrase without small words at its end."""
    while tail := _STOP_TAIL.search(phrase):
        phrase = phrase[: tail.start()]
    return phrase


def find_shorts(text: str) -> Iterator[tuple[str, str, int]]:
    """Abbreviations the text explains: the short form, the name, and where the name starts.

    The name is the run of words before the brackets that starts with the same capital and has the
    letters of the short form in order.
    """
    for number, match in enumerate(_SHORT.finditer(text)):
        if number == _MAX_SHORTS:
            return
        short = match["short"]
        lead = text[max(0, match.start() - _LOOK_BACK) : match.start()].rstrip()
        starts = [word.start() for word in re.finditer(r"(?<![\w-])[A-ZÀ-Þ]", lead)]
        for at in starts:
            name = " ".join(lead[at:].split())
            if name[0] == short[0] and _spells(short, name) and 2 <= len(name.split()) <= 7:
                yield short, name, _at(match, at)
                break


def _at(match: re.Match[str], at: int) -> int:
    return max(0, match.start() - _LOOK_BACK) + at


def _spells(short: str, name: str) -> bool:
    """Whether the letters of the short form stand in the name in this order."""
    letters = iter(name.lower())
    return "." not in name and all(letter in letters for letter in short.lower())
