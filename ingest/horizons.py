"""How far a document looks ahead: the years it works towards.

Counts: a year after `tot`, `tot en met`, `richting`, `gericht op` or `doorkijk naar`, or after `in`
beside a state to reach (`klimaatneutraal in 2041`), that lies ahead of the document; a nearer year
where it ends a term (`de korte termijn (tot 2032)`). One for each passage and year; all of one year
are one observation of the indicator `horizon`, evidenced too by where that year is named again as
the time of which a sentence speaks (`In 2041 is …`).
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
from ingest.statements import Sentence, find_sentences
from ontology.records import Element, Literal, MentionKind, Span, Statement
from ontology.terms import BG, DCT, QUDT, SKOS, SOSA, UNIT

SLUG: Final = "horizon"  # of the indicator in the register
_CONFIDENCE: Final = Decimal("0.8")
_MAX_SPANS: Final = 40
_ASIDE: Final = frozenset({"footnote", "furniture", "caption"})
_S: Final = r"[ \t\u00a0]*\n?[ \t\u00a0\n]{0,4}"
_YEAR: Final = r"(?P<year>20[2-9]\d|21\d\d)(?![\d%]|[.,/–-]\d|\s?[-–]\s?\d|\w)"
_AHEAD: Final = guard(
    rf"(?<!\w)(?:(?:tot{_S}en{_S}met|t/m|tot|richting|gericht{_S}op|doorkijk(?:{_S}mee)?{_S}naar|"
    rf"horizon{_S}(?:is|van|tot)?|vooruit{_S}naar)(?:{_S}het{_S}jaar)?){_S}{_YEAR}",
    re.IGNORECASE,
)
_SINCE: Final = re.compile(r"(?:19|20|21)\d\d\s*$")  # 'van 2031 tot 2041' is a period
_TERM: Final = re.compile(r"\btermijn\s*\(?\s*$", re.IGNORECASE)
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
                is_term = _ends_term(document, sentence, at)
                if (year - issued < _MIN_AHEAD and not is_term) or key in seen:
                    continue
                text = sentence.text(document)
                of_number = not is_state and year in dated.get(sentence.start, frozenset())
                listed = sentence.passage.kind == "item" and not is_state
                held = (of_number or listed) and not _PLAN.search(text)
                if not is_term and (_EVENT.search(text) or held):
                    continue
                seen.add(key)
                found.setdefault(year, []).append(at)
    return _with_echoes(document, found, dated)


def _ends_term(document: Document, sentence: Sentence, year: Span) -> bool:
    """Whether a year ends what is called a term: `de korte termijn (tot 2032)`."""
    lead = document.text[max(sentence.start, year.start - _NEAR) : year.start]
    return bool(_TERM.search(lead))


def _with_echoes(
    document: Document, found: dict[int, list[Span]], dated: Mapping[int, frozenset[int]]
) -> dict[int, list[Span]]:
    """Each horizon also where its year is named again, but not as the year of a number."""
    starts = {
        (Span(sentence.start, sentence.spans[-1].end), years)
        for sentence in find_sentences(document)
        if (years := dated.get(sentence.start))
    }
    for year, spans in found.items():
        taken = [span for span, years in starts if year in years]
        for match in re.finditer(rf"(?<![\d.,/–-]){year}(?![\d%]|[.,/–-]\d|\w)", document.text):
            at = Span(*match.span())
            passage = document.find_passage(at.start)
            is_text = passage is not None and passage.kind not in _ASIDE
            if is_text and not any(s.overlaps(at) for s in (*spans, *taken)):
                spans.append(at)
            if len(spans) >= _MAX_SPANS:
                break
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
            is_term = bool(_TERM.search(lead))
            if (depth <= 0 or is_term) and not any(other.overlaps(at) for other in closed):
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
