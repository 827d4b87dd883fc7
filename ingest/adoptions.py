"""When a document is adopted, said of the document itself or of one that it names shortly.

Counts: a date in one clause with a word of adoption (`vastgesteld op`, `ter vaststelling`, `bij het
vaststellen van … in`), of the document named there, of this document under the name of its kind
(`vaststellen van het plan van aanpak`), or of the document last named whose name begins with the
noun that opens the clause (`De visie wordt in mei … ter vaststelling aangeboden`).
Does not count: a word of adoption without a date, a date while another stands nearer to the word,
a document that nothing names.
Example that counts: `De visie is op 3 mei 2031 vastgesteld`. Does not: `na vaststelling`.

Each is a statement of its own: two dates for one document are for a check to compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from ingest.document import Document, Extractor
from ingest.moments import Moment, find_moments
from ontology.iris import mint_slug
from ontology.records import Element, Iri, Literal, Mention, Span, Statement
from ontology.terms import BG, DCT, SKOS

VERSION: Final = "0.1.0"
_METHOD: Final = f"adoptions {VERSION}"
_NAMED: Final = Decimal("0.85")
_SHORT: Final = Decimal("0.75")  # named by its kind or by the noun it begins with
_ADOPTED: Final = re.compile(
    r"\b(?:vastgesteld|(?:ter\s+)?vaststelling|vaststellen|stel(?:t|len)\s+vast)\b", re.IGNORECASE
)
_OF: Final = re.compile(r"\s*(?:van\s+)?(?:(?:de|het|dit|deze|een)\s+)?", re.IGNORECASE)
_OPENS: Final = re.compile(r"\s*(?:De|Het|Deze|Dit)\s+([a-zë-ï-]{5,40})\b")
_END: Final = re.compile(r"[.!?]\s+(?=[A-ZÀ-Þ])")
_WORD: Final = re.compile(r"\w+")
_KIND: Final = "documentsoort-"
_AFTER: Final = 120  # code points in which a name after the word is looked for
_MAX: Final = 200  # of one document


def extract(document: Document) -> Iterator[Element]:
    """One element for each document and date; the first clauses that say so are its evidence."""
    found: dict[tuple[Iri, str], list[tuple[Span, Decimal]]] = {}
    moments = find_moments(document)
    for moment in moments:
        word = _word(document, moment, moments)
        if word is None:
            continue
        named = _find_named(document, moment, word)
        if named is not None:
            entity, confidence = named
            key = (entity, moment.date.end(moment.year))
            found.setdefault(key, []).append((moment.span, confidence))
    for (entity, due), places in sorted(found.items())[:_MAX]:
        yield _element(document, entity, due, places)


def _word(document: Document, moment: Moment, moments: Sequence[Moment]) -> Span | None:
    """The word of adoption nearest to the date, unless another date lies between or nearer."""
    words = [
        Span(moment.span.start + match.start(), moment.span.start + match.end())
        for match in _ADOPTED.finditer(document.quote(moment.span))
    ]
    if not words:
        return None
    others = [one.date.span for one in moments if one.span.overlaps(moment.span)]
    for word in sorted(words, key=lambda word: _distance(word, moment.date.span)):
        nearest = min(others, key=lambda other: _distance(word, other))
        if nearest == moment.date.span or moment.in_row:
            return word
    return None


def _find_named(document: Document, moment: Moment, word: Span) -> tuple[Iri, Decimal] | None:
    """What is adopted: named after the word, else before it; else the document's own kind."""
    end = min(moment.span.end, word.end + _AFTER)
    if word.end < end:  # the clause may end with the word
        rest = Span(word.end, end)
        text = document.quote(rest)
        opening = _OF.match(text)
        start = rest.start + (opening.end() if opening else 0)
        for mention in document.mentions_in(rest, {"document"}):
            if mention.span.start == start:
                return mention.entity, _NAMED
        if _is_own_kind(document, document.text[start : rest.end]):
            return document.names.document(document.id), _SHORT
    begin = _begin(document, moment)
    if begin >= word.start:
        return None
    before = Span(begin, word.start)
    if mentions := document.mentions_in(before, {"document"}):
        return mentions[-1].entity, _NAMED
    return _short_name(document, before)


def _begin(document: Document, moment: Moment) -> int:
    """Where the sentence of a clause begins; a row begins where it does."""
    passage = document.find_passage(moment.span.start)
    if moment.in_row or passage is None:
        return moment.span.start
    start = passage.span.start
    ends = [m.end() for m in _END.finditer(document.text[start : moment.span.start])]
    return start + ends[-1] if ends else start


def _is_own_kind(document: Document, text: str) -> bool:
    kind = document.card.document_type or ""
    slug = kind.rpartition(_KIND)[2] if _KIND in kind else ""
    words = "-".join(_WORD.findall(text[: len(slug) + 10].lower()))
    return bool(slug) and f"{words}-".startswith(f"{slug}-")


def _short_name(document: Document, before: Span) -> tuple[Iri, Decimal] | None:
    """The document meant by the noun that opens the sentence: this one, or the last so named."""
    opens = _OPENS.match(document.quote(before))
    if opens is None:
        return None
    if _is_own_kind(document, document.text[before.start + opens.start(1) : before.end]):
        return document.names.document(document.id), _SHORT
    head = opens[1].lower()
    earlier = [
        mention
        for mention in document.mentions
        if mention.kind == "document" and mention.span.end <= before.start
    ]
    for mention in reversed(earlier):
        if _begins_with(document, mention, head):
            return mention.entity, _SHORT
    return None


def _begins_with(document: Document, mention: Mention, head: str) -> bool:
    words = document.quote(mention.span).lower().split()
    return len(words) > 1 and words[0] == head


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _element(
    document: Document, entity: Iri, due: str, places: list[tuple[Span, Decimal]]
) -> Element:
    evidence = tuple(dict.fromkeys(span for span, _ in places))[:5]
    entry = document.register.get(entity)
    name = entry.preferred if entry else document.card.title
    slug = f"{document.id}-vaststelling-{mint_slug(entity.rsplit('/', 1)[-1])}-{due}"
    return Element(
        iri=document.names.mint("uitspraak", slug),
        type=BG.PolicyElement,
        evidence=evidence,
        method=_METHOD,
        confidence=max(confidence for _, confidence in places),
        layer=BG.Extracted,
        statements=(
            Statement(predicate=DCT.subject, object=entity, evidence=evidence),
            Statement(predicate=BG.deadline, object=Literal.date(due), evidence=evidence),
            Statement(
                predicate=SKOS.prefLabel,
                object=Literal.text(f"vaststelling {name}: {due}", "nl"),
                claimed=False,
            ),
        ),
    )


EXTRACTOR: Final = Extractor("adoptions", VERSION, extract)
