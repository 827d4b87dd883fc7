"""Sentences that state an aim, and where in them the aim stands.

Counts: what is said to be the goal (`Ons doel is …`, `met als ambitie: …`), what somebody wants or
strives for (`We willen dat …`, `streven naar …`, `zetten we in op …`), a state in a year to come
(`In 2045 is …`), what must come of it (`zodat …`, `zorgt ervoor dat …`, `om … te verbeteren`).
Does not count: a question, what is denied, what the process is for (`doel van deze brief`), what
has happened already, a wish to tell or ask (`we willen u informeren`), a product (`werken aan een
nota`), an expectation.
Example that counts: `We willen dat de vaart schoon blijft`. Does not: `voor wie wil bouwen`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.document import Document
from ingest.guarded import GuardedList, guard
from ingest.statements import Sentence, find_sentences
from ontology.records import Passage, Span

_SAID: Final = Decimal("0.75")
_WANTED: Final = Decimal("0.7")
_TOLD: Final = Decimal("0.65")
_S: Final = r"\s+"
_WHO: Final = (
    rf"(?:we|wij|zij|(?:het|de|onze|alle){_S}(?:\w+{_S})?(?:college|colleges|gemeenten?|provincies?|"
    rf"regio|partners|raad|ministerie|steden|dorpen|corporaties|waterschap(?:pen)?|coalitie|"
    rf"organisaties|bestuur|samenwerking))"
)
_FILL: Final = (
    r"(?:\s+(?:ook|graag|vooral|samen|daarom|daarbij|bovendien|dan ook|verder|actief|hier|daar|"
    r"ons|zich|er|in ieder geval|de komende (?:jaren|periode)))*"
)
_WORD: Final = r"(?:hoofd)?doel(?:stelling)?|ambitie|streven|missie|inzet|opgave|wens|streefbeeld"
_SENTENCE_AIMS: Final = (
    # what is called the goal
    (
        guard(
            rf"\b(?P<word>{_WORD})(?:{_S}(?:van|voor)\b[^.,;:]{{3,60}}?)?{_S}(?:is|blijft|luidt)"
            rf"(?:{_S}dan)?(?:\s*:)?(?:{_S}om\b)?{_S}"
            rf"|\b(?:opgave|uitdaging|wens|ambitie|doel){_S}om{_S}"
            rf"|\buitgangspunt(?:{_S}(?:van|op|voor)\b[^.,;:]{{3,60}}?)?{_S}is{_S}"
            rf"(?:daarom{_S}|daarbij{_S})?(?=(?:dat|een)\b)"
            rf"|\bvisie(?:{_S}(?:van|op)\b[^.,;:]{{3,60}}?)?{_S}is{_S}(?=dat\b)"
            rf"|\bgaan{_S}(?:we|wij){_S}uit{_S}van{_S}(?=[\w%]+{_S}[^.;]{{10,}}\b20\d\d)"
            rf"|\b(?:heeft|hebben){_S}de{_S}visie{_S}(?=dat\b)"
            rf"|\b(?:uitgesproken|afgesproken|uitgangspunt{_S}is),?{_S}dat{_S}"
            rf"(?=[^.;:]{{5,140}}\b(?:moet|moeten|dient|dienen|kan|kunnen)\b)"
            rf"|\bmet{_S}als{_S}(?P<as>ambitie|doel|hoofddoel)\s*:?{_S}"
            rf"|\bmet{_S}een{_S}(?P<with>ambitie){_S}van{_S}"
            rf"|\b(?:visie|toekomstbeeld|droom)\b[^.:;]{{0,40}}:{_S}(?=een\b)"
            rf"|\b(?:heeft|hebben){_S}als{_S}(?P<has>hoofddoel|doel|ambitie)(?:{_S}om\b)?{_S}"
            rf"|\b(?:heeft|hebben){_S}(?:tot|ten){_S}doel\b(?:{_S}om\b)?{_S}",
            re.IGNORECASE,
        ),
        _SAID,
    ),
    # what somebody wants, strives for, puts effort in
    (
        guard(
            rf"(?<!die )(?<!dat )(?<!wie )\b{_WHO}{_S}(?:willen|wil){_FILL}"
            rf"(?:{_S}bereiken(?={_S}dat\b))?{_S}"
            rf"|\b(?:willen|wil){_S}{_WHO}{_FILL}(?:{_S}bereiken(?={_S}dat\b))?{_S}"
            rf"|(?<!die)(?<!wie)(?<!dat){_S}wil{_FILL}{_S}"
            rf"(?=(?:de|het|een|dat|meer|minder)\b)"
            rf"|\b(?:streven|streeft)\b[^.;:?]{{0,60}}?\b(?:er)?naar{_S}(?:om\b{_S}|toe{_S})?"
            rf"|\b(?:ambieert|ambiëren){_S}(?:{_WHO}{_S})?(?:om\b{_S})?"
            rf"|\bstreven{_S}(?:{_WHO}{_S})na{_S}|\bom{_S}te{_S}komen{_S}tot{_S}"
            rf"|\bzet(?:ten)?{_S}(?:{_WHO}{_S})?[^.;:?]{{0,40}}?\bin{_S}op{_S}"
            rf"|\bzet(?:ten)?{_S}(?:{_WHO}{_S})?(?:zich|ons){_S}(?:\w+{_S})?in{_S}voor{_S}"
            rf"|\b(?:gaan|gaat){_S}(?:{_WHO}{_S})?voor{_S}(?=een\b)",
            re.IGNORECASE,
        ),
        _WANTED,
    ),
    # what comes of it
    (
        guard(
            rf"\b(?:zo{_S}zorgen|zorgen|zorgt){_S}(?:{_WHO}{_S})?(?:er\s*voor{_S})?dat{_S}"
            rf"|\b(?:ertoe{_S}leid(?:t|en)|leid(?:t|en){_S}ertoe){_S}dat{_S}"
            rf"|,?{_S}zodat{_S}|\bopdat{_S}"
            rf"|\b(?:zo|hierdoor|daardoor|daarmee|hiermee){_S}(?:kunnen|kan|blijft|blijven){_S}"
            rf"(?:{_WHO}{_S})?"
            rf"|\bhelp(?:t|en)\b[^.;:,]{{0,40}}?\b(?:bij|om){_S}"
            rf"|\b(?:vinden|vindt){_S}(?:{_WHO}{_S})?het{_S}(?:heel{_S})?belangrijk{_S}dat{_S}"
            rf"|\bvan{_S}(?:groot{_S}|essentieel{_S})?belang{_S}(?:is{_S}|vinden{_S})?dat{_S}",
            re.IGNORECASE,
        ),
        _TOLD,
    ),
    (
        guard(
            rf"\bwerken{_S}(?:{_WHO}{_S})?(?:samen{_S}|verder{_S}|gericht{_S})?aan{_S}"
            rf"(?=(?:een|het|de|meer|minder|betere?)\b[^.;:]{{10,}})",
            re.IGNORECASE,
        ),
        _TOLD,
    ),
)
_AIM_WORDS: Final = GuardedList(pattern for pattern, _ in _SENTENCE_AIMS)
_EFFECT: Final = guard(r"\b(?:zodat|zorgen|zorgt|leid(?:t|en)|helpen)\b", re.IGNORECASE)
_MEANT: Final = re.compile(
    rf"\b{_WHO}\b|\b(?:moet|moeten|willen|wil|zal|zullen|ga(?:an|at)(?!{_S}uit)|word(?:t|en)|kan|kunnen|nodig|"
    rf"belangrijk|doel\w*)\b|\bte{_S}\w+en\b|^\W*\w+en{_S}van\b",
    re.IGNORECASE,
)
_DESCRIBES: Final = re.compile(
    r"\b(?:werkt|werken|gaat\s+uit|is|zijn|heeft|hebben|kent|ligt|liggen|bestaat)\b"
    r"|^\W*(?:Deze|Die|Dit|Dat|Ze|Zij)\s"
)
_IMPROVES: Final = (
    r"houden|behouden|vasthouden|versterken|verstevigen|verbeteren|verminderen|vergroten|"
    r"verkleinen|beschermen|voorkomen|versnellen|verlagen|verhogen|bevorderen|stimuleren|"
    r"verduurzamen|tegen\s?te\s?gaan|borgen|waarborgen|herstellen|bereiken|benutten|binden|"
    r"terug te dringen|halen|beperken|ontlasten|maken"
)
_IN_ORDER: Final = guard(
    rf"(?<!kans )(?<!kansen )(?<!mogelijkheid )(?<!mogelijkheden )(?<!verzoek )(?<!vraag )"
    rf"(?<!reden )(?<!bevoegd )(?<!manier )\bom{_S}"
    rf"(?P<aim>(?:(?:de|het|een|onze|meer|minder|alle){_S}|(?-i:[A-ZÀ-Þ])\w+{_S})"
    rf"[^.;:?,]{{3,110}}?\b(?:te{_S}(?:{_IMPROVES})|(?:tegen|terug){_S}te{_S}(?:gaan|dringen))\b"
    rf"(?:{_S}voor{_S}(?:de|het|een){_S}\w+)?)",
    re.IGNORECASE,
)
_THEN: Final = re.compile(
    rf"^(?:Uiterlijk{_S})?(?:[Ii]n|[Vv]anaf|[Rr]ond|[Tt]egen){_S}(?:het{_S}jaar{_S})?(?P<year>20\d\d|21\d\d){_S}"
    rf"(?:is|zijn|heeft|hebben|kan|kunnen|wekt|wekken|gebruikt|gebruiken|wonen|woont|staat|staan|"
    rf"voelen|voelt|beschikt|beschikken|leeft|leven|biedt|bieden|werkt|rijdt|rijden|moet|moeten){_S}"
)
_IN_YEARS: Final = re.compile(
    rf"^Over{_S}(?:\d{{1,2}}|[a-z]{{3,12}}){_S}jaar{_S}(?:is|zijn|heeft|hebben|kan|kunnen|moet|moeten|"
    rf"wonen|woont|staat|staan|leeft|leven){_S}"
    rf"|^Op{_S}(?:de{_S})?(?:lange|langere|middellange){_S}termijn{_S}(?=[a-zà-ÿ]+(?:t|en|is){_S}|is{_S}|zijn{_S})"
)
_SET: Final = guard(
    rf"\b(?:heeft|hebben){_S}(?:(?:de|het|onze){_S})?(?:\w+{_S})?(?P<aim>[^.;:?]{{8,120}}?){_S}(?:als|tot|ten){_S}"
    rf"doel{_S}gesteld\b"
)
_BROUGHT: Final = guard(
    rf"^(?P<aim>[^.;:?]{{8,100}}?{_S}(?:brengen|dringen|halveren|verlagen|verminderen|verdubbelen){_S}"
    rf"(?:we|wij){_S}(?:in|vóór|voor|tegen|uiterlijk(?:{_S}in)?){_S}(?P<year>20\d\d|21\d\d)\b[^;:?]*)"
)
_CENTRAL: Final = guard(
    r"(?P<aim>(?!.*\bvra(?:ag|gen)\b)[^.;:,]{5,80}?)\s+(?:blijft|blijven|staat|staan)\b[^.;:,]{0,30}"
    r"\bcentraal\b"
    r"|(?:\w+\s+){1,3}?(?:staat|staan)\s+(?P<first>[^.;:,]{5,80}?)\s+(?:voorop|centraal)(?=\s*[.;(]|\s*$)"
    r"|(?P<put>[^.;:,]{5,60}?)\s+centraal(?:\s+te\s+stellen|\s+stellen)?(?=\s*[.;(]|\s*$)"
)
_BY_THEN: Final = guard(
    rf"^(?P<aim>[^.;:?]{{3,100}}?{_S}"
    rf"(?:is|zijn|heeft|hebben|wekt|wekken|kan|kunnen|gebruikt|gebruiken|reist|draait){_S}(?:in|vanaf|rond){_S}"
    rf"(?P<year>20\d\d|21\d\d){_S}[^;:?]{{8,}})"
)
_KEPT: Final = guard(
    rf"\bword(?:t|en){_S}(?:\w+{_S}){{0,4}}(?:behouden|versterkt|verbeterd|vergroot|beschermd)"
    rf"(?:{_S}en{_S}\w+)?[.;]?$"
    rf"|\bword(?:t|en){_S}[^.;,]{{5,80}}\b(?:beter|sterker|veiliger|groener|schoner|mooier|"
    rf"aantrekkelijker|leefbaarder|toegankelijker)[.;]?$"
)
_FRAGMENT: Final = re.compile(
    rf"^Een{_S}(?:\w+{_S})?(?:[A-ZÀ-Þ]\w+|regio|stad|dorp|gemeente|streek|gebied|samenleving|"
    rf"provincie|buurt|wijk|toekomst){_S}(?:dat|die|waar|waarin){_S}[^;:?]{{10,}}"
)
_INDIRECT: Final = re.compile(
    r"\b(?:wat|hoe|wie|welke|of|als|indien|wanneer)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_MUST_STAY: Final = guard(
    r"(?P<aim>[^.;:?,]{3,80}(?:,[^.;:?,]{3,40}\ben\b[^.;:?,]{3,40})?"
    r"\b(?:moet|moeten|dient|dienen)\b[^.;:?,]{3,80}"
    r"\b(?:blijven|te\s+\w+en\s+zijn|omlaag|omhoog|dalen|stijgen|afnemen|toenemen))\b"
    r"|(?P<kind>[^.;:?,]{3,60}\b(?:moet|moeten)\s+een\s+[^.;:?,]{3,60}\b(?:zijn|blijven)\b"
    r"[^.;:?]{0,100})"
    r"|(?:Verder|Ook|Daarnaast|Bovendien|Daarbij)\s+(?:moet|moeten)\s+(?P<there>er\s+[^.;:?]{10,140}"
    r"\b(?:zijn|komen|kunnen)\b[^.;:?]{0,80})"
)
_STATES: Final = GuardedList((_SET, _BROUGHT, _CENTRAL, _BY_THEN, _KEPT, _MUST_STAY))
_TALK: Final = re.compile(
    r"^(?:u\b|uw\b|jullie\b|hierbij\b|met deze\b|graag\b|er\b|nog\b.*\bopmerken)|"
    r"\b(?:informeren|benadrukken|voorstellen|bedanken|meegeven|ingaan op|opmerken|"
    r"aangeven|weten|vragen|toelichten|bespreken|meenemen|voorleggen|onderzoeken|opstellen|"
    r"in beeld brengen|verkennen|voortzetten|meewerken)\s*[.:;]?$|\bvoortzetten\b|^jaarlijks\b",
    re.IGNORECASE,
)
_MADE: Final = re.compile(
    r"^(?:een|het|de)\s+(?:[\w-]+\s+){0,2}?[\w-]*(?:plan|plannen|nota|visie|strategie|agenda|"
    r"programma|onderzoek|verkenning|notitie|brief|akkoord|beleid|versie|analyse|studie|"
    r"acties?|project|projecten|uitwerking|uitvoering|propositie|voorstel|aanvraag|regeling|"
    r"kaart|website|handreiking|uitdaging)\b",
    re.IGNORECASE,
)
_DONE: Final = re.compile(
    r"\b(?:hebben|heeft|had|hadden|zijn|is|werd|werden)\b[^.;]{0,80}\b(?:al|vorig|afgelopen|"
    r"eerder|sinds)\b|\b(?:werd|werden|was|waren|zorgde|leidde|konden|had|hadden)\b",
    re.IGNORECASE,
)
_FORECAST: Final = guard(
    r"\b(?:verwacht\w*|prognose\w*|schatting|raming|geraamd|volgens|scenario\w*|waarschijnlijk)\b",
    re.IGNORECASE,
)
_NEEDED: Final = guard(r"\b(?:zijn|is)\b[^.;]*\bnodig\b", re.IGNORECASE)  # a need, no aim
_PARTICIPLE: Final = re.compile(r"\b(?:ge\w{2,}(?:d|t|en)|ver\w{3,}d)\b")
_PROCESS: Final = re.compile(
    r"\b(?:deze\s+(?:brief|notitie|bijeenkomst)|dit\s+(?:plan\s+van\s+aanpak|stuk)|bijeenkomst|"
    r"overleg|vergadering|raad|werksessie|planning\w*|process?en)\b",
    re.IGNORECASE,
)
_DENIED: Final = guard(r"\b(?:niet|geen)\b", re.IGNORECASE)
_VAGUE: Final = re.compile(
    r"^(?:(?:die|deze|dit)(?!\s+\w+\s+wil)|daar\w*|hier\w*|opgebouwd|vastgelegd|beschreven|opgenomen|verwoord|gericht|"
    r"niet|geen|zo|ook dit|bereiken|dat\s+(?:ook|niet|wel)?\s*[.;]?$)\b",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"[.;!](?=\s|$)|\s\((?![^()]{1,60}\),?\s*[a-z])|,\s+(?:maar|waarbij|waardoor|onder\s+meer|zoals|bijvoorbeeld|door)\b"
    r"|,?\s+zodat\b|:(?=\s|$)"
)
_INVERTED: Final = re.compile(r"(?:willen|wil)\b", re.IGNORECASE)
_OBJECT: Final = re.compile(
    r"\W*(?!(?:ook|daarom|daarnaast|daarbij|zo|verder|tevens|bovendien|samen|in|met|door|voor|dan|"
    r"hier|daar\w*|als|om|op|bij|via|tot|dat|en|maar|graag|vooral)\b)\w+\s+\w+",
    re.IGNORECASE,
)
_LOOSE: Final = re.compile(r"(?:[\s,]+(?:en|of|met|voor|van|de|het|een|om|,))+\s*$|,$")
_EMPTY: Final = re.compile(r"^(?:de|het|onze|deze|die)\s+(?:ambities?|visie)\b", re.IGNORECASE)
_BARE: Final = re.compile(r"[a-z]+en\s+(?:door|zodat)\b")  # a verb without object
_FEW: Final = 3  # words behind `willen we` when the object stands before it
_TO_DO: Final = re.compile(r"(?:[^.;:,]|\.(?=\d))*\bte\s+[a-z]+en(?=,\s+(?:de|het)\b)")
_OM_REACH: Final = 8
_SIGN: Final = re.compile(r"(?:\d{1,3}[.)]|[^\w\s]+)\s+")
_OM: Final = re.compile(r"\bom\s+\Z")
_MAX_AIM: Final = 300  # code points
_MIN_AIM: Final = 8


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim with the word the text has for it, if any: `ambitie`, `doel`."""

    span: Span
    word: str
    confidence: Decimal
    passage: Passage


def find_aims(document: Document) -> Iterator[Aim]:
    """What the sentences of a document aim at; spans may overlap, the surest come first."""
    found = [aim for sentence in find_sentences(document) for aim in _aims(document, sentence)]
    yield from sorted(found, key=lambda aim: -aim.confidence)


def cut_aim(
    document: Document, start: int, end: int, word: str, passage: Passage, confidence: Decimal
) -> Iterator[Aim]:
    """The aim that starts at an offset, up to its stop; nothing when it is empty or vague."""
    stop = _END.search(document.text, start, end)
    end = stop.start() if stop else end
    done = _TO_DO.match(document.text, start, end)
    if (
        word in {"ambitie", "doel"}
        and done is not None
        and _OM.search(document.text[max(0, start - _OM_REACH) : start])
    ):
        end = done.end()
    if end - start > _MAX_AIM:
        end = max(document.text.rfind(" ", start, start + _MAX_AIM), start + 1)
    text = document.text[start:end]
    if text.count("(") > text.count(")"):
        text = text[: text.rindex("(")]
    text = _LOOSE.sub("", text.rstrip())
    if len(text) >= _MIN_AIM and not _VAGUE.match(text) and not _PROCESS.search(text):
        if _EMPTY.match(text):
            return
        yield Aim(Span(start, start + len(text)), word, confidence, passage)


def _aims(document: Document, sentence: Sentence) -> Iterator[Aim]:
    if sentence.text(document).rstrip().endswith("?"):
        return
    for span in sentence.spans:
        yield from _told(document, sentence, span)
        if len(sentence.spans) == 1:
            yield from _in_order(document, sentence, span)
            yield from _states(document, sentence, span)


def _told(document: Document, sentence: Sentence, span: Span) -> Iterator[Aim]:
    """What follows words for an aim, to the end of the sentence."""
    for place in _AIM_WORDS.which(document.quote(span)):
        pattern, confidence = _SENTENCE_AIMS[place]
        match = pattern.search(document.text, span.start, span.end)
        if match is None:
            continue
        lead, rest = document.text[span.start : match.end()], document.text[match.end() : span.end]
        if _DENIED.search(lead) or _PROCESS.search(match[0]) or _TALK.search(rest.rstrip()):
            continue
        if confidence < _SAID and _INDIRECT.search(document.text, span.start, match.start()):
            continue
        if confidence == _TOLD and (_DONE.search(lead) or _FORECAST.search(lead)):
            continue
        if _EFFECT.search(match[0]) and _is_finding(lead):
            continue  # what follows of itself
        if confidence < _SAID and _MADE.match(rest):
            continue
        word = next((value for value in match.groupdict().values() if value), "doel").lower()
        start = match.end()
        bare = len(rest.split()) <= _FEW or _BARE.match(rest)
        if _INVERTED.match(match[0]) and bare and _OBJECT.match(lead):
            start = span.start + skip_sign(document.quote(span))  # 'Dit talent willen we houden'
        yield from cut_aim(document, start, span.end, word, sentence.passage, confidence)


def _is_finding(lead: str) -> bool:
    """Whether the words before `zodat` or `zorgen ervoor dat` describe what there is."""
    return bool(_DESCRIBES.search(lead)) and not _MEANT.search(lead)


def _in_order(document: Document, sentence: Sentence, span: Span) -> Iterator[Aim]:
    """`om … te verbeteren`: the aim of what is done."""
    for match in _IN_ORDER.finditer(document.text, span.start, span.end):
        lead = document.text[span.start : match.start()]
        if not (_DENIED.search(match[0]) or _DONE.search(lead) or _MADE.match(match["aim"])):
            at = match.start("aim")
            yield from cut_aim(document, at, match.end(), "doel", sentence.passage, _TOLD)


def _states(document: Document, sentence: Sentence, span: Span) -> Iterator[Aim]:
    """A state in a year to come, a state without a main verb, what must stay."""
    quote = document.quote(span)
    then, ahead, loose = _THEN.match(quote), _IN_YEARS.match(quote), _FRAGMENT.match(quote)
    if not (then or ahead or loose or _STATES.which(quote)):
        return
    if _FORECAST.search(quote) or _DENIED.search(quote) or _NEEDED.search(quote):
        return
    if then is not None and _is_to_come(document, int(then["year"]), quote):
        yield from cut_aim(
            document, span.start + then.end(), span.end, "doel", sentence.passage, _TOLD
        )
    aimed = _SET.search(quote)
    if aimed is not None:
        first, last = aimed.span("aim")
        yield from cut_aim(
            document, span.start + first, span.start + last, "doel", sentence.passage, _SAID
        )
    if ahead is not None:
        yield from cut_aim(
            document, span.start + ahead.end(), span.end, "doel", sentence.passage, _TOLD
        )
    by_then = _BY_THEN.match(quote) or _BROUGHT.match(quote)
    if by_then is not None and _is_to_come(document, int(by_then["year"]), quote):
        yield from cut_aim(document, span.start, span.end, "doel", sentence.passage, _TOLD)
    for pattern in (_MUST_STAY, _CENTRAL):
        match = pattern.match(quote, skip_sign(quote))
        if match is not None:
            first, last = match.span(match.lastgroup or 0)
            yield from cut_aim(
                document, span.start + first, span.start + last, "doel", sentence.passage, _TOLD
            )
    if loose or (_KEPT.search(quote) and not _DONE.search(quote)):
        yield from cut_aim(document, span.start, span.end, "doel", sentence.passage, _TOLD)


def skip_sign(quote: str) -> int:
    """Where a sentence begins behind the sign of its item."""
    match = _SIGN.match(quote)
    return match.end() if match else 0


def _is_to_come(document: Document, year: int, quote: str) -> bool:
    """Whether a year lies after the document; without its date whether nothing is done by then."""
    issued = document.card.date
    return year > int(issued[:4]) if issued else not _PARTICIPLE.search(quote)
