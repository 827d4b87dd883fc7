"""The words between the service and a reader to which connections of clients are lent.

In and out: packets of at most 128 kB, one for each loan and one for each connection that comes
back. A loan carries the connection itself beside its packet.
"""

from __future__ import annotations

import json
import struct
from typing import Final, NamedTuple

from graph.request_form import RequestForm

MOST_BYTES: Final = 128 * 1024
_LOAN: Final = struct.Struct("!Q")
_BACK: Final = struct.Struct("!QII")


class Loan(NamedTuple):
    """A connection that is lent: what its requests look like, and whose it is."""

    number: int
    forms: tuple[RequestForm, ...]
    client: str


class Back(NamedTuple):
    """A connection that comes back: how many requests were answered on it, what is not sent yet
    of the last answer, and what was received and not answered."""

    number: int
    answered: int = 0
    unsent: bytes = b""
    unread: bytes = b""


def encode_loan(loan: Loan) -> bytes:
    """A loan as one packet."""
    forms = [[_to_text(field) for field in form] for form in loan.forms]
    return _LOAN.pack(loan.number) + json.dumps([loan.client, *forms]).encode()


def decode_loan(packet: bytes) -> Loan:
    """The loan in a packet."""
    client, *forms = json.loads(packet[_LOAN.size :])
    number: int = _LOAN.unpack_from(packet)[0]
    return Loan(number, tuple(_to_form(fields) for fields in forms), client)


def encode_back(back: Back) -> bytes:
    """A connection that comes back, as one packet."""
    return _BACK.pack(back.number, back.answered, len(back.unsent)) + back.unsent + back.unread


def decode_back(packet: bytes) -> Back:
    """The connection that comes back in a packet."""
    number, answered, unsent = _BACK.unpack_from(packet)
    middle = _BACK.size + unsent
    return Back(number, answered, packet[_BACK.size : middle], packet[middle:])


def _to_text(field: str | bytes) -> str:
    return field.decode("latin-1") if isinstance(field, bytes) else field


def _to_form(fields: list[str]) -> RequestForm:
    form = RequestForm(*fields)  # type: ignore[arg-type]  # some are text that becomes bytes here
    raw = {name: getattr(form, name).encode("latin-1") for name in ("before", "after", "head")}
    return form._replace(**raw)
