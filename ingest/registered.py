"""Entries of the register that a document names become elements of that version.

Counts: every entry with a mention (`het waterschap`, `provincie`). Evidence is at most five exact
spans, the first of each of its names before others. What the document says about an entry is for
other extractors.
Does not count: a project whose name says another municipality than the list it stands in, or that
is part of the longer title of a document, or that is the mark of a line (`A1` above `A2`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from ingest.document import Document, Extractor
from ingest.projects import find_misplaced_mentions
from ingest.references import find_citations
from ontology.records import Element, Iri, Mention, MentionKind, RegisterEntry, Span, Statement
from ontology.terms import BG

MAX_SPANS: Final = 5
_CODE: Final = re.compile(r"(?P<letters>[A-Z]{1,2})(?P<number>\d{1,2})")
_CONFIDENCE: Final = Decimal("0.95")
_WITH_THEMES: Final = frozenset[MentionKind](("programme", "project", "instrument"))


def extract_registered(document: Document) -> Iterator[Element]:
    """One element for each register entry named, by IRI; the document itself is left out."""
    spans: dict[Iri, list[Span]] = defaultdict(list)
    misplaced = find_misplaced_mentions(document)
    titles = {one.span.start: one.span for one in document.once(find_citations)}
    ends = {one.end: one for one in titles.values()}
    for mention in document.mentions:
        if (
            mention in misplaced
            or _is_in_title(mention, titles, ends)
            or _is_mark(document, mention)
        ):
            continue
        spans[mention.entity].append(mention.span)
    own = document.names.document(document.id)
    for entity in sorted(spans):
        entry = document.register.get(entity)
        if entry is not None and entity != own:
            yield _element(entry, _choose(document, sorted(spans[entity])))


def _choose(document: Document, spans: list[Span]) -> tuple[Span, ...]:
    """The first place of each name first, then the first places; in text order."""
    names: dict[str, Span] = {}
    for span in spans:
        names.setdefault(" ".join(document.quote(span).lower().split()), span)
    return tuple(sorted([*dict.fromkeys((*names.values(), *spans))][:MAX_SPANS]))


def _is_in_title(mention: Mention, starts: Mapping[int, Span], ends: Mapping[int, Span]) -> bool:
    """Whether the name of a project opens or closes the longer title of a document."""
    if mention.kind != "project":
        return False
    title = starts.get(mention.span.start) or ends.get(mention.span.end)
    return title is not None and title != mention.span and title.contains(mention.span)


def _is_mark(document: Document, mention: Mention) -> bool:
    """Whether the name of a project, such as that of a road, is the mark of a line that counts."""
    code = _CODE.fullmatch(document.quote(mention.span)) if mention.kind == "project" else None
    if code is None or document.text[mention.span.start - 1 : mention.span.start].strip():
        return False
    following = rf"^[ \t|]*{code['letters']}{int(code['number']) + 1}\b"
    lead = document.text[document.text.rfind("\n", 0, mention.span.start) + 1 : mention.span.start]
    opens = not lead.strip(" \t|")
    return opens and bool(re.search(following, document.text, re.MULTILINE))


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


REGISTERED: Final = Extractor("mentions", "0.1.1", extract_registered)
