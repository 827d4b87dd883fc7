"""The description of the whole interface: `/api/openapi.json`.

In: the routes of the application, the catalogue and the values in the graph. Out: OpenAPI 3.1, made
once for each release. It says what the service really does: a faulty parameter is a 400.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from service import openapi, openapi_queries
from service.conditions import release_key
from service.deps import Services, ServicesDep
from service.openapi_queries import Values
from service.value_lists import Value, find_values

_STATUSES: Final = (304, 400, 404, 406, 503)  # any address of the interface may answer these
PATH: Final = "/api/openapi.json"
router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def show_interface(request: Request, services: ServicesDep) -> JSONResponse:
    """The description, with values of this release as examples."""
    key = release_key(services)
    known: tuple[str, dict[str, Any]] | None = getattr(request.app.state, "interface", None)
    if known is None or known[0] != key:
        known = (key, describe_interface(request, services, await _find_examples(services)))
        request.app.state.interface = known
    return JSONResponse(known[1])


def describe_interface(request: Request, services: Services, values: Values) -> dict[str, Any]:
    """All operations: those of FastAPI, the protocols, and one for each saved query."""
    app = request.app
    schema = get_openapi(
        title=app.title, summary=app.summary, version=app.version, routes=app.routes
    )
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            if path.startswith("/api/"):
                operation["responses"] = openapi.refusals(_STATUSES) | operation["responses"]
    components = schema.setdefault("components", {})
    known = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        known.pop(name, None)
    known.update(openapi.SCHEMAS | openapi_queries.SCHEMAS)
    components["parameters"] = openapi_queries.PARAMETERS
    components["responses"] = openapi.RESPONSES
    components["securitySchemes"] = {"token": openapi.TOKEN}
    schema["paths"].update(openapi.describe_graph_routes())
    schema["paths"].update(openapi_queries.describe_queries(services.catalog, values))
    return schema


async def _find_examples(services: Services) -> Values:
    """Values for the parameters that name the query which lists them; each is asked once."""
    listed: dict[str, Sequence[Value]] = {}
    found: dict[str, dict[str, Sequence[Value]]] = {}
    for query in services.catalog.queries.values():
        for name, parameter in query.parameters.items():
            if (listing := parameter.values) is None:
                continue
            if listing not in listed:
                listed[listing] = (await find_values(services, query, "nl", only=name))[name]
            found.setdefault(query.name, {})[name] = listed[listing]
    return found
