"""Two hundred files that are broken or mean harm, made from a seed: the same every time.

`make_files` writes them; each comes with a part of the reason it must be refused with, `None`
where it may just as well be read.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

COUNT: Final = 200
_TEXT: Final = "De gemeente Eikhoven bouwt 120 woningen aan de Havenkade.\n"
_MIB: Final = 1024 * 1024
_LAUGHS: Final = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_LAUGHING: Final = f'<!DOCTYPE d [<!ENTITY l0 "ha">{_LAUGHS}]>'
_OUTSIDE: Final = '<!DOCTYPE d [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'

Maker = Callable[[random.Random], bytes]


def make_pdf(rng: random.Random, encrypt: object = None, lines: int = 30) -> bytes:
    """A PDF of three pages."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, encrypt=encrypt)
    for _ in range(3):
        for line in range(lines):
            canvas.drawString(72, 760 - 16 * line, f"{_TEXT.strip()} {rng.random()}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_docx(**parts: str | bytes) -> bytes:
    """A Word document of which parts are replaced; `document` is word/document.xml."""
    buffer = BytesIO()
    document = docx.Document()
    document.add_paragraph(_TEXT)
    document.save(buffer)
    changed = BytesIO()
    with ZipFile(buffer) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            stem = Path(info.filename).stem
            if parts.get(stem, b"keep") != b"":
                new.writestr(info.filename, parts.get(stem, old.read(info)))
    return changed.getvalue()


def _body(words: str, head: str = "") -> str:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f'<?xml version="1.0"?>{head}<w:document {space}><w:body>{words}</w:body></w:document>'


def _paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(20, len(data) - 20)]


def _garble(data: bytes, rng: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(max(8, len(data) // 50)):
        broken[rng.randrange(10, len(broken))] = rng.randrange(256)
    return bytes(broken)


def make_bomb(rng: random.Random) -> bytes:
    """A page whose stream unpacks to 400 MB."""
    packer = zlib.compressobj(9)
    pieces = [packer.compress(b"BT (x) Tj ET " * _MIB) for _ in range(32)]
    stream = b"".join(pieces) + packer.flush()
    data = make_pdf(rng, lines=1)
    start, end = data.index(b"stream\n") + 7, data.index(b"endstream")
    head = data[:start].replace(b"/ASCII85Decode /FlateDecode", b"/FlateDecode")
    return head + stream + data[end:]


def _stuffed() -> bytes:
    """A Word document with a part that unpacks to 300 MB."""
    buffer = BytesIO(make_docx())
    with ZipFile(buffer, "a", ZIP_DEFLATED) as archive, archive.open("word/x.bin", "w") as part:
        for _ in range(300):
            part.write(bytes(_MIB))
    return buffer.getvalue()


def _lying() -> bytes:
    """A Word document whose directory says that its text is small."""
    data = bytearray(make_docx(document=_body(_paragraph("x " * 8 * _MIB))))
    place = data.rindex(b"word/document.xml") - 46  # of the entry in the directory
    data[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def _html(body: str) -> bytes:
    return f"<!doctype html><html><body>{body}</body></html>".encode()


_KINDS: Final[tuple[tuple[str, str | None, Maker], ...]] = (
    ("cut.pdf", None, lambda rng: _cut(make_pdf(rng), rng)),
    ("garbled.pdf", None, lambda rng: _garble(make_pdf(rng), rng)),
    ("locked.pdf", "password", lambda rng: make_pdf(rng, StandardEncryption("geheim"))),
    ("scan.pdf", "a scan without text", lambda rng: make_pdf(rng, lines=0)),
    ("head.pdf", "cannot be opened", lambda rng: b"%PDF-1.7\n" + rng.randbytes(3000)),
    ("cut.docx", "DOCX", lambda rng: _cut(make_docx(), rng)),
    ("garbled.docx", None, lambda rng: _garble(make_docx(), rng)),
    ("laughs.docx", "DOCTYPE", lambda _: make_docx(document=_body(_paragraph("&l9;"), _LAUGHING))),
    ("outside.docx", "DOCTYPE", lambda _: make_docx(document=_body(_paragraph("&l9;"), _OUTSIDE))),
    ("missing.docx", "no Word document", lambda _: make_docx(document=b"", styles=b"")),
    ("bodiless.docx", "DOCX", lambda _: make_docx(document="<x/>")),
    ("deep.docx", "DOCX", lambda _: make_docx(document=_body("<w:sdt>" * 9000))),
    ("table.docx", None, lambda _: make_docx(document=_body(
        "<w:tbl><w:tr><w:tc>" * 60 + _paragraph("diep") + "</w:tc></w:tr></w:tbl>" * 60))),
    ("huge-span.docx", None, lambda _: make_docx(document=_body(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="900000000"/></w:tcPr>'
        + _paragraph("breed") + "</w:tc></w:tr></w:tbl>"))),
    ("archive.docx", "no Word document", lambda rng: _archive(rng)),
    ("nul.txt", "unknown|control", lambda rng: _TEXT.encode() + bytes(rng.randrange(1, 99))),
    ("late-nul.txt", "control", lambda _: _TEXT.encode() * 2000 + b"\0"),
    ("rtl.txt", None, lambda _: ("\u202e\u2067" + _TEXT).encode() * 50),
    ("surrogate.txt", "not UTF-8", lambda _: _TEXT.encode() + b"\xed\xa0\x80"),
    ("random.txt", None, lambda rng: rng.randbytes(5000)),
    ("utf16.txt", None, lambda _: _TEXT.encode("utf-16")),
    ("half.txt", "not UTF-16", lambda _: _TEXT.encode("utf-16")[:-1]),
    ("latin.txt", None, lambda _: ("Financiële café " * 9).encode("latin-1")),
    ("empty.txt", "empty", lambda _: b""),
    ("blank.md", "empty", lambda rng: b" \n\t" * rng.randrange(1, 999)),
    ("mark.txt", "empty", lambda _: b"\xef\xbb\xbf"),
    ("zeros.txt", "unknown|empty", lambda _: bytes(4096)),
    ("lists.html", "nested", lambda _: _html("<ul><li>" * 10_000 + "diep")),
    ("tables.html", None, lambda _: _html("<table><tr><td>" * 2_000 + "diep")),
    ("script.html", "no text", lambda _: _html("<script>while(1){}</script>" * 99)),
    ("attribute.html", None, lambda _: _html(f"<p title='{'x' * 4 * _MIB}'>{_TEXT}</p>")),
    ("cut.html", None, lambda rng: _cut(_html(f"<table><tr><td>{_TEXT}</td>" * 99), rng)),
    ("lists.md", None, lambda _: b"- " * 10_000 + b"diep\n"),
    ("stairs.md", None, lambda _: "".join(f"{' ' * 2 * n}- x\n" for n in range(1500)).encode()),
    ("quotes.md", None, lambda _: b">" * 50_000 + b"diep\n"),
    ("bars.md", None, lambda _: (b"|" * 5_000 + b"\n") * 40),
    ("line.txt", None, lambda _: _TEXT.replace("\n", " ").encode() * 1_500),
    ("words.txt", None, lambda _: b"a" * 300_000),
    ("numbers.txt", None, lambda rng: b"".join(b"%d.%d " % (rng.randrange(999), n) for n in range(15_000))),
    ("picture.txt", "unknown", lambda rng: b"\x89PNG\r\n\x1a\n\x00" + rng.randbytes(2000)),
    ("word.pdf", None, lambda _: make_docx()),
    ("pdf.docx", None, lambda rng: make_pdf(rng)),
    ("page.txt", None, lambda _: _html(f"<p>{_TEXT}</p>")),
    ("combining.txt", None, lambda _: ("e" + "\u0301" * 3000 + " ").encode() * 20),
    ("hyphens.txt", None, lambda _: ("a\u00ad-\u200b" * 40_000).encode()),
    ("returns.txt", None, lambda _: b"\r" * 100_000 + _TEXT.encode()),
    ("brackets.txt", None, lambda _: b"([{<" * 50_000),
)  # fmt: skip
_LARGE: Final[tuple[tuple[str, str | None, Maker], ...]] = (
    ("large-line.txt", "split the document", lambda _: b"De stad bouwt verder. " * (50 * _MIB // 22)),
    ("larger-line.txt", "larger than 50 MB", lambda _: b"x" * (50 * _MIB + 1)),
    ("bomb.pdf", "memory|seconds|cannot be opened", make_bomb),
    ("stuffed.docx", "unpacks to more", lambda _: _stuffed()),
    ("lying.docx", "DOCX", lambda _: _lying()),
    ("pages.pdf", "more than 2000 pages", lambda _: _pages(2001)),
)  # fmt: skip


def _archive(rng: random.Random) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("word/other.xml", rng.randbytes(99))
    return buffer.getvalue()


def _pages(count: int) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for _ in range(count):
        canvas.drawString(72, 700, "Een bladzijde met tekst")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_files(folder: Path, seed: int) -> Iterator[tuple[str, str | None]]:
    """Write the files; gives of each its name and the reason to expect."""
    rng = random.Random(seed)
    rest = islice(cycle(_KINDS), COUNT - len(_LARGE))
    for number, (name, reason, make) in enumerate((*_LARGE, *rest)):
        path = folder / f"{number:03}-{name}"
        path.write_bytes(make(rng))
        yield path.name, reason
