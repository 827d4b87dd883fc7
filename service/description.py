"""The service description: what the SPARQL endpoint can do, as RDF about itself.

In: the address of the endpoint, and where updates go. Out: the CONSTRUCT query whose answer is
the description, so that the engine writes it in whatever format was asked for. Names exactly the
formats, languages and graphs that are served. What the release holds was counted when it was
published and stands in the graph; here it is only pointed at, or given out.

Source: SPARQL 1.1 Service Description; VoID, section 4.
"""

from __future__ import annotations

from typing import Final

from graph.formats import GRAPH_FORMATS, RESULT_FORMATS
from ontology.iris import n_triples
from ontology.records import Iri

_VOID: Final = "http://rdfs.org/ns/void#"
_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_COUNTED: Final = ", ".join(
    f"void:{name}"
    for name in (
        *("triples", "classes", "properties", "distinctSubjects", "uriSpace"),
        *("vocabulary", "exampleResource", "classPartition", "propertyPartition"),
    )
)
_MOST_GRAPHS: Final = 1_000  # named; a store may have many more


def describe_service(endpoint: str, update: str | None = None) -> str:
    """A CONSTRUCT query that gives the description of the service at this address.

    `update` is the address that takes updates, described as a service of its own: it has another
    endpoint and another language.
    """
    results = " ".join(
        f"sd:resultFormat <{found.iri}> ;" for found in (*RESULT_FORMATS, *GRAPH_FORMATS)
    )
    return f"""PREFIX sd: <{_SD}>
PREFIX void: <{_VOID}>
CONSTRUCT {{
  ?service a sd:Service ;
    sd:endpoint ?service ;
    sd:supportedLanguage sd:SPARQL10Query, sd:SPARQL11Query ;
    sd:feature sd:EmptyGraphs ;
    {results}
    sd:defaultDataset ?dataset .
  ?dataset a sd:Dataset ; sd:defaultGraph ?default .
  ?default a sd:Graph, void:Dataset ; ?told ?value .
  ?part ?partTold ?partValue .
  ?dataset sd:namedGraph ?named .
  ?named a sd:NamedGraph ; sd:name ?graph ; sd:graph ?content .
  ?content a sd:Graph, void:Dataset ; void:triples ?triples .
  {_describe_update(update) if update else ""}
}} WHERE {{
  BIND ({n_triples(Iri(endpoint))} AS ?service)
  BIND (IRI(CONCAT(STR(?service), "#dataset")) AS ?dataset)
  BIND (IRI(CONCAT(STR(?service), "#default-graph")) AS ?default)
  {{ {{ SELECT ?graph WHERE {{ GRAPH ?graph {{ }} }} ORDER BY ?graph LIMIT {_MOST_GRAPHS} }}
    BIND (SHA1(STR(?graph)) AS ?hash)
    BIND (IRI(CONCAT({_text(endpoint)}, "#graph-", ?hash)) AS ?named)
    OPTIONAL {{ ?graph void:triples ?triples
               BIND (IRI(CONCAT({_text(endpoint)}, "#content-", ?hash)) AS ?content) }}
  }} UNION {{ ?release a void:Dataset ; void:uriSpace ?space ; ?told ?value
    FILTER (?told IN ({_COUNTED}))
  }} UNION {{ ?release a void:Dataset ; void:uriSpace ?any ;
               void:classPartition|void:propertyPartition ?part . ?part ?partTold ?partValue
  }} UNION {{ }}
}}"""


def describe_dataset(release: Iri, endpoint: str) -> str:
    """A CONSTRUCT query that gives the record of a release, with this query endpoint."""
    return f"""PREFIX void: <{_VOID}>
CONSTRUCT {{ {n_triples(release)} ?told ?value ; void:sparqlEndpoint {n_triples(Iri(endpoint))} .
  ?part ?partTold ?partValue }} WHERE {{
  {{ {n_triples(release)} ?told ?value FILTER (?told != void:sparqlEndpoint) }}
  UNION
  {{ {n_triples(release)} void:classPartition|void:propertyPartition|void:subset ?part .
     ?part ?partTold ?partValue }}
}}"""


def _describe_update(address: str) -> str:
    service = n_triples(Iri(address))
    inputs = " ".join(f"sd:inputFormat <{found.iri}> ;" for found in GRAPH_FORMATS)
    return f"""{service} a sd:Service ; {inputs}
    sd:supportedLanguage sd:SPARQL11Update ;
    sd:endpoint {service} ;
    sd:defaultDataset ?dataset ."""


def _text(address: str) -> str:
    return f"STR({n_triples(Iri(address))})"
