"""Building and publishing a release over real quads, stores and shapes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from benchmarks.region import NAMES, region_quads
from graph.lock import exclusive
from graph.release import (
    Release,
    build_release,
    current_release,
    export_nquads,
    remove_leftovers,
)
from graph.requests import QueryRequest
from graph.rules import Rule
from graph.store import EmbeddedReader
from ontology.errors import InputError, QueryError, StoreError, ValidationError
from ontology.records import Iri
from ontology.terms import BG, DCT, PROV, RDF, SKOS, XSD

DATE = "2026-03-01"
ACTION = NAMES.mint("actie", "plan-0-1")
SHAPE = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/shapes#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:Action a sh:NodeShape ; sh:targetClass <{BG.Action}> ; sh:property ex:Action-number .
ex:Action-number sh:path <{BG.actionNumber}> ; sh:minCount 1 ; sh:datatype xsd:integer ;
  sh:message "An action has a number." .
"""


def build(data: Path, quads: Iterable[Quad] | None = None, **options: object) -> Release:
    """Build a small release of the made-up region."""
    given = {"release_date": DATE, "base": NAMES, "manifest": {"sources": {}}, **options}
    return build_release(data, region_quads() if quads is None else quads, **given)  # type: ignore[arg-type]


def ask(release: Release, text: str) -> bool:
    """Whether an ASK over the release holds."""
    return EmbeddedReader(release.path).query(QueryRequest(text, "csv")) == b"true"


def quad(subject: str, predicate: str, value: NamedNode | Literal, graph: str) -> Quad:
    """One quad in a named graph of the region."""
    return Quad(NamedNode(subject), NamedNode(predicate), value, NamedNode(NAMES.graph(graph)))


def claim(graph: str, claim_id: str, said: tuple[str, str, str], **about: str) -> list[Quad]:
    """A claim with the triple it claims."""
    node = NAMES.mint("bewering", claim_id)
    subject, predicate, value = said
    found = [
        quad(subject, predicate, NamedNode(value), graph),
        quad(node, RDF.type, NamedNode(BG.Claim), graph),
        quad(node, RDF.subject, NamedNode(subject), graph),
        quad(node, RDF.predicate, NamedNode(predicate), graph),
        quad(node, RDF.object, NamedNode(value), graph),
    ]
    if "confidence" in about:
        number = Literal(about["confidence"], datatype=NamedNode(XSD.decimal))
        found.append(quad(node, BG.confidence, number, graph))
    if "status" in about:
        found.append(quad(node, BG.reviewStatus, NamedNode(about["status"]), graph))
    return found


def shape_file(folder: Path) -> Path:
    """A shape file: an action has a number."""
    path = folder / "actions.ttl"
    path.write_text(SHAPE)
    return path


def test_before_the_first_build_there_is_no_release(tmp_path: Path) -> None:
    """An empty folder serves nothing, without an error."""
    assert current_release(tmp_path) is None


def test_build_publishes_the_named_graphs_in_the_default_graph(tmp_path: Path) -> None:
    """A plain query sees the register, the themes and what the documents say."""
    release = build(tmp_path)
    assert ask(release, f"ASK {{ <{ACTION}> a <{BG.Action}> ; <{BG.hasTheme}> ?theme . "
               f"?theme a <{BG.Theme}> }}")  # fmt: skip
    assert ask(release, f"ASK {{ GRAPH ?graph {{ <{ACTION}> a <{BG.Action}> }} }}")


def test_current_names_the_built_release(tmp_path: Path) -> None:
    """What is served is what was built last, by name, IRI and folder."""
    built = build(tmp_path)
    served = current_release(tmp_path)
    assert served is not None
    assert (DATE, built.iri, built.path) == (served.name, served.iri, served.path)
    assert f"https://example.org/laagland/id/uitgave/{DATE}" == served.iri


def test_manifest_holds_counts_hash_and_what_the_caller_knows(tmp_path: Path) -> None:
    """The manifest beside the store has counts per class and graph and the sources' hashes."""
    release = build(tmp_path, manifest={"sources": {"plan-0": "abc"}})
    manifest = json.loads((release.path.parent / "manifest.json").read_text())
    assert {"plan-0": "abc"} == manifest["sources"]
    assert 40 == manifest["classes"][BG.Action]
    assert 64 == len(manifest["graph_sha256"])
    assert sum(manifest["graphs"].values()) == manifest["quads"]
    assert 8 == manifest["graphs"][NAMES.graph("register")]


def test_release_record_says_date_version_and_previous(tmp_path: Path) -> None:
    """graph:meta describes the release in DCAT and points at the one before."""
    build(tmp_path)
    release = build(tmp_path, region_quads(3), release_date="2026-04-01")
    assert ask(
        release,
        f"ASK {{ GRAPH <{NAMES.graph('meta')}> {{ <{release.iri}> "
        f"<http://www.w3.org/ns/dcat#version> '2026-04-01' ; "
        f"<http://www.w3.org/ns/dcat#previousVersion> <{NAMES.mint('uitgave', DATE)}> ; "
        f"<{DCT.issued}> '2026-04-01'^^<{XSD.date}> }} }}",
    )


def test_same_content_makes_no_new_release(tmp_path: Path) -> None:
    """A rerun says that nothing changed and gives the served release, also on another day."""
    build(tmp_path)
    told: list[str] = []
    again = build(tmp_path, release_date="2026-04-01", on_progress=told.append)
    assert (DATE, False) == (again.name, again.is_new)
    assert f"nothing changed since release {DATE}; it stays" == told[-1]


def test_second_release_on_a_day_gets_a_number(tmp_path: Path) -> None:
    """Releases of one day are told apart by -2, -3; two are kept."""
    names = [build(tmp_path, region_quads(count)).name for count in (1, 2, 3)]
    assert [DATE, f"{DATE}-2", f"{DATE}-3"] == names
    kept = sorted(folder.name for folder in (tmp_path / "releases").iterdir())
    assert [f"{DATE}-2", f"{DATE}-3"] == kept


def test_export_is_the_same_bytes_from_another_folder(tmp_path: Path) -> None:
    """The same input and date give the same canonical N-Quads, in any order of input."""
    first = build(tmp_path / "a")
    second = build(tmp_path / "b", reversed(list(region_quads())))
    assert b"".join(export_nquads(first)) == b"".join(export_nquads(second))


def test_export_is_sorted_and_holds_every_quad_once(tmp_path: Path) -> None:
    """Lines are in order of bytes and their number is that of the store."""
    release = build(tmp_path)
    lines = list(export_nquads(release))
    assert sorted(set(lines)) == lines
    count = EmbeddedReader(release.path).query(
        QueryRequest(
            "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", "csv"
        )
    )
    assert f"n\r\n{len(lines)}\r\n".encode() == count


def test_blank_nodes_do_not_disturb_the_hash(tmp_path: Path) -> None:
    """Blank nodes with other names are the same content."""
    turtle = "<https://example.org/a> <https://example.org/b> [ <https://example.org/c> 1 ] ."
    from pyoxigraph import RdfFormat, parse

    def with_blank() -> list[Quad]:
        found = [
            Quad(one.subject, one.predicate, one.object, NamedNode(NAMES.graph("ontology")))
            for one in parse(turtle, format=RdfFormat.TURTLE)
        ]
        return [*region_quads(), *found]

    assert build(tmp_path, with_blank()).is_new
    assert not build(tmp_path, with_blank()).is_new


def test_uncertain_claim_is_not_published(tmp_path: Path) -> None:
    """A claim below the threshold stays in its graph and out of the default graph."""
    graph = "doc-plan-0-aaaaaaaaaaaa"
    said = (ACTION, BG.leadActor, NAMES.mint("actor", "een"))
    extra = claim(graph, "c1", said, confidence="0.4", status=BG.Unreviewed)
    release = build(tmp_path, [*region_quads(), *extra])
    assert not ask(release, f"ASK {{ <{ACTION}> <{BG.leadActor}> ?x }}")
    assert not ask(release, f"ASK {{ <{NAMES.mint('bewering', 'c1')}> ?p ?x }}")
    assert ask(release, f"ASK {{ GRAPH ?g {{ <{ACTION}> <{BG.leadActor}> ?x }} }}")


def test_triple_with_another_published_claim_stays(tmp_path: Path) -> None:
    """A rejected claim does not take away what a second document says with certainty."""
    said = (ACTION, BG.leadActor, NAMES.mint("actor", "een"))
    extra = [
        *claim("doc-plan-0-aaaaaaaaaaaa", "c1", said, confidence="0.9", status=BG.Rejected),
        *claim("doc-plan-1-bbbbbbbbbbbb", "c2", said, confidence="0.9", status=BG.Unreviewed),
    ]
    release = build(tmp_path, [*region_quads(), *extra])
    assert ask(release, f"ASK {{ <{ACTION}> <{BG.leadActor}> ?x }}")
    assert not ask(release, f"ASK {{ <{NAMES.mint('bewering', 'c1')}> ?p ?x }}")


def test_element_without_published_existence_disappears(tmp_path: Path) -> None:
    """When nobody publishes that an element exists, its label is not published either."""
    graph = "doc-plan-0-aaaaaaaaaaaa"
    element = NAMES.mint("doel", "onzeker")
    extra = [
        *claim(graph, "c1", (element, RDF.type, BG.Goal), confidence="0.1", status=BG.Unreviewed),
        quad(element, SKOS.prefLabel, Literal("onzeker doel", language="nl"), graph),
    ]
    release = build(tmp_path, [*region_quads(), *extra])
    assert not ask(release, f"ASK {{ <{element}> ?p ?o }}")


def test_latest_review_decides(tmp_path: Path) -> None:
    """The last verdict on a claim counts, and its status in the default graph says so."""
    said = (ACTION, BG.leadActor, NAMES.mint("actor", "een"))
    graph = "doc-plan-0-aaaaaaaaaaaa"
    node = NAMES.mint("bewering", "c1")

    def review(number: int, verdict: str, day: int) -> list[Quad]:
        iri = NAMES.mint("beoordeling", str(number))
        time = Literal(f"2026-03-0{day}T10:00:00Z", datatype=NamedNode(XSD.dateTime))
        return [
            quad(iri, BG.reviews, NamedNode(node), "reviews"),
            quad(iri, BG.verdict, NamedNode(verdict), "reviews"),
            quad(iri, PROV.endedAtTime, time, "reviews"),
        ]

    low = claim(graph, "c1", said, confidence="0.1", status=BG.Unreviewed)
    reviews = [*review(1, BG.Accepted, 5), *review(2, BG.Rejected, 2)]
    release = build(tmp_path, [*region_quads(), *low, *reviews])
    assert ask(release, f"ASK {{ <{ACTION}> <{BG.leadActor}> ?x }}")
    assert ask(release, f"ASK {{ <{node}> <{BG.reviewStatus}> <{BG.Accepted}> }}")
    assert not ask(release, f"ASK {{ <{node}> <{BG.reviewStatus}> <{BG.Unreviewed}> }}")


def test_replaced_version_is_not_published(tmp_path: Path) -> None:
    """Of two versions of a document only the one that is not replaced is published."""
    old, new = "aaaaaaaaaaaa", "bbbbbbbbbbbb"
    thing = NAMES.mint("doel", "oud")
    extra = [
        quad(thing, RDF.type, NamedNode(BG.Goal), f"doc-nota-{old}"),
        quad(
            NAMES.mint("versie", f"nota-{new}"),
            PROV.wasRevisionOf,
            NamedNode(NAMES.mint("versie", f"nota-{old}")),
            f"doc-nota-{new}",
        ),
    ]
    release = build(tmp_path, [*region_quads(), *extra])
    assert not ask(release, f"ASK {{ <{thing}> ?p ?o }}")
    assert ask(release, f"ASK {{ GRAPH ?g {{ <{thing}> ?p ?o }} }}")


def test_rules_write_inferred_and_default_graph(tmp_path: Path) -> None:
    """What a rule finds is in graph:inferred and in the default graph."""
    rule = Rule(
        "cover", f"CONSTRUCT {{ ?a <{BG.coversTheme}> ?t }} WHERE {{ ?a <{BG.hasTheme}> ?t }}"
    )
    release = build(tmp_path, rules=[rule])
    asked = f"<{ACTION}> <{BG.coversTheme}> ?x"
    assert ask(release, f"ASK {{ {asked} . GRAPH <{NAMES.graph('inferred')}> {{ {asked} }} }}")


def test_failed_validation_leaves_the_served_release(tmp_path: Path) -> None:
    """A graph that breaks a shape is not published; the message has node, shape and reason."""
    shapes = [shape_file(tmp_path)]
    build(tmp_path, shapes=shapes)
    bad = [
        *region_quads(),
        quad(NAMES.mint("actie", "zonder"), RDF.type, NamedNode(BG.Action), "curated"),
    ]
    with pytest.raises(ValidationError) as caught:
        build(tmp_path, bad, shapes=shapes)
    for part in ("1 violations", "actie/zonder", "An action has a number.", "Action-number"):
        assert part in str(caught.value)
    served = current_release(tmp_path)
    assert served is not None
    assert DATE == served.name
    assert list(tmp_path.glob("building-*")) == []


def test_failing_input_leaves_the_served_release(tmp_path: Path) -> None:
    """An error while quads come in publishes nothing and leaves nothing behind."""
    build(tmp_path)

    def broken() -> Iterable[Quad]:
        yield from region_quads(3)
        raise InputError("a source is broken")

    with pytest.raises(InputError, match="a source is broken"):
        build(tmp_path, broken())
    served = current_release(tmp_path)
    assert served is not None
    assert ask(served, f"ASK {{ <{ACTION}> a <{BG.Action}> }}")
    assert list(tmp_path.glob("building-*")) == []


def test_bad_rule_is_named(tmp_path: Path) -> None:
    """A rule that does not parse is reported by its name."""
    with pytest.raises(QueryError, match="rule kapot cannot run"):
        build(tmp_path, rules=[Rule("kapot", "CONSTRUCT { ?a }")])


def test_second_writer_is_told_who_is_writing(tmp_path: Path) -> None:
    """While one build holds the folder another is refused with the holder's process id."""
    with exclusive(tmp_path), pytest.raises(StoreError, match=f"process {os.getpid()};"):
        build(tmp_path)


def test_impossible_date_is_refused(tmp_path: Path) -> None:
    """A release date is a full date."""
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        build(tmp_path, release_date="maart 2026")


def test_current_that_names_nothing_is_an_error(tmp_path: Path) -> None:
    """A CURRENT that points nowhere is reported, not taken for an empty store."""
    (tmp_path / "CURRENT").write_text("2020-01-01\n")
    with pytest.raises(StoreError, match="names release '2020-01-01'"):
        current_release(tmp_path)


def test_only_leftovers_of_dead_builds_are_removed(tmp_path: Path) -> None:
    """The folder of a build that runs stays; that of a process that is gone goes."""
    done = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    )
    dead = tmp_path / f"building-{int(done.stdout)}-00aa"
    alive = tmp_path / f"building-{os.getpid()}-00bb"
    dead.mkdir()
    alive.mkdir()
    assert [dead] == remove_leftovers(tmp_path)
    assert alive.is_dir()


def test_big_build_on_disk_equals_a_small_one_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above the limit the build works on disk, with the same bytes as a result."""
    small = build(tmp_path / "a")
    monkeypatch.setattr("graph.release.MEMORY_QUADS", 100)
    big = build(tmp_path / "b")
    assert b"".join(export_nquads(small)) == b"".join(export_nquads(big))
    asked = QueryRequest("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o", "csv")
    assert EmbeddedReader(small.path).query(asked) == EmbeddedReader(big.path).query(asked)


def test_release_iri_is_an_iri(tmp_path: Path) -> None:
    """The IRI of a release is the one its record is about."""
    release = build(tmp_path)
    assert Iri(f"{NAMES.base}id/uitgave/{DATE}") == release.iri
