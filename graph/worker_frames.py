"""The words between the service, the template process and the readers.

A request is a length and JSON; an answer is frames: one letter, a length and bytes. Only the
service's side is trusted, so nothing here can run code (no pickle).
"""

from __future__ import annotations

import json
import struct
from typing import Any, Final

from graph.requests import QueryRequest
from ontology import errors
from ontology.errors import BeleidsgraafError, StoreError
from ontology.records import Iri, Literal

LENGTH: Final = struct.Struct("!I")
HEADER: Final = struct.Struct("!cI")
PIECE: Final = b"P"  # a part of the answer
END: Final = b"E"  # the answer is complete
WHOLE: Final = b"W"  # a small answer in one frame
ERROR: Final = b"X"  # JSON with the class and message of an error
MAX_FRAME: Final = 1 << 30


def frame(kind: bytes, payload: bytes) -> bytes:
    """One frame of an answer."""
    return HEADER.pack(kind, len(payload)) + payload


def encode_request(request: QueryRequest) -> bytes:
    """A request with its length in front."""
    fields = {
        "text": request.text,
        "media_type": request.media_type,
        "default_graphs": request.default_graphs,
        "named_graphs": request.named_graphs,
        "base_iri": request.base_iri,
        "bindings": {name: _encode(value) for name, value in request.bindings.items()},
    }
    body = json.dumps(fields).encode()
    return LENGTH.pack(len(body)) + body


def decode_request(body: bytes) -> QueryRequest:
    """The request in a body without its length."""
    fields = json.loads(body)
    return QueryRequest(
        text=fields["text"],
        media_type=fields["media_type"],
        default_graphs=tuple(fields["default_graphs"]),
        named_graphs=tuple(fields["named_graphs"]),
        base_iri=fields["base_iri"],
        bindings={name: _decode(value) for name, value in fields["bindings"].items()},
    )


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


def _encode(value: Iri | Literal) -> Any:
    if isinstance(value, Literal):
        return [value.value, value.datatype, value.language]
    return value


def _decode(value: Any) -> Iri | Literal:
    if isinstance(value, list):
        return Literal(value[0], Iri(value[1]), value[2])
    return Iri(value)
