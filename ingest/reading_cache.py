"""Readings kept in the data folder, so that an unchanged document is not read again.

A key is the hash of all that a reading depends on: the file, its name and card, the register, the
extractors, our code and the libraries that parse. A file that is damaged counts as absent; files
are put in place in one step, so several builds can use one folder.
"""

from __future__ import annotations

import json
import os
import platform
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

import graph.entries
import graph.resources
import ingest
import ontology
from ingest.pipeline import Reader, Source, read_file
from ingest.readings import decode_reading, dump_reading
from ontology.errors import SourceError
from ontology.records import Reading

FOLDER: Final = "readings"
MAX_FILES: Final = 5_000
MAX_BYTES: Final = 2 * 1024**3  # of all files together
_LIBRARIES: Final = (
    "pypdfium2",
    "python-docx",
    "lxml",
    "selectolax",
    "simplemma",
    "ahocorasick-rs",
    "pydantic",
)
_HEAD: Final = '{"sha256": "'
_JOIN: Final = '", "reading":\n'


class ReadingCache:
    """Readings of one reader, kept in a folder.

    `extra` tells apart readings to which something was added afterwards (by a language model).
    """

    def __init__(self, folder: Path, reader: Reader, extra: str = "") -> None:
        self._folder = folder
        self._reader = _hash([hash_reader(reader), extra])

    def key(self, source: Source) -> str | None:
        """What names the reading of a source; None when its file cannot be opened."""
        try:
            data = read_file(source.path)
        except SourceError:
            return None
        card = json.dumps(asdict(source.card), sort_keys=True)
        return _hash([self._reader, source.path.name, card, sha256(data).hexdigest()])

    def get(self, key: str) -> Reading | None:
        """The reading under a key, if it is there and whole."""
        path = self._path(key)
        try:
            content = path.read_text(encoding="utf-8")
            digest, body = content.removeprefix(_HEAD).removesuffix("}\n").split(_JOIN, 1)
            if digest != sha256(body.encode()).hexdigest():
                return None
            reading = decode_reading(body.encode(), path.name)
            os.utime(path)
        except (OSError, ValueError, SourceError):
            return None
        return reading

    def put(self, key: str, reading: Reading) -> None:
        """Keep a reading; a folder that cannot be written only costs time."""
        body = dump_reading(reading)
        content = f"{_HEAD}{sha256(body.encode()).hexdigest()}{_JOIN}{body}}}\n"
        path = self._path(key)
        aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            aside.write_text(content, encoding="utf-8")
            aside.replace(path)
        except OSError:
            with suppress(OSError):
                aside.unlink(missing_ok=True)

    def trim(self, max_files: int = MAX_FILES, max_bytes: int = MAX_BYTES) -> None:
        """Drop what was not used for longest, until both bounds hold."""
        files: list[tuple[float, int, Path]] = []
        for path in self._folder.glob("*.json"):
            try:
                found = path.stat()
            except OSError:
                continue  # another build dropped it
            files.append((found.st_mtime, found.st_size, path))
        files.sort(key=lambda file: file[0], reverse=True)
        size = 0
        for number, (_, length, path) in enumerate(files, 1):
            size += length
            if number > max_files or size > max_bytes:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def hash_reader(reader: Reader) -> str:
    """The hash of all a reading depends on besides the document and its card."""
    return _hash(
        [
            hash_code(),
            reader.names.base,
            f"strict={reader.strict}",
            *sorted(extractor.method for extractor in reader.extractors),
            *sorted(repr(entry) for entry in reader.entries),
            *sorted(repr(concept) for concept in reader.concepts),
        ]
    )


@cache
def hash_code() -> str:
    """The hash of the code that reads, and the versions of what it uses."""
    modules = [Path(str(module.__file__)) for module in (graph.entries, graph.resources)]
    for package in (ingest, ontology):
        modules.extend(sorted(Path(str(package.__file__)).parent.rglob("*.py")))
    code = [f"{path.name} {sha256(path.read_bytes()).hexdigest()}" for path in modules]
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    return _hash([platform.python_version(), *libraries, *code])


def _hash(parts: Iterable[str]) -> str:
    digest = sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogateescape")
        digest.update(f"{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()
