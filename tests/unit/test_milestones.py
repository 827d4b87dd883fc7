"""Milestones: planning rows and dated events in sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.milestones import EXTRACTOR
from ontology.records import Element
from ontology.terms import BG, CV, DCT, SKOS, TIME
from tests.unit.small_document import extract, slug_of, value

PLANNING = """6. Planning

Overzicht van de overleggen

13 februari 2031 Merenraad Bespreken opzet van de nota

September 2031 Merenraad Vaststellen
Merenvisie

Oktober/november Merenraad Bespreken vervolg

Juni/juli 2032 Merenraad Vaststellen Waternota
"""


def read(text: str, **given: object) -> dict[str, Element]:
    """Milestones by slug, without the nodes of their periods."""
    found = extract(EXTRACTOR, text, **given)
    return {slug_of(element.iri): element for element in found if element.type == BG.Milestone}


def test_rows_become_milestones_at_their_body() -> None:
    """Each row gives its date, as precise as written, and its body."""
    found = read(PLANNING)

    assert [
        "mijlpaal/nota-2031-02-13-merenraad",
        "mijlpaal/nota-2031-09-merenraad",
        "mijlpaal/nota-2031-11-merenraad",
        "mijlpaal/nota-2032-07-merenraad",
    ] == list(found)
    assert {"merenraad"} == {value(element, BG.atBody) for element in found.values()}


def test_decided_document_stands_in_a_row_that_decides() -> None:
    """A row with a word for deciding says which document is decided on."""
    found = read(PLANNING)

    assert "merenvisie" == value(found["mijlpaal/nota-2031-09-merenraad"], BG.decides)
    assert value(found["mijlpaal/nota-2031-02-13-merenraad"], BG.decides) is None


def test_year_is_carried_from_the_row_above() -> None:
    """A row without year takes the year of the row above, with less confidence."""
    found = read(PLANNING)
    carried = found["mijlpaal/nota-2031-11-merenraad"]

    assert "2031-11" == value(carried, BG.deadline)
    assert carried.confidence < found["mijlpaal/nota-2031-09-merenraad"].confidence


def test_period_has_begin_and_end() -> None:
    """A row over two months has a period; its deadline is the end."""
    nodes = {slug_of(element.iri): element for element in extract(EXTRACTOR, PLANNING)}
    begin = nodes["mijlpaal/nota-2032-07-merenraad#van"]

    assert "2032-06" == value(begin, TIME.inXSDgYearMonth)
    assert "2032-07" == value(nodes["mijlpaal/nota-2032-07-merenraad"], BG.deadline)


def test_event_in_a_sentence() -> None:
    """A date with an event verb is a milestone about the document named near it."""
    (found,) = read("De Merenvisie is op 4 maart 2031 door de raad vastgesteld.\n").values()

    assert ("2031-03-04", "merenvisie") == (value(found, BG.deadline), value(found, BG.decides))


def test_two_dates_in_a_sentence_have_their_own_place() -> None:
    """Two dated events in one sentence give two milestones with separate evidence."""
    text = "In december 2030 kreeg u een brief en in mei 2031 was er een bijeenkomst.\n"
    found = list(read(text).values())

    assert ["2030-12", "2031-05"] == [value(element, BG.deadline) for element in found]
    assert not found[0].evidence[0].overlaps(found[1].evidence[0])


def test_coming_day_takes_the_year_of_the_document() -> None:
    """A coming day without year lies in the year of the document, with less confidence."""
    (found,) = extract(EXTRACTOR, "De nota wordt op 23 juni besproken.\n", date="2031")

    assert "2031-06-23" == value(found, BG.deadline)
    assert found.confidence < 1


def test_item_that_opens_with_a_date_needs_no_verb() -> None:
    """A list of earlier moments is dated by how its items begin."""
    text = "Eerder bent u geïnformeerd:\n\n1. 19 mei 2030: iets over de Waternota\n2. 3 juni 2030: meer\n"

    assert ["2030-05-19", "2030-06-03"] == [value(m, BG.deadline) for m in read(text).values()]


def test_year_of_an_election_is_a_milestone() -> None:
    """A year right after an event word dates that event."""
    (found,) = read("Na de verkiezingen van 2031 kiest het dorp opnieuw.\n").values()

    assert "2031" == value(found, BG.deadline)


def test_bare_year_and_law_are_no_milestones() -> None:
    """A horizon or the start of a law is no moment in the process."""
    assert {} == read("Tot 2031 groeit het dorp. Per 1 januari 2031 geldt een andere wet.\n")


def test_subject_without_decision() -> None:
    """What is only discussed is a subject, not a decision."""
    (found,) = read("Op 3 mei 2031 is de Waternota besproken.\n").values()

    assert "waternota" == value(found, DCT.subject)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Vorig jaar is opdracht gegeven voor een visie.\n", "2026"),
        ("We werken dit jaar en volgend jaar aan een plan.\n", "2028"),
        ("In 2031 en 2032 gaan we aan de slag met een plan.\n", "2032"),
        ("We nemen twee jaar (januari 2031-december 2032) voor het plan.\n", "2032-12"),
    ],
)
def test_years_and_months_of_work(text: str, due: str) -> None:
    """Years in which work is done, in words or figures, and the months a process takes."""
    element = next(iter(read(text, date="2027").values()))

    assert due == value(element, BG.deadline)


def test_relative_year_is_less_sure_and_needs_the_date_of_the_document() -> None:
    """`vorig jaar` says nothing without a date, and less than a year in figures."""
    text = "Vorig jaar is opdracht gegeven voor een visie.\n"
    (element,) = read(text, date="2027").values()

    assert Decimal("0.6") == element.confidence
    assert {} == read(text, date=None)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("3 mei 2031 Merenraad Bespreken van de stukken\n", "3 mei 2031: Merenraad"),
        ("Op 3 mei 2031 is de Waternota besproken.\n", "3 mei 2031: Waternota"),
        ("In mei/juni 2031 is het besproken.\n", "mei 2031 tot en met juni 2031"),
    ],
)
def test_label_is_a_date_as_people_write_it(text: str, label: str) -> None:
    """A milestone is named by its date in words and its body or subject."""
    element = next(iter(read(text).values()))

    assert label == value(element, SKOS.prefLabel)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("In 2029 stellen de raden regels op.\n", "2029"),
        ("De nota wordt uiterlijk in 2030 geëvalueerd.\n", "2030"),
        ("Wij leveren het plan vóór 1 mei 2028.\n", "2028-05-01"),
        ("De regeling gaat in op 1 januari 2029.\n", "2029-01-01"),
        ("Het ontwerp lag van mei tot en met juni 2027 ter inzage.\n", "2027-06"),
        ("Voor de zomer van 2028 is het ontwerp gereed.\n", "2028-06"),
        ("In Q3 2028 opent de nieuwe haven.\n", "2028-09"),
    ],
)
def test_time_at_which_something_is_done(text: str, due: str) -> None:
    """Years, days, seasons and quarters in which something is done or must be done."""
    assert [due] == [value(element, BG.deadline) for element in read(text).values()]


@pytest.mark.parametrize(
    "text",
    [
        "In 2040 is de regio groen.\n",
        "In 2030 telt Beltum 900 inwoners.\n",
        "In 2030 worden 900 woningen gebouwd.\n",
        "Sinds 1 januari 2024 geldt een andere wet.\n",
        "De woningen (mei 2025) worden verbouwd.\n",
        "De middelen voor 2029 worden geregeld.\n",
    ],
)
def test_date_of_a_state_or_number_is_no_milestone(text: str) -> None:
    """A state, the year of a number, a law that holds and a date in brackets tell no moment."""
    assert {} == read(text)


def test_rows_of_seasons_months_and_years() -> None:
    """A planning may give a season, a bare month below a year, or a year alone."""
    text = (
        "Planning\n\n12 mei 2031 Merenraad Start\n\nOktober Merenraad Vervolg\n\n"
        "- 2033: herijking\n"
    )
    due = [value(element, BG.deadline) for element in read(text).values()]

    assert ["2031-05-12", "2031-10", "2033"] == due


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("In februari hebben de raden de nota besproken.\n", "2031-02"),
        ("In november hebben de raden de nota besproken.\n", "2030-11"),
        ("Dit najaar wordt de nota besproken.\n", "2031-12"),
    ],
)
def test_month_without_year_is_told_from_the_letter(text: str, due: str) -> None:
    """What happened lies before the date in the head of a letter, what is to come after it."""
    found = read(f"Datum: 12 mei 2031\n\nGeachte raad,\n\n{text}", date=None)

    assert [due] == [value(element, BG.deadline) for element in found.values()]


def test_numbers_of_one_date_do_not_depend_on_order() -> None:
    """Two moments of one date keep their IRIs when their sentences change places."""
    one = "Op 3 mei 2031 is de Merenvisie vastgesteld.\n"
    other = "Op 3 mei 2031 is de Waternota besproken.\n"
    found = [
        {slug: value(e, SKOS.prefLabel) for slug, e in read(text).items()}
        for text in (f"{one}\n{other}", f"{other}\n{one}")
    ]

    assert (2, found[0]) == (len(found[1]), found[1])


def test_meeting_about_a_later_decision_decides_nothing() -> None:
    """`besluiten om te agenderen` is no decision on the document."""
    text = "September 2031 Merenraad Besluiten om de Merenvisie te agenderen\n"
    found = read(f"Planning\n\n12 mei 2031 Merenraad Start\n\n{text}")

    assert value(found["mijlpaal/nota-2031-09-merenraad"], BG.decides) is None


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Raadsvergadering: dinsdag 4 maart 2031\n", ["2031-03-04"]),
        ("Gelezen het voorstel van het college van 4 maart 2031;\n", ["2031-03-04"]),
        ("Het ontwerp lag van 4 maart tot en met 12 april 2031 ter inzage.\n", ["2031-04-12"]),
        ("Tussen maart en mei 2031 maken zij een kaart.\n", ["2031-05"]),
        (
            "De raden bespreken het stuk op 4 maart, 5 maart en 6 maart 2031.\n",
            ["2031-03-04", "2031-03-05", "2031-03-06"],
        ),
        ("De coaches bellen in de loop van 2031 bij iedereen aan.\n", ["2031-12"]),
        ("De eerste huizen gaan in het voorjaar van 2031 over op warmte.\n", ["2031-06"]),
        ("Bij succes wordt het net per 1 april 2031 uitgebreid.\n", ["2031-04-01"]),
        ("Nog voor het zomerreces tekenen de partijen.\n", ["2030-07"]),
        ("Elke vier jaar wordt de visie herzien, voor het eerst in 2033.\n", ["2033"]),
    ],
)
def test_forms_of_moments(text: str, due: list[str]) -> None:
    """What comes after the document is a milestone in each form that policy texts use."""
    found = read(text, date="2030-02-01")

    assert due == [value(element, BG.deadline) for element in found.values()]


@pytest.mark.parametrize(
    "text",
    [
        "Op 1 januari 2031 telde Beltum 400 inwoners.\n",
        "Het stuk ontstond na een zomer vol gesprekken.\n",
        "Elk jaar vertrekken er jongeren uit de kern.\n",
        "Jaarlijks komen er 500 woningen bij.\n",
    ],
)
def test_number_of_a_day_is_no_moment(text: str) -> None:
    """The day of a count, a season told of in passing and a yearly number are no milestones."""
    assert {} == read(text, date="2030-02-01")


def test_what_comes_back_has_its_frequency() -> None:
    """A yearly report is a milestone from its first day after the document on."""
    (found,) = read(
        "De raad ontvangt jaarlijks voor 15 mei een verslag.\n", date="2030-06-01"
    ).values()

    assert ("2031-05-15", "ANNUAL") == (value(found, BG.deadline), value(found, CV.frequency))


def test_what_comes_back_without_a_day_has_only_a_begin() -> None:
    """No day is made up for a quarterly report: it has a period that begins with the document."""
    nodes = extract(EXTRACTOR, "Het college informeert de raad elk kwartaal.\n", date="2030-06-01")
    (found,) = (element for element in nodes if element.type == BG.Milestone)
    (begin,) = (element for element in nodes if element.type == TIME.Instant)

    assert value(found, BG.deadline) is None
    assert ("QUARTERLY", "2030") == (value(found, CV.frequency), value(begin, TIME.inXSDgYear))


def test_column_of_a_table_of_actions_tells_when() -> None:
    """What is done by the date in the column for it is a moment, also by a year alone."""
    table = (
        "5. Maatregelen\n\n"
        "Nr    Maatregel                 Trekker             Gereed\n"
        "V1    Kade verhogen             Gemeente Beltum     2031\n"
        "V2    Gemaal vervangen          Gemeente Aalbeek    maart 2032\n"
    )

    assert {"2031", "2032-03"} == {value(one, BG.deadline) for one in read(table).values()}


def test_body_that_meets_again_and_again() -> None:
    """A body that comes together each quarter is a milestone that comes back."""
    (found,) = read("De Merenraad komt elk kwartaal bijeen.\n", date="2030-06-01").values()

    assert "QUARTERLY" == value(found, CV.frequency)


def test_year_in_which_something_ends() -> None:
    """What runs out or is replaced in a year is done in that year."""
    found = read("De regeling, die in 2031 afloopt, is bekend.\n", date="2030-06-01")

    assert ["2031"] == [value(one, BG.deadline) for one in found.values()]
