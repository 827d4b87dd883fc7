"""Documents that a document refers to, with the year it gives them.

Counts: a document of the register that is named (`de RSIA`); a title that the register lacks:
a capitalised name with a word for a kind of document in it (`Regionale Woonvisie Oost`), a quoted
title after such a word (`het rapport ‘Ruimte’`), an item that ends in a year (`Oost (2021)`), and
what `ingest.namings` knows by how it is written.
Does not count: the document itself (`deze agenda`), a bare kind (`de omgevingsvisie`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Final

from ingest.document import Document, Extractor
from ingest.folding import fold_label
from ingest.guarded import guard
from ingest.issues import find_publisher, find_year
from ingest.namings import GENERIC, find_namings, find_shorts
from ingest.projects import find_named_projects
from ontology.iris import mint_slug
from ontology.records import (
    Element,
    Iri,
    Literal,
    Mention,
    MentionKind,
    Passage,
    Span,
    Statement,
)
from ontology.terms import BG, CITO, DCT, SKOS

MAX_SPANS: Final = 5
MAX_WORDS: Final = 8  # a title is a name; more words would be a quotation
_KNOWN: Final = Decimal("0.95")
_TITLED: Final = Decimal("0.7")
_HIDES: Final = frozenset[MentionKind](("document", "programme", "instrument", "body", "actor"))

_PROGRAMME: Final = re.compile(r"programma\b", re.IGNORECASE)  # for `ingest.programmes`
_PARTIES: Final = frozenset[MentionKind](("actor", "body"))
_ANY_YEAR: Final = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")

_KINDS: Final = (
    "visie|agenda|nota|plan|akkoord|brief|strategie|monitor|onderzoek|notitie|kader|perspectief|"
    "rapport|rapportage|verkenning|atlas|convenant|verordening|manifest|paper|handreiking|"
    "biografie|begroting|besluit|bouwsteen|afspraken|deal|regeling|richtlijn|"
    "overeenkomst|verklaring|barometer|meting|toekomstbeeld|streefbeeld|trendbeeld|ontwikkelbeeld"
)
_KIND_WORD: Final = re.compile(rf"(?:{_KINDS})\b", re.IGNORECASE)
_GAP: Final = r"(?:[ \t]|\xad|\s*\n\s?)"
_NAME: Final = r"[A-ZÀ-Þ][\w’'&/-]*"
_LINK: Final = (
    rf"(?:(?:van|voor|in|op|naar|aan|over|met|der|binnen)(?:{_GAP}+(?:de|het|een))?|en|de|het)"
)
_LETTER: Final = rf"(?=\w+{_GAP}+[A-ZÀ-Þ])\w*(?:brief|notitie|rapport|rapportage)"
_TITLE: Final = guard(
    rf"(?<![\w’'-])(?:"
    rf"(?:{_NAME}{_GAP}+(?:{_LINK}{_GAP}+)?){{0,4}}[A-ZÀ-Þ][\w-]*(?:{_KINDS})\b"
    rf"|(?:{_NAME}{_GAP}+){{1,4}}(?:{_KINDS})(?={_GAP}+(?:[A-ZÀ-Þ]|\d{{4}}))"
    rf"|(?:{_NAME}{_GAP}+){{0,3}}"
    rf"(?:Visie|Agenda|Nota|Plan|Akkoord|Strategie|Monitor|Manifest|Position{_GAP}+[Pp]aper|"
    rf"Convenant|Verordening|Kaderrichtlijn|Richtlijn|Handreiking|Notitie|Verkenning|Atlas|Kader|"
    rf"Intentieverklaring|Samenwerkingsovereenkomst|Overeenkomst)"
    rf"|{_LETTER}(?={_GAP}+[A-ZÀ-Þ])"
    rf")(?:{_GAP}+van{_GAP}+aanpak)?"
    rf"(?:{_GAP}+(?:{_LINK}{_GAP}+)?(?:{_NAME}|\d{{4}}(?:[-–]\d{{4}})?(?!\d))){{0,5}}"
)
_QUOTED: Final = guard(
    rf"\b(?:\w*(?:{_KINDS})|document|studie|boek)\s+[‘'“\"](?P<title>[A-ZÀ-Þ][^’'”\"\n]{{3,70}})[’'”\"]"
)
_LETTER_WORD: Final = re.compile(r"\w*brief\b(?=\s+over\b)", re.IGNORECASE)
_ITEM: Final = re.compile(
    r"(?:\S{1,3}\s+)?(?P<title>[A-ZÀ-Þ][^.;:()]{3,80}?)(?:,\s*(?P<by>[^,.;:()]{2,40}))?"
    r"\s*\((?:\w+\s){0,2}(?P<year>(?:19|20)\d\d)\)[.;]?"
)
_AUTHOR_FIRST: Final = re.compile(
    r"(?:\S{1,3}\s+)?[A-ZÀ-Þ][^.;:()]{2,60}\s\((?P<year>(?:19|20)\d\d)\)[,:.]\s+"
    r"(?P<title>[A-ZÀ-Þ][^.;:()]{3,100}?)[.,;]?"
)
_NOTE: Final = re.compile(r"(?<=[a-zà-ÿ])\d{1,2}$")  # the number of a footnote, glued
_BROKEN: Final = re.compile(r"([-/])\s*\n\s*")
_LIKE_LETTER: Final = re.compile(r"brief|^(?:kamerstuk|motie|amendement)", re.IGNORECASE)
_LIST_HEAD: Final = re.compile(r"documenten|bronnen|rapporten|literatuur|publicaties", re.I)
_SOURCES: Final = guard(r"\b(?:bronnen|documenten|literatuur|publicaties)\s*:\s*", re.I)
_LISTED: Final = re.compile(r"[^,;.]+")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_SELF: Final = re.compile(r"\b(?:deze|dit|onze|voorliggende?)\s+$", re.I)
_ARTICLES: Final = re.compile(
    r"^(?:(?:de|het|een|in|op|voor|zie|via|bij|ook|volgens|conform)\s+"
    r"|(?:naast|met|sinds|binnen|dankzij|na|vanuit|onder|zowel|aan|uit|door|tegelijk met|daarom|"
    r"daarnaast|verder|maar|toch|net als|behalve|samen met|uiteraard|tot|over|om|zo|daarmee|"
    r"hiermee|daarin|hierin|eerder|later|inmiddels|tevens|mede|zolang|omdat|als|dat|en)\s+"
    r"(?:de|het|een|deze|dit|onze)\s+)",
    re.I,
)
_YEAR_REACH: Final = 300
_LEVEL: Final = re.compile(r"^(?:regionale|provinciale|gemeentelijke|nieuwe)\s+")
_LOOK_BACK: Final = 16


@dataclass(slots=True)
class _Reference:
    """One cited document, over all places."""

    confidence: Decimal
    title: str | None = None
    year: str | None = None
    publisher: Iri | None = None
    short: str | None = None  # abbreviation the document gives it
    spans: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where a document is named that the register lacks."""

    span: Span
    iri: Iri
    title: str | None  # None when the register has it under a longer name
    year: str | None = None  # where its own sentence or list item gives it


def extract_references(document: Document) -> Iterator[Element]:
    """The documents cited that the register lacks, and the claims that they are cited."""
    cited: dict[Iri, _Reference] = {}
    _add_known(document, cited)
    _add_titles(document, cited)
    statements = []
    for iri in sorted(cited):
        reference = cited[iri]
        evidence = tuple(sorted(reference.spans)[:MAX_SPANS])
        statements.append(Statement(predicate=CITO.cites, object=iri, evidence=evidence))
        if reference.title is not None or reference.year is not None:
            yield _cited_element(iri, reference, evidence)
    if statements:
        yield Element(
            iri=document.names.document(document.id),
            type=BG.Document,
            evidence=statements[0].evidence,
            method=REFERENCES.method,
            confidence=_KNOWN if any(item.title is None for item in cited.values()) else _TITLED,
            layer=BG.Extracted,
            statements=tuple(statements),
        )


def _add_known(document: Document, cited: dict[Iri, _Reference]) -> None:
    """Documents of the register; the year only where the register has none."""
    own = document.names.document(document.id)
    for mention in document.mentions:
        if mention.kind != "document" or mention.entity == own:
            continue
        reference = cited.setdefault(mention.entity, _Reference(_KNOWN))
        reference.spans.append(mention.span)
        entry = document.register.get(mention.entity)
        if entry is not None and entry.year is None and reference.year is None:
            reference.year = find_year(document, mention.span)


def _add_titles(document: Document, cited: dict[Iri, _Reference]) -> None:
    shorts = {mint_slug(name): short for short, name, _ in find_shorts(document.text)}
    for one in document.once(find_citations):
        if one.title is None:
            cited.setdefault(one.iri, _Reference(_KNOWN)).spans.append(one.span)
            continue
        reference = cited.setdefault(one.iri, _Reference(_TITLED, title=one.title))
        reference.spans.append(one.span)
        reference.short = shorts.get(mint_slug(one.title))
        reference.year = reference.year or one.year or find_year(document, one.span)
        reference.publisher = reference.publisher or find_publisher(document, one.span)


def find_citations(document: Document) -> tuple[Citation, ...]:
    """Where documents are named that the register lacks; a place is given once."""
    hidden: dict[int, Mention | None] = {}
    for mention in document.mentions:
        if mention.kind in _HIDES:
            hidden |= dict.fromkeys(range(mention.span.start, mention.span.end), mention)
    for project in document.once(find_named_projects):
        if project.label is None:
            continue
        hidden |= dict.fromkeys(range(project.span.start, project.span.end))
    named = list(chain(_titles(document), _named(document), _shorts(document)))
    full = _full_titles([title for _, title, _ in named])
    heads = _known_heads(document)
    found: list[Citation] = []
    for span, written, year in named:
        title = full.get(written, written)
        known = heads.get(title.lower())
        if known is not None and not _is_hidden(span, hidden):
            found.append(Citation(span, known, None))
            continue
        if (
            _is_hidden(_opening(span, title), hidden)
            or _is_own(document, span, title)
            or _PROGRAMME.search(title)
        ):
            continue
        hidden |= dict.fromkeys(range(span.start, span.end))
        iri = document.names.proposal(document.id, title)
        found.append(Citation(span, iri, title, year))
    return tuple(found)


def _opening(span: Span, title: str) -> Span:
    """What must be free of other names: of a letter about something named only its own word."""
    letter = _LETTER_WORD.match(title)
    return Span(span.start, min(span.end, span.start + letter.end())) if letter else span


def _known_heads(document: Document) -> dict[str, Iri]:
    """The first words of names of known documents, by which the text calls them again."""
    heads: dict[str, Iri] = {}
    for mention in document.mentions:
        if mention.kind == "document":
            first, _, rest = document.quote(mention.span).partition(" ")
            if rest and _KIND_WORD.search(first) and first.lower() not in GENERIC:
                heads.setdefault(first.lower(), mention.entity)
    return heads


def _full_titles(titles: Sequence[str]) -> dict[str, str]:
    """For a title of one word the longer one of the document that begins with it."""
    longer = [title for title in titles if " " in title]
    return {
        word: next(title for title in longer if title.startswith(f"{word} "))
        for word in titles
        if " " not in word and any(title.startswith(f"{word} ") for title in longer)
    }


def _is_hidden(span: Span, hidden: Mapping[int, Mention | None]) -> bool:
    """Whether something named stands there already; an actor hides only what lies inside it."""
    for offset in range(span.start, span.end):
        if offset in hidden:
            mention = hidden[offset]
            if mention is None or mention.kind not in _PARTIES or mention.span.contains(span):
                return True
    return False


def _named(document: Document) -> Iterator[tuple[Span, str, str | None]]:
    """Names of documents known by how they are written; a letter takes the year of its sentence."""
    for passage in document.passages:
        if passage.kind in ("furniture", "row", "caption"):
            continue
        quote = document.quote(passage.span)
        for naming in find_namings(quote, passage.span.start):
            if naming.is_programme:
                continue
            year = None
            if _LIKE_LETTER.search(naming.title):
                year = _year_around(document, passage, naming.span)
            yield naming.span, naming.title, year


def _year_around(document: Document, passage: Passage, span: Span) -> str | None:
    """The last year given before a letter in its passage, else the first after it."""
    first = max(passage.span.start, span.start - _YEAR_REACH)
    last = min(passage.span.end, span.start + _YEAR_REACH)
    before = _ANY_YEAR.findall(document.text[first : span.start])
    after = _ANY_YEAR.findall(document.text[span.start : last])
    found = before[-1:] or after[:1]
    return found[0] if found else None


def _shorts(document: Document) -> Iterator[tuple[Span, str, str | None]]:
    """Where the document writes the abbreviation that it gives a document."""
    for short, name, _ in find_shorts(document.text):
        if _KIND_WORD.search(name) and "programma" not in name.lower():
            for match in re.finditer(rf"(?<![\w-]){re.escape(short)}(?!\w)", document.text):
                yield Span(*match.span()), name, None


def _titles(document: Document) -> Iterator[tuple[Span, str, str | None]]:
    """Titles with the year of their item; those in lists and quotation marks first."""
    for passage in document.passages:
        base, quote = passage.span.start, document.quote(passage.span)
        if passage.kind in ("furniture", "row"):
            continue
        if passage.kind == "item" and (match := _ITEM.fullmatch(quote)):
            yield from _trimmed(base + match.start("title"), match["title"], match["year"])
        if passage.kind == "item" and (match := _AUTHOR_FIRST.fullmatch(quote)):
            yield from _trimmed(base + match.start("title"), match["title"], match["year"])
        elif passage.kind == "item" and _LIST_HEAD.search(passage.section or ""):
            yield from _listed(base, quote, _marker_end(passage, quote), single=True)
        if sources := _SOURCES.search(quote):
            yield from _listed(base, quote, sources.end(), single=False)
        for match in _QUOTED.finditer(quote):
            yield from _trimmed(base + match.start("title"), match["title"], None)
        if passage.kind != "heading":
            for match in _TITLE.finditer(quote):
                named = _ARTICLES.match(match.group())  # `De Visie Oost`: what follows is a name
                opens = not named and _opens_sentence(quote, match.start())
                if _is_title(match.group(), opens=opens, listed=passage.kind == "item"):
                    yield from _trimmed(base + match.start(), match.group(), None)


def _marker_end(passage: Passage, quote: str) -> int:
    marked = passage.marker is not None and quote.startswith(passage.marker)
    return len(passage.marker or "") if marked else 0


def _listed(
    base: int, quote: str, start: int, *, single: bool
) -> Iterator[tuple[Span, str, str | None]]:
    """The names in a list of sources: before the first comma of an item, or between commas."""
    flat = _IN_BRACKETS.sub(lambda match: "," * len(match.group()), quote)
    for match in _LISTED.finditer(flat, start):
        name = match.group().lstrip()
        if name[:1].isupper():
            yield from _trimmed(base + match.end() - len(name), name, None)
        if single:
            return


def _trimmed(start: int, found: str, year: str | None) -> Iterator[tuple[Span, str, str | None]]:
    while article := _ARTICLES.match(found):
        start, found = start + article.end(), found[article.end() :]
    found = _NOTE.sub("", found.rstrip())
    words = _BROKEN.sub(r"\1", found.replace("\xad", "")).split()
    if found and len(words) <= MAX_WORDS:
        yield Span(start, start + len(found)), " ".join(words), year


def _opens_sentence(quote: str, start: int) -> bool:
    before = quote[:start].rstrip()
    return len(before) < 3 or before[-1] in ".:;?!•*"


def _is_title(found: str, *, opens: bool, listed: bool = False) -> bool:
    """Whether a match is a name: two capitalised words, or one with a year."""
    words = _ARTICLES.sub("", found).split()
    capitals = [word for word in words if word[0].isupper()]
    years = [word for word in words if word[0].isdigit()]
    return len(capitals) + len(years) >= (3 if opens and not years and not listed else 2)


def _is_own(document: Document, span: Span, title: str) -> bool:
    before = document.text[max(0, span.start - _LOOK_BACK) : span.start]
    if _SELF.search(before):
        return True
    own = set(re.findall(r"\w+", fold_label(document.card.title)))
    plain = _LEVEL.sub("", fold_label(title))
    return set(re.findall(r"\w+", plain)) <= own


def _cited_element(iri: Iri, reference: _Reference, evidence: tuple[Span, ...]) -> Element:
    statements: list[Statement] = []
    if reference.title is not None:
        title = Literal.text(reference.title, "nl")
        statements.append(Statement(predicate=DCT.title, object=title, claimed=False))
        statements.append(Statement(predicate=SKOS.prefLabel, object=title, claimed=False))
    if reference.short is not None:
        other = Literal.text(reference.short, "nl")
        statements.append(Statement(predicate=SKOS.altLabel, object=other, claimed=False))
    if reference.year is not None:
        year = Literal.date(reference.year)
        statements.append(Statement(predicate=DCT.issued, object=year))
    if reference.publisher is not None:
        statements.append(Statement(predicate=DCT.publisher, object=reference.publisher))
    return Element(
        iri=iri,
        type=BG.Document,
        evidence=evidence,
        method=REFERENCES.method,
        confidence=reference.confidence,
        layer=BG.Extracted,
        statements=tuple(statements),
    )


REFERENCES: Final = Extractor("references", "0.3.0", extract_references)
