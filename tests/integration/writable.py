"""A running service over an empty folder that takes writes, for tests of updates and graphs.

`store` is a client without a token; `TOKEN` may change anything, `REVIEWER` may not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from tests.integration.served import Region, serving

TOKEN = "the-token-of-an-editor"
REVIEWER = "the-token-of-a-reviewer"
AUTH = {"Authorization": f"Bearer {TOKEN}"}
UPDATE = {"Content-Type": "application/sparql-update", **AUTH}
SETTINGS = {"UPDATE_TOKEN": TOKEN, "QUERY_TIMEOUT_S": "2", "MAX_UPLOAD_BYTES": "65536"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with nothing but the token of a reviewer."""
    found = tmp_path_factory.mktemp("empty")
    digest = sha256(REVIEWER.encode()).hexdigest()
    (found / "tokens.json").write_text(json.dumps({digest: "reviewer"}), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def store(region: Region, folder: Path) -> Iterator[httpx.Client]:
    """A client of a service over that folder."""
    with serving(region, folder, **SETTINGS) as client:
        yield client


@pytest.fixture
def empty(store: httpx.Client) -> httpx.Client:
    """The same client, with nothing in the store."""
    update(store, "DROP SILENT ALL")
    return store


def update(client: httpx.Client, text: str, **parameters: str) -> httpx.Response:
    """Send an update with the token of an editor; it must be taken."""
    response = client.post("/update", content=text, params=parameters, headers=UPDATE)
    assert 204 == response.status_code, response.text
    return response


def ask(client: httpx.Client, pattern: str) -> bool:
    """Whether the pattern is found now."""
    response = client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"})
    return bool(response.json()["boolean"])


def values(client: httpx.Client, query: str) -> list[str]:
    """The values of ?x in each row."""
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    return [row["x"]["value"] for row in rows]
