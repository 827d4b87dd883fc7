"""A paper as XLSX (a sheet for each section) and CSV (all its rows, the section in front)."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

import xlsxwriter

from service.papers.paper import Paper

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_MAX_NAME: Final = 28
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_xlsx(paper: Paper) -> bytes:
    """The tables of a paper; the first sheet says what it is and where it comes from."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        about = book.add_worksheet("beleidsgraaf")
        for row, line in enumerate(
            (paper.title, paper.lead, paper.release, paper.date, paper.path)
        ):
            about.write_string(row, 0, line, bold if row == 0 else None)
        for number, (heading, table) in enumerate(paper.tables(), 1):
            name = f"{number} {_FORBIDDEN.sub(' ', heading)[:_MAX_NAME]}".rstrip()
            sheet = book.add_worksheet(name)
            for column, title in enumerate(table.columns):
                sheet.write_string(0, column, title, bold)
            for row, cells in enumerate(table.rows, 1):
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, cell.text)
            sheet.autofit()
    return made.getvalue()


def write_csv(paper: Paper) -> bytes:
    """Every row of every table, with release, section and, last, the path of its first link."""
    made = io.StringIO()
    writer = csv.writer(made)
    for heading, table in paper.tables():
        writer.writerow(["release", "section", *table.columns, "path"])
        for cells in table.rows:
            href = next((cell.href for cell in cells if cell.href), "")
            texts = [_harmless(cell.text) for cell in cells]
            writer.writerow([paper.release, heading, *texts, href])
    return made.getvalue().encode("utf-8")


def _harmless(text: str) -> str:
    """A text that a spreadsheet program will not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
