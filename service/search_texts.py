"""The index of the words of documents: on this machine only, never part of a release or export.

In: the release that is served and the texts that are at hand. Out: an index of their passages in
`data/search/`, made anew when release or texts change. The texts themselves are not kept in it.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from graph.requests import QueryRequest
from graph.search import FORMAT, Entry, Index, open_index, write_index
from ontology.errors import StoreError
from ontology.records import Iri
from ontology.terms import BG, DCT, OA
from queries.results import Row, parse_solutions, text_of
from service.deps import Services
from service.errors import LOG, one_line
from service.texts import Texts
from service.views import slug_of

FOLDER: Final = "search"
PASSAGE: Final = "passage"
_KEY_DIGITS: Final = 16
_MOST_PASSAGES: Final = 500_000
_TELLING: Final = 40  # code points that add one to the weight of a passage
_MOST_WEIGHT: Final = 6
_VERSIONS: Final = f"""SELECT ?document ?version ?sha256 WHERE {{
  ?version a <{BG.DocumentVersion}> ; <{DCT.isVersionOf}> ?document ; <{BG.sha256}> ?sha256 .
  FILTER NOT EXISTS {{ ?version <{DCT.type}> ?account }} # facts only, no text
}} ORDER BY ?document ?version"""
_PASSAGES: Final = f"""SELECT ?start ?end ?section WHERE {{
  ?passage <{OA.hasSource}> ?version ; <{OA.hasSelector}> ?selector .
  ?selector <{OA.start}> ?start ; <{OA.end}> ?end .
  OPTIONAL {{ ?passage <{BG.sectionLabel}> ?section }}
}}"""


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was read, by the hash of its file."""

    document: str  # slug
    iri: str
    digest: str


@dataclass(frozen=True, slots=True)
class TextIndex:
    """The words of the texts at hand. `versions` are by slug; `absent` have no text here."""

    index: Index | None
    versions: Mapping[str, Version]
    absent: tuple[str, ...]


async def find_versions(services: Services) -> list[Version]:
    """Every version that was read."""
    answer = parse_solutions(await services.pool.query(QueryRequest(_VERSIONS)))
    return [
        Version(slug_of(text_of(row["document"])), text_of(row["version"]), text_of(row["sha256"]))
        for row in answer
    ]


def have_text(texts: Texts, versions: Sequence[Version]) -> list[Version]:
    """The versions whose text is on this machine."""
    return [one for one in versions if texts.find_text(one.document, one.digest) is not None]


async def index_texts(services: Services, versions: Sequence[Version]) -> TextIndex:
    """The index over the texts at hand: the one on disk when nothing changed, else a new one."""
    present = await asyncio.to_thread(have_text, services.texts, versions)
    by_slug = {one.document: one for one in present}
    absent = tuple(sorted({one.document for one in versions} - set(by_slug)))
    if not present:
        return TextIndex(None, {}, absent)
    folder = services.settings.data / FOLDER / _key(services, present)
    index = await asyncio.to_thread(_open, folder)
    if index is None:
        spans = {one.iri: await _passages(services, one) for one in present}
        index = await asyncio.to_thread(_write, folder, services.texts, present, spans)
    return TextIndex(index, by_slug, absent)


def released(services: Services) -> str:
    """What changes with every release; edits do not count, since the index is of the release."""
    release = services.release
    return f"{release.name} {release.manifest['graph_sha256']}" if release else ""


def _key(services: Services, present: Sequence[Version]) -> str:
    """What changes whenever the index has to."""
    parts = [str(FORMAT), released(services), *(f"{one.iri} {one.digest}" for one in present)]
    return sha256("\n".join(parts).encode()).hexdigest()[:_KEY_DIGITS]


def _open(folder: Path) -> Index | None:
    try:
        return open_index(folder)
    except StoreError as error:
        LOG.warning("%s; it is made again", one_line(error))
        return None


def _write(
    folder: Path,
    texts: Texts,
    present: Sequence[Version],
    spans: Mapping[str, Sequence[tuple[int, int, str]]],
) -> Index:
    """A new index beside the old one, which goes afterwards; in memory when it cannot be kept."""
    entries = list(_iter_entries(texts, present, spans))
    aside = folder.with_name(f"{folder.name}.new")
    try:
        write_index(entries, aside)
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
        found = open_index(folder)
    except (OSError, StoreError) as error:
        LOG.warning("the search index of the texts is kept in memory: %s", error)
        found = None
    else:
        _remove_others(folder)
    return found or write_index(entries)


def _remove_others(folder: Path) -> None:
    for other in folder.parent.iterdir():
        if other != folder and other.is_dir():
            shutil.rmtree(other, ignore_errors=True)


def _iter_entries(
    texts: Texts,
    present: Sequence[Version],
    spans: Mapping[str, Sequence[tuple[int, int, str]]],
) -> Iterator[Entry]:
    for one in present:
        text = texts.find_text(one.document, one.digest) or ""
        for start, end, section in spans[one.iri]:
            data = {"document": one.document, "start": start, "end": end, "section": section}
            weight = min((end - start) // _TELLING, _MOST_WEIGHT)  # a heading says little
            words = (text[start:end],)
            yield Entry(PASSAGE, words, data, documents=(one.document,), weight=weight)


async def _passages(services: Services, version: Version) -> list[tuple[int, int, str]]:
    """The outermost passages of a version with their section, in text order."""
    request = QueryRequest(_PASSAGES, bindings={"version": Iri(version.iri)})
    rows = parse_solutions(await services.pool.query(request))
    spans = sorted({_span(row) for row in rows}, key=lambda span: (span[0], -span[1], span[2]))
    found: list[tuple[int, int, str]] = []
    for start, end, section in spans[:_MOST_PASSAGES]:
        if not found or start >= found[-1][1]:
            found.append((start, end, section))
    return found


def _span(row: Row) -> tuple[int, int, str]:
    section = text_of(row["section"]) if "section" in row else ""
    return int(text_of(row["start"])), int(text_of(row["end"])), section
