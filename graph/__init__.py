"""The graph: store, releases, readers, rules, shapes, formats and drawings.

`open_graph` is the way in for a notebook or a script:

    from graph import open_graph
    with open_graph("data") as graph:        # or the address of a SPARQL endpoint
        frame = graph.query("SELECT ?s ?label { ?s skos:prefLabel ?label }").to_pandas()
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.requests import QueryRequest
from ontology.errors import NotFoundError

if TYPE_CHECKING:
    from graph.client import Graph

__all__ = ["QueryRequest", "open_graph"]


def open_graph(
    data_or_url: str | Path,
    *,
    user: str = "",
    password: str = "",
    token: str = "",
    default_graph: str = "",
    timeout_s: float = 300.0,
) -> Graph:
    """The served release of a data folder, one store folder, or a SPARQL endpoint by address.

    `user` with `password`, or `token`, is for a server that asks for it; `default_graph`
    names the graph that stands for the default graph at a server without one (Virtuoso), and
    `timeout_s` bounds one answer of a server.

    Raises:
        InputError: when the address cannot be used.
        NotFoundError: when nothing was built in that folder.
        StoreError: when the folder is damaged, or no SPARQL server answers at the address.
    """
    from graph.client import Graph
    from graph.release import current_release
    from graph.store import EmbeddedReader

    if isinstance(data_or_url, str) and data_or_url.startswith(("http://", "https://")):
        from graph.remote import locate
        from graph.remote_reader import RemoteReader

        remote = locate(
            data_or_url, user=user, password=password, token=token, default_graph=default_graph
        )
        reader = RemoteReader(remote, timeout_s=timeout_s)
        return Graph(reader, reader.close)
    path = Path(data_or_url)
    if list(path.glob("MANIFEST-*")):  # the folder of a store itself
        return Graph(EmbeddedReader(path))
    if release := current_release(path):
        return Graph(EmbeddedReader(release.path))
    raise NotFoundError(f"no release in {path}; build one first")
