"""A small made-up region, built and served by the real command line on loopback.

`region` is a copy of tests/data/region-small with one source card and its text; `release` is a
data folder with one release of it; `site` is a client of a running service over that folder.
Import the fixtures a test module needs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

SMALL = Path(__file__).parents[1] / "data" / "region-small"
BASE = "https://example.org/zandland/"
TEXT = """Brief over de toekomst van Zandland

1 Inleiding

Met deze brief vertelt de gemeente Eikhoven hoe zij denkt over wonen en energie.
Het Molenkwartier en de Havenkade in Beekdam zijn daarbij van belang.

2 Vervolg

De Regiotafel Zandland bespreekt het Programma Zon op Dak in het voorjaar.
"""
DOCUMENT = "brief-eikhoven"


@dataclass(frozen=True)
class Region:
    """Folders of the made-up region."""

    folder: Path
    texts: Path

    @property
    def card(self) -> Path:
        """The source.yml of its document."""
        return self.folder / "sources" / DOCUMENT / "source.yml"


def make_region(root: Path) -> Region:
    """Write the region, its card and its text below a folder."""
    found = Region(root / "region", root / "texts")
    shutil.copytree(SMALL, found.folder)
    found.texts.mkdir()
    text = found.texts / f"{DOCUMENT}.txt"
    text.write_text(TEXT, encoding="utf-8")
    found.card.parent.mkdir(parents=True)
    digest = sha256(text.read_bytes()).hexdigest()
    found.card.write_text(
        f"id: {DOCUMENT}\ntitle: Brief over Zandland\nshort: Brief\n"
        f"publisher: [organisatie/eikhoven]\ndate: 2031-05-04\n"
        f"default_place: plaats/zandland\nfile: {text.name}\nsha256: {digest}\n",
        encoding="utf-8",
    )
    return found


def run(
    region: Region, *arguments: str | Path, given: bytes = b"", **settings: str
) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own, with the region and texts set."""
    return subprocess.run(
        [sys.executable, "-m", "service.cli", *map(str, arguments)],
        input=given,
        capture_output=True,
        env=environment(region, **settings),
        timeout=120,
        check=False,
    )


def environment(region: Region, **settings: str) -> dict[str, str]:
    """Our own environment with nothing of beleidsgraaf but these settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BELEIDSGRAAF_")}
    ours = {"REGION": str(region.folder), "SOURCES": str(region.texts), **settings}
    return {**kept, **{f"BELEIDSGRAAF_{name}": value for name, value in ours.items()}}


@contextmanager
def serving(
    region: Region, data: Path, options: Sequence[str] = (), **settings: str
) -> Iterator[httpx.Client]:
    """A running service; gives a client of it and checks that it ends cleanly on Ctrl-C."""
    process = subprocess.Popen(
        [sys.executable, "-m", "service.cli", "serve", "--data", data, "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(region, **settings),
        text=True,
    )
    assert process.stdout is not None
    try:
        lines = iter(process.stdout.readline, "")
        ready = next((line for line in lines if " ready at " in line), "")
        if not ready:
            pytest.fail(f"the service did not start: {process.communicate()[1]}")
        with httpx.Client(base_url=ready.split()[4], timeout=30) as client:
            yield client
    finally:
        process.send_signal(2)
        _, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """The made-up region, one for each test module."""
    return make_region(tmp_path_factory.mktemp("zandland"))


@pytest.fixture(scope="module")
def release(region: Region, built: Path) -> Path:
    """A data folder with one release of the region, one for each test module."""
    data = region.folder.parent / "data"
    shutil.copytree(built, data, symlinks=True)
    return data


@pytest.fixture(scope="module")
def site(region: Region, release: Path) -> Iterator[httpx.Client]:
    """A client of the served release, with a query limit of two seconds."""
    limits = {"QUERY_TIMEOUT_S": "2", "MAX_BODY_BYTES": "4096"}
    with serving(region, release, **limits) as client:
        yield client
