"""Facts from secondary sources as a page shows them: each once, with its sources and themes.

In: rows of the saved query `facts`. Out: FactViews, in the order of the rows. No text of the
document exists here; the words are our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from service.views import Answer, slug_of


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact. `sources` are addresses, or IRIs of documents that were read."""

    id: str
    element: str
    label: str
    kind: str
    about: str  # '' when it is what the document itself says
    note: str
    confidence: str
    status: str
    source_kind: str
    sources: tuple[str, ...]
    themes: tuple[tuple[str, str], ...]  # IRI and label


def group_facts(rows: Answer, theme: str = "") -> list[FactView]:
    """One view for each fact; only those about a theme when its IRI is given."""
    views = []
    for _, found in groupby(rows, key=lambda row: (row["document"], row["fact"])):
        own = list(found)
        first = own[0]
        themes = {row["theme"]: row["themeLabel"] for row in own if row["theme"]}
        if theme and theme not in themes:
            continue
        views.append(
            FactView(
                id=first["fact"],
                element=first["element"],
                label=first["label"],
                kind=first["typeLabel"] or slug_of(first["type"]),
                about=first["about"],
                note=first["note"],
                confidence=first["confidence"],
                status=slug_of(first["status"]).lower(),
                source_kind=first["sourceKind"],
                sources=tuple(sorted({row["source"] for row in own})),
                themes=tuple(themes.items()),
            )
        )
    return views
