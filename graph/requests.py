"""What a reader is asked: one SPARQL query with its dataset, parameters and wanted format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

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
_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
)


@dataclass(frozen=True, slots=True)
class QueryRequest:
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
    bindings: Mapping[str, Iri | Literal] = field(default_factory=dict)
    timeout_s: float | None = None


def answer_kind(text: str) -> AnswerKind:
    """What a query gives: solutions (SELECT), boolean (ASK) or graph (CONSTRUCT, DESCRIBE).

    Raises:
        QueryError: when the text is an update or no query at all.
    """
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


def refuse_outward(text: str) -> None:
    """Refuse a query that would call another server.

    Raises:
        QueryError: when SERVICE or LOAD stands in the query as a keyword.
    """
    if word := find_word(text, _OUTWARD):
        raise QueryError(f"{word} is switched off: a query may only read this store")
