"""Puts the parts of a running service together, and keeps them at the newest release.

In: settings. Out: Services. The only place that knows both the folders and the routes' needs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from graph.asking import Asking
from graph.changes import Changing
from graph.register import Region, load_region
from graph.release import Release, current_release
from graph.workers import Pool
from graph.writer import Writer, WriterLimits
from ingest.pipeline import load_text
from ontology.errors import BeleidsgraafError
from ontology.records import SourceCard
from queries.catalog import Catalog
from service.access import TOKENS, load_grants
from service.build import load_all_cards
from service.config import Settings
from service.deps import Services
from service.errors import LOG, one_line
from service.folders import (
    OWN_REGISTER,
    find_region_folder,
    find_sources_folder,
    text_folders,
)
from service.remote_store import Away
from service.texts import Texts

_LOOK_EVERY_S: Final = 1.0


def open_services(settings: Settings, region: Region | None = None) -> Services:
    """The services over the data folder; an empty folder gives an empty graph.

    The pool is made but not started: it belongs to the event loop that serves.

    Raises:
        InputError: when the region, a card or a saved query cannot be used.
        StoreError: when the data folder is damaged.
    """
    region = region or load_region(find_region_folder(settings.region), _overlay(settings))
    release = current_release(settings.data)
    cards = load_all_cards(region, settings.data)
    pool, writer = _open_store(settings, region, release)
    return Services(
        settings=settings,
        region=region,
        catalog=Catalog.load(),
        pool=pool,
        writer=writer,
        grants=load_grants(settings),
        release=release,
        texts=_texts(settings, cards),
        cards=cards,
    )


def _open_store(
    settings: Settings, region: Region, release: Release | None
) -> tuple[Asking[Any], Changing]:
    """Readers and the writer: over the data folder, or over the remote store of the settings."""
    if (remote := settings.remote_store()) is not None:
        from graph.remote_pool import RemotePool
        from graph.remote_writer import RemoteWriter

        away = RemotePool(
            remote,
            workers=settings.workers,
            query_timeout_s=settings.query_timeout_s,
            max_result_bytes=settings.max_result_bytes,
            queue_s=settings.queue_s,
        )
        return away, RemoteWriter(away, settings.query_timeout_s)
    pool = Pool(
        release.path if release else None,
        workers=settings.workers,
        query_timeout_s=settings.query_timeout_s,
        max_result_bytes=settings.max_result_bytes,
        max_memory_mb=settings.max_memory_mb,
        queue_s=settings.queue_s,
        slow_log_s=settings.slow_log_s,
        kept_mb=settings.answer_cache_mb,
    )
    limits = WriterLimits(settings.query_timeout_s, settings.max_memory_mb)
    return pool, Writer(settings.data, pool, region.names.graph("reviews"), limits)


async def start_services(services: Services) -> None:
    """Start the readers, and bring back edits of an earlier run.

    Raises:
        StoreError: when the release or the edits cannot be read.
    """
    await services.pool.start()
    await services.writer.start()
    if services.settings.store:
        services.release = await Away(services).look()


async def stop_services(services: Services) -> None:
    """Let the writer put its work to rest, then end the readers."""
    await services.writer.stop()
    await services.pool.stop()


async def follow(services: Services) -> None:
    """Serve each new release as soon as it is published, for ever; running queries finish."""
    failed = ""
    stamp = _stamp(services)
    away = Away(services) if services.settings.store else None
    while True:
        await asyncio.sleep(_LOOK_EVERY_S)
        try:
            if away is None:
                await _look(services)
            elif (found := await away.look()) != services.release:
                await services.pool.switch(None)
                await _take_up(services, found)
            stamp = _look_at_tokens(services, stamp)
            failed = ""
        except BeleidsgraafError as error:
            if one_line(error) != failed:
                failed = one_line(error)
                LOG.warning("still serving the old release: %s", failed)


async def _look(services: Services) -> None:
    data = services.settings.data
    pointer = data / "CURRENT"
    name = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""
    if name == (services.release.name if services.release else ""):
        await services.writer.look()
        return
    release = current_release(data)
    if services.writer.has_edits:
        await services.writer.rebase()
    else:
        await services.pool.switch(release.path if release else None)
    await _take_up(services, release)


async def _take_up(services: Services, release: Release | None) -> None:
    """Bring all that belongs to a release up to it."""
    services.release = release
    overlay = _overlay(services.settings)
    if overlay.is_dir():
        services.region = await asyncio.to_thread(load_region, services.region.folder, overlay)
    services.cards = load_all_cards(services.region, services.settings.data)
    services.texts = _texts(services.settings, services.cards)
    LOG.info("now serving release %s", release.name if release else "none")


def _look_at_tokens(services: Services, before: int) -> int:
    """Take up tokens that were made or revoked meanwhile; gives the stamp of the file."""
    now = _stamp(services)
    if now != before:
        services.grants = load_grants(services.settings)
    return now


def _stamp(services: Services) -> int:
    path = services.settings.data / TOKENS
    return path.stat().st_mtime_ns if path.is_file() else 0


def _overlay(settings: Settings) -> Path:
    """The entries that people added to the register."""
    return settings.data / OWN_REGISTER


def _texts(settings: Settings, cards: Mapping[str, SourceCard]) -> Texts:
    sources = find_sources_folder(settings.sources, Path.cwd())
    files = {card.id: card.file for card in cards.values() if card.file}
    return Texts(text_folders(sources, settings.data), files, _parse)


def _parse(path: Path) -> str:
    return load_text(path).parsed.text
