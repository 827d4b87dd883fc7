"""What a release holds: canonical lines, their hash, counts, and the record kept beside the store.

Canonical means: N-Quads in sorted order, blank nodes named by RDFC-1.0, so the same content gives
the same bytes on every machine.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    RdfFormat,
    Store,
    parse,
    serialize,
)

from ontology.errors import StoreError
from ontology.records import Iri
from ontology.terms import RDF

_BLANK: Final = re.compile(rb"^_:|^(?:<[^>]*>|_:\S+) <[^>]*> _:| _:[^\s\"]+ \.$")


def canonical_lines(store: Store, without: Iri | None = None) -> list[bytes]:
    """All quads as sorted canonical N-Quads lines, each with its line break.

    `without` leaves out a named graph and the copies of its triples in the default graph.
    """
    lines = (store.dump(format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    blank = [line for line in lines if b"_:" in line and _BLANK.search(line)]
    if blank:
        lines = list(set(lines) - set(blank)) + _canonical_blank(b"".join(blank))
    if without is not None:
        end = f" <{without}> .\n".encode()
        left_out = {line for line in lines if line.endswith(end)}
        left_out |= {line[: -len(end)] + b" .\n" for line in left_out}
        lines = [line for line in lines if line not in left_out]
    lines.sort()
    return lines


def _canonical_blank(lines: bytes) -> list[bytes]:
    """Quads with blank nodes by their canonical names; other quads do not change those."""
    dataset = Dataset(parse(lines, format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    written = serialize(iter(dataset), format=RdfFormat.N_QUADS) or b""
    return written.splitlines(keepends=True)


def hash_lines(lines: list[bytes]) -> str:
    """sha256 over the lines, 64 hex digits."""
    found = sha256()
    for line in lines:
        found.update(line)
    return found.hexdigest()


def count_classes(store: Store) -> dict[str, int]:
    """Published things of each class, by class IRI."""
    found = Counter(
        quad.object.value
        for quad in store.quads_for_pattern(None, NamedNode(RDF.type), None, DefaultGraph())
        if isinstance(quad.object, NamedNode)
    )
    return dict(sorted(found.items()))


def count_graphs(lines: list[bytes]) -> dict[str, int]:
    """Quads in each graph, by graph IRI; the default graph is `default`."""
    found: Counter[str] = Counter()
    for line in lines:
        found[_graph_of(line)] += 1
    return dict(sorted(found.items()))


def _graph_of(line: bytes) -> str:
    """The graph of a canonical line: the last of four terms; a literal's last word has a quote."""
    value = line[:-3].split(b" ", 2)[2]
    last = value.rsplit(b" ", 1)[-1]
    is_graph = last.startswith((b"<", b"_:")) and b'"' not in last
    return last.decode().strip("<>") if is_graph and last != value else "default"


def iter_properties(store: Store) -> Iterator[tuple[str, int]]:
    """Published triples of each property, by property IRI."""
    quads = store.quads_for_pattern(None, None, None, DefaultGraph())
    yield from sorted(Counter(quad.predicate.value for quad in quads).items())


def write_manifest(path: Path, manifest: Mapping[str, object]) -> None:
    """Write a manifest as JSON with sorted keys."""
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of a release.

    Raises:
        StoreError: when it is missing or damaged.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"the manifest {path} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise StoreError(f"the manifest {path} is damaged: it holds no object")
    return found
