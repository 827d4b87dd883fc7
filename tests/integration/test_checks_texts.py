"""Hard conflicts in two invented texts, from the words to the finding."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.integration.served import make_region, run, serving

NOTA = """Nota Zandland

1 Wonen

Wij willen tot 2050 in Zandland 4.000 woningen toevoegen.
In Zandland is geen uitbreiding van de sociale huurvoorraad nodig.
Op het platteland van Zandland worden geen nieuwe zonneparken toegestaan.

2 Bevolking en werk

Na 2040 zal de bevolking van Zandland afnemen.
De werkgelegenheid in Zandland daalt na 2035.
Het aantal winkels in Zandland neemt tot 2045 af.
Het aantal huishoudens in Zandland blijft tot 2045 gelijk.
De tijd van uitbreiding van bedrijventerreinen in Zandland is voorbij.
De veestapel in Zandland krimpt tot 2040.

3 Acties

1. Samen met de dorpen een plan maken voor snelle bussen en fietsroutes.
2. Bomen planten langs alle wegen.
3. Samen met de dorpen een plan maken voor snelle bussen en fietsroutes.
"""
VISION = """Visie Zandland

1 Wonen

Wij willen tot 2050 in Zandland 3.000 woningen toevoegen.
Wij kiezen voor uitbreiding van de sociale huur in Zandland.
Tot 2045 breiden we het aantal zonneparken in Zandland uit.

2 Bevolking en werk

Zandland groeit tot 2050 met duizenden inwoners.
Tot 2045 neemt het aantal banen in Zandland toe.
Wij verwachten een toename van het aantal winkels in Zandland tot 2040.
Het aantal huishoudens in Zandland stijgt tot 2040.
Er komt uitbreiding van het bedrijventerrein in Zandland.
Wij willen groei van de veestapel in Zandland.
"""


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """The findings of consistency after both texts were read."""
    region = make_region(tmp_path_factory.mktemp("teksten"))
    data = region.folder.parent / "data"
    for name, text in (("nota-a", NOTA), ("visie-b", VISION)):
        path = region.texts / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        card = region.card.parent.parent / name / region.card.name
        card.parent.mkdir()
        card.write_text(
            f"id: {name}\ntitle: {name}\nshort: {name}\npublisher: [organisatie/eikhoven]\n"
            f"date: 2031-05-04\ndefault_place: plaats/zandland\nfile: {path.name}\n"
            f"sha256: {sha256(path.read_bytes()).hexdigest()}\n",
            encoding="utf-8",
        )
    assert run(region, "build", "--data", data, "--date", "2031-06-01").returncode == 0
    with serving(region, data) as site:
        wanted = {"category": "consistency"}
        found: list[dict[str, str]] = site.get("/api/findings", params=wanted).json()["findings"]
    return found


@pytest.mark.parametrize(
    "words",
    [
        "geen toevoeging: sociale huur",
        "geen toevoeging: zonnevelden",
        "geen toevoeging: bedrijventerrein",
        "krimp: inwoners (na 2040)",
        "krimp: banen (na 2035)",
        "krimp: winkels (tot 2045)",
        "krimp: veestapel (tot 2040)",
        "gelijk blijven: huishoudens (tot 2045)",
        "nota-a noemt 4.000, visie-b noemt 3.000",
        "herhaling: actie 1, actie 3",
    ],
)
def test_conflict_is_found(findings: list[dict[str, str]], words: str) -> None:
    """Each pair of sentences that pull apart is one finding."""
    assert 1 == sum(words in one["message"] for one in findings)


def test_nothing_else_is_found(findings: list[dict[str, str]]) -> None:
    """The texts hold ten of them."""
    assert 10 == len(findings)
