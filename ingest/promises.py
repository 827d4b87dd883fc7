"""Whether words aim at a number: ambition, agreement, task, need, or a promise of what will be.

Counts: a word of aiming (`ambitie`, `afspraak`, `nodig`, `streven`, `moet`), and in a sentence
about a year to come what `we` or a party do then (`tot en met 2038 versterken we 12 kilometer
dijk`), what will be done (`worden 40 scholen verbouwd`) and what will be there (`komen er 180
plaatsen bij`).
Does not count: an expectation, option, example or question, what `we` only see, have or know.
Example that counts: `in 2036 leggen we 64 km pad aan`. Does not: `in 2036 hebben we 64 km pad`.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.guarded import guard

_AIMS: Final = guard(
    r"\b(?:ambities?|\w*ambitie|ambieert|ambiëren|streven|streeft|nastreven|\w*opgaven?|"
    r"taakstelling|afspra\w+|afgesproken|nodig|benodigd\w*|noodzakelijk|toevoegen|toe te voegen|"
    r"toegevoegde?|realiser\w+|gerealiseerd|bouwen|willen|wil|doel\w*|moet|moeten|inzet|zet in|"
    r"zetten in|gegroeid|gaan we uit van|creëren|hard maken|bij te bouwen|mikken|beogen|beoogt|"
    r"beoogde?|verplicht\w*|norm|minimaal te)\b",
    re.IGNORECASE,
)
_NO_AIM: Final = re.compile(
    r"\b(?:opties?|bijvoorbeeld|scenario\w*|variant\w*|verwacht\w*|prognos\w+|raming\w*|geraamd|"
    r"mogelijke? aanbod|blijkt|telt|wonen|woont|per 1-1)\b|\?",
    re.IGNORECASE,
)
_WE: Final = re.compile(r"\b(?:(\w+en)\s+(?:we|wij)|(?:we|wij)\s+(\w+en))\b", re.IGNORECASE)
_IDLE_WORDS: Final = (
    "zijn waren hebben hadden zien zagen verwachten denken dachten weten wisten tellen telden "
    "kennen kenden vinden vonden horen schatten ramen constateren staan stonden wonen woonden "
    "blijken vragen merken rekenen lezen noemen spreken voorzien kunnen konden mogen vrezen hopen "
    "begrijpen voelen ervaren betalen geven krijgen houden"
)
_IDLE: Final = frozenset(_IDLE_WORDS.split())
_COMES: Final = guard(
    r"\b(?:komen|komt)\s+(?:er\b|\w+\s+er\b|[^.;]{0,120}\b(?:bij|erbij)\b)", re.IGNORECASE
)
_IS_DONE: Final = guard(
    r"\b(?:word(?:t|en)|zullen|zal)\b[^.;]{0,160}?\b(?:\w{0,6}ge\w{3,}(?:d|t|en)|"
    r"(?:her|ver|be|ont)\w{3,}(?:d|t|en))\b",
    re.IGNORECASE,
)
_ACTS: Final = re.compile(
    r"\b(?!(?:is|heeft|krijgt|telt|groeit|daalt|stijgt|kent|ziet|staat|ligt|blijft|bedraagt|"
    r"verwacht|vraagt|kost|omvat|beschikt|bestaat|heet|geldt|wordt|wil)\b)\w{3,}t\b",
    re.IGNORECASE,
)  # a verb in the third person


def aims(text: str, lead: str) -> bool:
    """Whether the words of a sentence aim; `lead` is what stands right before the number."""
    return bool(_AIMS.search(text)) and not refrains(text, lead)


def refrains(text: str, lead: str) -> bool:
    """Whether a number is expected, only an option, asked, or an explanation between brackets."""
    return bool(_NO_AIM.search(text)) or lead.rfind("(") > lead.rfind(")")


def promises(text: str, lead: str, *, has_actor: bool) -> bool:
    """Whether a sentence about a year to come says what will be done or be there.

    Args:
        text: the sentence.
        lead: what stands right before the number.
        has_actor: whether the sentence names a party of the register.
    """
    if refrains(text, lead):
        return False
    ours = any((a or b).lower() not in _IDLE for a, b in _WE.findall(text))
    acts = has_actor and bool(_ACTS.search(text))
    return ours or acts or bool(_COMES.search(text) or _IS_DONE.search(text))
