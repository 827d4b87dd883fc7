"""Source cards: what is known of a document before it is read (`sources/{id}/source.yml`).

In: a folder or file, and the region's Names. Out: `SourceCard`. The schema is strict: an unknown
key is an error, so a typing mistake never passes as silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from ingest.yaml_lines import Node, read_yaml
from ontology.errors import SourceError
from ontology.iris import Names, mint_slug
from ontology.records import Iri, Sha256, SourceCard
from ontology.terms import BG_NS, UNIT

CARD_FILE: Final = "source.yml"
MAX_SHORT: Final = 16  # characters: the head of a matrix column
MAX_CARDS: Final = 10_000

_TOOI: Final = "https://identifier.overheid.nl/tooi/id/"
PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "gm": _TOOI + "gemeente/",
        "pv": _TOOI + "provincie/",
        "ws": _TOOI + "waterschap/",
        "mnre": _TOOI + "ministerie/",
        "so": _TOOI + "so/",
        "zbo": _TOOI + "zbo/",
        "oorg": _TOOI + "oorg/",
        "bg": BG_NS,
        "unit": UNIT.NS,
        "freq": "http://publications.europa.eu/resource/authority/frequency/",
    }
)
_ABSOLUTE: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_PREFIXED: Final = re.compile(r"([a-z]+):([A-Za-z0-9_-]+)")
_RELATIVE: Final = re.compile(r"([a-z]+)/([a-z0-9]+(?:-[a-z0-9]+)*)")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_REQUIRED: Final = ("id", "title", "short")


def resolve_reference(reference: str, names: Names) -> Iri:
    """The IRI of `thema/wonen`, `gm:gm0141` or a full http(s) IRI.

    Raises:
        ValueError: with the forms that are allowed.
    """
    if _ABSOLUTE.fullmatch(reference):
        return Iri(reference)
    if prefixed := _PREFIXED.fullmatch(reference):
        prefix, local = prefixed.groups()
        if prefix in PREFIXES:
            return Iri(PREFIXES[prefix] + local)
        raise ValueError(f"prefix '{prefix}:' is unknown; known are {', '.join(PREFIXES)}")
    if relative := _RELATIVE.fullmatch(reference):
        return names.mint(*relative.groups())
    raise ValueError(
        f"'{reference}' is no identifier; write soort/naam in small letters, prefix:code or http…"
    )


def suggest(word: str, allowed: tuple[str, ...] | list[str]) -> str:
    """`; did you mean 'x'?` with the nearest allowed word, or the list when none is near."""
    near = get_close_matches(word, allowed, n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else f"; allowed are {', '.join(allowed)}"


def load_card(path: Path, names: Names) -> SourceCard:
    """The card in a source.yml; identifiers are resolved to IRIs of the region.

    Raises:
        SourceError: naming file, line and key when the file does not follow the schema.
    """
    return read_card(read_yaml(path, SourceError), f"{path.parent.name}/{path.name}", names)


def read_card(root: Node, where: str, names: Names) -> SourceCard:
    """The card in a mapping of keys and values; `where` names the file in errors.

    Raises:
        SourceError: naming file, line and key when the mapping does not follow the schema.
    """
    if not isinstance(root.value, dict):
        raise SourceError(f"{where}:{root.line}: expected keys and values, found {root.kind}")
    values: dict[str, Any] = {}
    for key, node in root.value.items():
        if key not in _READERS:
            raise SourceError(f"{where}:{node.line}: unknown key '{key}'{suggest(key, _KEYS)}")
        try:
            values[key] = _READERS[key](node, names)
        except ValueError as problem:
            raise SourceError(f"{where}:{node.line}: {key}: {problem}") from None
    for key in _REQUIRED:
        if key not in values:
            raise SourceError(f"{where}: key '{key}' is missing; required: {', '.join(_REQUIRED)}")
    return SourceCard(**values)


def load_cards(folder: Path, names: Names) -> Mapping[str, SourceCard]:
    """All cards of a folder, by id, in order of id; each stands in a folder named by its id.

    Raises:
        SourceError: when the folder is missing, a card is wrong, or two cards share a file.
    """
    if not folder.is_dir():
        raise SourceError(f"folder of source cards not found: {folder}")
    cards: dict[str, SourceCard] = {}
    files: dict[str, str] = {}
    for path in sorted(folder.glob(f"*/{CARD_FILE}"))[:MAX_CARDS]:
        card = load_card(path, names)
        where = f"{path.parent.name}/{path.name}"
        if card.id != path.parent.name:
            raise SourceError(f"{where}: id '{card.id}' differs from the name of its folder")
        if card.file and card.file in files:
            raise SourceError(f"{where}: file '{card.file}' is also claimed by {files[card.file]}")
        if card.file:
            files[card.file] = card.id
        cards[card.id] = card
    return MappingProxyType(cards)


def default_card(path: Path) -> SourceCard:
    """The card of a file that has none: slug and title come from the file's name.

    Raises:
        SourceError: when the name holds no letter or digit to make a slug of.
    """
    try:
        slug = mint_slug(path.stem)
    except ValueError:
        raise SourceError(f"{path.name}: give the file a name with letters or digits") from None
    title = " ".join(re.split(r"[\s_-]+", path.stem)).strip()
    title = title[:1].upper() + title[1:]
    return SourceCard(id=slug, title=title, short=title[:MAX_SHORT].rstrip(), file=path.name)


def _text(node: Node) -> str:
    if not isinstance(node.value, str) or not node.value.strip():
        raise ValueError(f"expected text, found {node.kind}")
    return " ".join(node.value.split())


def _slug(node: Node) -> str:
    if not _SLUG.fullmatch(node.raw):
        raise ValueError(f"expected small letters, digits and hyphens, found {node.kind}")
    return node.raw


def _short(node: Node) -> str:
    text = _text(node)
    if len(text) > MAX_SHORT:
        raise ValueError(f"at most {MAX_SHORT} characters, found {len(text)}")
    return text


def _file(node: Node) -> str:
    text = _text(node)
    if "/" in text or "\\" in text or text in {".", ".."}:
        raise ValueError("expected a file name without folder")
    return text


def _date(node: Node) -> str:
    if not _DATE.fullmatch(node.raw):
        raise ValueError(f"expected YYYY, YYYY-MM or YYYY-MM-DD, found {node.kind}")
    return node.raw


def _year(node: Node) -> int:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int) or not 1000 <= value <= 9999:
        raise ValueError(f"expected a year, found {node.kind}")
    return value


def _sha256(node: Node) -> Sha256:
    if not _SHA256.fullmatch(node.raw):
        raise ValueError("expected 64 small hex digits")
    return Sha256(node.raw)


def _page(node: Node) -> str:
    text = _text(node)
    if not _ABSOLUTE.fullmatch(text):
        raise ValueError(f"expected an http(s) address, found {node.kind}")
    return text


def _iri(node: Node, names: Names) -> Iri:
    return resolve_reference(_text(node), names)


def _iris(node: Node, names: Names) -> tuple[Iri, ...]:
    items = node.value if isinstance(node.value, list) else [node]
    return tuple(_iri(item, names) for item in items)


def _counts(node: Node) -> dict[str, int]:
    if not isinstance(node.value, dict):
        raise ValueError(f"expected kind: count, found {node.kind}")
    counts: dict[str, int] = {}
    for kind, item in node.value.items():
        value = item.value
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ValueError(f"{kind}: expected a whole number from 0, found {item.kind}")
        counts[kind] = value
    return counts


_READERS: Final[Mapping[str, Callable[[Node, Names], object]]] = MappingProxyType(
    {
        "id": lambda node, _: _slug(node),
        "title": lambda node, _: _text(node),
        "short": lambda node, _: _short(node),
        "publisher": _iris,
        "date": lambda node, _: _date(node),
        "document_type": _iri,
        "adoption_status": _iri,
        "instrument_status": _iri,
        "horizon": lambda node, _: _year(node),
        "licence": lambda node, _: _text(node),
        "landing_page": lambda node, _: _page(node),
        "file": lambda node, _: _file(node),
        "sha256": lambda node, _: _sha256(node),
        "default_place": _iri,
        "expected": lambda node, _: _counts(node),
    }
)
_KEYS: Final = tuple(_READERS)
