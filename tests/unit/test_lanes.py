"""Places for queries: fresh and slow lanes, and who goes first."""

from __future__ import annotations

import asyncio

import pytest

from graph.lanes import Lanes, Place
from ontology.errors import BusyError


def entered(lanes: Lanes, client: str) -> Place:
    """A place that must be free."""
    place = lanes.try_enter(client)
    assert place is not None
    return place


def test_full_fresh_lane_takes_nobody() -> None:
    """With both fresh places taken, the third client has to wait."""
    lanes = Lanes(2)
    entered(lanes, "a")
    entered(lanes, "b")
    assert lanes.try_enter("c") is None


def test_slow_query_makes_way() -> None:
    """A query in the slow lane leaves its fresh place to the next one."""
    lanes = Lanes(1)
    place = entered(lanes, "a")
    assert lanes.make_way(place)
    assert "fresh" == entered(lanes, "b").lane


def test_full_slow_lane_moves_nobody() -> None:
    """When the slow lane is full, a query stays where it is."""
    lanes = Lanes(1)
    for client in "ab":
        assert lanes.make_way(entered(lanes, client))
    assert not lanes.make_way(entered(lanes, "c"))


def test_one_client_never_holds_every_place() -> None:
    """A client with all places but one has to wait; another finds that place."""
    lanes = Lanes(1)
    for _ in range(2):
        lanes.make_way(entered(lanes, "greedy"))
    assert lanes.try_enter("greedy") is None
    assert "fresh" == entered(lanes, "other").lane


def test_client_that_runs_least_goes_first() -> None:
    """A newcomer passes the earlier queries of a client that runs something already."""

    async def work() -> list[str]:
        lanes, order = Lanes(1), []

        async def ask(client: str) -> None:
            place = await lanes.enter(client, 5)
            order.append(place.client)
            lanes.leave(place)

        first = entered(lanes, "many")
        lanes.make_way(first)
        second = entered(lanes, "many")
        tasks = [asyncio.create_task(ask(client)) for client in ("many", "many", "one")]
        await asyncio.sleep(0)
        lanes.leave(second)
        await asyncio.gather(*tasks)
        return order

    assert ["one", "many", "many"] == asyncio.run(work())


def test_waiting_in_vain_is_busy_and_leaves_no_trace() -> None:
    """After BusyError the place goes to nobody, so it is free for the next."""

    async def work() -> Place | None:
        lanes = Lanes(1)
        place = entered(lanes, "a")
        with pytest.raises(BusyError, match=r"within 0\.05 s"):
            await lanes.enter("b", 0.05)
        lanes.leave(place)
        return lanes.try_enter("c")

    assert asyncio.run(work()) is not None


def test_cancelled_wait_gives_its_place_back() -> None:
    """A client that leaves in the moment its place comes does not keep it."""

    async def work() -> Place | None:
        lanes = Lanes(1)
        place = entered(lanes, "a")
        task = asyncio.create_task(lanes.enter("b", 5))
        await asyncio.sleep(0)
        lanes.leave(place)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return lanes.try_enter("c")

    assert asyncio.run(work()) is not None
