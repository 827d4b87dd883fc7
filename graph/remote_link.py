"""One answer that comes in from a remote server, as the routes of a service take it.

In: pieces of an answer. Out: the same, one at a time, with what a service has to know: whether
the answer is complete. Looks one piece ahead, so that a small answer is known to be whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final

from graph.lanes import Lanes, Place
from graph.requests import QueryRequest

_CLOSE_S: Final = 5.0


class RemoteLink:
    """The pieces of one answer; `is_complete` once the last was given."""

    was_quick = False  # nobody knows what it took there

    def __init__(self, pieces: AsyncGenerator[bytes, None]) -> None:
        self._pieces = pieces
        self._ahead: bytes | None = None
        self._began = False
        self.is_complete = False

    async def next_piece(self) -> bytes | None:
        """The next piece, or None when the answer is complete; raises what the pieces raise."""
        if self.is_complete:
            return None
        if not self._began:
            self._began = True
            self._ahead = await anext(self._pieces, None)
        piece = self._ahead
        self._ahead = await anext(self._pieces, None) if piece is not None else None
        self.is_complete = self._ahead is None
        return piece

    async def close(self) -> None:
        """Close the connection, unless the answer came in whole."""
        async with asyncio.timeout(_CLOSE_S):
            await self._pieces.aclose()


@dataclass(slots=True, eq=False)
class RemoteRunning:
    """One query at the server, with its place among the others."""

    request: QueryRequest
    place: Place
    link: RemoteLink

    def end(self, lanes: Lanes) -> None:
        """Give the place back."""
        lanes.leave(self.place)
