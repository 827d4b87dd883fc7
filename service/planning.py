"""The page Planning & overleg: moments on a time line, bodies, and the way a decision travels.

In: a request. Out: HTML, from the answers of `planning`, `bodies` and `decision-route`. What is
past and what is to come is told from the day of the release, so a release always reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from service.deps import Services, ServicesDep
from service.i18n import Language
from service.quotations import Quotation, quote, title_of
from service.views import Answer, ask, own_query, release_name, render, slug_of, translator_of

router = APIRouter(include_in_schema=False)

MAX_MOMENTS: Final = 500  # on one page
WIDTH: Final = 1_000
_LEFT, _RIGHT, _TOP, _BOTTOM = 16, 16, 16, 28  # room in the drawing, px
_DOT: Final = 10  # px between dots above one another
_MAX_HIGH: Final = 24  # dots above one another; the rest fall together
_MAX_QUOTES: Final = 3  # for one step of the way
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

Choice = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Moment:
    """A milestone as one document states it; `when` is past, now, future or unknown."""

    iri: str
    label: str
    date: str  # a day, a month or a year; '' when not known
    when: str
    bodies: tuple[tuple[str, str], ...]  # IRI and label
    document: str
    title: str
    place: str  # the fragment of its passage in the reader, '' when there is none

    @property
    def month(self) -> str:
        """What it is grouped by: its month, or its year when no month is given."""
        return self.date[:7]


@dataclass(frozen=True, slots=True)
class Dot:
    """A moment on the axis, px."""

    x: float
    y: float
    is_past: bool


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The drawing: dots, years as (x, year), and the day of the release."""

    dots: tuple[Dot, ...]
    years: tuple[tuple[float, int], ...]
    release_x: float
    height: int


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a decision goes from a body: `relation` is 'prepares' or 'before'."""

    relation: str
    iri: str
    label: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One body on the way of a decision; `depth` counts the bodies before it."""

    iri: str
    label: str
    depth: int
    onward: tuple[Onward, ...]


@router.get("/planning")
async def show_planning(
    request: Request, services: ServicesDep, document: Choice = "", overleg: Choice = ""
) -> HTMLResponse:
    """Planning & overleg: filters by the last part of an IRI."""
    language = translator_of(request).language
    rows = await ask(services, "planning")
    today = day_of_release(services)
    moments = list(read_moments(services, rows, today, language))
    wanted = [
        one
        for one in moments
        if document in ("", one.document)
        and (not overleg or overleg in {slug_of(iri) for iri, _ in one.bodies})
    ]
    shown = wanted[:MAX_MOMENTS]
    context = {
        "months": [(month, list(own)) for month, own in groupby(order(shown), group_of)],
        "line": draw(shown, today),
        "width": WIDTH,
        "today": today.isoformat(),
        "total": len(wanted),
        "left_out": len(wanted) - len(shown),
        "filter": {"document": document, "overleg": overleg},
        "documents": _choices({(one.document, one.title) for one in moments}),
        "tables": _choices({(slug_of(iri), label) for one in moments for iri, label in one.bodies}),
        "bodies": _bodies(await ask(services, "bodies")),
        "steps": find_steps(services, await ask(services, "decision-route"), language),
        "query": own_query(services, "planning"),
    }
    return await render(request, "planning.html", context)


def day_of_release(services: Services) -> date:
    """The day the served release is of, by its name; today for an empty store."""
    found = re.match(r"\d{4}-\d{2}-\d{2}", release_name(services))
    return date.fromisoformat(found[0]) if found else date.today()


def read_moments(
    services: Services, rows: Answer, today: date, language: Language = "nl"
) -> Iterator[Moment]:
    """One moment for each milestone and document, by date; those without a date come last."""

    def key(row: Mapping[str, str]) -> tuple[bool, str, str, str]:
        return not row["date"], row["date"], row["milestone"], row["document"]

    for _, found in groupby(sorted(rows, key=key), key=key):
        own = list(found)
        first = own[0]
        bodies = {
            row["body"]: _named(row, "bodyLabel", row["body"], language)
            for row in own
            if row["body"]
        }
        document = slug_of(first["document"])
        yield Moment(
            iri=first["milestone"],
            label=_named(first, "label", first["milestone"], language),
            date=first["date"],
            when=tell_when(first["date"], today),
            bodies=tuple(bodies.items()),
            document=document,
            title=title_of(services, document, short=True),
            place=f"p-{first['start']}-{first['end']}" if first["start"] else "",
        )


def _named(row: Mapping[str, str], column: str, iri: str, language: Language) -> str:
    return (row[f"{column}En"] if language == "en" else "") or row[column] or slug_of(iri)


def order(moments: Sequence[Moment]) -> list[Moment]:
    """What is to come first, the nearest before the others; then what was, the latest first."""
    past = [one for one in moments if one.when == "past"]
    return [one for one in moments if one.when != "past"] + past[::-1]


def group_of(moment: Moment) -> str:
    """The month or year under which the table shows a moment."""
    return moment.month


def tell_when(text: str, today: date) -> str:
    """Whether a day, month or year lies before, around or after a day."""
    found = _DATE.match(text)
    if not found:
        return "unknown"
    known = found[0]
    here = today.isoformat()[: len(known)]
    if known == here:
        return "now"
    return "past" if known < here else "future"


def draw(moments: Sequence[Moment], today: date) -> TimeLine | None:
    """Moments on an axis of years, those of one month above one another; None without dates."""
    dated = [(_decimal(one.date), one) for one in moments if _DATE.match(one.date)]
    if not dated:
        return None
    now = _decimal(today.isoformat())
    first = int(min(now, *(when for when, _ in dated)))
    last = int(max(now, *(when for when, _ in dated))) + 1

    def x(when: float) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (when - first) / (last - first), 1)

    heights: dict[str, int] = {}
    places = []
    for when, one in dated:
        high = heights[one.month] = heights.get(one.month, -1) + 1
        places.append((x(when), min(high, _MAX_HIGH), one.when == "past"))
    height = _TOP + _BOTTOM + _DOT * (1 + max(high for _, high, _ in places))
    floor = height - _BOTTOM
    step = max(1, (last - first) // 15)
    return TimeLine(
        dots=tuple(Dot(at, floor - 6 - _DOT * high, is_past) for at, high, is_past in places),
        years=tuple((x(year), year) for year in range(first, last + 1, step)),
        release_x=x(now),
        height=height,
    )


def _decimal(text: str) -> float:
    """A date as years: the start of its month; the middle of a year without one."""
    found = _DATE.match(text)
    assert found is not None
    year, month = int(found[1]), found[2]
    return year + ((int(month) - 1) / 12 if month else 0.5)


def find_steps(services: Services, rows: Answer, language: Language = "nl") -> list[Step]:
    """Every body on the way of a decision, those that prepare before those they prepare."""
    names: dict[str, str] = {}
    for row in rows:
        names[row["body"]] = _named(row, "label", row["body"], language)
        names[row["next"]] = _named(row, "nextLabel", row["next"], language)
    depths = _depths({(row["body"], row["next"]) for row in rows})
    return [
        Step(iri, names[iri], depths[iri], tuple(_onward(services, rows, iri, language)))
        for iri in sorted(names, key=lambda iri: (depths[iri], names[iri].lower()))
    ]


def _depths(edges: set[tuple[str, str]]) -> dict[str, int]:
    """The longest way to each body; one more round than there are bodies ends a circle."""
    depths = {iri: 0 for edge in edges for iri in edge}
    for _ in range(len(depths)):
        longer = [(after, depths[one] + 1) for one, after in edges if depths[after] <= depths[one]]
        if not longer:
            break
        for iri, depth in longer:
            depths[iri] = max(depths[iri], min(depth, len(depths)))
    return depths


def _onward(services: Services, rows: Answer, body: str, language: Language) -> Iterator[Onward]:
    def key(row: Mapping[str, str]) -> tuple[str, str]:
        return "before" if slug_of(row["relation"]) == "meetsBefore" else "prepares", row["next"]

    own = sorted((row for row in rows if row["body"] == body), key=key)
    own.sort(key=lambda row: key(row)[0] == "before")
    for (relation, after), found in groupby(own, key=key):
        places = list(found)
        quotations = [quote(services, row) for row in places if row["start"]][:_MAX_QUOTES]
        label = _named(places[0], "nextLabel", after, language)
        yield Onward(relation, after, label, tuple(quotations))


def _bodies(rows: Answer) -> list[dict[str, str]]:
    """One row for each body, with the first place of it."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row["body"], dict(row))
    return sorted(found.values(), key=lambda row: (row["label"] or row["body"]).lower())


def _choices(found: set[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(found, key=lambda pair: pair[1].lower())
