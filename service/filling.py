"""The command `load`: RDF of others into the store, without a service in between.

In: settings and files. Out: what was loaded, and how long it took. Reads no RDF: `graph` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from graph.loading import load_files
from graph.region import load_region_card
from ontology.errors import InputError
from ontology.iris import Names
from ontology.records import Iri
from service.config import Settings
from service.console import Step
from service.folders import find_region_folder

_MB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Filled:
    """Files and quads that were read, and the seconds it took."""

    files: int
    quads: int
    seconds: float

    def line(self) -> str:
        """For a person."""
        return (
            f"loaded {self.quads:,} quads of {self.files} file(s) in {self.seconds:.1f} s; "
            "a service over this folder shows them within seconds"
        )

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return asdict(self)


def fill(settings: Settings, files: Sequence[Path], graph: str | None, step: Step) -> Filled:
    """Load files into the data folder of the settings.

    Raises:
        InputError: when a file cannot be used, or the graph lies elsewhere.
        StoreError: when a service writes the folder, or it cannot be written.
    """
    if settings.store:
        raise InputError(
            f"the graph lies at {settings.store}: use the loader of that server, "
            "or unset BELEIDSGRAAF_STORE"
        )
    names = Names(load_region_card(find_region_folder(settings.region)).base)

    def tell(name: str, done: int, size: int) -> None:
        step(f"{name} (MB)", done // _MB, max(1, size // _MB))

    began = perf_counter()
    target = Iri(graph) if graph is not None else None
    read = load_files(settings.data, names.graph("reviews"), files, target, tell)
    return Filled(len(files), read, round(perf_counter() - began, 2))
