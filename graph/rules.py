"""Rules: CONSTRUCT queries over the published graph whose results become inferred triples.

In: a store and rules. Out: the same store with new triples in `graph:inferred` and in the
default graph. Never removes anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryTriples, Store, Triple

from graph.requests import refuse_outward
from graph.tokens import iter_tokens
from ontology.errors import QueryError
from ontology.records import Iri

MAX_ROUNDS: Final = 50  # a repeated rule that still finds something new then is wrong


@dataclass(frozen=True, slots=True)
class Rule:
    """A CONSTRUCT (or `INSERT {…} WHERE {…}`); `repeat` runs it until it finds nothing new."""

    name: str
    text: str
    repeat: bool = False


def run_rules(store: Store, rules: Sequence[Rule], inferred: Iri) -> int:
    """Run the rules in order; later rules see what earlier ones found. Gives the new triples.

    Raises:
        QueryError: when a rule does not parse, makes blank nodes or does not come to an end.
    """
    return sum(_run(store, rule, NamedNode(inferred)) for rule in rules)


def _run(store: Store, rule: Rule, inferred: NamedNode) -> int:
    text = _as_construct(rule)
    total = 0
    for _ in range(MAX_ROUNDS if rule.repeat else 1):
        new = _new_triples(store, rule, text)
        if not new:
            return total
        total += len(new)
        store.extend(_placed(new, inferred))
    if rule.repeat:
        raise QueryError(f"rule {rule.name} still finds new triples after {MAX_ROUNDS} rounds")
    return total


def _new_triples(store: Store, rule: Rule, text: str) -> list[Triple]:
    try:
        answer = store.query(text)
        if not isinstance(answer, QueryTriples):
            raise QueryError(f"rule {rule.name} is no CONSTRUCT")
        found = [one for one in answer if _as_quad(one) not in store]
    except (SyntaxError, RuntimeError, ValueError) as error:
        raise QueryError(f"rule {rule.name} cannot run: {' '.join(str(error).split())}") from error
    if any(isinstance(term, BlankNode) for one in found for term in (one.subject, one.object)):
        raise QueryError(f"rule {rule.name} makes blank nodes; let it mint IRIs")
    return found


def _as_quad(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())


def _placed(triples: Iterable[Triple], inferred: NamedNode) -> Iterable[Quad]:
    for one in triples:
        yield _as_quad(one)
        yield Quad(one.subject, one.predicate, one.object, inferred)


def _as_construct(rule: Rule) -> str:
    """`INSERT {…} WHERE {…}` has the form of a CONSTRUCT, so its result can be placed by us."""
    refuse_outward(rule.text)
    for token in iter_tokens(rule.text):
        if token.is_word("INSERT"):
            return f"{rule.text[: token.start]}CONSTRUCT{rule.text[token.end :]}"
        if token.is_word("CONSTRUCT", "SELECT", "ASK", "DESCRIBE"):
            break
    return rule.text
