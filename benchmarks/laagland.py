"""A made-up world of regions to fill a store with: municipalities and their documents.

In: a store and how many quads. Out: quads in the default graph, the same at each run. A larger
world has more regions, each with forty municipalities and 120 documents of its own: 10 million
quads are nine regions with 360 municipalities, about as many as the country has.
"""

from __future__ import annotations

from random import Random
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from ontology.iris import Names
from ontology.terms import BG, DCT, GEO, OA, QUDT, RDF, SKOS, SOSA, UNIT, XSD

PER_DOCUMENT: Final = 10_000  # quads
REGION_DOCUMENTS: Final = 120  # that speak of one region
_BASE: Final = "https://example.org/laagland/"
_NAMES: Final = Names(_BASE)
_INDICATORS: Final = (
    "woningen-toegevoegd", "inwoners-toegevoegd", "inwoners", "woningbehoefte", "plancapaciteit",
    "plancapaciteit-hard", "plancapaciteit-zacht", "plancapaciteit-extra", "banen",
)  # fmt: skip
_MODES: Final = {"inwoners": BG.Stock, "banen": BG.Stock}
_THEMES: Final = 12
_PLACES: Final = 40  # of one region
_PASSAGES: Final = 1_150  # of one document
_TOOI: Final = "https://identifier.overheid.nl/tooi/def/ont/"


class Region:
    """Writes the quads of a region, or of several, into a store, all in the default graph.

    `is_crowded`: all documents speak of one region, however many they are.
    """

    def __init__(self, store: Store, *, is_crowded: bool = False) -> None:
        self._store = store
        self._is_crowded = is_crowded
        self._quads: list[Quad] = []
        self._random = Random(1)
        self._part = 0  # the region that is being written

    def write(self, quads: int) -> None:
        """A register and as many documents as give about this many quads."""
        self._common()
        for number in range(max(1, quads // PER_DOCUMENT)):
            if number == 0 or (number % REGION_DOCUMENTS == 0 and not self._is_crowded):
                self._part = number // REGION_DOCUMENTS
                self._register()
            self._document(number)
            self._store.bulk_extend(self._quads)
            self._quads = []
        self._store.optimize()

    def _add(self, subject: str, predicate: str, value: str | Literal) -> None:
        node = value if isinstance(value, Literal) else NamedNode(value)
        self._quads.append(Quad(NamedNode(subject), NamedNode(predicate), node, DefaultGraph()))

    def _iri(self, segment: str, slug: str) -> str:
        return str(_NAMES.mint(segment, slug))

    def _region(self) -> str:
        return f"laagland-{self._part}" if self._part else "laagland"

    def _spot(self, number: int) -> str:
        """The slug of a place of the region being written, and of its municipality."""
        return f"p{self._part * _PLACES + number}"

    def _register(self) -> None:
        region = self._iri("plaats", self._region())
        self._add(region, RDF.type, BG.Place)
        self._add(region, GEO.sfWithin, self._iri("plaats", "land"))
        for number in range(_PLACES):
            spot = self._spot(number)
            place, town = self._iri("plaats", spot), self._iri("gemeente", spot)
            self._add(place, RDF.type, BG.Place)
            self._add(place, GEO.sfWithin, region)
            self._add(place, BG.governedBy, town)
            self._add(town, RDF.type, f"{_TOOI}Gemeente")

    def _common(self) -> None:
        for number in range(_THEMES):
            self._add(self._iri("thema", f"t{number}"), RDF.type, BG.Theme)
        self._add(self._iri("uitgave", "1"), RDF.type, "http://www.w3.org/ns/dcat#Dataset")
        self._add(self._iri("uitgave", "1"), DCT.issued, Literal("2040-01-01"))

    def _document(self, number: int) -> None:
        slug = f"plan-{number}"
        document, version = self._iri("document", slug), self._iri("versie", slug)
        self._add(document, RDF.type, BG.Document)
        self._add(
            document, SKOS.prefLabel, Literal(f"Plan voor het laagland {number}", language="nl")
        )
        self._add(
            document, DCT.issued, Literal(str(2010 + number % 25), datatype=NamedNode(XSD.gYear))
        )
        self._add(version, DCT.isVersionOf, document)
        self._add(version, RDF.type, BG.DocumentVersion)
        self._add(version, BG.sha256, Literal(slug))
        passages = [self._passage(version, f"{slug}-{n}") for n in range(_PASSAGES)]
        self._add(document, BG.evidencedBy, passages[0])
        for theme in range(_THEMES):
            coverage = self._iri("dekking", f"{slug}-t{theme}")
            self._add(coverage, RDF.type, BG.ThemeCoverage)
            self._add(coverage, BG.coversTheme, self._iri("thema", f"t{theme}"))
            self._add(coverage, BG.inDocument, version)
            level = Literal(str((theme + number) % 7), datatype=NamedNode(XSD.integer))
            self._add(coverage, BG.coverageLevel, level)
        for n in range(30):
            self._goal(slug, version, n, passages[n])
            self._action(slug, version, n, passages[100 + n])
            self._project(slug, version, n, passages[200 + n])
            self._quantity(slug, version, n, passages[300 + n])
            self._milestone(slug, version, n, passages[400 + n])
        for n in range(4):
            self._direction(slug, version, n, passages[500 + n])
        self._budget(slug, version)

    def _passage(self, version: str, slug: str) -> str:
        passage = self._iri("passage", slug)
        self._add(passage, RDF.type, BG.Passage)
        self._add(passage, OA.hasSource, version)
        self._add(passage, BG.quoteHash, Literal(f"sha256:{slug}"))
        self._add(
            passage, BG.mentionsTheme, self._iri("thema", f"t{self._random.randrange(_THEMES)}")
        )
        for at, predicate in ((1, OA.start), (9, OA.end)):
            value = Literal(str(at), datatype=NamedNode(XSD.integer))
            self._add(f"{passage}#sel", predicate, value)
        self._add(passage, OA.hasSelector, f"{passage}#sel")
        return passage

    def _element(self, iri: str, kind: str, version: str, passage: str, label: str) -> None:
        self._add(iri, RDF.type, kind)
        self._add(iri, BG.statedIn, version)
        self._add(iri, BG.evidencedBy, passage)
        self._add(iri, SKOS.prefLabel, Literal(label, language="nl"))
        claim = iri.replace("/id/", "/id/bewering/")
        self._add(claim, RDF.type, BG.Claim)
        self._add(claim, RDF.subject, iri)
        self._add(claim, RDF.predicate, RDF.type)
        self._add(claim, RDF.object, kind)
        self._add(claim, BG.layer, BG.Extracted)
        self._add(claim, BG.evidencedBy, passage)
        self._add(claim, BG.modality, self._random.choice((BG.Ambitie, BG.Afspraak, BG.Besluit)))
        self._add(claim, BG.reviewStatus, BG.Unreviewed)
        sure = Literal(str(self._random.choice((0.6, 0.9))), datatype=NamedNode(XSD.decimal))
        self._add(claim, BG.confidence, sure)

    def _goal(self, slug: str, version: str, n: int, passage: str) -> None:
        goal = self._iri("doel", f"{slug}-{n}")
        self._element(goal, BG.Goal, version, passage, f"doel {n} van {slug}")
        level = (BG.Ambition, BG.MainGoal, BG.SubGoal)[n % 3]
        self._add(goal, BG.goalLevel, level)
        self._add(goal, BG.hasTheme, self._iri("thema", f"t{n % _THEMES}"))
        if n % 3 and n % 4:
            self._add(goal, BG.contributesTo, self._iri("doel", f"{slug}-{n - n % 3}"))
            self._add(goal, BG.contributesToTransitive, self._iri("doel", f"{slug}-{n - n % 3}"))

    def _action(self, slug: str, version: str, n: int, passage: str) -> None:
        action = self._iri("actie", f"{slug}-{n}")
        self._element(action, BG.Action, version, passage, f"werk {n % 20} van {slug}")
        self._add(action, BG.actionNumber, Literal(str(n), datatype=NamedNode(XSD.integer)))
        self._add(action, BG.hasTheme, self._iri("thema", f"t{n % _THEMES}"))
        self._add(
            action, BG.usesInstrument, self._iri("instrument", f"i{self._random.randrange(60)}")
        )
        if n % 3:
            spot = self._spot(self._random.randrange(_PLACES))
            self._add(action, BG.leadActor, self._iri("gemeente", spot))
        year = Literal(str(2030 + n), datatype=NamedNode(XSD.gYear))
        if n % 2:
            self._add(action, BG.deadline, year)
        if n % 5:
            self._add(action, BG.realises, self._iri("doel", f"{slug}-{n}"))

    def _project(self, slug: str, version: str, n: int, passage: str) -> None:
        project = self._iri("project", f"{slug}-{n}")
        self._element(project, BG.KeyProject, version, passage, f"project {n} van {slug}")
        self._add(project, BG.scopePlace, self._iri("plaats", self._spot(n % _PLACES)))
        self._add(project, BG.hasTheme, self._iri("thema", f"t{n % _THEMES}"))
        size = self._iri("waarneming", f"{slug}-woningen-{n}")
        self._add(size, RDF.type, BG.IndicatorObservation)
        self._add(size, BG.forIndicator, self._iri("indicator", "woningen-toegevoegd"))
        self._add(size, SOSA.hasFeatureOfInterest, project)
        self._add(size, BG.upperBound, self._number(50 + n))
        self._add(size, BG.statedIn, version)
        self._add(size, BG.evidencedBy, passage)

    def _quantity(self, slug: str, version: str, n: int, passage: str) -> None:
        name = _INDICATORS[n % len(_INDICATORS)]
        is_target = n % 2 == 0
        iri = self._iri("streefwaarde" if is_target else "waarneming", f"{slug}-{n}")
        kind = BG.Target if is_target else BG.IndicatorObservation
        self._element(iri, kind, version, passage, f"{name} {n}")
        place = self._region() if n % 4 == 0 else self._spot(self._random.randrange(_PLACES))
        year = str(self._random.choice((2030, 2035, 2040, 2050)))
        low = self._random.randrange(100, 90_000)
        self._add(iri, BG.forIndicator, self._iri("indicator", name))
        self._add(iri, BG.scopePlace, self._iri("plaats", place))
        when = Literal(year, datatype=NamedNode(XSD.gYear))
        self._add(iri, BG.targetYear if is_target else DCT.date, when)
        self._add(iri, BG.measureMode, _MODES.get(name, BG.Increment))
        self._add(iri, QUDT.hasUnit, UNIT.NUM)
        self._add(iri, BG.lowerBound, self._number(low))
        self._add(iri, BG.upperBound, self._number(low))

    def _milestone(self, slug: str, version: str, n: int, passage: str) -> None:
        milestone = self._iri("mijlpaal", f"{slug}-{n}")
        self._element(milestone, BG.Milestone, version, passage, f"mijlpaal {n} van {slug}")
        year = Literal(str(2025 + n), datatype=NamedNode(XSD.gYear))
        self._add(milestone, BG.deadline, year)
        if n % 2:
            self._add(milestone, BG.atBody, self._iri("overleg", f"o{self._part}-{n}"))

    def _direction(self, slug: str, version: str, n: int, passage: str) -> None:
        iri = self._iri("uitspraak", f"{slug}-richting-{n}")
        name = ("woningen", "inwoners")[n % 2]
        self._element(iri, BG.PolicyElement, version, passage, f"richting {n}")
        self._add(iri, DCT.subject, Literal(name, language="nl"))
        self._add(iri, BG.forIndicator, self._iri("indicator", f"{name}-toegevoegd"))
        self._add(iri, BG.measureMode, BG.Increment)
        place = self._region() if n < 2 else self._spot(n)
        self._add(iri, BG.scopePlace, self._iri("plaats", place))
        is_down = self._random.random() < 0.2
        self._add(
            iri, BG.upperBound if is_down else BG.lowerBound, self._number(0 if is_down else 1)
        )

    def _budget(self, slug: str, version: str) -> None:
        budget = self._iri("begroting", slug)
        self._add(budget, RDF.type, BG.Budget)
        self._add(budget, BG.statedIn, version)
        self._add(budget, BG.statedTotal, self._number(100))
        for n in range(10):
            part = self._iri("bijdrage", f"{slug}-{n}")
            self._add(part, BG.partOfBudget, budget)
            self._add(part, BG.amount, self._number(11))

    def _number(self, value: int) -> Literal:
        return Literal(str(value), datatype=NamedNode(XSD.decimal))
