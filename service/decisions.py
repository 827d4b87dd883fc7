"""What people decide on findings: appended to `graph:reviews`, and shown at once.

In: findings, a status, a reason and a role. Out: one change through the writer of the service. The
reviews outlive every release; the status in the served graph is a copy of the latest of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Final
from unicodedata import category

from graph.changes import Change
from ontology.errors import InputError, NotFoundError
from ontology.iris import Names, n_triples
from ontology.records import Iri, Literal
from ontology.terms import BG, PROV, RDF, XSD
from service.deps import Services
from service.views import ask, slug_of

VERDICTS: Final[Mapping[str, Iri]] = {
    "open": BG.StatusOpen,
    "explained": BG.StatusExplained,
    "accepted": BG.StatusAccepted,
    "dismissed": BG.StatusDismissed,
}
MAX_REASON: Final = 1_000  # characters
MAX_AT_ONCE: Final = 200  # findings in one decision
# For a region whose register names no roles: those of keeping the graph.
_OWN_ROLES: Final = ("analist", "redacteur")
_STATUS: Final = (BG.findingStatus, BG.statusReason, BG.statusSetBy)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that can be written: `status` is a key of VERDICTS, `role` a slug of the region.

    An open finding needs no reason.
    """

    status: str
    reason: str
    role: str

    def problems(self, roles: Sequence[str]) -> dict[str, str]:
        """Fields that cannot be used, with the key of the text that says why."""
        found = {}
        if self.status not in VERDICTS:
            found["status"] = "decide.wrong_status"
        if self.role not in roles:
            found["rol"] = "decide.wrong_role"
        is_missing = not self.reason and self.status != "open"
        if is_missing or len(self.reason) > MAX_REASON or any(map(_is_control, self.reason)):
            found["reden"] = "decide.wrong_reason"
        return found


def _is_control(character: str) -> bool:
    """Whether a character has no place in a line of text: control characters, half a pair."""
    return category(character) in ("Cc", "Cs")


async def list_roles(services: Services, language: str = "nl") -> list[tuple[str, str]]:
    """The roles somebody can decide in: slug and label, by label."""
    rows = await ask(services, "roles")
    found = {
        slug_of(row["role"]): (row["labelEn"] if language == "en" else "") or row["label"]
        for row in rows
        if row["role"] == services.region.names.mint("rol", slug_of(row["role"]))
    }
    labels = {slug: label or slug for slug, label in found.items()}
    return sorted((labels or dict.fromkeys(_OWN_ROLES, "")).items(), key=lambda pair: pair[1])


async def decide(services: Services, findings: Sequence[str], decision: Decision) -> None:
    """Write one decision on one or more findings, named by slug; on disk when this returns.

    Raises:
        InputError: when the decision lacks something, or a finding is solved.
        NotFoundError: when this release has no such finding.
    """
    roles = [slug for slug, _ in await list_roles(services)]
    if wrong := decision.problems(roles):
        raise InputError(_ENGLISH[next(iter(wrong))].format(roles=", ".join(roles)))
    if not 0 < len(findings) <= MAX_AT_ONCE:
        raise InputError(f"choose between 1 and {MAX_AT_ONCE} findings, not {len(findings)}")
    names = services.region.names
    status = {row["finding"]: row["status"] for row in await ask(services, "findings")}
    chosen = sorted({names.mint("bevinding", slug) for slug in findings})
    for iri in chosen:
        if iri not in status:
            raise NotFoundError(f"finding '{slug_of(iri)[:80]}' is not in this release")
        if status[iri] == "solved":
            raise InputError(f"finding '{slug_of(iri)}' is solved: this release does not show it")
    text = write_update(names, chosen, decision, datetime.now(UTC))
    await services.writer.write(Change("update", text=text))


_ENGLISH: Final = {
    "status": f"status is one of {', '.join(VERDICTS)}",
    "rol": "role is one of {roles}",
    "reden": f"give a reason of at most {MAX_REASON} characters; only 'open' needs none",
}


def write_update(names: Names, findings: Sequence[Iri], decision: Decision, now: datetime) -> str:
    """One update: the reviews are added; the status of the findings is replaced in their graph
    and in the default graph.
    """
    chosen, about = (" ".join(f"<{iri}>" for iri in iris) for iris in (findings, _STATUS))
    those = f"VALUES ?f {{ {chosen} }} VALUES ?p {{ {about} }}"
    graph = f"<{names.graph('findings')}>"
    added = [_lines(review, stated) for review, stated in _reviews(names, findings, decision, now)]
    states = [_lines(iri, list(_status(names, decision))) for iri in findings]
    return (
        f"DELETE {{ GRAPH {graph} {{ ?f ?p ?o }} ?f ?p ?o }} WHERE {{ "
        f"{{ {those} GRAPH {graph} {{ ?f ?p ?o }} }} UNION {{ {those} ?f ?p ?o }} }} ;\n"
        f"INSERT DATA {{ GRAPH <{names.graph('reviews')}> {{ {' '.join(added)} }} "
        f"GRAPH {graph} {{ {' '.join(states)} }} {' '.join(states)} }}"
    )


def _reviews(
    names: Names, findings: Sequence[Iri], decision: Decision, now: datetime
) -> Iterator[tuple[Iri, list[tuple[Iri, Iri | Literal]]]]:
    """A review of each finding, with its time to the microsecond so that the latest is known."""
    for iri in findings:
        stated: list[tuple[Iri, Iri | Literal]] = [
            (RDF.type, BG.Review),
            (BG.reviews, iri),
            (BG.verdict, VERDICTS[decision.status]),
            (PROV.wasAssociatedWith, names.mint("rol", decision.role)),
            (PROV.endedAtTime, Literal(f"{now:%Y-%m-%dT%H:%M:%S.%fZ}", XSD.dateTime)),
        ]
        if decision.reason:
            stated.append((BG.statusReason, Literal.text(decision.reason, "nl")))
        yield names.mint("beoordeling", f"{now:%Y%m%d%H%M%S}-{token_hex(6)}"), stated


def _status(names: Names, decision: Decision) -> Iterator[tuple[Iri, Iri | Literal]]:
    """What the graph says of a finding itself; one that is open has neither reason nor role."""
    yield BG.findingStatus, VERDICTS[decision.status]
    if decision.status != "open":
        yield BG.statusReason, Literal.text(decision.reason, "nl")
        yield BG.statusSetBy, names.mint("rol", decision.role)


def _lines(subject: Iri, stated: Sequence[tuple[Iri, Iri | Literal]]) -> str:
    return " ".join(
        f"<{subject}> <{predicate}> {n_triples(value)} ." for predicate, value in stated
    )
