"""Key projects and areas listed under a municipality or a category.

Counts: items below a lead-in or heading that names projects, areas or locations, or that is a
category of the region: names under a municipality (`• Beltrum:` + `- De Hoven`), rows
`municipality: name`, and single items `• Beltrum: Hoven-Zuid (30 woningen)`; in a section about
projects also the rows of a table, lines `municipality: name`, names below a heading that is a
municipality, and sentences (`In Beltrum werken we aan de Hoven`). The category is the concept whose
label the heading or the upper item carries; a number of dwellings becomes an observation.
Does not count: items without municipality, kinds of projects, a name of the register that by that
name lies in another municipality: then the words of the row are a proposal.
Example that counts: `- Beltrum: Melkfabriek`. Example that does not: `• nieuwe plannen: zie kaart`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from ingest.document import Document, Extractor
from ingest.numbers import Number, find_numbers
from ingest.project_names import Name, find_misplaced, name_projects
from ingest.project_rows import Row, find_rows
from ingest.proposed_places import propose_places
from ontology.iris import mint_slug
from ontology.records import Element, Iri, Literal, Mention, RegisterEntry, Span, Statement
from ontology.terms import BG, QUDT, SKOS, SOSA

VERSION: Final = "0.2.0"
_METHOD: Final = f"projects {VERSION}"
_KNOWN: Final = Decimal("0.95")
_PROPOSED: Final = Decimal("0.7")
_TOLD: Final = Decimal("0.8")  # of that, in running text


def extract(document: Document) -> Iterator[Element]:
    """Key projects with municipality and category, and their numbers of dwellings."""
    counted: set[Iri] = set()
    yield from _proposed_places(document)
    for row in document.once(_all_rows):
        names = name_projects(document, row)
        for name in names:
            yield _element(document, row, name)
        for observation in _dwellings(document, row, names):
            if observation.iri not in counted:
                counted.add(observation.iri)
                yield observation


def _proposed_places(document: Document) -> Iterator[Element]:
    """The places of rows that the register lacks, each once."""
    found: dict[Iri, list[Span]] = {}
    for row in document.once(_all_rows):
        if row.proposed is not None:
            found.setdefault(row.place, []).append(row.proposed)
    yield from propose_places(document, found, _METHOD, _PROPOSED)


def find_project_spans(document: Document) -> tuple[Span, ...]:
    """The rows that list projects; numbers in them are about those projects."""
    return tuple(row.span for row in document.once(_all_rows) if not row.told)


def find_named_projects(document: Document) -> tuple[Name, ...]:
    """Every project that a row names, in text order."""
    rows = document.once(_all_rows)
    return tuple(name for row in rows for name in name_projects(document, row))


def find_misplaced_mentions(document: Document) -> frozenset[Mention]:
    """Names of the register in rows about another place than that name: not these projects."""
    rows = document.once(_all_rows)
    return frozenset(mention for row in rows for mention in find_misplaced(document, row))


def _all_rows(document: Document) -> tuple[Row, ...]:
    return tuple(find_rows(document))


def _element(document: Document, row: Row, name: Name) -> Element:
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
        confidence=_confidence(row, name),
        layer=BG.Extracted,
        statements=tuple(statements),
    )


def _confidence(row: Row, name: Name) -> Decimal:
    base = _KNOWN if name.label is None and row.proposed is None else _PROPOSED
    return base * _TOLD if row.told else base


def _dwellings(document: Document, row: Row, names: Sequence[Name]) -> Iterator[Element]:
    """An observation for a number with an indicator, for the project named last before it."""
    if row.told or not names:
        return
    if row.count is not None and row.counted is not None:
        yield from _in_column(document, names[0], row.count, document.register[row.counted])
        return
    body = row.bodies[0]
    for number in find_numbers(document.quote(body)):
        span = Span(body.start + number.span.start, body.start + number.span.end)
        label = next(
            (
                mention
                for mention in document.mentions_in(body, {"indicator"})
                if not document.text[span.end : mention.span.start].strip()
                and mention.span.start >= span.end
            ),
            None,
        )
        if label is None:
            continue
        before = [name for name in names if name.span.start <= span.start]
        name = before[-1] if before else names[0]
        indicator = document.register[label.entity]
        yield _observation(document, name, indicator, number, Span(span.start, label.span.end))
        return


def _in_column(
    document: Document, name: Name, cell: Span, indicator: RegisterEntry
) -> Iterator[Element]:
    """The number in the column of a table that an indicator heads."""
    for number in find_numbers(document.quote(cell))[:1]:
        span = Span(cell.start + number.span.start, cell.start + number.span.end)
        yield _observation(document, name, indicator, number, span)


def _observation(
    document: Document, name: Name, indicator: RegisterEntry, number: Number, span: Span
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
