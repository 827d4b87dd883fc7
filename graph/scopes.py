"""Where the variables of a query stand: its braces, and what each variable does in them.

In: the tokens of a query. Out: a Scopes with every brace. Reads no meaning beyond that; a text that
is no query gives scopes that are of no use, and the engine refuses it later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.tokens import Token

_DETACHED: Final = ("OPTIONAL", "MINUS", "EXISTS")
_HIDING: Final = ("MINUS", "EXISTS")


@dataclass(slots=True)
class Group:
    """A pair of braces, by the offsets just inside of them.

    `holds_values` is False for a template, a VALUES block or the brace around a subquery.
    `is_detached` says that the group, or one around it, is OPTIONAL, MINUS or EXISTS: what it
    does not match need not be missing from the answer. `patterns` are the variables of its own
    triple patterns, `targets` those that it computes, `variables` all of it and of groups in it,
    and `visible` those that its solutions have: not what only a subquery, MINUS or EXISTS uses.
    """

    start: int
    holds_values: bool
    is_detached: bool
    is_hiding: bool
    is_subquery: bool
    end: int = 0
    selects: set[str] | None = None
    patterns: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    variables: set[str] = field(default_factory=set)
    visible: set[str] = field(default_factory=set)

    def close(self, end: int) -> None:
        """Note where it ends; from here on it is known what its solutions have."""
        self.end = end
        own = self.patterns | self.targets
        if not self.is_subquery:
            self.visible |= own if self.holds_values else set()
        elif self.selects:
            self.visible = self.selects


@dataclass(slots=True)
class Scopes:
    """All groups in order of their opening; `projected` are the computed columns of the answer.

    `select` is the offset of the outermost SELECT, -1 in other queries and where FROM follows.
    """

    groups: list[Group] = field(default_factory=list)
    projected: set[str] = field(default_factory=set)
    columns: list[str] = field(default_factory=list)
    select: int = -1

    @property
    def outermost(self) -> Group | None:
        """The group that makes the answer."""
        return next((group for group in self.groups if group.holds_values), None)

    def is_bound(self, name: str) -> bool:
        """Whether the query itself gives this variable values, rather than only using it."""
        outermost = self.outermost
        return name in self.projected or (outermost is not None and name in outermost.visible)


def find_scopes(tokens: Sequence[Token]) -> Scopes:
    """Read the braces and variables of a query."""
    found = Scopes()
    opened: list[Group] = []
    depths = [0]  # of brackets inside the innermost brace
    in_values = False
    for index, token in enumerate(tokens):
        if token.kind == "var":
            is_target = in_values or (index > 0 and tokens[index - 1].is_word("AS"))
            _note(found, opened, token.text[1:], is_target=is_target, depth=depths[-1])
        elif token.text == "{":
            in_values = False
            found.groups.append(_open(tokens, index, opened))
            opened.append(found.groups[-1])
            depths.append(0)
        elif token.text == "}" and opened:
            closed = opened.pop()
            closed.close(token.start)
            if opened and not closed.is_hiding:
                opened[-1].visible |= closed.visible
            depths.pop()
        elif token.text in {"(", ")"}:
            depths[-1] += 1 if token.text == "(" else -1
        elif not opened:
            _note_head(found, token)
        in_values |= token.is_word("VALUES")
    return found


def _open(tokens: Sequence[Token], brace: int, opened: Sequence[Group]) -> Group:
    before = tokens[brace - 1] if brace else None
    around = opened[-1] if opened else None
    if around is not None and around.is_subquery and around.selects is None:
        around.selects = around.patterns | around.targets  # what stood between SELECT and here
    return Group(
        tokens[brace].end,
        _may_hold_values(tokens, brace),
        is_detached=bool(around and around.is_detached)
        or bool(before and before.is_word(*_DETACHED)),
        is_hiding=bool(before and before.is_word(*_HIDING)),
        is_subquery=brace + 1 < len(tokens) and tokens[brace + 1].is_word("SELECT"),
    )


def _note(
    found: Scopes, opened: Sequence[Group], name: str, *, is_target: bool, depth: int
) -> None:
    for group in opened:
        group.variables.add(name)
    if opened and is_target:
        opened[-1].targets.add(name)
    elif opened and depth == 0:
        opened[-1].patterns.add(name)
    elif not opened and not found.groups and (is_target or depth == 0):
        found.columns.append(name)
        if is_target:
            found.projected.add(name)


def _note_head(found: Scopes, token: Token) -> None:
    if found.groups:
        return
    if token.is_word("SELECT"):
        found.select = token.start
    elif token.is_word("FROM"):
        found.select = -1


def _may_hold_values(tokens: Sequence[Token], brace: int) -> bool:
    follows = tokens[brace + 1] if brace + 1 < len(tokens) else None
    if follows is not None and follows.is_word("SELECT"):
        return False
    before = _before_block(tokens, brace)
    if before is None or before.is_word("VALUES", "CONSTRUCT"):
        return False
    return not _is_short_construct(tokens, brace)


def _before_block(tokens: Sequence[Token], brace: int) -> Token | None:
    """The token before a brace, or the VALUES whose list of variables stands between."""
    index = brace - 1
    while index >= 0 and (tokens[index].kind == "var" or tokens[index].text in {"(", ")"}):
        index -= 1
    if index >= 0 and tokens[index].is_word("VALUES"):
        return tokens[index]
    return tokens[brace - 1] if brace else None


def _is_short_construct(tokens: Sequence[Token], brace: int) -> bool:
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
