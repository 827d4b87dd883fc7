"""Altered copies of the five texts: every other number comes out, and none of the old ones.

A fixed seed changes every figure of which the original gave a number with an indicator, a share of
money or a cell of a table, wherever it is written in the copy. What was read of the original must
be read of the copy with the new value and the same unit, year and place.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from graph.register import load_region
from ingest.cards import load_cards
from ingest.pipeline import Reader, Source, find_sources as find_texts
from ontology.records import Element, Iri, Literal, Reading, Span
from ontology.terms import BG, DCT, QUDT, SOSA
from tests.integration.conftest import find_sources

pytestmark = pytest.mark.sources

SEED: Final = 20_311
DOCUMENTS: Final = (
    "netwerkstad-twente-2040",
    "plan-van-aanpak-ros",
    "raadsbrief-almelo",
    "raadsbrief-enschede",
    "woonagenda-twente-2021-2025",
)
VALUES: Final = (SOSA.hasSimpleResult, BG.lowerBound, BG.upperBound, BG.amount, BG.statedTotal)
SCOPES: Final = (
    BG.forIndicator, BG.scopePlace, BG.targetYear, BG.fiscalYear, BG.contributor, DCT.date,
    QUDT.hasUnit,
)  # fmt: skip
_FIGURE: Final = re.compile(
    r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?![\d.,]\d|\w)"
    r"|(?<![\w.,/-])\d{5,6}(?![\w.,])"
    r"|(?<![\w.,/-])\d{1,3}(?=\s?(?:%|procent|hectare|ha)(?!\w))"
    r"|(?P<cell>(?:(?<=\n)|(?<=\n-))\d{1,4}(?=[ \t]*\n))"
)


@dataclass(frozen=True)
class Copies:
    """A reader, the texts by document, and a folder for altered copies."""

    reader: Reader
    sources: Mapping[str, Source]
    folder: Path

    def original(self, document: str) -> tuple[str, Reading]:
        """The text and what is read of it."""
        source = self.sources[document]
        return source.path.read_bytes().decode("utf-8"), self.reader.read(source)

    def altered(self, document: str, text: str) -> Reading:
        """What is read of another text of that document."""
        path = self.folder / f"{document}.txt"
        path.write_bytes(text.encode("utf-8"))
        return self.reader.read(Source(path, self.sources[document].card))


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """The five texts, when they are here."""
    folder = find_sources()
    if folder is None:
        pytest.skip("the five texts are not here: set BELEIDSGRAAF_SOURCES to their folder")
    region = load_region()
    sources, _ = find_texts(folder, load_cards(region.sources_folder, region.names))
    entries = tuple(region.entries.values())
    reader = Reader(region.names, entries, concepts=tuple(region.concepts.values()))
    by_id = {source.card.id: source for source in sources}
    return Copies(reader, by_id, tmp_path_factory.mktemp("altered"))


def measured(reading: Reading) -> Iterator[Element]:
    """Numbers of indicators and of money that are written in figures, without horizons.

    What is said without a figure (`geen toename`) stays what it was.
    """
    for element in reading.elements:
        if element.method.startswith("directions "):
            continue
        predicates = {statement.predicate for statement in element.statements}
        horizon = any(
            statement.predicate == BG.forIndicator and str(statement.object).endswith("/horizon")
            for statement in element.statements
        )
        if not horizon and predicates & {BG.forIndicator, BG.amount, BG.statedTotal}:
            yield element


def numbers(element: Element) -> list[Decimal]:
    """Its values, lowest first."""
    given = (s.object for s in element.statements if s.predicate in VALUES)
    return sorted(Decimal(value.value) for value in given if isinstance(value, Literal))


def scope(element: Element) -> frozenset[tuple[Iri, str]]:
    """What a value is about: indicator, unit, year, place, contributor."""
    return frozenset(
        (s.predicate, s.object.value if isinstance(s.object, Literal) else str(s.object))
        for s in element.statements
        if s.predicate in SCOPES
    )


def shuffled(text: str, spans: list[Span]) -> tuple[str, dict[Decimal, Decimal]]:
    """A copy with other figures of the same length, and what became of each value.

    A figure is changed wherever it stands, so that repetitions stay what they were to a reader; a
    small one in a table only where it was read, and a small one in a sentence not at all unless it
    is a percentage or a number of hectares.
    """
    chance = random.Random(SEED)
    starts = [span.start for span in sorted(spans)]
    ends = [span.end for span in sorted(spans)]

    def is_read(match: re.Match[str]) -> bool:
        index = bisect_right(starts, match.start())
        return any(match.start() < end for end in ends[max(0, index - 3) : index])

    figures = [match for match in _FIGURE.finditer(text) if not match["cell"] or is_read(match)]
    taken = {value_of(match[0]) for match in figures}
    values: dict[Decimal, Decimal] = {}
    for value in sorted({value_of(match[0]) for match in figures if is_read(match)}):
        fresh = other_than(value, taken, chance)
        if fresh is not None:
            taken.add(fresh)
            values[value] = fresh

    def write(match: re.Match[str]) -> str:
        value = values.get(value_of(match[0]))
        if value is None or (match["cell"] and not is_read(match)):
            return match[0]
        return f"{value:,}".replace(",", ".") if "." in match[0] else str(value)

    return _FIGURE.sub(write, text), values


def value_of(figure: str) -> Decimal:
    """The value of a figure with thousands dots."""
    return Decimal(figure.replace(".", ""))


def other_than(value: Decimal, taken: set[Decimal], chance: random.Random) -> Decimal | None:
    """Another value of the same length that no figure has, and that is no year."""
    low, high = int(value * Decimal("0.955")), int(value * Decimal("1.045")) + 40
    for _ in range(200):
        other = chance.randint(low, high)
        fits = len(str(other)) == len(str(value)) and not 1800 <= other <= 2199
        if fits and Decimal(other) not in taken:
            return Decimal(other)
    return None


@dataclass(frozen=True)
class Pair:
    """What was read of a text and of its altered copy, and what became of each value."""

    original: Reading
    altered: Reading
    values: Mapping[Decimal, Decimal]


@pytest.fixture(scope="module", params=DOCUMENTS)
def pair(request: pytest.FixtureRequest, copies: Copies) -> Pair:
    """A document and its altered copy."""
    text, original = copies.original(request.param)
    spans = [span for element in measured(original) for span in element.evidence]
    altered, values = shuffled(text, spans)
    return Pair(original, copies.altered(request.param, altered), values)


def sign(number: Decimal) -> int:
    """-1 for a number below zero."""
    return -1 if number < 0 else 1


def test_every_altered_number_comes_out(pair: Pair) -> None:
    """Each number of the copy has its new value and the indicator, unit, year and place it had."""
    expected = sorted(
        (sorted(pair.values.get(abs(n), abs(n)) * sign(n) for n in numbers(e)), sorted(scope(e)))
        for e in measured(pair.original)
    )
    assert expected == sorted((numbers(e), sorted(scope(e))) for e in measured(pair.altered))


def test_no_original_number_is_left(pair: Pair) -> None:
    """Of a copy with other numbers none of the old ones is read as a measured number."""
    assert pair.values, "nothing to alter"
    found = {abs(number) for element in measured(pair.altered) for number in numbers(element)}
    assert set() == found & set(pair.values)
