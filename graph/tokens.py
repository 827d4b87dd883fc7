"""SPARQL text as tokens: enough to see keywords, variables and braces, without a grammar.

In: query text from anyone. Out: tokens with their place. Never raises on odd text: what it does
not know is an `other` token, and the engine's own parser has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<space>\s+)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
              |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<var>[?$]\w+)
  | (?P<blank>_:[\w.\-]+)
  | (?P<pname>(?:[^\W\d_][\w.\-]*)?:(?:[\w.:\-]|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<lang>@[A-Za-z][A-Za-z0-9\-]*)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+\-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<other>\{\||\|\}|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERANDS: Final = frozenset({"var", "string", "number", "pname", "lang", "iri"})


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (a group name of the pattern), text and place in the query."""

    kind: str
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Whether this is one of these keywords, in any case."""
        return self.kind == "word" and self.text.upper() in words


def iter_tokens(text: str, start: int = 0) -> Iterator[Token]:
    """The tokens of a query that mean something: no white space, no comments."""
    for match in _TOKEN.finditer(text, start):
        kind = match.lastgroup or "other"
        if kind not in {"space", "comment"}:
            yield Token(kind, match.group(), match.start(), match.end())


def find_word(text: str, words: frozenset[str]) -> str | None:
    """The first of these keywords (upper case) that stands as a bare word in the query.

    Strings, comments, IRIs and prefixed names do not count. Where `<` may be the operator
    instead of the start of an IRI (`?a<?b…>`), both readings are looked at.
    """
    before: Token | None = None
    for token in iter_tokens(text):
        if token.kind == "word" and token.text.upper() in words:
            return token.text.upper()
        doubtful = token.kind == "iri" and before is not None and _ends_operand(before)
        if doubtful and (found := _find_inside(text[token.start + 1 :], words)):
            return found
        before = token
    return None


def _ends_operand(token: Token) -> bool:
    return (token.kind in _OPERANDS and token.kind != "iri") or token.text == ")"


def _find_inside(text: str, words: frozenset[str]) -> str | None:
    """A keyword before the next line break, when `<` is read as an operator.

    An IRI after an operand that holds such a word between signs is refused as well when a
    brace or variable follows at once: rare, and safe to write in another way.
    """
    line = re.split(r"[\n\r]", text, maxsplit=1)[0].split(">", 1)[0]
    for token in iter_tokens(line):
        if token.kind == "word" and token.text.upper() in words and ("?" in line or ")" in line):
            return token.text.upper()
    return None
