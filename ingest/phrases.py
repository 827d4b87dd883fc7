"""The fixed phrases that state a relation: which kinds they stand between, and the direction.

A phrase counts with the verb in the present (`draagt bij aan`), with a hedge before it (`kan een
bouwsteen zijn voor`) and in the plural. Sources: ontology contract, section 8 (predicates and their
direction); the words are ordinary Dutch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest.guarded import Guarded, GuardedList, guard
from ontology.records import Iri, MentionKind
from ontology.terms import BG, DCT

_DOCUMENTS: Final = frozenset[MentionKind](("document",))
_PLANS: Final = frozenset[MentionKind](("document", "programme"))
_ELEMENTS: Final = frozenset[MentionKind](("programme", "project", "instrument"))
_PLACES: Final = frozenset[MentionKind](("place",))
_THEMES: Final = frozenset[MentionKind](("theme",))
_PARTIES: Final = frozenset[MentionKind](("actor",))
_IS: Final = r"(?:is|zijn|vormt|vormen|biedt|bieden|dient\s+als|dienen\s+als|als)"
_ADJECTIVE: Final = r"(?:een\s+|de\s+)?(?:\w+e\s+)?"
_MIDDLE: Final = r"(?:[^.;:?!,]{1,70}?\s)?"  # of an inverted sentence: `sluit de visie aan op`
_HEDGE: Final = r"(?:kan|kunnen|zou|zouden|moet|moeten|zal|zullen|gaat|gaan)"
HEDGED: Final = re.compile(r"\b(?:kan|kunnen|zou|zouden|mogelijk|wellicht|eventueel)\b", re.I)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that state a relation, which kinds may stand before and after, and the direction."""

    words: Guarded
    predicate: Iri
    before: frozenset[MentionKind]
    after: frozenset[MentionKind]
    turned: bool = False  # the thing after the words is the subject


def _phrase(
    words: str,
    predicate: Iri,
    before: frozenset[MentionKind],
    after: frozenset[MentionKind],
    *,
    turned: bool = False,
) -> Phrase:
    pattern = guard(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    return Phrase(pattern, predicate, before, after, turned)


def _being(noun: str) -> str:
    """`is een … noun`, `kan een … noun zijn`."""
    return rf"(?:{_IS}\s+{_ADJECTIVE}{noun}|{_HEDGE}\s+{_ADJECTIVE}{noun}\s+(?:zijn|vormen|worden))"


PHRASES: Final = (
    _phrase(
        rf"{_being('bouwste(?:en|nen)')}\s+voor"
        rf"|{_HEDGE}\s+{_ADJECTIVE}bouwste(?:en|nen)\s+voor",
        BG.buildingBlockFor,
        _DOCUMENTS,
        _DOCUMENTS,
    ),
    _phrase(
        rf"{_being('(?:basis|grondslag|vertrekpunt|onderlegger)')}\s+(?:voor|van)"
        r"|(?:ligt|liggen)\s+ten\s+grondslag\s+aan",
        BG.buildsOn,
        _DOCUMENTS,
        _DOCUMENTS,
        turned=True,
    ),
    _phrase(
        rf"bouw(?:t|en)\s+{_MIDDLE}voort\s+op|(?:is|vormt|als|ter)\s+(?:een\s+)?aanvulling\s+op|"
        r"(?:is|zijn)\s+(?:mede\s+)?gebaseerd\s+op|"
        r"volg(?:t|en)\s+uit|volgende\s+uit|vloei(?:t|en)\s+voort\s+uit|komt\s+voort\s+uit|"
        r"borduur(?:t|en)\s+voort\s+op|is\s+een\s+vervolg\s+op|ge(?:eft|ven)\s+uitvoering\s+aan",
        BG.buildsOn,
        _PLANS,
        _PLANS,
    ),
    _phrase(
        r"vorm(?:t|en)\s+(?:samen|tezamen|gezamenlijk)", BG.partOf, _PLANS, _PLANS
    ),
    _phrase(
        rf"sluit(?:en)?\s+{_MIDDLE}aan\s+(?:op|bij)|"
        rf"word(?:t|en)\s+{_MIDDLE}aangesloten\s+(?:op|bij)|spe(?:elt|len)\s+{_MIDDLE}in\s+op|"
        r"val(?:t|len)\s+(?:\w+\s+){0,4}?samen\s+met|(?:is|zijn)\s+verweven\s+met|"
        r"(?:is|zijn)\s+afgestemd\s+(?:op|met)|"
        r"loopt\s+gelijk\s+op\s+met|loopt\s+mee\s+met",
        BG.alignedWith,
        _PLANS,
        _PLANS,
    ),
    _phrase(
        r"aansluiting\s+(?:wordt\s+)?(?:gezocht|gevonden)?\s*(?:bij|op)|"
        r"(?:is|zijn)\s+(?:\w+\s+){1,3}(?:verweven|afgestemd)\s+(?:met|op)",
        BG.alignedWith,
        _PLANS,
        _PLANS,
    ),
    _phrase(r"loopt\s+mee\s+in|lopen\s+mee\s+in", BG.alignedWith, _DOCUMENTS, _PLANS),
    _phrase(
        r"word(?:t|en)\s+(?:verder\s+|nader\s+)?uitgewerkt\s+in|krijg(?:t|en)\s+(?:\w+\s+)?"
        r"uitwerking\s+in|word(?:t|en)\s+(?:verder\s+|nader\s+)?(?:vertaald|geconcretiseerd)\s+(?:in|naar)|"
        r"(?:is|vormt)\s+het\s+kader\s+voor",
        BG.elaboratedIn,
        _PLANS,
        _PLANS,
    ),
    _phrase(
        rf"{_being('(?:uitwerking|vertaling|concretisering)')}\s+van|werkt\s+uit\s+wat\s+in",
        BG.elaboratedIn,
        _PLANS,
        _PLANS,
        turned=True,
    ),
    _phrase(r"hang(?:t|en)\s+boven|staat\s+boven", BG.standsAbove, _DOCUMENTS, _DOCUMENTS),
    _phrase(
        rf"{_being('(?:rand)?voorwaarden?')}\s+voor|"
        rf"{_HEDGE}\s+{_ADJECTIVE}(?:rand)?voorwaarden?\s+voor",
        BG.isConditionFor,
        _ELEMENTS,
        _ELEMENTS,
    ),
    _phrase(
        r"(?:is|zijn)\s+(?:alleen\s+|pas\s+)?mogelijk\s+(?:door|dankzij|na)|staat\s+of\s+valt\s+met|"
        r"(?:is|zijn)\s+afhankelijk\s+van",
        BG.isConditionFor,
        _ELEMENTS,
        _ELEMENTS,
        turned=True,
    ),
    _phrase(
        rf"{_being('onderdeel')}\s+van|maakt\s+(?:deel|onderdeel)\s+uit\s+van|"
        r"maken\s+(?:deel|onderdeel)\s+uit\s+van|val(?:t|len)\s+onder|lo(?:opt|pen)\s+mee\s+in|"
        r"hoort\s+bij|horen\s+bij",
        BG.partOf,
        _ELEMENTS,
        _ELEMENTS,
    ),
    _phrase(r"voorheen|(?:eerder|vroeger)\s+(?:genaamd|bekend\s+als|geheten)",
            DCT.replaces, _PLANS, _PLANS),
    _phrase(
        r"vervang(?:t|en)|volg(?:t|en)(?=\s+(?:de|het)\s+[^.;,:]{3,80}?\sop(?:\s+en\b|\s*[.,;]))|komt\s+in\s+de\s+plaats\s+van|is\s+de\s+opvolger\s+van",
        DCT.replaces,
        _PLANS,
        _PLANS,
    ),
    _phrase(
        r"word(?:t|en)\s+vervangen\s+door|is\s+vervangen\s+door|gaat\s+op\s+in|is\s+opgegaan\s+in",
        DCT.isReplacedBy,
        _PLANS,
        _PLANS,
    ),
    _phrase(
        r"(?:ligt|liggen|gelegen|komt|komen|verrijst)\s+(?:deels\s+|geheel\s+)?in|"
        r"(?:is|zijn)\s+gelegen\s+in",
        BG.scopePlace,
        frozenset[MentionKind](("project",)),
        _PLACES,
    ),
    _phrase(
        r"(?:richt|richten)\s+zich\s+op|(?:is|zijn)\s+gericht\s+op|gaat\s+over|gaan\s+over",
        BG.hasTheme,
        _ELEMENTS,
        _THEMES,
    ),
    _phrase(
        r"(?:is|zijn|wordt|worden)\s+(?:de\s+)?trekkers?\s+van|trekt|coördine(?:ert|ren)|leidt|"
        r"(?:is|zijn)\s+verantwoordelijk\s+voor",
        BG.leadActor,
        _PARTIES,
        _ELEMENTS,
        turned=True,
    ),
    _phrase(
        r"wordt\s+(?:getrokken|geleid|gecoördineerd)\s+door", BG.leadActor, _ELEMENTS, _PARTIES
    ),
    _phrase(
        r"werk(?:t|en)\s+mee\s+aan|doe(?:t|n)\s+mee\s+(?:aan|met)|ne(?:emt|men)\s+deel\s+aan|"
        r"(?:is|zijn)\s+betrokken\s+bij",
        BG.involvedActor,
        _PARTIES,
        _ELEMENTS,
        turned=True,
    ),
)  # fmt: skip

_GUARDS: Final = GuardedList(phrase.words for phrase in PHRASES)


def find_phrases(sentence: str) -> tuple[Phrase, ...]:
    """The phrases that a sentence may hold: it has one of the words they need."""
    return tuple(PHRASES[place] for place in _GUARDS.which(sentence))


HELPS: Final = guard(
    rf"(?<!\w)(?:(?:draagt|dragen)\s+(?:\w+\s+){{0,3}}?bij\s+aan"
    rf"|help(?:t|en)\s+(?:mee\s+)?(?:om|bij(?:\s+het)?)"
    rf"|(?:is|zijn)\s+(?:\w+\s+){{0,5}}?(?:belangrijk|van\s+belang|essentieel|cruciaal)\s+voor\s+het"
    rf"|(?P<hedge>{_HEDGE})\s+(?:\w+\s+){{0,3}}?bijdragen\s+aan)\s+",
    re.IGNORECASE,
)
"""What helps a goal: the goal stands behind it, in words."""
HELPERS: Final = _PLANS | _ELEMENTS
