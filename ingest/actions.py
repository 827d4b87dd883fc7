"""Actions, agreements, choices and building blocks, with number, deadline, parties and themes.

Counts: numbered items below a heading or after a lead-in with a word such as `acties`, `afspraken`,
`keuzes`, `bouwstenen` or `maatregelen`, or after `besluit:`, also lettered (`1a.`: all in
`action_items`); labels, codes and bullets (`action_styles`); rows of a table of actions
(`action_tables`). Sub-items belong to their item.
Does not count: other numbered lists (parts of a vision, products, earlier letters).
Example that counts: `Acties` + `3. Opstellen van een kader in 2031`. Example that does not:
`De middelen zijn nodig voor:` + `1. Onderzoek`.
What an action says of time and parties is read by `action_fields`, what it is for by `purposes`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ingest.action_clauses import find_clauses
from ingest.action_fields import around, read_actors, read_deadline
from ingest.action_items import ActionItem, find_lettered, find_numbered
from ingest.action_stacks import find_stacked
from ingest.action_styles import find_styled
from ingest.action_tables import find_table_actions
from ingest.document import Document, Extractor
from ingest.modality import judge_action
from ingest.purposes import read_purposes
from ingest.scopes import find_headings
from ingest.segment import sentences
from ontology.records import Element, Iri, Literal, Mention, Span, Statement
from ontology.terms import BG, SKOS

VERSION: Final = "0.3.0"
_METHOD: Final = f"actions {VERSION}"
_MAX_THEMES: Final = 2
_MAX_LABEL: Final = 6  # words of the heading
_SURE: Final = Decimal("0.95")
_LIKELY: Final = Decimal("0.8")  # without a number
_MARKED: Final = re.compile(r"\W")


def extract(document: Document) -> Iterator[Element]:
    """One bg:Action for each; a second text under a used number gets the suffix -2."""
    used: Counter[str] = Counter()
    for item in document.once(find_items):
        name = _name(document, item)
        used[name] += 1
        yield _element(document, item, name, used[name])


def find_items(document: Document) -> tuple[ActionItem, ...]:
    """All items that are actions, in text order, no passage in two of them."""
    found: list[ActionItem] = []
    taken: set[int] = set()  # where their passages begin
    for item in (
        *find_numbered(document),
        *find_lettered(document),
        *find_clauses(document),
        *find_table_actions(document),
        *find_stacked(document),
        *find_styled(document),
    ):
        starts = {part.span.start for part in item.parts}
        if taken.isdisjoint(starts):
            taken |= starts
            found.append(item)
    return tuple(sorted(found, key=lambda item: item.start))


def _name(document: Document, item: ActionItem) -> str:
    """A name in our own words: the number or code, else the heading it stands under."""
    if item.number is not None or item.code:
        return f"Actie {item.number if item.number is not None else item.code}"
    headings = find_headings(document, item.parts[0])
    words = document.quote(headings[0].span).strip("#*_ ").split()[:_MAX_LABEL] if headings else []
    return f"Actie bij {' '.join(words).rstrip('?.:')}" if words else "Actie"


def _element(document: Document, item: ActionItem, name: str, occurrence: int) -> Element:
    label = name if item.number is not None or occurrence == 1 else f"{name} ({occurrence})"
    statements = [
        *_number(item),
        *read_deadline(document, item),
        *read_actors(document, item),
        *_means(document, item),
        *read_purposes(document, (part.span for part in item.parts)),
        Statement(predicate=SKOS.prefLabel, object=Literal.text(label, "nl"), claimed=False),
    ]
    return Element(
        iri=_iri(document, item, label, occurrence),
        type=BG.Action,
        evidence=_evidence(document, item),
        method=_METHOD,
        confidence=_SURE if item.number is not None else _LIKELY,
        layer=BG.Extracted,
        statements=tuple(statements),
        modality=judge_action(_first_sentence(document, item)),
    )


def _first_sentence(document: Document, item: ActionItem) -> str:
    found = sentences(document.text, item.parts[0].span)
    return document.quote(found[0]) if found else ""


def _iri(document: Document, item: ActionItem, label: str, occurrence: int) -> Iri:
    """Of the number or code of the action; a proposal for one that has none."""
    if item.number is None and not item.code:
        return document.names.proposal(document.id, label)
    mark = str(item.number) if item.number is not None else _MARKED.sub("-", item.code or "")
    suffix = f"-{occurrence}" if occurrence > 1 else ""
    return document.names.mint("actie", f"{document.id}-{mark.lower()}{suffix}")


def _number(item: ActionItem) -> Iterator[Statement]:
    if item.number is not None:
        yield Statement(predicate=BG.actionNumber, object=Literal.integer(item.number))


def _evidence(document: Document, item: ActionItem) -> tuple[Span, ...]:
    """One span for each run of passages with nothing but white space between them."""
    spans: list[Span] = []
    for part in item.parts:
        if spans and not document.text[spans[-1].end : part.span.start].strip(" \t\r\n\f•-\uf0b7"):
            spans[-1] = Span(spans[-1].start, part.span.end)
        else:
            spans.append(part.span)
    return tuple(spans)


def _means(document: Document, item: ActionItem) -> Iterator[Statement]:
    """Instruments used and the most frequent themes."""
    themes: Counter[Iri] = Counter()
    instruments: dict[Iri, Mention] = {}
    for part in item.parts:
        for mention in document.mentions_in(part.span, {"theme", "instrument"}):
            if mention.kind == "theme":
                themes[mention.entity] += 1
            else:
                instruments.setdefault(mention.entity, mention)
    for iri, mention in instruments.items():
        yield Statement(
            predicate=BG.usesInstrument, object=iri, evidence=around(document, item, mention.span)
        )
    for theme, _ in sorted(themes.items(), key=lambda pair: (-pair[1], pair[0]))[:_MAX_THEMES]:
        yield Statement(predicate=BG.hasTheme, object=theme)


EXTRACTOR: Final = Extractor("actions", VERSION, extract)
