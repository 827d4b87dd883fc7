"""Goals: what the text names as such, which way they point, and who goes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.curated_first import give_way
from ingest.goals import EXTRACTOR
from ontology.records import Element, Iri, Reading, Sha256, Span
from ontology.terms import BG, SKOS
from tests.unit.small_document import extract, value, values

BRIDGE = (
    "Met een brug worden we als dorp sterker, blijft de school open en vergroten we het plezier.\n"
)


def labels(text: str) -> list[str | None]:
    """The names of the goals in a text."""
    return [value(element, SKOS.prefLabel) for element in extract(EXTRACTOR, text)]


@pytest.mark.parametrize(
    ("text", "label", "level"),
    [
        ("Doel van de visie is een gezond dorp.\n", "Gezond dorp", "SubGoal"),
        ("De ambitie is om een groener dorp te worden.\n", "Groener dorp te worden", "Ambition"),
        ("We werken samen met als ambitie: een schoon meer.\n", "Schoon meer", "Ambition"),
        ("De visie heeft als hoofddoel om samen te bouwen.\n", "Samen te bouwen", "MainGoal"),
    ],
)
def test_what_is_said_to_be_the_goal(text: str, label: str, level: str) -> None:
    """Words for a goal name it and give its level."""
    (goal,) = extract(EXTRACTOR, text)

    assert (BG.Goal, label, level) == (
        goal.type,
        value(goal, SKOS.prefLabel),
        value(goal, BG.goalLevel),
    )


def test_items_below_words_for_goals() -> None:
    """Items below a line about ambitions are goals, each its own."""
    text = "De ambities zijn:\n\n- meer bomen planten\n- minder asfalt leggen\n\nEn verder niets.\n"

    assert ["Meer bomen planten", "Minder asfalt leggen"] == labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "Doel van deze brief is om u te informeren.\n",
        "Wat is het doel van de visie?\n",
        "Doel is niet om de weg te verbreden.\n",
        "De doelen van het Rijk zijn bekend.\n",
        "De ambitie is opgebouwd uit drie delen.\n",
        "Dit zijn speerpunten, zoals:\n\n- het station aan de noordkant\n",
    ],
)
def test_no_goal(text: str) -> None:
    """The process, a question, something denied, a bare mention and examples are no goals."""
    assert [] == labels(text)


def by_label(text: str) -> dict[str | None, Element]:
    """The goals of a text by name."""
    return {value(goal, SKOS.prefLabel): goal for goal in extract(EXTRACTOR, text)}


def test_means_contributes_to_ends() -> None:
    """What brings something contributes to it; the ends point at nothing."""
    found = by_label(BRIDGE)

    assert [
        "nota-doel-worden-we-als-dorp-sterker",
        "nota-doel-blijft-de-school-open",
        "nota-doel-vergroten-we-het-plezier",
    ] == values(found["Brug"], BG.contributesTo)
    assert [] == values(found["Blijft de school open"], BG.contributesTo)


def test_contribution_in_so_many_words() -> None:
    """`draagt bij aan` leads from the means to each end."""
    found = by_label("De brug draagt bij aan een betere school en een sterker dorp.\n")

    assert 2 == len(values(found["Brug"], BG.contributesTo))


def test_condition_points_at_what_it_makes_possible() -> None:
    """`A is een voorwaarde voor B` makes A the condition."""
    found = by_label("Een sterke kade is een voorwaarde voor de groei van het dorp.\n")

    assert ["nota-doel-groei-van-het-dorp"] == values(found["Sterke kade"], BG.isConditionFor)


def test_curated_goal_goes_first() -> None:
    """A goal by rule at the place of a curated goal is left out, with all that points at it."""
    goals = extract(EXTRACTOR, BRIDGE)
    reading = Reading(
        document="nota",
        sha256=Sha256("0" * 64),
        text_sha256=Sha256("0" * 64),
        length=len(BRIDGE),
        media_type="text/plain",
        passages=(),
        mentions=(),
        elements=tuple(goals),
    )
    school = BRIDGE.index("blijft")
    curated = replace(
        goals[0],
        iri=Iri("https://example.org/id/doel/school"),
        evidence=(Span(school, school + 5),),
    )
    kept = give_way(reading, [curated]).elements

    assert len(goals) - 1 == len(kept)
    assert 2 == len(values(kept[0], BG.contributesTo))
