"""Whether a build would give what is served already: one hash over all that goes into it.

In: folders and files. Out: a hash, and the note of it beside the store. Contents count, times do
not, so a fresh clone with the same content has the same hash.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

import graph
import ingest
import ontology
import queries

NOTE: Final = "build.json"
_KINDS: Final = frozenset({".py", ".ttl", ".trig", ".yml", ".rq", ".json"})
_MAX_FILES: Final = 50_000


def hash_inputs(region: Path, texts: Iterable[Path], options: str = "") -> str:
    """The hash over our code and data, a region and the folders with texts.

    `options` are choices that change the outcome, as text.
    """
    found = sha256(options.encode())
    for package in (ontology, ingest, graph, queries):
        root = Path(str(package.__file__)).parent
        _add(found.update, root, (path for path in _files(root) if path.suffix in _KINDS))
    for folder in (region, *texts):
        _add(found.update, folder, _files(folder))
    return found.hexdigest()


def read_note(data: Path) -> tuple[str, str]:
    """Hash and release of the last build here; two empty texts when there is none."""
    try:
        note = json.loads((data / NOTE).read_text(encoding="utf-8"))
        return str(note["inputs"]), str(note["release"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""


def write_note(data: Path, inputs: str, release: str) -> None:
    """Note what the release was built from, in one step."""
    aside = data / f"{NOTE}.new"
    aside.write_text(json.dumps({"inputs": inputs, "release": release}) + "\n", encoding="utf-8")
    aside.replace(data / NOTE)


def _files(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        return
    paths = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    yield from sorted(path for _, path in zip(range(_MAX_FILES), paths, strict=False))


def _add(update: Callable[[bytes], None], root: Path, files: Iterable[Path]) -> None:
    for path in files:
        data = path.read_bytes()
        update(f"{path.relative_to(root).as_posix()}\0{len(data)}\0".encode())
        update(data)
