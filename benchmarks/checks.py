"""How long the checks take on a made-up world of a million quads, each and all together.

In: nothing. Out: a line for each check as it ends, with its rows and its time, also as a ratio to
counting every triple; the sum and the slowest; then the checks whose MINUS was rewritten, each
beside its form with NOT EXISTS. The limits: 2 s for one check and 60 s for all at 1 M quads, 10
minutes for all at 10 M. Compare rows and growth between sizes: times are worth little on a busy
machine.

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
SHOWN: Final = 5
_REWRITTEN: Final = re.compile(r"MINUS \{((?:[^{}]|\{[^{}]*\})*)\}")


def report() -> Iterator[str]:
    """Each check, all together, and the rewritten ones beside their peer form."""
    store = Store()
    is_crowded = os.environ.get("BELEIDSGRAAF_CROWDED") == "1"
    Region(store, is_crowded=is_crowded).write(int(os.environ.get("BELEIDSGRAAF_QUADS", QUADS)))
    yield from timings(store)
    small = Store()
    Region(small).write(PEER_QUADS)
    for check in Catalog.load().in_group("checks"):
        yield from _beside(small, check)


def timings(store: Store) -> Iterator[str]:
    """Each check on this store, then all together, the load of the machine and the slowest."""
    peer, _ = _run(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    yield f"counting {len(store)} quads: {peer * 1000:.0f} ms"
    taken = {}
    for check in Catalog.load().in_group("checks"):
        taken[check.name], rows = _run(store, check.text)
        ratio = taken[check.name] / peer
        yield f"{check.name}: {taken[check.name]:.2f} s, ratio {ratio:.1f}, {rows} rows"
    slowest = sorted(taken, key=lambda one: -taken[one])[:SHOWN]
    whole, load = sum(taken.values()), os.getloadavg()[0]
    yield f"all {len(taken)} checks: {whole:.1f} s; load average {load:.1f}"
    yield "slowest: " + ", ".join(f"{name} {taken[name]:.2f} s" for name in slowest)


def _beside(store: Store, check: SavedQuery) -> Iterator[str]:
    """A check with MINUS as it would be with NOT EXISTS; only those that take some time."""
    text = _REWRITTEN.sub(r"FILTER NOT EXISTS {\1}", check.text)
    own = _run(store, check.text)[0] if text != check.text else 0
    if own > SLOW:
        other, _ = _run(store, text)
        yield f"{check.name}: {own / other:.2f} of its form with NOT EXISTS ({other:.2f} s)"


def _run(store: Store, text: str) -> tuple[float, int]:
    """Processor time of one run in seconds, and the number of its rows, all read."""
    began = process_time()
    rows = sum(1 for _ in store.query(text))  # type: ignore[union-attr, misc]
    return process_time() - began, rows
