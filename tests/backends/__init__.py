"""SPARQL servers of others, started and stopped on loopback by the tests that need them."""
