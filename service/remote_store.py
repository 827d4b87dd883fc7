"""The remote store of the settings: sending it releases, and finding out which one it serves.

In: settings, the data folder. Out: the release that the server has, and progress. A release is
always built in the data folder first; the server gets a copy of its quads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from graph.region import load_region_card
from graph.release import Release, current_release, load_release
from graph.remote_publish import Served, read_served, send_release, served_query
from graph.remote_reader import RemoteReader
from ontology.iris import Names
from service.config import Settings
from service.deps import Services
from service.errors import LOG
from service.folders import find_region_folder


def send_current(settings: Settings, tell: Callable[[str], None]) -> None:
    """Have the remote store serve the newest release of the data folder; nothing without one.

    Raises:
        StoreError: when the server is away or refuses; it keeps what it had.
    """
    remote = settings.remote_store()
    release = current_release(settings.data)
    if remote is None or release is None:
        return
    names = Names(load_region_card(find_region_folder(settings.region)).base)
    reader = RemoteReader(remote)
    try:
        send_release(reader, release, names, tell)
    finally:
        reader.close()


class Away:
    """Follows the release of the remote store, and sends it what is built in the data folder.

    What was built before this started is left to `build`: a copy of the service with an older
    folder must not bring an old release back.
    """

    def __init__(self, services: Services) -> None:
        self._settings = services.settings
        self._query = served_query(services.region.names.graph("meta"))
        self._pool = services.pool
        self._built = self._current()

    async def look(self) -> Release | None:
        """The release that the server has; with its whole manifest when it was built here.

        Raises:
            StoreError: when the server is away or fails.
        """
        if (built := self._current()) != self._built:
            await asyncio.to_thread(send_current, self._settings, LOG.info)
            self._built = built
        served = read_served(await self._pool.query(self._query))
        return None if served is None else _describe(served, self._settings)

    def _current(self) -> str:
        pointer = self._settings.data / "CURRENT"
        return pointer.read_text(encoding="utf-8") if pointer.is_file() else ""


def _describe(served: Served, settings: Settings) -> Release:
    folder = settings.data / "releases" / served.name
    if (folder / "manifest.json").is_file():
        found = load_release(folder)
        if found.manifest.get("graph_sha256") == served.graph_sha256:
            return found
    known = {"release": served.name, "iri": served.iri, "graph_sha256": served.graph_sha256}
    return Release(served.name, served.iri, folder / "store", known)
