"""Fuzzes a running service and tells what it answered.

`run_mutants` sends mutated queries and updates; `run_interface` lets schemathesis go through the
OpenAPI description. Both come to the same answers for the same seed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from tests.fuzz.mutations import load_seeds, mutate

ALLOWED: Final = frozenset({200, 204, 400, 403, 406, 413, 503})
CUT: Final = 0  # stands for a transfer that the service broke off
_AT_ONCE: Final = 4
_CHECKS: Final = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_schema_conformance", "negative_data_rejection", "unsupported_method"),
    *("allow_header_conformance",),
)
_TESTED: Final = re.compile(r"(\d+) generated(?:, (\d+) found)?")


@dataclass(slots=True)
class Tally:
    """Answers by status, and the first few that should not have come."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many requests were answered, or broken off."""
        return self.statuses.total()


def run_mutants(client: httpx.Client, token: str, count: int, seed: int) -> Tally:
    """Send so many mutants, three queries to each update."""
    queries, updates = load_seeds()
    asked = [("/sparql", text) for text in mutate(queries, count - count // 4, seed)]
    asked += [("/update", text) for text in mutate(updates, count // 4, seed)]
    tally = Tally()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for path, text, status, body in pool.map(lambda one: _send(client, token, *one), asked):
            tally.statuses[status] += 1
            if status not in ALLOWED | {CUT} or b"Traceback" in body:
                tally.faults.append(f"{status} {path} {text[:400]!r} {body[:300]!r}")
    return tally


def _send(client: httpx.Client, token: str, path: str, text: str) -> tuple[str, str, int, bytes]:
    kind = "application/sparql-query" if path == "/sparql" else "application/sparql-update"
    headers = {"Content-Type": kind, "Authorization": f"Bearer {token}"}
    body = text.encode("utf-8", "surrogatepass")
    try:
        response = client.post(path, content=body, headers=headers)
    except httpx.RemoteProtocolError:
        return path, text, CUT, b""
    return path, text, response.status_code, response.content


@dataclass(frozen=True, slots=True)
class InterfaceRun:
    """What schemathesis says: requests made, failures found, and its report."""

    requests: int
    failures: int
    report: str


def run_interface(
    address: str, token: str, folder: Path, examples: int, *, phases: Iterable[str], seed: int = 1
) -> InterfaceRun:
    """Go through every operation with so many examples; `folder` takes what it writes."""
    command = [
        *(str(Path(sys.executable).parent / "schemathesis"), "run", f"{address}/api/openapi.json"),
        *("--max-examples", str(examples), "--seed", str(seed), "--phases", ",".join(phases)),
        *("--checks", ",".join(_CHECKS), "--continue-on-failure", "--workers", "2"),
        *("--no-color", "--warnings", "off", "--header", f"Authorization: Bearer {token}"),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    report = done.stdout + done.stderr
    found = _TESTED.search(report)
    if found is None:
        return InterfaceRun(0, 1, report)
    failures = int(found[2] or 0) or int(done.returncode != 0)
    return InterfaceRun(int(found[1]), failures, report)
