"""What a remote server refused or failed at, as one of our errors with one line for a person.

In: a status with its body, or an exception of httpx. Out: an error to raise.
"""

from __future__ import annotations

import json
from typing import Final

import httpx

from graph.faults import shorten
from ontology.errors import (
    BeleidsgraafError,
    FormatError,
    LimitError,
    NotFoundError,
    QueryError,
    StoreError,
)

MOST_BYTES: Final = 64 * 1024  # of an error's body that are read
_STOPPED: Final = ("Virtuoso S1T00", "Virtuoso S1TAT", "Virtuoso 40001")  # time, or a deadlock


def explain_status(status: int, body: bytes, url: str) -> BeleidsgraafError:
    """The error that an answer of 300 or above stands for."""
    said = _say(body)
    if status in (401, 403):
        return StoreError(
            f"{url} refuses us ({status}); set BELEIDSGRAAF_STORE_USER with "
            "BELEIDSGRAAF_STORE_PASSWORD, or BELEIDSGRAAF_STORE_TOKEN"
        )
    if status == 404:
        return NotFoundError(f"{url} has nothing there (404): {said}")
    if status == 406:
        return FormatError(f"the server at {url} does not write that format: {said}")
    if status == 413:
        return LimitError(f"the server at {url} takes no request of this size: {said}")
    if status in (408, 503, 504) or said.startswith(_STOPPED):
        return LimitError(f"the server at {url} stopped the query or is busy ({status}): {said}")
    if 300 <= status < 400:
        return StoreError(f"{url} sends us elsewhere ({status}); set the address it names")
    if 400 <= status < 500:
        return QueryError(f"the server refused it ({status}): {said}")
    return StoreError(f"the server at {url} failed ({status}): {said}")


def explain_failure(error: httpx.HTTPError, url: str, seconds: float) -> BeleidsgraafError:
    """The error that a failed connection stands for."""
    if isinstance(error, httpx.ReadTimeout | httpx.WriteTimeout):
        return too_slow(seconds)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return StoreError(f"{url} does not answer ({shorten(str(error), 120)}); is it running?")
    return StoreError(
        f"the connection to {url} broke off ({type(error).__name__}: {shorten(str(error), 120)})"
    )


def too_slow(seconds: float) -> LimitError:
    """For an answer that is not there in time."""
    return LimitError(f"the query took longer than {seconds:g} s and was stopped; ask for less")


def too_large(limit: int) -> LimitError:
    """For an answer of more bytes than are kept."""
    return LimitError(f"the answer is larger than {limit} bytes and was stopped; ask for less")


def _say(body: bytes) -> str:
    """What the server says, without the query that some repeat after it."""
    text = body[:MOST_BYTES].decode("utf-8", "replace").strip()
    if text.startswith("{"):
        try:
            found = json.loads(text)
        except ValueError:
            found = {}
        text = str(found.get("detail") or found.get("message") or text)
    return shorten(text.split("\n\nSPARQL query:")[0] or "no reason given")
