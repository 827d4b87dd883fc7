"""The reader: one document with highlights, what stands at each place, and an outline.

In: a document's slug. Out: HTML. The text is cut where a highlight, passage or claim begins or
ends, so that overlapping spans stay exact. Without the text the outline shows places only.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph.network import kind_of
from ontology.terms import BG, CITO, RDF
from service.deps import ServicesDep
from service.facts import group_facts
from service.i18n import Translator
from service.quotations import title_of, version_hash
from service.views import Answer, ask, find_row, own_query, render, slug_of, translator_of

router = APIRouter(include_in_schema=False)

KINDS: Final = (
    "theme",
    "actor",
    "place",
    "number",
    "action",
    "project",
    "programme",
    "goal",
    "body",
    "reference",
    "other",
)
_NUMBERS: Final = frozenset(
    {BG.Target, BG.IndicatorObservation, BG.Budget, BG.FinancialContribution}
)
_LONG: Final = 400  # code points; a longer span is a region, noted at its start but not coloured


@dataclass(frozen=True, slots=True)
class Note:
    """One claim at a place, as a sentence in parts."""

    start: int
    end: int
    kind: str
    subject: str
    subject_label: str
    relation: str  # '' for: this thing is named here
    value: str
    layer: str
    status: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one set of highlights."""

    start: int
    text: str
    kinds: tuple[str, ...]
    titles: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A passage as delivered: pieces of text, and the notes that begin in it."""

    start: int
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    anchor: str = ""  # when a section begins here
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the outline. `count` is the number of claims in it."""

    label: str
    start: int
    end: int
    count: int

    @property
    def anchor(self) -> str:
        """Where the outline leads."""
        return f"s-{self.start}"


@dataclass
class _Marks:
    """Highlights by their span, with what they name."""

    spans: dict[tuple[int, int], dict[str, set[str]]] = field(default_factory=dict)

    def add(self, note: Note) -> None:
        if note.end - note.start > _LONG:
            return
        self.spans.setdefault((note.start, note.end), {}).setdefault(note.kind, set()).add(
            note.subject_label
        )


@router.get("/documenten/{document}")
async def show_document(request: Request, services: ServicesDep, document: str) -> HTMLResponse:
    """One document: text, highlights and claims, or the places when the text is not here."""
    translate = translator_of(request)
    row = find_row(await ask(services, "document-list"), "document", document)
    claims = await ask(services, "document-claims", document=row["document"])
    passages = await ask(services, "document-passages", document=row["document"])
    notes = list(read_notes(claims, translate))
    sections = outline(passages, notes)
    text = find_text(services, document, row["version"])
    facts = await ask(services, "facts", document=row["document"]) if row["facts"] else ()
    shown = "facts" if facts else "document-claims"
    context = {
        "row": row,
        "document": document,
        "title": row["title"] or title_of(services, document),
        "notes": notes,
        "sections": sections,
        "blocks": cut(text, notes, sections, passages) if text else [],
        "by_section": by_section(notes, sections),
        "counts": Counter(note.kind for note in notes),
        "kinds": [kind for kind in KINDS if any(note.kind == kind for note in notes)],
        "file": services.cards[document].file if document in services.cards else "",
        "facts": group_facts(facts),
        "query": own_query(services, shown, document=row["document"]),
    }
    return await render(request, "document.html", context)


def find_text(services: ServicesDep, document: str, version: str) -> str | None:
    """The text of the version that was read, when a file with its hash is here."""
    return services.texts.find_text(document, version_hash(version)) if version else None


def read_notes(claims: Answer, translate: Translator) -> Iterable[Note]:
    """One note for each claim and place; the several classes of a thing make one note."""
    seen: set[tuple[str, ...]] = set()
    types: dict[str, set[str]] = defaultdict(set)
    for row in claims:
        types[row["subject"]].add(row["type"])
    for row in claims:
        key = tuple(row[name] for name in ("start", "end", "subject", "predicate", "value"))
        if key in seen:
            continue
        seen.add(key)
        is_name = row["predicate"] == RDF.type
        value = row["valueLabel"] or _value(row["value"], translate)
        yield Note(
            start=int(row["start"]),
            end=int(row["end"]),
            kind=_kind(types[row["subject"]], row["predicate"]),
            subject=row["subject"],
            subject_label=row["subjectLabel"] or slug_of(row["subject"]).replace("-", " "),
            relation="" if is_name else row["predicateLabel"] or slug_of(row["predicate"]),
            value=value,
            layer=slug_of(row["layer"]).lower(),
            status=slug_of(row["status"]).lower(),
            confidence=row["confidence"],
        )


def _value(value: str, translate: Translator) -> str:
    if value.startswith(("http://", "https://", "urn:")):
        return slug_of(value).replace("-", " ")
    return (
        translate.date(value)
        if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", value)
        else _number(value, translate)
    )


def _number(value: str, translate: Translator) -> str:
    """A number with thousands; a year stays as it is."""
    return value if re.fullmatch(r"(19|20)\d\d", value) else translate.number(value)


def _kind(types: Iterable[str], predicate: str) -> str:
    classes = set(types)
    if predicate == CITO.cites or classes & {BG.Document, BG.PolicyDocument}:
        return "reference"
    return "number" if classes & _NUMBERS else kind_of(classes)


def outline(passages: Answer, notes: Sequence[Note]) -> list[Section]:
    """The sections in reading order: each run of passages with one section label."""
    runs: list[tuple[str, int, int]] = []
    for row in passages:
        label, start, end = row["section"], int(row["start"]), int(row["end"])
        if runs and (runs[-1][0] == label or not label):
            runs[-1] = (runs[-1][0], runs[-1][1], max(runs[-1][2], end))
        else:
            runs.append((label, start, end))
    starts = [start for _, start, _ in runs]
    counts = Counter(bisect_right(starts, note.start) - 1 for note in notes)
    return [
        Section(label, start, end, counts[place]) for place, (label, start, end) in enumerate(runs)
    ]


def by_section(notes: Sequence[Note], sections: Sequence[Section]) -> Mapping[int, list[Note]]:
    """Notes by the start of the section they are in, in text order."""
    starts = [section.start for section in sections]
    found: dict[int, list[Note]] = defaultdict(list)
    for note in notes:
        place = bisect_right(starts, note.start) - 1
        if place >= 0:
            found[starts[place]].append(note)
    return found


def cut(
    text: str, notes: Sequence[Note], sections: Sequence[Section], passages: Answer
) -> list[Block]:
    """The text as blocks between blank lines, each cut where a span begins or ends."""
    marks = _Marks()
    for note in notes:
        marks.add(note)
    ordered = sorted(marks.spans)
    anchors = _anchors(notes, passages)
    heads = [section for section in sections if section.label]
    by_start = sorted(notes, key=lambda note: (note.start, note.end))
    starts = [note.start for note in by_start]
    blocks = []
    for start, end in _paragraphs(text, passages):
        own = by_start[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]
        inside = list(_between(ordered, start, end))
        head = next((one for one in heads if start <= one.start < end), None)
        blocks.append(
            Block(
                start,
                tuple(_pieces(text, start, end, inside, marks, anchors)),
                tuple(own),
                head.anchor if head else "",
                head is not None and _repeats(head.label, text[start:end]),
            )
        )
    return blocks


def _paragraphs(text: str, passages: Answer) -> Iterable[tuple[int, int]]:
    """The outermost passages, and what stands between them, in text order; never empty."""
    done = 0
    for start, end in _outermost(passages):
        yield from _filled(text, done, start)
        yield from _filled(text, start, end)
        done = max(done, end)
    yield from _filled(text, done, len(text))


def _outermost(passages: Answer) -> Iterable[tuple[int, int]]:
    spans = sorted((int(row["start"]), -int(row["end"])) for row in passages)
    reached = -1
    for start, negative_end in spans:
        if start >= reached:
            yield start, -negative_end
            reached = -negative_end


def _filled(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    part = text[start:end]
    if part.strip():
        left = start + len(part) - len(part.lstrip())
        yield left, left + len(part.strip())


def _repeats(label: str, text: str) -> bool:
    """Whether a passage is the heading its section is called after."""
    words = " ".join(text.split())
    return len(words) < _LONG // 2 and words.endswith(label.rstrip("… "))


def _between(spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterable[tuple[int, int]]:
    first = bisect_right(spans, (max(0, start - _LONG), 0))
    for span in spans[first:]:
        if span[0] >= end:
            break
        if span[1] > start:
            yield span


def _anchors(notes: Sequence[Note], passages: Answer) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for note in notes:
        found[note.start][f"p-{note.start}-{note.end}"] = None
    for row in passages:
        found[int(row["start"])][f"p-{row['start']}-{row['end']}"] = None
    return {start: tuple(names) for start, names in found.items()}


def _pieces(
    text: str,
    start: int,
    end: int,
    spans: Sequence[tuple[int, int]],
    marks: _Marks,
    anchors: Mapping[int, tuple[str, ...]],
) -> Iterable[Piece]:
    edges = {start, end}
    edges |= {at for span in spans for at in span if start < at < end}
    edges |= {at for at in range(start, end) if at in anchors}
    for left, right in pairwise(sorted(edges)):
        kinds: dict[str, set[str]] = defaultdict(set)
        for span in spans:
            if span[0] <= left and right <= span[1]:
                for kind, names in marks.spans[span].items():
                    kinds[kind] |= names
        shown = tuple(kind for kind in KINDS if kind in kinds)
        titles = ", ".join(sorted({name for names in kinds.values() for name in names}))
        yield Piece(left, text[left:right], shown, titles, anchors.get(left, ()))
