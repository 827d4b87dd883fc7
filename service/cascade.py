"""The page Doorwerking: from state to indicator, step by step, with the links that are missing.

In: answers of `cascade`, `cascade-things`, `cascade-candidates` and `alignment-decisions`. Out:
HTML. A missing link is one that is not recorded; it is never said not to exist. What these pages
show is shared with the page where people decide on alignments (aligning_pages.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.aligning import VERDICTS, Pair, undecided
from service.alignment import Candidate, rank_candidates
from service.coverage import label_in
from service.decisions import list_roles
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


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate with the titles of both documents; `slug` is its name in forms."""

    candidate: Candidate
    slug: str
    lower_title: str
    upper_title: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair that people decided on; `status` is a key of aligning.VERDICTS.

    `present` says whether both goals are in this release.
    """

    row: Mapping[str, str]
    slug: str
    status: str
    role: str
    lower_title: str
    upper_title: str

    @property
    def present(self) -> bool:
        """Whether the decision can show in the graph."""
        return bool(self.row["lowerDocument"] and self.row["upperDocument"])


@router.get("/doorwerking")
async def show_cascade(request: Request, services: ServicesDep) -> HTMLResponse:
    """Every theme with its steps, and the candidates for alignment that score highest."""
    language = translator_of(request).language
    themes = await ask(services, "themes")
    chains = build_chains(await ask(services, "cascade"), themes, language)
    context = {
        "chains": chains,
        "steps": STEPS,
        **await alignment_context(services, themes, language),
        "query": own_query(services, "cascade"),
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
        **await alignment_context(services, themes, language, topic["theme"]),
        "query": own_query(services, "cascade-things", theme=topic["theme"]),
    }
    return await render(request, "chain.html", context)


def _thing(services: Services, row: Mapping[str, str]) -> Mapping[str, str]:
    document = slug_of(row["document"])
    label = row["label"] or slug_of(row["thing"])
    return {**row, "label": label, "slug": document, "title": title_of(services, document)}


async def alignment_context(
    services: Services, themes: Answer, language: str, theme: str = ""
) -> dict[str, Any]:
    """Candidates that score highest (of one theme when given), and what was decided before."""
    rows = await ask(services, "cascade-candidates")
    decisions = await ask(services, "alignment-decisions")
    labels = {row["theme"]: label_in(row, language) for row in themes}
    region = " ".join(services.region.title.values())
    ranked = rank_candidates(undecided(rows, decisions), labels, region)
    chosen = [one for one in ranked if not theme or theme in one.themes][:_MAX_CANDIDATES]
    roles = dict(await list_roles(services, language))
    judged = [_judged(services, row, roles) for row in decisions]
    return {
        "candidates": [_offer(services, one) for one in chosen],
        "judged": [one for one in judged if one.status != "open"],
        "more": own_query(services, "cascade-candidates"),
        "decided": own_query(services, "alignment-decisions"),
    }


def _offer(services: Services, one: Candidate) -> Offer:
    lower, upper = slug_of(one.lower_document), slug_of(one.upper_document)
    slug = Pair(one.lower, one.upper).slug(services.region.names)
    return Offer(one, slug, title_of(services, lower), title_of(services, upper))


def _judged(services: Services, row: Mapping[str, str], roles: Mapping[str, str]) -> Judged:
    role = slug_of(row["role"])
    return Judged(
        row,
        slug_of(row["claim"]),
        next(status for status, verdict in VERDICTS.items() if verdict == row["verdict"]),
        roles.get(role, role),
        *(
            title_of(services, slug_of(row[end])) if row[end] else ""
            for end in ("lowerDocument", "upperDocument")
        ),
    )
