"""Whether the saved queries answer as their heads say: the columns, and how many rows.

In: a release just published and the catalogue. Out: an Issue for each query that fails, or gives
other columns or more rows than its head declares, and one for all with too few. Nothing is
refused: a region with few documents may well have no row where a full one has.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from graph.release import Release
from graph.store import EmbeddedReader, Reader, load_memory
from ontology.errors import BeleidsgraafError
from ontology.records import Issue
from queries.catalog import Catalog, SavedQuery
from queries.run import run

_BUDGET_S: Final = 30.0  # for all queries together, and a little more for the last one
_MOST_QUADS: Final = 3_000_000  # a larger graph would take too much memory and time


def check_answers(release: Release, catalog: Catalog) -> Iterator[Issue]:
    """What is not as declared, by name; a release that was there already has been looked at.

    The checks have been run by the build itself.
    """
    if not release.is_new or release.manifest["quads"] > _MOST_QUADS:
        return
    reader = EmbeddedReader(load_memory(release.path))
    until = time.monotonic() + _BUDGET_S
    few: list[str] = []
    for query in catalog.in_group("analysis"):
        if query.needs_parameters:
            continue
        if time.monotonic() > until:
            few.append(f"{query.name} and later ones were not asked, {_BUDGET_S:.0f} s passed")
            break
        count, problem = count_rows(query, reader)
        if problem:
            yield Issue(code="answer-differs", message=f"query {query.name}: {problem}")
        elif count < query.head.rows.min:
            few.append(f"{query.name} {count} of {query.head.rows.min}")
    if few:
        message = f"queries with fewer rows than a full region gives: {', '.join(few)}"
        yield Issue(code="few-rows", message=message, severity="info")


def count_rows(query: SavedQuery, reader: Reader) -> tuple[int, str]:
    """The number of rows, and what is wrong with the answer whatever the region; '' for nothing."""
    most = query.head.rows.max
    try:
        answer = run(query, reader)
    except BeleidsgraafError as error:
        return 0, str(error)
    if answer.columns != query.columns:
        return len(answer), f"it gives the columns {', '.join(answer.columns)}"
    if most is not None and len(answer) > most:
        return len(answer), f"{len(answer)} rows, its head expects at most {most}"
    return len(answer), ""
