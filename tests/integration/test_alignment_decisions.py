"""Alignments that people accept or reject: shown at once, kept over builds, refused when unfit."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.integration.desk import Editor, make_token, problems
from tests.integration.served import Region, make_region, run, serving

REASON = "Beide gaan over dezelfde woningbouw."
ACCEPT = {"status": "accepted", "reden": REASON, "rol": "redacteur"}
REGISTER = """
@base <https://example.org/zandland/id/> .
@prefix bg: <https://w3id.org/beleidsgraaf/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tooi: <https://identifier.overheid.nl/tooi/def/ont/> .
<organisatie/land> a bg:Actor, tooi:Rijk ; skos:prefLabel "Land"@nl .
<organisatie/dorp> a bg:Actor, tooi:Gemeente ; skos:prefLabel "Dorp"@nl .
"""
FACTS = """document: {{id: {name}, title: {name}, short: {name}, publisher: [organisatie/{by}], date: '2031-01-01'}}
role: rol/analist
facts:
  - {{id: f1, kind: goal, text: {first}, source: 'https://example.org/', source_kind: derde, seen: primary, themes: [thema/wonen]}}
  - {{id: f2, kind: goal, text: {second}, source: 'https://example.org/', source_kind: derde, seen: primary, themes: [thema/wonen]}}
"""


def _account(region: Region, name: str, by: str, first: str, second: str) -> None:
    """A document of a level of government, known by two goals on housing."""
    folder = region.folder / "sources" / name
    folder.mkdir()
    text = FACTS.format(name=name, by=by, first=first, second=second)
    (folder / "facts.yml").write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Place:
    """A service with two candidates, and somebody who may decide."""

    region: Region
    data: Path
    editor: Editor

    @property
    def site(self) -> httpx.Client:
        """The service itself."""
        return self.editor.site

    def candidates(self) -> list[str]:
        """The candidates on the page to decide, by the name forms use; the best first."""
        page = self.editor.get("/redactie/doorwerking").text
        listed = page.partition('<ol class="candidates"')[2].partition("</ol>")[0]
        return re.findall(r'name="aansluiting" value="([0-9a-f]+)"', listed)

    def aligned(self) -> int:
        """How many alignments the published graph holds."""
        query = "SELECT ?a { ?a <https://w3id.org/beleidsgraaf/def#alignedWith> ?b }"
        answer = self.site.get("/sparql", params={"query": query})
        return len(answer.json()["results"]["bindings"])

    def tied(self) -> int:
        """Goals of municipalities on housing that are tied to something above."""
        rows = self.site.get("/api/queries/cascade").json()["rows"]
        found = [
            int(row["tied"]["value"])
            for row in rows
            if row["theme"]["value"].endswith("/wonen") and row["step"]["value"] == "3"
        ]
        return sum(found)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """A state and a village that both have goals on housing, and one release, `data` beside it."""
    region = make_region(tmp_path_factory.mktemp("aansluiting"))
    with (region.folder / "register.ttl").open("a", encoding="utf-8") as register:
        register.write(REGISTER)
    state = ("Meer betaalbare huurwoningen bouwen.", "Dorpskernen levendig houden.")
    village = ("Betaalbare huurwoningen toevoegen.", "Levendig houden van het marktplein.")
    _account(region, "landsvisie", "land", *state)
    _account(region, "dorpsvisie", "dorp", *village)
    data = region.folder.parent / "data"
    done = run(region, "build", "--data", data, "--date", "2031-06-01")
    assert done.returncode == 0, done.stderr.decode()
    return region


@pytest.fixture
def place(built: Region, tmp_path: Path) -> Iterator[Place]:
    """A copy of that release, served, with a reviewer logged in."""
    data = tmp_path / "data"
    shutil.copytree(built.folder.parent / "data", data)
    token = make_token(built, data, "reviewer")
    with serving(built, data) as site:
        editor = Editor(site)
        editor.log_in(token)
        yield Place(built, data, editor)


def test_an_accepted_alignment_counts_at_once(place: Place) -> None:
    """It is a relation, ties the step, shows as reviewed and is no candidate any more."""
    before, (chosen, *rest) = (place.aligned(), place.tied()), place.candidates()
    place.editor.post("/redactie/doorwerking", aansluiting=chosen, **ACCEPT)
    page = place.site.get("/doorwerking").text

    assert ((0, 0), (1, 1)) == (before, (place.aligned(), place.tied()))
    assert ("beoordeeld: vastgesteld" in page, REASON in page) == (True, True)
    assert rest == place.candidates()


def test_a_rejected_alignment_leaves_the_list(place: Place) -> None:
    """It is offered no more, is no relation, and stands with its reason among what was decided."""
    chosen, *rest = place.candidates()
    place.editor.post(
        "/redactie/doorwerking", **{**ACCEPT, "status": "dismissed"}, aansluiting=chosen
    )

    assert (rest, 0) == (place.candidates(), place.aligned())
    assert "beoordeeld: afgewezen" in place.site.get("/doorwerking").text


def test_an_alignment_can_be_taken_back(place: Place) -> None:
    """Left open again it is a candidate; both decisions are kept."""
    before = place.candidates()
    for status in ("accepted", "open"):
        fields = {**ACCEPT, "status": status, "aansluiting": before[0]}
        place.editor.post("/redactie/doorwerking", **fields)
    reviews = "SELECT ?r { GRAPH ?g { ?r a <https://w3id.org/beleidsgraaf/def#Review> } }"
    kept = place.site.get("/sparql", params={"query": reviews}).json()["results"]["bindings"]

    assert (before, 0, 2) == (place.candidates(), place.aligned(), len(kept))


def test_decisions_outlive_a_build(place: Place) -> None:
    """What was accepted is published by the next build too; what was rejected stays away."""
    accepted, rejected, *_ = place.candidates()
    place.editor.post("/redactie/doorwerking", aansluiting=accepted, **ACCEPT)
    place.editor.post(
        "/redactie/doorwerking", **{**ACCEPT, "status": "dismissed"}, aansluiting=rejected
    )
    done = run(place.region, "build", "--data", place.data, "--date", "2032-01-01")
    asked = run(
        place.region, "query", "-", "--data", place.data, "--format", "csv",
        given=b"SELECT ?a ?layer { ?a <https://w3id.org/beleidsgraaf/def#alignedWith> ?b . "
        b"?c <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?a ; "
        b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> "
        b"<https://w3id.org/beleidsgraaf/def#alignedWith> ; "
        b"<https://w3id.org/beleidsgraaf/def#layer> ?layer }",
    )  # fmt: skip

    assert (0, b"") == (done.returncode, done.stderr.strip())
    assert (1, True) == (asked.stdout.count(b"/id/"), b"Curated" in asked.stdout)


@pytest.mark.parametrize(
    ("expected", "fields"),
    [
        (["reden"], {"reden": ""}),
        (["rol"], {"rol": "koning"}),
        (["status"], {"status": "explained"}),
        (["aansluiting"], {"aansluiting": ""}),
    ],
)
def test_an_unfit_decision_comes_back(
    place: Place, expected: list[str], fields: dict[str, str]
) -> None:
    """The page says what is wrong, and nothing is written."""
    given = {**ACCEPT, "aansluiting": place.candidates()[0], **fields}
    if not given["aansluiting"]:
        del given["aansluiting"]
    answer = place.editor.post("/redactie/doorwerking", **given)

    assert (422, expected, 0) == (answer.status_code, problems(answer.text), place.aligned())


def test_only_candidates_can_be_decided_on(place: Place) -> None:
    """A pair the page does not offer is refused."""
    answer = place.editor.post("/redactie/doorwerking", aansluiting="0" * 16, **ACCEPT)

    assert (404, 0) == (answer.status_code, place.aligned())


def test_deciding_needs_a_session(place: Place) -> None:
    """Who is not logged in is led to the form to log in, and a form of theirs is refused."""
    with httpx.Client(base_url=place.site.base_url) as stranger:
        shown = stranger.get("/redactie/doorwerking")
        sent = stranger.post("/redactie/doorwerking", data=ACCEPT)

    assert (303, 401) == (shown.status_code, sent.status_code)
