"""Actions that are not in a numbered list: labelled, coded, or bullets.

Counts: a label with its number (`Actie 3: …`, `Maatregel 4 – …`, `Besluit 2.1: …`); codes that
count on (`A.1 …`) when a heading, a field (`Trekker: …`) or what they say shows that these are
actions; bullets below `Wat gaan we doen?`, `Acties` or a lead-in such as `We nemen deze
maatregelen:`.
Numbered lists in which parties do something (`1. De gemeente Beltum richt … in`) count below any
heading.
Does not count: roads (`A1`), bullets below other headings, a mention (`zie actie 3`), questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ingest.action_fields import DOING, VERB_END, find_parties
from ingest.action_items import ActionItem
from ingest.document import Document
from ingest.segment import sentences
from ontology.records import Passage, Span

_ASIDE: Final = frozenset({"footnote", "furniture", "caption"})
_LABEL: Final = re.compile(
    r"(?:#+\s*)?(?P<word>actie(?:punt)?|maatregel|afspraak|activiteit|inspanning|besluit|toezegging)\s+"
    r"(?:nr\.?\s*)?(?P<mark>\d{1,3}|\d{1,2}[a-z]|[A-Z]{0,2}[.-]?\d{1,2}(?:\.\d{1,2})?|[A-Z](?=\s*[:.|–—-]\s))"
    r"(?:\s*[:.|–—-](?=\s)|\s*$|\t)",
    re.IGNORECASE,
)
_TITLED: Final = re.compile(  # a heading, without sign between the code and its title
    r"(?:#+\s*)?(?P<word>actie(?:punt)?|maatregel|afspraak|activiteit|inspanning|besluit|toezegging)\s+"
    r"(?:nr\.?\s*)?"
    r"(?P<mark>\d{1,3}(?:\.\d{1,2})?|(?-i:\d{1,2}[a-z])|"
    r"(?-i:[A-Z]{1,2})[.-]?\d{1,2}(?:\.\d{1,2})?)[ \t]+"
    r"(?=(?-i:[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"(?P<letters>[A-Z]{1,3})[.-]?(?P<number>\d{1,2})[.:)]?\s+(?=[A-ZÀ-Þ])")
_LABEL_LINE: Final = re.compile(
    r"^(?:actie(?:punt)?|maatregel|afspraak|activiteit|inspanning|besluit|toezegging)\s+"
    r"(?:\d{1,3}(?:\.\d{1,2})?|[A-Z])\s*[:.–—-](?=\s)",
    re.IGNORECASE | re.MULTILINE,
)
_CODE_LINE: Final = re.compile(r"^[A-Z]{1,3}[.-]?\d{1,2}[.:)]?\s+(?=[A-ZÀ-Þ])", re.MULTILINE)
_FIELD: Final = re.compile(
    r"(?:[•*-]\s*)?(?:trekkers?|kartrekker|verantwoordelijke?n?|eigenaar|initiatief(?:nemers?)?|"
    r"partners?|betrokken(?:\s+partijen|en)?|planning|termijn|wanneer|deadline|gereed|looptijd)"
    r"\s*:",
    re.IGNORECASE,
)
_CUE: Final = re.compile(
    r"\bwat\s+(?:gaan|doen)\s+(?:we|wij|het\s+college|de\s+\w+)\b"
    r"|\b(?:dit|hoe)\s+(?:gaan|doen|pakken|realiseren|bereiken)\s+(?:we|wij)\b"
    r"|\bwat\s+(?:we|wij)\s+(?:gaan\s+)?doen\b|\b(?:gaan|doen)\s+(?:we|wij)\s*(?:het\s+volgende\s*)?:$"
    r"|\b(?:we|wij)\s+gaan\s*:$"
    r"|\b(?:acties?|actiepunten|maatregelen|activiteiten|inspanningen)\b(?=[^.?!]{0,60}$)",
    re.IGNORECASE,
)
_NO_CUE: Final = re.compile(
    r"\b(?:zoals|bijvoorbeeld|bereiken|eerdere|afgeronde|uitgevoerde)\b", re.I
)
_DOES: Final = re.compile(
    r"\b(?:we|wij)\b|\b(?:krijgt|krijgen|stelt|stellen|maakt|maken|richt|richten|onderzoekt|"
    r"onderzoeken|start|starten|komt|komen|wordt|worden|organiseert|organiseren)\b",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(\d{1,3})[.)]?")
_VERB: Final = re.compile(rf"\b{VERB_END}(?:{DOING})\b", re.IGNORECASE)
_WE: Final = re.compile(r"(?:\d{1,3}[.)]?\s+)?(?:we|wij)\s", re.IGNORECASE)
_LEAD: Final = re.compile(r"(?:\d{1,3}[.)]?\s+)?(?:(?:de|het|alle)\s+)?", re.IGNORECASE)
_MIN_ACTS: Final = 2
_MAX_BEFORE_VERB: Final = 90
_MAX_FIELDS: Final = 8  # passages with fields below a label
_MAX_BULLETS: Final = 60


def find_styled(document: Document) -> Iterator[ActionItem]:
    """Labelled, coded and bulleted actions; the same passage may be given twice."""
    passages = [passage for passage in document.passages if passage.kind not in _ASIDE]
    yield from _labelled(document, passages)
    yield from _coded(document, passages)
    yield from _bulleted(document, passages)
    yield from _promised(document, passages)


def _promised(document: Document, passages: Sequence[Passage]) -> Iterator[ActionItem]:
    """Numbered lists in which parties do something: agreements, whatever stands above them."""
    run: list[tuple[int, Passage]] = []
    for passage in [*passages, None]:
        number = None if passage is None else _number(passage)
        if passage is not None and number is not None and (not run or number == run[-1][0] + 1):
            run.append((number, passage))
            continue
        if passage is not None and number is None and passage.kind == "item":
            continue  # a sub-item
        acts = sum(_opens_with_party(document, item.span) for _, item in run)
        if acts >= _MIN_ACTS and acts * 3 >= len(run) * 2:
            for count, item in run:
                yield ActionItem([item], count)
        run = [] if passage is None or number is None else [(number, passage)]


def _number(passage: Passage) -> int | None:
    match = _NUMBER.fullmatch(passage.marker or "") if passage.kind == "item" else None
    return int(match[1]) if match else None


def _opens_with_party(document: Document, span: Span) -> bool:
    """`De gemeente Beltum richt …`: a party, or `we`, and what it does."""
    quote = document.quote(span)
    verb = _VERB.search(quote, 0, _MAX_BEFORE_VERB)
    if verb is None:
        return False
    if _WE.match(quote):
        return True
    parties = find_parties(document, Span(span.start, span.start + max(1, verb.start())))
    return (
        bool(parties)
        and _LEAD.fullmatch(document.text[span.start : parties[0].span.start]) is not None
    )


def _labelled(document: Document, passages: Sequence[Passage]) -> Iterator[ActionItem]:
    passages = [part for passage in passages for part in _lines(document, passage, _LABEL_LINE)]
    for index, passage in enumerate(passages):
        match = _LABEL.match(document.quote(passage.span).lstrip("•-* "))
        if match is None and passage.kind == "heading":
            match = _TITLED.match(document.quote(passage.span))
        if match is None or (passage.kind != "heading" and match[0].rstrip()[-1].isalnum()):
            continue
        mark = match["mark"]
        number = int(mark) if mark.isdigit() else None
        parts = [passage, *_fields_below(document, passages, index)]
        yield ActionItem(parts, number, None if mark.isdigit() else mark)


def _fields_below(document: Document, passages: Sequence[Passage], index: int) -> Iterator[Passage]:
    """Passages that only say who and when, and the sub-items, right below an action."""
    own = passages[index]
    if own.kind == "heading" and index + 1 < len(passages):
        below = passages[index + 1]
        if below.kind == "paragraph" and not _LABEL.match(document.quote(below.span)):
            yield below
            index += 1
    for passage in passages[index + 1 : index + 1 + _MAX_FIELDS]:
        quote = document.quote(passage.span)
        sub = passage.kind == "item" and own.kind == "item" and passage.level > own.level
        if not (sub or _FIELD.match(quote)) or _LABEL.match(quote):
            return
        yield passage


def _coded(document: Document, passages: Sequence[Passage]) -> Iterator[ActionItem]:
    """Runs of codes that count on; headings may stand between them."""
    passages = [part for passage in passages for part in _lines(document, passage, _CODE_LINE)]
    marks = [
        (index, match["letters"], int(match["number"]))
        for index, passage in enumerate(passages)
        if passage.kind != "row" and (match := _CODE.match(document.quote(passage.span)))
    ]
    series = {letters for _, letters, number in marks if number == 1}
    counted = [
        mark
        for mark in marks
        if mark[1] in series
        and (mark[2] == 1 or any(m[1:] == (mark[1], mark[2] - 1) for m in marks))
    ]
    if len(counted) < 2:
        return
    quotes = [document.quote(passages[index].span) for index, _, _ in counted]
    told = any(_FIELD.search(quote) for quote in quotes) or any(
        _is_led(document, passages, index) for index, _, _ in counted
    )
    if not told and sum(bool(_DOES.search(quote)) for quote in quotes) * 2 < len(quotes):
        return
    for index, letters, number in counted:
        parts = [passages[index], *_fields_below(document, passages, index)]
        yield ActionItem(parts, None, f"{letters}.{number}")


def _lines(document: Document, passage: Passage, mark: re.Pattern[str]) -> Iterator[Passage]:
    """A passage, cut where a line in it opens with a label or code."""
    text, at = document.quote(passage.span), passage.span.start
    starts = [match.start() for match in mark.finditer(text)]
    if passage.kind == "row" or not starts:
        yield passage
        return
    ends = [*starts, len(text)]
    for start, end in pairwise([0, *ends] if starts[0] else ends):
        last = len(text[:end].rstrip())
        if last > start:
            yield replace(passage, span=Span(at + start, at + last))


def _is_led(document: Document, passages: Sequence[Passage], index: int) -> bool:
    """Whether one of the two headings above is about actions."""
    headings = [p for p in reversed(passages[max(0, index - 12) : index]) if p.kind == "heading"]
    return any(_is_cue(document.quote(heading.span)) for heading in headings[:2])


def _is_cue(quote: str) -> bool:
    text = quote.strip().rstrip("?").rstrip()
    return bool(_CUE.search(text)) and not _NO_CUE.search(text)


def _bulleted(document: Document, passages: Sequence[Passage]) -> Iterator[ActionItem]:
    """Bullets below a heading or lead-in about what will be done; deeper ones are parts."""
    led = False
    item: ActionItem | None = None
    count = 0
    for passage in passages:
        quote = document.quote(passage.span)
        if passage.kind == "item":
            if item is not None and (passage.marker is None or passage.level > item.parts[0].level):
                item.parts.append(passage)
            elif led and passage.marker and not passage.marker[0].isalnum():
                if quote.rstrip().endswith("?") or count >= _MAX_BULLETS:
                    continue
                if item is not None:
                    yield item
                item, count = ActionItem([passage]), count + 1
            continue
        if item is not None:
            yield item
        item, count = None, 0
        if passage.kind == "heading":
            led = _is_cue(quote)
        elif passage.kind == "paragraph" and quote.rstrip().endswith(":"):
            lead = document.quote(sentences(document.text, passage.span)[-1])
            led = _is_cue(lead)
        elif passage.kind == "paragraph":
            led = False
    if item is not None:
        yield item
