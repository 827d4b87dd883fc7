"""Which of the offered formats a client gets: one reading of Accept for every route.

In: the Accept header as sent, the offers in the server's order of preference and perhaps a file
suffix. Out: one Offer. It neither reads nor writes an answer.

Source: RFC 9110, section 12.5.1. The most specific range that fits an offer sets its quality;
`q=0` refuses; a suffix of the path wins over the header. Between equal qualities the offer that
was named more exactly wins, then the server's order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ontology.errors import FormatError, NotFoundError

_MAX_RANGES: Final = 100
_EXACT: Final = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A format the server can give: its short name, media type, other names and file suffixes."""

    name: str  # e.g. 'turtle'
    media_type: str  # e.g. 'text/turtle'
    suffixes: tuple[str, ...] = ()  # without the dot; the first is used for downloads
    aliases: tuple[str, ...] = ()  # other media types that mean this format

    @property
    def content_type(self) -> str:
        """The media type as a header; text formats say that they are UTF-8."""
        text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type


HTML: Final = Offer("html", "text/html", ("html",), ("application/xhtml+xml",))


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of Accept: `text/*;q=0.5`. Parameters other than q only add to exactness."""

    type: str
    subtype: str
    quality: float
    order: int

    def exactness(self, media_type: str) -> int:
        """0 when it does not fit, 1 for `*/*`, 2 for `text/*`, 3 for the very type."""
        main, _, sub = media_type.partition("/")
        if self.type == "*" and self.subtype == "*":
            return 1
        if self.type == main and self.subtype == "*":
            return 2
        return _EXACT if (self.type, self.subtype) == (main, sub) else 0


def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """The ranges of an Accept header; elements that are no media range are left out."""
    ranges = (_parse_range(text, order) for order, text in enumerate(header.split(",")))
    return tuple(found for found in _first(ranges, _MAX_RANGES) if found is not None)


def choose(accept: str | None, offers: Sequence[Offer], suffix: str | None = None) -> Offer:
    """The offer the client likes best; the first offer when it says nothing.

    Args:
        accept: the header as sent (several are joined by commas), or None.
        offers: at least one, the server's favourite first.
        suffix: the file suffix of the path without dot; it overrules the header.

    Raises:
        NotFoundError: when nothing is offered under that suffix.
        FormatError: when the header accepts none of the offers; the message lists them.
    """
    if suffix is not None:
        return _by_suffix(offers, suffix)
    if accept is None or not accept.strip():
        return offers[0]
    ranges = parse_accept(accept)
    ranked = [(_rank(offer, ranges), -i) for i, offer in enumerate(offers)]
    (quality, _), index = max(ranked)
    if quality <= 0:
        raise FormatError(
            f"nothing here fits Accept '{accept[:200]}'; offered are {describe(offers)}"
        )
    return offers[-index]


def find_offer(offers: Sequence[Offer], name: str) -> Offer | None:
    """The offer with this short name or file suffix."""
    return next((o for o in offers if name == o.name or name in o.suffixes), None)


def get_offer(offers: Sequence[Offer], name: str) -> Offer:
    """The offer that a `format` parameter or option names.

    Raises:
        FormatError: when there is none; the message lists the names.
    """
    found = find_offer(offers, name)
    if found is None:
        known = ", ".join(offer.name for offer in offers)
        raise FormatError(f"no format '{name[:40]}' for this; choose one of {known}")
    return found


def prefers_html(accept: str | None) -> bool:
    """Whether the client names HTML and likes nothing else better, as a browser does."""
    ranges = parse_accept(accept or "")
    quality, exactness = _rank(HTML, ranges)
    best = max((found.quality for found in ranges), default=0.0)
    return exactness == _EXACT and quality > 0 and quality >= best


def describe(offers: Sequence[Offer]) -> str:
    """The media types of the offers, for a message."""
    return ", ".join(offer.media_type for offer in offers)


def _by_suffix(offers: Sequence[Offer], suffix: str) -> Offer:
    found = find_offer(offers, suffix)
    if found is not None:
        return found
    known = ", ".join(f".{offer.suffixes[0]}" for offer in offers if offer.suffixes)
    raise NotFoundError(f"there is no '.{suffix[:40]}' of this; offered are {known}")


def _rank(offer: Offer, ranges: Sequence[MediaRange]) -> tuple[float, int]:
    """Quality and exactness of an offer; its aliases count only where the client spells them."""
    aliases = (_rank_name(name, ranges) for name in offer.aliases)
    spelt = (rank for rank in aliases if rank[1] == _EXACT)
    return max((_rank_name(offer.media_type, ranges), *spelt))


def _rank_name(media_type: str, ranges: Sequence[MediaRange]) -> tuple[float, int]:
    fits = [(found.exactness(media_type), found.quality) for found in ranges]
    exactness, quality = max(fits, default=(0, 0.0))
    return (quality, exactness) if exactness else (0.0, 0)


def _parse_range(text: str, order: int) -> MediaRange | None:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    main, slash, sub = name.partition("/")
    quality = _quality(parameters)
    if not (main and slash and sub) or quality is None or (main == "*" and sub != "*"):
        return None
    return MediaRange(main, sub, quality, order)


def _quality(parameters: Sequence[str]) -> float | None:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return _number(value.strip())
    return 1.0


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value <= 1 else None


def _first(items: Iterator[MediaRange | None], count: int) -> Iterator[MediaRange | None]:
    return (item for _, item in zip(range(count), items, strict=False))
