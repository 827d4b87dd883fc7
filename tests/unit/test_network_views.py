"""Views of the network: a saved query with a description, drawn and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.network import write_network
from ontology.errors import NotFoundError, QueryError
from ontology.terms import BG
from queries.catalog import Catalog, parse_query
from service.i18n import Translator
from service.network_description import View, find_view, read_view, read_views
from service.network_drawings import MAX_EDGES, draw
from service.network_parts import merge_edges

HEAD = """#+ title: {nl: "Proef", en: "Trial"}
#+ question: {nl: "Wat?", en: "What?"}
#+ columns: [source, sourceLabel, sourceLayer, target, targetLabel, targetLayer, style, weight]
"""
DRAWN = """#~ slug: proef
#~ name: {nl: "Proef", en: "Trial"}
#~ layout: layers
#~ layers: {nl: [van, naar], en: [from, to]}
#~ read: {nl: "Lees.", en: "Read."}
#~ styles:
#~   there: {word: {nl: met, en: with}, sentence: {nl: "{source} hoort bij {target}: {weight}.", en: "{source} is with {target}: {weight}."}, opens: "/x/{source}"}
#~   gone: {line: dashed, word: {nl: zonder, en: without}, sentence: {nl: "{source} mist {target}.", en: "{source} lacks {target}."}}
"""
BODY = "SELECT * { ?source ?style ?target }"
NL, EN = Translator("nl"), Translator("en")


def view_of(drawn: str = DRAWN, head: str = HEAD) -> View:
    """The view of a query with these lines."""
    found = read_view(parse_query(head + drawn + BODY, Path("proef.rq"), "analysis"))
    assert found is not None
    return found


def row(source: str, target: str, style: str = "there", weight: int = 1) -> dict[str, str]:
    """A row of the view."""
    return {
        "source": f"https://example.org/id/document/{source}",
        "sourceLabel": source,
        "sourceLayer": "0",
        "sourceType": BG.Document,
        "target": f"https://example.org/id/thema/{target}",
        "targetLabel": target,
        "targetLayer": "1",
        "targetType": BG.Theme,
        "style": style,
        "weight": str(weight),
    }


def test_a_query_without_a_description_is_no_view() -> None:
    """Most saved queries are not drawn."""
    assert read_view(parse_query(HEAD + BODY, Path("proef.rq"), "analysis")) is None


@pytest.mark.parametrize(
    ("expected", "drawn"),
    [
        ("layout", DRAWN.replace("layers\n#~ layers", "spiral\n#~ layers")),
        ("layers", DRAWN.replace("layout: layers", "layout: free")),
        ("kleur", DRAWN + "#~ kleur: rood\n"),
        ("not YAML", DRAWN + "#~ : [\n"),
        ("columns absent", DRAWN.replace("{weight}.", "{absent}.")),
    ],
)
def test_a_faulty_description_is_refused(expected: str, drawn: str) -> None:
    """The message names the file and the key."""
    with pytest.raises(QueryError, match=rf"proef\.rq: .*{expected}"):
        view_of(drawn)


def test_every_shipped_view_can_be_read() -> None:
    """Each has its own name, and asks its evidence of a query with such parameters."""
    catalog = Catalog.load()
    for view in read_views(catalog).values():
        for style in view.description.styles.values():
            if style.evidence:
                known = catalog.get(style.evidence["query"])
                assert set(style.evidence) - {"query"} <= set(known.parameters), view.slug
                assert {"document", "start", "end", "version"} <= set(known.columns), view.slug


def test_an_unknown_view_is_named() -> None:
    """The message says which views there are."""
    with pytest.raises(NotFoundError, match="no view 'x'; there are: dekking"):
        find_view(Catalog.load(), "x")


@pytest.mark.parametrize(
    ("expected", "text"), [("Nota hoort bij wonen: 1.200.", NL), ("Nota is with wonen: 1,200.", EN)]
)
def test_an_edge_is_told_in_words(expected: str, text: Translator) -> None:
    """Names and numbers are filled in, in the language of the visitor, with a capital."""
    drawing = draw(view_of(), [row("nota", "wonen", weight=1200)], {}, text)

    assert [expected] == [edge.sentence for edge in merge_edges(drawing.network)]


def test_an_edge_leads_to_its_page() -> None:
    """An address is filled with the last part of an IRI."""
    drawing = draw(view_of(), [row("nota", "wonen")], {}, NL)

    assert ["/x/nota"] == [edge.opens for edge in merge_edges(drawing.network)]


def test_a_missing_relation_is_dashed() -> None:
    """The line of an edge is that of its style."""
    drawing = draw(view_of(), [row("nota", "wonen", "gone"), row("nota", "werk")], {}, NL)

    assert {"gone": "dashed", "there": "full"} == {
        edge.predicate: edge.line for edge in merge_edges(drawing.network)
    }


def test_a_document_is_called_by_its_short_title() -> None:
    """The short title of a card wins over the label of the row."""
    drawing = draw(view_of(), [row("nota", "wonen")], {"nota": "NR"}, NL)

    assert {"NR", "wonen"} == {data["label"] for _, data in drawing.network.nodes(data=True)}


@pytest.mark.parametrize(("expected", "text"), [("housing", EN), ("wonen", NL)])
def test_a_thing_is_called_in_the_language_of_the_visitor(expected: str, text: Translator) -> None:
    """An English name of the row is shown in English only."""
    named = {**row("nota", "wonen"), "targetLabelEn": "housing"}
    drawing = draw(view_of(), [named], {}, text)

    assert expected in {data["label"] for _, data in drawing.network.nodes(data=True)}


def test_a_row_that_comes_twice_is_one_edge() -> None:
    """A thing with two themes does not weigh double."""
    assert 1 == draw(view_of(), [row("nota", "wonen")] * 2, {}, NL).total


def test_a_row_of_an_unknown_style_is_left_out() -> None:
    """What the description does not know is not drawn."""
    assert 0 == draw(view_of(), [row("nota", "wonen", "maybe")], {}, NL).total


def test_the_heaviest_are_drawn() -> None:
    """Of too many edges the heaviest stay, and the drawing says how many are left out."""
    rows = [row(f"d{n}", "wonen", weight=n + 1) for n in range(MAX_EDGES + 5)]
    drawing = draw(view_of(), rows, {}, NL)

    assert 5 == drawing.left_out
    assert 6 == min(edge.claims for edge in merge_edges(drawing.network))


def test_layers_are_named_above() -> None:
    """Each layer with nodes has its name above the first of them."""
    drawing = draw(view_of(), [row("nota", "wonen")], {}, EN)
    top = min(y for _, y in drawing.positions.values())

    assert ["from", "to"] == [name for _, _, name, _ in drawing.heads]
    assert all(y < top for _, y, _, _ in drawing.heads)


def test_an_empty_view_can_be_drawn() -> None:
    """No rows, no drawing, no error."""
    drawing = draw(view_of(), [], {}, NL)

    assert (0, (), {}) == (drawing.total, drawing.heads, drawing.positions)


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_a_view_can_be_exported(name: str) -> None:
    """The sentence and the line of an edge go along."""
    written = write_network(draw(view_of(), [row("nota", "wonen", "gone")], {}, NL).network, name)  # type: ignore[arg-type]

    assert b"Nota mist wonen." in written
