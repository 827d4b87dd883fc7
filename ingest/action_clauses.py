"""Actions in the clauses of an agreement: articles, their members, and lettered agreements.

Counts: `a) …`, `b) …` below words such as `Partijen spreken af dat:`; `I. …`, `II. …` below
`Besluiten`; a bullet below `Afspraken` and a clause `3.2 De gemeente
Beltum plaatst …` below a heading `Artikel 3` or about agreements, and `Lid 2. Partijen bouwen …`,
when it opens with a party and with what that party does or is bound to do.
Does not count: clauses that say what is (`Partijen delen drie ambities`), that somebody meets or
pays, or when the agreement begins; numbered paragraphs below other headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ingest.action_items import ActionItem, has_cue
from ingest.document import Document
from ingest.scopes import find_headings
from ontology.records import Passage, Span

_ASIDE: Final = frozenset({"footnote", "furniture", "caption"})
_LETTER: Final = re.compile(r"(?P<letter>[a-z])[.)]")
_CLAUSE: Final = re.compile(
    r"^[ \t]*(?:(?P<code>\d{1,2}\.\d{1,2})\.?|lid[ \t]+(?P<member>\d{1,2})[.:]?)[ \t]+(?=\w)",
    re.IGNORECASE | re.MULTILINE,
)
_ARTICLE: Final = re.compile(
    r"^\W*(?:artikel|art\.)\s*\d|\b(?:afspraken|inspanningen|verplichtingen|toezeggingen)\W*$",
    re.IGNORECASE,
)
_ROMAN: Final = re.compile(r"(?P<roman>[IVX]{1,4})[.)]\s+(?=\S)")
_ROMAN_NUMBERS: Final = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX"
_ROMANS: Final = tuple(_ROMAN_NUMBERS.split())
_DECISIONS: Final = re.compile(r"\W*(?:besluit(?:en)?|beslispunten|afspraken)\b", re.IGNORECASE)
_PARTY: Final = (
    r"(?:\w*partijen|\w*gemeenten?|\w*provincies?|\w*waterschap(?:pen)?|\w*heemraadschap|rijk|"
    r"regio\w*|colleges?|\w*raad|raden|ministers?|ministerie|staten|\w*corporaties?|"
    r"\w*verenigingen?|\w*vereniging|stichting|\w*bestuur|secretaris|voorzitter|\w*manager|"
    r"\w*regisseur|\w*leider|\w*bureau|vervoerders?|\w*bedrijf|\w*bedrijven|\w*ondernemers|"
    r"ontwikkelaars?|\w*partners?|stuurgroep|\w*werkgroep|\w*dienst|universiteit|hogeschool|"
    r"netbeheerders?|\w*instellingen?|\w*coöperatie|\w*fonds)"
)
_NAME: Final = (
    r"(?:\s+(?:(?:van|voor|en|te|in)\s+)?(?:(?:de|het|den)\s+)?[A-ZÀ-Þ][\w’'&-]*"
    r"|\s+en\s+(?:de|het)\s+[a-z]\w+){0,5}"
)
_ACTS: Final = re.compile(
    rf"(?:(?:[Dd]e|[Hh]et|[Aa]lle|[Ii]edere?|[Ee]lke?|[Bb]eide)\s+)?(?:\w{{3,12}}\s+)?(?i:{_PARTY})"
    rf"{_NAME}\s+(?P<verb>zal|[a-zà-ÿ]+(?:t|n))\b(?P<rest>[^.;:]{{0,200}})"
)
_IDLE_WORDS: Final = (
    "bent zijn waren had hadden heeft hebben bestaat bestaan deelt delen kent kennen kunnen mogen "
    "wordt worden blijft blijven krijgt krijgen ontvangt ontvangen treedt treden vindt vinden "
    "staat staan ligt liggen telt tellen willen erkent erkennen onderschrijft onderschrijven hecht "
    "hechten constateert constateren streeft streven vergadert vergaderen komt komen wijst wijzen "
    "betaalt betalen heet heten geldt gelden bedraagt bedragen stemt hoeft hoeven in een van aan "
    "ten met het dat dan niet moet"
)
_IDLE: Final = frozenset(_IDLE_WORDS.split())
_CARES: Final = re.compile(r"\s+(?:er\s+|daar\w*\s+|hier\w*\s+|samen\s+)?zorg\b", re.IGNORECASE)
_GIVES: Final = frozenset({"draagt", "dragen"})  # a contribution, unless it is `zorg`
_PAYS: Final = re.compile(r"\bbijdrage\b[^.;]*(?:€|\beuro\b)", re.IGNORECASE)
_LEADS: Final = re.compile(r"(?:(?:De|Het|Alle)\s+)?")
_VERB: Final = re.compile(r"\s+(?P<verb>[a-zà-ÿ]+(?:t|n))\b")
_MAX_CLAUSES: Final = 500


def find_clauses(document: Document) -> Iterator[ActionItem]:
    """Lettered agreements and clauses, each in text order."""
    yield from _lettered(document)
    yield from _roman(document)
    yield from _numbered(document)
    yield from _bulleted(document)


def acts(text: str) -> bool:
    """Whether words open with a party, known or not, and with what it does or is bound to do."""
    match = _ACTS.match(text)
    if match is None or match["verb"] in _IDLE or _PAYS.search(match["rest"]):
        return False
    return match["verb"] not in _GIVES or bool(_CARES.match(match["rest"]))


def _lettered(document: Document) -> Iterator[ActionItem]:
    """`a)`, `b)` … below a lead-in of agreements; deeper items are their parts."""
    item: ActionItem | None = None
    last = ""
    for index, passage in enumerate(document.passages):
        if passage.kind in _ASIDE:
            continue
        match = _LETTER.fullmatch(passage.marker or "") if passage.kind == "item" else None
        deeper = (
            item is not None
            and passage.kind == "item"
            and (passage.level > item.parts[0].level or passage.marker is None)
        )
        if item is not None and deeper:
            item.parts.append(passage)
            continue
        goes_on = match is not None and last and ord(match["letter"]) == ord(last) + 1
        opens = match is not None and match["letter"] == "a"
        if item is not None:
            yield item
        item, last = None, ""
        if match and (goes_on or (opens and has_cue(document, document.passages, index))):
            last = match["letter"]
            item = ActionItem([passage], code=last)
    if item is not None:
        yield item


def _roman(document: Document) -> Iterator[ActionItem]:
    """`I. …`, `II. …` below a heading or lead-in of decisions."""
    last = 0
    for index, passage in enumerate(document.passages):
        if passage.kind in _ASIDE:
            continue
        match = _ROMAN.match(document.quote(passage.span)) if passage.kind != "row" else None
        count = _ROMANS.index(match["roman"]) + 1 if match and match["roman"] in _ROMANS else 0
        led = count == 1 and (
            has_cue(document, document.passages, index) or _is_decided(document, passage)
        )
        last = count if led or (count and last and count == last + 1) else 0
        if last:
            yield ActionItem([passage], code=_ROMANS[last - 1])


def _is_decided(document: Document, passage: Passage) -> bool:
    """Whether the heading right above is of decisions: `Besluiten van 8 februari`."""
    headings = find_headings(document, passage)[:1]
    return any(_DECISIONS.match(document.quote(heading.span)) for heading in headings)


def _numbered(document: Document) -> Iterator[ActionItem]:
    """`3.2 …` and `Lid 2. …` that open with a party and what it does."""
    count = 0
    for passage in document.passages:
        if passage.kind not in {"paragraph", "item", "heading"}:
            continue
        for part, match in _parts(document, passage):
            if part.kind == "heading" and document.text[part.span.end - 1] not in ".;":
                continue
            text = document.text[part.span.start + match.end() - match.start() : part.span.end]
            if not acts(text) or not (match["member"] or _is_article(document, passage)):
                continue
            count += 1
            if count > _MAX_CLAUSES:
                return
            number = int(match["member"]) if match["member"] else None
            yield ActionItem([part], number, match["code"])


def _bulleted(document: Document) -> Iterator[ActionItem]:
    """Bullets below a heading of agreements that open with a party and what it does."""
    for passage in document.passages:
        marker = passage.marker or ""
        if passage.kind != "item" or not marker or marker[0].isalnum():
            continue
        quote = document.quote(passage.span)
        text = quote[len(marker) :].lstrip() if quote.startswith(marker) else quote
        start = passage.span.end - len(text)
        if _is_article(document, passage) and (acts(text) or _opens(document, start, text)):
            yield ActionItem([passage])


def _opens(document: Document, start: int, text: str) -> bool:
    """Whether words open with a party of the register and a verb right behind it."""
    parties = document.mentions_in(Span(start, start + len(text)), {"actor"})
    if not parties or not _LEADS.fullmatch(document.text[start : parties[0].span.start]):
        return False
    verb = _VERB.match(document.text, parties[0].span.end)
    return verb is not None and verb["verb"] not in _IDLE


def _parts(document: Document, passage: Passage) -> list[tuple[Passage, re.Match[str]]]:
    """A passage cut where a line opens with the number of a clause."""
    text, at = document.quote(passage.span), passage.span.start
    marks = list(_CLAUSE.finditer(text))
    ends = [*(mark.start() for mark in marks), len(text)]
    return [
        (replace(passage, span=Span(at + start, at + start + len(text[start:end].rstrip()))), mark)
        for mark, (start, end) in zip(marks, pairwise(ends), strict=True)
    ]


def _is_article(document: Document, passage: Passage) -> bool:
    """Whether the nearest heading, or the one above it, is of an article or of agreements."""
    headings = find_headings(document, passage)[:2]
    return any(_ARTICLE.search(document.quote(heading.span)) for heading in headings)
