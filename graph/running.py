"""The queries that run now: how long they may, when they make way for short ones, who stops them.

In: queries as they begin and end. Out: their limits kept, and a line in the log for each slow one.
One clock looks at all of them, because a timer for each would cost as much as a short query.
Belongs to one event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Final

from graph.lanes import Lanes, Place
from graph.reader_link import ReaderLink
from graph.requests import QueryRequest
from graph.worker_process import TemplateProcess
from ontology.errors import BeleidsgraafError, LimitError

SLOW_S: Final = 0.25  # a query that takes longer leaves its place to the next one
_HEAVY_S: Final = 0.45  # of processor time since the first look; then others go first
_LOOK_S: Final = 0.05
_SHOWN: Final = 2_000  # characters of a query in the log
_LOG: Final = logging.getLogger("beleidsgraaf.slow")


@dataclass(slots=True, eq=False)
class Running:
    """One query in a reader. `began` is a time of the monotonic clock; `client` says who asked."""

    number: int
    request: QueryRequest
    place: Place
    template: TemplateProcess
    link: ReaderLink
    began: float
    limit_s: float
    cpu_began_s: float | None = None  # processor time of the reader when the clock first looked

    @property
    def client(self) -> str:
        """Who asked; empty for the service itself."""
        return self.place.client

    def is_heavy(self) -> bool:
        """Whether its reader should make way for others now, and has not done so yet.

        What the service itself asks for its pages never does: a visitor waits for it.
        """
        if not self.client or self.link.is_slowed or self.cpu_began_s is None:
            return False
        return self.link.cpu_s() - self.cpu_began_s >= _HEAVY_S

    def look(self) -> None:
        """Note what the reader has spent so far; most queries are over before anybody looks."""
        if self.cpu_began_s is None:
            self.cpu_began_s = self.link.cpu_s()

    def stop(self, error: BeleidsgraafError) -> None:
        """Kill the reader; whoever waits for the answer gets this error."""
        self.link.fail(error)
        self.template.kill(self.link)


class Watch:
    """Looks at the running queries while there are any."""

    def __init__(self, lanes: Lanes, slow_log_s: float) -> None:
        self._lanes = lanes
        self._slow_log_s = slow_log_s
        self._clock: asyncio.TimerHandle | None = None
        self._serial = 0
        self._running: dict[int, Running] = {}
        self._seen: set[Running] = set()  # those the clock has looked at, not the short ones

    def __iter__(self) -> Iterator[Running]:
        return iter(list(self._running.values()))

    def begin(
        self,
        request: QueryRequest,
        place: Place,
        template: TemplateProcess,
        link: ReaderLink,
        limit_s: float,
    ) -> Running:
        """Note a query that starts now; heavy ones let it go first from this moment."""
        self.let_others_go()
        self._serial += 1
        running = Running(self._serial, request, place, template, link, monotonic(), limit_s)
        self._running[running.number] = running
        if self._clock is None:
            self._clock = asyncio.get_running_loop().call_later(_LOOK_S, self._look)
        return running

    def let_others_go(self) -> None:
        """Heavy queries let others go first from now on, because somebody else asks something."""
        for running in self._seen:
            if running.is_heavy():
                running.template.slow_down(running.link)

    def end(self, running: Running) -> None:
        """Forget a query that is done or broken off."""
        del self._running[running.number]
        self._seen.discard(running)
        took_s = monotonic() - running.began
        if took_s >= self._slow_log_s:
            text = " ".join(running.request.text.split())[:_SHOWN]
            _LOG.warning("query %d took %.1f s: %s", running.number, took_s, text)

    def stop(self, number: int) -> bool:
        """Stop the query with this number; False when it does not run (any more)."""
        if (running := self._running.get(number)) is None:
            return False
        running.stop(LimitError("the query was stopped by an editor of this service"))
        return True

    def _look(self) -> None:
        """Called by the event loop: slow queries leave their place, late ones are stopped."""
        loop = asyncio.get_running_loop()
        self._clock = loop.call_later(_LOOK_S, self._look) if self._running else None
        now = monotonic()
        self._seen.update(self._running.values())
        for running in self:
            running.look()
            took_s = now - running.began
            if took_s >= running.limit_s:
                running.stop(_overtime(running.limit_s))
            elif took_s >= SLOW_S and not running.link.is_complete:
                self._lanes.make_way(running.place)


def _overtime(seconds: float) -> LimitError:
    return LimitError(f"the query took longer than {seconds:g} s and was stopped; ask for less")
