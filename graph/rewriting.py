"""A form of query that the engine answers slowly, in a form that it answers fast.

In: the text of a query. Out: the same text, or one that has the same solutions. The engine works
out the inside of `FILTER NOT EXISTS { … }` anew for each solution, as a whole, when it holds more
than one triple pattern; as `OPTIONAL { … } FILTER(!BOUND(?own))` it starts from the solution.

It is done only where both are equal by definition:

- in the outermost group of a SELECT or ASK, since a filter sees that whole group and nothing else;
- for triple patterns only, since for those "substitute, then match" is "match, then be compatible";
- with a variable of its own inside, used nowhere else: it is bound exactly in what is dropped;
- not beside `SELECT *`, which would show that variable, nor with GRAPH.

Source: SPARQL 1.1 Query, sections 8.1 (NOT EXISTS), 18.2.2 (translation) and 18.5 (LeftJoin).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from graph.tokens import Token, iter_tokens

_MOST_TOKENS: Final = 2_000
_TERMS: Final = frozenset({"var", "iri", "pname", "string", "number", "lang"})
_SIGNS: Final = frozenset({".", ";", ","})
# A sign of a second pattern before the brace ends; dots within IRIs and names look like one, too.
_MORE_THAN_ONE: Final = re.compile(r"EXISTS\s*\{(?:<[^<>]*>|[^{}<.;,])*[.;,]", re.IGNORECASE)
_MARKS_LEFT_OUT: Final = ("GRAPH", "SERVICE")


def speed_up(text: str) -> str:
    """The query in its fast form; the text itself when there is nothing to gain or any doubt."""
    if "EXISTS" not in text.upper() or not _MORE_THAN_ONE.search(text):
        return text  # reading token by token costs as much as a short query
    tokens = list(iter_tokens(text))
    group = _outermost_group(tokens)
    if group is None or len(tokens) > _MOST_TOKENS:
        return text
    begin, end = group
    uses = Counter(token.text[1:] for token in tokens if token.kind == "var")
    pieces, moved, at = [], [], 0
    for first, last in _filters(tokens, begin, end):
        inside = tokens[first + 4 : last]
        own = _own_variable(inside, uses)
        if own is None:
            continue
        pieces += [text[at : tokens[first].start], "FILTER(true)"]
        at = tokens[last].end
        pattern = text[tokens[first + 3].start : tokens[last].end]
        moved.append(f" OPTIONAL {pattern} FILTER(!BOUND(?{own}))")
    if not moved:
        return text
    inner, close = tokens[begin].end, tokens[end].start
    whole = "".join([*pieces, text[at:close]])
    # one inside the other: each sees only what the one before it left over
    nested = "{ " * (len(moved) - 1) + whole[inner:] + "\n" + " }".join(moved)
    return "".join([whole[:inner], nested, "\n", text[close:]])


def _outermost_group(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The braces around the WHERE of a SELECT or ASK that lends itself to it."""
    words = [token.text.upper() for token in tokens if token.kind == "word"]
    if any(mark in words for mark in _MARKS_LEFT_OUT):
        return None
    form = next((i for i, one in enumerate(tokens) if one.is_word("SELECT", "ASK")), None)
    begin = next((i for i, one in enumerate(tokens) if one.text == "{"), None)
    if form is None or begin is None or begin < form or _shows_all(tokens):
        return None
    if any(token.is_word("EXISTS", "CONSTRUCT", "DESCRIBE") for token in tokens[:begin]):
        return None
    if tokens[begin + 1].is_word("SELECT"):
        return None
    end = _closing(tokens, begin)
    return (begin, end) if end is not None else None


def _shows_all(tokens: Sequence[Token]) -> bool:
    """Whether any SELECT has a star, right behind it or behind DISTINCT or REDUCED."""
    for index, token in enumerate(tokens[:-2]):
        if token.is_word("SELECT"):
            modified = tokens[index + 1].is_word("DISTINCT", "REDUCED")
            if tokens[index + 1 + modified].text == "*":
                return True
    return False


def _filters(tokens: Sequence[Token], begin: int, end: int) -> list[tuple[int, int]]:
    """Places of `FILTER NOT EXISTS {` and its `}` directly in the group."""
    found, depth = [], 0
    for index in range(begin + 1, end):
        token = tokens[index]
        is_filter = depth == 0 and token.is_word("FILTER") and index + 4 < end
        if is_filter and tokens[index + 3].text == "{":
            close = _closing(tokens, index + 3)
            is_negation = tokens[index + 1].is_word("NOT") and tokens[index + 2].is_word("EXISTS")
            if is_negation and close is not None:
                found.append((index, close))
        depth += (token.text == "{") - (token.text == "}")
    return found


def _own_variable(inside: Sequence[Token], uses: Counter[str]) -> str | None:
    """A variable that only these triple patterns use; None when they are not what we rewrite."""
    if not all(_is_plain(token) for token in inside):
        return None
    if not any(token.text in _SIGNS for token in inside[:-1]):
        return None  # one pattern: the engine does it well
    here = Counter(token.text[1:] for token in inside if token.kind == "var")
    if any(name not in uses for name in here):
        return None
    return next((name for name in here if uses[name] == here[name]), None)


def _is_plain(token: Token) -> bool:
    return (
        token.kind in _TERMS or token.text in _SIGNS or (token.text == "a" and token.kind == "word")
    )


def _closing(tokens: Sequence[Token], brace: int) -> int | None:
    depth = 0
    for index in range(brace, len(tokens)):
        depth += (tokens[index].text == "{") - (tokens[index].text == "}")
        if depth == 0:
            return index
    return None
