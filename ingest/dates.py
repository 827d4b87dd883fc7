"""Dutch dates in running text and in the first column of a planning, as precise as written.

Counts: `3 mei 2031`, `3-5-2031`, `mei 2031`, `3 tot en met 5 mei`, `mei/juni 2031`, `3 mei` and
`mei/juni` (the year must come from elsewhere), `najaar 2031`, `eerste kwartaal 2031`, `Q3 2031`,
`begin mei 2031`, `eind 2031`, `in de loop van 2031`, `voor de zomer` (its first month at the
latest), `na de zomer`, `3 mei tot en met 4 juni 2031`, `tussen april en juni 2031`. In `3 mei, 4
mei en 5 juni 2031` all three have that year.
A bare year counts only through `find_years`, with the small word that says how it is meant.
Does not count: figures that are no calendar date, a month name without day or year inside a
sentence (`in mei` does, since the preposition dates something), numbers of things.
Example that counts: `vóór 1 oktober`. Example that does not: `2.031 woningen`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal as OneOf

from ingest.guarded import guard
from ingest.once import remember
from ontology.records import Span

Aim = OneOf["by", "in", "from", "between", "plain"]

MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_MONTH_NUMBER: Final = {name: n for n, name in enumerate(MONTHS, start=1)} | {
    "jan": 1, "feb": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9,
    "okt": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_SEASONS: Final = {
    "voorjaar": (3, 6),
    "lente": (3, 6),
    "zomer": (6, 9),
    "najaar": (9, 12),
    "herfst": (9, 12),
    "eerste helft": (1, 6),
    "eerste halfjaar": (1, 6),
    "tweede halfjaar": (7, 12),
    "1e helft": (1, 6),
    "2e helft": (7, 12),
    "1e kwartaal": (1, 3),
    "2e kwartaal": (4, 6),
    "3e kwartaal": (7, 9),
    "4e kwartaal": (10, 12),
    "tweede helft": (7, 12),
    "eerste kwartaal": (1, 3),
    "tweede kwartaal": (4, 6),
    "derde kwartaal": (7, 9),
    "vierde kwartaal": (10, 12),
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
}
_BY: Final = {
    "zomer": 6,
    "zomervakantie": 7,
    "zomerreces": 7,
    "najaar": 8,
    "herfst": 8,
    "voorjaar": 2,
    "lente": 2,
    "winter": 11,
    "kerst": 12,
    "kerstreces": 12,
    "meivakantie": 4,
    "meireces": 4,
    "herfstreces": 10,
    "herfstvakantie": 10,
    "jaarwisseling": 12,
    "einde van het jaar": 12,
    "einde van dit jaar": 12,
    "eind van het jaar": 12,
    "eind van dit jaar": 12,
}  # the month that is over, or nearly so, when the season begins
_AFTER: Final = {
    "zomer": 9,
    "zomervakantie": 9,
    "zomerreces": 9,
    "winter": 3,
    "kerst": 1,
    "jaarwisseling": 1,
}
_WEEKS: Final = 53
_COMMON_YEAR: Final = 2026  # any year of 365 days
_FULL_MONTH: Final = "|".join(MONTHS)
_MONTH: Final = "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True))
_YEAR: Final = r"(?:19|20|21)\d\d(?![\d.,]\d|\d)"
_S: Final = r"[ \t\u00a0]*\n?[ \t\u00a0\n]{0,4}"
_LIMITS: Final = "|".join(_BY).replace(" ", _S)
_DATE: Final = guard(
    rf"""(?<![\w.,/-])(?:
      (?P<iso>(?:19|20)\d\d-(?P<iso_month>\d\d)-(?P<iso_day>\d\d))
    | (?P<figures>(?P<f_day>\d{{1,2}})[-/](?P<f_month>\d{{1,2}})[-/](?P<f_year>(?:19|20|21)\d\d))
    | (?P<between>tussen){_S}(?:(?P<b_day>\d{{1,2}}){_S})?(?P<b_month>{_FULL_MONTH})
      (?:{_S}(?P<b_year>{_YEAR}))?{_S}en{_S}(?:(?P<e_day>\d{{1,2}}){_S})?(?P<e_month>{_FULL_MONTH})(?:{_S}(?P<e_year>{_YEAR}))?
    | (?:(?P<since_day>\d{{1,2}}){_S}(?:(?:(?P<since_month>{_MONTH})
      (?:{_S}(?P<since_year>{_YEAR}))?{_S}(?:tot{_S}en{_S}met|tot|t/m|[-–])
      |tot{_S}en{_S}met|tot|t/m|en|[-–]){_S}))?
      (?P<day>\d{{1,2}}){_S}(?P<day_month>{_MONTH})\b\.?(?:{_S}(?P<day_year>{_YEAR}))?
    | (?P<from_month>{_FULL_MONTH})(?:{_S}(?P<from_year>{_YEAR}))?{_S}(?:/|-|–|tot\ en\ met|t/m){_S}
      (?P<to_month>{_FULL_MONTH})(?!\w)(?:{_S}(?P<to_year>{_YEAR}))?
    | (?P<month>{_MONTH})\b\.?{_S}(?:van{_S})?(?P<month_year>{_YEAR})
    | (?P<limit>v(?:oo|óó)r|na)\ (?:de\ |het\ )?(?P<limit_season>{_LIMITS})(?!\w)
      (?:{_S}(?:van{_S})?(?P<limit_year>{_YEAR}))?
    | (?P<season>{"|".join(_SEASONS).replace(" ", _S)})
      (?:(?:{_S}|[-–])(?:van{_S}(?:het{_S}jaar{_S})?)?(?P<season_year>{_YEAR}))?
    | (?P<edge>begin|medio|halverwege|einde?|(?<=in\ )de{_S}loop|gedurende){_S}(?:van{_S})?
      (?:het{_S}jaar{_S})?(?P<edge_year>{_YEAR})
    | week{_S}(?P<week>[1-5]?\d)(?!\d)(?:{_S}(?:van{_S})?(?P<week_year>{_YEAR}))?
    | (?P<bare>(?<=in\ )(?:{_FULL_MONTH})|(?<=eind\ )(?:{_FULL_MONTH})|(?<=begin\ )(?:{_FULL_MONTH})
      |(?<=medio\ )(?:{_FULL_MONTH})|(?<=voor\ )(?:{_FULL_MONTH})|(?<=vanaf\ )(?:{_FULL_MONTH}))
    )(?![\w/])""",
    re.VERBOSE | re.IGNORECASE,
)
_AND: Final = re.compile(rf"(?:,|{_S}en|,{_S}en){_S}(?:op{_S})?")
_EDGES: Final = {
    "begin": (1, 4), "medio": (5, 8), "halverwege": (5, 8), "eind": (9, 12), "einde": (9, 12),
    "de loop": (1, 12), "gedurende": (1, 12),
}  # fmt: skip
_OPENING_MONTH: Final = re.compile(rf"({_FULL_MONTH})(?=[ \t:|]+\S)", re.IGNORECASE)
_OPENING_YEAR: Final = re.compile(
    r"((?:19|20|21)\d\d)(?:/((?:19|20|21)\d\d))?(?=[ \t]*[:|–-][ \t]*[^\W\d]|\t[^\W\d])"
)
_YEARS: Final = guard(
    rf"""(?<!\w)(?:
      (?:tussen|van|periode|jaren){_S}(?P<from>{_YEAR}){_S}(?:en|tot{_S}en{_S}met|tot|t/m|[-–])
        {_S}(?P<to>{_YEAR})
    | (?P<range_from>{_YEAR})[ ]?[-–/][ ]?(?P<range_to>{_YEAR})
    | (?:(?P<aim>tussen{_S}nu{_S}en|van{_S}heden{_S}tot|uiterlijk{_S}in|tot{_S}en{_S}met|tot|voor|
        v[óo]{{2}}r|uiterlijk|richting|naar|eind|t/m|per|in|vanaf|na|sinds|over|medio|begin|rond)
        {_S}(?:het{_S}jaar{_S}|eind{_S}|begin{_S}|medio{_S})?)?
      (?P<year>{_YEAR})
    )(?![\w%]|[-–/]\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_AIMS: Final[dict[str, Aim]] = {
    "in": "in", "per": "in", "rond": "in", "medio": "in", "begin": "in",
    "vanaf": "from", "na": "from", "sinds": "from", "over": "plain",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or a period of months. Without a year, `year` is None and must be carried.

    `first` and `last` are (month, day or None), inclusive; a single moment has them equal. Month 0
    stands for a whole year.
    """

    span: Span
    year: int | None
    first: tuple[int, int | None]
    last: tuple[int, int | None]
    last_year: int | None = None  # when the period ends in another year

    @property
    def is_period(self) -> bool:
        """Whether it runs over more than one moment of its own precision."""
        return self.first != self.last or self.last_year not in {None, self.year}

    def begin(self, year: int | None = None) -> str:
        """The start as `YYYY-MM` or `YYYY-MM-DD`; `year` stands in when the text gives none.

        Raises:
            ValueError: when no year is known.
        """
        return _write(self.year or year, *self.first)

    def end(self, year: int | None = None) -> str:
        """The end, written as `begin` is."""
        return _write(self.last_year or self.year or year, *self.last)


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year or period of years; `year` is its end, `since` its start when there is one."""

    span: Span
    year: int
    aim: Aim
    since: int | None = None


def _write(year: int | None, month: int, day: int | None) -> str:
    if year is None:
        raise ValueError("a date without a year cannot be written")
    if not month:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")


def may_hold_date(text: str) -> bool:
    """Whether a text has a word or figure that a date or year needs: quick, true too often."""
    return _DATE.may_match(text) or _YEARS.may_match(text)


@remember(16_384)  # several extractors ask the same
def find_dates(text: str) -> tuple[DateMention, ...]:
    """All dates with at least a month, in order; impossible ones (31 april) are left out."""
    return tuple(_read_dates(text))


def _read_dates(text: str) -> Iterator[DateMention]:
    dates = [
        date
        for match in _DATE.finditer(text)
        if (date := _date(match)) is not None
        and all(
            _exists(date.last_year or date.year, month, day)
            for month, day in (date.first, date.last)
        )
    ]
    for number in range(len(dates) - 2, -1, -1):  # `3 mei, 4 mei en 5 juni 2031`
        here, after = dates[number], dates[number + 1]
        shared = here.year is None and after.year is not None and here.first[0] <= after.first[0]
        if shared and _AND.fullmatch(text, here.span.end, after.span.start):
            dates[number] = replace(here, year=after.year)
    yield from dates


def _exists(year: int | None, month: int, day: int | None) -> bool:
    return 1 <= month <= 12 and (day is None or 1 <= day <= monthrange(year or 2000, month)[1])


def _date(match: re.Match[str]) -> DateMention | None:
    span = Span(*match.span())
    if match["iso"]:
        return _moment(span, int(match["iso"][:4]), int(match["iso_month"]), int(match["iso_day"]))
    if match["figures"]:
        return _moment(span, int(match["f_year"]), int(match["f_month"]), int(match["f_day"]))
    if match["between"] or match["since_month"]:
        return _range(match, span)
    if match["day"]:
        month, day = _MONTH_NUMBER[match["day_month"].lower()], int(match["day"])
        since = int(match["since_day"] or day)
        if since > day:
            return None
        return DateMention(span, _number(match["day_year"]), (month, since), (month, day))
    if match["from_month"]:
        return _months(match, span)
    if match["month"]:
        month = _MONTH_NUMBER[match["month"].lower()]
        return _moment(span, int(match["month_year"]), month, None)
    if match["bare"]:
        return _moment(span, None, _MONTH_NUMBER[match["bare"].lower()], None)
    if match["limit"]:
        return _limit(match, span)
    if match["week"]:
        return _week(span, int(match["week"]), _number(match["week_year"]))
    word, year = (
        (match["season"], match["season_year"])
        if match["season"]
        else (match["edge"], match["edge_year"])
    )
    word = re.sub(r"\s+", " ", word.lower())
    first, last = _SEASONS.get(word) or _EDGES[word]
    return DateMention(span, _number(year), (first, None), (last, None))


def _range(match: re.Match[str], span: Span) -> DateMention | None:
    """From a day or month of one month to one of another, of which the last has the year."""
    names = (
        ("b_day", "b_month", "b_year", "e_day", "e_month", "e_year")
        if match["between"]
        else ("since_day", "since_month", "since_year", "day", "day_month", "day_year")
    )
    day, month, year, last_day, last_month, last_year = (match[name] for name in names)
    if bool(day) != bool(last_day):
        return None
    first = (_MONTH_NUMBER[month.lower()], _number(day))
    last = (_MONTH_NUMBER[last_month.lower()], _number(last_day))
    end = _number(last_year)
    begins_before = (first[0], first[1] or 0) > (last[0], last[1] or 0)
    start = _number(year) or (end - 1 if end and begins_before else end)
    return DateMention(span, start, first, last, end)


def _months(match: re.Match[str], span: Span) -> DateMention:
    first = _MONTH_NUMBER[match["from_month"].lower()]
    last = _MONTH_NUMBER[match["to_month"].lower()]
    end = _number(match["to_year"])
    start = _number(match["from_year"]) or (end - 1 if end and first > last else end)
    return DateMention(span, start, (first, None), (last, None), end)


def _limit(match: re.Match[str], span: Span) -> DateMention | None:
    """`voor de zomer`: its first month; `na de zomer`: the month after it."""
    months = _AFTER if match["limit"].lower() == "na" else _BY
    month = months.get(" ".join(match["limit_season"].lower().split()))
    return _moment(span, _number(match["limit_year"]), month, None) if month else None


def _week(span: Span, week: int, year: int | None) -> DateMention | None:
    """From Monday to Sunday; without a year only the month in which its Thursday mostly falls."""
    if not 1 <= week <= _WEEKS:
        return None
    if year is None:
        middle = date.fromordinal(date(_COMMON_YEAR, 1, 4).toordinal() + 7 * (week - 1))
        return _moment(span, None, middle.month if middle.year == _COMMON_YEAR else 12, None)
    try:
        first, last = (date.fromisocalendar(year, week, day) for day in (1, 7))
    except ValueError:
        return None  # a year without week 53
    return DateMention(
        span, first.year, (first.month, first.day), (last.month, last.day), last.year
    )


def find_opening(text: str) -> DateMention | None:
    """A month or year that opens a row of a planning: `Maart Raad …`, `2031: …`; no year known."""
    start = len(text) - len(text.lstrip(" \t|-–•*"))
    month = _OPENING_MONTH.match(text, start)
    if month is not None:
        return _moment(Span(*month.span(1)), None, _MONTH_NUMBER[month[1].lower()], None)
    year = _OPENING_YEAR.match(text, start)
    if year is not None:
        last = int(year[2]) if year[2] else None
        return DateMention(Span(*year.span()), int(year[1]), (0, None), (0, None), last)
    return None


def _moment(span: Span, year: int | None, month: int, day: int | None) -> DateMention:
    return DateMention(span, year, (month, day), (month, day))


def _number(text: str | None) -> int | None:
    return int(text) if text else None


@remember(16_384)  # as above
def find_years(text: str) -> tuple[YearMention, ...]:
    """All years with the word that says how they are meant, in order; `2020-2030` is one."""
    return tuple(_year(match) for match in _YEARS.finditer(text))


def _year(match: re.Match[str]) -> YearMention:
    span = Span(*match.span())
    if match["from"]:
        return YearMention(span, int(match["to"]), "between", int(match["from"]))
    if match["range_from"]:
        return YearMention(span, int(match["range_to"]), "between", int(match["range_from"]))
    word = re.split(r"\s+", (match["aim"] or "").strip().lower())[0]
    aim: Aim = _AIMS.get(word, "by") if word else "plain"
    if word == "over":
        aim = "plain"
    if word in {"van", "tussen"}:
        aim = "by"
    return YearMention(span, int(match["year"]), aim)


def write_dutch(date: str) -> str:
    """A date as people write it: `2031-05-03` is `3 mei 2031`, `2031-05` is `mei 2031`.

    Raises:
        ValueError: when it is not YYYY, YYYY-MM or YYYY-MM-DD.
    """
    year, *rest = date.split("-")
    if not rest:
        return str(int(year))
    month = MONTHS[int(rest[0]) - 1]
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{month} {year}"
