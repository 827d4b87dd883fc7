"""Fills the default graph with what is published. Source: ontology contract, section 8.6.

In: a store with the named graphs of a build. Out: the same store with their triples in the
default graph, less claims that are rejected or too uncertain, less versions that were replaced.
Named graphs are never changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Final, cast

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    Store,
)

from ontology.iris import Names
from ontology.terms import BG, DCT, PROV, RDF, SKOS

# Fixed named graphs that are published whole (claims in `curated` are weighed).
PUBLISHED: Final = (
    "register",
    "themes",
    "schemes",
    "reference",
    "alignments",
    "ontology",
    "curated",
    "findings",
)
_CLAIMS: Final = f"""
SELECT ?graph ?claim ?subject ?predicate ?object ?status ?confidence WHERE {{
  GRAPH ?graph {{
    ?claim a <{BG.Claim}> ; <{RDF.subject}> ?subject ; <{RDF.predicate}> ?predicate ;
           <{RDF.object}> ?object .
    OPTIONAL {{ ?claim <{BG.reviewStatus}> ?status }}
    OPTIONAL {{ ?claim <{BG.confidence}> ?confidence }}
  }}
}}"""
_VERDICTS: Final = f"""
SELECT ?claim ?verdict WHERE {{
  ?review <{BG.reviews}> ?claim ; <{BG.verdict}> ?verdict .
  OPTIONAL {{ ?review <{PROV.endedAtTime}> ?time }}
}} ORDER BY ?time ?review"""
_REPLACED: Final = f"""
SELECT ?version ?graph WHERE {{
  GRAPH ?graph {{ {{ ?version <{DCT.isReplacedBy}> ?other }}
                  UNION {{ ?other <{PROV.wasRevisionOf}> ?version }} }}
}}"""


@dataclass(frozen=True, slots=True)
class _Claim:
    graph: str
    claim: str
    triple: tuple[str, str, str]  # terms as N-Triples
    published: bool

    @property
    def element(self) -> tuple[str, str]:
        """The graph that says it, and what it is about."""
        return self.graph, self.triple[0]

    @property
    def says_it_exists(self) -> bool:
        """Whether it is about the class of its subject."""
        return self.triple[1] == f"<{RDF.type}>"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What stays out of the default graph, terms as N-Triples."""

    claims: frozenset[str]
    subjects: frozenset[tuple[str, str]]  # (graph, element) without a published existence claim
    triples: frozenset[tuple[str, str, str]]  # claimed, and by no published claim


def publish(store: Store, names: Names, threshold: float) -> Withheld:
    """Fill the default graph; `threshold` in [0, 1] is for claims nobody reviewed."""
    verdicts = _verdicts(store, names)
    withheld = _weigh(lambda: _claims(store, verdicts, Decimal(str(threshold))))
    graphs = published_graphs(store, names)
    store.bulk_extend(_published_quads(store, graphs, withheld, verdicts))
    store.extend(_check_quads(store, NamedNode(names.graph("shapes"))))
    return withheld


def published_graphs(store: Store, names: Names) -> list[NamedNode]:
    """The named graphs whose triples are published, sorted by name.

    Facts about a document go out of sight when a version of it was read: their graph says so.
    """
    fixed = {names.graph(name) for name in PUBLISHED}
    documents, versions = names.graph("doc-"), names.mint("versie", "")
    facts = names.graph("facts-")
    replaced: set[str] = set()
    for row in _rows(store, _REPLACED):
        version, graph = row["version"], row["graph"]
        if isinstance(version, NamedNode):
            replaced.add(documents + version.value.removeprefix(versions))
        if isinstance(graph, NamedNode) and graph.value.startswith(facts):
            replaced.add(graph.value)
    found = [
        graph
        for graph in store.named_graphs()
        if isinstance(graph, NamedNode)
        and (graph.value in fixed or graph.value.startswith((documents, facts)))
        and graph.value not in replaced
    ]
    return sorted(found, key=lambda graph: graph.value)


def _rows(store: Store, text: str, graph: str | None = None) -> QuerySolutions:
    chosen = NamedNode(graph) if graph else None
    return cast("QuerySolutions", store.query(text, default_graph=chosen))


def _verdicts(store: Store, names: Names) -> dict[str, NamedNode]:
    """The latest verdict on each claim (rows come in order of time, so the last one stays)."""
    return {
        str(row["claim"]): row["verdict"] for row in _rows(store, _VERDICTS, names.graph("reviews"))
    }


def _claims(
    store: Store, verdicts: Mapping[str, NamedNode], threshold: Decimal
) -> Iterator[_Claim]:
    for row in _rows(store, _CLAIMS):
        claim = str(row["claim"])
        status = verdicts.get(claim, row["status"])
        triple = (str(row["subject"]), str(row["predicate"]), str(row["object"]))
        fine = _is_published(status, row["confidence"], threshold)
        yield _Claim(str(row["graph"]), claim, triple, fine)


def _is_published(status: NamedNode | None, confidence: Literal | None, threshold: Decimal) -> bool:
    if status is None or status.value == BG.Unreviewed:
        return confidence is None or Decimal(confidence.value) >= threshold
    return status.value == BG.Accepted


def _weigh(read_claims: Callable[[], Iterator[_Claim]]) -> Withheld:
    """What to withhold. Reads the claims twice rather than hold them: only the doubted are few."""
    doubted = [one for one in read_claims() if not one.published]
    if not doubted:
        return Withheld(frozenset(), frozenset(), frozenset())
    triples = {one.triple for one in doubted}
    elements = {one.element for one in doubted if one.says_it_exists}
    claims_about: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in read_claims():
        if one.published:
            triples.discard(one.triple)
        if one.element in elements:
            claims_about[one.element].append(one.claim)
            if one.published and one.says_it_exists:
                elements.discard(one.element)
    gone = chain.from_iterable(claims_about[element] for element in elements)
    return Withheld(
        claims=frozenset(chain((one.claim for one in doubted), gone)),
        subjects=frozenset(elements),
        triples=frozenset(triples),
    )


def _published_quads(
    store: Store,
    graphs: Sequence[NamedNode],
    withheld: Withheld,
    verdicts: dict[str, NamedNode],
) -> Iterator[Quad]:
    default = DefaultGraph()
    status = NamedNode(BG.reviewStatus)
    label = NamedNode(SKOS.prefLabel)
    renamed = _renamed(store, graphs)
    for graph in graphs:
        name = str(graph)
        kind = graph.value.rsplit("/", 1)[-1]
        claimed = kind.startswith(("doc-", "curated", "facts-"))
        generated = renamed if kind.startswith("doc-") else frozenset[tuple[str, str]]()
        for quad in store.quads_for_pattern(None, None, None, graph):
            subject = str(quad.subject)
            if claimed and _is_withheld(quad, name, subject, withheld):
                continue
            if quad.predicate == label and (subject, _language(quad)) in generated:
                continue
            value = quad.object
            if quad.predicate == status and subject in verdicts:
                value = verdicts[subject]
            yield Quad(quad.subject, quad.predicate, value, default)


def _check_quads(store: Store, shapes: NamedNode) -> Iterator[Quad]:
    """The definitions of the checks, which findings point at; the shapes stay where they are."""
    for check in store.quads_for_pattern(None, NamedNode(RDF.type), NamedNode(BG.Check), shapes):
        for quad in store.quads_for_pattern(check.subject, None, None, shapes):
            yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _renamed(store: Store, graphs: Iterable[NamedNode]) -> frozenset[tuple[str, str]]:
    """What people gave a name, by language; it replaces the generated name of a document graph."""
    label = NamedNode(SKOS.prefLabel)
    return frozenset(
        (str(quad.subject), _language(quad))
        for graph in graphs
        if graph.value.endswith("/curated")
        for quad in store.quads_for_pattern(None, label, None, graph)
    )


def _language(quad: Quad) -> str:
    return (quad.object.language or "") if isinstance(quad.object, Literal) else ""


def _is_withheld(quad: Quad, graph: str, subject: str, withheld: Withheld) -> bool:
    if subject in withheld.claims or (graph, subject) in withheld.subjects:
        return True
    if not withheld.triples:
        return False
    return (subject, str(quad.predicate), str(quad.object)) in withheld.triples
