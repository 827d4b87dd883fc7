"""The passages of one document version: where they lie, what they name, and their words.

In: the slug of a document. Out: a page of PassageInfo. Words come from the local file, checked by
hash; they are never stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.requests import QueryRequest
from ontology.errors import NotFoundError
from ontology.records import Iri, Span
from ontology.terms import BG, DCT, OA, RDF
from queries.results import parse_solutions, text_of
from service.deps import Services
from service.labels import Labels, find_labels
from service.models import PassageInfo, Passages
from service.paging import Page
from service.slugs import check_slug
from service.tables import name_all
from service.texts import Quote

_VERSION: Final = f"""SELECT ?version ?sha256 WHERE {{
  ?version <{DCT.isVersionOf}> ?document ; <{BG.sha256}> ?sha256 .
  FILTER NOT EXISTS {{ ?version <{DCT.type}> ?account }} # facts only, no text
}} ORDER BY ?version"""
_PASSAGES: Final = f"""SELECT ?passage ?start ?end ?section ?page ?hash WHERE {{
  ?passage <{OA.hasSource}> ?version ; <{OA.hasSelector}> ?selector .
  ?selector <{OA.start}> ?start ; <{OA.end}> ?end .
  OPTIONAL {{ ?passage <{BG.sectionLabel}> ?section }}
  OPTIONAL {{ ?passage <{BG.pageNumber}> ?page }}
  OPTIONAL {{ ?passage <{BG.quoteHash}> ?hash }}
}} ORDER BY ?start ?end ?passage"""
_NAMED: Final = f"""SELECT ?passage ?theme ?entity ?kind WHERE {{
  ?passage <{OA.hasSource}> ?version .
  {{ ?passage <{BG.mentionsTheme}> ?theme }} UNION {{ ?passage <{BG.mentions}> ?entity }} UNION
  {{ ?claim <{BG.evidencedBy}> ?passage ; <{RDF.predicate}> <{RDF.type}> ; <{RDF.object}> ?kind }}
}}"""


@dataclass(frozen=True)
class Recognised:
    """What a passage names, by IRI."""

    theme: set[str] = field(default_factory=set)
    entity: set[str] = field(default_factory=set)
    kind: set[str] = field(default_factory=set)

    @property
    def iris(self) -> set[str]:
        """Everything named here."""
        return self.theme | self.entity | self.kind


async def read_passages(services: Services, document: str, page: Page) -> Passages:
    """A page of the passages of the version that is published.

    Raises:
        NotFoundError: when there is no such document, or it was not read.
    """
    version, file_hash = await _find_version(services, document)
    rows = await _rows(services, _PASSAGES, version=version)
    named = await _find_named(services, version)
    shown = page.of(rows)
    iris: set[str] = set()
    for row in shown:
        iris |= named[row["passage"]].iris
    labels = await find_labels(services, iris)
    quotes = [_quote(services, document, file_hash, row) for row in shown]
    return Passages(
        document=services.region.names.document(document),
        version=version,
        release=services.release.iri if services.release else None,
        total=len(rows),
        offset=page.offset,
        passages=[
            _passage(row, named[row["passage"]], quote, labels, page.language)
            for row, quote in zip(shown, quotes, strict=True)
        ],
    )


async def _find_version(services: Services, document: str) -> tuple[str, str]:
    iri = services.region.names.document(check_slug(document))
    found = await _rows(services, _VERSION, document=iri)
    if not found:
        raise NotFoundError(f"document '{document}' was not read; /api/documents lists what was")
    return found[-1]["version"], found[-1]["sha256"]


async def _find_named(services: Services, version: str) -> dict[str, Recognised]:
    named: dict[str, Recognised] = defaultdict(Recognised)
    for row in await _rows(services, _NAMED, version=version):
        for name in ("theme", "entity", "kind"):
            if name in row:
                getattr(named[row["passage"]], name).add(row[name])
    return named


async def _rows(services: Services, text: str, **bound: str) -> Sequence[dict[str, str]]:
    request = QueryRequest(text, bindings={name: Iri(iri) for name, iri in bound.items()})
    solutions = parse_solutions(await services.pool.query(request))
    return [{name: text_of(term) for name, term in row.items()} for row in solutions]


def _quote(services: Services, document: str, file_hash: str, row: dict[str, str]) -> Quote:
    span = Span(int(row["start"]), int(row["end"]))
    return services.texts.quote(document, file_hash, span, row.get("hash"))


def _passage(
    row: dict[str, str],
    named: Recognised,
    quote: Quote,
    labels: Mapping[str, Labels],
    language: str,
) -> PassageInfo:
    return PassageInfo(
        iri=row["passage"],
        start=int(row["start"]),
        end=int(row["end"]),
        section=row.get("section"),
        page=int(row["page"]) if "page" in row else None,
        quote_hash=row.get("hash"),
        themes=name_all(labels, named.theme, language),
        entities=name_all(labels, named.entity, language),
        kinds=name_all(labels, named.kind, language),
        quote=quote.text,
        missing=quote.reason,
    )
