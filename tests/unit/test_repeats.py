"""Actions of one document that say the same."""

from __future__ import annotations

from ingest.repeats import extract
from ontology.terms import DCT
from tests.unit.small_document import make_document

LIST = """Acties
1. Steun regelen voor alle scholen langs de vaart volgens het waterplan.
2. Geld zoeken voor de molen.

Acties
3. Steun regelen voor alle scholen langs de vaart volgens het waterplan.
4. Bomen planten rond het meer en het dorp.
"""


def test_same_text_under_another_number_is_a_repeat() -> None:
    """Two actions with the same text are one statement about both; the others are left alone."""
    (found,) = extract(make_document(LIST))
    about = [str(s.object)[-2:] for s in found.statements if s.predicate == DCT.subject]

    assert ["-1", "-3"] == about


def test_shared_verb_is_no_repeat() -> None:
    """Actions that share a few words only do not repeat each other."""
    text = LIST.replace(
        "3. Steun regelen voor alle scholen langs de vaart volgens het waterplan.",
        "3. Steun regelen voor de molen.",
    )

    assert [] == list(extract(make_document(text)))
