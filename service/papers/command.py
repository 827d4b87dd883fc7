"""The command `report`: a paper as a file, without a running service."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ontology.errors import InputError, NotFoundError
from service.composition import open_services
from service.config import Settings
from service.deps import Services
from service.i18n import Language, Translator
from service.papers.contents import Maker
from service.papers.paper import Paper
from service.papers.routes import maker, write_paper

KINDS = ("agenda", "thema", "gemeente", "wijzigingen")


@dataclass(frozen=True, slots=True)
class Order:
    """Which paper: `about` is the slug of a theme or municipality, or `A..B` for changes."""

    kind: str
    about: str
    form: str  # docx, xlsx or csv
    language: Language


def make_paper(settings: Settings, order: Order) -> bytes:
    """The paper as the bytes of a file.

    Raises:
        InputError: when the kind is unknown or what it is about is missing.
        NotFoundError: when there is no release, theme, municipality or kept release of that name.
    """
    if order.kind not in KINDS:
        raise InputError(f"there is no report '{order.kind}'; choose {', '.join(KINDS)}")
    if order.kind != "agenda" and not order.about:
        raise InputError(f"say what the report is about: beleidsgraaf report {order.kind} NAME")
    services = open_services(settings)
    if services.release is None:
        raise NotFoundError(f"no release in {settings.data}; run 'beleidsgraaf build' first")
    return asyncio.run(_make(services, order))


async def _make(services: Services, order: Order) -> bytes:
    text = Translator(order.language)
    await services.pool.start()
    try:
        return write_paper(await _paper(maker(services, text), order), order.form, text)
    finally:
        await services.pool.stop()


async def _paper(made: Maker, order: Order) -> Paper:
    if order.kind == "agenda":
        return await made.agenda()
    if order.kind == "wijzigingen":
        before, _, after = order.about.partition("..")
        if not after:
            raise InputError("give two releases: beleidsgraaf report wijzigingen A..B")
        return await made.changes(before, after)
    about: Callable[[str], Awaitable[Paper]] = (
        made.theme if order.kind == "thema" else made.municipality
    )
    return await about(order.about)
