"""Every result and graph format the engine writes: names, media types, file extensions.

In: a short name (`csv`) or a media type (`text/csv`). Out: a `Format`. Chooses nothing by itself:
content negotiation is the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal as OneOf

from pyoxigraph import QueryResultsFormat, RdfFormat

from ontology.errors import FormatError

_W3C_JSON_LD: Final = "http://www.w3.org/ns/formats/JSON-LD"
AnswerKind = OneOf["solutions", "boolean", "graph"]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write an answer; `aliases` are other media types that mean the same."""

    name: str
    media_type: str
    extension: str  # without the dot
    engine: QueryResultsFormat | RdfFormat
    aliases: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """Its name in RDF. Source: W3C, Unique URIs for File Formats (JSON-LD too)."""
        return _W3C_JSON_LD if self.name == "jsonld" else self.engine.iri

    @property
    def is_graph(self) -> bool:
        """Whether this writes triples or quads instead of solutions."""
        return isinstance(self.engine, RdfFormat)


_RESULT: Final = QueryResultsFormat
RESULT_FORMATS: Final = (
    Format(
        "json",
        "application/sparql-results+json",
        "srj",
        _RESULT.JSON,
        ("application/json", "text/json"),
    ),
    Format(
        "xml", "application/sparql-results+xml", "srx", _RESULT.XML, ("application/xml", "text/xml")
    ),
    Format("csv", "text/csv", "csv", _RESULT.CSV),
    Format("tsv", "text/tab-separated-values", "tsv", _RESULT.TSV),
)
GRAPH_FORMATS: Final = (
    Format("turtle", "text/turtle", "ttl", RdfFormat.TURTLE, ("application/x-turtle",)),
    Format("ntriples", "application/n-triples", "nt", RdfFormat.N_TRIPLES, ("text/plain",)),
    Format("nquads", "application/n-quads", "nq", RdfFormat.N_QUADS, ("text/x-nquads",)),
    Format("trig", "application/trig", "trig", RdfFormat.TRIG, ("application/x-trig",)),
    Format(
        "rdfxml", "application/rdf+xml", "rdf", RdfFormat.RDF_XML, ("application/xml", "text/xml")
    ),
    Format("jsonld", "application/ld+json", "jsonld", RdfFormat.JSON_LD, ("application/json",)),
    Format("n3", "text/n3", "n3", RdfFormat.N3, ("text/rdf+n3",)),
)
JSON_RESULTS: Final = RESULT_FORMATS[0].media_type

# Prefixes that make Turtle, TriG, N3 and RDF/XML readable.
PREFIXES: Final = {
    "bg": "https://w3id.org/beleidsgraaf/def#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "cito": "http://purl.org/spar/cito/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "qudt": "http://qudt.org/schema/qudt/",
    "unit": "http://qudt.org/vocab/unit/",
    "sosa": "http://www.w3.org/ns/sosa/",
    "time": "http://www.w3.org/2006/time#",
    "cv": "http://data.europa.eu/m8g/",
    "void": "http://rdfs.org/ns/void#",
    "sh": "http://www.w3.org/ns/shacl#",
    "owl": "http://www.w3.org/2002/07/owl#",
}


def formats_for(kind: AnswerKind) -> tuple[Format, ...]:
    """The formats an answer of this kind can be written in, the usual one first."""
    return GRAPH_FORMATS if kind == "graph" else RESULT_FORMATS


@lru_cache(maxsize=512)
def format_for(name_or_media_type: str, kind: AnswerKind) -> Format:
    """The format with this short name, media type (parameters are ignored) or file extension.

    Raises:
        FormatError: when no such format writes an answer of this kind.
    """
    wanted = name_or_media_type.split(";", 1)[0].strip().lower()
    known = formats_for(kind)
    for found in known:
        if wanted in {found.name, found.media_type, found.extension}:
            return found
    for found in known:
        if wanted in found.aliases:
            return found
    names = ", ".join(one.name for one in known)
    what = "a graph" if kind == "graph" else "a table of solutions or a yes/no"
    raise FormatError(f"no format '{name_or_media_type}' for {what}; choose one of {names}")
