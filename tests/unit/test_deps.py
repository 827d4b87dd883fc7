"""What routes ask for is handed to them without a detour."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIRouter

import service


def iter_dependencies(dependant: Dependant) -> Iterator[object]:
    """What a route asks for, and what that asks for in turn."""
    for one in dependant.dependencies:
        yield one.call
        yield from iter_dependencies(one)


def iter_routers() -> Iterator[APIRouter]:
    """The router of each module of the service that has one."""
    for found in pkgutil.walk_packages(service.__path__, "service."):
        router = getattr(import_module(found.name), "router", None)
        if isinstance(router, APIRouter):
            yield router


def test_no_dependency_takes_a_turn_of_a_thread() -> None:
    """A plain function would be called in a thread, at half a millisecond for each request."""
    routes = [
        one for router in iter_routers() for one in router.routes if isinstance(one, APIRoute)
    ]
    asked = {call for route in routes for call in iter_dependencies(route.dependant)}

    assert asked
    assert set() == {call for call in asked if not inspect.iscoroutinefunction(call)}
