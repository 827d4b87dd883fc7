"""How often something comes back: `jaarlijks`, `elk kwartaal`, `iedere twee jaar`.

Counts: a word for how often, in a sentence in which something is reported, discussed, revised or
handed over each time. Does not count: a number per year (`jaarlijks 500 woningen`), how often a
group meets. Example that counts: `wij informeren u elk kwartaal`. Example that does not:
`elk jaar vertrekken er jongeren`.
Source: frequency list of the EU Publications Office.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ingest.guarded import guard
from ontology.records import Iri, Span

_LIST: Final = "http://publications.europa.eu/resource/authority/frequency/"
_S: Final = r"[ \t\u00a0]*\n?[ \t\u00a0\n]{1,4}"
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "half": (
        rf"halfjaarlijks|(?:elk|ieder|per){_S}half(?:{_S})?jaar|(?:twee{_S}keer|tweemaal){_S}per{_S}jaar",
        "ANNUAL_2",
    ),
    "two": (
        rf"tweejaarlijks|(?:(?:elke|iedere){_S}twee|om{_S}de{_S}twee){_S}jaar|om{_S}het{_S}jaar",
        "BIENNIAL",
    ),
    "three": (rf"driejaarlijks|(?:elke|iedere|om{_S}de){_S}drie{_S}jaar", "TRIENNIAL"),
    "four": (rf"vierjaarlijks|(?:elke|iedere|om{_S}de){_S}vier{_S}jaar", "QUADRENNIAL"),
    "five": (rf"vijfjaarlijks|(?:elke|iedere|om{_S}de){_S}vijf{_S}jaar", "QUINQUENNIAL"),
    "quarter": (rf"driemaandelijks|(?:elk|ieder|per){_S}kwartaal", "QUARTERLY"),
    "fortnight": (
        rf"tweewekelijks|(?:elke|iedere){_S}twee{_S}weken|om{_S}de{_S}(?:twee{_S}weken|week)",
        "BIWEEKLY",
    ),
    "week": (rf"wekelijks|(?:elke|iedere){_S}week", "WEEKLY"),
    "month": (rf"maandelijks|(?:elke|iedere){_S}maand", "MONTHLY"),
    "year": (
        rf"jaarlijks|(?:elk|ieder){_S}(?:jaar|voorjaar|najaar|zomer)|(?:elke|iedere){_S}(?:zomer|lente|herfst|winter)"
        rf"|(?:elk|ieder){_S}schooljaar|een{_S}?maal{_S}per{_S}jaar|één{_S}keer{_S}per{_S}jaar",
        "ANNUAL",
    ),
}
_AGAIN: Final = guard(
    r"\b(?:" + "|".join(f"(?P<{name}>{words})" for name, (words, _) in _WORDS.items()) + r")\b",
    re.IGNORECASE,
)
_EACH_TIME: Final = re.compile(
    r"\b(?:\w*rapport\w*|\w*informe\w+|geïnformeerd|\w*monitor\w*|[eë]valu\w+|geëvalueerd|"
    r"besp(?:r|ro|re)\w+|meld(?:t|en)|gemeld|actualis\w+|geactualiseerd|herij\w+|herzien\w*|"
    r"verantwoord\w*|terugkoppel\w*|teruggekoppeld|bijgewerkt|bijgesteld|bijstell\w+|overleg|"
    r"verschijn(?:t|en)|gepubliceerd|publice\w+|in beeld|voorgelegd|aangeboden|ontvang(?:t|en)|"
    r"beoorde(?:elt|len)|beoordeeld|toets(?:t|en)|getoetst|tegen het licht|"
    r"geagendeerd|bijeen|vergader(?:t|en)|"
    r"reik(?:t|en)|uitgereikt|vastgesteld)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A word for how often, where it stands in the text it was sought in."""

    span: Span
    frequency: Iri
    word: str


def find_recurrence(text: str) -> Recurrence | None:
    """How often what a sentence tells comes back; None when it is told of no event."""
    match = _AGAIN.search(text)
    if match is None or not _EACH_TIME.search(text):
        return None
    code = _WORDS[match.lastgroup or "year"][1]
    return Recurrence(Span(*match.span()), Iri(_LIST + code), " ".join(match[0].lower().split()))
