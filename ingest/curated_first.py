"""What people read comes first: goals found by rule give way to curated goals at the same place.

In: a reading and the curated elements of the same version. Out: the reading without those goals,
and without what other elements say about them. Everything else stays: two layers may agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ontology.records import Element, Iri, Reading
from ontology.terms import BG


def give_way(reading: Reading, curated: Iterable[Element]) -> Reading:
    """The reading without goals whose evidence overlaps that of a curated goal."""
    spans = [span for element in curated if element.type == BG.Goal for span in element.evidence]
    gone: set[Iri] = {
        element.iri
        for element in reading.elements
        if element.type == BG.Goal
        and any(own.overlaps(span) for own in element.evidence for span in spans)
    }
    if not gone:
        return reading
    kept = (_without(element, gone) for element in reading.elements if element.iri not in gone)
    return replace(reading, elements=tuple(kept))


def _without(element: Element, gone: set[Iri]) -> Element:
    kept = tuple(one for one in element.statements if one.object not in gone)
    return element if len(kept) == len(element.statements) else replace(element, statements=kept)
