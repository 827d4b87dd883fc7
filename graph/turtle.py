"""Turtle and TriG files as quads of one named graph.

In: a file people write, and the graph it belongs to. Out: pyoxigraph quads, as the engine reads
them. Stores nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from ontology.errors import RegisterError
from ontology.records import Iri

_FORMATS: Final = {".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG}
MAX_FILE_BYTES: Final = 256 * 1024 * 1024


def iter_turtle_quads(path: Path, graph: Iri) -> Iterator[Quad]:
    """The quads of a .ttl or .trig file, in file order; a TriG block with a name keeps its name.

    Raises:
        RegisterError: naming file and line, when the file is missing, too large or not Turtle.
    """
    name = NamedNode(graph)
    try:
        for quad in parse(_read(path), format=_format(path)):
            in_default = isinstance(quad.graph_name, DefaultGraph)
            yield _moved(quad, name) if in_default else quad
    except SyntaxError as error:
        raise RegisterError(f"{path}, line {error.lineno}: {error.msg}") from error


def _moved(quad: Quad, graph: NamedNode) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def _format(path: Path) -> RdfFormat:
    try:
        return _FORMATS[path.suffix]
    except KeyError:
        raise RegisterError(f"{path}: give a .ttl or .trig file") from None


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise RegisterError(f"{path}: larger than {MAX_FILE_BYTES} bytes; split the file")
        return path.read_bytes()
    except OSError as error:
        raise RegisterError(f"{path}: cannot be read ({error.strerror})") from error
