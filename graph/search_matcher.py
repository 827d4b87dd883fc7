"""Tells which words of a text answer to a question, as the index would find them.

In: the vocabulary of an index and a question. Out: for a folded word the terms it answers to.
Lives as long as one answer and remembers each word it has seen, since names repeat theirs.
"""

from __future__ import annotations

from graph.compounds import Vocabulary
from graph.search_query import Wanted
from graph.words import base_form, iter_words


class Matcher:
    """The terms of one question, ready to be held against words."""

    def __init__(self, vocabulary: Vocabulary, wanted: Wanted) -> None:
        self._vocabulary = vocabulary
        self._beginnings = [term.words if term.kind == "beginning" else () for term in wanted.must]
        self._words = [() if term.kind == "beginning" else term.words for term in wanted.must]
        self._bases = [{base_form(word) for word in words} for words in self._words]
        self._halves = [
            {half for word in words for half in vocabulary.halves(word)} for words in self._words
        ]
        self._seen: dict[str, tuple[int, ...]] = {}

    def places(self, form: str) -> tuple[int, ...]:
        """The places in `wanted.must` of the terms that a folded word answers to."""
        if (found := self._seen.get(form)) is None:
            self._seen[form] = found = self._find(form)
        return found

    def count(self, text: str) -> int:
        """How many terms the words of a text answer to."""
        return len({place for word in iter_words(text) for place in self.places(word.form)})

    def _find(self, form: str) -> tuple[int, ...]:
        base = base_form(form)
        bases = {base, *self._vocabulary.parts(form)}
        return tuple(
            place
            for place, words in enumerate(self._words)
            if form in words
            or form.startswith(self._beginnings[place])
            or not bases.isdisjoint(self._bases[place])
            or base in self._halves[place]
        )
