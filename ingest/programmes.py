"""Programmes that a document names and the register lacks, as proposals.

Counts: `Programma Mooi Land`, `nationaal programma Vitaal Platteland`, a kind of programme with its
name (`Meerjarenprogramma Spoor en Stad`, `Regiodeal Zuidkant`, `wijkaanpak Schoon op Weg`), a
compound written as a name (`het Waterprogramma`), a fund with its name (`Beekfonds Oost`), names
listed as such (`twee programmalijnen: Groen Dorp en Slim Water`), with a former name (`voorheen
Groen Land`) and an abbreviation as other names, and every place where the abbreviation stands.
Does not count: the document itself, a bare `programma`, a name that stands inside a registered one.
Example that counts: `het programma Groene Steden`. Does not: `een programma van eisen`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ingest.document import Document, Extractor
from ingest.guarded import guard
from ingest.namings import Naming, find_namings, find_shorts
from ontology.iris import mint_slug
from ontology.records import Element, Iri, Literal, MentionKind, Span, Statement
from ontology.terms import BG, SKOS

_CONFIDENCE: Final = Decimal("0.7")
_MAX_SPANS: Final = 5
_MIN_WORDS: Final = 2
_OPENERS: Final = frozenset({"De", "Het", "Een", "Dit", "Deze", "Er", "We", "Wij", "In", "Op"})
_MAX_NAME: Final = 160  # code points of a name
_HIDES: Final = frozenset[MentionKind](("document", "programme", "instrument", "body"))
_ASIDE: Final = frozenset({"furniture", "row", "caption"})
_G: Final = r"(?: |\xad|[ \t]*\r?\n[ \t]?)"
_CAP: Final = r"[A-ZÀ-Þ][\w’'&/-]*"
_KINDED: Final = guard(
    rf"(?<![\w-])(?:(?:[Nn]ationaal|[Rr]egionaal|[Pp]rovinciaal|[Ll]andelijk|[Gg]emeentelijk|"
    rf"[Ee]uropees){_G})?"
    rf"(?:[A-Za-zà-ÿ]*[Pp]rogramma|[Rr]egio{_G}?[Dd]eal|[A-Za-z]{{3,}}deal|(?:City|Green){_G}?[Dd]eal|"
    rf"[a-z]{{4,}}aanpak|[A-Z]?[a-z]{{4,}}fonds|(?<=aal )Fonds|(?:[a-z]{{4,}}r|[Rr])egeling)"
    rf"{_G}[‘'“]?{_CAP}"
    rf"(?:{_G}(?:(?:en|op|van|voor|in|naar|met|bij){_G})?(?:(?:de|het|een){_G})?{_CAP}){{0,4}}"
)
_JOINED: Final = (
    rf"{_CAP}(?:{_G}(?:(?:op|van|voor|in|naar|met|bij|aan|door){_G})?"
    rf"(?:(?:de|het|een|den){_G})?{_CAP}){{0,4}}"
)
_LIST: Final = guard(
    rf"\b(?:programmalijnen|(?:deel)?programma[’']s|programmaonderdelen){_G}?:{_G}?"
    rf"(?P<names>{_JOINED}(?:,{_G}{_JOINED}){{0,8}},?{_G}en{_G}{_JOINED})"
)
_NAME: Final = re.compile(_JOINED)
_AND_ANOTHER: Final = re.compile(
    rf"{_G}en{_G}(?:de|het){_G}.*|{_G}(?:van|in|met|voor|bij){_G}(?:de|het|een)?{_G}?"
    r"(?:Rijk|Provincie|Gemeente)\b.*",
    re.DOTALL,
)
_TABLE_HEADS: Final = re.compile(
    r"programma\s+(?:van\s+)?(?:Eisen|Trekker|Planning)\b", re.IGNORECASE
)
_FORMER: Final = re.compile(
    r"\s*(?:\([A-Z]{2,6}\)\s*)?\(voorheen\s+(?:de\s+|het\s+)?(?P<name>[^()]{4,40})\)"
)


@dataclass(slots=True)
class _Programme:
    """One programme with its other names, over all places."""

    title: str
    spans: list[Span] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def extract_programmes(document: Document) -> Iterator[Element]:
    """One proposal for each programme, in order of first appearance."""
    for iri, programme in document.once(_collect).items():
        yield _element(iri, programme)


def find_programmes(document: Document) -> Iterator[tuple[Span, Iri]]:
    """Where programmes are named that the register lacks, under their own or another name."""
    for iri, programme in document.once(_collect).items():
        for span in dict.fromkeys(programme.spans):
            yield span, iri


def _collect(document: Document) -> dict[Iri, _Programme]:
    found: dict[Iri, _Programme] = {}
    shorts = {mint_slug(name): short for short, name, _ in find_shorts(document.text)}
    for naming in _namings(document):
        iri = document.names.proposal(document.id, naming.title)
        programme = found.setdefault(iri, _Programme(naming.title))
        programme.spans.append(naming.span)
        former = _FORMER.match(document.text, naming.span.end)
        if former is not None:
            programme.others.append(" ".join(former["name"].split()))
            programme.spans.append(Span(former.start("name"), former.end("name")))
    for programme in found.values():
        short = shorts.get(mint_slug(programme.title))
        if short is not None:
            programme.others.append(short)
            programme.spans.extend(_places(document, short))
    return found


def _namings(document: Document) -> Iterator[Naming]:
    for passage in document.passages:
        if passage.kind in _ASIDE:
            continue
        quote = document.quote(passage.span)
        kinded = [*_kinded(quote, passage.span.start), *_listed(quote, passage.span.start)]
        others = (
            naming
            for naming in find_namings(quote, passage.span.start)
            if not any(naming.span.overlaps(own.span) for own in kinded)
        )
        for naming in (*kinded, *others):
            near = Span(max(0, naming.span.start - _MAX_NAME), naming.span.end + _MAX_NAME)
            known = document.mentions_in(near, _HIDES)
            titles = passage.span.start == 0 and passage.kind == "heading"
            if titles or naming.title.lower() in document.card.title.lower():
                continue  # the document itself
            if naming.is_programme and not any(one.span.overlaps(naming.span) for one in known):
                yield naming


def _kinded(quote: str, start: int) -> Iterator[Naming]:
    """Names behind a word that ends in a kind of programme."""
    at = 0
    while match := _KINDED.search(quote, at):
        other = _AND_ANOTHER.search(match[0])
        end = match.start() + other.start() if other and other.start() else match.end()
        at = max(end, match.start() + 1)
        name = quote[match.start() : end]
        if "\n" in name and _glued(name):
            name = name.split("\n")[0].rstrip()
        if _TABLE_HEADS.search(name) or len(name.split()) < _MIN_WORDS:
            continue
        title = " ".join(name.replace("\xad", "").strip("‘'“ ").split())
        span = Span(start + match.start(), start + match.start() + len(name))
        yield Naming(span, title[:1].upper() + title[1:], is_programme=True)


def _listed(quote: str, start: int) -> Iterator[Naming]:
    """The names in `vier programmalijnen: Groene Stad, Schoon Water en Samen Sterk`."""
    for match in _LIST.finditer(quote):
        for name in _NAME.finditer(quote, *match.span("names")):
            span = Span(start + name.start(), start + name.end())
            yield Naming(span, " ".join(name[0].split()), is_programme=True)


def _glued(name: str) -> bool:
    """Whether a line break in a name stands before a word that opens a sentence."""
    return name.split("\n")[1].lstrip().split(" ")[0] in _OPENERS


def _places(document: Document, short: str) -> Iterator[Span]:
    for match in re.finditer(rf"(?<![\w-]){re.escape(short)}(?!\w)", document.text):
        yield Span(*match.span())


def _element(iri: Iri, programme: _Programme) -> Element:
    label = Literal.text(programme.title, "nl")
    others = dict.fromkeys(programme.others)
    return Element(
        iri=iri,
        type=BG.Programme,
        evidence=tuple(dict.fromkeys(programme.spans))[:_MAX_SPANS],
        method=PROGRAMMES.method,
        confidence=_CONFIDENCE,
        layer=BG.Extracted,
        statements=(
            Statement(predicate=SKOS.prefLabel, object=label, claimed=False),
            *(
                Statement(predicate=SKOS.altLabel, object=Literal.text(other, "nl"), claimed=False)
                for other in others
            ),
        ),
    )


PROGRAMMES: Final = Extractor("programmes", "0.2.0", extract_programmes)
