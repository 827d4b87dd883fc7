"""Runs the checks of a release and keeps their findings over releases.

In: a store whose default graph is filled, the checks, the findings of the release before. Out:
quads of `graph:findings` and, alike, of the default graph. A finding that is not found again keeps
its record, so nothing that people decided is ever lost. Source: ontology contract, section 8.10.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from graph.finding_texts import Row, Wording
from graph.requests import refuse_outward
from ontology.errors import QueryError
from ontology.iris import Names
from ontology.records import Iri
from ontology.terms import BG, BG_NS, BGS_NS, OA, PROV, RDF

MAX_FINDINGS: Final = 10_000  # of one check in one release; a check with more says nothing useful
_MAX_PASSAGES: Final = 4  # passages kept for each thing a finding is about
_LANGUAGES: Final = ("nl", "en")
_PASSAGE: Final = re.compile(r"passage\d")
_DOCUMENT: Final = re.compile(r"document\d?")
_OPEN: Final = BG.StatusOpen
_VERDICTS: Final = f"""
SELECT ?finding ?verdict ?reason ?role WHERE {{
  GRAPH ?graph {{
    ?review <{BG.reviews}> ?finding ; <{BG.verdict}> ?verdict .
    OPTIONAL {{ ?review <{BG.statusReason}> ?reason }}
    OPTIONAL {{ ?review <{PROV.wasAssociatedWith}> ?role }}
    OPTIONAL {{ ?review <{PROV.endedAtTime}> ?time }}
  }}
}} ORDER BY ?time ?review"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check that can be run: `focus` names the columns with the things a finding is about."""

    name: str
    text: str
    severity: str  # 'conflict', 'warning' or 'notice'
    focus: tuple[str, ...]
    message: Mapping[str, str]  # a template for each language


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check. `seen` is the first and the last release that found it."""

    iri: Iri
    check: str
    severity: Iri
    focus: frozenset[Iri]
    texts: Mapping[str, str]
    sources: frozenset[Iri]  # passages; documents where there are none
    seen: tuple[Iri, Iri]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The latest decision of people on a finding; without one it is open."""

    status: Iri = _OPEN
    reason: Literal | None = None
    role: Iri | None = None


@dataclass(frozen=True)
class Findings:
    """All findings of a release, with what was left out because a check found too much."""

    found: Sequence[Finding] = ()
    gone: Sequence[Finding] = ()  # of earlier releases, not found now
    cut: Mapping[str, int] = field(default_factory=dict)  # check → how many were kept of more

    def iter_quads(self, verdicts: Mapping[str, Verdict], names: Names) -> Iterator[Quad]:
        """Every finding in `graph:findings` and in the default graph."""
        graph = NamedNode(names.graph("findings"))
        for finding in (*self.found, *self.gone):
            subject = NamedNode(finding.iri)
            for predicate, value in _facts(finding, verdicts.get(finding.iri, Verdict())):
                yield Quad(subject, NamedNode(predicate), value, graph)
                yield Quad(subject, NamedNode(predicate), value, DefaultGraph())


def find_all(
    store: Store, checks: Sequence[Check], before: Iterable[Quad], release: Iri, names: Names
) -> Findings:
    """Run every check and join what it finds with the findings of the release before.

    Raises:
        QueryError: when a check cannot run or a row has no focus.
    """
    earlier = {finding.iri: finding for finding in read_findings(before)}
    wordings = {language: Wording(store, language) for language in _LANGUAGES}
    found: dict[Iri, Finding] = {}
    cut = {}
    for check in checks:
        rows = _run(store, check)
        if len(rows) > MAX_FINDINGS:
            cut[check.name] = MAX_FINDINGS
        for row in rows[:MAX_FINDINGS]:
            focus = _focus(check, row)
            iri = names.finding(check.name, tuple(focus))
            if iri not in found:
                first = earlier[iri].seen[0] if iri in earlier else release
                texts = {k: w.sentence(check.message[k], row) for k, w in wordings.items()}
                severity = Iri(BG_NS + check.severity.capitalize())
                sources = _sources(store, row, focus)
                found[iri] = Finding(
                    iri, check.name, severity, frozenset(focus), texts, sources, (first, release)
                )
    gone = [finding for iri, finding in earlier.items() if iri not in found]
    return Findings(list(found.values()), gone, cut)


def read_findings(quads: Iterable[Quad]) -> Iterator[Finding]:
    """The findings that a `graph:findings` holds; what is incomplete is left out."""
    things: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            values = things.setdefault(quad.subject.value, {})
            values.setdefault(quad.predicate.value, []).append(quad.object)
    for iri, values in sorted(things.items()):
        one = {key: Iri(terms[0].value) for key, terms in values.items()}
        if {BG.ofCheck, BG.severity, BG.firstSeen, BG.lastSeen, BG.focusNode} <= values.keys():
            yield Finding(
                iri=Iri(iri),
                check=one[BG.ofCheck].removeprefix(BGS_NS),
                severity=one[BG.severity],
                focus=frozenset(Iri(term.value) for term in values[BG.focusNode]),
                texts={
                    term.language or "nl": term.value
                    for term in values.get(BG.explanation, [])
                    if isinstance(term, Literal)
                },
                sources=frozenset(Iri(t.value) for t in values.get(PROV.wasDerivedFrom, [])),
                seen=(one[BG.firstSeen], one[BG.lastSeen]),
            )


def read_verdicts(store: Store) -> dict[str, Verdict]:
    """The latest decision on each finding; a review that says 'open' opens it again.

    A decision without a reason and a role does not count.
    """
    latest: dict[str, Verdict] = {}
    answer = store.query(_VERDICTS)
    assert isinstance(answer, QuerySolutions)
    for row in answer:
        finding, verdict, reason, role = (
            row[key] for key in ("finding", "verdict", "reason", "role")
        )
        if not (isinstance(finding, NamedNode) and isinstance(verdict, NamedNode)):
            continue
        if verdict.value == _OPEN:
            latest[finding.value] = Verdict()
        elif isinstance(reason, Literal) and isinstance(role, NamedNode):
            latest[finding.value] = Verdict(Iri(verdict.value), reason, Iri(role.value))
    return latest


def _run(store: Store, check: Check) -> list[Row]:
    refuse_outward(check.text)
    try:
        answer = store.query(check.text)
        if not isinstance(answer, QuerySolutions):
            raise QueryError(f"check {check.name} is no SELECT")
        names = [variable.value for variable in answer.variables]
        return [
            {name: term for name in names if isinstance(term := row[name], NamedNode | Literal)}
            for row in islice(answer, MAX_FINDINGS + 1)
        ]
    except (SyntaxError, RuntimeError, ValueError) as error:
        raise QueryError(
            f"check {check.name} cannot run: {' '.join(str(error).split())}"
        ) from error


def _focus(check: Check, row: Row) -> list[Iri]:
    terms = [row.get(column) for column in check.focus]
    focus = [Iri(term.value) for term in terms if isinstance(term, NamedNode)]
    if not focus:
        columns = ", ".join(check.focus)
        raise QueryError(f"check {check.name} gave a row without a thing in {columns}")
    return focus


def _sources(store: Store, row: Row, focus: Sequence[Iri]) -> frozenset[Iri]:
    """Passages that the row names, else those of its things, else the documents it names."""
    named = {
        Iri(term.value)
        for column, term in row.items()
        if _PASSAGE.fullmatch(column) and isinstance(term, NamedNode)
    }
    found = named or {passage for thing in focus for passage in _passages(store, thing)}
    return frozenset(
        found
        or {
            Iri(term.value)
            for column, term in row.items()
            if _DOCUMENT.fullmatch(column) and isinstance(term, NamedNode)
        }
    )


def _passages(store: Store, thing: Iri) -> Iterator[Iri]:
    """The longest passage of each version that says the thing exists, at most four.

    Where no passage does (a document known by facts only), the versions that state it.
    """
    longest: dict[str, tuple[int, str]] = {}
    for claim in _subjects(store, RDF.subject, thing):
        if RDF.type not in _values(store, claim, RDF.predicate):
            continue
        for passage in _values(store, claim, BG.evidencedBy):
            version, length = _place(store, passage)
            longest[version] = max(longest.get(version, (0, "")), (length, passage))
    found = [passage for _, (_, passage) in sorted(longest.items())]
    for iri in (found or sorted(_values(store, thing, BG.statedIn)))[:_MAX_PASSAGES]:
        yield Iri(iri)


def _place(store: Store, passage: str) -> tuple[str, int]:
    """The version of a passage, and its length in code points."""
    version = next(iter(_values(store, passage, OA.hasSource)), "")
    for selector in _values(store, passage, OA.hasSelector):
        starts, ends = (_values(store, selector, key) for key in (OA.start, OA.end))
        return version, int(max(ends, default="0")) - int(max(starts, default="0"))
    return version, 0


def _values(store: Store, subject: str, predicate: str) -> list[str]:
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None, DefaultGraph())
    return [quad.object.value for quad in found if isinstance(quad.object, NamedNode | Literal)]


def _subjects(store: Store, predicate: str, value: str) -> list[str]:
    found = store.quads_for_pattern(None, NamedNode(predicate), NamedNode(value), DefaultGraph())
    return [quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)]


def _facts(finding: Finding, verdict: Verdict) -> Iterator[tuple[str, NamedNode | Literal]]:
    yield RDF.type, NamedNode(BG.Finding)
    yield BG.ofCheck, NamedNode(BGS_NS + finding.check)
    yield BG.severity, NamedNode(finding.severity)
    yield BG.firstSeen, NamedNode(finding.seen[0])
    yield BG.lastSeen, NamedNode(finding.seen[1])
    for focus in sorted(finding.focus):
        yield BG.focusNode, NamedNode(focus)
    for language, text in finding.texts.items():
        yield BG.explanation, Literal(text, language=language)
    for source in sorted(finding.sources):
        yield PROV.wasDerivedFrom, NamedNode(source)
    yield BG.findingStatus, NamedNode(verdict.status)
    if verdict.reason and verdict.role:
        yield BG.statusReason, verdict.reason
        yield BG.statusSetBy, NamedNode(verdict.role)
