"""Gold: what a careful reader finds in a document, as records to measure the extractors against.

In: `{document}.json`, a list of records {kind, label_nl, fields, start, end, line, certainty}.
Out: `Gold`. Offsets are code points into the canonical text, half-open; labels are own words. A
record of kind `_scope` {start, end, kinds} says which part is covered completely, and for which
kinds; only there can an element be called a false hit. Without one that is the whole document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ontology.errors import SourceError
from ontology.records import Span

SCOPE: Final = "_scope"
_KIND_NAMES: Final = (
    "theme goal actor quantity milestone relation action document_reference programme product "
    "finding governance_body project finance"
)
KINDS: Final = frozenset(_KIND_NAMES.split(" "))
MAX_BYTES: Final = 32 * 1024 * 1024
MAX_RECORDS: Final = 100_000
MAX_FILES: Final = 10_000
_KEYS: Final = frozenset(("kind", "label_nl", "fields", "start", "end", "line", "certainty"))
_SCOPE_KEYS: Final = frozenset(("kind", "start", "end", "kinds"))
_CERTAINTY: Final = ("sure", "likely", "unsure")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldRecord:
    """One thing that stands in a document; what `fields` holds depends on the kind."""

    document: str
    kind: str
    label: str
    span: Span
    fields: Mapping[str, Any]
    certainty: str = "sure"

    def text(self, key: str) -> str | None:
        """A field as text, or None when it is absent, null or empty."""
        value = self.fields.get(key)
        return None if value in (None, "") else str(value)

    def names(self, *keys: str) -> tuple[str, ...]:
        """The names that some fields and `aliases` give, without empty ones."""
        aliases = self.fields.get("aliases") or ()
        given = (*(self.fields.get(key) for key in keys), *aliases)
        return tuple(str(name) for name in given if name)


@dataclass(frozen=True, slots=True)
class Scope:
    """A part that the gold covers completely; `kinds` is empty when it does so for every kind."""

    span: Span
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold of one document."""

    document: str
    records: tuple[GoldRecord, ...]
    scopes: tuple[Scope, ...] = ()

    def covers(self, kind: str, span: Span) -> bool:
        """Whether everything of this kind that stands in the span would be in the gold."""
        if not self.scopes:
            return any(record.kind == kind for record in self.records)
        return any(
            scope.span.contains(span) and (not scope.kinds or kind in scope.kinds)
            for scope in self.scopes
        )


def load_gold(path: Path) -> Gold:
    """The gold in one file, whose stem is the id of the document.

    Raises:
        SourceError: naming file, record (from 1) and key, when the file breaks the format.
    """
    records: list[GoldRecord] = []
    scopes: list[Scope] = []
    for number, item in enumerate(_read(path), 1):
        where = f"{path.name}: record {number}"
        if not isinstance(item, dict):
            raise SourceError(f"{where}: expected an object with kind, start and end")
        if item.get("kind") == SCOPE:
            scopes.append(_scope(item, where))
        else:
            records.append(_record(item, path.stem, where))
    return Gold(path.stem, tuple(records), tuple(scopes))


def load_gold_folder(path: Path) -> tuple[Gold, ...]:
    """The gold in a file, or in every .json of a folder by name.

    Raises:
        SourceError: when there is none, or a file breaks the format.
    """
    paths = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not paths:
        raise SourceError(f"{path}: no gold here; expected files like document-id.json")
    if len(paths) > MAX_FILES:
        raise SourceError(f"{path}: more than {MAX_FILES} files")
    return tuple(load_gold(one) for one in paths)


def _read(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"{path.name}: larger than {MAX_BYTES // 1024 // 1024} MB")
        items = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise SourceError(f"{path.name}: cannot be opened ({problem.strerror})") from None
    except (ValueError, RecursionError) as problem:
        raise SourceError(f"{path.name}: not readable as JSON ({problem})") from None
    if not isinstance(items, list) or len(items) > MAX_RECORDS:
        raise SourceError(f"{path.name}: expected a list of at most {MAX_RECORDS} records")
    return items


def _record(item: Mapping[str, Any], document: str, where: str) -> GoldRecord:
    _check_keys(item, _KEYS, where)
    kind, label = item.get("kind"), item.get("label_nl")
    if kind not in KINDS:
        raise SourceError(f"{where}: kind: expected one of {', '.join(sorted(KINDS))}")
    if not isinstance(label, str) or not label.strip():
        raise SourceError(f"{where}: label_nl: expected a name in own words")
    fields = item.get("fields", {})
    if not isinstance(fields, dict):
        raise SourceError(f"{where}: fields: expected an object")
    if not isinstance(fields.get("aliases") or [], list):
        raise SourceError(f"{where}: fields.aliases: expected a list of names")
    certainty = item.get("certainty", "sure")
    if certainty not in _CERTAINTY:
        raise SourceError(f"{where}: certainty: expected one of {', '.join(_CERTAINTY)}")
    return GoldRecord(
        document=document,
        kind=str(kind),
        label=label,
        span=_span(item, where),
        fields=fields,
        certainty=certainty,
    )


def _scope(item: Mapping[str, Any], where: str) -> Scope:
    _check_keys(item, _SCOPE_KEYS, where)
    kinds = item.get("kinds") or []
    if not isinstance(kinds, list) or not all(kind in KINDS for kind in kinds):
        raise SourceError(f"{where}: kinds: expected a list of {', '.join(sorted(KINDS))}")
    return Scope(_span(item, where), frozenset(kinds))


def _check_keys(item: Mapping[str, Any], allowed: frozenset[str], where: str) -> None:
    for key in item:
        if key not in allowed:
            raise SourceError(f"{where}: unknown key '{key}'")


def _span(item: Mapping[str, Any], where: str) -> Span:
    values = []
    for key in ("start", "end"):
        value = item.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise SourceError(f"{where}: {key}: expected a whole number from 0")
        values.append(value)
    try:
        return Span(*values)
    except ValueError as problem:
        raise SourceError(f"{where}: start, end: {problem}") from None
