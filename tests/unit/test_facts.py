"""Reading a facts.yml strictly, and what its facts become."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.fact_elements import MappedFact, map_facts
from ingest.fact_quads import facts_graph, iter_fact_quads
from ingest.facts import CONFIDENCE, FactSheet, load_facts, load_sheets
from ontology.errors import FactsError
from ontology.iris import Names
from ontology.records import Iri, RegisterEntry
from ontology.terms import BG, DCT, PROV, RDF, UNIT

NAMES = Names("https://example.org/zandland/")
HEAD = """\
document: {id: nota-zand, title: Nota zand, short: Nota zand}
role: rol/analist
facts:
"""
FACT = """\
  - id: nz-1
    kind: goal
    text: Het zand blijft schoon.
    source: https://example.org/bericht
    source_kind: derde
    seen: secondary
"""
DWELLINGS = NAMES.mint("indicator", "woningen")
ENTRIES = {
    DWELLINGS: RegisterEntry(
        iri=DWELLINGS,
        kind="indicator",
        type=BG.Indicator,
        preferred="woningen",
        labels=(),
        unit=UNIT.NUM,
        mode=BG.Increment,
    ),
    NAMES.mint("project", "haven"): RegisterEntry(
        iri=NAMES.mint("project", "haven"),
        kind="project",
        type=BG.KeyProject,
        preferred="Haven",
        labels=(),
    ),
}
KNOWN = frozenset(
    {
        NAMES.mint("thema", "wonen"),
        NAMES.mint("plaats", "zandstad"),
        NAMES.mint("document", "grote-nota"),
    }
)


def write(folder: Path, facts: str, head: str = HEAD) -> Path:
    """A facts.yml in the folder of its document."""
    path = folder / "nota-zand" / "facts.yml"
    path.parent.mkdir()
    path.write_text(head + facts, encoding="utf-8")
    return path


def load(folder: Path, facts: str) -> FactSheet:
    """The sheet with these facts."""
    return load_facts(write(folder, facts), NAMES)


def map_one(folder: Path, more: str, kind: str = "goal") -> MappedFact:
    """What one fact with more keys becomes."""
    text = FACT.replace("kind: goal", f"kind: {kind}") + more
    (mapped,) = map_facts(load(folder, text), ENTRIES, KNOWN, NAMES)
    return mapped


def said(mapped: MappedFact) -> set[tuple[str, str]]:
    """Local name of the property and value (or last part of its IRI) of the fact's own element."""
    return {
        (
            one.predicate.rsplit("#", 1)[-1].rsplit("/", 1)[-1],
            (one.object if isinstance(one.object, str) else one.object.value).rpartition("/")[2],
        )
        for one in mapped.elements[0].statements
    }


def test_fact_has_source_and_confidence(tmp_path: Path) -> None:
    """A fact seen in a secondary source is less certain than one seen in a primary source."""
    (fact,) = load(tmp_path, FACT).facts

    assert ("https://example.org/bericht", Decimal("0.7")) == (fact.source, fact.confidence)
    assert CONFIDENCE["primary"] > CONFIDENCE["secondary"] > CONFIDENCE["uncertain"]


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (FACT + "    thema: thema/wonen\n", "nota-zand/facts.yml:10: unknown key 'thema' in a fact; did you mean 'themes'?"),
        (FACT.replace("goal", "gaol"), "nota-zand/facts.yml:5: kind: 'gaol' is not known; did you mean 'goal'?"),
        (FACT.replace("    seen: secondary\n", ""), "nota-zand/facts.yml:4: a fact: key 'seen' is missing"),
        (FACT.replace("secondary", "hearsay"), "nota-zand/facts.yml:9: seen: 'hearsay' is not known"),
        (FACT.replace("https://example.org/bericht", "bericht van gisteren"), "nota-zand/facts.yml:7: source: 'bericht van gisteren' is no identifier"),
        (FACT + FACT, "nota-zand/facts.yml:10: 'nz-1' also stands on line 4"),
        (FACT + "    value: veel\n", "nota-zand/facts.yml:10: value: expected a number"),
        (FACT + "    value: 5\n", "nz-1: a number and its indicator go together"),
        (FACT + "    indicator: indicator/woningen\n    low: 9\n    high: 5\n", "nz-1: low 9 is above high 5"),
        (FACT + "    indicator: indicator/woningen\n    value: 5\n    aim: true\n", "nz-1: an aim needs indicator, number, year and places"),
        (FACT + "    date: gisteren\n", "nota-zand/facts.yml:10: date: expected YYYY"),
        (FACT + "    states: {title: document/grote-nota}\n", "'title' is no relation"),
        (FACT.replace("Het zand", "x" * 300), "nota-zand/facts.yml:6: text: at most 300 characters"),
        ("  []\n", "facts: expected a list of 1 to"),
    ],
)  # fmt: skip
def test_error_names_line_and_what_is_allowed(tmp_path: Path, facts: str, message: str) -> None:
    """What breaks the schema stops the reading, with file, line and cause."""
    with pytest.raises(FactsError) as caught:
        load(tmp_path, facts)

    assert message in str(caught.value)


def test_document_is_named_after_its_folder(tmp_path: Path) -> None:
    """A file in the folder of another document is refused."""
    path = write(tmp_path, FACT, HEAD.replace("id: nota-zand", "id: nota-klei"))

    with pytest.raises(FactsError, match="id 'nota-klei' differs from its folder"):
        load_facts(path, NAMES)


def test_folder_without_facts_gives_nothing(tmp_path: Path) -> None:
    """A region whose documents were all read has no sheets."""
    assert {} == dict(load_sheets(tmp_path / "absent", NAMES))


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("goal", "", (BG.Goal, "doel/nota-zand-nz-1")),
        ("goal", "    about: reaction\n", (BG.PolicyElement, "uitspraak/nota-zand-nz-1")),
        ("choice", "", (BG.DesignPrinciple, "ontwikkelprincipe/nota-zand-nz-1")),
        ("theme", "", (BG.PolicyElement, "uitspraak/nota-zand-nz-1")),
        ("milestone", "    date: '2025-09'\n", (BG.Milestone, "mijlpaal/nota-zand-nz-1")),
        ("milestone", "", (BG.PolicyElement, "uitspraak/nota-zand-nz-1")),
        ("project", "    places: [plaats/zandstad]\n", (BG.KeyProject, "voorstel/nota-zand-nz-1")),
        ("project", "", (BG.PolicyElement, "uitspraak/nota-zand-nz-1")),
        ("quantity", "", (BG.PolicyElement, "uitspraak/nota-zand-nz-1")),
        ("quantity", "    indicator: indicator/woningen\n    value: 5\n", (BG.IndicatorObservation, "waarneming/nota-zand-nz-1")),
        ("quantity", "    indicator: indicator/woningen\n    low: 5\n    year: '2030'\n    places: [plaats/zandstad]\n    aim: true\n", (BG.Target, "streefwaarde/nota-zand-nz-1")),
    ],
)  # fmt: skip
def test_fact_becomes_what_its_kind_allows(
    tmp_path: Path, kind: str, more: str, expected: tuple[Iri, str]
) -> None:
    """The table of kinds: a class of the model where it fits, else a labelled policy element."""
    mapped = map_one(tmp_path, more, kind)

    assert expected == (mapped.type, mapped.elements[0].iri.rpartition("/id/")[2])


def test_target_takes_unit_and_mode_of_its_indicator(tmp_path: Path) -> None:
    """An aim of at least five dwellings has no upper bound; unit and mode come from the register."""
    more = "    indicator: indicator/woningen\n    low: 5\n    year: '2030'\n    places: [plaats/zandstad]\n    aim: true\n"
    found = said(map_one(tmp_path, more, "quantity"))

    assert {("lowerBound", "5"), ("hasUnit", "NUM"), ("measureMode", "def#Increment"), ("targetYear", "2030")} <= found  # fmt: skip
    assert "upperBound" not in {name for name, _ in found}


def test_theme_of_a_reaction_is_no_coverage(tmp_path: Path) -> None:
    """What others say of a document has a subject, but is no theme of the document."""
    found = said(map_one(tmp_path, "    about: reaction\n    themes: [thema/wonen]\n"))

    assert ("subject", "wonen") in found
    assert ("hasTheme", "wonen") not in found


def test_project_of_the_register_is_named_not_proposed(tmp_path: Path) -> None:
    """A fact about a known project makes that project occur in the document."""
    mapped = map_one(tmp_path, "    projects: [project/haven]\n", "project")

    assert [BG.PolicyElement, BG.KeyProject] == [one.type for one in mapped.elements]
    assert NAMES.mint("project", "haven") == mapped.elements[1].iri


def test_relation_is_said_of_the_document(tmp_path: Path) -> None:
    """A relation between documents has the document itself as subject, which does not occur in itself."""
    mapped = map_one(tmp_path, "    states: {buildsOn: document/grote-nota}\n", "relation")
    document = mapped.elements[-1]

    assert (NAMES.document("nota-zand"), False) == (document.iri, document.occurs)
    assert [(BG.buildsOn, NAMES.document("grote-nota"))] == [
        (one.predicate, one.object) for one in document.statements
    ]


def test_unknown_thing_is_refused_with_its_line(tmp_path: Path) -> None:
    """A fact that names what the register lacks stops the build."""
    with pytest.raises(FactsError, match=r"facts.yml:4: nz-1: .*thema/klei is not in the register"):
        map_one(tmp_path, "    themes: [thema/klei]\n")


def test_fact_that_is_left_out_becomes_nothing(tmp_path: Path) -> None:
    """A fact with a reason to leave it out stays in the file only."""
    sheet = load(tmp_path, FACT + "    left_out: Alleen namen van personen.\n")

    assert () == map_facts(sheet, ENTRIES, KNOWN, NAMES)


def test_version_is_marked_as_an_account(tmp_path: Path) -> None:
    """The version that stands for the document carries a type, and a hash of the facts file."""
    sheet = load(tmp_path, FACT)
    quads = list(iter_fact_quads(sheet, map_facts(sheet, ENTRIES, KNOWN, NAMES), NAMES))
    version = NAMES.mint("versie", f"nota-zand-feiten-{sheet.sha256[:12]}")
    marks = {
        q.object.value for q in quads if (q.subject.value, q.predicate.value) == (version, DCT.type)
    }

    assert {NAMES.mint("begrip", "weergave-uit-secundaire-bron")} == marks
    assert {facts_graph("nota-zand", NAMES)} == {q.graph_name.value for q in quads}


def test_every_claim_has_source_role_and_version(tmp_path: Path) -> None:
    """A claim of a fact is curated, has an outside source and names no passage."""
    sheet = load(tmp_path, FACT + "    themes: [thema/wonen]\n")
    quads = list(iter_fact_quads(sheet, map_facts(sheet, ENTRIES, KNOWN, NAMES), NAMES))
    claims = {
        q.subject.value
        for q in quads
        if (q.predicate.value, q.object.value) == (RDF.type, BG.Claim)
    }
    needed = (DCT.source, PROV.wasAttributedTo, BG.statedIn, BG.confidence)

    assert 2 == len(claims)
    for predicate in needed:
        assert claims == {q.subject.value for q in quads if q.predicate.value == predicate} & claims
    assert BG.evidencedBy not in {q.predicate.value for q in quads}


def test_two_facts_with_one_claim_keep_both_sources(tmp_path: Path) -> None:
    """A project named by two facts is one claim with two sources and the higher confidence."""
    first = FACT.replace("goal", "project") + "    projects: [project/haven]\n"
    second = (
        first.replace("nz-1", "nz-2").replace("bericht", "kaart").replace("secondary", "primary")
    )
    sheet = load(tmp_path, first + second)
    quads = list(iter_fact_quads(sheet, map_facts(sheet, ENTRIES, KNOWN, NAMES), NAMES))
    haven = NAMES.mint("project", "haven")
    (claim,) = {
        q.subject for q in quads if (q.predicate.value, q.object.value) == (RDF.subject, haven)
    }
    about = [(q.predicate.value, q.object.value) for q in quads if q.subject == claim]

    assert ["https://example.org/bericht", "https://example.org/kaart"] == [
        v for p, v in about if p == DCT.source
    ]
    assert ["0.9"] == [v for p, v in about if p == BG.confidence]


def test_account_names_the_version_that_replaces_it(tmp_path: Path) -> None:
    """When the document was read, its facts say which version takes over."""
    sheet = load(tmp_path, FACT)
    read = NAMES.version("nota-zand", "a" * 64)
    quads = iter_fact_quads(sheet, map_facts(sheet, ENTRIES, KNOWN, NAMES), NAMES, replaced_by=read)

    assert [read] == [q.object.value for q in quads if q.predicate.value == DCT.isReplacedBy]
