"""One run of adding documents: write them, build, publish, and tell; or leave everything as it was.

In: a build plan, files and what is said of them. Out: an IntakeReport. The command `ingest` and
the page to add a document run this very function.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.register import load_region
from ontology.errors import SourceError
from service.adding import Additions, one_at_a_time
from service.additions import Added, Ask, Known, add_documents
from service.build import BuildPlan, build, load_all_cards
from service.candidates import Candidate
from service.console import Step
from service.precision import load_precision
from service.report import BuildReport, DocumentReport


@dataclass(frozen=True, slots=True)
class Finding:
    """How much of one kind was found; `precision` in [0, 1] as measured on the gold, or None."""

    kind: str  # local name of the class
    count: int
    precision: float | None
    judged: int


@dataclass(frozen=True, slots=True)
class DocumentRun:
    """What came of one document."""

    added: Added
    passages: int
    mentions: int
    found: tuple[Finding, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What came of a run: the documents that were added, and the build they are in."""

    documents: tuple[DocumentRun, ...]
    build: BuildReport

    def as_json(self) -> dict[str, Any]:
        """Everything: the report of the build, with the documents under `added`."""
        return {**self.build.as_json(), "added": [asdict(one) for one in self.documents]}

    def lines(self) -> Iterator[str]:
        """For a person: what was added and found, what to look at, and the release."""
        for run in self.documents:
            yield f"added: {run.added.id} ({run.added.title})"
            yield from (f"  {remark.line()}" for remark in run.added.remarks)
            yield f"  {run.passages} passages, {run.mentions} names recognised"
            yield from (f"  {_line(one)}" for one in run.found)
            if not run.found:
                yield "  nothing was recognised: is it a policy document in Dutch?"
        yield from self.build.remark_lines(tuple(run.added.id for run in self.documents))


def take_in(
    plan: BuildPlan, paths: Sequence[Path], known: Known, step: Step, ask: Ask | None = None
) -> IntakeReport:
    """Add documents and publish a release that holds them.

    Raises:
        InputError: when a file or what is said of it cannot be used; nothing is changed.
        StoreError: when the data folder is in use or cannot be written; nothing is changed.
    """
    with one_at_a_time(plan.data):
        step("reading the file", 0, 1)
        region = load_region(plan.region, plan.overlay)
        cards = load_all_cards(region, plan.data)
        additions = Additions(plan.data)
        try:
            added = add_documents(paths, known, region, cards, plan.data, additions, ask)
            report = build(plan, step)
            _refuse_unread(added, report)
        except BaseException:
            additions.undo()
            raise
        additions.keep()
    return report_intake(added, report)


def report_intake(added: Sequence[Added], report: BuildReport) -> IntakeReport:
    """The report of a run, with the precision of each kind beside its count."""
    found = {one.id: one for one in report.documents}
    return IntakeReport(tuple(_run(one, found[one.id], report) for one in added), report)


def _refuse_unread(added: Sequence[Added], report: BuildReport) -> None:
    """A document that was written and could not be read is no document."""
    read = {one.id for one in report.documents}
    for one in added:
        if one.id not in read:
            reasons = [i.message for i in report.issues if i.where in (one.file, one.id)]
            raise SourceError(reasons[0] if reasons else f"{one.file} cannot be read")


def _run(added: Added, document: DocumentReport, report: BuildReport) -> DocumentRun:
    measured = load_precision()
    found = []
    for kind, count in sorted(document.kinds.items(), key=lambda one: (-one[1], one[0])):
        known = measured.get(kind)
        found.append(
            Finding(
                kind,
                count,
                round(known.right / known.judged, 2) if known and known.judged else None,
                known.judged if known else 0,
            )
        )
    own = tuple(one for one in report.candidates if one.document == added.id)
    return DocumentRun(added, document.passages, document.mentions, tuple(found), own)


def _line(found: Finding) -> str:
    if found.precision is None:
        return f"{found.kind}: {found.count} (precision not measured)"
    return f"{found.kind}: {found.count} (precision {found.precision:.2f} on {found.judged} judged)"
