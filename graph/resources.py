"""Triples by subject and predicate, for reading records out of a small graph.

In: quads. Out: look-ups by IRI. Holds everything in memory; meant for registers, not releases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from pyoxigraph import Literal as Value, NamedNode, Quad

from ontology.records import Iri


@dataclass(frozen=True)
class Resources:
    """The objects of each subject and predicate, in file order."""

    objects: dict[str, dict[str, dict[NamedNode | Value, None]]]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Self:
        """Index the quads, whatever graph they are in; the same triple twice counts once."""
        objects: dict[str, dict[str, dict[NamedNode | Value, None]]] = {}
        for quad in quads:
            if not isinstance(quad.subject, NamedNode):
                continue
            if not isinstance(quad.object, NamedNode | Value):
                continue
            of_subject = objects.setdefault(quad.subject.value, {})
            of_subject.setdefault(quad.predicate.value, {})[quad.object] = None
        return cls(objects)

    def iter_subjects(self) -> Iterator[Iri]:
        """All subjects, sorted."""
        return (Iri(subject) for subject in sorted(self.objects))

    def iris(self, subject: Iri, predicate: Iri) -> tuple[Iri, ...]:
        """The IRIs a subject points at, in file order."""
        values = self.objects.get(subject, {}).get(predicate, ())
        return tuple(Iri(value.value) for value in values if isinstance(value, NamedNode))

    def texts(self, subject: Iri, predicate: Iri) -> tuple[tuple[str, str], ...]:
        """Text and language tag (or '') of each literal, in file order."""
        values = self.objects.get(subject, {}).get(predicate, ())
        return tuple((v.value, v.language or "") for v in values if isinstance(v, Value))
