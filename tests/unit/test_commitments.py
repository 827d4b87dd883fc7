"""Commitments: what a letter to a council says its writers will do."""

from __future__ import annotations

import pytest

from ingest.commitments import COMMITMENTS
from ingest.goals import EXTRACTOR as GOALS
from ontology.terms import BG, SKOS
from tests.unit.small_document import extract, slug_of, value, values

GREETING = "Geachte leden van de raad,\n\nHoe gaan we verder?\n\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "Wij informeren uw raad over elke stap.",
        "We houden u op de hoogte.",
        "In 2031 gaan we samen aan de slag met een plan.",
        "De visie zal aan uw raad worden aangeboden.",
        "Dit gebied wordt verder uitgewerkt.",
        "Daarover vindt afstemming plaats.",
    ],
)
def test_sentence_that_commits_the_writers(sentence: str) -> None:
    """What will be done is an action without number, an intention."""
    (action,) = extract(COMMITMENTS, f"{GREETING}{sentence}\n")

    assert (BG.Action, BG.Voornemen, []) == (
        action.type,
        action.modality,
        values(action, BG.actionNumber),
    )
    assert "Voornemen bij Hoe gaan we verder" == value(action, SKOS.prefLabel)


def test_promise_is_an_agreement() -> None:
    """What was promised binds more than an intention."""
    (action,) = extract(COMMITMENTS, f"{GREETING}Wij hebben toegezegd om input op te halen.\n")

    assert BG.Afspraak == action.modality


def test_two_under_one_heading_are_told_apart() -> None:
    """The second of one heading has a number in its name."""
    text = f"{GREETING}Wij informeren uw raad snel. We houden u op de hoogte.\n"

    assert ["Voornemen bij Hoe gaan we verder", "Voornemen bij Hoe gaan we verder (2)"] == [
        value(action, SKOS.prefLabel) for action in extract(COMMITMENTS, text)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Met deze brief informeren wij u over het plan.",
        "We hopen u hiermee goed te informeren.",
        "U bent in mei geïnformeerd.",
        "Wij informeren u niet over kleine stappen.",
        "Gaan we dan samen aan de slag?",
    ],
)
def test_what_is_no_commitment(sentence: str) -> None:
    """The letter itself, hopes, what was told, what is denied and questions commit nobody."""
    assert [] == extract(COMMITMENTS, f"{GREETING}{sentence}\n")


def test_plan_that_addresses_no_council_has_none() -> None:
    """Outside a letter the same words are the running text of a plan."""
    assert [] == extract(COMMITMENTS, "Wij informeren u over elke stap.\n")


@pytest.mark.parametrize(
    "sentence",
    [
        "Er wordt een fonds ingesteld waaruit dorpen geld krijgen.",
        "In elke kern wordt een loket geopend.",
        "Per buurt worden twee avonden georganiseerd.",
    ],
)
def test_what_will_be_done_by_nobody_named(sentence: str) -> None:
    """A passive sentence about something new is an action, without a lead."""
    (action,) = extract(COMMITMENTS, f"{sentence}\n")

    assert [] == values(action, BG.leadActor)


@pytest.mark.parametrize(
    "sentence",
    [
        "In dit hoofdstuk wordt een plan uitgewerkt.",
        "Er wordt niet een loket geopend.",
        "Als er een loket wordt geopend, komt er een balie.",
        "Er wordt een beeld geschetst van de kern.",
    ],
)
def test_passive_that_is_no_action(sentence: str) -> None:
    """What a text does itself, what is denied and what depends on something are no actions."""
    assert [] == extract(COMMITMENTS, f"{sentence}\n")


def test_party_below_a_heading_that_asks() -> None:
    """Below `Opdracht` what parties do needs no date; who pays a share does no work."""
    text = "Opdracht\n\nDe provincie Waterland ontwikkelt een kaart. Het Rijk betaalt 5 euro.\n"

    assert 1 == len(extract(COMMITMENTS, text))


@pytest.mark.parametrize(
    "purpose",
    ["zodat de school van het dorp open blijft", "om de veiligheid van het dorp te verbeteren"],
)
def test_action_realises_what_it_is_done_for(purpose: str) -> None:
    """A goal behind `zodat` or `om … te` is what the action of that sentence realises."""
    text = f"De provincie Waterland bouwt in 2031 een brug {purpose}.\n"
    (action,) = extract(COMMITMENTS, text)
    (goal,) = extract(GOALS, text)

    assert [slug_of(goal.iri).rsplit("/", 1)[-1]] == values(action, BG.realises)


def test_goal_near_an_action_is_not_its_purpose() -> None:
    """A goal in the next sentence is not said to be what the action is for."""
    text = "De provincie Waterland bouwt in 2031 een brug. Doel is een gezond dorp.\n"
    (action,) = extract(COMMITMENTS, text)

    assert [] == values(action, BG.realises)


@pytest.mark.parametrize(
    "sentence",
    [
        "Daar stellen wij een regisseur aan.",
        "Ook openen we twaalf loketten.",
        "Gemeente Zandeveen plaatst bankjes langs het water.",
        "Wij laten een onderzoek uitvoeren.",
    ],
)
def test_programme_says_what_is_made_without_a_date(sentence: str) -> None:
    """In a text that is by name a programme, what its writers or a party make is an action."""
    text = f"Uitvoeringsprogramma Groen\n\nInleiding\n\n{sentence}\n"

    assert 1 == len(list(extract(COMMITMENTS, text)))
    assert [] == list(extract(COMMITMENTS, text.replace("Uitvoeringsprogramma", "Verhaal")))


@pytest.mark.parametrize(
    "sentence",
    [
        "Daarmee sluiten wij aan bij de provincie.",
        "Wij laten zien hoe het gaat.",
        "Daarom gaan we samen aan het werk.",
    ],
)
def test_programme_also_says_what_is_no_action(sentence: str) -> None:
    """Ways of speaking make nothing."""
    text = f"Uitvoeringsprogramma Groen\n\nInleiding\n\n{sentence}\n"

    assert [] == list(extract(COMMITMENTS, text))
