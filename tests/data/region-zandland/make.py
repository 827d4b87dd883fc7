"""Makes kustagenda.pdf and brief-westerwier.docx from their Markdown, and the curated quotes.

Run by its path from the root: `PYTHONPATH=. python tests/data/region-zandland/make.py`. All of it
is ours: region, bodies and figures are invented.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from ingest.anchors import Anchor
from ingest.curated import format_evidence
from ingest.pipeline import load_file
from ontology.records import Span
from tests.data.brief.make import make_docx, make_pdf, read_blocks

FOLDER = Path(__file__).parent
QUOTES = ("een kust die veilig is", "waar het ook stil kan zijn", "komt hoger")


def main() -> None:
    """Write both files; print their hashes and the lines of evidence for curated.yml."""
    for name, suffix, make in (
        ("kustagenda", ".pdf", make_pdf),
        ("brief-westerwier", ".docx", make_docx),
    ):
        source = FOLDER / f"{name}.md"
        made = FOLDER / "texts" / f"{name}{suffix}"
        make(list(read_blocks(source.read_text(encoding="utf-8"))), made)
        print(name, sha256(made.read_bytes()).hexdigest())
        text = load_file(made).parsed.text
        for quote in QUOTES:
            start = " ".join(text.split("\n")).find(quote)
            if start >= 0:
                print(format_evidence(Anchor.of(text, Span(start, start + len(quote)))))


if __name__ == "__main__":
    main()
