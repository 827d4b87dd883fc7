"""What each fact becomes in the graph: an element of its own, and what it says of others.

In: a `FactSheet` and the register. Out: `MappedFact`s. A fact that fits no class of the model
becomes a labelled policy element; a fact marked `left_out` becomes nothing. `docs/facts.md` holds
the table. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ingest.facts import Fact, FactSheet
from ontology.errors import FactsError
from ontology.iris import Names
from ontology.records import Iri, Literal, RegisterEntry, Statement
from ontology.terms import BG, DCT, QUDT, SKOS, SOSA, TIME

# What a fact is about when it is not what the document itself says.
_SCOPE: Final[Mapping[str, str]] = {
    "process": "Gaat over de totstandkoming, niet over de inhoud.",
    "reaction": "Gaat over een verband met of een reactie van anderen.",
    "background": "Achtergrond; niet wat het document zelf zegt.",
}
_FULL_DATE: Final = 10
_YEAR: Final = 4
_INSTANT: Final = Iri(TIME.NS + "Instant")
_OBSERVATION: Final = BG.IndicatorObservation


@dataclass(frozen=True, slots=True, kw_only=True)
class FactElement:
    """A thing with what a fact says of it. `occurs` is False for the document itself."""

    iri: Iri
    type: Iri
    statements: tuple[Statement, ...] = ()
    occurs: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedFact:
    """A fact with its own element first, then the register entries it names and the document."""

    fact: Fact
    elements: tuple[FactElement, ...]

    @property
    def type(self) -> Iri:
        """The class of the fact's own element."""
        return self.elements[0].type


def map_facts(
    sheet: FactSheet,
    entries: Mapping[Iri, RegisterEntry],
    known: Collection[Iri],
    names: Names,
) -> tuple[MappedFact, ...]:
    """The facts that are used; `known` holds every thing the graph describes, besides their own.

    Raises:
        FactsError: when a fact names something that is not known, in `entries` or a fact here.
    """
    mapping = _Mapping(sheet, entries, names)
    used = [fact for fact in sheet.facts if fact.left_out is None]
    own = {mapping.identify(fact) for fact in used}
    for fact in used:
        for iri in _named(fact):
            outside = iri.startswith(names.base) and iri not in own
            if outside and iri not in known and iri not in entries:
                raise FactsError(
                    f"{sheet.where}:{fact.line}: {fact.id}: {iri} is not in the register; "
                    "add it there or leave it out here"
                )
    return tuple(mapping.map(fact) for fact in used)


def _named(fact: Fact) -> Iterator[Iri]:
    yield from (*fact.themes, *fact.places, *fact.projects, *fact.programmes, *fact.actors)
    yield from (target for _, target in fact.states)
    yield from fact.contributes_to
    yield from (iri for iri in (fact.body, fact.indicator) if iri)


class _Mapping:
    """Maps the facts of one sheet."""

    def __init__(
        self, sheet: FactSheet, entries: Mapping[Iri, RegisterEntry], names: Names
    ) -> None:
        self._slug = sheet.card.id
        self._document = names.document(sheet.card.id)
        self._entries = entries
        self._names = names

    def map(self, fact: Fact) -> MappedFact:
        """One fact."""
        _, kind = self._class(fact)
        iri = self.identify(fact)
        own = FactElement(iri=iri, type=kind, statements=tuple(self._statements(fact, kind, iri)))
        return MappedFact(fact=fact, elements=(own, *self._period(fact, own), *self._others(fact)))

    def identify(self, fact: Fact) -> Iri:
        """The IRI of the fact's own element."""
        segment, _ = self._class(fact)
        return self._names.mint(segment, self._local(fact))

    def _local(self, fact: Fact) -> str:
        return fact.id if fact.id.startswith(f"{self._slug}-") else f"{self._slug}-{fact.id}"

    def _class(self, fact: Fact) -> tuple[str, Iri]:
        if fact.indicator:
            return ("streefwaarde", BG.Target) if fact.aim else ("waarneming", _OBSERVATION)
        if fact.kind == "milestone" and fact.date:
            return "mijlpaal", BG.Milestone
        if fact.about == "content":
            if fact.kind == "goal":
                return "doel", BG.Goal
            if fact.kind == "choice":
                return "ontwikkelprincipe", BG.DesignPrinciple
            if fact.kind == "project" and fact.places and not fact.projects:
                return "voorstel", BG.KeyProject
        return "uitspraak", BG.PolicyElement

    def _statements(self, fact: Fact, kind: Iri, iri: Iri) -> Iterator[Statement]:
        yield _plain(SKOS.prefLabel, Literal.text(fact.text, "nl"))
        yield _plain(DCT.identifier, Literal.text(fact.id))
        if fact.note:
            yield _plain(SKOS.note, Literal.text(fact.note, "nl"))
        if fact.about != "content":
            yield _plain(SKOS.scopeNote, Literal.text(_SCOPE[fact.about], "nl"))
        theme = BG.hasTheme if fact.about == "content" else DCT.subject
        yield from (_claimed(theme, one) for one in fact.themes)
        yield from (_claimed(BG.scopePlace, one) for one in fact.places)
        yield from self._number(fact, kind)
        yield from _dates(fact, kind, iri)
        if kind == BG.Milestone:
            yield _claimed(DCT.subject, self._document)
        if fact.body:
            yield _claimed(BG.atBody, fact.body)
        if fact.level:
            yield _claimed(BG.goalLevel, fact.level)
        yield from (_claimed(BG.contributesTo, one) for one in fact.contributes_to)

    def _number(self, fact: Fact, kind: Iri) -> Iterator[Statement]:
        if fact.indicator is None:
            return
        yield _claimed(BG.forIndicator, fact.indicator)
        entry = self._entries.get(fact.indicator)
        if entry is not None and entry.unit:
            yield _claimed(QUDT.hasUnit, entry.unit)
        if entry is not None and entry.mode:
            yield _claimed(BG.measureMode, entry.mode)
        for predicate, value in ((BG.lowerBound, fact.low), (BG.upperBound, fact.high)):
            if value is not None:
                yield _claimed(predicate, Literal.decimal(value))
        value = fact.high if fact.low is None else fact.low
        if kind == _OBSERVATION and value is not None:
            yield _claimed(SOSA.hasSimpleResult, Literal.decimal(value))
            yield from (_claimed(SOSA.hasFeatureOfInterest, one) for one in fact.places)
        if fact.approximate:
            yield _claimed(BG.isApproximate, Literal.boolean(True))
        if fact.year:
            year = BG.targetYear if kind == BG.Target else DCT.date
            yield _claimed(year, Literal.date(fact.year))

    def _others(self, fact: Fact) -> Iterator[FactElement]:
        """Register entries the document names according to the fact, and its relations."""
        for iri in (*fact.projects, *fact.programmes, *fact.actors):
            entry = self._entries.get(iri)
            if entry is not None:
                themes = tuple(_plain(BG.hasTheme, theme) for theme in entry.themes)
                yield FactElement(iri=iri, type=entry.type, statements=themes)
        if fact.states:
            said = tuple(_claimed(predicate, target) for predicate, target in fact.states)
            yield FactElement(iri=self._document, type=BG.Document, statements=said, occurs=False)

    def _period(self, fact: Fact, own: FactElement) -> Iterator[FactElement]:
        """Begin and end of a milestone that lasts."""
        if own.type != BG.Milestone or not fact.begin or not fact.date:
            return
        ends = ((TIME.hasBeginning, "van", fact.begin), (TIME.hasEnd, "tot", fact.date))
        yield FactElement(
            iri=Iri(f"{own.iri}#tijd"),
            type=TIME.ProperInterval,
            statements=tuple(_plain(term, Iri(f"{own.iri}#{tail}")) for term, tail, _ in ends),
            occurs=False,
        )
        for _, tail, date in ends:
            yield FactElement(
                iri=Iri(f"{own.iri}#{tail}"),
                type=_INSTANT,
                statements=(_plain(_instant(date), Literal.date(date)),),
                occurs=False,
            )


def _dates(fact: Fact, kind: Iri, iri: Iri) -> Iterable[Statement]:
    if kind == BG.Milestone and fact.date:
        yield _claimed(BG.deadline, Literal.date(fact.date))
        if fact.begin:
            yield _plain(TIME.hasTime, Iri(f"{iri}#tijd"))
    elif fact.date and not (fact.indicator and fact.year):
        yield _claimed(DCT.date, Literal.date(fact.date))


def _instant(date: str) -> Iri:
    if len(date) == _FULL_DATE:
        return TIME.inXSDDate
    return TIME.inXSDgYear if len(date) == _YEAR else TIME.inXSDgYearMonth


def _claimed(predicate: Iri, value: Iri | Literal) -> Statement:
    return Statement(predicate=predicate, object=value)


def _plain(predicate: Iri, value: Iri | Literal) -> Statement:
    return Statement(predicate=predicate, object=value, claimed=False)
