"""Gives terms to the variables of a query, whatever its form.

The engine substitutes in SELECT only variables that are projected, so parameters are bound the
way SPARQL itself binds them: one row of VALUES at the start of the outermost group and of every
nested group that uses the variable (groups are evaluated bottom-up, so a FILTER, subquery or
OPTIONAL deep inside would not see the outermost row). The short form `CONSTRUCT WHERE {…}` and
a DESCRIBE without WHERE get the row as trailing VALUES clause.

No text of a user is formatted into the query: each value is built as a term of the engine first,
which refuses what is no IRI or literal, and the engine's own N-Triples writer escapes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal as EngineLiteral, NamedNode

from graph.tokens import Token, iter_tokens
from ontology.errors import QueryError
from ontology.records import Iri, Literal


@dataclass(slots=True)
class _Group:
    """A brace that is open: where values would go, and the variables seen inside."""

    insert_at: int
    holds_values: bool  # False for a template, a VALUES block or the brace around a subquery
    variables: set[str] = field(default_factory=set)


def to_term(value: Iri | Literal) -> NamedNode | EngineLiteral:
    """A value as a term of the engine.

    Raises:
        QueryError: when the IRI or language tag is not valid.
    """
    try:
        if not isinstance(value, Literal):
            return NamedNode(value)
        if value.language:
            return EngineLiteral(value.value, language=value.language)
        return EngineLiteral(value.value, datatype=NamedNode(value.datatype))
    except ValueError as error:
        shown = value.value if isinstance(value, Literal) else value
        raise QueryError(f"'{shown}' is no valid RDF term: {error}") from error


def bind_variables(text: str, bindings: Mapping[str, Iri | Literal]) -> str:
    """The query with each named variable fixed to its term.

    Raises:
        QueryError: when the query does not use a variable, or a value is no valid term.
    """
    if not bindings:
        return text
    terms = {name: str(to_term(value)) for name, value in bindings.items()}
    tokens = list(iter_tokens(text))
    used = {token.text[1:] for token in tokens if token.kind == "var"}
    if missing := sorted(set(terms) - used):
        raise QueryError(f"the query does not use the parameter ?{missing[0]}")
    groups = _find_groups(tokens)
    if not groups:
        return f"{text}\n{_values(terms)}"
    return _insert(text, groups, terms)


def _values(terms: Mapping[str, str]) -> str:
    names = " ".join(f"?{name}" for name in terms)
    return f"VALUES ({names}) {{ ({' '.join(terms.values())}) }}"


def _insert(text: str, groups: list[_Group], terms: Mapping[str, str]) -> str:
    pieces, at = [], 0
    outermost = min(group.insert_at for group in groups)
    for group in sorted(groups, key=lambda one: one.insert_at):
        here = {
            name: term
            for name, term in terms.items()
            if group.insert_at == outermost or name in group.variables
        }
        if here:
            pieces += [text[at : group.insert_at], f" {_values(here)} "]
            at = group.insert_at
    return "".join(pieces) + text[at:]


def _find_groups(tokens: list[Token]) -> list[_Group]:
    """Every group graph pattern that may start with VALUES."""
    found: list[_Group] = []
    opened: list[_Group] = []
    for index, token in enumerate(tokens):
        if token.kind == "var":
            for group in opened:
                group.variables.add(token.text[1:])
        elif token.text == "{":
            opened.append(_Group(token.end, _may_hold_values(tokens, index)))
        elif token.text == "}" and opened:
            group = opened.pop()
            if group.holds_values:
                found.append(group)
    return found


def _may_hold_values(tokens: list[Token], brace: int) -> bool:
    follows = tokens[brace + 1] if brace + 1 < len(tokens) else None
    if follows is not None and follows.is_word("SELECT"):
        return False
    before = _before_block(tokens, brace)
    if before is None or before.is_word("VALUES", "CONSTRUCT"):
        return False
    return not _is_short_construct(tokens, brace)


def _before_block(tokens: list[Token], brace: int) -> Token | None:
    """The token before a brace, or the VALUES whose list of variables stands between."""
    index = brace - 1
    while index >= 0 and (tokens[index].kind == "var" or tokens[index].text in {"(", ")"}):
        index -= 1
    if index >= 0 and tokens[index].is_word("VALUES"):
        return tokens[index]
    return tokens[brace - 1] if brace else None


def _is_short_construct(tokens: list[Token], brace: int) -> bool:
    """Whether this is the brace of `CONSTRUCT [FROM …] WHERE {…}`."""
    index = brace - 1
    if index < 0 or not tokens[index].is_word("WHERE"):
        return False
    index -= 1
    while index >= 0 and (
        tokens[index].kind in {"iri", "pname"} or tokens[index].is_word("FROM", "NAMED")
    ):
        index -= 1
    return index >= 0 and tokens[index].is_word("CONSTRUCT")
