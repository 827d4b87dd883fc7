"""Names of things for people, beside their IRIs.

In: IRIs as they stand in an answer. Out: their labels in Dutch and English, as far as the graph
has them. Asks the pool once for each thousand IRIs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from graph.requests import QueryRequest
from ontology.records import Iri, Literal
from ontology.terms import DCT, RDFS, SKOS
from queries.results import Row, parse_solutions, text_of
from service.deps import Services

Labels = Mapping[str, str]  # language → label
_SAFE_IRI: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")
_AT_ONCE: Final = 1_000
_MAX_IRIS: Final = 20_000
_QUERY: Final = """SELECT ?iri ?label WHERE {{
  VALUES ?iri {{ {iris} }}
  ?iri <{title}>|<{name}>|<{preferred}> ?label
}}"""


async def find_labels(services: Services, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """Labels by IRI and language (`nl` for a label without language); absent when unknown."""
    wanted = sorted({iri for iri in iris if _SAFE_IRI.fullmatch(iri)})[:_MAX_IRIS]
    found: dict[str, dict[str, str]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        text = _QUERY.format(
            iris=" ".join(f"<{iri}>" for iri in wanted[start : start + _AT_ONCE]),
            title=DCT.title,
            name=RDFS.label,
            preferred=SKOS.prefLabel,
        )
        answer = await services.pool.query(QueryRequest(text))
        for row in parse_solutions(answer):
            _note(found, row)
    return found


def _note(found: dict[str, dict[str, str]], row: Row) -> None:
    label = row["label"]
    if isinstance(label, Literal):
        of_iri = found.setdefault(text_of(row["iri"]), {})
        of_iri.setdefault(label.language or "nl", label.value)


def label_of(labels: Mapping[str, Labels], iri: str, language: str = "nl") -> str:
    """The label in a language, else in Dutch, else any, else the last part of the IRI."""
    known = labels.get(iri, {})
    named = known.get(language) or known.get("nl") or next(iter(known.values()), "")
    return named or iri.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def iris_in(rows: Iterable[Row]) -> set[Iri]:
    """Every IRI in the cells of an answer."""
    return {
        term
        for row in rows
        for term in row.values()
        if not isinstance(term, Literal) and not term.startswith("_:")
    }
