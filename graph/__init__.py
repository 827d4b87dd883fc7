"""The graph: store, releases, readers, rules, shapes, formats and drawings.

`open_graph` is the way in for a notebook or a script:

    from graph import QueryRequest, open_graph
    reader = open_graph("data")
    print(reader.query(QueryRequest("SELECT * { ?s ?p ?o } LIMIT 5", "csv")).decode())
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.requests import QueryRequest
from ontology.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from graph.store import Reader

__all__ = ["QueryRequest", "open_graph"]


def open_graph(data_or_url: str | Path) -> Reader:
    """A reader over the served release of a data folder (or over one store folder).

    Raises:
        InputError: for the address of a remote server, which cannot be opened yet.
        NotFoundError: when nothing was built in that folder.
        StoreError: when the folder is damaged.
    """
    from graph.release import current_release
    from graph.store import EmbeddedReader

    if isinstance(data_or_url, str) and data_or_url.startswith(("http://", "https://")):
        raise InputError(f"{data_or_url}: a remote server cannot be opened yet; give a data folder")
    path = Path(data_or_url)
    if list(path.glob("MANIFEST-*")):  # the folder of a store itself
        return EmbeddedReader(path)
    if release := current_release(path):
        return EmbeddedReader(release.path)
    raise NotFoundError(f"no release in {path}; build one first")
