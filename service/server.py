"""Runs the application on a socket: binds first, loads the readers, then says where it is.

In: Services. Out: nothing until it is stopped by a signal.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Final

import uvicorn

from ontology.errors import InputError
from service.app import create_front
from service.composition import start_services
from service.deps import Services
from service.http_protocol import LendingProtocol

_BACKLOG: Final = 2048
_GRACE_S: Final = 5


class _Server(uvicorn.Server):
    """A server that tells when it accepts requests."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def serve(services: Services, on_ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `on_ready` gets the address once requests are answered.

    Raises:
        InputError: when the address cannot be listened on.
        StoreError: when the release cannot be read.
    """
    settings = services.settings
    with _bind(settings.host, settings.port) as listener:
        address = _address(listener)
        config = uvicorn.Config(
            create_front(services),
            http=LendingProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_S,
        )
        server = _Server(config, lambda: on_ready(address))

        async def run() -> None:
            await start_services(
                services
            )  # fails here, with one line, rather than inside the server
            await server.serve([listener])

        with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
            runner.run(run())


def _bind(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        raise InputError(
            f"cannot listen on {host} port {port}: {error}; give another with --host or --port"
        ) from None


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
