"""An optional reader: a language model that proposes goals, challenges, targets and relations.

Off unless someone configures a model. Not one of `ingest.extractors`: those run in a child without
network, and give the same for the same document; this one runs afterwards, in the parent, on the
parsed text. In: a reading and its text. Out: the reading with more elements, all at a confidence
below what is published without review, and an issue with a reason for all that was refused.
The policy is that of `ingest.model_answers`; the pages are docs/language-model.md.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.document import Document
from ingest.evidence import hash_evidence
from ingest.model_answers import Asked, Checked, check_answer
from ingest.model_endpoint import ModelError, ModelSettings, ask_model
from ingest.model_prompt import build_messages
from ingest.once import Register
from ingest.pipeline import Reader, Source, load_text
from ingest.reading_cache import ReadingCache
from ingest.sentences import sentences
from ontology.errors import SourceError
from ontology.records import Element, Iri, Issue, Reading, Span
from ontology.terms import BG

NAME: Final = "language-model"
VERSION: Final = "0.1.0"
MAX_PARTS: Final = 400  # of one document
MAX_PART: Final = 3_000  # code points
MIN_PART: Final = 40
MAX_AT_ONCE: Final = 4
MAX_ISSUES: Final = 100
MAX_SECONDS: Final = 900.0  # for one document
_MAX_FAILURES: Final = 3  # in a row; then the model is left alone for this document
_MAX_GIVEN_UP: Final = 2  # documents in a row; then it is left alone for this run
_GIVEN_UP: Final = "model-given-up"
_MAX_THEMES: Final = 60
_KINDS: Final = frozenset({"paragraph", "item"})
_NUMBERED: Final = frozenset({BG.Target, BG.IndicatorObservation})
_INFO: Final = frozenset({"number-read-already", "name-replaced", "found-before"})

Progress = Callable[[int, int], None]  # parts done, parts in all; called in text order


@dataclass(frozen=True, slots=True)
class Enriched:
    """A reading with what a model added; not `complete` when some parts got no answer."""

    reading: Reading
    complete: bool
    given_up: bool = False  # too many failures, or too little time


def method_of(model: ModelSettings) -> str:
    """What claims of this model carry as bg:method."""
    return f"{NAME} {VERSION} {model.name}"


def fingerprint(model: ModelSettings | None) -> str:
    """All of a model's settings that change an outcome, as text; empty without model."""
    if model is None:
        return ""
    return f"{method_of(model)} {model.url} {model.confidence}"


def enrich(
    reading: Reading,
    document: Document,
    model: ModelSettings,
    on_progress: Progress | None = None,
) -> Enriched:
    """A reading with what the model adds; whatever it answers, nothing is raised or lost."""
    method = method_of(model)
    themes, numbers = _themes(document), _known_numbers(reading)
    parts, issues = _choose_parts(document)
    asked = [Asked(document, part, method, model.confidence, themes, numbers) for part in parts]
    outcomes = []
    for done, outcome in enumerate(_ask_all(asked, model), 1):
        outcomes.append(outcome)
        if on_progress:
            on_progress(done, len(asked))
    elements, more = _gather(document, asked, outcomes)
    return Enriched(
        _extend(reading, document, method, elements, (*issues, *more)),
        complete=not any(outcome.failed for outcome in outcomes),
        given_up=any(outcome.failed == _GIVEN_UP for outcome in outcomes),
    )


def enrich_all(
    read: Sequence[tuple[Source, Reading]],
    reader: Reader,
    model: ModelSettings | None,
    *,
    cache: ReadingCache | None = None,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> list[Reading]:
    """Readings with what the model adds, in their order; unchanged, and no request, without model.

    `cache` must know the model's `fingerprint`; a reading that is not complete is not kept.
    `on_progress` gets the document's id, parts done and parts in all.
    """
    if model is None:
        return [reading for _, reading in read]
    readings = []
    given_up = 0
    for source, reading in read:
        key = cache.key(source) if cache is not None else None
        held = cache.get(key) if cache is not None and key is not None else None
        if held is None and given_up >= _MAX_GIVEN_UP:
            held = _not_asked(reading, "asking was given up in earlier documents").reading
        elif held is None:
            progress = _progress_of(source.card.id, on_progress)
            found = _enrich_source(source, reading, reader, model, progress)
            given_up = given_up + 1 if found.given_up else 0
            held = found.reading
            if cache is not None and key is not None and found.complete:
                cache.put(key, held)
        readings.append(held)
    if cache is not None:
        cache.trim()
    return readings


def _progress_of(
    document: str, on_progress: Callable[[str, int, int], None] | None
) -> Progress | None:
    if on_progress is None:
        return None
    tell = on_progress
    return lambda done, total: tell(document, done, total)


def _enrich_source(
    source: Source,
    reading: Reading,
    reader: Reader,
    model: ModelSettings,
    on_progress: Progress | None,
) -> Enriched:
    try:
        text = load_text(source.path)
    except SourceError as problem:
        return _not_asked(reading, str(problem))
    if text.text_hash != reading.text_sha256:
        return _not_asked(reading, f"{source.path.name}: changed while it was read")
    document = Document(
        card=source.card,
        names=reader.names,
        text=text.parsed.text,
        file_hash=reading.sha256,
        passages=reading.passages,
        mentions=reading.mentions,
        register=Register((entry.iri, entry) for entry in reader.entries),
        concepts=reader.concepts,
    )
    return enrich(reading, document, model, on_progress)


def _not_asked(reading: Reading, reason: str) -> Enriched:
    issue = Issue(code="model-not-asked", message=reason, where=reading.document)
    return Enriched(replace(reading, issues=(*reading.issues, issue)), complete=False)


def _themes(document: Document) -> dict[str, Iri]:
    """The themes of the register by slug, in order."""
    found = sorted(iri for iri, entry in document.register.items() if entry.kind == "theme")
    return {iri.rsplit("/", 1)[-1]: iri for iri in found[:_MAX_THEMES]}


def _choose_parts(document: Document) -> tuple[list[Span], list[Issue]]:
    """What is asked about: paragraphs and items, long ones cut between sentences."""
    parts: list[Span] = []
    skipped = 0
    for passage in document.passages:
        if passage.kind not in _KINDS or passage.span.end - passage.span.start < MIN_PART:
            continue
        found = list(_cut(document.text, passage.span))
        short = [part for part in found if part.end - part.start <= MAX_PART]
        skipped += len(found) - len(short)
        parts.extend(short)
    issues = []
    if skipped or len(parts) > MAX_PARTS:
        count = skipped + max(0, len(parts) - MAX_PARTS)
        message = f"{count} passages are too long or too many to ask a language model about"
        issues.append(Issue(code="model-not-asked", message=message, where=document.id))
    return parts[:MAX_PARTS], issues


def _cut(text: str, span: Span) -> Iterator[Span]:
    """The span, or pieces of whole sentences; a sentence of more than MAX_PART stays whole."""
    if span.end - span.start <= MAX_PART:
        yield span
        return
    start = end = span.start
    for sentence in sentences(text, span):
        if sentence.end - start > MAX_PART and end > start:
            yield Span(start, end)
            start = sentence.start
        end = sentence.end
    if end > start:
        yield Span(start, end)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of asking about one part; `failed` is the reason when no answer came."""

    checked: Checked = field(default_factory=Checked)
    failed: str = ""
    message: str = ""


class _Fuse:
    """Says when to stop asking: after failures in a row, or when the time is up."""

    def __init__(self) -> None:
        self._until = time.monotonic() + MAX_SECONDS
        self._failures = 0
        self._lock = threading.Lock()

    def blown(self) -> bool:
        """Whether no more may be asked."""
        return self._failures >= _MAX_FAILURES or time.monotonic() > self._until

    def note(self, *, failed: bool) -> None:
        """Count an outcome."""
        with self._lock:
            if not self.blown():
                self._failures = self._failures + 1 if failed else 0


def _ask_all(asked: Sequence[Asked], model: ModelSettings) -> Iterator[_Outcome]:
    """Outcomes in the order of the parts, a few requests at a time."""
    fuse = _Fuse()

    def ask(one: Asked) -> _Outcome:
        if fuse.blown():
            return _Outcome(failed=_GIVEN_UP)
        try:
            answer = ask_model(model, build_messages(one.text, one.themes))
        except ModelError as problem:
            fuse.note(failed=True)
            return _Outcome(failed=problem.code, message=str(problem))
        fuse.note(failed=False)
        return _Outcome(check_answer(answer, one))

    with ThreadPoolExecutor(MAX_AT_ONCE, thread_name_prefix=NAME) as pool:
        yield from pool.map(ask, asked)


def _known_numbers(reading: Reading) -> tuple[Span, ...]:
    return tuple(
        span
        for element in reading.elements
        if element.type in _NUMBERED
        for span in element.evidence
    )


def _gather(
    document: Document, asked: Sequence[Asked], outcomes: Sequence[_Outcome]
) -> tuple[list[Element], list[Issue]]:
    """Elements, each brought in once, and an issue for all that was refused."""
    elements: list[Element] = []
    issues: list[Issue] = []
    seen: set[Iri] = set()
    given_up = 0
    for one, outcome in zip(asked, outcomes, strict=True):
        where = f"{document.id} [{one.span.start}, {one.span.end})"
        if outcome.failed == _GIVEN_UP:
            given_up += 1
        elif outcome.failed:
            issues.append(Issue(code=outcome.failed, message=outcome.message, where=where))
        issues.extend(_refused(code, where) for code in outcome.checked.refused)
        for element in outcome.checked.elements:
            brought_in = element.type in (BG.Goal, BG.Challenge, BG.Target) and any(
                not statement.claimed for statement in element.statements
            )
            if brought_in and element.iri in seen:
                issues.append(_refused("found-before", where))
                continue
            seen.add(element.iri)
            elements.append(element)
    if given_up:
        message = f"the language model was given up; {given_up} passages were not asked about"
        issues.insert(0, Issue(code=_GIVEN_UP, message=message, where=document.id))
    return elements, _shorten(issues, document.id)


def _refused(code: str, where: str) -> Issue:
    message = f"a finding of the language model was refused or changed: {code}"
    return Issue(
        code=code, message=message, where=where, severity="info" if code in _INFO else "warning"
    )


def _shorten(issues: Sequence[Issue], where: str) -> list[Issue]:
    if len(issues) <= MAX_ISSUES:
        return list(issues)
    message = f"{len(issues) - MAX_ISSUES} more findings or answers were refused"
    return [*issues[:MAX_ISSUES], Issue(code="more-refused", message=message, where=where)]


def _extend(
    reading: Reading,
    document: Document,
    method: str,
    elements: Sequence[Element],
    issues: Iterable[Issue],
) -> Reading:
    hashes = {Span(start, end): quote for start, end, quote in reading.quote_hashes}
    hashes |= hash_evidence(document.text, elements)
    return replace(
        reading,
        elements=(*reading.elements, *elements),
        quote_hashes=tuple((span.start, span.end, hashes[span]) for span in sorted(hashes)),
        extractors=tuple(sorted({*reading.extractors, method})),
        issues=(*reading.issues, *issues),
    )
