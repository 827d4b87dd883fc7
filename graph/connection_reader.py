"""The service's side of one reader to which connections of clients are lent.

In: connections and the form of their requests. Out: the same connections, sooner or later, with
what was received on them and not answered. A reader that dies loses nothing: what it was doing is
read from its slate, and how much of an answer left from the system's own count.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from graph.connection_frames import MOST_BYTES, Loan, decode_back, encode_loan
from graph.cpu_time import cpu_s
from graph.request_form import RequestForm
from graph.sent_bytes import count_sent
from graph.slate import Note, Slate, Step, open_memory

MOST_CONNECTIONS: Final = 32


class Lender(Protocol):
    """One connection of a client, as the service holds it."""

    def handle(self) -> int:
        """The connection itself."""

    def take_back(self, unread: bytes, unsent: bytes, answered: int | None) -> None:
        """Go on with it: send what is unsent, read what is unread, then what comes in.

        `answered` requests were answered on loan; None when nobody knows.
        """

    def break_off(self) -> None:
        """Close it: nobody knows how much of an answer the client has."""


@dataclass(frozen=True, slots=True)
class _Lent:
    client: str
    lender: Lender
    sent: int | None  # count when it was lent


class ConnectionReader:
    """One such reader; `end` is called when it has ended and every connection is back."""

    def __init__(
        self, name: str, channel: socket.socket, end: Callable[[ConnectionReader], None]
    ) -> None:
        self.name = name
        self.process = 0
        self.memory = open_memory()  # the slate, for the reader
        self._slate = Slate(self.memory)
        self._channel = channel
        self._end = end
        self._lent: dict[int, _Lent] = {}
        self._serial = 0
        self._seen = (0, 0.0, 0.0)  # connection and time on the slate, processor time at that look
        self._loop = asyncio.get_running_loop()
        channel.setblocking(False)
        self._loop.add_reader(channel.fileno(), self._read)

    @property
    def is_open(self) -> bool:
        """Whether the reader is there."""
        return self._channel.fileno() >= 0

    def __len__(self) -> int:
        """Connections it has."""
        return len(self._lent)

    def lend(self, lender: Lender, forms: tuple[RequestForm, ...], client: str) -> bool:
        """Lend it a connection; False when it has too many or takes no more."""
        packet = encode_loan(Loan(self._serial + 1, forms, client))
        if len(self._lent) >= MOST_CONNECTIONS or len(packet) > MOST_BYTES:
            return False
        handle = lender.handle()
        sent = count_sent(handle)  # now, for the reader may answer at once
        try:
            socket.send_fds(self._channel, [packet], [handle])
        except OSError:
            return False
        self._serial += 1
        self._lent[self._serial] = _Lent(client, lender, sent)
        return True

    def recall(self) -> None:
        """Let it begin nothing more, from now on; kill it soon to have everything back."""
        self._slate.recall()

    def overdue(self, cpu_limit_s: float, limit_s: float) -> str | None:
        """The client whose query has taken more than this, if there is one.

        It is seen twice before it counts: the reader may be writing its slate at this moment, and
        on a busy machine it may have to wait for a processor.
        """
        note = self._slate.read()
        lent = self._lent.get(note.connection)
        if note.step == Step.IDLE or lent is None:
            return None
        if self._seen[:2] != (note.connection, note.began):
            self._seen = (note.connection, note.began, cpu_s(self.process))
            return None
        took_cpu_s = cpu_s(self.process) - self._seen[2]
        took_s = time.monotonic() - note.began
        return lent.client if took_cpu_s > cpu_limit_s or took_s > limit_s else None

    def drop(self) -> None:
        """Close what is held for a reader that has ended or never came."""
        if not self.is_open:
            return
        self._loop.remove_reader(self._channel.fileno())
        self._channel.close()
        self._slate.close()
        os.close(self.memory)

    def _read(self) -> None:
        """Called by the event loop: a connection comes back, or the reader has ended."""
        try:
            packet = self._channel.recv(MOST_BYTES)
        except BlockingIOError:
            return
        except OSError:
            packet = b""
        if not packet:
            self._take_all_back()
            return
        back = decode_back(packet)
        if (lent := self._lent.pop(back.number, None)) is not None:
            lent.lender.take_back(back.unread, back.unsent, back.answered)

    def _take_all_back(self) -> None:
        note = self._slate.read()
        self.drop()
        left, self._lent = self._lent, {}
        self._end(self)
        for number, lent in left.items():
            if number != note.connection or note.step == Step.IDLE:
                lent.lender.take_back(b"", b"", None)
            elif (unread := _unanswered(lent, note)) is None:
                lent.lender.break_off()
            else:
                lent.lender.take_back(unread, b"", None)


def _unanswered(lent: _Lent, note: Note) -> bytes | None:
    """The request that the reader left behind, if no answer left; None when a part of one did."""
    if note.step != Step.SENDING:
        return note.request
    now = count_sent(lent.lender.handle())
    if now is None or lent.sent is None:
        return None
    sent = now - lent.sent - note.sent_before
    if sent == 0:
        return note.request
    return b"" if sent == note.answer_bytes else None
