"""Saved queries that are asked again: the same answer, until what is served changes."""

from __future__ import annotations

from typing import Final

import httpx
import pytest

from tests.integration.served import Region, region
from tests.integration.writable import AUTH, empty, folder, store, update

__all__ = ["Region", "empty", "folder", "region", "store"]

ASKED: Final = "/api/queries/themes"
THEME: Final = (
    "INSERT DATA { <http://example.org/thema/lucht> a <https://w3id.org/beleidsgraaf/def#Theme> ; "
    '<http://www.w3.org/2004/02/skos/core#prefLabel> "lucht"@nl }'
)


@pytest.mark.parametrize("format", ["json", "csv", "srj"])
def test_the_same_question_gets_the_same_answer(empty: httpx.Client, format: str) -> None:
    """Body and headers are those of the first time, but for the date."""
    first, again = (empty.get(ASKED, params={"format": format}) for _ in range(2))
    assert first.content == again.content
    assert without_date(first) == without_date(again)


def test_an_answer_is_not_given_again_after_a_change(empty: httpx.Client) -> None:
    """What was kept is of the graph as it was; a write counts from its answer on."""
    before = [empty.get(ASKED).json()["total"] for _ in range(2)]
    update(empty, THEME)
    assert [0, 0, 1] == [*before, empty.get(ASKED).json()["total"]]


def test_another_language_or_format_is_another_question(empty: httpx.Client) -> None:
    """Each header of a request counts, so that one client never gets the answer of another."""
    update(empty, THEME)
    asked = [{"Accept": "text/csv"}, {"Accept": "application/json"}] * 2
    kinds = [empty.get(ASKED, headers=one).headers["content-type"] for one in asked]
    assert kinds[:2] == kinds[2:]
    assert 2 == len(set(kinds))


def test_a_kept_answer_is_not_sent_to_who_has_it(empty: httpx.Client) -> None:
    """A client that names the answer it holds gets 304, the first time and again."""
    tag = empty.get(ASKED).headers["etag"]
    found = [empty.get(ASKED, headers={"If-None-Match": tag}).status_code for _ in range(2)]
    assert [304, 304] == found


def test_a_refusal_is_not_kept(empty: httpx.Client) -> None:
    """The same faulty question is explained each time."""
    found = [empty.get(ASKED, params={"nothing": "1"}, headers=AUTH) for _ in range(2)]
    assert [400, 400] == [one.status_code for one in found]
    assert found[0].json() == found[1].json()


def without_date(response: httpx.Response) -> list[tuple[str, str]]:
    """Headers that a second answer must have as well."""
    return [(name, value) for name, value in response.headers.items() if name != "date"]
