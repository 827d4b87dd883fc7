"""Tells a municipality as a party from the place of the same name.

`Bergdorp` alone is a place. It is the municipality after `gemeente(n)`, `college van`, `raad van`,
in an enumeration with another party, at the head of a row with an amount, and as the subject of a
sentence that does something (`Bergdorp stelt … vast`).
A place inside the name of an actor, body, document, programme or instrument is no mention, nor is
a theme inside the name of an actor or place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ingest.once import Register
from ingest.spans import PassageIndex
from ontology.records import Iri, Mention, MentionKind, RegisterEntry, Span

_OFFICE: Final = (
    r"gemeenten?|gemeenteraad|gemeenteraden|raad|raden|colleges?|wethouders?|bestuurders?|b&w"
)
_LEAD_IN: Final = re.compile(
    rf"(?:^|\W)(?:(?:{_OFFICE})(?:\s+(?:van|in))?(?:\s+de\s+gemeenten?)?"
    r"|\w*(?:agenda|visie|strategie|programma|nota|overeenkomst|convenant)\s+van)\s*:?\s+$",
    re.I,
)
_JOIN: Final = re.compile(r"\s*(?:,|;|/|en|&|,\s*en|of)\s*(?:de\s+|het\s+|\s)*", re.I)
_AMOUNT_AFTER: Final = re.compile(r"[\s:]+(?:€\s?)?\d{1,3}(?:\.\d{3})+")
_HIDES_PLACES: Final = frozenset[MentionKind](
    ("actor", "body", "document", "programme", "instrument")
)
_HIDES_THEMES: Final = frozenset[MentionKind](("actor", "place"))
_LOOK_BACK: Final = 60
_MUNICIPAL: Final = "gemeente"
_TERRITORY: Final = re.compile(
    r"\b(?:in|binnen|buiten|heel|(?:delen|deel|rest|inwoners|gebieden|noorden|oosten|zuiden|westen)"
    r"\s+van)\s+(?:de\s+|het\s+)?$",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(r"\b(?:andere|overige)\s+$", re.IGNORECASE)
_COUNTED: Final = re.compile(
    r"\d|(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\w+tien)\b", re.IGNORECASE
)
_SITE_AFTER: Final = re.compile(r"\s(?:Bedrijven\w*|Business|Park|Stadion|Arena|Haven|Terrein)\b")
_ELSEWHERE: Final = re.compile(r"\b(?:[Gg]emeenten?|[Pp]rovincie)\s+[A-ZÀ-Þ][a-zà-ÿ]")
_REGION_OF: Final = re.compile(r"\bregio\s+$", re.IGNORECASE)
_OPENS: Final = re.compile(
    r"(?:^|[.!?;:]\s+|\n\s*\n)(?:[-–•*]\s+|\d{1,2}(?:\.\d{1,2})*[.)]?\s+|[a-z][.)]\s+)?$"
)
_DOES: Final = re.compile(
    r"\s+(?:stel(?:t|len)|maakt|maken|richt(?:en)?|onderzoek(?:t|en)|ontwikkel(?:t|en)|voer(?:t|en)|"
    r"leg(?:t|gen)|organise(?:ert|ren)|breng(?:t|en)|neemt|nemen|slui(?:t|ten)|bouw(?:t|en)|"
    r"realise(?:ert|ren)|investe(?:ert|ren)|herzie(?:t|n)|evalu(?:eert|eren)|"
    r"actualise(?:ert|ren)|verken(?:t|nen)|koopt|kopen|betaal(?:t)|betalen|werk(?:t|en)|"
    r"draagt|dragen|doe(?:t|n)|zorg(?:t|en)|wil(?:len)?|herijk(?:t|en)|meld(?:t|en))\b"
)
_AREA_NOUNS: Final = frozenset({"provincie", "waterschap", "hoogheemraadschap", "omgevingsdienst"})


def find_governors(register: Register) -> dict[Iri, Iri]:
    """For each place the actor that is its municipality, as the register's labels say."""
    found: dict[Iri, Iri] = {}
    for entry in register.of_kind("actor"):
        if entry.place is None:
            continue
        labels = [entry.preferred, *(label.text for label in entry.labels)]
        if any(label.lower().startswith(_MUNICIPAL + " ") for label in labels):
            found.setdefault(entry.place, entry.iri)
    return found


def tell_apart(
    text: str, mentions: Sequence[Mention], governors: Mapping[Iri, Iri], index: PassageIndex
) -> list[Mention]:
    """The mentions with places hidden in names left out and parties named as actors."""
    hidden = {
        "place": _Cover(item.span for item in mentions if item.kind in _HIDES_PLACES),
        "theme": _Cover(item.span for item in mentions if item.kind in _HIDES_THEMES),
    }
    kept = sorted(
        (
            item
            for item in mentions
            if item.kind not in hidden or not hidden[item.kind].covers(item.span)
        ),
        key=lambda item: item.span,
    )
    parties = _parties(text, kept, governors, index)
    return [
        Mention(span=item.span, entity=governors[item.entity], kind="actor")
        if item.kind == "place" and item.span in parties
        else item
        for item in kept
    ]


class _Cover:
    """Which characters lie in one of many spans."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._offsets = {offset for span in spans for offset in range(span.start, span.end)}

    def covers(self, span: Span) -> bool:
        return span.start in self._offsets and span.end - 1 in self._offsets


def _parties(
    text: str, mentions: Sequence[Mention], governors: Mapping[Iri, Iri], index: PassageIndex
) -> set[Span]:
    """Spans of places that stand for the municipality."""
    found: set[Span] = set()
    for chain in _chains(text, mentions, governors, index):
        named = any(item.kind == "actor" for item in chain)
        places = [item for item in chain if item.kind == "place"]
        led = bool(places) and _is_led_in(text, chain[0].span.start, index)
        for item in places:
            start = item.span.start
            passage = index.find(start)
            first = passage.span.start if passage is not None else 0
            if _REGION_OF.search(text, max(first, start - _LOOK_BACK), start):
                continue
            if (
                named
                or led
                or _is_led_in(text, item.span.start, index)
                or _heads_row(text, item, index)
                or _acts(text, chain, first)
            ):
                found.add(item.span)
    return found


def _chains(
    text: str, mentions: Sequence[Mention], governors: Mapping[Iri, Iri], index: PassageIndex
) -> list[list[Mention]]:
    """Enumerations of actors and governed places, each joined by commas or `en`."""
    parts = [
        item
        for item in mentions
        if item.kind == "actor" or (item.kind == "place" and item.entity in governors)
    ]
    chains: list[list[Mention]] = []
    for item in parts:
        joined = chains and _JOIN.fullmatch(text, chains[-1][-1].span.end, item.span.start)
        if joined and index.find(chains[-1][-1].span.start) is index.find(item.span.start):
            chains[-1].append(item)
        else:
            chains.append([item])
    return chains


def _is_led_in(text: str, start: int, index: PassageIndex) -> bool:
    passage = index.find(start)
    first = passage.span.start if passage is not None else 0
    return bool(_LEAD_IN.search(text[max(first, start - _LOOK_BACK) : start]))


def _acts(text: str, chain: Sequence[Mention], first: int) -> bool:
    """Whether places open a sentence and do something: `Aalbeek en Beltum stellen … vast`."""
    start = chain[0].span.start
    lead = text[max(first, start - _LOOK_BACK) : start]
    return bool(_OPENS.search(lead) and _DOES.match(text, chain[-1].span.end))


def _heads_row(text: str, item: Mention, index: PassageIndex) -> bool:
    passage = index.find(item.span.start)
    if passage is None or passage.kind != "row" or passage.span.start != item.span.start:
        return False
    return bool(_AMOUNT_AFTER.match(text, item.span.end))


def leave_out_strangers(
    text: str, mentions: Sequence[Mention], register: Mapping[Iri, RegisterEntry]
) -> list[Mention]:
    """The mentions without `de provincie` where the text means another province by it.

    `In de provincie` is its area, a place.

    That is so when the text names one of that kind (`provincie Zeewold`) and never the one of the
    register, nor the area it governs.
    """
    named: set[Iri] = set()
    common: dict[Iri, set[str]] = {}
    for item in mentions:
        word = text[item.span.start : item.span.end].split()[-1]
        word = "provincie" if word == "Provincie" else word  # it opens a row or sentence
        if item.kind == "actor" and word in _AREA_NOUNS:
            common.setdefault(item.entity, set()).add(word)
        elif any(char.isupper() for char in word):
            named.add(item.entity)
    strangers = {
        entity
        for entity, nouns in common.items()
        if entity not in named
        and register[entity].place not in named
        and all(re.search(rf"\b(?i:{noun})\s+[A-ZÀ-Þ][a-zà-ÿ]", text) for noun in nouns)
    }
    here = any(item.kind == "place" for item in mentions) or any(
        register[entity].place for entity in named if entity in register
    )
    if not here and _ELSEWHERE.search(text):
        strangers |= {
            item.entity
            for item in mentions
            if item.kind == "actor" and _is_regional(text, item, register[item.entity])
        } - named
    kept: list[Mention] = []
    for item in mentions:
        area = register[item.entity].place if item.kind == "actor" else None
        if item.entity in strangers:
            continue
        if item.kind != "actor" or not _is_no_party(text, item, register):
            kept.append(item)
        elif area is not None and _is_territory(text, item):
            kept.append(Mention(span=item.span, entity=area, kind="place"))
    return kept


def _is_territory(text: str, item: Mention) -> bool:
    """Whether an actor that governs an area stands for it: `delen van de provincie`."""
    lead = text[max(0, item.span.start - _LOOK_BACK) : item.span.start]
    word = text[item.span.start : item.span.end].split()[-1]
    return word in _AREA_NOUNS and bool(_TERRITORY.search(lead))


def _is_regional(text: str, item: Mention, entry: RegisterEntry) -> bool:
    """Whether a common noun (`gemeenteraden`) stands for those of the region of the register."""
    words = text[item.span.start : item.span.end].split()
    named = any(word[:1].isupper() for word in entry.preferred.split())
    return named and all(word.lower() == word or word in {"De", "Het", "Alle"} for word in words)


def _is_no_party(text: str, item: Mention, register: Mapping[Iri, RegisterEntry]) -> bool:
    """An area (`delen van de provincie`), a site (`Bond Bedrijvenpark`), others than a group."""
    if _is_territory(text, item):
        return True
    start = item.span.start
    lead = text[max(0, start - _LOOK_BACK) : start]
    word = text[start : item.span.end].split()[-1]
    counted = _COUNTED.match(text, start)
    if register[item.entity].members and not counted and _OTHERS.search(lead):
        return True
    return bool(_SITE_AFTER.match(text, item.span.end)) and word[:1].isupper()
