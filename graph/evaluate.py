"""Evaluates one request on one store and writes the answer in pieces. No limits of its own.

In: a store of the engine, a `QueryRequest`. Out: serialised bytes through `write`. Used in this
process by `EmbeddedReader` and in the killable workers by `worker_loop`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, islice
from typing import IO, Any, Final, cast

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from graph.bindings import bind_variables
from graph.faults import shorten, syntax_fault
from graph.formats import PREFIXES, AnswerKind, Format, format_for
from graph.functions import call_engine
from graph.requests import QueryRequest, answer_kind, needs_base, refuse_outward
from graph.rewriting import speed_up
from ontology.errors import QueryError, StoreError
from ontology.terms import RDF

PIECE_BYTES: Final = 64 * 1024  # the engine writes 8 kB at a time, too little for a socket
_TYPE: Final = NamedNode(RDF.type)
_LOOKED_AT: Final = 10_000  # triples
_WITH_PREFIXES: Final = {"turtle", "trig", "n3", "rdfxml"}


class Pieces:
    """A file to write to that hands on pieces of at least 64 kB; `close` hands on the rest."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        """Keep data until there is a piece."""
        self._held += data
        if len(self._held) >= PIECE_BYTES:
            self.close()
        return len(data)

    def flush(self) -> None:
        """Nothing: the engine flushes often, and small pieces cost."""

    def close(self) -> None:
        """Hand on what is held."""
        if self._held:
            self._write(bytes(self._held))
            self._held.clear()


def evaluate(store: Store, request: QueryRequest, write: Callable[[bytes], None]) -> None:
    """Answer a request, in pieces.

    Raises:
        QueryError: when the query does not parse or may not run.
        FormatError: when the wanted format cannot hold this kind of answer.
        StoreError: when the store cannot be read.
    """
    refuse_outward(request.text)
    run_query(store, request, write)


def run_query(store: Store, request: QueryRequest, write: Callable[[bytes], None]) -> None:
    """Answer a request without looking for words that reach outward; the sandbox must hold."""
    pieces = Pieces(write)
    try:
        answer = _query(store, request)
        _serialize(answer, format_for(request.media_type, _kind(answer)), pieces)
    except SyntaxError as error:
        raise _explain(store, request, error) from error
    except (RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot run: {shorten(str(error))}") from error
    except OSError as error:
        raise StoreError(f"the query stopped: {shorten(str(error))}") from error
    pieces.close()


def _kind(answer: QuerySolutions | QueryBoolean | QueryTriples) -> AnswerKind:
    if isinstance(answer, QueryTriples):
        return "graph"
    return "solutions" if isinstance(answer, QuerySolutions) else "boolean"


def _query(store: Store, request: QueryRequest) -> QuerySolutions | QueryBoolean | QueryTriples:
    chosen: dict[str, Any] = {}
    if request.default_graphs or request.named_graphs:
        chosen["default_graph"] = [NamedNode(graph) for graph in request.default_graphs]
        chosen["named_graphs"] = [NamedNode(graph) for graph in request.named_graphs]
    if request.base_iri is not None and needs_base(request.text):
        chosen["base_iri"] = request.base_iri

    def ask(text: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        bound = bind_variables(text, request.bindings)
        return call_engine(
            lambda functions: store.query(bound, custom_functions=functions, **chosen)
        )

    fast = speed_up(request.text)
    if fast is not request.text:
        try:
            return ask(fast)
        except (SyntaxError, QueryError):
            pass  # the text as it was written is what the caller wants to hear about
    return ask(request.text)


def _serialize(
    answer: QuerySolutions | QueryBoolean | QueryTriples, wanted: Format, pieces: Pieces
) -> None:
    output = cast("IO[bytes]", pieces)
    if not isinstance(answer, QueryTriples):
        answer.serialize(output, cast("QueryResultsFormat", wanted.engine))
        return
    engine = cast("RdfFormat", wanted.engine)
    if wanted.name not in _WITH_PREFIXES:
        answer.serialize(output, engine)
        return
    first = list(islice(answer, _LOOKED_AT))
    serialize(chain(first, answer), output, engine, prefixes=_used_prefixes(first))


def _used_prefixes(triples: list[Triple]) -> dict[str, str]:
    """The prefixes an answer needs; all of them when it is too long to look through."""
    if len(triples) == _LOOKED_AT:
        return PREFIXES
    terms = {str(term) for one in triples for term in one if term != _TYPE}  # written as `a`
    text = " ".join(terms)
    return {name: iri for name, iri in PREFIXES.items() if iri in text}


def _explain(store: Store, request: QueryRequest, error: SyntaxError) -> QueryError:
    """Where and why, in the text the caller wrote (values put in move the columns)."""
    answer_kind(request.text)  # says so of an update, which is no query
    message = str(error)
    if request.bindings:
        try:
            Store().query(request.text, base_iri=request.base_iri)
        except SyntaxError as own:
            message = str(own)
    return syntax_fault(message)
