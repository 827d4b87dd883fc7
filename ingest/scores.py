"""Scores of a measurement: counts, precision, recall and F1, and where it went wrong.

In: what `evaluate` counted. Out: a `Report`, as text for people and as JSON. Examples are
locations with the label that the gold gives in own words, never text of a source.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from ontology.records import Span

EXAMPLES: Final = 10
_DASH: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """Somewhere in a document, with a name in own words or the IRI's last part."""

    document: str
    span: Span
    label: str
    note: str = ""

    def __str__(self) -> str:
        note = f" ({self.note})" if self.note else ""
        return f"{self.document} [{self.span.start}, {self.span.end}) {self.label}{note}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One line: a kind or a part of one. `judged` and `right` count elements; the rest gold.

    `with_curated` counts the gold that extractors and curators together have; `all_right` the
    gold of which every field agrees, for kinds where that is more than being found.
    """

    kind: str
    part: str = ""
    extractor: str = ""  # empty: all extractors together
    gold: int
    found: int
    with_curated: int
    all_right: int | None = None
    judged: int = 0
    right: int = 0
    misses: tuple[Place, ...] = ()
    half_right: tuple[Place, ...] = ()
    false_hits: tuple[Place, ...] = ()

    @property
    def recall(self) -> float | None:
        """The part of the gold that extractors found; None without gold."""
        return self.found / self.gold if self.gold else None

    @property
    def recall_with_curated(self) -> float | None:
        """The part of the gold that extractors or curators have; None without gold."""
        return self.with_curated / self.gold if self.gold else None

    @property
    def share_all_right(self) -> float | None:
        """The part of the gold found with every field right; None where it is not measured."""
        return self.all_right / self.gold if self.gold and self.all_right is not None else None

    @property
    def precision(self) -> float | None:
        """The part of the judged elements that stand in the gold; None when none was judged."""
        return self.right / self.judged if self.judged else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None when one of them is missing."""
        precision, recall = self.precision, self.recall
        if precision is None or recall is None:
            return None
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All scores of a measurement; `skipped` are documents with gold that were not read."""

    documents: tuple[str, ...]
    scores: tuple[Score, ...]
    skipped: tuple[str, ...] = ()

    def score(self, kind: str, part: str = "", extractor: str = "") -> Score:
        """The score of a kind, of a part of it, or of one extractor.

        Raises:
            KeyError: when it was not measured.
        """
        for one in self.scores:
            if (one.kind, one.part, one.extractor) == (kind, part, extractor):
                return one
        raise KeyError(f"{kind} {part} {extractor}".strip())


def format_report(report: Report, examples: int = EXAMPLES) -> str:
    """A table for the terminal, then at most `examples` misses and false hits of each kind."""
    lines = [f"Measured on {len(report.documents)} documents: {', '.join(report.documents)}"]
    if report.skipped:
        lines.append(f"Not read, so not measured: {', '.join(report.skipped)}")
    head = ("kind", "gold", "found", "recall", "curated", "all right", "judged", "prec.", "F1")
    rows = [head, *(_row(score) for score in report.scores)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    for row in rows:
        first = row[0].ljust(widths[0])
        lines.append("  ".join([first, *map(str.rjust, row[1:], widths[1:])]).rstrip())
    for score in report.scores:
        if not score.extractor:
            lines += _examples(score, examples)
    return "\n".join(lines) + "\n"


def report_json(report: Report) -> str:
    """The whole report as JSON, with every miss and false hit and the computed shares."""
    scores = []
    for score in report.scores:
        shares = {
            "precision": score.precision,
            "recall": score.recall,
            "recall_with_curated": score.recall_with_curated,
            "share_all_right": score.share_all_right,
            "f1": score.f1,
        }
        scores.append(asdict(score, dict_factory=_plain) | shares)
    body = {"documents": report.documents, "skipped": report.skipped, "scores": scores}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _plain(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    """A record as JSON has it: a span is a pair in memory, but says there what is which."""
    return {key: given._asdict() if isinstance(given, Span) else given for key, given in fields}


def _row(score: Score) -> tuple[str, ...]:
    name = score.kind
    if score.part:
        name = f"  {score.kind}: {score.part}"
    if score.extractor:
        name = f"  by {score.extractor}"
    return (
        name,
        str(score.gold),
        str(score.found),
        _share(score.recall),
        _DASH if score.extractor else _share(score.recall_with_curated),
        _share(score.share_all_right),
        str(score.judged) if score.judged else _DASH,
        _share(score.precision),
        _share(score.f1),
    )


def _share(value: float | None) -> str:
    return _DASH if value is None else f"{value:.2f}"


def _examples(score: Score, limit: int) -> Iterable[str]:
    name = f"{score.kind}: {score.part}" if score.part else score.kind
    kinds: tuple[tuple[str, Sequence[Place]], ...] = (
        ("missed", score.misses),
        ("found, not all right", score.half_right),
        ("false hits", score.false_hits),
    )
    for title, places in kinds:
        if places and limit:
            yield f"\n{name}, {title} ({len(places)})"
            yield from (f"  {place}" for place in places[:limit])
