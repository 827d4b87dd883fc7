"""The vocabulary is complete, bilingual, used, and within OWL 2 RL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef, Variable
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
BG = "https://w3id.org/beleidsgraaf/def#"
MODULES = sorted((ONTOLOGY / "core").glob("*.ttl"))
SCHEMES = sorted((ONTOLOGY / "schemes").glob("*.ttl"))
SHAPES = sorted((ONTOLOGY / "shapes").glob("*.ttl"))
REST = [ONTOLOGY / "alignments.ttl", ONTOLOGY / "reference.ttl"]
MANUAL = ROOT / "docs" / "ontology.md"
CODE_FOLDERS = ("ontology", "graph", "ingest", "queries", "service")
DATA_FILES = ("queries/**/*.rq", "ontology/register/**/*.ttl", "ingest/sources/**/*.yml")
LIST_SHAPES = (
    ("reviewStatus", "ReviewStatusScheme"),
    ("findingStatus", "FindingStatusScheme"),
    ("layer", "LayerScheme"),
    ("goalLevel", "GoalLevelScheme"),
    ("measureMode", "MeasureModeScheme"),
    ("modality", "ModalityScheme"),
    ("mandateType", "MandateTypeScheme"),
    ("category", "CheckCategoryScheme"),
    ("severity", "SeverityScheme"),
    ("instrumentType", "InstrumentTypeScheme"),
    ("governmentLevel", "GovernmentLevelScheme"),
)


@cache
def read(*paths: Path) -> Graph:
    """The given Turtle files in one graph."""
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def vocabulary() -> Graph:
    """Modules and closed lists together."""
    return read(*MODULES, *SCHEMES)


def terms(graph: Graph) -> list[URIRef]:
    """The bg: terms that a graph describes, in order."""
    return sorted({s for s in graph.subjects() if isinstance(s, URIRef) and s.startswith(BG)})


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    """The language of each literal, in order; twice nl gives nl twice."""
    found = graph.objects(subject, predicate)
    return sorted(str(o.language) for o in found if isinstance(o, Literal))


def blocks(language: str) -> list[str]:
    """The code blocks of the manual in one language."""
    text = MANUAL.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def names_in_data(text: str) -> set[str]:
    """Names after `bg:` in Turtle, SPARQL or YAML, whole words only, comments left out."""
    lines = (re.sub(r"(^|\s)#[^+].*", "", line) for line in text.splitlines())
    return set(re.findall(r"\bbg:(\w+)", "\n".join(lines)))


def names_in_code(text: str) -> set[str]:
    """Names after `BG.` in Python."""
    return set(re.findall(r"\bBG\.(\w+)", text))


def used_names() -> Iterator[str]:
    """Every name that something outside the definitions puts to use.

    A use is: a shape, a saved query, a record of a region, a curated statement, a line of Python
    (not terms.py, which lists all), an example block of the manual, a value for its own list, or
    a more special class.
    """
    for path in SHAPES:
        yield from names_in_data(path.read_text(encoding="utf-8"))
    for pattern in DATA_FILES:
        for path in sorted(ROOT.glob(pattern)):
            yield from names_in_data(path.read_text(encoding="utf-8"))
    for folder in CODE_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path != ONTOLOGY / "terms.py":
                yield from names_in_code(path.read_text(encoding="utf-8"))
    for block in blocks("turtle") + blocks("sparql"):
        yield from names_in_data(block)
    for predicate in (SKOS.inScheme, RDFS.subClassOf):
        for term in vocabulary().objects(None, predicate):
            yield str(term).removeprefix(BG)


@pytest.mark.parametrize(
    "path", [*MODULES, *SCHEMES, *SHAPES, *REST], ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_file_parses(path: Path) -> None:
    """Each file is Turtle and says something."""
    assert len(read(path)) > 0


def test_there_are_ten_modules() -> None:
    """The modules of the contract are there, and no other."""
    expected = [
        "checks",
        "core",
        "coverage",
        "document",
        "evidence",
        "finance",
        "governance",
        "place",
        "quantity",
        "strategy",
    ]
    assert expected == [path.stem for path in MODULES]


@pytest.mark.parametrize("path", [*MODULES, REST[0]], ids=lambda path: path.stem)
def test_module_is_one_versioned_ontology(path: Path) -> None:
    """A module is one owl:Ontology whose version IRI ends in its version."""
    graph = read(path)
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    version = graph.value(ontology, OWL.versionInfo)
    assert URIRef(f"{ontology}/{version}") == graph.value(ontology, OWL.versionIRI)


@pytest.mark.parametrize("path", [*MODULES, REST[0]], ids=lambda path: path.stem)
def test_module_has_titles_and_licence(path: Path) -> None:
    """A module has a title in both languages and a licence."""
    graph = read(path)
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    assert isinstance(ontology, URIRef)
    assert ["en", "nl"] == languages(graph, ontology, DCTERMS.title)
    assert (ontology, DCTERMS.license, None) in graph


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_term_says_which_module_defines_it(path: Path) -> None:
    """Each term points back to the ontology it stands in."""
    graph = read(path)
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    assert {ontology} == {graph.value(term, RDFS.isDefinedBy) for term in terms(graph)}


def test_no_term_is_defined_twice() -> None:
    """Modules do not overlap."""
    found = [term for path in MODULES for term in terms(read(path))]
    assert len(set(found)) == len(found)


def test_every_term_has_a_dutch_and_an_english_label() -> None:
    """Exactly one label in each language."""
    graph = vocabulary()
    wrong = [t for t in terms(graph) if languages(graph, t, RDFS.label) != ["en", "nl"]]
    assert [] == wrong


def test_every_term_has_a_dutch_and_an_english_definition() -> None:
    """Exactly one definition in each language."""
    graph = vocabulary()
    wrong = [t for t in terms(graph) if languages(graph, t, SKOS.definition) != ["en", "nl"]]
    assert [] == wrong


def test_definition_is_not_just_the_label() -> None:
    """A definition says more than the label it stands beside."""
    graph = vocabulary()
    empty = [
        term
        for term in terms(graph)
        for definition in graph.objects(term, SKOS.definition)
        if len(str(definition).split()) < 3
        and str(definition).strip(".").lower()
        in {str(label).lower() for label in graph.objects(term, RDFS.label)}
    ]
    assert [] == empty


def test_every_term_is_used() -> None:
    """No orphan: each term is put to use outside the file that defines it."""
    defined = {str(term).removeprefix(BG) for term in terms(vocabulary())}
    assert set() == defined - set(used_names())


def test_an_orphan_would_be_caught() -> None:
    """A mention in a comment, in prose, or inside a longer name is no use."""
    text = "# bg:Orphan\n<x> a bg:Orphanage ; rdfs:comment 'Orphan' .  # bg:Orphan\n"
    assert "Orphan" not in names_in_data(text) | names_in_code("BG.Orphanage")


def test_nothing_uses_a_term_that_is_not_there() -> None:
    """Shapes, alignments and the manual name only terms of the vocabulary."""
    defined = {str(term).removeprefix(BG) for term in terms(vocabulary())}
    texts = [path.read_text(encoding="utf-8") for path in (*SHAPES, REST[0])]
    named = set().union(*(names_in_data(text) for text in [*texts, *blocks("turtle")]))
    assert set() == named - defined


def test_modules_stay_within_owl_2_rl() -> None:
    """Only named classes and properties with axioms that rules can apply; plain XSD datatypes."""
    graph = read(*MODULES)
    kinds = {
        OWL.Ontology,
        OWL.Class,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        OWL.SymmetricProperty,
        OWL.TransitiveProperty,
    }
    axioms = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range}
    datatypes = {XSD.string, XSD.integer, XSD.decimal, XSD.boolean}
    assert kinds == set(graph.objects(None, RDF.type))
    assert all(isinstance(o, URIRef) for p in axioms for o in graph.objects(None, p))
    ranges = {graph.value(p, RDFS.range) for p in graph.subjects(RDF.type, OWL.DatatypeProperty)}
    assert datatypes == ranges - {None}


def test_no_axiom_about_a_term_of_others() -> None:
    """Domain, range and superclass are only given to our own terms."""
    graph = read(*MODULES)
    axioms = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range)
    outside = {s for p in axioms for s in graph.subjects(p) if not str(s).startswith(BG)}
    assert set() == outside


def test_bounds_are_open_to_observations() -> None:
    """What targets and observations share has no domain, else an observation becomes a target."""
    graph = read(*MODULES)
    shared = ["forIndicator", "lowerBound", "upperBound", "isApproximate", "measureMode"]
    shared += ["scopePlace"]
    assert [] == [name for name in shared if (URIRef(BG + name), RDFS.domain, None) in graph]


def test_contribution_is_direct_below_its_closure() -> None:
    """A rule may derive the transitive property from the direct one."""
    graph = read(*MODULES)
    closure = URIRef(BG + "contributesToTransitive")
    assert (URIRef(BG + "contributesTo"), RDFS.subPropertyOf, closure) in graph
    assert (closure, RDF.type, OWL.TransitiveProperty) in graph


@pytest.mark.parametrize("name", ["alignedWith", "inTensionWith"])
def test_relation_holds_both_ways(name: str) -> None:
    """Alignment and tension are symmetric."""
    assert (URIRef(BG + name), RDF.type, OWL.SymmetricProperty) in read(*MODULES)


@pytest.mark.parametrize("path", [*SCHEMES, REST[1]], ids=lambda path: path.stem)
def test_no_blank_nodes_in_lists_and_stubs(path: Path) -> None:
    """Everything in a list has an IRI, so that two builds are equal."""
    assert [] == [term for triple in read(path) for term in triple if isinstance(term, BNode)]


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_list_is_one_scheme_with_all_its_values_on_top(path: Path) -> None:
    """A closed list is flat: its values are its top concepts."""
    graph = read(path)
    (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
    values = set(graph.subjects(RDF.type, SKOS.Concept))
    assert values == set(graph.objects(scheme, SKOS.hasTopConcept))
    assert values == set(graph.subjects(SKOS.inScheme, scheme))


@pytest.mark.parametrize(("name", "scheme"), LIST_SHAPES)
def test_shape_allows_exactly_the_values_of_the_list(name: str, scheme: str) -> None:
    """A value added to a list must be added to its shape, and the other way round."""
    shapes = read(*SHAPES)
    shape = URIRef(f"https://w3id.org/beleidsgraaf/shapes#List-{name}")
    head = shapes.value(shape, SH["in"])
    assert head is not None
    values = set(vocabulary().subjects(SKOS.inScheme, URIRef(BG + scheme)))
    assert values == set(Collection(shapes, head))


def test_finding_statuses_have_their_notation() -> None:
    """The pages and the API name a status by its notation."""
    graph = read(*SCHEMES)
    values = graph.subjects(SKOS.inScheme, URIRef(BG + "FindingStatusScheme"))
    notations = {str(graph.value(value, SKOS.notation)) for value in values}
    assert {"open", "explained", "accepted", "dismissed"} == notations


def test_every_alignment_starts_at_a_term() -> None:
    """Matches are said of terms that exist, and point outside."""
    graph = read(REST[0])
    defined = set(terms(read(*MODULES)))
    assert set() == set(terms(graph)) - defined
    assert not [o for o in graph.objects(None, SKOS.closeMatch) if str(o).startswith(BG)]


def test_every_stub_has_type_labels_and_source() -> None:
    """An outside concept comes with type, Dutch and English label, and where it is from."""
    graph = read(REST[1])
    poor = [
        subject
        for subject in set(graph.subjects())
        if isinstance(subject, URIRef)
        and (
            (subject, RDF.type, None) not in graph
            or languages(graph, subject, RDFS.label) != ["en", "nl"]
            or (subject, DCTERMS.source, None) not in graph
        )
    ]
    assert [] == poor


def test_manual_lists_every_term_with_its_dutch_label() -> None:
    """docs/ontology.md has a table row with name and Dutch label for every term."""
    graph = vocabulary()
    tables = MANUAL.read_text(encoding="utf-8").split("\n## The terms\n")[1]
    row = r"^\| (?:`bg:\w+Scheme` \| )?`bg:(\w+)` \| ([^|`]+) \|"
    rows = re.findall(row, tables, re.MULTILINE)
    schemes = set(graph.objects(None, SKOS.inScheme))
    expected = {
        (str(term).removeprefix(BG), str(label))
        for term in terms(graph)
        if term not in schemes
        for label in graph.objects(term, RDFS.label)
        if isinstance(label, Literal) and label.language == "nl"
    }
    assert expected == {(name, label.strip()) for name, label in rows}


@pytest.mark.parametrize("number", range(len(blocks("turtle"))))
def test_example_of_the_manual_parses(number: int) -> None:
    """The Turtle in the manual can be copied as it stands."""
    assert len(Graph().parse(data=blocks("turtle")[number], format="turtle")) > 0


def test_query_of_the_manual_finds_the_example() -> None:
    """The query in the manual answers over the example above it."""
    graph = Graph().parse(data=blocks("turtle")[0], format="turtle")
    (row,) = graph.query(blocks("sparql")[0]).bindings
    assert ("0.9", "10", "60") == tuple(
        str(row[Variable(name)]) for name in ("confidence", "from", "to")
    )
