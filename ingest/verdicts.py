"""Verdicts of people on extracted elements, and the precision that follows from them.

In: `{kind}.json`, a list of {document, start, end, key, verdict, reason}; offsets are code points,
reasons own words. Out: `Precision` of a sample. A verdict counts for the element with the same
document, key and place (half of the shorter span is enough); what nobody judged is counted apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from ingest.agreement import fits_span
from ingest.candidates import Candidate
from ontology.errors import SourceError
from ontology.records import Span

RIGHT: Final = "right"
WRONG: Final = "wrong"
UNSURE: Final = "unsure"
_WORDS: Final = (RIGHT, WRONG, UNSURE)
_KEYS: Final = ("document", "start", "end", "key", "verdict", "reason")
_MAX_BYTES: Final = 8 * 1024 * 1024
_MAX_VERDICTS: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a reader thinks of one extracted element, and why."""

    document: str
    start: int
    end: int
    key: str
    verdict: str
    reason: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in _WORDS:
            raise SourceError(f"verdict '{self.verdict}': expected one of {', '.join(_WORDS)}")

    @classmethod
    def of(cls, one: Candidate, verdict: str, reason: str) -> Verdict:
        """The verdict on a candidate.

        Raises:
            SourceError: when it is not right, wrong or unsure.
        """
        return cls(
            document=one.document,
            start=one.span.start,
            end=one.span.end,
            key=one.key,
            verdict=verdict,
            reason=reason,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How a sample of one kind was judged; `population` is how many there are in all."""

    kind: str
    population: int
    drawn: int
    right: int
    wrong: int
    unsure: int

    @property
    def unjudged(self) -> int:
        """How many of the sample nobody judged as they are now."""
        return self.drawn - self.right - self.wrong - self.unsure

    @property
    def share(self) -> float | None:
        """The share that is right; an unsure one counts as wrong. None when none was judged."""
        judged = self.right + self.wrong + self.unsure
        return self.right / judged if judged else None


def load_verdicts(path: Path) -> tuple[Verdict, ...]:
    """The verdicts in a file; none when there is no file.

    Raises:
        SourceError: naming file and record, when the file breaks the format.
    """
    if not path.is_file():
        return ()
    if path.stat().st_size > _MAX_BYTES:
        raise SourceError(f"{path.name}: larger than {_MAX_BYTES // 1024 // 1024} MB")
    try:
        items = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as problem:
        raise SourceError(f"{path.name}: not readable as JSON ({problem})") from None
    if not isinstance(items, list) or len(items) > _MAX_VERDICTS:
        raise SourceError(f"{path.name}: expected a list of at most {_MAX_VERDICTS} verdicts")
    return tuple(_verdict(item, f"{path.name}: record {n}") for n, item in enumerate(items, 1))


def _verdict(item: Any, where: str) -> Verdict:
    if not isinstance(item, dict) or set(item) != set(_KEYS):
        raise SourceError(f"{where}: expected exactly {', '.join(_KEYS)}")
    if not all(type(item[key]) is int for key in ("start", "end")):
        raise SourceError(f"{where}: start, end: expected whole numbers")
    if not all(isinstance(item[key], str) for key in _KEYS if key not in ("start", "end")):
        raise SourceError(f"{where}: document, key, verdict, reason: expected text")
    if item["verdict"] not in _WORDS:
        raise SourceError(f"{where}: verdict: expected one of {', '.join(_WORDS)}")
    if not 0 <= item["start"] < item["end"]:
        raise SourceError(f"{where}: start, end: expected 0 <= start < end")
    return Verdict(**item)


def save_verdicts(path: Path, new: Iterable[Verdict]) -> None:
    """Add verdicts to a file; a new one replaces that on the same element."""
    known = {_place(one): one for one in (*load_verdicts(path), *new)}
    lines = [json.dumps(asdict(known[place]), ensure_ascii=False) for place in sorted(known)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def _place(one: Verdict) -> tuple[str, int, int, str]:
    return (one.document, one.start, one.end, one.key)


def find_verdict(one: Candidate, verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict on a candidate: at its very place, or else where it nearly stands."""
    same = [v for v in verdicts if (v.document, v.key) == (one.document, one.key)]
    exact = (v for v in same if (v.start, v.end) == (one.span.start, one.span.end))
    near = (v for v in same if fits_span(Span(v.start, v.end), (one.span,)))
    return next(exact, None) or next(near, None)


def score_samples(
    samples: Mapping[str, Sequence[Candidate]], found: Iterable[Candidate], folder: Path
) -> tuple[Precision, ...]:
    """The precision of each kind's sample by the verdicts in a folder.

    Raises:
        SourceError: when a file of verdicts breaks the format.
    """
    kinds = [one.kind for one in found]
    return tuple(
        _score(kind, sample, kinds.count(kind), load_verdicts(folder / f"{kind}.json"))
        for kind, sample in samples.items()
    )


def _score(
    kind: str, sample: Sequence[Candidate], population: int, known: Sequence[Verdict]
) -> Precision:
    given = [found.verdict for one in sample if (found := find_verdict(one, known))]
    return Precision(
        kind=kind,
        population=population,
        drawn=len(sample),
        right=given.count(RIGHT),
        wrong=given.count(WRONG),
        unsure=given.count(UNSURE),
    )


def format_precision(scores: Iterable[Precision]) -> str:
    """A table for the terminal."""
    lines = ["sample           of     drawn  right  wrong  unsure  unjudged  precision"]
    for one in scores:
        share = "-" if one.share is None else f"{one.share:.2f}"
        lines.append(
            f"{one.kind:<14} {one.population:>5} {one.drawn:>9} {one.right:>6} {one.wrong:>6} "
            f"{one.unsure:>7} {one.unjudged:>9} {share:>10}"
        )
    return "\n".join(lines) + "\n"
