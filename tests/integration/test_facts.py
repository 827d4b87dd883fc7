"""Documents known by facts only: in the real graph, on the pages, and once they are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pyoxigraph import QuerySolutions

from graph.register import load_region
from graph.release import current_release
from graph.store import EmbeddedReader, load_memory
from ingest.facts import FactSheet, load_sheets
from queries.catalog import Catalog
from queries.results import text_of
from queries.run import run
from service.build import BuildPlan, build
from service.folders import find_region_folder
from service.report import BuildReport
from tests.integration.conftest import RealGraph, shorten
from tests.integration.served import Region, make_region, run as run_cli, serving

KINDS = {
    "relation": 70,
    "choice": 69,
    "quantity": 69,
    "milestone": 48,
    "theme": 30,
    "goal": 35,  # nine are the parts of two facts: the themes and strategies of the draft
    "actor": 23,
    "project": 16,
    "finance": 14,
    "programme": 8,
}
VISION = "toekomstvisie-zandland"
FACTS = """\
document: {id: toekomstvisie-zandland, title: Toekomstvisie Zandland, short: Toekomstvisie}
role: rol/analist
facts:
  - id: tv-1
    kind: goal
    text: Elk huis krijgt een warme muur.
    source: https://bron.example.org/bericht
    source_kind: derde
    seen: secondary
    themes: [thema/energie]
  - id: tv-2
    kind: quantity
    text: Eikhoven bouwt minstens 900 huizen tot en met 2040.
    source: https://bron.example.org/bericht
    source_kind: derde
    seen: uncertain
    indicator: indicator/woningen-toegevoegd
    low: 900
    year: '2040'
    places: [plaats/eikhoven]
    aim: true
    themes: [thema/wonen]
  - id: tv-3
    kind: relation
    about: reaction
    text: Het waterschap vindt het landschap te dun bedeeld.
    source: document/brief-eikhoven
    source_kind: gelezen-document
    seen: secondary
    themes: [thema/landschap]
  - id: tv-4
    kind: actor
    text: Noemt wie er tekende.
    source: https://bron.example.org/bericht
    source_kind: derde
    seen: primary
    left_out: Alleen namen van personen.
"""
NOTE = """Notitie over plannen

Deze notitie bouwt voort op de Toekomstvisie Zandland.
"""
VISION_TEXT = """Toekomstvisie Zandland

1 Energie

De energie in Zandland komt van de zon.
"""


def _sheets() -> dict[str, FactSheet]:
    region = load_region(find_region_folder("twente"))
    return dict(load_sheets(region.sources_folder, region.names))


def test_every_fact_is_in_a_sheet_once() -> None:
    """All facts were taken over, each under one document and with its own number."""
    facts = [fact for sheet in _sheets().values() for fact in sheet.facts]

    assert KINDS == dict(Counter(fact.kind for fact in facts))
    assert len(facts) == len({fact.id for fact in facts})


def test_three_stages_of_one_document_are_three_documents() -> None:
    """Facts of an outline, a draft and a proposal do not stand under the final document."""
    stages = {"contourennotitie-nota-ruimte", "voorontwerp-nota-ruimte", "ontwerp-nota-ruimte"}

    assert stages | {"nota-ruimte"} <= set(_sheets())


@pytest.mark.sources
def test_every_fact_is_mapped_or_left_out_with_a_reason(real_graph: RealGraph) -> None:
    """The report accounts for each fact: an element of some class, or a reason."""
    for sheet in real_graph.report.facts:
        assert sheet.facts == sum(sheet.kinds.values()) + len(sheet.left_out), sheet.id
        assert all(sheet.left_out.values()), sheet.id
    assert sum(KINDS.values()) == sum(sheet.facts for sheet in real_graph.report.facts)


@pytest.mark.sources
def test_every_fact_that_is_used_is_published_with_its_source(real_graph: RealGraph) -> None:
    """What the report counts can be asked for, and each fact has an address and a confidence."""
    rows = real_graph.rows("facts")
    used = sum(sum(sheet.kinds.values()) for sheet in real_graph.report.facts)

    assert used == len({(row["document"], row["fact"]) for row in rows})
    assert [] == [row["fact"] for row in rows if not (row["source"] and row["confidence"])]


@pytest.mark.sources
def test_reference_to_a_document_known_by_facts_is_not_resolved(real_graph: RealGraph) -> None:
    """Facts do not make a document read."""
    known = {f"document/{sheet.id}" for sheet in real_graph.report.facts}
    rows = [row for row in real_graph.rows("references") if row["cited"] in known]

    assert {"false"} == {row["resolved"] for row in rows}
    assert known.isdisjoint(row["document"] for row in real_graph.rows("documents"))


@pytest.mark.sources
def test_no_gap_is_told_of_a_document_that_was_not_read(real_graph: RealGraph) -> None:
    """What the facts do not mention was not searched, so it is no grade 0 and no finding."""
    rows = [row for row in real_graph.rows("coverage") if row["basis"] == "facts"]
    gaps = {row["document"] for row in real_graph.rows("theme-gap")}

    assert rows
    assert "0" not in {row["level"] for row in rows}
    assert gaps.isdisjoint(row["document"] for row in rows)


@pytest.mark.sources
def test_target_of_a_fact_joins_the_checks(real_graph: RealGraph) -> None:
    """The agreed dwellings are a target with its bounds, which check queries compare."""
    solutions = real_graph.store.query(
        "PREFIX bg: <https://w3id.org/beleidsgraaf/def#> PREFIX dct: <http://purl.org/dc/terms/> "
        "SELECT ?target WHERE { ?target a bg:Target ; bg:statedIn ?version . ?version dct:type ?account }"
    )
    assert isinstance(solutions, QuerySolutions)

    assert 7 == len(list(solutions))


@pytest.mark.sources
def test_no_label_of_a_fact_names_a_person(real_graph: RealGraph) -> None:
    """The graph names roles: no minister, alderman or delegate is followed by a name."""
    titled = re.compile(
        r"(minister|wethouder|gedeputeerde|staatssecretaris|Kamerlid) (De )?[A-Z][a-z]"
    )

    assert [] == [row["label"] for row in real_graph.rows("facts") if titled.search(row["label"])]


@dataclass(frozen=True)
class Built:
    """A release of the made-up region with its report."""

    data: Path
    report: BuildReport

    def rows(self, name: str) -> list[dict[str, str]]:
        """The answer to a saved query as plain texts."""
        release = current_release(self.data)
        assert release is not None
        reader = EmbeddedReader(load_memory(release.path))
        answer = run(Catalog.load().get(name), reader, {})
        return [{key: shorten(text_of(term)) for key, term in row.items()} for row in answer]


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """The made-up region with facts about a document, and a note that refers to it."""
    found = make_region(tmp_path_factory.mktemp("feiten"))
    sheet = found.folder / "sources" / VISION / "facts.yml"
    sheet.parent.mkdir()
    sheet.write_text(FACTS, encoding="utf-8")
    (found.texts / "notitie.txt").write_text(NOTE, encoding="utf-8")
    return found


def _build(region: Region, data: Path) -> Built:
    plan = BuildPlan(
        region=region.folder, data=data, sources=region.texts, release_date="2031-06-01"
    )
    return Built(data, build(plan, lambda *_: None))


@pytest.fixture(scope="module")
def known(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A release in which the vision is known by facts only."""
    return _build(region, tmp_path_factory.mktemp("known"))


@pytest.fixture(scope="module")
def read(region: Region, known: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """A release in which the vision itself was read."""
    text = region.texts / f"{VISION}.txt"
    text.write_text(VISION_TEXT, encoding="utf-8")
    yield _build(region, tmp_path_factory.mktemp("read"))
    text.unlink()


def _coverage(built: Built) -> dict[str, tuple[str, str]]:
    rows = [row for row in built.rows("coverage") if row["document"] == f"document/{VISION}"]
    return {row["theme"]: (row["level"], row["basis"]) for row in rows}


def test_grade_comes_from_what_the_facts_became(known: Built) -> None:
    """A goal gives 3, a target 6; a reaction of others gives nothing."""
    assert {"thema/energie": ("3", "facts"), "thema/wonen": ("6", "facts")} == _coverage(known)


def test_reference_is_resolved_by_reading_only(known: Built, read: Built) -> None:
    """The note's reference is open while there are facts, and closed once the document is read."""

    def resolved(built: Built) -> set[str]:
        rows = built.rows("references")
        return {row["resolved"] for row in rows if row["cited"] == f"document/{VISION}"}

    assert ({"false"}, {"true"}) == (resolved(known), resolved(read))


def test_passages_take_over_when_the_document_is_read(known: Built, read: Built) -> None:
    """Facts disappear from what is published; grades rest on passages; the report says so."""
    assert 3 == len({row["fact"] for row in known.rows("facts")})
    assert [] == read.rows("facts")
    assert {"passages"} == {basis for _, basis in _coverage(read).values()}
    assert [(False, True)] == [
        (one.unpublished, two.unpublished)
        for one, two in zip(known.report.facts, read.report.facts, strict=True)
    ]


def test_facts_stay_in_their_graph_when_the_document_is_read(read: Built) -> None:
    """What was known before is kept: its named graph holds it and names the version read."""
    release = current_release(read.data)
    assert release is not None
    solutions = load_memory(release.path).query(
        "SELECT ?new ?account WHERE { GRAPH <https://example.org/zandland/graph/facts-toekomstvisie-zandland> {"
        " ?account <http://purl.org/dc/terms/isReplacedBy> ?new } }"
    )
    assert isinstance(solutions, QuerySolutions)
    pairs = [(str(row["account"]), str(row["new"])) for row in solutions]

    assert [True] == [
        f"versie/{VISION}-feiten-" in account and f"versie/{VISION}-" in new
        for account, new in pairs
    ]


def test_same_facts_give_the_same_release(region: Region, known: Built, tmp_path: Path) -> None:
    """Building twice from the same facts gives the same graph."""
    assert known.report.release == _build(region, tmp_path).report.release


@pytest.fixture(scope="module")
def site(region: Region, known: Built) -> Iterator[httpx.Client]:
    """A client of the served release with facts."""
    with serving(region, known.data) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/dekking", "/documenten", f"/documenten/{VISION}", f"/dekking/{VISION}/wonen"]
)
def test_page_marks_what_comes_from_a_secondary_source(site: httpx.Client, path: str) -> None:
    """Wherever such a document appears, words say that it was not read."""
    assert "uit secundaire bron" in site.get(path, headers={"accept": "text/html"}).text


def test_page_of_a_document_shows_facts_with_source_and_certainty(site: httpx.Client) -> None:
    """No text, but each fact with its address as a link and how sure it is."""
    page = site.get(f"/documenten/{VISION}", headers={"accept": "text/html"}).text

    assert "Er is geen tekst van dit document" in page
    assert 'href="https://bron.example.org/bericht"' in page
    assert "Elk huis krijgt een warme muur." in page
    assert "0,7" in page


def test_nothing_is_loaded_from_a_source(site: httpx.Client) -> None:
    """An address of a source is a link and never a picture, script, frame or style."""
    page = site.get(f"/documenten/{VISION}", headers={"accept": "text/html"}).text

    assert [] == re.findall(r'(?:src|action|data)="https://bron[^"]*"', page)
    assert [] == re.findall(r"<link[^>]*bron\.example", page)


def test_matrix_can_leave_such_documents_out(site: httpx.Client) -> None:
    """They follow what was read, and a switch hides them."""
    shown = site.get("/dekking").text
    hidden = site.get("/dekking", params={"feiten": "nee"}).text
    read, account = f"/dekking/{'brief-eikhoven'}/wonen", f"/dekking/{VISION}/wonen"

    assert shown.index(read) < shown.index(account)
    assert read in hidden
    assert account not in hidden


def test_cell_without_fact_is_not_a_gap(site: httpx.Client) -> None:
    """A theme that no fact is about is no grade 0: the cell says that only facts are known."""
    page = site.get("/dekking").text
    cell = re.search(
        rf'<a class="([^"]*)" href="/dekking/{VISION}/landschap">(.*?)</a>', page, re.S
    )

    assert cell
    assert (False, True) == ("grade-0" in cell[1], "alleen feiten" in cell[2])


def test_passages_of_such_a_document_are_absent(site: httpx.Client) -> None:
    """The API gives no passages of a document that was not read."""
    assert 404 == site.get(f"/api/documents/{VISION}/passages").status_code


def test_wrong_facts_are_told_in_one_line(region: Region, tmp_path: Path) -> None:
    """A mistake in a facts.yml stops the build with file, line and cause, and no traceback."""
    folder = region.folder / "sources" / "nota-klei"
    folder.mkdir()
    (folder / "facts.yml").write_text(
        FACTS.replace("kind: goal", "kind: gaol").replace(VISION, "nota-klei"), encoding="utf-8"
    )
    built = run_cli(region, "build", "--data", tmp_path)
    (folder / "facts.yml").unlink()

    assert 2 == built.returncode
    assert b"nota-klei/facts.yml:5: kind: 'gaol' is not known" in built.stderr
    assert b"Traceback" not in built.stderr
