"""Projects: names under a municipality or a category."""

from __future__ import annotations

from ingest.projects import EXTRACTOR, find_project_spans
from ontology.records import Element
from ontology.terms import BG, SKOS, SOSA
from tests.unit.small_document import extract, make_document, slug_of, value

BY_PLACE = """Versnelling in de stad

We kennen de volgende projecten:
• Aalbeek:
- Melkfabriek
- De Nieuwe Weide (oost)
• Beltum: Molenzicht (30 woningen)
"""
BY_THEME = """Themagebieden

Dit zijn de volgende locaties:
• Flexwonen
- Cadier: De Hoven minimaal 40 woningen
• Kleine plannen
- Beltum: Oude Pastorie
"""


def read(text: str) -> dict[str, Element]:
    """What projects finds, by slug."""
    return {slug_of(element.iri): element for element in extract(EXTRACTOR, text)}


def test_names_under_a_municipality() -> None:
    """A project lies in the municipality it is listed under and has the category of the heading."""
    project = read(BY_PLACE)["project/melkfabriek"]

    assert "aalbeek" == value(project, BG.scopePlace)
    assert "projectcategorie-stads" == value(project, BG.projectCategory)


def test_unknown_name_is_proposed() -> None:
    """A name the register lacks is a proposal under its own name."""
    project = read(BY_PLACE)["voorstel/nota-de-nieuwe-weide"]

    assert "De Nieuwe Weide" == value(project, SKOS.prefLabel)


def test_dwellings_of_a_project() -> None:
    """A number of dwellings in the row is an observation of the project."""
    observation = read(BY_PLACE)["waarneming/nota-woningen-molenzicht"]

    assert "30" == value(observation, SOSA.hasSimpleResult)
    assert "nota-molenzicht" == value(observation, SOSA.hasFeatureOfInterest)


def test_municipality_in_the_row_under_a_category() -> None:
    """Under a category the row names the municipality, and the category is the narrower one."""
    project = read(BY_THEME)["project/de-hoven"]

    assert "cadier" == value(project, BG.scopePlace)
    assert "projectcategorie-thema-flex" == value(project, BG.projectCategory)


def test_hedge_opens_the_upper_end() -> None:
    """`minimaal 40` has a lower bound only."""
    observation = read(BY_THEME)["waarneming/nota-woningen-de-hoven"]

    assert ("40", None) == (value(observation, BG.lowerBound), value(observation, BG.upperBound))


def test_other_lists_hold_no_projects() -> None:
    """A list below another lead-in is left alone."""
    assert {} == read("Brief\n\nWij schrijven u over:\n• Aalbeek: iets\n• Beltum: iets anders\n")


def test_rows_are_known_to_others() -> None:
    """The rows that list projects can be asked for, so that no other reader counts them."""
    assert 3 == len(find_project_spans(make_document(BY_PLACE)))
