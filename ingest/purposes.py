"""What an action is done for, in so many words: `zodat …`, `opdat …`, `om … te …`.

Counts: a goal that `ingest.goals` finds within the sentence of an action, right behind one of these
words. Does not count: a goal that merely stands near an action.
Example that counts: `Beltum bouwt een brug zodat de school open blijft`. Example that does not:
`Beltum bouwt een brug. Doel is een gezond dorp`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final

from ingest.document import Document
from ingest.goals import find_goal_spans
from ontology.records import Span, Statement
from ontology.terms import BG

_FOR: Final = re.compile(
    r"\b(?:zodat|opdat|om|met\s+als\s+doel|zorgen\s+ervoor\s+dat|zorgt\s+ervoor\s+dat)"
    r"\s+(?:(?:de|het|een|daarmee|zo)\s+)?$",
    re.IGNORECASE,
)
_REACH: Final = 40


def read_purposes(document: Document, spans: Iterable[Span]) -> Iterator[Statement]:
    """That an action with these spans realises the goals named behind such a word."""
    goals = find_goal_spans(document)
    if not goals:
        return
    seen = set()
    for span in spans:
        for goal in _within(document, span):
            lead = document.text[max(span.start, goal.start - _REACH) : goal.start]
            if goals[goal] not in seen and _FOR.search(lead):
                seen.add(goals[goal])
                yield Statement(predicate=BG.realises, object=goals[goal], evidence=(span,))


def _within(document: Document, span: Span) -> list[Span]:
    """The goals that lie in a span, found by halving: a document may have thousands of both."""
    ordered = document.once(_in_order)
    first = bisect_left(ordered, (span.start, 0))
    last = bisect_left(ordered, (span.end, 0))
    return [goal for goal in ordered[first:last] if span.contains(goal)]


def _in_order(document: Document) -> tuple[Span, ...]:
    return tuple(sorted(find_goal_spans(document)))
