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
| document_reference | entry or title; near the span half its words; all right: the year | or name |
| actor, programme, governance_body | the entity, by a name; near the span one word | or name |
| product | the document or programme, as an entity | or name |
| theme | the theme, when the gold names one | yes |
| goal | nothing: labels are own words on both sides | yes |
| relation | predicate and object, by half its words; the subject likewise | or the place |

A count, horizon or period (`14 gemeenten`, `tot 2050`) is found when any element there gives that
number or year. A relation by an inverse predicate counts. Relations that the graph has no predicate
for, and findings, are not measured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ingest.agreement import (
    COUNT_ROLES,
    is_action,
    is_amount,
    is_entity,
    is_here,
    is_milestone,
    is_money,
    is_project,
    is_project_or_less,
    is_quantity,
    is_quantity_all_right,
    is_reference,
    is_reference_with_year,
    is_theme,
)
from ingest.found import Found
from ingest.gold import GoldRecord
from ingest.relation_agreement import RELATION_NAMES, is_relation
from ontology.records import Iri
from ontology.terms import BG

KEY_PROJECT: Final = "sleutelproject"
SELF_REFERENCE: Final = "dit document"

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
    allows: Agrees | None = None  # for precision, when that is not the same as being found
    also: frozenset[str] = frozenset()  # kinds whose records, too, show that an element is right
    itself: bool = False  # whether the document counts as something that is found in itself


def _quantity_part(record: GoldRecord) -> str:
    return "count, horizon or period" if record.text("role") in COUNT_ROLES else ""


def _reference_part(record: GoldRecord) -> str | None:
    return None if record.text("role") == SELF_REFERENCE else ""


def _finance_part(record: GoldRecord) -> str | None:
    if record.fields.get("amount") is None:
        return None
    return "" if record.text("contributor") else "budget or total"


def _relation_part(record: GoldRecord) -> str | None:
    return "" if record.text("predicate") in RELATION_NAMES else None


_MONEY: Final = frozenset((BG.Budget, BG.FinancialContribution))
_DOCUMENTS: Final = frozenset((BG.Document, BG.PolicyDocument))
_AMOUNTS: Final = frozenset((BG.Target, BG.IndicatorObservation))

RULES: Final[dict[str, Rule]] = {
    "action": Rule(
        frozenset((BG.Action,)),
        is_action,
        frozenset((BG.Action,)),
        lambda record: "" if record.text("number") else "without number",
    ),
    "project": Rule(
        frozenset((BG.KeyProject,)),
        is_project,
        frozenset((BG.KeyProject,)),
        lambda record: "" if record.text("subtype") == KEY_PROJECT else "no key project",
        allows=is_project_or_less,
    ),
    "quantity": Rule(
        frozenset(),
        is_quantity,
        _AMOUNTS,
        _quantity_part,
        strict=is_quantity_all_right,
        allows=is_amount,
    ),
    "finance": Rule(_MONEY, is_money, _MONEY, _finance_part),
    "milestone": Rule(frozenset((BG.Milestone,)), is_milestone, frozenset((BG.Milestone,))),
    "document_reference": Rule(
        _DOCUMENTS | {BG.Instrument, BG.Programme},
        is_reference,
        _DOCUMENTS,
        _reference_part,
        strict=is_reference_with_year,
        also=frozenset(("programme", "product")),
    ),
    "actor": Rule(
        frozenset((BG.Actor, BG.GovernanceBody)),
        is_entity,
        frozenset((BG.Actor,)),
        also=frozenset(("governance_body",)),
    ),
    "programme": Rule(
        frozenset((BG.Programme, BG.Instrument, *_DOCUMENTS)),
        is_entity,
        frozenset((BG.Programme,)),
        also=frozenset(("document_reference",)),
    ),
    "governance_body": Rule(
        frozenset((BG.GovernanceBody, BG.Actor)),
        is_entity,
        frozenset((BG.GovernanceBody,)),
        also=frozenset(("actor",)),
    ),
    "theme": Rule(frozenset((BG.Theme,)), is_theme),
    "product": Rule(_DOCUMENTS | {BG.Programme}, is_entity),
    "goal": Rule(frozenset((BG.Goal, BG.Challenge, BG.DesignPrinciple, BG.Target)), is_here),
    "relation": Rule(frozenset(), is_relation, part=_relation_part, itself=True),
}
"""How each measured kind is matched; `types` empty means any type."""
