"""The values a parameter of a saved query may take, as the graph has them, with their labels.

In: a SavedQuery. Out: for each parameter the terms to choose from. They come from the query that
`values` names (its first column), else from the parameter's own column in the whole answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal as Choice

from graph.requests import QueryRequest
from ontology.errors import BeleidsgraafError
from ontology.records import Literal
from queries.catalog import SavedQuery
from queries.results import Solutions, Term, parse_solutions, text_of
from queries.run import request_for
from service.deps import Services
from service.labels import find_labels, label_of

MOST: Final = 1_000  # values of one parameter; with more a list is no help
_BOOLEANS: Final = (Literal.boolean(True), Literal.boolean(False))
Language = Choice["nl", "en"]


@dataclass(frozen=True, slots=True)
class Value:
    """What to send for a parameter, and what people call it."""

    value: str
    label: str


async def find_values(
    services: Services, query: SavedQuery, language: Language, only: str | None = None
) -> dict[str, tuple[Value, ...]]:
    """The values by parameter, by label; empty where there are none, or too many to list.

    `only` names the one parameter that is wanted.
    """
    wanted = {k: p for k, p in query.parameters.items() if only in (None, k)}
    terms: dict[str, set[Term]] = {}
    own = [k for k, p in wanted.items() if p.type != "boolean" and p.values is None]
    answer = await _answer(services, query) if own else Solutions((), ())
    for name, parameter in wanted.items():
        if parameter.type == "boolean":
            terms[name] = set(_BOOLEANS)
        elif parameter.values is None:
            terms[name] = _column(answer, name)
        else:
            listing = await _answer(services, services.catalog.get(parameter.values))
            terms[name] = _column(listing, listing.columns[0]) if listing.columns else set()
    return await _named(services, terms, language)


async def _answer(services: Services, query: SavedQuery) -> Solutions:
    """All rows; none when the query has obligatory parameters or breaks a limit."""
    try:
        request: QueryRequest = request_for(query)
        return parse_solutions(await services.pool.query(request))
    except BeleidsgraafError:
        return Solutions((), ())


def _column(answer: Solutions, name: str) -> set[Term]:
    found = {row[name] for row in answer if name in row}
    return found if len(found) <= MOST else set()


async def _named(
    services: Services, terms: dict[str, set[Term]], language: Language
) -> dict[str, tuple[Value, ...]]:
    iris = {term for found in terms.values() for term in found if not isinstance(term, Literal)} - {
        ""
    }
    labels = await find_labels(services, iris)

    def value(term: Term) -> Value:
        text = text_of(term)
        return Value(text, text if isinstance(term, Literal) else label_of(labels, text, language))

    return {
        name: tuple(
            sorted(
                {value(term) for term in found if not text_of(term).startswith("_:")},
                key=lambda one: (one.label.casefold(), one.value),
            )
        )
        for name, found in terms.items()
    }
