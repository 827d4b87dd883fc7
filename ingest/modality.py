"""How binding words are: finding, expectation, ambition, intention, agreement, decision, condition.

Counts: the strongest cue in a sentence, in the order condition, decision, agreement, expectation,
ambition, intention; `We spreken af dat …` is an agreement, `Dit vraagt dat …` none of these.
Does not count: a cue that is denied (`niet besloten`) or asked (`wat besluiten we?`).
A sentence without any cue is a finding only when it states a fact (`er wonen`, `bedraagt`).
"""

from __future__ import annotations

import re
from typing import Final

from ontology.records import Iri
from ontology.terms import BG

_CUES: Final[tuple[tuple[Iri, re.Pattern[str]], ...]] = tuple(
    (iri, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
    for iri, words in (
        (
            BG.Voorwaarde,
            r"voorwaarden?|randvoorwaarden?|mits|op voorwaarde dat|alleen als|vereist|vereisten?",
        ),
        (
            BG.Besluit,
            r"besloten|besluiten|besluit|vastgesteld|stel(?:t|len)\b[^.]{0,60}\bvast|"
            r"vaststellen|vaststelling|ondertekend|bekrachtigd",
        ),
        (
            BG.Afspraak,
            r"afspraken|afspraak|afgesproken|spreken\b[^.]{0,60}\baf|overeengekomen|toegezegd|"
            r"toezegging|akkoord|convenant|commitment|verplicht|verplichten",
        ),
        (
            BG.Verwachting,
            r"verwacht(?:en|ing|ingen|te)?|te verwachten|prognoses?|geprognosticeerd(?:e)?|"
            r"naar verwachting|raming|ramen|geraamd|scenario[’']?s?|voorzien",
        ),
        (
            BG.Ambitie,
            r"ambities?|ambieert|ambiëren|streven|streeft|nastreven|doel|doelen|doelstelling(?:en)?|"
            r"wens(?:en)?|dromen|toekomstbeeld|visie|willen we|wil|willen",
        ),
        (
            BG.Voornemen,
            r"voornemens?|zal|zullen|gaan|gaat|nodig|noodzakelijk|opgaven?|toevoegen|"
            r"toe te voegen|realiseren|zetten\b[^.]{0,40}\bin|inzetten|kiezen|moet|moeten",
        ),
        (
            BG.Constatering,
            r"is|zijn|was|waren|bedraagt|bedragen|telt|tellen|wonen|woont|heeft|hebben|blijkt",
        ),
    )
)
_DENIED: Final = re.compile(r"(?:niet|geen|nog niet|zonder)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_LOOK_BACK: Final = 30
_MAX_LENGTH: Final = 2_000


def judge_modality(sentence: str) -> Iri | None:
    """The modality of a sentence, or None when no cue tells.

    Only the first 2,000 characters are read; questions have no modality.
    """
    text = sentence[:_MAX_LENGTH]
    if text.rstrip().endswith("?"):
        return None
    for iri, pattern in _CUES:
        for match in pattern.finditer(text):
            if not _DENIED.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
                return iri
    return None
