"""What a build did, for people and as JSON: documents, curated statements, issues, proposals.

In: readings and issues. Out: records, lines, and a plain dict. Holds no words of a text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any, Final, Literal

from graph.release import Release
from ingest.curated import QUOTE_MOVED
from ontology.records import Element, Issue, Reading, SourceCard
from service.candidates import Candidate

Origin = Literal["text", "shipped"]  # read from the file, or the layer that comes with the code
_PROPOSAL: Final = "/id/voorstel/"
_SHOWN_ISSUES: Final = 40
_SHOWN_NAMES: Final = 8
_SHOWN_MOVES: Final = 5  # more quotes than these moved: a part of the text did, not they
_WORDS: Final = {"text": "read", "shipped": "shipped layer (text not at hand)"}


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What was found in one document version; `kinds` counts elements by class."""

    id: str
    title: str
    origin: Origin
    sha256: str
    passages: int
    mentions: int
    kinds: dict[str, int]
    curated: dict[str, int] = field(default_factory=dict)

    def line(self) -> str:
        """One line for a person."""
        kinds = ", ".join(f"{name} {count}" for name, count in self.kinds.items()) or "nothing"
        own = f"; curated: {sum(self.curated.values())}" if self.curated else ""
        return (
            f"{self.id}: {_WORDS[self.origin]}, version {self.sha256[:12]}, "
            f"{self.passages} passages, {self.mentions} names; {kinds}{own}"
        )


@dataclass(frozen=True, slots=True)
class FactsReport:
    """What is known of one document by facts; `kinds` counts what they became, by class.

    `left_out` gives the reason by fact; `unpublished` when the document itself was read.
    """

    id: str
    title: str
    facts: int
    kinds: dict[str, int]
    left_out: dict[str, str]
    unpublished: bool

    def line(self) -> str:
        """One line for a person."""
        kinds = ", ".join(f"{name} {count}" for name, count in self.kinds.items())
        out = f"; left out: {len(self.left_out)}" if self.left_out else ""
        state = "not shown, the document was read" if self.unpublished else "not read itself"
        return f"{self.id}: {self.facts} facts from other sources, {state}; {kinds}{out}"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The outcome of a build. `seconds` is wall-clock time of the whole."""

    release: str
    iri: str
    is_new: bool
    quads: int
    seconds: float
    documents: tuple[DocumentReport, ...]
    issues: tuple[Issue, ...]
    proposals: tuple[str, ...]
    facts: tuple[FactsReport, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Everything, as JSON can hold it."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """For a person: documents, what needs a look, and the release."""
        for document in self.documents:
            yield document.line()
        for sheet in self.facts:
            yield sheet.line()
        yield from _issue_lines(self.issues)
        yield from _candidate_lines(self.candidates)
        yield self._release_line()

    def remark_lines(self, documents: Sequence[str]) -> Iterator[str]:
        """For a person who added these documents: remarks and names of them, and the release."""
        own = self.issues_of(documents)
        yield from _issue_lines(own)
        if others := len(self.issues) - len(own):
            yield f"{others} remarks about other documents; `beleidsgraaf build` shows them"
        yield from _candidate_lines([one for one in self.candidates if one.document in documents])
        yield self._release_line()

    def issues_of(self, documents: Sequence[str]) -> list[Issue]:
        """What is to be said of these documents."""
        return [issue for issue in self.issues if issue.where.split(":")[0] in documents]

    def _release_line(self) -> str:
        state = "new" if self.is_new else "unchanged"
        return f"release {self.release} ({state}): {self.quads} quads in {self.seconds:.1f} s"


def report_document(
    reading: Reading, card: SourceCard, origin: Origin, curated: Sequence[Element]
) -> DocumentReport:
    """Counts of one document."""
    return DocumentReport(
        id=reading.document,
        title=card.title,
        origin=origin,
        sha256=reading.sha256,
        passages=len(reading.passages),
        mentions=len(reading.mentions),
        kinds=_count(reading.elements),
        curated=_count(curated),
    )


def report_build(
    release: Release,
    documents: Sequence[DocumentReport],
    issues: Sequence[Issue],
    proposals: Sequence[str],
    seconds: float,
    facts: Sequence[FactsReport] = (),
    candidates: Sequence[Candidate] = (),
) -> BuildReport:
    """The whole report."""
    return BuildReport(
        release=release.name,
        iri=release.iri,
        is_new=release.is_new,
        quads=int(release.manifest.get("quads", 0)),
        seconds=round(seconds, 3),
        documents=tuple(documents),
        issues=tuple(issues),
        proposals=tuple(proposals),
        facts=tuple(facts),
        candidates=tuple(candidates),
    )


def find_proposals(readings: Sequence[Reading]) -> list[str]:
    """IRIs of what documents name and the register lacks, sorted."""
    return sorted({e.iri for r in readings for e in r.elements if _PROPOSAL in e.iri})


def find_shortfalls(card: SourceCard, elements: Iterable[Element]) -> Iterator[Issue]:
    """One issue for each kind of which less was found than the card expects."""
    kinds = {element.iri: _kind(element) for element in elements}
    found = Counter(kinds.values())
    for kind, expected in sorted(card.expected.items()):
        if found[kind] < expected:
            yield Issue(
                code="fewer-than-expected",
                message=f"{card.id}: {found[kind]} of {kind}, its card expects {expected}",
                where=card.id,
            )


def _count(elements: Sequence[Element]) -> dict[str, int]:
    counts = Counter(_kind(element) for element in elements)
    return dict(sorted(counts.items()))


def _kind(element: Element) -> str:
    """The local name of its class."""
    return element.type.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _candidate_lines(candidates: Sequence[Candidate]) -> Iterator[str]:
    """Names to accept or reject, by kind; the list is cut, the count is not."""
    if not candidates:
        return
    names = list(dict.fromkeys((one.kind, one.name) for one in candidates))
    yield (
        f"{len(names)} names the register does not know yet; "
        "`beleidsgraaf candidates` lists them, `accept` and `reject` decide"
    )
    for kind, group in groupby(sorted(names), key=lambda name: name[0]):
        own = [name for _, name in group]
        more = f" … and {len(own) - _SHOWN_NAMES} more" if len(own) > _SHOWN_NAMES else ""
        yield f"  {kind}: {'; '.join(own[:_SHOWN_NAMES])}{more}"


def _issue_lines(issues: Iterable[Issue]) -> Iterator[str]:
    """Remarks, then what needs a look; quotes that moved with their text are counted."""
    issues = tuple(issues)
    moved = [issue for issue in issues if issue.code == QUOTE_MOVED]
    counted = len(moved) > _SHOWN_MOVES
    shown = [issue for issue in issues if not (counted and issue.code == QUOTE_MOVED)]
    groups = [[i for i in shown if (i.severity == "info") is quiet] for quiet in (True, False)]
    for group in groups:
        for issue in group[:_SHOWN_ISSUES]:
            where = f" [{issue.where}]" if issue.where else ""
            yield f"{issue.severity}: {issue.message}{where}"
    if more := sum(max(0, len(group) - _SHOWN_ISSUES) for group in groups):
        yield f"… and {more} more; --json lists them all"
    if counted:
        yield f"info: {len(moved)} curated quotes moved with their text; --json lists them"
