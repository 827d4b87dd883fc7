"""Where documents are read: in this process, in several of this machine, or by a Dask cluster.

In: a number of jobs, or the address of a scheduler. Out: an executor to hand to `read_batch`,
None for one process. Nothing of it changes what is read.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, Final

from ontology.errors import InputError

MAX_JOBS: Final = 256
_CONNECT_S: Final = 10


@contextmanager
def open_executor(jobs: int = 1, dask: str | None = None) -> Iterator[Executor | None]:
    """An executor for so many jobs, or of the scheduler at `tcp://HOST:PORT`; ended on leaving.

    Raises:
        InputError: when jobs is out of range, `distributed` is not installed, or nobody answers.
    """
    if not 1 <= jobs <= MAX_JOBS:
        raise InputError(f"--jobs {jobs}: give a number from 1 to {MAX_JOBS}")
    if dask is not None:
        with _open_client(dask) as client:
            yield client.get_executor()
    elif jobs > 1:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            yield pool
    else:
        yield None


def _open_client(address: str) -> Any:
    try:
        distributed = importlib.import_module("distributed")
    except ModuleNotFoundError:
        raise InputError(
            "--dask: the package distributed is not here; install beleidsgraaf[dask]"
        ) from None
    try:
        return distributed.Client(address, timeout=_CONNECT_S)
    except (OSError, ValueError) as problem:
        raise InputError(f"--dask: no scheduler answers at {address} ({problem})") from None
