"""Tables with a column for each kind of number, units and money of tables by year, new places."""

from __future__ import annotations

import pytest

from ingest.grids import find_grid_values, find_kind_values
from ingest.kind_grids import find_kind_cells
from ingest.quantities import EXTRACTOR
from ontology.terms import BG, QUDT, SKOS, SOSA
from tests.unit.small_document import extract, make_document, slug_of, value

KINDS = (
    "Tabel 1. Plannen tot en met 2035\n\n"
    "Gemeente      Torens     Bos (ha)    Verkocht\n"
    "Aalbeek       1.200      7,5         30%\n"
    "Zwaanstede    800        n.v.t.      25%\n"
)


def test_column_and_row_say_what_a_figure_is() -> None:
    """The head names and measures the figures, the row places them, the title dates them."""
    document = make_document(KINDS)

    assert [("1200", "count"), ("7.5", "hectare"), ("30", "percent")] == [
        (str(cell.value), cell.unit) for cell in find_kind_cells(document)[:3]
    ]
    first = next(find_kind_values(document))
    assert ("plaats/aalbeek", 2035, "Torens") == (
        slug_of(first.place or ""),
        first.year,
        first.category,
    )


def test_empty_cell_is_no_figure() -> None:
    """What does not apply leaves its column out for that row."""
    assert 5 == len(find_kind_cells(make_document(KINDS)))


@pytest.mark.parametrize(
    "text",
    [
        "Gemeente      2020      2030\nAalbeek       1.200     1.300\nBeltum        800       900\n",
        "Nr      Wie        Aantal\nA1      Raad       12\nA2      Waard      14\n",
        "Gemeente      Torens\nAalbeek       1.200\n",
        "Naam          Rol            Werk\nAalbeek       trekker        bouwen\n",
    ],
)
def test_other_tables_are_left_to_others(text: str) -> None:
    """Years in the head, numbered rows, a single row and rows of words are no such table."""
    assert () == find_kind_cells(make_document(text))


def test_column_of_years_dates_its_row() -> None:
    """A year in a cell says when, it is no number."""
    text = "Gebied        Bomen     Gereed\nAalbeek       120       2031\nBeltum        90        2033\n"

    assert [("120", 2031), ("90", 2033)] == [
        (str(cell.value), cell.year) for cell in find_kind_cells(make_document(text))
    ]


def test_row_below_a_head_of_places_is_a_new_place() -> None:
    """A place that only the table names is proposed, and the text about it is placed there."""
    text = f"{KINDS}\nIn Zwaanstede staan 640 molens.\n"
    found = {slug_of(one.iri): one for one in extract(EXTRACTOR, text)}
    (place,) = (one for one in found.values() if one.type == BG.Place)
    (mills,) = (one for slug, one in found.items() if "640" in slug)

    assert "Zwaanstede" == value(place, SKOS.prefLabel)
    assert place.iri.rsplit("/", 1)[-1] == value(mills, SOSA.hasFeatureOfInterest)


def test_column_of_units_measures_the_rows() -> None:
    """A row has the unit of its column `Eenheid`; words before a year leave it a year."""
    text = (
        "Indicator        Eenheid     2024     2028     Doel 2035\n"
        "Stroom van zon   GWh         148      201      390\n"
        "Te warm          %           36       34       20\n"
    )
    values = list(find_grid_values(make_document(text)))

    assert [("GWh", 2024), ("GWh", 2028), ("GWh", 2035), ("percent", 2024)] == [
        (one.unit, one.year) for one in values[:4]
    ]
    assert "Stroom van zon" == values[0].category


def test_thousands_of_euros_in_a_table_by_year() -> None:
    """What stands above a table multiplies its figures and makes them money."""
    text = (
        "Tabel 4. Lasten (bedragen x € 1.000)\n\n"
        "Programma        2028      2029\nGroen            2.385     2.100\n"
    )
    found = [one for one in extract(EXTRACTOR, text) if value(one, QUDT.hasUnit) == "CCY_EUR"]

    assert ["2385000", "2100000"] == [value(one, SOSA.hasSimpleResult) for one in found]


def test_title_of_a_table_is_its_numbered_line() -> None:
    """An indicator in the text before the title is not what the table measures."""
    text = (
        "De stad telt 8 molens op 1.000 inwoners.\n\nTabel 3. Doelen\n\n"
        "Naam           2024      2028\nGele huizen    4.120     9.875\n"
    )

    assert [None, None] == [one.indicator for one in find_grid_values(make_document(text))]


def test_thousands_of_euros_said_below_a_table() -> None:
    """A note right below a table by year says what its figures are, too."""
    text = (
        "Programma     Begroting 2028    Begroting 2029\nGroen         2.385             2.100\n"
        "(bedragen in duizenden euro's)\n"
    )
    found = [one for one in extract(EXTRACTOR, text) if value(one, QUDT.hasUnit) == "CCY_EUR"]

    assert ["2385000", "2100000"] == [value(one, SOSA.hasSimpleResult) for one in found]
