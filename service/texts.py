"""Quotes, read at view time from the local file of a version and verified by hash.

In: folders with files as delivered, a version's hash, a span and perhaps the hash of the quote.
Out: the quote, or why there is none. Never writes, never logs a word of a text.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Final, Literal

from ontology.errors import SourceError
from ontology.iris import quote_hash
from ontology.records import Span

Reason = Literal["absent", "changed"]
REASONS: Final[Mapping[Reason, Mapping[str, str]]] = {
    "absent": {"nl": "tekst niet bij de hand", "en": "text not at hand"},
    "changed": {"nl": "tekst gewijzigd", "en": "text has changed"},
}
_MAX_FILES: Final = 2_000
_MAX_FILE_BYTES: Final = 256 * 1024 * 1024
_MAX_TEXTS: Final = 64
_MIN_HASH_DIGITS: Final = 12  # a version's IRI carries this many


@dataclass(frozen=True, slots=True)
class Quote:
    """A verified quote, or the reason there is none; exactly one of the two is set."""

    text: str | None = None
    reason: Reason | None = None

    def why(self, language: str = "nl") -> str:
        """The reason in words; empty when there is a quote."""
        if self.reason is None:
            return ""
        words = REASONS[self.reason]
        return words.get(language, words["nl"])


@dataclass(frozen=True, slots=True)
class _Stamp:
    path: Path
    mtime_ns: int
    size: int


class Texts:
    """Finds the text of a version by hash in a few folders; remembers files by time and size.

    `files` gives the file name a document's card names, by slug: the first place to look.
    `parse` turns a file as delivered into its canonical text and raises SourceError.
    Safe to use from several threads.
    """

    def __init__(
        self, folders: Sequence[Path], files: Mapping[str, str], parse: Callable[[Path], str]
    ) -> None:
        self._folders = tuple(folders)
        self._files = files
        self._parse = parse
        self._hashes: dict[_Stamp, str] = {}
        self._texts: OrderedDict[_Stamp, str] = OrderedDict()
        self._lock = Lock()

    def find_text(self, document: str, file_hash: str) -> str | None:
        """The canonical text of a version; None when no file here has that hash.

        `file_hash` is the sha256 of the file as delivered, or its first 12 digits or more.
        """
        if len(file_hash) < _MIN_HASH_DIGITS:
            return None
        with self._lock:
            for stamp in self._iter_files(document):
                if self._hash(stamp).startswith(file_hash):
                    return self._text(stamp)
        return None

    def quote(
        self, document: str, file_hash: str, span: Span, expected: str | None = None
    ) -> Quote:
        """The words of a span; `expected` is the quote's hash in the graph (`sha256:…`)."""
        text = self.find_text(document, file_hash)
        if text is None:
            return Quote(reason="changed" if self._has_other(document) else "absent")
        words = text[span.start : span.end]
        if span.end > len(text) or (expected is not None and quote_hash(words) != expected):
            return Quote(reason="changed")
        return Quote(text=words)

    def _has_other(self, document: str) -> bool:
        """Whether the file the card names is there, with other content than was read."""
        return next(self._iter_named(document), None) is not None

    def _iter_named(self, document: str) -> Iterator[_Stamp]:
        name = self._files.get(document)
        if name is None:
            return
        for folder in self._folders:
            stamp = _find_stamp(folder / name)
            if stamp is not None:
                yield stamp

    def _iter_files(self, document: str) -> Iterator[_Stamp]:
        """The named file first, then every file, since a file may have been renamed."""
        yield from self._iter_named(document)
        for folder in self._folders:
            if not folder.is_dir():
                continue
            for path in sorted(folder.iterdir())[:_MAX_FILES]:
                stamp = _find_stamp(path)
                if stamp is not None:
                    yield stamp

    def _hash(self, stamp: _Stamp) -> str:
        if stamp not in self._hashes:
            if len(self._hashes) > 2 * _MAX_FILES:
                self._hashes.clear()
            self._hashes[stamp] = _hash_file(stamp.path)
        return self._hashes[stamp]

    def _text(self, stamp: _Stamp) -> str | None:
        if stamp not in self._texts:
            try:
                self._texts[stamp] = self._parse(stamp.path)
            except SourceError:
                return None
            if len(self._texts) > _MAX_TEXTS:
                self._texts.popitem(last=False)
        self._texts.move_to_end(stamp)
        return self._texts[stamp]


def _find_stamp(path: Path) -> _Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    if not path.is_file() or found.st_size > _MAX_FILE_BYTES:
        return None
    return _Stamp(path, found.st_mtime_ns, found.st_size)


def _hash_file(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
