"""Counting for a measurement: records of the gold that were found, elements that stand in it.

In: the gold of one document and what was found there, with and without curated elements. Out: the
tallies of each kind, part and extractor, to be summed over documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.found import Found
from ingest.gold import Gold, GoldRecord
from ingest.matching import RULES, Rule
from ingest.scores import Place, Score

_OWN: Final = "document"
Key = tuple[str, str, str]  # kind, part, extractor


@dataclass(slots=True)
class Tally:
    """What was counted for one kind, part or extractor so far; fields as in `Score`."""

    gold: int = 0
    found: int = 0
    with_curated: int = 0
    all_right: int = 0
    judged: int = 0
    right: int = 0
    misses: list[Place] = field(default_factory=list)
    half_right: list[Place] = field(default_factory=list)
    false_hits: list[Place] = field(default_factory=list)


Tallies = dict[Key, Tally]


def measure(
    gold: Gold,
    kind: str,
    candidates: Iterable[Found],
    with_curated: Iterable[Found],
    tallies: Tallies,
    extractor: str = "",
) -> None:
    """Count one kind in one document, for all extractors together or for one of them."""
    rule, own = RULES[kind], f"/{_OWN}/{gold.document}"
    ours = [one for one in candidates if _suits(one, rule, own)]
    both = [one for one in with_curated if _suits(one, rule, own)]
    for record in gold.records:
        part = rule.part(record) if record.kind == kind else None
        if part is not None and not (part and extractor):
            hits = [one for one in ours if rule.agrees(record, one)]
            curated_too = bool(hits) or any(rule.agrees(record, one) for one in both)
            tally = tallies.setdefault((kind, part, extractor), Tally())
            _count_record(record, rule, hits, tally, curated_too)
    for one in ours:
        spans = [span for span in one.spans if gold.covers(kind, span)]
        if rule.judged & one.types and spans:
            place = Place(
                document=gold.document,
                span=spans[0],
                label=one.iri.rsplit("/", 1)[-1],
                note=", ".join(sorted(one.methods)),
            )
            right = any(_justifies(record, one, kind, rule) for record in gold.records)
            _judge(tallies.setdefault((kind, "", extractor), Tally()), place, right=right)


def _justifies(record: GoldRecord, one: Found, kind: str, rule: Rule) -> bool:
    if record.kind == kind:
        return (rule.allows or rule.agrees)(record, one)
    return record.kind in rule.also and RULES[record.kind].agrees(record, one)


def _suits(one: Found, rule: Rule, own: str) -> bool:
    suits = not rule.types or bool(rule.types & one.types)
    return suits and (rule.itself or not one.iri.endswith(own))


def _count_record(
    record: GoldRecord, rule: Rule, hits: Sequence[Found], tally: Tally, curated_too: bool
) -> None:
    place = Place(document=record.document, span=record.span, label=record.label)
    tally.gold += 1
    tally.found += bool(hits)
    tally.with_curated += curated_too
    if not hits:
        tally.misses.append(place)
    elif rule.strict is not None:
        right = any(rule.strict(record, one) for one in hits)
        tally.all_right += right
        if not right:
            tally.half_right.append(place)


def _judge(tally: Tally, place: Place, *, right: bool) -> None:
    tally.judged += 1
    tally.right += right
    if not right:
        tally.false_hits.append(place)


def make_score(key: Key, tally: Tally) -> Score:
    """The score that a tally amounts to."""
    kind, part, extractor = key
    strict = RULES[kind].strict is not None and not part and not extractor
    return Score(
        kind=kind,
        part=part,
        extractor=extractor,
        gold=tally.gold,
        found=tally.found,
        with_curated=tally.with_curated,
        all_right=tally.all_right if strict else None,
        judged=tally.judged,
        right=tally.right,
        misses=tuple(tally.misses),
        half_right=tuple(tally.half_right) if strict else (),
        false_hits=tuple(tally.false_hits),
    )
