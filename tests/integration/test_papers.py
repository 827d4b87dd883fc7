"""Papers for a meeting, of a made-up region: as page, as files and from the command line."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import docx
import httpx
import pytest

from tests.integration.served import Region, region, release, run, site

__all__ = ["region", "release", "site"]

AGENDA = "/rapport/agenda"


def test_list_leads_to_every_paper(site: httpx.Client) -> None:
    """Each link of the list answers."""
    page = site.get("/rapport").text
    links = {part.split('"')[0] for part in page.split('href="') if part.startswith("/rapport/")}

    assert {200} == {site.get(link).status_code for link in links}
    assert AGENDA in links


def test_docx_holds_the_findings(site: httpx.Client) -> None:
    """The file opens and says what the first finding says."""
    finding = site.get("/api/findings", params={"status": "open"}).json()["findings"][0]
    made = docx.Document(io.BytesIO(site.get(AGENDA, params={"vorm": "docx"}).content))

    assert any(finding["message"] in paragraph.text for paragraph in made.paragraphs)


def test_docx_names_release_and_page(site: httpx.Client) -> None:
    """Whoever finds the paper on a desk can see where it comes from."""
    made = docx.Document(io.BytesIO(site.get(AGENDA, params={"vorm": "docx"}).content))

    assert (
        "uitgave/2031-06-01 · 2031-06-01 · /rapport/agenda"
        in made.sections[0].footer.paragraphs[0].text
    )


def test_xlsx_is_a_workbook(site: httpx.Client) -> None:
    """The file is a workbook with a sheet for the origin and one for each section."""
    book = zipfile.ZipFile(io.BytesIO(site.get(AGENDA, params={"vorm": "xlsx"}).content))

    assert "xl/worksheets/sheet2.xml" in book.namelist()


def test_csv_carries_the_release_on_every_row(site: httpx.Client) -> None:
    """A row that is copied elsewhere keeps its origin."""
    rows = list(csv.reader(io.StringIO(site.get(AGENDA, params={"vorm": "csv"}).text)))
    releases = {row[0] for row in rows if row[0] != "release"}

    assert {"https://example.org/zandland/id/uitgave/2031-06-01"} == releases


@pytest.mark.parametrize("path", ["/rapport/thema/geen-thema", "/rapport/gemeente/nergens"])
def test_unknown_subject_is_404(site: httpx.Client, path: str) -> None:
    """A dossier of something that is not there says so."""
    assert 404 == site.get(path).status_code


def test_one_release_has_no_changes(site: httpx.Client) -> None:
    """Before a second release there is nothing to compare, and the page says so."""
    response = site.get("/rapport/wijzigingen", headers={"Accept": "application/json"})

    assert (404, True) == (response.status_code, "only one release" in response.text)


def test_command_writes_the_same_paper(region: Region, release: Path, tmp_path: Path) -> None:
    """Without a service, the command writes a file."""
    out = tmp_path / "bijlage.docx"
    done = run(region, "report", "agenda", "--data", release, "--out", out)

    assert (0, True) == (done.returncode, out.stat().st_size > 10_000)


def test_command_refuses_an_unknown_report(region: Region, release: Path, tmp_path: Path) -> None:
    """A kind that does not exist is answered with those that do."""
    done = run(region, "report", "weer", "--data", release, "--out", tmp_path / "a.docx")

    assert (2, True) == (done.returncode, b"choose agenda" in done.stderr)
