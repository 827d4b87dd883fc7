"""Answers as rows of terms, and rows as tables for people.

In: SPARQL 1.1 Query Results JSON as the engine wrote it. Out: Solutions, text tables, XLSX.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from ontology.records import Iri, Literal

Term = Iri | Literal
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer of a SELECT: its variables in order, and one mapping a row (unbound = absent)."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def values(self, column: str) -> tuple[str, ...]:
        """The plain text of one column, row by row, without unbound cells."""
        return tuple(text_of(row[column]) for row in self.rows if column in row)


def parse_solutions(data: bytes) -> Solutions:
    """Read SPARQL results in JSON.

    Raises:
        ValueError: when it is not the answer of a SELECT.
    """
    content = json.loads(data)
    if "results" not in content:
        raise ValueError("not the answer of a SELECT: it has no 'results'")
    rows = tuple(
        {name: _term(cell) for name, cell in binding.items()}
        for binding in content["results"]["bindings"]
    )
    return Solutions(tuple(content["head"]["vars"]), rows)


def parse_boolean(data: bytes) -> bool:
    """Read the answer of an ASK in JSON."""
    return bool(json.loads(data)["boolean"])


def _term(cell: Mapping[str, str]) -> Term:
    if cell["type"] == "uri":
        return Iri(cell["value"])
    if cell["type"] == "bnode":
        return Iri("_:" + cell["value"])
    language = cell.get("xml:lang")
    if language:
        return Literal.text(cell["value"], language)
    if "datatype" in cell:
        return Literal(cell["value"], Iri(cell["datatype"]))
    return Literal(cell["value"])


def text_of(term: Term) -> str:
    """The IRI, or the literal without datatype and language."""
    return term.value if isinstance(term, Literal) else term


def format_table(solutions: Solutions, max_width: int = 60) -> str:
    """An aligned text table with a line of column names; long cells are cut with '…'."""
    cells = [list(solutions.columns)]
    for row in solutions:
        cells.append([_cell(row.get(column), max_width) for column in solutions.columns])
    widths = [max(len(line[i]) for line in cells) for i in range(len(solutions.columns))]
    lines = ["  ".join(_pad(line, widths)).rstrip() for line in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines) + "\n"


def _pad(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [text.ljust(width) for text, width in zip(line, widths, strict=True)]


def _cell(term: Term | None, max_width: int) -> str:
    text = "" if term is None else " ".join(text_of(term).split())
    return text if len(text) <= max_width else text[: max_width - 1] + "…"


def write_xlsx(solutions: Solutions, title: str) -> bytes:
    """One sheet with a bold, frozen head; numbers as numbers, nothing as a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_sheet_name(title))
    head = book.add_format({"bold": True})
    for column, name in enumerate(solutions.columns):
        sheet.write_string(0, column, name, head)
    for line, row in enumerate(solutions, start=1):
        for column, name in enumerate(solutions.columns):
            if name in row:
                _write_cell(sheet, line, column, row[name])
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return buffer.getvalue()


def _sheet_name(title: str) -> str:
    kept = "".join(" " if character in "[]:*?/\\'" else character for character in title)
    return kept.strip()[:31] or "answer"


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, line: int, column: int, term: Term) -> None:
    numeric = isinstance(term, Literal) and term.datatype.rpartition("#")[2] in {
        "integer",
        "decimal",
        "double",
    }
    if numeric:
        sheet.write_number(line, column, float(text_of(term)))
    else:
        sheet.write_string(line, column, text_of(term))
