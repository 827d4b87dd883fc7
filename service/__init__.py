"""Command line and HTTP: the only package that sees all others."""
