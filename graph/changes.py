"""One change of the live store: an update, or a graph put, posted to or deleted. And its JSON.

In: what a writer of the service asked for. Out: a `Change` that goes to the writer process and
into the journal in the same form. Applies nothing.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any, Final, Literal as OneOf, Protocol

from graph.tokens import find_word
from ontology.records import Iri

ChangeKind = OneOf["update", "put", "post", "delete"]
_OTHER_EACH_TIME: Final = frozenset({"NOW", "RAND", "UUID", "STRUUID"})
_LONG_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """RDF in one of the graph formats, as it was sent."""

    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be done. `text` is for an update, `graph` (None: the default graph) and `parts`
    for the other kinds. Relative IRIs resolve against `base_iri`.
    """

    kind: ChangeKind
    text: str = ""
    base_iri: str | None = None
    graph: Iri | None = None
    parts: tuple[Part, ...] = ()

    @property
    def may_differ(self) -> bool:
        """Whether doing it again on the same data may give something else (NOW, RAND, UUID)."""
        return bool(self.text and find_word(self.text, _OTHER_EACH_TIME))

    @property
    def may_last(self) -> bool:
        """Whether it may take long: it searches, or carries much."""
        size = len(self.text) + sum(len(part.data) for part in self.parts)
        return size > _LONG_BYTES or bool(find_word(self.text, frozenset({"WHERE"})))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a change: its number (counting from 1), and whether it made the graph."""

    sequence: int
    created: bool = False


class Changing(Protocol):
    """Makes changes, here (`graph.writer`) or at a server elsewhere (`graph.remote_writer`)."""

    @property
    def has_edits(self) -> bool:
        """Whether changes lie beside the release in the data folder."""

    @property
    def revision(self) -> str:
        """What changes with every accepted change; empty while there are none."""

    async def start(self) -> None:
        """Bring back what was changed before. Raises StoreError when it cannot be read."""

    async def stop(self) -> None:
        """Finish the change that is being made, and end."""

    async def look(self) -> None:
        """Take up what others changed in the folder. Raises StoreError when it cannot be read."""

    async def rebase(self) -> None:
        """Go on from the newest release."""

    async def write(self, change: Change) -> Outcome:
        """Make a change; when this returns it lasts, and the next query sees it.

        Raises:
            QueryError: when an update does not parse or may not run; nothing was changed.
            InputError: when RDF does not parse; nothing was changed.
            NotFoundError: when a graph to be deleted is not there.
            LimitError: when it took too long or too much memory.
            StoreError: when the disk or the server fails, or another service writes this folder.
        """


def encode_change(change: Change) -> dict[str, Any]:
    """A change as JSON can hold it."""
    return {
        "kind": change.kind,
        "text": change.text,
        "base_iri": change.base_iri,
        "graph": change.graph,
        "parts": [[part.media_type, b64encode(part.data).decode()] for part in change.parts],
    }


def decode_change(fields: dict[str, Any]) -> Change:
    """The change that was encoded."""
    return Change(
        kind=fields["kind"],
        text=fields["text"],
        base_iri=fields["base_iri"],
        graph=Iri(fields["graph"]) if fields["graph"] is not None else None,
        parts=tuple(Part(name, b64decode(data)) for name, data in fields["parts"]),
    )


def dump_line(fields: dict[str, Any]) -> bytes:
    """One line of JSON, the form of the journal and of the talk with the writer process."""
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n"
