"""What python-docx leaves out of the text of a Word document: tracked changes, controls, footnotes.

In: elements of the body, changed in place. Changes count as accepted; what a content control holds
is text like any other, a table of contents is not; a footnote is a line of its own below the
paragraph, with the number that the paragraph has at that place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

_GONE: Final = tuple(map(qn, ("w:del", "w:moveFrom")))
_KEPT: Final = tuple(map(qn, ("w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdtContent")))
_CONTROL: Final = qn("w:sdt")
_REFERENCE: Final = qn("w:footnoteReference")
_TEXT: Final = qn("w:t")
_CONTENTS: Final = "Table of Contents"


def accept_changes(body: Any) -> None:
    """Drop what was struck out, keep what was put in, unwrap controls."""
    for node in list(body.iter(*_GONE)):
        row = node.getparent()
        if row is not None and row.tag == qn("w:trPr"):  # the whole row was struck out
            node = row.getparent()
        _drop(node)
    for control in list(body.iter(_CONTROL)):
        if any(one.get(qn("w:val")) == _CONTENTS for one in control.iter(qn("w:docPartGallery"))):
            _drop(control)
            continue
        for child in list(control):
            if child.tag != qn("w:sdtContent"):
                control.remove(child)
    for node in list(body.iter(*_KEPT, _CONTROL)):
        parent = node.getparent()
        if parent is not None:
            place = parent.index(node)
            parent[place : place + 1] = list(node)


def _drop(node: Any) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


class Footnotes:
    """The footnotes of a document, numbered in the order of their references."""

    def __init__(self, document: DocxDocument) -> None:
        self._texts = dict(_read_notes(document))
        self._count = 0

    def place(self, block: Any) -> list[str]:
        """Write the number of each note at its reference in a block; the notes, one line each.

        Behind a digit no number is written, since it would become part of another number.
        """
        lines: list[str] = []
        before = ""
        for node in list(block.iter(_TEXT, _REFERENCE)) if self._texts else ():
            if node.tag == _TEXT:
                before = node.text or before
                continue
            note = self._texts.get(node.get(qn("w:id")))
            if note is None:
                continue
            self._count += 1
            if before[-1:].isdigit():
                lines.append(note)
                continue
            mark: Any = OxmlElement("w:t")
            mark.text = str(self._count)
            node.getparent().replace(node, mark)
            lines.append(f"{self._count} {note}")
        return lines


def _read_notes(document: DocxDocument) -> Iterator[tuple[str, str]]:
    """Id and text of each note; those that only draw a line have a type."""
    try:
        part = document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    except KeyError:
        return
    for note in parse_xml(part.blob).iter(qn("w:footnote")):
        words = "".join(node.text or "" for node in note.iter(_TEXT))
        if note.get(qn("w:type")) in (None, "normal") and words.strip():
            yield note.get(qn("w:id")), " ".join(words.split())
