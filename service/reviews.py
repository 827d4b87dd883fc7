"""What people judged: reading and writing reviews of claims in the append-only `graph:reviews`.

In: a claim and a verdict with its reason. Out: a review through the writer of the service. A
verdict counts in the next release; the graph keeps every review, the latest one decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Final

from graph.changes import Change
from graph.requests import QueryRequest
from ontology.errors import InputError, NotFoundError
from ontology.iris import n_triples
from ontology.records import Iri, Literal, Span
from ontology.terms import BG, PROV, RDF, XSD
from queries.results import parse_solutions, text_of
from service.access import Role
from service.deps import Services
from service.labels import find_labels, label_of

VERDICTS: Final[Mapping[str, Iri]] = {
    "niet-juist": BG.Rejected,
    "klopt": BG.Accepted,
    "betwist": BG.Disputed,
}
MAX_REASON: Final = 1_000
_ROLES: Final = {Role.REVIEWER: "analist", Role.EDITOR: "redacteur"}
_SHOWN: Final = 10
# In the named graphs, so that what was rejected can be looked at again.
_AT_PASSAGE: Final = f"""
SELECT ?claim ?subject ?predicate ?object ?status WHERE {{
  GRAPH ?graph {{
    ?claim <{BG.evidencedBy}> ?passage ; <{RDF.subject}> ?subject ; <{RDF.predicate}> ?predicate ;
           <{RDF.object}> ?object .
    OPTIONAL {{ ?claim <{BG.reviewStatus}> ?status }}
  }}
}} ORDER BY ?predicate ?subject ?object ?claim"""
_VERDICTS_AT: Final = f"""
SELECT ?claim ?verdict WHERE {{
  GRAPH ?graph {{ ?claim <{BG.evidencedBy}> ?passage }}
  GRAPH ?reviews {{
    ?review <{BG.reviews}> ?claim ; <{BG.verdict}> ?verdict .
    OPTIONAL {{ ?review <{PROV.endedAtTime}> ?time }}
  }}
}} ORDER BY ?time ?review"""
_LATEST: Final = f"""
SELECT DISTINCT ?review ?claim ?verdict ?reason ?time ?subject ?predicate ?object WHERE {{
  GRAPH ?reviews {{
    ?review a <{BG.Review}> ; <{BG.reviews}> ?claim ; <{BG.verdict}> ?verdict .
    OPTIONAL {{ ?review <{BG.statusReason}> ?reason }}
    OPTIONAL {{ ?review <{PROV.endedAtTime}> ?time }}
  }}
  GRAPH ?stated {{
    ?claim <{RDF.subject}> ?subject ; <{RDF.predicate}> ?predicate ; <{RDF.object}> ?object
  }}
}} ORDER BY DESC(?time) ?review LIMIT {_SHOWN}"""
_WAITING: Final = f"""
SELECT (COUNT(DISTINCT ?claim) AS ?n) WHERE {{
  {{ SELECT ?claim (MAX(?moment) AS ?last) WHERE {{
    GRAPH ?reviews {{ ?any <{BG.reviews}> ?claim ; <{PROV.endedAtTime}> ?moment }}
  }} GROUP BY ?claim }}
  GRAPH ?reviews {{
    ?review <{BG.reviews}> ?claim ; <{PROV.endedAtTime}> ?last ; <{BG.verdict}> ?verdict
  }}
  ?claim <{RDF.subject}> ?subject ; <{BG.reviewStatus}> ?status FILTER(?status != ?verdict)
}}"""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim in words; `status` is the last part of its review status, in small letters."""

    iri: str
    subject: str
    subject_label: str
    relation: str  # '' for: this thing is named here
    value: str
    status: str


@dataclass(frozen=True, slots=True)
class Review:
    """One review in words. `verdict` is one of `status.…`; `time` is ISO 8601."""

    claim: ClaimView
    verdict: str
    reason: str
    time: str


async def claims_at(
    services: Services, document: str, span: Span, language: str
) -> list[ClaimView]:
    """The claims that a passage of the served version states.

    Raises:
        NotFoundError: when the document was not read.
    """
    sources = services.release.manifest.get("sources", {}) if services.release else {}
    if document not in sources:
        raise NotFoundError(f"document '{document[:80]}' was not read")
    passage = services.region.names.passage(sources[document]["sha256"], span)
    rows = await _rows(services, _AT_PASSAGE, passage=passage)
    graph = services.region.names.graph("reviews")
    judged = await _rows(services, _VERDICTS_AT, passage=passage, reviews=graph)
    latest = {row["claim"]: row["verdict"] for row in judged}
    known = [{**row, "status": latest.get(row["claim"], row.get("status", ""))} for row in rows]
    return await _views(services, known, language)


async def find_claim(services: Services, claim: str) -> bool:
    """Whether the graph holds this claim."""
    query = f"SELECT ?claim WHERE {{ GRAPH ?g {{ ?claim a <{BG.Claim}> }} }} LIMIT 1"
    return bool(await _rows(services, query, claim=Iri(claim)))


async def add_review(services: Services, claim: str, verdict: str, reason: str, role: Role) -> None:
    """Write a review; when this returns it is on disk.

    Raises:
        InputError: when the verdict is not one of VERDICTS, or a reason is missing or too long.
        NotFoundError: when there is no such claim.
    """
    if verdict not in VERDICTS:
        raise InputError(f"a verdict is one of {', '.join(VERDICTS)}")
    if len(reason) > MAX_REASON or (not reason and verdict != "klopt"):
        raise InputError(f"give a reason of at most {MAX_REASON} characters")
    names = services.region.names
    prefix = names.mint("bewering", "")
    if not claim.startswith(prefix) or not claim.removeprefix(prefix).isalnum():
        raise NotFoundError("this is no claim of this graph")
    if not await find_claim(services, claim):
        raise NotFoundError("this claim is not in this release any more")
    now = datetime.now(UTC)
    review = names.mint("beoordeling", f"{now:%Y%m%d%H%M%S}-{token_hex(6)}")
    stated: list[tuple[Iri, Iri | Literal]] = [
        (RDF.type, BG.Review),
        (BG.reviews, Iri(claim)),
        (BG.verdict, VERDICTS[verdict]),
        (PROV.wasAssociatedWith, names.mint("rol", _ROLES[role])),
        (PROV.endedAtTime, Literal(f"{now:%Y-%m-%dT%H:%M:%SZ}", XSD.dateTime)),
    ]
    if reason:
        stated.append((BG.statusReason, Literal.text(reason, "nl")))
    lines = " ".join(
        f"<{review}> <{predicate}> {n_triples(value)} ." for predicate, value in stated
    )
    text = f"INSERT DATA {{ GRAPH <{names.graph('reviews')}> {{ {lines} }} }}"
    await services.writer.write(Change("update", text=text))


async def latest_reviews(services: Services, language: str = "nl") -> list[Review]:
    """The last reviews of claims, newest first."""
    graph = services.region.names.graph("reviews")
    rows = await _rows(services, _LATEST, reviews=graph)
    views = await _views(services, rows, language)
    return [
        Review(view, _last(row["verdict"]), row.get("reason", ""), row.get("time", ""))
        for view, row in zip(views, rows, strict=True)
    ]


async def count_waiting(services: Services) -> int:
    """Claims whose latest verdict the served release does not have yet."""
    rows = await _rows(services, _WAITING, reviews=services.region.names.graph("reviews"))
    return int(rows[0]["n"]) if rows else 0


async def _rows(services: Services, text: str, **bound: Iri) -> list[dict[str, str]]:
    answer = await services.pool.query(QueryRequest(text, bindings=dict(bound)))
    return [{name: text_of(term) for name, term in row.items()} for row in parse_solutions(answer)]


async def _views(
    services: Services, rows: Sequence[Mapping[str, str]], language: str
) -> list[ClaimView]:
    iris = {row[name] for row in rows for name in ("subject", "predicate", "object")}
    labels = await find_labels(services, iris)
    return [
        ClaimView(
            iri=row["claim"],
            subject=row["subject"],
            subject_label=label_of(labels, row["subject"], language),
            relation=""
            if row["predicate"] == RDF.type
            else label_of(labels, row["predicate"], language),
            value=label_of(labels, row["object"], language)
            if row["object"].startswith(("http://", "https://", "urn:"))
            else row["object"],
            status=_last(row.get("status", "")),
        )
        for row in rows
    ]


def _last(iri: str) -> str:
    return iri.rpartition("#")[2].lower()
