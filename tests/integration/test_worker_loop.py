"""The loop of a reader, in a process of its own."""

from __future__ import annotations

import multiprocessing
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store

from graph.requests import QueryRequest
from graph.worker_frames import HEADER, QUICK, encode_request
from graph.worker_loop import WorkerLimits, serve_requests

_ASK = encode_request(QueryRequest("ASK {}", "csv"))


def _serve(channel: socket.socket) -> None:
    serve_requests(channel, Store(), WorkerLimits(1_000, 100))


@pytest.fixture
def reader() -> Iterator[tuple[socket.socket, int]]:
    """Our side of the channel to a reader process, and the number of that process."""
    ours, theirs = socket.socketpair()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,))
    process.start()
    theirs.close()
    assert process.pid
    with ours:
        ours.settimeout(20)
        yield ours, process.pid
    process.join(10)
    assert process.exitcode == 0


def _sleeps(process: int) -> int:
    """How often a process has gone to sleep, once it sleeps."""
    status = Path(f"/proc/{process}/status")
    for _ in range(1_000):
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        if fields["State"].split()[0] == "S":
            return int(fields["voluntary_ctxt_switches"])
        time.sleep(0.01)
    raise AssertionError("the reader never sleeps")


def test_reader_answers_in_one_frame(reader: tuple[socket.socket, int]) -> None:
    """A small answer is one frame that says it is whole."""
    channel, _ = reader
    channel.sendall(_ASK)
    assert HEADER.pack(QUICK, 4) + b"true" == channel.recv(1_000)


def test_two_requests_at_once_are_answered_in_turn(reader: tuple[socket.socket, int]) -> None:
    """A request that came together with another waits for its turn."""
    channel, _ = reader
    channel.sendall(_ASK + _ASK)
    got = b""
    while len(got) < 2 * (HEADER.size + 4):
        got += channel.recv(1_000)
    assert 2 * (HEADER.pack(QUICK, 4) + b"true") == got


@pytest.mark.skipif(sys.platform != "linux", reason="tells how a process sleeps")
def test_fetching_an_answer_does_not_wake_its_reader(reader: tuple[socket.socket, int]) -> None:
    """A reader that has answered sleeps until the next request."""
    channel, process = reader
    channel.sendall(_ASK)
    channel.recv(1_000, socket.MSG_PEEK)
    before = _sleeps(process)
    channel.recv(1_000)
    time.sleep(0.2)
    assert before == _sleeps(process)
