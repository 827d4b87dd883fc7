"""What all requests of a program on one connection have in common: everything but the query.

In: the bytes of a request that the service has answered, and of its answer. Out: a form, by which
a reader knows another request of the same program and answers it with the same head. Nothing here
reads HTTP: what is not the same byte for byte, but for the query and its length, is not known and
goes to the service.
"""

from __future__ import annotations

import re
import time
from email.utils import formatdate
from functools import lru_cache
from typing import Final, Literal, NamedTuple
from urllib.parse import unquote_plus

from graph.codings import LEAST_BYTES, encode_whole
from graph.entity_tags import answer_tag
from graph.requests import QueryRequest, is_unsteady, opening_of

MOST_REQUEST_BYTES: Final = 16 * 1024
Carrier = Literal["target", "form", "body"]  # where the query stands
_LONGEST_OPENING: Final = 4_000  # characters
_HEAD_END: Final = b"\r\n\r\n"
_QUERY_FIELD: Final = b"query="
_TARGET: Final = re.compile(rb"GET [^ ?#]+\?query=([^ #&]*)(?= HTTP/1\.1\r\n)")
_POST: Final = re.compile(rb"POST [^ ?#]+ HTTP/1\.1\r\n")
_LENGTH: Final = re.compile(rb"\r\ncontent-length: ?(\d{1,5})(?=\r\n)", re.IGNORECASE)
# What a request or its answer may depend on beside the query, or what belongs to one person.
_PECULIAR: Final = re.compile(
    rb"\r\n(?:authorization|cookie|expect|if-[a-z-]+|range|te|trailer|transfer-encoding|upgrade"
    rb"|connection(?!: ?keep-alive\r\n))[ \t]*:",
    re.IGNORECASE,
)
_ENCODED: Final = re.compile(rb"[\w%+.~!$'()*,;:@/?=\-]*", re.ASCII)  # one value of a form
_OWN: Final = re.compile(  # headers that differ from answer to answer
    rb"\r\n(?:date|etag|content-length|content-encoding|transfer-encoding|server-timing):[^\r\n]*",
    re.IGNORECASE,
)
_OK: Final = b"HTTP/1.1 200 OK\r\n"


class RequestForm(NamedTuple):
    """What is the same in all requests, and how they are answered.

    A request is `before`, then the query (`target`) or the length of the body, then `after`, then
    the body. `opening` is how every query begins. `head` is that of the answer without what
    differs; `release` is empty where answers have no tag, `coding` where none is wanted.
    """

    carrier: Carrier
    before: bytes
    after: bytes
    opening: str
    media_type: str
    base_iri: str
    head: bytes
    release: str
    coding: str

    def read(self, request: bytes) -> str | None:
        """The query of a request of this form; None for any other request."""
        end = request.find(_HEAD_END) + len(_HEAD_END)
        start, stop = len(self.before), end - len(self.after)
        if stop <= start or not request.startswith(self.before):
            return None
        if request[stop:end] != self.after:
            return None
        middle, body = request[start:stop], request[end:]
        if self.carrier == "target":
            text = None if body else _decode_field(middle)
        elif middle != b"%d" % len(body):
            return None
        else:
            text = _decode_body(body) if self.carrier == "body" else _decode_form(body)
        if text is None or not text.startswith(self.opening) or is_unsteady(text):
            return None
        return text

    def lacks(self, request: bytes) -> bool:
        """Whether this may be a request of this form whose body has not come in whole."""
        end = request.find(_HEAD_END) + len(_HEAD_END)
        stop = end - len(self.after)
        if self.carrier == "target" or not request.startswith(self.before):
            return False
        length = request[len(self.before) : stop]
        is_same = request[stop:end] == self.after and length.isdigit() and len(length) < 6
        return is_same and len(request) - end < int(length) <= MOST_REQUEST_BYTES - end

    def query(self, text: str) -> QueryRequest:
        """The query as a reader is asked it."""
        return QueryRequest(text, self.media_type, base_iri=self.base_iri)

    def answer(self, query: QueryRequest, body: bytes, took_s: float) -> bytes:
        """The bytes of a whole answer."""
        coded = self.coding and len(body) >= LEAST_BYTES
        head = [self.head, b"\r\ndate: ", _date(int(time.time()))]
        if self.release:
            tag = answer_tag(query, self.release).encode()
            head += [b"\r\netag: ", b"W/" + tag if coded else tag]
        if coded:
            body = encode_whole(body, self.coding)
            head += [b"\r\ncontent-encoding: ", self.coding.encode()]
        numbers = b"\r\ncontent-length: %d\r\nserver-timing: query;dur=%.1f\r\n\r\n"
        return b"".join([*head, numbers % (len(body), took_s * 1000), body])


class Answered(NamedTuple):
    """What the service knows of a request that it has answered."""

    query: QueryRequest
    release: str  # what was served
    has_tag: bool
    is_direct: bool  # the body is the query, rather than a form
    coding: str  # of longer answers; empty for none


def learn_form(request: bytes, answer_head: bytes, answered: Answered) -> RequestForm | None:
    """The form of a request; None where others like it may not be answered alike."""
    query, end = answered.query, request.find(_HEAD_END)
    if query.default_graphs or query.named_graphs or query.bindings or query.base_iri is None:
        return None
    if end < 0 or _PECULIAR.search(request, 0, end + 2) or not answer_head.startswith(_OK):
        return None
    carrier: Carrier
    if found := _TARGET.match(request):
        carrier = "target"
    elif _POST.match(request) and len(_LENGTH.findall(request, 0, end + 2)) == 1:
        found = _LENGTH.search(request, 0, end + 2)
        carrier = "body" if answered.is_direct else "form"
    if found is None:
        return None
    opening = opening_of(query.text)
    if len(opening) > _LONGEST_OPENING:
        return None
    start, stop = found.span(1)
    form = RequestForm(
        carrier,
        request[:start],
        request[stop : end + len(_HEAD_END)],
        opening,
        query.media_type,
        query.base_iri,
        _OWN.sub(b"", answer_head.removesuffix(_HEAD_END)),
        answered.release if answered.has_tag else "",
        answered.coding,
    )
    return form if form.read(request) == query.text else None


def _decode_field(value: bytes) -> str | None:
    """The value of a field, as `urllib.parse.parse_qsl` reads it."""
    if not _ENCODED.fullmatch(value):
        return None
    try:
        return unquote_plus(value.decode("ascii"), errors="strict")
    except UnicodeDecodeError:
        return None


def _decode_form(body: bytes) -> str | None:
    is_one_field = body.startswith(_QUERY_FIELD)
    return _decode_field(body.removeprefix(_QUERY_FIELD)) if is_one_field else None


def _decode_body(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


@lru_cache(maxsize=1)
def _date(now: int) -> bytes:
    return formatdate(now, usegmt=True).encode()
