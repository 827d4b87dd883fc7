"""The words between the service, the template process and the readers.

A request is a length and JSON; an answer is frames: one letter, a length and bytes. Only the
service's side is trusted, so nothing here can run code (no pickle).
"""

from __future__ import annotations

import json
import struct
from functools import lru_cache
from typing import Any, Final

from graph.requests import QueryRequest
from ontology import errors
from ontology.errors import BeleidsgraafError, StoreError
from ontology.records import Iri, Literal

LENGTH: Final = struct.Struct("!I")
_LENGTHS: Final = struct.Struct("!II")
HEADER: Final = struct.Struct("!cI")
PIECE: Final = b"P"  # a part of the answer
END: Final = b"E"  # the answer is complete
WHOLE: Final = b"W"  # a small answer in one frame
QUICK: Final = b"Q"  # the same, of a query that took less than QUICK_S of a processor
QUICK_S: Final = 0.005
ERROR: Final = b"X"  # JSON with the class and message of an error
MAX_FRAME: Final = 1 << 30


def frame(kind: bytes, payload: bytes) -> bytes:
    """One frame of an answer."""
    return HEADER.pack(kind, len(payload)) + payload


def encode_request(request: QueryRequest) -> bytes:
    """A request with its length in front: the text as it is, then the rest as JSON."""
    text = request.text.encode("utf-8", "surrogatepass")
    bindings = tuple([(name, _encode(value)) for name, value in request.bindings.items()])
    rest = _encode_rest(
        request.media_type,
        request.default_graphs,
        request.named_graphs,
        request.base_iri,
        bindings,
    )
    return _LENGTHS.pack(LENGTH.size + len(text) + len(rest), len(text)) + text + rest


def decode_request(body: bytes) -> QueryRequest:
    """The request in a body without its length."""
    end = LENGTH.size + int(LENGTH.unpack_from(body)[0])
    media_type, default_graphs, named_graphs, base_iri, bindings = _decode_rest(body[end:])
    return QueryRequest(
        body[LENGTH.size : end].decode("utf-8", "surrogatepass"),
        media_type,
        default_graphs,
        named_graphs,
        base_iri,
        bindings,
    )


@lru_cache(maxsize=256)
def _encode_rest(*fields: Any) -> bytes:
    """All but the text, which is the same for most requests."""
    return json.dumps(fields).encode()


@lru_cache(maxsize=256)
def _decode_rest(rest: bytes) -> tuple[Any, ...]:
    media_type, default_graphs, named_graphs, base_iri, bindings = json.loads(rest)
    terms = {name: _decode(value) for name, value in bindings}
    return media_type, tuple(default_graphs), tuple(named_graphs), base_iri, terms


def encode_error(error: BeleidsgraafError) -> bytes:
    """An error as the frame that ends an answer."""
    fields = {"type": type(error).__name__, "message": str(error)}
    return frame(ERROR, json.dumps(fields).encode())


def decode_error(payload: bytes) -> BeleidsgraafError:
    """The error in a frame; a class we do not know becomes a StoreError."""
    fields = json.loads(payload)
    found = getattr(errors, str(fields["type"]), StoreError)
    known = isinstance(found, type) and issubclass(found, BeleidsgraafError)
    made: BeleidsgraafError = (found if known else StoreError)(str(fields["message"]))
    return made


def _encode(value: Iri | Literal) -> str | tuple[str | None, ...]:
    if isinstance(value, Literal):
        return (value.value, value.datatype, value.language)
    return value


def _decode(value: Any) -> Iri | Literal:
    if isinstance(value, list):
        return Literal(value[0], Iri(value[1]), value[2])
    return Iri(value)
