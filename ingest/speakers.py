"""Who writes a letter, whom it addresses, and parties that the register does not know by name.

Counts: in a letter to a council (`uw raad`) that council, as the register names it for the
publisher; who signs for the executive (`Burgemeester en Wethouders van X`, `de secretaris`); each
municipality in a list of councils (`de gemeenteraden van A, B en C`) or with a policy (`het beleid
van A`); a party group (`de fractie van de LWP`); the rest of a group (`de overige 9 gemeenten`).
Does not count: a council in a document that addresses none, names of persons.
Example that counts: `Uw raad bepaalt het beleid`. Example that does not: `raad en daad`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ingest.document import Document, Extractor
from ingest.once import Register
from ingest.parties import find_governors
from ontology.records import Element, Iri, Literal, RegisterEntry, Span, Statement
from ontology.terms import BG, SKOS

_SURE: Final = Decimal("0.85")
_LIKELY: Final = Decimal("0.7")
_MAX_SPANS: Final = 5
_S: Final = r"\s+"
_ADDRESSED: Final = re.compile(r"\b(?:leden van de (?:gemeente)?raad|uw (?:gemeente)?raad)\b", re.I)
_COUNCIL: Final = re.compile(
    r"\b(?:leden van de (?:gemeente)?raad|uw (?:gemeente)?raad|de gemeenteraad)\b(?! van)", re.I
)
_SIGNED: Final = re.compile(
    rf"\bBurgemeester{_S}en{_S}[Ww]ethouders{_S}van{_S}(?P<name>[A-ZÀ-Þ][\w-]*(?:{_S}(?:van{_S})?[A-Z][\w-]*)*)"
)
_OFFICER: Final = re.compile(r"\bde\s+(?P<name>(?:loco-)?(?:secretaris|burgemeester))\b", re.I)
_GROUP: Final = re.compile(
    r"\b(?P<name>fractie\s+van\s+(?:de\s+|het\s+)?[A-ZÀ-Þ][\w/]+(?: [A-ZÀ-Þ][\w/]+){0,2})"
    r"|\b(?P<short>[A-Z]{2,}[\w/]*)-fractie\b"
)
_REST: Final = re.compile(
    r"\b(?:overige|andere)\s+(?P<number>\d{1,2}|[a-z]{3,9})\s+(?:[A-ZÀ-Þ]\w+e\s+)?"
    r"(?P<what>gemeenten|steden|provincies|waterschappen)\b"
)
_COUNCILS: Final = re.compile(rf"\b(?:gemeente)?raden{_S}van{_S}(?:de{_S}gemeenten{_S})?$", re.I)
_POLICY: Final = re.compile(rf"\bbeleid{_S}van{_S}$", re.I)
_NAME: Final = re.compile(r"[A-ZÀ-Þ][\w-]+(?:\s(?:van\s)?[A-ZÀ-Þ][\w-]+)*")
_CLOSING: Final = 120  # code points after the signature in which officers sign
_LEAD: Final = 40
_WORDED: Final = frozenset(
    {"twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"}
)


@dataclass(slots=True)
class _Party:
    """An actor over all its places; `name` for one that the register lacks."""

    confidence: Decimal
    name: str | None = None
    spans: list[Span] = field(default_factory=list)


def extract_speakers(document: Document) -> Iterator[Element]:
    """One element for each party, in order of first appearance."""
    found: dict[Iri, _Party] = {}
    for span, party in (
        *_council(document),
        *_signers(document),
        *_listed(document),
        *_groups(document),
        *_rests(document),
    ):
        if isinstance(party, RegisterEntry):
            found.setdefault(party.iri, _Party(_SURE)).spans.append(span)
        else:
            iri = document.names.proposal(document.id, party)
            found.setdefault(iri, _Party(_LIKELY, party)).spans.append(span)
    for iri, actor in found.items():
        yield _element(iri, actor)


_Named = tuple[Span, RegisterEntry | str]


def _council(document: Document) -> Iterator[_Named]:
    """The council a letter addresses."""
    if "raad" not in document.plain or not _ADDRESSED.search(document.text):
        return
    council = _council_of(document)
    if council is not None:
        for match in _COUNCIL.finditer(document.text):
            yield Span(*match.span()), council


def _council_of(document: Document) -> RegisterEntry | None:
    """The council of the only publisher that governs an area: the entry named `… van {place}`."""
    publishers = [document.register.get(iri) for iri in document.card.publisher]
    areas = [entry.place for entry in publishers if entry is not None and entry.place is not None]
    places = [document.register[area].preferred for area in areas if area in document.register]
    if len(places) != 1:
        return None
    councils = document.register.once(_councils)
    wanted = (f"gemeenteraad van {places[0]}".lower(), f"raad van {places[0]}".lower())
    named = {entry.iri: entry for label in wanted for entry in councils.get(label, ())}
    return named[min(named)] if named else None


def _councils(register: Register) -> dict[str, list[RegisterEntry]]:
    """Actors and bodies by each label that begins as that of a council does."""
    found: dict[str, list[RegisterEntry]] = {}
    for entry in (*register.of_kind("actor"), *register.of_kind("body")):
        for label in {label.text.lower() for label in entry.labels}:
            if label.startswith(("gemeenteraad van ", "raad van ")):
                found.setdefault(label, []).append(entry)
    return found


def _signers(document: Document) -> Iterator[_Named]:
    """Who signs below the name of the executive: offices, never persons."""
    for match in _SIGNED.finditer(document.text) if "Burgemeester" in document.text else ():
        place = match["name"].split("\n")[0].strip()
        closing = document.text[match.end() : match.end() + _CLOSING]
        for officer in _OFFICER.finditer(closing):
            span = Span(match.end() + officer.start(), match.end() + officer.end())
            yield span, f"{officer['name'].capitalize()} van {place}"


def _governors_by_place(register: Register) -> dict[str, RegisterEntry]:
    """The municipality of each place, by the name of the place."""
    return {
        place.preferred: register[actor]
        for area, actor in register.once(find_governors).items()
        if (place := register.get(area)) is not None
    }


def _listed(document: Document) -> Iterator[_Named]:
    """Municipalities behind the name of an area: with councils of several, with a policy of one."""
    governors = document.register.once(_governors_by_place)
    for mention in document.mentions:
        quote = document.quote(mention.span)
        lead = document.text[max(0, mention.span.start - _LEAD) : mention.span.start]
        councils = " en " in quote and _COUNCILS.search(lead)
        if mention.kind != "place" or not (councils or _POLICY.search(lead)):
            continue
        for part in _NAME.finditer(quote):
            governor = governors.get(part[0])
            if governor is not None:
                start = mention.span.start + part.start()
                yield Span(start, start + len(part[0])), governor


def _groups(document: Document) -> Iterator[_Named]:
    for match in _GROUP.finditer(document.text) if "fractie" in document.text else ():
        name = " ".join((match["name"] or f"fractie van {match['short']}").split())
        yield Span(*match.span()), name[:1].upper() + name[1:]


def _rests(document: Document) -> Iterator[_Named]:
    """`de overige 9 gemeenten`, unless the register knows them by those words."""
    for match in _REST.finditer(document.text):
        span = Span(*match.span())
        number = match["number"]
        known = any(
            number in document.quote(mention.span).lower()
            for mention in document.mentions_in(span, {"actor"})
        )
        if not known and (number.isdigit() or number in _WORDED):
            yield span, f"{number} overige {match['what']}"


def _element(iri: Iri, actor: _Party) -> Element:
    named: tuple[Statement, ...] = ()
    if actor.name is not None:
        label = Literal.text(actor.name, "nl")
        named = (Statement(predicate=SKOS.prefLabel, object=label, claimed=False),)
    return Element(
        iri=iri,
        type=BG.Actor,
        evidence=tuple(dict.fromkeys(actor.spans))[:_MAX_SPANS],
        method=SPEAKERS.method,
        confidence=actor.confidence,
        layer=BG.Extracted,
        statements=named,
    )


SPEAKERS: Final = Extractor("speakers", "0.1.0", extract_speakers)
