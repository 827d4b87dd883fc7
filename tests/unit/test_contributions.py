"""Contributions: tables, lists under a total, shares of a group."""

from __future__ import annotations

import pytest

from ingest.contributions import EXTRACTOR
from ontology.records import Element
from ontology.terms import BG
from tests.unit.small_document import extract, slug_of, value, values

LIST = """Middelen

Dekking van de 40.000 euro in 2031:
• Bijdrage Rijk 10.000 euro
• Bijdrage provincie Waterland: 9.000 euro
• Bijdrage van de drie gemeenten 21.000 euro
"""
TABLE = """
Verdeling 2031

Organisatie Bedrag Toelichting
Rijk 10.000 vast
Provincie
Waterland 9.000 vast
Aalbeek 12.000 naar oppervlakte
Beltum 8.500 naar oppervlakte
Cadier 700 naar oppervlakte
Totaal 40.200
"""


def read(text: str) -> dict[str, Element]:
    """What contributions finds, by slug."""
    return {slug_of(element.iri): element for element in extract(EXTRACTOR, text)}


def test_table_gives_a_budget_with_its_rows() -> None:
    """The printed total and every row are read, with the year above the table."""
    found = read(TABLE)
    budget = found["begroting/nota-2031-tabel"]

    assert "40200" == value(budget, BG.statedTotal)
    assert "12000" == value(found["bijdrage/nota-2031-tabel-aalbeek"], BG.amount)
    assert 6 == len(found)


def test_contributor_is_the_actor_not_the_place() -> None:
    """The name of a municipality in a row stands for who governs it."""
    assert "aalbeek" == value(read(TABLE)["bijdrage/nota-2031-tabel-aalbeek"], BG.contributor)
    assert "/gemeente/" in str(
        next(
            statement.object
            for statement in read(TABLE)["bijdrage/nota-2031-tabel-aalbeek"].statements
            if statement.predicate == BG.contributor
        )
    )


def test_remark_gives_the_basis() -> None:
    """A remark that holds the label of a basis names it."""
    basis = value(read(TABLE)["bijdrage/nota-2031-tabel-beltum"], BG.allocationBasis)

    assert "grondslag-oppervlakte" == basis


def test_list_gives_a_budget_as_stated() -> None:
    """The total of the lead-in is kept as stated, also when the parts do not add up."""
    found = read(LIST.replace("40.000", "41.000"))
    parts = [element for slug, element in found.items() if slug.startswith("bijdrage/")]

    assert "41000" == value(found["begroting/nota-2031-tekst"], BG.statedTotal)
    assert ["10000", "9000", "21000"] == [value(part, BG.amount) for part in parts]


def test_share_of_a_group_has_the_rows_of_its_members() -> None:
    """The share of a group is a budget whose parts are the rows of all its members."""
    found = read(LIST + TABLE)
    budgets = values(found["bijdrage/nota-2031-tabel-cadier"], BG.partOfBudget)

    assert "21000" == value(found["begroting/nota-2031-gemeenten"], BG.statedTotal)
    assert ["nota-2031-tabel", "nota-2031-gemeenten"] == budgets


def test_unknown_contributor_is_proposed() -> None:
    """A row of nobody we know becomes a proposed actor."""
    found = read(TABLE.replace("Cadier", "Dorpsraad"))

    assert "nota-dorpsraad" == value(found["bijdrage/nota-2031-tabel-dorpsraad"], BG.contributor)
    assert BG.Actor == found["voorstel/nota-dorpsraad"].type


def test_amount_in_a_sentence_is_no_budget() -> None:
    """A sum in running text has no contributors."""
    assert {} == read("De kosten zijn 40.000 euro per jaar. Dat is veel.\n")


def test_list_takes_the_basis_of_the_table() -> None:
    """A share in a list has the basis that a table gives for the same party, year and amount."""
    text = LIST.replace("Bijdrage provincie Waterland", "Bijdrage Aalbeek").replace(
        "9.000", "12.000"
    )
    found = read(text + TABLE)

    assert "grondslag-oppervlakte" == value(
        found["bijdrage/nota-2031-tekst-aalbeek"], BG.allocationBasis
    )


def test_sentence_tells_who_pays_what() -> None:
    """Two parties with an amount each, after a total that is their sum."""
    text = (
        "De kosten zijn € 3 miljoen. In 2031 draagt het Rijk € 2 miljoen bij en de provincie "
        "Waterland € 1 miljoen.\n"
    )
    found = read(text)

    assert {
        "begroting/nota-2031-tekst": None,
        "bijdrage/nota-2031-tekst-rijk": "2000000",
        "bijdrage/nota-2031-tekst-waterland": "1000000",
    } == {slug: value(element, BG.amount) for slug, element in found.items()}


def test_sentence_without_paying_tells_no_shares() -> None:
    """Amounts beside parties are no contributions when nobody pays."""
    text = "Het Rijk verloor € 2 miljoen en de provincie Waterland € 1 miljoen.\n"

    assert {} == read(text)


def test_list_below_who_pays_needs_no_total() -> None:
    """Parties that contribute `the following` have a list without a budget."""
    text = "Partijen dragen in 2031 bij:\n- Rijk: € 2.000\n- Stichting Zegge: € 1.000\n"
    found = read(text)

    assert {
        "bijdrage/nota-2031-tekst-rijk",
        "bijdrage/nota-2031-tekst-stichting-zegge",
        "voorstel/nota-stichting-zegge",
    } == set(found)


def test_sentence_may_name_the_party_after_the_amount() -> None:
    """`€ X van A` is a share of A, as `A draagt € X bij` is."""
    text = "Daarvan komt in 2031 € 2.000 van het Rijk, € 1.000 van de provincie Waterland.\n"

    assert {"bijdrage/nota-2031-tekst-rijk", "bijdrage/nota-2031-tekst-waterland"} == set(
        read(text)
    )


def test_shares_may_open_a_paragraph() -> None:
    """A sentence of shares with nothing before it, and an amount that opens a sentence, are read."""
    text = (
        "Het Rijk betaalt € 2.000 en de provincie Waterland € 1.000. € 40 € 50 betaalt niemand.\n"
    )

    assert {"bijdrage/nota-2027-tekst-rijk", "bijdrage/nota-2027-tekst-waterland"} == set(
        read(text)
    )


COLUMNS = """
Verdeling (bedragen x € 1.000)

Partij                  Spoor A     Spoor B     Totaal
Rijk                    1.200       300         1.500
Provincie Waterland     400         0           400
Gemeente Beltum         90          110         200
Totaal                  1.690       410         2.100
"""


def test_table_with_columns_gives_a_budget_for_each() -> None:
    """Each column is a budget of its own, and the figures are multiplied as the text says."""
    found = read(COLUMNS)
    amounts = {slug: value(element, BG.amount) for slug, element in found.items()}

    assert {
        "begroting/nota-2027-tabel-spoor-a": "1690000",
        "begroting/nota-2027-tabel-spoor-b": "410000",
        "begroting/nota-2027-tabel": "2100000",
    } == {s: value(e, BG.statedTotal) for s, e in found.items() if s.startswith("begroting")}
    assert ("90000", "110000", "200000") == tuple(
        amounts[f"bijdrage/nota-2027-tabel{part}-beltum"] for part in ("-spoor-a", "-spoor-b", "")
    )


def test_empty_cell_is_no_contribution() -> None:
    """Nought in a column means that a party gives nothing to it."""
    assert "bijdrage/nota-2027-tabel-spoor-b-waterland" not in read(COLUMNS)


def test_columns_of_years_are_years() -> None:
    """A column headed by a year is the budget of that year."""
    text = COLUMNS.replace("Spoor A", "2031   ").replace("Spoor B", "2032   ")

    assert {"2031", "2032"} <= {value(e, BG.fiscalYear) for e in read(text).values()}


def test_columns_of_dwellings_are_no_money() -> None:
    """The same form without a word for money is no budget."""
    assert {} == read(COLUMNS.replace("(bedragen x € 1.000)", "van de woningen"))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("De provincie Waterland betaalt € 30.000 in 2031.", "30000"),
        ("De provincie Waterland legt daarvan € 30.000 in.", "30000"),
        ("De gemeente ontvangt ieder jaar € 30.000 van de provincie Waterland.", "30000"),
        ("Wij vragen van de provincie Waterland 30.000 euro voor de brug.", "30000"),
        ("Van de provincie Waterland wordt een bijdrage van € 30.000 verwacht.", "30000"),
        ("Er is € 90.000 nodig, waarvan de provincie Waterland € 30.000 betaalt.", "30000"),
    ],
)
def test_one_party_pays(text: str, amount: str) -> None:
    """One party alone contributes when only words that pay stand between it and the amount."""
    (part,) = read(f"Geld\n\n{text}\n").values()

    assert ("waterland", amount) == (value(part, BG.contributor), value(part, BG.amount))


@pytest.mark.parametrize(
    "text",
    [
        "De provincie Waterland kocht voor € 30.000 grond.",
        "De provincie Waterland betaalt geen € 30.000.",
        "De brug bij de provincie Waterland kost € 30.000.",
        "De provincie Waterland betaalt € 30 per inwoner.",
    ],
)
def test_one_party_that_does_not_pay(text: str) -> None:
    """A purchase, a denial, a cost and a rate are no contribution."""
    assert {} == read(f"Geld\n\n{text}\n")


def test_each_of_several_parties_pays_as_much() -> None:
    """`Elk` gives every party of the enumeration the amount."""
    parts = read("Geld\n\nAalbeek en Beltum betaalden elk 120 duizend euro.\n").values()

    assert [("aalbeek", "120000"), ("beltum", "120000")] == [
        (value(part, BG.contributor), value(part, BG.amount)) for part in parts
    ]


def test_parties_that_paid() -> None:
    """What was paid counts as what is paid."""
    text = "Geld\n\nVan het Rijk kwam € 60.000, de provincie Waterland legde € 20.000 in.\n"

    assert {("rijk", "60000"), ("waterland", "20000")} == {
        (value(part, BG.contributor), value(part, BG.amount)) for part in read(text).values()
    }
