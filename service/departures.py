"""Clients that leave before their answer is there: the work for them stops, so a reader comes free.

In: answers being made. Out: the same, cancelled when their client is gone. One clock looks at all
of them, because a timer for each would cost as much as part of a short query, and most answers
are there before anybody looks. Belongs to one event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Final

from starlette.types import Receive

_LOOK_S: Final = 0.1  # an answer seen twice has its client watched; sooner ones are made anyway


class _Waiting:
    """One client that waits for its answer."""

    __slots__ = ("_is_over", "_task", "_watch", "is_gone", "is_seen", "receive")

    def __init__(self, task: asyncio.Task[object], receive: Receive) -> None:
        self.receive = receive
        self.is_seen = False
        self.is_gone = False
        self._is_over = False
        self._task = task
        self._watch: asyncio.Task[None] | None = None

    def watch(self) -> None:
        """Wait for the client to leave, beside the making of its answer."""
        if self._watch is None:
            self._watch = asyncio.get_running_loop().create_task(_until_gone(self.receive))
            self._watch.add_done_callback(self._leave)

    def end(self) -> None:
        """The answer is over, one way or the other."""
        self._is_over = True
        if self._watch is not None:
            self._watch.cancel()

    def _leave(self, watch: asyncio.Task[None]) -> None:
        if not self._is_over and not watch.cancelled():
            self.is_gone = True
            self._task.cancel()


class Departures:
    """Looks whether the clients of slow answers are still there."""

    def __init__(self) -> None:
        self._waiting: set[_Waiting] = set()
        self._clock: asyncio.TimerHandle | None = None

    async def while_connected(
        self, receive: Receive, answering: Coroutine[None, None, None]
    ) -> None:
        """Answer, and stop soon after the client has gone away."""
        task = asyncio.current_task()
        assert task is not None
        if self._clock is None:
            self._clock = asyncio.get_running_loop().call_later(_LOOK_S, self._look)
        waiting = _Waiting(task, receive)
        self._waiting.add(waiting)
        try:
            await answering
        except asyncio.CancelledError:
            if not waiting.is_gone:
                raise
            task.uncancel()
        finally:
            self._waiting.discard(waiting)
            waiting.end()

    def _look(self) -> None:
        """Called by the event loop, as long as anybody waits."""
        loop = asyncio.get_running_loop()
        self._clock = loop.call_later(_LOOK_S, self._look) if self._waiting else None
        for waiting in self._waiting:
            if waiting.is_seen:
                waiting.watch()
            waiting.is_seen = True


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
