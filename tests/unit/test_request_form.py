"""What a reader takes for another request of the same program, and how it answers it."""

from __future__ import annotations

import gzip
from urllib.parse import quote, urlencode

import pytest
from hypothesis import example, given, strategies as st
from starlette.exceptions import HTTPException

from graph.connection_frames import (
    Back,
    Loan,
    decode_back,
    decode_loan,
    encode_back,
    encode_loan,
)
from graph.request_form import Answered, RequestForm, learn_form
from graph.requests import QueryRequest
from service.protocol import FORM_TYPE, QUERY_TYPE, read_get, read_post

OPENING = "PREFIX e: <http://e.example/> SELECT ?o {"
QUERY = OPENING + " e:a e:b ?o }"
HEAD = (
    b"HTTP/1.1 200 OK\r\ndate: Sun, 01 Mar 2026 00:00:00 GMT\r\nvary: Accept\r\n"
    b'etag: "1"\r\ncontent-length: 3\r\nserver-timing: query;dur=1.0\r\n\r\n'
)


def get(text: str, headers: str = "Accept: */*\r\n", more: str = "") -> bytes:
    """A query as GET."""
    target = f"/sparql?query={quote(text, safe='')}{more}"
    return f"GET {target} HTTP/1.1\r\nHost: here\r\n{headers}\r\n".encode()


def post(text: str, kind: str = QUERY_TYPE) -> bytes:
    """A query as POST, itself the body or in a form."""
    body = (text if kind == QUERY_TYPE else urlencode({"query": text})).encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: here\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Content-Type: {kind}\r\n\r\n".encode() + body


REQUESTS = {
    "target": get,
    "body": post,
    "form": lambda text: post(text, FORM_TYPE),
}


def learn(request: bytes, query: str = QUERY, coding: str = "") -> RequestForm | None:
    """The form of a request that was answered with `HEAD`."""
    asked = QueryRequest(query, "json", base_iri="http://here/sparql")
    is_direct = QUERY_TYPE.encode() in request
    answered = Answered(asked, "release 1", request.startswith(b"GET"), is_direct, coding)
    return learn_form(request, HEAD, answered)


def known(request: bytes, query: str = QUERY) -> RequestForm:
    """The same, where there must be one."""
    form = learn(request, query)
    assert form is not None
    return form


@pytest.mark.parametrize("carrier", REQUESTS)
@given(text=st.text(max_size=60))
@example(text=" e:a e:b 'a+b & c=d %41 #' }")
@example(text="\x00")
@example(text="\r\n\r\n")
def test_query_is_read_as_the_service_reads_it(carrier: str, text: str) -> None:
    """Whatever stands behind the opening, a form reads what the service would have read."""
    request = REQUESTS[carrier](OPENING + text)
    form = known(REQUESTS[carrier](QUERY))

    assert form.read(request) in (OPENING + text, None)
    assert form.read(request) == OPENING + text or "BNODE" in text.upper()


@given(value=st.binary(max_size=40))
@example(value=b"%")
@example(value=b"%ff")
@example(value=b"a&query=b")
@example(value=b"a&default-graph-uri=b")
@example(value=b"a#b")
def test_any_target_is_read_as_the_service_reads_it_or_not_at_all(value: bytes) -> None:
    """Bytes that no browser would send are never read as another query than the service's."""
    start = b"query=" + quote(OPENING, safe="").encode() + value
    request = b"GET /sparql?" + start + b" HTTP/1.1\r\nHost: here\r\nAccept: */*\r\n\r\n"
    found = known(get(QUERY)).read(request)
    try:
        operation = read_get(start)
    except HTTPException:
        operation = None

    assert found is None or (operation is not None and found == operation.query)


@given(value=st.binary(max_size=40))
@example(value=b"&query=b")
@example(value=b"%ff")
def test_any_form_is_read_as_the_service_reads_it_or_not_at_all(value: bytes) -> None:
    """The same for the body of a form."""
    body = b"query=" + quote(OPENING, safe="").encode() + value
    head = b"POST /sparql HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n" % len(body)
    request = head + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + body
    found = known(post(QUERY, FORM_TYPE)).read(request)
    try:
        operation = read_post(b"", FORM_TYPE, body)
    except HTTPException:
        operation = None

    assert found is None or (operation is not None and found == operation.query)


@pytest.mark.parametrize(
    "request_",
    [
        get(QUERY, "Accept: text/csv\r\n"),
        get(QUERY, "Accept: */*\r\nIf-None-Match: *\r\n"),
        get(QUERY, more="&default-graph-uri=http%3A%2F%2Fe.example%2F"),
        get(QUERY, more="&query=ASK%7B%7D"),
        get(QUERY).replace(b"/sparql", b"/store"),
        get(QUERY).replace(b"GET", b"PUT"),
        get(QUERY) + get(QUERY),
        get(QUERY) + b"x",
        get(QUERY)[:-2],
        get("SELECT ?o { e:a e:b ?o }"),
        get(OPENING + " BIND(NOW() AS ?o) }"),
        post(QUERY),
        b"",
    ],
)
def test_other_request_is_not_read(request_: bytes) -> None:
    """Another header, parameter, address, method, opening, half a request or two: not known."""
    assert known(get(QUERY)).read(request_) is None


@pytest.mark.parametrize("length", [b"0", b"5", b"056", b"+56", b"99"])
def test_wrong_length_is_not_read(length: bytes) -> None:
    """The length must be that of the body, written plainly."""
    request = post(QUERY)
    own = b"Content-Length: %d" % len(QUERY)

    assert known(request).read(request.replace(own, b"Content-Length: " + length)) is None


@pytest.mark.parametrize(
    "header",
    [
        "Authorization: Bearer a",
        "Cookie: session=a",
        "If-None-Match: *",
        "Connection: close",
        "Transfer-Encoding: chunked",
        "Expect: 100-continue",
        "Upgrade: h2c",
        "Range: bytes=0-1",
    ],
)
def test_request_of_one_person_or_with_conditions_has_no_form(header: str) -> None:
    """What says who asks, or asks for more than an answer, is the service's."""
    assert learn(get(QUERY, f"{header}\r\n")) is None


def test_connection_that_is_kept_has_a_form() -> None:
    """Many programs say what is the rule anyway."""
    assert learn(get(QUERY, "Connection: keep-alive\r\n")) is not None


def test_answer_with_another_status_teaches_nothing() -> None:
    """Only answers that went well have a form."""
    query = QueryRequest(QUERY, "json", base_iri="http://here/sparql")
    answered = Answered(query, "release 1", True, False, "")

    assert learn_form(get(QUERY), HEAD.replace(b"200 OK", b"404 Not Found"), answered) is None


def test_body_in_a_packet_of_its_own_is_waited_for() -> None:
    """A head whose body is still to come is told from a request of another form."""
    request = post(QUERY)
    head = request[: -len(QUERY)]

    assert known(request).lacks(head)
    assert not known(request).lacks(request)
    assert not known(request).lacks(head.replace(b"here", b"elsewhere"))


def test_answer_has_the_head_of_the_first_one() -> None:
    """All that may differ is written anew, and nothing else."""
    form = known(get(QUERY))
    answer = form.answer(form.query(QUERY), b"body", 0.0012)
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")

    assert b"body" == body
    assert [b"HTTP/1.1 200 OK", b"vary: Accept"] == lines[:2]
    names = [line.split(b":")[0] for line in lines[2:]]
    assert [b"date", b"etag", b"content-length", b"server-timing"] == names
    assert b"server-timing: query;dur=1.2" == lines[-1]


def test_long_answer_is_compressed_as_the_client_wants_it() -> None:
    """An answer over 1 kB is coded, and its tag a weak one; a short one is sent as it is."""
    form = known(get(QUERY))._replace(coding="gzip")
    long, short = (form.answer(form.query(QUERY), b"a" * size, 0) for size in (2000, 10))
    head, _, body = long.partition(b"\r\n\r\n")

    assert b"a" * 2000 == gzip.decompress(body)
    assert b"\r\ncontent-encoding: gzip\r\n" in head
    assert b'\r\netag: W/"' in head
    assert b"content-encoding" not in short


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1), st.binary(), st.binary())
def test_connection_that_comes_back_is_read_as_written(
    number: int, answered: int, unsent: bytes, unread: bytes
) -> None:
    """What is unsent and what is unread never run together."""
    back = Back(number, answered, unsent, unread)

    assert back == decode_back(encode_back(back))


def test_loan_is_read_as_written() -> None:
    """All forms of a loan arrive as they were."""
    forms = (known(get(QUERY)), known(post(QUERY, FORM_TYPE)))
    loan = Loan(7, forms, "10.0.0.1")

    assert loan == decode_loan(encode_loan(loan))
