"""How long the checks take on a made-up world of a million quads, each and all together.

In: nothing. Out: a line for each check, slowest first, with its time as a ratio to counting every
triple; then the checks whose MINUS was rewritten, each beside its form with NOT EXISTS. The limits:
2 s for one check and 60 s for all at 1 M quads, 10 minutes for all at 10 M.

`BELEIDSGRAAF_QUADS` sets another size. `BELEIDSGRAAF_CROWDED=1` lets all documents speak of the
forty municipalities of one region: then the pairs that conflict, and the rows of the checks that
list them, grow with the square of the documents.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from time import process_time
from typing import Final

from pyoxigraph import Store

from benchmarks.laagland import Region
from queries.catalog import Catalog, SavedQuery

QUADS: Final = 1_000_000
PEER_QUADS: Final = 50_000  # some forms with NOT EXISTS grow with the square
SLOW: Final = 0.004  # s
SHOWN: Final = 12
_REWRITTEN: Final = re.compile(r"MINUS \{((?:[^{}]|\{[^{}]*\})*)\}")


def report() -> Iterator[str]:
    """The slowest checks, all together, and the rewritten ones beside their peer form."""
    store = Store()
    is_crowded = os.environ.get("BELEIDSGRAAF_CROWDED") == "1"
    Region(store, is_crowded=is_crowded).write(int(os.environ.get("BELEIDSGRAAF_QUADS", QUADS)))
    peer = _seconds(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    yield f"counting {len(store)} quads: {peer * 1000:.0f} ms"
    checks = Catalog.load().in_group("checks")
    taken = {check.name: _seconds(store, check.text) for check in checks}
    for name in sorted(taken, key=lambda one: -taken[one])[:SHOWN]:
        yield f"{name}: {taken[name]:.2f} s, ratio to the count {taken[name] / peer:.1f}"
    whole, slowest = sum(taken.values()), max(taken.values())
    yield f"all {len(taken)} checks: {whole:.1f} s; slowest {slowest:.2f} s"
    small = Store()
    Region(small).write(PEER_QUADS)
    for check in checks:
        yield from _beside(small, check)


def _beside(store: Store, check: SavedQuery) -> Iterator[str]:
    """A check with MINUS as it would be with NOT EXISTS; only those that take some time."""
    text = _REWRITTEN.sub(r"FILTER NOT EXISTS {\1}", check.text)
    own = _seconds(store, check.text) if text != check.text else 0
    if own > SLOW:
        other = _seconds(store, text)
        yield f"{check.name}: {own / other:.2f} of its form with NOT EXISTS ({other:.2f} s)"


def _seconds(store: Store, text: str) -> float:
    """Processor time of one run, all rows read."""
    began = process_time()
    for _ in store.query(text):  # type: ignore[union-attr]
        pass
    return process_time() - began
