"""The shapes let a conforming graph pass and catch each seeded fault.

Data: tests/data/shapes/conforming.ttl, a small made-up region, with the vocabulary beside it. A
fault takes statements away from that graph or adds some; exactly the named shape must report it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as engine
import pyshacl
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS, SH

from graph.shapes import validate

ROOT = Path(__file__).parents[2]
SHAPE_FILES = sorted((ROOT / "ontology" / "shapes").glob("*.ttl"))
CONFORMING = ROOT / "tests" / "data" / "shapes" / "conforming.ttl"
BGS = "https://w3id.org/beleidsgraaf/shapes#"

VERSION = "<versie/bomenplan-0123456789ab>"
PASSAGE = "<passage/0123456789ab-10-60>"
SELECTOR = "<passage/0123456789ab-10-60#sel>"
TARGET = "<streefwaarde/bomenplan-bomen-geplant-veldland-2040>"
OPEN_TARGET = "<streefwaarde/bomenplan-bomen-geplant-veldland-2050>"
OBSERVED = "<waarneming/bomenplan-inwoners-veldland>"
EXTRACTED = "<bewering/0000000000000001>"
CURATED = "<bewering/0000000000000002>"
INFERRED = "<bewering/0000000000000003>"
SHARE = "<bijdrage/bomenplan-2026-tabel-eikdorp>"
BUDGET = "<begroting/bomenplan-2026-tabel>"
SEAT = "<zetel/bomenraad-1>"
MILESTONE = "<mijlpaal/bomenplan-2027-06-bomenraad>"
COVERAGE = "<dekking/bomenplan-groen>"
SUMMARY = "<dekking/overzicht-laag-gemeente-groen>"
FINDING = "<bevinding/sum-differs-000000000001>"
LONG = "x" * 301
VERY_LONG = "x" * 601


@dataclass(frozen=True)
class Fault:
    """What is wrong, which shape must say so, and how the graph is broken."""

    shape: str
    why: str
    remove: str = ""  # 'subject predicate': all its values go
    add: str = ""  # Turtle


FAULTS = [
    # passages
    Fault("Passage-source", "a passage without version", f"{PASSAGE} oa:hasSource"),
    Fault(
        "Passage-quoteHash",
        "a hash that is too short",
        f"{PASSAGE} bg:quoteHash",
        f'{PASSAGE} bg:quoteHash "sha256:00aa" .',
    ),
    Fault("Passage-start", "two starts", add=f"{SELECTOR} oa:start 20 ."),
    Fault("Passage-end", "no end", f"{SELECTOR} oa:end"),
    Fault(
        "Selector-order",
        "a passage that starts where it ends",
        f"{SELECTOR} oa:start",
        f"{SELECTOR} oa:start 60 .",
    ),
    Fault("Passage-page", "page nought", add=f"{PASSAGE} bg:pageNumber 0 ."),
    Fault(
        "EvidencedBy-passage", "evidence that is not there", add=f"{TARGET} bg:evidencedBy <p/1> ."
    ),
    Fault(
        "StatedIn-version",
        "a place of mention that is no version",
        add=f"{TARGET} bg:statedIn <document/bomenplan> .",
    ),
    Fault(
        "MentionsTheme-theme",
        "a theme that no scheme holds",
        add=f"{TARGET} bg:hasTheme <thema/onbekend> .",
    ),
    Fault("Mentions-named", "a mention as text", add=f'{PASSAGE} bg:mentions "Veldland" .'),
    # claims
    Fault("Claim-subject", "a claim about nothing", f"{EXTRACTED} rdf:subject"),
    Fault(
        "Claim-predicate",
        "two predicates in one claim",
        add=f"{EXTRACTED} rdf:predicate bg:hasTheme .",
    ),
    Fault("Claim-object", "two objects in one claim", add=f"{EXTRACTED} rdf:object bg:Goal ."),
    Fault("Claim-layer", "a claim without layer", f"{EXTRACTED} bg:layer"),
    Fault("Claim-reviewStatus", "a claim without review status", f"{EXTRACTED} bg:reviewStatus"),
    Fault(
        "Claim-confidence",
        "a confidence above one",
        f"{EXTRACTED} bg:confidence",
        f"{EXTRACTED} bg:confidence 1.5 .",
    ),
    Fault(
        "ExtractedClaim-confidence",
        "an extracted claim without confidence",
        f"{EXTRACTED} bg:confidence",
    ),
    Fault("ExtractedClaim-method", "an extracted claim without method", f"{EXTRACTED} bg:method"),
    Fault(
        "ExtractedClaim-evidence",
        "an extracted claim without passage",
        f"{EXTRACTED} bg:evidencedBy",
    ),
    Fault("CuratedClaim-role", "a curated claim of nobody", f"{CURATED} prov:wasAttributedTo"),
    Fault(
        "CuratedClaim-evidence",
        "a curated claim without passage or source",
        f"{CURATED} bg:evidencedBy",
    ),
    Fault(
        "InferredClaim-derived", "an inferred claim from nothing", f"{INFERRED} prov:wasDerivedFrom"
    ),
    Fault("InferredClaim-method", "an inferred claim without rule", f"{INFERRED} bg:method"),
    Fault(
        "InferredClaim-noEvidence",
        "an inferred claim with a passage",
        add=f"{INFERRED} bg:evidencedBy {PASSAGE} .",
    ),
    Fault(
        "Claim-object-length",
        "a long text as object",
        f"{EXTRACTED} rdf:object",
        f'{EXTRACTED} rdf:object "{LONG}" .',
    ),
    # reviews and runs
    Fault("Review-subject", "a review of nothing", "<beoordeling/1> bg:reviews"),
    Fault("Review-verdict", "a review without verdict", "<beoordeling/1> bg:verdict"),
    Fault("Review-role", "a review by nobody", "<beoordeling/1> prov:wasAssociatedWith"),
    Fault("ExtractionRun-agent", "a run of no software", "<run/2027-01-01> prov:wasAssociatedWith"),
    # documents
    Fault("Document-title", "a document without title", "<document/groenvisie> skos:prefLabel"),
    Fault(
        "Document-horizon",
        "a horizon as plain number",
        add="<document/groenvisie> bg:planHorizon 2040 .",
    ),
    Fault(
        "DocumentVersion-work",
        "a version of two documents",
        add=f"{VERSION} dct:isVersionOf <document/groenvisie> .",
    ),
    Fault(
        "DocumentVersion-sha256",
        "a hash with capitals",
        f"{VERSION} bg:sha256",
        f'{VERSION} bg:sha256 "{"AB" * 32}" .',
    ),
    Fault(
        "VersionOf-document",
        "a version of a place",
        f"{VERSION} dct:isVersionOf",
        f"{VERSION} dct:isVersionOf <plaats/veldland> .",
    ),
    Fault("Cites-iri", "a reference as text", add='<document/bomenplan> cito:cites "Groenvisie" .'),
    Fault(
        "OpenList-concept",
        "a status that is a place",
        add=f"{VERSION} bg:adoptionStatus <plaats/veldland> .",
    ),
    # strategy
    Fault("Theme-label", "a theme without name", "<thema/groen> skos:prefLabel"),
    Fault("Theme-scheme", "a theme outside any scheme", "<thema/groen> skos:inScheme"),
    Fault(
        "Goal-level", "a goal on two levels", add="<doel/koele-dorpen> bg:goalLevel bg:SubGoal ."
    ),
    Fault(
        "Goal-horizon",
        "a horizon as date",
        add='<doel/koele-dorpen> bg:horizonYear "2050-01-01"^^xsd:date .',
    ),
    Fault(
        "ContributesTo-goal",
        "a contribution to a project",
        add="<doel/meer-schaduw> bg:contributesTo <project/zonnewei> .",
    ),
    Fault(
        "PrimaryParent-single",
        "two parents for display",
        add="<doel/koele-dorpen> bg:primaryParent <doel/meer-schaduw> .",
    ),
    Fault(
        "Addresses-challenge",
        "an answer to a goal",
        add="<doel/meer-schaduw> bg:addresses <doel/koele-dorpen> .",
    ),
    Fault(
        "Realises-end",
        "a project that realises a challenge",
        add="<project/zonnewei> bg:realises <opgave/hitte> .",
    ),
    Fault(
        "UsesInstrument-instrument",
        "an action that uses a goal",
        add="<actie/bomenplan-3> bg:usesInstrument <doel/koele-dorpen> .",
    ),
    Fault("KeyProject-label", "a project without name", "<project/zonnewei> skos:prefLabel"),
    Fault(
        "ProjectCategory-concept",
        "a category that is a place",
        add="<project/zonnewei> bg:projectCategory <plaats/veldland> .",
    ),
    Fault(
        "Action-number", "an action with two numbers", add="<actie/bomenplan-3> bg:actionNumber 4 ."
    ),
    Fault("Action-statedIn", "an action of no document", "<actie/bomenplan-3> bg:statedIn"),
    Fault(
        "Relation-iri", "a lead actor as text", add='<actie/bomenplan-3> bg:leadActor "Eikdorp" .'
    ),
    # numbers and dates
    Fault("Target-indicator", "a target without indicator", f"{TARGET} bg:forIndicator"),
    Fault("Target-year", "a target without year", f"{TARGET} bg:targetYear"),
    Fault("Target-mode", "a target without measure mode", f"{TARGET} bg:measureMode"),
    Fault("Target-unit", "a target with two units", add=f"{TARGET} qudt:hasUnit unit:HA ."),
    Fault("Target-place", "a target for nowhere", f"{TARGET} bg:scopePlace"),
    Fault("Target-statedIn", "a target of no document", f"{TARGET} bg:statedIn"),
    Fault("Target-bound", "a target without number", f"{OPEN_TARGET} bg:lowerBound"),
    Fault(
        "LowerBound-value",
        "a lower bound above the upper bound",
        f"{TARGET} bg:lowerBound",
        f"{TARGET} bg:lowerBound 901.0 .",
    ),
    Fault(
        "UpperBound-value",
        "a bound as whole number",
        f"{TARGET} bg:upperBound",
        f"{TARGET} bg:upperBound 900 .",
    ),
    Fault(
        "Approximate-value",
        "approximate as text",
        f"{TARGET} bg:isApproximate",
        f'{TARGET} bg:isApproximate "ja" .',
    ),
    Fault(
        "Baseline-year",
        "a year with a month",
        f"{TARGET} bg:baselineYear",
        f'{TARGET} bg:baselineYear "2020-01"^^xsd:gYearMonth .',
    ),
    Fault(
        "Baseline-observation",
        "a baseline that is a target",
        add=f"{TARGET} bg:baseline {OPEN_TARGET} .",
    ),
    Fault(
        "Indicator-label", "an indicator without name", "<indicator/bomen-geplant> skos:prefLabel"
    ),
    Fault(
        "ForIndicator-indicator",
        "an unknown indicator",
        f"{TARGET} bg:forIndicator",
        f"{TARGET} bg:forIndicator <indicator/x> .",
    ),
    Fault(
        "Observation-indicator", "an observation of nothing", f"{OBSERVED} sosa:observedProperty"
    ),
    Fault("Observation-value", "an observation without value", f"{OBSERVED} sosa:hasSimpleResult"),
    Fault(
        "Deadline-date",
        "a deadline as text",
        "<actie/bomenplan-3> bg:deadline",
        '<actie/bomenplan-3> bg:deadline "eind 2031" .',
    ),
    # governance
    Fault(
        "Body-meetingsMin",
        "half a meeting",
        "<overleg/bomenraad> bg:meetingsPerYearMin",
        "<overleg/bomenraad> bg:meetingsPerYearMin 1.5 .",
    ),
    Fault(
        "Body-meetingsMax",
        "fewer than no meetings",
        "<overleg/bomenraad> bg:meetingsPerYearMax",
        "<overleg/bomenraad> bg:meetingsPerYearMax -1 .",
    ),
    Fault("Body-reference", "a body as text", add='<overleg/werkgroep> bg:prepares "Bomenraad" .'),
    Fault(
        "Body-mandate",
        "a mandate that is a goal",
        add="<overleg/werkgroep> bg:hasMandate <doel/koele-dorpen> .",
    ),
    Fault("Seat-body", "a seat in no body", f"{SEAT} org:postIn"),
    Fault("Seat-count", "a seat for nobody", f"{SEAT} bg:seatCount", f"{SEAT} bg:seatCount 0 ."),
    Fault("Seat-actors", "a delegation as text", add=f'{SEAT} bg:delegatedBy "Eikdorp" .'),
    Fault("Mandate-type", "a mandate without type", "<mandaat/bomenraad-besluiten> bg:mandateType"),
    Fault("Milestone-time", "a milestone without date", f"{MILESTONE} bg:deadline"),
    Fault("Milestone-decides", "a decision on text", add=f'{MILESTONE} bg:decides "het plan" .'),
    # money
    Fault(
        "Contribution-contributor",
        "two who pay one share",
        add=f"{SHARE} bg:contributor <organisatie/beukstad> .",
    ),
    Fault("Contribution-amount", "a share without amount", f"{SHARE} bg:amount"),
    Fault("Contribution-year", "a share of no year", f"{SHARE} bg:fiscalYear"),
    Fault("Budget-total", "two totals in one budget", add=f"{BUDGET} bg:statedTotal 901.0 ."),
    Fault(
        "FiscalYear-year",
        "a year as plain number",
        f"{BUDGET} bg:fiscalYear",
        f"{BUDGET} bg:fiscalYear 2026 .",
    ),
    Fault("PartOfBudget-budget", "a share of a share", add=f"{SHARE} bg:partOfBudget {SHARE} ."),
    Fault(
        "AllocationBasis-concept",
        "a basis that is a goal",
        add=f"{SHARE} bg:allocationBasis <doel/koele-dorpen> .",
    ),
    # places
    Fault(
        "ScopePlace-place",
        "a scope that is an actor",
        add="<project/zonnewei> bg:scopePlace <organisatie/eikdorp> .",
    ),
    Fault("Place-iri", "a government as text", add='<plaats/veldland> bg:governedBy "Noordrand" .'),
    # coverage
    Fault("ThemeCoverage-document", "coverage of no version", f"{COVERAGE} bg:inDocument"),
    Fault("ThemeCoverage-theme", "coverage of no theme", f"{COVERAGE} bg:coversTheme"),
    Fault(
        "ThemeCoverage-level",
        "a seventh grade",
        f"{COVERAGE} bg:coverageLevel",
        f"{COVERAGE} bg:coverageLevel 7 .",
    ),
    Fault(
        "ThemeCoverage-aspect",
        "an aspect of one's own",
        add=f'{COVERAGE} bg:coverageAspect "veel" .',
    ),
    Fault(
        "ThemeCoverage-reason",
        "a reason of one's own",
        add=f'{COVERAGE} bg:emptyReason "geen zin" .',
    ),
    Fault("CoverageSummary-of", "a summary of nothing", f"{SUMMARY} bg:coverageOf"),
    Fault("CoverageSummary-theme", "a summary of no theme", f"{SUMMARY} bg:coversTheme"),
    Fault(
        "CoverageSummary-level",
        "a grade below nothing",
        f"{SUMMARY} bg:coverageLevel",
        f"{SUMMARY} bg:coverageLevel -1 .",
    ),
    Fault(
        "List-governmentLevel",
        "a level of one's own",
        add="<document/bomenplan> bg:governmentLevel <begrip/wijk> .",
    ),
    # checks and findings
    Fault(
        "Check-title",
        "a title in one language",
        "bgs:sum-differs dct:title",
        'bgs:sum-differs dct:title "Som"@nl .',
    ),
    Fault(
        "Check-question",
        "two questions in Dutch",
        "bgs:sum-differs bg:question",
        'bgs:sum-differs bg:question "Wat?"@nl, "Welke?"@nl .',
    ),
    Fault("Check-identifier", "a check without identifier", "bgs:sum-differs dct:identifier"),
    Fault("Check-category", "a check without category", "bgs:sum-differs bg:category"),
    Fault(
        "Check-queryFile",
        "a query outside the folder",
        "bgs:sum-differs bg:queryFile",
        'bgs:sum-differs bg:queryFile "../x.rq" .',
    ),
    Fault("Finding-check", "a finding of no check", f"{FINDING} bg:ofCheck"),
    Fault("Finding-severity", "a finding without severity", f"{FINDING} bg:severity"),
    Fault("Finding-focus", "a finding about nothing", f"{FINDING} bg:focusNode"),
    Fault(
        "Finding-explanation",
        "two explanations in Dutch",
        add=f'{FINDING} bg:explanation "Nog een."@nl .',
    ),
    Fault("Finding-firstSeen", "a finding never first seen", f"{FINDING} bg:firstSeen"),
    Fault(
        "Finding-lastSeen",
        "a finding last seen twice",
        add=f"{FINDING} bg:lastSeen <uitgave/2027-01-01> .",
    ),
    Fault(
        "Finding-status",
        "a finding with two statuses",
        add="<bevinding/sum-differs-000000000002> bg:findingStatus bg:StatusAccepted .",
    ),
    Fault(
        "Finding-judged",
        "a dismissal without reason and role",
        f"{FINDING} bg:findingStatus",
        f"{FINDING} bg:findingStatus bg:StatusDismissed .",
    ),
    # text
    *(
        Fault(
            f"NoSourceText-{name.split(':')[1]}",
            f"source text in {name}",
            add=f'{PASSAGE} {name} "tekst" .',
        )
        for name in ("oa:exact", "oa:prefix", "oa:suffix", "nif:isString")
    ),
    *(
        Fault(
            f"ShortText-{name.replace(':', '-')}",
            f"a long text in {name}",
            add=f'<project/zonnewei> {name} "{LONG}"@en .',
        )
        for name in (
            "bg:sectionLabel",
            "bg:explanation",
            "bg:statusReason",
            "bg:negativeLabel",
            "bg:method",
            "bg:question",
            "skos:prefLabel",
            "skos:altLabel",
            "skos:hiddenLabel",
            "rdfs:label",
            "dct:title",
        )
    ),
    *(
        Fault(
            f"OwnWords-{name.replace(':', '-')}",
            f"a very long text in {name}",
            add=f'<project/zonnewei> {name} "{VERY_LONG}"@en .',
        )
        for name in (
            "dct:description",
            "rdfs:comment",
            "skos:note",
            "skos:scopeNote",
            "skos:definition",
        )
    ),
    *(
        Fault(
            f"Language-{name}",
            f"bg:{name} without language",
            add=f'<project/zonnewei> bg:{name} "tekst" .',
        )
        for name in ("explanation", "statusReason", "negativeLabel")
    ),
    Fault(
        "PrefLabel-language",
        "two preferred names in Dutch",
        add='<project/zonnewei> skos:prefLabel "Wei"@nl .',
    ),
    # closed lists
    *(
        Fault(
            f"List-{name}",
            f"a value of another list in bg:{name}",
            f"{subject} bg:{name}",
            f"{subject} bg:{name} bg:Team .",
        )
        for name, subject in (
            ("reviewStatus", EXTRACTED),
            ("verdict", "<beoordeling/1>"),
            ("goalLevel", "<doel/koele-dorpen>"),
            ("measureMode", TARGET),
            ("modality", EXTRACTED),
            ("mandateType", "<mandaat/bomenraad-besluiten>"),
            ("category", "bgs:sum-differs"),
            ("severity", FINDING),
        )
    ),
    Fault(
        "List-layer", "a layer of one's own", f"{CURATED} bg:layer", f"{CURATED} bg:layer bg:Team ."
    ),
    Fault(
        "List-findingStatus",
        "a status of a claim on a finding",
        "<bevinding/sum-differs-000000000002> bg:findingStatus",
        "<bevinding/sum-differs-000000000002> bg:findingStatus bg:Accepted .",
    ),
    Fault(
        "List-instrumentType",
        "an instrument of no kind",
        add="<instrument/boomteller> bg:instrumentType bg:Stock .",
    ),
]


@cache
def shapes() -> Graph:
    """All shapes, read once."""
    graph = Graph()
    for path in SHAPE_FILES:
        graph.parse(path)
    return graph


@cache
def vocabulary() -> Graph:
    """The modules and the closed lists, read once."""
    graph = Graph()
    for folder in ("core", "schemes"):
        for path in sorted((ROOT / "ontology" / folder).glob("*.ttl")):
            graph.parse(path)
    return graph


@cache
def conforming() -> Graph:
    """The conforming data with the classes of the vocabulary, read once and never changed."""
    graph = Graph().parse(CONFORMING)
    for predicate in (RDF.type, RDFS.subClassOf):
        for triple in vocabulary().triples((None, predicate, None)):
            graph.add(triple)
    return graph


@cache
def head() -> str:
    """The prefixes and base of the conforming data, for the Turtle of a fault."""
    lines = CONFORMING.read_text(encoding="utf-8").splitlines()
    nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
    return "\n".join(
        [*(line for line in lines if line.startswith("@")), f"@prefix nif: <{nif}> .\n"]
    )


def broken(fault: Fault) -> Graph:
    """A copy of the conforming data with one fault."""
    graph = Graph()
    graph += conforming()
    if fault.remove:
        pattern = Graph().parse(data=f"{head()} {fault.remove} 0 .", format="turtle")
        ((subject, predicate, _),) = pattern
        assert (subject, predicate, None) in graph, f"nothing to remove: {fault.remove}"
        graph.remove((subject, predicate, None))
    return graph.parse(data=head() + fault.add, format="turtle")


def violated(graph: Graph) -> set[str]:
    """Names of the shapes that report a violation."""
    _, report, _ = pyshacl.validate(
        graph, shacl_graph=shapes(), inference="none", do_owl_imports=False
    )
    assert isinstance(report, Graph)
    return {str(shape).removeprefix(BGS) for shape in report.objects(None, SH.sourceShape)}


def named_shapes() -> set[str]:
    """Names of the shapes that hold a constraint of their own, not only nested shapes."""
    kinds = (SH.PropertyShape, SH.NodeShape)
    found = {shape for kind in kinds for shape in shapes().subjects(RDF.type, kind)}
    return {
        str(shape).removeprefix(BGS)
        for shape in found
        if isinstance(shape, URIRef) and (shape, SH.property, None) not in shapes()
    }


def test_vocabulary_conforms() -> None:
    """The modules and closed lists pass the shapes they are published with."""
    assert set() == violated(vocabulary())


def test_conforming_data_gives_no_violation() -> None:
    """A graph filled as docs/model.md says passes every shape."""
    assert set() == violated(conforming())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.shape}: {fault.why}")
def test_fault_is_caught(fault: Fault) -> None:
    """Each seeded fault is reported by the shape that stands for its rule."""
    assert fault.shape in violated(broken(fault))


def test_published_graph_is_checked_with_these_shapes() -> None:
    """What the build runs finds the same: nothing in the conforming data, one fault in another."""
    fault = Fault("Seat-body", "a seat in no body", f"{SEAT} org:postIn")
    found = [
        validate(
            engine.parse(graph.serialize(format="nt"), format=engine.RdfFormat.N_TRIPLES),
            SHAPE_FILES,
        )
        for graph in (conforming(), broken(fault))
    ]
    assert [[], [BGS + fault.shape]] == [[one.shape for one in result] for result in found]


def test_every_shape_has_a_fault() -> None:
    """No shape is kept that no fault proves."""
    assert set() == named_shapes() - {fault.shape for fault in FAULTS}


def test_claim_of_a_layer_is_reported_itself() -> None:
    """A claim that lacks what its layer asks is the focus node, not the layer."""
    fault = next(fault for fault in FAULTS if fault.shape == "ExtractedClaim-method")
    _, report, _ = pyshacl.validate(
        broken(fault), shacl_graph=shapes(), inference="none", do_owl_imports=False
    )
    assert isinstance(report, Graph)
    expected = "https://w3id.org/beleidsgraaf/veldland/id/bewering/0000000000000001"
    assert {expected} == {str(node) for node in report.objects(None, SH.focusNode)}


def test_every_shape_speaks_dutch_and_english() -> None:
    """A violation is told in both languages."""
    silent = [
        name
        for name in named_shapes()
        if {"nl", "en"}
        != {getattr(m, "language", None) for m in shapes().objects(URIRef(BGS + name), SH.message)}
    ]
    assert [] == silent


def test_open_list_may_grow() -> None:
    """A category that the region's list lacks so far is a proposal, not a fault."""
    add = "<project/zonnewei> bg:projectCategory <begrip/projectcategorie-nieuw> ."
    assert set() == violated(broken(Fault("", "a new category", add=add)))


def test_shapes_need_no_sparql() -> None:
    """pySHACL runs SPARQL once for each focus node: minutes instead of seconds on a full graph."""
    assert [] == list(shapes().subjects(SH.sparql))


def test_shapes_have_no_loose_blank_names() -> None:
    """Every rule has a name, so that a report can be understood."""
    anonymous = [
        shape
        for kind in (SH.PropertyShape, SH.NodeShape)
        for shape in shapes().subjects(RDF.type, kind)
        if not isinstance(shape, URIRef)
    ]
    assert [] == anonymous
