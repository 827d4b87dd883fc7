"""Functions nobody defined: a call of one is an error of that expression, not of the query.

In: a call of the engine that takes custom functions. Out: its result. The engine refuses a whole
query for one unknown function IRI; here each such function is given a definition that always
fails, so that BIND leaves its variable unbound and FILTER drops the row.

Source: SPARQL 1.1 Query, section 17.6 (extensible value testing): an unknown function is an error
of evaluation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

from pyoxigraph import NamedNode

_UNKNOWN: Final = re.compile(r"[Tt]he custom function <([^<>]*)> is not supported")
_MOST: Final = 50  # unknown functions in one query
Found = TypeVar("Found")


def call_engine(call: Callable[[dict[NamedNode, Callable[..., Any]]], Found]) -> Found:
    """Call until every unknown function has been given its failing definition.

    Raises:
        RuntimeError: of the engine, about something else or about too many functions.
    """
    functions: dict[NamedNode, Callable[..., Any]] = {}
    while True:
        try:
            return call(functions)
        except RuntimeError as error:
            unknown = _UNKNOWN.search(str(error))
            if unknown is None or len(functions) >= _MOST:
                raise
            functions[NamedNode(unknown.group(1))] = _fail


def _fail(*_: object) -> None:
    """None means an error of the expression to the engine."""
