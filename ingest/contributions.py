"""Budgets as stated, and who contributes how much to them.

Counts: a table with a row for each contributor and a total below it, also with several columns
(`ingest.party_tables`): a column for a year or a part is a budget of its own; a list below a line
with the total (`Dekking van 80.000 euro in 2031:` + `Bijdrage Rijk 30.000 euro`); shares that a
sentence tells of two or more parties (`ingest.shares`); of a contributor that is a group, the rows
of all its members in the table as parts of the stated share.
Does not count: a sum without contributor, a total we would have to compute ourselves.
The year is the one in the line or heading above, else the year of the document.
Example that counts: `Totaal 48.000`. Example that does not: `de kosten zijn 48.000 euro`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ingest.dates import find_years
from ingest.document import Document, Extractor
from ingest.folding import fold_label
from ingest.governments import name_in_full
from ingest.issue_dates import issue_year
from ingest.numbers import Number, find_numbers
from ingest.once import Register
from ingest.party_lines import find_party_lines
from ingest.party_tables import find_party_tables, find_scale
from ingest.shares import PAYS, find_shared_costs
from ingest.tables import AmountTable, find_amount_tables
from ontology.iris import mint_slug
from ontology.records import Element, Iri, Literal, Mention, Passage, Span, Statement
from ontology.terms import BG, PROV, SKOS

VERSION: Final = "0.2.0"
_METHOD: Final = f"contributions {VERSION}"
_SURE: Final = Decimal("0.95")
_LIKELY: Final = Decimal("0.85")
_PROPOSED: Final = Decimal("0.6")
_LOOK_UP: Final = 4  # passages above a list or table that may give its total or year
_MAX_ITEMS: Final = 200
_MAX_SPANS: Final = 5
_BASIS: Final = "grondslag"  # scheme/{…} of the bases
_ASIDE: Final = frozenset({"footnote", "furniture"})
_GENERIC: Final = re.compile(
    r"^(?:de|het|gemeente|provincie|waterschap|ministerie(?:\s+van)?)\s+", re.IGNORECASE
)


_NOBODY: Final = re.compile(
    r"(?:overige?|diverse|andere|nader\s+te|nog\s+te|onvoorzien|subsidies?|fondsen)\b",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"(?<=\w)\s*\([^()]*\)$")  # `Europese Unie (LEADER)`
_PARTY: Final = re.compile(
    r"[^\w]*(?:\d{1,2}[.)]\s+)?(?:bijdrage\s+(?:van\s+)?)?(?:de\s+|het\s+)?"
    r"(?P<name>(?:(?:gemeente|provincie|regio|waterschap|stichting)\s+)?"
    r"[A-ZÀ-Þ][\w-]*(?:\s+[\w-]+){0,5}?)\s*(?:\([^)]*\))?\s*(?::|-|–|van|betaalt)?\s*$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Part:
    """One contribution."""

    span: Span
    contributor: Iri
    slug: str
    amount: Decimal
    basis: Iri | None = None
    also: list[Iri] = field(default_factory=list)  # further budgets it is part of


@dataclass(slots=True)
class _Budget:
    """A total as stated, with its contributions."""

    slug: str  # 'tabel', 'tekst', 'tekst-2'
    label: str
    year: int | None
    total: Decimal
    span: Span
    parts: list[_Part]
    is_stated: bool = True  # whether the text gives the total
    also: tuple[Span, ...] = ()  # where else the text states that total


def extract(document: Document) -> Iterator[Element]:
    """Budgets with their contributions, and unknown contributors as proposed actors."""
    proposals: dict[Iri, Element] = {}
    tables = [
        _read_table(document, table, number, proposals)
        for number, table in enumerate(find_amount_tables(document), start=1)
    ]
    tables += _read_party_tables(document, len(tables), proposals)
    lists = list(_read_lists(document, proposals))
    _fill_bases(tables, lists)
    lists += _read_lines(document, len(lists), proposals)
    lists += _read_sentences(document, len(lists), proposals)
    groups = [group for budget in lists for group in _split_groups(document, budget, tables)]
    yield from proposals.values()
    for budget in [*tables, *lists]:
        if budget.is_stated:
            others = _alternates(document, budget, [*tables, *lists])
            yield _budget_element(document, budget, others)
        for part in budget.parts:
            yield _part_element(document, budget, part)
    for budget in groups:
        yield _budget_element(document, budget, ())


def _fill_bases(tables: Sequence[_Budget], lists: Sequence[_Budget]) -> None:
    """A share in a list has the basis that a table gives for the same amount of the same party."""
    known = {
        (table.year, row.contributor, row.amount): row.basis
        for table in tables
        for row in table.parts
    }
    for budget in lists:
        for part in budget.parts:
            if part.basis is None:
                part.basis = known.get((budget.year, part.contributor, part.amount))


def _iri(document: Document, budget: _Budget) -> Iri:
    return document.names.mint("begroting", f"{document.id}-{_stem(budget)}")


def _stem(budget: _Budget) -> str:
    return f"{budget.year}-{budget.slug}" if budget.year else budget.slug


def _read_table(
    document: Document, table: AmountTable, number: int, proposals: dict[Iri, Element]
) -> _Budget:
    parts = []
    scale = find_scale(document, table.above)
    for row in table.rows:
        contributor, slug = _contributor(document, row.name)
        if contributor is None:
            contributor, slug = _propose(document, row.name, proposals)
        basis = _find_basis(document, row.remark)
        parts.append(_Part(row.span, contributor, slug, row.amount * scale, basis))
    return _Budget(
        slug="tabel" if number == 1 else f"tabel-{number}",
        label="tabel",
        year=_year_above(document, table.above),
        total=table.total.amount * scale,
        span=table.total.span,
        parts=parts,
        also=_stated_before(document, table.total.amount * scale, table.total.span),
    )


def _read_party_tables(
    document: Document, before: int, proposals: dict[Iri, Element]
) -> Iterator[_Budget]:
    """Each column of a table of parties: a year, a part of a programme, or all together."""
    for number, table in enumerate(find_party_tables(document), start=before + 1):
        slug = "tabel" if number == 1 else f"tabel-{number}"
        parties = [(row, *_party(document, row.name, proposals)) for row in table.rows]
        start = table.rows[0].span.start
        used: set[str] = set()
        for column, total in enumerate(table.totals.amounts):
            name = mint_slug(table.columns[column]) or str(column + 1)
            own = slug if table.is_total(column) or table.year(column) else f"{slug}-{name}"
            if total is None or (key := f"{own} {table.year(column)}") in used:
                continue
            used.add(key)
            parts = [
                _Part(amount.span, contributor, party, amount.value)
                for row, contributor, party in parties
                if (amount := row.amounts[column]) is not None
            ]
            year = table.year(column) or (None if any(map(table.year, range(column))) else 0)
            if year == 0:
                year = _year_above(document, start)
            yield _Budget(own, "tabel", year, total.value, total.span, parts)


def _party(document: Document, name: Span, proposals: dict[Iri, Element]) -> tuple[Iri, str]:
    contributor, slug = _contributor(document, name)
    return (contributor, slug) if contributor else _propose(document, name, proposals)


def find_budget_spans(document: Document) -> frozenset[Span]:
    """Where the totals of tables and of shares in a sentence stand, as amounts."""
    return document.once(_budget_spans)


def _budget_spans(document: Document) -> frozenset[Span]:
    tables = (
        _read_table(document, table, number, {})
        for number, table in enumerate(find_amount_tables(document), start=1)
    )
    budgets = (
        *tables,
        *_read_party_tables(document, 0, {}),
        *_read_sentences(document, 0, {}),
    )
    return frozenset(span for one in budgets if one.is_stated for span in (one.span, *one.also))


def _contributor(document: Document, span: Span) -> tuple[Iri | None, str]:
    """The actor of a row, or the one that governs the place the row names."""
    actors = document.mentions_in(span, {"actor"})
    if actors:
        chosen = _most_precise(document, actors)
        return chosen.entity, _slug(document, actors[0])
    for mention in document.mentions_in(span, {"place"}):
        actor = document.register.once(_actors_by_place).get(mention.entity)
        if actor is not None:
            return actor, mint_slug(document.quote(mention.span))
    return None, ""


def _actors_by_place(register: Register) -> dict[Iri, Iri]:
    actors: dict[Iri, Iri] = {}
    for entry in register.of_kind("actor"):
        if entry.place is not None:
            actors.setdefault(entry.place, entry.iri)
    return actors


def _most_precise(document: Document, actors: Sequence[Mention]) -> Mention:
    """The actor between brackets right after another says who exactly pays."""
    if len(actors) > 1:
        between = document.text[actors[0].span.end : actors[1].span.start]
        if between.strip() == "(":
            return actors[1]
    return actors[0]


def _slug(document: Document, mention: Mention) -> str:
    entry = document.register.get(mention.entity)
    if entry is not None and entry.members:
        return mint_slug(mention.entity.rsplit("/", 1)[-1].lstrip("0123456789-"))
    name = re.sub(r"\s+", " ", document.quote(mention.span))
    return mint_slug(_GENERIC.sub("", _GENERIC.sub("", name)))


def _propose(document: Document, span: Span, proposals: dict[Iri, Element]) -> tuple[Iri, str]:
    name = _BRACKETS.sub("", re.sub(r"\s+", " ", document.quote(span))).strip()
    name = name_in_full(document, name)
    iri = document.names.proposal(document.id, name)
    label = Statement(predicate=SKOS.prefLabel, object=Literal.text(name, "nl"), claimed=False)
    proposals[iri] = Element(
        iri=iri,
        type=BG.Actor,
        evidence=(span,),
        method=_METHOD,
        confidence=_PROPOSED,
        layer=BG.Extracted,
        statements=(label,),
    )
    return iri, mint_slug(name)


def _find_basis(document: Document, remark: str) -> Iri | None:
    """The concept of the scheme of bases whose longest label stands in the remark."""
    text = fold_label(remark)
    best: tuple[int, Iri] | None = None
    for concept in document.concepts:
        if not any(scheme.rsplit("/", 1)[-1] == _BASIS for scheme in concept.schemes):
            continue
        for label in concept.labels:
            folded = fold_label(label.text)
            if folded and folded in text and (best is None or len(folded) > best[0]):
                best = (len(folded), concept.iri)
    return best[1] if best else None


def _year_above(document: Document, offset: int) -> int | None:
    """The last year in the nearest passage above with a year, else the document's own."""
    above = [
        passage
        for passage in document.passages
        if passage.span.start < offset and passage.kind not in _ASIDE
    ]
    for passage in reversed(above[-_LOOK_UP:]):
        years = find_years(document.quote(passage.span))
        if years:
            return years[-1].year
    return issue_year(document)


def _read_lists(document: Document, proposals: dict[Iri, Element]) -> Iterator[_Budget]:
    """Lists in which every item has one contributor and one amount, below a stated total."""
    main = [passage for passage in document.passages if passage.kind not in _ASIDE]
    index = number = 0
    while index < len(main):
        total = _total_above(document, main, index)
        is_told = total is not None or _is_shared(document, main, index)
        items = _items(document, main, index, proposals) if is_told else []
        if len(items) < 2:
            index += 1
            continue
        number += 1
        amount, span = total or (Decimal(0), items[0].span)
        yield _Budget(
            slug="tekst" if number == 1 else f"tekst-{number}",
            label="tekst",
            year=_year_above(document, items[0].span.start),
            total=amount,
            span=span,
            parts=items,
            is_stated=total is not None,
            also=_stated_before(document, amount, span) if total else (),
        )
        index += len(items)


def _read_lines(
    document: Document, before: int, proposals: dict[Iri, Element]
) -> Iterator[_Budget]:
    """Shares on loose lines, of which the text gives no total."""
    for number, rows in enumerate(find_party_lines(document), start=before + 1):
        parts = [
            _Part(row.span, *_party(document, row.name, proposals), row.amount) for row in rows
        ]
        yield _Budget(
            slug="tekst" if number == 1 else f"tekst-{number}",
            label="tekst",
            year=_year_above(document, rows[0].span.start),
            total=sum((part.amount for part in parts), Decimal(0)),
            span=parts[0].span,
            parts=parts,
            is_stated=False,
        )


def _read_sentences(
    document: Document, before: int, proposals: dict[Iri, Element]
) -> Iterator[_Budget]:
    """Shares told in a sentence; their total when the paragraph states the sum of them before."""
    for number, cost in enumerate(find_shared_costs(document), start=before + 1):
        parts = []
        for share in cost.shares:
            contributor, slug = _contributor(document, share.name)
            if contributor is None:
                contributor, slug = _propose(document, share.name, proposals)
            parts.append(_Part(share.span, contributor, slug, share.amount))
        start, whole = cost.sentence.start, sum(part.amount for part in parts)
        first = min(cost.sentence.passage.span.start, start)
        above = find_numbers(document.text[first:start])
        stated = [n for n in above if n.unit == "euro" and n.low == n.high == whole]
        passage = document.quote(cost.sentence.passage.span)
        years = find_years(cost.sentence.text(document)) or find_years(passage)
        span = parts[0].span
        if stated:
            at = stated[-1].span
            span = Span(first + at.start, first + at.end)
        yield _Budget(
            slug="tekst" if number == 1 else f"tekst-{number}",
            label="tekst",
            year=years[-1].year if years else issue_year(document),
            total=Decimal(whole),
            span=span,
            parts=parts,
            is_stated=bool(stated),
        )


def _items(
    document: Document,
    main: Sequence[Passage],
    index: int,
    proposals: dict[Iri, Element],
) -> list[_Part]:
    """The shares of a list; parties without entry are proposed when the register knows one."""
    rows = []
    for passage in main[index : index + _MAX_ITEMS]:
        amounts = _euros(document, passage.span) if passage.kind == "item" else []
        if len(amounts) != 1 or amounts[0].low is None:
            break
        rows.append((passage, amounts[0], *_contributor(document, passage.span)))
    if not any(contributor for _, _, contributor, _ in rows):
        return []
    parts: list[_Part] = []
    for passage, amount, known, name in rows:
        contributor, slug = known, name
        if contributor is None:
            party = _PARTY.match(document.quote(passage.span)[: amount.span.start])
            if party is None:
                break
            if _NOBODY.match(party["name"]):
                continue
            start = passage.span.start
            span = Span(start + party.start("name"), start + party.end("name"))
            contributor, slug = _propose(document, span, proposals)
        parts.append(_item(document, passage, amount, contributor, slug))
    return parts


def _item(
    document: Document, passage: Passage, amount: Number, contributor: Iri, slug: str
) -> _Part:
    assert amount.low is not None  # the caller looked
    basis = _find_basis(document, document.quote(passage.span)[amount.span.end :])
    return _Part(passage.span, contributor, slug, amount.low, basis)


def _euros(document: Document, span: Span) -> list[Number]:
    """Amounts of money in a passage; spans are offsets into the passage."""
    return [number for number in find_numbers(document.quote(span)) if number.unit == "euro"]


def _total_above(
    document: Document, main: Sequence[Passage], index: int
) -> tuple[Decimal, Span] | None:
    if index == 0 or not document.quote(main[index - 1].span).rstrip().endswith(":"):
        return None
    for passage in reversed(main[max(0, index - _LOOK_UP) : index]):
        if passage.kind == "heading":
            break
        amounts = _euros(document, passage.span)
        if amounts and amounts[0].low is not None:
            return amounts[0].low, passage.span
    return None


def _is_shared(document: Document, main: Sequence[Passage], index: int) -> bool:
    """Whether the words above a list say that parties pay: `Partijen dragen bij:`."""
    lead = document.quote(main[index - 1].span) if index else ""
    return lead.rstrip().endswith(":") and bool(PAYS.search(lead))


def _stated_before(document: Document, amount: Decimal, span: Span) -> tuple[Span, ...]:
    """Where the section up to a list of shares states its total as well."""
    found: list[Span] = []
    for passage in reversed([p for p in document.passages if p.span.start < span.start]):
        if passage.kind == "heading" or len(found) == _MAX_SPANS:
            break
        found += [
            Span(passage.span.start + number.span.start, passage.span.start + number.span.end)
            for number in _euros(document, passage.span)
            if number.low == number.high == amount
        ]
    return tuple(found)


def _split_groups(
    document: Document, budget: _Budget, tables: Sequence[_Budget]
) -> Iterator[_Budget]:
    """For a share of a group: the same share as a budget of its members' rows in a table."""
    for part in budget.parts:
        entry = document.register.get(part.contributor)
        members = set(entry.members) if entry else set()
        for table in tables:
            rows = [row for row in table.parts if row.contributor in members]
            if not members or {row.contributor for row in rows} != members:
                continue
            if table.year != budget.year:
                continue
            group = _Budget(part.slug, "aandeel", budget.year, part.amount, part.span, [])
            for row in rows:
                row.also.append(_iri(document, group))
            yield group
            break


def _alternates(document: Document, budget: _Budget, budgets: Sequence[_Budget]) -> tuple[Iri, ...]:
    """Other statements of the total of the same year, of the other kind."""
    return tuple(
        _iri(document, other)
        for other in budgets
        if other.year == budget.year and other.label != budget.label and other.is_stated
    )


def _year_statement(year: int | None) -> tuple[Statement, ...]:
    if year is None:
        return ()
    return (Statement(predicate=BG.fiscalYear, object=Literal.date(f"{year:04d}")),)


def _budget_element(document: Document, budget: _Budget, alternates: Sequence[Iri]) -> Element:
    label = f"Begroting {budget.year or ''} ({budget.slug})".replace("  ", " ")
    statements = [
        *_year_statement(budget.year),
        Statement(predicate=BG.statedTotal, object=Literal.decimal(budget.total)),
        *(Statement(predicate=PROV.alternateOf, object=iri, claimed=False) for iri in alternates),
        Statement(predicate=SKOS.prefLabel, object=Literal.text(label, "nl"), claimed=False),
    ]
    return Element(
        iri=_iri(document, budget),
        type=BG.Budget,
        evidence=tuple(dict.fromkeys((budget.span, *budget.also)))[:_MAX_SPANS],
        method=_METHOD,
        confidence=_SURE if budget.label == "tabel" else _LIKELY,
        layer=BG.Extracted,
        statements=tuple(statements),
    )


def _part_element(document: Document, budget: _Budget, part: _Part) -> Element:
    whole = Statement(predicate=BG.partOfBudget, object=_iri(document, budget))
    statements = [
        *((whole,) if budget.is_stated else ()),
        *(Statement(predicate=BG.partOfBudget, object=iri) for iri in part.also),
        Statement(predicate=BG.contributor, object=part.contributor),
        Statement(predicate=BG.amount, object=Literal.decimal(part.amount)),
        *_year_statement(budget.year),
    ]
    if part.basis is not None:
        statements.append(Statement(predicate=BG.allocationBasis, object=part.basis))
    return Element(
        iri=document.names.mint("bijdrage", f"{document.id}-{_stem(budget)}-{part.slug}"),
        type=BG.FinancialContribution,
        evidence=(part.span,),
        method=_METHOD,
        confidence=_SURE,
        layer=BG.Extracted,
        statements=tuple(statements),
    )


EXTRACTOR: Final = Extractor("contributions", VERSION, extract)
