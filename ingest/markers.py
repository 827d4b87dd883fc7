"""What the start of a line says about it: list markers, numbered headings, dates, amounts, notes.

Pure patterns over one line (and the lines around it); no judgement about paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.lines import Line

MONTHS: Final = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
)
_NUMBER_ITEM: Final = re.compile(
    r"(?P<marker>\d{1,2}[a-z][.)]|\d{1,3}[.)]|\(\d{1,3}\)|[a-z][.)])(?=\s)"
)
_ROMAN_ITEM: Final = re.compile(r"(?P<marker>[ivx]{1,5}[.)])(?=\s)")
_BULLET: Final = re.compile(
    "(?P<marker>[•●○◦▪■▫□‣⁃∙·➢➤►✓❖\ue000-\uf8ff]|o(?=\\s)|[-–—](?=\\s)|\\*(?=\\s?[A-Za-z0-9(]))"
)
_NUMBERED_HEADING: Final = re.compile(
    r"(?P<marker>\d{1,2}(?:\.\d{1,2}){1,3}\.?)(?=[\s\t]|[^\W\d_])"
)
_CHAPTER: Final = re.compile(r"(?P<marker>\d{1,2}\.)(?=[\s\t]|[^\W\d_])")
_MARKDOWN_HEADING: Final = re.compile(r"(?P<marker>#{1,6})(?=\s)")
_CAPTION: Final = re.compile(
    r"(?:figuur|tabel|kaart|afbeelding|grafiek|diagram|foto|schema)\s*\d*[a-z]?\s*[:.–-]\s", re.I
)
_DATE_ROW: Final = re.compile(
    rf"(?:\d{{1,2}}\s+)?(?:begin |medio |eind )?(?:{MONTHS})"
    rf"(?:\s*[/–-]\s*(?:\d{{1,2}}\s+)?(?:{MONTHS}))?(?:\s+\d{{4}})?(?=\s+\S|$)"
    r"|(?:Q[1-4]|[1-4]e kwartaal)\s+\d{4}(?=\s+\S)|\d{1,2}-\d{1,2}-\d{4}(?=\s+\S)",
    re.I,
)
_AMOUNT: Final = r"(?:€\s?)?\d{1,3}(?:\.\d{3})+(?:,\d{1,2}|,-)?|€\s?\d+(?:,\d{1,2}|,-)?"
_AMOUNT_ROW: Final = re.compile(
    rf"(?P<name>[^\W\d_][^\d€:;.!?]*?)[:]?\s+(?P<amount>{_AMOUNT})(?:\s+(?P<rest>\S.*))?$"
)
_AMOUNT_END: Final = re.compile(rf"(?:{_AMOUNT})(?:\s|$)")
_FOOTNOTE: Final = re.compile(r"(?P<marker>\d{1,2})(?:\s+)(?=[^\W\d_a-z])")
_PAGE_NUMBER: Final = re.compile(
    r"(?:pagina|blz\.?|p\.)?\s*[-–]?\s*\d{1,4}(?:\s*(?:van|/)\s*\d{1,4})?\s*[-–]?", re.I
)
_YEAR: Final = re.compile(r"(?:19|20|21)\d\d")
_CELLS: Final = re.compile(r"\S(?:\t+|\s*\|\s*)\S|\S {3,}(?=\S).*?\S {3,}\S")
_CONNECTIVES_WORDS: Final = "van de der den het en op bij aan ten ter te in & - – / overige"
_CONNECTIVES: Final = frozenset(_CONNECTIVES_WORDS.split())
_MAX_ROW: Final = 110
_MIN_RULER: Final = 3
_NEAR: Final = 4


def find_marker(line: Line) -> str | None:
    """The list marker a line opens with: `7.`, `a.`, `•`, `-`; None when there is none."""
    for pattern in (_NUMBER_ITEM, _BULLET):
        match = pattern.match(line.text)
        if match and match.end() < len(line.text):
            return match["marker"]
    return None


def find_roman(line: Line) -> str | None:
    """A lower-case Roman numeral that opens a line: `ii.`."""
    match = _ROMAN_ITEM.match(line.text)
    return match["marker"] if match else None


def find_heading_number(line: Line) -> str | None:
    """The number of a heading of two or more levels: `2.1`, `4.3.1`."""
    match = _NUMBERED_HEADING.match(line.text)
    return match["marker"].rstrip(".") if match else None


def find_chapter_number(line: Line) -> str | None:
    """The number of a possible chapter heading: `4.`, also glued to its title."""
    match = _CHAPTER.match(line.text)
    return match["marker"] if match else None


def find_hashes(line: Line) -> str | None:
    """The signs that make a line a heading in Markdown."""
    match = _MARKDOWN_HEADING.match(line.text)
    return match["marker"] if match else None


def is_caption(line: Line) -> bool:
    """Whether a line names a figure, table or map: `Figuur 1: …`."""
    return bool(_CAPTION.match(line.text))


def opens_with_date(line: Line) -> bool:
    """Whether a line opens with a date as planning tables do: `13 februari 2025 …`."""
    text = _bare(line)
    match = _DATE_ROW.match(text)
    return bool(match) and (text[0].isdigit() or text[0].isupper())


def is_amount_row(line: Line) -> bool:
    """Whether a line is a name, an amount and perhaps a remark: `Rijk 100.000 bijdrage`."""
    text = _bare(line)
    match = _AMOUNT_ROW.match(text)
    if not match or line.width > _MAX_ROW or not text[0].isupper():
        return False
    names = re.split(r"[\s/]+", match["name"])
    return len(names) <= 6 and all(
        name in _CONNECTIVES or not name[0].islower() or first
        for first, name in zip([False] + [False] * len(names), names, strict=False)
        if name
    )


def holds_amount(line: Line) -> bool:
    """Whether an amount stands anywhere in a line."""
    return bool(_AMOUNT_END.search(line.text))


def has_cells(line: Line) -> bool:
    """Whether tabs, bars or twice at least three spaces divide a line into cells."""
    if "\t" not in line.text and "|" not in line.text and "   " not in line.text:
        return False
    return bool(_CELLS.search(line.text)) and find_marker(line) is None


def is_page_number(line: Line) -> bool:
    """Whether a line holds a page number and nothing else."""
    return bool(_PAGE_NUMBER.fullmatch(line.text)) and not _YEAR.fullmatch(line.text)


def find_footnote(line: Line, text: str) -> str | None:
    """The number of a footnote, when a word before it carries the same number: `NPVR1`."""
    match = _FOOTNOTE.match(line.text)
    if not match or opens_with_date(line):
        return None
    window = text[max(0, line.start - 12_000) : line.start]
    if re.search(rf"[^\W\d_][.,;:)’”]?{match['marker']}(?!\d)(?=[\s.,;:)])", window):
        return match["marker"]
    return None


def is_ruler(line: Line) -> bool:
    """Whether a line only draws: `|---|---|`, `______`, `* * *`."""
    return not any(char.isalnum() for char in line.text) and len(line.text) >= _MIN_RULER


def _bare(line: Line) -> str:
    """A line without the bar that a row of a Markdown table opens with."""
    return line.text.lstrip("| ")


def has_neighbour(lines: Sequence[Line], index: int, flags: Sequence[bool]) -> bool:
    """Whether another line of the same kind stands within a few lines."""
    first, last = max(0, index - _NEAR), min(len(lines), index + _NEAR + 1)
    return any(flags[other] for other in range(first, last) if other != index)
