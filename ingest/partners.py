"""Parties that stand in a text without a word for their kind, groups of parties, and meetings.

Counts: whose research is used (`CPV-scenario's`, `cijfers van het CPV`), names in lists of partners
(`samen met de Waterbond en Veilig Varen`) or beside a party of
the register as subject (`de provincie en Veilig Varen zijn lid`), who holds an office
(`de burgemeester van Beltum`), groups of parties (`ondernemers`, `zorgpartijen`), and
offices (`colleges van B&W`), regions as organisation (`de Regio Zuid`), and meetings with a name
or alone (`stuurgroep Wonen`, `het portefeuillehoudersoverleg`, `de Dorpentafel`); names in a list
that opens a sentence and does something (`Veilig Varen en Schoon Water openen …`), who did a study
(`review door Zeebureau`, `(Zeebureau, 2031)`), a name that alone does what only a party does
(`Zwaluw voert … uit`), names in the columns of a table of actions, and names that end in their
kind (`Meren Ziekenhuis`).
Does not count: names anywhere else, `inwoners`, `bedrijven`, a bare `overleg`.
Example that counts: `samen met de Waterbond`. Does not: `samen met alle bewoners`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from ingest.action_tables import find_table_actions
from ingest.document import Document
from ingest.guarded import GuardedList, guard
from ontology.records import MentionKind, Passage, Span

MEETING: Final = "overleg"
RESEARCH: Final = "bureau"
_G: Final = r"(?: |\xad|[ \t]*\r?\n[ \t]?)"  # a tab parts cells of a table
_CAP: Final = r"[A-ZÀ-Þ][\w’'&-]+"
_LINKS: Final = "(?:voor|van|der|den|het|de)"
_SPLIT: Final = re.compile(r",\s+|\s+en\s+")
_STOPS: Final = frozenset({"De", "Het", "Een", "Dit", "Deze", "Wij", "We", "Er"})
_RESEARCH: Final = guard(
    r"(?<![\w-])(?P<name>[A-Z]{2,5})-(?:scenario|prognose|cijfers|onderzoek|studie|rapport|raming|"
    r"\w*kaart|enquête|monitor)"
    r"|(?:prognoses?|cijfers|onderzoek|rapport|gegevens|studie)\s+(?:van|door)\s+(?:het\s+)?"
    r"(?P<by>[A-Z]{3,5})(?![\w-])"
    rf"|\bbureau{_G}(?P<office>{_CAP}(?:{_G}{_CAP}){{0,2}})"
)
_BY_FIRM: Final = guard(
    rf"\b(?:onderzoek|rapport|studie|review|evaluatie|advies|rapportage|verkenning){_G}(?:van|door){_G}"
    rf"(?P<name>{_CAP})(?=[ ,.;)])"
)
_SERVICE: Final = guard(
    rf"(?<![\w-])(?P<name>(?:Rijksdienst|Inspectie|Unie|Instituut|Planbureau|Federatie|Autoriteit|"
    rf"Kenniscentrum|Expertisecentrum|Landschap|Vereniging|Stichting|Agentschap){_G}(?:voor|van|der){_G}"
    rf"(?:(?:de|het){_G})?{_CAP}(?:{_G}(?:(?:en|van|voor|de|het){_G}){{0,2}}{_CAP}){{0,3}})"
)
_DOES_ALONE: Final = guard(
    r"(?:^|(?<=[.:;] )|(?<=[.:;]\n))"
    rf"(?P<name>{_CAP}(?:{_G}(?:(?:en|van|voor|der|de){_G})?{_CAP}){{0,3}}){_G}"
    r"(?:onderzoekt|organiseert|adviseert|begeleidt|ontwikkelt|bouwt|betaalt|beheert|exploiteert|"
    r"meldt|coördineert|ondertekent|faciliteert|ontwerpt|verzorgt|verkent|voert(?=[^.;]{1,80}\suit\b)|"
    r"bracht(?=[^.;]{1,80}\sin\b)|brengt(?=[^.;]{1,80}\sin\b)|stelt(?=[^.;]{1,80}\s(?:op|beschikbaar)\b)|"
    r"neemt(?=[^.;]{1,80}\sop\szich\b))\b"
)
_OPENERS: Final = re.compile(  # what opens a sentence before its verb
    r"(?:Wie|Wat|Men|Iedereen|Niemand|Alles|Dat|Zij|Hij|Ze|Iemand|Later|Samen|Verder|Soms|Vaak|Vandaag|"
    r"Jaarlijks|Vervolgens|Bovendien|Tevens|Zo|Eerst|Nu|Straks|Binnenkort|Momenteel|Tot|Om|Als|Elke?|"
    r"Iedere?|Dan|Toch|Maar|Inmiddels|Vanaf|Na|Eind|Begin|Medio|Nieuw|Nieuwe|Ons|Onze|Bij|In|Op|Aan|Voor|"
    r"Zelf|Eerder|Tijdens|Sinds|Vooral|Beter|Meer|Minder|Door|Daar\w*|Hier\w*|Waar\w*)\b"
)
_LOWER: Final = re.compile(r"(?<![\w])[a-zà-ÿ][\w’'.&-]*")
_PART: Final = re.compile(r"(?<=[’'.&-])[a-zà-ÿ][\w’'.&-]*")
_COMMON_END: Final = re.compile(
    r"(?:ing|heid|tie|schap|isme|bouw|werk|zorg|natuur|beleid|markt|industrie|sector|en|ers|teit|"
    r"plan|visie|agenda|programma|project|gemeente|provincie|waterschap|rijk|college|raad)$",
    re.IGNORECASE,
)
_ACCORDING: Final = guard(rf"\b[Vv]olgens{_G}(?:het|de){_G}(?P<name>[A-Z]{{3,5}})(?![\w-])")
_AFTER_NAME: Final = guard(
    rf"(?<![\w-])(?P<name>(?:{_CAP}{_G}){{1,2}}(?:Ziekenhuis|College|Genootschap|Instituut|Groep|"
    rf"Universiteit|Hogeschool|Academie|Kruis|Fonds))(?![\w-])"
)
_ACTING: Final = (
    "openen|starten|maken|bouwen|sluiten|stellen|leggen|nemen|zorgen|ontwikkelen|onderzoeken|"
    "versterken|steunen|werken|gaan|voeren|richten|organiseren|brengen|zetten|ondertekenen|"
    "waarschuwen|melden|wijzen|vinden|vragen|betalen|dragen|leveren|houden|willen|verkennen|bereiden|geven|krijgen|doen|bieden"
)
_SUBJECTS: Final = guard(
    rf"(?:^|(?<=[.:;] )|(?<=[.:;]\n))(?:De{_G}|Het{_G})?"
    rf"(?P<names>{_CAP}(?:{_G}(?:{_LINKS}{_G})?{_CAP}){{0,3}}"
    rf"(?:,{_G}{_CAP}(?:{_G}(?:{_LINKS}{_G})?{_CAP}){{0,3}}){{0,8}}"
    rf"{_G}en{_G}(?:de{_G}|het{_G})?{_CAP}(?:{_G}(?:{_LINKS}{_G})?{_CAP}){{0,3}}){_G}(?:{_ACTING})\b"
)
_PARTNERS: Final = guard(
    r"\b(?:samen\s+met|in\s+samenwerking\s+met|in\s+overleg\s+met|gesproken\s+met|"
    r"(?:partners|partijen|organisaties)\s+(?:zoals|als)|vertegenwoordigers\s+van|"
    r"(?:[Tt]rekkers?|[Pp]artners?|[Uu]itvoerders?|[Ii]nitiatiefnemers?|[Pp]envoerder|[Oo]pdrachtgever|"
    r"[Bb]etrokken\s+partijen|[Bb]etrokkenen|[Ss]amenwerkingspartners?)\s?:)\s+"
    rf"(?P<names>(?:(?:de|het){_G})?[\w{{}}’'-]+(?:[ ,\n]+[\w’'-]+){{0,24}})"
)
_REGION: Final = guard(rf"(?<=[a-z,] )Regio{_G}{_CAP}(?:[ -]{_CAP})?")
_HEAD_REGION: Final = re.compile(
    rf"^(?P<name>Regio {_CAP}(?:[ -]{_CAP})?)(?=,|[ \t]*$)", re.MULTILINE
)
_HEAD: Final = 400  # code points in which a document says whose it is
_INSTITUTION: Final = guard(
    r"\b(?P<name>(?:Tweede|Eerste)\s+Kamer|Raad\s+van\s+State|Europese\s+Commissie|"
    r"(?:Algemene|[Pp]rovinciale|[Gg]emeentelijke)\s+Rekenkamer)\b"
)
_OFFICES: Final = guard(
    rf"\bcolleges?{_G}van{_G}(?:burgemeester{_G}en{_G}wethouders|B&W|B{_G}en{_G}W)\b(?!{_G}van\b)"
)
_SPOKEN: Final = guard(
    rf"\bmet\s+(?P<names>(?:(?:de|het){_G})?[A-Z][\w’'-]*(?:[ ,\n]+[\w’'-]+){{0,12}}?)\s+"
    r"(?:gesproken|overlegd|afgesproken|samengewerkt)\b"
)
_PARTNER: Final = re.compile(rf"(?:(?:de|het){_G})?(?P<name>{_CAP}(?:{_G}{_CAP}){{0,3}})")
_PARTNER_NAME: Final = re.compile(
    rf"(?:(?:de|het){_G})?(?P<name>(?:(?:De|Het){_G})?{_CAP}(?:{_G}(?:{_LINKS}{_G})?{_CAP}){{0,3}})"
)
_AREAS: Final = frozenset[MentionKind](("place",))
_BESIDE_KNOWN: Final = re.compile(
    rf"(?:,{_G}(?:en{_G})?|{_G}en{_G})(?:(?:de|het){_G})?"
    rf"(?P<name>{_CAP}(?:{_G}{_CAP}){{0,3}}){_G}(?!(?:in|op|aan|van|voor|en|te|bij)\b)[a-z]{{2,}}n\b"
)
_OFFICER: Final = guard(
    rf"\b[Dd]e{_G}(?P<name>(?:loco-)?(?:burgemeester|dijkgraaf|commissaris{_G}van{_G}de{_G}Koning)"
    rf"(?:{_G}(?:van|in){_G}{_CAP}(?:-{_CAP})?)|dijkgraaf)(?![\w-])"
)
_GROUPS: Final = guard(
    r"(?<![\w-])(?P<group>ondernemers|werkgevers|ontwikkelaars|projectontwikkelaars|beleggers|"
    r"bouwers|bouwsector|zorgsector|grondeigenaren|agrariërs|"
    r"(?:commerciële\s+)?marktpartijen|zorgpartijen|zorginstellingen|zorgaanbieders|"
    r"private\s+partners|onderwijsinstellingen|kennisinstellingen|onderzoeksinstellingen|"
    r"onderwijs-\s+en\s+(?:onderzoeks|kennis)instellingen|maatschappelijke\s+(?:organisaties|"
    r"partners|partijen)|natuurorganisaties|terreinbeheerders|netbeheerders|vervoerders|"
    r"belangenorganisaties|bewonersorganisaties|huurdersorganisaties|welzijnsorganisaties|"
    r"andere\s+provincies|waterschappen|drinkwaterbedrijven|financiers|banken|"
    r"(?:woning)?corporaties)(?![\w-])"
)
_PARTIES: Final = frozenset[MentionKind](("actor",))
_BESIDE: Final = re.compile(
    r"(?:[,(/]|\b(?:met|door|en|van|voor|namens|tussen|zoals|als))\s*(?:(?:de|het|andere)\s+)?$"
)
_GOES_ON: Final = re.compile(r"\s*,|\s+en\s")
_BODY_KINDS: Final = (
    r"bestuurlijk\s+overleg|ambtelijk\s+overleg|portefeuillehouders(?:overleg)?|regioraad|stuurgroep|"
    r"kerngroep|kernteam|versnellingsteam|gebiedsteam|kwartiermakersteam|projectgroep|"
    r"klankbordgroep|werkgroep|begeleidingsgroep|aanjaagteam|regieteam|"
    r"programmaraad|adviesraad|programmateam|[a-z]{3,}platform|[a-z]{4,}tafel|[a-z]{4,}beraad|[a-z]{4,}overleg|"
    r"raadscommissie|adviescommissie|statencommissie|commissie|taskforce|opgaveteam|"
    r"(?:regie|denk|expert|advies|gebieds|coördinatie|thema|kennis|overleg|contact|ontwikkel|initiatief|"
    r"taak)groep"
)
_BODY: Final = guard(
    rf"(?<![\w-])(?P<kind>(?i:{_BODY_KINDS})){_G}(?P<name>{_CAP}(?:{_G}(?:(?:en|van|voor){_G})?{_CAP}){{0,3}})"
    rf"|\b(?:[Dd]e|[Hh]et|[Ee]en){_G}(?:\w+{_G})?(?P<bare>(?:portefeuillehoudersoverleg|regioraad|"
    rf"stuurgroep|aanjaagteam|klankbordgroep|kerngroep|kernteam|versnellingsteam|gebiedsteam|programmaraad|regieteam|adviescommissie|"
    rf"(?:algemeen|dagelijks){_G}bestuur))\b(?!{_G}(?:{_CAP}|van\b))"
    rf"|(?<![\w-])(?P<own>(?:(?:Regionale|Bestuurlijke?|Ambtelijke?|Provinciale|Gezamenlijke?){_G})?"
    rf"[A-ZÀ-Þ][a-zà-ÿ]{{2,}}(?:tafel|beraad|klankbordgroep|werkgroep|stuurgroep|adviesraad|programmabureau|team)"
    rf"(?:{_G}{_CAP}){{0,3}})"
    rf"|\b(?:[Dd]e|[Hh]et|[Ee]en){_G}(?P<office>Programmabureau|Projectbureau|Regiobureau|Gebiedsregisseur)\b"
)


_CELL_NAME: Final = re.compile(
    rf"\s*(?P<name>{_CAP}(?:{_G}(?:(?:{_LINKS}){_G})?{_CAP}){{0,4}})\s*(?:,|;|/|$)"
)
_PUBLISHED: Final = guard(rf"\((?P<name>{_CAP}(?:{_G}{_CAP}){{0,2}}),{_G}(?:19|20)\d\d\)")
_CUES: Final = GuardedList(
    (
        *(_BODY, _RESEARCH, _BY_FIRM, _ACCORDING, _PUBLISHED, _DOES_ALONE, _SERVICE, _AFTER_NAME),
        *(_SUBJECTS, _PARTNERS, _SPOKEN, _INSTITUTION, _REGION, _OFFICER, _OFFICES, _GROUPS),
    )
)


def _in_cells(document: Document) -> Iterator[tuple[Span, str, str]]:
    """Names in the columns of a table of actions that say who does it, and with whom."""
    for item in find_table_actions(document):
        for cell in (item.lead, item.partners):
            at, end = (cell.start, cell.end) if cell is not None else (0, 0)
            while at < end and (match := _CELL_NAME.match(document.text, at, end)):
                span, name = Span(*match.span("name")), squeeze(match["name"])
                if not _OPENERS.match(name) and not document.mentions_in(span, _AREAS):
                    yield span, "partner", name
                at = match.end()


def find_partners(document: Document) -> Iterator[tuple[Span, str, str]]:
    """Parties by what they do or are, and meetings: span, kind and label."""
    yield from _in_cells(document)
    for passage in document.passages:
        if passage.kind == "furniture":
            continue
        text, at = document.quote(passage.span), passage.span.start
        if not _CUES.which(text):
            yield from _head_regions(text, at)
            yield from _beside_known(document, passage)
            continue
        for match in _BODY.finditer(text):
            group = next((name for name in ("bare", "own", "office") if match[name]), 0)
            label = squeeze(match[group])
            span = Span(at + match.start(group), at + match.end(group))
            yield span, MEETING, label[:1].upper() + label[1:]
        for match in _RESEARCH.finditer(text):
            group = match.lastgroup or "name"
            yield Span(at + match.start(group), at + match.end(group)), RESEARCH, match[group]
        for cue in (_BY_FIRM, _ACCORDING, _PUBLISHED):
            for match in cue.finditer(text):
                span = Span(at + match.start("name"), at + match.end("name"))
                if not document.mentions_in(span, _AREAS):
                    yield span, RESEARCH, match["name"]
        for match in _DOES_ALONE.finditer(text):
            yield from _doer(document, match, at)
        for match in _SERVICE.finditer(text):
            span = Span(at + match.start("name"), at + match.end("name"))
            yield span, "organisatie", squeeze(match["name"])
        for match in _AFTER_NAME.finditer(text):
            span = Span(at + match.start("name"), at + match.end("name"))
            yield span, "organisatie", squeeze(match["name"])
        for match in _SUBJECTS.finditer(text):
            yield from _subjects(document, match, at)
        for pattern in (_PARTNERS, _SPOKEN):
            for match in pattern.finditer(text):
                yield from _partners(match, at)
        for match in _INSTITUTION.finditer(text):
            span = Span(at + match.start("name"), at + match.end("name"))
            yield span, "organisatie", squeeze(match["name"])
        yield from _head_regions(text, at)
        for match in _REGION.finditer(text):
            yield Span(at + match.start(), at + match.end()), "regio", squeeze(match[0])
        for match in _OFFICER.finditer(text):
            label = squeeze(match["name"])
            span = Span(at + match.start("name"), at + match.end("name"))
            yield span, "functie", label[:1].upper() + label[1:]
        yield from _beside_known(document, passage)
        for match in _OFFICES.finditer(text):
            label = squeeze(match[0])
            yield (
                Span(at + match.start(), at + match.end()),
                "groep",
                label[:1].upper() + label[1:],
            )
        for match in _GROUPS.finditer(text):
            listed = _BESIDE.search(text, max(0, match.start() - 20), match.start())
            if not (listed or _GOES_ON.match(text, match.end())):
                continue
            label = squeeze(match["group"])
            span = Span(at + match.start(), at + match.end())
            yield span, "groep", label[:1].upper() + label[1:]


def _head_regions(text: str, at: int) -> Iterator[tuple[Span, str, str]]:
    """`Regio Oost` on a line of its own, where a document says whose it is."""
    for match in _HEAD_REGION.finditer(text) if at < _HEAD else ():
        yield Span(at + match.start(), at + match.end()), "regio", squeeze(match["name"])


def _beside_known(document: Document, passage: Passage) -> Iterator[tuple[Span, str, str]]:
    """The name that is joined to a party of the register."""
    for known in document.mentions_in(passage.span, _PARTIES):
        pair = _BESIDE_KNOWN.match(document.text, known.span.end, passage.span.end)
        if pair is not None and pair["name"] not in _STOPS:
            yield Span(*pair.span("name")), "partner", squeeze(pair["name"])


def _doer(document: Document, match: re.Match[str], at: int) -> Iterator[tuple[Span, str, str]]:
    """A name that alone opens a sentence and does what only a party does."""
    name, span = squeeze(match["name"]), Span(at + match.start("name"), at + match.end("name"))
    words = name.split()
    areas = document.mentions_in(span, _AREAS)
    if (
        words[0] in _STOPS
        or _OPENERS.match(name)
        or any(area.span.start == span.start for area in areas)
    ):
        return
    if len(words) == 1 and (_COMMON_END.search(name) or _is_common(document, name)):
        return  # a noun that only opens the sentence
    yield span, "partner", name


def _is_common(document: Document, name: str) -> bool:
    """Whether a name also stands in lower case, perhaps as the beginning of a longer word."""
    words = document.once(_lower_words)
    at = bisect_left(words, name.lower())
    return at < len(words) and words[at].startswith(name.lower())


def _lower_words(document: Document) -> list[str]:
    """The words of a document that begin with a lower-case letter, sorted; parts of them too."""
    found = {match[0] for match in _LOWER.finditer(document.text)}
    return sorted(found | {part for word in found for part in _PART.findall(word)})


def _subjects(document: Document, match: re.Match[str], at: int) -> Iterator[tuple[Span, str, str]]:
    """The names of a list that opens a sentence and does something; a place is no party by name."""
    start = match.start("names")
    for gap in [*_SPLIT.finditer(match.string, start, match.end("names")), None]:
        end = gap.start() if gap else match.end("names")
        name = _PARTNER_NAME.fullmatch(match.string, start, end)
        if name is not None and name["name"].split()[0] not in _STOPS:
            span = Span(at + name.start("name"), at + name.end("name"))
            if not document.mentions_in(span, _AREAS):
                yield span, "partner", squeeze(name["name"])
        start = gap.end() if gap else end


def _partners(match: re.Match[str], at: int) -> Iterator[tuple[Span, str, str]]:
    """The capitalised names of a list of partners, up to the first part that is none."""
    start = match.start("names")
    for gap in [*_SPLIT.finditer(match.string, start, match.end("names")), None]:
        end = gap.start() if gap else match.end("names")
        name = _PARTNER.match(match.string, start, end)
        if name is not None and name["name"] not in _STOPS:
            yield (
                Span(at + name.start("name"), at + name.end("name")),
                "partner",
                squeeze(name["name"]),
            )
            if name.end() < end:
                return
        start = gap.end() if gap else end


def squeeze(name: str) -> str:
    """A name on one line, without soft hyphens."""
    return " ".join(name.replace("\xad", "").split())
