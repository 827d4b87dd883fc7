"""The domain's own questions on a large graph, beside the same questions asked plainly elsewhere.

Publishes the graph of policy.py, serves it with the real service, and asks each question in turns
with the native server of the same engine (`oxigraph serve-read-only`, optimised, on disk), which
gets what was published without what we derive from it. Prints p50 and p95 with one client and with
four, and how many times as fast we are. `BENCHMARK_QUADS` is 1000000 unless set.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import httpx
from pyoxigraph import DefaultGraph, RdfFormat, Store

from benchmarks.native import _free_port, _run, _running, _wait_for
from benchmarks.policy import (
    NAMES,
    QUADS_OF_DOCUMENT,
    THEMES,
    actor,
    place,
    publish_policy,
)
from ontology.terms import BG, OA, RDF, SKOS

_SECONDS: Final = 4.0  # for each question, server and number of clients
_START_S: Final = 600.0
_PLAIN_S: Final = 900.0  # the longest one plain question may take; at 10 M quads some need minutes
_TOKEN: Final = "only-for-this-run"
_CALM_LOOKS: Final = 10  # one after another, half a second apart
_PREFIXES: Final = f"""PREFIX bg: <{BG.Claim.partition("#")[0]}#>
PREFIX rdf: <{RDF.type.partition("#")[0]}#>
PREFIX oa: <{OA.start.partition("#")[0]}#>
PREFIX skos: <{SKOS.prefLabel.partition("#")[0]}#>
PREFIX dct: <http://purl.org/dc/terms/>
"""
_WORDS: Final = ("woningopgave", "watervisie", "energieplan", "zorgfonds", "dorp", "opgave", "stad")

_COVERAGE: Final = """SELECT ?document ?theme (MAX(?l) AS ?level) (COUNT(DISTINCT ?p) AS ?passages)
WHERE {
  { ?p bg:mentionsTheme ?theme ; oa:hasSource ?version BIND(1 AS ?l) }
  UNION { VALUES (?class ?l) { (bg:Goal 3) (bg:Programme 4) (bg:KeyProject 5) (bg:Target 6) }
          ?x a ?class ; bg:hasTheme ?theme ; bg:statedIn ?version }
  ?version dct:isVersionOf ?document .
} GROUP BY ?document ?theme ORDER BY ?document ?theme"""
_AREA: Final = """SELECT ?theme (MAX(?l) AS ?level) (COUNT(DISTINCT ?x) AS ?elements) WHERE {
  VALUES ?place { <%s> }
  VALUES (?class ?l) { (bg:Goal 3) (bg:Programme 4) (bg:KeyProject 5) (bg:Target 6) }
  ?x bg:scopePlace ?place ; a ?class ; bg:hasTheme ?theme .
} GROUP BY ?theme ORDER BY ?theme"""
_GAPS: Final = """SELECT ?document ?theme WHERE {
  ?version a bg:DocumentVersion ; dct:isVersionOf ?document . ?theme a bg:Theme .
  FILTER NOT EXISTS { ?p bg:mentionsTheme ?theme ; oa:hasSource ?version }
  FILTER NOT EXISTS { ?x bg:hasTheme ?theme ; bg:statedIn ?version }
} ORDER BY ?document ?theme"""
_TOP: Final = """SELECT ?actor (COUNT(DISTINCT ?x) AS ?n) WHERE {
  VALUES ?class { bg:Goal bg:Action bg:Programme bg:KeyProject }
  ?x a ?class ; bg:hasTheme ?theme ; bg:leadActor|bg:involvedActor ?actor .
} GROUP BY ?actor ORDER BY DESC(?n) LIMIT 25"""
_TARGETS: Final = """SELECT ?target ?amount ?document WHERE {
  ?target a bg:Target ; bg:lowerBound ?amount ; bg:statedIn ?version .
  ?version dct:isVersionOf ?document .
} ORDER BY DESC(?amount) LIMIT 50"""
_NEAR: Final = """SELECT ?direction ?predicate ?other ?label (COUNT(DISTINCT ?passage) AS ?n)
WHERE {
  { ?claim rdf:subject <%s> ; rdf:predicate ?predicate ; rdf:object ?other .
    ?claim bg:evidencedBy ?passage
    BIND("out" AS ?direction) FILTER(isIRI(?other) && ?predicate != rdf:type) }
  UNION { ?claim rdf:object <%s> ; rdf:predicate ?predicate ; rdf:subject ?other .
          ?claim bg:evidencedBy ?passage
          BIND("in" AS ?direction) FILTER(?predicate != rdf:type) }
  OPTIONAL { ?other skos:prefLabel ?label }
} GROUP BY ?direction ?predicate ?other ?label ORDER BY DESC(?n) ?other LIMIT 200"""
_SEARCH: Final = """SELECT ?thing ?label WHERE {
  ?thing skos:prefLabel ?label FILTER(CONTAINS(LCASE(STR(?label)), "%s"))
} ORDER BY ?label LIMIT 20"""

Ask = Callable[[random.Random], tuple[str, str]]  # our path, the plain query


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in two forms."""

    name: str
    make: Ask


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one question at one server with a number of clients."""

    first: float  # the very first answer, which nothing was kept of
    p50: float
    p95: float
    rate: float  # answers a second


def report() -> Iterator[str]:
    """A line for each question and number of clients."""
    documents = max(2, int(os.environ.get("BENCHMARK_QUADS", "1000000")) // QUADS_OF_DOCUMENT)
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        yield from measure(Path(folder), documents)


def measure(work: Path, documents: int) -> Iterator[str]:
    """Publish, serve and measure; what is already in `work` is taken as it is."""
    data = work / "data"
    began = time.perf_counter()
    if not (data / "CURRENT").is_file():
        publish_policy(data, documents)
    store = Store.read_only(str(data / "releases" / "2026-01-01" / "store"))
    yield (
        f"{len(store)} quads of {documents} documents published in "
        f"{time.perf_counter() - began:.0f} s; load average {os.getloadavg()[0]:.1f}"
    )
    _write_plain(store, work / "plain.nt")
    del store
    with _plain_server(work) as plain, _our_server(data) as ours:
        for asked in questions(documents):
            yield from _compare(asked, ours, plain)
    yield f"load average {os.getloadavg()[0]:.1f}"


def questions(documents: int) -> tuple[Asked, ...]:
    """The questions; those about one thing ask about another one each time."""

    def saved(name: str, plain: str, **given: str) -> tuple[str, str]:
        return f"/api/queries/{name}?{urlencode({**given, 'format': 'srj'})}", plain

    def area(chance: random.Random) -> tuple[str, str]:
        iri = place(chance.randrange(60))
        return saved("area-coverage", _AREA % iri, place=iri)

    def thing(chance: random.Random) -> tuple[str, str]:
        iri = NAMES.document(f"plan-{chance.randrange(1, documents)}")
        return saved("neighbourhood", _NEAR % (iri, iri), focus=iri)

    def party(chance: random.Random) -> tuple[str, str]:
        iri = actor(chance.randrange(100))
        return saved("neighbourhood", _NEAR % (iri, iri), focus=iri)

    def hub(chance: random.Random) -> tuple[str, str]:
        iri = NAMES.mint("thema", chance.choice(THEMES))
        return saved("neighbourhood", _NEAR % (iri, iri), focus=iri)

    def word(chance: random.Random) -> tuple[str, str]:
        chosen = chance.choice(_WORDS)
        return f"/api/search?q={chosen}", _SEARCH % chosen

    return (
        Asked("coverage of all", lambda _: saved("coverage", _COVERAGE)),
        Asked("coverage of one area", area),
        Asked("gaps", lambda _: saved("coverage-empty", _GAPS)),
        Asked("top parties", lambda _: saved("top-actors", _TOP)),
        Asked("top targets", lambda _: saved("top-targets", _TARGETS)),
        Asked("neighbourhood, document", thing),
        Asked("neighbourhood, party", party),
        Asked("neighbourhood, theme", hub),
        Asked("search", word),
    )


def _compare(asked: Asked, ours: str, plain: str) -> Iterator[str]:
    """Both servers in turns, with one client and with four."""
    for clients in (1, 4):
        mine = asyncio.run(_ask_many(asked, ours, 0, clients))
        theirs = asyncio.run(_ask_many(asked, plain, 1, clients))
        ratio = theirs.p50 / mine.p50 if mine.p50 else float("nan")
        yield (
            f"{asked.name:24} {clients} clients: first {mine.first:6.0f} p50 {mine.p50:7.1f} "
            f"p95 {mine.p95:7.1f} ms, {mine.rate:5.0f}/s   plain: first {theirs.first:7.0f} "
            f"p50 {theirs.p50:8.1f} p95 {theirs.p95:8.1f} ms, {theirs.rate:6.1f}/s   "
            f"times as fast {ratio:.1f}"
        )


async def _ask_many(asked: Asked, site: str, form: int, clients: int) -> Times:
    """Ask for some seconds; the first answer of each client counts too."""
    taken: list[float] = []
    until = time.perf_counter() + _SECONDS

    async def client(number: int) -> None:
        chance = random.Random(number)
        plain = {"Accept-Encoding": "identity"}  # the native server does not compress
        async with httpx.AsyncClient(base_url=site, timeout=_PLAIN_S, headers=plain) as session:
            while True:
                said = asked.make(chance)[form]
                path = f"/query?{urlencode({'query': _PREFIXES + said})}" if form else said
                began = time.perf_counter()
                answer = await session.get(path)
                answer.raise_for_status()
                taken.append((time.perf_counter() - began) * 1000)
                if time.perf_counter() > until:
                    return

    began = time.perf_counter()
    await asyncio.gather(*(client(number) for number in range(clients)))
    return Times(
        taken[0], statistics.median(taken), _p95(taken), len(taken) / (time.perf_counter() - began)
    )


def _p95(taken: Sequence[float]) -> float:
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.95))]


def _write_plain(store: Store, path: Path) -> None:
    """What is published, without the graph that rules made; claims they made go too."""
    if path.exists():
        return
    inferred = {
        (quad.subject, quad.predicate, quad.object)
        for graph in store.named_graphs()
        if str(graph).endswith("/graph/inferred>")
        for quad in store.quads_for_pattern(None, None, None, graph)
    }
    plain = path.with_suffix(".whole")
    store.dump(plain, format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    derived = {f"{s} {p} {o} .\n" for s, p, o in inferred}
    with plain.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as kept:
        kept.writelines(line for line in lines if line not in derived)
    plain.unlink()


@contextmanager
def _plain_server(work: Path) -> Iterator[str]:
    tool = str(Path(sys.executable).with_name("oxigraph"))
    store = str(work / "native")
    if not (work / "native").exists():
        _run(tool, "load", "--location", store, "--file", str(work / "plain.nt"))
        _run(tool, "optimize", "--location", store)
    bind = f"127.0.0.1:{_free_port()}"
    with _running([tool, "serve-read-only", "--location", store, "--bind", bind], {}):
        _wait_for(f"http://{bind}/query?query=ASK%7B%7D")
        yield f"http://{bind}"


@contextmanager
def _our_server(data: Path) -> Iterator[str]:
    port = str(_free_port())
    command = [sys.executable, "-m", "service.cli", "serve", "--data", str(data), "--port", port]
    settings = {"QUERY_TIMEOUT_S": "120", "UPDATE_TOKEN": _TOKEN}
    with _running(command, {f"BELEIDSGRAAF_{name}": value for name, value in settings.items()}):
        site = f"http://127.0.0.1:{port}"
        _wait_long(f"{site}/health/ready")
        _wait_until_calm(site)
        yield site


def _wait_until_calm(site: str) -> None:
    """Wait until nothing runs: a service opens its own pages first, before anybody comes."""
    until = time.monotonic() + _START_S
    headers = {"Authorization": f"Bearer {_TOKEN}"}
    calm = 0
    while calm < _CALM_LOOKS and time.monotonic() < until:
        time.sleep(0.5)
        answer = httpx.get(f"{site}/api/running", headers=headers, timeout=_PLAIN_S)
        calm = 0 if answer.raise_for_status().json() else calm + 1


def _wait_long(address: str) -> None:
    """Wait for the service: it reads a large release before it answers."""
    until = time.monotonic() + _START_S
    while True:
        try:
            return _wait_for(address)
        except TimeoutError:
            if time.monotonic() > until:
                raise
