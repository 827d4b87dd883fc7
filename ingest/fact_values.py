"""How the values of a facts.yml are read: one reader for each key of a fact.

In: a node and the region's Names. Out: fields of a `Fact`. A reader raises ValueError saying what
was expected; who calls it knows file and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Literal as OneOf, TypeVar

from ingest.cards import resolve_reference, suggest
from ingest.properties import CODES, MAX_TEXT, PROPERTIES
from ingest.yaml_lines import Node
from ontology.iris import Names
from ontology.records import Iri

Kind = OneOf[
    "milestone", "quantity", "goal", "choice", "theme", "project", "programme", "actor",
    "relation", "finance",
]  # fmt: skip
About = OneOf["content", "process", "reaction", "background"]

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "milestone": "milestone",
        "quantity": "quantity",
        "goal": "goal",
        "choice": "choice",
        "theme": "theme",
        "project": "project",
        "programme": "programme",
        "actor": "actor",
        "relation": "relation",
        "finance": "finance",
    }
)
ABOUT: Final[Mapping[str, About]] = MappingProxyType(
    {
        "content": "content",
        "process": "process",
        "reaction": "reaction",
        "background": "background",
    }
)
# Chance that the document says so, by where the fact was seen. Nobody held it against the
# document, so no fact is certain; 'uncertain' lies just at the threshold of what is published.
CONFIDENCE: Final[Mapping[str, Decimal]] = MappingProxyType(
    {"primary": Decimal("0.9"), "secondary": Decimal("0.7"), "uncertain": Decimal("0.5")}
)
SOURCE_KINDS: Final = (
    "officiele-bekendmaking",
    "officieel-bericht",
    "betrokken-partij",
    "derde",
    "gelezen-document",
    "afschrift",
)
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_T = TypeVar("_T")


def _plain(node: Node) -> str:
    if isinstance(node.value, list | dict) or not node.raw.strip():
        raise ValueError(f"expected one value, found {node.kind}")
    return " ".join(node.raw.split())


def _text(node: Node) -> str:
    text = _plain(node)
    if len(text) > MAX_TEXT:
        raise ValueError(f"at most {MAX_TEXT} characters, found {len(text)}")
    return text


def _slug(node: Node) -> str:
    if not _SLUG.fullmatch(node.raw):
        raise ValueError(f"expected small letters, digits and hyphens, found {node.kind}")
    return node.raw


def _one_of(node: Node, allowed: Mapping[str, _T]) -> _T:
    if node.raw not in allowed:
        raise ValueError(f"{node.kind} is not known{suggest(node.raw, tuple(allowed))}")
    return allowed[node.raw]


def read_iri(node: Node, names: Names) -> Iri:
    """The IRI of `thema/wonen`, `gm:gm0141` or a full http(s) IRI.

    Raises:
        ValueError: with the forms that are allowed.
    """
    return resolve_reference(_plain(node), names)


def _iris(node: Node, names: Names) -> tuple[Iri, ...]:
    items = node.value if isinstance(node.value, list) else [node]
    return tuple(read_iri(item, names) for item in items)


def _states(node: Node, names: Names) -> tuple[tuple[Iri, Iri], ...]:
    if not isinstance(node.value, dict):
        raise ValueError(f"expected property: documents, found {node.kind}")
    found: list[tuple[Iri, Iri]] = []
    for key, item in node.value.items():
        predicate, form = PROPERTIES.get(key, (Iri(""), ""))
        if form != "iri":
            raise ValueError(f"'{key}' is no relation{suggest(key, tuple(PROPERTIES))}")
        found += [(predicate, target) for target in _iris(item, names)]
    return tuple(found)


def _period(node: Node) -> dict[str, str]:
    """One date, or `first/last` for a period."""
    begin, slash, end = _plain(node).partition("/")
    if not _DATE.fullmatch(begin) or (slash and not _DATE.fullmatch(end)):
        raise ValueError(f"expected YYYY, YYYY-MM, YYYY-MM-DD or first/last, found {node.kind}")
    return {"begin": begin, "date": end} if slash else {"date": begin}


def _number(node: Node) -> Decimal:
    if not _NUMBER.fullmatch(node.raw):
        raise ValueError(f"expected a number such as 69000 or 0.5, found {node.kind}")
    return Decimal(node.raw)


def _flag(node: Node) -> bool:
    if not isinstance(node.value, bool):
        raise ValueError(f"expected true or false, found {node.kind}")
    return node.value


def _year(node: Node) -> str:
    if not re.fullmatch(r"[12]\d{3}", node.raw):
        raise ValueError(f"expected a year, found {node.kind}")
    return node.raw


Reader = Callable[[Node, Names], dict[str, Any]]


def _keyed(key: str, read: Callable[[Node, Names], object]) -> Reader:
    return lambda node, names: {key: read(node, names)}


READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        "id": _keyed("id", lambda node, _: _slug(node)),
        "kind": _keyed("kind", lambda node, _: _one_of(node, KINDS)),
        "about": _keyed("about", lambda node, _: _one_of(node, ABOUT)),
        "seen": _keyed("seen", lambda node, _: _one_of(node, {key: key for key in CONFIDENCE})),
        "source_kind": _keyed(
            "source_kind", lambda node, _: _one_of(node, {key: key for key in SOURCE_KINDS})
        ),
        "level": _keyed("level", lambda node, _: _one_of(node, CODES["goalLevel"])),
        "states": _keyed("states", _states),
        "date": lambda node, _: _period(node),
        "value": lambda node, _: dict.fromkeys(("low", "high"), _number(node)),
        "year": _keyed("year", lambda node, _: _year(node)),
    }
    | {key: _keyed(key, read_iri) for key in ("source", "body", "indicator")}
    | {
        key: _keyed(key, _iris)
        for key in (
            "also", "themes", "places", "projects", "programmes", "actors", "contributes_to",
        )
    }
    | {key: _keyed(key, lambda node, _: _text(node)) for key in ("text", "note", "left_out")}
    | {key: _keyed(key, lambda node, _: _number(node)) for key in ("low", "high")}
    | {key: _keyed(key, lambda node, _: _flag(node)) for key in ("approximate", "aim")}
)  # fmt: skip
