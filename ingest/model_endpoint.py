"""The one place that talks to a language model: a single bounded request to one address.

In: settings and messages. Out: the text of the answer. Plain `http.client`: no redirect is
followed, no proxy of the environment is used, nothing but the configured address is called. Time,
size and number of tries are bounded. Source: OpenAI's `POST /chat/completions`, as spoken by
llama.cpp, vLLM, Ollama and others.
"""

from __future__ import annotations

import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from ontology.errors import BeleidsgraafError, InputError

MAX_ANSWER_BYTES: Final = 256 * 1024
MAX_CONFIDENCE: Final = Decimal("0.6")
MAX_TIMEOUT_S: Final = 600.0
_MAX_TOKENS: Final = 2_000
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,99}")
_KEY: Final = re.compile(r"[!-~]{0,1000}")
_PATH: Final = re.compile(r"[A-Za-z0-9._~/%-]*")
_PASSING: Final = frozenset({429, 500, 502, 503, 504})  # statuses worth another try


class ModelError(BeleidsgraafError):
    """No usable answer came; `code` says why, `passing` whether another try may help."""

    def __init__(self, code: str, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.passing = passing


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which model to ask and how; made only when someone configured one.

    `url` is the base, such as `http://127.0.0.1:11434/v1`. `timeout_s` bounds one request from
    connecting to the last byte. `confidence` is that of every claim, at most 0.6. `pauses` are the
    seconds before each further try.
    """

    url: str
    name: str
    key: str = field(default="", repr=False)
    timeout_s: float = 30.0
    confidence: Decimal = Decimal("0.4")
    pauses: tuple[float, ...] = (0.5, 2.0)

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise InputError(
                "the name of the language model holds letters, digits and ._:/@+- only"
            )
        if not _KEY.fullmatch(self.key):
            raise InputError("the key of the language model holds a blank or a strange character")
        if not 0 < self.timeout_s <= MAX_TIMEOUT_S:
            raise InputError(
                f"the language model may take more than 0, at most {MAX_TIMEOUT_S:g} s"
            )
        if not 0 <= self.confidence <= MAX_CONFIDENCE:
            raise InputError(f"confidence in a language model lies in [0, {MAX_CONFIDENCE}]")
        self._check_url()

    def _check_url(self) -> None:
        parts = self.parts
        try:
            port = parts.port
        except ValueError:
            port = 0
        if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
            raise InputError("the address of the language model is no http(s)://HOST[:PORT]/PATH")
        if "@" in parts.netloc or parts.query or parts.fragment or not _PATH.fullmatch(parts.path):
            raise InputError(
                "the address of the language model holds more than host, port and path"
            )
        if self.key and parts.scheme == "http" and not _is_loopback(parts.hostname):
            raise InputError("a key goes to a language model over https, or on this machine only")

    @property
    def parts(self) -> SplitResult:
        """The address, taken apart."""
        try:
            return urlsplit(self.url)
        except ValueError:
            raise InputError("the address of the language model cannot be read") from None


def ask_model(settings: ModelSettings, messages: Sequence[dict[str, str]]) -> str:
    """What the model says.

    Raises:
        ModelError: when it does not answer in time, within the size or in the agreed form.
    """
    body = json.dumps(
        {
            "model": settings.name,
            "messages": list(messages),
            "temperature": 0,
            "max_tokens": _MAX_TOKENS,
            "response_format": {"type": "json_object"},
            "stream": False,
        }
    ).encode()
    for pause in settings.pauses:
        try:
            return _read_envelope(_post(settings, body))
        except ModelError as problem:
            if not problem.passing:
                raise
            time.sleep(pause)
    return _read_envelope(_post(settings, body))


def _read_envelope(content: bytes) -> str:
    """The text in `choices[0].message.content`."""
    try:
        found: Any = json.loads(content)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        found = None
    if not isinstance(found, str):
        raise ModelError("answer-no-completion", "the answer is no chat completion")
    return found


def _post(settings: ModelSettings, body: bytes) -> bytes:
    connection = _connection(settings)
    expired = threading.Event()
    try:
        with _deadline(connection, settings.timeout_s, expired):
            connection.request("POST", _path(settings), body, _headers(settings))
            response = connection.getresponse()
            content = response.read(MAX_ANSWER_BYTES + 1) if response.status == 200 else b""
    except (OSError, HTTPException, UnicodeError) as problem:
        if expired.is_set() or isinstance(problem, TimeoutError):
            raise _too_late(settings) from None
        kind = type(problem).__name__
        message = f"the language model cannot be reached ({kind})"
        raise ModelError("model-unreachable", message, passing=True) from None
    finally:
        connection.close()
    if expired.is_set():
        raise _too_late(settings)
    if response.status != 200:
        message = f"the language model answers with status {response.status}"
        raise ModelError("model-refuses", message, passing=response.status in _PASSING)
    if len(content) > MAX_ANSWER_BYTES:
        raise ModelError("answer-too-large", f"an answer of more than {MAX_ANSWER_BYTES} bytes")
    return content


def _too_late(settings: ModelSettings) -> ModelError:
    return ModelError("model-too-late", f"no answer within {settings.timeout_s:g} seconds")


def _connection(settings: ModelSettings) -> HTTPConnection:
    parts = settings.parts
    host = parts.hostname or ""
    if parts.scheme == "http":
        return HTTPConnection(host, parts.port, timeout=settings.timeout_s)
    context = ssl.create_default_context()
    return HTTPSConnection(host, parts.port, timeout=settings.timeout_s, context=context)


@contextmanager
def _deadline(
    connection: HTTPConnection, seconds: float, expired: threading.Event
) -> Iterator[None]:
    """Connect, and cut the line when the time is up, however slowly bytes drip in."""
    began = time.monotonic()
    connection.connect()
    line: socket.socket = connection.sock

    def cut() -> None:
        expired.set()
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # the other side was first

    timer = threading.Timer(max(0.0, seconds - (time.monotonic() - began)), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _path(settings: ModelSettings) -> str:
    return settings.parts.path.rstrip("/") + "/chat/completions"


def _headers(settings: ModelSettings) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    if settings.key:
        headers["Authorization"] = f"Bearer {settings.key}"
    return headers


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
