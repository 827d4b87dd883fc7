"""The page Cijfers: every target, forecast and amount, as intervals on an axis of years.

In: a request. Out: HTML, from the answers of the queries `quantities` and `findings`. Charts are
drawn here as SVG; the same numbers stand beside them as a table, each with its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from service.deps import Services, ServicesDep
from service.i18n import Translator
from service.labels import Labels, find_labels, label_of
from service.quotations import title_of
from service.views import Answer, ask, own_query, render, slug_of, translator_of

router = APIRouter(include_in_schema=False)

WIDTH: Final = 640
HEIGHT: Final = 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 12, 12, 28  # room for the axes, in px
_STEPS: Final = 4  # lines on the axis of values
_MAX_FIGURES: Final = 500  # on one page; the rest by choosing an indicator

Choice = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as a document states it; an open end is None."""

    iri: str
    document: str
    title: str
    place: str
    place_label: str
    year: int | None
    low: float | None
    high: float | None
    mode: str
    unit: str
    is_target: bool
    is_approximate: bool
    start: int
    end: int

    @property
    def href(self) -> str:
        """Where the reader shows its words."""
        return f"/documenten/{self.document}#p-{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure in the chart: x of its year, y of its ends (px); `up`, `down` mark open ends."""

    figure: Figure
    number: int  # the row of the table
    x: float
    top: float
    bottom: float
    up: bool
    down: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with the lines of both axes: (y, value) and (x, year)."""

    bars: tuple[Bar, ...]
    values: tuple[tuple[float, float], ...]
    years: tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one indicator in one area, counted in one way."""

    indicator: str
    label: str
    place: str
    mode: str
    unit: str
    figures: tuple[Figure, ...]
    chart: Chart | None  # None when fewer than two years or values could be compared


@router.get("/cijfers")
async def show_figures(
    request: Request,
    services: ServicesDep,
    indicator: Choice = "",
    gebied: Choice = "",
    document: Choice = "",
) -> HTMLResponse:
    """Cijfers: by indicator and area; filters by the last part of an IRI."""
    text = translator_of(request)
    rows = [row for row in await ask(services, "quantities") if row["indicator"]]
    labels = await find_labels(
        services, {row[key] for row in rows for key in ("indicator", "place", "unit", "mode")}
    )
    wanted = {"indicator": indicator, "place": gebied, "document": document}
    shown = [row for row in rows if _keeps(row, wanted)]
    series = list(_series(services, shown[:_MAX_FIGURES], labels, text))
    context = {
        "series": series,
        "total": len(shown),
        "left_out": max(0, len(shown) - _MAX_FIGURES),
        "filter": wanted,
        "indicators": _choices(rows, "indicator", labels, text),
        "places": _choices(rows, "place", labels, text),
        "documents": sorted(
            {
                (slug_of(r["document"]), title_of(services, slug_of(r["document"]), short=True))
                for r in rows
            },
            key=lambda pair: pair[1].lower(),
        ),
        "conflicts": _conflicts(await ask(services, "findings")),
        "size": (WIDTH, HEIGHT),
        "frame_of_chart": (_LEFT, WIDTH - _RIGHT),
        "query": own_query(services, "quantities"),
    }
    return await render(request, "figures.html", context)


def _keeps(row: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    return all(not slug or slug_of(row[key]) == slug for key, slug in wanted.items())


def _choices(
    rows: Sequence[Mapping[str, str]], key: str, labels: Mapping[str, Labels], text: Translator
) -> list[tuple[str, str]]:
    found = {
        (slug_of(row[key]), label_of(labels, row[key], text.language)) for row in rows if row[key]
    }
    return sorted(found, key=lambda pair: pair[1].lower())


def _conflicts(rows: Answer) -> dict[tuple[str, int], str]:
    """Paths of open consistency findings by the passage they rest on."""
    return {
        (
            slug_of(row[f"document{n}"]),
            int(row[f"start{n}"]),
        ): f"/bevindingen/{slug_of(row['finding'])}"
        for row in rows
        if row["status"] == "open" and row["category"].endswith("Consistency")
        for n in ("1", "2")
        if row[f"start{n}"]
    }


def _series(
    services: Services,
    rows: Sequence[Mapping[str, str]],
    labels: Mapping[str, Labels],
    text: Translator,
) -> Iterable[Series]:
    def key(row: Mapping[str, str]) -> tuple[str, str, str, str]:
        names = (
            label_of(labels, row[k], text.language) if row[k] else ""
            for k in ("indicator", "place")
        )
        return (*names, row["mode"], row["unit"])  # type: ignore[return-value]

    for (name, place, mode, unit), found in groupby(sorted(rows, key=key), key=key):
        own = list(found)
        figures = tuple(
            sorted(
                {f.iri: f for f in (_figure(services, row, place) for row in own)}.values(),
                key=lambda f: (f.year or 0, f.low or 0, f.document),
            )
        )
        yield Series(
            indicator=slug_of(own[0]["indicator"]),
            label=name,
            place=place,
            mode=label_of(labels, mode, text.language) if mode else "",
            unit=label_of(labels, unit, text.language) if unit else "",
            figures=figures,
            chart=draw(figures),
        )


def _figure(services: Services, row: Mapping[str, str], place: str) -> Figure:
    document = slug_of(row["document"])
    return Figure(
        iri=row["quantity"],
        document=document,
        title=title_of(services, document, short=True),
        place=slug_of(row["place"]),
        place_label=place,
        year=int(row["year"]) if row["year"] else None,
        low=float(row["low"]) if row["low"] else None,
        high=float(row["high"]) if row["high"] else None,
        mode=row["mode"],
        unit=row["unit"],
        is_target=slug_of(row["type"]) == "Target",
        is_approximate=row["approximate"] == "true",
        start=int(row["start"]),
        end=int(row["end"]),
    )


def draw(figures: Sequence[Figure]) -> Chart | None:
    """The figures that have a year and a value, or None when there are fewer than two."""
    dated = [
        (n, f)
        for n, f in enumerate(figures, 1)
        if f.year and (f.low is not None or f.high is not None)
    ]
    if len(dated) < 2:
        return None
    ends = [value for _, f in dated for value in (f.low, f.high) if value is not None]
    least, most = min(0.0, *ends), max(0.0, *ends)
    first, last = min(f.year or 0 for _, f in dated), max(f.year or 0 for _, f in dated)
    span = (most - least) or 1.0

    def y(value: float) -> float:
        return round(_TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - (value - least) / span), 1)

    def x(year: int) -> float:
        room = WIDTH - _LEFT - _RIGHT - 40
        return round(
            _LEFT + 20 + room * ((year - first) / (last - first) if last > first else 0.5), 1
        )

    seen: dict[int, int] = {}
    bars = []
    for number, figure in dated:
        year = figure.year or 0
        beside = seen[year] = seen.get(year, -1) + 1  # two in one year stand side by side
        low, high = figure.low, figure.high
        bottom = y(low) if low is not None else HEIGHT - _BOTTOM
        top = y(high) if high is not None else _TOP
        bars.append(
            Bar(figure, number, x(year) + 12 * beside, top, bottom, high is None, low is None)
        )
    lines = tuple(
        (y(least + span * i / _STEPS), least + span * i / _STEPS) for i in range(_STEPS + 1)
    )
    years = tuple((x(year), year) for year in sorted(seen))
    return Chart(tuple(bars), lines, years)
