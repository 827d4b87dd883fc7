"""Makes brief.pdf and brief.docx from brief.md: `python -m tests.data.brief.make`.

The letter is ours: municipality, region and figures are invented. The makers know only the few
forms of Markdown that the letter uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
_HEADING = re.compile(r"(#+)\s+(.*)")
_ITEM = re.compile(r"(\s*)(\d+\.|-)\s+(.*)")


class Block(NamedTuple):
    """One block of the letter: its kind, its text, and the cells of a table."""

    kind: str  # heading, text, number, bullet, table
    text: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def read_blocks(markdown: str) -> Iterator[Block]:
    """The blocks of the letter, lines joined."""
    for part in markdown.strip().split("\n\n"):
        lines = part.split("\n")
        if match := _HEADING.match(lines[0]):
            yield Block("heading", match[2], len(match[1]))
        elif lines[0].startswith("|"):
            rows = (tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines)
            yield Block("table", "", 0, tuple(row for row in rows if not row[0].startswith("---")))
        elif _ITEM.match(lines[0]):
            yield from _read_items(lines)
        else:
            yield Block("text", " ".join(lines))


def _read_items(lines: list[str]) -> Iterator[Block]:
    numbers = [
        sum(bool(_ITEM.match(line)) for line in lines[: index + 1]) for index in range(len(lines))
    ]
    for _, group in groupby(zip(numbers, lines, strict=True), key=lambda pair: pair[0]):
        joined = [line for _, line in group]
        match = _ITEM.match(joined[0])
        assert match is not None
        text = " ".join([match[3], *(line.strip() for line in joined[1:])])
        yield Block("bullet" if match[2] == "-" else "number", text, len(match[1]))


def make_docx(blocks: list[Block], path: Path) -> None:
    """The letter as Word makes it: heading styles, numbered and bulleted lists, tables."""
    import docx

    document = docx.Document()
    for block in blocks:
        if block.kind == "heading":
            document.add_heading(block.text, block.level - 1)
        elif block.kind == "table":
            table = document.add_table(rows=0, cols=len(block.rows[0]))
            for row in block.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        else:
            styles = {"number": "List Number", "bullet": "List Bullet 2"}
            document.add_paragraph(block.text, styles.get(block.kind, "Normal"))
    document.save(str(path))


def make_pdf(blocks: list[Block], path: Path) -> None:
    """The letter as a PDF with text, one page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

    styles = getSampleStyleSheet()
    story: list[Flowable] = []
    number = 0
    for block in blocks:
        if block.kind == "heading":
            story.append(Paragraph(block.text, styles[f"Heading{block.level}"]))
        elif block.kind == "table":
            story.append(Table([list(row) for row in block.rows], hAlign="LEFT"))
        elif block.kind == "number":
            number += 1
            story.append(Paragraph(f"{number}. {block.text}", styles["Normal"]))
        elif block.kind == "bullet":
            story.append(Paragraph(f"- {block.text}", styles["Normal"]))
        else:
            story.append(Paragraph(block.text, styles["Normal"]))
        story.append(Spacer(1, 6))
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1, title="Raadsbrief").build(story)


if __name__ == "__main__":
    letter = list(read_blocks((FOLDER / "brief.md").read_text(encoding="utf-8")))
    make_docx(letter, FOLDER / "brief.docx")
    make_pdf(letter, FOLDER / "brief.pdf")
