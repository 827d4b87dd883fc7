"""Numbered items below a word for actions: `Acties` + `3. Opstellen van een kader`.

Numbers may run on over sections and over headings between the items; sub-items, and the rest of an
item after a page break, belong to the item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.document import Document
from ingest.segment import sentences
from ontology.records import Passage, Span

_CUE: Final = re.compile(
    r"\b(?:acties?|actiepunten|actielijst|afspraken|keuzes|bouwstenen|maatregelen|besluitpunten|"
    r"beslispunten|besluiten\s+die|gevraagde?\s+besluit(?:en)?|voorgestelde?\s+besluit(?:en)?)\b"
    r"|\bbesluit(?:en)?\s*:?\s*$|\b(?:komen|kwamen)\s+overeen\b[^.]{0,40}:?\s*$"
    r"|\b(?:spreken|spraken)\s+(?:[a-z]+\s+){0,3}?af(?:,?\s+(?:dat|om))?\s*:?\s*$"
    r"|\b(?:komen|kwamen)\s+overeen,?\s+(?:dat|om)\s*:?\s*$"
    r"|\b(?:verplicht(?:en)?|verbind(?:t|en)|span(?:t|nen))\s+(?:zich|elkaar)\b[^.:]{0,60}:\s*$"
    r"|\b(?:zeggen|zegt)\s+(?:[a-z]+\s+){0,3}?toe(?:,?\s+(?:dat|om))?\s*:\s*$",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(\d{1,3})[.)]?")
_LETTERED: Final = re.compile(r"(?P<code>\d{1,2}(?P<letter>[a-z]))[.)]")
_LEAD_REACH: Final = 3  # passages above the first item in which the cue may stand
_MAX_HEADINGS: Final = 2  # headings between two items of one list
_MAX_PARTS: Final = 40


@dataclass(slots=True)
class ActionItem:
    """An action as it stands in a list, a table or below a label, with all its passages.

    `number` is a whole number, `code` any other mark (`A.1`). In a table `lead`, `partners`,
    `due` and `cost` are cells.
    """

    parts: list[Passage]
    number: int | None = None
    code: str | None = None
    lead: Span | None = None
    partners: Span | None = None
    due: Span | None = None
    cost: Span | None = None
    head: int = 0  # of a row: where the head of its table begins

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.parts[0].span.start


@dataclass(slots=True)
class _Lists:
    """What is known while walking through the passages."""

    items: list[ActionItem] = field(default_factory=list)
    open: bool = False  # the last numbered list was one of actions
    last: int = 0
    headings: int = 0  # headings since the last item


def find_numbered(document: Document) -> list[ActionItem]:
    """The numbered items of lists that a heading or lead-in calls actions."""
    lists = _Lists()
    passages = document.passages
    for index, passage in enumerate(passages):
        if passage.kind in {"footnote", "furniture", "caption"}:
            continue
        number = _number(passage)
        if number is None:
            _read_other(document, lists, passage)
        elif _continues(lists, number) or has_cue(document, passages, index):
            lists.items.append(ActionItem([passage], number))
            lists.open, lists.last, lists.headings = True, number, 0
        else:
            lists.open = False
    return lists.items


def find_lettered(document: Document) -> list[ActionItem]:
    """Items `1a.`, `1b.` … that count on below such a word."""
    found: list[ActionItem] = []
    last = ""  # the letter that the item above had, when that was an action
    for index, passage in enumerate(document.passages):
        match = _LETTERED.fullmatch(passage.marker or "") if passage.kind == "item" else None
        if match is None:
            if passage.kind not in {"footnote", "furniture", "caption"}:
                is_part = (
                    last and passage.kind == "item" and passage.level > found[-1].parts[0].level
                )
                if is_part:
                    found[-1].parts.append(passage)
                else:
                    last = ""
            continue
        goes_on = last and ord(match["letter"]) == ord(last) + 1
        if goes_on or has_cue(document, document.passages, index):
            found.append(ActionItem([passage], code=match["code"]))
            last = match["letter"]
        else:
            last = ""
    return found


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


def _belongs(document: Document, item: ActionItem, passage: Passage) -> bool:
    """Sub-items are deeper than their item; the rest of a cut item has no marker of its own."""
    if passage.marker is None or passage.level > item.parts[0].level:
        return True
    return document.quote(item.parts[0].span).rstrip().endswith(":")


def has_cue(document: Document, passages: Sequence[Passage], index: int) -> bool:
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
