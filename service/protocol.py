"""A SPARQL 1.1 Protocol query operation, read strictly from an HTTP request.

In: method, query string, content type and body. Out: an Operation, or an HTTPException that says
what is wrong. Evaluates nothing.

Source: SPARQL 1.1 Protocol, section 2.1. Percent-encoding is decoded once. What a client repeats
or leaves out by mistake is refused rather than guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

FORM_TYPE: Final = "application/x-www-form-urlencoded"
QUERY_TYPE: Final = "application/sparql-query"
METHODS: Final = "GET, HEAD, POST, OPTIONS"
_UTF8: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_MAX_FIELDS: Final = 1_000
_SWITCHES: Final = frozenset({"lang", "kleur"})  # language and colours of the page


@dataclass(frozen=True, slots=True)
class Operation:
    """One query with the dataset the request names; two empty tuples mean the default one."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None  # short name of a format, our own addition for download links


def read_get(query_string: bytes) -> Operation | None:
    """The operation of a GET; None when the request has no parameters but those of a page.

    Raises:
        HTTPException: 400, naming the parameter that is missing, repeated or out of place.
    """
    fields = _parse_fields(query_string, "the query string")
    if fields and all(name in _SWITCHES for name, _ in fields):
        return None
    return _operation(fields) if query_string else None


def read_post(query_string: bytes, content_type: str | None, body: bytes) -> Operation:
    """The operation of a POST, as a form or with the query itself as body.

    Raises:
        HTTPException: 415 for another or no media type or charset, else 400.
    """
    media_type = _media_type(content_type)
    fields = _parse_fields(query_string, "the query string")
    if media_type == FORM_TYPE:
        return _operation(fields + _parse_fields(body, "the form"))
    return _operation([*fields, ("query", _decode(body, "the body"))])


def _media_type(content_type: str | None) -> str:
    if not content_type:
        raise _unsupported("a POST needs a Content-Type")
    name, *parameters = (part.strip() for part in content_type.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset" and value.strip(' "').lower() not in _UTF8:
            raise _unsupported(f"the charset must be UTF-8, not '{value[:40]}'")
    if name.lower() not in (FORM_TYPE, QUERY_TYPE):
        raise _unsupported(f"'{name[:80]}' is not taken here")
    return name.lower()


def _unsupported(why: str) -> HTTPException:
    accepted = f"{FORM_TYPE}, {QUERY_TYPE}"
    return HTTPException(
        415, f"{why}; send {FORM_TYPE} or {QUERY_TYPE} in UTF-8", {"Accept-Post": accepted}
    )


def _parse_fields(data: bytes, where: str) -> list[tuple[str, str]]:
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
        raise HTTPException(400, "updates are not taken here; this address answers queries")
    return Operation(
        query=_only(fields, "query"),
        default_graphs=_values(fields, "default-graph-uri"),
        named_graphs=_values(fields, "named-graph-uri"),
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
