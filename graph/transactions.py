"""One change made in a store, whole or not at all.

In: a store that may be written and a change. Out: the store with the change. Puts nothing on
record: `graph.live` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from graph.changes import Change, Part
from graph.faults import shorten, syntax_fault
from graph.formats import format_for
from graph.functions import call_engine
from graph.loads import silence_loads
from graph.tokens import find_word
from ontology.errors import InputError, NotFoundError, QueryError
from ontology.records import Iri

_OUTWARD: Final = frozenset({"SERVICE", "LOAD"})


def make_change(store: Store, change: Change) -> bool:
    """Make a change in a store; whether it made a named graph.

    Raises:
        QueryError: when an update does not parse or may not run; nothing is changed.
        InputError: when RDF does not parse; nothing is changed.
        NotFoundError: when a graph to be deleted is not there.
    """
    if change.kind == "update":
        _update(store, change)
        return False
    graph = DefaultGraph() if change.graph is None else _name(change.graph)
    exists = isinstance(graph, DefaultGraph) or store.contains_named_graph(graph)
    if change.kind == "delete":
        return _delete(store, graph, exists)
    for _ in _quads(change, graph):  # all of it parses before anything changes; a list is too big
        pass
    if change.kind == "put" and exists:
        store.clear_graph(graph)
    if isinstance(graph, NamedNode):
        store.add_graph(graph)
    store.extend(_quads(change, graph))
    return not exists


def _quads(change: Change, graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
    """What a change carries, read as it goes."""
    for part in change.parts:
        yield from _parse(part, graph, change.base_iri)


def _delete(store: Store, graph: NamedNode | DefaultGraph, exists: bool) -> bool:
    if not exists:
        raise NotFoundError(f"{graph} is not in this store")
    if isinstance(graph, DefaultGraph):
        store.clear_graph(graph)
    else:
        store.remove_graph(graph)
    return False


def _update(store: Store, change: Change) -> None:
    text = silence_loads(change.text)
    if word := find_word(text, _OUTWARD):
        raise QueryError(f"{word} is switched off: an update may only use this store")

    def run(functions: dict[NamedNode, Callable[..., Any]]) -> None:
        store.update(text, base_iri=change.base_iri, custom_functions=functions)

    try:
        call_engine(run)
    except SyntaxError as error:
        raise syntax_fault(str(error), "update") from error
    except (RuntimeError, ValueError) as error:
        raise QueryError(f"the update cannot run: {shorten(str(error))}") from error


def _parse(part: Part, graph: NamedNode | DefaultGraph, base: str | None) -> Iterator[Quad]:
    wanted = format_for(part.media_type, "graph")
    assert isinstance(wanted.engine, RdfFormat)
    try:
        found = parse(
            part.data,
            wanted.engine,
            base_iri=base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        for quad in found:
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
    except (SyntaxError, ValueError) as error:
        raise InputError(f"the {wanted.name} does not parse: {shorten(str(error))}") from error


def _name(graph: Iri) -> NamedNode:
    try:
        return NamedNode(graph)
    except ValueError as error:
        raise InputError(f"'{shorten(graph)}' is no IRI of a graph: {error}") from error
