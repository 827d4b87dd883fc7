"""The coverage matrix: grade and aspects of each cell, why it is empty, what was expected.

In: answers of the queries `coverage`, `themes` and `coverage-expected`. Out: a Matrix.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from service.deps import Services
from service.quotations import title_of
from service.views import Answer, slug_of

ASPECTS: Final = ("indicator", "project", "programme", "goal", "mentions")
REASONS: Final = ("not-found", "below-threshold", "rejected", "facts-only", "not-processed")
RESULTS: Final = ("met", "weak", "missing", "unread", "not-applicable")


@dataclass(frozen=True, slots=True)
class Cell:
    """One document under one theme. `level` is 0–6, or None when it was not processed.

    `reason` is one of REASONS when nothing was found, `expectation` one of RESULTS when something
    is expected of the document; both are '' otherwise.
    """

    document: str
    theme: str
    level: int | None
    aspects: tuple[str, ...]
    passages: int
    account: bool = False  # known by facts from other sources, not read
    facts: int = 0
    reason: str = ""
    expectation: str = ""

    @property
    def href(self) -> str:
        """Where its passages are."""
        return f"/dekking/{self.document}/{self.theme}"


@dataclass(frozen=True, slots=True)
class Line:
    """One theme over all documents."""

    theme: str
    label: str
    definition: str
    cells: tuple[Cell, ...]

    @property
    def passages(self) -> int:
        """Passages about this theme in all documents together."""
        return sum(cell.passages for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Themes down, documents across."""

    documents: tuple[tuple[str, str, str], ...]  # slug, short title, full title
    lines: tuple[Line, ...]
    accounts: frozenset[str] = frozenset()  # slugs of documents that are known by facts only

    def missing(self) -> list[tuple[Cell, str, str]]:
        """Cells where something was expected and nothing found, with theme and document."""
        return [
            (cell, line.label, head[2])
            for line in self.lines
            for cell, head in zip(line.cells, self.documents, strict=True)
            if cell.expectation == "missing"
        ]

    def total(self, column: int) -> int:
        """Passages with a theme in one document; a passage with two themes counts twice."""
        return sum(line.cells[column].passages for line in self.lines)


def build_matrix(
    coverage: Answer,
    themes: Answer,
    services: Services,
    language: str = "nl",
    *,
    accounts: bool = True,
    expected: Answer = (),
) -> Matrix:
    """The matrix of the query `coverage`, themes in the order of the query `themes`.

    Documents that were read come first; those known by facts follow when `accounts` is set.
    """
    known = frozenset(slug_of(row["document"]) for row in coverage if row["basis"] == "facts")
    found = {(slug_of(row["document"]), slug_of(row["theme"])): row for row in coverage}
    results = {_pair(row): row["result"] for row in expected}
    documents = sorted(
        {document for document, _ in found if accounts or document not in known},
        key=lambda document: (document in known, document),
    )
    lines = []
    for row in themes:
        theme = slug_of(row["theme"])
        cells = tuple(
            make_cell(
                document,
                theme,
                found.get((document, theme)),
                account=document in known,
                expectation=results.get((document, theme), ""),
            )
            for document in documents
        )
        lines.append(Line(theme, label_in(row, language), row.get("definition", ""), cells))
    heads = tuple(
        (document, title_of(services, document, short=True), title_of(services, document))
        for document in documents
    )
    return Matrix(heads, tuple(lines), known)


def label_in(row: Mapping[str, str], language: str) -> str:
    """The English label of a row for 'en' when there is one, else the Dutch one."""
    english = row.get("labelEn") if language == "en" else None
    return english or row.get("label") or slug_of(next(iter(row.values())))


def make_cell(
    document: str,
    theme: str,
    row: Mapping[str, str] | None,
    *,
    account: bool = False,
    expectation: str = "",
) -> Cell:
    """The cell of one row of `coverage`; without a row nothing was processed or known."""
    if row is None:
        reason = "facts-only" if account else "not-processed"
        return Cell(document, theme, None, (), 0, account, 0, reason, expectation)
    return Cell(
        document,
        theme,
        int(row["level"]),
        aspects=tuple(sorted(part for part in row.get("aspects", "").split("+") if part)),
        passages=int(row.get("passages", 0)),
        account=row["basis"] == "facts",
        facts=int(row["facts"]),
        reason=row.get("reason", ""),
        expectation=expectation,
    )


def _pair(row: Mapping[str, str]) -> tuple[str, str]:
    return slug_of(row["document"]), slug_of(row["theme"])
