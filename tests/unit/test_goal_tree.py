"""The goal tree: where goals hang, what they lack, and that circles end."""

from __future__ import annotations

from typing import Final

import pytest

from service.goal_drawing import draw
from service.goal_tree import Goal, Goals, Means, ancestors, choose, mark_gaps, plant

NONE: Final[set[str]] = set()


def goal(
    name: str, level: str, parent: str = "", documents: set[str] = NONE, themes: set[str] = NONE
) -> Goal:
    """A goal below a parent."""
    found = Goal(name, name.title(), level, name.startswith("voorstel"), parent)
    found.parents = {parent} - {""}
    found.documents, found.themes = set(documents), set(themes)
    return found


def wood(*goals: Goal) -> Goals:
    """Goals by name."""
    return {one.iri: one for one in goals}


def small() -> Goals:
    """An ambition with a main goal and a subgoal, and one goal apart."""
    return wood(
        goal("dorp", "Ambition", documents={"visie"}),
        goal("school", "MainGoal", "dorp", themes={"leren"}),
        goal("brug", "SubGoal", "school"),
        goal("vlag", "SubGoal"),
    )


def test_a_goal_hangs_under_its_first_parent() -> None:
    """The tree is ambition, main goal, subgoal."""
    (dorp, _) = plant(small())

    assert ["school", "brug"] == [dorp.children[0].iri, dorp.children[0].children[0].iri]


def test_trees_come_before_goals_without_relation() -> None:
    """A root with children is shown first."""
    assert ["dorp", "vlag"] == [root.iri for root in plant(small())]


def test_a_circle_is_shown_once() -> None:
    """Goals that contribute to each other have no end; each is shown, none for ever."""
    goals = wood(goal("a", "SubGoal", "b"), goal("b", "SubGoal", "a"))

    assert ["a", "b"] == [root.iri for root in plant(goals)]


def test_all_parents_count_as_above() -> None:
    """Also a parent that a goal does not hang under."""
    goals = small()
    goals["brug"].parents.add("vlag")

    assert {"school", "dorp", "vlag"} == ancestors(goals, goals["brug"])


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        ([], "dorp"),
        ([], "school"),
        (["no_action"], "brug"),
        (["no_action", "no_ambition"], "vlag"),
    ],
)
def test_gaps_are_told(expected: list[str], name: str) -> None:
    """An action or target of a goal counts for all above it; subgoals need no target."""
    goals = small()
    goals["school"].means += [Means("x", "X", "Action"), Means("y", "Y", "Target")]
    mark_gaps(goals)

    assert expected == goals[name].gaps


def test_a_choice_keeps_what_is_above() -> None:
    """A goal of a theme is shown with the goals it serves."""
    assert ["dorp", "school"] == list(choose(small(), "", "leren", with_proposed=False))


@pytest.mark.parametrize(("expected", "wanted"), [(4, False), (5, True)])
def test_proposals_are_shown_when_asked_for(expected: int, wanted: bool) -> None:
    """What only a rule found stays away otherwise."""
    goals = small() | wood(goal("voorstel-x", "SubGoal", "dorp"))

    assert expected == len(choose(goals, "", "", with_proposed=wanted))


def test_the_drawing_has_every_goal_and_every_line() -> None:
    """A dot for each goal; a line to its parent; a dashed one to another parent."""
    goals = small()
    goals["brug"].others = [goals["dorp"]]
    drawing = draw(plant(goals))

    assert (4, 2, 1) == (len(drawing.dots), len(drawing.lines), len(drawing.across))


def test_a_parent_stands_left_of_its_children() -> None:
    """The levels go from left to right."""
    places = [dot.x for dot in draw(plant(small())[:1]).dots]

    assert (3, sorted(places)) == (len(set(places)), places)
