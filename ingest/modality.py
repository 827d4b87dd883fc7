"""How binding words are: finding, expectation, ambition, intention, agreement, decision, condition.

Counts: the strongest cue in a sentence, in the order condition, decision, agreement, expectation,
ambition, intention; `We spreken af dat …` is an agreement, `Dit vraagt dat …` none of these.
Does not count: a cue that is denied (`niet besloten`) or asked (`wat besluiten we?`), or in a
clause about something else (`de wijken die we willen …`) when the sentence itself has one.
A need (`zijn 400 woningen nodig`) and an option have none.
A sentence without any cue is a finding only when it states a fact (`er wonen`, `bedraagt`). A
picture without a main verb (`Een streek die in 2051 …`) is an ambition. What is done is at least
intended: an action is an agreement when it says so, a condition when it hangs on one, else an
intention.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.guarded import Guarded, GuardedList, guard
from ontology.records import Iri
from ontology.terms import BG

_CUES: Final[tuple[tuple[Iri, Guarded], ...]] = tuple(
    (iri, guard(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
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
            r"(?:afspraken|afspraak)(?!\b[^.;,]{0,20}\ste\s(?!maken)\w+en\b)|"
            r"afgesproken|spreken\b[^.]{0,60}\baf|overeengekomen|toegezegd|"
            r"toezegging|akkoord|convenant|commitment|verplicht|verplichten",
        ),
        (
            BG.Verwachting,
            r"verwacht(?:en|ing|ingen|te)?|te verwachten|prognoses?|geprognosticeerd(?:e)?|"
            r"naar verwachting|raming|ramen|geraamd|scenario[’']?s?|"
            r"(?<!te )(?<!te kunnen )voorzien",
        ),
        (
            BG.Ambitie,
            r"\w*ambities?|ambieert|ambiëren|streven|streeft|nastreven|doel|doelen|doelstelling(?:en)?|"
            r"wens(?:en)?|dromen|toekomstbeeld|visie|willen we|wil|willen",
        ),
        (
            BG.Voornemen,
            r"voornemens?|zal|zullen|gaan|gaat|opgaven?|toevoegen|borgen|"
            r"toe te voegen|realiseren|zetten\b[^.]{0,40}\bin|inzetten|kiezen|moet|moeten",
        ),
        (
            BG.Constatering,
            r"is|zijn|was|waren|bedraagt|bedragen|telt|tellen|wonen|woont|heeft|hebben|blijkt",
        ),
    )
)
_CUE_WORDS: Final = GuardedList(cue for _, cue in _CUES)
_NEED: Final = guard(
    r"\b(?:is|zijn|hebben|heeft)\b(?:[^.;]|\.(?=\d)){0,160}\b(?:nodig|noodzakelijk)\b"
    r"|\b(?:nodig|noodzakelijk)\s+(?:is|zijn)\b",
    re.IGNORECASE,
)  # a need binds nobody and is no fact either
_ABOUT: Final = re.compile(
    r"\bga(?:an|at)\b[^.;,]{0,80}\bom\b|\bom\b[^.;,]{0,80}\bga(?:an|at)\b", re.IGNORECASE
)  # 'het gaat om …' plans nothing
_BINDING: Final = frozenset({BG.Voorwaarde, BG.Besluit, BG.Afspraak, BG.Verwachting})
_OPTION: Final = guard(r"\b(?:opties?|varianten)\b", re.IGNORECASE)
_DENIED: Final = re.compile(r"(?:niet|geen|nog niet|zonder)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_LOOK_BACK: Final = 30
_CLAUSE: Final = re.compile(
    r"(?:,\s+|(?<=\w)\s)(?:die|waar\w*|wie)\s[^,.;:()]*(?:,|(?=[.;:()])|$)", re.IGNORECASE
)
_PICTURE: Final = re.compile(
    r"\W*Een\s+(?:\w+\s+){1,2}(?:dat|die|waar|waarin)\s[^.;]*\b(?:19|20|21)\d\d\b"
)
_AMOUNTS_TO: Final = guard(r"\b(?:bedraagt|bedragen|beslaat|beslaan|telt|tellen)\b", re.I)
_PAST: Final = guard(
    r"\b(?:werd|werden|had|hadden|kwam|kwamen|bleek|bleken|deed|deden|gaf|gaven|"
    r"\w{2,}(?:kte|pte|fte|gde|lde|rde|nde|vde|mde|sde|tte|dde)n?)\b",
    re.IGNORECASE,
)
_AIMED: Final = guard(
    r"\w*ambities?\b|\bdoel|\bstreef|\bstreven|\btaakstelling|\bmoet|\bzal\b|\bzullen\b|\bkan\b|"
    r"\bverwacht|\bprognose|\braming",
    re.IGNORECASE,
)
_AGREED: Final = re.compile(
    r"\bspre(?:ken|ekt)\b[^.]{0,60}\baf\b|\bafgesproken\b|\bafspreken\b|\bkom(?:en|t)\b[^.]{0,40}\b"
    r"overeen\b|\bovereengekomen\b|\btoegezegd\b|\bzeg(?:gen|t)\b[^.]{0,40}\btoe\b",
    re.IGNORECASE,
)
_DECIDED: Final = re.compile(r"\b(?:besloten|besluit(?:en)?\s+(?:om|dat|tot))\b", re.IGNORECASE)
_IF: Final = re.compile(
    r"\b(?:mits|op\s+voorwaarde\s+dat|alleen\s+als|onder\s+(?:de\s+)?voorwaarde)\b", re.IGNORECASE
)
_MAX_LENGTH: Final = 2_000


def judge_modality(sentence: str) -> Iri | None:
    """The modality of a sentence, or None when no cue tells.

    Only the first 2,000 characters are read; questions have no modality.
    """
    text = sentence[:_MAX_LENGTH]
    if text.rstrip().endswith("?"):
        return None
    if _PICTURE.match(text):
        return BG.Ambitie
    amounts = _AMOUNTS_TO.search(text)
    if amounts is not None and not _AIMED.search(text):
        return BG.Constatering
    text = _ABOUT.sub(" ", text)
    main = _CLAUSE.sub(" ", text)
    cue = _find_cue(main)
    if is_need(text) and cue not in _BINDING:
        return None
    if cue == BG.Constatering and _OPTION.search(text):
        return None
    if cue is None and main != text:
        return BG.Constatering if _PAST.search(main) else _find_cue(text)
    return cue


def is_need(sentence: str) -> bool:
    """Whether a sentence says that something is needed: `zijn 400 woningen nodig`."""
    return bool(_NEED.search(sentence[:_MAX_LENGTH]))


def judge_action(text: str) -> Iri:
    """The modality of an action: what its first sentence says of itself.

    Only the first 2,000 characters are read.
    """
    main = _CLAUSE.sub(" ", text[:_MAX_LENGTH])
    for iri, pattern in ((BG.Voorwaarde, _IF), (BG.Besluit, _DECIDED), (BG.Afspraak, _AGREED)):
        match = pattern.search(main)
        if match and not _DENIED.search(main[max(0, match.start() - _LOOK_BACK) : match.start()]):
            return iri
    return BG.Voornemen


def _find_cue(text: str) -> Iri | None:
    """The first modality, in order of strength, with a cue that is not denied."""
    for place in _CUE_WORDS.which(text):
        iri, cue = _CUES[place]
        for match in cue.pattern.finditer(text):
            if not _DENIED.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
                return iri
    return None
