"""The W3C suites for SPARQL over HTTP, run against the real service on an empty folder.

The runners and the W3C's data lie in `../shared/conformance`, beside the checkout; where that
folder is absent the tests are skipped, and say so. Counts are asserted, so that a runner that
loses tests unseen fails here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.served import Region, region, serving

__all__ = ["region"]

TOKEN = "the-token-of-the-suites"
FOLDER = Path(
    os.environ.get("BELEIDSGRAAF_CONFORMANCE")
    or Path(__file__).parents[3] / "shared" / "conformance"
)
KNOWN = "known_pyoxigraph_0.5.13.txt"
PASSED = {
    "protocol": 34,
    "gsp": 8,
    "gsp-post-create": 1,
    "gsp-direct": 5,
    "gsp-legacy": 18,
    "sd": 3,
    "extra": 31,
}
# Passed of each kind and version; what is missing to the number of tests is the engine's own.
EVALUATED = {
    "eval 10": 268,
    "eval 11": 223,
    "update 11": 94,
    "syntax 10": 198,
    "syntax 11": 159,
}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (FOLDER / "w3c_protocol.py").is_file(),
        reason=f"the W3C suites are not in {FOLDER.name}; set BELEIDSGRAAF_CONFORMANCE",
    ),
]


@pytest.fixture(scope="module")
def site(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service over an empty folder that takes writes."""
    with serving(region, tmp_path_factory.mktemp("scratch"), UPDATE_TOKEN=TOKEN) as client:
        yield client


@pytest.mark.parametrize("query", ["/sparql", "/sparql/"])
def test_protocol(site: httpx.Client, tmp_path: Path, query: str) -> None:
    """Protocol, Graph Store Protocol, service description and the stricter checks beside them."""
    rows = run_suite(site, "w3c_protocol.py", tmp_path, "--extra", query=query)
    failed = [f"{row['group']}/{row['name']}: {row['reason']}" for row in rows if not row["ok"]]

    assert [] == failed
    assert PASSED == Counter(row["group"] for row in rows)


def test_queries_and_updates(site: httpx.Client, tmp_path: Path) -> None:
    """Query evaluation, update and syntax of 1.0 and 1.1: nothing fails but what the engine does."""
    known = ("--known", str(FOLDER / KNOWN))
    rows = run_suite(site, "w3c_query_eval.py", tmp_path, *known)
    failed = [f"{r['category']}/{r['name']}: {r['reason']}" for r in rows if r["status"] == "fail"]

    assert [] == failed
    assert EVALUATED == passed(rows)


@pytest.mark.parametrize("accept", ["xml", "tsv"])
def test_results_agree_in_other_formats(site: httpx.Client, tmp_path: Path, accept: str) -> None:
    """The functions, aggregates and result tests of 1.1 give the same rows as XML and as TSV."""
    only = "11/(aggregates|bind|bindings|exists|project-expression|subquery)/"
    given = ("--known", str(FOLDER / KNOWN), "--kinds", "eval", "--only", only, "--accept", accept)
    rows = run_suite(site, "w3c_query_eval.py", tmp_path, *given)
    failed = [f"{r['category']}/{r['name']}: {r['reason']}" for r in rows if r["status"] == "fail"]

    assert [] == failed
    assert len(rows) > 50


def passed(rows: list[dict[str, Any]]) -> Counter[str]:
    """Passed tests by kind and version."""
    return Counter(
        f"{row['kind']} {row['category'][:2]}" for row in rows if row["status"] == "pass"
    )


def run_suite(
    site: httpx.Client, script: str, folder: Path, *options: str, query: str = "/sparql"
) -> list[dict[str, Any]]:
    """The results of one of the runners, which wipes the store."""
    found = folder / "results.json"
    addresses = {"--query": query, "--update": "/update", "--gsp": "/store"}
    given = [
        part
        for name, path in addresses.items()
        for part in (name, f"{site.base_url}".rstrip("/") + path)
    ]
    done = subprocess.run(
        [sys.executable, FOLDER / script, *given, "--token", TOKEN, "--json", found, *options],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert found.is_file(), done.stderr
    rows: list[dict[str, Any]] = json.loads(found.read_text(encoding="utf-8"))
    return rows
