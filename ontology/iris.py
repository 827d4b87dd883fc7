"""The only place that mints IRIs of a region. Same input, same IRI.

In: slugs, hashes, spans. Out: absolute IRIs below the region's base, such as
`https://w3id.org/beleidsgraaf/streek/`. Never reads a file, never looks at the store.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from ontology.records import Iri, Literal, Span

_XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_SLUG_BREAK: Final = re.compile(r"[^a-z0-9]+")


def mint_slug(text: str, max_length: int = 80) -> str:
    """Lower-case ASCII words joined by hyphens: `Plan Zuid` gives `plan-zuid`.

    Raises:
        ValueError: when nothing is left.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = _SLUG_BREAK.sub("-", plain).strip("-")[:max_length].rstrip("-")
    if not slug:
        raise ValueError(f"no slug can be made of '{text}'")
    return slug


def quote_hash(text: str) -> str:
    """`sha256:` + hash of the text in NFC, each run of white space as one space, trimmed.

    Source: ontology contract, section 8.3.
    """
    normal = " ".join(unicodedata.normalize("NFC", text).split())
    return "sha256:" + sha256(normal.encode()).hexdigest()


def n_triples(term: Iri | Literal) -> str:
    """A term as N-Triples writes it."""
    if not isinstance(term, Literal):
        return f"<{term}>"
    escaped = term.value.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r")
    if term.language:
        return f'"{escaped}"@{term.language}'
    if term.datatype == _XSD_STRING:
        return f'"{escaped}"'
    return f'"{escaped}"^^<{term.datatype}>'


@dataclass(frozen=True, slots=True)
class Names:
    """Mints the IRIs of one region from its base, e.g. `https://w3id.org/beleidsgraaf/streek/`."""

    base: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"https?://[^\s<>\"]+/", self.base):
            raise ValueError(f"a region's base is an http(s) IRI that ends in '/', not {self.base}")

    def mint(self, segment: str, slug: str) -> Iri:
        """`{base}id/{segment}/{slug}`; segment is Dutch, as in the ontology contract, section 2."""
        return Iri(f"{self.base}id/{segment}/{slug}")

    def graph(self, name: str) -> Iri:
        """A named graph, `{base}graph/{name}`."""
        return Iri(f"{self.base}graph/{name}")

    def document(self, document: str) -> Iri:
        """The work, over all its versions."""
        return self.mint("document", document)

    def version(self, document: str, file_hash: str) -> Iri:
        """One fixed text of a document, named by the first 12 digits of the file's sha256."""
        return self.mint("versie", f"{document}-{file_hash[:12]}")

    def document_graph(self, document: str, file_hash: str) -> Iri:
        """The named graph that holds all that was read from one version."""
        return self.graph(f"doc-{document}-{file_hash[:12]}")

    def passage(self, file_hash: str, span: Span) -> Iri:
        """A range of characters in one version."""
        return self.mint("passage", f"{file_hash[:12]}-{span.start}-{span.end}")

    def claim(self, subject: Iri, predicate: Iri, value: Iri | Literal, scope: Iri) -> Iri:
        """A claim, named by what it says and the version (or graph) that says it."""
        line = f"<{subject}> <{predicate}> {n_triples(value)} .\n<{scope}>"
        return self.mint("bewering", sha256(line.encode()).hexdigest()[:16])

    def finding(self, check: str, focus: tuple[Iri, ...]) -> Iri:
        """A finding, named by its check and the things it is about, so it outlives releases."""
        lines = "\n".join([check, *sorted(focus)])
        return self.mint("bevinding", f"{check}-{sha256(lines.encode()).hexdigest()[:12]}")

    def proposal(self, document: str, label: str) -> Iri:
        """Something a document names that the register lacks: a proposal for people to accept."""
        return self.mint("voorstel", f"{document}-{mint_slug(label)}")
