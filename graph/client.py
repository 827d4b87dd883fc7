"""A graph opened by a script or notebook: questions in, rows of Python values out.

In: a reader, over a folder or a server. Out: rows, a yes or no, or an answer as bytes in a format.
Holds no limits of its own: for queries of others use `graph.workers`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from types import TracebackType
from typing import Final, Self, overload

from graph.frames import Rows, Value, read_rows
from graph.requests import QueryRequest, answer_kind
from graph.store import Reader
from ontology.errors import QueryError
from ontology.records import Iri, Literal

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


class Graph:
    """What `graph.open_graph` gives. Use it in a `with` block, or call `close`.

    Parameters fill variables of the query as terms, never as text in it. An IRI is written
    between `<` and `>`; other strings are plain literals; a `Literal` says its own type.
    """

    def __init__(self, reader: Reader, close: Callable[[], None] = lambda: None) -> None:
        self._reader = reader
        self._close = close

    @overload
    def query(self, question: str, **given: Value | Literal) -> Rows: ...
    @overload
    def query(self, question: QueryRequest) -> bytes: ...
    def query(self, question: str | QueryRequest, **given: Value | Literal) -> Rows | bytes:
        """The rows of a SELECT; for a `QueryRequest`, its answer as bytes in its own format.

        Raises:
            QueryError: when the query does not parse, or has no rows (ASK, CONSTRUCT).
            LimitError: when a server stops it.
            StoreError: when the store cannot be read or the server is away.
        """
        if isinstance(question, QueryRequest):
            return self._reader.query(question)
        if answer_kind(question) == "graph":
            raise QueryError("this query gives a graph, not rows; use text(query, 'turtle')")
        return read_rows(self._reader.query(_request(question, "tsv", given)))

    def ask(self, question: str, **given: Value | Literal) -> bool:
        """The answer of an ASK; errors as `query`."""
        return self._reader.query(_request(question, "tsv", given)).strip() == b"true"

    def text(self, question: str, format_name: str = "turtle", **given: Value | Literal) -> str:
        """The answer as text in a format: turtle, jsonld, csv, json …; errors as `query`."""
        return self._reader.query(_request(question, format_name, given)).decode()

    def stream(self, request: QueryRequest, write: Callable[[bytes], None]) -> None:
        """The answer in pieces; errors as `query`, also half-way."""
        self._reader.stream(request, write)

    def close(self) -> None:
        """Let go of files or connections."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self.close()


def _request(question: str, format_name: str, given: dict[str, Value | Literal]) -> QueryRequest:
    bindings = {name: to_term(value) for name, value in given.items()}
    return QueryRequest(question, format_name, bindings=bindings)


def to_term(value: Value | Literal) -> Iri | Literal:
    """A Python value as a term: `"<https://…>"` is an IRI, other strings are plain literals."""
    match value:
        case Literal():
            return value
        case bool():
            return Literal.boolean(value)
        case int():
            return Literal.integer(value)
        case Decimal():
            return Literal.decimal(value)
        case float():
            return Literal(repr(value), Iri(_XSD + "double"))
        case datetime():
            return Literal(value.isoformat(), Iri(_XSD + "dateTime"))
        case date():
            return Literal.date(value.isoformat())
        case str():
            is_iri = value.startswith("<") and value.endswith(">")
            return Iri(value[1:-1]) if is_iri else Literal.text(value)
