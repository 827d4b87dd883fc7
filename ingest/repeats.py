"""Actions of one document that say the same: the same work in other places of the text.

Counts: two actions of which at least three quarters of the longer words are the same, and three
words at least. All actions that repeat each other are one statement, evidenced by each of them.
Does not count: actions that share a verb or a subject only, a text shorter than three such words.
Example that counts: `5. Steun regelen voor de vier hoven` and `9. Steun regelen bij de vier hoven`.
Does not: `5. Steun regelen voor de hoven` and `9. Geld regelen voor de haven`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from ingest import actions
from ingest.document import Document, Extractor
from ontology.iris import mint_slug
from ontology.records import Element, Literal, Statement
from ontology.terms import BG, DCT, SKOS

VERSION: Final = "0.1.0"
_METHOD: Final = f"repeats {VERSION}"
_CONFIDENCE: Final = Decimal("0.85")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_STEM: Final = 9  # code points of a word that are compared
_SAME: Final = 0.75
_MIN_WORDS: Final = 3
_MAX_ACTIONS: Final = 400  # of one document; beyond, only the first ones are compared
_MAX_SPANS: Final = 12


def extract(document: Document) -> Iterator[Element]:
    """One statement for each group of actions that repeat each other, in text order."""
    found = [element for element in actions.extract(document) if element.evidence]
    for group in find_groups(document, found[:_MAX_ACTIONS]):
        yield _element(document, group)


def find_groups(document: Document, found: Sequence[Element]) -> list[list[Element]]:
    """The actions that repeat an earlier one, with that one; each action in one group at most."""
    words = [_words(document, element) for element in found]
    groups: dict[int, list[Element]] = {}
    first: dict[int, int] = {}
    for index, own in enumerate(words):
        for other in range(index):
            if first.get(other, other) == other and _repeats(own, words[other]):
                first[index] = other
                groups.setdefault(other, [found[other]]).append(found[index])
                break
    return list(groups.values())


def _words(document: Document, element: Element) -> frozenset[str]:
    text = " ".join(document.quote(span) for span in element.evidence).lower()
    return frozenset(word[:_STEM] for word in _WORD.findall(text))


def _repeats(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < _MIN_WORDS:
        return False
    return len(one & other) >= _SAME * len(one | other)


def _element(document: Document, group: Sequence[Element]) -> Element:
    names = [_label(element) for element in group]
    slug = mint_slug(" ".join(element.iri.rsplit("-", 1)[-1] for element in group), 40)
    label = Literal.text(f"herhaling: {', '.join(names)}", "nl")
    return Element(
        iri=document.names.mint("uitspraak", f"{document.id}-herhaling-{slug}"),
        type=BG.PolicyElement,
        evidence=tuple(element.evidence[0] for element in group)[:_MAX_SPANS],
        method=_METHOD,
        confidence=_CONFIDENCE,
        layer=BG.Extracted,
        statements=(
            *(Statement(predicate=DCT.subject, object=element.iri) for element in group),
            Statement(predicate=SKOS.prefLabel, object=label, claimed=False),
        ),
    )


def _label(element: Element) -> str:
    """The name an action got, in lower case: `actie 7`."""
    for statement in element.statements:
        if statement.predicate == SKOS.prefLabel and isinstance(statement.object, Literal):
            return statement.object.value[:1].lower() + statement.object.value[1:]
    return "actie"


EXTRACTOR: Final = Extractor("repeats", VERSION, extract)
