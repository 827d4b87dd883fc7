"""One writer at a time for a data folder: an exclusive lock that the kernel frees on death."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ontology.errors import StoreError


@contextmanager
def exclusive(data: Path) -> Iterator[None]:
    """Hold the folder's write lock, made when absent.

    Raises:
        StoreError: when another process holds it (with its id), or the folder is not writable.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        handle = os.open(data / "LOCK", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(f"{data} cannot be written: {error.strerror}") from error
    try:
        _take(handle, data)
        yield
    finally:
        os.close(handle)


def is_held(data: Path) -> bool:
    """Whether another process holds the folder's write lock now."""
    try:
        handle = os.open(data / "LOCK", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _take(handle: int, data: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(handle, 32, 0).decode(errors="replace").strip() or "unknown"
        raise StoreError(
            f"{data} is being written by process {holder}; wait until it is done"
        ) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
