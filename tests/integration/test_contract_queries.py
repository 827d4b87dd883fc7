"""The saved queries with fixed columns, and what they must find in the real documents.

Numbers about a particular document stand here and nowhere in the packages.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from pyoxigraph import QuerySolutions

from graph.shapes import validate
from graph.store import EmbeddedReader
from ontology.iris import quote_hash
from queries.catalog import Catalog, SavedQuery
from queries.run import run
from service.build import shape_files
from tests.integration.conftest import RealGraph

pytestmark = pytest.mark.sources

CONTRACT = {
    "elements": "element, type, label, document, start, end, layer",
    "actions": "action, document, number, label, lead, deadline, start, end",
    "projects": "project, document, label, municipality, category, theme, dwellings, start, end",
    "quantities": "quantity, document, start, end, indicator, low, high, unit, year, place, mode, approximate",
    "contributions": "budget, document, contributor, amount, year, basis, start, end",
    "milestones": "milestone, document, date, body, subject, start, end",
    "references": "document, cited, title, year, resolved, start, end",
    "relations": "subject, predicate, object, document, start, end",
    "coverage": "document, theme, level, aspects, passages",
    "bodies": "body, label, members, mandate, frequency, prepares, start, end",
    "findings": "finding, check, category, severity, status, message, document1, start1, end1, document2, start2, end2",
    "goals": "goal, label, level, parent, document, start, end",
}
WOONAGENDA = "document/woonagenda-twente-2021-2025"
NETWERKSTAD = "document/netwerkstad-twente-2040"
PLAN = "document/plan-van-aanpak-ros"
ALMELO = "streefwaarde/raadsbrief-almelo-woningen-toegevoegd-twente-2050"
ENSCHEDE = "streefwaarde/raadsbrief-enschede-woningen-toegevoegd-twente-2050"

# The conflict queries of the ontology contract, section 8.2, over the named graphs.
DISJOINT_TARGETS = """
PREFIX bg: <https://w3id.org/beleidsgraaf/def#> PREFIX qudt: <http://qudt.org/schema/qudt/> PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT DISTINCT ?ind ?place ?year ?t1 ?lo1 ?hi1 ?t2 ?lo2 ?hi2 WHERE {
  GRAPH ?g1 { ?t1 a bg:Target ; bg:forIndicator ?ind ; bg:scopePlace ?place ; bg:targetYear ?year ; bg:measureMode ?m ; qudt:hasUnit ?u ; bg:statedIn ?d1 .
     OPTIONAL { ?t1 bg:lowerBound ?l1 } OPTIONAL { ?t1 bg:upperBound ?h1 } OPTIONAL { ?t1 bg:isApproximate ?a1 } }
  GRAPH ?g2 { ?t2 a bg:Target ; bg:forIndicator ?ind ; bg:scopePlace ?place ; bg:targetYear ?year ; bg:measureMode ?m ; qudt:hasUnit ?u ; bg:statedIn ?d2 .
     OPTIONAL { ?t2 bg:lowerBound ?l2 } OPTIONAL { ?t2 bg:upperBound ?h2 } OPTIONAL { ?t2 bg:isApproximate ?a2 } }
  FILTER(STR(?t1) < STR(?t2) && ?d1 != ?d2)
  FILTER NOT EXISTS { GRAPH ?g3 { ?new1 prov:wasRevisionOf ?d1 } } FILTER NOT EXISTS { GRAPH ?g4 { ?new2 prov:wasRevisionOf ?d2 } }
  BIND(IF(COALESCE(?a1,false),0.05,0.0) AS ?e1) BIND(COALESCE(?l1,-1.0E15)*(1-?e1) AS ?lo1) BIND(COALESCE(?h1,1.0E15)*(1+?e1) AS ?hi1)
  BIND(IF(COALESCE(?a2,false),0.05,0.0) AS ?e2) BIND(COALESCE(?l2,-1.0E15)*(1-?e2) AS ?lo2) BIND(COALESCE(?h2,1.0E15)*(1+?e2) AS ?hi2) FILTER(?hi1 < ?lo2 || ?hi2 < ?lo1) }
"""
SUM_DIFFERS = """
PREFIX bg: <https://w3id.org/beleidsgraaf/def#>
SELECT DISTINCT ?budget ?stated ?sum WHERE { FILTER(?stated != ?sum)
  { SELECT ?g ?budget ?stated (SUM(?x) AS ?sum) WHERE { GRAPH ?g { ?budget a bg:Budget ; bg:statedTotal ?stated . ?part bg:partOfBudget ?budget ; bg:amount ?x } } GROUP BY ?g ?budget ?stated } }
"""
EVIDENCE = """
PREFIX bg: <https://w3id.org/beleidsgraaf/def#> PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?claim ?document ?start ?end ?hash WHERE {
  ?claim a bg:Claim ; bg:evidencedBy ?passage .
  ?passage bg:quoteHash ?hash ; oa:hasSource ?version ; oa:hasSelector ?selector .
  ?version dct:isVersionOf ?document . ?selector oa:start ?start ; oa:end ?end
}
"""


def _saved(*groups: str) -> list[SavedQuery]:
    """Those that can be asked without parameters."""
    found = Catalog.load().queries.values()
    return [query for query in found if query.group in groups and not query.needs_parameters]


def _select(graph: RealGraph, text: str) -> list[dict[str, str]]:
    solutions = graph.store.query(text)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: str(getattr(row[name], "value", "")) for name in names} for row in solutions]


def _of(rows: list[dict[str, str]], document: str) -> list[dict[str, str]]:
    return [row for row in rows if row["document"] == document]


@pytest.mark.parametrize(("name", "columns"), tuple(CONTRACT.items()))
def test_columns_are_the_contract(name: str, columns: str, real_graph: RealGraph) -> None:
    """The columns of an answer begin with those that were promised, in that order."""
    promised = tuple(columns.split(", "))

    assert promised == real_graph.ask(name).columns[: len(promised)]


@pytest.mark.parametrize("query", _saved("analysis", "checks"), ids=lambda query: query.name)
def test_saved_query_keeps_its_head(query: SavedQuery, real_graph: RealGraph) -> None:
    """Each saved query gives the columns and the number of rows that its head declares."""
    answer = real_graph.ask(query.name)
    most = query.head.rows.max if query.head.rows.max is not None else len(answer)

    assert query.columns == answer.columns
    assert query.head.rows.min <= len(answer) <= most


@pytest.mark.parametrize(
    "query", _saved("analysis", "checks", "competency"), ids=lambda query: query.name
)
def test_answer_has_one_order(query: SavedQuery, real_graph: RealGraph) -> None:
    """The checkpoint on disk and its copy in memory give the same rows in the same order."""
    on_disk = run(query, EmbeddedReader(real_graph.release.path))

    assert on_disk.rows == real_graph.ask(query.name).rows


@pytest.mark.parametrize("name", ["actions", "elements", "goals", "projects", "quantities"])
def test_rows_are_different(name: str, real_graph: RealGraph) -> None:
    """No row of an answer comes twice."""
    rows = Counter(tuple(sorted(row.items())) for row in real_graph.rows(name))

    assert [] == [row for row, times in rows.items() if times > 1]


@pytest.mark.parametrize(("document", "count"), [(WOONAGENDA, 40), (NETWERKSTAD, 19), (PLAN, 5)])
def test_numbered_actions_are_all_there_once(
    document: str, count: int, real_graph: RealGraph
) -> None:
    """Actions, choices and building blocks: each number once and none missing."""
    rows = _of(real_graph.rows("actions"), document)
    numbers = sorted(int(row["number"]) for row in rows if "number" in row)

    assert list(range(1, count + 1)) == numbers


def test_action_is_called_by_its_curated_name(real_graph: RealGraph) -> None:
    """A name in own words stands instead of the generated one, not beside it."""
    rows = [row for row in _of(real_graph.rows("actions"), WOONAGENDA) if row["number"] == "7"]

    assert [False] == [row["label"].startswith("Actie ") for row in rows]


def test_table_has_seventeen_contributions(real_graph: RealGraph) -> None:
    """Every row of the table is a contribution of its own contributor."""
    rows = [row for row in real_graph.rows("contributions") if row["budget"].endswith("-tabel")]

    assert (17, 17) == (len(rows), len({row["contributor"] for row in rows}))


def test_three_totals_are_stated(real_graph: RealGraph) -> None:
    """The yearly budget, the share of the municipalities and the total of the table."""
    rows = _select(
        real_graph,
        "PREFIX bg: <https://w3id.org/beleidsgraaf/def#> SELECT ?total WHERE { ?b a bg:Budget ; bg:statedTotal ?total }",
    )

    assert [306_000, 550_000, 551_213] == sorted(int(Decimal(row["total"])) for row in rows)


def test_letters_differ_on_dwellings(real_graph: RealGraph) -> None:
    """The check pairs the two letters, lower bound against exact number, and nothing else."""
    rows = real_graph.rows("disjoint-targets")
    dwellings = [row for row in rows if row["ind"] == "indicator/woningen-toegevoegd"]

    assert [(ALMELO, 69_000, ENSCHEDE, 60_000)] == [
        (row["t1"], float(row["lo1"]), row["t2"], float(row["hi2"])) for row in dwellings
    ]


def test_contract_text_pairs_the_same_targets(real_graph: RealGraph) -> None:
    """The text of the contract over the named graphs agrees with the saved check."""
    pairs = {(row["t1"], row["t2"]) for row in _select(real_graph, DISJOINT_TARGETS)}
    checked = {
        tuple(map(str, (row["t1"], row["t2"]))) for row in real_graph.ask("disjoint-targets")
    }

    assert checked == pairs


def test_overijssel_to_2030_is_paired_with_nothing(real_graph: RealGraph) -> None:
    """Sixty thousand for the province by 2030 is there, and in no pair."""
    targets = [
        row["quantity"]
        for row in real_graph.rows("quantities")
        if (row.get("place"), row.get("year"), row.get("low"))
        == ("plaats/overijssel", "2030", "60000")
    ]
    paired = {row[side] for row in real_graph.rows("disjoint-targets") for side in ("t1", "t2")}

    assert (True, set()) == (bool(targets), paired & set(targets))


def test_two_sums_differ(real_graph: RealGraph) -> None:
    """Two totals in the text do not match their parts; the total of the table does."""
    rows = real_graph.rows("sum-differs")

    assert [(306_000, 307_413), (550_000, 549_800)] == sorted(
        (int(Decimal(row["stated"])), int(Decimal(row["sum"]))) for row in rows
    )


def test_contract_text_finds_the_same_sums(real_graph: RealGraph) -> None:
    """The text of the contract over the named graphs agrees with the saved check."""
    rows = _select(real_graph, SUM_DIFFERS)

    assert [(306_000, 307_413), (550_000, 549_800)] == sorted(
        (int(Decimal(row["stated"])), int(Decimal(row["sum"]))) for row in rows
    )


def test_published_graph_meets_the_shapes(real_graph: RealGraph) -> None:
    """No shape is violated by what is published."""
    found = validate(real_graph.store, shape_files())

    assert [] == [str(one) for one in found if one.severity == "Violation"]


def test_every_claim_of_a_text_has_evidence(real_graph: RealGraph) -> None:
    """A claim that a reader made, person or program, says where it stands.

    Claims of an account (a version with a type) are not from a text; test_facts asks their source.
    """
    rows = _select(
        real_graph,
        """PREFIX bg: <https://w3id.org/beleidsgraaf/def#> PREFIX dct: <http://purl.org/dc/terms/> SELECT ?claim WHERE {
           ?claim a bg:Claim ; bg:layer ?layer FILTER(?layer != bg:Inferred)
           MINUS { ?claim bg:evidencedBy ?passage } MINUS { ?claim bg:statedIn ?version . ?version dct:type ?account } }""",
    )

    assert [] == rows


def test_every_quote_stands_in_its_text(real_graph: RealGraph) -> None:
    """The hash of every passage that carries a claim is that of the text at its offsets."""
    texts = real_graph.texts
    rows = _select(real_graph, EVIDENCE)
    wrong = [
        row["claim"]
        for row in rows
        if row["hash"]
        != quote_hash(
            texts[row["document"].rpartition("/")[2]][int(row["start"]) : int(row["end"])]
        )
    ]

    assert (True, []) == (len(rows) > 1_000, wrong)


def test_coverage_has_every_document_and_theme(real_graph: RealGraph) -> None:
    """The matrix is full for what was read: one row for each document and theme."""
    rows = [
        (row["document"], row["theme"])
        for row in real_graph.rows("coverage")
        if row["basis"] == "passages"
    ]
    documents = {row["document"] for row in real_graph.rows("documents")}
    themes = {row["theme"] for row in real_graph.rows("themes")}

    assert sorted((document, theme) for document in documents for theme in themes) == sorted(rows)


def test_every_key_project_of_the_agenda_has_a_category(real_graph: RealGraph) -> None:
    """What the agenda lists as a key project has a category; most have a municipality."""
    rows = [row for row in _of(real_graph.rows("projects"), WOONAGENDA) if "category" in row]
    placed = [row for row in rows if "municipality" in row]

    assert len(placed) > 30
