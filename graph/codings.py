"""The codings in which answers travel: Brotli and gzip, piece by piece.

In: pieces of an answer. Out: the same, smaller. Chooses nothing: content negotiation is the
service's.

Source: RFC 9110, section 8.4.
"""

from __future__ import annotations

import zlib
from typing import Final, Protocol

import brotli  # type: ignore[import-untyped]  # it has no types

LEAST_BYTES: Final = 1024  # of an answer that is worth it
_LEVEL: Final = 5  # of gzip
_QUALITY: Final = 4  # of Brotli, of 11: as quick as gzip, and smaller
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS


class Compressor(Protocol):
    """What both libraries can do."""

    def compress(self, data: bytes) -> bytes:
        """What comes out for this piece."""

    def flush(self) -> bytes:
        """All that is held, so that the client can read up to here."""

    def finish(self) -> bytes:
        """The end."""


class _Gzip:
    def __init__(self) -> None:
        self._made = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
        self.compress = self._made.compress
        self.finish = self._made.flush

    def flush(self) -> bytes:
        return self._made.flush(zlib.Z_SYNC_FLUSH)


class _Brotli:
    def __init__(self) -> None:
        self._made = brotli.Compressor(quality=_QUALITY)
        self.compress = self._made.process
        self.flush = self._made.flush
        self.finish = self._made.finish


CODINGS: Final[dict[str, type[_Gzip] | type[_Brotli]]] = {"br": _Brotli, "gzip": _Gzip}


def encode_whole(data: bytes, coding: str) -> bytes:
    """A whole answer in one of the codings."""
    compressor: Compressor = CODINGS[coding]()
    return compressor.compress(data) + compressor.finish()
