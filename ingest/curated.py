"""What people read in a document: `sources/{id}/curated.yml`, anchored to the text by hashes.

In: a curated.yml, and the text (or only the hash) of the document it speaks of. Out: elements in
layer bg:Curated, and issues for quotes that moved or are gone. A statement whose quote is gone is
not produced. `docs/curated.md` describes the file for people who write one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal as OneOf

from ingest.anchors import Anchor, AnchorSearch
from ingest.cards import check_document, resolve_reference, suggest
from ingest.properties import CODES, PROPERTIES, TYPES, read_text, read_value
from ingest.yaml_lines import Node, read_yaml
from ontology.errors import CuratedError
from ontology.iris import Names
from ontology.records import Element, Iri, Issue, Literal, Sha256, SourceCard, Span, Statement
from ontology.terms import BG, SKOS

CURATED_FILE: Final = "curated.yml"
Severity = OneOf["info", "warning", "error"]
METHOD: Final = "curated"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedReading:
    """What still holds in the text at hand; `role` is to whom the claims are attributed."""

    document: str
    role: Iri
    elements: tuple[Element, ...]
    issues: tuple[Issue, ...]


def load_curated(path: Path, names: Names) -> Curated:
    """The curated layer of one document.

    Raises:
        CuratedError: naming file, line and what is allowed when the file breaks the schema.
    """
    return _Loader(path, names).load()


def anchor(
    curated: Curated, text: str | None, file_hash: Sha256, card: SourceCard, names: Names
) -> CuratedReading:
    """The elements whose quotes stand in the text, with the offsets where they stand now.

    Without text the offsets are trusted only when the file is the one of the card.
    """
    trusted = text is None and card.sha256 is not None and file_hash == card.sha256
    anchoring = _Anchoring(curated, AnchorSearch(text) if text is not None else None, trusted)
    elements = anchoring.elements()
    version = names.version(curated.document, file_hash)
    issues = [
        Issue(code=i.code, message=i.message, where=f"{version} {i.where}", severity=i.severity)
        for i in anchoring.issues
    ]
    return CuratedReading(
        document=curated.document, role=curated.role, elements=elements, issues=tuple(issues)
    )


class _Loader:
    """Reads nodes into records; every error names the line."""

    def __init__(self, path: Path, names: Names) -> None:
        self._path = path
        self._where = f"{path.parent.name}/{path.name}"
        self._names = names

    def load(self) -> Curated:
        top = self._mapping(read_yaml(self._path, CuratedError), "the file", _TOP_KEYS, _TOP_KEYS)
        document = check_document(top["document"], CuratedError, self._where)
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


class _Anchoring:
    """Places the quotes of one curated file, collecting issues."""

    def __init__(self, curated: Curated, search: AnchorSearch | None, trusted: bool) -> None:
        self._curated = curated
        self._search = search
        self._trusted = trusted
        self._found: dict[Anchor, Span | None] = {}
        self.issues: list[Issue] = []

    def elements(self) -> tuple[Element, ...]:
        if self._search is None and not self._trusted:
            message = "curated statements need the text: this file is not the one they were read in"
            self.issues.append(Issue(code="quote-unchecked", message=message))
            return ()
        placed = [
            (entry, self._place(entry.evidence, entry.iri)) for entry in self._curated.elements
        ]
        lost = {entry.iri for entry, spans in placed if entry.labelled and not spans}
        return tuple(self._element(entry, spans, lost) for entry, spans in placed if spans)

    def _element(self, entry: CuratedElement, spans: tuple[Span, ...], lost: set[Iri]) -> Element:
        statements: list[Statement] = []
        for given in entry.statements:
            own = self._place(given.evidence, entry.iri)
            if (given.evidence and not own) or given.object in lost:
                continue
            statements.append(
                Statement(
                    predicate=given.predicate,
                    object=given.object,
                    evidence=own,
                    modality=given.modality,
                    claimed=given.claimed,
                )
            )
        return Element(
            iri=entry.iri,
            type=entry.type,
            evidence=spans,
            method=METHOD,
            confidence=Decimal(1),
            layer=BG.Curated,
            statements=tuple(statements),
            modality=entry.modality,
        )

    def _place(self, anchors: tuple[Anchor, ...], iri: Iri) -> tuple[Span, ...]:
        spans = [self._find(wanted, iri) for wanted in anchors]
        return tuple(sorted({span for span in spans if span}))

    def _find(self, wanted: Anchor, iri: Iri) -> Span | None:
        if self._search is None:
            return wanted.span
        if wanted in self._found:
            return self._found[wanted]
        span = self._search.find(wanted)
        self._found[wanted] = span
        old = f"[{wanted.span.start}, {wanted.span.end})"
        if span is None:
            self._report("quote-gone", f"quote of {iri} no longer stands in the text", old)
        elif span != wanted.span:
            now = f"[{span.start}, {span.end})"
            self._report("quote-moved", f"quote of {iri} moved to {now}", old, severity="info")
        return span

    def _report(self, code: str, message: str, where: str, severity: Severity = "warning") -> None:
        self.issues.append(Issue(code=code, message=message, where=where, severity=severity))


def main(arguments: list[str]) -> int:
    """Print one evidence item for `FILE.txt START END`; 2 when the arguments do not fit."""
    usage = "usage: python -m ingest.curated FILE.txt START END"
    if len(arguments) != 3:
        print(usage, file=sys.stderr)
        return 2
    try:
        text = Path(arguments[0]).read_bytes().decode("utf-8")
        found = Anchor.of(text, Span(int(arguments[1]), int(arguments[2])))
    except (OSError, ValueError) as problem:
        print(f"{problem}; {usage}", file=sys.stderr)
        return 2
    print(format_evidence(found))
    return 0


def format_evidence(item: Anchor) -> str:
    """An evidence item as one line of YAML."""
    start, end = item.span.start, item.span.end
    return f"- {{start: {start}, end: {end}, quote: '{item.quote}', length: {item.length}}}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
