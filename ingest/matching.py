"""When something found is the thing that the gold means: span and, per kind, the fields.

**Span.** A span fits when it shares at least half of the shorter of the two, or when the gold span
lies wholly inside it (evidence is often the sentence or row around a number).

**Fields**, besides the span:

| kind | must agree | span needed |
|---|---|---|
| action | the number; without a number in the gold only the span | yes |
| project | the municipality, when the gold names one | yes |
| quantity | the value (low or high end); all right: also unit, year, place and both ends | yes |
| finance | amount and contributor; a budget or total: the amount | yes |
| milestone | the date, at least as precise as the gold has it | yes |
| document_reference | the entry or title; near the span half its words | or name |
| actor, programme, governance_body | the entity, by a name; near the span one word of it | or name |
| product | the document or programme, as an entity | or name |
| theme | the theme, when the gold names one | yes |
| goal | nothing: labels are own words on both sides | yes |

A count, horizon or period (`14 gemeenten`, `tot 2050`) is found when any element there gives that
number or year. Relations and findings are not measured: no extractor has them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.found import PLACES, Found, to_number, words
from ingest.gold import GoldRecord
from ontology.records import Iri, Literal, Span
from ontology.terms import BG, QUDT

COUNT_ROLES: Final = frozenset(("count", "horizon", "period"))
KEY_PROJECT: Final = "sleutelproject"
SELF_REFERENCE: Final = "dit document"
_TOLERANCE: Final = Decimal("0.005")  # relative; a third is 33.3 in one hand and 0.3333 in another
_UNITS: Final = {"procent": "PERCENT", "%": "PERCENT", "hectare": "HA", "ha": "HA"}
_STEM: Final = 5  # letters that two forms of a word share: woning, woningen

Agrees = Callable[[GoldRecord, Found], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind is matched. `judged` are the types that count for precision; none: recall only.

    `parts` divides the records: the first name is the part that the kind is held to.
    """

    types: frozenset[Iri]
    agrees: Agrees
    judged: frozenset[Iri] = frozenset()
    part: Callable[[GoldRecord], str | None] = lambda record: ""  # None leaves the record out
    strict: Agrees | None = None  # every field right, where that is more than found
    allows: Agrees | None = None  # for precision, when an element may say less than the gold
    also: frozenset[str] = frozenset()  # kinds whose records, too, show that an element is right


def fits_span(gold: Span, spans: Collection[Span]) -> bool:
    """Whether one of the spans is where the gold says."""
    return any(_overlap(gold, span) * 2 >= min(_length(gold), _length(span)) for span in spans)


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _length(span: Span) -> int:
    return span.end - span.start


def _here(record: GoldRecord, found: Found) -> bool:
    return fits_span(record.span, found.spans)


def _action(record: GoldRecord, found: Found) -> bool:
    number = record.text("number")
    return _here(record, found) and (number is None or number in found.values(BG.actionNumber))


def _project(record: GoldRecord, found: Found) -> bool:
    municipality = record.text("municipality")
    if not _here(record, found) or municipality is None:
        return _here(record, found)
    places = found.named(BG.scopePlace)
    return any(words(name) in places for name in municipality.split(";"))


def _project_or_less(record: GoldRecord, found: Found) -> bool:
    """A project that is only named, without municipality, is no false hit."""
    silent = not any(found.objects(BG.scopePlace))
    return _project(record, found) or (silent and _here(record, found))


def _quantity(record: GoldRecord, found: Found) -> bool:
    if not _here(record, found):
        return False
    numbers = found.numbers
    if record.text("role") in COUNT_ROLES:
        numbers = frozenset(n for text in _literals(found) for n in to_number(text[:10]))
        numbers |= frozenset(n for text in _literals(found) for n in to_number(text[:4]))
    return any(_same_number(value, number) for value in _ends(record) for number in numbers)


def _quantity_all_right(record: GoldRecord, found: Found) -> bool:
    whole = all(any(_same_number(end, n) for n in found.numbers) for end in _ends(record))
    return (
        _quantity(record, found)
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
    indicators = found.named(BG.forIndicator)
    return any(meant & _stems(name) for name in indicators)


def _stems(name: Collection[str]) -> set[str]:
    return {word[:_STEM] for word in name if len(word) >= _STEM - 1}


def _year_agrees(record: GoldRecord, found: Found) -> bool:
    year = record.text("year")
    return not found.years if year is None else year[:4] in found.years


def _place_agrees(record: GoldRecord, found: Found) -> bool:
    place = record.text("scope")
    return place is None or words(place) in found.named(*PLACES)


def _finance(record: GoldRecord, found: Found) -> bool:
    amount = record.fields.get("amount")
    right = isinstance(amount, int | float) and any(
        Decimal(str(amount)) == number for number in found.numbers
    )
    if not right or not _here(record, found):
        return False
    contributor = record.text("contributor")
    if contributor is None or BG.Budget in found.types:
        return True
    return words(contributor) in found.named(BG.contributor)


def _milestone(record: GoldRecord, found: Found) -> bool:
    date = record.text("date")
    if date is None or not _here(record, found):
        return _here(record, found)
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


def _reference(record: GoldRecord, found: Found) -> bool:
    meant = {words(name) for name in record.names("title")}
    if meant & found.names:
        return True
    close = any(
        len(title & name) * 2 >= min(len(title), len(name))
        for title in meant
        for name in found.names
    )
    return close and _here(record, found)


def _entity(record: GoldRecord, found: Found) -> bool:
    meant = {words(name) for name in record.names("canonical", "name", "abbr")}
    if meant & found.names:
        return True
    return _here(record, found) and any(one & other for one in meant for other in found.names)


def _theme(record: GoldRecord, found: Found) -> bool:
    slug = record.text("slug")
    right = slug is None or found.iri.endswith(f"/{slug}")
    return right and _here(record, found)


def _quantity_part(record: GoldRecord) -> str:
    return "count, horizon or period" if record.text("role") in COUNT_ROLES else ""


def _reference_part(record: GoldRecord) -> str | None:
    return None if record.text("role") == SELF_REFERENCE else ""


def _finance_part(record: GoldRecord) -> str | None:
    if record.fields.get("amount") is None:
        return None
    return "" if record.text("contributor") else "budget or total"


_MONEY: Final = frozenset((BG.Budget, BG.FinancialContribution))
_DOCUMENTS: Final = frozenset((BG.Document, BG.PolicyDocument))
_AMOUNTS: Final = frozenset((BG.Target, BG.IndicatorObservation))

RULES: Final[dict[str, Rule]] = {
    "action": Rule(
        frozenset((BG.Action,)),
        _action,
        frozenset((BG.Action,)),
        lambda record: "" if record.text("number") else "without number",
    ),
    "project": Rule(
        frozenset((BG.KeyProject,)),
        _project,
        frozenset((BG.KeyProject,)),
        lambda record: "" if record.text("subtype") == KEY_PROJECT else "no key project",
        allows=_project_or_less,
    ),
    "quantity": Rule(frozenset(), _quantity, _AMOUNTS, _quantity_part, strict=_quantity_all_right),
    "finance": Rule(_MONEY, _finance, _MONEY, _finance_part),
    "milestone": Rule(frozenset((BG.Milestone,)), _milestone, frozenset((BG.Milestone,))),
    "document_reference": Rule(
        _DOCUMENTS | {BG.Instrument, BG.Programme},
        _reference,
        _DOCUMENTS,
        _reference_part,
        also=frozenset(("programme", "product")),
    ),
    "actor": Rule(
        frozenset((BG.Actor, BG.GovernanceBody)),
        _entity,
        frozenset((BG.Actor,)),
        also=frozenset(("governance_body",)),
    ),
    "programme": Rule(
        frozenset((BG.Programme, BG.Instrument, *_DOCUMENTS)),
        _entity,
        frozenset((BG.Programme,)),
        also=frozenset(("document_reference",)),
    ),
    "governance_body": Rule(
        frozenset((BG.GovernanceBody, BG.Actor)),
        _entity,
        frozenset((BG.GovernanceBody,)),
        also=frozenset(("actor",)),
    ),
    "theme": Rule(frozenset((BG.Theme,)), _theme),
    "product": Rule(_DOCUMENTS | {BG.Programme}, _entity),
    "goal": Rule(frozenset((BG.Goal, BG.Challenge, BG.DesignPrinciple, BG.Target)), _here),
}
"""How each measured kind is matched; `types` empty means any type."""
