"""Requests: which ones need the address they came to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from graph.requests import needs_base

_PIECES = st.sampled_from(
    ["http://", "https://", "http:", "a", "/", ".", "..", "#", "?", "urn:x", "\\u002e", "é"]
)


def _answer(text: str, base: str | None) -> bytes | None:
    """What a query gives when it came to this address; None when it does not parse."""
    try:
        found = Store().query(text, base_iri=base)
    except SyntaxError:
        return None
    assert isinstance(found, QuerySolutions)
    return found.serialize(format=QueryResultsFormat.TSV)


@given(iri=st.lists(_PIECES, max_size=6).map("".join), form=st.sampled_from(["<{}>", "IRI('{}')"]))
@settings(max_examples=300, deadline=None)
def test_without_need_the_base_changes_nothing(iri: str, form: str) -> None:
    """A query that needs no base has the same answer with and without one."""
    text = f"SELECT (str({form.format(iri)}) AS ?x) {{}}"
    bases = ("http://here.example/", "urn:other", None)
    assert needs_base(text) or len({_answer(text, base) for base in bases}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "ASK { <x> ?p ?o }",
        "ASK { <> ?p ?o }",
        "ASK { <http:x> ?p ?o }",
        "BASE <http://a.example/> ASK { <#x> ?p ?o }",
        "SELECT (uri ('x') AS ?x) {}",
        "ASK { <http://a.example/b/../c> ?p ?o }",
    ],
)
def test_relative_iris_need_the_base(text: str) -> None:
    """What the base can change is resolved."""
    assert needs_base(text)


def test_whole_iris_need_no_base() -> None:
    """A query that writes all its IRIs out is answered without resolving."""
    assert not needs_base("PREFIX a: <https://a.example/#> ASK { a:b <http://a.example/c> ?o }")
