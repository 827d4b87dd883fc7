"""The names of things in a published graph, as entries of the search index.

In: a store. Out: one entry for each thing of the default graph that has a label and is no record
of the bookkeeping: its labels, other names, class and the documents that bring it in or name it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from graph.network import kind_of
from graph.search import Entry, Index, open_index, write_index
from ontology.terms import BG, DCT, RDF, SKOS

FOLDER: Final = "search"  # in the folder of a release
_LABELS: Final = (SKOS.prefLabel, DCT.title)
_LEFT_OUT: Final = frozenset({BG.Claim, BG.Passage, BG.DocumentVersion, BG.Finding, BG.Check})
# Kinds beside those of the network; the first class in this order counts.
_MORE_KINDS: Final = {
    BG.Indicator: "indicator",
    BG.Target: "number",
    BG.IndicatorObservation: "number",
    BG.Budget: "number",
    BG.FinancialContribution: "number",
    SKOS.Concept: "concept",
}
_WEIGHT: Final = {"theme": 30, "other": 0, "concept": 0, "number": 0}  # others by _NAMED_THING
_NAMED_THING: Final = 6
_MOST_OTHERS: Final = 200  # other names of one thing that can be shown
_OWL: Final = "http://www.w3.org/2002/07/owl#"


@dataclass(slots=True)
class _Named:
    labels: dict[str, str] = field(default_factory=dict)  # by language
    others: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)  # words that point to it, such as of a theme


def write_names(store: Store, release: Path) -> Index:
    """Write the index of the names in a store into the folder of its release."""
    return write_index(iter_names(store), release / FOLDER)


def open_names(release: Path) -> Index | None:
    """The index of a release; None when it was built without one.

    Raises:
        StoreError: when it is damaged.
    """
    return open_index(release / FOLDER)


def iter_names(store: Store) -> Iterator[Entry]:
    """One entry for each thing with a name, in the order of IRIs."""
    named = _read_names(store)
    works = _works(store)
    for iri in sorted(named):
        types = _objects(store, iri, RDF.type)
        if not types or any(one in _LEFT_OUT or one.startswith(_OWL) for one in types):
            continue
        one = named[iri]
        documents = sorted(
            {works[version] for version in _objects(store, iri, BG.statedIn) if version in works}
        )
        kind = _kind(types)
        names = tuple(dict.fromkeys([*one.labels.values(), *one.others]))
        texts = tuple(dict.fromkeys([*names, *one.hidden]))
        also = [*one.others, *one.hidden][:_MOST_OTHERS]
        data = {"iri": iri, "labels": one.labels, "also": also, "documents": documents}
        weight = _WEIGHT.get(kind, _NAMED_THING) + len(documents)
        yield Entry(kind, texts, data, names, tuple(documents), weight)


def _kind(types: list[str]) -> str:
    kind = kind_of(types)
    if kind != "other":
        return kind
    return next((name for one, name in _MORE_KINDS.items() if one in types), kind)


def _read_names(store: Store) -> dict[str, _Named]:
    found: defaultdict[str, _Named] = defaultdict(_Named)
    for predicate in (*_LABELS, SKOS.altLabel, SKOS.hiddenLabel):
        for quad in store.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph()):
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, Literal):
                continue
            one = found[quad.subject.value]
            if predicate in _LABELS:
                one.labels.setdefault(quad.object.language or "nl", quad.object.value)
            elif predicate == SKOS.altLabel:
                one.others.append(quad.object.value)
            else:
                one.hidden.append(quad.object.value)
    return dict(found)


def _works(store: Store) -> dict[str, str]:
    """The slug of the document by version."""
    quads = store.quads_for_pattern(None, NamedNode(DCT.isVersionOf), None, DefaultGraph())
    return {
        quad.subject.value: quad.object.value.rsplit("/", 1)[-1]
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }


def _objects(store: Store, iri: str, predicate: str) -> list[str]:
    quads = store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None, DefaultGraph())
    return [quad.object.value for quad in quads if isinstance(quad.object, NamedNode)]
