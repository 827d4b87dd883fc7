"""What the system tells of a process and all that descend from it. Linux only.

In: the id of a process. Out: ids, and megabytes. A process that ends meanwhile counts as nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_GONE: Final = (FileNotFoundError, ProcessLookupError)


def descendants(process: int) -> list[int]:
    """Its children, theirs, and so on; a parent comes before its children."""
    children: dict[int, list[int]] = {}
    for folder in _PROC.glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except _GONE:
            continue
        if fields[0] != "Z":
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, at = [process], 0
    while at < len(found):
        found += children.get(found[at], [])
        at += 1
    return found[1:]


def command_of(process: int) -> str:
    """The words it was started with; empty when it is gone."""
    try:
        return (_PROC / str(process) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except _GONE:
        return ""


def resident_mb(process: int) -> float:
    """Memory of it and its descendants; what some of them share counts once."""
    return sum(_proportional_kb(one) for one in (process, *descendants(process))) / 1024


def is_alive(process: int) -> bool:
    """Whether it is there, and no zombie."""
    try:
        fields = (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except _GONE:
        return False
    return fields[0] != "Z"


def _proportional_kb(process: int) -> int:
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except _GONE:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
