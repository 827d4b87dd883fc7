"""The extractors on the real texts and on altered copies of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from graph.register import Region, load_region
from ingest.cards import load_cards
from ingest.pipeline import Reader, Source, find_sources as find_texts
from ontology.records import Element, Iri, Literal, Reading
from ontology.terms import BG
from tests.integration.conftest import find_sources

pytestmark = pytest.mark.sources

WOONAGENDA = "woonagenda-twente-2021-2025"
NETWERKSTAD = "netwerkstad-twente-2040"
PLAN = "plan-van-aanpak-ros"
ALMELO = "raadsbrief-almelo"
ENSCHEDE = "raadsbrief-enschede"
Read = Callable[[str, dict[str, str]], Reading]


@pytest.fixture(scope="module")
def region() -> Region:
    """The shipped region."""
    return load_region()


@pytest.fixture(scope="module")
def read(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Reads a document by id after replacing words in a copy of it."""
    folder = find_sources()
    if folder is None:
        pytest.skip("the five texts are not here: set BELEIDSGRAAF_SOURCES to their folder")
    cards = load_cards(region.sources_folder, region.names)
    sources, _ = find_texts(folder, cards)
    by_id = {source.card.id: source for source in sources}
    entries = tuple(region.entries.values())
    reader = Reader(region.names, entries, concepts=tuple(region.concepts.values()))
    copies = tmp_path_factory.mktemp("copies")

    def read_copy(document: str, changes: dict[str, str]) -> Reading:
        source = by_id[document]
        if not changes:
            return reader.read(source)
        pattern = re.compile("|".join(re.escape(old) for old in changes))
        text = source.path.read_bytes().decode("utf-8")
        altered, count = pattern.subn(lambda match: changes[match[0]], text)
        assert count, "nothing to alter"
        path: Path = copies / source.path.name
        path.write_bytes(altered.encode("utf-8"))
        return reader.read(Source(path, source.card))

    return read_copy


def of_type(reading: Reading, kind: Iri) -> Iterator[Element]:
    """The elements of a class that this work's extractors found."""
    return (element for element in reading.elements if element.type == kind)


def values(element: Element, predicate: Iri) -> list[str]:
    """What an element says with a predicate; IRIs by their last part."""
    return [
        statement.object.value
        if isinstance(statement.object, Literal)
        else re.split(r"[/#]", statement.object)[-1]
        for statement in element.statements
        if statement.predicate == predicate
    ]


def first(element: Element, predicate: Iri) -> str:
    """The first of them, or an empty text."""
    found = values(element, predicate)
    return found[0] if found else ""


def targets(reading: Reading) -> set[tuple[str, str, str, str, str]]:
    """Indicator, place, year and limits of every target."""
    return {
        (
            first(element, BG.forIndicator),
            first(element, BG.scopePlace),
            first(element, BG.targetYear),
            first(element, BG.lowerBound),
            first(element, BG.upperBound),
        )
        for element in of_type(reading, BG.Target)
    }


def sums(reading: Reading) -> dict[str, tuple[Decimal, Decimal]]:
    """Stated total and sum of the parts of every budget."""
    stated = {
        element.iri.rsplit("/", 1)[-1]: Decimal(first(element, BG.statedTotal))
        for element in of_type(reading, BG.Budget)
    }
    parts = dict.fromkeys(stated, Decimal(0))
    for element in of_type(reading, BG.FinancialContribution):
        for budget in values(element, BG.partOfBudget):
            parts[budget] += Decimal(first(element, BG.amount))
    return {slug: (total, parts[slug]) for slug, total in stated.items()}


@pytest.mark.parametrize(("document", "count"), [(WOONAGENDA, 40), (NETWERKSTAD, 19), (PLAN, 5)])
def test_every_numbered_action(read: Read, document: str, count: int) -> None:
    """Numbers run from one without a gap; no other list is taken for one of actions."""
    numbers = [int(first(item, BG.actionNumber)) for item in of_type(read(document, {}), BG.Action)]

    assert list(range(1, count + 1)) == sorted(numbers)


@pytest.mark.parametrize("document", [ALMELO, ENSCHEDE])
def test_letters_have_no_numbered_actions(read: Read, document: str) -> None:
    """Lists of earlier moments and of products are no actions; what is promised has no number."""
    actions = of_type(read(document, {}), BG.Action)

    assert [] == [action.iri for action in actions if values(action, BG.actionNumber)]


def test_actions_due_in_2021(read: Read) -> None:
    """Exactly four actions are due in 2021; the start of a law is no deadline."""
    due = [
        int(first(action, BG.actionNumber))
        for action in of_type(read(WOONAGENDA, {}), BG.Action)
        if values(action, BG.deadline) == ["2021"]
    ]

    assert [7, 8, 26, 36] == due


def test_actions_that_name_the_province(read: Read) -> None:
    """The province takes part where it is named, not where an adjective is."""
    named = [
        int(first(action, BG.actionNumber))
        for action in of_type(read(WOONAGENDA, {}), BG.Action)
        if "pv23" in values(action, BG.involvedActor)
    ]

    assert [15, 21, 37, 38, 40] == named


def test_targets_of_the_letters(read: Read) -> None:
    """The two letters disagree: one gives a lower limit, the other a number."""
    almelo, enschede = targets(read(ALMELO, {})), targets(read(ENSCHEDE, {}))

    assert ("woningen-toegevoegd", "twente", "2050", "69000", "") in almelo
    assert {
        ("woningen-toegevoegd", "twente", "2050", "60000", "60000"),
        ("banen-toegevoegd", "twente", "2050", "50000", "50000"),
        ("inwoners", "enschede", "2035", "170000", "170000"),
        ("inwoners", "enschede", "2050", "200000", "200000"),
    } == enschede


def test_targets_of_the_woonagenda(read: Read) -> None:
    """Province and region are kept apart, and plans apart from ambitions."""
    found = targets(read(WOONAGENDA, {}))

    assert {
        ("woningen-toegevoegd", "overijssel", "2030", "60000", "60000"),
        ("woningen-toegevoegd", "twente", "2030", "20000", "22000"),
        ("extra-woningbouwambitie", "twente", "2030", "5000", "7000"),
        ("plancapaciteit-hard", "twente", "2025", "8300", "8300"),
        ("plancapaciteit-extra", "twente", "2030", "11700", ""),
        ("woningproductie-per-jaar", "twente", "2030", "2000", "2000"),
        ("energiebesparing", "overijssel", "2023", "6", "6"),
    } <= found


def test_options_are_no_targets(read: Read) -> None:
    """Three options for growth are observations next to the one target."""
    reading = read(PLAN, {})
    options = [
        first(element, BG.lowerBound)
        for element in of_type(reading, BG.IndicatorObservation)
        if first(element, BG.forIndicator) == "inwoners-toegevoegd"
    ]

    assert ["75000", "100000", "125000"] == options
    assert {("inwoners-toegevoegd", "twente", "2050", "100000", "")} == targets(reading)


def test_stock_by_city_and_year(read: Read) -> None:
    """The grid gives the stock of the whole area in both years."""
    stock = {
        element.iri.rsplit("/", 1)[-1]: first(element, BG.lowerBound)
        for element in of_type(read(NETWERKSTAD, {}), BG.IndicatorObservation)
    }

    assert "177006" == stock[f"{NETWERKSTAD}-woningvoorraad-netwerkstad-2020"]
    assert "182871" == stock[f"{NETWERKSTAD}-woningvoorraad-netwerkstad-2030"]
    assert "5865" == stock[f"{NETWERKSTAD}-woningen-toegevoegd-netwerkstad-2030"]


def test_sums_that_differ(read: Read) -> None:
    """Two stated totals differ from the sum of their parts; the table's own total does not."""
    assert {
        f"{PLAN}-2025-tabel": (Decimal(551213), Decimal(551213)),
        f"{PLAN}-2025-tekst": (Decimal(550000), Decimal(549800)),
        f"{PLAN}-2025-gemeenten": (Decimal(306000), Decimal(307413)),
    } == sums(read(PLAN, {}))


def test_bodies_that_meet_in_september(read: Read) -> None:
    """Both bodies of one month are milestones of their own."""
    bodies = [
        first(element, BG.atBody)
        for element in of_type(read(PLAN, {}), BG.Milestone)
        if first(element, BG.deadline) == "2025-09"
    ]

    assert ["do", "bo"] == bodies


def projects_by(reading: Reading) -> dict[str, tuple[str, str]]:
    """Municipality and category of every listed project."""
    return {
        element.iri.rsplit("/", 1)[-1]: (
            first(element, BG.scopePlace),
            first(element, BG.projectCategory).removeprefix("projectcategorie-"),
        )
        for element in of_type(reading, BG.KeyProject)
        if values(element, BG.scopePlace)
    }


def test_projects_of_a_city(read: Read) -> None:
    """The projects under one city are exactly those listed there."""
    found = projects_by(read(WOONAGENDA, {}))

    assert {
        "centrumkwadraat",
        "kop-boulevard",
        "eschmarkerveld",
        "het-cromhoff",
        "kennispark-twekkelerveld",
    } == {slug for slug, where in found.items() if where == ("enschede", "versnelling-stedelijk")}


def test_municipalities_in_two_categories(read: Read) -> None:
    """Two municipalities have projects of both kinds."""
    found = set(projects_by(read(WOONAGENDA, {})).values())
    along = {place for place, category in found if category == "langs-de-radialen"}
    themed = {place for place, category in found if category.startswith("thematisch")}

    assert {"wierden", "hellendoorn"} == along & themed


def test_altered_numbers_come_out(read: Read) -> None:
    """Other numbers in a letter give exactly those numbers."""
    changes = {"60.000": "43.500", "50.000": "31.250", "170.000": "181.000", "2035": "2037"}

    assert {
        ("woningen-toegevoegd", "twente", "2050", "43500", "43500"),
        ("banen-toegevoegd", "twente", "2050", "31250", "31250"),
        ("inwoners", "enschede", "2037", "181000", "181000"),
        ("inwoners", "enschede", "2050", "200000", "200000"),
    } == targets(read(ENSCHEDE, changes))


def test_altered_place_comes_out(read: Read) -> None:
    """Another municipality in a letter is the one the numbers are about."""
    found = targets(read(ENSCHEDE, {"Enschede": "Oldenzaal"}))

    assert {"twente", "oldenzaal"} == {place for _, place, *_ in found}


def test_altered_table_comes_out(read: Read) -> None:
    """Other amounts and swapped names in a table are read as they stand."""
    changes = {
        "551.213": "561.213",
        "18.564": "28.564",
        "Losser 11": "Borne 11",
        "Borne 11": "Losser 11",
    }
    reading = read(PLAN, changes)
    amounts = {
        element.iri.removeprefix(f"{element.iri.split('2025-tabel-')[0]}2025-tabel-"): first(
            element, BG.amount
        )
        for element in of_type(reading, BG.FinancialContribution)
        if "2025-tabel-" in element.iri
    }

    assert (Decimal(561213), Decimal(561213)) == sums(reading)[f"{PLAN}-2025-tabel"]
    assert ("11220", "11827", "28564") == (
        amounts["borne"],
        amounts["losser"],
        amounts["rijssen-holten"],
    )


def test_altered_projects_come_out(read: Read) -> None:
    """Swapped municipalities above a list move its projects."""
    swap = {
        "Versnelling woningbouw Hengelo": "Versnelling woningbouw Borne",
        "Oldenzaal: ": "Losser: ",
    }
    found = projects_by(read(WOONAGENDA, swap))

    assert ("borne", "losser") == (found["hart-van-zuid"][0], found["singelpark"][0])


def test_altered_deadline_comes_out(read: Read) -> None:
    """Another year in an action is its deadline."""
    reading = read(WOONAGENDA, {"opstellen in 2021": "opstellen in 2024"})
    due = {
        int(first(action, BG.actionNumber)): first(action, BG.deadline)
        for action in of_type(reading, BG.Action)
    }

    assert ("2024", "2021") == (due[7], due[8])


def test_altered_planning_comes_out(read: Read) -> None:
    """Another month in the planning moves the moment of its body."""
    reading = read(PLAN, {"Juni/juli 2026": "Augustus 2027"})
    moved = [
        first(element, BG.atBody)
        for element in of_type(reading, BG.Milestone)
        if first(element, BG.deadline) == "2027-08"
    ]

    assert ["bol"] == moved
