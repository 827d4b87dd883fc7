"""Names for answers, so that a client can ask whether it holds the present one.

In: all that an answer depends on. Out: an entity tag.

Source: RFC 9110, section 8.8.3.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from graph.requests import QueryRequest

_DIGITS: Final = 32


def entity_tag(*parts: str) -> str:
    """A strong tag of everything the answer depends on; the parts cannot run together."""
    return f'"{sha256(chr(0).join(parts).encode()).hexdigest()[:_DIGITS]}"'


def answer_tag(query: QueryRequest, release: str) -> str:
    """What names the answer to this query in this state of the store."""
    graphs = ("default", *query.default_graphs, "named", *query.named_graphs)
    return entity_tag(release, query.text, query.media_type, query.base_iri or "", *graphs)
