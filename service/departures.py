"""Clients that leave before their answer is there: the work for them stops, so a reader comes free.

In: answers being made. Out: the same, cancelled when their client is gone. One clock looks at all
of them, because a timer for each would cost as much as part of a short query, and most answers
are there before anybody looks. Belongs to one event loop.
"""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.types import Receive

_LOOK_S: Final = 0.1  # an answer seen twice has its client watched; sooner ones are made anyway


class _Waiting:
    """The making of one answer, and the client that waits for it; used in a `with`."""

    __slots__ = ("_all", "_is_gone", "_is_over", "_is_seen", "_receive", "_task", "_watch")

    def __init__(self, receive: Receive, everyone: set[_Waiting]) -> None:
        self._receive = receive
        self._all = everyone
        self._is_seen = False
        self._is_gone = False
        self._is_over = False
        self._task: asyncio.Task[object] | None = None
        self._watch: asyncio.Task[None] | None = None

    def __enter__(self) -> None:
        self._task = asyncio.current_task()
        self._all.add(self)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        """Ends the watch; what was cancelled because the client left ends here, quietly."""
        self._all.discard(self)
        self._is_over = True
        if self._watch is not None:
            self._watch.cancel()
        if not self._is_gone or kind is not asyncio.CancelledError or self._task is None:
            return False
        self._task.uncancel()
        return True

    def look(self) -> None:
        """Wait for the client to leave, from the second look on."""
        if self._is_seen and self._watch is None:
            self._watch = asyncio.get_running_loop().create_task(_until_gone(self._receive))
            self._watch.add_done_callback(self._leave)
        self._is_seen = True

    def _leave(self, watch: asyncio.Task[None]) -> None:
        if not self._is_over and not watch.cancelled() and self._task is not None:
            self._is_gone = True
            self._task.cancel()


class Departures:
    """Looks whether the clients of slow answers are still there."""

    def __init__(self) -> None:
        self._waiting: set[_Waiting] = set()
        self._clock: asyncio.TimerHandle | None = None

    def while_connected(self, receive: Receive) -> _Waiting:
        """For a `with` around the making of an answer: it stops soon after the client has left."""
        if self._clock is None:
            self._clock = asyncio.get_running_loop().call_later(_LOOK_S, self._look)
        return _Waiting(receive, self._waiting)

    def _look(self) -> None:
        """Called by the event loop, as long as anybody waits."""
        loop = asyncio.get_running_loop()
        self._clock = loop.call_later(_LOOK_S, self._look) if self._waiting else None
        for waiting in self._waiting:
            waiting.look()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
