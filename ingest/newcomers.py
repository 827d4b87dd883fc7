"""Parties that a document names and the register lacks, as proposals.

Counts: a name behind a word for a kind of party (`gemeente Beltum`, `woonstichting De Hei`, `GGD
Zuidkant`, `ministerie van Vis en Vaart`), each of a list (`gemeenten Aalbeek en Beltum`), the
executive or council of a municipality (`college van Beltum`); with the abbreviation behind it
(`(SVV)`), and wherever one stands again: under its abbreviation, under its bare name (`Stroomlijn`)
or under its kind (`de provincie`) when the document names one of that kind.
Also counts what `partners` finds: partners without a word for their kind, groups, meetings.
Does not count: a kind alone, a party of the register, `wij`, a club or station of a place.
Example that counts: `waterschap De Beek`. Does not: `de waterschappen`, `FC Beltum`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ingest.dates import MONTHS
from ingest.document import Document, Extractor
from ingest.guarded import GuardedList, guard
from ingest.partners import MEETING, RESEARCH, find_partners
from ontology.records import Element, Iri, Literal, MentionKind, Span, Statement
from ontology.terms import BG, SKOS

_CONFIDENCE: Final = Decimal("0.7")
_MAX_SPANS: Final = 5
_MAX_PLACES: Final = 200  # places of one party
_MAX_PARTIES: Final = 500
_HIDES: Final = frozenset[MentionKind](
    ("actor", "body", "document", "programme", "instrument", "project")
)
_PARTIES: Final = frozenset[MentionKind](("actor", "body"))
_G: Final = r"(?: |\xad|[ \t]*\r?\n[ \t]?)"  # a tab parts cells of a table
_CAP: Final = r"[A-ZÀ-Þ][\w’'&-]+"
_NAME: Final = (
    rf"(?:(?:De|Het|Den|Der|Van|Ons|Onze|’s|'s){_G}?)?{_CAP}"
    rf"(?:{_G}(?:(?:van|der|den|aan|op|voor|bij|de|het){_G}){{0,2}}{_CAP}){{0,3}}"
)
_PLACE: Final = (
    rf"(?:’s-|'s-)?{_CAP}"
    rf"(?:{_G}(?:(?:aan|op|bij|van){_G})?(?:(?:de|den|der|het){_G})?{_CAP}){{0,2}}"
)
_AREA_KINDS: Final = "gemeente|provincie|waterschap|hoogheemraadschap"
_KINDS: Final = (
    r"dorpsraad|wijkraad|rekenkamer|[a-z]{2,6}-afdeling|dorpsbelangen|rijksdienst|kreis|veiligheidsregio|vervoerregio|arbeidsmarktregio|metropoolregio|zorgregio|omgevingsdienst|"
    r"regiebureau|ggd|ggz|roc|netbeheerder|universiteit|hogeschool|coöperatie|zorggroep|ziekenhuis|"
    r"stichting|vereniging|corporatie|woon(?:bedrijf|groep)|maatschappij|federatie|"
    r"vervoerder|aannemer|exploitant|concessiehouder|initiatiefnemer|vakbond|verzekeraar|"
    r"spoorbeheerder|wegbeheerder|natuurbeheerder|terreinbeheerder|zorgaanbieder|zorgverzekeraar|"
    r"(?:project|gebieds)ontwikkelaar|(?:advies|ingenieurs|onderzoeks|architecten|landmeet)bureau|"
    r"branchevereniging|bank|drinkwaterbedrijf|uitgeverij|platform|genootschap|collectief|"
    r"(?:woning|woon|huurders|ondernemers|natuur|dorps|wijk|bewoners|welzijns|energie|zorg|"
    r"ontwikkelings|vrijwilligers|historische|landschaps|milieu|beheer)"
    r"(?:stichting|vereniging|corporatie|maatschappij|coöperatie|organisatie|federatie|collectief)|"
    r"(?:vak|beroeps|agrarisch|lyceum)college|kamer|fonds|stad|fachhochschule|(?!fonds)[a-z]{4,}fonds|"
    r"(?!\w*landschap|\w*gemeenschap|\w*wetenschap|maatschap\b|bedrijf|organisatie|uitdienst)[a-z]{3,}"
    r"(?:schap|bedrijf|vereniging|stichting|bond|instituut|coöperatie|organisatie|maatschappij)"
)
_OF_KIND: Final = guard(  # first looks for a word before a name: few words are
    rf"(?<![\w-])(?=[\w-]+{_G}(?:van{_G})?[A-ZÀ-Þ’'])(?P<kind>(?i:{_AREA_KINDS}|{_KINDS})){_G}(?P<van>van{_G})?(?P<name>{_NAME})"
)
_LISTED: Final = guard(
    rf"(?<![\w-])(?:(?P<kind>[Gg]emeenten|[Pp]rovincies)|[Gg]emeenteraden{_G}van){_G}"
    rf"(?P<names>{_PLACE}(?:,{_G}{_PLACE}){{0,30}}{_G}en{_G}{_PLACE})"
)
_LISTED_KIND: Final = guard(
    rf"(?<![\w-])(?P<kind>(?i:(?:woning|woon)?corporaties|woningstichtingen|waterschappen|netbeheerders|"
    rf"universiteiten|hogescholen|zorggroepen|energiecoöperaties)){_G}"
    rf"(?P<names>{_NAME}(?:,{_G}{_NAME}){{0,15}}{_G}en{_G}{_NAME})"
)
_MINISTRY: Final = guard(
    rf"(?<![\w-])(?P<kind>[Mm]inisterie){_G}van{_G}"
    rf"(?P<name>{_CAP}(?:(?:,{_G}|{_G}en{_G}){_CAP}(?:{_G}{_CAP})?){{0,4}})"
)
_OFFICE: Final = guard(
    rf"(?<![\w-])(?P<kind>[Cc]ollege|[Gg]emeenteraad|[Rr]aad){_G}van{_G}"
    rf"(?:(?:B&W|burgemeester{_G}en{_G}wethouders){_G}van{_G})?(?:de{_G}gemeente{_G})?(?P<name>{_PLACE})"
)
_SIGNED: Final = guard(
    rf"\b[Bb]urgemeester{_G}en{_G}[Ww]ethouders{_G}van{_G}(?:de{_G}gemeente{_G})?(?P<name>{_PLACE})"
)
_NAMES_PARTIES: Final = GuardedList((_LISTED, _LISTED_KIND, _MINISTRY, _OFFICE, _OF_KIND, _SIGNED))
_SHORT: Final = re.compile(r"\s*\((?P<short>[A-Z][A-Za-z&]{1,7})\)")
_FORMER: Final = re.compile(
    rf"\s*[,(]\s*(?:voorheen|eerder|vroeger)\s+(?:(?:bekend\s+als|genaamd|geheten)\s+)?(?:(?:de|het)\s+)?"
    rf"(?P<name>{_NAME})"
)
_WORD: Final = re.compile(r"(?<![\w-])[A-ZÀ-Þ’'][\w’'&-]+")
_NO_PARTY: Final = re.compile(r"(?:FC|SV|VV|SC|HC|[Ss]tation|[Ss]tadion)\s+$")
_BY_KIND: Final = re.compile(
    rf"\b(?:[Dd]e|[Hh]et|[Oo]nze|[Uu]w)\s+(?P<kind>(?i:{_AREA_KINDS}|{_KINDS}|gemeenteraad|college))\b"
)
_NAMED_AFTER: Final = re.compile(r"\s+(?:van\s+)?[A-ZÀ-Þ]")
_OPENS: Final = re.compile(r"\s*(?:\S{1,4}\s+)?(?:[A-ZÀ-Þ][\w-]+(?:,|\s+en)\s+)*")
_MAX_LEAD: Final = 120
_SPLIT: Final = re.compile(r",\s+|\s+en\s+")
_VERB_AFTER: Final = re.compile(r"(?:\s+[a-z]+|(?:,\s+|\s+en\s+)[A-ZÀ-Þ][\w-]+[^.;:]*?\s[a-z]+)")
_STOPS: Final = frozenset(
    (
        "De",
        "Het",
        "Een",
        "Dit",
        "Deze",
        "Die",
        "Dat",
        "Er",
        "We",
        "Wij",
        "Ook",
        "Met",
        "Voor",
        "Bij",
    )
)
_TIMES: Final = frozenset(
    (*(month.title() for month in MONTHS), "Begin", "Medio", "Eind", "Voorjaar", "Najaar", "Zomer")
)  # open the next row of a planning
_HEADS: Final = frozenset(
    (
        "Bijdrage",
        "Bedrag",
        "Aandeel",
        "Aantal",
        "Inwoners",
        "Jaar",
        "Totaal",
        "Kosten",
        "Planning",
        "Toelichting",
        "Rol",
        "Naam",
        "Trekker",
        "Actie",
    )
)  # heads of columns beside a column of parties
_LISTS: Final = {
    "gemeenten": "gemeente",
    "provincies": "provincie",
    "woningcorporaties": "woningcorporatie",
    "wooncorporaties": "woningcorporatie",
    "corporaties": "woningcorporatie",
    "woningstichtingen": "woningstichting",
    "waterschappen": "waterschap",
    "netbeheerders": "netbeheerder",
    "universiteiten": "universiteit",
    "hogescholen": "hogeschool",
    "zorggroepen": "zorggroep",
    "energiecoöperaties": "energiecoöperatie",
}
_AREAS: Final = frozenset(_AREA_KINDS.split("|"))
_BY_BARE_NAME: Final = re.compile(
    r"gemeente|waterschap|netbeheerder|(?:woon|woning)?(?:stichting|corporatie)|woonbedrijf|"
    r"woongroep|zorggroep|bank|drinkwaterbedrijf|universiteit|hogeschool|vervoerder|aannemer|"
    r"exploitant|\w+beheerder|\w+ontwikkelaar|\w+bureau|zorgaanbieder"
)  # kinds of which the name alone is not the name of an area
_COUNCIL: Final = "gemeenteraad"
_OF_AREA: Final = frozenset(("college", "raad", "gemeenteraad", "gemeente"))


@dataclass(slots=True)
class Newcomer:
    """A party that the register lacks, over all places where it is named."""

    iri: Iri
    kind: str  # lower-case word for what it is
    name: str  # without its kind
    label: str
    type: Iri = BG.Actor
    shorts: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def find_newcomers(document: Document) -> tuple[Newcomer, ...]:
    """The parties, in order of first appearance, each with its places in text order."""
    found: dict[str, Newcomer] = {}
    for span, kind, name in _named(document):
        if len(found) >= _MAX_PARTIES:
            break
        if _is_known(document, span):
            continue
        label = _label(kind, name)
        party = found.setdefault(
            label.lower(),
            Newcomer(document.names.proposal(document.id, label), kind, name, label),
        )
        party.spans.append(span)
        short = _SHORT.match(document.text, span.end)
        if short is not None and short["short"] not in party.shorts:
            party.shorts.append(short["short"])
    _add_places(document, found)
    for span, kind, label in find_partners(document):
        beside = kind in {RESEARCH, MEETING}  # a meeting about a programme is no programme
        known = _is_known(document, span, _PARTIES if beside else _HIDES)
        if len(found) < _MAX_PARTIES and not known:
            if any(own.overlaps(span) for party in found.values() for own in party.spans):
                continue
            iri = document.names.proposal(document.id, label)
            type_ = BG.GovernanceBody if kind == MEETING else BG.Actor
            party = found.setdefault(label.lower(), Newcomer(iri, kind, label, label, type_))
            party.spans.append(span)
    _add_former(document, found)
    return tuple(party for party in found.values() if party.spans)


def _named(document: Document) -> Iterator[tuple[Span, str, str]]:
    """Each place where a party stands with its kind: span, kind and name."""
    hits: list[tuple[Span, str, str]] = []
    for passage in document.passages:
        if passage.kind == "furniture":
            continue
        text, at = document.quote(passage.span), passage.span.start
        if not _NAMES_PARTIES.which(text):
            continue
        for listed in (_LISTED, _LISTED_KIND):
            for match in listed.finditer(text):
                hits.extend(_each(match, at))
        for pattern in (_MINISTRY, _OFFICE, _OF_KIND):
            for match in pattern.finditer(text):
                hits.extend(_one(match, at))
        for match in _SIGNED.finditer(text):
            span = Span(at + match.start("name"), at + match.end("name"))
            hits.append((span, "gemeente", _clean(match["name"])))
    taken: set[int] = set()
    for span, kind, name in hits:
        offsets = range(span.start, span.end)
        if name and name not in _STOPS | _HEADS and taken.isdisjoint(offsets):
            taken.update(offsets)
            yield span, kind, name


def _each(match: re.Match[str], at: int) -> Iterator[tuple[Span, str, str]]:
    """The members of a list, one by one."""
    kind = _LISTS[(match["kind"] or "gemeenten").lower()]
    start = match.start("names")
    for gap in [*_SPLIT.finditer(match["names"]), None]:
        end = match.start("names") + (gap.start() if gap else len(match["names"]))
        name = match.string[start:end]
        yield Span(at + start, at + end), kind, _clean(name)
        start = match.start("names") + (gap.end() if gap else 0)


def _one(match: re.Match[str], at: int) -> Iterator[tuple[Span, str, str]]:
    kind, name = match["kind"].lower(), _trim(match["name"])
    if name in _STOPS:
        return
    if match.groupdict().get("van") and kind in _AREAS:
        return  # 'gemeente van Nu' is no name
    end = match.start("name") + len(name)
    yield Span(at + match.start(), at + end), kind, _clean(name)


def _trim(name: str) -> str:
    """A name without a sentence opener that a line break glued to it."""
    lines = [line.strip() for line in name.split("\n")]
    cut = lines[0] in _HEADS or (len(lines) > 1 and lines[1].split(" ")[0] in _STOPS | _TIMES)
    return lines[0] if cut else name


def _clean(name: str) -> str:
    return " ".join(name.replace("\xad", "").split())


def _is_known(document: Document, span: Span, kinds: frozenset[MentionKind] = _HIDES) -> bool:
    near = Span(max(0, span.start - 160), span.end + 160)
    return any(m.span.overlaps(span) for m in document.mentions_in(near, kinds))


def _label(kind: str, name: str) -> str:
    upper = kind in {"ggd", "ggz", "roc"}
    head = kind.upper() if upper else kind[:1].upper() + kind[1:]
    if kind.endswith("-afdeling"):
        head = f"{kind.partition('-')[0].upper()}-afdeling"
    if kind == "raad":
        head = "Gemeenteraad"
    joint = " van " if kind in {"college", "raad", "gemeenteraad", "ministerie"} else " "
    return f"{head}{joint}{name}"


def _add_places(document: Document, found: dict[str, Newcomer]) -> None:
    """Where a party stands again: abbreviation, bare name, kind with an article."""
    _add_council(document, found)
    for party, span in [*_by_name(document, found), *_by_kind(document, found)]:
        if len(party.spans) < _MAX_PLACES and not _is_known(document, span):
            party.spans.append(span)
    for party in found.values():
        party.spans = _longest(party.spans)


def _add_council(document: Document, found: dict[str, Newcomer]) -> None:
    """The council of the one municipality that a document names."""
    towns = [party for party in found.values() if party.kind == "gemeente"]
    leading = [town for town in towns if _leads(town, towns)]
    if len(leading) != 1 or not re.search(rf"\b{_COUNCIL}\b", document.text):
        return
    label = _label(_COUNCIL, leading[0].name)
    if label.lower() not in found:
        iri = document.names.proposal(document.id, label)
        found[label.lower()] = Newcomer(iri, _COUNCIL, leading[0].name, label)


def _add_former(document: Document, found: dict[str, Newcomer]) -> None:
    """`de Watertafel, voorheen het Waterberaad`: the name before is another name of the same."""
    for key, party in list(found.items()):
        for span in list(party.spans):
            match = _FORMER.match(document.text, span.end)
            if match is None:
                continue
            name = _clean(match["name"])
            at = Span(*match.span("name"))
            for other_key, other in list(found.items()):
                if other_key != key and any(one.overlaps(at) for one in other.spans):
                    party.spans.extend(other.spans)
                    del found[other_key]
            if name not in party.shorts:
                party.shorts.append(name)
            party.spans = _longest([*party.spans, at])
            break


def _longest(spans: list[Span]) -> list[Span]:
    """Spans in text order, those inside a longer one left out."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _leads(party: Newcomer, others: list[Newcomer]) -> bool:
    """Whether a party is named far more often than the others of its kind."""
    return all(len(party.spans) > 2 * len(other.spans) for other in others if other is not party)


def _by_name(document: Document, found: Mapping[str, Newcomer]) -> Iterator[tuple[Newcomer, Span]]:
    """Abbreviations and bare names, in one pass over the capitalised words."""
    names: dict[str, list[tuple[str, Newcomer]]] = {}
    shared = Counter(party.name for party in found.values() if party.kind not in _OF_AREA)
    shared.update({party.name: 1 for party in found.values() if party.kind == "gemeente"})
    for party in found.values():
        bare = _BY_BARE_NAME.fullmatch(party.kind) and shared[party.name] == 1
        for name in (*party.shorts, *([party.name] if bare else ())):
            names.setdefault(name.split()[0], []).append((name, party))
    if not names:
        return
    for word in _WORD.finditer(document.text):
        for name, party in names.get(word[0], ()):
            end = word.start() + len(name)
            if _clean(document.text[word.start() : end]) != name:
                continue
            if document.text[end : end + 1].isalnum() or _NO_PARTY.search(
                document.text, max(0, word.start() - 12), word.start()
            ):
                continue
            span = Span(word.start(), end)
            if party.kind != "gemeente" or name in party.shorts or _is_subject(document, span):
                yield party, span


def _by_kind(document: Document, found: Mapping[str, Newcomer]) -> Iterator[tuple[Newcomer, Span]]:
    """`de provincie`, where the document names one province, or one far more than others."""
    kinds: dict[str, list[Newcomer]] = {}
    for party in found.values():
        kinds.setdefault(party.kind, []).append(party)
    alone = {
        kind: party
        for kind, parties in kinds.items()
        for party in parties
        if len(parties) == 1 or _leads(party, parties)
    }
    for match in _BY_KIND.finditer(document.text) if alone else ():
        owner = alone.get(match["kind"].lower())
        if owner is not None and not _NAMED_AFTER.match(document.text, match.end()):
            yield owner, Span(*match.span("kind"))


def _is_subject(document: Document, span: Span) -> bool:
    """Whether a municipality by its bare name opens a passage and does something."""
    passage = document.find_passage(span.start)
    if passage is None:
        return False
    lead = document.text[passage.span.start : span.start]
    opens = len(lead) <= _MAX_LEAD and _OPENS.fullmatch(lead)
    return bool(opens and _VERB_AFTER.match(document.text, span.end))


def extract_newcomers(document: Document) -> Iterator[Element]:
    """One proposal for each party, in order of first appearance."""
    for party in document.once(find_newcomers):
        yield Element(
            iri=party.iri,
            type=party.type,
            evidence=tuple(dict.fromkeys(party.spans))[:_MAX_SPANS],
            method=NEWCOMERS.method,
            confidence=_CONFIDENCE,
            layer=BG.Extracted,
            statements=(
                Statement(
                    predicate=SKOS.prefLabel, object=Literal.text(party.label, "nl"), claimed=False
                ),
                *(
                    Statement(
                        predicate=SKOS.altLabel, object=Literal.text(short, "nl"), claimed=False
                    )
                    for short in party.shorts
                ),
            ),
        )


NEWCOMERS: Final = Extractor("newcomers", "0.2.0", extract_newcomers)
