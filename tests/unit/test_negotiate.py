"""Accept headers against offers, one behaviour a test."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from ontology.errors import FormatError, NotFoundError
from service.negotiate import HTML, Offer, choose, parse_accept, prefers_html

JSON = Offer("json", "application/sparql-results+json", ("srj", "json"), ("application/json",))
XML = Offer("xml", "application/sparql-results+xml", ("srx", "xml"), ("application/xml",))
CSV = Offer("csv", "text/csv", ("csv",))
OFFERS = (JSON, XML, CSV)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/*", "csv"),
        ("application/json", "json"),
        ("application/sparql-results+xml, */*", "xml"),
        ("text/csv;q=0.2, application/xml;q=0.9, application/json;q=0.5", "xml"),
        ("text/html;q=0.1, */*;q=0.8", "json"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("application/*;q=0.3, text/csv;q=0.4", "csv"),
        ("text/csv;charset=utf-8", "csv"),
        ("nonsense, text/csv", "csv"),
        ("text/csv;q=2, application/xml;q=0.1", "xml"),
        ("*/csv, application/xml;q=0.1", "xml"),
    ],
)
def test_choose_by_header(accept: str | None, expected: str) -> None:
    """The offer with the highest quality wins; ties go to the more exact, then to our order."""
    assert expected == choose(accept, OFFERS).name


@pytest.mark.parametrize("accept", ["image/png", "*/*;q=0", "text/html;q=1", "q=1", "text/csv;q=x"])
def test_choose_refuses(accept: str) -> None:
    """When nothing fits, the error lists what is offered."""
    with pytest.raises(FormatError, match=r"text/csv$"):
        choose(accept, OFFERS)


def test_suffix_wins_over_header() -> None:
    """A file suffix in the path overrules Accept."""
    assert "csv" == choose("application/json", OFFERS, "csv").name


def test_unknown_suffix_is_not_found() -> None:
    """A suffix nobody writes is a path that does not exist."""
    with pytest.raises(NotFoundError, match=r"\.srj, \.srx, \.csv"):
        choose(None, OFFERS, "docx")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/html", True),
        ("*/*", False),
        (None, False),
        ("text/html;q=0.5, application/json", False),
        ("text/html;q=0", False),
    ],
)
def test_prefers_html(accept: str | None, expected: bool) -> None:
    """A browser names HTML and likes nothing better; a script says `*/*`."""
    assert expected is prefers_html(accept)


def test_content_type_of_text_names_its_charset() -> None:
    """Text formats are sent as UTF-8 and say so; the others need no charset."""
    assert ("text/html; charset=utf-8", "application/sparql-results+json") == (
        HTML.content_type,
        JSON.content_type,
    )


@given(st.text(max_size=200))
def test_any_header_gives_an_offer_or_a_clear_refusal(header: str) -> None:
    """No header, however odd, breaks the negotiation."""
    try:
        found: object = choose(header, OFFERS)
    except FormatError as error:
        found = str(error)

    assert found in OFFERS or "offered are" in str(found)


def test_a_header_of_many_ranges_is_bounded() -> None:
    """Only the first hundred ranges are read."""
    assert 100 == len(parse_accept("a/b," * 10_000))
