"""Changes as the text of one SPARQL Update, which a server makes whole or not at all.

In: triples by graph, or a `Change` of the service. Out: operations of at most a thousand triples
each, since a parser may refuse a larger one (Virtuoso does from about 5,000), to be sent together
in one request. Sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, Literal as OneOf
from urllib.parse import urlencode

from pyoxigraph import RdfFormat, parse

from graph.bindings import to_term
from graph.changes import Change, Part
from graph.faults import shorten
from graph.formats import format_for
from graph.loads import silence_loads
from graph.remote import Remote
from graph.remote_dialect import Dialect
from graph.remote_query import FORM
from graph.requests import refuse_outward
from ontology.errors import InputError, NotFoundError
from ontology.records import Iri

MOST_TRIPLES: Final = 1_000  # in one operation
Triples = Mapping[str | None, Sequence[str]]  # N-Triples without dot, by graph; None: the default


def encode_update(text: str, remote: Remote, dialect: Dialect) -> tuple[bytes, dict[str, str]]:
    """Body and headers of the request that makes this update."""
    if not (dialect.names_dataset and remote.default_graph):
        return text.encode(), {"Content-Type": "application/sparql-update", "Accept": "*/*"}
    fields = {"query": text, "default-graph-uri": remote.default_graph}
    return urlencode(fields).encode(), {"Content-Type": FORM, "Accept": "*/*"}


def change_data(
    verb: OneOf["INSERT", "DELETE"], triples: Triples, stand_in: Iri | None = None
) -> Iterator[str]:
    """INSERT DATA or DELETE DATA in operations of bounded size. No blank nodes: they would be
    others in each operation. `stand_in` is the graph that stands for the default graph.
    """
    for graph, lines in triples.items():
        rest = iter(lines)
        while chunk := list(islice(rest, MOST_TRIPLES)):
            yield f"{verb} DATA {{\n{_block(graph, chunk, stand_in)}}}"


def insert_together(triples: Triples, stand_in: Iri | None = None) -> str:
    """One INSERT over several graphs, whose blank nodes are the same in all of them.

    Not INSERT DATA, in which Virtuoso takes no blank node.
    """
    blocks = (_block(graph, lines, stand_in) for graph, lines in triples.items() if lines)
    return f"INSERT {{\n{''.join(blocks)}}} WHERE {{ }}"


def remove_blank(graph: str | None, stand_in: Iri | None = None) -> str:
    """Remove every triple with a blank node, which no DELETE DATA can name."""
    found = " ?s ?p ?o "
    name = stand_in if graph is None else graph
    where = f" GRAPH <{name}> {{{found}}} " if name else found
    return f"DELETE {{{where}}} WHERE {{{where} FILTER (isBlank(?s) || isBlank(?o)) }}"


def empty_graph(graph: str | None, stand_in: Iri | None = None) -> str:
    """Leave nothing in a graph, whether or not it is there."""
    name = stand_in if graph is None else graph
    return f"DROP SILENT GRAPH <{name}>" if name else "CLEAR SILENT DEFAULT"


def join(operations: Iterable[str]) -> str:
    """Operations as the text of one request."""
    return " ;\n".join(operations)


def has_blank(triple: str) -> bool:
    """Whether its subject or object is a blank node."""
    return triple.startswith("_:") or triple.split(" ", 2)[2].startswith("_:")


def write_change(change: Change, stand_in: Iri | None, *, exists: bool) -> str:
    """A change of the service as the text of an update; `exists` tells whether its graph does.

    Raises:
        QueryError: when an update would call another server, or a graph's name is no IRI.
        InputError: when RDF does not parse.
        NotFoundError: when a graph to be deleted is not there.
    """
    if change.kind == "update":
        text = silence_loads(change.text)
        refuse_outward(text)
        return f"BASE <{change.base_iri}>\n{text}" if change.base_iri else text
    if change.graph is not None:
        to_term(change.graph)  # refuses what is no IRI
    if change.kind == "delete":
        if not exists:
            raise NotFoundError(f"<{change.graph}> is not in this store")
        return empty_graph(change.graph, stand_in)
    lines = [line for part in change.parts for line in read_part(part, change.base_iri)]
    plain = [line for line in lines if not has_blank(line)]
    blank = [line for line in lines if has_blank(line)]
    emptied = [empty_graph(change.graph, stand_in)] if change.kind == "put" else []
    made = [f"CREATE SILENT GRAPH <{change.graph}>"] if change.graph and not lines else []
    together = [insert_together({change.graph: blank}, stand_in)] if blank else []
    inserts = change_data("INSERT", {change.graph: plain}, stand_in)
    return join([*emptied, *made, *inserts, *together])


def read_part(part: Part, base: str | None) -> Iterator[str]:
    """The triples of a body in any graph format, as N-Triples without dot.

    Raises:
        InputError: when it does not parse.
    """
    wanted = format_for(part.media_type, "graph")
    assert isinstance(wanted.engine, RdfFormat)
    try:
        for quad in parse(
            part.data,
            wanted.engine,
            base_iri=base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        ):
            yield f"{quad.subject} {quad.predicate} {quad.object}"
    except (SyntaxError, ValueError) as error:
        raise InputError(f"the {wanted.name} does not parse: {shorten(str(error))}") from error


def _block(graph: str | None, lines: Iterable[str], stand_in: Iri | None) -> str:
    text = "".join(f"{line} .\n" for line in lines)
    name = stand_in if graph is None else graph
    return f"GRAPH <{name}> {{\n{text}}}\n" if name else text
