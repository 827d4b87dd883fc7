"""Where things are: the region, the texts of the documents, the texts a user added.

In: settings and the working folder. Out: paths that exist, or an error that names what is
missing. Reads no document.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import ontology
from ontology.errors import RegisterError, SourceError

REGISTER: Final = Path(ontology.__file__).parent / "register"
REGION_FILE: Final = "region.yml"
OWN_TEXTS: Final = "texts"
OWN_CARDS: Final = "sources"
OWN_REGISTER: Final = "register"  # entries that people accepted, one Turtle file each


def find_region_folder(given: str | None) -> Path:
    """The folder of a region: a path with a region.yml, the name of a shipped one, or the only one.

    Raises:
        RegisterError: when there is none or more than one to choose from, naming the shipped ones.
    """
    shipped = sorted(path.parent for path in REGISTER.glob(f"*/{REGION_FILE}"))
    names = ", ".join(folder.name for folder in shipped) or "none"
    if given is None:
        if len(shipped) != 1:
            raise RegisterError(f"say which region with BELEIDSGRAAF_REGION; shipped are {names}")
        return shipped[0]
    for folder in (Path(given), REGISTER / given):
        if (folder / REGION_FILE).is_file():
            return folder
    raise RegisterError(f"there is no region '{given}'; shipped are {names}, or give a folder")


def find_sources_folder(given: Path | None, start: Path) -> Path | None:
    """The folder with the texts: what was given, else ./sources, else ../shared/sources.

    Raises:
        SourceError: when a folder was given and is not there.
    """
    if given is not None:
        if not given.is_dir():
            raise SourceError(f"the folder of sources is not there: {given}")
        return given
    for folder in (start / "sources", start.parent / "shared" / "sources"):
        if folder.is_dir():
            return folder
    return None


def text_folders(sources: Path | None, data: Path) -> tuple[Path, ...]:
    """Folders in which a text may lie, in the order they are looked through."""
    return tuple(folder for folder in (sources, data / OWN_TEXTS) if folder is not None)
