"""Coverage by level of government, municipality, programme and party: one table, one record each.

In: the answers of the queries in VIEWS and of `themes`. Out: a Table, subjects down and themes
across. Grades are derived at publishing; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from service.coverage import label_in
from service.deps import Services
from service.views import Answer, ask, slug_of

Per = Literal["document", "bestuurslaag", "gemeente", "programma", "actor", "thema"]
VIEWS: Final[Mapping[str, str]] = {
    "bestuurslaag": "coverage-levels",
    "gemeente": "coverage-municipalities",
    "programma": "coverage-programmes",
    "actor": "coverage-actors",
}
ROLES: Final = ("own", "joint", "place", "lead", "involved", "member", "named")


@dataclass(frozen=True, slots=True)
class Share:
    """One subject under one theme; `level` is its own grade, `joint` that of joint documents.

    `known` is False when the graph has nothing on this pair.
    """

    theme: str
    level: int
    joint: int
    aspects: tuple[str, ...]
    roles: tuple[str, ...]
    passages: int
    elements: int
    known: bool = True


@dataclass(frozen=True, slots=True)
class Subject:
    """A level, municipality, programme or party with its cells, one for each theme."""

    iri: str
    label: str
    shares: tuple[Share, ...]

    @property
    def slug(self) -> str:
        """How it is named in an address."""
        return slug_of(self.iri)

    @property
    def is_named(self) -> bool:
        """Whether it leads or takes part itself somewhere."""
        return any({"lead", "involved"} & set(share.roles) for share in self.shares)


@dataclass(frozen=True, slots=True)
class Table:
    """Subjects down, themes across."""

    per: str
    query: str
    themes: tuple[tuple[str, str], ...]  # slug, label
    subjects: tuple[Subject, ...]


async def build_table(services: Services, per: str, language: str) -> Table:
    """The table of one view of VIEWS."""
    themes = await ask(services, "themes")
    rows = await ask(services, VIEWS[per])
    order = tuple((slug_of(row["theme"]), label_in(row, language)) for row in themes)
    subjects = tuple(
        _subject(iri, list(found), [theme for theme, _ in order], language)
        for iri, found in groupby(rows, key=lambda row: row["subject"])
    )
    # who is there only as a member of a group follows those who are named themselves
    ranked = sorted(subjects, key=lambda one: not one.is_named) if per == "actor" else subjects
    return Table(per, VIEWS[per], order, tuple(ranked))


def find_share(rows: Answer, subject: str, theme: str) -> Share | None:
    """The cell of one subject and theme, by slug."""
    for row in rows:
        if slug_of(row["subject"]) == subject and slug_of(row["theme"]) == theme:
            return _share(row)
    return None


def _subject(iri: str, rows: list[Mapping[str, str]], themes: list[str], language: str) -> Subject:
    found = {slug_of(row["theme"]): _share(row) for row in rows}
    shares = tuple(
        found.get(theme) or Share(theme, 0, 0, (), (), 0, 0, known=False) for theme in themes
    )
    return Subject(iri, label_in(rows[0], language), shares)


def _share(row: Mapping[str, str]) -> Share:
    roles = set(row["roles"].split("+"))
    return Share(
        theme=slug_of(row["theme"]),
        level=int(row["level"]),
        joint=int(row["joint"] or 0),
        aspects=tuple(part for part in row["aspects"].split("+") if part),
        roles=tuple(role for role in ROLES if role in roles),
        passages=int(row["passages"]),
        elements=int(row["elements"]),
    )
