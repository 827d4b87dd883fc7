"""The register of a region: its authority files as records and as quads.

In: a folder with region.yml and the Turtle files it lists. Out: a Region with its entries,
concepts and names. Knows the vocabulary, never a place, person or document by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Quad

import ontology
from graph.entries import Concept, read_concepts, read_entries
from graph.region import RegionCard, load_region_card
from graph.resources import Resources
from graph.turtle import iter_turtle_quads
from ontology.errors import RegisterError
from ontology.iris import Names
from ontology.records import Iri, Issue, RegisterEntry

SHIPPED_REGIONS: Final = Path(ontology.__file__).parent / "register"
REGISTER: Final = "register"  # the graph of the entries
MAX_OVERLAY: Final = 10_000  # files
DEFAULT_REGION: Final = min(SHIPPED_REGIONS.glob("*/region.yml")).parent


@dataclass(frozen=True)
class Region:
    """One region: what it is called, where its files are, and whom and what it knows.

    `entries` are what readers look for in a text; `concepts` are the values of its SKOS schemes
    (kinds of document, allocation bases, project categories …). Both are sorted by IRI.
    `subjects` are all things the files describe. `turtle` gives the files of each named graph,
    by the short name of the graph.
    """

    slug: str
    title: Mapping[str, str]
    names: Names
    folder: Path
    sources_folder: Path
    languages: tuple[str, ...]
    entries: Mapping[Iri, RegisterEntry]
    concepts: Mapping[Iri, Concept]
    subjects: frozenset[Iri]
    turtle: Mapping[str, tuple[Path, ...]]
    issues: tuple[Issue, ...] = field(default=())


def load_region(folder: Path = DEFAULT_REGION, overlay: Path | None = None) -> Region:
    """Read region.yml and every Turtle file it lists, and those of `overlay` as more register.

    Labels that two entries of one kind share are reported in `issues`; the region still loads.

    Raises:
        RegisterError: one line with file and cause, for a missing or unknown key, Turtle that
            does not parse, a blank node, or an entry without a Dutch preferred label.
    """
    card = _with_overlay(load_region_card(folder), overlay)
    resources = Resources.of(_iter_quads(card))
    entries = read_entries(resources)
    return Region(
        slug=card.slug,
        title=card.title,
        names=Names(card.base),
        folder=folder,
        sources_folder=card.sources_folder,
        languages=card.languages,
        entries=entries,
        concepts=read_concepts(resources),
        subjects=frozenset(resources.iter_subjects()),
        turtle=card.turtle,
        issues=tuple(find_shared_labels(entries)),
    )


def _with_overlay(card: RegionCard, overlay: Path | None) -> RegionCard:
    """The card with the Turtle files of a folder in the graph of the register."""
    if overlay is None or not overlay.is_dir():
        return card
    added = tuple(sorted(overlay.glob("*.ttl"))[:MAX_OVERLAY])
    return replace(card, turtle={**card.turtle, REGISTER: (*card.turtle.get(REGISTER, ()), *added)})


def iter_region_quads(region: Region) -> Iterator[Quad]:
    """All quads of the region's files, graph by graph in the order of region.yml."""
    for name, files in region.turtle.items():
        for path in files:
            yield from iter_turtle_quads(path, region.names.graph(name))


def find_shared_labels(entries: Mapping[Iri, RegisterEntry]) -> Iterator[Issue]:
    """One issue for each label that two entries of one kind and language share.

    Labels that ignore case are compared without it; exact labels only with exact labels. Themes
    may share words, since one phrase can show two of them (`wonen en werken`), but not names.
    """
    owners: dict[tuple[str, str, str, bool], list[Iri]] = {}
    for entry in entries.values():
        keys = {
            (entry.kind, label.language, _key(label.text, label.exact), label.exact)
            for label in entry.labels
            if entry.kind != "theme" or label.text == entry.preferred
        }
        for key in keys:
            owners.setdefault(key, []).append(entry.iri)
    for (kind, _, label, _), iris in sorted(owners.items()):
        if len(iris) > 1:
            message = f"the label '{label}' belongs to {len(iris)} entries of kind {kind}: "
            yield Issue(code="shared-label", message=message + ", ".join(iris), where=iris[0])


def _key(text: str, exact: bool) -> str:
    return text if exact else text.casefold()


def _iter_quads(card: RegionCard) -> Iterator[Quad]:
    """The quads of a region; refuses blank nodes, which would get another name in each build."""
    names = Names(card.base)
    for name, files in card.turtle.items():
        for path in files:
            for quad in iter_turtle_quads(path, names.graph(name)):
                if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                    raise RegisterError(
                        f"{path}: a blank node near '{quad.predicate.value}'; give it an IRI"
                    )
                yield quad
