"""Names, media types and extensions of formats, and what kind of answer a query gives."""

from __future__ import annotations

import pytest

from graph.formats import GRAPH_FORMATS, RESULT_FORMATS, AnswerKind, format_for
from graph.requests import answer_kind, refuse_outward
from ontology.errors import FormatError, QueryError


@pytest.mark.parametrize(
    ("wanted", "kind", "name"),
    [
        ("json", "solutions", "json"),
        ("application/sparql-results+json", "boolean", "json"),
        ("application/json", "solutions", "json"),
        ("application/json", "graph", "jsonld"),
        ("text/csv; charset=utf-8", "solutions", "csv"),
        ("TEXT/Turtle", "graph", "turtle"),
        ("ttl", "graph", "turtle"),
        ("application/xml", "graph", "rdfxml"),
        ("application/xml", "boolean", "xml"),
        ("text/plain", "graph", "ntriples"),
        ("nq", "graph", "nquads"),
    ],
)
def test_format_is_found_by_name_media_type_or_extension(
    wanted: str, kind: AnswerKind, name: str
) -> None:
    """A format answers to its name, media type, alias and extension, within its kind."""
    assert name == format_for(wanted, kind).name


def test_every_media_type_leads_to_its_own_format() -> None:
    """No format hides another."""
    assert RESULT_FORMATS == tuple(
        format_for(one.media_type, "solutions") for one in RESULT_FORMATS
    )
    assert GRAPH_FORMATS == tuple(format_for(one.media_type, "graph") for one in GRAPH_FORMATS)


def test_engine_agrees_on_media_types() -> None:
    """Our media types are those of the engine."""
    for one in (*RESULT_FORMATS, *GRAPH_FORMATS):
        assert one.engine.media_type.split(";")[0] == one.media_type


@pytest.mark.parametrize(
    ("wanted", "kind"), [("turtle", "solutions"), ("csv", "graph"), ("x", "graph")]
)
def test_unknown_format_names_the_choices(wanted: str, kind: AnswerKind) -> None:
    """A format that does not fit the answer is refused with what there is."""
    with pytest.raises(FormatError, match=f"no format '{wanted}' .* choose one of"):
        format_for(wanted, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * {}", "solutions"),
        ("ask {}", "boolean"),
        ("CONSTRUCT WHERE {}", "graph"),
        ("DESCRIBE <a:b>", "graph"),
        ("# SELECT\nASK {}", "boolean"),
        ("PREFIX select: <http://example.org/ASK#> CONSTRUCT {} WHERE {}", "graph"),
        ("BASE <http://example.org/select>\nPREFIX : <#>\nASK { ?s ?p 'SELECT' }", "boolean"),
    ],
)
def test_answer_kind_looks_past_prologue_and_comments(text: str, kind: AnswerKind) -> None:
    """Comments, prefixes and IRIs that look like keywords do not mislead."""
    assert kind == answer_kind(text)


@pytest.mark.parametrize("text", ["", "  # nothing", "hello", "<a> <b> <c> ."])
def test_text_without_a_query_is_refused(text: str) -> None:
    """What has no query form is no query."""
    with pytest.raises(QueryError, match="no SPARQL query"):
        answer_kind(text)


@pytest.mark.parametrize("text", ["INSERT DATA { <a:a> <a:b> 1 }", "PREFIX a: <a:> CLEAR ALL"])
def test_update_is_not_a_query(text: str) -> None:
    """An update is recognised and refused as such."""
    with pytest.raises(QueryError, match="this is an update"):
        answer_kind(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { ?s ?p '''a''' . SERVICE ?x { } }",
        "SELECT * { ?s ?p 1 # comment\n SERVICE ?x { } }",
        "LOAD <http://example.org/>",
        "SELECT * { ?s ?p ?a FILTER(?a<?b)SERVICE?s#>\n{ } }",
    ],
)
def test_service_and_load_are_refused(text: str) -> None:
    """SERVICE and LOAD as keywords are refused wherever they hide."""
    with pytest.raises(QueryError, match="switched off"):
        refuse_outward(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service a <http://example.org/service> }",
        "SELECT * { ?s a :service ; service:load 'SERVICE' } # LOAD",
        'SELECT * { ?s ?p """ SERVICE "x" """ }',
        "SELECT * { ?s <http://example.org/service/load> ?o FILTER(?o < 3) }",
    ],
)
def test_names_and_texts_with_service_are_fine(text: str) -> None:
    """Variables, names, IRIs, strings and comments may hold the word."""
    refuse_outward(text)
