"""Queries and updates that are almost right, made from a seed: the same every time.

In: texts of queries. Out: mutants of them, by a few small edits each: characters, tokens, brackets,
numbers, or halves of two texts put together.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
W3C: Final = ROOT.parent / "shared" / "conformance" / "rdf-tests" / "sparql"
_MAX_BYTES: Final = 20_000
_TOKEN: Final = re.compile(r"\s+|[\w:?$-]+|<[^<>\s]*>|\"[^\"]*\"|.", re.DOTALL)
_ODD: Final = (
    *("{", "}", "(", ")", "<", ">", '"', "'", "\\", "#", ";", ".", "*", "+", "|", "/", "^", "!"),
    *("\x00", "\ud7ff", "\U0001f4a5", "\u202e", "é", "\r", "%00", "{{7*7}}", "'; --"),
)
_WORDS: Final = (
    *(
        "SELECT",
        "WHERE",
        "OPTIONAL",
        "MINUS",
        "FILTER",
        "UNION",
        "GRAPH",
        "BIND",
        "VALUES",
        "SERVICE",
    ),
    *("GROUP BY", "ORDER BY", "LIMIT", "OFFSET", "HAVING", "DISTINCT", "NOT EXISTS", "EXISTS"),
    *(
        "INSERT",
        "DELETE",
        "LOAD",
        "CLEAR",
        "DATA",
        "FROM",
        "NAMED",
        "UNDEF",
        "AS",
        "REGEX",
        "REPLACE",
    ),
    *("?s", "?p", "?o", "<urn:x>", "a", "true", "1e999", "-1", "99999999999999999999", "''"),
)
Edit = Callable[[random.Random, str], str]


def load_seeds() -> tuple[list[str], list[str]]:
    """Texts of queries and of updates: our own, and those of the W3C where they are at hand."""
    queries = [path.read_text("utf-8") for path in sorted((ROOT / "queries").rglob("*.rq"))]
    updates = [
        "INSERT DATA { <urn:a> <urn:b> 1 . GRAPH <urn:g> { <urn:a> <urn:b> 'x'@nl } }",
        "DELETE { ?s ?p ?o } INSERT { ?s ?p 2 } WHERE { GRAPH <urn:g> { ?s ?p ?o } }",
        "CLEAR SILENT GRAPH <urn:g> ; DROP SILENT GRAPH <urn:h>",
        "WITH <urn:g> DELETE { ?s <urn:b> ?o } WHERE { ?s <urn:b> ?o }",
    ]
    for found, ending in ((queries, "*.rq"), (updates, "*.ru")):
        for path in sorted(W3C.rglob(ending)) if W3C.is_dir() else ():
            text = path.read_bytes().decode("utf-8", "replace")
            found += [text] if len(text) < _MAX_BYTES else []
    return queries, updates


def mutate(seeds: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """So many mutants; each is one of the texts after one to four edits."""
    rng = random.Random(seed)
    for _ in range(count):
        text = rng.choice(seeds)
        if rng.random() < 0.2:
            text = _splice(rng, text, rng.choice(seeds))
        for _ in range(rng.randint(1, 4)):
            text = rng.choice(_EDITS)(rng, text)
        yield text[:_MAX_BYTES]


def _splice(rng: random.Random, one: str, other: str) -> str:
    return one[: rng.randint(0, len(one))] + other[rng.randint(0, len(other)) :]


def _drop_character(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at + 1 :]


def _add_odd(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(_ODD) + text[at:]


def _edit_token(rng: random.Random, text: str) -> str:
    """Drop, double, replace or move one token."""
    tokens = _TOKEN.findall(text) or [""]
    at, to = rng.randrange(len(tokens)), rng.randrange(len(tokens))
    match rng.randrange(4):
        case 0:
            del tokens[at]
        case 1:
            tokens.insert(at, tokens[at])
        case 2:
            tokens[at] = f" {rng.choice(_WORDS)} "
        case _:
            tokens[at], tokens[to] = tokens[to], tokens[at]
    return "".join(tokens)


def _nest(rng: random.Random, text: str) -> str:
    """Put many brackets around a part."""
    depth = rng.choice((2, 20, 400))
    start, end = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
    left, right = rng.choice((("{", "}"), ("(", ")"), ("!(", ")"), ("{ OPTIONAL {", "} }")))
    return text[:start] + left * depth + text[start:end] + right * depth + text[end:]


def _inflate(rng: random.Random, text: str) -> str:
    """Make a number very large, or a part very long."""
    if rng.random() < 0.5:
        return re.sub(r"\d+", str(10 ** rng.randint(5, 40)), text, count=1)
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(("a", "(", " ", "?x ", "é")) * rng.randint(100, 5_000) + text[at:]


_EDITS: Final[tuple[Edit, ...]] = (
    *(_drop_character, _add_odd, _edit_token, _edit_token, _edit_token, _nest, _inflate),
)
