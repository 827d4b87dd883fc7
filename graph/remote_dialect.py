"""How servers differ from the standard, by the name they give themselves.

In: the `Server` header of an answer. Out: a `Dialect`. Each entry was measured against the real
server; docs/scale.md tells what and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.formats import AnswerKind, Format, format_for


@dataclass(frozen=True, slots=True)
class Dialect:
    """What to do differently. `solutions`, `boolean` and `graph` name the one format that is
    asked for, because the others lose something; '' where every format may be asked for.
    """

    name: str
    solutions: str = ""
    boolean: str = ""
    graph: str = ""
    names_dataset: bool = False  # name every graph: its default graph is all of them together
    list_graphs: str = "SELECT ?g WHERE { GRAPH ?g { } }"
    boolean_variable: str = ""  # an ASK is answered as a row with this variable
    cut_header: str = ""  # this header says that rows are missing
    cut_tail: bytes = b""  # these bytes near the end say that rows are missing
    most_bytes: int = 0  # of the text of one update; 0: no limit that is known
    shares_blank: bool = True  # whether one operation may put a blank node into several graphs
    system_graphs: tuple[str, ...] = ()  # beginnings of names of graphs that are the server's own

    def wire_format(self, kind: AnswerKind, wanted: Format) -> Format:
        """The format to ask for when an answer is wanted in another."""
        by_kind = {"solutions": self.solutions, "boolean": self.boolean, "graph": self.graph}
        return format_for(by_kind[kind], kind) if by_kind[kind] else wanted


PLAIN: Final = Dialect("standard")
_FUSEKI: Final = Dialect("Fuseki", cut_tail=b"Incomplete results")
_VIRTUOSO: Final = Dialect(
    "Virtuoso",
    solutions="xml",
    boolean="xml",
    graph="ntriples",
    names_dataset=True,
    # DISTINCT ?g took 100 s over 200,000 quads, this 0.02 s
    list_graphs="SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    boolean_variable="__ASK_RETVAL",
    cut_header="x-sparql-maxrows",
    most_bytes=8_000_000,
    shares_blank=False,
    system_graphs=(
        "http://www.openlinksw.com/",
        "http://localhost:",
        "http://localuriqaserver/",
        "http://www.w3.org/ns/ldp#",
        "http://www.w3.org/2002/07/owl#",
        "urn:activitystreams-owl:",
        "urn:core:services:sparql",
        "urn:rules.",
    ),
)


def find_dialect(headers: Mapping[str, str]) -> Dialect:
    """The dialect of the server that sent these headers (names in lower case)."""
    server = headers.get("server", "")
    if "Fuseki" in server:
        return _FUSEKI
    return _VIRTUOSO if server.startswith("Virtuoso/") else PLAIN
