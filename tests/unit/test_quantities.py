"""Quantities: indicator, year, place, mode and kind of a number."""

from __future__ import annotations

import pytest

from ingest.quantities import EXTRACTOR
from ontology.records import Element
from ontology.terms import BG, DCT, QUDT, SKOS, SOSA, TIME
from tests.unit.small_document import MERENLAND, WATERLAND, extract, slug_of, value

NEED = "In Merenland zijn tot 2040 minstens 4.200 nieuwe woningen nodig.\n"


def read(text: str, **given: object) -> dict[str, Element]:
    """What quantities finds, by slug."""
    return {slug_of(element.iri): element for element in extract(EXTRACTOR, text, **given)}


def only(text: str, **given: object) -> Element:
    """The one quantity of a text, its horizon aside."""
    (element,) = (item for slug, item in read(text, **given).items() if "-horizon-" not in slug)
    return element


def test_target_with_all_that_makes_it_one() -> None:
    """Indicator, place, year and mode with words that aim make a target."""
    target = read(NEED)["streefwaarde/nota-woningen-toegevoegd-merenland-2040"]

    assert BG.Target == target.type
    assert ("4200", None) == (value(target, BG.lowerBound), value(target, BG.upperBound))
    assert ("2040", "Increment", "NUM") == (
        value(target, BG.targetYear),
        value(target, BG.measureMode),
        value(target, QUDT.hasUnit),
    )


def test_evidence_is_the_phrase_and_the_year_has_its_sentence() -> None:
    """The number is evidenced by its own words, its year by the sentence."""
    target = only(NEED)
    (span,) = target.evidence

    assert "minstens 4.200 nieuwe woningen" == NEED[span.start : span.end]


@pytest.mark.parametrize(
    "text",
    [
        "Naar verwachting komen er in Beltum tot 2040 nog 900 woningen.\n",
        "In Beltum telt de woningvoorraad in 2030 ongeveer 900 woningen.\n",
        "Opties zijn 900 woningen in Beltum in 2040.\n",
        "In Beltum zijn 900 woningen nodig.\n",
    ],
)
def test_observation_when_words_do_not_aim_or_year_is_unknown(text: str) -> None:
    """Forecasts, stocks, options and undated numbers are observations."""
    assert BG.IndicatorObservation == only(text).type


def test_longer_label_before_the_number_decides() -> None:
    """A longer label that leads up to the number beats the plain word after it."""
    element = only("Beltum realiseert tot 2040 de zachte plannen (circa 300 woningen).\n")

    assert "plannen-zacht" == value(element, BG.forIndicator)
    assert "true" == value(element, BG.isApproximate)


def test_stock_that_grows_by_a_number_is_what_is_added() -> None:
    """`groeit met` turns a stock into what is added to it; `groeit naar` does not."""
    grown = only("Beltum wil tot 2040 groeien met 500 inwoners.\n")
    stock = only("Beltum wil tot 2040 groeien naar 500 inwoners.\n")

    assert ("inwoners-toegevoegd", "inwoners") == (
        value(grown, BG.forIndicator),
        value(stock, BG.forIndicator),
    )


def test_numbers_of_one_list_share_their_label() -> None:
    """In a list of options the last label holds for all; each is an observation."""
    found = read("Opties zijn 10, 20 of 30 inwoners erbij in Merenland in 2040.\n")

    assert ["10", "20", "30"] == [value(item, SOSA.hasSimpleResult) for item in found.values()]


def test_year_nearest_in_its_clause() -> None:
    """Two numbers in one sentence each have their own year."""
    found = read("Beltum wil 700 inwoners tot 2035 en richting 2050 de ambitie van 900 inwoners.\n")

    assert ["700 2035", "900 2050"] == [
        f"{value(item, BG.lowerBound)} {value(item, BG.targetYear)}" for item in found.values()
    ]


def test_year_and_place_are_carried_on() -> None:
    """A sentence that goes on from the one before takes its year and place, less surely."""
    element = only("Merenland groeit tot 2040 fors. Daarvoor zijn 600 woningen nodig.\n")

    assert ("2040", "merenland") == (value(element, BG.targetYear), value(element, BG.scopePlace))
    assert element.confidence < only(NEED).confidence


def test_new_sentence_does_not_take_a_year() -> None:
    """A sentence about something else has no year of its own and takes none."""
    element = only("Merenland groeit tot 2040 fors. Voor Beltum zijn 600 woningen nodig.\n")

    assert value(element, DCT.date) is None


def test_heading_gives_the_place() -> None:
    """A number without place in the text takes the place of the heading."""
    text = "1. Opgaven van Waterland\n\nDe ambities zijn hoog. Tot 2040 zijn 600 woningen nodig.\n"

    assert "waterland" == value(only(text, area=MERENLAND), BG.scopePlace)


def test_area_of_the_document_comes_last() -> None:
    """Where nothing names a place, the area of the document holds, with least confidence."""
    element = only("Er zijn tot 2040 nog 600 woningen nodig.\n", area=WATERLAND)

    assert "waterland" == value(element, BG.scopePlace)
    assert element.confidence < only(NEED).confidence


def test_per_year_is_a_flow() -> None:
    """A number per year is an annual flow with its own unit."""
    element = only("Beltum wil tot 2040 elk jaar bouwen: 60 woningen per jaar.\n")

    assert ("AnnualFlow", "NUM-PER-YR") == (
        value(element, BG.measureMode),
        value(element, QUDT.hasUnit),
    )


def test_percentage_takes_an_indicator_of_percentages() -> None:
    """A percentage never measures a count."""
    element = only("Beltum wil 6% energiebesparing in 2033, ook in nieuwe woningen.\n")

    assert "besparing" == value(element, BG.forIndicator)


def test_same_number_twice_is_one_element() -> None:
    """A number given again, without year, adds evidence to its fuller statement."""
    text = NEED + "\nDe ambitie van minstens 4.200 woningen in Merenland is hoog.\n"

    assert 2 == len(only(text).evidence)


def test_two_numbers_of_one_kind_are_kept_apart() -> None:
    """Two different numbers for one indicator, place and year get two IRIs."""
    text = NEED + "\nVoor Merenland zijn tot 2040 hooguit 5.000 woningen nodig.\n"

    assert [
        "streefwaarde/nota-woningen-toegevoegd-merenland-2040",
        "streefwaarde/nota-woningen-toegevoegd-merenland-2040-2",
    ] == list(read(text))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("De 3 gemeenten denken in 2040 aan hun inwoners.\n", "3 gemeenten"),
        ("De bouw kost 900 euro en levert woningen op.\n", "900 euro"),
        ("Het traject duurt 1,5 tot twee jaar.\n", "1,5 tot 2 jaar"),
        ("Het overleg komt 2 keer per jaar bijeen.\n", "2 keer per jaar"),
        ("De bijdrage is 48 cent per inwoner.\n", "0,48 euro per inwoner"),
        ("De visie is de eerste stap van drie.\n", "3 stap"),
        ("Dan is 80% klaar.\n", "80 procent klaar"),
        ("Hier woont de helft van de mensen.\n", "50 procent mensen"),
        ("Het bereik is 50 km.\n", "50 kilometer"),
    ],
)
def test_number_without_indicator_is_named_by_what_it_counts(text: str, label: str) -> None:
    """A number that no indicator claims is an observation with number and noun as its name."""
    element = only(text)

    assert (BG.IndicatorObservation, None, label) == (
        element.type,
        value(element, BG.forIndicator),
        value(element, SKOS.prefLabel),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Te bouwen woningen staan in bijlage 3.\n",
        "Zie paragraaf 2.3 en artikel 5.\n",
        "De twee kunnen samen verder.\n",
        "Dat kan in 1 keer mee.\n",
        "Dat is één van de redenen.\n",
        "Langs de A18 en de N35 ligt ruimte.\n",
    ],
)
def test_number_that_counts_nothing_is_left_out(text: str) -> None:
    """A reference, a road or a figure without noun is no number of anything."""
    assert {} == read(text)


@pytest.mark.parametrize(
    "words", ["een strategie tot 2040", "kijkt tot en met 2040", "met een doorkijk naar 2040"]
)
def test_year_to_work_towards_is_a_horizon(words: str) -> None:
    """A year that the text looks ahead to is an observation of the horizon."""
    element = read(f"Dit is een plan: {words}.\n", date="2030")["waarneming/nota-horizon-2040"]

    assert ("2040", "2040", "YR") == (
        value(element, SOSA.hasSimpleResult),
        value(element, DCT.date),
        value(element, QUDT.hasUnit),
    )


@pytest.mark.parametrize(
    "text",
    [
        "De visie is in 2040 vastgesteld.\n",
        "Tot 1 mei 2040 ligt het plan ter inzage.\n",
        "Dit plan loopt van 2030 tot 2040.\n",
        "- het opknappen van de kade tot 2040\n",
    ],
)
def test_year_of_an_event_period_or_task_is_no_horizon(text: str) -> None:
    """A year of a moment, a period or one listed task is not what a document works towards."""
    assert {} == read(text, date="2030")


def test_survey_dates_what_it_found() -> None:
    """The year of a survey between brackets is the year of the number."""
    element = only("In Beltum (Woononderzoek 2031) staan 900 woningen.\n")

    assert "2031" == value(element, DCT.date)


def test_existing_stock_does_not_take_the_year_of_the_aim() -> None:
    """What there is now keeps no year of the sentence before."""
    text = NEED + "Daarvan is er al de bestaande voorraad zachte plannen (300 woningen).\n"
    found = read(text.replace("\nDaarvan", " Daarvan"))

    assert None is value(found["waarneming/nota-plannen-zacht-merenland"], DCT.date)


def test_grid_of_years() -> None:
    """Rows of a grid by first letter are stocks of places; differences are what was added."""
    text = (
        "De bevolking.\n\ntoename van het aantal woningen tussen 2020 en 2030\n\n"
        "2020\n\n2030\n\nA\n\n100\n\n130\n\nTot. M\n\n300\n\n350\n\nverschil\n\n30\n\n30\n"
    )
    found = read(text, area=MERENLAND)

    assert "130" == value(found["waarneming/nota-woningvoorraad-aalbeek-2030"], BG.lowerBound)
    assert "300" == value(found["waarneming/nota-woningvoorraad-merenland-2020"], BG.lowerBound)
    assert "30" == value(found["waarneming/nota-woningen-toegevoegd-aalbeek-2030"], BG.lowerBound)


def test_differences_that_do_not_add_up_go_by_order() -> None:
    """Rows of differences with a wrong figure belong to the rows in the same order."""
    text = (
        "De bevolking.\n\ntoename van het aantal woningen tussen 2020 en 2030\n\n"
        "2020\n\n2030\n\nA\n\n100\n\n130\n\nB\n\n300\n\n350\n\n"
        "verschil\n\n31\n\n31\n\nverschil\n\n52\n\n52\n"
    )
    found = read(text, area=MERENLAND)

    assert ("31", "52") == (
        value(found["waarneming/nota-woningen-toegevoegd-aalbeek-2030"], BG.lowerBound),
        value(found["waarneming/nota-woningen-toegevoegd-beltum-2030"], BG.lowerBound),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Tot en met 2038 bouwt de provincie in Beltum 900 woningen.\n",
        "In Beltum plaatsen we in 2038 900 extra banen.\n",
        "In Beltum komen er voor 2038 nog 900 woningen bij.\n",
        "In 2038 worden in Beltum 900 woningen gebouwd.\n",
    ],
)
def test_promise_for_a_year_to_come_is_a_target(text: str) -> None:
    """What we or a party will do, what will be done and what will be there is aimed at."""
    assert BG.Target == only(text).type


@pytest.mark.parametrize(
    "text",
    [
        "In 2021 plaatsten we in Beltum 900 extra banen.\n",
        "In 2038 hebben we in Beltum 900 extra banen.\n",
        "In 2038 verwachten we in Beltum 900 extra banen.\n",
    ],
)
def test_what_we_have_or_did_is_no_target(text: str) -> None:
    """A year gone by, having and expecting promise nothing."""
    assert BG.IndicatorObservation == only(text).type


def test_aimed_at_state_is_an_ambition() -> None:
    """A target worded as a state in a year to come is no finding."""
    text = "Een Merenland dat in 2050 met 900 inwoners is gegroeid.\n"

    assert BG.Ambitie == only(text).modality


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("In Beltum staan 4.200 woningen.\n", "woningvoorraad"),
        ("Beltum bouwt 4.200 woningen.\n", "woningen-toegevoegd"),
        ("Beltum noemt 4.200 woningen.\n", None),
    ],
)
def test_bare_noun_is_an_addition_only_where_words_add(text: str, indicator: str | None) -> None:
    """The same noun is the stock, what is added to it, or a plain count, as the words say."""
    assert indicator == value(only(text), BG.forIndicator)


def test_contrasted_numbers_have_their_own_years() -> None:
    """`X in dit jaar, tegen Y in dat jaar`: each number has the year of its own clause."""
    found = read("In 2030 telde Beltum 700 inwoners in de kom, tegen 500 in 2020.\n").values()

    assert {("700", "2030"), ("500", "2020")} == {
        (value(element, SOSA.hasSimpleResult), value(element, DCT.date)) for element in found
    }


def test_from_a_number_to_a_number() -> None:
    """`van X in dit jaar naar Y in dat jaar` gives two numbers of one indicator."""
    text = "Het aantal woningen in Beltum groeit van 700 in 2030 naar 900 in 2040.\n"
    found = read(text).values()

    assert {("700", "2030"), ("900", "2040")} == {
        (value(element, SOSA.hasSimpleResult), value(element, DCT.date)) for element in found
    }


def test_year_it_is_compared_with_is_not_its_year() -> None:
    """`ten opzichte van` names a baseline."""
    text = "In 2040 is de energiebesparing in Beltum 30% ten opzichte van 1990.\n"

    assert "2040" == value(only(text), DCT.date)


def test_ends_of_a_route_are_no_place() -> None:
    """What lies between two places is in neither."""
    text = "Tussen Aalbeek en Beltum zijn 900 extra banen.\n"

    assert "merenland" == value(only(text, area=MERENLAND), BG.scopePlace)


def test_place_of_another_clause_is_not_taken() -> None:
    """A place behind a semicolon belongs to what is said there."""
    text = "Er zijn 900 extra banen; in Beltum is het stil.\n"

    assert "merenland" == value(only(text, area=MERENLAND), BG.scopePlace)


def test_place_of_the_head_is_that_of_the_document() -> None:
    """A document whose head names one place is about that place."""
    text = "Aan de raad van Beltum\n\nDatum: 3 mei 2031\n\nEr zijn 900 extra banen.\n"
    found = [e for e in read(text).values() if value(e, SOSA.hasSimpleResult) == "900"]

    assert ["beltum"] == [value(element, BG.scopePlace) for element in found]


def test_numbers_of_one_name_do_not_depend_on_order() -> None:
    """Two numbers that share indicator, place and year keep their IRIs when they change places."""
    one = "Beltum heeft in 2030 700 banen.\n"
    other = "In 2030 telt Beltum 900 banen.\n"
    found = {
        order: {slug: value(e, SOSA.hasSimpleResult) for slug, e in read(order).items()}
        for order in (one + "\n" + other, other + "\n" + one)
    }

    assert 1 == len({tuple(sorted(read_.items())) for read_ in found.values()})


@pytest.mark.parametrize(
    ("text", "unit", "result"),
    [
        ("De opwek is 1,5 TWh stroom.\n", "TeraW-HR", "1.5"),
        ("Het duurt 45 minuten.\n", "MIN", "45"),
        ("De haven beslaat 12.000 m².\n", "M2", "12000"),
        ("De uitstoot was 3 kton.\n", "TON_Metric", "3000"),
    ],
)
def test_measures_have_their_own_unit(text: str, unit: str, result: str) -> None:
    """Energy, time, area and mass are observed in the unit of the text."""
    element = only(text)

    assert (unit, result) == (value(element, QUDT.hasUnit), value(element, SOSA.hasSimpleResult))


def test_head_of_a_section_is_no_count() -> None:
    """A line with a number and a title heads a section."""
    assert {} == read("Inleiding en doel.\n\n2 Afspraken en regels\nWij doen dat samen.\n")


def test_difference_over_the_whole_grid_is_named_by_its_period() -> None:
    """The last column of differences has a period as its time, not the year of the last one."""
    text = (
        "Woningvoorraad en toename van het aantal woningen in Merenland\n\n"
        "2010\n2020\n2030\nAalbeek\n100\n150\n170\ntoename\n50\n20\n70\n"
    )
    found = {slug: one for slug, one in read(text).items() if "toegevoegd" in slug}
    stem = "waarneming/nota-woningen-toegevoegd-aalbeek"

    assert {f"{stem}-2020": "2020", f"{stem}-2030": "2030", f"{stem}-2010-2030": None} == {
        slug: value(element, DCT.date) for slug, element in found.items() if "#" not in slug
    }
    assert ("2010", "2030") == (
        value(found[f"{stem}-2010-2030#van"], TIME.inXSDgYear),
        value(found[f"{stem}-2010-2030#tot"], TIME.inXSDgYear),
    )


def test_numbers_in_a_list_of_places() -> None:
    """`600 in Beltum, 300 in Aalbeek` count what the first number counts, each in its place."""
    found = read(
        "In 2040 staan er 900 molens: 600 molens in Beltum, 200 in Aalbeek en 100 in Cadier.\n"
    )

    assert {"900", "600", "200", "100"} == {
        value(element, SOSA.hasSimpleResult)
        for element in found.values()
        if "molens" in str(element)
    }


def test_age_is_no_number_of_an_indicator() -> None:
    """What stands before `jaar` counts years, not the people of that age."""
    found = read("Het aantal inwoners van 75 jaar en ouder stijgt van 18.700 naar 27.500.\n")

    assert {"18700", "27500"} <= {value(one, SOSA.hasSimpleResult) for one in found.values()}
    assert not [slug for slug in found if "-75-inwoners" in slug]


def test_column_of_today_has_no_year() -> None:
    """Beside columns of years the column `Nu` gives figures without year."""
    table = "Tabel\n\nWat we meten        Nu      2032    2035\nLege winkels        310     200     130\nVolle bussen        40%     50%     60%\n"
    found = {value(one, SOSA.hasSimpleResult): one for one in read(table).values()}

    assert {"310", "200", "130", "40", "50", "60"} <= set(found)
    assert (None, "2032") == (value(found["310"], DCT.date), value(found["200"], DCT.date))
    assert "PERCENT" == value(found["40"], QUDT.hasUnit)


def test_some_of_a_number_count_the_same() -> None:
    """`twintig van de 34 panden`: both count buildings."""
    found = read("We herstellen twintig van de 34 lege panden.\n")

    assert {"20", "34"} == {value(one, SOSA.hasSimpleResult) for one in found.values()}


def test_costs_in_a_table_of_measures() -> None:
    """A column with costs is money by the scale above the table, which holds for the next one too."""
    table = (
        "3. Maatregelen\n\nDe bedragen zijn in duizenden euro's.\n\nTabel 1. Water\n\n"
        "Nr    Maatregel               Trekker             Gereed    Bedrag\n"
        "V1    Kade verhogen           Gemeente Beltum     2031      4.200\n\n"
        "Tabel 2. Natuur\n\n"
        "Nr    Maatregel               Trekker             Gereed    Bedrag\n"
        "S1    Oever inrichten         Gemeente Beltum     2032      950\n"
    )
    found = [one for one in read(table).values() if "CCY_EUR" == value(one, QUDT.hasUnit)]

    assert {"4200000", "950000"} == {value(one, SOSA.hasSimpleResult) for one in found}


def test_so_many_for_every_thousand_is_no_stock() -> None:
    """A rate is named with its base, and what goes on from it is a rate as well."""
    found = read("In Beltum zijn 447 woningen per 1.000 inwoners, tegenover 431 in 2030.\n")

    assert {"447", "431"} == {value(one, SOSA.hasSimpleResult) for one in found.values()}
    assert not any(value(one, BG.forIndicator) for one in found.values())


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Eind 2025 stond er 212 MW aan molens.\n", "2025"),
        ("Vorig jaar reden er 4.200 treinen.\n", "2026"),
        ("De Woonvisie Merenkust 2040 telt 2.100 molens.\n", None),
        ("De wachttijd was 6,5 jaar in 2024.\n", "2024"),
        ("In 2035 ligt dat dertig procent lager dan in 2025.\n", "2035"),
    ],
)
def test_year_of_a_plain_number(text: str, year: str | None) -> None:
    """The end of a past year and last year date a number, the year in a title does not."""
    assert year == value(only(text), DCT.date)


def test_base_before_the_number_makes_it_a_rate() -> None:
    """`Per 100 inwoners zijn er 31 banen` is no number of jobs."""
    rate = only("Per 100 inwoners zijn er in Beltum 31 banen.\n")

    assert ("31 banen per 100 inwoners", None) == (
        value(rate, SKOS.prefLabel),
        value(rate, BG.forIndicator),
    )
