"""Entries of the register that a document names become elements of that version.

Counts: every entry with a mention (`het waterschap`, `provincie`). Evidence is at most five exact
spans, the first ones. What the document says about an entry is for other extractors.
Does not count: a project whose name says another municipality than the list it stands in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ingest.document import Document, Extractor
from ingest.projects import find_misplaced_mentions
from ontology.records import Element, Iri, MentionKind, RegisterEntry, Span, Statement
from ontology.terms import BG

MAX_SPANS: Final = 5
_CONFIDENCE: Final = Decimal("0.95")
_WITH_THEMES: Final = frozenset[MentionKind](("programme", "project", "instrument"))


def extract_registered(document: Document) -> Iterator[Element]:
    """One element for each register entry named, by IRI; the document itself is left out."""
    spans: dict[Iri, list[Span]] = defaultdict(list)
    misplaced = find_misplaced_mentions(document)
    for mention in document.mentions:
        if mention in misplaced:
            continue
        spans[mention.entity].append(mention.span)
    own = document.names.document(document.id)
    for entity in sorted(spans):
        entry = document.register.get(entity)
        if entry is not None and entity != own:
            yield _element(entry, tuple(sorted(spans[entity])[:MAX_SPANS]))


def _element(entry: RegisterEntry, evidence: tuple[Span, ...]) -> Element:
    themes = entry.themes if entry.kind in _WITH_THEMES else ()
    return Element(
        iri=entry.iri,
        type=entry.type,
        evidence=evidence,
        method=REGISTERED.method,
        confidence=_CONFIDENCE,
        layer=BG.Extracted,
        statements=tuple(
            Statement(predicate=BG.hasTheme, object=theme, claimed=False)
            for theme in sorted(themes)
        ),
    )


REGISTERED: Final = Extractor("mentions", "0.1.0", extract_registered)
