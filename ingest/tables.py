"""Tables that came out of a page as loose lines: rows with an amount, and grids of years.

An amount table is a run of rows `name amount remark` that ends in a total; a name may be broken
over lines, a footnote or page break may stand in between. A year grid is a run of short lines: at
least two years (`2015`, `2020`) or periods (`2011-2020`), and then for each row or column as many
figures. Figures that do not fill the grid are no table.
Counts: `Beltrum 12.400 op basis van oppervlakte` above `Totaal 48.000`. Does not: a sentence with
an amount in it, a list of years without figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from ingest.document import Document
from ingest.guarded import guard
from ingest.numbers import parse_figure, read_unit
from ingest.party_tables import find_column_tables
from ontology.records import Passage, Span

_AMOUNT: Final = guard(
    r"(?:€\s*)?(?P<figure>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{3,}(?:,\d+)?)(?![\w/.])(?:,-)?"
    r"(?:\s*euro\b)?"
)
_TOTAL: Final = re.compile(r"(?:sub)?totaal(?:\s+\w+){0,3}\s*:?\s*", re.IGNORECASE)
_HEADER: Final = guard(
    r"\b(?:bijdrage|bedrag|kosten|toelichting|organisatie|begroting)\b", re.IGNORECASE
)  # a line that heads the columns
_VERB: Final = re.compile(
    r"\b(?:bedraagt|bedragen|kost|is|zijn|betaalt|betalen|draagt|dragen|krijgt|krijgen)\s+"
    r"(?:ongeveer\s+|circa\s+|ruim\s+)?(?:€\s*)?$"
)
_YEAR_FIGURE: Final = re.compile(r"(?:19|20)\d\d")
_MAX_ROWS: Final = 500
_MAX_NAME: Final = 80
_MAX_REMARK: Final = 120
_ASIDE: Final = frozenset({"footnote", "furniture"})


@dataclass(frozen=True, slots=True)
class AmountRow:
    """One row: whose amount, how much, and what is said of it. All spans are in the document."""

    span: Span
    name: Span
    amount: Decimal
    remark: str


@dataclass(frozen=True, slots=True)
class AmountTable:
    """Rows with the total printed below them; `above` is where the table starts."""

    rows: tuple[AmountRow, ...]
    total: AmountRow
    above: int


def find_amount_tables(document: Document) -> tuple[AmountTable, ...]:
    """Every run of at least two rows with a total, in text order; see also `party_tables`."""
    return document.once(_amount_tables)


def _amount_tables(document: Document) -> tuple[AmountTable, ...]:
    taken = [
        Span(table.rows[0].span.start, table.totals.span.end)
        for table in find_column_tables(document)
    ]
    tables: list[AmountTable] = []
    rows: list[AmountRow] = []
    head = ""
    for passage in document.passages:
        if passage.kind in _ASIDE or any(span.contains(passage.span) for span in taken):
            continue
        found = list(_read_rows(document.text, passage)) if _may_be_row(passage) else []
        if not found:
            if not (passage.kind == "row" and rows):
                rows = []
            continue
        for row in found:
            if isinstance(row, str):  # the head of a table; the same one is that table going on
                rows, head = rows if row == head else [], row
                continue
            if not _is_total(document.text, row):
                rows = [*rows[-_MAX_ROWS:], row]
                continue
            if len(rows) > 1:
                tables.append(AmountTable(tuple(rows), row, rows[0].span.start))
            rows = []
    return tuple(tables)


def _may_be_row(passage: Passage) -> bool:
    return passage.kind in {"row", "paragraph", "item"}


def _read_rows(text: str, passage: Passage) -> Iterator[AmountRow | str]:
    """Rows of a passage: a line with an amount, the lines of the name before it, and remarks.

    The line that heads the columns is given as its words.
    """
    start: int | None = None
    pending: AmountRow | None = None
    for line in _lines(text, passage.span):
        match = _AMOUNT.search(text, line.start, line.end)
        if _is_head(text, line, match, inside=pending is not None):
            if pending is not None:
                yield pending
            pending = start = None
            yield text[line.start : line.end].strip(" |")
            continue
        if match is None:
            if pending is not None:
                pending = _longer(text, pending, line)
            elif start is None:
                start = line.start
            continue
        name_start = line.start if start is None else start
        if _VERB.search(text, name_start, match.start()):  # a sentence about money, not a row
            if pending is not None:
                yield pending
            pending = start = None
            continue
        row = _row(text, name_start, line, match)
        if row is None:
            return
        if pending is not None:
            yield pending
        pending, start = row, None
    if pending is not None:
        yield pending


def _is_head(text: str, line: Span, amount: re.Match[str] | None, *, inside: bool) -> bool:
    """Whether a line heads columns or a table: words for money, and no figure but a year.

    Below a row one such word may be the rest of its remark, so there it takes two, or a year.
    """
    if amount is not None and not _YEAR_FIGURE.fullmatch(amount.group().strip()):
        return False
    words = sum(1 for _ in _HEADER.finditer(text, line.start, line.end))
    return words > (1 if inside and amount is None else 0)


def _lines(text: str, span: Span) -> Iterator[Span]:
    for match in re.finditer(r"[^\r\n\f]*\S", text[span.start : span.end]):
        start = span.start + match.start()
        start += len(match[0]) - len(match[0].lstrip(" \t|"))  # a Markdown row opens with a bar
        if start < span.start + match.end():
            yield Span(start, span.start + match.end())


def _row(text: str, start: int, line: Span, match: re.Match[str]) -> AmountRow | None:
    name = text[start : match.start()].rstrip(" \t\r\n:€|")
    remark = text[match.end() : line.end].strip(" \t|")
    if not name or len(name) > _MAX_NAME or len(remark) > _MAX_REMARK:
        return None
    if name.rstrip()[-1] in ".;?!" or re.search(r"[.?!]\s+[A-Z]", name):
        return None
    return AmountRow(
        span=Span(start, line.end),
        name=Span(start, start + len(name)),
        amount=parse_figure(match["figure"]),
        remark=remark,
    )


def _longer(text: str, row: AmountRow, line: Span) -> AmountRow:
    remark = f"{row.remark} {text[line.start : line.end]}".strip()
    return AmountRow(Span(row.span.start, line.end), row.name, row.amount, remark)


def _is_total(text: str, row: AmountRow) -> bool:
    return bool(_TOTAL.fullmatch(text[row.name.start : row.name.end]))


# --- grids of years -------------------------------------------------------------------------

_CELL: Final = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?%?")
_YEAR_CELL: Final = re.compile(
    r"(?:(?P<since>(?:19|20|21)\d\d)\s?[-–]\s?)?(?P<year>(?:19|20|21)\d\d)"
)
_CENTURIES: Final = ("19", "20", "21")
_WORD: Final = re.compile(r"[^\s|]+")
_MAX_HEAD: Final = 5  # words before the years of a head
_MAX_ROW: Final = 200  # code points
_MAX_LABEL: Final = 45
_TOTAL_HEAD: Final = re.compile(r"totaal|samen|som", re.IGNORECASE)
_NOW: Final = re.compile(r"nu|heden|huidige?|stand|nulmeting|start(?:waarde)?", re.IGNORECASE)
_UNIT_HEAD: Final = re.compile(r"een\s?heid", re.IGNORECASE)
_OF_YEAR: Final = re.compile(
    r"doel(?:stelling|waarde)?|streef(?:waarde|cijfer)?|norm|ambitie|(?:jaar)?rekening|begroting|"
    r"raming|realisatie|prognose|verwachting|stand|ultimo|eind|per",
    re.IGNORECASE,
)  # words that go with the year that heads a column: `Doel 2035`
_MAX_GRID: Final = 400  # lines


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a grid with the year of its column and the label of its row."""

    span: Span
    value: Decimal
    year: int
    since: int | None
    label: Span
    row: int  # counts rows from 0, over the whole grid
    unit: str = ""  # as a column `Eenheid` gives it


@dataclass(frozen=True, slots=True)
class YearGrid:
    """A grid of figures by year; `above` is where the lines before it end.

    `now` are the figures of a column for today, of which the year is 0.
    """

    cells: tuple[Cell, ...]
    labels: tuple[Span, ...]
    above: int
    now: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    text: str

    @property
    def year(self) -> re.Match[str] | None:
        return _YEAR_CELL.fullmatch(self.text)

    @property
    def is_figure(self) -> bool:
        return bool(_CELL.fullmatch(self.text)) and self.year is None


def find_grids(document: Document) -> tuple[YearGrid, ...]:
    """The year grids of a document; worked out once."""
    return document.once(_grids)


def _grids(document: Document) -> tuple[YearGrid, ...]:
    return find_year_grids(document.text)


def find_year_grids(text: str) -> tuple[YearGrid, ...]:
    """Grids in which years head the columns, or periods head blocks of figures."""
    lines = [_Line(span, text[span.start : span.end]) for span in _lines(text, Span(0, len(text)))]
    grids: list[YearGrid] = []
    index = 0
    while index < len(lines):
        grid, used = (
            _grid_by_columns(lines, index)
            or _grid_by_blocks(lines, index)
            or _grid_by_rows(lines, index)
            or (None, 1)
        )
        if grid is not None:
            grids.append(grid)
        index += max(1, used)
    return tuple(grids)


def _grid_by_columns(lines: Sequence[_Line], index: int) -> tuple[YearGrid, int] | None:
    """A row of years, then rows of a label and one figure for each year."""
    years = _run_of_years(lines, index)
    if len(years) < 2 or (index and lines[index - 1].year is not None):
        return None
    position = index + len(years)
    cells: list[Cell] = []
    labels: list[Span] = []
    while position < min(len(lines), index + _MAX_GRID):
        figures = lines[position + 1 : position + 1 + len(years)]
        label = lines[position]
        if label.is_figure or len(label.text) > _MAX_LABEL or not _all_figures(figures, years):
            break
        cells.extend(_cells(figures, years, label.span, len(labels)))
        labels.append(label.span)
        position += 1 + len(years)
    if not labels:
        return None
    above = lines[index - 1].span.end if index else 0
    return YearGrid(tuple(cells), tuple(labels), above), position - index


def _grid_by_rows(lines: Sequence[_Line], index: int) -> tuple[YearGrid, int] | None:
    """A line of years, then lines of a label and one figure for each year."""
    if sum(map(lines[index].text.count, _CENTURIES)) < 2:
        return None  # no two years: not worth dividing
    heads = _without_kinds(_divide(lines[index]))
    years = [match for cell in heads if (match := cell.year)]
    whole = _whole(heads, years)
    if whole is not None:
        heads = heads[:-1]
    first = len(heads) - len(years)
    if whole is not None:
        years = [*years, whole]
    if len(years) < 2 or first > _MAX_HEAD or any(cell.year for cell in heads[:first]):
        return None
    now = _NOW.fullmatch(heads[first - 1].text) if first else None
    last = first - (2 if now else 1)  # of the heads before the years
    has_unit = last > 0 and bool(_UNIT_HEAD.fullmatch(heads[last].text))
    cells: list[Cell] = []
    today: list[Cell] = []
    labels: list[Span] = []
    position = index + 1
    while position < min(len(lines), index + _MAX_GRID):
        row = _divide(lines[position])
        words, figures = row[: -len(years)], row[-len(years) :]
        of_now = words[-1] if now and len(words) > 1 and _CELL.fullmatch(words[-1].text) else None
        if of_now is not None:
            words = words[:-1]  # the figure of today has no year
        if not cells and not any(c.isalnum() for c in lines[position].text):
            position += 1  # the ruler below the head of a Markdown table
            continue
        if not words or not _all_figures(figures, years):
            break
        has_own = has_unit and len(words) > 1 and read_unit(words[-1].text) is not None
        unit = words.pop().text if has_own else ""
        label = Span(words[0].span.start, words[-1].span.end)
        if label.end - label.start > _MAX_LABEL or not any(c.isalpha() for c in words[0].text):
            break
        cells.extend(_cells(figures, years, label, len(labels), unit))
        if of_now is not None:
            value = parse_figure(of_now.text.rstrip("%"))
            today.append(Cell(of_now.span, value, 0, None, label, len(labels)))
        labels.append(label)
        position += 1
    if not labels:
        return None
    above = lines[index - 1].span.end if index else 0
    return YearGrid(tuple(cells), tuple(labels), above, tuple(today)), position - index


def _without_kinds(heads: Sequence[_Line]) -> list[_Line]:
    """The words of a head without those that say what the year after them is of."""
    kept = [
        one for one, after in pairwise(heads) if not (after.year and _OF_YEAR.fullmatch(one.text))
    ]
    return [*kept, *heads[-1:]]


def _whole(heads: Sequence[_Line], years: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """The period of a last column `Totaal`, over the periods that head the others."""
    if len(years) < 2 or not _TOTAL_HEAD.fullmatch(heads[-1].text) or not years[0]["since"]:
        return None
    return _YEAR_CELL.fullmatch(f"{years[0]['since']}-{years[-1]['year']}")


def _divide(line: _Line) -> list[_Line]:
    """The words and figures of a short line; none of a long one, for that is no row."""
    if len(line.text) > _MAX_ROW:
        return []
    return [
        _Line(Span(line.span.start + word.start(), line.span.start + word.end()), word.group())
        for word in _WORD.finditer(line.text)
    ]


def _run_of_years(lines: Sequence[_Line], index: int) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for line in lines[index : index + 30]:
        match = line.year
        if match is None:
            break
        found.append(match)
    return found


def _all_figures(figures: Sequence[_Line], years: Sequence[re.Match[str]]) -> bool:
    """Whether there is one figure for each; `2046` between figures is one of them."""
    cells = [line for line in figures if _CELL.fullmatch(line.text)]
    return len(figures) == len(years) == len(cells) and any(line.is_figure for line in cells)


def _cells(
    figures: Sequence[_Line],
    years: Sequence[re.Match[str]],
    label: Span,
    row: int,
    unit: str = "",
) -> Iterator[Cell]:
    for figure, year in zip(figures, years, strict=True):
        yield _cell(figure, year, label, row, unit)


def _cell(figure: _Line, year: re.Match[str], label: Span, row: int, unit: str = "") -> Cell:
    return Cell(
        span=figure.span,
        value=parse_figure(figure.text.rstrip("%")),
        year=int(year["year"]),
        since=int(year["since"]) if year["since"] else None,
        label=label,
        row=row,
        unit=unit,
    )


def _grid_by_blocks(lines: Sequence[_Line], index: int) -> tuple[YearGrid, int] | None:
    """Row labels in a run, then for each period a block with one figure for each label."""
    match = lines[index].year
    if match is None or match["since"] is None:
        return None
    size = 0
    while index + 1 + size < len(lines) and lines[index + 1 + size].is_figure and size < 40:
        size += 1
    blocks = _blocks(lines, index, size) if size > 1 else []
    if len(blocks) < 2:
        return None
    first = index
    if index >= size and _all_figures(lines[index - size : index], [match] * size):
        first = index - size  # a block without period, for all periods together
    labels = _labels_before(lines, first, size)
    if labels is None:
        return None
    cells = [
        _cell(figure, year, label, row)
        for year, figures in blocks
        for row, (figure, label) in enumerate(zip(figures, labels, strict=True))
    ]
    if first < index:
        whole = _YEAR_CELL.fullmatch(f"{match['since']}-{blocks[-1][0]['year']}")
        assert whole is not None  # both are years
        totals = zip(lines[first:index], labels, strict=True)
        cells += [_cell(figure, whole, label, row) for row, (figure, label) in enumerate(totals)]
    above = labels[0].start
    return YearGrid(tuple(cells), tuple(labels), above), len(blocks) * (size + 1)


def _blocks(
    lines: Sequence[_Line], index: int, size: int
) -> list[tuple[re.Match[str], Sequence[_Line]]]:
    found: list[tuple[re.Match[str], Sequence[_Line]]] = []
    position = index
    while position < min(len(lines), index + _MAX_GRID):
        match = lines[position].year
        figures = lines[position + 1 : position + 1 + size]
        if match is None or not _all_figures(figures, [match] * size):
            break
        found.append((match, figures))
        position += 1 + size
    return found


def _labels_before(lines: Sequence[_Line], first: int, size: int) -> list[Span] | None:
    """The labels of the rows: the lines before, where a label may stand twice (`Totaal totaal`)."""
    found: list[_Line] = []
    for line in reversed(lines[max(0, first - 2 * size - 2) : first]):
        if line.is_figure or len(line.text) > _MAX_LABEL or len(found) == size:
            break
        if found and line.text.lower() == found[-1].text.lower():
            continue
        found.append(line)
    return [line.span for line in reversed(found)] if len(found) == size else None
