"""Key projects and areas listed under a municipality or a category.

Counts: items below a lead-in that names projects, areas or locations: names under a municipality
(`• Beltrum:` + `- De Hoven`), rows `municipality: name` under a category, and single items
`• Beltrum: Hoven-Zuid (30 woningen)`. The category is the concept whose label the heading or the
upper item carries; a number of dwellings becomes an observation of the project.
Does not count: projects in running text, items without municipality, kinds of projects.
Example that counts: `- Beltrum: Melkfabriek`. Example that does not: `• nieuwe plannen: zie kaart`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from graph.entries import Concept
from ingest.document import Document, Extractor
from ingest.folding import fold_label
from ingest.numbers import Number, find_numbers
from ingest.once import Register
from ingest.segment import sentences
from ontology.iris import mint_slug
from ontology.records import (
    Element,
    Iri,
    Literal,
    MentionKind,
    Passage,
    RegisterEntry,
    Span,
    Statement,
)
from ontology.terms import BG, QUDT, SKOS, SOSA

VERSION: Final = "0.1.0"
_METHOD: Final = f"projects {VERSION}"
_KNOWN: Final = Decimal("0.95")
_PROPOSED: Final = Decimal("0.7")
_SCHEME: Final = "projectcategorie"
_LEAD: Final = re.compile(r"(?:projecten|gebieden|locaties)\W*$", re.IGNORECASE)
_ASIDE: Final = frozenset({"footnote", "furniture", "caption"})
_PLACES: Final = frozenset[MentionKind](("place", "actor"))
_MARKER: Final = re.compile(r"\s*[-–•*o\uf0b7]\s+|\s+")
_AFTER_NAME: Final = re.compile(r"\s*(?:\(|:|;|,|\d|\bminimaal\b|\bcirca\b)")
_NOTE: Final = re.compile(r"(?<=[a-z])\d{1,2}\s*$")
_MAX_NAME_WORDS: Final = 8
_MIN_WORD: Final = 4
_MAX_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class _Row:
    """One item of a list of projects, with what stands above it."""

    span: Span  # the item
    body: Span  # what follows the municipality
    place: Iri
    category: Concept | None
    above: str  # words of the upper item


@dataclass(frozen=True, slots=True)
class _Name:
    """A project as named in a row."""

    iri: Iri
    span: Span
    label: str | None = None  # for a project the register lacks


def extract(document: Document) -> Iterator[Element]:
    """Key projects with municipality and category, and their numbers of dwellings."""
    for row in _find_rows(document):
        names = _names(document, row)
        for name in names:
            yield _element(document, row, name)
        yield from _dwellings(document, row, names)


def find_project_spans(document: Document) -> tuple[Span, ...]:
    """The rows that list projects; numbers in them are about those projects."""
    return tuple(row.span for row in _find_rows(document))


def _find_rows(document: Document) -> Iterator[_Row]:
    main = [passage for passage in document.passages if passage.kind not in _ASIDE]
    heading: Passage | None = None
    index = rows = 0
    while index < len(main) and rows < _MAX_ROWS:
        passage = main[index]
        if passage.kind == "heading":
            heading = passage
        size = _list_size(main, index + 1)
        if size and passage.kind in {"paragraph", "heading"} and _leads(document, passage):
            category = _category(document, heading.span) if heading else None
            category = category or _category(document, passage.span)
            for row in _rows(document, main[index + 1 : index + 1 + size], category):
                rows += 1
                yield row
        index += 1


def _leads(document: Document, passage: Passage) -> bool:
    last = sentences(document.text, passage.span)[-1]
    return bool(_LEAD.search(document.quote(last)))


def _list_size(main: Sequence[Passage], index: int) -> int:
    size = 0
    while index + size < len(main) and main[index + size].kind == "item" and size < _MAX_ROWS:
        size += 1
    return size


def _rows(document: Document, items: Sequence[Passage], category: Concept | None) -> Iterator[_Row]:
    top: Passage | None = None
    level = items[0].level
    for number, item in enumerate(items):
        has_children = number + 1 < len(items) and items[number + 1].level > item.level
        if item.level <= level:
            top = item
            if has_children:
                continue
        row = _row(document, item, top, category)
        if row is not None:
            yield row


def _row(
    document: Document, item: Passage, top: Passage | None, category: Concept | None
) -> _Row | None:
    head, body = _split(document, item.span)
    place = _place(document, head) if head else None
    above = ""
    if top is not None and top is not item:
        above = _NOTE.sub("", _plain(document, top.span))
        narrower = _category(document, top.span, category)
        category = narrower or category
        upper = _place(document, top.span)
        if upper is not None:
            place, body = upper, _unmarked(document, item.span)
    if place is None or body is None:
        return None
    return _Row(item.span, body, place, category, above)


def _unmarked(document: Document, span: Span) -> Span:
    match = _MARKER.match(document.text, span.start, span.end)
    start = match.end() if match and match.end() < span.end else span.start
    return Span(start, span.end)


def _split(document: Document, span: Span) -> tuple[Span | None, Span | None]:
    """What stands before and after the first colon of an item."""
    whole = _unmarked(document, span)
    colon = document.text.find(":", whole.start, whole.end)
    if colon <= whole.start:
        return None, whole
    start = colon + 1
    while start < whole.end and document.text[start].isspace():
        start += 1
    return Span(whole.start, colon), Span(start, whole.end) if start < whole.end else None


def _place(document: Document, span: Span) -> Iri | None:
    """The municipality or other place a few words name."""
    if len(document.quote(span).split()) > _MAX_NAME_WORDS:
        return None
    for mention in document.mentions_in(span, _PLACES):
        entry = document.register.get(mention.entity)
        if entry is not None and entry.place is not None:
            return entry.place
    return None


def _plain(document: Document, span: Span) -> str:
    return re.sub(r"\s+", " ", document.quote(_unmarked(document, span))).strip(" :")


def _category(document: Document, span: Span, broader: Concept | None = None) -> Concept | None:
    """The concept with the longest label in the words; under a category only its narrower ones."""
    text = fold_label(_NOTE.sub("", _plain(document, span)))
    found: list[tuple[int, Iri, Concept]] = []
    for concept in document.concepts:
        if not any(scheme.rsplit("/", 1)[-1] == _SCHEME for scheme in concept.schemes):
            continue
        if broader is not None and broader.iri not in concept.broader:
            continue
        sizes = [
            len(label.text)
            for label in concept.labels
            if re.search(rf"(?<!\w){re.escape(fold_label(label.text))}(?!\w)", text)
        ]
        if sizes:
            found.append((max(sizes), concept.iri, concept))
    return max(found, key=lambda item: item[:2])[2] if found else None


def _names(document: Document, row: _Row) -> list[_Name]:
    """The projects of the register in a row, else a proposal with the row's own name."""
    mentions = document.mentions_in(row.body, {"project"})
    special = _special(document, row, len(mentions))
    if special is not None:
        span = mentions[0].span if mentions else _name_span(document, row.body)
        return [_Name(special.iri, span)]
    names = {mention.entity: _Name(mention.entity, mention.span) for mention in mentions}
    if names:
        return list(names.values())
    span = _name_span(document, row.body)
    label = re.sub(r"\s+", " ", document.quote(span))
    if not re.search(r"[^\W\d_]", label):
        return []
    return [_Name(document.names.proposal(document.id, label), span, label)]


def _special(document: Document, row: _Row, named: int) -> RegisterEntry | None:
    """A project whose name is spread over the row and the item above it."""
    if named > 1:
        return None
    own = fold_label(document.quote(row.span)).split()
    words = [*own, *fold_label(row.above).split()]
    found: list[tuple[int, Iri, RegisterEntry]] = []
    candidates = document.register.once(_names_by_opening)
    for opening in {_bare(word)[:_MIN_WORD] for word in words}:
        for content, entry in candidates.get(opening, ()):
            if all(_has(words, word) for word in content):
                found.append((len(content), entry.iri, entry))
    return max(found, key=lambda item: item[:2])[2] if found else None


def _names_by_opening(register: Register) -> dict[str, list[tuple[list[str], RegisterEntry]]]:
    """The longer words of every project's name, by the first letters of the first of them."""
    names: dict[str, list[tuple[list[str], RegisterEntry]]] = {}
    for entry in register.of_kind("project"):
        content = [word for word in fold_label(entry.preferred).split() if len(word) >= _MIN_WORD]
        if len(content) > 1:
            names.setdefault(content[0][:_MIN_WORD], []).append((content, entry))
    return names


def _has(words: Sequence[str], wanted: str) -> bool:
    return any(_bare(word).startswith(wanted) for word in words)


def _bare(word: str) -> str:
    return word.strip("(),.:;")


def _name_span(document: Document, body: Span) -> Span:
    """The name that opens a row: up to a bracket, comma or number, at most eight words."""
    cut = _AFTER_NAME.search(document.text, body.start + 1, body.end)
    end = cut.start() if cut else body.end
    words = list(re.finditer(r"\S+", document.text[body.start : end]))[:_MAX_NAME_WORDS]
    if not re.search(r"[^\W\d_]", document.text[body.start : end]):
        return body
    end = body.start + words[-1].end() if words else body.end
    return Span(body.start, max(end, body.start + 1))


def _element(document: Document, row: _Row, name: _Name) -> Element:
    statements = [Statement(predicate=BG.scopePlace, object=row.place, evidence=(row.span,))]
    if row.category is not None:
        statements.append(
            Statement(predicate=BG.projectCategory, object=row.category.iri, evidence=(row.span,))
        )
    if name.label is not None:
        label = Literal.text(name.label, "nl")
        statements.append(Statement(predicate=SKOS.prefLabel, object=label, claimed=False))
    return Element(
        iri=name.iri,
        type=BG.KeyProject,
        evidence=(name.span,),
        method=_METHOD,
        confidence=_KNOWN if name.label is None else _PROPOSED,
        layer=BG.Extracted,
        statements=tuple(statements),
    )


def _dwellings(document: Document, row: _Row, names: Sequence[_Name]) -> Iterator[Element]:
    """An observation for a number with an indicator, for the project named last before it."""
    for number in find_numbers(document.quote(row.body)):
        span = Span(row.body.start + number.span.start, row.body.start + number.span.end)
        label = next(
            (
                mention
                for mention in document.mentions_in(row.body, {"indicator"})
                if not document.text[span.end : mention.span.start].strip()
                and mention.span.start >= span.end
            ),
            None,
        )
        if label is None or not names:
            continue
        before = [name for name in names if name.span.start <= span.start]
        name = before[-1] if before else names[0]
        indicator = document.register[label.entity]
        yield _observation(document, name, indicator, number, Span(span.start, label.span.end))
        return


def _observation(
    document: Document, name: _Name, indicator: RegisterEntry, number: Number, span: Span
) -> Element:
    slug = name.iri.rsplit("/", 1)[-1].removeprefix(f"{document.id}-")
    values = [
        Statement(predicate=predicate, object=Literal.decimal(value))
        for predicate, value in (
            (SOSA.hasSimpleResult, number.value),
            (BG.lowerBound, number.low),
            (BG.upperBound, number.high),
        )
        if value is not None
    ]
    if number.approximate:
        values.append(Statement(predicate=BG.isApproximate, object=Literal.boolean(True)))
    if indicator.unit is not None:
        values.append(Statement(predicate=QUDT.hasUnit, object=indicator.unit))
    return Element(
        iri=document.names.mint("waarneming", f"{document.id}-woningen-{mint_slug(slug)}"),
        type=BG.IndicatorObservation,
        evidence=(span,),
        method=_METHOD,
        confidence=_KNOWN,
        layer=BG.Extracted,
        statements=(
            Statement(predicate=BG.forIndicator, object=indicator.iri),
            Statement(predicate=SOSA.hasFeatureOfInterest, object=name.iri),
            *values,
        ),
    )


EXTRACTOR: Final = Extractor("projects", VERSION, extract)
