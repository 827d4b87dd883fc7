"""What a letter to a council says the writers will do: actions without a number.

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
from decimal import Decimal
from typing import Final

from ingest.document import Document, Extractor
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
_PROMISED: Final = re.compile(r"\b(?:toegezegd|zeggen\b.*\btoe)\b", re.IGNORECASE | re.DOTALL)
_NOT: Final = re.compile(r"\b(?:deze brief|hopen|streven|niet|geen)\b|\?", re.IGNORECASE)
_MAX_SENTENCE: Final = 600  # code points; the cues look over the whole sentence
_MAX_LABEL: Final = 6  # words of the heading


def extract_commitments(document: Document) -> Iterator[Element]:
    """One bg:Action without number for each sentence, in text order."""
    if not _ADDRESSED.search(document.text):
        return
    used: Counter[str] = Counter()
    for sentence in find_sentences(document):
        text = sentence.text(document)
        if len(text) > _MAX_SENTENCE:
            continue
        promised = bool(_PROMISED.search(text))
        if _NOT.search(text) or not (promised or _WILL.search(text)):
            continue
        label = _label(document, sentence, promised=promised)
        used[label] += 1
        label = label if used[label] == 1 else f"{label} ({used[label]})"
        yield Element(
            iri=document.names.proposal(document.id, label),
            type=BG.Action,
            evidence=tuple(_own(document, span) for span in sentence.spans),
            method=COMMITMENTS.method,
            confidence=_CONFIDENCE,
            layer=BG.Extracted,
            statements=(
                *_themes(document, sentence),
                Statement(
                    predicate=SKOS.prefLabel, object=Literal.text(label, "nl"), claimed=False
                ),
            ),
            modality=BG.Afspraak if promised else BG.Voornemen,
        )


def _own(document: Document, span: Span) -> Span:
    """The sentence without the sign of its item."""
    start = span.start
    while start + 1 < span.end and not document.text[start].isalnum():
        start += 1
    return Span(start, span.end)


def _label(document: Document, sentence: Sentence, *, promised: bool) -> str:
    """A name in our own words, with the heading it stands under."""
    kind = "Toezegging" if promised else "Voornemen"
    headings = find_headings(document, sentence.passage)
    words = document.quote(headings[0].span).split()[:_MAX_LABEL] if headings else []
    return f"{kind} bij {' '.join(words).rstrip('?.:')}" if words else kind


def _themes(document: Document, sentence: Sentence) -> Iterator[Statement]:
    themes = {
        mention.entity
        for span in sentence.spans
        for mention in document.mentions_in(span, {"theme"})
    }
    for theme in sorted(themes):
        yield Statement(predicate=BG.hasTheme, object=Iri(theme), claimed=False)


COMMITMENTS: Final = Extractor("commitments", "0.1.0", extract_commitments)
