"""Options that more than one command of the command line takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder of the store; ./data when not given.")
]
Sources = Annotated[
    Path | None, typer.Option("--sources", help="Folder with the texts of the documents.")
]
RegionName = Annotated[
    str | None, typer.Option("--region", help="Name of a shipped region, or a folder of one.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of lines.")]
Jobs = Annotated[int, typer.Option("--jobs", min=1, max=256, help="Processes that read documents.")]
Dask = Annotated[
    str | None,
    typer.Option("--dask", metavar="tcp://HOST:PORT", help="Dask scheduler whose workers read."),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Refuse new versions of a text and quotes that are gone.")
]
