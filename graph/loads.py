"""LOAD SILENT without a network: it fails, and silently, so it does nothing.

In: update text. Out: the same with each `LOAD SILENT …` replaced by an operation that has no
effect. A LOAD that is not silent is left as it is, to be refused.

Source: SPARQL 1.1 Update, section 3.1.4: with SILENT, an error is no error.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from graph.tokens import Token, iter_tokens

_NOTHING: Final = "CLEAR SILENT GRAPH <urn:x-beleidsgraaf:nothing>"
_NAMES: Final = frozenset({"iri", "pname"})


def silence_loads(text: str) -> str:
    """The update without its silent LOADs."""
    tokens = list(iter_tokens(text))
    pieces, at = [], 0
    for index in range(len(tokens)):
        if (last := _end_of_load(tokens, index)) is not None:
            pieces += [text[at : tokens[index].start], _NOTHING]
            at = last.end
    return "".join(pieces) + text[at:]


def _end_of_load(tokens: Sequence[Token], at: int) -> Token | None:
    """The last token of `LOAD SILENT iri [INTO GRAPH iri]` that starts here."""
    if len(tokens) < at + 3 or not tokens[at].is_word("LOAD"):
        return None
    if not tokens[at + 1].is_word("SILENT") or tokens[at + 2].kind not in _NAMES:
        return None
    into = tokens[at + 3 : at + 6]
    is_into = len(into) == 3 and into[0].is_word("INTO") and into[1].is_word("GRAPH")
    return into[2] if is_into and into[2].kind in _NAMES else tokens[at + 2]
