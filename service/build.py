"""From a region and a folder of texts to a published release: where all parts meet.

In: a BuildPlan. Out: a release in the data folder and a BuildReport. What is already published
stays untouched until the new release is complete and valid. The same input gives the same quads.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, Final

import ontology
from graph.centrality import read_analysis, record_analysis
from graph.checks import CheckDefinition, iter_check_quads
from graph.findings import Check
from graph.region import load_region_card
from graph.register import Region, iter_region_quads, load_region
from graph.release import build_release, current_release
from graph.reviews import hash_reviews, read_released_reviews, read_reviews
from graph.rules import Rule
from graph.turtle import iter_turtle_quads
from ingest.batch import Work, read_sources
from ingest.cards import load_cards
from ingest.curated import (
    CURATED_FILE,
    QUOTE_GONE,
    CuratedReading,
    anchor,
    drop_dangling,
    load_curated,
)
from ingest.curated_first import give_way
from ingest.evidence import hash_evidence
from ingest.facts import load_sheets
from ingest.language_model import enrich_all, fingerprint
from ingest.model_endpoint import ModelSettings
from ingest.pipeline import LIMITS, Reader, Source, find_sources, load_text
from ingest.quads import iter_curated_quads, iter_prov_quads, iter_reading_quads
from ingest.reading_cache import FOLDER as READINGS, ReadingCache
from ingest.readings import load_reading
from ingest.sandboxed import sandbox_here
from ontology.errors import CuratedError, SourceError
from ontology.iris import Names
from ontology.records import Issue, Reading, SourceCard, Span
from queries.catalog import Catalog
from service.accounts import Account, find_accounts, iter_account_quads, report_account
from service.candidates import find_candidates, without_judged
from service.console import Step
from service.fingerprint import hash_inputs, write_note
from service.folders import OWN_CARDS, OWN_REGISTER, OWN_TEXTS
from service.report import (
    BuildReport,
    DocumentReport,
    Origin,
    find_proposals,
    find_shortfalls,
    report_build,
    report_document,
)

EXTRACTED_FILE: Final = "extracted.json"
ONTOLOGY: Final = Path(ontology.__file__).parent
_VOCABULARY: Final = {"core": "ontology", "schemes": "schemes", "shapes": "shapes"}
_SHARED: Final = ("reference", "alignments")  # stubs of outside concepts, for every region


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What to build from what, and where to.

    `sources` is None when no folder of texts is at hand: then shipped layers stand in. `strict`
    refuses files that are not the version of their card, and quotes that are gone.
    """

    region: Path
    data: Path
    sources: Path | None = None
    strict: bool = False
    release_date: str = field(default_factory=lambda: date.today().isoformat())
    model: ModelSettings | None = None  # a language model that may propose findings
    jobs: int = 1  # processes that read
    dask: str | None = None  # tcp://HOST:PORT of a scheduler whose workers read
    reviewed: Path | None = None  # a store whose reviews count, instead of those of `data`

    def inputs(self) -> str:
        """One hash over everything this build depends on but the date."""
        folders = [f for f in (self.sources, *self.own_folders, self.overlay) if f is not None]
        options = f"strict={self.strict}{fingerprint(self.model)}{hash_reviews(self.reviews())}"
        return hash_inputs(self.region, folders, options)

    def reviews(self) -> list[Any]:
        """The quads of every decision that people made, those not yet in a release included."""
        graph = Names(load_region_card(self.region).base).graph("reviews")
        if self.reviewed is not None:
            return read_released_reviews(self.reviewed, graph)
        return read_reviews(self.data, graph)

    @property
    def overlay(self) -> Path:
        """The entries that people added to the register."""
        return self.data / OWN_REGISTER

    @property
    def own_folders(self) -> tuple[Path, Path]:
        """The cards and texts that were added with `ingest`."""
        return self.data / OWN_CARDS, self.data / OWN_TEXTS


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One document version with all that is stated of it; `path` is None for a shipped layer."""

    card: SourceCard
    reading: Reading
    path: Path | None
    curated: CuratedReading | None = None
    hashes: Mapping[Span, str] = field(default_factory=dict)

    @property
    def origin(self) -> Origin:
        """Whether the text was read, or the shipped layer taken."""
        return "text" if self.path else "shipped"


def _checks(catalog: Catalog) -> Iterator[CheckDefinition]:
    for query in catalog.in_group("checks"):
        yield CheckDefinition(
            name=query.name,
            title=query.title.model_dump(),
            question=query.question.model_dump(),
            category=query.head.category or "",
            severity=query.head.severity or "",
        )


def runnable_checks(catalog: Catalog) -> list[Check]:
    """The checks as the build runs them, with what makes a finding of a row."""
    return [
        Check(
            name=query.name,
            text=query.text,
            severity=query.head.severity or "",
            focus=query.head.focus,
            message=query.head.message.model_dump() if query.head.message else {},
        )
        for query in catalog.in_group("checks")
    ]


def shape_files() -> tuple[Path, ...]:
    """The SHACL shapes every release must meet."""
    return tuple(sorted((ONTOLOGY / "shapes").glob("*.ttl")))


def load_all_cards(region: Region, data: Path) -> dict[str, SourceCard]:
    """Cards by id: those of the region, and those added to the data folder, which win.

    The card of a document known by facts only gives way to any card of its text.
    """
    sheets = load_sheets(region.sources_folder, region.names)
    cards = {document: sheet.card for document, sheet in sheets.items()}
    for folder in (region.sources_folder, data / OWN_CARDS):
        if folder.is_dir():
            cards.update(load_cards(folder, region.names))
    return cards


def build(plan: BuildPlan, step: Step) -> BuildReport:
    """Read, build, check and publish.

    Raises:
        InputError: when something given cannot be used; nothing is published.
        ValidationError: when the graph breaks its shapes; nothing is published.
        StoreError: when the data folder is in use or cannot be written.
    """
    began = time.perf_counter()
    if plan.jobs == 1 and plan.dask is None:
        sandbox_here(LIMITS).start()  # it is there by the time the register has been read
    inputs = plan.inputs()
    step("reading the register", 0, 1)
    region = load_region(plan.region, plan.overlay)
    catalog = Catalog.load()
    cards = load_all_cards(region, plan.data)
    documents, skipped = read_documents(plan, region, cards, step)
    accounts = find_accounts(region, {document.card.id: document.reading for document in documents})
    release = build_release(
        plan.data,
        chain(
            iter_quads(region, documents),
            iter_account_quads(region, accounts),
            iter_check_quads(_checks(catalog), region.names.graph("shapes")),
            plan.reviews(),
        ),
        rules=[Rule(q.name, q.text, q.head.repeat) for q in catalog.in_group("rules")],
        shapes=shape_files(),
        checks=runnable_checks(catalog),
        earlier=plan.reviewed,
        release_date=plan.release_date,
        base=region.names,
        manifest=_manifest(region, documents, accounts),
        on_progress=lambda what: step(what, 0, 1),
    )
    if release.is_new or read_analysis(release.path.parent) is None:
        step("looking at the network", 0, 1)
        record_analysis(release.path, catalog.get("network").text)
    write_note(plan.data, inputs, release.name)
    readings = [document.reading for document in documents]
    return report_build(
        release,
        [_report(document) for document in documents],
        [*region.issues, *skipped, *_issues(documents)],
        find_proposals(readings),
        time.perf_counter() - began,
        [report_account(account) for account in accounts],
        without_judged(find_candidates(readings), plan.data, region.subjects, region.names),
    )


def read_documents(
    plan: BuildPlan, region: Region, cards: Mapping[str, SourceCard], step: Step
) -> tuple[list[ReadDocument], list[Issue]]:
    """Every document: read from its text, else its shipped layer; and what was skipped."""
    sources, skipped = _find_all(plan, cards)
    reader = Reader(
        region.names,
        tuple(region.entries.values()),
        strict=plan.strict,
        concepts=tuple(region.concepts.values()),
    )
    done = 0

    def progress(document: str) -> None:
        nonlocal done
        done += 1
        step(f"read {document}", done, len(sources))

    work = Work(plan.jobs, plan.dask, kept=plan.data / READINGS)
    batch = read_sources(sources, reader, work, progress)
    readings = enrich_all(
        list(batch.read),
        reader,
        plan.model,
        cache=_model_cache(plan, reader),
        on_progress=lambda document, done, total: step(f"asked about {document}", done, total),
    )
    found = {
        source.card.id: ReadDocument(source.card, reading, source.path)
        for (source, _), reading in zip(batch.read, readings, strict=True)
    }
    _refuse_loss(plan.data, {source.card.id for source in sources} - set(found), batch.issues)
    for card in cards.values():
        shipped = _find_file(plan, region, card, EXTRACTED_FILE)
        if card.id not in found and shipped is not None:
            found[card.id] = ReadDocument(card, load_reading(shipped), None)
    documents = [_with_curated(plan, region, found[key]) for key in sorted(found)]
    return _without_dangling(region, documents), [*skipped, *batch.issues]


def _refuse_loss(data: Path, unread: Collection[str], issues: Sequence[Issue]) -> None:
    """A document that is served and whose file is now broken stops the build; a new one does not.

    Raises:
        SourceError: with the reason of the first file that could not be read.
    """
    served = current_release(data)
    lost = sorted(set(unread) & set(served.manifest["sources"])) if served and unread else []
    if lost:
        reasons = "; ".join(f"{issue.where}: {issue.message}" for issue in issues)
        raise SourceError(
            f"{reasons} (the release that is served holds {', '.join(lost)} and stays as it is)"
        )


def _model_cache(plan: BuildPlan, reader: Reader) -> ReadingCache | None:
    """Where answers of the model are kept, so that a passage is asked about once."""
    if plan.model is None:
        return None
    return ReadingCache(plan.data / READINGS, reader, fingerprint(plan.model))


def _without_dangling(region: Region, documents: Sequence[ReadDocument]) -> list[ReadDocument]:
    """The documents, their curated layers without statements that point at nothing."""
    known = set(region.subjects)
    for document in documents:
        known.update(element.iri for element in document.reading.elements)
        known.add(region.names.document(document.card.id))
        known.add(region.names.version(document.card.id, document.reading.sha256))
    curated = [document.curated for document in documents if document.curated is not None]
    kept = {one.document: one for one in drop_dangling(curated, known, region.names)}
    return [
        replace(document, curated=kept[document.card.id]) if document.curated else document
        for document in documents
    ]


def iter_quads(region: Region, documents: Sequence[ReadDocument]) -> Iterator[Any]:
    """Every quad of a build, graph by graph."""
    names = region.names
    for folder, graph in _VOCABULARY.items():
        for path in sorted((ONTOLOGY / folder).glob("*.ttl")):
            yield from iter_turtle_quads(path, names.graph(graph))
    for graph in _SHARED:
        yield from iter_turtle_quads(ONTOLOGY / f"{graph}.ttl", names.graph(graph))
    yield from iter_region_quads(region)
    for document in documents:
        yield from iter_reading_quads(document.reading, document.card, names)
    for document in documents:
        if document.curated is not None:
            yield from iter_curated_quads(
                document.curated.elements,
                document.curated.role,
                document.card.id,
                document.reading.sha256,
                document.hashes,
                names,
            )
    yield from iter_prov_quads([document.reading for document in documents], names)


def _find_all(plan: BuildPlan, cards: Mapping[str, SourceCard]) -> tuple[list[Source], list[Issue]]:
    """Sources of both folders by id; a text that was added wins over one of the same document."""
    sources: dict[str, Source] = {}
    issues: list[Issue] = []
    for folder in (plan.sources, plan.own_folders[1]):
        if folder is not None and (folder == plan.sources or folder.is_dir()):
            found, skipped = find_sources(folder, cards)
            sources.update((source.card.id, source) for source in found)
            issues.extend(skipped)
    return [sources[key] for key in sorted(sources)], issues


def _find_file(plan: BuildPlan, region: Region, card: SourceCard, name: str) -> Path | None:
    for folder in (plan.own_folders[0], region.sources_folder):
        path = folder / card.id / name
        if path.is_file():
            return path
    return None


def _with_curated(plan: BuildPlan, region: Region, document: ReadDocument) -> ReadDocument:
    """The document with what people read in it, as far as its quotes still stand."""
    path = _find_file(plan, region, document.card, CURATED_FILE)
    if path is None:
        return document
    written = load_curated(path, region.names)
    text = load_text(document.path).parsed.text if document.path else None
    curated = anchor(written, text, document.reading.sha256, document.card, region.names)
    gone = [issue for issue in curated.issues if issue.code == QUOTE_GONE]
    if plan.strict and gone:
        raise CuratedError(f"{gone[0].message} [{gone[0].where}]; {len(gone)} in all (--strict)")
    if text is not None:
        hashes = hash_evidence(text, curated.elements)
    else:
        anchors = chain.from_iterable(
            (*element.evidence, *chain.from_iterable(s.evidence for s in element.statements))
            for element in written.elements
        )
        hashes = {one.span: one.quote for one in anchors}
    reading = give_way(document.reading, curated.elements)
    return ReadDocument(document.card, reading, document.path, curated, hashes)


def _manifest(
    region: Region, documents: Sequence[ReadDocument], accounts: Sequence[Account]
) -> dict[str, object]:
    """What the release was made of; no paths, so that it is the same on every machine."""
    return {
        "region": region.slug,
        "sources": {
            document.card.id: {
                "sha256": document.reading.sha256,
                "text_sha256": document.reading.text_sha256,
                "extractors": list(document.reading.extractors),
            }
            for document in documents
        },
        "facts": {account.sheet.card.id: account.sheet.sha256 for account in accounts},
    }


def _report(document: ReadDocument) -> DocumentReport:
    curated = document.curated.elements if document.curated else ()
    return report_document(document.reading, document.card, document.origin, curated)


def _issues(documents: Sequence[ReadDocument]) -> Iterator[Issue]:
    for document in documents:
        curated = document.curated
        yield from document.reading.issues
        yield from curated.issues if curated else ()
        elements = (*document.reading.elements, *(curated.elements if curated else ()))
        yield from find_shortfalls(document.card, elements)
