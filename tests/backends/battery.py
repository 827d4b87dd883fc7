"""What every backend must answer alike: one graph, questions with their answers, and changes.

The graph is small and made up; `LOADED` is the update that makes it.
"""

from __future__ import annotations

BASE = "https://example.org/"
PREFIXES = f"PREFIX : <{BASE}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
OTHER = f"{BASE}other"
DEFAULT_DATA = """
:a :p :b ; :n 1 ; :d 1.5 ; :day "2024-02-29"^^xsd:date ; :label "één"@nl , "one"@en ; :yes true .
:b :p :c ; :n 22 ; :label "a \\"quoted\\", one\\n\\ttwo" .
:c :p :a ; :n 333 ."""
OTHER_DATA = ":x :p :y ; :n 7 ."
TRIPLES = 12  # in the default graph

# Names, queries and what TSV has to say, sorted: forms and features that all must give alike.
QUESTIONS: dict[str, tuple[str, list[str]]] = {
    "join": ("SELECT ?x ?z { ?x :p/:p ?z . ?x :n 1 }", [f"<{BASE}a>\t<{BASE}c>"]),
    "optional": (
        "SELECT ?x ?d { ?x :n ?n OPTIONAL { ?x :d ?d } }",
        [f"<{BASE}a>\t1.5", f"<{BASE}b>\t", f"<{BASE}c>\t"],
    ),
    "filter": ('SELECT ?l { ?x :label ?l FILTER (LANG(?l) = "nl") }', ['"één"@nl']),
    "negation": ("SELECT ?x { ?x :n ?n FILTER NOT EXISTS { ?x :label ?l } }", [f"<{BASE}c>"]),
    "minus": ("SELECT ?x { ?x :n ?n MINUS { ?x :label ?l } }", [f"<{BASE}c>"]),
    "aggregate": ("SELECT (SUM(?n) AS ?s) (COUNT(*) AS ?c) { ?x :n ?n }", ["356\t3"]),
    "group": (
        "SELECT ?p (COUNT(?o) AS ?c) { ?s ?p ?o } GROUP BY ?p HAVING (COUNT(?o) > 2)",
        [f"<{BASE}label>\t3", f"<{BASE}n>\t3", f"<{BASE}p>\t3"],
    ),
    "path": ("SELECT ?x { :a :p+ ?x }", [f"<{BASE}a>", f"<{BASE}b>", f"<{BASE}c>"]),
    "values": ("SELECT ?n { VALUES ?x { :a :c } ?x :n ?n }", ["1", "333"]),
    "subquery": (
        "SELECT ?x ?m { { SELECT (MAX(?n) AS ?m) { ?y :n ?n } } ?x :n ?m }",
        [f"<{BASE}c>\t333"],
    ),
    "graph": ("SELECT ?g ?s { GRAPH ?g { ?s :n ?n } }", [f"<{OTHER}>\t<{BASE}x>"]),
    "date": ('SELECT ?x { ?x :day ?d FILTER (?d < "2025-01-01"^^xsd:date) }', [f"<{BASE}a>"]),
    "text": (
        'SELECT ?l { ?x :label ?l FILTER (CONTAINS(?l, "quoted")) }',
        ['"a \\"quoted\\", one\\n\\ttwo"'],
    ),
}

# What a server is known to answer instead (docs/scale.md); the test watches that it still does.
QUIRKS: dict[tuple[str, str], list[str]] = {
    ("virtuoso", "path"): [f"<{BASE}b>", f"<{BASE}c>"],  # a path in a circle misses its start
}


def loaded(graph: str | None = None) -> str:
    """The update that makes the graph; `graph` stands for the default graph."""
    default = f"GRAPH <{graph}> {{ {DEFAULT_DATA} }}" if graph else DEFAULT_DATA
    return f"{PREFIXES}INSERT DATA {{ {default} GRAPH <{OTHER}> {{ {OTHER_DATA} }} }}"
