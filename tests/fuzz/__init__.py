"""Fuzzers of the running service: schemathesis over OpenAPI, and mutated queries and updates."""
