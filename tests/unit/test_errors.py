"""The table from errors to HTTP problems and exit codes."""

from __future__ import annotations

import json

import pytest
from starlette.exceptions import HTTPException

from ontology import errors as tree
from service.errors import describe_problem, exit_code, find_outcome, one_line


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (tree.QueryError("x"), 400, 2),
        (tree.SourceError("x"), 400, 2),
        (tree.FormatError("x"), 406, 2),
        (tree.NotFoundError("x"), 404, 2),
        (tree.LimitError("x"), 503, 1),
        (tree.BusyError("x"), 503, 1),
        (tree.StoreError("x"), 503, 1),
        (tree.ValidationError("x"), 422, 1),
        (tree.BeleidsgraafError("x"), 500, 1),
        (KeyError("x"), 500, 1),
    ],
)
def test_each_error_has_a_status_and_an_exit_code(error: Exception, status: int, code: int) -> None:
    """An error is found in the table by its own class or its nearest ancestor."""
    assert (status, code) == (find_outcome(error).status, exit_code(error))


def test_problem_json_has_the_members_of_the_standard() -> None:
    """A problem carries type, title, status, detail and instance."""
    body = json.loads(describe_problem(tree.NotFoundError("no such thing")).as_json("/id/a/b"))

    assert {
        "type": "https://w3id.org/beleidsgraaf/problem#not-found",
        "title": "Not found",
        "status": 404,
        "detail": "no such thing",
        "instance": "/id/a/b",
    } == body


def test_a_foreign_error_keeps_its_message_to_itself() -> None:
    """What is not ours may hold a path or a secret, so only 'internal error' is told."""
    problem = describe_problem(RuntimeError("/secret/path"))

    assert (500, False) == (problem.status, "secret" in problem.detail)


def test_a_busy_service_says_when_to_come_back() -> None:
    """503 carries Retry-After."""
    assert "Retry-After" in describe_problem(tree.BusyError("all busy")).headers


def test_http_errors_keep_status_and_headers() -> None:
    """A 405 keeps its Allow header."""
    problem = describe_problem(HTTPException(405, "no", {"Allow": "GET"}))

    assert (405, {"Allow": "GET"}) == (problem.status, problem.headers)


def test_a_message_is_one_line() -> None:
    """Line breaks of a parser's message become spaces."""
    assert "a b" == one_line(tree.QueryError("a\n  b"))
