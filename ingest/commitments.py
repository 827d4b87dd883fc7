"""What a text says in a sentence that parties will do: actions without a number.

Counts, in any document: a sentence in the present tense in which a party or `we` does something by
a date to come (`De gemeente Beltum stelt in 2031 een kader vast`), or `we` below a heading about
what will be done (`Projecten`).
Also what will be done by nobody named (`Er wordt een fonds ingesteld`, `In elke kern wordt een
loket geopend`), and what a party does below a heading such as `Opdracht` or `Rolverdeling`.
Counts, in a document that addresses a council (`uw raad`): a sentence in which the writers do
something for or with it (`Wij informeren uw raad …`), promise (`toegezegd om …`), work on something
(`In 2031 gaan we aan de slag …`), or say what will be brought, discussed or worked out
(`zal aan uw raad worden aangeboden`, `wordt verder uitgewerkt`, `vindt afstemming plaats`).
Does not count: what the letter itself does (`met deze brief`), hopes, questions, what was told.
Example that counts: `Wij organiseren voor uw raad een avond`. Does not: `We hopen op uw steun`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from ingest.action_clauses import acts as opens_with_acting
from ingest.action_fields import (
    DOING,
    VERB_END,
    find_dues,
    find_parties,
    read_actors,
    read_deadline,
)
from ingest.action_items import ActionItem
from ingest.actions import find_items
from ingest.document import Document, Extractor
from ingest.guarded import guard
from ingest.purposes import read_purposes
from ingest.scopes import find_headings
from ingest.statements import Sentence, find_sentences
from ontology.records import Element, Iri, Literal, Span, Statement
from ontology.terms import BG, SKOS

_CONFIDENCE: Final = Decimal("0.6")
_ADDRESSED: Final = re.compile(r"\buw (?:gemeente)?raad\b|\bleden van de raad\b", re.IGNORECASE)
_WILL: Final = re.compile(
    r"^\W*(?:we|wij)\s+(?:informeren|houden|betrekken|bieden|organiseren|nemen|nodigen|leggen)\b"
    r".*\b(?:u|uw)\b"
    r"|\b(?:gaan|werken)\s+(?:we|wij)\b.*\b(?:aan de slag|werken)\b"
    r"|^\W*(?:we|wij)\s+werken\b"
    r"|\b(?:zal|zullen|wordt|worden)\b.*\baan\s+(?:u|uw\s+\w+)\b.*\b(?:aangeboden|voorgelegd)\b"
    r"|\bword(?:t|en)\b.*\bbesproken\b.*\bvoorgelegd\b"
    r"|\bword(?:t|en)\s+verder\s+uitgewerkt\b|\bvindt\s+afstemming\s+plaats\b"
    r"|\bkunnen\s+(?:we|wij)\s+(?:dan\s+)?meenemen\b",
    re.IGNORECASE | re.DOTALL,
)
_PROMISED: Final = guard(r"\b(?:toegezegd|zeggen\b.*\btoe)\b", re.IGNORECASE | re.DOTALL)
_NOT: Final = guard(
    r"\b(?:deze brief|hopen|streven|niet|geen|realiseren\s+(?:we|wij)\s+ons|"
    r"(?:we|wij)\s+realiseren\s+ons)\b",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(
    r"(?:(?:de|het|alle)\s+)?(?:we|wij|(?:\w+\s+)?(?:gemeenten?|provincies?|colleges?|raad|regio|"
    r"waterschap(?:pen)?|corporaties|partners|partijen|samenwerkingspartners|coalitie))$",
    re.IGNORECASE,
)
_MADE: Final = (
    r"opgesteld|ingesteld|opgezet|geopend|opgericht|onderzocht|ontwikkeld|aangelegd|gestart|"
    r"georganiseerd|ingericht|uitgewerkt|voorbereid|verkend|aangewezen|aangesteld|geëvalueerd|"
    r"bijgewerkt|geactualiseerd|herzien|geplaatst|vervangen|gebouwd|gevormd|uitgevoerd|verricht|"
    r"vrijgemaakt|benoemd|gemaakt|vastgesteld"
)
_PASSIVE: Final = guard(
    rf"^\W*(?:[Ee]r\s+word(?:t|en)|(?!(?:Als|Indien|Wanneer|Zodra|Omdat|Hoewel|Toen|Daar)\b)"
    rf"[A-ZÀ-Þ][^.,;:]{{2,60}}?\sword(?:t|en)\s+(?:er\s+|(?:in|vanaf)\s+20\d\d\s+)*"
    rf"(?=(?:een|twee|drie|vier|vijf|nieuwe|extra)\b))\b[^.;]{{3,160}}?\b(?:{_MADE})\b"
)
_OF_TEXT: Final = re.compile(
    r"\b(?:hoofdstuk|paragraaf|rapport|bijlage|tabel|document|nota|notitie|figuur|volgens|"
    r"momenteel|thans|op dit moment|nu al|reeds|vaak|soms|meestal|veelal|doorgaans)\b",
    re.IGNORECASE,
)
_PAYS: Final = guard(r"\bbeta(?:alt|len)\b|\beuro\b", re.IGNORECASE)
_FURTHER: Final = (
    r"versterkt|versterken|verricht|verrichten|tekent|tekenen|ondertekent|ondertekenen|"
    r"stimuleert|stimuleren|ondersteunt|ondersteunen|vergroot|vergroten|verbetert|verbeteren|"
    r"faciliteert|faciliteren|monitort|monitoren|coördineert|coördineren|regelt|regelen|plaatst|"
    r"plaatsen|vervangt|vervangen|verduurzaamt|verduurzamen|isoleert|isoleren|lanceert|lanceren|"
    r"rapporteert|rapporteren|verplaatst|verplaatsen"
)
_CAUSE: Final = (
    r"la(?:at|ten)(?=[^.;]{0,160}\b(?:uitvoeren|onderzoeken|opstellen|maken|ontwikkelen|verrichten|"
    r"doen|bouwen|aanleggen|meten|doorrekenen|evalueren|toetsen)\b)"
)
_VERB: Final = re.compile(rf"\b{VERB_END}(?:{DOING}|{_FURTHER}|{_CAUSE})\b", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"^(?:samen\s+met\s+)?(?:de|het|alle)\s+$|^$", re.IGNORECASE)
_WHEN_FIRST: Final = re.compile(
    r"^(?:(?:uiterlijk|vanaf|begin|medio|eind|in|voor|vóór)\s+)+[^.;,]{4,30}?$", re.IGNORECASE
)
_OWN: Final = re.compile(
    rf"(?:we|wij)\s+(?:{DOING}|{_CAUSE})\b|(?:\S+\s+){{1,10}}?(?:{DOING}|{_CAUSE})\s+(?:we|wij)\b",
    re.IGNORECASE,
)
_MORE: Final = guard(r"\b(?:hier|daar)(?:voor|over|mee|bij|toe)\b", re.IGNORECASE)
_NAMED: Final = re.compile(r"[A-ZÀ-Þ][^.:;?!]{2,60}:\s+(?=\w)")
_WORK: Final = re.compile(
    r"\b(?:acties?|actiepunten|maatregelen|activiteiten|projecten|uitvoering|wat\s+(?:gaan|doen)\s+"
    r"(?:we|wij)|dit\s+(?:gaan|doen)\s+(?:we|wij))\b",
    re.IGNORECASE,
)
_SECTION: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+")
_ASKED: Final = re.compile(
    r"\b(?:hoe\s+(?:pakken|doen)\s+(?:we|wij)|"
    r"wat\s+(?:we|wij)\s+van\s+(?:u|elkaar|anderen)\s+(?:vragen|verwachten)|"
    r"opdracht(?:en)?|rolverdeling|taakverdeling|inzet\s+van\s+partijen)\b",
    re.IGNORECASE,
)
_PROGRAMME: Final = re.compile(
    r"\b(?:(?:uitvoerings|actie|maatregelen|werk|jaar|beheer|\w+beheer)(?:programma|plan|agenda)|"
    r"\w*uitvoeringsagenda|bestuursovereenkomst|bestuursakkoord|convenant|"
    r"samenwerkings(?:agenda|overeenkomst))\b",
    re.IGNORECASE,
)
_MIN_OBJECT: Final = 2  # words behind the verb
_OPENING: Final = 300  # code points in which a text tells its title
_MAKING: Final = (
    r"stel(?:t|len)|maakt|maken|richt(?:en)?|onderzoekt|onderzoeken|ontwikkelt|ontwikkelen|"
    r"voert|voeren|legt|leggen|organiseert|organiseren|bouwt|bouwen|realiseert|realiseren|"
    r"opent|openen|vernieuwt|vernieuwen|herziet|herzien|evalueert|evalueren|actualiseert|"
    r"actualiseren|publiceert|publiceren|verkent|verkennen|inventariseert|inventariseren|"
    r"levert|leveren|herstelt|herstellen|renoveert|renoveren|koopt|kopen|sloopt|slopen|plaatst|"
    r"plaatsen|vervangt|vervangen|isoleert|isoleren|lanceert|lanceren|rapporteert|rapporteren|"
    r"koppelt|koppelen|vergoedt|vergoeden|adviseert|adviseren|laat|laten|meten|meet|"
    r"plant|planten|start|starten|nodigt|nodigen|gaat|gaan|zal|zullen|versterkt|versterken|"
    r"verbetert|verbeteren|benoemt|benoemen|werft|werven"
)
_MAKES: Final = re.compile(rf"\b(?:{_MAKING})\b", re.IGNORECASE)
_WE_MAKE: Final = re.compile(
    rf"(?:We|Wij)\s+(?:{_MAKING})\b"
    rf"|(?:Ook|Daarnaast|Verder|Bovendien|Daar|Hier|Daarom|Daartoe|Tot\s+slot|Indien\s+nodig|"
    rf"Zo\s+nodig|(?:In|Voor|Met|Bij|Per|Elke?|Iedere?|Samen)\s+[^.,;:]{{2,60}}?)\s+"
    rf"(?:{_MAKING})\s+(?:we|wij)\b"
)
_DOES_NOT_MAKE: Final = re.compile(
    r"\b(?:aan\s+(?:bij|op)\b|uit\s+van\b|deel\s+uit\b|gebruik\s+van\b|rekening\s+mee\b|mogelijk\b|"
    r"hieronder\b|onderstaande?\b|de\s+volgende\b|voorop\b|centraal\b|bloot\b|zien\b|vast\s+aan\b|"
    r"aan\s+(?:het\s+werk|de\s+slag)\b)",
    re.IGNORECASE,
)
_BLANK: Final = re.compile(r"\n\s*\n")
_MAX_BEFORE_VERB: Final = 90
_MAX_SENTENCE: Final = 600  # code points; the cues look over the whole sentence
_MAX_LABEL: Final = 6  # words of the heading


def extract_commitments(document: Document) -> Iterator[Element]:
    """One bg:Action without number for each sentence, in text order."""
    is_letter = "raad" in document.plain and bool(_ADDRESSED.search(document.text))
    used: Counter[str] = Counter()
    listed = _Listed(document)
    for sentence in find_sentences(document):
        text = sentence.text(document)
        if len(text) > _MAX_SENTENCE:
            continue
        promised = is_letter and bool(_PROMISED.search(text))
        told = is_letter and not _is_no_plan(text) and (promised or bool(_WILL.search(text)))
        planned = () if told or listed.holds(sentence) else tuple(_planned(document, sentence))
        if not (told or planned):
            continue
        spans = tuple(_own(document, span) for span in sentence.spans) if told else planned
        label = _label(document, sentence, promised=promised)
        used[label] += 1
        label = label if used[label] == 1 else f"{label} ({used[label]})"
        yield _element(document, sentence, spans, label, promised=promised)


def _element(
    document: Document, sentence: Sentence, spans: tuple[Span, ...], label: str, *, promised: bool
) -> Element:
    item = ActionItem([replace(sentence.passage, span=span) for span in spans])
    return Element(
        iri=document.names.proposal(document.id, label),
        type=BG.Action,
        evidence=spans,
        method=COMMITMENTS.method,
        confidence=_CONFIDENCE,
        layer=BG.Extracted,
        statements=(
            *read_deadline(document, item),
            *read_actors(document, item),
            *_themes(document, sentence),
            *read_purposes(document, spans),
            Statement(predicate=SKOS.prefLabel, object=Literal.text(label, "nl"), claimed=False),
        ),
        modality=BG.Afspraak if promised else BG.Voornemen,
    )


class _Listed:
    """Which sentences stand in an action that was read from a list, label or table."""

    def __init__(self, document: Document) -> None:
        self._offsets = {
            offset
            for item in document.once(find_items)
            for part in item.parts
            for offset in range(part.span.start, part.span.end)
        }

    def holds(self, sentence: Sentence) -> bool:
        return sentence.spans[-1].end - 1 in self._offsets


def _planned(document: Document, sentence: Sentence) -> Iterator[Span]:
    """A sentence in which a party does something by a date to come."""
    if len(sentence.spans) > 1:
        return
    (span,) = sentence.spans
    for gap in _BLANK.finditer(document.text, span.start, span.end):
        span = Span(gap.end(), span.end)
    span = _own(document, span)
    named = _NAMED.match(document.quote(span))
    if named is not None:  # 'Brug over de Beek: wij bouwen …'
        span = Span(span.start + named.end(), span.end)
    quote = document.quote(span)
    if _is_no_plan(quote):
        return
    dated = any(_is_to_come(document, due) for due in find_dues(quote))
    if not dated and _pays(quote):
        return  # a share in the costs
    own = _is_below(document, sentence, _WORK) and _OWN.match(quote)
    asked = not _MORE.search(quote) and (own or _is_below(document, sentence, _ASKED))
    if _PASSIVE.search(quote) and not _OF_TEXT.search(quote):
        yield span
        return
    if not dated and document.once(_is_programme) and _makes(quote):
        yield span
        return
    if not dated and not asked:
        return
    if dated and opens_with_acting(quote) and _VERB.search(quote[:_MAX_BEFORE_VERB]):
        yield span
        return
    if any(_acts(document, span, verb) for verb in _VERB.finditer(quote[:_MAX_BEFORE_VERB])):
        yield span


def _is_no_plan(text: str) -> bool:
    """Whether a sentence asks, denies, hopes or tells of the letter itself."""
    return "?" in text or _NOT.search(text) is not None


def _pays(quote: str) -> bool:
    """Whether a sentence tells of money that somebody pays."""
    return "€" in quote or _PAYS.search(quote) is not None


def _is_programme(document: Document) -> bool:
    """Whether the document is by its own name about what will be done."""
    opening = document.text[:_OPENING]
    return bool(_PROGRAMME.search(document.card.title) or _PROGRAMME.search(opening))


def _makes(quote: str) -> bool:
    """Whether the writers or a party make, do or open something, without a date."""
    if _OF_TEXT.search(quote) or _pays(quote):
        return False
    if match := _WE_MAKE.match(quote):
        return not _DOES_NOT_MAKE.search(quote, match.end())
    if not opens_with_acting(quote):
        return False
    verb = _MAKES.search(quote[:_MAX_BEFORE_VERB])
    if verb is None or len(quote[verb.end() :].split()) < _MIN_OBJECT:
        return False
    return not _DOES_NOT_MAKE.search(quote, verb.end())


def _is_below(document: Document, sentence: Sentence, cue: re.Pattern[str]) -> bool:
    """Whether the heading right above is about what will be done, or is asked."""
    headings = find_headings(document, sentence.passage)
    return bool(headings and cue.search(document.quote(headings[0].span)))


def _is_to_come(document: Document, due: str) -> bool:
    issued = document.card.date
    return issued is None or due[:4] >= issued[:4]


def _acts(document: Document, span: Span, verb: re.Match[str]) -> bool:
    """Whether a party is the subject of a verb: right before it, or right after a date."""
    before = document.text[span.start : span.start + verb.start()]
    if _OWN.match(document.quote(span)):
        return True
    after = Span(span.start + verb.end(), min(span.end, span.start + verb.end() + 80))
    if _WHEN_FIRST.match(before.strip()):
        lead = document.quote(after)
        opening = re.match(r"\s+(?:(?:de|het|alle)\s+)?(?:\w+\s+)?\w+", lead)
        if opening and _SUBJECT.match(opening[0].strip()):
            return True
        return any(
            _ARTICLE.match(document.text[after.start : party.span.start].lstrip())
            for party in find_parties(document, after)
        )
    if _SUBJECT.match(before.strip()):
        return True
    parties = find_parties(document, Span(span.start, span.start + max(1, verb.start())))
    return bool(
        parties
        and _ARTICLE.match(document.text[span.start : parties[0].span.start])
        and not document.text[parties[-1].span.end : span.start + verb.start()].strip()
    )


def _own(document: Document, span: Span) -> Span:
    """The sentence without the sign of its item."""
    start = span.start
    while start + 1 < span.end and not document.text[start].isalnum():
        start += 1
    number = _SECTION.match(document.text, start, span.end)
    return Span(number.end() if number and number.end() < span.end else start, span.end)


def _label(document: Document, sentence: Sentence, *, promised: bool) -> str:
    """A name in our own words, with the heading it stands under."""
    kind = "Toezegging" if promised else "Voornemen"
    headings = find_headings(document, sentence.passage)
    words = document.quote(headings[0].span).strip("#*_ ").split()[:_MAX_LABEL] if headings else []
    return f"{kind} bij {' '.join(words).rstrip('?.:')}" if words else kind


def _themes(document: Document, sentence: Sentence) -> Iterator[Statement]:
    themes = {
        mention.entity
        for span in sentence.spans
        for mention in document.mentions_in(span, {"theme"})
    }
    for theme in sorted(themes):
        yield Statement(predicate=BG.hasTheme, object=Iri(theme), claimed=False)


COMMITMENTS: Final = Extractor("commitments", "0.3.0", extract_commitments)
