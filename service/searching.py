"""Answers a search: things first, then saved questions, then passages of the texts at hand.

In: a question as typed and what can be searched. Out: hits with the found words marked. Words of a
passage are read from the local file at the moment of showing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from graph.network import KINDS
from graph.search import Hit, Index, Only
from graph.search_matcher import Matcher
from graph.search_query import Wanted, parse_wanted
from graph.words import iter_words
from ingest.sentences import sentences
from ontology.records import Span
from service.deps import Services
from service.search_index import QUESTION_KINDS, Searchable
from service.search_texts import PASSAGE
from service.views import href_of

THING_KINDS: Final = (*KINDS, "indicator", "number", "concept")
ALL_KINDS: Final = (*THING_KINDS, *QUESTION_KINDS, PASSAGE)
_SUGGESTIONS: Final = 3
_LONG: Final = 420  # code points of a sentence that is shown


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched. `kind` and `document` (a slug) are '' for all."""

    text: str
    kind: str = ""
    document: str = ""
    language: str = "nl"

    def only(self) -> Only:
        """What to leave everything else out by."""
        return Only((self.kind,) if self.kind else (), (self.document,) if self.document else ())


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what is shown; `is_found` when it answers to the question."""

    text: str
    is_found: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One hit as people see it. `start` and `end` are code points of a passage, else None."""

    kind: str
    href: str
    pieces: tuple[Piece, ...]  # the label of a thing, the sentence of a passage
    iri: str = ""
    documents: tuple[str, ...] = ()
    also: str = ""  # the other name or word by which a thing was found
    section: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def text(self) -> str:
        """What is shown, without marks."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Part:
    """Hits of one of the three indexes, and the number of all."""

    total: int = 0
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """One question put to everything that can be searched."""

    services: Services
    where: Searchable
    question: Question
    wanted: Wanted

    def things(self, limit: int, offset: int = 0) -> Part:
        """Names in the graph."""
        if self.question.kind in (*QUESTION_KINDS, PASSAGE) or self.where.names is None:
            return Part()
        index = self.where.names
        found = index.find(self.wanted, self.question.only(), limit, offset)
        matcher = index.matcher(self.wanted)
        return Part(found.total, tuple(self._thing(matcher, hit) for hit in found.hits))

    def questions(self, limit: int, offset: int = 0) -> Part:
        """Saved questions and checks; none when a document is asked for."""
        if self.question.document or self.question.kind not in ("", *QUESTION_KINDS):
            return Part()
        index = self.where.questions
        found = index.find(self.wanted, self.question.only(), limit, offset)
        matcher = index.matcher(self.wanted)
        return Part(found.total, tuple(self._saved(matcher, hit) for hit in found.hits))

    def passages(self, limit: int, offset: int = 0, document: str = "") -> Part:
        """Passages of the texts at hand, of one document or of all."""
        index = self._texts()
        if index is None:
            return Part()
        only = replace(self.question.only(), kinds=())
        if document:
            only = replace(only, documents=(document,))
        found = index.find(self.wanted, only, limit, offset)
        matcher = index.matcher(self.wanted)
        return Part(found.total, tuple(self._passage(matcher, hit) for hit in found.hits))

    def count_documents(self) -> dict[str, int]:
        """Passages found by document, most first."""
        index = self._texts()
        if index is None:
            return {}
        only = replace(self.question.only(), kinds=())
        counts = index.count_by(self.wanted, "document", only)
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def count_kinds(self) -> dict[str, int]:
        """Everything found by kind, whatever kind was asked for."""
        every = replace(self, question=replace(self.question, kind=""))
        only = every.question.only()
        found: dict[str, int] = {}
        if self.where.names is not None:
            found |= self.where.names.count_by(self.wanted, "kind", only)
        if not self.question.document:
            found |= self.where.questions.count_by(self.wanted, "kind")
        if passages := every.passages(0).total:
            found[PASSAGE] = passages
        return {kind: found[kind] for kind in ALL_KINDS if kind in found}

    def suggestions(self) -> list[str]:
        """The question with near spellings of words that are nowhere, likeliest first."""
        indexes = [one for one in (self.where.names, self._texts(), self.where.questions) if one]
        found: dict[str, None] = {}
        for term in self.wanted.must:
            if any(index.count(Wanted((term,))) for index in indexes):
                continue
            for word in chain.from_iterable(index.suggest(term) for index in indexes):
                found[self._with(term.words[0], word)] = None
        return list(found)[:_SUGGESTIONS]

    def _with(self, old: str, new: str) -> str:
        words = [word for term in self.wanted.must for word in term.words]
        return " ".join(new if word == old else word for word in words)

    def _texts(self) -> Index | None:
        if self.question.kind not in ("", PASSAGE) or self.where.texts is None:
            return None
        return self.where.texts.index

    def _thing(self, matcher: Matcher, hit: Hit) -> Found:
        labels = hit.data["labels"]
        language = self.question.language
        label = labels.get(language) or labels.get("nl") or next(iter(labels.values()), "")
        iri = str(hit.data["iri"])
        documents = tuple(hit.data["documents"])
        base = self.services.region.names.base
        pieces = mark(matcher, str(label or iri))
        also = "" if any(piece.is_found for piece in pieces) else _other_name(matcher, hit)
        return Found(hit.kind, href_of(iri, base), pieces, iri, documents, also)

    def _saved(self, matcher: Matcher, hit: Hit) -> Found:
        label = str(hit.data["labels"][self.question.language])
        return Found(hit.kind, f"/vragen/{hit.data['name']}", mark(matcher, label))

    def _passage(self, matcher: Matcher, hit: Hit) -> Found:
        document, start, end = hit.data["document"], hit.data["start"], hit.data["end"]
        version = self.where.texts.versions[document] if self.where.texts else None
        text = self.services.texts.find_text(document, version.digest) if version else None
        shown = best_sentence(matcher, text or "", Span(start, end))
        return Found(
            hit.kind,
            f"/documenten/{document}#p-{start}-{end}",
            mark(matcher, shown),
            documents=(document,),
            section=str(hit.data["section"]),
            start=start,
            end=end,
        )


def search(services: Services, where: Searchable, question: Question) -> Search:
    """The question, read; its parts are looked up when asked for."""
    return Search(services, where, question, parse_wanted(question.text))


def loosened(asked: Search) -> Search:
    """The same question, content with any one of its terms."""
    return replace(asked, wanted=replace(asked.wanted, loose=True))


def mark(matcher: Matcher, text: str) -> tuple[Piece, ...]:
    """A text in pieces, the words that answer to the question marked."""
    pieces: list[Piece] = []
    done = 0
    for word in iter_words(text):
        if not matcher.places(word.form):
            continue
        if word.start > done:
            pieces.append(Piece(text[done : word.start], False))
        pieces.append(Piece(text[word.start : word.end], True))
        done = word.end
    if done < len(text):
        pieces.append(Piece(text[done:], False))
    return tuple(pieces)


def best_sentence(matcher: Matcher, text: str, span: Span) -> str:
    """The sentence of a passage that answers to most of the question, the first of equals."""
    shown = (text[one.start : one.end] for one in sentences(text, span))
    best = max(shown, key=matcher.count, default="")
    return shorten(" ".join(best.split()), matcher)


def shorten(text: str, matcher: Matcher) -> str:
    """A long sentence from a little before the first word that was found."""
    if len(text) <= _LONG:
        return text
    first = next((word.start for word in iter_words(text) if matcher.places(word.form)), 0)
    begin = max(0, min(first - _LONG // 4, len(text) - _LONG))
    if begin:
        begin = text.find(" ", begin) + 1
    end = text.rfind(" ", begin, begin + _LONG)
    end = end if begin + _LONG < len(text) and end > begin else begin + _LONG
    return ("… " if begin else "") + text[begin:end] + (" …" if end < len(text) else "")


def _other_name(matcher: Matcher, hit: Hit) -> str:
    """The other name that answers to most of the question, the first of equals."""
    names = (str(name) for name in (*hit.data["labels"].values(), *hit.data["also"]))
    best = max(names, key=matcher.count, default="")
    return best if matcher.count(best) else ""
