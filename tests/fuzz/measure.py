"""What a service that was fuzzed leaves behind: processes and memory. Linux only."""

from __future__ import annotations

from pathlib import Path


def find_tree(root: int) -> set[int]:
    """A process and all it started, by number."""
    parents = _find_parents()
    found = {root}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def find_started(root: int, before: set[int]) -> int:
    """The process that was started below this one since then, and that has most below it.

    Its number need not be the smallest: a system begins again at low numbers.
    """
    parents = _find_parents()
    new = find_tree(root) - before
    tops = [one for one in new if parents.get(one) not in new]
    return max(tops, key=lambda one: len(find_tree(one)))


def _find_parents() -> dict[int, int]:
    """The number of the parent of each process that has not ended."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended meanwhile
            if fields[0] != "Z":
                parents[int(folder.name)] = int(fields[1])
    return parents


def count_memory(processes: set[int]) -> int:
    """Their memory together in bytes; what several share counts once (PSS)."""
    total = 0
    for process in processes:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total * 1024
