"""What the engine says is wrong with a query or an update, in one line for a person."""

from __future__ import annotations

import re
from typing import Final

from ontology.errors import QueryError

_POSITION: Final = re.compile(r"^error at (\d+):(\d+): (?:expected )?(.*)$", re.DOTALL)


def syntax_fault(message: str, what: str = "query") -> QueryError:
    """A message of the engine's parser as an error with line and column."""
    if found := _POSITION.match(message):
        line, column, reason = found.groups()
        why = f": the engine expected {shorten(reason)}" if reason else ""
        return QueryError(f"the {what} does not parse at line {line}, column {column}{why}")
    return QueryError(f"the {what} does not parse: {shorten(message)}")


def shorten(text: str, limit: int = 300) -> str:
    """A text as one line of at most this many characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
