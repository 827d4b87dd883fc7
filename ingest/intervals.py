"""Periods with a begin and an end, as parts of the thing that they are the time of.

In: an element, its first and last date, where these stand. Out: the interval `{iri}#tijd` with the
instants `#van` and `#tot`.
Source: Time Ontology in OWL, https://www.w3.org/TR/owl-time/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ontology.records import Element, Iri, Literal, Span, Statement
from ontology.terms import TIME

_PRECISIONS: Final = {4: TIME.inXSDgYear, 7: TIME.inXSDgYearMonth, 10: TIME.inXSDDate}


def interval_of(iri: Iri) -> Statement:
    """That a thing has a period as its time."""
    return Statement(predicate=TIME.hasTime, object=Iri(f"{iri}#tijd"), claimed=False)


def interval_elements(element: Element, first: str, last: str, span: Span) -> Iterator[Element]:
    """The period of an element: the interval with its begin and its end, each a date by length."""
    ends = (
        (TIME.hasBeginning, f"{element.iri}#van", first),
        (TIME.hasEnd, f"{element.iri}#tot", last),
    )
    bounds = tuple(
        Statement(predicate=predicate, object=Iri(iri), claimed=False) for predicate, iri, _ in ends
    )
    part = replace(element, evidence=(span,), modality=None, claimed=False)
    yield replace(part, iri=Iri(f"{element.iri}#tijd"), type=TIME.ProperInterval, statements=bounds)
    for _, iri, date in ends:
        at = Statement(predicate=_PRECISIONS[len(date)], object=Literal.date(date), claimed=False)
        yield replace(part, iri=Iri(iri), type=TIME.Instant, statements=(at,))


def open_interval(element: Element, first: str, span: Span) -> Iterator[Element]:
    """The period of an element of which only the begin is known."""
    whole, begin, _ = interval_elements(element, first, first, span)
    yield replace(whole, statements=whole.statements[:1])
    yield begin
