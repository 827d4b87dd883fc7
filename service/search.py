"""The page Zoeken and `/api/search`.

In: what somebody typed, perhaps a kind and a document. Out: things, saved questions and passages
that answer to it, as HTML that works without script or as JSON. Nothing typed is an error.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from graph.search_query import MAX_LETTERS
from service.api import ONLY_JSON, PROBLEMS, Lang
from service.deps import Services, ServicesDep
from service.models import Answer
from service.paging import Page
from service.quotations import title_of
from service.search_index import QUESTION_KINDS, searchable
from service.search_texts import PASSAGE
from service.searching import ALL_KINDS, Found, Part, Question, Search, loosened, search
from service.views import render, translator_of
from service.whole_numbers import WholeNumber

router = APIRouter(tags=["search"])

Kind = Literal[
    "theme", "goal", "document", "programme", "project", "actor", "place", "action", "body",
    "other", "indicator", "number", "concept", "query", "check", "passage",
]  # fmt: skip
_MAX_LIMIT: Final = 100
_MAX_OFFSET: Final = 1_000
_THINGS: Final = 12  # on the page before one asks for more
_QUESTIONS: Final = 6
_DOCUMENTS: Final = 12  # groups of passages on the page
_IN_DOCUMENT: Final = 4  # passages of each
_ON_PAGE: Final = 40  # of one kind or document, when asked for


class SearchPiece(Answer):
    """A stretch of the text of a hit; `found` where it answers to the question."""

    text: str
    found: bool


class SearchHit(Answer):
    """One hit. `iri` is of a thing; `section`, `start` and `end` are of a passage.

    `also` is the other name by which a thing was found when its label does not say so.
    """

    kind: Kind
    text: str
    pieces: list[SearchPiece]
    href: str
    iri: str | None = None
    documents: list[str]
    also: str | None = None
    section: str | None = None
    start: int | None = None
    end: int | None = None


class SearchAnswer(Answer):
    """What was found, things first, then saved questions, then passages, best first in each.

    `loose` says that no hit has all words, so hits with some of them are given. `texts` says how
    far the words of documents can be searched: `absent` are documents without a text here.
    """

    query: str
    release: str | None
    total: int
    offset: int
    hits: list[SearchHit]
    kinds: dict[str, int]
    documents: dict[str, int]
    suggestions: list[str]
    loose: bool
    texts: Literal["ready", "coming", "none"]
    absent: list[str]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything the page shows of one question."""

    things: Part
    questions: Part
    groups: tuple[tuple[str, str, Part], ...]  # slug, title, passages of a document
    passages: int
    kinds: dict[str, int]
    documents: dict[str, int]
    suggestions: list[str]
    loose: bool

    @property
    def total(self) -> int:
        """Everything that was found."""
        return self.things.total + self.questions.total + self.passages


@router.get("/api/search", dependencies=ONLY_JSON, responses=PROBLEMS, summary="Search")
async def get_search(
    request: Request,
    response: Response,
    services: ServicesDep,
    q: Annotated[str, Query(max_length=1_000, description='words, "a phrase", begin*, -without')],
    kind: Annotated[Kind | None, Query(description="only hits of this kind")] = None,
    document: Annotated[str, Query(max_length=200, description="slug of a document")] = "",
    limit: Annotated[WholeNumber, Query(ge=1, le=_MAX_LIMIT, description="hits on a page")] = 20,
    offset: Annotated[WholeNumber, Query(ge=0, le=_MAX_OFFSET, description="hits to skip")] = 0,
    lang: Lang = "nl",
) -> SearchAnswer:
    """Names, saved questions and passages that hold all the words of a question."""
    where = await searchable(request.app, services)
    asked = search(services, where, Question(q, kind or "", document, lang))
    answer = await asyncio.to_thread(_answer, asked, Page(limit, offset, lang))
    response.headers.update(Page(limit, offset).links(request, min(answer.total, _MAX_OFFSET)))
    return answer


@router.get("/zoeken", include_in_schema=False)
async def show_search(request: Request, services: ServicesDep) -> HTMLResponse:
    """Zoeken: things first, then questions, then passages by document."""
    given = request.query_params
    kind = given.get("soort", "")
    question = Question(
        given.get("q", "")[:MAX_LETTERS],
        kind if kind in ALL_KINDS else "",
        given.get("document", "")[:MAX_LETTERS],
        translator_of(request).language,
    )
    where = await searchable(request.app, services)
    asked = search(services, where, question)
    results = await asyncio.to_thread(_results, asked)
    context: dict[str, Any] = {
        "question": question,
        "asked": asked,
        "results": results,
        "where": where,
        "texts": _state_of_texts(asked),
        "titles": {slug: title_of(services, slug) for slug in results.documents},
        "address": lambda **changed: _address(question, **changed),
        "question_kinds": QUESTION_KINDS,
        "document_title": title_of(services, question.document) if question.document else "",
        "title_of": lambda slug: title_of(services, slug),
    }
    return await render(request, "search.html", context)


def _address(question: Question, **changed: str) -> str:
    values = {"q": question.text, "soort": question.kind, "document": question.document, **changed}
    return "/zoeken?" + urlencode({key: value for key, value in values.items() if value})


def _state_of_texts(asked: Search) -> Literal["ready", "coming", "none"]:
    if asked.where.texts is None:
        return "coming"
    return "ready" if asked.where.texts.index is not None else "none"


def _settled(asked: Search) -> Search:
    """The question itself when something answers to all of it, else to any of its terms."""
    if len(asked.wanted.must) < len(("one", "another")):
        return asked
    parts = (asked.things(0), asked.questions(0), asked.passages(0))
    return asked if any(part.total for part in parts) else loosened(asked)


def _answer(asked: Search, page: Page) -> SearchAnswer:
    settled = _settled(asked)
    found: list[Found] = []
    total = 0
    for look in (settled.things, settled.questions, settled.passages):
        room = page.limit - len(found)
        part = look(room, max(0, page.offset - total))
        found += part.found
        total += part.total
    services = asked.services
    return SearchAnswer(
        query=asked.question.text,
        release=services.release.iri if services.release else None,
        total=total,
        offset=page.offset,
        hits=[_hit(one) for one in found],
        kinds=settled.count_kinds(),
        documents=settled.count_documents(),
        suggestions=settled.suggestions(),
        loose=settled.wanted.loose,
        texts=_state_of_texts(asked),
        absent=list(asked.where.texts.absent) if asked.where.texts else [],
    )


def _hit(found: Found) -> SearchHit:
    return SearchHit.model_validate(
        {
            "kind": found.kind,
            "text": found.text,
            "pieces": [{"text": one.text, "found": one.is_found} for one in found.pieces],
            "href": found.href,
            "iri": found.iri or None,
            "documents": list(found.documents),
            "also": found.also or None,
            "section": found.section or None,
            "start": found.start,
            "end": found.end,
        }
    )


def _results(asked: Search) -> Results:
    settled = _settled(asked)
    question = asked.question
    documents = settled.count_documents()
    shown = [question.document] if question.document else list(documents)[:_DOCUMENTS]
    services: Services = asked.services
    each = _ON_PAGE if question.document or question.kind == PASSAGE else _IN_DOCUMENT
    groups = tuple(
        (slug, title_of(services, slug), settled.passages(each, document=slug))
        for slug in shown
        if slug in documents
    )
    return Results(
        things=settled.things(_ON_PAGE if question.kind else _THINGS),
        questions=settled.questions(_ON_PAGE if question.kind else _QUESTIONS),
        groups=groups,
        passages=sum(documents.values()),
        kinds=settled.count_kinds(),
        documents=documents,
        suggestions=settled.suggestions(),
        loose=settled.wanted.loose,
    )
