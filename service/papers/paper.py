"""A paper: what every format writes. Knows no format and asks no query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.quotations import Quotation


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `href` is a path of this site or empty."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; `left_out` rows are not shown."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence with the passages it rests on, such as a finding."""

    text: str
    href: str
    note: str
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a sentence, items and tables; `empty` is said when it holds neither."""

    heading: str
    lead: str = ""
    items: tuple[Item, ...] = ()
    tables: tuple[Table, ...] = ()
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.items and not any(table.rows for table in self.tables)


@dataclass(frozen=True, slots=True)
class Paper:
    """All of it. `release` is an IRI, `date` that of the release (YYYY-MM-DD), `path` its page."""

    slug: str
    title: str
    lead: str
    release: str
    date: str
    path: str
    sections: tuple[Section, ...]

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every table with the heading above it; items come as a table too."""
        for section in self.sections:
            if section.items:
                rows = tuple(
                    (Cell(item.text, item.href), Cell(item.note), Cell(_places(item)))
                    for item in section.items
                )
                yield section.heading, Table(section.heading, ("tekst", "status", "bron"), rows)
            for table in section.tables:
                yield section.heading, table


def _places(item: Item) -> str:
    return "; ".join(f"{q.document_title} ({q.start}–{q.end})" for q in item.quotations)
