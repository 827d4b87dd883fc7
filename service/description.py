"""The service description: what the SPARQL endpoint can do, as RDF about itself.

In: the address of the endpoint. Out: the CONSTRUCT query whose answer is the description, so that
the engine writes it in whatever format was asked for. Names exactly the formats that are served.

Source: SPARQL 1.1 Service Description.
"""

from __future__ import annotations

from typing import Final

from graph.formats import GRAPH_FORMATS, RESULT_FORMATS
from ontology.iris import n_triples
from ontology.records import Iri

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"


def describe_service(endpoint: str) -> str:
    """A CONSTRUCT query that gives the description of the service at this address."""
    formats = " ".join(
        f"sd:resultFormat <{found.engine.iri}> ;" for found in (*RESULT_FORMATS, *GRAPH_FORMATS)
    )
    return f"""PREFIX sd: <{_SD}>
CONSTRUCT {{
  ?service a sd:Service ;
    sd:endpoint {n_triples(Iri(endpoint))} ;
    sd:supportedLanguage sd:SPARQL10Query, sd:SPARQL11Query ;
    {formats}
    sd:defaultDataset _:dataset .
  _:dataset a sd:Dataset ; sd:defaultGraph _:graph .
  _:graph a sd:Graph .
}} WHERE {{ BIND ({n_triples(Iri(endpoint))} AS ?service) }}"""
