"""The writer process: owns the live store, makes changes one by one, and can be killed.

Run as `python -m graph.writer_loop SETTINGS-JSON`. In: lines of JSON on stdin. Out: one line of
JSON on stdout for each. It has no sockets, so an update reaches no other server. After a failure
of the disk it ends, and the next one starts from the last checkpoint and the journal.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO

from graph.changes import decode_change, dump_line
from graph.live import FOLDER, LiveStore
from graph.lock import exclusive
from graph.sandbox import close_network, die_with_parent, limit_memory
from ontology.errors import BeleidsgraafError, InputError, NotFoundError, StoreError
from ontology.records import Iri


def main(arguments: list[str]) -> int:
    """Serve until stdin closes."""
    settings = json.loads(arguments[0])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the service decides when to stop
    die_with_parent(int(settings["parent"]))
    close_network()
    limit_memory(int(settings["max_memory_mb"]))
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # nothing else may write among the answers
    data = Path(settings["data"])
    try:
        with exclusive(data / FOLDER):
            live = LiveStore(data, Iri(settings["reviews"]))
            out.write(dump_line({"sequence": live.sequence, "release": live.release}))
            return _serve(live, out)
    except (BeleidsgraafError, OSError) as error:
        out.write(dump_line(_failure(error)))
        return 1


def _serve(live: LiveStore, out: BinaryIO) -> int:
    for line in iter(sys.stdin.buffer.readline, b""):
        try:
            answer = _answer(live, json.loads(line))
        except (InputError, NotFoundError) as error:
            answer = _failure(error)
        out.write(dump_line(answer))
    live.close()
    return 0


def _answer(live: LiveStore, asked: dict[str, Any]) -> dict[str, Any]:
    if asked["do"] == "change":
        outcome = live.apply(decode_change(asked))
        return {"sequence": outcome.sequence, "created": outcome.created}
    keep = [Path(name) for name in asked["keep"]]
    path = live.rebase(keep) if asked["do"] == "rebase" else live.checkpoint(keep)
    return {"path": str(path), "sequence": live.sequence, "release": live.release}


def _failure(error: Exception) -> dict[str, Any]:
    kind = type(error) if isinstance(error, BeleidsgraafError) else StoreError
    return {"error": kind.__name__, "message": str(error)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
