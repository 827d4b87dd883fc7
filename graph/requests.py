"""What a reader is asked: one SPARQL query with its dataset, parameters and wanted format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from graph.formats import JSON_RESULTS, AnswerKind
from graph.tokens import find_word, iter_tokens
from ontology.errors import QueryError
from ontology.records import Iri, Literal

_KINDS: Final[Mapping[str, AnswerKind]] = {
    "SELECT": "solutions",
    "ASK": "boolean",
    "CONSTRUCT": "graph",
    "DESCRIBE": "graph",
}
_OUTWARD: Final = frozenset({"SERVICE", "LOAD"})
# A plain prologue and the first keyword; what it does not fit is read token by token.
_PLAIN: Final = re.compile(
    r"(?:\s+|\#[^\n\r]*|PREFIX\s+[\w.\-]*:\s*<[^<>\s]*>|BASE\s+<[^<>\s]*>)*+"
    r"(SELECT|ASK|CONSTRUCT|DESCRIBE)\b(?!:)",
    re.IGNORECASE | re.ASCII,
)
_UNSTEADY_CALL: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(")
_LONGEST: Final = 4_000  # characters up to the first brace that are remembered
_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
)


_NO_BINDINGS: Final[Mapping[str, Iri | Literal]] = MappingProxyType({})


class QueryRequest(NamedTuple):
    """A query and how its answer is wanted.

    `media_type` is a media type or short name that fits the kind of answer. Where default or
    named graphs are given they are the whole dataset, as in the SPARQL protocol. `bindings`
    give terms to variables (name without `?`) before the query runs. `timeout_s` may shorten
    the limit of the pool, never lengthen it.
    """

    text: str
    media_type: str = JSON_RESULTS
    default_graphs: tuple[Iri, ...] = ()
    named_graphs: tuple[Iri, ...] = ()
    base_iri: str | None = None
    bindings: Mapping[str, Iri | Literal] = _NO_BINDINGS
    timeout_s: float | None = None


def opening_of(text: str) -> str:
    """A query up to its first brace, or where it has none up to the word that tells its kind."""
    if (brace := text.find("{")) >= 0:
        return text[: brace + 1]
    found = _PLAIN.match(text)
    return found.group() if found else text


def answer_kind(text: str) -> AnswerKind:
    """What a query gives: solutions (SELECT), boolean (ASK) or graph (CONSTRUCT, DESCRIBE).

    Raises:
        QueryError: when the text is an update or no query at all.
    """
    beginning = text[: min(text.find("{"), _LONGEST) + 1]
    if plain := _known_kind(beginning) or _plain_kind(text):
        return plain
    for token in iter_tokens(text):
        if token.kind != "word":
            continue
        word = token.text.upper()
        if word in _KINDS:
            return _KINDS[word]
        if word in _UPDATES:
            raise QueryError(f"this is an update ({word}), not a query; nothing was changed")
        if word not in {"PREFIX", "BASE", "VERSION"}:
            break
    raise QueryError("this is no SPARQL query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE")


def _plain_kind(text: str) -> AnswerKind | None:
    found = _PLAIN.match(text)
    return _KINDS[found.group(1).upper()] if found else None


_known_kind: Final = lru_cache(maxsize=256)(_plain_kind)  # most queries of a program begin the same


def refuse_outward(text: str) -> None:
    """Refuse a query that would call another server.

    Raises:
        QueryError: when SERVICE or LOAD stands in the query as a keyword.
    """
    upper = text.upper()
    if not any(word in upper for word in _OUTWARD):
        return  # reading token by token costs more than most queries
    if word := find_word(text, _OUTWARD):
        raise QueryError(f"{word} is switched off: a query may only read this store")


def needs_base(text: str) -> bool:
    """Whether the base IRI can matter: False only when every IRI in a query is surely absolute.

    Resolving costs as much as a tenth of a short query. Dots in a path, which resolving takes
    out, and escapes, which may hide them, count as relative.
    """
    absolute = text.count("<http://") + text.count("<https://")
    if text.count("<") != absolute or "/." in text or "\\" in text:
        return True
    upper = text.upper()
    return "IRI" in upper or "URI" in upper  # functions that resolve while the query runs


def is_unsteady(text: str) -> bool:
    """Whether the answer may differ each time. Looking for the words first is much cheaper."""
    upper = text.upper()
    has_word = "NOW" in upper or "RAND" in upper or "UUID" in upper or "BNODE" in upper
    return has_word and bool(_UNSTEADY_CALL.search(upper))
