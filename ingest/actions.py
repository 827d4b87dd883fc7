"""Numbered actions, agreements, choices and building blocks.

Counts: numbered items below a heading or after a lead-in with a word such as `acties`, `afspraken`,
`keuzes`, `bouwstenen` or `maatregelen`; numbers may run on over sections and over headings between
the items; sub-items, and the rest of an item after a page break, belong to the item.
Does not count: other numbered lists (parts of a vision, products, earlier letters).
Example that counts: `Acties` + `3. Opstellen van een kader in 2031`. Example that does not:
`De middelen zijn nodig voor:` + `1. Onderzoek`.
A deadline is the last year or date the item is due (`tot 2031`, `in 2031`); a yearly date, a year
between brackets and the horizon of a vision are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ingest.dates import find_dates, find_years
from ingest.document import Document, Extractor
from ingest.modality import judge_modality
from ingest.segment import sentences
from ontology.records import Element, Iri, Literal, Mention, Passage, Span, Statement
from ontology.terms import BG, SKOS

VERSION: Final = "0.1.0"
_METHOD: Final = f"actions {VERSION}"
_CUE: Final = re.compile(
    r"\b(?:acties?|actiepunten|actielijst|afspraken|keuzes|bouwstenen|maatregelen)\b",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(\d{1,3})[.)]?")
_LEAD_REACH: Final = 3  # passages above the first item in which the cue may stand
_MAX_HEADINGS: Final = 2  # headings between two items of one list
_MAX_PARTS: Final = 40
_MAX_THEMES: Final = 2
_SURE: Final = Decimal("0.95")
_SUBJECT_GAP: Final = re.compile(r"(?:\s|,|en|de|het|een|vertegenwoordiging|van|samen|met|\()+")
_LEADING: Final = re.compile(r"\s*(?:\d{1,3}[.)]?\s*)?(?:(?:de|het|een|alle)\s+)*", re.IGNORECASE)
_MUNICIPALITIES: Final = re.compile(r"\s*(?:\d{1,3}[.)]?\s*)?(?:De\s+|Alle\s+)?([Gg]emeenten)\b")
_RECURRING: Final = re.compile(r"\b(?:jaarlijks|elk jaar|ieder jaar|periodiek)\b", re.IGNORECASE)
_HORIZON: Final = re.compile(
    r"\b(?:visie|\w*verkenning|scenario\w*|prognoses?|opties|doorkijk)\b|\?", re.IGNORECASE
)
_BRACKETS: Final = re.compile(r"\([^()]*\)")


@dataclass(slots=True)
class _Item:
    """A numbered item with all its passages."""

    number: int
    parts: list[Passage]


@dataclass(slots=True)
class _Lists:
    """What is known while walking through the passages."""

    items: list[_Item] = field(default_factory=list)
    open: bool = False  # the last numbered list was one of actions
    last: int = 0
    headings: int = 0  # headings since the last item


def extract(document: Document) -> Iterator[Element]:
    """One bg:Action for each number; a second text under a used number gets the suffix -2."""
    used: Counter[int] = Counter()
    for item in _find_items(document):
        used[item.number] += 1
        yield _element(document, item, used[item.number])


def _find_items(document: Document) -> list[_Item]:
    lists = _Lists()
    passages = document.passages
    for index, passage in enumerate(passages):
        if passage.kind in {"footnote", "furniture", "caption"}:
            continue
        number = _number(passage)
        if number is None:
            _read_other(document, lists, passage)
        elif _continues(lists, number) or _has_cue(document, passages, index):
            lists.items.append(_Item(number, [passage]))
            lists.open, lists.last, lists.headings = True, number, 0
        else:
            lists.open = False
    return lists.items


def _number(passage: Passage) -> int | None:
    if passage.kind != "item" or passage.marker is None:
        return None
    match = _NUMBER.fullmatch(passage.marker)
    return int(match[1]) if match else None


def _continues(lists: _Lists, number: int) -> bool:
    """Whether a number goes on in an open list of actions, at most under a subheading."""
    return lists.open and number == lists.last + 1 and lists.headings <= _MAX_HEADINGS


def _read_other(document: Document, lists: _Lists, passage: Passage) -> None:
    """A passage without number: part of the open item, a heading in between, or the end."""
    if not lists.open:
        return
    if passage.kind == "heading":
        lists.headings += 1
        return
    item = lists.items[-1]
    is_part = passage.kind == "item" and not lists.headings
    if is_part and len(item.parts) < _MAX_PARTS and _belongs(document, item, passage):
        item.parts.append(passage)
    else:
        lists.open = False


def _belongs(document: Document, item: _Item, passage: Passage) -> bool:
    """Sub-items are deeper than their item; the rest of a cut item has no marker of its own."""
    if passage.marker is None or passage.level > item.parts[0].level:
        return True
    return document.quote(item.parts[0].span).rstrip().endswith(":")


def _has_cue(document: Document, passages: Sequence[Passage], index: int) -> bool:
    """Whether the heading or lead-in right above the first item of a list names actions."""
    found_text = False
    for passage in reversed(passages[max(0, index - _LEAD_REACH) : index]):
        if passage.kind in {"footnote", "furniture", "caption"}:
            continue
        quote = document.quote(passage.span)
        if passage.kind == "heading":
            if _CUE.search(quote):
                return True
            if found_text:
                return False
            continue
        if passage.kind != "paragraph" or found_text or not quote.rstrip().endswith(":"):
            return False
        found_text = True
        lead = sentences(document.text, passage.span)[-1]
        if _CUE.search(document.quote(lead)):
            return True
    return False


def _element(document: Document, item: _Item, occurrence: int) -> Element:
    slug = f"{document.id}-{item.number}" + (f"-{occurrence}" if occurrence > 1 else "")
    spans = _evidence(document, item)
    statements = [
        Statement(predicate=BG.actionNumber, object=Literal.integer(item.number)),
        *_deadline(document, item),
        *_actors(document, item),
        *_means(document, item),
        Statement(
            predicate=SKOS.prefLabel,
            object=Literal.text(f"Actie {item.number}", "nl"),
            claimed=False,
        ),
    ]
    return Element(
        iri=document.names.mint("actie", slug),
        type=BG.Action,
        evidence=spans,
        method=_METHOD,
        confidence=_SURE,
        layer=BG.Extracted,
        statements=tuple(statements),
        modality=judge_modality(document.quote(item.parts[0].span)),
    )


def _evidence(document: Document, item: _Item) -> tuple[Span, ...]:
    """One span for each run of passages with nothing but white space between them."""
    spans: list[Span] = []
    for part in item.parts:
        if spans and not document.text[spans[-1].end : part.span.start].strip(" \t\r\n\f•-\uf0b7"):
            spans[-1] = Span(spans[-1].start, part.span.end)
        else:
            spans.append(part.span)
    return tuple(spans)


def _deadline(document: Document, item: _Item) -> Iterator[Statement]:
    dues: list[tuple[str, Span]] = []
    for part in item.parts:
        for sentence in sentences(document.text, part.span):
            text = _blank_brackets(document.quote(sentence))
            if not _RECURRING.search(text) or find_years(text):
                dues.extend((due, sentence) for due in _dues(text))
    if dues:
        due, sentence = max(dues, key=lambda found: (found[0][:4], len(found[0]), found[0]))
        yield Statement(predicate=BG.deadline, object=Literal.date(due), evidence=(sentence,))


def _dues(text: str) -> Iterator[str]:
    dates = find_dates(text)
    for date in dates:
        if date.year is not None:
            yield date.end()
    for year in find_years(text):
        if any(date.span.overlaps(year.span) for date in dates):
            continue
        if year.aim in {"by", "in"} and not _HORIZON.search(text[: year.span.start]):
            yield f"{year.year:04d}"


def _blank_brackets(text: str) -> str:
    """The text with what stands between brackets blanked: asides hold no deadline."""
    return _BRACKETS.sub(lambda match: " " * len(match[0]), text)


def _actors(document: Document, item: _Item) -> Iterator[Statement]:
    mentions = [
        mention
        for part in item.parts
        for mention in document.mentions_in(part.span, {"actor"})
        if _stands_free(document, mention)
    ]
    lead = _subject(document, item, mentions)
    general = () if lead else tuple(_general_subject(document, item))
    yield from general
    for mention in lead:
        yield Statement(
            predicate=BG.leadActor, object=mention.entity, evidence=_around(document, item, mention)
        )
    seen = {statement.object for statement in general}
    for mention in mentions:
        if mention.entity not in seen:
            seen.add(mention.entity)
            yield Statement(
                predicate=BG.involvedActor,
                object=mention.entity,
                evidence=_around(document, item, mention),
            )


def _stands_free(document: Document, mention: Mention) -> bool:
    """Whether a name stands for the actor itself, not inside the name of something else."""
    start, end = mention.span.start, mention.span.end
    window = Span(max(0, start - 60), min(len(document.text), end + 60))
    return not any(
        other.span.contains(mention.span) and other.span != mention.span
        for other in document.mentions_in(
            window, {"instrument", "programme", "document", "project"}
        )
    )


def _subject(document: Document, item: _Item, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The actors that open the item: `De provincie, het Rijk en … hebben …`."""
    start = item.parts[0].span.start
    lead: list[Mention] = []
    for mention in mentions:
        gap = document.text[lead[-1].span.end if lead else start : mention.span.start]
        pattern = _SUBJECT_GAP if lead else _LEADING
        if gap and not pattern.fullmatch(gap):
            break
        if mention.entity not in {found.entity for found in lead}:
            lead.append(mention)
    return tuple(lead)


def _general_subject(document: Document, item: _Item) -> Iterator[Statement]:
    """`Gemeenten` without a name, as subject: the group of municipalities that publishes."""
    quote = document.quote(item.parts[0].span)
    match = _MUNICIPALITIES.match(quote)
    if match is None:
        return
    for iri in document.card.publisher:
        entry = document.register.get(iri)
        if entry is not None and entry.members and "gemeenten" in entry.preferred.lower():
            start = item.parts[0].span.start
            span = Span(start + match.start(1), start + match.end(1))
            yield Statement(predicate=BG.leadActor, object=iri, evidence=(span,))
            yield Statement(predicate=BG.involvedActor, object=iri, evidence=(span,))
            return


def _around(document: Document, item: _Item, mention: Mention) -> tuple[Span, ...]:
    for part in item.parts:
        if part.span.contains(mention.span):
            for sentence in sentences(document.text, part.span):
                if sentence.contains(mention.span):
                    return (sentence,)
            return (part.span,)
    return (mention.span,)


def _means(document: Document, item: _Item) -> Iterator[Statement]:
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
            predicate=BG.usesInstrument, object=iri, evidence=_around(document, item, mention)
        )
    for theme, _ in sorted(themes.items(), key=lambda pair: (-pair[1], pair[0]))[:_MAX_THEMES]:
        yield Statement(predicate=BG.hasTheme, object=theme)


EXTRACTOR: Final = Extractor("actions", VERSION, extract)
