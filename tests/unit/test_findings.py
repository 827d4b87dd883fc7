"""Findings over releases: identity, first and last sight, decisions, sentences."""

from collections.abc import Sequence

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from graph.finding_texts import Wording
from graph.findings import Check, Finding, Findings, find_all, read_findings, read_verdicts
from ontology.errors import QueryError
from ontology.iris import Names
from ontology.records import Iri
from ontology.terms import BG

NAMES = Names("https://example.org/streek/")
FIRST, SECOND = NAMES.mint("uitgave", "2031-01-01"), NAMES.mint("uitgave", "2031-02-01")
HEAD = """
@base <https://example.org/streek/id/> .
@prefix bg: <https://w3id.org/beleidsgraaf/def#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
GOAL = '<doel/a> a bg:Goal ; skos:prefLabel "rust in de duinen"@nl, "quiet dunes"@en .'
CLAIM = """
<bewering/1> rdf:subject <doel/a> ; rdf:predicate rdf:type ; bg:evidencedBy <passage/kort>, <passage/lang> .
<passage/kort> oa:hasSource <versie/v> ; oa:hasSelector <passage/kort#sel> . <passage/kort#sel> oa:start 1 ; oa:end 5 .
<passage/lang> oa:hasSource <versie/v> ; oa:hasSelector <passage/lang#sel> . <passage/lang#sel> oa:start 1 ; oa:end 50 .
"""
CHECK = Check(
    name="doel-zonder-wat-dan-ook",
    text=f"SELECT ?goal WHERE {{ ?goal a <{BG.Goal}> }}",
    severity="warning",
    focus=("goal",),
    message={"nl": "Over {goal} is niets gevonden.", "en": "Nothing on {goal} was found."},
)


def load(turtle: str) -> Store:
    """A store whose default graph holds these triples."""
    store = Store()
    store.load(HEAD + turtle, RdfFormat.TURTLE)
    return store


def find(turtle: str, before: Findings | None = None, release: Iri = FIRST) -> Findings:
    """What the one check finds."""
    quads = list(before.iter_quads({}, NAMES)) if before else []
    return find_all(load(turtle), [CHECK], quads, release, NAMES)


def iris(findings: Sequence[Finding]) -> list[Iri]:
    """Which findings these are."""
    return [finding.iri for finding in findings]


def test_same_check_and_focus_is_the_same_finding() -> None:
    """The IRI hangs on the check and its focus alone, not on the release."""
    first = find(GOAL)

    assert iris(first.found) == iris(find(GOAL, release=SECOND).found)


def test_first_sight_stays() -> None:
    """Found again: the first release stays and the last one moves."""
    again = find(GOAL, before=find(GOAL), release=SECOND)

    assert [(FIRST, SECOND)] == [finding.seen for finding in again.found]


def test_what_is_not_found_again_stays_on_record() -> None:
    """A finding that is gone keeps the release that saw it last."""
    later = find("", before=find(GOAL), release=SECOND)

    assert [(FIRST, FIRST)] == [finding.seen for finding in later.gone]


def test_findings_survive_being_written() -> None:
    """What was written as quads is read back as it was."""
    found = find(GOAL + CLAIM)

    assert list(found.found) == list(
        read_findings(q for q in found.iter_quads({}, NAMES) if "graph" in str(q.graph_name))
    )


def test_longest_passage_is_the_source() -> None:
    """Of all places that name a goal, the longest is quoted."""
    assert {NAMES.mint("passage", "lang")} == set(find(GOAL + CLAIM).found[0].sources)


def test_sentence_in_both_languages() -> None:
    """Names come from the graph, each in its language."""
    assert {
        "nl": "Over rust in de duinen is niets gevonden.",
        "en": "Nothing on quiet dunes was found.",
    } == find(GOAL).found[0].texts


def test_latest_decision_counts() -> None:
    """Of two reviews the later one gives status, reason and role."""
    store = Store()
    store.load(
        HEAD
        + """GRAPH <graph:reviews> {
        <beoordeling/1> bg:reviews <bevinding/x> ; bg:verdict bg:StatusAccepted ; bg:statusReason "a"@nl ;
          prov:wasAssociatedWith <rol/analist> ; prov:endedAtTime "2031-01-02T00:00:00Z" .
        <beoordeling/2> bg:reviews <bevinding/x> ; bg:verdict bg:StatusExplained ; bg:statusReason "b"@nl ;
          prov:wasAssociatedWith <rol/analist> ; prov:endedAtTime "2031-01-03T00:00:00Z" . }""",
        RdfFormat.TRIG,
    )

    assert [BG.StatusExplained] == [verdict.status for verdict in read_verdicts(store).values()]


def test_decision_without_reason_does_not_count() -> None:
    """A status that nobody explained leaves the finding open."""
    store = Store()
    store.load(
        HEAD
        + "GRAPH <graph:reviews> { <beoordeling/1> bg:reviews <bevinding/x> ; bg:verdict bg:StatusDismissed . }",
        RdfFormat.TRIG,
    )

    assert {} == read_verdicts(store)


def test_row_without_focus_is_refused() -> None:
    """A check whose row is about nothing is a fault of its file."""
    check = Check(
        name="leeg",
        text='SELECT ("x" AS ?goal) {}',
        severity="notice",
        focus=("goal",),
        message=CHECK.message,
    )

    with pytest.raises(QueryError, match="leeg"):
        find_all(load(""), [check], (), FIRST, NAMES)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("60000", "60000", "60.000"),
        ("60000", "1000000000000000", "minstens 60.000"),
        ("-1000000000000000", "12.5", "hoogstens 12,5"),
        ("20000", "22000", "20.000 tot 22.000"),
    ],
)
def test_interval_in_words(low: str, high: str, expected: str) -> None:
    """Two ends become one exact number, a range, or a range that is open on one side."""
    store = load("")
    row = dict(
        zip(
            ("a", "b"),
            next(iter(store.query(f"SELECT ({low} AS ?a) ({high} AS ?b) {{}}"))),
            strict=True,
        )
    )

    assert expected == Wording(store, "nl").sentence("{a..b}", row)


@pytest.mark.parametrize(
    ("expected", "value", "kind", "language"),
    [
        ("3 mei 2031", "2031-05-03", "date", "nl"),
        ("May 2031", "2031-05", "gYearMonth", "en"),
        ("2031", "2031", "gYear", "nl"),
    ],
)
def test_date_in_words(expected: str, value: str, kind: str, language: str) -> None:
    """A day or month in a sentence is written as people write it."""
    row = {"d": Literal(value, datatype=NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}"))}

    assert expected == Wording(Store(), language).sentence("{d}", row)
