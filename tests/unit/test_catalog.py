"""The heads of saved queries: what is accepted and what is refused."""

from pathlib import Path

import pytest

from ontology.errors import NotFoundError, QueryError
from queries.catalog import Catalog, parse_query

GOOD = """#+ title: {nl: Acties, en: Actions}
#+ question: {nl: "Welke acties zijn er?", en: "Which actions are there?"}
#+ columns: [action]
SELECT ?action WHERE { ?action a <urn:Action> }
"""


def parse(text: str) -> object:
    """Parse a text as an analysis query."""
    return parse_query(text, Path("acties.rq"), "analysis")


def test_head_is_read() -> None:
    """A complete head gives name, title and columns."""
    query = parse_query(GOOD, Path("acties.rq"), "analysis")

    assert ("acties", "Acties", ("action",)) == (query.name, query.title.nl, query.columns)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * WHERE { }", "no head"),
        (GOOD.replace("#+ title", "#+ titel"), "title"),
        (GOOD.replace("#+ columns: [action]\n", ""), "columns"),
        (GOOD.replace("en: Actions", "de: Aktionen"), "title.en"),
        (GOOD.replace("#+ columns: [action]", "#+ columns: [action"), "not YAML"),
        (
            GOOD.replace(
                "#+ columns: [action]",
                "#+ columns: [action]\n#+ parameters: {x: {type: iri, label: {nl: x, en: x}}}",
            ),
            "parameters must be columns",
        ),
    ],
)
def test_faulty_head_is_refused(text: str, expected: str) -> None:
    """A faulty head names the file and the key."""
    with pytest.raises(QueryError, match=expected) as caught:
        parse(text)

    assert str(caught.value).startswith("acties.rq")


def test_check_needs_explanation() -> None:
    """A check without category, severity and explanation is refused."""
    with pytest.raises(QueryError, match="category: is missing"):
        parse_query(GOOD, Path("toets.rq"), "checks")


def test_unknown_name_offers_the_nearest() -> None:
    """An unknown name is answered with the nearest one."""
    with pytest.raises(NotFoundError, match="did you mean 'actions'"):
        Catalog.load().get("action")


def test_two_files_with_one_name_are_refused(tmp_path: Path) -> None:
    """Two folders may not hold the same name."""
    check = GOOD.replace(
        "#+ columns",
        '#+ category: coverage\n#+ severity: notice\n#+ explanation: {nl: "a", en: "b"}\n'
        '#+ resolve: {nl: "a", en: "b"}\n#+ focus: [action]\n#+ message: {nl: "a", en: "b"}\n#+ columns',
    )
    for group, text in (("analysis", GOOD), ("checks", check)):
        (tmp_path / group).mkdir()
        (tmp_path / group / "acties.rq").write_text(text, encoding="utf-8")

    with pytest.raises(QueryError, match="is taken by"):
        Catalog.load(tmp_path)


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """A file in another encoding is refused with the byte."""
    (tmp_path / "analysis").mkdir()
    (tmp_path / "analysis" / "acties.rq").write_bytes(b"#+ title: \xff")

    with pytest.raises(QueryError, match="not UTF-8 at byte 10"):
        Catalog.load(tmp_path)


def test_shipped_queries_are_documented() -> None:
    """Every saved query appears in the documentation."""
    text = (Path(__file__).parents[2] / "docs" / "queries.md").read_text(encoding="utf-8")

    assert [] == [name for name in Catalog.load().queries if f"`{name}`" not in text]
