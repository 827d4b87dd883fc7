"""The service description: what the SPARQL endpoint can do, as RDF about itself.

In: the address of the endpoint, and where updates go. Out: the CONSTRUCT query whose answer is
the description, so that the engine writes it in whatever format was asked for. Names exactly the
formats, languages and graphs that are served.

Source: SPARQL 1.1 Service Description.
"""

from __future__ import annotations

from typing import Final

from graph.formats import GRAPH_FORMATS, RESULT_FORMATS
from ontology.iris import n_triples
from ontology.records import Iri

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
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
CONSTRUCT {{
  ?service a sd:Service ;
    sd:endpoint ?service ;
    sd:supportedLanguage sd:SPARQL10Query, sd:SPARQL11Query ;
    sd:feature sd:EmptyGraphs ;
    {results}
    sd:defaultDataset ?dataset .
  ?dataset a sd:Dataset ; sd:defaultGraph ?default .
  ?default a sd:Graph .
  ?dataset sd:namedGraph ?named .
  ?named a sd:NamedGraph ; sd:name ?graph .
  {_describe_update(update) if update else ""}
}} WHERE {{
  BIND ({n_triples(Iri(endpoint))} AS ?service)
  BIND (IRI(CONCAT(STR(?service), "#dataset")) AS ?dataset)
  BIND (IRI(CONCAT(STR(?service), "#default-graph")) AS ?default)
  OPTIONAL {{
    {{ SELECT ?graph WHERE {{ GRAPH ?graph {{ }} }} ORDER BY ?graph LIMIT {_MOST_GRAPHS} }}
    BIND (IRI(CONCAT({_text(endpoint)}, "#graph-", SHA1(STR(?graph)))) AS ?named)
  }}
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
