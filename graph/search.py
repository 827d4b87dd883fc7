"""A full-text index: written once into a folder or memory, then only read.

In: entries with a text to be found by. Out: hits with their score, counts, near spellings. Each
word is kept as it stands, in its base form, and as the parts of a compound; a question finds all
three, in that order of weight. The text itself is not kept.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, cast

import tantivy

from graph.compounds import Vocabulary
from graph.search_matcher import Matcher
from graph.search_query import Term, Wanted
from graph.words import base_form, iter_words
from ontology.errors import StoreError

FORMAT: Final = 1  # of the files; another one is not opened
_HEAP_BYTES: Final = 60_000_000
_VOCABULARY: Final = "vocabulary.json"
_GAP: Final = 20  # positions between two texts of one entry, so that no phrase spans them
_MOST_TERMS: Final = 4_000  # looked at for a near spelling
_SUGGESTIONS: Final = 3
_CLOSE: Final = 0.75
_AS_IT_STANDS, _BASE, _PART, _BOTH_PARTS, _WHOLE_NAME = 3.0, 2.0, 1.0, 0.4, 30.0


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found. `texts` are what it is found by; `data` is given back as it is.

    Who asks for one of the `names` and nothing else most likely means this entry.
    """

    kind: str
    texts: tuple[str, ...]
    data: Mapping[str, Any]
    names: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()  # slugs
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found; a higher score fits better."""

    kind: str
    score: float
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hits:
    """A part of what was found, best first, and the number of all."""

    total: int = 0
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Only:
    """What to leave everything else out by; empty means all."""

    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass
class Index:
    """An index that is open for reading. Safe to use from several threads."""

    index: tantivy.Index
    vocabulary: Vocabulary
    schema: tantivy.Schema = field(init=False)

    def __post_init__(self) -> None:
        self.schema = self.index.schema

    def find(self, wanted: Wanted, only: Only = Only(), limit: int = 20, offset: int = 0) -> Hits:
        """The entries that hold every term, best first."""
        if not wanted or limit < 1:
            return Hits(self.count(wanted, only))
        searcher = self.index.searcher()
        query = self._query(wanted, only)
        found = searcher.search(query, limit, offset=offset, weight_by_field="weight")
        hits = tuple(_as_hit(searcher.doc(place), score) for score, place in found.hits)
        return Hits(_count(found), hits)

    def count(self, wanted: Wanted, only: Only = Only()) -> int:
        """How many entries hold every term."""
        if not wanted:
            return 0
        return _count(self.index.searcher().search(self._query(wanted, only), 1))

    def count_by(self, wanted: Wanted, by: str, only: Only = Only()) -> dict[str, int]:
        """How many entries hold every term, for each `kind` or each `document`."""
        if not wanted:
            return {}
        asked = {"n": {"terms": {"field": by, "size": 1_000}}}
        found = self.index.searcher().aggregate(self._query(wanted, only), asked)
        return {str(one["key"]): int(one["doc_count"]) for one in found["n"]["buckets"]}

    def suggest(self, term: Term) -> list[str]:
        """Words like the one that was not found, likeliest first."""
        word = term.words[0]
        searcher = self.index.searcher()
        if term.kind != "word" or searcher.doc_freq("words", word) or len(word) < len("abc"):
            return []
        near: list[tuple[str, int]] = []
        for beginning in (word[:2], word[:1]):
            near += searcher.terms_with_prefix("words", beginning, limit=_MOST_TERMS)
        counts = dict(near)
        return get_close_matches(word, counts, n=_SUGGESTIONS, cutoff=_CLOSE)

    def matcher(self, wanted: Wanted) -> Matcher:
        """What tells which words of a text answer to a question."""
        return Matcher(self.vocabulary, wanted)

    def _query(self, wanted: Wanted, only: Only) -> tantivy.Query:
        must, must_not = tantivy.Occur.Must, tantivy.Occur.MustNot
        terms = [(must, self._term(term)) for term in wanted.must]
        if wanted.loose:
            some = [(tantivy.Occur.Should, query) for _, query in terms]
            terms = [(must, tantivy.Query.boolean_query(some))]
        clauses = terms
        clauses += [(must_not, self._term(term)) for term in wanted.without]
        for name, values in (("kind", only.kinds), ("document", only.documents)):
            if values:
                among = tantivy.Query.term_set_query(self.schema, name, list(values))
                clauses.append((must, tantivy.Query.const_score_query(among, 0.0)))
        whole = " ".join(word for term in wanted.must for word in term.words)
        named = tantivy.Query.term_query(self.schema, "name", whole, "basic")
        sure = tantivy.Query.const_score_query(named, _WHOLE_NAME)
        clauses.append((tantivy.Occur.Should, sure))
        return tantivy.Query.boolean_query(clauses)

    def _term(self, term: Term) -> tantivy.Query:
        if term.kind == "beginning":
            return tantivy.Query.regex_query(self.schema, "words", f"{re.escape(term.words[0])}.*")
        if term.kind == "phrase":
            bases = [base_form(word) for word in term.words]
            return tantivy.Query.disjunction_max_query(
                [
                    _boosted(self._in_order("words", term.words), _AS_IT_STANDS),
                    _boosted(self._in_order("bases", bases), _BASE),
                ]
            )
        return tantivy.Query.disjunction_max_query(list(self._ways(term.words[0])))

    def _in_order(self, name: str, words: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.phrase_query(self.schema, name, list(words))

    def _ways(self, word: str) -> Iterator[tantivy.Query]:
        """The ways in which an entry may hold a word, each with its weight."""
        base = base_form(word)
        yield _boosted(self._one("words", word), _AS_IT_STANDS)
        yield _boosted(self._one("bases", base), _BASE)
        yield _boosted(self._one("parts", base), _PART)
        halves = self.vocabulary.halves(word)
        if halves:
            both = [(tantivy.Occur.Must, self._one("bases", half)) for half in halves]
            yield _boosted(tantivy.Query.boolean_query(both), _BOTH_PARTS)

    def _one(self, name: str, word: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, name, word, "freq")


def write_index(entries: Iterable[Entry], folder: Path | None = None) -> Index:
    """Index entries into a new folder (replacing what is there), or in memory.

    Raises:
        StoreError: when the folder cannot be written.
    """
    known = list(entries)
    words = [[word.form for text in one.texts for word in iter_words(text)] for one in known]
    vocabulary = Vocabulary(Counter(form for forms in words for form in forms))
    del words
    try:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        index = tantivy.Index(_schema(), str(folder) if folder else None)
        writer = index.writer(_HEAP_BYTES, 1)
        for one in known:
            writer.add_document(_as_document(one, vocabulary))
        writer.commit()
        writer.wait_merging_threads()
        if folder is not None:
            kept = {"format": FORMAT, "counts": vocabulary.counts}
            (folder / _VOCABULARY).write_text(json.dumps(kept), encoding="utf-8")
    except (OSError, ValueError) as error:
        raise StoreError(f"the search index in {folder} cannot be written: {error}") from error
    index.reload()
    return Index(index, vocabulary)


def open_index(folder: Path) -> Index | None:
    """The index in a folder; None when there is none of this format.

    Raises:
        StoreError: when it is damaged.
    """
    file = folder / _VOCABULARY
    if not file.is_file():
        return None
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept.get("format") != FORMAT:
            return None
        index = tantivy.Index.open(str(folder))
        index.reload()
        return Index(index, Vocabulary(Counter(kept["counts"])))
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(f"the search index in {folder} is damaged: {error}") from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("words", "bases"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("parts", tokenizer_name="whitespace", index_option="freq")
    for name in ("kind", "document"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("name", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("weight", fast=True)
    builder.add_bytes_field("data", stored=True, indexed=False)
    return builder.build()


def _as_document(entry: Entry, vocabulary: Vocabulary) -> tantivy.Document:
    document = tantivy.Document()
    words: list[tantivy.Token] = []
    bases: list[tantivy.Token] = []
    parts: list[str] = []
    position = 0
    for text in entry.texts:
        for form in (word.form for word in iter_words(text)):
            words.append(tantivy.Token(form, position, 0, 0))
            bases.append(tantivy.Token(base_form(form), position, 0, 0))
            parts += vocabulary.parts(form)
            position += 1
        position += _GAP
    document.add_pre_tokenized_text("words", tantivy.PreTokenizedString("", words))
    document.add_pre_tokenized_text("bases", tantivy.PreTokenizedString("", bases))
    document.add_text("parts", " ".join(parts))
    for name in entry.names:
        document.add_text("name", " ".join(word.form for word in iter_words(name)))
    document.add_text("kind", entry.kind)
    for slug in entry.documents:
        document.add_text("document", slug)
    document.add_unsigned("weight", entry.weight)
    document.add_bytes("data", json.dumps({"kind": entry.kind, **entry.data}).encode())
    return document


def _count(found: tantivy.SearchResult) -> int:
    return int(cast("Any", found).count or 0)  # the stub of the package lacks it


def _as_hit(document: tantivy.Document, score: float) -> Hit:
    data = json.loads(bytes(document["data"][0]))
    return Hit(str(data.pop("kind")), score, data)


def _boosted(query: tantivy.Query, weight: float) -> tantivy.Query:
    return tantivy.Query.boost_query(query, weight)
