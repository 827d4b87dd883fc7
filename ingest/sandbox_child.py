"""The child of `ingest.sandboxed`: reads requests on stdin, answers in frames on stdout.

Run as `python -m ingest.sandbox_child PARENT-ID`. It learns the reader first, while it still has
all memory; from the first document on its memory is limited. Whatever goes wrong with a document
becomes one line.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import struct
import sys
import traceback
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Final

from graph.sandbox import close_network, die_with_parent, limit_memory
from ingest.pipeline import Reader, load_file
from ingest.readings import encode_reading, encode_text
from ingest.sandboxed import DONE, HEADER, MAX_ANSWER, NO_MEMORY, REFUSED
from ontology.errors import SourceError

_LENGTH: Final = struct.Struct("!I")
_MIN_MB: Final = 64  # what a document gets however large the register is


def main(parent: int) -> None:
    """Answer until the parent closes the pipe."""
    die_with_parent(parent)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    sys.dont_write_bytecode = True
    close_network()
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    reader: Reader | None = None
    limited = False
    while (message := _next(sys.stdin.buffer)) is not None:
        if message[0] == "learn":
            reader = pickle.loads(message[1])
            assert isinstance(reader, Reader)
            reader.prepare()
            gc.freeze()  # the register stays: no collection need look at it
            _send(answers, DONE, b"")
            continue
        request, memory_mb = message
        if not limited:
            limit_memory(max(_MIN_MB, memory_mb - _memory_mb()))
            limited = True
        gc.disable()  # a reading is thousands of small records that all live to its end
        _send(answers, *_answer(request, reader))
        gc.enable()


def _memory_mb() -> int:
    """What this process, its register included, holds now; ru_maxrss would be the parent's."""
    held = Path("/proc/self/statm")
    return int(held.read_text().split()[1]) * resource.getpagesize() >> 20 if held.exists() else 0


def _answer(request: tuple[str, Any], reader: Reader | None) -> tuple[bytes, bytes]:
    name = _name(request[1])
    try:
        found = _do(request, reader)
    except SourceError as error:
        return REFUSED, str(error).encode("utf-8", "backslashreplace")
    except MemoryError:
        return NO_MEMORY, b""
    except Exception as error:  # noqa: BLE001 # our fault in one document must not end the run
        return REFUSED, f"{name}: {_explain(error)}".encode("utf-8", "backslashreplace")
    if len(found) > MAX_ANSWER:
        return REFUSED, f"{name}: gives more than can be handled; split it".encode()
    return DONE, found


def _do(request: tuple[str, Any], reader: Reader | None) -> bytes:
    what, given = request
    if what == "load":
        return encode_text(load_file(given))
    assert reader is not None
    return encode_reading(reader.read(given))


def _name(given: Any) -> str:
    path: Path = given if isinstance(given, Path) else given.path
    return path.name


def _explain(error: Exception) -> str:
    """The kind of error and the last place of ours; no words of the document."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        frame for frame in frames if PurePath(frame.filename).parts[-2:-1] != ("site-packages",)
    ]
    place = f" in {PurePath(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"cannot be read: internal error {type(error).__name__}{place}; please report"


def _next(requests: BinaryIO) -> Any:
    """The next request, None at the end. Only the parent writes here, so pickle is safe."""
    head = requests.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    return pickle.loads(requests.read(_LENGTH.unpack(head)[0]))


def _send(answers: BinaryIO, kind: bytes, payload: bytes) -> None:
    answers.write(HEADER.pack(kind, len(payload)) + payload)
    answers.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
