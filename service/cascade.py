"""The page Doorwerking: from state to indicator, step by step, with the links that are missing.

In: answers of `cascade`, `cascade-things` and `cascade-candidates`. Out: HTML. A missing link is
one that is not recorded; it is never said not to exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.alignment import Candidate, rank_candidates
from service.coverage import label_in
from service.deps import Services, ServicesDep
from service.quotations import title_of
from service.views import Answer, ask, find_row, own_query, render, slug_of, translator_of

router = APIRouter(include_in_schema=False)

STEPS: Final = (
    "national",
    "regional",
    "municipal",
    "programme",
    "project",
    "action",
    "indicator",
)
_MAX_CANDIDATES: Final = 25
_MAX_THINGS: Final = 25  # of one step


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain: things found, those in documents of this level alone, those tied."""

    name: str
    things: int
    own: int
    tied: int

    @property
    def broken(self) -> str:
        """'missing' when nothing was found, 'untied' when nothing is tied upward, else ''."""
        if not self.things:
            return "missing"
        return "untied" if self.name != STEPS[0] and not self.tied else ""

    @property
    def only_joint(self) -> bool:
        """Whether everything comes from documents made together with another level."""
        return bool(self.things) and not self.own


@dataclass(frozen=True, slots=True)
class Chain:
    """The seven steps of one theme."""

    theme: str
    label: str
    steps: tuple[Step, ...]

    @property
    def breaks(self) -> tuple[Step, ...]:
        """The steps where it breaks, from the top."""
        return tuple(step for step in self.steps if step.broken)


def build_chains(rows: Answer, themes: Answer, language: str) -> tuple[Chain, ...]:
    """A chain for each theme, in the order of `themes`."""
    found = {(slug_of(row["theme"]), int(row["step"])): row for row in rows}
    return tuple(
        Chain(
            slug_of(theme["theme"]),
            label_in(theme, language),
            tuple(
                _step(name, found.get((slug_of(theme["theme"]), number)))
                for number, name in enumerate(STEPS, 1)
            ),
        )
        for theme in themes
    )


def _step(name: str, row: Mapping[str, str] | None) -> Step:
    if row is None:
        return Step(name, 0, 0, 0)
    return Step(name, int(row["things"]), int(row["own"]), int(row["tied"]))


@router.get("/doorwerking")
async def show_cascade(request: Request, services: ServicesDep) -> HTMLResponse:
    """Every theme with its steps, and the candidates for alignment that score highest."""
    language = translator_of(request).language
    themes = await ask(services, "themes")
    chains = build_chains(await ask(services, "cascade"), themes, language)
    context = {
        "chains": chains,
        "steps": STEPS,
        "candidates": await _candidates(services, themes, language),
        "query": own_query(services, "cascade"),
        "more": own_query(services, "cascade-candidates"),
    }
    return await render(request, "cascade.html", context)


@router.get("/doorwerking/{theme}")
async def show_chain(request: Request, services: ServicesDep, theme: str) -> HTMLResponse:
    """One theme: what stands on each step, and its candidates for alignment."""
    language = translator_of(request).language
    themes = await ask(services, "themes")
    topic = find_row(themes, "theme", theme)
    (chain,) = build_chains(await ask(services, "cascade"), (topic,), language)
    things = await ask(services, "cascade-things", theme=topic["theme"])
    context = {
        "chain": chain,
        "things": {
            name: [_thing(services, row) for row in things if int(row["step"]) == number]
            for number, name in enumerate(STEPS, 1)
        },
        "limit": _MAX_THINGS,
        "candidates": await _candidates(services, themes, language, topic["theme"]),
        "query": own_query(services, "cascade-things", theme=topic["theme"]),
        "more": own_query(services, "cascade-candidates"),
    }
    return await render(request, "chain.html", context)


def _thing(services: Services, row: Mapping[str, str]) -> Mapping[str, str]:
    document = slug_of(row["document"])
    label = row["label"] or slug_of(row["thing"])
    return {**row, "label": label, "slug": document, "title": title_of(services, document)}


async def _candidates(
    services: Services, themes: Answer, language: str, theme: str = ""
) -> list[tuple[Candidate, str, str]]:
    """The best candidates, each with the titles of the two documents."""
    labels = {row["theme"]: label_in(row, language) for row in themes}
    region = " ".join(services.region.title.values())
    ranked = rank_candidates(await ask(services, "cascade-candidates"), labels, region)
    chosen = [one for one in ranked if not theme or theme in one.themes][:_MAX_CANDIDATES]
    return [
        (
            one,
            title_of(services, slug_of(one.lower_document)),
            title_of(services, slug_of(one.upper_document)),
        )
        for one in chosen
    ]
