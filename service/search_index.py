"""What can be searched now: names of the release, saved questions, and texts at hand.

In: the services. Out: three indexes that belong to one release. Names and questions are there at
once; the texts follow in the background, and until then a page says that they are coming.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from fastapi import FastAPI

from graph.search import Entry, Index, write_index
from graph.search_names import open_names
from ontology.errors import BeleidsgraafError, StoreError
from queries.catalog import Catalog
from service.deps import Services
from service.errors import LOG, one_line
from service.search_texts import TextIndex, find_versions, have_text, index_texts, released

QUESTION_KINDS: Final = ("query", "check")
_LOOK_EVERY_S: Final = 1.0
_TEXTS_EVERY_S: Final = 30.0  # texts may be laid beside a running service
_MOST_WATCHED: Final = 500  # versions whose texts are looked for again and again


@dataclass(frozen=True, slots=True)
class Searchable:
    """The indexes of one state of the graph; `names` is None for a release without, or none.

    `texts` is None while they are being indexed.
    """

    state: str
    names: Index | None
    questions: Index
    texts: TextIndex | None = None


async def searchable(app: FastAPI, services: Services) -> Searchable:
    """What can be searched in the release that is served."""
    kept: Searchable | None = getattr(app.state, "searchable", None)
    state = released(services)
    if kept is not None and kept.state == state:
        return kept
    if kept is None:
        questions = await asyncio.to_thread(_index_questions, services.catalog)
    else:
        questions = kept.questions
    found = Searchable(state, await asyncio.to_thread(_open_names, services), questions)
    app.state.searchable = found
    return found


async def keep_searchable(app: FastAPI) -> None:
    """Index the texts of each release, and texts that come later, for ever."""
    services: Services = app.state.services
    due = 0.0
    while True:
        try:
            due = await _look(app, services, due)
        except BeleidsgraafError as error:
            LOG.warning("the texts are not indexed yet: %s", one_line(error))
        await asyncio.sleep(_LOOK_EVERY_S)


async def _look(app: FastAPI, services: Services, due: float) -> float:
    """Index what is not; gives when to look for new texts (seconds of a steady clock)."""
    now = time.monotonic()
    current = await searchable(app, services)
    if current.texts is not None and now < due:
        return due
    versions = await find_versions(services) if services.release else []
    if current.texts is not None:
        if len(versions) > _MOST_WATCHED:
            return now + _TEXTS_EVERY_S
        present = await asyncio.to_thread(have_text, services.texts, versions)
        if {one.document for one in present} == set(current.texts.versions):
            return now + _TEXTS_EVERY_S
    texts = await index_texts(services, versions)
    if released(services) == current.state:
        app.state.searchable = replace(current, texts=texts)
    return now + _TEXTS_EVERY_S


def _open_names(services: Services) -> Index | None:
    if services.release is None:
        return None
    try:
        return open_names(services.release.path.parent)
    except StoreError as error:
        LOG.warning("%s; build again", one_line(error))
        return None


def _index_questions(catalog: Catalog) -> Index:
    return write_index(_iter_questions(catalog))


def _iter_questions(catalog: Catalog) -> Iterator[Entry]:
    """Saved questions by title and question, in both languages."""
    for query in sorted(catalog.queries.values(), key=lambda one: one.name):
        if query.group == "rules":
            continue
        names = (query.title.nl, query.title.en)
        texts = (*names, query.question.nl, query.question.en)
        labels = {"nl": query.title.nl, "en": query.title.en}
        data = {"name": query.name, "labels": labels}
        kind = "check" if query.group == "checks" else "query"
        yield Entry(kind, texts, data, names)
