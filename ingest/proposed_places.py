"""Places that a text names and the register lacks, as proposals for people to accept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from ingest.document import Document
from ontology.records import Element, Iri, Literal, Span, Statement
from ontology.terms import BG, SKOS

_MAX_SPANS: Final = 5


def propose_places(
    document: Document, found: Mapping[Iri, Sequence[Span]], method: str, confidence: Decimal
) -> Iterator[Element]:
    """An element for each place, named as at the first of the spans where it stands."""
    for iri, spans in found.items():
        name = Literal.text(" ".join(document.quote(spans[0]).split()), "nl")
        yield Element(
            iri=iri,
            type=BG.Place,
            evidence=tuple(spans[:_MAX_SPANS]),
            method=method,
            confidence=confidence,
            layer=BG.Extracted,
            statements=(Statement(predicate=SKOS.prefLabel, object=name, claimed=False),),
        )
