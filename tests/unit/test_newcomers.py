"""Parties that the register lacks: which are proposed, and where they stand."""

from __future__ import annotations

import pytest

from ingest.newcomers import NEWCOMERS, find_newcomers
from ontology.terms import BG, SKOS
from tests.unit.small_document import extract, make_document, value, values


def labels(text: str) -> list[str | None]:
    """The names of the proposed parties in a text."""
    return [value(element, SKOS.prefLabel) for element in extract(NEWCOMERS, f"{text}\n")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("De gemeente Dorsel betaalt mee.", ["Gemeente Dorsel"]),
        ("De gemeenten Dorsel, Elst en Vaals tekenen.", ["Gemeente Dorsel", "Gemeente Elst", "Gemeente Vaals"]),
        ("De provincie Zeewold beslist.", ["Provincie Zeewold"]),
        ("Ook woonstichting De Hei bouwt.", ["Woonstichting De Hei"]),
        ("De GGD Zuidkant meet dat.", ["GGD Zuidkant"]),
        ("Het ministerie van Vis en Vaart betaalt.", ["Ministerie van Vis en Vaart"]),
        ("Het college van Dorsel tekent.", ["College van Dorsel"]),
        ("Wij maken het samen met de Waterbond en Veilig Varen.", ["Waterbond", "Veilig Varen"]),
        ("Volgens de CPV-scenario's daalt het.", ["CPV"]),
        ("Gemeenten en ondernemers bouwen samen.", ["Ondernemers"]),
        ("De bus rijdt onder vervoerder Zwaluw.", ["Vervoerder Zwaluw"]),
        ("Adviesbureau Meerzicht kijkt mee.", ["Adviesbureau Meerzicht"]),
        ("Zwaluw voert in 2031 een proef uit.", ["Zwaluw"]),
        ("Bos en Beek Waterland bracht een plan in.", ["Bos en Beek Waterland"]),
        ("De Inspectie voor het Varend Erfgoed kijkt mee.", ["Inspectie voor het Varend Erfgoed"]),
        ("Trekker: Zwaluw", ["Zwaluw"]),
        ("Lees de studie Meer Meer (Zeebureau, 2031) daarover.", ["Zeebureau"]),
        ("Aanwezig: vertegenwoordigers van Zwaluw en Schoon Water", ["Zwaluw", "Schoon Water"]),
    ],
)  # fmt: skip
def test_party_is_proposed(text: str, names: list[str]) -> None:
    """Each way in which a party stands in a text gives its name."""
    assert names == labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "De gemeente betaalt mee.",
        "De provincie Waterland en gemeente Aalbeek tekenen.",
        "De waterbeheerder en wij tekenen.",
        "FC Dorsel speelt bij station Dorsel.",
        "Er is een programma van eisen voor de brug.",
        "Woningbouw levert daar veel op.",
        "Daarna organiseert men een feest.",
        "Water en bodem sturen. Water levert leven op.",
    ],
)
def test_no_party_is_proposed(text: str) -> None:
    """A bare kind, a party of the register, `wij`, a club and a station are none."""
    assert [] == labels(text)


def places(text: str) -> dict[str, list[str]]:
    """The words under which each party stands."""
    document = make_document(f"{text}\n")
    return {
        party.label: [document.quote(span) for span in party.spans]
        for party in find_newcomers(document)
    }


def test_abbreviation_bare_name_and_kind_are_the_party() -> None:
    """A party stands again under its short name and under its kind."""
    text = (
        "De netbeheerder Stroom, de stichting Mooi Meer (SMM) en de provincie Zeewold tekenen. "
        "Stroom bouwt, SMM plant en de provincie betaalt."
    )
    assert {
        "Provincie Zeewold": ["provincie Zeewold", "provincie"],
        "Netbeheerder Stroom": ["netbeheerder Stroom", "Stroom"],
        "Stichting Mooi Meer": ["stichting Mooi Meer", "SMM", "SMM"],
    } == places(text)


def test_abbreviation_is_another_name() -> None:
    """The short form between brackets is kept as alternative label."""
    (party,) = extract(NEWCOMERS, "De stichting Mooi Meer (SMM) plant bomen.\n")

    assert ["SMM"] == values(party, SKOS.altLabel)


def test_named_meeting_is_a_body() -> None:
    """A steering group is no actor."""
    (body,) = extract(NEWCOMERS, "De stuurgroep Wonen Zuid besluit.\n")

    assert (BG.GovernanceBody, "Stuurgroep Wonen Zuid") == (
        body.type,
        value(body, SKOS.prefLabel),
    )


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Veilig Varen en Schoon Water openen een kade.\n", {"Veilig Varen", "Schoon Water"}),
        ("De studie van Zeebureau ligt klaar.\n", {"Zeebureau"}),
        ("Volgens het KZM wordt het natter.\n", {"KZM"}),
        ("Zij praten met het Meren Ziekenhuis.\n", {"Meren Ziekenhuis"}),
        (
            "Dit doen de woningcorporaties De Hei, Het Anker en Ons Dak.\n",
            {"Woningcorporatie De Hei", "Woningcorporatie Het Anker", "Woningcorporatie Ons Dak"},
        ),
        ("Een Dorpentafel beoordeelt de aanvragen.\n", {"Dorpentafel"}),
        ("Dat bespreekt de Regionale Woontafel.\n", {"Regionale Woontafel"}),
    ],
)
def test_parties_by_how_they_are_named(text: str, labels: set[str]) -> None:
    """Names that act together, did a study, end in their kind or follow a kind in the plural."""
    assert labels == {value(party, SKOS.prefLabel) for party in extract(NEWCOMERS, text)}


@pytest.mark.parametrize(
    "text",
    [
        "Merenland en Waterland werken samen.\n",
        "Volgens de buren wordt het natter.\n",
    ],
)
def test_places_and_common_words_are_no_parties(text: str) -> None:
    """A place by its bare name is no party, nor is what is not a name."""
    found = {value(party, SKOS.prefLabel) for party in extract(NEWCOMERS, text)}

    assert not {"Merenland", "Waterland", "Buren"} & found


def test_names_in_columns_of_a_table_of_actions() -> None:
    """Who does it and with whom, where the register lacks them."""
    table = (
        "Acties\n\n"
        "Nr    Actie                 Trekker           Partners                 Wanneer\n"
        "A1    Kade verhogen         Zwaluw            Schoon Water, Zeebureau  2031\n"
    )

    assert {"Zwaluw", "Schoon Water", "Zeebureau"} == set(labels(table))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Het overleg stelt een versnellingsteam in.", "Versnellingsteam"),
        ("Het Ambtelijk Kernteam Wonen komt bijeen.", "Ambtelijk Kernteam Wonen"),
    ],
)
def test_team_is_a_body(text: str, name: str) -> None:
    """A team with a task is a body of its own."""
    bodies = [one for one in extract(NEWCOMERS, f"{text}\n") if one.type == BG.GovernanceBody]

    assert [name] == [value(one, SKOS.prefLabel) for one in bodies]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dat bespreekt de commissie Waterstand.", "Commissie Waterstand"),
        ("De Regiegroep Spoor West bereidt dit voor.", "Regiegroep Spoor West"),
        ("De Rekenkamer Merenkust las mee.", "Rekenkamer Merenkust"),
        ("De LTO-afdeling Merenkust las mee.", "LTO-afdeling Merenkust"),
        ("Hij schreef aan de Tweede Kamer.", "Tweede Kamer"),
    ],
)
def test_more_kinds_of_parties_and_bodies(text: str, name: str) -> None:
    """Committees, groups that steer, audit offices, branches and parliament are named so."""
    assert [name] == labels(f"{text}\n")


def test_former_name_is_another_name_of_the_same() -> None:
    """A body that was called otherwise is one body with two names."""
    (body,) = extract(NEWCOMERS, "De Watertafel Oost, voorheen het Platform Grond, adviseert.\n")

    assert ("Watertafel Oost", "Platform Grond") == (
        value(body, SKOS.prefLabel),
        value(body, SKOS.altLabel),
    )
