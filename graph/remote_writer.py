"""Makes the changes of a service at a SPARQL server elsewhere; used like `graph.writer.Writer`.

In: changes from requests. Out: their outcome, once the server has taken them. Each is one request,
so that the server makes it whole or not at all. Keeps no journal: the server keeps the graph.
"""

from __future__ import annotations

import asyncio
from secrets import token_hex

from graph.changes import Change, Changing, Outcome
from graph.remote_changes import write_change
from graph.remote_pool import RemotePool


class RemoteWriter(Changing):
    """Makes changes one after another through the connections of a pool."""

    def __init__(self, pool: RemotePool, update_timeout_s: float = 30.0) -> None:
        self._pool = pool
        self._timeout_s = update_timeout_s
        self._lock = asyncio.Lock()
        self._sequence = 0

    @property
    def has_edits(self) -> bool:
        """Never: edits are in the server, not in the data folder."""
        return False

    @property
    def revision(self) -> str:
        """Never the same twice: others may write to the server, so no answer counts as current."""
        return token_hex(8)

    async def start(self) -> None:
        """Nothing to bring back."""

    async def stop(self) -> None:
        """Wait for the change that is being made."""
        async with self._lock:
            return

    async def look(self) -> None:
        """Nothing to look after: the server keeps its own house."""

    async def rebase(self) -> None:
        """Nothing to do: publishing has changed the server itself."""

    async def write(self, change: Change) -> Outcome:
        """Make a change; when this returns the server has it, and the next query sees it.

        Raises:
            QueryError: when an update does not parse or may not run; nothing was changed.
            InputError: when RDF does not parse; nothing was changed.
            NotFoundError: when a graph to be deleted is not there.
            LimitError: when it took too long; the server may still make it.
            StoreError: when the server is away or fails.
        """
        # Shielded: a client that leaves does not break off a change half-way.
        return await asyncio.shield(asyncio.ensure_future(self._write(change)))

    async def _write(self, change: Change) -> Outcome:
        async with self._lock:
            exists = change.graph is None or await self._pool.has_graph(change.graph)
            stand_in = self._pool.remote.default_graph
            text = await asyncio.to_thread(write_change, change, stand_in, exists=exists)
            if text:
                await self._pool.update(text, self._timeout_s)
            self._sequence += 1
            await self._pool.switch()
            made = change.kind in ("put", "post") and not exists
            return Outcome(self._sequence, created=made)
