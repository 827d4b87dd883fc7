"""The command `export`: the served release as one file on stdout.

In: the data folder and the name of a format. Out: pieces of bytes. N-Quads are canonical and
sorted: the same content gives the same bytes. Formats without named graphs hold what is published.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from graph.formats import Format, format_for
from graph.release import current_release, export_nquads
from graph.requests import QueryRequest
from graph.store import open_checkpoint
from graph.workers import run_query
from ontology.errors import NotFoundError
from service.config import Settings

_WITH_GRAPHS: Final = frozenset({"trig", "jsonld"})
_PUBLISHED: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def iter_export(settings: Settings, name: str) -> Iterator[bytes]:
    """The release in a format.

    Raises:
        FormatError: when no such format holds a graph.
        NotFoundError: when there is no release.
    """
    wanted = format_for(name, "graph")
    release = current_release(settings.data)
    if release is None:
        raise NotFoundError(f"no release in {settings.data}; run 'beleidsgraaf build' first")
    if wanted.name == "nquads":
        yield from export_nquads(release)
    elif wanted.name in _WITH_GRAPHS:
        output = io.BytesIO()
        _dump(release.path, output, wanted)
        yield output.getvalue()
    else:
        request = QueryRequest(_PUBLISHED, wanted.media_type)
        yield run_query(release.path, request, query_timeout_s=settings.query_timeout_s)


def _dump(store: Path, output: io.BytesIO, wanted: Format) -> None:
    engine: Any = wanted.engine  # a graph format, since format_for was asked for one
    open_checkpoint(store).dump(output, engine)
