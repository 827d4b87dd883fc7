"""The engine's formats as offers for content negotiation, the usual one of each kind first."""

from __future__ import annotations

from typing import Final

from graph.formats import GRAPH_FORMATS, RESULT_FORMATS, AnswerKind, Format
from service.negotiate import Offer

# Suffixes people type beside the registered ones.
_MORE_SUFFIXES: Final = {"json": ("json",), "xml": ("xml",), "jsonld": ("json",)}


def _offer(found: Format) -> Offer:
    suffixes = (found.extension, *_MORE_SUFFIXES.get(found.name, ()))
    return Offer(found.name, found.media_type, suffixes, found.aliases)


RESULT_OFFERS: Final = tuple(_offer(found) for found in RESULT_FORMATS)
GRAPH_OFFERS: Final = tuple(_offer(found) for found in GRAPH_FORMATS)


def offers_for(kind: AnswerKind) -> tuple[Offer, ...]:
    """What can be given for this kind of answer."""
    return GRAPH_OFFERS if kind == "graph" else RESULT_OFFERS
