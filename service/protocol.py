"""SPARQL 1.1 Protocol operations, read strictly from an HTTP request.

In: method, query string, content type and body. Out: an Operation or UpdateOperation, or an
HTTPException that says what is wrong. Evaluates nothing.

Source: SPARQL 1.1 Protocol, sections 2.1 and 2.2. Percent-encoding is decoded once. What a client
repeats or leaves out by mistake is refused rather than guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

from ontology.records import Iri

FORM_TYPE: Final = "application/x-www-form-urlencoded"
QUERY_TYPE: Final = "application/sparql-query"
UPDATE_TYPE: Final = "application/sparql-update"
METHODS: Final = "GET, HEAD, POST, OPTIONS"
_UTF8: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_MAX_FIELDS: Final = 1_000
_SWITCHES: Final = frozenset({"lang", "kleur"})  # language and colours of the page


class Operation(NamedTuple):
    """One query with the dataset the request names; two empty tuples mean the default one."""

    query: str
    default_graphs: tuple[Iri, ...] = ()
    named_graphs: tuple[Iri, ...] = ()
    format: str | None = None  # short name of a format, our own addition for download links


class UpdateOperation(NamedTuple):
    """One update with the dataset the request names; two empty tuples mean the default one."""

    update: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


def read_get(query_string: bytes) -> Operation | None:
    """The operation of a GET; None when the request has no parameters but those of a page.

    Raises:
        HTTPException: 400, naming the parameter that is missing, repeated or out of place.
    """
    fields = parse_fields(query_string, "the query string")
    if fields and all(name in _SWITCHES for name, _ in fields):
        return None
    return _operation(fields) if query_string else None


def read_post(query_string: bytes, content_type: str | None, body: bytes) -> Operation:
    """The operation of a POST, as a form or with the query itself as body.

    Raises:
        HTTPException: 415 for another or no media type or charset, else 400.
    """
    if content_type == QUERY_TYPE and not query_string:
        return Operation(_decode(body, "the body"))  # what most programs send
    return _operation(_read_fields(query_string, content_type, body, "query"))


def read_update(query_string: bytes, content_type: str | None, body: bytes) -> UpdateOperation:
    """The update of a POST, as a form or with the update itself as body.

    Raises:
        HTTPException: 415 for another or no media type or charset, else 400.
    """
    fields = _read_fields(query_string, content_type, body, "update")
    for name in ("query", "default-graph-uri", "named-graph-uri"):
        if _values(fields, name):
            raise HTTPException(400, f"'{name}' belongs to a query; this address takes updates")
    return UpdateOperation(
        update=_only(fields, "update"),
        using=_values(fields, "using-graph-uri"),
        using_named=_values(fields, "using-named-graph-uri"),
    )


def _read_fields(
    query_string: bytes, content_type: str | None, body: bytes, what: str
) -> list[tuple[str, str]]:
    """Everything the request says, the body as the field `what`."""
    direct = QUERY_TYPE if what == "query" else UPDATE_TYPE
    media_type = read_media_type(content_type, (FORM_TYPE, direct))
    fields = parse_fields(query_string, "the query string")
    if media_type == FORM_TYPE:
        return fields + parse_fields(body, "the form")
    return [*fields, (what, _decode(body, "the body"))]


def read_media_type(content_type: str | None, accepted: Sequence[str]) -> str:
    """The media type of a body in lower case, if it is one of these and in UTF-8.

    Raises:
        HTTPException: 415, saying what is taken.
    """
    if not content_type:
        raise _unsupported("a body needs a Content-Type", accepted)
    name, *parameters = (part.strip() for part in content_type.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset" and value.strip(' "').lower() not in _UTF8:
            raise _unsupported(f"the charset must be UTF-8, not '{value[:40]}'", accepted)
    if name.lower() not in accepted:
        raise _unsupported(f"'{name[:80]}' is not taken here", accepted)
    return name.lower()


def _unsupported(why: str, accepted: Sequence[str]) -> HTTPException:
    listed = ", ".join(accepted)
    return HTTPException(415, f"{why}; send {listed}, in UTF-8", {"Accept-Post": listed})


def parse_fields(data: bytes, where: str) -> list[tuple[str, str]]:
    """The fields of a query string or form, percent-decoded once.

    Raises:
        HTTPException: 400 when it is not UTF-8 or has too many fields.
    """
    if not data:
        return []
    text = _decode(data, where)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except UnicodeDecodeError:
        raise HTTPException(400, f"{where} is not UTF-8") from None
    except ValueError:
        raise HTTPException(400, f"{where} has more than {_MAX_FIELDS} fields") from None


def _decode(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"{where} is not UTF-8 at byte {error.start}") from None


def _operation(fields: Sequence[tuple[str, str]]) -> Operation:
    if _values(fields, "update") or _has_using(fields):
        raise HTTPException(400, "updates are not taken here; send them to /update")
    return Operation(
        query=_only(fields, "query"),
        default_graphs=tuple(map(Iri, _values(fields, "default-graph-uri"))),
        named_graphs=tuple(map(Iri, _values(fields, "named-graph-uri"))),
        format=_only(fields, "format") if _values(fields, "format") else None,
    )


def _has_using(fields: Sequence[tuple[str, str]]) -> bool:
    return any(name in ("using-graph-uri", "using-named-graph-uri") for name, _ in fields)


def _values(fields: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in fields if key == name)


def _only(fields: Sequence[tuple[str, str]], name: str) -> str:
    values = _values(fields, name)
    if len(values) != 1:
        problem = "is missing" if not values else f"is given {len(values)} times"
        raise HTTPException(400, f"the parameter '{name}' {problem}; give it once")
    return values[0]
