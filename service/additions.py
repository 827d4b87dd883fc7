"""Adds documents to the data folder with a card, so that a build reads them.

In: files and what is known of them. Out: `texts/{id}{suffix}` and `sources/{id}/source.yml` below
the data folder, and remarks on what was guessed. What cannot be read is refused before anything
is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Literal as OneOf

import yaml

from graph.entries import Concept
from graph.register import Region
from graph.release import current_release
from ingest.cards import CARD_FILE, MAX_SHORT, default_card, load_card, resolve_reference
from ingest.formats.docx import is_docx
from ingest.formats.html import is_html
from ingest.formats.pdf import is_pdf
from ingest.pipeline import SourceText, load_text
from ontology.errors import InputError, SourceError
from ontology.iris import mint_slug
from ontology.records import Iri, SourceCard
from service.adding import Additions
from service.folders import OWN_CARDS, OWN_TEXTS
from service.frontpage import Guess, find_date, guess

DOCUMENT_TYPES: Final = "documentsoort"  # the scheme of kinds of document, in every region
_PLAIN: Final = frozenset({".txt", ".md"})
_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_MAX_TITLE: Final = 250
_HEAD: Final = 1024 * 1024

Subject = OneOf["title", "date", "publisher", "version"]
Source = OneOf["document", "file-name", "nowhere", "asked", "replaces"]
Ask = Callable[[str, str], str]  # what is asked for, and the guess; gives the answer


@dataclass(frozen=True, slots=True)
class Known:
    """What the user says of a document; None where they say nothing."""

    id: str | None = None
    title: str | None = None
    publisher: tuple[str, ...] = ()
    date: str | None = None
    document_type: str | None = None
    is_new_version: bool = False

    @property
    def says_anything(self) -> bool:
        """Whether a card has something to record."""
        return bool(self.id or self.title or self.publisher or self.date or self.document_type)


@dataclass(frozen=True, slots=True)
class Remark:
    """What was not said and had to be found: `value` comes from `source`."""

    subject: Subject
    source: Source
    value: str = ""

    def line(self) -> str:
        """One line for a person."""
        match self.source:
            case "replaces":
                return f"this is a new version; it takes the place of {self.value}"
            case "nowhere":
                return f"{self.subject} unknown; give it with --{self.subject}"
            case "file-name":
                return (
                    f"title taken from the name of the file: {self.value} (--title gives another)"
                )
            case "asked":
                return f"{self.subject}: {self.value}"
            case _:
                option = f"--{self.subject}"
                return (
                    f"{self.subject} found in the document: {self.value} ({option} gives another)"
                )


@dataclass(frozen=True, slots=True)
class Added:
    """A document that was added; `file` is its name in the folder of texts."""

    id: str
    title: str
    file: str
    sha256: str
    remarks: tuple[Remark, ...] = ()


def add_documents(
    paths: Sequence[Path],
    known: Known,
    region: Region,
    cards: Mapping[str, SourceCard],
    data: Path,
    additions: Additions,
    ask: Ask | None = None,
) -> list[Added]:
    """Write files and cards; whoever calls undoes the additions when anything fails.

    Raises:
        SourceError: when a file is missing, empty, of an unknown kind, damaged, or here already.
        InputError: when what is said of it does not fit.
        StoreError: when the data folder cannot be written.
    """
    if not paths:
        raise InputError("say which file: beleidsgraaf ingest report.pdf")
    if len(paths) > 1 and known.says_anything:
        raise InputError("--id, --title, --publisher and --date describe one file; give one file")
    known = _check(known, region)
    read = [(path, load_text(_checked(path))) for path in paths]
    return [_add(path, text, known, region, cards, data, additions, ask) for path, text in read]


def check_known(known: Known, region: Region) -> dict[str, str]:
    """What is wrong with what is said of a document, by field; empty when it can be used."""
    problems: dict[str, str] = {}
    for field, part in (
        ("id", Known(id=known.id)),
        ("title", Known(title=known.title)),
        ("date", Known(date=known.date)),
        ("publisher", Known(publisher=known.publisher)),
        ("document_type", Known(document_type=known.document_type)),
    ):
        try:
            _check(part, region)
        except InputError as error:
            problems[field] = str(error)
    return problems


def document_types(region: Region) -> list[Concept]:
    """The kinds of document of a region, by name."""
    scheme = region.names.mint("schema", DOCUMENT_TYPES)
    found = [one for one in region.concepts.values() if scheme in one.schemes]
    return sorted(found, key=lambda one: one.preferred.casefold())


def find_same_file(data: Path, digest: str) -> str | None:
    """The document of the served release that is this very file."""
    return _find_served(data, "sha256", digest)


def _find_served(data: Path, key: str, digest: str) -> str | None:
    release = current_release(data)
    sources = release.manifest.get("sources", {}) if release else {}
    return next((one for one in sorted(sources) if sources[one].get(key) == digest), None)


def _checked(path: Path) -> Path:
    if not path.exists():
        raise SourceError(f"{path}: there is no such file")
    if not path.is_file():
        raise SourceError(f"{path}: not a file; give the documents one by one")
    return path


def _check(known: Known, region: Region) -> Known:
    """The same with dates and references as cards write them."""
    title = " ".join((known.title or "").split())
    if known.title is not None and not title:
        raise InputError("--title is empty; leave it out to take it from the document")
    if len(title) > _MAX_TITLE:
        raise InputError(f"--title: at most {_MAX_TITLE} characters, found {len(title)}")
    return replace(
        known,
        title=title or None,
        date=_read_date(known.date) if known.date is not None else None,
        publisher=tuple(_read_publisher(one, region) for one in known.publisher),
        document_type=_read_type(known.document_type, region) if known.document_type else None,
        id=_read_id(known.id) if known.id is not None else None,
    )


def _read_id(given: str) -> str:
    try:
        slug = mint_slug(given)
    except ValueError:
        slug = ""
    if slug != given:
        raise InputError(f"--id '{given}': small letters, digits and hyphens, such as '{slug}'")
    return slug


def _read_date(given: str) -> str:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD; `14 januari 2027` and `14-1-2027` are read too."""
    text = given.strip()
    if _DATE.fullmatch(text):
        try:
            date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
        except ValueError:
            raise InputError(f"--date '{given}': there is no such day or month") from None
        return text
    found = find_date(text) if any(letter.isdigit() for letter in text) else None
    if found is None or len(text) > 40:
        raise InputError(f"--date '{given}': give YYYY, YYYY-MM, YYYY-MM-DD or 14 januari 2027")
    return found


def _read_publisher(given: str, region: Region) -> str:
    """An identifier, or the name of an actor of the register."""
    actors = [one for one in region.entries.values() if one.kind == "actor"]
    wanted = " ".join(given.casefold().split())
    for entry in actors:
        labels = (entry.preferred, *(label.text for label in entry.labels))
        if wanted in {label.casefold() for label in labels}:
            return entry.iri
    try:
        iri = resolve_reference(given, region.names)
    except ValueError:
        names = {label.text for one in actors for label in one.labels} | {
            one.preferred for one in actors
        }
        near = get_close_matches(given, sorted(names), n=1, cutoff=0.6)
        hint = (
            f"did you mean '{near[0]}'?" if near else "give a name of the register, gm:… or an IRI"
        )
        raise InputError(f"--publisher '{given}' is not known; {hint}") from None
    if iri.startswith(region.names.base) and iri not in region.subjects:
        raise InputError(f"--publisher '{given}' is not in the register")
    return iri


def _read_type(given: str, region: Region) -> str:
    """A kind of document by name, last part or identifier."""
    types = document_types(region)
    for concept in types:
        names = {concept.preferred.casefold(), *(one.text.casefold() for one in concept.labels)}
        last = concept.iri.rpartition("/")[2].removeprefix(f"{DOCUMENT_TYPES}-")
        if given.casefold() in {*names, last} or given == concept.iri:
            return concept.iri
    try:
        iri = resolve_reference(given, region.names)
    except ValueError:
        iri = Iri("")
    if iri in {concept.iri for concept in types}:
        return iri
    names_of = ", ".join(concept.preferred for concept in types) or "none in this region"
    raise InputError(f"--type '{given}' is no kind of document; known are {names_of}")


def _add(  # what a document is made of
    path: Path,
    text: SourceText,
    known: Known,
    region: Region,
    cards: Mapping[str, SourceCard],
    data: Path,
    additions: Additions,
    ask: Ask | None,
) -> Added:
    complete, remarks = _complete(path, text, known, region, ask)
    slug = known.id or (mint_slug(complete.title or "") if known.title else default_card(path).id)
    if ask is not None and known.id is None and complete.title:
        slug = mint_slug(complete.title)
    existing = cards.get(slug)
    remarks += _refuse_known(slug, text, known, existing, data)
    name = _file_name(slug, path)
    if existing is not None and existing.file and Path(existing.file).suffix == Path(name).suffix:
        name = existing.file
    card_path = data / OWN_CARDS / slug / CARD_FILE
    values = _card_values(slug, name, text, complete, known, existing)
    written = yaml.safe_dump(values, allow_unicode=True, sort_keys=False).encode()
    additions.write(card_path, written, slug, str(text.file_hash))
    load_card(card_path, region.names)
    _remove_old(data, slug, name, additions)
    additions.write(data / OWN_TEXTS / name, path.read_bytes())
    return Added(slug, values["title"], name, str(text.file_hash), tuple(remarks))


def _complete(
    path: Path, text: SourceText, known: Known, region: Region, ask: Ask | None
) -> tuple[Known, list[Remark]]:
    """What is said, what the front page tells where nothing is said, and remarks on that."""
    told = bool(known.title and known.date and known.publisher)
    found = Guess() if told else guess(text.parsed, region.entries.values())
    remarks: list[Remark] = []

    def settle(subject: Subject, guessed: str | None) -> str | None:
        if ask is not None and (answer := ask(subject, guessed or "").strip()):
            remarks.append(Remark(subject, "asked", answer))
            return answer
        if guessed:
            remarks.append(Remark(subject, "document", guessed))
        elif subject != "title":
            remarks.append(Remark(subject, "nowhere"))
        return guessed

    title = known.title or settle("title", found.title)
    if not title:
        title = default_card(path).title
        remarks.append(Remark("title", "file-name", title))
    day = known.date or settle("date", found.date)
    publisher = known.publisher
    if not publisher:
        entry = region.entries.get(found.publisher) if found.publisher else None
        name = settle("publisher", entry.preferred if entry else None)
        is_guess = entry is not None and name == entry.preferred
        publisher = (str(found.publisher),) if is_guess else ((name,) if name else ())
    return _check(replace(known, title=title, date=day, publisher=publisher), region), remarks


def _refuse_known(
    slug: str, text: SourceText, known: Known, existing: SourceCard | None, data: Path
) -> list[Remark]:
    """Refuse what is here already; a remark when it is a new version of a document.

    Raises:
        SourceError: for the same file or text, or the name of another document.
    """
    same = find_same_file(data, text.file_hash)
    if same is not None and same != known.id:
        raise SourceError(
            f"this file is already here as document '{same}'; nothing was changed "
            f"(--id {same} changes what is said of it)"
        )
    alike = _find_served(data, "text_sha256", text.text_hash)
    if alike is not None and alike != slug:
        raise SourceError(
            f"the text of this file is that of document '{alike}'; nothing was changed "
            f"(--id {alike} replaces it)"
        )
    release = current_release(data)
    served = (release.manifest.get("sources", {}) if release else {}).get(slug)
    if served is None or served["sha256"] == text.file_hash:
        return []
    if known.id != slug and not known.is_new_version:
        raise SourceError(
            f"there is another document '{slug}'{f' ({existing.title})' if existing else ''}; "
            f"--id {slug} adds this file as its new version, another --title or --id as a new one"
        )
    return [Remark("version", "replaces", f"{slug} {str(served['sha256'])[:12]}")]


def _file_name(slug: str, path: Path) -> str:
    """The name of the kept file: its ending tells what it is, whatever it was called."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for probe, suffix in ((is_pdf, ".pdf"), (is_docx, ".docx"), (is_html, ".html")):
        if probe(head) or (suffix == ".docx" and probe(path.read_bytes())):
            return slug + suffix
    return slug + (path.suffix.lower() if path.suffix.lower() in _PLAIN else ".txt")


def _remove_old(data: Path, slug: str, name: str, additions: Additions) -> None:
    """The file of an older version with another ending, or two files would be one document."""
    for suffix in (".pdf", ".docx", ".html", ".htm", ".txt", ".md"):
        path = data / OWN_TEXTS / f"{slug}{suffix}"
        if path.name != name and path.is_file():
            additions.remove(path)


def _card_values(
    slug: str,
    name: str,
    text: SourceText,
    complete: Known,
    known: Known,
    existing: SourceCard | None,
) -> dict[str, Any]:
    """The content of source.yml: what is said now, else what was known, else what was guessed."""
    title = known.title or (existing.title if existing else None) or complete.title or slug
    kept = list(existing.publisher) if existing else []
    publisher = list(known.publisher or kept or complete.publisher)
    day = known.date or (existing.date if existing else None) or complete.date
    values: dict[str, Any] = {
        "id": slug,
        "title": title,
        "short": (existing.short if existing else title)[:MAX_SHORT].rstrip(),
        "publisher": [str(one) for one in publisher],
        "date": day,
        "document_type": complete.document_type,
        "file": name,
        "sha256": str(text.file_hash),
    }
    if existing is not None:
        for key in (
            "document_type",
            "adoption_status",
            "instrument_status",
            "horizon",
            "licence",
            "landing_page",
            "default_place",
        ):
            values[key] = values.get(key) or getattr(existing, key)
    return {key: value for key, value in values.items() if value not in (None, [], "")}
