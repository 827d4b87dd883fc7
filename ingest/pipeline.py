"""From a folder of files to readings: match cards, parse, segment, find mentions, extract.

In: files, cards, the register. Out: `Reading` records; nothing is written. One source is read by
one pure call, in this process. `ingest.batch` reads many, each in a child that can be killed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from graph.entries import Concept
from ingest.cards import default_card
from ingest.document import Document, Extractor
from ingest.evidence import hash_evidence
from ingest.extractors import EXTRACTORS
from ingest.guarded import learn_words
from ingest.mentions import Gazetteer
from ingest.once import forget
from ingest.parse import MAX_BYTES, hash_bytes, is_simple, is_supported, parse_bytes
from ingest.readings import SourceText as SourceText, decode_text
from ingest.sandboxed import Limits, sandbox_here
from ingest.segment import segment
from ontology.errors import SourceError
from ontology.iris import Names
from ontology.records import Issue, Reading, RegisterEntry, Sha256, SourceCard

_MAX_NAMED: Final = 40  # page numbers in one message
MAX_SOURCES: Final = 10_000
LIMITS: Final = Limits()
_PROBE: Final = 1024 * 1024
_NO_SOURCES: Final = frozenset(  # text, but no documents: cards, data, code, half downloads
    {".yaml", ".yml", ".json", ".jsonl", ".csv", ".tsv", ".ttl", ".trig", ".nq", ".rq", ".xml"}
    | {".py", ".toml", ".lock", ".ini", ".cfg", ".sh", ".log", ".js", ".css", ".part", ".tmp"}
)

Progress = Callable[[str], None]  # called with the document's id when it has been read


@dataclass(frozen=True, slots=True)
class Source:
    """A file and the card that describes it."""

    path: Path
    card: SourceCard


@dataclass(frozen=True)
class Reader:
    """All that reading a source needs; can be sent to another process, the gazetteer left out."""

    names: Names
    entries: tuple[RegisterEntry, ...]
    extractors: tuple[Extractor, ...] = field(default=EXTRACTORS)
    strict: bool = False  # refuse a file that is not the version of its card
    concepts: tuple[Concept, ...] = ()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer of the entries, built once in each process."""
        return Gazetteer(self.entries)

    def prepare(self) -> None:
        """Build now what the first document would else have to wait for."""
        _ = self.gazetteer
        learn_words()

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in vars(self).items() if key != "gazetteer"}

    def read(self, source: Source) -> Reading:
        """What the extractors find in one source.

        Raises:
            SourceError: when the file cannot be read, or strict and not the card's version.
        """
        try:
            return read_source(
                source,
                self.gazetteer,
                self.names,
                self.extractors,
                strict=self.strict,
                concepts=self.concepts,
            )
        finally:
            forget()


def find_sources(
    folder: Path, cards: Mapping[str, SourceCard]
) -> tuple[tuple[Source, ...], tuple[Issue, ...]]:
    """Sources in a folder, by document id, and what was skipped and why.

    A file belongs to the card that names it, else to the card with its stem as id, else it gets a
    card made from its name.

    Raises:
        SourceError: when the folder is missing, unreadable, or holds too many files.
    """
    if not folder.is_dir():
        raise SourceError(f"folder of sources not found: {folder}; give it with --sources")
    by_file = {card.file: card for card in cards.values() if card.file}
    sources: dict[str, Source] = {}
    issues: list[Issue] = []
    for path in _list_files(folder):
        try:
            if not is_supported(_read_head(path)):
                issues.append(_issue("unknown-type", "kind of file unknown, skipped", path))
                continue
            card = by_file.get(path.name) or cards.get(path.stem) or default_card(path)
        except SourceError as problem:
            issues.append(Issue(code="not-read", message=str(problem), where=print_name(path)))
            continue
        if card.id in sources:
            other = sources[card.id].path.name
            issues.append(_issue("duplicate-document", f"{card.id} is read from {other}", path))
            continue
        sources[card.id] = Source(path, card)
    return tuple(sources[key] for key in sorted(sources)), tuple(issues)


def load_text(path: Path, limits: Limits = LIMITS) -> SourceText:
    """A file parsed to its canonical text: plain text here, the rest in a child with limits.

    Raises:
        SourceError: when it cannot be opened, is too large, or cannot be parsed in its limits.
    """
    data = read_file(path)
    if is_simple(data):
        return _parse(data, path.name)
    return decode_text(sandbox_here(limits).load(path))


def load_file(path: Path) -> SourceText:
    """A file parsed to its canonical text in this very process.

    Raises:
        SourceError: when it cannot be opened, is too large, or cannot be parsed.
    """
    return _parse(read_file(path), path.name)


def read_file(path: Path) -> bytes:
    """The bytes of a file that is not too large.

    Raises:
        SourceError: when it cannot be opened or is too large.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // 1024 // 1024
            raise SourceError(f"{path.name}: larger than {limit} MB; split the document")
        return path.read_bytes()
    except OSError as problem:
        raise SourceError(f"{path.name}: cannot be opened ({problem.strerror})") from None


def _parse(data: bytes, name: str) -> SourceText:
    parsed = parse_bytes(data, name)
    return SourceText(
        parsed=parsed,
        file_hash=hash_bytes(data),
        text_hash=Sha256(sha256(parsed.text.encode()).hexdigest()),
    )


def read_source(
    source: Source,
    register: Gazetteer,
    names: Names,
    extractors: Sequence[Extractor] = EXTRACTORS,
    *,
    strict: bool = False,
    concepts: Sequence[Concept] = (),
) -> Reading:
    """What the extractors find in one source.

    Raises:
        SourceError: when the file cannot be read, or strict and not the card's version.
    """
    text = load_file(source.path)
    issues = (
        *_check_version(source, text.file_hash, strict=strict),
        *_check_pages(source, text.parsed.empty_pages),
    )
    document = build_document(source.card, text, register, names, concepts)
    elements = tuple(element for reader in extractors for element in reader.extract(document))
    hashes = hash_evidence(document.text, elements)
    return Reading(
        document=source.card.id,
        sha256=text.file_hash,
        text_sha256=text.text_hash,
        length=len(document.text),
        media_type=text.parsed.media_type,
        passages=document.passages,
        mentions=document.mentions,
        elements=elements,
        quote_hashes=tuple((span.start, span.end, hashes[span]) for span in sorted(hashes)),
        extractors=tuple(sorted(reader.method for reader in extractors)),
        issues=issues,
    )


def build_document(
    card: SourceCard,
    text: SourceText,
    register: Gazetteer,
    names: Names,
    concepts: Sequence[Concept] = (),
) -> Document:
    """The view of a document version that extractors get."""
    passages = segment(text.parsed.text, text.parsed.page_starts)
    return Document(
        card=card,
        names=names,
        text=text.parsed.text,
        file_hash=text.file_hash,
        passages=passages,
        mentions=register.find(text.parsed.text, passages),
        register=register.by_iri,
        concepts=tuple(concepts),
    )


def read_all(
    sources: Iterable[Source], reader: Reader, on_progress: Progress | None = None
) -> list[Reading]:
    """Readings in the order of the sources, read in this very process.

    Raises:
        SourceError: of the first source, in order, that cannot be read.
    """
    readings = []
    for source in sources:
        readings.append(reader.read(source))
        if on_progress:
            on_progress(source.card.id)
    return readings


def _check_version(source: Source, file_hash: Sha256, *, strict: bool) -> tuple[Issue, ...]:
    expected = source.card.sha256
    if expected is None or expected == file_hash:
        return ()
    message = f"{source.path.name}: a new version ({file_hash[:12]}, its card has {expected[:12]})"
    if strict:
        raise SourceError(f"{message}; update sha256 in source.yml or build without --strict")
    return (Issue(code="new-version", message=message, where=source.card.id, severity="info"),)


def _check_pages(source: Source, empty: Sequence[int]) -> tuple[Issue, ...]:
    """That pages hold no text, so that nobody takes a document for read that was half read."""
    if not empty:
        return ()
    named = ", ".join(str(number) for number in empty[:_MAX_NAMED])
    if len(empty) > _MAX_NAMED:
        named = f"{named} and {len(empty) - _MAX_NAMED} more"
    which = "page" if len(empty) == 1 else "pages"
    message = (
        f"{print_name(source.path)}: no text on {which} {named}; the rest is read. "
        "Recognise the text (OCR) if that is a scan"
    )
    return (Issue(code="pages-without-text", message=message, where=source.card.id),)


def print_name(path: Path) -> str:
    """The name of a file as text that can be printed, whatever bytes it is made of."""
    return path.name.encode("utf-8", "backslashreplace").decode()


def _list_files(folder: Path) -> list[Path]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as problem:
        raise SourceError(f"folder {folder}: cannot be opened ({problem.strerror})") from None
    paths = [path for path in paths if not _is_no_source(path)]
    if len(paths) > MAX_SOURCES:
        raise SourceError(f"folder {folder}: more than {MAX_SOURCES} files")
    return paths


def _is_no_source(path: Path) -> bool:
    name = path.name.lower()
    return name.startswith((".", "readme", "~$")) or path.suffix.lower() in _NO_SOURCES


def _read_head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_PROBE)
    except OSError as problem:
        raise SourceError(f"{path.name}: cannot be opened ({problem.strerror})") from None


def _issue(code: str, message: str, path: Path) -> Issue:
    name = print_name(path)
    return Issue(code=code, message=f"{name}: {message}", where=name)
