"""The full-text index: what is found, in which order, and what is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from graph.search import Entry, Index, Only, open_index, write_index
from graph.search_names import iter_names
from graph.search_query import Term, parse_wanted
from ontology.errors import StoreError
from ontology.terms import BG, DCT, RDF, SKOS

ENTRIES = (
    Entry("theme", ("wonen", "woningbouw"), {"iri": "t"}, ("wonen",), weight=9),
    Entry("goal", ("Bouwen aan de opgave",), {"iri": "g"}, (), ("nota",)),
    Entry("passage", ("De woningbouwopgave in Kleibeek is groot.",), {"iri": "p"}, (), ("nota",)),
    Entry("passage", ("De opgave voor woningbouw: 20.000 woningen.",), {"iri": "q"}, (), ("plan",)),
    Entry("place", ("Kleibeek",), {"iri": "k"}, ("Kleibeek",)),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index that was written to disk and opened again."""
    folder = tmp_path_factory.mktemp("search") / "index"
    write_index(ENTRIES, folder)
    opened = open_index(folder)
    assert opened is not None
    return opened


ALL = Only()


def found(index: Index, text: str, only: Only = ALL) -> list[str]:
    """The IRIs of what is found, best first."""
    return [hit.data["iri"] for hit in index.find(parse_wanted(text), only).hits]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ({"p", "q", "t"}, "woningbouw"),
        ({"p", "q", "g"}, "opgave"),
        ({"p", "q"}, "woningbouwopgave"),
        ({"q"}, "woning"),
        ({"q"}, "20000"),
        ({"q"}, "20.000 woningen"),
        ({"p", "k"}, "KLEIBEEK"),
        ({"p", "k"}, "klei*"),
        ({"q"}, '"opgave voor"'),
        (set(), '"voor opgave"'),
        ({"k"}, "kleibeek -groot"),
        (set(), "zee"),
        (set(), ""),
    ],
)
def test_what_is_found(expected: set[str], text: str, index: Index) -> None:
    """Words, base forms, parts of compounds, phrases, beginnings; all terms have to be there."""
    assert expected == set(found(index, text))


def test_the_word_itself_comes_before_a_part_of_it(index: Index) -> None:
    """A passage with the word stands before one with the two parts apart."""
    assert ["p", "q"] == found(index, "woningbouwopgave")


def test_a_name_comes_first(index: Index) -> None:
    """Who types the name of a thing gets that thing first."""
    assert "k" == found(index, "kleibeek")[0]
    assert "t" == found(index, "wonen")[0]


def test_one_of_the_terms_is_enough_when_loose(index: Index) -> None:
    """A loose question finds what has any of its terms."""
    strict = parse_wanted("kleibeek zee")
    loose = type(strict)(strict.must, strict.without, loose=True)

    assert (0, 2) == (index.count(strict), index.count(loose))


@pytest.mark.parametrize(
    ("expected", "only"),
    [
        (["p"], Only(documents=("nota",), kinds=("passage",))),
        (["q"], Only(documents=("plan",))),
        ([], Only(kinds=("actor",))),
    ],
)
def test_hits_can_be_limited(expected: list[str], only: Only, index: Index) -> None:
    """To a kind, a document, or both."""
    assert expected == found(index, "opgave", only)


def test_hits_are_counted(index: Index) -> None:
    """By kind and by document, whatever is on the page."""
    wanted = parse_wanted("opgave")

    assert {"passage": 2, "goal": 1} == index.count_by(wanted, "kind")
    assert {"nota": 2, "plan": 1} == index.count_by(wanted, "document")
    assert (3, 1) == (index.find(wanted, limit=1).total, len(index.find(wanted, limit=1).hits))


def test_pages_do_not_overlap(index: Index) -> None:
    """The second page goes on where the first ended."""
    wanted = parse_wanted("opgave")
    pages = [index.find(wanted, limit=2, offset=offset).hits for offset in (0, 2)]

    assert ["g", "p", "q"] == sorted(hit.data["iri"] for page in pages for hit in page)


def test_near_spellings(index: Index) -> None:
    """A word that is nowhere has near ones; a word that is there has none."""
    assert ["kleibeek"] == index.suggest(Term("word", ("kleibeck",)))
    assert [] == index.suggest(Term("word", ("kleibeek",)))


def test_words_answer_to_the_terms_they_were_found_by(index: Index) -> None:
    """A compound answers to its part, and a word that was not asked for to nothing."""
    matcher = index.matcher(parse_wanted("opgave kleibeek"))

    assert (0,) == matcher.places("woningbouwopgave")
    assert () == matcher.places("groot")


def test_words_answer_to_a_beginning(index: Index) -> None:
    """The beginning of a word is no word of itself: base forms do not count."""
    matcher = index.matcher(parse_wanted("opgaven*"))

    assert ((0,), ()) == (matcher.places("opgavenlijst"), matcher.places("opgave"))


def test_a_text_answers_to_as_many_terms_as_its_words_together(index: Index) -> None:
    """Two words for one term count once, and each word of a phrase answers to the phrase."""
    matcher = index.matcher(parse_wanted('opgave "kleibeek noord"'))

    assert 2 == matcher.count("De opgave en de opgaven langs de Kleibeek")


def test_a_folder_without_index_is_none(tmp_path: Path) -> None:
    """A release of an earlier make has no index."""
    assert open_index(tmp_path) is None


def test_a_damaged_index_is_an_error(tmp_path: Path) -> None:
    """What is damaged is said, not passed off as empty."""
    write_index(ENTRIES, tmp_path / "index")
    (tmp_path / "index" / "meta.json").write_text("{")

    with pytest.raises(StoreError, match="damaged"):
        open_index(tmp_path / "index")


def test_names_of_a_graph() -> None:
    """Things with a label are indexed with kind, other names and documents; records are not."""
    store = Store()
    for subject, predicate, value in (
        ("e:goal", RDF.type, NamedNode(BG.Goal)),
        ("e:goal", SKOS.prefLabel, Literal("Groeien", language="nl")),
        ("e:goal", SKOS.altLabel, Literal("Groei")),
        ("e:goal", BG.statedIn, NamedNode("e:version")),
        ("e:version", DCT.isVersionOf, NamedNode("e:id/document/nota")),
        ("e:claim", RDF.type, NamedNode(BG.Claim)),
        ("e:claim", SKOS.prefLabel, Literal("geen ding")),
    ):
        store.add(Quad(NamedNode(subject), NamedNode(predicate), value, DefaultGraph()))

    (entry,) = iter_names(store)

    assert ("goal", ("Groeien", "Groei"), ("nota",)) == (entry.kind, entry.texts, entry.documents)
