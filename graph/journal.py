"""The journal of the live store: accepted changes, each on disk before it is acknowledged.

In: numbered changes. Out: the same, in order, after a crash. A line holds a checksum and JSON; a
last line that was cut off by a crash was never acknowledged and is dropped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from graph.changes import Change, decode_change, dump_line, encode_change


class Journal:
    """An append-only file; `append` returns when the entry is on disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.entries = 0
        self.bytes = 0
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def replay(self) -> Iterator[tuple[int, Change]]:
        """The entries with their numbers; a damaged tail is cut off first."""
        whole = 0
        with self._path.open("rb") as lines:
            for line in lines:
                fields = _read(line)
                if fields is None:
                    break
                whole += len(line)
                self.entries += 1
                yield int(fields["sequence"]), decode_change(fields)
        os.ftruncate(self._handle, whole)
        self.bytes = whole

    def append(self, sequence: int, change: Change) -> None:
        """Write an entry through to the disk.

        Raises:
            OSError: when the disk refuses; what was written of it is taken back.
        """
        line = dump_line({"sequence": sequence, **encode_change(change)})
        whole = b"%08x " % crc32(line) + line
        try:
            _write_all(self._handle, whole)
            os.fdatasync(self._handle)
        except OSError:
            os.ftruncate(self._handle, self.bytes)
            raise
        self.entries += 1
        self.bytes += len(whole)

    def clear(self) -> None:
        """Forget all entries: a checkpoint on disk holds them."""
        os.ftruncate(self._handle, 0)
        os.fsync(self._handle)
        self.entries = self.bytes = 0

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)


def read_entries(path: Path) -> Iterator[tuple[int, Change]]:
    """The entries of a journal that another process may be writing; nothing is changed."""
    if not path.is_file():
        return
    with path.open("rb") as lines:
        for line in lines:
            fields = _read(line)
            if fields is None:
                return
            yield int(fields["sequence"]), decode_change(fields)


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def _read(line: bytes) -> dict[str, Any] | None:
    checksum, _, body = line.partition(b" ")
    if not line.endswith(b"\n") or checksum != b"%08x" % crc32(body):
        return None
    found = json.loads(body)
    return found if isinstance(found, dict) else None
