"""The connection to a reader as whoever takes its answer sees it."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from graph.reader_link import ReaderLink
from ontology.errors import LimitError

_TOO_LONG = LimitError("the query took longer than 1 s and was stopped; ask for less")


class _Held:
    """Stands for the large first piece that the maker of an answer holds."""


async def _take_and_fail() -> weakref.ref[_Held]:
    """Take an answer that fails, as a service does, and tell where what it held can be found."""
    held, link = _Held(), ReaderLink("reader 1")
    link.send(b"")
    link.fail(_TOO_LONG)
    try:  # not pytest.raises, which keeps the frames for its report
        await link.next_piece()
    except LimitError:
        return weakref.ref(held)
    raise AssertionError("the answer did not fail")


def test_what_a_failed_answer_held_is_free_at_once() -> None:
    """An error keeps nothing of its answer in a circle that only the collector would find."""
    gc.collect()
    gc.disable()
    try:
        found = asyncio.run(_take_and_fail())
        assert found() is None
    finally:
        gc.enable()


def test_an_error_is_told_as_often_as_asked() -> None:
    """Who asks once more for a failed answer hears the same, and does not wait for ever."""
    link = ReaderLink("reader 1")
    link.send(b"")
    link.fail(_TOO_LONG)
    for _ in range(2):
        with pytest.raises(LimitError, match=r"longer than 1 s"):
            asyncio.run(asyncio.wait_for(link.next_piece(), 5))
