"""How soon the page Netwerk can be used: a made-up network of 500 nodes and the real release.

The made-up one times layout and export alone; the real one times the page in a headless
Chromium, from the request until the drawing answers, where source texts and a Chromium are.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from graph.drawing import place_nodes, write_standalone
from graph.network import Network, build_network
from ontology.terms import BG
from tests.browser.serving import CHROMIUM, find_sources, get_json, serve_release

_ROUNDS = 5
_BAR_MS = 2000


def report() -> list[str]:
    """Lines on layout, export and the page."""
    lines = _drawing()
    sources = find_sources()
    if sources is None or not Path(CHROMIUM).exists():
        return [*lines, "page: left out, needs the source texts and a chromium"]
    with TemporaryDirectory() as folder, serve_release(Path(folder), sources) as address:
        return [*lines, *_page(address)]


def _made_up(nodes: int) -> Network:
    return build_network(
        {
            "source": f"https://example.org/{place}",
            "sourceLabel": f"naam {place}",
            "sourceType": BG.KeyProject,
            "target": f"https://example.org/{int(((place - 1) * step % place) ** 0.8)}",
            "targetLabel": "doel",
            "targetType": BG.Theme,
            "predicate": "https://example.org/def#bij",
            "claims": "2",
        }
        for place in range(1, nodes)
        for step in (1, 7, 13)
    )


def _drawing() -> list[str]:
    network = _made_up(500)
    began = time.perf_counter()
    place_nodes(network)
    placed = time.perf_counter()
    page = write_standalone(network, "Netwerk")
    written = time.perf_counter()
    size = f"{len(network)} nodes, {network.number_of_edges()} edges"
    return [
        f"layout of {size}: {(placed - began) * 1000:.0f} ms",
        f"standalone HTML: {(written - placed) * 1000:.0f} ms, {len(page) / 1e6:.2f} MB",
    ]


def _page(address: str) -> list[str]:
    began = time.perf_counter()
    found = get_json(address, "/api/network?limit=500")
    first = (time.perf_counter() - began) * 1000
    size = f"{len(found['nodes'])} nodes, {len(found['edges'])} edges"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        times = sorted(_ready_ms(browser, address) for _ in range(_ROUNDS))
        browser.close()
    return [
        f"first request of a release (query, graph, layout) with {size}: {first:.0f} ms",
        f"page interactive, median of {_ROUNDS}: {statistics.median(times):.0f} ms, "
        f"slowest {times[-1]:.0f} ms (bar {_BAR_MS} ms)",
    ]


def _ready_ms(browser: Browser, address: str) -> float:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address + "/netwerk?limit=500")
    page.wait_for_selector("#explorer[data-ready]")
    found: float = page.evaluate("performance.getEntriesByName('network-ready')[0].startTime")
    page.close()
    return found
