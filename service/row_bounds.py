"""Whether the saved queries answer as their heads say: the columns, and how many rows.

In: a release just published and the catalogue. Out: an Issue for each query that fails, or gives
other columns or more rows than its head declares, and one for all with too few. Nothing is
refused: a region with few documents may well have no row where a full one has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Final

from graph.release import Release
from graph.store import Reader
from graph.workers import Pool
from ontology.errors import BeleidsgraafError
from ontology.records import Issue
from queries.catalog import Catalog, SavedQuery
from queries.results import Solutions, parse_solutions
from queries.run import request_for, run

_QUERY_S: Final = 5.0  # for one query; a reader that takes longer is killed
_READERS: Final = 2


def check_answers(release: Release, catalog: Catalog) -> Iterator[Issue]:
    """What is not as declared, by name; a release that was there already has been looked at.

    The checks have been run by the build itself.
    """
    if not release.is_new:
        return
    asked = [q for q in catalog.in_group("analysis") if not q.needs_parameters]
    few: list[str] = []
    for query, answer in zip(asked, asyncio.run(_ask(release, asked)), strict=True):
        count, problem = _judge(query, answer)
        if problem:
            yield Issue(code="answer-differs", message=f"query {query.name}: {problem}")
        elif count < query.head.rows.min:
            few.append(f"{query.name} {count} of {query.head.rows.min}")
    if few:
        message = f"queries with fewer rows than a full region gives: {', '.join(few)}"
        yield Issue(code="few-rows", message=message, severity="info")


async def _ask(
    release: Release, queries: Sequence[SavedQuery]
) -> list[Solutions | BeleidsgraafError]:
    """The answers in order, from readers that can be killed."""
    pool = Pool(release.path, workers=_READERS, query_timeout_s=_QUERY_S, queue_s=600.0)

    async def ask(query: SavedQuery) -> Solutions | BeleidsgraafError:
        try:
            return parse_solutions(await pool.query(request_for(query)))
        except BeleidsgraafError as error:
            return error

    await pool.start()
    try:
        return await asyncio.gather(*(ask(query) for query in queries))
    finally:
        await pool.stop()


def count_rows(query: SavedQuery, reader: Reader) -> tuple[int, str]:
    """The number of rows, and what is wrong with the answer whatever the region; '' for nothing."""
    try:
        return _judge(query, run(query, reader))
    except BeleidsgraafError as error:
        return 0, str(error)


def _judge(query: SavedQuery, answer: Solutions | BeleidsgraafError) -> tuple[int, str]:
    most = query.head.rows.max
    if isinstance(answer, BeleidsgraafError):
        return 0, str(answer)
    if answer.columns != query.columns:
        return len(answer), f"it gives the columns {', '.join(answer.columns)}"
    if most is not None and len(answer) > most:
        return len(answer), f"{len(answer)} rows, its head expects at most {most}"
    return len(answer), ""
