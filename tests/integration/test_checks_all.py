"""Every check on a few triples of an invented region: one set where it speaks, one where not."""

from hashlib import sha256
from typing import Final

import pytest

from tests.integration.test_checks import ask, catalog, target

NOW: Final = """<uitgave/1> a dcat:Dataset ; dct:issued "2030-05-01"^^xsd:date . """
HEAD: Final = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix org: <http://www.w3.org/ns/org#> . @prefix cv: <http://data.europa.eu/m8g/> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix tooi: <https://identifier.overheid.nl/tooi/def/ont/> .
"""
PASSAGE: Final = "<p/{n}> oa:hasSource <versie/{v}> . "
IN_A: Final = "bg:statedIn <versie/a> ."
IN_B: Final = "bg:statedIn <versie/b> ."
TOWNS: Final = """<gemeente/a> a tooi:Gemeente . <plaats/a> bg:governedBy <gemeente/a> .
<gemeente/b> a tooi:Gemeente . <plaats/b> bg:governedBy <gemeente/b> . """
ISSUED: Final = """<document/a> dct:issued "2013"^^xsd:gYear .
<document/b> dct:issued "{year}"^^xsd:gYear . """
NATIONAL: Final = """<thema/x> a bg:Theme . <document/a> dct:publisher <rijk> .
<rijk> a tooi:Ministerie . <keuze/1> a bg:DesignPrinciple ; bg:hasTheme <thema/x> ;
bg:statedIn <versie/a> . <document/b> dct:publisher <gemeente/x> . <gemeente/x> a tooi:Gemeente . """


def action(number: int, more: str = "", version: str = "a") -> str:
    """A numbered action as Turtle."""
    return (
        f"<actie/{version}-{number}> a bg:Action ; bg:actionNumber {number} ; "
        f"{more} bg:statedIn <versie/{version}> . "
    )


def goal(name: str, level: str = "MainGoal", more: str = "") -> str:
    """A goal of document a as Turtle."""
    return f"<doel/{name}> a bg:Goal ; bg:goalLevel bg:{level} ; {more} {IN_A} "


def covers(theme: str, level: int, version: str = "a") -> str:
    """How deeply a document treats a theme, with the theme itself."""
    return f"""<thema/{theme}> a bg:Theme . <dekking/{version}-{theme}> a bg:ThemeCoverage ;
    bg:coversTheme <thema/{theme}> ; bg:inDocument <versie/{version}> ; bg:coverageLevel {level} . """


def way(name: str, bound: str, version: str, more: str = "", place: str = "streek") -> str:
    """A direction of dwellings as Turtle: `bound` is what is added at least or at most."""
    return f"""<uitspraak/{name}> a bg:PolicyElement ; bg:measureMode bg:Increment ; {bound} ;
    bg:forIndicator <indicator/woningen> ; dct:subject "woningen"@nl ; {more}
    bg:scopePlace <plaats/{place}> ; bg:statedIn <versie/{version}> . """


def number(
    name: str,
    indicator: str,
    low: float,
    *,
    place: str = "streek",
    version: str = "a",
    mode: str = "Increment",
    year: int = 2040,
    more: str = "",
) -> str:
    """An exact observation as Turtle."""
    return f"""<waarneming/{name}> a bg:IndicatorObservation ; bg:forIndicator <indicator/{indicator}> ;
    bg:scopePlace <plaats/{place}> ; dct:date "{year}"^^xsd:gYear ; bg:measureMode bg:{mode} ;
    qudt:hasUnit unit:NUM ; bg:lowerBound {low:.2f} ; bg:upperBound {low:.2f} ; {more}
    bg:statedIn <versie/{version}> . """


DOWN, UP = "bg:upperBound 0.0", "bg:lowerBound 1.0"
MANDATE: Final = "<overleg/x> a bg:GovernanceBody ; bg:prepares <overleg/y> . "
NEED: Final = "<indicator/vraag> a bg:Indicator ; dct:requires <indicator/ruimte> . "
PER: Final = """<indicator/erbij> a bg:Indicator ; dct:relation <indicator/huizen-erbij> .
<indicator/mensen> a bg:Indicator ; dct:relation <indicator/huizen> . """
PARTS: Final = """<indicator/a> a bg:Indicator ; bg:partOf <indicator/taak> .
<indicator/b> a bg:Indicator ; bg:partOf <indicator/taak> .
<indicator/c> a bg:Indicator ; bg:partOf <indicator/taak> . """ + (
    number("a", "a", 400) + number("b", "b", 300)
)
TASK: Final = """<streefwaarde/t> a bg:Target ; bg:forIndicator <indicator/taak> ;
bg:scopePlace <plaats/streek> ; bg:lowerBound 900.0 ; bg:upperBound 1200.0 ; bg:statedIn <versie/a> . """
NORM: Final = """<waarneming/norm> a bg:IndicatorObservation ; bg:forIndicator <indicator/woningen> ;
bg:lowerBound 150.0 ; bg:evidencedBy <p/norm> ; bg:statedIn <versie/a> .
<project/hof> a bg:KeyProject . """
SIZE: Final = """<waarneming/hof> a bg:IndicatorObservation ; bg:forIndicator <indicator/woningen> ;
sosa:hasFeatureOfInterest <project/hof> ; bg:upperBound {size} ; bg:evidencedBy <p/hof> ;
bg:statedIn <versie/a> . """
SHARE: Final = """<waarneming/{n}> bg:forIndicator <indicator/{n}> ; bg:measureMode bg:Share ;
qudt:hasUnit unit:PERCENT ; bg:lowerBound {value} ; bg:partOf <geheel/1> ; bg:statedIn <versie/a> . """
RATE: Final = """<bijdrage/a> bg:contributor <gemeente/a> ; bg:amount {amount} ;
bg:allocationBasis <begrip/grondslag-inwoneraantal> ; bg:statedIn <versie/a> .
<plaats/a> bg:governedBy <gemeente/a> .
<waarneming/tarief> bg:lowerBound 0.5 ; qudt:hasUnit unit:CCY_EUR ; skos:prefLabel "0,5 euro per inwoner"@nl ;
bg:statedIn <versie/a> . """
NAMED: Final = (
    """<document/x> a bg:Document ; bg:evidencedBy <p/1>, <p/2> ;
skos:prefLabel "lange waterkoers"@nl ; skos:altLabel "grote beekvisie"@nl .
<p/1> bg:quoteHash "sha256:"""
    + sha256(b"lange waterkoers").hexdigest()
    + '" . '
)
TWICE: Final = "".join(
    f"<p/{n}> oa:hasSource <versie/a> . <{thing}/1> bg:evidencedBy <p/{n}> . "
    for n in (1, 2)
    for thing in ("project", "programma")
)
SOFT: Final = "<bewering/1> rdf:subject <doel/a> ; bg:modality bg:{mode} . "
FIRM: Final = (
    "<actie/x> a bg:Action ; {more} bg:statedIn <versie/a> . <bewering/1> rdf:subject <actie/x> ; "
    "rdf:predicate rdf:type ; rdf:object bg:Action ; bg:modality bg:Afspraak . "
)
UNSURE: Final = goal("a") + (
    "<bewering/1> rdf:subject <doel/a> ; rdf:predicate rdf:type ; rdf:object bg:Goal ; "
    "bg:layer bg:Extracted ; bg:reviewStatus bg:{status} ; bg:confidence 0.6 . "
)

FEEDS: Final = "<document/x> bg:buildingBlockFor <document/y> . " + (
    "<bewering/1> rdf:subject <document/x> ; rdf:predicate bg:buildingBlockFor ; "
    "rdf:object <document/y> . "
)
BACK: Final = "<document/{one}> bg:{says} <document/{other}> . " + (
    "<bewering/2> rdf:subject <document/{one}> ; rdf:predicate bg:{says} ; "
    "rdf:object <document/{other}> . "
)
COUNTED: Final = (
    'bg:KeyProject rdfs:label "Sleutelproject"@nl . '
    '<waarneming/n> a bg:IndicatorObservation ; skos:prefLabel "{low} tot {high} sleutelprojecten"@nl ; '
    "bg:lowerBound {low} ; bg:upperBound {high} ; bg:statedIn <versie/a> . "
) + "".join(f"<project/{n}> a bg:KeyProject ; bg:statedIn <versie/a> . " for n in range(8))
ADOPTED: Final = "<document/x> a bg:Document . " + "".join(
    f"<uitspraak/{n}> a bg:PolicyElement ; dct:subject <document/x> ; {IN_A}" for n in (1, 2)
)

CASES: Final[dict[str, tuple[str, str]]] = {
    "action-overdue": (
        NOW + action(1, 'bg:deadline "2029"^^xsd:gYear ;'),
        NOW + action(1, 'bg:deadline "2031"^^xsd:gYear ;'),
    ),
    "action-without-actor": (action(1), action(1, "bg:leadActor <gemeente/a> ;")),
    "action-without-deadline": (
        action(1) + action(2, 'bg:deadline "2031"^^xsd:gYear ;'),
        action(1) + action(2),
    ),
    "action-without-goal": (action(1), action(1, "bg:realises <doel/a> ;")),
    "actor-without-seat": (
        "".join(action(n, "bg:leadActor <gemeente/a> ;") for n in (1, 2, 3)),
        "".join(action(n, "bg:leadActor <gemeente/a> ;") for n in (1, 2, 3))
        + "<zetel/1> bg:delegatedBy <gemeente/a> .",
    ),
    "adoption-dates": (
        ADOPTED
        + '<uitspraak/1> bg:deadline "2031-03-04"^^xsd:date . '
        + '<uitspraak/2> bg:deadline "2031-07"^^xsd:gYearMonth . ',
        ADOPTED
        + '<uitspraak/1> bg:deadline "2031-07-04"^^xsd:date . '
        + '<uitspraak/2> bg:deadline "2031-07"^^xsd:gYearMonth . ',
    ),
    "body-without-frequency": (MANDATE, MANDATE + '<overleg/x> cv:frequency "maandelijks" .'),
    "body-without-mandate": (MANDATE, MANDATE + "<overleg/x> bg:hasMandate <mandaat/1> ."),
    "body-without-members": (MANDATE, MANDATE + "<zetel/1> org:postIn <overleg/x> ."),
    "cited-but-absent": (
        "<document/a> cito:cites <document/z> . <document/b> cito:cites <document/z> .",
        "<document/a> cito:cites <document/z> .",
    ),
    "commitment-without-party": (
        FIRM.format(more=""),
        FIRM.format(more="bg:involvedActor <gemeente/a> ;"),
    ),
    "count-differs": (
        COUNTED.format(low="5", high="7"),
        COUNTED.format(low="5", high="8"),
    ),
    "direction-conflict": (
        way("x", DOWN, "a") + way("y", UP, "b"),
        way("x", DOWN, "a", 'bg:baselineYear "2040"^^xsd:gYear ;')
        + way("y", UP, "b", 'bg:targetYear "2040"^^xsd:gYear ;'),
    ),
    "direction-development": (
        way("x", DOWN, "a") + target("y", "b", UP) + ISSUED.format(year=2021),
        way("x", DOWN, "a") + target("y", "b", UP) + ISSUED.format(year=2015),
    ),
    "disjoint-targets": (
        target("x", "a", "bg:lowerBound 900.0") + target("y", "b", "bg:upperBound 700.0"),
        target("x", "a", "bg:lowerBound 900.0")
        + target("y", "b", "bg:upperBound 700.0")
        + ISSUED.format(year=2021),
    ),
    "document-disagrees-with-itself": (
        target("x", "a", "bg:lowerBound 900.0") + target("y", "a", "bg:upperBound 700.0"),
        target("x", "a", "bg:lowerBound 900.0") + target("y", "a", "bg:upperBound 950.0"),
    ),
    "duplicate-actions": (
        action(1)
        + action(2)
        + f"<uitspraak/x> a bg:PolicyElement ; dct:subject <actie/a-1>, <actie/a-2> ; {IN_A}",
        action(1, 'skos:prefLabel "Actie 1"@nl ;')
        + action(1, 'skos:prefLabel "Actie 1"@nl ;', "b"),
    ),
    "figures-differ": (
        number("x", "inwoners", 900) + number("y", "inwoners", 700, version="b"),
        number("x", "inwoners", 900) + number("y", "inwoners", 700, version="b", year=2035),
    ),
    "forecast-against-target": (
        number("x", "woningen", -40, year=2045)
        + target("y", "b", "bg:lowerBound 900.0", year=2050)
        + ISSUED.format(year=2025),
        number("x", "woningen", -40, year=2020)
        + target("y", "b", "bg:lowerBound 900.0", year=2050)
        + ISSUED.format(year=2025),
    ),
    "former-name": (
        f"<oud> dct:isReplacedBy <nieuw> ; bg:evidencedBy <p/1> ; {IN_A}"
        + PASSAGE.format(n=1, v="a"),
        f"<oud> bg:evidencedBy <p/1> ; {IN_A}" + PASSAGE.format(n=1, v="a"),
    ),
    "goal-cycle": (
        "<doel/a> bg:contributesTo <doel/b> . <doel/b> bg:contributesTo <doel/a> .",
        "<doel/a> bg:contributesTo <doel/b> .",
    ),
    "goal-without-action": (goal("a"), goal("a") + "<actie/1> bg:realises <doel/a> ."),
    "goal-without-deadline": (goal("a"), goal("a", more='bg:horizonYear "2040"^^xsd:gYear ;')),
    "goal-year-passed": (
        NOW + goal("a", more='bg:horizonYear "2025"^^xsd:gYear ;'),
        NOW + goal("a", more='bg:horizonYear "2035"^^xsd:gYear ;'),
    ),
    "isolated-document": (
        PASSAGE.format(n=1, v="a"),
        PASSAGE.format(n=1, v="a") + "<document/b> cito:cites <document/a> .",
    ),
    "isolated-theme": (
        "<thema/x> a bg:Theme . <doel/a> a bg:Goal ; bg:hasTheme <thema/x> .",
        "<thema/x> a bg:Theme . <thema/y> a bg:Theme . <doel/a> a bg:Goal ; bg:hasTheme <thema/x>, <thema/y> .",
    ),
    "known-by-facts-only": (
        f"<doel/a> a bg:Goal ; {IN_A} <document/b> cito:cites <document/a> .",
        f"<doel/a> a bg:Goal ; {IN_A} <document/b> cito:cites <document/a> ."
        + PASSAGE.format(n=1, v="a"),
    ),
    "leaf-without-ambition": (
        goal("a", "SubGoal"),
        goal("a", "SubGoal", "bg:contributesToTransitive <doel/top> ;") + goal("top", "Ambition"),
    ),
    "main-goal-without-target": (
        goal("a"),
        goal("a") + "<streefwaarde/x> a bg:Target ; bg:contributesTo <doel/a> .",
    ),
    "milestone-passed": (
        NOW
        + f'<m/1> a bg:Milestone ; bg:deadline "2029-02"^^xsd:gYearMonth ; bg:atBody <o/1> ; {IN_A}',
        NOW
        + f'<m/1> a bg:Milestone ; bg:deadline "2030-05"^^xsd:gYearMonth ; bg:atBody <o/1> ; {IN_A}',
    ),
    "milestone-without-body": (
        f"""<m/1> a bg:Milestone ; bg:deadline "2029"^^xsd:gYear ; bg:decides <document/a> ; bg:evidencedBy <p/1> ; {IN_A}
        <m/2> a bg:Milestone ; bg:atBody <o/1> ; {IN_A}""",
        f'<m/1> a bg:Milestone ; bg:deadline "2029"^^xsd:gYear ; bg:decides <document/a> ; bg:evidencedBy <p/1> ; {IN_A}',
    ),
    "municipality-without-project": (
        TOWNS + "<project/1> a bg:KeyProject ; bg:scopePlace <plaats/a> .",
        TOWNS + "<project/1> a bg:KeyProject ; bg:scopePlace <plaats/a>, <plaats/b> .",
    ),
    "municipality-without-project-for-theme": (
        TOWNS
        + """<project/1> a bg:KeyProject ; bg:scopePlace <plaats/a> ; bg:hasTheme <thema/x> .
        <project/2> a bg:KeyProject ; bg:scopePlace <plaats/b> .""",
        TOWNS
        + "<project/1> a bg:KeyProject ; bg:scopePlace <plaats/a>, <plaats/b> ; bg:hasTheme <thema/x> .",
    ),
    "name-drift": (
        NAMED + '<p/2> bg:quoteHash "sha256:' + sha256(b"Grote beekvisie").hexdigest() + '" .',
        NAMED + '<p/2> bg:quoteHash "sha256:' + sha256(b"Lange waterkoers").hexdigest() + '" .',
    ),
    "national-choice-without-follow-up": (
        NATIONAL,
        NATIONAL + f"<doel/b> a bg:Goal ; bg:hasTheme <thema/x> ; {IN_B}",
    ),
    "need-exceeds-capacity": (
        NEED + number("n", "vraag", 900) + number("c", "ruimte", 700),
        NEED + number("n", "vraag", 900) + number("c", "ruimte", 950),
    ),
    "numbers-developed": (
        number("x", "inwoners", 900)
        + number("y", "inwoners", 700, version="b")
        + ISSUED.format(year=2020),
        number("x", "inwoners", 900)
        + number("y", "inwoners", 700, version="b")
        + ISSUED.format(year=2015),
    ),
    "part-exceeds-whole": (
        target("d", "a", "bg:lowerBound 9.0", place="dal") + target("g", "b", "bg:upperBound 7.0"),
        target("d", "a", "bg:lowerBound 6.0", place="dal") + target("g", "b", "bg:upperBound 7.0"),
    ),
    "parts-against-total": (
        PARTS + TASK + number("c", "c", 200),
        PARTS + TASK + number("c", "c", 460),
    ),
    "people-per-dwelling": (
        PER + number("i", "erbij", 900) + number("w", "huizen-erbij", 100),
        PER + number("i", "erbij", 900) + number("w", "huizen-erbij", 400),
    ),
    "programme-without-goal": (
        TWICE + f"<programma/1> a bg:Programme ; {IN_A}",
        TWICE + f"<programma/1> a bg:Programme ; bg:realises <doel/a> ; {IN_A}",
    ),
    "project-below-minimum": (NORM + SIZE.format(size="90.0"), NORM + SIZE.format(size="160.0")),
    "project-without-goal": (
        TWICE + f"<project/1> a bg:KeyProject ; {IN_A}",
        TWICE + f"<project/1> a bg:KeyProject ; bg:realises <doel/a> ; {IN_A}",
    ),
    "rate-times-inhabitants": (
        RATE.format(amount="900.0") + number("i", "inwoners", 1000, place="a", mode="Stock"),
        RATE.format(amount="510.0") + number("i", "inwoners", 1000, place="a", mode="Stock"),
    ),
    "regional-goal-without-support": (goal("a"), goal("a", more="bg:alignedWith <doel/z> ;")),
    "same-number-other-scope": (
        number("x", "inwoners", 9000) + number("y", "inwoners", 9000, version="b", place="dal"),
        number("x", "inwoners", 9000) + number("y", "inwoners", 9000, version="b"),
    ),
    "shared-task": (
        action(1, "bg:leadActor <g/1> ; bg:hasTheme <t/1> ; bg:usesInstrument <i/1> ;")
        + action(1, "bg:leadActor <g/1> ; bg:hasTheme <t/1> ; bg:usesInstrument <i/1> ;", "b"),
        action(1, "bg:leadActor <g/1> ; bg:hasTheme <t/1> ; bg:usesInstrument <i/1> ;")
        + action(1, "bg:leadActor <g/2> ; bg:hasTheme <t/1> ; bg:usesInstrument <i/1> ;", "b"),
    ),
    "shares-exceed-whole": (
        SHARE.format(n="x", value="60.0") + SHARE.format(n="y", value="50.0"),
        SHARE.format(n="x", value="60.0") + SHARE.format(n="y", value="40.0"),
    ),
    "single-passage-target": (
        target("x", "a", "bg:lowerBound 9.0 ; bg:evidencedBy <p/1>"),
        target("x", "a", "bg:lowerBound 9.0 ; bg:evidencedBy <p/1>, <p/2>"),
    ),
    "soft-main-goal": (
        goal("a") + SOFT.format(mode="Ambitie"),
        goal("a") + SOFT.format(mode="Besluit"),
    ),
    "sum-differs": (
        "<b/1> a bg:Budget ; bg:statedTotal 31.0 . <d/1> bg:partOfBudget <b/1> ; bg:amount 30.0 .",
        "<b/1> a bg:Budget ; bg:statedTotal 30.0 . <d/1> bg:partOfBudget <b/1> ; bg:amount 30.0 .",
    ),
    "table-total-differs": (
        TOWNS
        + "<plaats/a> geo:sfWithin <plaats/streek> . <plaats/b> geo:sfWithin <plaats/streek> ."
        + number("a", "inwoners", 40, place="a")
        + number("b", "inwoners", 50, place="b")
        + number("s", "inwoners", 99),
        TOWNS
        + "<plaats/a> geo:sfWithin <plaats/streek> . <plaats/b> geo:sfWithin <plaats/streek> ."
        + number("a", "inwoners", 40, place="a")
        + number("b", "inwoners", 50, place="b")
        + number("s", "inwoners", 91),
    ),
    "target-year-passed": (
        NOW + target("x", "a", "bg:lowerBound 9.0", year=2025),
        NOW + target("x", "a", "bg:lowerBound 9.0", year=2031),
    ),
    "theme-gap": (covers("x", 0), covers("x", 1)),
    "theme-in-no-document": (covers("x", 0), covers("x", 0) + covers("x", 2, "b")),
    "theme-named-only": (covers("x", 2), covers("x", 3)),
    "theme-on-one-document": (covers("x", 3), covers("x", 3) + covers("x", 4, "b")),
    "theme-without-commitment": (
        "<thema/x> a bg:Theme . <doel/a> bg:hasTheme <thema/x> ." + SOFT.format(mode="Ambitie"),
        "<thema/x> a bg:Theme . <doel/a> bg:hasTheme <thema/x> ." + SOFT.format(mode="Besluit"),
    ),
    "theme-without-goal": (
        "<thema/x> a bg:Theme . <p/1> bg:mentionsTheme <thema/x> .",
        "<thema/x> a bg:Theme . <p/1> bg:mentionsTheme <thema/x> . <doel/a> a bg:Goal ; bg:hasTheme <thema/x> .",
    ),
    "theme-without-programme": (
        "<thema/x> a bg:Theme .",
        "<thema/x> a bg:Theme . <programma/1> a bg:Programme ; bg:hasTheme <thema/x> .",
    ),
    "theme-without-project": (
        "<thema/x> a bg:Theme .",
        "<thema/x> a bg:Theme . <project/1> a bg:KeyProject ; bg:hasTheme <thema/x> .",
    ),
    "theme-without-target": (
        "<thema/x> a bg:Theme .",
        "<thema/x> a bg:Theme . <streefwaarde/1> a bg:Target ; bg:hasTheme <thema/x> .",
    ),
    "themes-that-never-meet": (
        "<thema/x> a bg:Theme . <thema/y> a bg:Theme . <p/1> bg:mentionsTheme <thema/x> . <p/2> bg:mentionsTheme <thema/y> .",
        "<thema/x> a bg:Theme . <thema/y> a bg:Theme . <p/1> bg:mentionsTheme <thema/x>, <thema/y> .",
    ),
    "totals-differ": (
        f"<b/1> prov:alternateOf <b/2> ; bg:statedTotal 31.0 ; {IN_A} <b/2> bg:statedTotal 30.0 .",
        f"<b/1> prov:alternateOf <b/2> ; bg:statedTotal 30.0 ; {IN_A} <b/2> bg:statedTotal 30.0 .",
    ),
    "two-way-relation": (
        FEEDS + BACK.format(one="y", says="elaboratedIn", other="x"),
        FEEDS + BACK.format(one="y", says="buildsOn", other="x"),
    ),
    "uncertain-goal-or-target": (
        UNSURE.format(status="Unreviewed"),
        UNSURE.format(status="Accepted"),
    ),
}


ELSEWHERE: Final[frozenset[str]] = frozenset({"expected-theme-missing"})


@pytest.mark.parametrize("name", CASES)
def test_check_speaks(name: str) -> None:
    """A check gives a row where the thing it looks for is there."""
    assert ask(name, HEAD + CASES[name][0])


@pytest.mark.parametrize("name", CASES)
def test_check_is_silent(name: str) -> None:
    """A check gives no row where one thing is different."""
    assert [] == ask(name, HEAD + CASES[name][1])


def test_checks_without_a_case_are_tested_elsewhere() -> None:
    """Each check is in the table, unless it has tests of its own."""
    own = {query.name for query in catalog().in_group("checks")} - CASES.keys()

    assert own <= ELSEWHERE


def test_a_sum_points_at_its_total_and_its_parts() -> None:
    """A reader sees where the total stands, and the first and the last part."""
    (row,) = ask(
        "sum-differs",
        HEAD
        + "<b/1> a bg:Budget ; bg:statedTotal 31.0 ; bg:evidencedBy <p/t> . "
        + "".join(
            f"<d/{n}> bg:partOfBudget <b/1> ; bg:amount 9.0 ; bg:evidencedBy <p/{n}> . "
            for n in (1, 2, 3)
        ),
    )

    assert ["t", "1", "3"] == [row[f"passage{n}"].rpartition("/")[2] for n in (1, 2, 3)]


def test_repeated_actions_point_at_two_places() -> None:
    """Both texts of a repeat can be shown side by side."""
    (row,) = ask(
        "duplicate-actions",
        HEAD
        + action(1, "bg:evidencedBy <p/1> ;")
        + action(2, "bg:evidencedBy <p/2> ;")
        + f"<uitspraak/x> a bg:PolicyElement ; dct:subject <actie/a-1>, <actie/a-2> ; {IN_A}",
    )

    assert ["1", "2"] == [row[f"passage{n}"].rpartition("/")[2] for n in (1, 2)]


def test_names_that_look_alike_are_shown_first() -> None:
    """Of three names the two that end in one word are the pair a reader takes for one."""
    names = ("noordelijke waterkoersnota", "regionale waterkoersnota", "beekagenda")
    labels = " ; ".join(f'skos:altLabel "{name}"@nl' for name in names)
    places = "".join(
        f'<p/{n}> bg:quoteHash "sha256:{sha256(name.encode()).hexdigest()}" . '
        for n, name in enumerate(names)
    )
    (row,) = ask(
        "name-drift",
        HEAD
        + f"<document/x> a bg:Document ; bg:evidencedBy <p/0>, <p/1>, <p/2> ; {labels} . "
        + places,
    )

    assert names[:2] == (row["name1"], row["name2"])


@pytest.mark.parametrize(("expected", "homes"), [(1, 400), (0, 330)])
def test_people_per_dwelling_is_held_against_what_is_there_now(expected: int, homes: int) -> None:
    """900 more people in 400 dwellings is fewer in each than the 3 that live there now."""
    rows = ask(
        "people-per-dwelling",
        HEAD
        + PER
        + number("i", "erbij", 900)
        + number("w", "huizen-erbij", homes)
        + number("n", "mensen", 3000, mode="Stock")
        + number("v", "huizen", 1000, mode="Stock"),
    )

    assert expected == len(rows)


@pytest.mark.parametrize(("expected", "amount"), [(1, "900.0"), (0, "510.0")])
def test_a_rate_may_be_for_anything_that_is_counted(expected: int, amount: str) -> None:
    """Half a euro for each dwelling and 1,000 dwellings is no 900 euros; no word is fixed."""
    turtle = RATE.format(amount=amount).replace("inwoneraantal", "woningaantal")
    rows = ask(
        "rate-times-inhabitants",
        HEAD
        + turtle.replace("per inwoner", "per woning")
        + number("w", "woningvoorraad", 1000, place="a", mode="Stock")
        + number("i", "inwoners", 9000, place="a", mode="Stock"),
    )

    assert expected == len(rows)
