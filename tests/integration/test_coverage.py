"""Coverage, expectations, theme links and cascade: rules and queries on a few invented triples."""

from __future__ import annotations

from functools import cache

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store

from graph.rules import Rule, run_rules
from ontology.records import Iri
from queries.catalog import Catalog
from tests.integration.served import DOCUMENT, region, release, site

__all__ = ["region", "release", "site"]

BASE = "https://example.org/streek/"
HEAD = """
@base <https://example.org/streek/id/> .
@prefix bg: <https://w3id.org/beleidsgraaf/def#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix tooi: <https://identifier.overheid.nl/tooi/def/ont/> .
bg:LevelNational skos:inScheme bg:GovernmentLevelScheme ; skos:notation "1" ; skos:prefLabel "Rijk"@nl .
bg:LevelProvince skos:inScheme bg:GovernmentLevelScheme ; skos:notation "2" ; skos:prefLabel "provincie"@nl .
bg:LevelRegion skos:inScheme bg:GovernmentLevelScheme ; skos:notation "4" ; skos:prefLabel "regio"@nl .
bg:LevelMunicipality skos:inScheme bg:GovernmentLevelScheme ; skos:notation "5" ; skos:prefLabel "gemeente"@nl .
<o/rijk> a bg:Actor, tooi:Rijk . <o/provincie> a bg:Actor, tooi:Provincie .
<o/dorp> a bg:Actor, tooi:Gemeente ; skos:prefLabel "Dorp"@nl .
<o/stad> a bg:Actor, tooi:Gemeente ; skos:prefLabel "Stad"@nl .
<o/samen> a bg:Actor, org:OrganizationalCollaboration ; org:hasMember <o/dorp>, <o/stad> .
<thema/x> a bg:Theme . <thema/y> a bg:Theme .
<document/nota> a bg:Document ; dct:publisher <o/rijk> .
<document/agenda> a bg:Document ; dct:publisher <o/provincie>, <o/samen> .
<document/brief> a bg:Document ; dct:publisher <o/dorp> .
<versie/nota> a bg:DocumentVersion ; dct:isVersionOf <document/nota> .
<versie/agenda> a bg:DocumentVersion ; dct:isVersionOf <document/agenda> .
<versie/brief> a bg:DocumentVersion ; dct:isVersionOf <document/brief> .
"""
NOTA = "<doel/n> a bg:Goal ; bg:hasTheme <thema/x> ; bg:statedIn <versie/nota> ."
BRIEF = "<doel/b> a bg:Goal ; bg:hasTheme <thema/x> ; bg:statedIn <versie/brief> ."
AGENDA = "<project/a> a bg:KeyProject ; bg:hasTheme <thema/x> ; bg:statedIn <versie/agenda> ."


@cache
def _catalog() -> Catalog:
    return Catalog.load()


def publish(turtle: str, named: str = "", reviews: str = "") -> Store:
    """A store with these triples published, others in named graphs only, and all rules run."""
    store = Store()
    store.load(HEAD + turtle, RdfFormat.TURTLE)
    for name, content in (("doc-brief-0", named), ("reviews", reviews)):
        prefixes = "\n".join(line for line in HEAD.splitlines() if line.startswith("@"))
        graph = NamedNode(f"{BASE}graph/{name}")
        store.load(prefixes + content, RdfFormat.TURTLE, to_graph=graph)
    rules = _catalog().in_group("rules")
    run_rules(
        store,
        [Rule(one.name, one.text, one.head.repeat) for one in rules],
        Iri(f"{BASE}graph/inferred"),
    )
    return store


def ask(store: Store, name: str) -> list[dict[str, str]]:
    """The rows of a saved query; IRIs by their last part, an unbound cell absent."""
    solutions = store.query(_catalog().get(name).text)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{key: _short(row[key]) for key in names if row[key] is not None} for row in solutions]


def _short(term: NamedNode | Literal) -> str:
    return term.value.rpartition("/")[2].rpartition("#")[2]


def cell(store: Store, name: str, subject: str, theme: str = "x") -> dict[str, str]:
    """The one row of a subject and a theme."""
    (found,) = (
        row for row in ask(store, name) if (row["subject"], row["theme"]) == (subject, theme)
    )
    return found


def test_own_documents_make_the_grade_of_a_level() -> None:
    """What a level published alone is its grade; without joint documents there is no other."""
    row = cell(publish(NOTA), "coverage-levels", "LevelNational")

    assert ("3", "own", None) == (row["level"], row["roles"], row.get("joint"))


@pytest.mark.parametrize("level", ["LevelProvince", "LevelRegion"])
def test_a_joint_document_counts_for_each_level_and_is_marked(level: str) -> None:
    """A document of province and municipalities together counts for both, apart from their own."""
    row = cell(publish(AGENDA), "coverage-levels", level)

    assert ("0", "5", "joint") == (row["level"], row["joint"], row["roles"])


def test_a_group_of_municipalities_is_no_municipality() -> None:
    """Municipalities that act together are the region; their level has only own documents."""
    row = cell(publish(AGENDA), "coverage-levels", "LevelMunicipality")

    assert "0" == row["level"]
    assert "joint" not in row


def test_a_municipality_has_own_and_joint_documents() -> None:
    """Its letter makes its grade, what its group published is joint."""
    row = cell(publish(BRIEF + AGENDA), "coverage-municipalities", "dorp")

    assert ("3", "5", "joint+own") == (row["level"], row["joint"], row["roles"])


def test_a_project_counts_for_the_municipality_where_it_lies() -> None:
    """A place inside a municipality counts for the municipality."""
    place = """<plaats/stad> bg:governedBy <o/stad> . <plaats/wijk> geo:sfWithin <plaats/stad> .
    <project/p> a bg:KeyProject ; bg:hasTheme <thema/y> ; bg:scopePlace <plaats/wijk> ; bg:statedIn <versie/nota> ."""
    row = cell(publish(place), "coverage-municipalities", "stad", "y")

    assert ("5", "project", "1") == (row["level"], row["aspects"], row["elements"])


def test_a_programme_covers_its_themes_and_those_beside_its_name() -> None:
    """Its own theme gives a programme's grade, a passage that names it a mention."""
    store = publish(
        """<programma/p> a bg:Programme ; bg:hasTheme <thema/x> .
        <passage/1> bg:mentions <programma/p> ; bg:mentionsTheme <thema/y> ; oa:hasSource <versie/nota> ."""
    )

    assert ("4", "own") == tuple(
        cell(store, "coverage-programmes", "p")[key] for key in ("level", "roles")
    )
    assert ("1", "named") == tuple(
        cell(store, "coverage-programmes", "p", "y")[key] for key in ("level", "roles")
    )


@pytest.mark.parametrize(
    ("expected", "party"), [("lead", "provincie"), ("involved", "samen"), ("member", "dorp")]
)
def test_who_carries_an_action(expected: str, party: str) -> None:
    """Who leads, who takes part, and who is a member of a group that takes part."""
    store = publish(
        "<actie/1> a bg:Action ; bg:hasTheme <thema/x> ; bg:leadActor <o/provincie> ; bg:involvedActor <o/samen> ."
    )

    assert expected == cell(store, "coverage-actors", party)["roles"]


def test_a_municipality_is_not_listed_twice() -> None:
    """What a municipality carries as a party does not mix with what its documents cover."""
    store = publish(
        BRIEF + "<actie/1> a bg:Action ; bg:hasTheme <thema/x> ; bg:leadActor <o/dorp> ."
    )

    assert "own" == cell(store, "coverage-municipalities", "dorp")["roles"]
    assert "lead" == cell(store, "coverage-actors", "dorp")["roles"]


WITHHELD = """<doel/w> a bg:Goal ; bg:hasTheme <thema/x> ; bg:statedIn <versie/brief> .
<bewering/w> a bg:Claim ; rdf:subject <doel/w> ; rdf:predicate rdf:type ; rdf:object bg:Goal ;
  bg:confidence 0.2 ; bg:evidencedBy <passage/w> . <passage/w> oa:hasSource <versie/brief> ."""
REJECTED = "<oordeel/1> bg:reviews <bewering/w> ; bg:verdict bg:Rejected ."


@pytest.mark.parametrize(
    ("expected", "named", "reviews"),
    [
        ("not-found", "", ""),
        ("below-threshold", WITHHELD, ""),
        ("rejected", WITHHELD, REJECTED),
    ],
)
def test_why_a_cell_is_empty(expected: str, named: str, reviews: str) -> None:
    """Nothing there, something too uncertain, or something a reviewer rejected."""
    rows = ask(publish("", named, reviews), "coverage-empty")
    reasons = {(row["document"], row["theme"]): row["reason"] for row in rows}

    assert expected == reasons["brief", "x"]


def test_a_cell_with_something_has_no_reason() -> None:
    """Only empty cells are explained."""
    rows = ask(publish(BRIEF), "coverage-empty")

    assert ("brief", "x") not in {(row["document"], row["theme"]) for row in rows}


def test_documents_not_read_have_a_reason_too() -> None:
    """Known by facts only, and not processed at all, are two reasons."""
    store = publish(
        """<document/vaag> a bg:Document . <document/verhaal> a bg:Document .
        <versie/verhaal> a bg:DocumentVersion ; dct:isVersionOf <document/verhaal> ; dct:type <begrip/feiten> ."""
    )
    reasons = {row["document"]: row["reason"] for row in ask(store, "coverage-empty")}

    assert "not-processed" == reasons["vaag"]
    assert "facts-only" == reasons["verhaal"]


EXPECTS = """<document/brief> bg:documentType <begrip/brief> .
<begrip/brief> bg:expectsTheme <thema/x> ; bg:expectedLevel 3 ."""


@pytest.mark.parametrize(
    ("expected", "turtle"),
    [
        ("met", BRIEF),
        ("weak", "<passage/1> bg:mentionsTheme <thema/x> ; oa:hasSource <versie/brief> ."),
        ("missing", ""),
        ("unread", "<versie/brief> dct:type <begrip/feiten> ."),
    ],
)
def test_expectation(expected: str, turtle: str) -> None:
    """A kind of document meets its expectation, falls short, misses it, or was not read."""
    rows = ask(publish(EXPECTS + turtle), "coverage-expected")

    assert {"x": expected, "y": "not-applicable"} == {row["theme"]: row["result"] for row in rows}


@pytest.mark.parametrize(
    ("expected", "turtle"),
    [
        (("met", "3"), BRIEF),
        (("weak", "1"), "<passage/1> bg:mentionsTheme <thema/x> ; oa:hasSource <versie/brief> ."),
        (("missing", "0"), ""),
        (("unread", "0"), "<versie/brief> dct:type <begrip/feiten> ."),
    ],
)
def test_the_view_of_gaps_says_how_an_expectation_fares(
    expected: tuple[str, str], turtle: str
) -> None:
    """Each expected pair is a line of its own style, with the depth found and who expects it."""
    named = '<begrip/brief> skos:prefLabel "raadsbrief"@nl .'
    rows = ask(publish(EXPECTS + named + turtle), "view-gaten")
    (row,) = (row for row in rows if row.get("expected"))

    assert (*expected, "3", "raadsbrief") == (
        row["style"],
        row["level"],
        row["expected"],
        row["because"],
    )


def test_the_view_of_gaps_tells_what_nobody_expects() -> None:
    """Nothing found on a theme that a document need not treat is no gap."""
    rows = ask(publish(EXPECTS), "view-gaten")
    pairs = {(row["source"], row["target"]): row["style"] for row in rows}

    assert "not-applicable" == pairs["brief", "y"]


@pytest.mark.parametrize(("expected", "turtle"), [([("brief", "x")], ""), ([], BRIEF)])
def test_expected_theme_missing(expected: list[tuple[str, str]], turtle: str) -> None:
    """The check speaks where nothing was found of what was expected, and is silent else."""
    rows = ask(publish(EXPECTS + turtle), "expected-theme-missing")

    assert expected == [(row["document"], row["theme"]) for row in rows]


def test_themes_meet_in_passages_and_goals() -> None:
    """Shared passages and shared goals are counted apart."""
    store = publish(
        """<passage/1> bg:mentionsTheme <thema/x>, <thema/y> . <passage/2> bg:mentionsTheme <thema/x>, <thema/y> .
        <doel/1> a bg:Goal ; bg:hasTheme <thema/x>, <thema/y> ."""
    )
    (row,) = ask(store, "nexus-themes")

    assert ("2", "1", "goal+mentions") == (row["passages"], row["elements"], row["kinds"])


def test_themes_that_never_meet_have_a_row() -> None:
    """A pair without link is shown as nought, not left out."""
    (row,) = ask(publish(NOTA), "nexus-themes")

    assert ("0", "0", "") == (row["passages"], row["elements"], row["kinds"])


def test_strength_of_commitment() -> None:
    """A thing counts once for each strength with which it is said."""
    store = publish(
        NOTA
        + """<b/1> rdf:subject <doel/n> ; bg:modality bg:Afspraak . <b/2> rdf:subject <doel/n> ; bg:modality bg:Afspraak .
        <b/3> rdf:subject <doel/n> ; bg:modality bg:Ambitie ."""
    )
    row = next(row for row in ask(store, "commitment-themes") if row["theme"] == "x")

    assert ("0", "1", "1") == (row["decisions"], row["agreements"], row["ambitions"])


WELLBEING = """<begrip/later> skos:inScheme <schema/welvaart> ; skos:notation "2" .
<begrip/nu> skos:inScheme <schema/welvaart> ; skos:notation "1" .
<thema/x> skos:relatedMatch <begrip/nu>, <begrip/later> ."""


def test_goals_follow_the_dimensions_of_their_theme() -> None:
    """A goal counts for each side of prosperity that its theme touches."""
    rows = ask(publish(NOTA + WELLBEING), "nexus-wellbeing")

    assert [("nu", "1"), ("later", "1")] == [(row["dimension"], row["goals"]) for row in rows]


def test_a_goal_may_say_its_own_dimension() -> None:
    """What is said of a goal itself goes before its theme."""
    rows = ask(
        publish(NOTA + WELLBEING + "<doel/n> dct:subject <begrip/later> ."), "nexus-wellbeing"
    )

    assert [("nu", "0"), ("later", "1")] == [(row["dimension"], row["goals"]) for row in rows]


def steps(store: Store) -> dict[str, tuple[str, str]]:
    """Step of the cascade of theme x → things found and things tied."""
    rows = [row for row in ask(store, "cascade") if row["theme"] == "x"]
    return {row["step"]: (row["things"], row["tied"]) for row in rows}


def test_cascade_counts_each_step() -> None:
    """A national goal, a municipal goal and a regional project stand on their own steps."""
    assert {"1": ("1", "0"), "3": ("1", "0"), "5": ("1", "0")} == steps(
        publish(NOTA + BRIEF + AGENDA)
    )


def test_a_goal_that_serves_a_higher_level_is_tied() -> None:
    """A recorded relation from the municipality to the state mends that link."""
    store = publish(NOTA + BRIEF + "<doel/b> bg:contributesTo <doel/n> .")

    assert ("1", "1") == steps(store)["3"]


def test_a_project_that_carries_out_a_goal_is_tied() -> None:
    """Projects are tied by carrying out a goal."""
    store = publish(BRIEF + AGENDA + "<project/a> bg:realises <doel/b> .")

    assert ("1", "1") == steps(store)["5"]


def test_goals_of_two_levels_are_a_candidate() -> None:
    """Sharing a theme and a place without a relation makes a candidate, lower to upper."""
    place = "<doel/n> bg:scopePlace <plaats/z> . <doel/b> bg:scopePlace <plaats/z> ."
    rows = ask(publish(NOTA + BRIEF + place), "cascade-candidates")

    assert [("b", "n", "1")] == [(row["lower"], row["upper"], row["places"]) for row in rows]


def test_a_recorded_relation_is_no_candidate() -> None:
    """What is recorded need not be proposed."""
    store = publish(NOTA + BRIEF + "<doel/b> bg:contributesTo <doel/n> .")

    assert [] == ask(store, "cascade-candidates")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/dekking", "Wat hoort een document te behandelen?"),
        ("/dekking?per=bestuurslaag", "Hoe diep behandelt elke bestuurslaag"),
        ("/dekking?per=gemeente", "niets gevonden"),
        ("/dekking?per=programma", "Welk programma dekt welk thema?"),
        ("/dekking?per=actor", "niets gevonden"),
        ("/dekking?per=thema", "Welke thema’s komen samen?"),
        ("/doorwerking", "Bij ‘Rijk’ is niets gevonden."),
        ("/doorwerking/wonen", "Waar de keten breekt"),
        (f"/dekking/{DOCUMENT}/landschap", "Over landschap is niets gevonden in deze versie"),
        ("/", "Eerst bespreken"),
    ],
)
def test_page(site: httpx.Client, path: str, words: str) -> None:
    """Each state of the pages is there and says what it shows; none says something is not there."""
    page = site.get(path)

    assert 200 == page.status_code
    assert words in page.text
    assert "bestaat niet" not in page.text.split("<footer")[0]


def test_an_unknown_division_is_refused(site: httpx.Client) -> None:
    """The switch has six values; another is an error a person understands."""
    assert 400 == site.get("/dekking?per=maan").status_code


@pytest.mark.parametrize("per", ["bestuurslaag", "gemeente", "programma", "actor"])
def test_coverage_as_json(site: httpx.Client, per: str) -> None:
    """Each division is had as JSON too."""
    assert per == site.get("/api/coverage", params={"per": per}).json()["per"]


def test_coverage_of_documents_gives_reasons(site: httpx.Client) -> None:
    """An empty cell of the matrix says why, as data."""
    cells = site.get("/api/coverage").json()["cells"]

    assert {"not-found"} == {cell["reason"] for cell in cells if not cell["level"]}


def _stands(thing: str, kind: str, start: int, end: int, more: str = "") -> str:
    """A thing of the letter with the one place where it stands, and its existence claim."""
    slug = thing.replace("/", "-")
    return f"""<{thing}> a bg:{kind} ; bg:statedIn <versie/brief> ; {more} bg:evidencedBy <passage/{slug}> .
    <bewering/{slug}> a bg:Claim ; rdf:subject <{thing}> ; rdf:predicate rdf:type ; rdf:object bg:{kind} ;
      bg:layer bg:Curated ; bg:evidencedBy <passage/{slug}> . {_place(slug, start, end)}"""


def _place(slug: str, start: int, end: int) -> str:
    return f"""<passage/{slug}> a bg:Passage ; oa:hasSource <versie/brief> ; oa:hasSelector <passage/{slug}#s> .
    <passage/{slug}#s> oa:start {start} ; oa:end {end} . """


AIM = _stands("streefwaarde/1", "Target", 100, 120, "bg:hasTheme <thema/x> ;")
ON_X = "bg:hasTheme <thema/x> ;"


@pytest.mark.parametrize(
    ("expected", "turtle"),
    [
        (["a"], _stands("doel/a", "Goal", 80, 130, ON_X)),
        ([], _stands("doel/a", "Goal", 80, 130, "bg:hasTheme <thema/y> ;")),
        (["a"], _stands("doel/a", "Goal", 20, 60, ON_X) + _place("blok", 10, 300)),
        ([], _stands("doel/a", "Goal", 20, 60, ON_X)),
        ([], _stands("doel/a", "Goal", 190, 220, ON_X) + _place("blok", 10, 300)),
        (
            ["b"],
            _stands("doel/a", "Goal", 20, 40, ON_X)
            + _stands("doel/b", "Goal", 50, 90, ON_X)
            + _place("blok", 10, 300),
        ),
    ],
)
def test_a_target_belongs_to_the_goal_it_stands_in_or_beside(
    expected: list[str], turtle: str
) -> None:
    """Within the words of a goal on its theme, else the nearest before it in the same paragraph."""
    rows = ask(publish(AIM + turtle), "goal-means")

    assert expected == [row["goal"] for row in rows if row["means"] == "1"]


def test_a_target_of_a_goal_is_inferred_from_both_claims() -> None:
    """The relation says that a rule made it, and from which claims it follows."""
    store = publish(AIM + _stands("doel/a", "Goal", 80, 130, ON_X))
    found = store.query(
        "SELECT ?layer (COUNT(?basis) AS ?n) { ?c <http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> "
        "<https://w3id.org/beleidsgraaf/def#contributesTo> ; "
        "<https://w3id.org/beleidsgraaf/def#layer> ?layer ; "
        "<http://www.w3.org/ns/prov#wasDerivedFrom> ?basis } GROUP BY ?layer"
    )
    assert isinstance(found, QuerySolutions)

    assert [("Inferred", "2")] == [(_short(row["layer"]), row["n"].value) for row in found]
