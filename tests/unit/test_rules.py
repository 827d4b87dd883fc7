"""Rules add inferred triples, to an end, without blank nodes."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Store

from graph.rules import Rule, run_rules
from ontology.errors import QueryError
from ontology.records import Iri

EX = "http://example.org/"
INFERRED = Iri(EX + "inferred")
STEP = f"PREFIX : <{EX}> CONSTRUCT {{ ?a :under ?c }} WHERE {{ ?a :under ?b . ?b :under ?c }}"


@pytest.fixture
def chain() -> Store:
    """Eight things, each under the next."""
    store = Store()
    lines = " ".join(f":n{i} :under :n{i + 1} ." for i in range(8))
    store.update(f"PREFIX : <{EX}> INSERT DATA {{ {lines} }}")
    return store


def inferred(store: Store) -> int:
    """Triples in the inferred graph."""
    return len(list(store.quads_for_pattern(None, None, None, NamedNode(INFERRED))))


def test_rule_without_repeat_runs_once(chain: Store) -> None:
    """One round finds the steps of two."""
    assert (7, 7) == (run_rules(chain, [Rule("once", STEP)], INFERRED), inferred(chain))


def test_repeated_rule_reaches_the_closure(chain: Store) -> None:
    """A repeated rule stops when nothing is new: 36 pairs, of which 8 were asserted."""
    assert (28, 28) == (
        run_rules(chain, [Rule("all", STEP, repeat=True)], INFERRED),
        inferred(chain),
    )


def test_asserted_triples_are_not_inferred(chain: Store) -> None:
    """What is published already does not enter the inferred graph."""
    same = f"PREFIX : <{EX}> CONSTRUCT {{ ?a :under ?b }} WHERE {{ ?a :under ?b }}"
    assert (0, 0) == (run_rules(chain, [Rule("same", same)], INFERRED), inferred(chain))


def test_later_rules_see_earlier_results(chain: Store) -> None:
    """Rules run in order over one graph."""
    mark = f"PREFIX : <{EX}> CONSTRUCT {{ ?a :far true }} WHERE {{ ?a :under :n8 }}"
    run_rules(chain, [Rule("all", STEP, repeat=True), Rule("mark", mark)], INFERRED)
    assert 8 == len(list(chain.quads_for_pattern(None, NamedNode(EX + "far"), None))) // 2


def test_insert_is_a_rule_too(chain: Store) -> None:
    """INSERT … WHERE … writes to the inferred graph and the default graph like a CONSTRUCT."""
    text = STEP.replace("CONSTRUCT", "INSERT")
    assert (7, 7) == (run_rules(chain, [Rule("insert", text)], INFERRED), inferred(chain))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { ?a ?b ?c }", "rule bad is no CONSTRUCT"),
        ("CONSTRUCT { ?a", "rule bad cannot run"),
        ("CONSTRUCT { [] ?b ?c } WHERE { ?a ?b ?c }", "rule bad makes blank nodes"),
        ("CONSTRUCT { ?a ?b ?c } WHERE { SERVICE <a:b> { ?a ?b ?c } }", "SERVICE is switched off"),
    ],
)
def test_bad_rule_is_refused(chain: Store, text: str, message: str) -> None:
    """A rule that cannot be placed or repeated safely is refused by name."""
    with pytest.raises(QueryError, match=message):
        run_rules(chain, [Rule("bad", text)], INFERRED)


def test_rule_without_end_is_stopped(chain: Store) -> None:
    """A repeated rule that always finds something new ends with an error."""
    grow = (
        f"PREFIX : <{EX}> CONSTRUCT {{ ?new :under :n0 }} WHERE {{ "
        "SELECT (IRI(CONCAT('http://example.org/more', STR(COUNT(*)))) AS ?new) { ?a :under ?b } }"
    )
    with pytest.raises(QueryError, match="after 50 rounds"):
        run_rules(chain, [Rule("grow", grow, repeat=True)], INFERRED)
