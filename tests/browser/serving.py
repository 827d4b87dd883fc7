"""Starts the real service over a release built by the real command, for tests and pictures."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

CHROMIUM: Final = "/usr/bin/chromium"
_START_S: Final = 60.0
_COMMAND: Final = (sys.executable, "-c", "from service.cli import main; main()")


def find_sources() -> Path | None:
    """The folder with the source texts, where one is."""
    given = os.environ.get("BELEIDSGRAAF_SOURCES")
    for folder in (Path(given) if given else None, Path("sources"), Path("../shared/sources")):
        if folder is not None and any(folder.glob("*.txt")):
            return folder.resolve()
    return None


def _run(*arguments: str) -> None:
    done = subprocess.run(  # our own command
        [*_COMMAND, *arguments], capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def build_release(data: Path, sources: Path) -> None:
    """Build the graph of these sources in a data folder."""
    _run("build", "--sources", str(sources), "--data", str(data))


@contextmanager
def serve(data: Path, sources: Path) -> Iterator[str]:
    """The address of a service over a data folder, stopped at the end."""
    port = _free_port()
    log = data / "serve.log"
    arguments = ("serve", "--data", str(data), "--sources", str(sources), "--port", str(port))
    with log.open("w") as output:
        process = subprocess.Popen([*_COMMAND, *arguments], stdout=output, stderr=output)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def serve_release(data: Path, sources: Path) -> Iterator[str]:
    """Build, then serve."""
    build_release(data, sources)
    with serve(data, sources) as address:
        yield address


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + _START_S
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address + "/static/icon.svg", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the service did not start: {log.read_text()[-2000:]}")


def get_json(address: str, path: str) -> Any:
    """The JSON answer of a path."""
    request = urllib.request.Request(address + path, headers={"Accept": "application/json"})
    with urllib.request.urlopen(request, timeout=90) as answer:
        return json.load(answer)


def find_pages(address: str) -> dict[str, str]:
    """One path for each kind of page, by a short name, from what the release holds."""
    coverage = get_json(address, "/api/queries/coverage")["rows"]
    read = [row for row in coverage if int(row["passages"]["value"]) > 0]
    full = next(row for row in read if int(row["level"]["value"]) > 2)
    empty = next(row for row in coverage if int(row["level"]["value"]) == 0)
    document, theme = _slug(full["document"]["value"]), _slug(full["theme"]["value"])
    return {
        "overzicht": "/",
        "dekking": "/dekking",
        "dekking-vakje": f"/dekking/{document}/{theme}",
        "dekking-leeg": f"/dekking/{_slug(empty['document']['value'])}/{_slug(empty['theme']['value'])}",
        **_integrality(address, theme),
        **_networks(address),
        "documenten": "/documenten",
        "document": f"/documenten/{document}",
        "thema": f"/id/thema/{theme}",
        **_papers(address, theme),
        "vragen": "/vragen",
        "vraag": "/vragen/coverage-expected",
        "zoeken": f"/zoeken?q={theme}",
        "sparql": "/sparql",
        "sparql-antwoord": "/sparql?query=SELECT%20%3Fs%20%3Fo%20%7B%20%3Fs%20a%20%3Fo%20%7D%20LIMIT%2020",
        "redactie": "/redactie",
        "fout": "/dekking/bestaat-niet/wonen",
    }


def _integrality(address: str, theme: str) -> dict[str, str]:
    """Coverage by everything else, the cascade, findings, numbers, goals and planning."""
    views = ("bestuurslaag", "gemeente", "programma", "actor", "thema")
    levels = get_json(address, "/api/queries/coverage-levels")["rows"]
    level = next(row for row in levels if row["level"]["value"] != "0")
    finding = get_json(address, "/api/findings?severity=conflict&limit=1")["findings"][0]
    cell = f"{_slug(level['subject']['value'])}/{_slug(level['theme']['value'])}"
    return {
        **{f"dekking-{view}": f"/dekking?per={view}" for view in views},
        "dekking-laag-vakje": f"/dekking/per/bestuurslaag/{cell}",
        "doorwerking": "/doorwerking",
        "doorwerking-thema": f"/doorwerking/{theme}",
        "bevindingen": "/bevindingen?status=open",
        "bevinding": finding["page"],
        "cijfers": "/cijfers",
        "doelenboom": "/doelenboom",
        "doelenboom-huis": "/doelenboom?beeld=huis",
        "planning": "/planning",
    }


def _networks(address: str) -> dict[str, str]:
    """The explorer, a relation, each view, a path and the analysis."""
    network = get_json(address, "/api/network?limit=60")
    themes = [node["id"] for node in network["nodes"] if node["kind"] == "theme"][:2]
    path, other = (iri.partition("/id/")[2] for iri in themes)
    edge = network["edges"][0]
    ends = "&".join(f"{end}={edge[end].partition('/id/')[2]}" for end in ("source", "target"))
    views = [one["view"] for one in get_json(address, "/api/network/views")]
    return {
        "netwerk": "/netwerk",
        "netwerk-focus": f"/netwerk?focus={path}&limit=60",
        "verband": f"/netwerk/verband?{ends}",
        **{f"beeld-{view}": f"/netwerk?beeld={view}" for view in views},
        "netwerk-pad": f"/netwerk?van={path}&naar={other}",
        "netwerk-analyse": "/netwerk?beeld=analyse",
    }


def _papers(address: str, theme: str) -> dict[str, str]:
    municipality = get_json(address, "/api/queries/municipalities")["rows"][0]
    place = next(
        cell["value"] for cell in municipality.values() if cell and "/id/" in cell["value"]
    )
    return {
        "rapporten": "/rapport",
        "rapport-thema": f"/rapport/thema/{theme}",
        "rapport-gemeente": f"/rapport/gemeente/{_slug(place)}",
        "rapport-agenda": "/rapport/agenda",
        "rapport-wijzigingen": "/rapport/wijzigingen",
    }


def _slug(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]
