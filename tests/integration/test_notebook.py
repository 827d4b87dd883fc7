"""The notebook of the docs, run as a reader would run it."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from service.build import BuildPlan, build
from service.folders import find_region_folder

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_the_notebook_runs_and_shows_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every cell runs on the shipped layers, and each table it shows has rows."""
    data = tmp_path / "data"
    build(BuildPlan(find_region_folder("twente"), data, release_date="2026-01-01"), lambda *_: None)
    monkeypatch.setenv("BELEIDSGRAAF_NOTEBOOK", str(data))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    _kernel(tmp_path / "jupyter")
    found = nbformat.read(NOTEBOOK, as_version=4)
    asyncio.run(NotebookClient(found, timeout=120, kernel_name="python3").async_execute())
    shown = [
        output["data"]["text/html"]
        for cell in found.cells
        for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    ]
    assert 4 == len(shown)
    assert all(html.count("<tr") > 3 for html in shown)  # two are the head of a table of polars


def test_the_notebook_is_committed_without_answers() -> None:
    """No outputs stand in the file, so that it never shows an old answer."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert [] == [cell["id"] for cell in cells if cell.get("outputs")]


def _kernel(folder: Path) -> None:
    """A kernel of this very Python, wherever others are installed."""
    place = folder / "kernels" / "python3"
    place.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": "Python 3", "language": "python"}
    (place / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
