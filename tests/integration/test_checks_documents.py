"""Findings when a document is added, changed or taken away: only those that depend on it change."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests.integration.served import Region, make_region, run, serving

DOCUMENT = "nota-zandland"
FIRST = "Nota over Zandland\n\nWij willen tot 2050 in Zandland 4.000 woningen bouwen.\n"
THEN = FIRST.replace("4.000", "3.500")
Found = dict[str, tuple[str, bool]]


def write(region: Region, text: str) -> None:
    """The nota and its card, of the year in which the letter was written."""
    path = region.texts / f"{DOCUMENT}.txt"
    path.write_text(text, encoding="utf-8")
    card = region.card.parent.parent / DOCUMENT / region.card.name
    card.parent.mkdir(exist_ok=True)
    digest = sha256(path.read_bytes()).hexdigest()
    card.write_text(
        f"id: {DOCUMENT}\ntitle: Nota over Zandland\nshort: Nota\n"
        f"publisher: [organisatie/eikhoven]\ndate: 2031-05-04\n"
        f"default_place: plaats/zandland\nfile: {path.name}\nsha256: {digest}\n",
        encoding="utf-8",
    )


def remove(region: Region) -> None:
    """The nota and its card are no longer there."""
    (region.texts / f"{DOCUMENT}.txt").unlink()
    (region.card.parent.parent / DOCUMENT / region.card.name).unlink()
    (region.card.parent.parent / DOCUMENT).rmdir()


def found(region: Region, data: Path, date: str) -> Found:
    """After a build: the sentence of each open finding, and whether it may depend on the nota.

    What compares all documents (which theme is treated where) depends on each of them.
    """
    assert run(region, "build", "--data", data, "--date", date).returncode == 0
    with serving(region, data) as site:
        rows = site.get("/api/findings", params={"status": "open"}).json()["findings"]
    return {
        row["iri"]: (
            row["message"],
            DOCUMENT in str(row) or row["category"] in {"coverage", "linkage"},
        )
        for row in rows
    }


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    """The findings without the nota, with it, with another number in it, and without it again."""
    region = make_region(tmp_path_factory.mktemp("documenten"))
    data = region.folder.parent / "data"
    rows = [found(region, data, "2031-06-01")]
    for month, text in ((7, FIRST), (8, THEN)):
        write(region, text)
        rows.append(found(region, data, f"2031-0{month}-01"))
    remove(region)
    return [*rows, found(region, data, "2031-09-01")]


@pytest.mark.parametrize("step", [0, 1, 2], ids=["added", "changed", "removed"])
def test_only_findings_that_depend_on_it_change(releases: list[Found], step: int) -> None:
    """What came, went or reads otherwise has to do with the nota."""
    before, after = releases[step], releases[step + 1]
    changed = {iri for iri in before.keys() | after.keys() if before.get(iri) != after.get(iri)}

    assert set() == {iri for iri in changed if not (after.get(iri) or before[iri])[1]}


def test_a_document_that_came_and_went_leaves_no_trace(releases: list[Found]) -> None:
    """Without the nota the open findings are those of before it."""
    assert {k: v[0] for k, v in releases[0].items()} == {k: v[0] for k, v in releases[3].items()}


def test_the_nota_did_change_something(releases: list[Found]) -> None:
    """The three builds do not give the same findings."""
    assert releases[0] != releases[1]
