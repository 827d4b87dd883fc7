"""Writes the dataset of a protocol request into an update, as USING clauses.

In: update text of anyone, graph IRIs of the request. Out: the same update with the clauses before
each WHERE. The engine takes no dataset beside an update, so it goes into the text: at token
boundaries, with IRIs that the engine itself has checked and written.

Source: SPARQL 1.1 Protocol, section 2.2.3; SPARQL 1.1 Update, section 3.1.3.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.bindings import to_term
from graph.tokens import Token, iter_tokens
from ontology.errors import QueryError
from ontology.records import Iri


def with_dataset(text: str, using: Sequence[Iri], using_named: Sequence[Iri]) -> str:
    """The update, whose WHERE parts see exactly these graphs.

    Raises:
        QueryError: when the update names graphs itself (USING, WITH), or an IRI is no IRI.
    """
    if not using and not using_named:
        return text
    clauses = [f"USING {to_term(graph)}" for graph in using]
    clauses += [f"USING NAMED {to_term(graph)}" for graph in using_named]
    written = f" {' '.join(clauses)} "
    tokens = list(iter_tokens(text))
    pieces, at = [], 0
    for index in _find_where(tokens):
        where = tokens[index]
        pieces += [text[at : where.start], _pattern_again(text, tokens, index), written]
        at = where.start
    return "".join(pieces) + text[at:]


def _find_where(tokens: Sequence[Token]) -> list[int]:
    """Where each operation's WHERE stands."""
    found, depth = [], 0
    for index, token in enumerate(tokens):
        if token.is_word("USING", "WITH"):
            raise QueryError(
                f"the update says {token.text.upper()} and the request names graphs as well; "
                "leave out one of the two"
            )
        if token.text == "{":
            depth += 1
        elif token.text == "}":
            depth -= 1
        elif depth == 0 and token.is_word("WHERE"):
            found.append(index)
    return found


def _pattern_again(text: str, tokens: Sequence[Token], where: int) -> str:
    """For the short form DELETE WHERE {…}, which takes no USING: its pattern as template."""
    if where == 0 or not tokens[where - 1].is_word("DELETE"):
        return ""
    depth = 0
    for token in tokens[where + 1 :]:
        if token.text == "{":
            depth += 1
        elif token.text == "}":
            depth -= 1
            if depth == 0:
                return text[tokens[where].end : token.end]
    return ""  # unbalanced: the parser will say so
