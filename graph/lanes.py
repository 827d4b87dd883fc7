"""Who may run a query now: a lane for fresh queries, a lane for slow ones, a fair queue before it.

In: the clients that come and go. Out: places. A query starts in the fresh lane; one that takes
long moves to the slow lane, so that a short one finds a place. Whoever runs least goes first, and
one client never holds every place. Starts and kills nothing. Belongs to one event loop.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final, Literal

from ontology.errors import BusyError

SLOW_FOR_EACH: Final = 2  # places in the slow lane for each in the fresh one
MOST_WAITING: Final = 1_000
Lane = Literal["fresh", "slow"]


@dataclass(slots=True, eq=False)
class Place:
    """Room for one running query of a client."""

    client: str
    lane: Lane = "fresh"


class Lanes:
    """The places of one pool; `fresh` of them are for queries that have just begun."""

    def __init__(self, fresh: int) -> None:
        self._free: dict[Lane, int] = {"fresh": fresh, "slow": SLOW_FOR_EACH * fresh}
        most = (SLOW_FOR_EACH + 1) * fresh
        self._most = max(1, most - 1)  # of one client, so that another fits in
        self._running: dict[str, int] = {}  # places by client; those without are left out
        self._waiting: list[tuple[str, asyncio.Future[Place]]] = []

    def try_enter(self, client: str) -> Place | None:
        """A place at once, if one is free and nobody has waited longer."""
        if self._waiting or not self._may_enter(client):
            return None
        return self._seat(client)

    async def enter(self, client: str, wait_s: float) -> Place:
        """A place, after at most this wait.

        Raises:
            BusyError: when none came free in time, or too many wait already.
        """
        if (place := self.try_enter(client)) is not None:
            return place
        if len(self._waiting) >= MOST_WAITING:
            raise BusyError(f"{MOST_WAITING} queries wait for a reader already; try again later")
        seat: asyncio.Future[Place] = asyncio.get_running_loop().create_future()
        self._waiting.append((client, seat))
        self._admit()
        try:
            async with asyncio.timeout(wait_s):
                return await seat
        except TimeoutError as error:
            if seat.done() and not seat.cancelled():
                return seat.result()  # it came in the very last moment
            raise BusyError(f"no reader came free within {wait_s:g} s; try again later") from error
        except asyncio.CancelledError:
            if seat.done() and not seat.cancelled():
                self.leave(seat.result())
            raise
        finally:
            self._waiting = [one for one in self._waiting if one[1] is not seat]

    def make_way(self, place: Place) -> bool:
        """Move to the slow lane; False when that is full, and then the place stays what it is."""
        if place.lane == "slow" or not self._free["slow"]:
            return False
        self._free["slow"] -= 1
        self._free["fresh"] += 1
        place.lane = "slow"
        self._admit()
        return True

    def leave(self, place: Place) -> None:
        """Give a place back."""
        self._free[place.lane] += 1
        if left := self._running[place.client] - 1:
            self._running[place.client] = left
        else:
            del self._running[place.client]
        if self._waiting:
            self._admit()

    def _may_enter(self, client: str) -> bool:
        return self._free["fresh"] > 0 and self._running.get(client, 0) < self._most

    def _seat(self, client: str) -> Place:
        self._free["fresh"] -= 1
        self._running[client] = self._running.get(client, 0) + 1
        return Place(client)

    def _admit(self) -> None:
        """Seat those who wait: the client that runs least first, then the longest wait."""
        while self._free["fresh"]:
            able = [one for one in self._waiting if not one[1].done() and self._may_enter(one[0])]
            if not able:
                return
            client, seat = min(able, key=lambda one: self._running.get(one[0], 0))
            seat.set_result(self._seat(client))
