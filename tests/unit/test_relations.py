"""Relations: fixed phrases between two named things, with direction."""

from __future__ import annotations

import pytest

from ingest.relations import EXTRACTOR
from ontology.terms import BG, DCT
from tests.unit.small_document import extract, slug_of, value


@pytest.mark.parametrize(
    ("text", "subject", "predicate", "object_"),
    [
        ("De Merenvisie is een bouwsteen voor de Waternota.", "merenvisie",
         BG.buildingBlockFor, "waternota"),
        ("De Merenvisie bouwt voort op de Waternota.", "merenvisie", BG.buildsOn, "waternota"),
        ("De Merenvisie vormt de basis voor de Waternota.", "waternota",
         BG.buildsOn, "merenvisie"),
        ("De Merenvisie sluit aan op de Waternota.", "merenvisie", BG.alignedWith, "waternota"),
        ("De Merenvisie (voorheen Waternota) ligt klaar.", "merenvisie", DCT.replaces, "waternota"),
        ("De Merenvisie vervangt de Waternota.", "merenvisie", DCT.replaces, "waternota"),
    ],
)  # fmt: skip
def test_phrase_states_a_relation(text: str, subject: str, predicate: str, object_: str) -> None:
    """Each phrase has its property and its direction."""
    (element,) = extract(EXTRACTOR, f"{text}\n")

    assert f"document/{subject}" == slug_of(element.iri)
    assert [(predicate, object_)] == [
        (statement.predicate, value(element, statement.predicate))
        for statement in element.statements
    ]


@pytest.mark.parametrize(
    "text",
    [
        "De Merenvisie en de Waternota liggen klaar.",
        "De Merenvisie bouwt niet voort op de Waternota.",
        "Bouwt de Merenvisie voort op de Waternota?",
        "De Merenvisie bouwt voort op eerder werk. De Waternota is nieuw.",
    ],
)
def test_no_relation(text: str) -> None:
    """Standing together, denying, asking and another sentence state nothing."""
    assert [] == extract(EXTRACTOR, f"{text}\n")


def test_evidence_of_the_relation_is_the_sentence() -> None:
    """The relation is evidenced by its sentence, not by the name alone."""
    text = "Vooraf. De Merenvisie bouwt voort op de Waternota.\n"
    (element,) = extract(EXTRACTOR, text)
    (span,) = element.statements[0].evidence

    assert "De Merenvisie bouwt voort op de Waternota." == text[span.start : span.end]


def test_condition_between_elements() -> None:
    """The element before the words is the condition, the one after them what it makes possible."""
    (element,) = extract(EXTRACTOR, "De Melkfabriek is een belangrijke voorwaarde voor De Hoven.\n")

    assert ("project/melkfabriek", "de-hoven") == (
        slug_of(element.iri),
        value(element, BG.isConditionFor),
    )
