"""Decisions of people on findings: written at once, kept over releases, refused when unfit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.desk import Editor, make_token, problems
from tests.integration.served import Region, make_region, run, serving

EXPLAINED = {"status": "explained", "reason": "Het gaat om een ander gebied.", "role": "analist"}
ACCEPTED = {"status": "accepted", "reason": "Hier moet iemand naar kijken.", "role": "redacteur"}


@dataclass(frozen=True)
class Place:
    """A service that takes decisions, with the token of a reviewer."""

    region: Region
    data: Path
    site: httpx.Client
    token: str

    def decide(self, slug: str, fields: Mapping[str, str]) -> httpx.Response:
        """Send a decision as a program does."""
        return decide(self.site, self.token, slug, fields)


def decide(site: httpx.Client, token: str, slug: str, fields: Mapping[str, str]) -> httpx.Response:
    """Send a decision with a token."""
    headers = {"Authorization": f"Bearer {token}"}
    return site.post(f"/api/findings/{slug}/decision", json=dict(fields), headers=headers)


def findings(site: httpx.Client, **wanted: str) -> dict[str, dict[str, Any]]:
    """Findings by the last part of their IRI."""
    found = site.get("/api/findings", params={"limit": "200", **wanted}).json()["findings"]
    return {one["iri"].rpartition("/")[2]: one for one in found}


def history(site: httpx.Client, iri: str) -> list[dict[str, str]]:
    """What was decided on a finding, newest first."""
    rows = site.get("/api/queries/finding-history", params={"finding": iri}).json()["rows"]
    return [{name: cell["value"] for name, cell in row.items() if cell} for row in rows]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The made-up region, served after one release."""
    region = make_region(tmp_path_factory.mktemp("besluiten"))
    data = region.folder.parent / "data"
    assert 0 == run(region, "build", "--data", data, "--date", "2031-06-01").returncode
    token = make_token(region, data, "reviewer")
    with serving(region, data) as site:
        yield Place(region, data, site, token)


@pytest.fixture
def slugs(place: Place) -> list[str]:
    """Findings nobody decided on yet, in a fixed order."""
    return sorted(findings(place.site, status="open"))


def test_a_decision_shows_at_once(place: Place, slugs: list[str]) -> None:
    """The next question for this finding has the status, the reason and the role."""
    answer = place.decide(slugs[0], EXPLAINED)
    found = findings(place.site)[slugs[0]]

    assert (201, EXPLAINED) == (
        answer.status_code,
        {name: found[name] for name in ("status", "reason", "role")},
    )


def test_the_graph_of_findings_says_the_same(place: Place, slugs: list[str]) -> None:
    """In `graph:findings` and in the default graph a finding has one status, the new one."""
    place.decide(slugs[0], EXPLAINED)
    iri = findings(place.site)[slugs[0]]["iri"]
    status = f"<{iri}> <https://w3id.org/beleidsgraaf/def#findingStatus> ?s"
    query = f"SELECT ?s {{ {{ {status} }} UNION {{ GRAPH ?g {{ {status} }} }} }}"
    rows = place.site.get("/sparql", params={"query": query}).json()["results"]["bindings"]

    assert ["StatusExplained"] * 2 == [row["s"]["value"].rpartition("#")[2] for row in rows]


def test_every_decision_is_kept_and_the_latest_wins(place: Place, slugs: list[str]) -> None:
    """Two decisions are two rows of history; the second one is the status."""
    place.decide(slugs[0], EXPLAINED)
    place.decide(slugs[0], ACCEPTED)
    found = findings(place.site)[slugs[0]]
    verdicts = [row["verdict"].rpartition("#")[2] for row in history(place.site, found["iri"])]

    assert (["StatusAccepted", "StatusExplained"], "accepted") == (verdicts, found["status"])


def test_opening_again_takes_reason_and_role_away(place: Place, slugs: list[str]) -> None:
    """An open finding has no reason; what was decided before stays in its history."""
    place.decide(slugs[0], EXPLAINED)
    place.decide(slugs[0], {"status": "open", "role": "analist"})
    found = findings(place.site)[slugs[0]]

    assert ("open", None, None, 2) == (
        found["status"], found["reason"], found["role"], len(history(place.site, found["iri"])),
    )  # fmt: skip


def test_a_reason_with_signs_of_a_query_stays_text(place: Place, slugs: list[str]) -> None:
    """Quotation marks, braces and backslashes in a reason change nothing but the reason."""
    reason = 'Zie "1" \\ } } ; DROP ALL ; { <x> ?y'
    place.decide(slugs[0], {**EXPLAINED, "reason": reason})

    assert reason == findings(place.site)[slugs[0]]["reason"]


@pytest.mark.parametrize(
    ("status", "told", "fields"),
    [
        (400, "reason", {"status": "accepted", "role": "analist"}),
        (400, "role is one of", {**EXPLAINED, "role": "koning"}),
        (400, "status", {**EXPLAINED, "status": "weg"}),
        (400, "name", {**EXPLAINED, "name": "Jan"}),
        (400, "reason", {**EXPLAINED, "reason": "x" * 1_001}),
        (400, "reason", {**EXPLAINED, "reason": "a\u0000b"}),
    ],
)
def test_an_unfit_decision_is_refused(
    status: int, told: str, fields: dict[str, str], place: Place, slugs: list[str]
) -> None:
    """The problem names the field, and nothing is written."""
    answer = place.decide(slugs[0], fields)

    assert (status, "application/problem+json", True, "open") == (
        answer.status_code,
        answer.headers["content-type"],
        told in answer.json()["detail"],
        findings(place.site)[slugs[0]]["status"],
    )


def test_an_unknown_finding_is_404(place: Place) -> None:
    """Nobody can decide on what no check found."""
    assert 404 == place.decide("geen-toets-000000000000", EXPLAINED).status_code


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer onzin"}])
def test_a_decision_needs_a_token(headers: dict[str, str], place: Place, slugs: list[str]) -> None:
    """Without a known token nothing is written, and the answer says so."""
    path = f"/api/findings/{slugs[0]}/decision"
    answer = place.site.post(path, json=EXPLAINED, headers=headers)

    assert (401, "open") == (answer.status_code, findings(place.site)[slugs[0]]["status"])


@pytest.fixture
def editor(place: Place) -> Iterator[Editor]:
    """Somebody who is logged in as a reviewer."""
    with httpx.Client(base_url=place.site.base_url, timeout=30) as client:
        found = Editor(client)
        found.log_in(place.token)
        yield found


def test_the_public_page_leads_to_the_form(place: Place, slugs: list[str]) -> None:
    """It has no form of its own; its link asks a visitor to log in, and comes back."""
    page = place.site.get(f"/bevindingen/{slugs[0]}").text
    answer = place.site.get(f"/redactie/bevindingen/{slugs[0]}")

    assert (True, False) == (f"/redactie/bevindingen/{slugs[0]}" in page, 'name="reden"' in page)
    assert (303, True) == (answer.status_code, slugs[0] in answer.headers["location"])


def test_the_form_records_a_decision(editor: Editor, place: Place, slugs: list[str]) -> None:
    """The page that follows says so and shows the reason."""
    fields = {"status": "dismissed", "reden": "De toets telt dubbel.", "rol": "analist"}
    page = editor.post(f"/redactie/bevindingen/{slugs[0]}", **fields).text

    assert (True, True, "dismissed") == (
        "Het besluit is vastgelegd" in page,
        "De toets telt dubbel." in page,
        findings(place.site)[slugs[0]]["status"],
    )


def test_the_form_says_what_is_wrong(editor: Editor, slugs: list[str]) -> None:
    """The fields that cannot be used are named, and what was filled in stays."""
    answer = editor.post(f"/redactie/bevindingen/{slugs[0]}", status="accepted", rol="koning")

    assert (422, {"rol", "reden"}) == (answer.status_code, set(problems(answer.text)))


def test_one_reason_serves_several_findings(editor: Editor, place: Place, slugs: list[str]) -> None:
    """Every finding that was ticked has the decision; the others do not."""
    form = {
        "formulier": editor.secret, "bevinding": slugs[:2], "status": "accepted",
        "reden": "Samen bespreken.", "rol": "analist",
    }  # fmt: skip
    answer = editor.site.post("/redactie/bevindingen?status=open", data=form)
    found = findings(place.site)

    assert 303 == answer.status_code
    assert ["accepted", "accepted", "open"] == [found[slug]["status"] for slug in slugs[:3]]


def test_a_form_of_another_session_is_refused(editor: Editor, slugs: list[str]) -> None:
    """The cookie alone decides nothing."""
    editor.secret = "geraden"
    fields = {"status": "dismissed", "reden": "Weg ermee.", "rol": "analist"}

    assert 403 == editor.post(f"/redactie/bevindingen/{slugs[0]}", **fields).status_code


def test_a_decision_outlives_a_release_and_what_is_gone_is_solved(tmp_path: Path) -> None:
    """After a rebuild with other text the status stands; what is not found any more is solved."""
    region, data = make_region(tmp_path), tmp_path / "data"
    assert 0 == run(region, "build", "--data", data, "--date", "2031-06-01").returncode
    token = make_token(region, data, "reviewer")
    with serving(region, data) as site:
        before = sorted(findings(site))
        editor = Editor(site)
        editor.log_in(token)
        form = {"formulier": editor.secret, "bevinding": before, "status": "accepted"}
        given = {"reden": ACCEPTED["reason"], "rol": ACCEPTED["role"]}
        answer = site.post("/redactie/bevindingen", data={**form, **given})
    text = region.texts / "brief-eikhoven.txt"
    added = "\nDe gemeente wil het landschap en de natuur sterker maken.\n"
    text.write_text(text.read_text(encoding="utf-8") + added, encoding="utf-8")
    assert 0 == run(region, "build", "--data", data, "--date", "2031-07-01").returncode
    with serving(region, data) as site:
        after = findings(site)
    gone = {slug for slug in before if after[slug]["last_seen"] == "2031-06-01"}

    assert 303 == answer.status_code
    assert {"accepted"} == {after[slug]["status"] for slug in before if slug not in gone}
    assert {"solved"} == {after[slug]["status"] for slug in gone}
    assert {ACCEPTED["reason"]} == {after[slug]["reason"] for slug in before}
