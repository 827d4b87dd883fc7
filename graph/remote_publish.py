"""Brings a SPARQL server elsewhere from the release it has to another, in one step for readers.

In: a release of the data folder, whose dump is read, and a connection. Out: the server has its
quads. What differs is found first, while everything stays as it is; then one request removes and
adds all of it, which a server with transactions shows whole or not at all. Graphs that neither
release knows are left alone, and reviews are only added to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pyoxigraph import (
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from graph.release import Release
from graph.remote_changes import (
    MOST_TRIPLES,
    change_data,
    empty_graph,
    has_blank,
    insert_together,
    join,
    remove_blank,
)
from graph.remote_pool import require_default_graph
from graph.remote_reader import RemoteReader
from graph.requests import QueryRequest
from graph.store import DUMP
from ontology.errors import StoreError
from ontology.iris import Names
from ontology.records import Iri
from ontology.terms import DCAT, DCT, RDF

MOST_AT_ONCE: Final = 1_000_000  # triples removed and added in one request
_PART_BYTES: Final = 32_000_000  # of one request of a large first load
_TIMEOUT_S: Final = 3_600.0
_SUBSET: Final = "http://rdfs.org/ns/void#subset"
_ADVICE: Final = "load it into a second dataset and change BELEIDSGRAAF_STORE (docs/scale.md)"


@dataclass(frozen=True, slots=True)
class Served:
    """The release that a server has, as its own record in `graph:meta` says."""

    iri: Iri
    name: str
    graph_sha256: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What publishing did. `added` and `removed` are numbers of triples."""

    name: str
    added: int
    removed: int

    @property
    def is_new(self) -> bool:
        """Whether the server had another release before."""
        return bool(self.added or self.removed)


@dataclass(slots=True)
class _Difference:
    """What has to change, by graph (None: the default graph); triples as N-Triples."""

    add: dict[str | None, list[str]] = field(default_factory=dict)
    remove: dict[str | None, list[str]] = field(default_factory=dict)
    blank: dict[str | None, list[str]] = field(default_factory=dict)  # to add, all together
    had_blank: list[str | None] = field(default_factory=list)
    gone: list[str | None] = field(default_factory=list)  # graphs that stay empty

    @property
    def added(self) -> int:
        return sum(map(len, [*self.add.values(), *self.blank.values()]))

    @property
    def removed(self) -> int:
        return sum(map(len, self.remove.values()))


def served_query(meta: Iri) -> QueryRequest:
    """Asks which release a server has; read the answer with `read_served`."""
    text = (
        f"SELECT ?release ?name ?hash WHERE {{ GRAPH <{meta}> {{ ?release <{RDF.type}> "
        f"<{DCAT.Dataset}> ; <{DCAT.version}> ?name ; <{DCT.identifier}> ?hash }} }} "
        "ORDER BY DESC(?name) LIMIT 1"
    )
    return QueryRequest(text, "tsv")


def read_served(tsv: bytes) -> Served | None:
    """The answer to `served_query`; None when the server has no release."""
    rows = parse_query_results(tsv, QueryResultsFormat.TSV)
    assert isinstance(rows, QuerySolutions)
    for row in rows:
        digest = row["hash"].value.removeprefix("sha256:")
        return Served(Iri(row["release"].value), row["name"].value, digest)
    return None


def send_release(
    reader: RemoteReader,
    release: Release,
    names: Names,
    tell: Callable[[str], None] = lambda _: None,
) -> Sent:
    """Make a server serve this release.

    Raises:
        StoreError: when it is away or refuses; it then still has what it had, as far as it can
            undo a request.
        LimitError: when it takes too long.
    """
    require_default_graph(reader.remote, reader.dialect)
    meta = names.graph("meta")
    served = read_served(reader.query(served_query(meta)))
    if served and served == Served(release.iri, release.name, release.manifest["graph_sha256"]):
        tell(f"{reader.remote.query_url} has release {release.name} already")
        return Sent(release.name, 0, 0)
    tell(f"comparing with what {reader.remote.query_url} has")
    difference = _compare(reader, release.path.parent / DUMP, names, served)
    sent = Sent(release.name, difference.added, difference.removed)
    if sent.added + sent.removed > MOST_AT_ONCE and served is not None:
        raise StoreError(
            f"{sent.added + sent.removed} triples differ, too many for one step at a "
            f"server that is read: {_ADVICE}"
        )
    tell(f"sending {sent.added} new triples, removing {sent.removed}")
    _send(reader, difference, meta, tell, is_read=served is not None)
    now = read_served(reader.query(served_query(meta)))
    if now is None or now.name != release.name:
        raise StoreError(
            f"{reader.remote.query_url} took release {release.name} and yet does not show it"
        )
    return sent


def _compare(reader: RemoteReader, dump: Path, names: Names, served: Served | None) -> _Difference:
    wanted = _read_dump(dump)
    there = set(reader.graphs)
    known = set(wanted) | (_graphs_of(reader, names) if served else set()) | {None}
    reviews = names.graph("reviews")
    found = _Difference()
    with TemporaryDirectory(prefix="beleidsgraaf-") as folder:
        for graph in sorted(known, key=lambda one: one or ""):
            new = wanted.pop(graph, set())
            is_there = graph in there or (graph is None and bool(served or _has_default(reader)))
            old = _fetch(reader, graph, Path(folder)) if is_there else set()
            _note(found, graph, new, old, keeps=graph == reviews)
    return found


def _note(
    found: _Difference, graph: str | None, new: set[str], old: set[str], *, keeps: bool
) -> None:
    """Put what differs in one graph on the list."""
    if old and not new and not keeps:
        found.gone.append(graph)
        found.remove[graph] = sorted(old)
        return
    blank = sorted(line for line in new if has_blank(line))
    old_blank = {line for line in old if has_blank(line)}
    if blank:
        found.blank[graph] = blank
    if old_blank and not keeps:
        found.had_blank.append(graph)
    if add := sorted(new.difference(old, blank)):
        found.add[graph] = add
    if not keeps and (remove := sorted(old.difference(new, old_blank))):
        found.remove[graph] = remove


def _operations(reader: RemoteReader, found: _Difference) -> Iterator[str]:
    """Removals first, so that nobody reads a thing twice where a server shows half a request."""
    stand_in = reader.remote.default_graph
    for graph in found.gone:
        yield empty_graph(graph, stand_in)
    kept = {graph: lines for graph, lines in found.remove.items() if graph not in found.gone}
    yield from change_data("DELETE", kept, stand_in)
    for graph in found.had_blank:
        yield remove_blank(graph, stand_in)
    yield from change_data("INSERT", found.add, stand_in)
    if found.blank and reader.dialect.shares_blank:
        yield insert_together(found.blank, stand_in)
    else:
        yield from (insert_together({name: lines}, stand_in) for name, lines in found.blank.items())


def _send(
    reader: RemoteReader,
    found: _Difference,
    meta: Iri,
    tell: Callable[[str], None],
    *,
    is_read: bool,
) -> None:
    """One request; more only for a first load, or where the server takes no text of that size.

    The record of the release comes last, so that a load that broke off shows no release.
    """
    last = found.add.pop(meta, [])
    stand_in = reader.remote.default_graph
    operations = [*_operations(reader, found), *change_data("INSERT", {meta: last}, stand_in)]
    is_large = len(operations) > MOST_AT_ONCE // MOST_TRIPLES
    requests = _requests(operations, reader.dialect.most_bytes or (_PART_BYTES * is_large))
    if is_read and len(requests) > 1:
        tell(
            f"{reader.dialect.name} takes no update of this size at once: for a moment "
            f"({len(requests)} requests) its readers may see part of it"
        )
    for text in requests:
        reader.update(text, _TIMEOUT_S)


def _requests(operations: Iterable[str], most: int) -> list[str]:
    """Operations as texts of at most this many bytes each (0: all in one)."""
    parts: list[list[str]] = [[]]
    size = 0
    for operation in operations:
        length = len(operation.encode())
        if most and parts[-1] and size + length > most:
            parts.append([])
            size = 0
        parts[-1].append(operation)
        size += length
    return [join(part) for part in parts if part]


def _read_dump(dump: Path) -> dict[str | None, set[str]]:
    """The triples of a release by graph."""
    found: dict[str | None, set[str]] = {}
    for quad in parse(path=dump, format=RdfFormat.N_QUADS, lenient=True):
        graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None
        line = f"{quad.subject} {quad.predicate} {quad.object}"
        found.setdefault(graph, set()).add(line)
    return found


def _fetch(reader: RemoteReader, graph: str | None, folder: Path) -> set[str]:
    """The triples of one graph of the server."""
    pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    request = QueryRequest(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", "ntriples")
    path = folder / "graph.nt"
    with path.open("wb") as file:
        reader.stream(request, lambda piece: _write(file.write, piece))
    return {
        f"{quad.subject} {quad.predicate} {quad.object}"
        for quad in parse(path=path, format=RdfFormat.N_TRIPLES, lenient=True)
    }


def _write(write: Callable[[bytes], int], piece: bytes) -> None:
    write(piece)


def _graphs_of(reader: RemoteReader, names: Names) -> set[str | None]:
    """The named graphs that the record of the served release lists."""
    text = f"SELECT ?graph WHERE {{ GRAPH <{names.graph('meta')}> {{ ?r <{_SUBSET}> ?graph }} }}"
    rows = parse_query_results(reader.query(QueryRequest(text, "tsv")), QueryResultsFormat.TSV)
    assert isinstance(rows, QuerySolutions)
    return {row[0].value for row in rows}


def _has_default(reader: RemoteReader) -> bool:
    return reader.query(QueryRequest("ASK { ?s ?p ?o }", "tsv")).strip() == b"true"
