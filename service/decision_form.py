"""The fields with which people decide, on findings and on alignments: read, and shown again.

In: a request, and what was filled in. Out: a decision, or what `besluit.html` needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData

from service.decisions import Decision, list_roles
from service.deps import Services
from service.desk import text_of_field
from service.views import translator_of


def read_decision(form: FormData) -> Decision:
    """What was filled in, not yet checked."""
    status, reason, role = (text_of_field(form, name) for name in ("status", "reden", "rol"))
    return Decision(status, reason, role)


async def decision_fields(
    request: Request,
    statuses: Iterable[str],
    given: Decision | None = None,
    wrong: Mapping[str, str] | None = None,
    chosen: Collection[str] = (),
    *,
    texts: str = "",
) -> dict[str, Any]:
    """Choices, what was filled in before, and what is wrong with it.

    `texts` is the part of the texts with words of its own for the statuses, such as `align`.
    """
    services: Services = request.app.state.services
    done = request.query_params.get("klaar", "")
    return {
        "statuses": tuple(statuses),
        "words": f"{texts}.status." if texts else "",
        "about": f"{texts}.about." if texts else "",
        "saved": f"{texts}.saved" if texts else "",
        "roles": await list_roles(services, translator_of(request).language),
        "given": given or Decision("", "", ""),
        "wrong": wrong or {},
        "chosen": frozenset(chosen),
        "done": int(done) if done.isdecimal() and len(done) < 5 else 0,
    }
