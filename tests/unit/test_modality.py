"""Modality: the strongest cue of a sentence."""

from __future__ import annotations

import pytest

from ingest.modality import judge_modality
from ontology.terms import BG


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Draagvlak is een voorwaarde voor de bouw.", BG.Voorwaarde),
        ("De raad stelt de nota in mei vast.", BG.Besluit),
        ("We spreken af dat ieder bijdraagt.", BG.Afspraak),
        ("Naar verwachting groeit het dorp.", BG.Verwachting),
        ("Het streven is een groen dorp.", BG.Ambitie),
        ("We gaan bomen planten.", BG.Voornemen),
        ("Het dorp telt veertig bomen.", BG.Constatering),
        ("De voorraad bedraagt 336 hectare, zo nodig met reserve.", BG.Constatering),
        ("Een streek die in 2051 met duizend mensen is gegroeid.", BG.Ambitie),
        ("In 2020 leverde dat bomen op, die we willen houden.", BG.Constatering),
    ],
)
def test_cue_decides(sentence: str, modality: str) -> None:
    """Each modality has its own words."""
    assert modality == judge_modality(sentence)


def test_question_has_none() -> None:
    """A question binds nobody."""
    assert judge_modality("Wat besluiten we dan?") is None


def test_denied_cue_does_not_count() -> None:
    """What is not decided is no decision."""
    assert BG.Besluit != judge_modality("Hierover is nog niet besloten.")
