"""Starts real SPARQL servers on loopback, each in a folder of its own, and stops them again.

A server that is not on this machine is skipped with a note that says how to get it. Fuseki comes
from Maven Central into a cache folder of the user, once.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from graph.remote import Remote, locate

FUSEKI = "5.2.0"
TIMEOUT_S = 3  # of one query, at the servers that have a limit of their own
STAND_IN = "urn:x-test:default-graph"
_START_S = 60.0
_VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 20
CheckpointInterval = 60
DirsAllowed = .
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DefaultIsolation = 4
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 20
MaxKeepAlives = 20
KeepAliveTimeout = 10
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = {timeout}
"""


@dataclass(frozen=True)
class Server:
    """A running server and how to reach it. `is_strict`: it keeps to the standard in all that
    the battery asks; `store_url` is its Graph Store endpoint.
    """

    name: str
    remote: Remote
    store_url: str
    is_strict: bool = True


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """The native `oxigraph serve` of the package `oxigraph`, on disk."""
    binary = Path(sys.executable).with_name("oxigraph")
    if not binary.is_file():
        pytest.skip("oxigraph is not installed beside Python: make setup-dev")
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [binary, "serve", "-l", folder / "db", "-b", base[7:], "--timeout-s", str(TIMEOUT_S)]
    with _running(command, folder, f"{base}/query"):
        yield Server("oxigraph", locate(f"{base}/query"), f"{base}/store")


@contextmanager
def fuseki(folder: Path) -> Iterator[Server]:
    """Apache Jena Fuseki over a TDB2 dataset on disk."""
    jar = find_fuseki()
    port = free_port()
    base = f"http://127.0.0.1:{port}/ds"
    (folder / "db").mkdir()
    options = ["--localhost", "--port", port, "--update", "--tdb2", "--loc", folder / "db"]
    limits = [f"--timeout={TIMEOUT_S * 1000}"]
    command = ["java", "-Xmx768m", "-jar", jar, *limits, *options, "/ds"]
    with _running(command, folder, f"{base}/query"):
        yield Server("fuseki", locate(f"{base}/query"), f"{base}/data")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Virtuoso of Debian, with reads that wait for a writer (DefaultIsolation 4)."""
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("virtuoso-t is not installed: apt-get install virtuoso-opensource")
    sql, port = free_port(), free_port()
    settings = _VIRTUOSO_INI.format(sql=sql, port=port, timeout=TIMEOUT_S)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    base = f"http://127.0.0.1:{port}"
    command = [binary, "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder, f"{base}/sparql"):
        remote = locate(
            f"{base}/sparql",
            update_url=f"{base}/sparql-auth",
            user="dba",
            password="dba",
            default_graph=STAND_IN,
        )
        yield Server("virtuoso", remote, f"{base}/sparql-graph-crud-auth", is_strict=False)


def find_fuseki() -> Path:
    """The jar of Fuseki, fetched by Maven on first use; skips the test where it cannot be had."""
    if not shutil.which("java"):
        pytest.skip("Fuseki needs java: apt-get install default-jre-headless")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    jar = cache / "beleidsgraaf-servers" / f"jena-fuseki-server-{FUSEKI}.jar"
    if jar.is_file():
        return jar
    if not shutil.which("mvn"):
        pytest.skip(f"no {jar.name} in {jar.parent} and no mvn to fetch it: apt-get install maven")
    goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
    artifact = f"-Dartifact=org.apache.jena:jena-fuseki-server:{FUSEKI}"
    aside = jar.parent / f"fetching-{os.getpid()}"
    fetch = ["mvn", "-q", "-B", goal, artifact, f"-DoutputDirectory={aside}"]
    try:
        found = subprocess.run(fetch, capture_output=True, timeout=240, check=False, cwd="/")
    except subprocess.TimeoutExpired:
        pytest.skip("Fuseki did not come from Maven Central within 240 s")
    if found.returncode:
        pytest.skip(f"Fuseki cannot be had from Maven Central: {found.stdout.decode()[-200:]}")
    (aside / jar.name).replace(jar)
    aside.rmdir()
    return jar


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def _running(command: Sequence[object], folder: Path, url: str) -> Iterator[None]:
    """A process that answers at an address; ended in any case."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [str(one) for one in command], cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait(process, url, folder / "server.log")
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(url, params={"query": "ASK {}"}, trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    said = log.read_text(encoding="utf-8", errors="replace")[-800:]
    pytest.fail(f"{url} does not answer within {_START_S:g} s: {said}")
