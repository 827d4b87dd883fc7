"""Questions as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from graph.search import Entry, write_index
from graph.search_query import MAX_LETTERS, MAX_TERMS, Term, Wanted, parse_wanted

INDEX = write_index([Entry("place", ("Kleibeek aan de Vliet",), {"iri": "k"})])


def word(*forms: str) -> tuple[Term, ...]:
    """Terms of one word each."""
    return tuple(Term("word", (form,)) for form in forms)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (Wanted(word("wonen", "energie")), "Wonen, energie"),
        (Wanted(word("woningbouw", "kleibeek")), "de woningbouw in Kleibeek"),
        (Wanted(word("de")), "de"),
        (Wanted((Term("phrase", ("de", "opgave")),)), '"de opgave"'),
        (Wanted((Term("phrase", ("de", "opgave")),)), '"de opgave'),
        (Wanted((Term("beginning", ("woning",)),)), "woning*"),
        (Wanted(word("wonen"), word("water")), "wonen -water"),
        (Wanted(word("a")), "a*"),
        (Wanted(), '*** "" ( : ^ -'),
        (Wanted(word("wonen")), "wonen WONEN wonen"),
    ],
)
def test_questions_are_read(expected: Wanted, text: str) -> None:
    """Words, phrases, beginnings and what to leave out; words without meaning go."""
    assert expected == parse_wanted(text)


def test_questions_are_bounded() -> None:
    """A long question is read as far as the limits go."""
    assert MAX_TERMS == len(parse_wanted(" ".join(f"w{n}" for n in range(99))).must)
    assert not parse_wanted(" " * MAX_LETTERS + "wonen")


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_nothing_typed_is_an_error(text: str) -> None:
    """Any text can be asked of the index, and its suggestions too."""
    wanted = parse_wanted(text)

    assert INDEX.find(wanted).total in (0, 1)
    assert all(len(INDEX.suggest(term)) <= 3 for term in wanted.must)
