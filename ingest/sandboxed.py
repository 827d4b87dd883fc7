"""A child process in which documents are parsed and read, so that one of them can break nothing.

In: the path of a file, or a source with the reader. Out: what the child found, as JSON, never as
objects of its making. The child has limits on time and memory, no network, none of the parent's
keys in its environment, and writes no file; when it crashes or overruns, it is killed, the document
is refused with the reason, and the next document gets a new child. One child serves many documents,
one at a time.
"""

from __future__ import annotations

import atexit
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import threading
import time
import weakref
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ontology.errors import SourceError

MAX_ANSWER: Final = 256 * 1024 * 1024
HEADER: Final = struct.Struct("!cI")
DONE: Final = b"D"  # the answer as JSON
REFUSED: Final = b"R"  # the reason, for a person
NO_MEMORY: Final = b"M"  # this child is spent
_PIECE: Final = 1 << 20
_START_S: Final = 60.0  # to start and to learn the register
_HERE: Final = threading.local()
_PASSED_ON: Final = (  # of the environment; keys and tokens stay with the parent
    *("PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL", "LC_CTYPE"),
    *("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONHASHSEED", "PYTHONUTF8"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may take: wall-clock seconds, and MiB of the whole process."""

    seconds: float = 120.0
    memory_mb: int = 480


@dataclass(frozen=True, slots=True)
class Packed:
    """What the child must know before it reads, as bytes it is sent once; `token` names it."""

    token: str
    content: bytes

    @classmethod
    def of(cls, thing: object) -> Packed:
        """Pack anything that pickle can carry."""
        content = pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL)
        return cls(sha256(content).hexdigest(), content)


class _GoneError(Exception):
    """The child ended by itself."""


class Sandbox:
    """One child and what it has learnt. Not for use by two threads at once."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._known = ""

    def start(self) -> None:
        """Start the child, if none is there, without waiting for it."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        paths = os.pathsep.join(path or os.curdir for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.sandbox_child", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ}
            | {"PYTHONPATH": paths},
        )
        weakref.finalize(self, _end, self._process)

    def close(self) -> None:
        """End the child."""
        if self._process is not None:
            _end(self._process)
        self._process, self._known = None, ""

    def peak_mb(self) -> int:
        """The most memory the child has held, in MiB; 0 where the system does not tell."""
        if self._process is None or self._process.poll() is not None:
            return 0
        status = Path(f"/proc/{self._process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return sum(int(line.split()[1]) >> 10 for line in lines if line.startswith("VmHWM:"))

    def cpu_s(self) -> float:
        """Processor time the child has taken so far, in seconds; 0 where it is not told."""
        if self._process is None or self._process.poll() is not None:
            return 0.0
        stat = Path(f"/proc/{self._process.pid}/stat")
        if not stat.exists():
            return 0.0
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def load(self, path: Path) -> bytes:
        """The parsed text of a file as JSON.

        Raises:
            SourceError: when it cannot be parsed within the limits.
        """
        return self._ask(("load", path), path.name, None)

    def read(self, packed: Packed, source: Any, name: str) -> bytes:
        """The reading of a source as JSON; `packed` is the reader.

        Raises:
            SourceError: when it cannot be read within the limits.
        """
        return self._ask(("read", source), name, packed)

    def _ask(self, request: object, name: str, packed: Packed | None) -> bytes:
        for attempt in (1, 2):  # a child may be lost for reasons outside the document
            try:
                self._prepare(packed)
                return self._answer(request, name)
            except (_GoneError, BrokenPipeError):
                reason = self._reason()
                if attempt == 2:
                    raise SourceError(
                        f"{name}: reading it crashed ({reason}): damaged, or more than "
                        f"{self.limits.memory_mb} MB of memory needed"
                    ) from None
        raise AssertionError("unreachable")

    def _prepare(self, packed: Packed | None) -> None:
        if packed is not None and self._known not in ("", packed.token):
            self.close()
        self.start()
        if packed is not None and not self._known:
            self._send(("learn", packed.content))
            self._receive(_START_S)
            self._known = packed.token

    def _answer(self, request: object, name: str) -> bytes:
        self._send((request, self.limits.memory_mb))
        try:
            kind, payload = self._receive(self.limits.seconds)
        except TimeoutError:
            self.close()
            raise SourceError(
                f"{name}: not read within {self.limits.seconds:g} seconds; split the document"
            ) from None
        if kind == NO_MEMORY:
            self.close()
            raise SourceError(
                f"{name}: needs more than {self.limits.memory_mb} MB of memory; split the document"
            )
        if kind == REFUSED:
            raise SourceError(payload.decode("utf-8", "replace"))
        return payload

    def _send(self, message: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
        self._process.stdin.write(struct.pack("!I", len(body)) + body)
        self._process.stdin.flush()

    def _receive(self, seconds: float) -> tuple[bytes, bytes]:
        assert self._process is not None
        assert self._process.stdout is not None
        deadline = time.monotonic() + seconds
        kind, length = HEADER.unpack(_take(self._process.stdout.fileno(), HEADER.size, deadline))
        if length > MAX_ANSWER:
            raise _GoneError
        return kind, _take(self._process.stdout.fileno(), length, deadline)

    def _reason(self) -> str:
        """Why the child ended; ends what is left of it."""
        assert self._process is not None
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            code = 0
        self.close()
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def sandbox_here(limits: Limits) -> Sandbox:
    """The sandbox of this thread with these limits; it lives as long as the thread."""
    found: Sandbox | None = getattr(_HERE, "sandbox", None)
    if found is None or found.limits != limits:
        if found is not None:
            found.close()
        found = _HERE.sandbox = Sandbox(limits)
    return found


def close_here() -> None:
    """End the child of this thread, if there is one."""
    found: Sandbox | None = getattr(_HERE, "sandbox", None)
    if found is not None:
        found.close()


atexit.register(close_here)


def _take(file: int, length: int, deadline: float) -> bytes:
    """Exactly so many bytes before the deadline."""
    pieces = bytearray()
    waiting = select.poll()
    waiting.register(file, select.POLLIN)
    while len(pieces) < length:
        left = deadline - time.monotonic()
        if left <= 0 or not waiting.poll(left * 1000):
            raise TimeoutError
        piece = os.read(file, min(_PIECE, length - len(pieces)))
        if not piece:
            raise _GoneError
        pieces += piece
    return bytes(pieces)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a child and close its pipes, whatever state it is in."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:
                continue  # what was not yet sent is of no use now
    process.wait()
