"""What a running service holds, as one object on `app.state`, and how routes ask for it.

In: parts made by build.py or a test. Out: Services and annotated dependencies. Makes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import Depends, Request

from graph.kept_answers import KeptAnswers
from ontology.records import SourceCard
from service.config import Settings
from service.kept_rows import KeptRows

MOST_OF_SAVED: Final = 16 << 20  # bytes of one kept answer of a saved query

if TYPE_CHECKING:
    from graph.asking import Asking
    from graph.changes import Changing
    from graph.register import Region
    from graph.release import Release
    from queries.catalog import Catalog
    from service.access import Grants
    from service.texts import Texts


@dataclass
class Services:
    """Everything a route may use; made once, before the first request.

    `cards` are the source.yml records by document slug; `release` is what is served, or None for
    an empty store. Only `composition.follow` assigns to fields, when a new release is published.
    """

    settings: Settings
    region: Region
    catalog: Catalog
    pool: Asking[Any]
    writer: Changing
    grants: Grants
    release: Release | None
    texts: Texts
    cards: Mapping[str, SourceCard]
    kept_rows: KeptRows = field(default_factory=KeptRows)
    kept_saved: KeptAnswers = field(init=False)  # answers of saved queries as they were sent

    def __post_init__(self) -> None:
        self.kept_saved = KeptAnswers(self.settings.answer_cache_mb << 20, MOST_OF_SAVED)


def services_of(request: Request) -> Services:
    """The services of the application that got this request."""
    services: Services = request.app.state.services
    return services


async def get_services(request: Request) -> Services:
    """The same for a route; a dependency that is not `async` would cost a turn of a thread."""
    return services_of(request)


ServicesDep = Annotated[Services, Depends(get_services)]
