"""What a reader does to which connections of clients are lent: it answers on them itself.

In: connections and the form of their requests. Out: answers to requests of that form, straight to
the client; everything else goes back to the service with its connection: other requests, faulty
queries, long answers, clients that left or wait. Runs in a sandbox, Linux only, and is killed by
the service when a query takes long; what it was doing stands on the slate.
"""

from __future__ import annotations

import select
import socket
import time
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Store

from graph.connection_frames import MOST_BYTES, Back, decode_loan, encode_back
from graph.evaluate import evaluate
from graph.kept_answers import Kept, KeptAnswers
from graph.request_form import RequestForm
from graph.requests import QueryRequest
from graph.slate import Slate
from graph.worker_frames import QUICK_S
from ontology.errors import BeleidsgraafError, LimitError

MOST_ANSWER_BYTES: Final = 64 * 1024
IDLE_S: Final = 1.0  # a connection without requests goes back after this, or twice as long
_BODY_S: Final = 0.002  # wait for a body that comes in a packet of its own


@dataclass(slots=True, eq=False)
class _Lent:
    """One connection of a client; `seen` is when it last had a request."""

    number: int
    forms: tuple[RequestForm, ...]
    client: str
    socket: socket.socket
    seen: float
    sent: int = 0  # bytes
    answered: int = 0


class _Pieces:
    """Collects an answer that must not become long."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self._bytes = 0

    def write(self, piece: bytes) -> None:
        """Take a piece."""
        self._bytes += len(piece)
        if self._bytes > MOST_ANSWER_BYTES:
            raise LimitError("too long to be answered here")
        self.pieces.append(piece)


class ConnectionLoop:
    """Answers on the connections that come over `channel`, until the service closes it.

    `kept_bytes` is the memory for answers that may be asked again; 0 keeps none.
    """

    def __init__(self, channel: socket.socket, slate: Slate, store: Store, kept_bytes: int) -> None:
        self._channel = channel
        self._slate = slate
        self._store = store
        self._kept = KeptAnswers(kept_bytes)
        self._lent: dict[int, _Lent] = {}  # by handle
        self._ready = select.epoll()
        self._ready.register(channel, select.EPOLLIN)

    def run(self) -> None:
        """Answer; the turn goes round by clients, and among those of one client by waiting time."""
        last_look = time.monotonic()
        while True:
            turn: dict[str, _Lent] = {}
            for handle, _ in self._ready.poll(IDLE_S if self._lent else None):
                if handle == self._channel.fileno():
                    if not self._take():
                        return
                    continue
                lent = self._lent[handle]
                other = turn.setdefault(lent.client, lent)
                if lent.seen < other.seen:
                    turn[lent.client] = lent
            for lent in turn.values():
                self._serve(lent)
            if (now := time.monotonic()) - last_look > IDLE_S:
                self._give_back_idle(last_look)
                last_look = now

    def _take(self) -> bool:
        """Accept a loan; False when the service has gone."""
        packet, handles, _, _ = socket.recv_fds(self._channel, MOST_BYTES, 1)
        if not packet:
            return False
        loan, connection = decode_loan(packet), socket.socket(fileno=handles[0])
        connection.setblocking(False)
        lent = _Lent(loan.number, loan.forms, loan.client, connection, time.monotonic())
        self._lent[connection.fileno()] = lent
        self._ready.register(connection, select.EPOLLIN)
        return True

    def _give_back(self, lent: _Lent, unsent: bytes = b"", unread: bytes = b"") -> None:
        self._ready.unregister(lent.socket)  # the service holds it too, so closing is not enough
        del self._lent[lent.socket.fileno()]
        self._channel.send(encode_back(Back(lent.number, lent.answered, unsent, unread)))
        self._slate.end()  # only now, for from the slate nothing is lost
        lent.socket.close()

    def _give_back_idle(self, since: float) -> None:
        for lent in [one for one in self._lent.values() if one.seen < since]:
            self._give_back(lent)

    def _serve(self, lent: _Lent) -> None:
        """Answer one request, or give the connection back with it."""
        lent.seen = time.monotonic()
        request = self._receive(lent)
        known = _recognise(lent.forms, request)
        if known is None or self._slate.is_recalled:
            self._give_back(lent, unread=request)
            return
        form, query = known
        cpu_began = time.thread_time()
        try:
            body = self._evaluate(query)
        except (BeleidsgraafError, MemoryError):
            self._give_back(lent, unread=request)
            return
        is_long = time.thread_time() - cpu_began > QUICK_S
        self._send(lent, form.answer(query, body, time.monotonic() - lent.seen))
        if is_long and lent.socket.fileno() in self._lent:
            self._give_back(lent)

    def _receive(self, lent: _Lent) -> bytes:
        """A request, on the slate before anything else; what there is of it when it is late."""
        room = self._slate.expect(lent.number, lent.sent)
        length = _fetch(lent.socket, room)
        request = self._slate.begin(lent.number, lent.sent, length)
        if length and any(form.lacks(request) for form in lent.forms):
            select.select([lent.socket], [], [], _BODY_S)
            length += _fetch(lent.socket, room[length:])
            request = self._slate.begin(lent.number, lent.sent, length)
        return request

    def _evaluate(self, query: QueryRequest) -> bytes:
        if (kept := self._kept.find(0, query[:5])) is not None:
            return kept.body
        collected = _Pieces()
        evaluate(self._store, query, collected.write)
        body = b"".join(collected.pieces)
        self._kept.keep(0, query[:5], len(query.text), Kept([], body))
        return body

    def _send(self, lent: _Lent, answer: bytes) -> None:
        """Send an answer; a client that does not take it in at once goes back with the rest."""
        self._slate.send(lent.number, lent.sent, len(answer))
        try:
            count = lent.socket.send(answer)
        except BlockingIOError:
            count = 0
        except OSError:
            count = len(answer)  # the client has gone; the service finds that out
        lent.sent += count
        lent.answered += 1
        if count < len(answer):
            self._give_back(lent, unsent=answer[count:])
        else:
            self._slate.end()


def _recognise(
    forms: tuple[RequestForm, ...], request: bytes
) -> tuple[RequestForm, QueryRequest] | None:
    for form in forms:
        if (text := form.read(request)) is not None:
            return form, form.query(text)
    return None


def _fetch(connection: socket.socket, room: memoryview) -> int:
    """Put what has come in into the room; 0 when there is nothing, or the client has left."""
    try:
        return connection.recv_into(room) if room else 0
    except OSError:
        return 0
