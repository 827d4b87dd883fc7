"""What the service can read of a reader that died in the middle of something."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from graph.cpu_time import cpu_s
from graph.sent_bytes import count_sent
from graph.slate import Slate, Step, open_memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs memory files")


@pytest.fixture
def slates() -> Iterator[tuple[Slate, Slate]]:
    """The reader's and the service's."""
    handle = open_memory()
    ours, theirs = Slate(handle), Slate(handle)
    os.close(handle)
    yield ours, theirs
    theirs.close()


def test_request_is_there_from_the_moment_it_is_fetched(slates: tuple[Slate, Slate]) -> None:
    """Between the fetch and the note of its length nothing is lost either."""
    ours, theirs = slates
    ours.expect(3, 100)[:5] = b"first"

    assert (Step.READING, 3, b"first") == (
        theirs.read().step,
        theirs.read().connection,
        theirs.read().request,
    )


def test_nothing_is_left_of_a_longer_request_before(slates: tuple[Slate, Slate]) -> None:
    """The room for a request is empty each time."""
    ours, theirs = slates
    ours.expect(3, 0)[:8] = b"long one"
    ours.begin(3, 0, 8)
    ours.end()
    ours.expect(4, 0)[:2] = b"it"

    assert b"it" == theirs.read().request


def test_steps_and_numbers_are_read_as_noted(slates: tuple[Slate, Slate]) -> None:
    """The bytes sent before and those of the answer tell whether a part of it has left."""
    ours, theirs = slates
    ours.expect(3, 100)[:4] = b"abcd"
    request = ours.begin(3, 100, 4)
    ours.send(3, 100, 50)
    note = theirs.read()

    assert b"abcd" == request == note.request
    assert (Step.SENDING, 3, 100, 50) == (
        note.step,
        note.connection,
        note.sent_before,
        note.answer_bytes,
    )


def test_recall_is_seen_at_once(slates: tuple[Slate, Slate]) -> None:
    """The service's wish reaches the reader without a message."""
    ours, theirs = slates
    before = ours.is_recalled
    theirs.recall()

    assert (False, True) == (before, ours.is_recalled)


def test_bytes_sent_are_counted_whether_received_or_not() -> None:
    """The count grows by what was written, from the moment of writing."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()) as client,
    ):
        server, _ = listener.accept()
        with server:
            start = count_sent(server.fileno())
            assert start is not None
            server.send(b"x" * 1000)
            unread = count_sent(server.fileno())
            client.recv(2000)
            server.send(b"y" * 5)
            found = (unread, count_sent(server.fileno()))

    assert (start + 1000, start + 1005) == found


def test_process_that_has_ended_has_taken_no_time() -> None:
    """A reader that was killed is not taken for one whose query runs long."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    assert 0.0 == cpu_s(ended.pid)
    assert cpu_s(os.getpid()) > 0


def test_bytes_of_what_is_no_connection_cannot_be_counted() -> None:
    """A closed handle and a socket that is no TCP give None, not an error."""
    one, other = socket.socketpair()
    with one, other:
        found = count_sent(one.fileno())

    assert (None, None) == (found, count_sent(-1))
