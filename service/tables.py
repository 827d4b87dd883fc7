"""Coverage and documents as records: saved queries, named for people.

In: the services. Out: Coverage and DocumentInfo of models.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from queries.results import Row, text_of
from service.deps import Services
from service.labels import Labels, find_labels, label_of
from service.models import (
    Coverage,
    CoverageCell,
    CoverageSummary,
    DocumentInfo,
    Named,
    SummaryCell,
)
from service.saved import ask
from service.summaries import VIEWS


async def build_coverage(services: Services, language: str) -> Coverage:
    """The matrix of the saved query `coverage`, with every theme and every document read."""
    rows = [_texts(row) for row in await ask(services, "coverage")]
    expected = [_texts(row) for row in await ask(services, "coverage-expected")]
    results = {(row["document"], row["theme"]): row["result"] for row in expected}
    themes = {_texts(row)["theme"] for row in await ask(services, "themes")}
    read = {_texts(row)["document"] for row in await ask(services, "documents")}
    themes |= {row["theme"] for row in rows}
    read |= {row["document"] for row in rows}
    labels = await find_labels(services, themes | read)
    return Coverage(
        release=services.release.iri if services.release else None,
        themes=name_all(labels, themes, language),
        documents=name_all(labels, read, language),
        cells=[
            CoverageCell(
                document=row["document"],
                theme=row["theme"],
                level=int(row["level"]),
                aspects=sorted(row.get("aspects", "").replace(",", " ").split()),
                passages=int(row.get("passages", "0")),
                facts=int(row.get("facts", "0")),
                basis="facts" if row.get("basis") == "facts" else "passages",
                reason=row.get("reason"),
                expectation=results.get((row["document"], row["theme"])),
            )
            for row in rows
        ],
    )


async def build_summary(services: Services, per: str, language: str) -> CoverageSummary:
    """The saved query of one view of VIEWS, with names for its themes and subjects."""
    rows = [_texts(row) for row in await ask(services, VIEWS[per])]
    themes = {row["theme"] for row in rows}
    subjects = {row["subject"] for row in rows}
    labels = await find_labels(services, themes | subjects)
    return CoverageSummary(
        release=services.release.iri if services.release else None,
        per=per,
        themes=name_all(labels, themes, language),
        subjects=name_all(labels, subjects, language),
        cells=[
            SummaryCell(
                subject=row["subject"],
                theme=row["theme"],
                level=int(row["level"]),
                joint=int(row.get("joint", "0")),
                aspects=[part for part in row["aspects"].split("+") if part],
                roles=[part for part in row["roles"].split("+") if part],
                passages=int(row["passages"]),
                elements=int(row["elements"]),
            )
            for row in rows
        ],
    )


async def build_documents(services: Services) -> list[DocumentInfo]:
    """The saved query `document-list` as records, in its order."""
    rows = [_texts(row) for row in await ask(services, "document-list")]
    return [_document(row) for row in rows]


def name_all(labels: Mapping[str, Labels], iris: Iterable[str], language: str) -> list[Named]:
    """IRIs with labels, by label and then by IRI."""
    named = [Named(iri=iri, label=label_of(labels, iri, language)) for iri in set(iris)]
    return sorted(named, key=lambda one: (one.label.casefold(), one.iri))


def _document(row: Mapping[str, str]) -> DocumentInfo:
    slug = row["document"].rsplit("/", 1)[-1]
    read = "version" in row
    return DocumentInfo(
        id=slug,
        iri=row["document"],
        title=row.get("title", slug),
        date=row.get("date"),
        publisher=row.get("publisher") or None,
        version=row.get("version"),
        passages=int(row.get("passages", "0")),
        elements=int(row.get("elements", "0")),
        claims=int(row.get("claims", "0")),
        facts=int(row.get("facts", "0")),
        passages_href=f"/api/documents/{slug}/passages" if read else None,
    )


def _texts(row: Row) -> dict[str, str]:
    return {name: text_of(term) for name, term in row.items()}
