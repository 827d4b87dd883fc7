"""One battery over every store: the embedded one and four real servers on loopback.

A server that is not on this machine is skipped with a note. Each starts once for this module.
"""

from __future__ import annotations

import asyncio
import csv
import io
import shutil
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from pyoxigraph import (
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from graph import open_graph
from graph.changes import Change, Part
from graph.formats import GRAPH_FORMATS, RESULT_FORMATS, format_for
from graph.release import Release, build_release, current_release
from graph.remote import locate
from graph.remote_pool import RemotePool
from graph.remote_publish import send_release
from graph.remote_reader import RemoteReader
from graph.remote_writer import RemoteWriter
from graph.requests import QueryRequest
from graph.store import EmbeddedReader, Reader
from ontology.errors import (
    BusyError,
    InputError,
    LimitError,
    NotFoundError,
    QueryError,
    StoreError,
)
from ontology.iris import Names
from ontology.records import Iri, Literal
from queries.results import parse_boolean
from tests.backends.battery import BASE, OTHER, PREFIXES, QUESTIONS, QUIRKS, TRIPLES, loaded
from tests.backends.servers import Server, free_port, fuseki, oxigraph, virtuoso
from tests.integration.served import Region, region, run, serving

__all__ = ["region"]
TOKEN = "the-token-of-the-publisher"
T = TypeVar("T")
NAMES = Names("https://example.org/zandland/")
ENDLESS = f"SELECT (SUM(STRLEN(STR(?s0))) AS ?z) {{ {' . '.join(f'?s{n} ?p{n} ?o{n}' for n in range(9))} }}"


@dataclass(frozen=True)
class Backend:
    """A store with the battery's graph in it."""

    reader: Reader
    name: str = "embedded"

    def rows(self, query: str, **bindings: Iri | Literal) -> list[str]:
        """The lines of the answer in TSV without its head, sorted."""
        request = QueryRequest(PREFIXES + query, "tsv", bindings=bindings)
        return sorted(self.reader.query(request).decode().splitlines()[1:])


@contextmanager
def beleidsgraaf(folder: Path) -> Iterator[Server]:
    """Our own service over an empty folder, as the remote store of another."""
    region = folder / "region"
    shutil.copytree(Path(__file__).parents[1] / "data" / "region-small", region)
    limits = {"QUERY_TIMEOUT_S": "20", "UPDATE_TOKEN": TOKEN}
    with serving(Region(region, region), folder / "data", **limits) as client:
        base = str(client.base_url).rstrip("/")
        yield Server("beleidsgraaf", locate(f"{base}/sparql", token=TOKEN), f"{base}/store")


SERVERS: dict[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "oxigraph": oxigraph,
    "fuseki": fuseki,
    "virtuoso": virtuoso,
    "beleidsgraaf": beleidsgraaf,
}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """Gives a running server with the battery's graph by name; each starts once."""
    running: dict[str, Server] = {}
    missing: dict[str, str] = {}
    with ExitStack() as stack:

        def get(name: str) -> Server:
            if name in missing:
                pytest.skip(missing[name])
            if name not in running:
                try:
                    folder = tmp_path_factory.mktemp(name)
                    running[name] = stack.enter_context(SERVERS[name](folder))
                except pytest.skip.Exception as reason:
                    missing[name] = str(reason)
                    raise
                with open_reader(running[name]) as reader:
                    reader.update(loaded(running[name].remote.default_graph))
            return running[name]

        yield get


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, start: Callable[[str], Server]) -> Server:
    """Each real server in turn."""
    return start(request.param)


@pytest.fixture(scope="module", params=["embedded", *SERVERS])
def backend(request: pytest.FixtureRequest, start: Callable[[str], Server]) -> Iterator[Backend]:
    """Each store in turn, with the battery's graph."""
    if request.param == "embedded":
        store = Store()
        store.update(loaded())
        yield Backend(EmbeddedReader(store))
        return
    with open_reader(start(request.param)) as reader:
        yield Backend(reader, request.param)


def open_reader(server: Server) -> closing[RemoteReader]:
    """A connection to a server, closed after the block."""
    return closing(RemoteReader(server.remote, timeout_s=5))


def with_pool(server: Server, ask: Callable[[RemotePool], Awaitable[T]], **limits: float) -> T:
    """What a coroutine gives that asks a pool over this server."""

    async def work() -> T:
        pool = RemotePool(server.remote, **limits)  # type: ignore[arg-type]  # floats for ints do
        await pool.start()
        try:
            return await ask(pool)
        finally:
            await pool.stop()

    return asyncio.run(work())


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_the_same_answer_everywhere(backend: Backend, name: str) -> None:
    """Every form of query gives the rows that the standard says, term for term."""
    query, expected = QUESTIONS[name]
    expected = QUIRKS.get((backend.name, name), expected)
    assert expected == backend.rows(query)


def test_ask_says_yes_or_no(backend: Backend) -> None:
    """ASK comes as a boolean in JSON and in XML, whatever the server makes of it."""
    yes, no = (QueryRequest(PREFIXES + f"ASK {{ :a :n {n} }}") for n in (1, 2))
    assert (True, False) == tuple(parse_boolean(backend.reader.query(one)) for one in (yes, no))
    assert b">true<" in backend.reader.query(yes._replace(media_type="xml"))


def test_a_dataset_of_the_request_is_the_whole_dataset(backend: Backend) -> None:
    """A default graph that is named in the request replaces the usual one."""
    request = QueryRequest(PREFIXES + "SELECT ?n { ?s :n ?n }", "csv", (Iri(OTHER),))
    assert b"7" == backend.reader.query(request).split()[1]
    named = QueryRequest(PREFIXES + "SELECT ?n { ?s :n ?n }", "csv", named_graphs=(Iri(OTHER),))
    assert [b"n"] == [word.strip(b'"') for word in backend.reader.query(named).split()]


def test_parameters_are_terms_and_never_text(backend: Backend) -> None:
    """A value full of SPARQL stays a value, and an IRI is matched as an IRI."""
    hostile = Literal.text('" } ; DROP ALL # \\ {')
    assert [] == backend.rows("SELECT ?x { ?x :label ?l }", l=hostile)
    assert ["22"] == backend.rows("SELECT ?n { ?x :n ?n }", x=Iri(f"{BASE}b"))
    inner = "SELECT ?x { ?x :p ?y OPTIONAL { ?z :n ?n FILTER (?n = ?limit) } FILTER BOUND(?z) }"
    assert 3 == len(backend.rows(inner, limit=Literal.integer(22)))


@pytest.mark.parametrize("wanted", [one.name for one in RESULT_FORMATS])
def test_result_formats_say_the_same(backend: Backend, wanted: str) -> None:
    """Each format of results parses to the same rows."""
    request = QueryRequest(PREFIXES + "SELECT ?l { ?x :label ?l } ORDER BY ?x ?l", wanted)
    data = backend.reader.query(request)
    if wanted == "csv":
        assert {"één", "one", 'a "quoted", one\n\ttwo'} == {
            row["l"] for row in csv.DictReader(io.StringIO(data.decode(), newline=""))
        }
        return
    engine = format_for(wanted, "solutions").engine
    assert isinstance(engine, QueryResultsFormat)
    found = parse_query_results(data, engine)
    assert isinstance(found, QuerySolutions)
    assert {'"één"@nl', '"one"@en', '"a \\"quoted\\", one\\n\\ttwo"'} == {
        str(row["l"]).replace("\t", "\\t") for row in found
    }


@pytest.mark.parametrize("wanted", [one.name for one in GRAPH_FORMATS])
def test_graph_formats_say_the_same(backend: Backend, wanted: str) -> None:
    """Each format of graphs parses to the same triples."""
    request = QueryRequest("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", wanted)
    engine = format_for(wanted, "graph").engine
    assert isinstance(engine, RdfFormat)
    found = {quad.triple for quad in parse(backend.reader.query(request), engine)}
    assert TRIPLES == len(found)


def test_a_bad_query_is_the_callers_fault(backend: Backend) -> None:
    """A query that does not parse is a QueryError that says something."""
    with pytest.raises(QueryError, match=r"\w{5}"):
        backend.reader.query(QueryRequest("SELECT ?x { ?x ?y }"))


def test_bytes_of_the_server_pass_untouched(start: Callable[[str], Server]) -> None:
    """What the server writes in the wanted format reaches the caller as it is."""
    server = start("fuseki")
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    accept = {"Accept": "application/rdf+xml"}
    with httpx.Client(trust_env=False) as client:
        direct = client.get(server.remote.query_url, params={"query": query}, headers=accept)
    with open_reader(server) as reader:
        assert direct.content == reader.query(QueryRequest(query, "rdfxml"))


def test_a_query_without_end_is_stopped(server: Server) -> None:
    """The reader gives up in time and says so."""
    with open_reader(server) as reader, pytest.raises(LimitError):
        reader.query(QueryRequest(ENDLESS, timeout_s=0.5))


def test_the_pool_stops_a_query_and_goes_on(server: Server) -> None:
    """After a time-out the place is free and the next query is answered."""

    async def ask(pool: RemotePool) -> bytes:
        with pytest.raises(LimitError):
            await pool.query(QueryRequest(ENDLESS, timeout_s=0.3))
        return await pool.query(QueryRequest("ASK { }", "tsv"))

    assert b"true" == with_pool(server, ask, workers=1).strip()


def test_the_pool_keeps_its_limits(server: Server) -> None:
    """Too many bytes, SERVICE and a bad query are refused with the right error."""
    everything = QueryRequest("SELECT * { ?s ?p ?o }", "json")

    async def ask(pool: RemotePool) -> None:
        with pytest.raises(LimitError, match="200 bytes"):
            await pool.query(everything)
        with pytest.raises(QueryError, match="SERVICE"):
            await pool.query(QueryRequest("SELECT * { SERVICE <http://127.0.0.1:1/> { } }"))
        with pytest.raises(QueryError):
            await pool.query(QueryRequest("SELECT ?x { ?x ?y }"))

    with_pool(server, ask, max_result_bytes=200)


def test_the_pool_lets_others_wait(start: Callable[[str], Server]) -> None:
    """A place that is taken until its answer is closed makes the next one wait, then busy."""

    async def ask(pool: RemotePool) -> bytes:
        running = await pool.open(QueryRequest("ASK { }", "tsv"))
        with pytest.raises(BusyError):
            await pool.query(QueryRequest("ASK { }", "tsv"))
        pool.close(running)
        return await pool.query(QueryRequest("ASK { }", "tsv"))

    assert b"true" == with_pool(start("oxigraph"), ask, workers=1, queue_s=0.1).strip()


def test_graphs_are_put_added_to_and_deleted(server: Server) -> None:
    """The operations of the Graph Store Protocol do what they should at every server."""
    graph = Iri(f"{BASE}made")

    def part(text: str) -> tuple[Part, ...]:
        return (Part("text/turtle", f"@prefix : <{BASE}> . {text}".encode()),)

    async def work(pool: RemotePool) -> tuple[list[bool], list[bytes]]:
        writer = RemoteWriter(pool)
        count = QueryRequest(f"SELECT ?o {{ GRAPH <{graph}> {{ ?s <{BASE}q> ?o }} }}", "csv")
        made, seen = [], []
        for change in (
            Change("put", graph=graph, base_iri=graph, parts=part(":s :q 1, 2 .")),
            Change("post", graph=graph, base_iri=graph, parts=part(":s :q 3 . [] :q 3 .")),
            Change("put", graph=graph, base_iri=graph, parts=part(":s :q 4 .")),
            Change("update", text=f"DELETE DATA {{ GRAPH <{graph}> {{ <{BASE}s> <{BASE}q> 4 }} }}"),
            Change("put", graph=graph, base_iri=graph, parts=part(":s :q 5 .")),
            Change("delete", graph=graph),
        ):
            made.append((await writer.write(change)).created)
            seen.append(b" ".join(sorted((await pool.query(count)).split()[1:])))
        with pytest.raises(NotFoundError):
            await writer.write(Change("delete", graph=graph))
        with pytest.raises(InputError):
            await writer.write(Change("put", graph=graph, parts=part("no turtle")))
        with pytest.raises(QueryError):
            await writer.write(Change("update", text="LOAD <http://127.0.0.1:1/x>"))
        return made, seen

    made, seen = with_pool(server, work)
    assert [b"1 2", b"1 2 3 3", b"4", b"", b"5", b""] == seen
    assert [True, False, False] == made[:3]


def test_rows_become_typed_columns(server: Server) -> None:
    """A notebook gets numbers as numbers, days as days, IRIs as texts and gaps as nulls."""
    at, stand_in = server.remote, server.remote.default_graph or ""
    query = PREFIXES + (
        "SELECT ?x ?n ?d ?day ?yes { ?x :n ?n OPTIONAL { ?x :d ?d ; :day ?day ; :yes ?yes } } "
        "ORDER BY ?n"
    )
    with open_graph(at.query_url, token=at.token, default_graph=stand_in) as graph:
        frame = graph.query(query).to_polars()
    assert [1, 22, 333] == frame["n"].to_list()
    assert [Decimal("1.5"), None, None] == frame["d"].to_list()
    assert [date(2024, 2, 29), None, None] == frame["day"].to_list()
    assert [True, None, None] == frame["yes"].to_list()
    assert [f"{BASE}a", f"{BASE}b", f"{BASE}c"] == frame["x"].to_list()


def test_a_server_that_is_away_is_named() -> None:
    """An address where nobody listens gives one clear line."""
    with pytest.raises(StoreError, match="does not answer"):
        RemoteReader(locate(f"http://127.0.0.1:{free_port()}/query"))


def test_a_server_that_goes_away_is_named(tmp_path: Path) -> None:
    """A server that stops between two queries gives one clear line."""
    with oxigraph(tmp_path) as server:
        reader = RemoteReader(server.remote)
    with closing(reader), pytest.raises(StoreError, match=r"does not answer|broke off"):
        reader.query(QueryRequest("ASK { }"))


def test_what_is_no_endpoint_is_named(start: Callable[[str], Server]) -> None:
    """An address of a server that gives something else is no store."""
    url = start("beleidsgraaf").remote.query_url.replace("/sparql", "/documenten")
    with pytest.raises(StoreError, match=r"no SPARQL server|no answer"):
        RemoteReader(locate(url))


def test_a_wrong_token_is_named(start: Callable[[str], Server]) -> None:
    """A server that refuses us is named, with the settings that help."""
    remote = replace(start("beleidsgraaf").remote, token="a-wrong-token")
    with closing(RemoteReader(remote)) as reader, pytest.raises(StoreError, match="STORE_TOKEN"):
        reader.update("CLEAR GRAPH <urn:x>")


def make_release(data: Path, day: str, version: int) -> Release:
    """A release whose register has 500 things of one version, and blank nodes."""
    graph = NAMES.graph("register")
    lines = [f'<{BASE}thing{n}> <{BASE}version> "{version}" <{graph}> .\n' for n in range(500)]
    lines += [f'_:b <{BASE}blank> "{version}" <{graph}> .\n'] * 2
    quads = parse("".join(lines), RdfFormat.N_QUADS)
    return build_release(data, quads, release_date=day, base=NAMES, manifest={})


def test_a_release_appears_in_one_step(server: Server, tmp_path: Path) -> None:
    """Whoever reads while a release is sent sees the old one or the new one, never a mixture."""
    graph = NAMES.graph("register")
    query = (
        f"SELECT ?v ?w (COUNT(*) AS ?n) {{ ?s <{BASE}version> ?v "
        f"GRAPH <{graph}> {{ ?s <{BASE}version> ?w }} }} GROUP BY ?v ?w"
    )
    seen: set[tuple[str, ...]] = set()
    done = threading.Event()

    def look() -> None:
        with open_reader(server) as reader:
            while not done.is_set():
                answer = reader.query(QueryRequest(query, "tsv")).decode()
                seen.add(tuple(answer.splitlines()[1:]))

    with open_reader(server) as reader:
        assert send_release(reader, make_release(tmp_path, "2031-01-01", 1), NAMES).is_new
        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            time.sleep(0.3)
            second = send_release(reader, make_release(tmp_path, "2031-02-01", 2), NAMES)
            time.sleep(0.3)
        finally:
            done.set()
            watcher.join()
        again = send_release(reader, make_release(tmp_path, "2031-02-01", 2), NAMES)
        blank = f"SELECT ?v {{ ?b <{BASE}blank> ?v }}"
        assert ['"2"'] == reader.query(QueryRequest(blank, "tsv")).decode().splitlines()[1:]
    assert second.is_new
    assert not again.is_new
    assert {('"1"\t"1"\t500',), ('"2"\t"2"\t500',)} == seen


def test_a_service_answers_from_a_remote_store(region: Region, tmp_path: Path) -> None:
    """Build and serve with a store set: pages, API and endpoint answer from that server."""
    with oxigraph(tmp_path) as server:
        store = {"STORE": server.remote.query_url, "UPDATE_TOKEN": TOKEN}
        data = tmp_path / "data"
        built = run(region, "build", "--data", data, "--date", "2031-06-01", given=b"", **store)
        assert 0 == built.returncode, built.stderr.decode()
        current = current_release(data)
        assert current is not None
        query = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
        with serving(region, data, **store) as site:
            assert "2031-06-01" == site.get("/api/release").json()["name"]
            count = site.get("/sparql", params=query, headers={"Accept": "text/csv"})
            assert 200 == site.get("/").status_code
            assert site.get("/documenten").text.count("Brief over Zandland")
            auth = {"Authorization": f"Bearer {TOKEN}"}
            form = {"update": "INSERT DATA { <urn:a> <urn:b> <urn:c> }"}
            assert 204 == site.post("/update", data=form, headers=auth).status_code
            again = site.get("/sparql", params=query, headers={"Accept": "text/csv"})
        direct = httpx.get(
            server.remote.query_url, params=query, headers={"Accept": "text/csv"}, trust_env=False
        )
    assert int(count.text.split()[1]) + 1 == int(again.text.split()[1])
    assert direct.text.split() == again.text.split()


def test_a_service_says_that_its_store_is_away(region: Region, tmp_path: Path) -> None:
    """A service whose store does not answer ends with one line and exit code 1."""
    away = f"http://127.0.0.1:{free_port()}/query"
    found = run(region, "serve", "--data", tmp_path, "--port", "0", STORE=away)
    assert 1 == found.returncode
    assert "does not answer" in found.stderr.decode()
    assert "Traceback" not in found.stderr.decode()
