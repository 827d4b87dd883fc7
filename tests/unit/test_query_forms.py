"""Saved queries keep to the forms that the engine answers fast."""

from __future__ import annotations

import pytest

from graph.rewriting import speed_up
from graph.tokens import Token, iter_tokens
from queries.catalog import Catalog, SavedQuery

ALLOWED = "# slow form on purpose:"


def closing(tokens: list[Token], brace: int) -> int:
    """The place of the brace that closes the one at `brace`."""
    depth = 0
    for index in range(brace, len(tokens)):
        depth += (tokens[index].text == "{") - (tokens[index].text == "}")
        if depth == 0:
            return index
    raise ValueError("a brace is not closed")


def patterns(inside: list[Token]) -> int:
    """How many triple patterns a group holds, or more: signs between parentheses do not count."""
    found, depth = 1, 0
    for token in inside[:-1]:
        depth += (token.text == "(") - (token.text == ")")
        found += depth == 0 and token.text in (".", ";", ",", "{")
    return found


def slow_forms(text: str) -> list[str]:
    """The `NOT EXISTS` groups with more than one pattern that nobody takes apart."""
    tokens = list(iter_tokens(text))
    found = []
    for index, token in enumerate(tokens[:-2]):
        negated = token.is_word("NOT") and tokens[index + 1].is_word("EXISTS")
        if negated and tokens[index + 2].text == "{":
            end = closing(tokens, index + 2)
            if patterns(tokens[index + 3 : end]) > 1:
                found.append(text[token.start : tokens[end].end])
    return found


def as_run(query: SavedQuery) -> str:
    """The text that the engine gets: rules and checks run as they are, others in fast form."""
    return query.text if query.group in ("rules", "checks") else speed_up(query.text)


@pytest.mark.parametrize("query", Catalog.load().queries.values(), ids=lambda query: query.name)
def test_no_saved_query_uses_the_slow_negation(query: SavedQuery) -> None:
    """`NOT EXISTS` over several patterns is written as MINUS, or says why it is not."""
    assert ALLOWED in query.text or [] == slow_forms(as_run(query))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (1, "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?a <p> ?d . ?d <q> ?e } }"),
        (1, "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?a <p> ?d ; <q> ?e } }"),
        (1, "SELECT * { ?a ?b ?c FILTER(NOT EXISTS { { ?a <p> ?d } UNION { ?a <q> ?d } }) }"),
        (0, "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?a <p> ?d } }"),
        (0, "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?a <p> ?d FILTER(?d IN (1, 2)) } }"),
        (0, "SELECT * { ?a ?b ?c MINUS { ?a <p> ?d . ?d <q> ?e } }"),
    ],
)
def test_the_watch_sees_the_slow_form(expected: int, text: str) -> None:
    """Several patterns are seen however they are joined; one pattern and MINUS are not."""
    assert expected == len(slow_forms(text))
