"""What people read in a document, placed in the text at hand by offsets and hashes.

In: a `Curated` file, and the text (or only the hash) of the document it speaks of. Out: elements
in layer bg:Curated, and issues for quotes that moved or are gone. A statement whose quote is gone
is not produced.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal as OneOf

from ingest.anchors import Anchor, AnchorSearch
from ingest.curated_file import Curated, CuratedElement, CuratedStatement, load_curated
from ontology.iris import Names
from ontology.records import Element, Iri, Issue, Sha256, SourceCard, Span, Statement
from ontology.terms import BG, ORG

__all__ = [
    "CURATED_FILE",
    "QUOTE_GONE",
    "QUOTE_MOVED",
    "Curated",
    "CuratedReading",
    "anchor",
    "drop_dangling",
    "format_evidence",
    "load_curated",
]

CURATED_FILE: Final = "curated.yml"
METHOD: Final = "curated"
QUOTE_GONE: Final = "quote-gone"  # the issue of a statement whose quote left the text
QUOTE_MOVED: Final = "quote-moved"  # the issue of one whose quote stands elsewhere in it
# What an element is nothing without: a seat needs its body, a number what it counts.
_CARRYING: Final = frozenset(
    {ORG.postIn, BG.forIndicator, BG.targetYear, BG.measureMode, BG.contributor, BG.amount}
)
Severity = OneOf["info", "warning", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedReading:
    """What still holds in the text at hand; `role` is to whom the claims are attributed."""

    document: str
    role: Iri
    elements: tuple[Element, ...]
    issues: tuple[Issue, ...]


def anchor(
    curated: Curated, text: str | None, file_hash: Sha256, card: SourceCard, names: Names
) -> CuratedReading:
    """The elements whose quotes stand in the text, with the offsets where they stand now.

    Without text the offsets are trusted only when the file is the one of the card.
    """
    trusted = text is None and card.sha256 is not None and file_hash == card.sha256
    anchoring = _Anchoring(curated, AnchorSearch(text) if text is not None else None, trusted)
    elements = anchoring.elements()
    version = names.version(curated.document, file_hash)
    issues = [
        Issue(code=i.code, message=i.message, where=f"{version} {i.where}", severity=i.severity)
        for i in anchoring.issues
    ]
    return CuratedReading(
        document=curated.document, role=curated.role, elements=elements, issues=tuple(issues)
    )


def drop_dangling(
    readings: Iterable[CuratedReading], known: Collection[Iri], names: Names
) -> tuple[CuratedReading, ...]:
    """The readings without statements that point at nothing.

    One file may name a goal that another file brings in; when that quote is gone, so is the goal.
    `known` holds what exists besides the readings: register entries and extracted elements. Only
    identifiers of the region are looked at.
    """
    given = tuple(readings)
    there = {element.iri for reading in given for element in reading.elements} | set(known)
    return tuple(_without_dangling(reading, there, names.base) for reading in given)


def _without_dangling(reading: CuratedReading, there: set[Iri], base: str) -> CuratedReading:
    elements: list[Element] = []
    issues = list(reading.issues)
    for element in reading.elements:
        kept: list[Statement] = []
        for statement in element.statements:
            target = statement.object
            if isinstance(target, str) and target.startswith(base) and target not in there:
                message = f"{element.iri} points at {target}, which is not in the graph; left out"
                issues.append(Issue(code="target-gone", message=message, where=reading.document))
            else:
                kept.append(statement)
        left = replace(element, statements=tuple(kept))
        if _stands(element.statements, left):
            elements.append(left)
    return replace(reading, elements=tuple(elements), issues=tuple(issues))


def _stands(given: Iterable[CuratedStatement | Statement], element: Element) -> bool:
    """Whether the element still has each carrying property it was given."""
    kept = {statement.predicate for statement in element.statements}
    return all(one.predicate in kept for one in given if one.predicate in _CARRYING)


class _Anchoring:
    """Places the quotes of one curated file, collecting issues."""

    def __init__(self, curated: Curated, search: AnchorSearch | None, trusted: bool) -> None:
        self._curated = curated
        self._search = search
        self._trusted = trusted
        self._found: dict[Anchor, Span | None] = {}
        self.issues: list[Issue] = []

    def elements(self) -> tuple[Element, ...]:
        if self._search is None and not self._trusted:
            message = "curated statements need the text: this file is not the one they were read in"
            self.issues.append(Issue(code="quote-unchecked", message=message))
            return ()
        placed = [
            (entry, self._place(entry.evidence, entry.iri)) for entry in self._curated.elements
        ]
        lost = {entry.iri for entry, spans in placed if entry.labelled and not spans}
        made = [(entry, self._element(entry, spans, lost)) for entry, spans in placed if spans]
        return tuple(element for entry, element in made if _stands(entry.statements, element))

    def _element(self, entry: CuratedElement, spans: tuple[Span, ...], lost: set[Iri]) -> Element:
        statements: list[Statement] = []
        for given in entry.statements:
            own = self._place(given.evidence, entry.iri)
            if (given.evidence and not own) or given.object in lost:
                continue
            statements.append(
                Statement(
                    predicate=given.predicate,
                    object=given.object,
                    evidence=own,
                    modality=given.modality,
                    claimed=given.claimed,
                )
            )
        return Element(
            iri=entry.iri,
            type=entry.type,
            evidence=spans,
            method=METHOD,
            confidence=Decimal(1),
            layer=BG.Curated,
            statements=tuple(statements),
            modality=entry.modality,
        )

    def _place(self, anchors: tuple[Anchor, ...], iri: Iri) -> tuple[Span, ...]:
        spans = [self._find(wanted, iri) for wanted in anchors]
        return tuple(sorted({span for span in spans if span}))

    def _find(self, wanted: Anchor, iri: Iri) -> Span | None:
        if self._search is None:
            return wanted.span
        if wanted in self._found:
            return self._found[wanted]
        span = self._search.find(wanted)
        self._found[wanted] = span
        old = f"[{wanted.span.start}, {wanted.span.end})"
        if span is None:
            self._report(QUOTE_GONE, f"quote of {iri} no longer stands in the text", old)
        elif span != wanted.span:
            now = f"[{span.start}, {span.end})"
            self._report(QUOTE_MOVED, f"quote of {iri} moved to {now}", old, severity="info")
        return span

    def _report(self, code: str, message: str, where: str, severity: Severity = "warning") -> None:
        self.issues.append(Issue(code=code, message=message, where=where, severity=severity))


def main(arguments: list[str]) -> int:
    """Print one evidence item for `FILE.txt START END`; 2 when the arguments do not fit."""
    usage = "usage: python -m ingest.curated FILE.txt START END"
    if len(arguments) != 3:
        print(usage, file=sys.stderr)
        return 2
    try:
        text = Path(arguments[0]).read_bytes().decode("utf-8")
        found = Anchor.of(text, Span(int(arguments[1]), int(arguments[2])))
    except (OSError, ValueError) as problem:
        print(f"{problem}; {usage}", file=sys.stderr)
        return 2
    print(format_evidence(found))
    return 0


def format_evidence(item: Anchor) -> str:
    """An evidence item as one line of YAML."""
    start, end = item.span.start, item.span.end
    return f"- {{start: {start}, end: {end}, quote: '{item.quote}', length: {item.length}}}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
