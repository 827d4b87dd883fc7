"""HTML pages: headings, paragraphs, items and rows of the body, without menus and scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.formats.parsed import ParsedText
from ingest.formats.plain import decode_bytes
from ontology.errors import SourceError

_PROBE: Final = 2048
_SKIPPED: Final = "script, style, nav, template, noscript, svg, form, head, button, iframe"
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_BLOCKS: Final = frozenset(
    {"p", "div", "section", "article", "main", "body", "blockquote", "ul", "ol", "table", "tbody"}
    | {"thead", "tfoot", "tr", "li", "pre", "figure", "figcaption", "header", "footer", "aside"}
    | {"dl", "dt", "dd", "address", "details", "summary", "hr", "html", *_HEADINGS}
)
_MAX_DEPTH: Final = 200


class _TooDeepError(Exception):
    """Blocks are nested deeper than any page that people read."""


def is_html(data: bytes) -> bool:
    """Whether the bytes begin as an HTML page does."""
    head = data[:_PROBE].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html")) or (
        head.startswith(b"<?xml") and b"<html" in head
    )


def read_html(data: bytes, name: str) -> ParsedText:
    """The text of the page.

    Raises:
        SourceError: when the page cannot be decoded or holds no text.
    """
    tree = LexborHTMLParser(decode_bytes(data, name))
    for node in tree.css(_SKIPPED):
        node.decompose()
    try:
        lines = _join(_walk(tree.body, 0)) if tree.body is not None else ""
    except _TooDeepError:
        raise SourceError(f"{name}: blocks nested more than {_MAX_DEPTH} deep") from None
    if not lines.strip():
        raise SourceError(f"{name}: no text in this page; save the page as it is shown")
    return ParsedText(lines, "text/html")


def _join(parts: Iterator[tuple[str, str]]) -> str:
    """Lines in order; items and rows below each other, other blocks parted by an empty line."""
    lines: list[str] = []
    before = ""
    for kind, text in parts:
        if lines and not (kind == before and kind in ("item", "row")):
            lines.append("")
        lines.append(text)
        before = kind
    return "\n".join(lines) + "\n"


def _walk(node: LexborNode, depth: int) -> Iterator[tuple[str, str]]:
    """Blocks below a node as (kind, line)."""
    if depth > _MAX_DEPTH:
        raise _TooDeepError
    words: list[str] = []
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag not in _BLOCKS and not _holds_block(child):
            words.append("\n" if tag == "br" else child.text(deep=True))
            continue
        yield from _paragraph(words)
        words = []
        yield from _block(child, tag, depth)
    yield from _paragraph(words)


def _block(node: LexborNode, tag: str, depth: int) -> Iterator[tuple[str, str]]:
    if tag in _HEADINGS:
        if title := _one_line(node.text(deep=True, separator=" ")):
            yield "heading", f"{'#' * _HEADINGS[tag]} {title}"
    elif tag == "tr":
        cells = [_one_line(cell.text(deep=True, separator=" ")) for cell in node.iter()]
        if any(cells):
            yield "row", "\t".join(cells).strip("\t")
    elif tag in ("ul", "ol"):
        items = (child for child in node.iter() if child.tag == "li")
        for number, item in enumerate(items, _first_number(node)):
            marker = f"{number}." if tag == "ol" else "•"
            for index, (kind, text) in enumerate(_walk(item, depth + 1)):
                yield ("item", f"{marker} {text}") if not index else (kind, text)
    else:
        yield from _walk(node, depth + 1)


def _first_number(node: LexborNode) -> int:
    start = node.attributes.get("start") or "1"
    return int(start) if start.isdigit() and len(start) < 6 else 1


def _holds_block(node: LexborNode) -> bool:
    return any((child.tag or "") in _BLOCKS for child in node.iter())


def _paragraph(words: list[str]) -> Iterator[tuple[str, str]]:
    if line := _one_line("".join(words)):
        yield "text", line


def _one_line(text: str) -> str:
    return " ".join(text.split())
