"""The queries that run now, for an editor: see them, and stop one.

In: a token and perhaps a number. Out: JSON; nobody without a token sees what others ask. Queries
that a server elsewhere answers are not listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from graph.running import Running
from graph.workers import Pool
from ontology.errors import NotFoundError
from service.access import Role
from service.api import PROBLEMS
from service.deps import Services, ServicesDep

router = APIRouter(responses=PROBLEMS, tags=["service"])


class RunningQuery(BaseModel):
    """One query in a reader; `slow` ones have left their place to others."""

    number: int
    seconds: float
    slow: bool
    query: str


@router.get("/api/running")
async def list_running(request: Request, services: ServicesDep) -> list[RunningQuery]:
    """What runs now, the longest first; needs a token of an editor."""
    now = monotonic()
    return [_describe(one, now) for one in _running(request, services)]


@router.delete("/api/running/{number}", status_code=204)
async def stop_running(number: int, request: Request, services: ServicesDep) -> Response:
    """Stop one query; whoever asked gets 503. Needs a token of an editor."""
    _running(request, services)
    if not isinstance(services.pool, Pool) or not services.pool.running.stop(number):
        raise NotFoundError(f"query {number} does not run, or not any more")
    return Response(status_code=204)


def _running(request: Request, services: Services) -> Iterable[Running]:
    services.grants.require(request.headers.get("authorization"), Role.EDITOR)
    return services.pool.running if isinstance(services.pool, Pool) else ()


def _describe(running: Running, now: float) -> RunningQuery:
    return RunningQuery(
        number=running.number,
        seconds=round(now - running.began, 3),
        slow=running.place.lane == "slow",
        query=running.request.text,
    )
