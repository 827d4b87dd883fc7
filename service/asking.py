"""The command `query`: a saved query, a file or standard input, answered on stdout.

In: a name, a path or `-`, parameters as texts, a format. Out: bytes of the answer.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from graph.release import current_release
from graph.requests import QueryRequest, answer_kind
from graph.workers import run_query
from ingest.cards import resolve_reference
from ontology.errors import NotFoundError, QueryError
from ontology.iris import Names
from ontology.records import Iri, Literal
from queries.catalog import Catalog, SavedQuery, parse_query
from queries.results import format_table, parse_boolean, parse_solutions, write_xlsx
from queries.run import request_for
from service.config import Settings
from service.console import Voice
from service.negotiate import Offer, get_offer
from service.offers import offers_for

MAX_QUERY_BYTES: Final = 1024 * 1024
_TABLE: Final = Offer("table", "text/plain", ("txt",))
_XLSX: Final = Offer("xlsx", "application/octet-stream", ("xlsx",))
_PARAMETER: Final = re.compile(r"(?P<name>\w+)=(?P<value>.*)", re.DOTALL)
_ABSOLUTE: Final = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"]+")


def answer(
    settings: Settings,
    names: Names,
    what: str,
    given: Sequence[str],
    wanted: str | None,
    voice: Voice,
) -> bytes:
    """The answer to a query in a format by name; without one a table, or Turtle for a graph.

    Raises:
        QueryError: when the query, its head or a parameter cannot be used.
        FormatError: when the format does not fit the kind of answer.
        NotFoundError: when there is no such query, or no release yet.
        LimitError: when it takes too long or too much.
    """
    query = _find(what, voice)
    text = query if isinstance(query, str) else query.text
    kind = answer_kind(text)
    others = () if kind == "graph" else (_TABLE, _XLSX)
    usual = "turtle" if kind == "graph" else "table"
    offer = get_offer((*offers_for(kind), *others), wanted or usual)
    request = _request(query, parse_parameters(given), names)
    release = current_release(settings.data)
    if release is None:
        raise NotFoundError(f"no release in {settings.data}; run 'beleidsgraaf build' first")
    if offer not in (_TABLE, _XLSX):
        request = request._replace(media_type=offer.media_type)
    data = run_query(release.path, request, query_timeout_s=settings.query_timeout_s)
    if offer is _TABLE:
        return _table(data, is_boolean=kind == "boolean")
    if offer is _XLSX:
        return write_xlsx(parse_solutions(data), what)
    return data


def parse_parameters(given: Sequence[str]) -> dict[str, str]:
    """`name=value` texts by name.

    Raises:
        QueryError: when one has another form, or a name comes twice.
    """
    found: dict[str, str] = {}
    for text in given:
        match = _PARAMETER.fullmatch(text)
        if match is None:
            raise QueryError(f"--param '{text}': write it as name=value")
        if match["name"] in found:
            raise QueryError(f"--param {match['name']} is given twice")
        found[match["name"]] = match["value"]
    return found


def _find(what: str, voice: Voice) -> SavedQuery | str:
    """A saved query, or the text of a plain one."""
    if what == "-":
        return _decode(sys.stdin.buffer.read(MAX_QUERY_BYTES + 1), "standard input")
    path = Path(what)
    if path.suffix != ".rq" and not path.is_file():
        return Catalog.load().get(what)
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_QUERY_BYTES else b"x" * 2**21
    except OSError as error:
        raise QueryError(f"{path}: cannot be read ({error.strerror})") from None
    text = _decode(data, what)
    if text.startswith("#+"):
        return parse_query(text, path, "competency")
    voice.note(f"{path}: no head ('#+ title: …'), asked as plain SPARQL")
    return text


def _decode(data: bytes, where: str) -> str:
    if len(data) > MAX_QUERY_BYTES:
        raise QueryError(f"{where}: larger than {MAX_QUERY_BYTES} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{where}: not UTF-8 at byte {error.start}") from None


def _request(query: SavedQuery | str, given: Mapping[str, str], names: Names) -> QueryRequest:
    if isinstance(query, str):
        return QueryRequest(query, bindings={k: _guess(v, names) for k, v in given.items()})
    resolved = {
        name: _resolve(value, names)
        if name in query.parameters and query.parameters[name].type == "iri"
        else value
        for name, value in given.items()
    }
    return request_for(query, resolved)


def _resolve(value: str, names: Names) -> str:
    """`thema/wonen` and `gm:gm0141` stand for IRIs of the region and of public bodies."""
    try:
        return resolve_reference(value, names)
    except ValueError:
        return value


def _guess(value: str, names: Names) -> Iri | Literal:
    """The term of a parameter whose type nobody declared."""
    if _ABSOLUTE.fullmatch(value):
        return Iri(_resolve(value, names))
    if re.fullmatch(r"[+-]?\d{1,18}", value):
        return Literal.integer(int(value))
    return Literal.text(value)


def _table(data: bytes, *, is_boolean: bool) -> bytes:
    if is_boolean:
        return b"yes\n" if parse_boolean(data) else b"no\n"
    solutions = parse_solutions(data)
    return f"{format_table(solutions)}({len(solutions)} rows)\n".encode()
