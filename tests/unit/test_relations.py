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
        ("We lezen de Merenvisie. De visie vervangt de Waternota.", "merenvisie",
         DCT.replaces, "waternota"),
        ("De Merenvisie geeft uitvoering aan de Waternota.", "merenvisie",
         BG.buildsOn, "waternota"),
        ("De Merenvisie is het kader voor de Waternota.", "merenvisie",
         BG.elaboratedIn, "waternota"),
        ("De Merenvisie is sterk verweven met de Waternota.", "merenvisie",
         BG.alignedWith, "waternota"),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deze nota bouwt voort op de Merenvisie (2020) en op de Waternota.",
         {("nota", "buildsOn", "merenvisie"), ("nota", "buildsOn", "waternota")}),
        ("De Merenvisie volgt uit de Waternota en vervangt het Plan Zuid 2020.",
         {("merenvisie", "buildsOn", "waternota"),
          ("merenvisie", "replaces", "nota-plan-zuid-2020")}),
        ("Hierbij sluiten we aan bij de Waternota.", {("nota", "alignedWith", "waternota")}),
        ("Daarom sluit de Merenvisie aan op de Waternota.",
         {("merenvisie", "alignedWith", "waternota")}),
        ("De Merenvisie is een uitwerking van de Waternota.",
         {("waternota", "elaboratedIn", "merenvisie")}),
        ("De Melkfabriek en De Hoven liggen in Aalbeek.",
         {("melkfabriek", "scopePlace", "aalbeek"), ("de-hoven", "scopePlace", "aalbeek")}),
        ("Het Rijk is trekker van de Melkfabriek.", {("melkfabriek", "leadActor", "rijk")}),
        ("De Melkfabriek loopt mee in het Programma Mooi Land.",
         {("melkfabriek", "partOf", "nota-programma-mooi-land")}),
        ("Deze nota:\n- is nieuw;\n- bouwt voort op de Waternota;\n",
         {("nota", "buildsOn", "waternota")}),
        ("De Melkfabriek is afhankelijk van De Hoven.",
         {("de-hoven", "isConditionFor", "melkfabriek")}),
    ],
)  # fmt: skip
def test_relations_of_a_sentence(text: str, expected: set[tuple[str, str, str]]) -> None:
    """Enumerations, the document itself, inversion and proposals, each in the right direction."""
    assert expected == stated(text)


def stated(text: str) -> set[tuple[str, str, str]]:
    """Subject, predicate and object of all that a text states, without what they are named."""
    return {
        (one.iri.rsplit("/", 1)[-1], _last(statement.predicate), _last(str(statement.object)))
        for one in extract(EXTRACTOR, f"{text}\n")
        if one.type != BG.Goal
        for statement in one.statements
    }


def _last(iri: str) -> str:
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def test_what_helps_becomes_a_goal() -> None:
    """`Draagt bij aan` points at a goal: from means to end."""
    elements = extract(EXTRACTOR, "De Melkfabriek draagt bij aan een levend centrum.\n")
    helped = [one for one in elements if slug_of(one.iri) == "project/melkfabriek"]

    assert ["nota-doel-levend-centrum"] == [value(one, BG.contributesTo) for one in helped]


def test_goal_that_only_may_be_helped_counts_less() -> None:
    """A hedge before the words lowers the confidence."""
    sure = extract(EXTRACTOR, "De Merenvisie draagt bij aan de aanpak van leegstand.\n")
    maybe = extract(EXTRACTOR, "De Merenvisie kan bijdragen aan de aanpak van leegstand.\n")

    assert min(one.confidence for one in maybe) < min(one.confidence for one in sure)


@pytest.mark.parametrize(
    "text",
    [
        "De Melkfabriek draagt niet bij aan een levend centrum.",
        "Draagt de Melkfabriek bij aan een levend centrum?",
        "Iets anders draagt bij aan een levend centrum.",
    ],
)
def test_nothing_is_helped(text: str) -> None:
    """Denied, asked or done by nothing that has a name: no statement by the project."""
    assert set() == stated(text)


def test_parts_form_a_whole_together() -> None:
    """What together forms something is part of it."""
    text = "De Merenvisie en dit document vormen samen de Waternota.\n"
    found = {slug_of(one.iri): value(one, BG.partOf) for one in extract(EXTRACTOR, text)}

    assert {"document/merenvisie": "waternota", "document/nota": "waternota"} == found


def test_short_name_of_a_kind_is_the_document_itself() -> None:
    """`De nota` is the document that is called so, unless another was named just before."""
    (element,) = extract(EXTRACTOR, "De nota bouwt voort op de Merenvisie.\n")

    assert "document/nota" == slug_of(element.iri)


@pytest.mark.parametrize(
    "text",
    [
        "De Merenvisie is af. Zij vervangt de Waternota.",
        "De Merenvisie is af. Zij geldt al. Zij vervangt de Waternota.",
        "De Merenvisie telt vier delen en vervangt de Waternota.",
        "De Merenvisie volgt de Waternota op.",
    ],
)
def test_subject_of_an_earlier_verb_or_sentence(text: str) -> None:
    """A pronoun means the subject of the sentence before, a second verb that of the first."""
    (element,) = extract(EXTRACTOR, f"{text}\n")

    assert ("document/merenvisie", "waternota") == (
        slug_of(element.iri),
        value(element, DCT.replaces),
    )


def test_pronoun_for_somebody_else_states_nothing() -> None:
    """When a party opens the sentence before, the pronoun is not the document in it."""
    text = "De provincie Waterland las de Merenvisie. Zij vervangt de Waternota.\n"

    assert [] == extract(EXTRACTOR, text)
