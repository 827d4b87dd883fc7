"""What people read comes first: what rules propose gives way to curated elements at the same place.

In: a reading and the curated elements of the same version. Out: the reading without the goals and
the actions without number that overlap curated ones of their kind, and without what other elements
say about them; the means to a goal goes with it. Everything else stays: two layers may agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ontology.records import Element, Iri, Reading
from ontology.terms import BG

_PROPOSED: Final = frozenset((BG.Goal, BG.Action))


def give_way(reading: Reading, curated: Iterable[Element]) -> Reading:
    """The reading without proposals whose evidence overlaps that of a curated element."""
    read = [element for element in curated if element.type in _PROPOSED]
    gone: set[Iri] = {
        element.iri
        for element in reading.elements
        if _is_proposal(element) and any(_stands_at(element, other) for other in read)
    }
    if not gone:
        return reading
    kept = tuple(
        other
        for element in reading.elements
        if element.iri not in gone
        and ((other := _without(element, gone)) is element or not _has_lost_all(element, other))
    )
    return replace(reading, elements=kept)


def _is_means(element: Element) -> bool:
    """Whether it is a goal that is only known as the means to another."""
    return BG.Instrument in element.extra_types and any(
        one.predicate == BG.contributesTo for one in element.statements
    )


def _has_lost_all(element: Element, left: Element) -> bool:
    return _is_means(element) and not _is_means(left)


def _is_proposal(element: Element) -> bool:
    numbered = any(one.predicate == BG.actionNumber for one in element.statements)
    return (element.type in _PROPOSED and not numbered) or _is_means(element)


def _stands_at(element: Element, other: Element) -> bool:
    return element.type == other.type and any(
        own.overlaps(span) for own in element.evidence for span in other.evidence
    )


def _without(element: Element, gone: set[Iri]) -> Element:
    kept = tuple(one for one in element.statements if one.object not in gone)
    return element if len(kept) == len(element.statements) else replace(element, statements=kept)
