"""Whether something found agrees with a record of the gold, kind by kind.

In: a record and a `Found`. Out: yes or no. The policy in words stands in `ingest.matching`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from decimal import Decimal
from typing import Final

from ingest.found import PLACES, Found, to_number, words
from ingest.gold import GoldRecord
from ontology.records import Literal, Span
from ontology.terms import BG, QUDT, SKOS

COUNT_ROLES: Final = frozenset(("count", "horizon", "period"))
_TOLERANCE: Final = Decimal("0.005")  # relative; a third is 33.3 in one hand and 0.3333 in another
_UNITS: Final = {
    "procent": "PERCENT",
    "%": "PERCENT",
    "hectare": "HA",
    "ha": "HA",
    "cm": "CentiM",
    "centimeter": "CentiM",
    "mm": "MilliM",
    "mg/l": "MilliGM-PER-L",
    "m3/s": "M3-PER-SEC",
}
_STEM: Final = 5  # letters that two forms of a word share: woning, woningen


def fits_span(gold: Span, spans: Collection[Span]) -> bool:
    """Whether one of the spans is where the gold says."""
    return any(_overlap(gold, span) * 2 >= min(_length(gold), _length(span)) for span in spans)


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _length(span: Span) -> int:
    return span.end - span.start


def is_here(record: GoldRecord, found: Found) -> bool:
    """Whether it stands where the gold says."""
    return fits_span(record.span, found.spans)


def is_action(record: GoldRecord, found: Found) -> bool:
    """Whether it is the action of that number or code, or any action where the gold has none."""
    number = record.text("number")
    if not is_here(record, found) or number is None or number in found.values(BG.actionNumber):
        return is_here(record, found)
    codes = {label.replace(".", "") for label in found.values(SKOS.prefLabel)}
    return f"Actie {number.replace('.', '')}" in codes


def is_project(record: GoldRecord, found: Found) -> bool:
    """Whether it is a project there, in the municipality that the gold names."""
    municipality = record.text("municipality")
    if not is_here(record, found) or municipality is None:
        return is_here(record, found)
    places = found.named(BG.scopePlace)
    return any(words(name) in places for name in municipality.split(";"))


def is_project_or_less(record: GoldRecord, found: Found) -> bool:
    """A project that is only named, without municipality, is no false hit."""
    silent = not any(found.objects(BG.scopePlace))
    return is_project(record, found) or (silent and is_here(record, found))


def is_amount(record: GoldRecord, found: Found) -> bool:
    """Whether it gives the value as an amount, at either end of a range."""
    return is_here(record, found) and any(
        _same_number(value, number) for value in _ends(record) for number in found.numbers
    )


def is_quantity(record: GoldRecord, found: Found) -> bool:
    """Whether it gives the value; a count, horizon or period by any number or date."""
    if record.text("role") not in COUNT_ROLES:
        return is_amount(record, found)
    texts = {text[:length] for text in _literals(found) for length in (4, 10)}
    numbers = [number for text in texts for number in to_number(text)]
    return is_here(record, found) and any(
        _same_number(value, number) for value in _ends(record) for number in numbers
    )


def is_quantity_all_right(record: GoldRecord, found: Found) -> bool:
    """Whether value, both ends, unit, year and place agree."""
    whole = all(any(_same_number(end, n) for n in found.numbers) for end in _ends(record))
    return (
        is_quantity(record, found)
        and whole
        and _unit_agrees(record, found)
        and _year_agrees(record, found)
        and _place_agrees(record, found)
    )


def _literals(found: Found) -> frozenset[str]:
    given = (statement.object for statement in found.statements)
    return frozenset(o.value for o in given if isinstance(o, Literal))


def _ends(record: GoldRecord) -> tuple[Decimal, ...]:
    given = (record.fields.get("value"), record.fields.get("high"))
    return tuple(Decimal(str(end)) for end in given if isinstance(end, int | float))


def _same_number(one: Decimal, other: Decimal) -> bool:
    return any(abs(one - other * scale) <= abs(one) * _TOLERANCE for scale in (1, 100))


def _unit_agrees(record: GoldRecord, found: Found) -> bool:
    unit = (record.text("unit") or "").lower()
    first = unit.split(" ")[0]
    units = {str(iri).rsplit("/", 1)[-1] for iri in found.objects(QUDT.hasUnit)}
    if first.startswith("euro"):
        return bool({BG.Budget, BG.FinancialContribution} & found.types or {"CCY_EUR"} & units)
    if first in _UNITS:
        return _UNITS[first] in units
    meant = _stems(words(f"{unit} {record.text('measures') or ''}"))
    named = found.named(BG.forIndicator) or frozenset(
        words(label) for label in found.values(SKOS.prefLabel)
    )
    return any(meant & _stems(name) for name in named)


def _stems(name: Collection[str]) -> set[str]:
    return {word[:_STEM] for word in name if len(word) >= _STEM - 1}


def _year_agrees(record: GoldRecord, found: Found) -> bool:
    year = record.text("year")
    return not found.years if year is None else year[:4] in found.years


def _place_agrees(record: GoldRecord, found: Found) -> bool:
    place = record.text("scope")
    return place is None or words(place) in found.named(*PLACES)


def is_money(record: GoldRecord, found: Found) -> bool:
    """Whether it is that amount of that contributor; for a budget only the amount."""
    amount = record.fields.get("amount")
    right = isinstance(amount, int | float) and any(
        Decimal(str(amount)) == number for number in found.numbers
    )
    if not right or not is_here(record, found):
        return False
    contributor = record.text("contributor")
    if contributor is None or BG.Budget in found.types:
        return True
    return words(contributor) in found.named(BG.contributor)


def is_milestone(record: GoldRecord, found: Found) -> bool:
    """Whether its date lies within the date of the gold."""
    date = record.text("date")
    if date is None or not is_here(record, found):
        return is_here(record, found)
    first, last = period(date)
    given = [period(value) for value in found.values(BG.deadline)]
    return any(first <= begin and end <= last for begin, end in given)


def period(date: str) -> tuple[str, str]:
    """First and last day of a date or range: `2026-06/2026-07` is 2026-06-01 to 2026-07-31."""
    first, _, last = date.partition("/")
    return _first_day(first), _last_day(last or first)


def _first_day(date: str) -> str:
    return f"{date}-01-01"[:10] if len(date) == 4 else f"{date}-01"[:10]


def _last_day(date: str) -> str:
    if len(date) == 7 and date[:4].isdigit() and date[5:].isdigit():
        year, month = int(date[:4]), int(date[5:])
        days = monthrange(year, month)[1] if year > 0 and 1 <= month <= 12 else 31
        return f"{date}-{days}"
    return f"{date}-12-31"[:10] if len(date) == 4 else date


def is_reference(record: GoldRecord, found: Found) -> bool:
    """Whether it is the document: by its title, or near the span by half of the words."""
    meant = {words(name) for name in record.names("title")}
    if meant & found.names:
        return True
    return any(is_close(title, found.names) for title in meant) and is_here(record, found)


def is_reference_with_year(record: GoldRecord, found: Found) -> bool:
    """Whether it is the document and the year agrees, where the gold gives one."""
    year = record.text("year")
    entry = found.register.get(found.iri)
    known = {str(entry.year)} if entry is not None and entry.year is not None else set()
    return is_reference(record, found) and (year is None or year[:4] in known | found.years)


def is_entity(record: GoldRecord, found: Found) -> bool:
    """Whether it has one of the names, or near the span a word of one."""
    meant = {words(name) for name in record.names("canonical", "name", "abbr")}
    if meant & found.names:
        return True
    return is_here(record, found) and any(one & other for one in meant for other in found.names)


def is_theme(record: GoldRecord, found: Found) -> bool:
    """Whether it is the theme, or any theme where the gold names none."""
    slug = record.text("slug")
    right = slug is None or found.iri.endswith(f"/{slug}")
    return right and is_here(record, found)


def is_close(meant: frozenset[str], names: Collection[frozenset[str]]) -> bool:
    """Whether half of the words of the shorter of two names are the same."""
    return any(len(meant & name) * 2 >= min(len(meant), len(name)) for name in names)
