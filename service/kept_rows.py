"""Answers of saved queries that pages asked before, for as long as the same graph is served.

In: rows with the state they belong to. Out: the same rows for the same question. A fixed number of
cells is kept; what was not used for longest goes first. Another state throws all others away.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from typing import Final

Rows = tuple[Mapping[str, str], ...]
MOST_CELLS: Final = 400_000  # of all answers together; about 40 MB of short texts


class KeptRows:
    """The answers of one state of the graph. Belongs to one event loop."""

    def __init__(self, most_cells: int = MOST_CELLS) -> None:
        self._most = most_cells
        self._cells = 0
        self._state: Hashable = None
        self._answers: OrderedDict[Hashable, tuple[int, Rows]] = OrderedDict()

    def find(self, state: Hashable, asked: Hashable) -> Rows | None:
        """What was answered to this in this state."""
        if state != self._state or (found := self._answers.get(asked)) is None:
            return None
        self._answers.move_to_end(asked)
        return found[1]

    def keep(self, state: Hashable, asked: Hashable, rows: Rows) -> None:
        """Keep an answer, unless it would fill more than half of the room."""
        size = 1 + (len(rows) * len(rows[0]) if rows else 0)
        if size * 2 > self._most:
            return
        if state != self._state:
            self._answers.clear()
            self._cells, self._state = 0, state
        if asked in self._answers:
            self._cells -= self._answers.pop(asked)[0]
        self._answers[asked] = (size, rows)
        self._cells += size
        while self._cells > self._most:
            self._cells -= self._answers.popitem(last=False)[1][0]
