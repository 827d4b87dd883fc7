"""Definitions of the integrality checks as quads, so that findings can point at them.

In: what the head of each check's file says. Out: quads of one named graph. Runs no check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ontology.records import Iri
from ontology.terms import BG, BG_NS, BGS_NS, DCT, RDF

_CATEGORY: Final = BG_NS + "Category"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDefinition:
    """One check: texts by language ('nl', 'en'), its group and default severity in lower case."""

    name: str  # 'disjoint-targets'
    title: Mapping[str, str]
    question: Mapping[str, str]
    category: str  # 'consistency'
    severity: str  # 'conflict', 'warning' or 'notice'

    @property
    def iri(self) -> Iri:
        """The check's IRI; the same for all regions."""
        return Iri(BGS_NS + self.name)


def iter_check_quads(checks: Iterable[CheckDefinition], graph: Iri) -> Iterator[Quad]:
    """Each check with title, question, category, severity and the path of its query.

    Source: ontology contract, section 8.10.
    """
    for check in checks:
        for predicate, value in _facts(check):
            yield Quad(NamedNode(check.iri), NamedNode(predicate), value, NamedNode(graph))


def _facts(check: CheckDefinition) -> Iterator[tuple[Iri, NamedNode | Literal]]:
    yield RDF.type, NamedNode(BG.Check)
    yield DCT.identifier, Literal(check.name)
    for language, text in check.title.items():
        yield DCT.title, Literal(text, language=language)
    for language, text in check.question.items():
        yield BG.question, Literal(text, language=language)
    yield BG.category, NamedNode(_CATEGORY + check.category.capitalize())
    yield BG.severity, NamedNode(BG_NS + check.severity.capitalize())
    yield BG.queryFile, Literal(f"checks/{check.name}.rq")
