"""Errors as HTTP answers and exit codes: the one place where the two tables stand.

In: an exception. Out: a status with problem+json (RFC 9457) or a page, or an exit code. Never a
traceback: what is not ours is logged and told as 'internal error'.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from starlette.exceptions import HTTPException

from ontology.errors import (
    BeleidsgraafError,
    BusyError,
    FormatError,
    InputError,
    LimitError,
    NotFoundError,
    StoreError,
    ValidationError,
)

LOG: Final = logging.getLogger("beleidsgraaf")
PROBLEM_TYPE: Final = "application/problem+json"
_PROBLEMS: Final = "https://w3id.org/beleidsgraaf/problem#"
_RETRY_AFTER_S: Final = "5"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an error means outside: HTTP status, name and title of the problem, exit code."""

    status: int
    name: str
    title: str
    exit_code: int


# An error is looked up along its ancestry, so a new subclass has its parent's outcome.
OUTCOMES: Final[Mapping[type[BaseException], Outcome]] = {
    FormatError: Outcome(406, "not-acceptable", "No such format", 2),
    InputError: Outcome(400, "bad-request", "The request cannot be used", 2),
    NotFoundError: Outcome(404, "not-found", "Not found", 2),
    BusyError: Outcome(503, "busy", "All readers are busy", 1),
    LimitError: Outcome(503, "limit", "A limit was reached", 1),
    ValidationError: Outcome(422, "invalid-graph", "The graph breaks its shapes", 1),
    StoreError: Outcome(503, "store", "The store cannot be read", 1),
    BeleidsgraafError: Outcome(500, "failure", "The request failed", 1),
    Exception: Outcome(500, "internal", "Internal error", 1),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure as RFC 9457 describes it; `extra` are members beside the standard ones."""

    status: int
    name: str
    title: str
    detail: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self, instance: str | None = None) -> bytes:
        """The body of the answer, as UTF-8."""
        members = {
            "type": _PROBLEMS + self.name,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **({"instance": instance} if instance else {}),
            **self.extra,
        }
        return json.dumps(members, ensure_ascii=False).encode()


def find_outcome(error: BaseException) -> Outcome:
    """The row of the table for an error: its own class, else the nearest ancestor."""
    for ancestor in type(error).__mro__:
        if ancestor in OUTCOMES:
            return OUTCOMES[ancestor]
    return OUTCOMES[Exception]


def exit_code(error: BaseException) -> int:
    """2 when what was given cannot be used, 1 when the work failed."""
    return find_outcome(error).exit_code


def describe_problem(error: Exception) -> Problem:
    """Any exception as a problem; only our own errors show their message."""
    if isinstance(error, HTTPException):
        return _http_problem(error)
    outcome = find_outcome(error)
    if not isinstance(error, BeleidsgraafError):
        return Problem(
            outcome.status, outcome.name, outcome.title, "something broke here; the log has more"
        )
    limit = getattr(error, "limit", None)
    return Problem(
        status=outcome.status,
        name=outcome.name,
        title=outcome.title,
        detail=one_line(error),
        extra={"limit": limit} if limit else {},
        headers={"Retry-After": _RETRY_AFTER_S} if outcome.status == 503 else {},
    )


def one_line(error: BaseException) -> str:
    """The message as a single line without control characters."""
    return " ".join(str(error).split()) or type(error).__name__


# What the framework refuses by itself comes with no more than the phrase of the status.
_SAID_BY_NOBODY: Final = {
    404: "there is nothing at this address; the start page leads on, /api/openapi.json lists all",
    405: "this address does not take that method; Allow names what it does",
}


def _http_problem(error: HTTPException) -> Problem:
    phrase = HTTPStatus(error.status_code).phrase
    detail = " ".join(str(error.detail).split())
    return Problem(
        status=error.status_code,
        name=phrase.lower().replace(" ", "-"),
        title=phrase,
        detail=_SAID_BY_NOBODY.get(error.status_code, detail) if detail == phrase else detail,
        headers=dict(error.headers or {}),
    )
