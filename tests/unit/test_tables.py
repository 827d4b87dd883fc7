"""Flattened tables: rows of amounts with a total, and grids of years."""

from __future__ import annotations

import pytest

from ingest.grids import find_grid_values
from ingest.tables import find_amount_tables, find_year_grids
from tests.unit.small_document import MERENLAND, make_document, slug_of

AMOUNTS = """Verdeling 2031

Organisatie Bedrag Toelichting
Aalbeek 12.000 naar oppervlakte
Gemeente
Beltum 8.500 naar oppervlakte

Cadier 700 vast bedrag
Totaal 21.200
"""


def test_rows_and_total() -> None:
    """Every row above the total is read, also when its name is broken over two lines."""
    (table,) = find_amount_tables(make_document(AMOUNTS))

    assert [12000, 8500, 700] == [row.amount for row in table.rows]
    assert 21200 == table.total.amount


def test_rows_without_total_are_no_table() -> None:
    """Rows count only above a total."""
    assert () == find_amount_tables(make_document(AMOUNTS.replace("Totaal 21.200", "")))


def test_grid_by_columns() -> None:
    """Years in a run, then a label and one figure for each year."""
    text = "aantal bomen\n2020\n2030\n2040\nA\n10\n20\n2046\nB\n1\n2\n3\nEn verder."
    (grid,) = find_year_grids(text)

    assert [(10, 2020), (20, 2030), (2046, 2040)] == [
        (int(c.value), c.year) for c in grid.cells[:3]
    ]
    assert ["A", "B"] == [text[label.start : label.end] for label in grid.labels]


def test_grid_by_blocks() -> None:
    """Labels in a run, figures of the whole, then a block for each period."""
    text = "Akker\nBos\n\n9\n7\n2011-2020\n5\n3\n2021-2030\n4\n4\nEinde"
    (grid,) = find_year_grids(text)
    cells = {(text[c.label.start : c.label.end], c.since, c.year): c.value for c in grid.cells}

    assert 5 == cells["Akker", 2011, 2020]
    assert 7 == cells["Bos", 2011, 2030]


def test_years_without_figures_are_no_grid() -> None:
    """A list of years alone says nothing."""
    assert () == find_year_grids("2020\n2030\n2040\nVeel tekst over bomen en water.")


@pytest.mark.parametrize(
    "text",
    [
        "aantal bomen\nPlaats 2020 2030\nA 1.010 1.220\nB 900 2046\nTotaal 1.910 3.266\nEn verder.",
        "| Plaats | 2020 | 2030 |\n|---|---|---|\n| A | 1.010 | 1.220 |\n| B | 900 | 2046 |\n",
    ],
    ids=["flat", "bars"],
)
def test_grid_with_a_row_on_a_line(text: str) -> None:
    """A head with years and a label and figures on each line below it."""
    (grid,) = find_year_grids(text)

    assert [(1010, 2020), (1220, 2030), (900, 2020), (2046, 2030)] == [
        (int(cell.value), cell.year) for cell in grid.cells[:4]
    ]
    assert ["A", "B"] == [text[label.start : label.end] for label in grid.labels[:2]]


def test_sentence_with_years_is_no_grid() -> None:
    """Years at the end of a sentence head nothing without rows of as many figures."""
    assert () == find_year_grids("Wij meten in 2020 2030\nDe bomen tellen er 10\n")


def test_other_head_begins_another_table() -> None:
    """Rows above the line that heads a table of money are not part of it."""
    text = f"Project Gemeente Woningen\nHof Aalbeek 140\nPark Beltum 320\n{AMOUNTS}"
    (table,) = find_amount_tables(make_document(text))

    assert [12000, 8500, 700] == [row.amount for row in table.rows]


def test_sentence_about_money_is_no_row() -> None:
    """What costs a sum is no party that pays it."""
    text = AMOUNTS.replace("Organisatie", "De kosten zijn 21.200 euro.\nOrganisatie")
    (table,) = find_amount_tables(make_document(text))

    assert [12000, 8500, 700] == [row.amount for row in table.rows]


def test_stock_in_a_flat_table_has_place_and_year() -> None:
    """Each figure of a table with a row on a line is a stock of its place in its year."""
    text = (
        "Tabel 2: Woningvoorraad per gemeente\nGemeente 2020 2030\nAalbeek 10.100 11.200\n"
        "Beltum 8.400 8.900\nTotaal 18.500 20.100\n"
    )
    document = make_document(text, area=MERENLAND)
    found = [
        (slug_of(one.place or ""), one.year, int(one.value)) for one in find_grid_values(document)
    ]

    assert [
        ("plaats/aalbeek", 2020, 10100),
        ("plaats/aalbeek", 2030, 11200),
        ("plaats/beltum", 2020, 8400),
        ("plaats/beltum", 2030, 8900),
        ("plaats/merenland", 2020, 18500),
        ("plaats/merenland", 2030, 20100),
    ] == found
