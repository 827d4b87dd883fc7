"""The process that readers are forked from: one thread, and the graph in its memory.

Run as `python -m graph.worker_template CONTROL-FD SETTINGS-JSON`. In: lines on the control
socket, `fork ID PATH` (with the reader's socket attached; PATH is `-`, or a newer checkpoint that
the reader opens from disk), `lend ID PATH` (with the socket and the slate of a reader that
connections of clients are lent to), `slow ID` and `kill ID`. Out: lines `ready MODE QUADS`,
`failed MESSAGE`, `forked ID PID`, `ended ID STATUS`. When the control socket closes, it kills its
readers and ends. It opens no RocksDB itself, because that starts threads: it loads the dump of the
release, and of a checkpoint without dump a short-lived child writes one to a pipe.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import unquote

from pyoxigraph import NamedNode, RdfFormat, Store

from graph.connection_loop import ConnectionLoop
from graph.sandbox import close_network, die_with_parent, limit_memory
from graph.slate import Slate
from graph.store import count_dump, load_memory, open_checkpoint
from graph.worker_loop import WorkerLimits, serve_requests
from ontology.errors import BeleidsgraafError

BYTES_PER_QUAD: Final = 500  # of a store in memory; measured 425, see docs/store.md
# Steps of niceness of every reader: one that wakes does not push the service from its processor,
# which cost a fifth of the point queries; of slowed ones: a tenth of the share of other readers.
NICE: Final = 5
NICER: Final = 10
_MAX_LINE: Final = 4096


@dataclass(slots=True)
class _Template:
    control: socket.socket
    path: Path | None
    limits: WorkerLimits
    store: Store | None = None  # None: each reader opens the checkpoint itself
    readers: dict[int, str] = field(default_factory=dict)  # process → id

    def tell(self, line: str) -> None:
        """Send one line; when the service is gone, there is nobody left to work for."""
        try:
            self.control.sendall(line.encode() + b"\n")
        except BrokenPipeError:
            raise SystemExit(0) from None

    def fork(
        self, name: str, channel: socket.socket, serve: Callable[[Store], None], other: Path | None
    ) -> None:
        """Start a reader that serves on this socket, perhaps of another checkpoint than ours."""
        parent = os.getpid()
        process = os.fork()
        if process == 0:
            _be_reader(self, serve, parent, other)
        channel.close()
        self.readers[process] = name
        self.tell(f"forked {name} {process}")

    def kill(self, name: str) -> None:
        """Kill a reader, if it is still there."""
        for process, other in self.readers.items():
            if other == name:
                os.kill(process, signal.SIGKILL)

    def slow_down(self, name: str) -> None:
        """Let others go before a reader; a process cannot take that back."""
        for process, other in self.readers.items():
            if other == name:
                now = os.getpriority(os.PRIO_PROCESS, process)
                os.setpriority(os.PRIO_PROCESS, process, now + NICER)

    def end(self) -> None:
        """Kill all readers and wait for them, so that none is left behind."""
        for process in self.readers:
            os.kill(process, signal.SIGKILL)
        for process in self.readers:
            os.waitpid(process, 0)

    def reap(self) -> None:
        """Tell of every reader that ended."""
        while self.readers:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return
            if name := self.readers.pop(process, None):
                self.tell(f"ended {name} {os.waitstatus_to_exitcode(status)}")


def main(arguments: list[str]) -> None:
    """Load the checkpoint, then fork readers until the control socket closes."""
    control = socket.socket(fileno=int(arguments[0]))
    control.set_inheritable(False)
    settings = json.loads(arguments[1])
    path = Path(settings["path"]) if settings["path"] else None
    limits = WorkerLimits(**settings["limits"])
    template = _Template(control, path, limits)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the service decides when to stop
    try:
        quads = _load(template)
    except BeleidsgraafError as error:
        template.tell(f"failed {' '.join(str(error).split())}")
        return
    gc.freeze()
    template.tell(f"ready {'disk' if template.store is None else 'memory'} {quads}")
    try:
        _listen(template)
    except (BrokenPipeError, ConnectionResetError):
        pass  # the service is gone
    finally:
        template.end()


def _load(template: _Template) -> int:
    """Copy the checkpoint into memory when it fits; gives its number of quads."""
    if template.path is None:
        template.store = Store()
        return 0
    known = count_dump(template.path)
    if known is not None:
        if _fits(known, template.limits):
            template.store = load_memory(template.path)
        return known
    return _load_by_child(template, template.path)


def _load_by_child(template: _Template, path: Path) -> int:
    """The same for a checkpoint without dump: a child opens it and writes it to a pipe."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _dump(path, write_end)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        head = pipe.readline().decode()
        if head.startswith("quads "):
            quads = int(head.split()[1])
            if _fits(quads, template.limits):
                template.store = Store()
                with suppress(SyntaxError, ValueError):  # half a line of a child that died
                    _fill(template.store, pipe)
    _, status = os.waitpid(child, 0)
    if not head.startswith("quads "):
        raise BeleidsgraafError(head.strip() or "the store cannot be read")
    if template.store is not None and os.waitstatus_to_exitcode(status) != 0:
        raise BeleidsgraafError("the store could not be read to its end")
    return quads


def _fill(store: Store, pipe: BinaryIO) -> None:
    for graph in json.loads(pipe.readline()):  # quads cannot tell of empty graphs
        store.add_graph(NamedNode(graph))
    store.bulk_load(pipe, RdfFormat.N_QUADS, lenient=True)


def _fits(quads: int, limits: WorkerLimits) -> bool:
    return limits.keep_in_memory and quads * BYTES_PER_QUAD <= limits.max_memory_mb * 1024 * 1024


def _dump(path: Path, write_end: int) -> None:
    """In the child: the number of quads, then all of them. Never returns."""
    code = 1
    try:
        with os.fdopen(write_end, "wb") as pipe:
            try:
                store = open_checkpoint(path)
            except BeleidsgraafError as error:
                pipe.write(str(error).encode())
                return
            pipe.write(f"quads {len(store)}\n".encode())
            pipe.write(json.dumps(list(_empty_graphs(store))).encode() + b"\n")
            pipe.flush()
            store.dump(pipe, RdfFormat.N_QUADS)
        code = 0
    except OSError:
        pass  # the copy does not fit in memory: the template closed the pipe
    finally:
        os._exit(code)


def _empty_graphs(store: Store) -> Iterator[str]:
    for graph in store.named_graphs():
        is_empty = next(store.quads_for_pattern(None, None, None, graph), None) is None
        if is_empty and isinstance(graph, NamedNode):
            yield graph.value


def _be_reader(
    template: _Template, serve: Callable[[Store], None], parent: int, other: Path | None
) -> None:
    """In the child: give up all rights, then answer. Never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        template.control.close()
        die_with_parent(parent)
        close_network()
        os.nice(NICE)
        store = template.store if other is None else None
        path = other or template.path
        if store is None and path is not None:
            store = open_checkpoint(path)
        limit_memory(template.limits.max_memory_mb)  # beyond what opening takes
        # not `store or …`: a store without quads is false, and may yet have graphs
        serve(Store() if store is None else store)
        code = 0
    except (BrokenPipeError, ConnectionResetError):
        pass  # nobody wants the answer any more
    finally:
        os._exit(code)


def _listen(template: _Template) -> None:
    wake_read, wake_write = os.pipe()
    for end in (wake_read, wake_write):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, _note)
    signal.set_wakeup_fd(wake_write)
    held = b""
    sockets: list[int] = []
    control = template.control.fileno()
    while True:
        ready, _, _ = select.select([control, wake_read], [], [])
        if wake_read in ready:
            os.read(wake_read, 512)
            template.reap()
        if control not in ready:
            continue
        data, received, _, _ = socket.recv_fds(template.control, _MAX_LINE, 16)
        if not data:
            return
        sockets += received
        *lines, held = (held + data).split(b"\n")
        for line in lines:
            _obey(template, line.decode(), sockets)


def _obey(template: _Template, line: str, sockets: list[int]) -> None:
    word, name, *rest = line.split()
    if word == "fork":
        channel, other = _take_channel(sockets), _other_path(rest[0])
        limits = template.limits
        template.fork(name, channel, lambda store: serve_requests(channel, store, limits), other)
    elif word == "lend":
        channel, slate, other = _take_channel(sockets), sockets.pop(0), _other_path(rest[0])
        kept_bytes = template.limits.kept_bytes
        template.fork(
            name,
            channel,
            lambda store: ConnectionLoop(channel, Slate(slate), store, kept_bytes).run(),
            other,
        )
        os.close(slate)
    elif word == "kill":
        template.kill(name)
    elif word == "slow":
        template.slow_down(name)


def _other_path(word: str) -> Path | None:
    return None if word == "-" else Path(unquote(word))


def _take_channel(sockets: list[int]) -> socket.socket:
    channel = socket.socket(fileno=sockets.pop(0))
    channel.set_inheritable(False)
    return channel


def _note(*_: object) -> None:
    """Wake up: the signal's byte on the pipe does the work."""


if __name__ == "__main__":
    main(sys.argv[1:])
