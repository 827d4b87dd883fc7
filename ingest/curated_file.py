"""The file a person writes: `sources/{id}/curated.yml`, read strictly into records.

In: a path and the region's Names. Out: `Curated`, not yet compared with any text. Every error
names file, line and what is allowed. `docs/curated.md` describes the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.anchors import Anchor
from ingest.cards import resolve_reference, suggest
from ingest.properties import CODES, PROPERTIES, TYPES, read_text, read_value
from ingest.yaml_lines import Node, read_yaml
from ontology.errors import CuratedError
from ontology.iris import Names
from ontology.records import Iri, Literal, Span
from ontology.terms import SKOS

MAX_LABEL_WORDS: Final = 12
_HASH: Final = re.compile(r"sha256:[0-9a-f]{64}")
_TOP_KEYS: Final = ("document", "role", "elements")
_ELEMENT_KEYS: Final = ("id", "type", "label", "evidence", "modality")
_EVIDENCE_KEYS: Final = ("start", "end", "quote", "length")
_VALUE_KEYS: Final = ("value", "evidence", "modality")


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedStatement:
    """One property and value; `evidence` is empty when the element's evidence holds for it."""

    predicate: Iri
    object: Iri | Literal
    evidence: tuple[Anchor, ...]
    modality: Iri | None
    claimed: bool
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedElement:
    """An element as written in the file, not yet anchored."""

    iri: Iri
    type: Iri
    evidence: tuple[Anchor, ...]
    modality: Iri | None
    labelled: bool  # whether this file brings it in (and not another file or the register)
    statements: tuple[CuratedStatement, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """A curated.yml that follows the schema."""

    document: str
    role: Iri
    elements: tuple[CuratedElement, ...]


def load_curated(path: Path, names: Names) -> Curated:
    """The curated layer of one document.

    Raises:
        CuratedError: naming file, line and what is allowed when the file breaks the schema.
    """
    return _Loader(path, names).load()


class _Loader:
    """Reads nodes into records; every error names the line."""

    def __init__(self, path: Path, names: Names) -> None:
        self._path = path
        self._where = f"{path.parent.name}/{path.name}"
        self._names = names

    def load(self) -> Curated:
        top = self._mapping(read_yaml(self._path, CuratedError), "the file", _TOP_KEYS, _TOP_KEYS)
        document = top["document"].raw
        if document != self._path.parent.name:
            folder = self._path.parent.name
            line = top["document"].line
            raise self._error(line, f"document '{document}' differs from its folder '{folder}'")
        elements = tuple(self._element(node) for node in self._list(top["elements"], "elements"))
        seen: dict[Iri, int] = {}
        for element in elements:
            if element.iri in seen:
                line = seen[element.iri]
                raise self._error(element.line, f"{element.iri} also stands on line {line}")
            seen[element.iri] = element.line
        return Curated(document=document, role=self._iri(top["role"], "role"), elements=elements)

    def _error(self, line: int, message: str) -> CuratedError:
        return CuratedError(f"{self._where}:{line}: {message}")

    def _mapping(
        self, node: Node, what: str, required: tuple[str, ...], allowed: tuple[str, ...] | None
    ) -> Mapping[str, Node]:
        if not isinstance(node.value, dict):
            raise self._error(node.line, f"{what}: expected keys and values, found {node.kind}")
        for key, value in node.value.items():
            if allowed is not None and key not in allowed:
                raise self._error(
                    value.line, f"unknown key '{key}' in {what}{suggest(key, allowed)}"
                )
        for key in required:
            if key not in node.value:
                raise self._error(node.line, f"{what}: key '{key}' is missing")
        return node.value

    def _list(self, node: Node, what: str) -> list[Node]:
        if not isinstance(node.value, list) or not node.value:
            raise self._error(
                node.line, f"{what}: expected a list of at least one, found {node.kind}"
            )
        return node.value

    def _iri(self, node: Node, what: str) -> Iri:
        try:
            return resolve_reference(node.raw, self._names)
        except ValueError as problem:
            raise self._error(node.line, f"{what}: {problem}") from None

    def _code(self, node: Node, what: str, allowed: Mapping[str, Iri]) -> Iri:
        if node.raw not in allowed:
            hint = suggest(node.raw, tuple(allowed))
            raise self._error(node.line, f"{what}: {node.kind} is not known{hint}")
        return allowed[node.raw]

    def _element(self, node: Node) -> CuratedElement:
        keys = self._mapping(node, "an element", ("id", "type", "evidence"), None)
        modality = keys.get("modality")
        statements = [*self._label(keys["label"])] if "label" in keys else []
        for key, value in keys.items():
            if key not in _ELEMENT_KEYS:
                statements += self._property(key, value)
        return CuratedElement(
            iri=self._iri(keys["id"], "id"),
            type=self._code(keys["type"], "type", TYPES),
            evidence=self._evidence(keys["evidence"]),
            modality=self._code(modality, "modality", CODES["modality"]) if modality else None,
            labelled="label" in keys,
            statements=tuple(statements),
            line=node.line,
        )

    def _label(self, node: Node) -> list[CuratedStatement]:
        labels = self._texts(node, "label")
        for label in labels:
            if len(label.value.split()) > MAX_LABEL_WORDS:
                raise self._error(node.line, f"label: at most {MAX_LABEL_WORDS} words, own words")
        return [self._statement(SKOS.prefLabel, label, node.line) for label in labels]

    def _texts(self, node: Node, what: str) -> tuple[Literal, ...]:
        try:
            return read_text(node)
        except ValueError as problem:
            raise self._error(node.line, f"{what}: {problem}") from None

    def _statement(self, predicate: Iri, value: Literal, line: int) -> CuratedStatement:
        return CuratedStatement(
            predicate=predicate, object=value, evidence=(), modality=None, claimed=False, line=line
        )

    def _property(self, key: str, node: Node) -> list[CuratedStatement]:
        if key not in PROPERTIES:
            hint = suggest(key, (*PROPERTIES, *_ELEMENT_KEYS))
            raise self._error(node.line, f"unknown property '{key}'{hint}")
        predicate, form = PROPERTIES[key]
        if form == "text":
            return [self._statement(predicate, text, node.line) for text in self._texts(node, key)]
        items = self._list(node, key) if isinstance(node.value, list) else [node]
        return [self._value(key, predicate, form, item) for item in items]

    def _value(self, key: str, predicate: Iri, form: str, node: Node) -> CuratedStatement:
        evidence: tuple[Anchor, ...] = ()
        modality: Iri | None = None
        value = node
        if isinstance(node.value, dict):
            parts = self._mapping(node, key, ("value",), _VALUE_KEYS)
            value = parts["value"]
            evidence = self._evidence(parts["evidence"]) if "evidence" in parts else ()
            if "modality" in parts:
                modality = self._code(parts["modality"], "modality", CODES["modality"])
        try:
            read = read_value(key, form, value, self._names)
        except ValueError as problem:
            raise self._error(value.line, f"{key}: {problem}") from None
        return CuratedStatement(
            predicate=predicate,
            object=read,
            evidence=evidence,
            modality=modality,
            claimed=True,
            line=node.line,
        )

    def _evidence(self, node: Node) -> tuple[Anchor, ...]:
        return tuple(self._anchor(item) for item in self._list(node, "evidence"))

    def _anchor(self, node: Node) -> Anchor:
        keys = self._mapping(node, "evidence", _EVIDENCE_KEYS, _EVIDENCE_KEYS)
        quote = keys["quote"]
        if not _HASH.fullmatch(quote.raw):
            raise self._error(quote.line, "quote: expected sha256: and 64 hex digits, never text")
        start, end, length = (self._count(keys[key], key) for key in ("start", "end", "length"))
        if not start < end or not 0 < length <= end - start:
            raise self._error(
                node.line, f"evidence: [{start}, {end}) cannot hold {length} characters"
            )
        return Anchor(Span(start, end), quote.raw, length)

    def _count(self, node: Node, key: str) -> int:
        if isinstance(node.value, bool) or not isinstance(node.value, int) or node.value < 0:
            raise self._error(
                node.line, f"{key}: expected a whole number from 0, found {node.kind}"
            )
        return node.value
