"""The curated layer of the region: every quote stands in the real texts and the whole is sound."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from ingest.cards import load_cards
from ingest.curated import (
    CURATED_FILE,
    QUOTE_GONE,
    CuratedReading,
    anchor,
    drop_dangling,
    load_curated,
)
from ingest.parse import parse_bytes
from ontology.iris import Names
from ontology.records import Element, Iri, Literal, Sha256, SourceCard
from ontology.terms import BG, SKOS

ROOT = Path(__file__).parents[2]
CARDS = ROOT / "ingest" / "sources"
NAMES = Names("https://w3id.org/beleidsgraaf/twente/")
DOCUMENTS = (
    "netwerkstad-twente-2040",
    "plan-van-aanpak-ros",
    "raadsbrief-almelo",
    "raadsbrief-enschede",
    "woonagenda-twente-2021-2025",
)
RANK = {BG.SubGoal: 0, BG.MainGoal: 1, BG.Ambition: 2}


def _sources() -> Path | None:
    given = os.environ.get("BELEIDSGRAAF_SOURCES")
    places = [Path(given)] if given else [ROOT / "sources", ROOT.parent / "shared" / "sources"]
    return next((place for place in places if place.is_dir()), None)


@pytest.fixture(scope="module")
def cards() -> Mapping[str, SourceCard]:
    """The source cards of the repository."""
    return load_cards(CARDS, NAMES)


@pytest.fixture(scope="module")
def readings(cards: Mapping[str, SourceCard]) -> Mapping[str, CuratedReading]:
    """The curated layer as it stands without the texts, trusting the hashes of the cards."""
    found: dict[str, CuratedReading] = {}
    for document in DOCUMENTS:
        card = cards[document]
        assert card.sha256
        curated = load_curated(CARDS / document / CURATED_FILE, NAMES)
        found[document] = anchor(curated, None, card.sha256, card, NAMES)
    return found


@pytest.fixture(scope="module")
def elements(readings: Mapping[str, CuratedReading]) -> tuple[Element, ...]:
    """All curated elements of the region."""
    return tuple(element for reading in readings.values() for element in reading.elements)


def _objects(elements: tuple[Element, ...], predicate: Iri) -> Mapping[Iri, set[Iri | Literal]]:
    found: dict[Iri, set[Iri | Literal]] = defaultdict(set)
    for element in elements:
        for statement in element.statements:
            if statement.predicate == predicate:
                found[element.iri].add(statement.object)
    return found


def test_each_document_has_a_card(cards: Mapping[str, SourceCard]) -> None:
    """The five documents are described before they are read."""
    assert set(DOCUMENTS) <= set(cards)


@pytest.mark.sources
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_quote_stands_in_the_text(cards: Mapping[str, SourceCard], document: str) -> None:
    """No curated quote has moved or gone in the file that the card describes."""
    folder = _sources()
    if folder is None:
        pytest.skip("the five texts are not here: set BELEIDSGRAAF_SOURCES to their folder")
    card = cards[document]
    data = (folder / str(card.file)).read_bytes()
    curated = load_curated(CARDS / document / CURATED_FILE, NAMES)

    reading = anchor(curated, data.decode(), Sha256(sha256(data).hexdigest()), card, NAMES)

    assert () == reading.issues
    assert len(curated.elements) == len(reading.elements)


@pytest.mark.sources
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_quote_is_found_again_with_other_line_ends(
    cards: Mapping[str, SourceCard], document: str
) -> None:
    """Written on Windows, the text is another version in which every quote moved and none is gone."""
    folder = _sources()
    if folder is None:
        pytest.skip("the five texts are not here: set BELEIDSGRAAF_SOURCES to their folder")
    card = cards[document]
    data = (folder / str(card.file)).read_bytes().replace(b"\n", b"\r\n")
    text = parse_bytes(data, str(card.file)).text
    curated = load_curated(CARDS / document / CURATED_FILE, NAMES)

    reading = anchor(curated, text, Sha256(sha256(data).hexdigest()), card, NAMES)

    assert [] == [issue.message for issue in reading.issues if issue.code == QUOTE_GONE]


@pytest.mark.sources
@pytest.mark.parametrize("document", DOCUMENTS)
def test_recorded_length_is_that_of_the_quote(
    cards: Mapping[str, SourceCard], document: str
) -> None:
    """The length that a later search relies on is the normalised length of the quote."""
    folder = _sources()
    if folder is None:
        pytest.skip("the five texts are not here: set BELEIDSGRAAF_SOURCES to their folder")
    text = (folder / str(cards[document].file)).read_bytes().decode()
    curated = load_curated(CARDS / document / CURATED_FILE, NAMES)

    for element in curated.elements:
        for item in element.evidence:
            quote = " ".join(text[item.span.start : item.span.end].split())
            assert item.length == len(quote), element.iri


def test_no_label_differs_between_files(elements: tuple[Element, ...]) -> None:
    """A goal told by several documents bears one name in each language."""
    labels: dict[tuple[Iri, str | None], set[str]] = defaultdict(set)
    for iri, texts in _objects(elements, SKOS.prefLabel).items():
        for text in texts:
            assert isinstance(text, Literal)
            labels[iri, text.language].add(text.value)

    assert [] == [key for key, values in labels.items() if len(values) > 1]


@pytest.mark.parametrize("predicate", [BG.goalLevel, BG.primaryParent, BG.horizonYear])
def test_single_values_stay_single(elements: tuple[Element, ...], predicate: Iri) -> None:
    """Level, main parent and horizon of a goal agree over the documents."""
    assert [] == [iri for iri, found in _objects(elements, predicate).items() if len(found) > 1]


def test_main_parent_is_one_of_the_ends(elements: tuple[Element, ...]) -> None:
    """The parent for display is a goal the element contributes to."""
    ends = _objects(elements, BG.contributesTo)
    parents = _objects(elements, BG.primaryParent)

    assert [] == [iri for iri, found in parents.items() if not found <= ends[iri]]


def test_no_edge_leads_to_a_lower_goal(elements: tuple[Element, ...]) -> None:
    """Contribution runs from means to end, never down the tree."""
    level = {iri: next(iter(found)) for iri, found in _objects(elements, BG.goalLevel).items()}
    down = [
        (iri, end)
        for iri, ends in _objects(elements, BG.contributesTo).items()
        for end in ends
        if isinstance(end, str) and iri in level and RANK[level[end]] < RANK[level[iri]]
    ]

    assert [] == down


def test_every_goal_reaches_an_ambition(elements: tuple[Element, ...]) -> None:
    """Following the main parents from any goal ends at an ambition, without a cycle."""
    level = {iri: next(iter(found)) for iri, found in _objects(elements, BG.goalLevel).items()}
    parent = {iri: next(iter(found)) for iri, found in _objects(elements, BG.primaryParent).items()}
    lost: list[Iri] = []
    for goal in level:
        at, steps = goal, 0
        while level.get(at) != BG.Ambition and at in parent and steps < len(parent):
            at, steps = Iri(str(parent[at])), steps + 1
        if level.get(at) != BG.Ambition:
            lost.append(goal)

    assert [] == lost


def test_step_in_scale_is_a_means(elements: tuple[Element, ...]) -> None:
    """The step in scale contributes to talent and four other ends, never the other way round."""
    ends = _objects(elements, BG.contributesTo)
    step = NAMES.mint("doel", "schaalsprong")
    wanted = {
        NAMES.mint("doel", slug)
        for slug in (
            "veerkracht",
            "talent-vasthouden",
            "beroepsbevolking-op-peil",
            "voorzieningen",
            "economische-kracht",
        )
    }

    assert wanted <= ends[step]
    assert [] == [goal for goal in wanted if step in ends[goal]]


def test_removing_one_document_leaves_nothing_dangling(
    readings: Mapping[str, CuratedReading],
) -> None:
    """Without the plan of approach, no letter points at a goal that only the plan brings in."""
    letters = [readings["raadsbrief-almelo"], readings["raadsbrief-enschede"]]
    there = {element.iri for reading in letters for element in reading.elements}

    pruned = drop_dangling(letters, set(), NAMES)

    dangling = [
        statement.object
        for reading in pruned
        for element in reading.elements
        for statement in element.statements
        if isinstance(statement.object, str)
        and statement.object.startswith(NAMES.base)
        and statement.object not in there
    ]
    assert [] == dangling


@pytest.mark.parametrize(
    ("document", "count"), [("plan-van-aanpak-ros", 5), ("netwerkstad-twente-2040", 19)]
)
def test_numbered_items_have_own_words(
    readings: Mapping[str, CuratedReading], document: str, count: int
) -> None:
    """Each numbered building block and choice bears a label in Dutch and English."""
    actions = [
        e
        for e in readings[document].elements
        if any(s.predicate == BG.actionNumber for s in e.statements)
    ]

    assert count == len(actions)
    assert {2} == {sum(s.predicate == SKOS.prefLabel for s in e.statements) for e in actions}


def test_forty_actions_have_own_words(readings: Mapping[str, CuratedReading]) -> None:
    """The housing agenda's actions 1 to 40 are all labelled and lead to a goal."""
    actions = [e for e in readings["woonagenda-twente-2021-2025"].elements if e.type == BG.Action]

    assert {str(n) for n in range(1, 41)} == {e.iri.rsplit("-", 1)[-1] for e in actions}
    assert all(any(s.predicate == BG.realises for s in e.statements) for e in actions)
