"""Places that the register lacks and a table names: rows below a head such as `Gemeente`.

Counts: a name of at most four words with a capital in a row of figures whose first column the head
calls a kind of place; wherever the document writes that name again it is that place.
Does not count: a row of totals or of the rest, a name that the register has or holds in a longer
one, a table without figures.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.document import Document
from ingest.kind_grids import find_place_rows, is_place_head
from ingest.proposed_places import propose_places
from ingest.tables import find_grids
from ontology.records import Element, Iri, MentionKind, Span

_CONFIDENCE: Final = Decimal("0.6")
_NAME: Final = re.compile(
    r"[A-ZÀ-Þ’'][\w’'-]+(?:\s(?:(?:aan|op|van|bij|in)\s)?(?:(?:de|den|der|het)\s)?[A-ZÀ-Þ][\w’'-]+){0,3}"
)
_NO_PLACE: Final = re.compile(
    r"(?:sub)?tota(?:al|len)|overige?|elders|onbekend|regio|provincie|nederland|samen|gemiddelde?|"
    r"verschil|groei|saldo|mutatie",
    re.IGNORECASE,
)
_KNOWN: Final = frozenset[MentionKind](("place", "actor", "body", "project", "document"))
_FIRST_CELL: Final = re.compile(r"\s*\|?\s*(?P<cell>[^\s|]+(?: [^\s|]+)*)")
_MAX_PLACES: Final = 400


@dataclass(frozen=True, slots=True, order=True)
class PlaceNaming:
    """Where a document writes the name of such a place."""

    span: Span
    iri: Iri


class NewPlaces:
    """The places, and everywhere they are named."""

    def __init__(self, rows: dict[Iri, list[Span]], namings: list[PlaceNaming]) -> None:
        self.rows = rows
        self._namings = sorted(namings)
        self._starts = [naming.span.start for naming in self._namings]

    def inside(self, span: Span) -> list[PlaceNaming]:
        """The names inside a span, in text order."""
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        return [one for one in self._namings[first:last] if one.span.end <= span.end]

    def of_row(self, label: Span) -> Iri | None:
        """The place that the label of a row names."""
        return next((one.iri for one in self.inside(label) if one.span == label), None)


def find_new_places(document: Document) -> NewPlaces:
    """The places that tables name and the register lacks; for `document.once`."""
    rows: dict[Iri, list[Span]] = {}
    names: dict[str, Iri] = {}
    for label in _labels(document):
        name = " ".join(document.quote(label).split())
        if len(names) >= _MAX_PLACES or not _is_name(document, label, name):
            continue
        iri = names.setdefault(name, document.names.proposal(document.id, f"plaats {name}"))
        rows.setdefault(iri, []).append(label)
    return NewPlaces(rows, list(_namings(document, names)))


def _labels(document: Document) -> Iterator[Span]:
    yield from find_place_rows(document)
    for grid in find_grids(document):
        head = _FIRST_CELL.match(document.text, grid.above, grid.labels[0].start)
        if head is not None and is_place_head(re.split(r"\s{3,}", head["cell"])[0]):
            yield from grid.labels


def _is_name(document: Document, label: Span, name: str) -> bool:
    plain = _NAME.fullmatch(name) and not _NO_PLACE.match(name)
    return bool(plain) and not document.mentions_in(label, _KNOWN)


def _namings(document: Document, names: dict[str, Iri]) -> Iterator[PlaceNaming]:
    """Each place where one of the names stands as a word of its own."""
    if not names:
        return
    longest = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w-])(?:{longest})(?![\w-])", document.text):
        yield PlaceNaming(Span(*match.span()), names[match.group()])


def place_elements(document: Document, method: str) -> Iterator[Element]:
    """A proposal for each of the places, in order of first appearance."""
    found = document.once(find_new_places).rows
    yield from propose_places(document, found, method, _CONFIDENCE)
