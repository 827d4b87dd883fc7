"""A passage as a page shows it: the quote when the text is here and unchanged, else its place.

In: rows with document, version, start, end and quoteHash. Out: Quotations. The text is read at
the moment of showing and compared with the hash; nothing of it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ontology.records import Span
from service.deps import Services
from service.views import slug_of

_SHORT: Final = 80  # code points; a shorter quote is shown in its sentence
_REACH: Final = 240  # code points to look for the ends of that sentence
_SPACES: Final = re.compile(r"\s+")
# A sentence ends at a full stop before a capital, at an empty line before anything but a small
# letter (delivered texts break lines inside sentences), and before a bullet or number of a list.
_BREAK: Final = re.compile(r"[.!?](?=\s+[^a-z\s])|\n\s*\n(?=\s*[^a-z\s])|\n(?=\s*[•●▪–-]\s)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """`text` is None when it cannot be shown; `state` then says why: `absent` or `changed`.

    `before` and `after` complete a short quote, such as a name, to its sentence.
    `start` and `end` are code points, half-open. `layer` and `status` are keys of texts.yml.
    """

    document: str
    document_title: str
    start: int
    end: int
    text: str | None
    state: str
    before: str = ""
    after: str = ""
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
            "before": self.before,
            "after": self.after,
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
    digest = version_hash(row["version"])
    found = services.texts.quote(document, digest, span, row.get("quoteHash") or None)
    before, after = "", ""
    if found.text is not None and span.end - span.start < _SHORT:
        before, after = _around(services.texts.find_text(document, digest) or "", span)
    return Quotation(
        document=document,
        document_title=title or title_of(services, document),
        start=span.start,
        end=span.end,
        text=" ".join(found.text.split()) if found.text is not None else None,
        state=found.reason or "",
        before=before,
        after=after,
        section=row.get("section", ""),
        layer=slug_of(row.get("layer", "")).lower(),
        status=slug_of(row.get("status", "")).lower(),
        confidence=row.get("confidence", ""),
        method=row.get("method", ""),
    )


def _around(text: str, span: Span) -> tuple[str, str]:
    """What stands before and after a span in its sentence; '…' where that is cut off."""
    left = text[max(0, span.start - _REACH) : span.start]
    ends = [found.end() for found in _BREAK.finditer(left)]
    if ends:
        left = left[ends[-1] :]
    elif span.start > _REACH:
        left = "… " + left.partition(" ")[2]
    right = text[span.end : span.end + _REACH]
    stop = _BREAK.search(right)
    if stop:
        right = right[: stop.start() + 1]
    elif span.end + _REACH < len(text):
        right = right.rpartition(" ")[0] + " …"
    return _SPACES.sub(" ", left).lstrip(), _SPACES.sub(" ", right).rstrip()


def version_hash(version: str) -> str:
    """The start of the file's sha256 that ends the IRI of a version."""
    return version.rpartition("-")[2]


def title_of(services: Services, document: str, *, short: bool = False) -> str:
    """What a document is called, by its card; its slug when it has none."""
    card = services.cards.get(document)
    if card is None:
        return document.replace("-", " ")
    return card.short if short else card.title
