"""The page Doelenboom: goals by level, what carries them out, and what is missing.

In: a request. Out: HTML, from the answers of `goal-tree`, `goal-links`, `goal-means`, `goal-themes`
and `goal-houses`. A goal hangs under one parent; its other parents are links across.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from service.deps import Services, ServicesDep
from service.goal_drawing import draw
from service.i18n import Language
from service.quotations import title_of
from service.views import Answer, ask, own_query, render, slug_of, translator_of

router = APIRouter(include_in_schema=False)

LEVELS: Final = ("Ambition", "MainGoal", "SubGoal", "")
GAPS: Final = ("no_action", "no_target", "no_ambition")
VIEWS: Final = ("boom", "huis")
MAX_GOALS: Final = 1_000  # on one page; the rest by choosing a document or theme
DOERS: Final = frozenset({"Action", "KeyProject", "Programme", "Instrument"})

Choice = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Means:
    """What carries out a goal, or a target that measures it; `kind` is the name of its class."""

    iri: str
    label: str
    kind: str


@dataclass(slots=True)
class Goal:
    """A goal with its place in the tree. `gaps` are keys of GAPS."""

    iri: str
    label: str
    level: str
    is_proposed: bool
    parent: str = ""  # the one it hangs under
    parents: set[str] = field(default_factory=set)  # all that it contributes to
    children: list[Goal] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    titles: list[tuple[str, str]] = field(default_factory=list)  # slug and title of each document
    themes: set[str] = field(default_factory=set)
    means: list[Means] = field(default_factory=list)
    conditions: list[Goal] = field(default_factory=list)  # what it is a condition for
    tensions: list[Goal] = field(default_factory=list)
    others: list[Goal] = field(default_factory=list)  # parents it does not hang under
    gaps: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The last part of its IRI."""
        return slug_of(self.iri)


@dataclass(frozen=True, slots=True)
class House:
    """A picture that documents give of their goals: a foundation and pillars."""

    iri: str
    label: str
    foundation: tuple[Goal, ...]
    pillars: tuple[Goal, ...]
    roof: tuple[Goal, ...]  # what the parts contribute to


Goals = dict[str, Goal]


@router.get("/doelenboom")
async def show_goal_tree(
    request: Request,
    services: ServicesDep,
    document: Choice = "",
    thema: Choice = "",
    voorstellen: Choice = "",
    beeld: Choice = "boom",
) -> HTMLResponse:
    """Doelenboom: as a tree or as the house that a document draws of its goals."""
    language = translator_of(request).language
    everything = await read_goals(services, language)
    with_proposed = voorstellen == "ja"
    shown = choose(everything, document, thema, with_proposed=with_proposed)
    kept = dict(list(shown.items())[:MAX_GOALS])
    roots = plant(kept)
    themes = await ask(services, "goal-themes")
    context = {
        "roots": roots,
        "drawing": draw([root for root in roots if root.children]),
        "loose": sum(1 for root in roots if not root.children),
        "houses": list(_houses(await ask(services, "goal-houses"), kept, language)),
        "total": len(shown),
        "left_out": len(shown) - len(kept),
        "proposed": sum(one.is_proposed for one in everything.values()),
        "with_proposed": with_proposed,
        "gaps": {gap: sum(gap in one.gaps for one in kept.values()) for gap in GAPS},
        "view": beeld if beeld in VIEWS else VIEWS[0],
        "filter": {"document": document, "thema": thema},
        "documents": _documents(services, everything),
        "themes": _labels(themes, "theme", language),
        "query": own_query(services, "goal-tree"),
    }
    return await render(request, "goals.html", context)


async def read_goals(services: Services, language: Language = "nl") -> Goals:
    """Every goal of the release by IRI, with its links, means and gaps; no children yet."""
    found: Goals = {}
    for row in await ask(services, "goal-tree"):
        iri, label = row["goal"], (row["labelEn"] if language == "en" else "") or row["label"]
        level = slug_of(row["level"])
        goal = found.setdefault(
            iri, Goal(iri, label or slug_of(iri), level, row["proposed"] == "true", row["parent"])
        )
        if row["document"]:
            goal.documents.add(slug_of(row["document"]))
    for goal in found.values():
        goal.titles = sorted((one, title_of(services, one, short=True)) for one in goal.documents)
    _join(found, await ask(services, "goal-links"))
    for row in await ask(services, "goal-means"):
        if row["goal"] in found:
            label = (row["labelEn"] if language == "en" else "") or row["label"]
            kind = slug_of(row["kind"])
            means = Means(row["means"], label or slug_of(row["means"]), kind)
            found[row["goal"]].means.append(means)
    for row in await ask(services, "goal-themes"):
        if row["goal"] in found:
            found[row["goal"]].themes.add(slug_of(row["theme"]))
    mark_gaps(found)
    return found


def _join(goals: Goals, links: Answer) -> None:
    for row in links:
        goal, other = goals.get(row["goal"]), goals.get(row["other"])
        if goal is None or other is None or goal is other:
            continue
        match slug_of(row["relation"]):
            case "contributesTo":
                goal.parents.add(other.iri)
            case "isConditionFor":
                goal.conditions.append(other)
            case "inTensionWith":
                goal.tensions.append(other)
    for goal in goals.values():
        if goal.parent not in goals:
            goal.parent = min(goal.parents, default="")
        goal.others = [goals[iri] for iri in sorted(goal.parents - {goal.parent})]


def ancestors(goals: Goals, goal: Goal) -> set[str]:
    """Every goal above one, along all its parents; a circle ends where it began."""
    seen: set[str] = set()
    waiting = [goal.iri]
    while waiting:
        one = goals[waiting.pop()]
        above = ({one.parent} | one.parents) & goals.keys()
        waiting.extend(above - seen)
        seen |= above
    return seen


def mark_gaps(goals: Goals) -> None:
    """Note on each goal what is missing: it counts as carried out by what is below it too."""
    acted: set[str] = set()
    measured: set[str] = set()
    above = {iri: ancestors(goals, goal) for iri, goal in goals.items()}
    for iri, goal in goals.items():
        kinds = {means.kind for means in goal.means}
        if kinds & DOERS:
            acted |= above[iri] | {iri}
        if "Target" in kinds:
            measured |= above[iri] | {iri}
    for iri, goal in goals.items():
        is_below = goal.level != LEVELS[0]
        reaches = any(goals[one].level == LEVELS[0] for one in above[iri])
        missing = (
            iri not in acted,
            goal.level in LEVELS[:2] and iri not in measured,
            is_below and not reaches,
        )
        goal.gaps = [gap for gap, is_missing in zip(GAPS, missing, strict=True) if is_missing]


def choose(goals: Goals, document: str, theme: str, *, with_proposed: bool) -> Goals:
    """The goals of a document and theme, with all that is above them, in the order of the whole."""
    own = [
        goal
        for goal in goals.values()
        if (with_proposed or not goal.is_proposed)
        and (not document or document in goal.documents)
        and (not theme or theme in goal.themes)
    ]
    kept = {goal.iri for goal in own}.union(*(ancestors(goals, goal) for goal in own))
    return {
        iri: goal
        for iri, goal in goals.items()
        if iri in kept and (with_proposed or not goal.is_proposed)
    }


def plant(goals: Goals) -> list[Goal]:
    """Hang each goal under its parent; gives the roots, those with most below them first."""

    def order(goal: Goal) -> tuple[int, str]:
        level = goal.level if goal.level in LEVELS else ""
        return LEVELS.index(level), goal.label.lower()

    for goal in goals.values():
        goal.children = []
    roots = []
    for goal in sorted(goals.values(), key=order):
        if goal.parent in goals and goal.iri not in _line(goals, goal.parent):
            goals[goal.parent].children.append(goal)
        else:
            roots.append(goal)
    return sorted(roots, key=lambda root: (not root.children, *order(root)))


def _line(goals: Goals, iri: str) -> set[str]:
    """A goal and what it hangs under, up to the root; in a circle, the goals of the circle."""
    seen: set[str] = set()
    while iri in goals and iri not in seen:
        seen.add(iri)
        iri = goals[iri].parent
    return seen


def _houses(rows: Answer, goals: Goals, language: Language) -> Iterator[House]:
    names = _labels(rows, "house", language, prefix="houseLabel")
    for slug, label in names:
        own = [row for row in rows if slug_of(row["house"]) == slug and row["part"] in goals]
        parts = {
            role: tuple(goals[row["part"]] for row in own if row["role"] == role)
            for role in ("foundation", "pillar")
        }
        if not own:
            continue
        above = {goals[row["part"]].parent for row in own}
        roof = tuple(goals[iri] for iri in sorted(above) if iri in goals)
        yield House(own[0]["house"], label, parts["foundation"], parts["pillar"], roof)


def _documents(services: Services, goals: Goals) -> list[tuple[str, str]]:
    slugs = {slug for goal in goals.values() for slug in goal.documents}
    return sorted(
        ((slug, title_of(services, slug, short=True)) for slug in slugs),
        key=lambda pair: pair[1].lower(),
    )


def _labels(
    rows: Sequence[Mapping[str, str]], column: str, language: Language, prefix: str = "label"
) -> list[tuple[str, str]]:
    """The things of a column as choices: slug and label."""
    found = {
        slug_of(row[column]): (row[f"{prefix}En"] if language == "en" else "") or row[prefix]
        for row in rows
    }
    return sorted(
        ((slug, label or slug) for slug, label in found.items()), key=lambda pair: pair[1].lower()
    )
