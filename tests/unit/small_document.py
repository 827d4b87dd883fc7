"""A made-up region, Merenland, and a way to read a few sentences about it.

Municipalities Aalbeek, Beltum and Cadier lie in Merenland, Merenland in the province Waterland.
"""

from __future__ import annotations

from typing import Final

from graph.entries import Concept
from ingest.document import Document, Extractor
from ingest.mentions import Gazetteer
from ingest.segment import segment
from ontology.iris import Names
from ontology.records import (
    Element,
    Iri,
    Label,
    Literal,
    MentionKind,
    RegisterEntry,
    Sha256,
    SourceCard,
)
from ontology.terms import BG, UNIT

NAMES: Final = Names("https://example.org/")
MERENLAND: Final = NAMES.mint("plaats", "merenland")
WATERLAND: Final = NAMES.mint("plaats", "waterland")


def _entry(
    kind: MentionKind, segment_: str, slug: str, type_: Iri, *labels: str, **more: object
) -> RegisterEntry:
    return RegisterEntry(
        iri=NAMES.mint(segment_, slug),
        kind=kind,
        type=type_,
        preferred=labels[0],
        labels=tuple(Label(text=label) for label in labels),
        **more,  # type: ignore[arg-type]
    )


def _municipality(name: str) -> tuple[RegisterEntry, RegisterEntry]:
    place = NAMES.mint("plaats", name.lower())
    return (
        _entry(
            "place", "plaats", name.lower(), BG.Place, name, place=place,
            within=(MERENLAND, WATERLAND),
        ),
        _entry("actor", "gemeente", name.lower(), BG.Actor, f"gemeente {name}", place=place),
    )  # fmt: skip


def _indicator(slug: str, mode: Iri, *labels: str, unit: Iri = UNIT.NUM) -> RegisterEntry:
    return _entry("indicator", "indicator", slug, BG.Indicator, *labels, unit=unit, mode=mode)


REGISTER: Final = (
    *(entry for name in ("Aalbeek", "Beltum", "Cadier") for entry in _municipality(name)),
    _entry("place", "plaats", "merenland", BG.Place, "Merenland", "regio Merenland",
           place=MERENLAND, within=(WATERLAND,)),
    _entry("place", "plaats", "waterland", BG.Place, "Waterland", place=WATERLAND),
    _entry("actor", "provincie", "waterland", BG.Actor, "provincie Waterland", "provincie",
           place=WATERLAND),
    _entry("actor", "rijk", "rijk", BG.Actor, "het Rijk", "Rijk"),
    _entry("actor", "groep", "3-gemeenten", BG.Actor, "drie gemeenten", "3 gemeenten",
           members=tuple(NAMES.mint("gemeente", name) for name in ("aalbeek", "beltum", "cadier"))),
    _entry("actor", "organisatie", "raad-aalbeek", BG.Actor, "gemeenteraad van Aalbeek"),
    _entry("body", "overleg", "merenraad", BG.GovernanceBody, "Merenraad"),
    _entry("document", "document", "merenvisie", BG.PolicyDocument, "Merenvisie"),
    _entry("document", "document", "waternota", BG.PolicyDocument, "Waternota"),
    _entry("project", "project", "melkfabriek", BG.KeyProject, "Melkfabriek"),
    _entry("project", "project", "de-hoven", BG.KeyProject, "De Hoven"),
    _entry("instrument", "instrument", "bouwkader", BG.Instrument, "bouwkader"),
    _indicator("woningen-toegevoegd", BG.Increment, "toegevoegde woningen", "woningen",
               "nieuwe woningen", "woningen toe te voegen", "toename van het aantal woningen"),
    _indicator("woningvoorraad", BG.Stock, "woningvoorraad", "aantal woningen"),
    _indicator("plannen-zacht", BG.Increment, "zachte plannen"),
    _indicator("banen", BG.Stock, "banen"),
    _indicator("banen-toegevoegd", BG.Increment, "extra banen", "banen erbij"),
    _indicator("inwoners", BG.Stock, "inwoners"),
    _indicator("inwoners-toegevoegd", BG.Increment, "inwoners erbij"),
    _indicator("besparing", BG.Share, "energiebesparing", unit=UNIT.PERCENT),
)  # fmt: skip


def _concept(scheme: str, slug: str, label: str, broader: tuple[Iri, ...] = ()) -> Concept:
    return Concept(
        iri=NAMES.mint("begrip", f"{scheme}-{slug}"),
        schemes=(NAMES.mint("schema", scheme),),
        preferred=label,
        labels=(Label(text=label),),
        broader=broader,
    )


CONCEPTS: Final = (
    _concept("projectcategorie", "stads", "versnelling in de stad"),
    _concept("projectcategorie", "thema", "themagebieden"),
    _concept("projectcategorie", "thema-flex", "flexwonen",
             (NAMES.mint("begrip", "projectcategorie-thema"),)),
    _concept("grondslag", "oppervlakte", "naar oppervlakte"),
)  # fmt: skip

_GAZETTEER: Final = Gazetteer(REGISTER)


def make_document(
    text: str,
    *,
    date: str | None = "2027",
    area: Iri | None = None,
    publisher: tuple[Iri, ...] = (),
) -> Document:
    """A text as the extractors see it, in the document with id `nota`."""
    passages = segment(text)
    card = SourceCard(
        id="nota", title="Nota", short="Nota", date=date, default_place=area, publisher=publisher
    )
    return Document(
        card=card,
        names=NAMES,
        text=text,
        file_hash=Sha256("0" * 64),
        passages=passages,
        mentions=_GAZETTEER.find(text, passages),
        register=_GAZETTEER.by_iri,
        concepts=CONCEPTS,
    )


def slug_of(iri: str) -> str:
    """The part of an IRI after `id/`."""
    return iri.split("/id/")[-1]


def values(element: Element, predicate: Iri) -> list[str]:
    """What an element says with a predicate, IRIs by their last part, in order."""
    return [
        statement.object.value
        if isinstance(statement.object, Literal)
        else statement.object.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
        for statement in element.statements
        if statement.predicate == predicate
    ]


def value(element: Element, predicate: Iri) -> str | None:
    """The only thing an element says with a predicate, or None."""
    found = values(element, predicate)
    assert len(found) <= 1
    return found[0] if found else None


def extract(reader: Extractor, text: str, **given: object) -> list[Element]:
    """All that an extractor finds in a text."""
    return list(reader.extract(make_document(text, **given)))  # type: ignore[arg-type]
