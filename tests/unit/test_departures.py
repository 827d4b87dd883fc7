"""Clients that leave before their answer is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from service.departures import Departures

Receive = Callable[[], Awaitable[dict[str, Any]]]


async def stays() -> dict[str, Any]:
    """A client that waits for ever."""
    await asyncio.Event().wait()
    return {}


async def leaves() -> dict[str, Any]:
    """A client that is gone."""
    return {"type": "http.disconnect"}


def test_work_for_a_client_that_left_is_stopped() -> None:
    """The answer of a client that has gone is broken off, and the request goes on."""
    assert (False, True) == asyncio.run(answered(leaves))


def test_client_that_waits_gets_its_slow_answer() -> None:
    """An answer that takes longer than two looks is made to its end."""
    assert (True, False) == asyncio.run(answered(stays))


def test_quick_answer_asks_nothing_of_the_client() -> None:
    """Nobody is watched for an answer that is there before anybody looks twice."""
    watched: list[str] = []

    async def note() -> dict[str, Any]:
        watched.append("once")
        return await stays()

    asyncio.run(connected(note, asyncio.sleep(0.05)))

    assert [] == watched


def test_cancelling_from_elsewhere_is_not_taken_for_a_departure() -> None:
    """When the server itself stops a request, that request is stopped."""

    async def stop() -> None:
        making = asyncio.Event()
        task = asyncio.create_task(connected(stays, waits(making)))
        await making.wait()
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(stop())


def test_clock_rests_when_nobody_waits() -> None:
    """Without answers being made, nothing is left to do in the event loop."""

    async def rest() -> object:
        clients = Departures()
        with clients.while_connected(stays):
            await asyncio.sleep(0.3)
        await asyncio.sleep(0.25)
        return clients._clock

    assert asyncio.run(rest()) is None


async def answered(receive: Receive) -> tuple[bool, bool]:
    """Whether an answer of half a second was made to its end, and whether it was broken off."""
    made = stopped = False

    async def make() -> None:
        nonlocal made, stopped
        try:
            await asyncio.sleep(0.5)
        except asyncio.CancelledError:
            stopped = True
            raise
        made = True

    await connected(receive, make())
    return made, stopped


async def waits(begun: asyncio.Event) -> None:
    """Work that never ends."""
    begun.set()
    await asyncio.Event().wait()


async def connected(receive: Receive, making: Awaitable[None]) -> None:
    """Work for this client."""
    with Departures().while_connected(receive):
        await making
