"""Goals that the text names as such, as proposals for people to keep, word or drop.

Counts: what is said to be the goal or ambition (`Doel van de visie is …`, `met als ambitie: …`),
items below a heading or line about ambitions, goals or pillars, headings such as `Pijler 2: …`,
and what something brings or helps (`Met een brug worden we sterker, blijft …`, `Met een fonds
houden we winkels open`, `Door … te delen, verlagen we …`, `draagt bij aan A en B`, `is een
voorwaarde voor …`). There the means contributes to the ends, never the other way; after `met` and
`door` it is an instrument as well, with the lowest level of the tree.
Below a heading `Doelen` each sentence counts that says what must be, or by when it is so.
Does not count: a question, something denied, a goal of the process (`doel van deze brief`), a bare
mention of goals.
Example that counts: `Doel is een gezond dorp`. Example that does not: `de doelen van het Rijk`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Final

from ingest.aims import cut_aim, find_aims, skip_sign
from ingest.document import Document, Extractor
from ingest.guarded import guard
from ingest.scopes import find_headings
from ingest.segment import sentences
from ingest.statements import Sentence, find_sentences
from ontology.records import Element, Iri, Literal, MentionKind, Passage, Span, Statement
from ontology.terms import BG, SKOS

VERSION: Final = "0.3.0"
_METHOD: Final = f"goals {VERSION}"
_LISTED: Final = Decimal("0.7")
_BROUGHT: Final = Decimal("0.65")
_S: Final = r"\s+"
_BRINGS: Final = re.compile(
    rf"^[Mm]et{_S}(?:een|de|deze|het|dit){_S}(?P<means>(?:[\w-]+e{_S})?[\w-]{{4,}})\b(?:{_S}in{_S}[A-ZÀ-Þ]\w+)?"
)
_CLAUSE: Final = re.compile(
    r"^(?:en\s+)?(?:worden|wordt|houden|houdt|blijft|blijven|vergroten|versterken|verbeteren|"
    r"verhogen|verlagen|creëren|krijgen|behouden|maken)\b",
    re.IGNORECASE,
)
_HELPS: Final = guard(
    rf"^(?P<means>(?:[Dd]e|[Hh]et|[Dd]eze|[Dd]it){_S}(?:[\w-]+e{_S})?[\w-]{{4,}})(?:{_S}\w+){{0,2}}?{_S}"
    rf"(?:draagt|dragen){_S}(?:\w+{_S})?bij{_S}aan{_S}"
)
_VERBS: Final = (
    "houden|behouden|halen|brengen|geven|voorkomen|verkleinen|vergroten|versterken|verbeteren|"
    "verhogen|verlagen|trekken|binden|beschermen|versnellen|bereiken|benutten|creëren|borgen|"
    "waarborgen|stimuleren|bevorderen|verminderen|beperken|besparen|ontlasten|herstellen|"
    "verduurzamen|vasthouden|terugdringen"
)
_GROWS: Final = "blijft|blijven|wordt|worden|krijgt|krijgen|houdt|behoudt"
_VERB: Final = (
    rf"(?P<verb>(?:{_VERBS})(?={_S}(?:we|wij)\b)|(?:{_GROWS})(?={_S}(?:de|het|een|onze|we|wij)\b))"
)
_MEANS: Final = guard(
    rf"(?:Met{_S}(?:een|de|deze|het|dit|onze|ons){_S}(?P<means>(?:[\w’'€.-]+{_S}){{0,4}}?[\w’'.-]{{4,}})"
    rf"|Door{_S}(?P<doing>[^,.;:]{{6,90}}?\bte{_S}\w+en)),?{_S}{_VERB}"
)
_NEXT: Final = re.compile(rf"(?:,|,?{_S}en){_S}{_VERB}")
_GAIN: Final = re.compile(
    rf"{_VERB}(?:\s+(?P<we>we|wij))?(?:\s+(?:zo|daarmee|dan|ook|samen))*\s+(?P<rest>.+?)"
    r"(?:\s+(?P<particle>vast|terug|tegen|aan|binnen|in stand|bij))?$"
)
_LOOSE_END: Final = re.compile(r"[\s,.;]+(?:en)?[\s,.;]*$")
_DONE_BY: Final = re.compile(r"(?:Met|Door)\s+(?:de|het)\s+(?:jaren|tijd|komst)\b")
_WITH: Final = frozenset[MentionKind](("actor", "body"))
_PEOPLE: Final = re.compile(
    r"\b(?:partners?|partijen|gemeenten?|inwoners|bewoners|ondernemers|jongeren|raad|raden|college|"
    r"provincies?|corporaties?|waterschap(?:pen)?|steden|regio|buren|collega\w*|elkaar|betrokkenen|"
    r"stakeholders|bedrijven|instellingen|organisaties|rijk)$",
    re.IGNORECASE,
)
_PAPER: Final = re.compile(
    r"(?:strategie|visie|nota|plan|agenda|brief|akkoord|document|notitie|aanpak|dit|deze)$", re.I
)
_OF_OTHERS: Final = re.compile(
    r"(?:de\s+)?(?:doelen|doelstellingen|ambities|opgaven|doelstelling)(?:\s+(?:van|uit)\b|$)", re.I
)  # the goals of another document, not named here
_CONDITION: Final = guard(
    rf"{_S}(?:is|vormt){_S}(?:(?:dan{_S})?ook{_S}|daarom{_S}|daarmee{_S}|wel{_S})?een{_S}(?:belangrijke{_S})?(?:rand)?voorwaarde{_S}voor{_S}"
)
_HEADED: Final = re.compile(
    r"\b(?:ambities?|doelen|doelstellingen|hoofddoelen|subdoelen|pijlers|speerpunten|streefbeeld|"
    r"(?:gewenste|beoogde)\s+(?:resultaten|effecten)|opgaven(?=\s*:?$)|"
    r"(?:wat|dit)\s+(?:willen|wil)\s+(?:we|wij|het\s+college|de\s+\w+)\b|"
    r"wat\s+(?:we|wij)\s+willen|(?:waar|hier)\s+(?:gaan|staan|werken)\s+(?:we|wij)\b[^.?]*\b"
    r"(?:voor|naartoe|heen|aan)|(?:we|wij)\s+willen\s*:$|^een\b[^.]*\bbetekent\b[^.]*:$)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"(?P<word>pijler|ambitie|(?:hoofd|sub)?doel(?:stelling)?|speerpunt|opgave|streefbeeld)"
    r"(?:\s+(?:(?:voor\s+|in\s+)?20\d\d|\d{1,2}(?:\.\d{1,2})?|[A-Z](?:\.?\d{1,2})?|[IVX]{1,4}))?"
    r"(?:\s+voor\s+(?!(?:dez|dit)\w*\b)[^:.;?\n]{3,40}(?=\s*:))?(?P<sign>\s*[:–—|-]\s+|\.\s+|\t)(?=\S)",
    re.IGNORECASE,
)
_AIMING: Final = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?(?P<aim>(?:[Nn]aar\s+een|Een)\s+(?:\w+\s+en\s+)?[a-z]\w+e\s+\w.*"
    r"|(?:Meer|Minder|Sneller|Betere?|Sterkere|Gezonder|Veiliger|Behoud\s+van|Versterk(?:en|ing)|"
    r"Verbeter(?:en|ing)|Vergroten|Versnell(?:en|ing)\s+van|Verduurzam(?:en|ing)\s+van|Terugdringen|"
    r"Toevoegen|Bevorderen|Vasthouden|Behouden|Waarborgen|Beschermen|Verminderen|Binden|Voorkomen|"
    r"Stimuleren)\s+\w.*)",
    re.DOTALL,
)
_BULLET_AIM: Final = re.compile(
    r"(?P<aim>(?:(?:[Hh]et|[Vv]erder|[Bb]eter)\s+)?(?:(?i:versterken|vergroten|behouden|verbeteren|"
    r"accommoderen|verduurzamen|bevorderen|terugdringen|verminderen|beschermen|vasthouden|"
    r"stimuleren|versnellen|waarborgen|borgen|realiseren|verstevigen)(?:\s+en\s+\w+en)?\s+"
    r"(?:van|\w*e)\s+\w.*|(?i:behoud|verbetering|versterking|vergroting|versnelling)\s+van\s+"
    r"\w.*))",
    re.DOTALL,
)
_DIVIDED: Final = re.compile(r"[\t|\n]|  ")  # cells, or several lines
_MAX_BULLET: Final = 30
_LEADS_ON: Final = guard(r":$|(?:^|[.!?]\s+)In\s+(?:het\s+jaar\s+)?20\d\d$")
_BY_THEN: Final = re.compile(r"In\s+(?:het\s+jaar\s+)?20\d\d\s*:?")
_NUMBER: Final = re.compile(r"(\d{1,3})[.)]?")
_MAX_AIMING: Final = 9  # words of a heading that states an aim
_PROCESS: Final = re.compile(
    r"\b(?:deze brief|dit plan van aanpak|bijeenkomst|overleg|raad|vergadering|acties?|"
    r"planning\w*)\b",
    re.IGNORECASE,
)
_EXAMPLES: Final = re.compile(r"\b(?:zoals|bijvoorbeeld|bestanddelen)\b", re.IGNORECASE)
_DENIED: Final = guard(r"\b(?:niet|geen)\b", re.IGNORECASE)
_VAGUE: Final = re.compile(
    r"^(?:die|deze|dit|opgebouwd|vastgelegd|beschreven|opgenomen|verwoord|gericht)\b", re.IGNORECASE
)
_LAST: Final = re.compile(r"[^.!?]*$")
_PICTURE: Final = re.compile(
    r"^\W*(?:\d+(?:\.\d+)*\.?\s+)?(?:ons\s+|het\s+)?(?:toekomstbeeld|streefbeeld|wensbeeld|"
    r"stip\s+op\s+de\s+horizon|droombeeld)\b[^.?]{0,30}$",
    re.IGNORECASE,
)
_GOALS_HEAD: Final = re.compile(
    r"^\W*(?:\d+(?:\.\d+)*\.?\s+)?(?:onze\s+|de\s+)?(?:doelen|doelstellingen|ambities|hoofddoelen|"
    r"streefdoelen)\W*$",
    re.IGNORECASE,
)
_AMBITION_HEAD: Final = re.compile(
    r"(?:ambitie|(?:hoofd)?doel(?:stelling)?|streefbeeld)\s+(?:\d{1,2}|[A-Z]|[IVX]{1,4})\s*[:.–—|-]\s+\S",
    re.I,
)
_TO_BE: Final = re.compile(
    r"\b(?:moet(?:en)?|mag|mogen|daalt|dalen|stijgt|stijgen|groeit|groeien|halve(?:ert|ren)|"
    r"(?:gaat|gaan|neemt|nemen)\b[^.;]{1,120}\b(?:omlaag|omhoog|af|toe)|in\s+20\d\d|vanaf\s+20\d\d|"
    r"uiterlijk|(?:er\s+)?(?:verdwijnt|verdwijnen|komt|komen)\s+geen)\b",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(
    r",\s+|\s+en\s+(?=(?:de|het|een|meer|minder|worden|vergroten|\w+ere)\b)|\s\("
)
_ARTICLE: Final = re.compile(r"^(?:de|het|een)\s+", re.IGNORECASE)
_MAX_LABEL: Final = 6  # words
_MAX_GOAL: Final = 200  # code points of a goal
_MIN_GOAL: Final = 8
_HEIGHT: Final = (BG.SubGoal, BG.MainGoal, BG.Ambition)
_LEVELS: Final = {"ambitie": BG.Ambition, "hoofddoel": BG.MainGoal, "pijler": BG.MainGoal}


@dataclass(slots=True)
class _Goal:
    """A goal, or the means to one, with what it serves or makes possible."""

    span: Span
    level: Iri
    confidence: Decimal
    passage: Passage
    serves: list[tuple[Iri, _Goal]] = field(default_factory=list)
    words: str = ""  # what it is called when that is not how it stands in the text
    is_means: bool = False


def extract(document: Document) -> Iterator[Element]:
    """One proposed bg:Goal for each goal, and the means they have, in text order."""
    kept = document.once(_find_goals)
    names = _names(document, kept)
    groups: dict[Iri, list[_Goal]] = {}
    for goal in kept:
        groups.setdefault(names[goal.span][0], []).append(goal)
    for goals in groups.values():
        yield _element(document, goals, names)


def find_goal_spans(document: Document) -> dict[Span, Iri]:
    """Where the goals of a document stand, with their IRI."""
    return document.once(_goal_spans)


def _goal_spans(document: Document) -> dict[Span, Iri]:
    kept = document.once(_find_goals)
    names = _names(document, kept)
    return {goal.span: names[goal.span][0] for goal in kept if not goal.is_means}


def _find_goals(document: Document) -> tuple[_Goal, ...]:
    """The goals in text order, no words in two of them."""
    found: list[_Goal] = []
    taken: set[int] = set()
    for goal in [
        *_said(document),
        *_listed(document),
        *_brought(document),
        *_gained(document),
        *_conditions(document),
    ]:
        offsets = range(goal.span.start, goal.span.end)
        if taken.isdisjoint(offsets):
            taken.update(offsets)
            found.append(goal)
    return tuple(sorted(found, key=lambda goal: goal.span))


def _said(document: Document) -> Iterator[_Goal]:
    """What the sentences aim at, and what opens a picture of the future."""
    for aim in find_aims(document):
        yield _Goal(aim.span, _LEVELS.get(aim.word, BG.SubGoal), aim.confidence, aim.passage)
    pictured = False
    for passage in document.passages:
        if passage.kind == "heading":
            pictured = bool(_PICTURE.search(document.quote(passage.span)))
        elif pictured and passage.kind in {"paragraph", "item"}:
            pictured = passage.kind == "item"
            for span in sentences(document.text, passage.span)[:1]:
                start = span.start + skip_sign(document.quote(span))
                for aim in cut_aim(document, start, span.end, "", passage, _BROUGHT):
                    yield _Goal(aim.span, BG.MainGoal, _BROUGHT, passage)
    yield from _below_goals(document)


def _below_goals(document: Document) -> Iterator[_Goal]:
    """Sentences below a heading `Doelen` that say what must be, or by when it is so."""
    depth: int | None = None
    for passage in document.passages:
        if passage.kind == "heading":
            if depth is not None and passage.level <= depth:
                depth = None
            quote = document.quote(passage.span)
            if _GOALS_HEAD.match(quote) or _AMBITION_HEAD.match(quote):
                depth = passage.level
        elif depth is not None and passage.kind == "paragraph":
            for span in sentences(document.text, passage.span):
                quote = document.quote(span)
                if quote.rstrip().endswith("?") or not _TO_BE.search(quote):
                    continue
                for aim in cut_aim(document, span.start, span.end, "", passage, _BROUGHT):
                    yield _Goal(aim.span, BG.SubGoal, _BROUGHT, passage)


def _is_open(document: Document, sentence: Sentence) -> bool:
    text = sentence.text(document)
    return text.rstrip().endswith("?") or bool(_DENIED.search(text))


def _listed(document: Document) -> Iterator[_Goal]:
    """Items below a heading or line about goals, and what is labelled or headed as one."""
    lead: re.Match[str] | None = None
    broken: re.Match[str] | None = None  # the lead of a list that text cut in two
    last = 0
    for passage in document.passages:
        quote = document.quote(passage.span)
        if passage.kind in ("furniture", "footnote", "caption"):
            continue
        if passage.kind == "row":
            if not _DIVIDED.search(quote):
                yield from _labelled(document, passage, quote)
            continue
        number = _number(passage)
        if lead is None and number is not None and number == last + 1:
            lead = broken
        if number is not None:
            last = number
        labelled = list(_labelled(document, passage, quote))
        yield from labelled
        if passage.kind != "item":
            headed = passage.kind == "heading" or bool(_LEADS_ON.search(quote.rstrip()))
            broken = None if headed else lead or broken
            lead = _lead(quote) if headed else None
            if passage.kind == "heading" and not labelled and lead is None:
                yield from _headed(document, passage, quote)
        elif not labelled and lead is None and number is None:
            yield from _headed(document, passage, quote)
        elif not labelled and lead is not None and passage.level == 0:
            if _PROCESS.search(quote) or quote.rstrip().endswith("?"):
                continue
            span = _first_line(document, passage)
            if span.end - span.start >= _MIN_GOAL:
                level = BG.Ambition if lead[0].lower().startswith("ambitie") else BG.MainGoal
                yield _Goal(span, level, _LISTED, passage)


def _number(passage: Passage) -> int | None:
    match = _NUMBER.fullmatch(passage.marker or "") if passage.kind == "item" else None
    return int(match[1]) if match else None


def _labelled(document: Document, passage: Passage, quote: str) -> Iterator[_Goal]:
    """`Ambitie 2: …`, `Opgave: …`: what follows the label, to its first stop."""
    marker = passage.marker or ""
    skipped = len(marker) if quote.startswith(marker) else 0
    skipped += len(quote[skipped:]) - len(quote[skipped:].lstrip())
    match = _NAMED.match(quote, skipped)
    if match is None or quote.rstrip().endswith("?"):
        return
    level = _LEVELS.get(match["word"].lower(), BG.SubGoal)
    for aim in cut_aim(
        document, passage.span.start + match.end(), passage.span.end, "", passage, _LISTED
    ):
        yield _Goal(aim.span, level, _LISTED, passage)


def _headed(document: Document, passage: Passage, quote: str) -> Iterator[_Goal]:
    """A heading or bullet that says what is to be: `Een vitale kern`, `Behouden van ruimte`."""
    span = _first_line(document, passage)
    found = document.quote(span)
    pattern, limit = (
        (_AIMING, _MAX_AIMING) if passage.kind == "heading" else (_BULLET_AIM, _MAX_BULLET)
    )
    match = pattern.match(found)
    if match is None or span.start == 0 or quote.rstrip()[-1] in ":?":
        return
    if len(match["aim"].split()) <= limit and not _PROCESS.search(found):
        start = span.start + match.start("aim")
        yield _Goal(Span(start, span.end), BG.SubGoal, _BROUGHT, passage)


def _lead(quote: str) -> re.Match[str] | None:
    """Words for goals in the last sentence of what stands above a list."""
    last = _LAST.search(quote.rstrip(" ?"))
    text = last[0] if last else quote
    if _EXAMPLES.search(text):
        return None
    return _HEADED.search(text) or _BY_THEN.fullmatch(text.strip())


def _first_line(document: Document, passage: Passage) -> Span:
    """An item or heading up to its first stop, without its marker."""
    start = passage.span.start
    marker = passage.marker or ""
    if marker and document.text.startswith(marker, start):
        start += len(marker)
    while start + 1 < passage.span.end and not document.text[start].isalnum():
        start += 1
    stop = re.search(r"[.;:](?=\s|$)", document.text[start : passage.span.end])
    end = start + stop.start() if stop else passage.span.end
    if end - start > _MAX_GOAL:
        end = document.text.rfind(" ", start, start + _MAX_GOAL)
    return Span(start, max(end, start + 1))


def _brought(document: Document) -> Iterator[_Goal]:
    """Ends that a means brings or helps; the means is a goal that contributes to them."""
    for sentence in find_sentences(document):
        if len(sentence.spans) > 1:
            continue
        (span,) = sentence.spans
        quote = document.quote(span)
        brings, helps = _BRINGS.match(quote), _HELPS.search(quote)
        if not (brings or helps) or _is_open(document, sentence):
            continue
        if brings is not None:
            means, ends = brings, _clauses(quote, brings.end(), verbs=True)
        elif helps is not None:
            means, ends = helps, _clauses(quote, helps.end(), verbs=False)
        ends = [(a, b) for a, b in ends if not _OF_OTHERS.match(quote[a:b])]
        goals = [
            _Goal(Span(span.start + a, span.start + b), BG.MainGoal, _BROUGHT, sentence.passage)
            for a, b in ends
        ]
        if goals and _PAPER.search(means["means"]):
            yield from goals
        elif goals and (helps is not None or len(goals) > 1):
            at = Span(span.start + means.start("means"), span.start + means.end("means"))
            serves = [(BG.contributesTo, goal) for goal in goals]
            is_means = brings is not None
            yield _Goal(at, BG.SubGoal, _BROUGHT, sentence.passage, serves, is_means=is_means)
            yield from goals


def _gained(document: Document) -> Iterator[_Goal]:
    """`Met een fonds houden we winkels open`: one means and what we gain by it."""
    for sentence in find_sentences(document):
        if len(sentence.spans) > 1 or not _MEANS.may_match(sentence.text(document)):
            continue
        (span,) = sentence.spans
        start = span.start + skip_sign(document.quote(span))
        match = _MEANS.pattern.match(document.text, start, span.end)
        if match is None or _is_open(document, sentence) or _DONE_BY.match(match[0]):
            continue
        at = Span(*match.span("means" if match["means"] else "doing"))
        if document.mentions_in(at, _WITH) or _PEOPLE.search(document.quote(at)):
            continue  # `met de provincie` is no means
        goals = list(_gains(document, Span(match.start("verb"), span.end), sentence.passage))
        if goals and not (match["means"] and _PAPER.search(match["means"])):
            serves = [(BG.contributesTo, goal) for goal in goals]
            yield _Goal(at, BG.SubGoal, _BROUGHT, sentence.passage, serves, is_means=True)
        yield from goals


def _gains(document: Document, span: Span, passage: Passage) -> Iterator[_Goal]:
    """Each clause `houden we … open`, called by its object and its verb."""
    starts = [match.start("verb") for match in _NEXT.finditer(document.text, span.start, span.end)]
    for start, end in pairwise([span.start, *starts, span.end + 1]):
        for aim in cut_aim(document, start, end - 1, "doel", passage, _BROUGHT):
            quote = _LOOSE_END.sub("", document.quote(aim.span))
            told = _GAIN.match(" ".join(quote.split()))
            if told is None or not told["rest"] or _VAGUE.match(told["rest"]):
                continue
            own = Span(aim.span.start, aim.span.start + len(quote))
            particle = told["particle"] or ""
            verb = told["verb"].lower()
            words = f"{told['rest']} {particle}{verb}" if told["we"] else ""
            yield _Goal(own, BG.MainGoal, _BROUGHT, passage, words=words)


def _clauses(quote: str, start: int, *, verbs: bool) -> list[tuple[int, int]]:
    """The parts of an enumeration; with `verbs` each opens with one that says what changes."""
    found: list[tuple[int, int]] = []
    at = start
    for match in [*_PARTS.finditer(quote, start), None]:
        end = match.start() if match else len(quote.rstrip(" \n.;"))
        part = quote[at:end].strip()
        first = at + len(quote[at:end]) - len(quote[at:end].lstrip())
        if len(part) >= _MIN_GOAL and (not verbs or _CLAUSE.match(part)) and not _is_vague(part):
            found.append((first, first + len(part)))
        at = match.end() if match else end
    return found


def _is_vague(part: str) -> bool:
    return ")" in part or bool(_VAGUE.match(part))


def _conditions(document: Document) -> Iterator[_Goal]:
    """`A is een voorwaarde voor B`: both are goals, A is the condition."""
    for sentence in find_sentences(document):
        if len(sentence.spans) > 1:
            continue
        (span,) = sentence.spans
        match = _CONDITION.search(document.text, span.start, span.end)
        if match is None or _is_open(document, sentence):
            continue
        before = _clause(document, span.start, match.start(), sentence.passage)
        after = _clause(document, match.end(), span.end, sentence.passage)
        if before and after:
            before.serves.append((BG.isConditionFor, after))
            yield from (after, before)


def _clause(document: Document, start: int, end: int, passage: Passage) -> _Goal | None:
    """The part of a sentence between two offsets as a goal."""
    for aim in cut_aim(document, start, end, "doel", passage, _BROUGHT):
        return _Goal(aim.span, BG.SubGoal, aim.confidence, passage)
    return None


def _names(document: Document, goals: Sequence[_Goal]) -> dict[Span, tuple[Iri, str]]:
    """IRI and label of each goal; one that is named twice by the same words is one goal."""
    names: dict[Span, tuple[Iri, str]] = {}
    used: dict[str, int] = {}
    for goal in goals:
        label = _ARTICLE.sub("", _label(document, goal))
        label = label[:1].upper() + label[1:]
        if label.startswith("Doel bij ") or label == "Doel":
            used[label] = used.get(label, 0) + 1
        if used.get(label, 0) > 1:
            label = f"{label} ({used[label]})"
        kind = "middel" if goal.is_means else "doel"
        names[goal.span] = document.names.proposal(document.id, f"{kind} {label}"), label
    return names


def _label(document: Document, goal: _Goal) -> str:
    """The goal itself when it is short; else where it stands."""
    text = goal.words or document.quote(goal.span)
    words = " ".join(text.replace("\xad", "").split()).split()
    if 0 < len(words) <= _MAX_LABEL and any(word[0].isalpha() for word in words):
        text = " ".join(words).rstrip(":,;. ")
        return text[:1].upper() + text[1:]
    headings = find_headings(document, goal.passage)
    if goal.passage.kind == "heading" or not headings:
        return " ".join(words[:_MAX_LABEL]) if goal.passage.kind == "heading" else "Doel"
    heading = " ".join(document.quote(headings[0].span).strip("#*_ ").split()[:_MAX_LABEL])
    return f"Doel bij {heading}"


def _element(
    document: Document, goals: Sequence[_Goal], names: dict[Span, tuple[Iri, str]]
) -> Element:
    """One goal over all its places; it has the highest level that one of these gives."""
    iri, label = names[goals[0].span]
    level = max((goal.level for goal in goals), key=_HEIGHT.index)
    themes = dict.fromkeys(
        mention.entity for goal in goals for mention in document.mentions_in(goal.span, {"theme"})
    )
    serves = {
        (predicate, names[other.span][0]): _around(goal.span, other.span)
        for goal in goals
        for predicate, other in goal.serves
        if other.span in names and names[other.span][0] != iri
    }
    is_means = goals[0].is_means
    return Element(
        iri=iri,
        type=BG.Goal,  # a means has its place in the tree of goals too
        extra_types=(BG.Instrument,) if is_means else (),
        evidence=tuple(goal.span for goal in goals),
        method=_METHOD,
        confidence=max(goal.confidence for goal in goals),
        layer=BG.Extracted,
        modality=BG.Ambitie if level == BG.Ambition else None,
        statements=(
            Statement(predicate=BG.goalLevel, object=level),
            *(Statement(predicate=BG.hasTheme, object=theme, claimed=False) for theme in themes),
            *(
                Statement(predicate=predicate, object=end, evidence=(span,))
                for (predicate, end), span in serves.items()
            ),
            Statement(predicate=SKOS.prefLabel, object=Literal.text(label, "nl"), claimed=False),
        ),
    )


def _around(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


EXTRACTOR: Final = Extractor("goals", VERSION, extract)
