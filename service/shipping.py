"""Write the shipped layer: what was read of each document, as offsets, names and numbers.

In: the texts at hand. Out: `extracted.json` beside each `source.yml` of the region, so that a
machine without the texts has the whole graph. Run it with `make extracted` after a change of
the register or of a reader; a test compares the files with a fresh reading.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from graph.register import Region, load_region
from ingest.batch import read_every
from ingest.cards import load_cards
from ingest.pipeline import Reader, find_sources
from ingest.readings import dump_reading
from ontology.errors import BeleidsgraafError, SourceError
from ontology.records import Reading
from service.build import EXTRACTED_FILE
from service.config import build_settings
from service.errors import exit_code
from service.folders import find_region_folder, find_sources_folder


def read_region(region: Region, sources: Path) -> Iterator[Reading]:
    """A fresh reading of every text that has a card of the region."""
    cards = load_cards(region.sources_folder, region.names)
    found, _ = find_sources(sources, cards)
    reader = Reader(
        region.names,
        tuple(region.entries.values()),
        concepts=tuple(region.concepts.values()),
    )
    yield from read_every([source for source in found if source.card.id in cards], reader)


def write_shipped(region: Region, sources: Path) -> list[Path]:
    """Write the layer of each document; the paths that were written."""
    written = []
    for reading in read_region(region, sources):
        path = region.sources_folder / reading.document / EXTRACTED_FILE
        path.write_text(dump_reading(reading), encoding="utf-8")
        written.append(path)
    return written


def main() -> int:
    """Write the shipped layer of the region of the settings."""
    try:
        settings = build_settings()
        sources = find_sources_folder(settings.sources, Path.cwd())
        if sources is None:
            raise SourceError("no folder of texts; set BELEIDSGRAAF_SOURCES")
        region = load_region(find_region_folder(settings.region))
        for path in write_shipped(region, sources):
            print(f"{path.parent.name}: {path.stat().st_size // 1024} kB")
    except BeleidsgraafError as error:
        print(error, file=sys.stderr)
        return exit_code(error)
    return 0


if __name__ == "__main__":
    sys.exit(main())
