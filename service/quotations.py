"""A passage as a page shows it: the quote when the text is here and unchanged, else its place.

In: rows with document, version, start, end and quoteHash. Out: Quotations. The text is read at
the moment of showing and compared with the hash; nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ontology.records import Span
from service.deps import Services
from service.views import slug_of


@dataclass(frozen=True, slots=True)
class Quotation:
    """`text` is None when it cannot be shown; `state` then says why: `absent` or `changed`.

    `start` and `end` are code points, half-open. `layer` and `status` are keys of texts.yml.
    """

    document: str
    document_title: str
    start: int
    end: int
    text: str | None
    state: str
    section: str = ""
    layer: str = ""
    status: str = ""
    confidence: str = ""
    method: str = ""

    @property
    def href(self) -> str:
        """Where the reader shows this passage."""
        return f"/documenten/{self.document}#p-{self.start}-{self.end}"

    def as_json(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "document": self.document,
            "title": self.document_title,
            "start": self.start,
            "end": self.end,
            "section": self.section,
            "quote": self.text,
            "state": self.state,
            "layer": self.layer,
            "status": self.status,
            "confidence": self.confidence,
            "method": self.method,
            "href": self.href,
        }


def quote(services: Services, row: Mapping[str, str], title: str = "") -> Quotation:
    """The quotation of one row of evidence."""
    document = slug_of(row["document"])
    span = Span(int(row["start"]), int(row["end"]))
    found = services.texts.quote(
        document, version_hash(row["version"]), span, row.get("quoteHash") or None
    )
    return Quotation(
        document=document,
        document_title=title or title_of(services, document),
        start=span.start,
        end=span.end,
        text=found.text,
        state=found.reason or "",
        section=row.get("section", ""),
        layer=slug_of(row.get("layer", "")).lower(),
        status=slug_of(row.get("status", "")).lower(),
        confidence=row.get("confidence", ""),
        method=row.get("method", ""),
    )


def version_hash(version: str) -> str:
    """The start of the file's sha256 that ends the IRI of a version."""
    return version.rpartition("-")[2]


def title_of(services: Services, document: str, *, short: bool = False) -> str:
    """What a document is called, by its card; its slug when it has none."""
    card = services.cards.get(document)
    if card is None:
        return document.replace("-", " ")
    return card.short if short else card.title
