"""What people decide on alignments between goals: appended to `graph:reviews`, and shown at once.

In: pairs of goals, a decision. Out: one change through the writer of the service. An accepted pair
is `bg:alignedWith`, with a claim that carries the passages of both; the rule `reviewed-alignment`
makes the same triples at every build, so that a decision outlives releases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Final

from graph.changes import Change
from ontology.errors import InputError, NotFoundError
from ontology.iris import Names, n_triples
from ontology.records import Iri, Literal
from ontology.terms import BG, DCT, PROV, RDF, XSD
from service.decisions import Decision, list_roles
from service.deps import Services
from service.views import Answer, ask, slug_of

VERDICTS: Final[Mapping[str, Iri]] = {
    "accepted": BG.Accepted,
    "dismissed": BG.Rejected,
    "open": BG.Unreviewed,
}
MAX_AT_ONCE: Final = 50
_METHOD: Final = "reviewed-alignment 0.1.0"  # as the rule says


@dataclass(frozen=True, slots=True)
class Pair:
    """A goal, and the goal or principle of a higher level that it is aligned with."""

    lower: str
    upper: str

    def claim(self, names: Names) -> Iri:
        """The claim that they are aligned; the same in every release."""
        scope = names.graph("reviews")
        return names.claim(Iri(self.lower), BG.alignedWith, Iri(self.upper), scope)

    def slug(self, names: Names) -> str:
        """How forms name the pair."""
        return slug_of(self.claim(names))


def find_problems(decision: Decision, roles: Sequence[str]) -> dict[str, str]:
    """Fields that cannot be used, with the key of the text that says why."""
    found = decision.problems(roles)
    if decision.status not in VERDICTS:
        found["status"] = "decide.wrong_status"
    return found


def undecided(rows: Answer, decisions: Answer) -> Answer:
    """The rows of `cascade-candidates` on which the latest decision is not a rejection."""
    rejected = {(row["lower"], row["upper"]) for row in decisions if row["verdict"] == BG.Rejected}
    return tuple(row for row in rows if (row["lower"], row["upper"]) not in rejected)


async def align(services: Services, chosen: Sequence[str], decision: Decision) -> None:
    """Write one decision on one or more pairs, named by slug; on disk when this returns.

    Raises:
        InputError: when the decision lacks something, or too many pairs are chosen.
        NotFoundError: when a pair is neither a candidate nor decided on before.
    """
    roles = [slug for slug, _ in await list_roles(services)]
    if wrong := find_problems(decision, roles):
        raise InputError(f"a decision on an alignment lacks something: {', '.join(sorted(wrong))}")
    if not 0 < len(chosen) <= MAX_AT_ONCE:
        raise InputError(f"choose between 1 and {MAX_AT_ONCE} alignments, not {len(chosen)}")
    names = services.region.names
    rows = (*await ask(services, "cascade-candidates"), *await ask(services, "alignment-decisions"))
    known = {pair.slug(names): pair for pair in (Pair(row["lower"], row["upper"]) for row in rows)}
    for slug in chosen:
        if slug not in known:
            raise NotFoundError(f"alignment '{slug[:40]}' is not in this release")
    text = write_alignment(names, [known[slug] for slug in sorted(set(chosen))], decision)
    await services.writer.write(Change("update", text=text))


def write_alignment(
    names: Names, pairs: Iterable[Pair], decision: Decision, now: datetime | None = None
) -> str:
    """One update: the reviews are added, and what is published of each pair is made anew."""
    moment = now or datetime.now(UTC)
    steps: list[str] = []
    for pair in pairs:
        review = names.mint("beoordeling", f"{moment:%Y%m%d%H%M%S}-{token_hex(6)}")
        reviewed = _lines(_review(names, pair, review, decision, moment))
        steps.append(f"INSERT DATA {{ GRAPH <{names.graph('reviews')}> {{ {reviewed} }} }}")
        steps.append(_withdraw(names, pair))
        if decision.status == "accepted":
            steps.append(_publish(names, pair, review, decision.role))
    return " ;\n".join(steps)


_Stated = tuple[Iri, Iri, Iri | Literal]


def _review(
    names: Names, pair: Pair, review: Iri, decision: Decision, moment: datetime
) -> Iterator[_Stated]:
    claim = pair.claim(names)
    yield from _pair(pair, claim)
    yield review, RDF.type, BG.Review
    yield review, BG.reviews, claim
    yield review, BG.verdict, VERDICTS[decision.status]
    yield review, PROV.wasAssociatedWith, names.mint("rol", decision.role)
    yield review, PROV.endedAtTime, Literal(f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}", XSD.dateTime)
    if decision.reason:
        yield review, BG.statusReason, Literal.text(decision.reason, "nl")


def _pair(pair: Pair, claim: Iri) -> Iterator[_Stated]:
    yield claim, RDF.subject, Iri(pair.lower)
    yield claim, RDF.predicate, BG.alignedWith
    yield claim, RDF.object, Iri(pair.upper)


def _withdraw(names: Names, pair: Pair) -> str:
    """Take away what an earlier decision published; a pair that documents state stays."""
    claim, graph = pair.claim(names), names.graph("inferred")
    triple = f"<{pair.lower}> <{BG.alignedWith}> <{pair.upper}>"
    both = f"GRAPH <{graph}> {{ <{claim}> ?p ?o . {triple} }}"
    return (
        f"DELETE {{ GRAPH <{graph}> {{ <{claim}> ?p ?o . {triple} }} "
        f"<{claim}> ?p ?o . {triple} }} WHERE {{ {both} }}"
    )


def _publish(names: Names, pair: Pair, review: Iri, role: str) -> str:
    claim = pair.claim(names)
    stated: list[_Stated] = [
        (Iri(pair.lower), BG.alignedWith, Iri(pair.upper)),
        *_pair(pair, claim),
        (claim, RDF.type, BG.Claim),
        (claim, BG.layer, BG.Curated),
        (claim, BG.method, Literal(_METHOD)),
        (claim, BG.reviewStatus, BG.Accepted),
        (claim, PROV.wasAttributedTo, names.mint("rol", role)),
        (claim, DCT.source, review),
    ]
    lines = f"{_lines(stated)} <{claim}> <{BG.evidencedBy}> ?passage ."
    says = f"?says <{RDF.predicate}> <{RDF.type}> ; <{BG.evidencedBy}> ?passage"
    ends = " UNION ".join(
        f"{{ ?says <{RDF.subject}> <{end}> . {says} }}" for end in (pair.lower, pair.upper)
    )
    graph = names.graph("inferred")
    return (
        f"INSERT {{ GRAPH <{graph}> {{ {lines} }} {lines} }} WHERE {{ {{}} OPTIONAL {{ {ends} }} }}"
    )


def _lines(stated: Iterable[_Stated]) -> str:
    return " ".join(
        f"<{subject}> <{predicate}> {n_triples(value)} ." for subject, predicate, value in stated
    )
