"""Authority records and concepts read out of the register's triples.

In: Resources. Out: RegisterEntry and Concept by IRI, sorted by IRI. Reads no file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.resources import Resources
from ontology.errors import RegisterError
from ontology.records import Iri, Label, RegisterEntry, RegisterKind
from ontology.terms import BG, DCT, GEO, ORG, QUDT, RDF, SKOS

# Main class and kind; where a record has two classes of one kind, the first here is its type.
_KINDS: Final[dict[Iri, RegisterKind]] = {
    BG.Theme: "theme",
    BG.Indicator: "indicator",
    BG.Actor: "actor",
    BG.Place: "place",
    BG.Programme: "programme",
    BG.KeyProject: "project",
    BG.PolicyDocument: "document",
    BG.Document: "document",
    BG.GovernanceBody: "body",
    BG.Instrument: "instrument",
}
_LABELS: Final = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
_DEFAULT_LANGUAGE: Final = "nl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A value of an open list (SKOS scheme) of the region, with the words that stand for it."""

    iri: Iri
    schemes: tuple[Iri, ...]
    preferred: str
    labels: tuple[Label, ...]
    broader: tuple[Iri, ...] = ()


def read_entries(resources: Resources) -> dict[Iri, RegisterEntry]:
    """Every resource of one of the register's main classes.

    Raises:
        RegisterError: for an entry without a Dutch preferred label, or with classes of two kinds.
    """
    governed = _governed_places(resources)
    entries: dict[Iri, RegisterEntry] = {}
    for subject in resources.iter_subjects():
        main_class = _main_class(subject, resources.iris(subject, RDF.type))
        if main_class is not None:
            entries[subject] = _read_entry(resources, subject, main_class, governed)
    return entries


def read_concepts(resources: Resources) -> dict[Iri, Concept]:
    """Every skos:Concept in a scheme that is not an entry of the register."""
    concepts: dict[Iri, Concept] = {}
    for subject in resources.iter_subjects():
        types = resources.iris(subject, RDF.type)
        schemes = resources.iris(subject, SKOS.inScheme)
        if SKOS.Concept in types and schemes and not any(type_ in _KINDS for type_ in types):
            concepts[subject] = Concept(
                iri=subject,
                schemes=schemes,
                preferred=_preferred(resources, subject),
                labels=_labels(resources, subject),
                broader=resources.iris(subject, SKOS.broader),
            )
    return concepts


def _main_class(subject: Iri, types: tuple[Iri, ...]) -> Iri | None:
    known = [main_class for main_class in _KINDS if main_class in types]
    kinds = {_KINDS[main_class] for main_class in known}
    if len(kinds) > 1:
        raise RegisterError(f"{subject} is both {' and '.join(sorted(kinds))}; split it in two")
    return known[0] if known else None


def _read_entry(
    resources: Resources, subject: Iri, main_class: Iri, governed: Mapping[Iri, Iri]
) -> RegisterEntry:
    kind = _KINDS[main_class]
    place = subject if kind == "place" else governed.get(subject)
    labels = _labels(resources, subject)
    if kind == "actor" and place is not None:
        labels = _leave_name_to_place(labels, _preferred(resources, place))
    return RegisterEntry(
        iri=subject,
        kind=kind,
        type=main_class,
        preferred=_preferred(resources, subject),
        labels=labels,
        negative=tuple(text for text, _ in resources.texts(subject, BG.negativeLabel)),
        themes=resources.iris(subject, BG.hasTheme),
        place=place,
        members=resources.iris(subject, ORG.hasMember),
        within=resources.iris(subject, GEO.sfWithin),
        year=_year(resources, subject),
        unit=_first(resources.iris(subject, QUDT.hasUnit)),
        mode=_first(resources.iris(subject, BG.measureMode)),
    )


def _preferred(resources: Resources, subject: Iri) -> str:
    for text, language in resources.texts(subject, SKOS.prefLabel):
        if language == _DEFAULT_LANGUAGE and text.strip():
            return text
    raise RegisterError(f"{subject} has no skos:prefLabel in Dutch (@nl)")


def _labels(resources: Resources, subject: Iri) -> tuple[Label, ...]:
    """Labels in the order preferred, alternative, hidden, then abbreviations as exact labels."""
    exact = [
        Label(text=text, language=language or _DEFAULT_LANGUAGE, exact=True)
        for text, language in resources.texts(subject, SKOS.notation)
    ]
    abbreviations = {label.text for label in exact}
    loose = [
        Label(text=text, language=language or _DEFAULT_LANGUAGE)
        for predicate in _LABELS
        for text, language in resources.texts(subject, predicate)
        if text not in abbreviations
    ]
    return tuple(dict.fromkeys(loose + exact))


def _leave_name_to_place(labels: tuple[Label, ...], place: str) -> tuple[Label, ...]:
    """Without the preferred label, when it is the name of the place too.

    `Bergdorp` in a text is the place; readers tell from context when it stands for the
    municipality, which keeps `gemeente Bergdorp`.
    """
    return labels[1:] if labels and labels[0].text == place else labels


def _governed_places(resources: Resources) -> dict[Iri, Iri]:
    """The place of each actor that governs exactly one."""
    places: dict[Iri, list[Iri]] = defaultdict(list)
    for subject in resources.iter_subjects():
        for actor in resources.iris(subject, BG.governedBy):
            places[actor].append(subject)
    return {actor: found[0] for actor, found in places.items() if len(found) == 1}


def _year(resources: Resources, subject: Iri) -> int | None:
    dates = [text for text, _ in resources.texts(subject, DCT.issued) if text[:4].isdigit()]
    return int(dates[0][:4]) if dates else None


def _first(iris: tuple[Iri, ...]) -> Iri | None:
    return iris[0] if iris else None
