"""Hashes of the places in a text that statements rest on."""

from __future__ import annotations

from collections.abc import Iterable

from ontology.iris import quote_hash
from ontology.records import Element, Span


def evidence_spans(elements: Iterable[Element]) -> list[Span]:
    """Every span that elements and their statements rest on, once, in text order."""
    return sorted(
        {
            span
            for element in elements
            for spans in (element.evidence, *(item.evidence for item in element.statements))
            for span in spans
        },
        key=lambda span: (span.start, span.end),
    )


def hash_evidence(text: str, elements: Iterable[Element]) -> dict[Span, str]:
    """The quote hash of every span of evidence.

    Raises:
        ValueError: when a span ends outside the text.
    """
    hashes: dict[Span, str] = {}
    for span in evidence_spans(elements):
        if span.end > len(text):
            raise ValueError(f"evidence [{span.start}, {span.end}) ends outside the text")
        hashes[span] = quote_hash(text[span.start : span.end])
    return hashes
