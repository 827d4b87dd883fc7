"""Whether something found says the relation that a record of the gold describes.

In: a record {subject, predicate, object} and a `Found`. Out: yes or no. The gold has words of its
own for relations; the table says which predicates of the graph mean them. Those that the graph
cannot say are left out of the measurement.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from ingest.agreement import is_close, is_here
from ingest.found import Found, names_of, words
from ingest.gold import GoldRecord
from ontology.records import Iri, Literal
from ontology.terms import BG, DCT

# What the gold calls a relation: the predicates that say it, and those that say it the other way.
_BASIS: Final = (frozenset((BG.buildingBlockFor,)), frozenset((BG.buildsOn,)))
_RELATIONS: Final[Mapping[str, tuple[frozenset[Iri], frozenset[Iri]]]] = {
    "is_building_block_for": _BASIS,
    "is_basis_for": _BASIS,
    "is_input_for": _BASIS,
    "builds_on": _BASIS[::-1],
    "elaborated_in": (frozenset((BG.elaboratedIn, BG.buildingBlockFor)), frozenset((BG.buildsOn,))),
    "aligned_with": (frozenset((BG.alignedWith,)), frozenset((BG.alignedWith,))),
    "connects_to": (frozenset((BG.alignedWith,)), frozenset((BG.alignedWith,))),
    "stands_above": (frozenset((BG.standsAbove,)), frozenset()),
    "is_condition_for": (frozenset((BG.isConditionFor,)), frozenset()),
    "contributes_to": (frozenset((BG.contributesTo,)), frozenset()),
    "part_of": (frozenset((BG.partOf,)), frozenset()),
    "formerly_named": (frozenset((DCT.replaces,)), frozenset((DCT.isReplacedBy,))),
    "replaces": (frozenset((DCT.replaces,)), frozenset((DCT.isReplacedBy,))),
    "adopts": (frozenset((BG.decides,)), frozenset()),
    "discusses": (frozenset((BG.decides,)), frozenset((BG.atBody,))),
    "located_in": (frozenset((BG.scopePlace,)), frozenset()),
}
RELATION_NAMES: Final = frozenset(_RELATIONS)


def is_relation(record: GoldRecord, found: Found) -> bool:
    """Whether it says so of the two: one of them by name, the other by name or by the place.

    What was `formerly_named` something may also be known by both names.
    """
    ahead, back = _RELATIONS[str(record.text("predicate"))]
    subject, target = (words(record.text(key) or "") for key in ("subject", "object"))
    renamed = record.text("predicate") == "formerly_named" and {subject, target} <= found.names
    return (
        (renamed and is_here(record, found))
        or _says(record, found, ahead, subject, target)
        or _says(record, found, back, target, subject)
    )


def _says(
    record: GoldRecord,
    found: Found,
    predicates: Collection[Iri],
    one: frozenset[str],
    other: frozenset[str],
) -> bool:
    told = [
        name
        for target in found.objects(*predicates)
        if not isinstance(target, Literal)
        for name in names_of(target, found.register)
    ]
    return is_close(other, told) and (is_close(one, found.names) or is_here(record, found))
