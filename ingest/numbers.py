"""Dutch numbers with their spans and how sharp they are.

Counts: figures with thousands dots and decimal commas (`12.500`, `€ 2,4 miljoen`, `35%`, `40 ha`,
`2/5 deel`, `de helft van`, `een kwart in 2031`), ranges (`300 tot 450`, `80-90`, `tussen 10 en
20`), the words twee … twintig and één, with the hedge before (`minstens`, `circa`, `hooguit`) or
after (`plus`) as part of the number.
Does not count: dates, years (`2035`, unless a counted word such as `woningen` follows directly),
clock times, ordinals (`3e`), list markers, references (`artikel 5`, `paragraaf 4.2`, `bijlage 1`),
names with a digit (`A18`), telephone numbers and postcodes.
Example that counts: `ruim 4.200 banen`. Example that does not: `zie paragraaf 3.1`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal as OneOf

from ingest.dates import find_dates
from ingest.guarded import guard
from ontology.records import Span

Unit = OneOf[
    "count", "percent", "part", "euro", "hectare", "kilometre", "metre", "square metre",
    "square kilometre", "cubic metre", "minute", "tonne", "kW", "MW", "GW", "kWh", "MWh", "GWh",
    "TWh", "GJ", "TJ", "PJ", "centimetre", "millimetre", "litre", "milligram per litre",
    "cubic metre per second", "kilometre per hour", "degree", "decibel",
]  # fmt: skip

_GAP: Final = r"[ \t\u00a0\u202f]*\n?[ \t\u00a0\u202f\n]{0,4}"  # a line may end inside a phrase
_FIGURE: Final = r"\d{1,3}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?|\d+,\d+|\d+"
_SCALES: Final = {
    "duizend": Decimal(1_000),
    "miljoen": Decimal(1_000_000),
    "mln": Decimal(1_000_000),
    "miljard": Decimal(1_000_000_000),
    "mld": Decimal(1_000_000_000),
}
_UNITS: Final[dict[str, Unit]] = {
    "%": "percent",
    "procent": "percent",
    "euro": "euro",
    "cent": "euro",
    "ha": "hectare",
    "hectare": "hectare",
    "hectaren": "hectare",
    "km": "kilometre",
    "kilometer": "kilometre",
    "meter": "metre",
    "m2": "square metre", "m²": "square metre", "vierkante meter": "square metre",
    "km2": "square kilometre", "km²": "square kilometre",
    "vierkante kilometer": "square kilometre",
    "m3": "cubic metre", "m³": "cubic metre", "kubieke meter": "cubic metre",
    "cm": "centimetre", "centimeter": "centimetre", "mm": "millimetre", "millimeter": "millimetre",
    "liter": "litre", "mg/l": "milligram per litre", "milligram per liter": "milligram per litre",
    "m3/s": "cubic metre per second", "m³/s": "cubic metre per second",
    "kubieke meter per seconde": "cubic metre per second",
    "km/u": "kilometre per hour", "km/uur": "kilometre per hour",
    "kilometer per uur": "kilometre per hour",
    "°c": "degree", "graden celsius": "degree", "graden": "degree",
    "db": "decibel", "db(a)": "decibel", "decibel": "decibel",
    "minuut": "minute", "minuten": "minute",
    "ton": "tonne", "kton": "tonne", "kiloton": "tonne", "mton": "tonne", "megaton": "tonne",
    "kw": "kW", "kilowatt": "kW", "mw": "MW", "megawatt": "MW", "gw": "GW", "gigawatt": "GW",
    "kwh": "kWh", "kilowattuur": "kWh", "mwh": "MWh", "megawattuur": "MWh",
    "gwh": "GWh", "gigawattuur": "GWh", "twh": "TWh", "terawattuur": "TWh",
    "gj": "GJ", "gigajoule": "GJ", "tj": "TJ", "terajoule": "TJ", "pj": "PJ", "petajoule": "PJ",
}  # fmt: skip
_FACTORS: Final = {
    "cent": Decimal("0.01"),
    "kton": Decimal(1_000),
    "kiloton": Decimal(1_000),
    "mton": Decimal(1_000_000),
    "megaton": Decimal(1_000_000),
}  # from the unit as written to the unit as read
_COUNTED: Final = frozenset(("aantal", "aantallen", "stuks", "#", "n"))
_TON_OF_MONEY: Final = Decimal(100_000)
_MONEY: Final = re.compile(
    r"€|\b(?:euro|betaal\w*|betalen|bijdra\w+|draagt|dragen|subsidie\w*|budget\w*|begrot\w+|"
    r"kost\w*|invest\w+|reserve\w*|krediet\w*|financ\w+|middelen)\b",
    re.IGNORECASE,
)
_NEAR: Final = 80  # code points around `ton` in which a word says that it is money
_WORD_LIST: Final = (
    "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
    "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
    "twintig",
)  # fmt: skip
_TENS: Final = {
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70,
    "tachtig": 80, "negentig": 90,
}  # fmt: skip
_ONES: Final = ("een", *_WORD_LIST[1:9])
_WORDS: Final = (
    {word: Decimal(value) for value, word in enumerate(_WORD_LIST, start=1)}
    | {word: Decimal(value) for word, value in _TENS.items()}
    | {
        f"{one}{'ën' if one.endswith('e') else 'en'}{ten}": Decimal(value + tens)
        for ten, tens in _TENS.items()
        for value, one in enumerate(_ONES, start=1)
    }
    | {"nul": Decimal(0), "honderd": Decimal(100), "eén": Decimal(1)}
    | {"anderhalf": Decimal("1.5"), "anderhalve": Decimal("1.5")}
)
_HALVES: Final = {"een half": Decimal("0.5"), "half": Decimal("0.5"), "een": Decimal(1)}
_GLUED_HALVES: Final = {words.replace(" ", ""): half for words, half in _HALVES.items()}
_SHARES: Final = {
    "de helft": Decimal(50),
    "driekwart": Decimal(75),
    "een kwart": Decimal(25),
    "een vijfde": Decimal(20),
    "een derde": Decimal("33.33"),
    "twee derde": Decimal("66.67"),
}  # in percent
_GLUED_SHARES: Final = {words.replace(" ", ""): share for words, share in _SHARES.items()}
_UNIT_WORDS: Final = "|".join(
    re.escape(word).replace("\\ ", _GAP)
    for word in sorted(_UNITS, key=len, reverse=True)
    if word != "%"
)
_NUMBER: Final = re.compile(
    rf"""
    (?P<euro>€{_GAP})?
    (?:
        (?<![\w/.,'’§€-])(?<![€][ ])(?P<fraction>\d{{1,2}}/\d{{1,2}}){_GAP}deel\b
      | (?<![\w/.,'’])(?P<sign>-)?(?P<figure>{_FIGURE})(?!\d|[.,/:]\d)(?!\w)
      | (?<!\w)(?P<half>een{_GAP}half|half|een)(?={_GAP}(?:miljoen|miljard)\b)
      | (?<!\w)(?P<share>{"|".join(_SHARES).replace(" ", _GAP)})
        (?={_GAP}(?:van|daarvan|hiervan|ervan|meer|minder|in{_GAP}\d{{4}}|[a-z]+er{_GAP}dan)\b)
      | (?<!\w)(?P<word>{"|".join(sorted(_WORDS, key=len, reverse=True))})(?!\w|-)
    )
    (?:{_GAP}(?P<scale>duizend|miljoen|miljard|mln\b\.?|mld\b\.?)(?!\w))?
    (?:{_GAP}(?P<unit>%|(?:{_UNIT_WORDS})(?!\w)))?
    (?:(?<=%){_GAP}procent(?!\w))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FIGURE_START: Final = re.compile(r"[-€\d]")
_WORD_START: Final = re.compile(
    rf"[-€\d]|(?<!\w)(?:{'|'.join([*_WORDS, *_HALVES, *_SHARES]).replace(' ', _GAP)})",
    re.IGNORECASE,
)
_WORDED: Final = guard(  # each number word holds one of these; the article `een` needs a scale
    "|".join([*_WORD_LIST, *_TENS, "nul", "honderd", "anderhal", "half", "helft", "kwart", "derde"])
    + "|vijfde|miljoen|miljard"
)
_REFERRING_WORDS: Final = (
    "artikel artikelen art. paragraaf paragrafen par. hoofdstuk bijlage bijlagen figuur tabel "
    "kaart pagina blz. p. § actie acties pijler fase stap nr. nummer versie deel lid tel. "
    "telefoon vraag optie scenario route lijn"
)
_REFERRING: Final = tuple(_REFERRING_WORDS.split())
_JOINING: Final = (",", "en", "t/m", "tot en met", "&", "-")  # `artikel 3, 5 en 7`
_REFERENCE: Final = re.compile(
    rf"(?:{'|'.join(map(re.escape, _REFERRING))}|(?<!\w)[x×])"
    rf"(?:\s*\d+(?:\.\d+)*\s*(?:{'|'.join(_JOINING)}))*\s*$",
    re.IGNORECASE,
)
_REFERENCE_END: Final = (*_REFERRING, *_JOINING, "x", "×")
_MARKER: Final = re.compile(r"^[ \t\f•-]*\(?\d{1,3}[.)](?=\s|[A-Z])", re.MULTILINE)
_POSTCODE: Final = guard(r"\b[1-9]\d{3} ?[A-Z]{2}\b")
_PHONE: Final = guard(r"(?<!\w)(?:\+\d{2}|0\d{1,3})[ -]?\d[\d -]{5,12}(?!\w)")
_PAPER: Final = guard(r"\b[Kk]amerstuk(?:ken)?(?: \w{1,2})? \d{2}[ .]?\d{3}(?:,? nr\.? ?\d+)?")
_SECTION: Final = guard(r"(?<![\w.,])\d{1,2}(?:\.\d{1,2})+\.?(?![\d%])")
_HYPHENATED: Final = re.compile(r"-(?=[^\W\d])")

_AT_LEAST: Final = (
    r"minstens|minimaal|ten ?minste|op ?zijn minst|meer dan|niet minder dan|boven de|vanaf|"
    r"in ieder geval"
)
_AT_MOST: Final = (
    r"maximaal|hooguit|ten ?hoogste|hoogstens|niet meer dan|minder dan|max\.|onder de|tot maximaal"
)
_ABOUT: Final = (
    r"circa|ca\.?|ongeveer|ruim|pakweg|bij benadering|~|zo[’'‘]n|bijna|rond de|rond|grofweg|"
    r"om en nabij de|krap|naar schatting|een kleine|een dikke|gemiddeld|±"
)
_HEDGE: Final = re.compile(
    rf"(?<!\w)(?:(?P<most>{_AT_MOST})|(?P<least>{_AT_LEAST})|(?P<about>{_ABOUT}))"
    rf"(?:{_GAP}de)?{_GAP}$",
    re.IGNORECASE,
)
_PLUS: Final = re.compile(rf"(?:\+|{_GAP}plus)(?!\w)", re.IGNORECASE)
_LINK: Final = re.compile(
    rf"{_GAP}(?:tot en met|t/m|tot|à|[-–—]){_GAP}(?:(?:maximaal|circa|ca\.)\s+)?$", re.IGNORECASE
)
_BETWEEN: Final = re.compile(rf"(?<!\w)tussen(?:{_GAP}de)?{_GAP}$", re.IGNORECASE)
_AND: Final = re.compile(rf"{_GAP}en(?:{_GAP}de)?{_GAP}$", re.IGNORECASE)
_TO: Final = re.compile(rf"{_GAP}naar{_GAP}", re.IGNORECASE)
_OUT_OF: Final = re.compile(
    rf"{_GAP}(?:(?P<on>op)|van){_GAP}(?:de|elke|iedere){_GAP}", re.IGNORECASE
)
_OF_MONEY: Final = ("miljoen", "miljard", "mln", "mld", "duizend")
_NO_NOUN: Final = re.compile(
    r"\.?\s*(?:$|[.,;)](?!\d)|(?:betaalt|betalen|bijdraagt|in|voor|en|naar|uit|van|aan|per|tot|ten|bij|door|is|komt)\b)"
)
_WHOLES: Final = frozenset(map(Decimal, (3, 4, 5, 6, 7, 8, 9, 10, 100)))
_ROUND: Final = frozenset(map(Decimal, (10, 100)))  # `drie van de vijf plannen` is a count
_PRECISELY: Final = re.compile(
    r"(?:\s+(?:daarvan|hiervan|ervan))?\s*[,(]\s*(?:namelijk\s+|te weten\s+|of(?:te)?wel\s+)?"
)
_ALONE: Final = frozenset[Unit](("count", "part", "euro"))  # not shared with a figure before
_BASE: Final = re.compile(rf"\b(?:per|op{_GAP}(?:de|elke|iedere)){_GAP}$", re.IGNORECASE)
_TENFOLD: Final = frozenset(Decimal(10) ** power for power in range(2, 7))
_IN_SENTENCE: Final = re.compile(r"[\w’'-]{2,} $")
_CAPITAL_NEXT: Final = re.compile(r" [A-ZÀ-Þ]")
_NEXT_WORD: Final = re.compile(rf"{_GAP}([^\W\d]+)")
_REACH: Final = 24  # code points before a number in which its hedge or reference stands


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the text gives it: closed limits (None = open) over an exact span.

    `value_start` is where the figure itself begins, after the hedge. Percentages are in percent,
    money in euro, areas in hectares, a part (`1/3 deel`) as a fraction of one.
    """

    span: Span
    value_start: int
    low: Decimal | None
    high: Decimal | None
    approximate: bool = False
    unit: Unit = "count"
    worded: bool = False  # written as a word: 'twee'

    @property
    def value(self) -> Decimal:
        """The number itself, or the lower end of a range."""
        value = self.low if self.low is not None else self.high
        assert value is not None  # one end is always there
        return value


def find_numbers(text: str, counted: Collection[str] = ()) -> tuple[Number, ...]:
    """All numbers in a text, in order.

    Args:
        text: any text; spans are offsets into it.
        counted: lower-case words that make a year-like figure before them a number (`woningen`).
    """
    matches = list(_matches(text))
    closed = list(_closed_spans(text)) if matches else []
    plain = [
        number for match in matches if (number := _read(text, match, closed, counted)) is not None
    ]
    plain = _share_out(text, _share_money(text, _share_units(text, plain)))
    plain = [number for number in plain if not _is_base(text, number)]
    plain = [
        number
        for number, after in zip(plain, [*plain[1:], None], strict=False)
        if after is None or not _is_rough(text, number, after)
    ]
    return tuple(_hedge(text, number) for number in _join_ranges(text, plain))


def read_unit(words: str) -> tuple[Unit, Decimal] | None:
    """The unit that words name in a table, and the factor to it: `kton` is 1,000 tonnes."""
    plain = " ".join(words.lower().split()).strip("()[]")
    if plain in _COUNTED:
        return "count", Decimal(1)
    unit = _UNITS.get(plain)
    return None if unit is None else (unit, _FACTORS.get(plain, Decimal(1)))


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What `_NUMBER.finditer` gives, tried only where a number can begin."""
    end = 0
    starts = _WORD_START if _WORDED.may_match(text) else _FIGURE_START
    for start in starts.finditer(text):
        match = _NUMBER.match(text, start.start()) if start.start() >= end else None
        if match is not None:
            end = match.end()
            yield match


def _share_units(text: str, numbers: list[Number]) -> list[Number]:
    """In `van 5,1 naar 3,8 procent` the first figure is a percentage as well."""
    found = list(numbers)
    for index in range(len(found) - 2, -1, -1):
        first, second = found[index], found[index + 1]
        linked = _TO.fullmatch(text, first.span.end, second.span.start)
        if linked and first.unit == "count" and second.unit not in _ALONE and not first.worded:
            found[index] = replace(first, unit=second.unit)
    return found


def _share_money(text: str, numbers: list[Number]) -> list[Number]:
    """In `4 miljoen euro in 2030, 19 miljoen in 2031` the second is money as well."""
    found: list[Number] = []
    for number in numbers:
        before = found[-1] if found else None
        if before is not None and before.unit == "euro" and number.unit == "count":
            scaled = text[number.span.start : number.span.end].rstrip(".")
            if scaled.endswith(_OF_MONEY) and _NO_NOUN.match(text, number.span.end):
                number = replace(number, unit="euro")
        found.append(number)
    return found


def _share_out(text: str, numbers: list[Number]) -> list[Number]:
    """`Vier op de vijf`, `zeven van de tien`: one percentage for the two numbers."""
    found: list[Number] = []
    for number in numbers:
        first = found[-1] if found else None
        if first is not None and first.unit == number.unit == "count" and number.low:
            linked = _OUT_OF.fullmatch(text, first.span.end, number.span.start)
            wholes = _WHOLES if linked and linked["on"] else _ROUND
            if linked and number.value in wholes and first.value <= number.value:
                share = (first.value / number.value * 100).quantize(Decimal("0.01"))
                span = Span(first.span.start, number.span.end)
                found[-1] = replace(
                    first, span=span, low=share, high=share, unit="percent", worded=True
                )
                continue
        found.append(number)
    return found


def _is_base(text: str, number: Number) -> bool:
    """Whether others are counted by so many: `8 per 1.000 inwoners`."""
    start = number.span.start
    base = number.unit == "count" and number.value in _TENFOLD
    return base and bool(_BASE.search(text, max(0, start - _REACH), start))


def _is_rough(text: str, number: Number, after: Number) -> bool:
    """Whether the next number says it precisely: `een kwart daarvan, 27 procent`."""
    if not (number.worded and number.unit == after.unit == "percent"):
        return False
    return bool(_PRECISELY.fullmatch(text, number.span.end, after.span.start))


def _closed_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans whose figures are no numbers: dates, markers, section numbers, addresses."""
    for date in find_dates(text):
        yield date.span.start, date.span.end
    for pattern in (_MARKER, _POSTCODE, _PHONE, _PAPER):
        for match in pattern.finditer(text):
            yield match.span()
    for match in _SECTION.finditer(text):
        yield match.span()


def _read(
    text: str,
    match: re.Match[str],
    closed: list[tuple[int, int]],
    counted: Collection[str],
) -> Number | None:
    figure = match["figure"]
    start = match.start()
    if any(first < match.end() and start < last for first, last in closed):
        return None
    if figure and not match["euro"] and not match["scale"] and not match["unit"]:
        if _HYPHENATED.match(text, match.end()):
            return None
        if _is_year(figure) and not _counts(text, match.end(), counted):
            return None
        if len(figure) > 1 and figure[0] == "0" and "," not in figure:
            return None
    if match["word"] and _is_named(text, match):
        return None
    reference = _find_reference(text, start)
    if reference and not (figure and len(figure) > 2 and "," in reference.group()):
        return None  # but `fase 4, 310 woningen` is not about a phase 310
    if match["sign"] and start and text[start - 1] not in " \t\n(":
        return None
    value, unit = _value(match), _unit(match)
    if unit == "tonne" and match["unit"].lower() == "ton" and _is_money(text, match):
        value, unit = value * _TON_OF_MONEY, "euro"
    return Number(
        span=Span(start, match.end()),
        value_start=start,
        low=value,
        high=value,
        unit=unit,
        worded=bool(match["word"] or match["share"] or match["half"]),
    )


def _find_reference(text: str, start: int) -> re.Match[str] | None:
    """The words right before a number that make it the number of a chapter, a table, a page."""
    first = max(0, start - _REACH)
    if not text[first:start].rstrip().lower().endswith(_REFERENCE_END):
        return None
    return _REFERENCE.search(text, first, start)


def _is_named(text: str, match: re.Match[str]) -> bool:
    """Whether a number word is part of a name: `stichting De Drie Beuken`."""
    inside = _IN_SENTENCE.search(text, max(0, match.start() - _REACH), match.start())
    return bool(match["word"][0].isupper() and inside and _CAPITAL_NEXT.match(text, match.end()))


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure.isdigit() and 1800 <= int(figure) <= 2199


def _counts(text: str, end: int, counted: Collection[str]) -> bool:
    word = _NEXT_WORD.match(text, end)
    return word is not None and word[1].lower() in counted


def _value(match: re.Match[str]) -> Decimal:
    if match["fraction"]:
        over, under = match["fraction"].split("/")
        return Decimal(over) / Decimal(under) if int(under) else Decimal(over)
    if match["share"]:
        return _GLUED_SHARES[re.sub(r"\s+", "", match["share"].lower())]
    if match["word"]:
        value = _WORDS[match["word"].lower()]
    elif match["half"]:
        value = _GLUED_HALVES[re.sub(r"\s+", "", match["half"].lower())]
    else:
        value = parse_figure(match["figure"])
        if match["sign"]:
            value = -value
    if match["scale"]:
        value *= _SCALES[match["scale"].lower().rstrip(".")]
    return value * _FACTORS.get((match["unit"] or "").lower(), 1)


def _is_money(text: str, match: re.Match[str]) -> bool:
    """Whether `6 ton` is money: words nearby pay, cost or contribute."""
    if match["euro"]:
        return True
    near = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return bool(_MONEY.search(near))


def parse_figure(figure: str) -> Decimal:
    """The value of a Dutch figure: `1.250,5` is 1250.5.

    Raises:
        decimal.InvalidOperation: when it is not a figure.
    """
    return Decimal(re.sub(r"[.\u00a0\u202f]", "", figure).replace(",", "."))


def _unit(match: re.Match[str]) -> Unit:
    if match["fraction"]:
        return "part"
    if match["share"]:
        return "percent"
    if match["euro"]:
        return "euro"
    unit = re.sub(r"\s+", " ", (match["unit"] or "").lower())
    return _UNITS.get(unit, "count")


def _join_ranges(text: str, numbers: list[Number]) -> Iterator[Number]:
    """Pairs such as `300 tot 450` become one number with two ends."""
    index = 0
    while index < len(numbers):
        first = numbers[index]
        second = numbers[index + 1] if index + 1 < len(numbers) else None
        joined = _join(text, first, second) if second else None
        index += 2 if joined else 1
        yield joined or first


def _join(text: str, first: Number, second: Number) -> Number | None:
    between = text[first.span.end : second.span.start]
    if len(between) > _REACH:
        return None
    start = first.span.start
    hedge = _BETWEEN.search(text, max(0, start - _REACH), start)
    if not (_LINK.fullmatch(between) or (hedge and _AND.fullmatch(between))):
        return None
    low = _scale_like(text, first, second)
    if low >= second.value or first.unit not in {second.unit, "count"}:
        return None
    span = Span(hedge.start() if hedge else start, second.span.end)
    return replace(first, span=span, low=low, high=second.high, unit=second.unit)


def _scale_like(text: str, first: Number, second: Number) -> Decimal:
    """In `2 tot 3 miljoen` the first figure is in millions as well."""
    words = text[second.span.start : second.span.end].lower()
    if re.search(r"[^\W\d]", text[first.span.start : first.span.end]):
        return first.value
    for word, factor in _SCALES.items():
        if re.search(rf"\b{word}\b", words):
            return first.value * factor
    return first.value


def _hedge(text: str, number: Number) -> Number:
    """The number with its hedge: `minstens 40` has no upper end, `circa 40` is approximate."""
    plus = _PLUS.match(text, number.span.end)
    if plus and number.unit == "count":
        span = Span(number.span.start, plus.end())
        return _hedge_before(text, replace(number, span=span, high=None))
    return _hedge_before(text, number)


def _hedge_before(text: str, number: Number) -> Number:
    start = number.span.start
    match = _HEDGE.search(text, max(0, start - _REACH), start)
    if match is None:
        return number
    number = replace(number, span=Span(match.start(), number.span.end))
    if match["about"]:
        return _hedge_before(text, replace(number, approximate=True))
    if match["least"]:
        return replace(number, high=None)
    return replace(number, low=None, high=number.high or number.low)
