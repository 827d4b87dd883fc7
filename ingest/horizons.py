"""How far a document looks ahead: the years it works towards.

Counts: a year after `tot`, `tot en met`, `richting`, `gericht op` or `doorkijk naar`, or after `in`
beside a state to reach (`klimaatneutraal in 2041`), that lies ahead of the document. One for each
passage and year; all of one year are one observation of the indicator `horizon`.
Does not count: a year in a name, of a dated moment or period, between brackets, or the year of a
number in its sentence or of a listed task, unless it is about a plan that looks that far.
Example that counts: `een strategie tot 2041`. Example that does not: `vastgesteld in 2031`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from ingest.dates import find_dates
from ingest.document import Document
from ingest.guarded import guard
from ingest.issue_dates import issue_year
from ingest.statements import Sentence
from ontology.records import Element, Literal, MentionKind, Span, Statement
from ontology.terms import BG, DCT, QUDT, SKOS, SOSA, UNIT

SLUG: Final = "horizon"  # of the indicator in the register
_CONFIDENCE: Final = Decimal("0.8")
_MAX_SPANS: Final = 12
_S: Final = r"[ \t\u00a0]*\n?[ \t\u00a0\n]{0,4}"
_YEAR: Final = r"(?P<year>20[2-9]\d|21\d\d)(?![\d%]|[.,/–-]\d|\s?[-–]\s?\d|\w)"
_AHEAD: Final = guard(
    rf"(?<!\w)(?:(?:tot{_S}en{_S}met|t/m|tot|richting|gericht{_S}op|doorkijk(?:{_S}mee)?{_S}naar|"
    rf"horizon{_S}(?:is|van|tot)?|vooruit{_S}naar)(?:{_S}het{_S}jaar)?){_S}{_YEAR}",
    re.IGNORECASE,
)
_SINCE: Final = re.compile(r"(?:19|20|21)\d\d\s*$")  # 'van 2031 tot 2041' is a period
_IN: Final = guard(rf"(?<!\w)(?:in|uiterlijk(?:{_S}in)?){_S}{_YEAR}", re.IGNORECASE)
_AIM: Final = re.compile(
    r"\b(?:\w*neutra(?:al|le)|klimaatbestendige?|toekomstbestendige?|circulaire?|"
    r"\w*robuuste?|aardgasvrije?)\b",
    re.IGNORECASE,
)
_PLAN: Final = re.compile(
    r"\b(?:\w*(?:visie|strategie|agenda|plan|programma|perspectief)|kijk(?:t|en)|doorkijk)\b",
    re.IGNORECASE,
)
_EVENT: Final = re.compile(
    r"\b(?:vastgesteld|besloten|geldt|geldig|looptijd|contract\w*|subsidie\w*)\b", re.IGNORECASE
)
_NAMES: Final = frozenset[MentionKind](("document", "programme", "instrument", "project"))
_NEAR: Final = 60  # code points between a state and its year
_LEAD: Final = 300  # code points before a year in which a bracket may open
_MIN_AHEAD: Final = 5  # years after the document


def find_horizons(
    document: Document, sentences: Iterable[Sentence], dated: Mapping[int, frozenset[int]]
) -> dict[int, list[Span]]:
    """The spans of each year that is a horizon; `dated`: years of numbers by sentence start."""
    found: dict[int, list[Span]] = {}
    seen: set[tuple[Span, int]] = set()
    issued = issue_year(document) or 0
    for sentence in sentences:
        for span in sentence.spans:
            for year, at, is_state in _years(document, span):
                key = (sentence.passage.span, year)
                if year - issued < _MIN_AHEAD or key in seen:
                    continue
                text = sentence.text(document)
                of_number = not is_state and year in dated.get(sentence.start, frozenset())
                listed = sentence.passage.kind == "item" and not is_state
                if _EVENT.search(text) or ((of_number or listed) and not _PLAN.search(text)):
                    continue
                seen.add(key)
                found.setdefault(year, []).append(at)
    return found


def _years(document: Document, span: Span) -> Iterator[tuple[int, Span, bool]]:
    quote = document.quote(span)
    closed = [mention.span for mention in document.mentions_in(span, _NAMES)]
    closed += [
        Span(date.span.start + span.start, date.span.end + span.start) for date in find_dates(quote)
    ]
    for pattern in (_AHEAD, _IN):
        for match in pattern.finditer(quote):
            near = quote[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            if pattern is _IN and not _AIM.search(near):
                continue
            at = Span(span.start + match.start(), span.start + match.end())
            lead = quote[max(0, match.start() - _LEAD) : match.start()]
            if _SINCE.search(lead):
                continue
            depth = lead.count("(") - lead.count(")")
            if depth <= 0 and not any(other.overlaps(at) for other in closed):
                yield int(match["year"]), at, pattern is _IN


def horizon_elements(
    document: Document, horizons: Mapping[int, list[Span]], method: str
) -> Iterator[Element]:
    """One observation of the horizon for each year, in order of first appearance."""
    indicator = document.names.mint("indicator", SLUG)
    known = indicator in document.register
    for year, spans in horizons.items():
        statements = [
            Statement(predicate=SOSA.hasSimpleResult, object=Literal.decimal(year)),
            Statement(predicate=DCT.date, object=Literal.date(f"{year:04d}")),
            Statement(predicate=QUDT.hasUnit, object=UNIT.YR),
            Statement(
                predicate=SKOS.prefLabel,
                object=Literal.text(f"horizon {year}", "nl"),
                claimed=False,
            ),
        ]
        if known:
            statements.insert(0, Statement(predicate=BG.forIndicator, object=indicator))
        yield Element(
            iri=document.names.mint("waarneming", f"{document.id}-{SLUG}-{year}"),
            type=BG.IndicatorObservation,
            evidence=tuple(dict.fromkeys(spans))[:_MAX_SPANS],
            method=method,
            confidence=_CONFIDENCE,
            layer=BG.Extracted,
            statements=tuple(statements),
        )
