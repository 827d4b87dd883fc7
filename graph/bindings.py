"""Gives terms to the variables of a query, whatever its form.

The engine substitutes in SELECT only variables that are projected, so parameters are bound the
way SPARQL itself binds them. A variable that the query gives values itself is sought: only rows
in which it is that very term are left. One row of VALUES stands at the start of each group whose
own triple patterns have it, so that the engine looks for nothing else; where it comes from an
OPTIONAL, a BIND or a nested query, a FILTER at the end of the outermost group (around the query
for a computed column) does the same: a row in front would give the term to those that have none.
A variable that the query only uses gets its term by VALUES at the start of the outermost group
and of every nested group that uses it (groups are evaluated bottom-up, so a FILTER deep inside
would not see the outermost row). The short form `CONSTRUCT WHERE {…}` and a DESCRIBE without
WHERE get the row as trailing VALUES clause.

No text of a user is formatted into the query: each value is built as a term of the engine first,
which refuses what is no IRI or literal, and the engine's own N-Triples writer escapes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pyoxigraph import Literal as EngineLiteral, NamedNode

from graph.scopes import Group, Scopes, find_scopes
from graph.tokens import iter_tokens
from ontology.errors import QueryError
from ontology.records import Iri, Literal


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
    used, scopes = _read(text)
    if missing := sorted(set(terms) - used):
        raise QueryError(f"the query does not use the parameter ?{missing[0]}")
    if scopes.outermost is None:
        return f"{text}\n{_values(terms)}"
    return _insert(text, scopes, scopes.outermost, terms)


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[frozenset[str], Scopes]:
    """Variables and braces of a query: those of the few saved queries are asked for again."""
    tokens = list(iter_tokens(text))
    used = frozenset(token.text[1:] for token in tokens if token.kind == "var")
    return used, find_scopes(tokens)


def _values(terms: Mapping[str, str]) -> str:
    names = " ".join(f"?{name}" for name in terms)
    return f"VALUES ({names}) {{ ({' '.join(terms.values())}) }}"


def _filter(terms: Mapping[str, str]) -> str:
    return " ".join(f"FILTER(sameTerm(?{name}, {term}))" for name, term in terms.items())


def _insert(text: str, scopes: Scopes, outermost: Group, terms: Mapping[str, str]) -> str:
    """The text with VALUES at the start of groups and FILTER at the end of the outermost."""
    added: list[tuple[int, str]] = []
    for group in scopes.groups:
        here = {
            name: term
            for name, term in terms.items()
            if (
                _drives(group, name)
                if scopes.is_bound(name)
                else group.holds_values and (group is outermost or name in group.variables)
            )
        }
        if here:
            added.append((group.start, f" {_values(here)} "))
    columns = {name: term for name, term in terms.items() if scopes.is_bound(name)}
    computed = {name: term for name, term in columns.items() if name in scopes.projected}
    sought = {k: v for k, v in columns.items() if k not in computed and not _drives(outermost, k)}
    if sought:
        added.append((outermost.end, f" {_filter(sought)} "))
    if computed:
        added += _wrap(text, scopes, computed)
    pieces, at = [], 0
    for place, piece in sorted(added, key=lambda one: one[0]):
        pieces += [text[at:place], piece]
        at = place
    return "".join(pieces) + text[at:]


def _drives(group: Group, name: str) -> bool:
    """Whether a row of VALUES may go first: every answer of the group has the variable."""
    is_sure = name in group.patterns and name not in group.targets
    return group.holds_values and not group.is_detached and is_sure


def _wrap(text: str, scopes: Scopes, terms: Mapping[str, str]) -> list[tuple[int, str]]:
    """A query around the query, as computed columns cannot be sought inside of it.

    Raises:
        QueryError: when the query names a dataset of its own, which a nested one may not.
    """
    if scopes.select < 0:
        name = next(iter(terms))
        raise QueryError(f"?{name} is computed by a query with FROM; it cannot be a parameter")
    columns = " ".join(f"?{name}" for name in scopes.columns)
    return [
        (scopes.select, f"SELECT {columns} WHERE {{ {{ "),
        (len(text), f"\n}} {_filter(terms)} }}"),
    ]
