"""Aims: the sentences that state one, and those that only look like it."""

from __future__ import annotations

import pytest

from ingest.aims import find_aims
from tests.unit.small_document import make_document


def aims(text: str, date: str | None = "2027") -> list[str]:
    """The words of each aim in a text."""
    document = make_document(f"{text}\n", date=date)
    return [document.quote(aim.span) for aim in find_aims(document)]


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("Ons doel is een dorp zonder afval.", "een dorp zonder afval"),
        ("Het is onze ambitie om het meer schoon te krijgen.", "het meer schoon te krijgen"),
        ("Wij willen dat de school open blijft.", "dat de school open blijft"),
        ("Ook willen we bereiken dat kinderen sporten.", "dat kinderen sporten"),
        ("Het college wil het lawaai terugdringen.", "het lawaai terugdringen"),
        ("Dit talent willen wij vasthouden.", "Dit talent willen wij vasthouden"),
        ("We streven naar minder verkeer in de kern.", "minder verkeer in de kern"),
        ("Daarom zetten we in op rustige straten.", "rustige straten"),
        ("Het fonds groeit, zodat verenigingen blijven bestaan.", "verenigingen blijven bestaan"),
        ("De brug zorgt ervoor dat ouderen elkaar ontmoeten.", "ouderen elkaar ontmoeten"),
        ("Om de oever te beschermen planten we riet.", "de oever te beschermen"),
        ("In 2040 is de haven vrij van olie.", "de haven vrij van olie"),
        ("De dorpen zijn in 2040 goed bereikbaar.", "De dorpen zijn in 2040 goed bereikbaar"),
        ("De kern moet voor iedereen leefbaar blijven.", "De kern moet voor iedereen leefbaar"),
        ("Rust en ruimte staan hierbij centraal.", "Rust en ruimte"),
    ],
)
def test_sentence_that_states_an_aim(text: str, aim: str) -> None:
    """Each way of saying it gives the words of the aim."""
    assert [aim] == [found[: len(aim)] for found in aims(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Wij willen u hierover informeren.",
        "Voor wie wil bouwen is er een loket.",
        "We werken aan een nota over wonen.",
        "Willen we dat de school open blijft?",
        "In het plan staat wat we willen vastleggen in regels.",
        "In 2025 is de haven vrij van olie gemaakt.",
        "Naar verwachting is in 2040 het meer kleiner.",
        "Het doel van deze bijeenkomst is kennismaken met elkaar.",
        "Er is geen kans om de weg te verbeteren.",
        "De vraag naar water staat centraal in dit hoofdstuk.",
    ],
)
def test_sentence_that_states_none(text: str) -> None:
    """Talk, questions, products, the past, forecasts and the process are no aims."""
    assert [] == aims(text)


def test_short_aside_does_not_cut_an_aim() -> None:
    """What stands between brackets in the middle leaves the verb in place."""
    assert ["voorkomen dat huizen (en schuren) leeg staan"] == aims(
        "We willen voorkomen dat huizen (en schuren) leeg staan."
    )


def test_year_counts_from_the_date_of_the_document() -> None:
    """A state in a year that has passed is no aim."""
    text = "In 2030 is de haven vrij van olie."

    assert 1 == len(aims(text, date="2027"))
    assert [] == aims(text, date="2033")


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("In de nota heeft het dorp meer bomen als doel gesteld.\n", "meer bomen"),
        ("Daarbij staat het behoud van rust voorop.\n", "het behoud van rust"),
        (
            "Het dorp moet een plek zijn om te spelen.\n",
            "Het dorp moet een plek zijn om te spelen",
        ),
        ("Op de lange termijn rijden alle bussen schoon.\n", "rijden alle bussen schoon"),
    ],
)
def test_aims_told_otherwise(text: str, aim: str) -> None:
    """What is set as a goal, comes first, or is so in the long run."""
    document = make_document(text)

    assert aim in [document.quote(found.span) for found in find_aims(document)]
