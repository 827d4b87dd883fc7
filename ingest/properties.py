"""Which properties a curated.yml may use, and how their values are read.

In: a property's local name and a node. Out: an IRI or literal. The names are those of the
vocabulary (bg:) and of the few outside terms the model reuses; a name is never invented here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal as OneOf

from ingest.cards import resolve_reference
from ingest.yaml_lines import Node
from ontology.iris import Names
from ontology.records import Iri, Literal
from ontology.terms import BG, CITO, CV, DCT, ORG, QUDT, SKOS, SOSA

Form = OneOf["iri", "integer", "decimal", "boolean", "date", "year", "text", "code"]
MAX_TEXT: Final = 300  # characters of a label or note, as the shapes ask


def _bg(*names: str) -> dict[str, Iri]:
    return {name: getattr(BG, name) for name in names}


def _forms(form: Form, terms: Mapping[str, Iri]) -> dict[str, tuple[Iri, Form]]:
    return {name: (term, form) for name, term in terms.items()}


TYPES: Final[Mapping[str, Iri]] = MappingProxyType(
    _bg(
        "Document", "PolicyDocument", "Theme", "Challenge", "Goal", "Target", "Indicator",
        "IndicatorObservation", "DesignPrinciple", "Dilemma", "Programme", "KeyProject", "Action",
        "Instrument", "Actor", "GovernanceBody", "Seat", "Mandate", "Milestone", "Budget",
        "FinancialContribution", "Place",
    )
    | {"Concept": SKOS.Concept}
)  # fmt: skip

CODES: Final[Mapping[str, Mapping[str, Iri]]] = MappingProxyType(
    {
        "goalLevel": _bg("Ambition", "MainGoal", "SubGoal"),
        "measureMode": _bg("Stock", "Increment", "AnnualFlow", "Share"),
        "modality": _bg(
            "Constatering", "Verwachting", "Ambitie", "Voornemen", "Afspraak", "Besluit",
            "Voorwaarde",
        ),
        "mandateType": _bg("Besluiten", "Bijsturen", "Voorbereiden", "Adviseren", "Kennisnemen"),
        "instrumentType": _bg("Monitor", "AssessmentFramework", "SupportScheme", "Team"),
    }
)  # fmt: skip

_IRI: Final = _bg(
    "documentType", "instrumentStatus", "adoptionStatus", "buildsOn", "elaboratedIn",
    "buildingBlockFor", "standsAbove", "alignedWith", "hasTheme", "contributesTo",
    "isConditionFor", "inTensionWith", "addresses", "partOf", "realises", "leadActor",
    "involvedActor", "scopePlace", "governedBy", "forIndicator", "baseline", "delegatedBy",
    "onBehalfOf", "hasMandate", "prepares", "meetsBefore", "atBody", "decides", "contributor",
    "allocationBasis", "partOfBudget", "primaryParent", "mandateSubject", "projectCategory",
    "usesInstrument", "mentions",
)  # fmt: skip
_OUTSIDE: Final = {
    "postIn": ORG.postIn, "role": ORG.role, "hasMember": ORG.hasMember,
    "frequency": CV.frequency, "cites": CITO.cites, "discusses": CITO.discusses,
    "replaces": DCT.replaces, "isReplacedBy": DCT.isReplacedBy, "subject": DCT.subject,
    "broader": SKOS.broader, "inScheme": SKOS.inScheme, "hasUnit": QUDT.hasUnit,
    "hasFeatureOfInterest": SOSA.hasFeatureOfInterest, "publisher": DCT.publisher,
}  # fmt: skip

PROPERTIES: Final[Mapping[str, tuple[Iri, Form]]] = MappingProxyType(
    _forms("iri", {**_IRI, **_OUTSIDE})
    | _forms("code", _bg("goalLevel", "measureMode", "mandateType", "instrumentType"))
    | _forms(
        "integer", _bg("seatCount", "meetingsPerYearMin", "meetingsPerYearMax", "actionNumber")
    )
    | _forms("decimal", _bg("lowerBound", "upperBound", "amount", "statedTotal"))
    | _forms("decimal", {"hasSimpleResult": SOSA.hasSimpleResult})
    | _forms("boolean", _bg("isApproximate"))
    | _forms("year", _bg("horizonYear", "targetYear", "baselineYear", "planHorizon", "fiscalYear"))
    | _forms("date", _bg("deadline"))
    | _forms("date", {"date": DCT.date, "issued": DCT.issued})
    | _forms(
        "text",
        {
            "altLabel": SKOS.altLabel,
            "definition": SKOS.definition,
            "note": SKOS.note,
            "title": DCT.title,
        },
    )
)

_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")


def read_value(key: str, form: str, node: Node, names: Names) -> Iri | Literal:
    """The value of a property in the form its table entry asks.

    Raises:
        ValueError: saying what was expected.
    """
    if form == "iri":
        return resolve_reference(_plain(node), names)
    if form == "code":
        if node.raw not in CODES[key]:
            raise ValueError(f"expected one of {', '.join(CODES[key])}, found {node.kind}")
        return CODES[key][node.raw]
    if form == "boolean":
        if not isinstance(node.value, bool):
            raise ValueError(f"expected true or false, found {node.kind}")
        return Literal.boolean(node.value)
    if form in {"integer", "decimal"}:
        return _number(form, node)
    if not _DATE.fullmatch(node.raw) or (form == "year" and len(node.raw) != 4):
        wanted = "a year" if form == "year" else "YYYY, YYYY-MM or YYYY-MM-DD"
        raise ValueError(f"expected {wanted}, found {node.kind}")
    return Literal.date(node.raw)


def read_text(node: Node) -> tuple[Literal, ...]:
    """The texts of `{nl: …, en: …}`, each in own words and at most MAX_TEXT characters.

    Raises:
        ValueError: saying what was expected.
    """
    if not isinstance(node.value, dict) or not node.value:
        raise ValueError(f"expected {{nl: …, en: …}}, found {node.kind}")
    texts: list[Literal] = []
    for language, item in node.value.items():
        if language not in {"nl", "en"}:
            raise ValueError(f"language '{language}' is not nl or en")
        if isinstance(item.value, list | dict) or not item.raw.strip():
            raise ValueError(f"{language}: expected text, found {item.kind}")
        text = " ".join(item.raw.split())
        if len(text) > MAX_TEXT:
            raise ValueError(f"{language}: at most {MAX_TEXT} characters, found {len(text)}")
        texts.append(Literal.text(text, language))
    return tuple(texts)


def _plain(node: Node) -> str:
    if isinstance(node.value, list | dict):
        raise ValueError(f"expected an identifier, found {node.kind}")
    return node.raw


def _number(form: str, node: Node) -> Literal:
    if not _NUMBER.fullmatch(node.raw) or (form == "integer" and "." in node.raw):
        wanted = "a whole number" if form == "integer" else "a number such as 69000 or 0.5"
        raise ValueError(f"expected {wanted}, found {node.kind}")
    return (
        Literal.integer(int(node.raw)) if form == "integer" else Literal.decimal(Decimal(node.raw))
    )
