"""What is known of a document nobody read here: `sources/{id}/facts.yml`, read strictly.

In: a path and the region's Names. Out: a `FactSheet`, not yet compared with the register. Every
error names file, line and what is allowed. `docs/facts.md` describes the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from ingest.cards import read_card, suggest
from ingest.fact_values import CONFIDENCE, READERS, About, Kind, read_iri
from ingest.yaml_lines import Node, read_yaml
from ontology.errors import FactsError, SourceError
from ontology.iris import Names
from ontology.records import Iri, Sha256, SourceCard

FACTS_FILE: Final = "facts.yml"
MAX_SHEETS: Final = 10_000
MAX_FACTS: Final = 5_000  # of one document

_T = TypeVar("_T")
_TOP_KEYS: Final = ("document", "role", "facts")
_REQUIRED: Final = ("id", "kind", "text", "source", "source_kind", "seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact in own words, and what of it is structured. `left_out` is why it is not used.

    `low` and `high` are equal for an exact number; one of them is None for at least or at most.
    `date` is YYYY, YYYY-MM or YYYY-MM-DD, with `begin` for the start of a period.
    """

    id: str
    kind: Kind
    text: str
    source: Iri
    source_kind: str
    seen: str
    line: int
    also: tuple[Iri, ...] = ()
    about: About = "content"
    themes: tuple[Iri, ...] = ()
    places: tuple[Iri, ...] = ()
    projects: tuple[Iri, ...] = ()
    programmes: tuple[Iri, ...] = ()
    actors: tuple[Iri, ...] = ()
    states: tuple[tuple[Iri, Iri], ...] = ()  # what the document does: property, document
    date: str | None = None
    begin: str | None = None
    body: Iri | None = None
    indicator: Iri | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    approximate: bool = False
    aim: bool = False  # whether the document aims at the number
    year: str | None = None
    level: Iri | None = None
    contributes_to: tuple[Iri, ...] = ()
    note: str | None = None
    left_out: str | None = None

    @property
    def confidence(self) -> Decimal:
        """Chance that the document says so, in [0, 1]."""
        return CONFIDENCE[self.seen]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSheet:
    """All facts about one document; `sha256` is of the facts file itself."""

    card: SourceCard
    role: Iri
    facts: tuple[Fact, ...]
    sha256: Sha256
    where: str  # 'rsia/facts.yml'


def load_facts(path: Path, names: Names) -> FactSheet:
    """The facts of one document.

    Raises:
        FactsError: naming file, line and what is allowed when the file breaks the schema.
    """
    where = f"{path.parent.name}/{path.name}"
    top = _mapping(read_yaml(path, FactsError), where, "the file", _TOP_KEYS, _TOP_KEYS)
    try:
        card = read_card(top["document"], where, names)
    except SourceError as problem:
        raise FactsError(str(problem)) from None
    if card.id != path.parent.name:
        raise FactsError(f"{where}:{top['document'].line}: id '{card.id}' differs from its folder")
    return FactSheet(
        card=card,
        role=_read(where, "role", top["role"], read_iri, names),
        facts=_facts(top["facts"], where, names),
        sha256=Sha256(sha256(path.read_bytes()).hexdigest()),
        where=where,
    )


def load_sheets(folder: Path, names: Names) -> Mapping[str, FactSheet]:
    """Every facts.yml below a folder, by document, in order of id; empty without the folder.

    Raises:
        FactsError: when a file breaks the schema.
    """
    found = sorted(folder.glob(f"*/{FACTS_FILE}"))[:MAX_SHEETS]
    sheets = [load_facts(path, names) for path in found]
    return MappingProxyType({sheet.card.id: sheet for sheet in sheets})


def _facts(node: Node, where: str, names: Names) -> tuple[Fact, ...]:
    if not isinstance(node.value, list) or not 0 < len(node.value) <= MAX_FACTS:
        raise FactsError(f"{where}:{node.line}: facts: expected a list of 1 to {MAX_FACTS}")
    facts = tuple(_fact(item, where, names) for item in node.value)
    seen: dict[str, int] = {}
    for fact in facts:
        if fact.id in seen:
            raise FactsError(
                f"{where}:{fact.line}: '{fact.id}' also stands on line {seen[fact.id]}"
            )
        seen[fact.id] = fact.line
    return facts


def _fact(node: Node, where: str, names: Names) -> Fact:
    keys = _mapping(node, where, "a fact", _REQUIRED, tuple(READERS))
    values: dict[str, Any] = {}
    for key, value in keys.items():
        values |= _read(where, key, value, READERS[key], names)
    fact = Fact(line=node.line, **values)
    problem = _contradiction(fact, "value" in keys and ("low" in keys or "high" in keys))
    if problem:
        raise FactsError(f"{where}:{node.line}: {fact.id}: {problem}")
    return fact


def _contradiction(fact: Fact, twice: bool) -> str:
    """What does not fit together; '' when all does."""
    number = fact.low is not None or fact.high is not None
    if twice:
        return "value stands beside low or high; use one of them"
    if fact.low is not None and fact.high is not None and fact.low > fact.high:
        return f"low {fact.low} is above high {fact.high}"
    if number != (fact.indicator is not None):
        return "a number and its indicator go together"
    if fact.aim and not (fact.indicator and fact.year and fact.places):
        return "an aim needs indicator, number, year and places"
    if (fact.level or fact.contributes_to) and fact.kind != "goal":
        return "level and contributes_to are for a goal"
    if fact.body and fact.kind != "milestone":
        return "body is for a milestone"
    if fact.begin and fact.date and fact.begin > fact.date:
        return f"period ends ({fact.date}) before it begins ({fact.begin})"
    return ""


def _mapping(
    node: Node, where: str, what: str, required: tuple[str, ...], allowed: tuple[str, ...]
) -> Mapping[str, Node]:
    if not isinstance(node.value, dict):
        raise FactsError(f"{where}:{node.line}: {what}: expected keys, found {node.kind}")
    for key, value in node.value.items():
        if key not in allowed:
            hint = suggest(key, allowed)
            raise FactsError(f"{where}:{value.line}: unknown key '{key}' in {what}{hint}")
    for key in required:
        if key not in node.value:
            raise FactsError(f"{where}:{node.line}: {what}: key '{key}' is missing")
    return node.value


def _read(
    where: str, key: str, node: Node, reader: Callable[[Node, Names], _T], names: Names
) -> _T:
    try:
        return reader(node, names)
    except ValueError as problem:
        raise FactsError(f"{where}:{node.line}: {key}: {problem}") from None
