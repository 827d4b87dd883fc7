"""Files that are written for a document that is being added, and their way back.

In: paths below the data folder with their content. Out: files in place, and a note of what stood
there before, so that a failure, a kill or a crash half-way leaves no trace. Needs the lock of
`one_at_a_time`: then every note that is found belongs to a process that is gone.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Final

from graph.release import current_release
from ontology.errors import StoreError
from service.folders import OWN_CARDS

NOTES: Final = "adding-"
_LIST: Final = "files.jsonl"
_MAX_NOTES: Final = 1_000


class Additions:
    """Files written so far; `hashes` are the documents they hold, by id."""

    def __init__(self, data: Path, note: Path | None = None) -> None:
        self._data = data
        self._note = note or data / f"{NOTES}{token_hex(6)}"

    def write(self, path: Path, content: bytes, document: str = "", digest: str = "") -> None:
        """Put a file in place in one step, after noting what it replaces.

        Raises:
            StoreError: when it cannot be written.
        """
        try:
            self._remember(path, document, digest)
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_name(f".{path.name}.part")
            aside.write_bytes(content)
            aside.replace(path)
        except OSError as error:
            raise StoreError(f"{path} cannot be written: {error.strerror}") from None

    def remove(self, path: Path) -> None:
        """Take a file away, after noting what it held."""
        self._remember(path, "", "")
        path.unlink(missing_ok=True)

    def keep(self) -> None:
        """The document is published: forget what stood there before."""
        shutil.rmtree(self._note, ignore_errors=True)

    def undo(self) -> None:
        """Put everything back as it was."""
        for number, entry in reversed(list(enumerate(self._entries()))):
            path = self._data / entry["path"]
            before = self._note / str(number)
            if before.is_file():
                shutil.copyfile(before, path)
            else:
                path.unlink(missing_ok=True)
                path.with_name(f".{path.name}.part").unlink(missing_ok=True)
                if path.parent.parent.name == OWN_CARDS and path.parent.is_dir():
                    _remove_empty(path.parent)
        shutil.rmtree(self._note, ignore_errors=True)

    def is_published(self) -> bool:
        """Whether the served release holds every document that was noted."""
        release = current_release(self._data)
        sources = release.manifest.get("sources", {}) if release else {}
        wanted = {one["document"]: one["digest"] for one in self._entries() if one["document"]}
        return bool(wanted) and all(
            sources.get(document, {}).get("sha256") == digest for document, digest in wanted.items()
        )

    def _remember(self, path: Path, document: str, digest: str) -> None:
        self._note.mkdir(parents=True, exist_ok=True)
        number = len(self._entries())
        if path.is_file():
            shutil.copyfile(path, self._note / str(number))
        entry = {
            "path": path.relative_to(self._data).as_posix(),
            "document": document,
            "digest": digest,
        }
        with (self._note / _LIST).open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")

    def _entries(self) -> list[dict[str, str]]:
        path = self._note / _LIST
        if not path.is_file():
            return []
        whole = path.read_text(encoding="utf-8").split("\n")[:-1]
        return [json.loads(line) for line in whole]


@contextmanager
def one_at_a_time(data: Path) -> Iterator[None]:
    """Hold the data folder for adding documents; what a killed process left is put right first.

    Raises:
        StoreError: when another process is adding documents, or the folder cannot be made.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        handle = os.open(data, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise StoreError(f"{data} cannot be used: {error.strerror}") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        put_right(data)
        yield
    except BlockingIOError:
        raise StoreError(
            f"another process is building or adding documents in {data}; try again when it is done"
        ) from None
    finally:
        os.close(handle)


def put_right(data: Path) -> None:
    """Undo what was begun and not published; call it with the folder held."""
    for note in sorted(data.glob(f"{NOTES}*"))[:_MAX_NOTES]:
        left = Additions(data, note)
        if left.is_published():
            left.keep()
        else:
            left.undo()


def _remove_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()
