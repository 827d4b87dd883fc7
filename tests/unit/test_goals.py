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


GOALS = """2. Doelen

2.1 Schoon water

Vissen moeten vrij kunnen zwemmen. De sloten zijn nu vuil. In 2033 is al het water schoon.

3. Geld

Partijen moeten vrij kunnen betalen.
"""


def test_what_must_be_below_a_heading_about_goals() -> None:
    """Below `Doelen`, also in its sections, what must be or is so by a year is a goal."""
    found = [
        GOALS[span.start : span.end] for one in extract(EXTRACTOR, GOALS) for span in one.evidence
    ]

    assert ["Vissen", "al het"] == [text[:6] for text in found]


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
        next(goal for goal in goals if goal.type == BG.Goal),
        iri=Iri("https://example.org/id/doel/school"),
        evidence=(Span(school, school + 5),),
    )
    kept = give_way(reading, [curated]).elements

    assert len(goals) - 1 == len(kept)
    assert 2 == len(values(kept[0], BG.contributesTo))


@pytest.mark.parametrize(
    ("text", "means", "ends"),
    [
        (
            "Met een schaalsprong houden we meer talent vast.\n",
            "Schaalsprong",
            ["nota-doel-meer-talent-vasthouden"],
        ),
        (
            "Met een lening van € 5.000 halen we leerlingen terug naar het dorp.\n",
            "Lening van € 5.000",
            ["nota-doel-leerlingen-terug-naar-het-dorp-halen"],
        ),
        (
            "Door taken te delen, verlagen we de kosten.\n",
            "Taken te delen",
            ["nota-doel-kosten-verlagen"],
        ),
        (
            "Met dit fonds houden we winkels open en geven we dorpen lucht.\n",
            "Fonds",
            ["nota-doel-winkels-open-houden", "nota-doel-dorpen-lucht-geven"],
        ),
    ],
)
def test_means_of_one_sentence_is_no_goal(text: str, means: str, ends: list[str]) -> None:
    """What we gain is the goal; what it is done with is an instrument that contributes to it."""
    found = by_label(text)

    assert (BG.Instrument,) == found[means].extra_types
    assert ends == values(found[means], BG.contributesTo)


@pytest.mark.parametrize(
    "text",
    [
        "Met de provincie Waterland versterken we de kade.\n",
        "Met de bewoners houden we een avond.\n",
        "Met een plan starten we een onderzoek.\n",
    ],
)
def test_company_is_no_means(text: str) -> None:
    """Who takes part is no means, and work that starts is no end."""
    assert [] == [goal for goal in extract(EXTRACTOR, text) if goal.extra_types]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Toekomstbeeld\n\nDe trein rijdt naar zee.\n", "Trein rijdt naar zee"),
        ("Over tien jaar is Beltum een gezond dorp.\n", "Beltum een gezond dorp"),
        ("Licht wekt in 2040 stroom op.\n", "Licht wekt in 2040 stroom op"),
        ("Afvalwater brengen we in 2040 terug.\n", "Afvalwater brengen we in 2040 terug"),
    ],
)
def test_picture_of_the_future(text: str, label: str) -> None:
    """What there will be, told as if it were so, is a goal."""
    assert [label] == labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "Doel 2034: een dorp zonder schulden.\n",
        "Doelen\n\nDoel voor 2034: een dorp zonder schulden.\n",
        "Doelstelling voor het geld: een dorp zonder schulden.\n",
    ],
)
def test_goal_labelled_with_its_year_or_matter(text: str) -> None:
    """A year, or what it is for, may stand between the label and its sign."""
    assert "Dorp zonder schulden" in labels(text)


def test_sentences_below_an_ambition_that_say_what_must_be() -> None:
    """Below `Ambitie 2: …` a sentence that says what must be is a goal as well."""
    found = labels("Ambitie 2: Een gezond dorp\n\nHet aantal bomen groeit tot driehonderd.\n")

    assert 2 == len(found)
