"""One query over the SPARQL protocol: what is sent, and what to make of what comes back.

In: a `QueryRequest`. Out: a form to post; then, piece by piece, the answer in the wanted format.
Pieces pass through untouched when the server writes that format; else the whole answer is turned
into it at the end. Counts bytes and looks for the signs of a cut answer. Opens no connection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from graph.bindings import bind_variables
from graph.faults import shorten
from graph.formats import PREFIXES, AnswerKind, Format, format_for
from graph.remote import Remote
from graph.remote_dialect import Dialect
from graph.remote_faults import too_large
from graph.requests import QueryRequest, answer_kind
from graph.tokens import find_word
from ontology.errors import FormatError, LimitError, StoreError

FORM: Final = "application/x-www-form-urlencoded"
_TAIL: Final = 512  # bytes at the end that are searched for a server's excuse
_NOWHERE: Final = "urn:x-beleidsgraaf:nothing"
_SAFE: Final[Mapping[AnswerKind, str]] = {
    "solutions": "json",
    "boolean": "json",
    "graph": "ntriples",
}
_WITH_PREFIXES: Final = {"turtle", "trig", "n3", "rdfxml"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it goes out."""

    form: bytes
    headers: Mapping[str, str]
    kind: AnswerKind
    wanted: Format


def prepare(
    request: QueryRequest,
    remote: Remote,
    dialect: Dialect,
    graphs: Sequence[str] = (),
    timeout_s: float | None = None,
) -> Asked:
    """The request as a form; `graphs` are the named graphs, where the dialect names them all.

    Raises:
        QueryError: when this is no query, or a parameter does not fit.
        FormatError: when the format cannot hold this kind of answer.
    """
    kind = answer_kind(request.text)
    wanted = format_for(request.media_type, kind)
    text = bind_variables(request.text, request.bindings)
    if request.base_iri:
        text = f"BASE <{request.base_iri}>\n{text}"
    fields = [("query", text), *_dataset(request, remote, dialect, graphs)]
    headers = {"Content-Type": FORM, "Accept": _accept(kind, wanted, dialect)}
    if timeout_s is not None:
        headers["Timeout"] = f"{timeout_s:g}"  # Fuseki stops by it; others do not know it
    return Asked(urlencode(fields).encode(), headers, kind, wanted)


def _dataset(
    request: QueryRequest, remote: Remote, dialect: Dialect, graphs: Sequence[str]
) -> list[tuple[str, str]]:
    defaults: list[str] = list(request.default_graphs)
    named: list[str] = list(request.named_graphs)
    if remote.default_graph and not find_word(request.text, frozenset({"FROM"})):
        if not defaults and not named:
            defaults = [remote.default_graph]
            named = list(graphs) if dialect.names_dataset else []
        elif dialect.names_dataset:
            defaults, named = defaults or [_NOWHERE], named or [_NOWHERE]
    return [
        *(("default-graph-uri", graph) for graph in defaults),
        *(("named-graph-uri", graph) for graph in named),
    ]


def _accept(kind: AnswerKind, wanted: Format, dialect: Dialect) -> str:
    """The format to ask for, and one that every server writes for when it has not got that."""
    first = dialect.wire_format(kind, wanted)
    safe = format_for(_SAFE[kind], kind)
    if kind == "boolean" and first.name not in ("json", "xml"):
        first = safe  # the standard has no CSV or TSV for a yes or no
    return first.media_type if first == safe else f"{first.media_type}, {safe.media_type};q=0.2"


class Incoming:
    """One answer on its way in. Give it the headers, each piece, and the end."""

    def __init__(self, asked: Asked, dialect: Dialect, max_bytes: int) -> None:
        self._asked = asked
        self._dialect = dialect
        self._left = max_bytes
        self._limit = max_bytes
        self._held: list[bytes] = []
        self._tail = b""
        self._wire = asked.wanted
        self._passes = True

    def begin(self, headers: Mapping[str, str]) -> None:
        """Look at the headers of a successful answer.

        Raises:
            LimitError: when the server says that it left rows out.
            StoreError: when the answer is of a type that nobody asked for.
        """
        if self._dialect.cut_header and self._dialect.cut_header in headers:
            raise LimitError(
                f"the server gives {headers[self._dialect.cut_header]} rows and no more; "
                "ask for less, or raise its limit"
            )
        content_type = headers.get("content-type", "")
        try:
            self._wire = format_for(content_type, self._asked.kind)
        except FormatError:
            raise StoreError(
                f"the server answered in '{shorten(content_type, 60)}', which is no answer to "
                "a query; is this the address of a query endpoint?"
            ) from None
        by_row = self._asked.kind == "boolean" and bool(self._dialect.boolean_variable)
        self._passes = self._wire == self._asked.wanted and not by_row

    def take(self, piece: bytes) -> bytes:
        """What may be handed on now.

        Raises:
            LimitError: when this is more than is kept.
        """
        self._left -= len(piece)
        if self._left < 0:
            raise too_large(self._limit)
        if self._dialect.cut_tail:
            self._tail = (self._tail + piece)[-_TAIL:]
        if self._passes:
            return piece
        self._held.append(piece)
        return b""

    def end(self) -> bytes:
        """What is left to hand on.

        Raises:
            LimitError: when the server says that it left rows out.
            StoreError: when the answer does not parse.
        """
        if self._dialect.cut_tail and self._dialect.cut_tail in self._tail:
            raise LimitError("the server stopped half-way; what came is not the whole answer")
        if self._passes:
            return b""
        try:
            return self._convert(b"".join(self._held))
        except (SyntaxError, ValueError) as error:
            raise StoreError(
                f"the server's {self._wire.name} does not parse: {shorten(str(error))}"
            ) from error

    def _convert(self, data: bytes) -> bytes:
        wanted, wire = self._asked.wanted.engine, self._wire.engine
        if isinstance(wire, RdfFormat):
            assert isinstance(wanted, RdfFormat)
            triples = (quad.triple for quad in parse(data, wire))
            named = PREFIXES if self._asked.wanted.name in _WITH_PREFIXES else None
            return serialize(triples, format=wanted, prefixes=named) or b""
        assert isinstance(wanted, QueryResultsFormat)
        found = parse_query_results(data, wire)
        if self._asked.kind == "boolean" and isinstance(found, QuerySolutions):
            found = _read_boolean(found, self._dialect.boolean_variable)
        return found.serialize(format=wanted) or b""


def _read_boolean(rows: QuerySolutions, variable: str) -> QueryBoolean:
    """A yes or no that came as a row of one number."""
    row = next(iter(rows), None)
    text = "true" if row is not None and row[variable].value in ("1", "true") else "false"
    found = parse_query_results(f'{{"head":{{}},"boolean":{text}}}', QueryResultsFormat.JSON)
    assert isinstance(found, QueryBoolean)
    return found


def prepare_listing(remote: Remote, dialect: Dialect) -> Asked:
    """The query for the named graphs, asked without a dataset; read it with `graphs_of`."""
    plain = replace(remote, default_graph=None)
    return prepare(QueryRequest(dialect.list_graphs, "tsv"), plain, dialect)


def graphs_of(tsv: bytes, remote: Remote, dialect: Dialect) -> tuple[str, ...]:
    """The named graphs in an answer to `prepare_listing`, without the server's own, sorted."""
    rows = parse_query_results(tsv, QueryResultsFormat.TSV)
    assert isinstance(rows, QuerySolutions)
    found = {row[0].value for row in rows} - {remote.default_graph}
    return tuple(sorted(name for name in found if not name.startswith(dialect.system_graphs)))


ANY: Final = QueryRequest("ASK { }")
