"""Each check and rule on a few triples of an invented region: once where it must speak, once not."""

from decimal import Decimal
from functools import cache

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from queries.catalog import Catalog

HEAD = """
@base <https://example.org/streek/id/> .
@prefix bg: <https://w3id.org/beleidsgraaf/def#> . @prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix qudt: <http://qudt.org/schema/qudt/> . @prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix prov: <http://www.w3.org/ns/prov#> .
<versie/a> a bg:DocumentVersion ; dct:isVersionOf <document/a> .
<versie/b> a bg:DocumentVersion ; dct:isVersionOf <document/b> .
<plaats/dal> geo:sfWithin <plaats/streek> .
"""

TARGET = """
<streefwaarde/{name}> a bg:Target ; bg:forIndicator <indicator/woningen> ; bg:scopePlace <plaats/{place}> ;
  bg:targetYear "{year}"^^xsd:gYear ; bg:measureMode bg:Increment ; qudt:hasUnit unit:NUM ;
  {bounds} ; bg:statedIn <versie/{version}> .
"""


def target(name: str, version: str, bounds: str, place: str = "streek", year: int = 2040) -> str:
    """A target for dwellings as Turtle; `bounds` are its predicates and values."""
    return TARGET.format(name=name, version=version, bounds=bounds, place=place, year=year)


@cache
def catalog() -> Catalog:
    """The saved queries, read once."""
    return Catalog.load()


def ask(name: str, turtle: str) -> list[dict[str, str]]:
    """The rows of a saved query over a few triples, as plain texts."""
    store = Store()
    store.load(HEAD + turtle, RdfFormat.TURTLE)
    solutions = store.query(catalog().get(name).text)
    names = [variable.value for variable in solutions.variables]
    return [{key: row[key].value for key in names if row[key] is not None} for row in solutions]


def test_disjoint_targets_pairs_two_documents() -> None:
    """An open lower bound above the other document's exact number is a pair."""
    rows = ask(
        "disjoint-targets",
        target("x", "a", "bg:lowerBound 900.0")
        + target("y", "b", "bg:lowerBound 700.0 ; bg:upperBound 700.0"),
    )

    assert [("900", "700")] == [(row["lo1"], row["hi2"]) for row in rows]


@pytest.mark.parametrize(
    "other",
    [
        target("y", "b", "bg:lowerBound 700.0 ; bg:upperBound 700.0", place="dal"),
        target("y", "b", "bg:lowerBound 700.0 ; bg:upperBound 700.0", year=2030),
        target("y", "b", "bg:lowerBound 950.0"),
        target("y", "a", "bg:lowerBound 700.0 ; bg:upperBound 700.0"),
        target("y", "b", "bg:lowerBound 870.0 ; bg:upperBound 870.0 ; bg:isApproximate true"),
    ],
    ids=["other place", "other year", "overlap", "same document", "within tolerance"],
)
def test_disjoint_targets_leaves_others_alone(other: str) -> None:
    """Another place or year, an overlap, one document, or 'circa' makes no pair."""
    assert [] == ask("disjoint-targets", target("x", "a", "bg:lowerBound 900.0") + other)


def test_disjoint_targets_ignores_replaced_versions() -> None:
    """A version that has a revision no longer takes part."""
    rows = ask(
        "disjoint-targets",
        target("x", "a", "bg:lowerBound 900.0")
        + target("y", "b", "bg:upperBound 700.0")
        + "<versie/c> prov:wasRevisionOf <versie/b> .",
    )

    assert [] == rows


def test_part_exceeds_whole() -> None:
    """A part with more than the area around it is shown."""
    rows = ask(
        "part-exceeds-whole",
        target("deel", "a", "bg:lowerBound 900.0", place="dal")
        + target("geheel", "b", "bg:upperBound 700.0"),
    )

    assert ["900"] == [row["vp"] for row in rows]


def test_part_within_whole() -> None:
    """A part that fits is not shown."""
    rows = ask(
        "part-exceeds-whole",
        target("deel", "a", "bg:lowerBound 600.0", place="dal")
        + target("geheel", "b", "bg:upperBound 700.0"),
    )

    assert [] == rows


@pytest.mark.parametrize(("total", "expected"), [("30.0", []), ("31.0", [("31", "30")])])
def test_sum_differs(total: str, expected: list[tuple[str, str]]) -> None:
    """A stated total is compared with the sum of its parts."""
    rows = ask(
        "sum-differs",
        f"""<begroting/x> a bg:Budget ; bg:statedTotal {total} .
        <bijdrage/1> bg:partOfBudget <begroting/x> ; bg:amount 10.0 .
        <bijdrage/2> bg:partOfBudget <begroting/x> ; bg:amount 20.0 .""",
    )

    assert expected == [(row["stated"], row["sum"]) for row in rows]


@pytest.mark.parametrize(("last", "expected"), [("a", 2), ("c", 0)])
def test_goal_cycle(last: str, expected: int) -> None:
    """Only goals that reach themselves are shown."""
    rows = ask(
        "goal-cycle",
        f"<doel/a> bg:contributesTo <doel/b> . <doel/b> bg:contributesTo <doel/{last}> .",
    )

    assert expected == len(rows)


def test_main_goal_without_target() -> None:
    """A main goal is shown unless a target contributes to it."""
    rows = ask(
        "main-goal-without-target",
        """<doel/a> a bg:Goal ; bg:goalLevel bg:MainGoal ; bg:statedIn <versie/a> .
        <doel/b> a bg:Goal ; bg:goalLevel bg:MainGoal ; bg:statedIn <versie/a> .
        <streefwaarde/x> a bg:Target ; bg:contributesTo <doel/b> .""",
    )

    assert ["https://example.org/streek/id/doel/a"] == [row["goal"] for row in rows]


def test_leaf_without_ambition() -> None:
    """A goal is shown unless the closure leads it to an ambition."""
    rows = ask(
        "leaf-without-ambition",
        """<doel/top> a bg:Goal ; bg:goalLevel bg:Ambition .
        <doel/a> a bg:Goal ; bg:goalLevel bg:SubGoal ; bg:contributesToTransitive <doel/top> .
        <doel/b> a bg:Goal ; bg:goalLevel bg:SubGoal .""",
    )

    assert ["https://example.org/streek/id/doel/b"] == [row["goal"] for row in rows]


def test_theme_gap() -> None:
    """Only grade 0 is a gap."""
    rows = ask(
        "theme-gap",
        """<dekking/1> a bg:ThemeCoverage ; bg:inDocument <versie/a> ; bg:coversTheme <thema/x> ; bg:coverageLevel 0 .
        <dekking/2> a bg:ThemeCoverage ; bg:inDocument <versie/a> ; bg:coversTheme <thema/y> ; bg:coverageLevel 1 .""",
    )

    assert ["https://example.org/streek/id/thema/x"] == [row["theme"] for row in rows]


def test_action_overdue() -> None:
    """A deadline before the year of the release is shown, a later one is not."""
    rows = ask(
        "action-overdue",
        """<uitgave/1> a dcat:Dataset ; dct:issued "2030-05-01"^^xsd:date .
        <actie/1> a bg:Action ; bg:actionNumber 1 ; bg:deadline "2029"^^xsd:gYear ; bg:statedIn <versie/a> .
        <actie/2> a bg:Action ; bg:actionNumber 2 ; bg:deadline "2030-01"^^xsd:gYearMonth ; bg:statedIn <versie/a> .""",
    )

    assert ["1"] == [row["number"] for row in rows]


def construct(name: str, turtle: str) -> Store:
    """What a rule adds to a few triples."""
    store, result = Store(), Store()
    store.load(HEAD + turtle, RdfFormat.TURTLE)
    for triple in store.query(catalog().get(name).text):
        result.update(f"INSERT DATA {{ {triple} }}")
    return result


def test_goal_closure_names_its_claims() -> None:
    """Two steps give one inferred claim that names both direct claims."""
    added = construct(
        "goal-closure",
        """<doel/a> bg:contributesTo <doel/b> . <doel/b> bg:contributesTo <doel/c> .
        <bewering/1> rdf:subject <doel/a> ; rdf:predicate bg:contributesTo ; rdf:object <doel/b> .
        <bewering/2> rdf:subject <doel/b> ; rdf:predicate bg:contributesTo ; rdf:object <doel/c> .""",
    )
    sources = added.query(
        """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?claim (COUNT(?source) AS ?n) WHERE {
          ?claim rdf:subject <https://example.org/streek/id/doel/a> ;
            rdf:object <https://example.org/streek/id/doel/c> ;
            <http://www.w3.org/ns/prov#wasDerivedFrom> ?source } GROUP BY ?claim"""
    )

    assert ["2"] == [row["n"].value for row in sources]


GRADES = {
    0: "",
    1: "<p/1> bg:mentionsTheme <thema/x> ; oa:hasSource <versie/a> .",
    2: "".join(f"<p/{n}> bg:mentionsTheme <thema/x> ; oa:hasSource <versie/a> ." for n in range(3)),
    3: "<doel/1> a bg:Goal ; bg:hasTheme <thema/x> ; bg:statedIn <versie/a> .",
    4: "<programma/1> a bg:Programme ; bg:hasTheme <thema/x> ; bg:statedIn <versie/a> .",
    5: "<project/1> a bg:KeyProject ; bg:hasTheme <thema/x> ; bg:statedIn <versie/a> .",
    6: "<streefwaarde/1> a bg:Target ; bg:hasTheme <thema/x> ; bg:forIndicator <i/1> ; bg:statedIn <versie/a> .",
}


@pytest.mark.parametrize(("grade", "turtle"), GRADES.items())
def test_theme_coverage_grades(grade: int, turtle: str) -> None:
    """Each kind of evidence gives its grade; none gives 0."""
    added = construct("theme-coverage", "<thema/x> a bg:Theme ." + turtle)
    subject = NamedNode("https://example.org/streek/id/dekking/a-x")
    level = NamedNode("https://w3id.org/beleidsgraaf/def#coverageLevel")

    assert [Literal(grade)] == [
        quad.object for quad in added.quads_for_pattern(subject, level, None, None)
    ]
    assert Decimal(grade) <= 6
