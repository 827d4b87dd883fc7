"""Reads many sources: each in a child that can be killed, in this process or by an executor.

In: sources, the reader, and if there are any an executor and a cache. Out: readings in the order
of the sources, the same however they were read, and an issue with the reason for each source
that could not be read.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.executors import open_executor
from ingest.pipeline import LIMITS, Progress, Reader, Source, print_name
from ingest.reading_cache import ReadingCache
from ingest.readings import decode_reading
from ingest.sandboxed import Limits, Packed, close_here, sandbox_here
from ontology.errors import SourceError
from ontology.records import Issue, Reading

_MAX_CHUNK: Final = 16  # sources sent together, because the register goes with them
_CHUNKS: Final = 64


@dataclass(frozen=True, slots=True)
class Batch:
    """What was read, in the order of the sources, and why the rest was not."""

    read: tuple[tuple[Source, Reading], ...]
    issues: tuple[Issue, ...]

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings alone."""
        return tuple(reading for _, reading in self.read)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A reading as JSON, or the reason why there is none."""

    content: bytes = b""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """How to go about a batch; nothing of it changes what is read."""

    jobs: int = 1
    dask: str | None = None  # tcp://HOST:PORT of a scheduler
    kept: Path | None = None  # folder in which readings are kept
    limits: Limits = LIMITS


_Done = Callable[[int, _Outcome], None]


def read_sources(
    sources: Sequence[Source], reader: Reader, work: Work, on_progress: Progress | None = None
) -> Batch:
    """Read every source as the work says; the child that reads ends with it.

    Raises:
        InputError: when jobs is out of range or the cluster cannot be used.
        SourceError: of the first source that cannot be read, when the reader is strict.
    """
    cache = ReadingCache(work.kept, reader) if work.kept else None
    try:
        with open_executor(work.jobs, work.dask) as executor:
            batch = read_batch(
                sources,
                reader,
                executor=executor,
                cache=cache,
                on_progress=on_progress,
                limits=work.limits,
            )
    finally:
        close_here()
    if cache is not None:
        cache.trim()
    return batch


def read_every(
    sources: Sequence[Source], reader: Reader, on_progress: Progress | None = None
) -> tuple[Reading, ...]:
    """The readings of all sources, in their order, read in a child.

    Raises:
        SourceError: of the first source, in order, that cannot be read.
    """
    batch = read_sources(sources, reader, Work(), on_progress)
    if batch.issues:
        raise SourceError(batch.issues[0].message)
    return batch.readings


def read_batch(
    sources: Sequence[Source],
    reader: Reader,
    *,
    executor: Executor | None = None,
    cache: ReadingCache | None = None,
    on_progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> Batch:
    """Read every source; what the cache holds is not read again.

    Raises:
        SourceError: of the first source that cannot be read, when the reader is strict.
    """
    found: dict[int, Reading] = {}
    reasons: dict[int, str] = {}
    keys: dict[int, str] = {}

    def tell(index: int) -> None:
        if on_progress:
            on_progress(sources[index].card.id)

    def done(index: int, outcome: _Outcome) -> None:
        try:
            if outcome.reason:
                raise SourceError(outcome.reason)
            found[index] = decode_reading(outcome.content, sources[index].path.name)
            if cache is not None and index in keys:
                cache.put(keys[index], found[index])
        except SourceError as problem:
            reasons[index] = str(problem)
        tell(index)

    if cache is not None:
        keys = {i: key for i, s in enumerate(sources) if (key := cache.key(s)) is not None}
        found = {i: held for i, key in keys.items() if (held := cache.get(key)) is not None}
        for index in found:
            tell(index)
    missing = [index for index in range(len(sources)) if index not in found]
    if missing:
        gc.freeze()  # the register stays: no collection need look at it
        _read(missing, sources, Packed.of(reader), executor, limits, done)
    if reasons and reader.strict:
        raise SourceError(reasons[min(reasons)])
    return Batch(
        read=tuple((sources[index], found[index]) for index in sorted(found)),
        issues=tuple(_issue(sources[index], reasons[index]) for index in sorted(reasons)),
    )


def read_chunk(packed: Packed, sources: Sequence[Source], limits: Limits) -> list[_Outcome]:
    """Read some sources one after another in this thread's sandbox; runs in any process."""
    sandbox = sandbox_here(limits)
    outcomes: list[_Outcome] = []
    for source in sources:
        try:
            outcomes.append(_Outcome(sandbox.read(packed, source, source.path.name)))
        except SourceError as problem:
            outcomes.append(_Outcome(reason=str(problem)))
    return outcomes


def _read(
    missing: Sequence[int],
    sources: Sequence[Source],
    packed: Packed,
    executor: Executor | None,
    limits: Limits,
    done: _Done,
) -> None:
    left = set(missing)
    if executor is not None:
        for index, outcome in _iter_parallel(missing, sources, packed, executor, limits):
            left.discard(index)
            done(index, outcome)
    for index in sorted(left):  # all, or those whose worker was lost
        done(index, read_chunk(packed, [sources[index]], limits)[0])


def _iter_parallel(
    missing: Sequence[int],
    sources: Sequence[Source],
    packed: Packed,
    executor: Executor,
    limits: Limits,
) -> Iterator[tuple[int, _Outcome]]:
    """Outcomes as they come; those of a worker that was lost are left out."""
    size = max(1, min(_MAX_CHUNK, len(missing) // _CHUNKS))
    chunks = [missing[start : start + size] for start in range(0, len(missing), size)]
    try:
        futures = {
            executor.submit(read_chunk, packed, [sources[i] for i in chunk], limits): chunk
            for chunk in chunks
        }
        for future in as_completed(futures):
            yield from zip(futures[future], future.result(), strict=True)
    except BrokenExecutor:
        return


def _issue(source: Source, reason: str) -> Issue:
    printable = reason.encode("utf-8", "backslashreplace").decode()
    return Issue(
        code="not-read", message=printable, where=print_name(source.path), severity="error"
    )
