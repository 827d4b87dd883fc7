"""The command `ingest`: adds documents to the data folder with a card, so that a build reads them.

In: files and what is known of them. Out: `texts/{id}{suffix}` and `sources/{id}/source.yml` below
the data folder. What cannot be read is refused before anything is written; `undo` takes it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from graph.register import Region
from ingest.cards import CARD_FILE, MAX_SHORT, default_card, load_card, resolve_reference
from ingest.pipeline import SourceText, load_text
from ontology.errors import InputError, SourceError, StoreError
from ontology.iris import mint_slug
from ontology.records import SourceCard
from service.folders import OWN_CARDS, OWN_TEXTS

_SUFFIXES: Final = frozenset({".pdf", ".docx", ".txt", ".html", ".htm", ".md"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the user says of a document; None where they say nothing."""

    id: str | None = None
    title: str | None = None
    publisher: tuple[str, ...] = ()
    date: str | None = None

    @property
    def says_anything(self) -> bool:
        """Whether a card has something to record."""
        return bool(self.id or self.title or self.publisher or self.date)


@dataclass
class Additions:
    """Files written so far, with what stood there before, so that a failure leaves no trace."""

    before: dict[Path, bytes | None] = field(default_factory=dict)

    def write(self, path: Path, data: bytes) -> None:
        """Put a file in place in one step, remembering what it replaces."""
        try:
            self.before.setdefault(path, path.read_bytes() if path.is_file() else None)
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_name(f".{path.name}.part")
            aside.write_bytes(data)
            aside.replace(path)
        except OSError as error:
            raise StoreError(f"{path} cannot be written: {error.strerror}") from None

    def undo(self) -> None:
        """Put everything back as it was."""
        for path, data in self.before.items():
            if data is not None:
                path.write_bytes(data)
            else:
                path.unlink(missing_ok=True)
                if path.parent.parent.name == OWN_CARDS and not any(path.parent.iterdir()):
                    path.parent.rmdir()


def add_documents(
    paths: Sequence[Path],
    known: Known,
    region: Region,
    cards: Mapping[str, SourceCard],
    data: Path,
) -> tuple[list[str], Additions]:
    """Add files; gives the ids of their documents and what to undo when the build fails.

    Raises:
        SourceError: when a file is missing, empty, of an unknown kind or damaged.
        InputError: when what is said of it does not fit.
    """
    if len(paths) > 1 and known.says_anything:
        raise InputError("--id, --title, --publisher and --date describe one file; give one file")
    read = [(path, load_text(_checked(path))) for path in paths]
    additions = Additions()
    try:
        ids = [_add(path, text, known, region, cards, data, additions) for path, text in read]
    except (InputError, StoreError):
        additions.undo()
        raise
    return ids, additions


def _checked(path: Path) -> Path:
    if not path.exists():
        raise SourceError(f"{path}: there is no such file")
    if not path.is_file():
        raise SourceError(f"{path}: not a file; give the documents one by one")
    return path


def _add(  # the seven things a document is made of
    path: Path,
    text: SourceText,
    known: Known,
    region: Region,
    cards: Mapping[str, SourceCard],
    data: Path,
    additions: Additions,
) -> str:
    slug = _slug(path, known)
    suffix = path.suffix.lower()
    name = slug + (suffix if suffix in _SUFFIXES else ".txt")
    existing = cards.get(slug)
    if existing is not None and existing.file and Path(existing.file).suffix == Path(name).suffix:
        name = existing.file
    values = _card_values(slug, name, path, text, known, region, existing)
    card_path = data / OWN_CARDS / slug / CARD_FILE
    written = yaml.safe_dump(values, allow_unicode=True, sort_keys=False).encode()
    additions.write(card_path, written)
    load_card(card_path, region.names)
    additions.write(data / OWN_TEXTS / name, path.read_bytes())
    return slug


def _slug(path: Path, known: Known) -> str:
    if known.id is None:
        return mint_slug(known.title) if known.title else default_card(path).id
    try:
        slug = mint_slug(known.id)
    except ValueError:
        slug = ""
    if slug != known.id:
        raise InputError(f"--id '{known.id}': small letters, digits and hyphens, such as '{slug}'")
    return slug


def _card_values(
    slug: str,
    name: str,
    path: Path,
    text: SourceText,
    known: Known,
    region: Region,
    existing: SourceCard | None,
) -> dict[str, Any]:
    """The content of source.yml: what is said now, else what was known, else from the name."""
    base = existing or default_card(path)
    title = " ".join((known.title or base.title).split())
    short = base.short if existing else title
    publisher = [_resolve(one, region) for one in known.publisher] or list(base.publisher)
    values: dict[str, Any] = {
        "id": slug,
        "title": title,
        "short": short[:MAX_SHORT].rstrip(),
        "publisher": publisher,
        "date": known.date or base.date,
        "document_type": base.document_type,
        "adoption_status": base.adoption_status,
        "instrument_status": base.instrument_status,
        "horizon": base.horizon,
        "licence": base.licence,
        "landing_page": base.landing_page,
        "default_place": base.default_place,
        "file": name,
        "sha256": str(text.file_hash),
    }
    return {key: value for key, value in values.items() if value not in (None, [], "")}


def _resolve(reference: str, region: Region) -> str:
    try:
        return str(resolve_reference(reference, region.names))
    except ValueError as error:
        raise InputError(f"--publisher: {error}") from None
